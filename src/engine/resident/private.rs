//! Whether a matter is a dispute between people, which can be mediated where both sides want it.

use crate::intent::Reading;
use crate::intent::area::Area;

/// Fields of law in which the other side is the state.
const AREAS: [&str; 2] = ["刑事辩护", "行政诉讼"];
const TOPICS: [&str; 2] = ["criminal", "administrative"];
/// The same within other topics: penalties for driving, what the insurance pays, steps of a court, fraud, papers of a notary and
/// entries in a register.
const INTENTS: [&str; 7] = [
    "traffic.drink_driving",
    "injury.pension",
    "injury.not_insured",
    "procedure.court_steps",
    "procedure.swindled",
    "procedure.notary",
    "custody.adoption",
];

/// What is surely none is not offered to be mediated; a matter of no field at all is none either.
pub(super) fn is_between_people(reading: &Reading) -> bool {
    let area = reading.area.as_deref();
    let topic = reading.topic.as_ref().map(|topic| topic.as_str());
    let public = area.is_some_and(|area| AREAS.contains(&area))
        || topic.is_some_and(|topic| TOPICS.contains(&topic))
        || reading.intent.as_deref().is_some_and(|intent| INTENTS.contains(&intent));
    let of_no_field = topic.is_none() && area.and_then(Area::known).is_some_and(Area::is_general);
    !public && !of_no_field
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::Topic;
    use crate::engine::testing::story::{rules, says, street};

    fn with(topic: Option<&str>, area: Option<&str>, intent: Option<&str>) -> bool {
        is_between_people(&Reading {
            topic: topic.map(Topic::new),
            area: area.map(str::to_owned),
            intent: intent.map(str::to_owned),
            ..rules().catalogue.read("")
        })
    }

    #[test]
    fn what_is_between_somebody_and_the_state_is_not_mediated() {
        assert!(!with(None, Some("刑事辩护"), None));
        assert!(!with(Some("administrative"), Some("综合咨询"), Some("administrative.relief")));
        assert!(!with(Some("injury"), Some("劳动纠纷"), Some("injury.pension")));
        assert!(!with(None, Some("综合咨询"), None));
        assert!(with(Some("debt"), Some("债权债务"), None));
        assert!(with(Some("injury"), Some("劳动纠纷"), None));
        assert!(with(None, None, None));
        let mut anna = street();
        assert!(says(&mut anna, "她不同意离婚怎么办").contains("[2 申请调解]"));
    }

    #[test]
    fn the_rules_named_here_exist() {
        for name in INTENTS {
            let (topic, id) = name.split_once('.').unwrap();
            let path = format!("{}/intents/{topic}.toml", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.contains(&format!("id = \"{id}\"")), "{name}");
        }
    }
}

//! Examples that another intent nearly takes: the next word added anywhere may tip them.
//!
//! What is taken already is a fault and not told here.

use crate::domain::service::Service;
use crate::intent::area::Area;
use crate::intent::catalogue::{Catalogue, Scratch};
use crate::intent::decide::{IntentFacts, Verdict};
use crate::intent::reading::SURE;
use crate::intent::source::{Priority, Sources};
use crate::tomlfile::{Fault, TomlFile};

use super::fired_for;

/// Fewer points than one more pattern adds: so near is nearly taken.
const MARGIN: i32 = 3;

/// The examples that another intent would win with [`MARGIN`] points more, with the rules of both.
pub fn examples(catalogue: &Catalogue, sources: &Sources, files: &[TomlFile]) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut scratch = Scratch::default();
    for topic in &sources.topics {
        let Some(file) = files.get(topic.file) else { continue };
        for intent in &topic.intents {
            let name = format!("{}.{}", topic.key.value, intent.id.value);
            for example in &intent.examples {
                let verdict = catalogue.judge(&example.value, &mut scratch);
                let wins = verdict.intent.and_then(|it| catalogue.intent_name(it)) == Some(&name);
                let rival = wins.then(|| rival(catalogue, &verdict, &scratch)).flatten();
                let Some((rival, lead)) = rival else { continue };
                let Some(rival) = catalogue.intent_name(rival) else { continue };
                let reading = catalogue.read(&example.value);
                let what = format!(
                    "example `{}` is nearly taken by {rival}, which is {lead} points short ({}); {name} {}: raise this one's \
                     points or keep the other off with `not` or `!`",
                    example.value,
                    fired_for(&reading, rival),
                    fired_for(&reading, &name),
                );
                found.push(file.fault(example.at, what));
            }
        }
    }
    found
}

/// The intent that comes nearest to taking what another won, and what it lacks, if that is within the margin.
fn rival(catalogue: &Catalogue, verdict: &Verdict, scratch: &Scratch) -> Option<(u16, i32)> {
    let facts = |intent: u16| catalogue.intent_facts.get(usize::from(intent));
    let winner = verdict.intent?;
    let own = facts(winner)?;
    let (points, ranked) = (&scratch.points, &scratch.points.ranked);
    // What is certain loses only to what is, and between two questions of law that were taught a pattern more decides nothing.
    let taught = |intent: u16| catalogue.wording.knows_question(intent);
    let is_settled = |intent: u16| points.is_certain(winner) || (taught(winner) && taught(intent));
    let may_win = |intent: u16| points.is_certain(intent) || !is_settled(intent);
    let own_points = ranked.iter().find(|it| it.0 == winner)?.1;
    let lacking = |&(intent, score): &(u16, i32)| {
        let other =
            facts(intent).filter(|other| intent != winner && differs(own, other) && may_win(intent))?;
        let lead = match (other.priority, own.priority) {
            (theirs, ours) if theirs > ours && theirs > Priority::Topic => i32::from(SURE) - score,
            (theirs, ours) if theirs != ours => return None,
            (Priority::Topic, _) if other.area != own.area => {
                let strength = |area: Option<Area>| points.fields.strength(area?);
                let lead = strength(own.area).unwrap_or(0) - strength(other.area).unwrap_or(0);
                lead.max(i32::from(SURE) - score)
            }
            _ => own_points - score,
        };
        (0..=MARGIN).contains(&lead).then_some((intent, lead))
    };
    ranked.iter().filter_map(lacking).min_by_key(|it| it.1)
}

/// Whether it matters to the resident which of the two is meant: an answer, or another service.
fn differs(one: &IntentFacts, other: &IntentFacts) -> bool {
    one.service != other.service || one.topic != other.topic || one.service == Service::Consultation
}

#[cfg(test)]
mod tests {
    use crate::intent::check::check;
    use crate::intent::testing::{file, intent, places};

    fn hints(weak: &str, strong: &str) -> Vec<String> {
        let examples = "examples = [\"离婚手续\"]\ncounter = [\"天气\"]";
        let text = format!(
            "area = \"婚姻家庭\"\n{}{}",
            intent("paper", &[weak], examples),
            intent("split", &[strong], "")
        );
        let found = check(&[file("t", &text)], &places(), "2026-11-25".parse().unwrap());
        found.hints.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_example_won_by_a_hair_names_both_rules() {
        let said = hints("手续 = 62", "离婚 = 60");
        let [one] = said.as_slice() else { panic!("{said:#?}") };
        let parts = [
            "t.toml:10: example `离婚手续` is nearly taken by t.split, which is 2 points short",
            "离婚 = 60",
            "手续 = 62",
        ];
        assert!(parts.iter().all(|part| one.contains(part)), "{one}");
    }

    #[test]
    fn one_won_clearly_is_not_told() {
        assert_eq!(hints("手续 = 70", "离婚 = 60"), [""; 0]);
    }

    #[test]
    fn a_service_that_nearly_speaks_up_is_told() {
        let files = [file(
            "t",
            &format!(
                "area = \"婚姻家庭\"\n{}{}",
                intent("paper", &["手续"], "examples = [\"离婚手续\"]"),
                intent("talk", &["离婚 = 48"], "service = \"mediation\"")
            ),
        )];
        let found = check(&files, &places(), "2026-11-25".parse().unwrap());
        assert!(
            found.hints.iter().any(|it| it.what.contains("t.talk, which is 2 points short")),
            "{found:#?}"
        );
    }
}

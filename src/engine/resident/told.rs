//! What a matter names, drawn out for staff: amounts, days, how many people, and what runs out.
//!
//! Staff read the resident's own words; the days they mean stand beside them only where there is no doubt.

use chrono::NaiveDate;

use crate::domain::lang::Lang;
use crate::engine::session::Matter;
use crate::engine::texts::ResidentTexts;
use crate::engine::turn::Turn;
use crate::intent::Kind;
use crate::intent::entities::{self, Entity, Moment, Value};

use super::{deadline, open, wording};

/// More of a sort than so many are not drawn out; they stand in the summary anyway.
const MOST: usize = 4;

/// Labels and what was told.
pub(super) fn details(turn: &Turn<'_>, matter: &Matter) -> Vec<(String, String)> {
    let texts = open::texts_of_staff(turn);
    let found = entities::find(&matter.text, turn.now.local());
    let listed = |wanted: fn(&Value) -> bool| {
        let mut all: Vec<String> = Vec::new();
        for entity in found.iter().filter(|entity| wanted(&entity.value)) {
            let words = words(texts, entity, &matter.text);
            if !all.contains(&words) {
                all.push(words);
            }
        }
        all.truncate(MOST);
        all.join("、")
    };
    let running: Vec<String> = deadline::of(turn, matter)
        .iter()
        .map(|deadline| {
            let day = wording::day(texts, deadline.until);
            let what = deadline.what(Lang::Zh);
            match deadline.kind() {
                Kind::NotBefore => texts.detail_from(what, day),
                Kind::Within | Kind::Ahead => texts.detail_until(what, day),
            }
        })
        .collect();
    let all = [
        (texts.detail_money(), listed(|value| matches!(value, Value::Money(_)))),
        (texts.detail_time(), listed(|value| matches!(value, Value::Moment(_) | Value::Span(_)))),
        (texts.detail_people(), listed(|value| matches!(value, Value::People(people) if people.count > 2))),
        (texts.detail_deadline(), running.join("；")),
    ];
    all.into_iter().filter(|(_, told)| !told.is_empty()).collect()
}

/// The words, with the days they mean where they do not say them and nothing else can be meant.
fn words(texts: &ResidentTexts, entity: &Entity, text: &str) -> String {
    let words = entity.words(text).to_owned();
    match entity.value {
        Value::Moment(moment) if !entity.ambiguous => {
            let days = days(texts, moment);
            if words.contains(&days) { words } else { texts.detail_meant(words, days) }
        }
        _ => words,
    }
}

fn days(texts: &ResidentTexts, moment: Moment) -> String {
    let first = moment.from.date();
    let last = moment.last_day().unwrap_or(first);
    let day = |day: NaiveDate| wording::day(texts, day);
    if last <= first { day(first) } else { format!("{}–{}", day(first), day(last)) }
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::at;
    use crate::engine::testing::story::{says, street, taps};

    fn drawn_out(story: &str) -> Vec<(String, String)> {
        let mut anna = street();
        anna.now = at("2026-03-06 10:00");
        says(&mut anna, story);
        taps(&mut anna, "请工作室律师看看");
        says(&mut anna, "民主村");
        anna.case().details
    }

    #[test]
    fn staff_read_amounts_and_days_at_a_glance() {
        let details = drawn_out("老板拖欠工资2万3，去年国庆到现在，25号再不给我就走，电话13812345678");
        let wanted = [
            ("金额", "2万3"),
            ("时间", "去年国庆（2025年10月1日–2025年10月7日）、25号"),
            ("时限", "申请劳动仲裁：2026年10月1日前"),
        ];
        let details: Vec<(&str, &str)> =
            details.iter().map(|(label, told)| (label.as_str(), told.as_str())).collect();
        assert_eq!(details, wanted[..2]);
        let details = drawn_out("去年国庆老板拖欠工资怎么办");
        assert_eq!(details.last().unwrap(), &("时限".to_owned(), wanted[2].1.to_owned()));
    }

    #[test]
    fn nothing_told_is_nothing_drawn_out() {
        assert_eq!(drawn_out("协议离婚怎么办"), []);
    }
}

//! Phrases as people write them and what they mean on Friday, 20 November 2026, at ten in the morning.

use chrono::NaiveDateTime;

use super::super::{Entity, Grain, Moment, Span, Value, find};

/// Each line a phrase, what is found in it, and `=` between; nothing where it only looks like something.
const PHRASES: &str = include_str!("phrases.txt");

fn now() -> NaiveDateTime {
    "2026-11-20T10:00:00".parse().unwrap()
}

fn shown(text: &str) -> String {
    let all: Vec<String> = find(text, now()).iter().map(entity).collect();
    all.join("; ")
}

fn entity(entity: &Entity) -> String {
    let (words, about) = match entity.value {
        Value::Money(money) if money.fen % 100 == 0 => (format!("¥{}", money.fen / 100), money.about),
        Value::Money(money) => (format!("¥{}.{:02}", money.fen / 100, money.fen % 100), money.about),
        Value::Moment(at) => (moment(at), at.about),
        Value::Span(long) => (span(long), long.about),
        Value::Phone => ("phone".into(), false),
        Value::People(people) => {
            (format!("{}{}", if people.ours { "ours " } else { "" }, people.count), people.about)
        }
        Value::Party(party) => (format!("{party:?}"), false),
    };
    format!("{words}{}{}", if about { "~" } else { "" }, if entity.ambiguous { "?" } else { "" })
}

fn moment(moment: Moment) -> String {
    let last = moment.to.date().pred_opt().unwrap().max(moment.from.date());
    let hour = |at: NaiveDateTime| (at - moment.from.date().and_hms_opt(0, 0, 0).unwrap()).num_hours();
    match moment.grain {
        Grain::Year => moment.from.format("%Y").to_string(),
        Grain::Minute => moment.from.format("%Y-%m-%d %H:%M").to_string(),
        Grain::PartOfDay => {
            format!("{} {}-{}", moment.from.date(), hour(moment.from), hour(moment.to))
        }
        _ if last == moment.from.date() => last.to_string(),
        _ if moment.from == now() => format!("{}..{}", moment.from.date(), moment.to.date()),
        _ => format!("{}..{last}", moment.from.date()),
    }
}

fn span(span: Span) -> String {
    let parts = [(span.months, "m"), (span.days, "d"), (span.minutes, "min")];
    parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}")).collect()
}

#[test]
fn phrases_mean_what_people_mean() {
    let lines = PHRASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let all: Vec<(&str, &str)> = lines.map(|line| line.split_once(" =").unwrap()).collect();
    assert!(all.len() >= 590, "{}", all.len());
    let wrong: Vec<String> = all
        .into_iter()
        .filter(|(text, wanted)| shown(text) != wanted.trim_start())
        .map(|(text, wanted)| format!("{text}: {} instead of{wanted}", shown(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_are_cut_out_as_they_were_written() {
    let text = "押金２萬元，後天還";
    let words: Vec<&str> = find(text, now()).iter().map(|entity| entity.words(text)).collect();
    assert_eq!(words, ["２萬元", "後天"]);
}

#[test]
fn a_story_reads_what_was_left_out_backwards() {
    let past = |text: &str| {
        let Some(Value::Moment(found)) = find(text, now()).first().map(|it| it.value) else {
            panic!("{text}")
        };
        found.in_the_past(now().date()).map(moment)
    };
    assert_eq!(past("25号").as_deref(), Some("2026-10-25"));
    assert_eq!(past("1月10号").as_deref(), Some("2026-01-10"));
    assert_eq!(past("周三").as_deref(), Some("2026-11-18"));
    assert_eq!(past("去年三月").as_deref(), Some("2025-03-01..2025-03-31"));
    assert_eq!(past("明天"), None);
    assert_eq!(past("on the 25th").as_deref(), Some("2026-10-25"));
    assert_eq!(past("January 10").as_deref(), Some("2026-01-10"));
    assert_eq!(past("on Wednesday").as_deref(), Some("2026-11-18"));
    assert_eq!(past("since December").as_deref(), Some("2025-12-01..2025-12-31"));
    assert_eq!(past("March last year").as_deref(), Some("2025-03-01..2025-03-31"));
    assert_eq!((past("next Friday"), past("tomorrow")), (None, None));
}

//! What somebody has to look at again: laws whose review falls due, and numbers nobody has entered or that do not hold any more.

use chrono::{Days, NaiveDate};

use crate::tomlfile::{Fault, TomlFile};

use super::laws::Law;
use super::numbers::Standing;
use super::source::Sources;

/// Something to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Where it stands, and what it is.
    pub place: Fault,
    /// When, and what follows.
    pub state: State,
    /// The intents whose answers, and the periods, that rest on it, each with the articles.
    pub rests: Vec<String>,
}

/// How urgent it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Its day has passed: what rests on a law is not given, instead of a number something else is said.
    Past(NaiveDate),
    /// No source has been seen, or nobody has entered it: the same.
    Missing,
    /// Its day is near.
    Due(NaiveDate),
}

/// What is past, missing or falls due within so many days, the most urgent first.
pub fn reviews(files: &[TomlFile], today: NaiveDate, days: u64) -> Vec<Review> {
    let sources = Sources::read(files, &mut Vec::new());
    let until = today.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
    let mut all = laws(&sources, files, today, until);
    all.extend(numbers(&sources, files, today, until));
    all.sort_by(|one, other| (one.state, &one.place).cmp(&(other.state, &other.place)));
    all
}

/// How many of the laws that are seen in a source nobody has signed, and how many there are.
pub fn unsigned(files: &[TomlFile]) -> (usize, usize) {
    let sources = Sources::read(files, &mut Vec::new());
    let seen = || sources.laws.all().iter().filter(|law| law.is_seen());
    (seen().filter(|law| law.signed_by.is_empty()).count(), seen().count())
}

/// What is past, and what was verified on a day that has not come, as it is told to whoever checks the rules. Neither spoils an edit:
/// it may be the clock of the machine that is wrong.
pub fn overdue(sources: &Sources, files: &[TomlFile], today: NaiveDate) -> Vec<Fault> {
    let past = |review: Review| {
        let State::Past(day) = review.state else { return None };
        let Fault { file, line, what: name } = review.place;
        let rests = match review.rests.len() {
            0 => "nothing rests on it".to_owned(),
            _ => format!("until then the lawyer answers instead of {}", review.rests.join(", ")),
        };
        let what =
            format!("{name} was to be looked at again by {day}: verify it and set `review_by`; {rests}");
        Some(Fault { file, line, what })
    };
    let past = laws(sources, files, today, today).into_iter().filter_map(past);
    past.chain(foreseen(sources, files, today)).collect()
}

fn foreseen(sources: &Sources, files: &[TomlFile], today: NaiveDate) -> Vec<Fault> {
    let Some(file) = named(files, "laws.toml") else { return Vec::new() };
    let early =
        |law: &Law| {
            let day = law.verified.filter(|&day| day > today)?;
            Some(file.fault(
                law.at,
                format!("{} was `verified` on {day}, which has not come: mend the day", law.name),
            ))
        };
    sources.laws.all().iter().filter_map(early).collect()
}

/// The laws that are not in force yet, with what waits for them.
pub fn not_in_force(sources: &Sources, files: &[TomlFile], today: NaiveDate) -> Vec<Fault> {
    let Some(file) = named(files, "laws.toml") else { return Vec::new() };
    let waiting = |law: &Law| {
        let day = law.effective.filter(|&day| day > today)?;
        let rests = rest_on(sources, &law.name);
        let what = format!("{} is in force from {day} on: until then the lawyer answers", law.name);
        let rests =
            if rests.is_empty() { String::new() } else { format!(" instead of {}", rests.join(", ")) };
        Some(file.fault(law.at, format!("{what}{rests}")))
    };
    sources.laws.all().iter().filter_map(waiting).collect()
}

fn laws(sources: &Sources, files: &[TomlFile], today: NaiveDate, until: NaiveDate) -> Vec<Review> {
    let Some(file) = named(files, "laws.toml") else { return Vec::new() };
    let state = |law: &Law| match law.review_by {
        _ if !law.is_seen() => Some(State::Missing),
        Some(day) if day < today => Some(State::Past(day)),
        Some(day) if day <= until => Some(State::Due(day)),
        _ => None,
    };
    let due = sources.laws.all().iter().filter_map(|law| Some((law, state(law)?)));
    due.map(|(law, state)| Review {
        place: file.fault(law.at, law.name.clone()),
        state,
        rests: rest_on(sources, &law.name),
    })
    .collect()
}

fn numbers(sources: &Sources, files: &[TomlFile], today: NaiveDate, until: NaiveDate) -> Vec<Review> {
    let Some(file) = named(files, "numbers.toml") else { return Vec::new() };
    let all = sources.numbers.all().iter().filter_map(|number| {
        let state = match number.standing(today) {
            Standing::Missing => State::Missing,
            Standing::Ended(day) => State::Past(day),
            Standing::Holds(day) if day <= until => State::Due(day),
            Standing::Holds(_) => return None,
        };
        let place = file.fault(number.at, number.label.clone());
        Some(Review { place, state, rests: that_say(sources, &format!("{{{}}}", number.key)) })
    });
    all.collect()
}

fn named<'a>(files: &'a [TomlFile], name: &str) -> Option<&'a TomlFile> {
    files.iter().find(|file| file.name.rsplit(['/', '\\']).next() == Some(name))
}

/// The intents whose answers cite a law, then the periods that rest on it.
fn rest_on(sources: &Sources, law: &str) -> Vec<String> {
    let articles = |cited: &str| {
        let rest = cited.trim().strip_prefix(law)?;
        rest.is_empty()
            .then(String::new)
            .or_else(|| rest.starts_with(char::is_whitespace).then(|| rest.to_owned()))
    };
    let mut all = Vec::new();
    for topic in &sources.topics {
        for intent in topic.intents.iter().filter(|intent| intent.answer.is_some()) {
            for articles in intent.law.iter().filter_map(|cited| articles(&cited.value)) {
                all.push(format!("{}.{}{articles}", topic.key.value, intent.id.value));
            }
        }
    }
    for deadline in &sources.deadlines {
        let what = deadline.period.as_ref().map(|period| period.what.zh.as_str());
        if let (Some(articles), Some(what)) = (articles(&deadline.law.value), what) {
            all.push(format!("{what}{articles}"));
        }
    }
    all
}

/// The intents whose answers say something.
fn that_say(sources: &Sources, words: &str) -> Vec<String> {
    let mut all = Vec::new();
    for topic in &sources.topics {
        let say = topic
            .intents
            .iter()
            .filter(|it| it.answer.as_ref().is_some_and(|answer| answer.value.contains(words)));
        all.extend(say.map(|intent| format!("{}.{}", topic.key.value, intent.id.value)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::testing::{file, intent};

    const DAY: &str = "2026-11-25";

    fn law(name: &str, mark: &str, review_by: &str) -> String {
        format!(
            "[[law]]\nname = \"{name}\"\narticles = \"*\"\nmark = \"{mark}\"\nverified = \"2026-01-01\"\nreview_by = \"{review_by}\"\n"
        )
    }

    fn set() -> Vec<TomlFile> {
        let laws = [
            law("民法典", "V2", "2027-01-24"),
            law("民法典解释", "V1", "2026-11-24"),
            law("远期法", "V2", "2027-01-25"),
            law("听说法", "K", "2027-11-25"),
        ];
        let number = "[[number]]\nkey = \"wage\"\nlabel = \"最低工资\"\nvalue = \"\"\ninstead = \"问12333\"\ninstead_en = \"ask 12333\"\n";
        let answer = "answer = \"要看{wage}。\"\nanswer_en = \"See {wage}.\"\nlaw = [\"民法典 1076–1078\", \"民法典解释 5\"]";
        vec![
            TomlFile { name: "intents/laws.toml".into(), text: laws.concat() },
            TomlFile { name: "intents/numbers.toml".into(), text: number.into() },
            file("t", &format!("area = \"侵权\"\n{}", intent("i", &["离婚"], answer))),
        ]
    }

    #[test]
    fn what_is_past_or_missing_or_near_is_listed_with_what_rests_on_it() {
        let all = reviews(&set(), DAY.parse().unwrap(), 60);
        let seen: Vec<String> =
            all.iter().map(|it| format!("{} {:?} {}", it.place, it.state, it.rests.join(", "))).collect();
        assert_eq!(
            seen,
            [
                "intents/laws.toml:7: 民法典解释 Past(2026-11-24) t.i 5",
                "intents/laws.toml:19: 听说法 Missing ",
                "intents/numbers.toml:1: 最低工资 Missing t.i",
                "intents/laws.toml:1: 民法典 Due(2027-01-24) t.i 1076–1078",
            ]
        );
    }

    #[test]
    fn laws_that_nobody_signed_are_counted() {
        assert_eq!(unsigned(&set()), (3, 3));
        let mut set = set();
        set[0].text = set[0].text.replacen("[[law]]\n", "[[law]]\nsigned_by = \"街道法律顾问\"\n", 1);
        assert_eq!(unsigned(&set), (2, 3));
    }

    #[test]
    fn an_expired_answer_is_named_by_the_check() {
        let sources = Sources::read(&set(), &mut Vec::new());
        let said = overdue(&sources, &set(), DAY.parse().unwrap());
        let [one] = said.as_slice() else { panic!("{said:#?}") };
        assert_eq!(
            one.to_string(),
            "intents/laws.toml:7: 民法典解释 was to be looked at again by 2026-11-24: verify it and set `review_by`; \
             until then the lawyer answers instead of t.i 5"
        );
    }

    #[test]
    fn a_day_to_come_is_told() {
        let sources = Sources::read(&set(), &mut Vec::new());
        let early = "2025-12-31".parse().unwrap();
        let said = |all: Vec<Fault>| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        let verified = said(overdue(&sources, &set(), early));
        assert_eq!(verified.len(), 4, "{verified:#?}");
        assert!(verified[0].starts_with("intents/laws.toml:1: 民法典 was `verified` on "), "{verified:#?}");
        let mut waiting = set();
        waiting[0].text = waiting[0].text.replacen("[[law]]\n", "[[law]]\neffective = \"2027-01-01\"\n", 1);
        let sources = Sources::read(&waiting, &mut Vec::new());
        assert_eq!(
            said(not_in_force(&sources, &waiting, DAY.parse().unwrap())),
            [
                "intents/laws.toml:1: 民法典 is in force from 2027-01-01 on: until then the lawyer answers instead of t.i 1076–1078"
            ]
        );
    }
}

//! Tests: what the shipped periods make of English messages on Friday, 20 November 2026, at ten in the morning.

use chrono::NaiveDateTime;

use crate::domain::lang::Lang;
use crate::intent::answer::Citation;
use crate::intent::deadlines;
use crate::intent::entities::find;
use crate::intent::laws::Cited;
use crate::tomlfile::TomlFile;

use crate::intent::due::Due;

/// The shipped periods.
fn shipped() -> Vec<Due> {
    let text = include_str!("../../../../intents/deadlines.toml").to_owned();
    let mut faults = Vec::new();
    let all = deadlines::read(0, &TomlFile { name: "deadlines.toml".into(), text }, &mut faults);
    assert_eq!(faults, []);
    let due = |period| Due { period, cited: Cited { citation: nothing(), review_by: None } };
    all.into_iter().filter_map(|source| source.period).map(due).collect()
}

fn nothing() -> Citation {
    let empty = String::new;
    Citation {
        law: empty(),
        articles: empty(),
        effective: None,
        verified: empty(),
        signed_by: empty(),
        mark: empty(),
    }
}

/// What is to be done from when until when, for a question of a topic or an intent.
fn told(of: &str, text: &str) -> Vec<String> {
    let now: NaiveDateTime = "2026-11-20T10:00:00".parse().unwrap();
    let entities = find(text, now);
    let topic = of.split('.').next();
    let all = shipped();
    let fitting = all.iter().filter(|due| due.is_of(Some(of), topic));
    let mut lines: Vec<String> = fitting
        .filter_map(|due| due.counted(text, &entities, now.date()))
        .map(|it| format!("{}: {} {}", it.what(Lang::En), it.start, it.until))
        .collect();
    lines.sort();
    lines
}

const ARBITRATION: &str = "apply for labour arbitration: ";

#[test]
fn a_dismissal_and_a_leaving_begin_the_year_for_arbitration() {
    for (text, days) in [
        ("In March 2025 my boss fired me", "2025-03-01 2026-03-01"),
        ("In March 2025, my boss fired me", "2025-03-01 2026-03-01"),
        ("I was fired on 5 December 2025", "2025-12-05 2026-12-05"),
        ("I was fired on December 5th, 2025 without any reason", "2025-12-05 2026-12-05"),
        ("My company laid me off last month", "2026-10-01 2027-10-01"),
        ("I got laid off two months ago", "2026-09-20 2027-09-20"),
        ("I resigned on the 5th", "2026-11-05 2027-11-05"),
        ("I left the company in June and now they ignore me", "2026-06-01 2027-06-01"),
        ("They dismissed me. It was in March 2026.", "2026-03-01 2027-03-01"),
        ("I was dismissed, almost a year ago", "2025-11-20 2026-11-20"),
        ("My boss sacked me yesterday morning", "2026-11-19 2027-11-19"),
        ("I lost my job last Friday", "2026-11-13 2027-11-13"),
        ("I joined in March 2024 and was fired last week", "2026-11-09 2027-11-09"),
        ("I was fired. It has been 11 months now", "2025-12-20 2026-12-20"),
    ] {
        assert_eq!(told("labour.dismissed", text), [format!("{ARBITRATION}{days}")], "{text}");
    }
}

#[test]
fn unpaid_wages_run_in_two_ways() {
    for (text, day, until, complaint) in [
        ("My boss has not paid me since March 2026", "2026-03-01", "2027-03-01", "2028-03-01"),
        ("They haven't paid me for three months", "2026-08-20", "2027-08-20", "2028-08-20"),
        ("The boss hasn’t paid us for almost 3 months", "2026-08-20", "2027-08-20", "2028-08-20"),
        ("My employer owes me 3 months' wages", "2026-08-20", "2027-08-20", "2028-08-20"),
        ("He owes me 30,000 yuan since last December", "2025-12-01", "2026-12-01", "2027-12-01"),
    ] {
        let wanted = [
            format!("{ARBITRATION}{day} {until}"),
            format!("complain to the labour inspectorate: {day} {complaint}"),
        ];
        assert_eq!(told("labour.unpaid_wages", text), wanted, "{text}");
    }
}

#[test]
fn other_matters_have_their_periods() {
    for (of, text, line) in [
        (
            "injury",
            "I fell at the site on 5 March",
            "apply yourself to have the work injury recognised: 2026-03-05 2027-03-05",
        ),
        ("traffic", "I was hit by a car last March", "sue for damages: 2026-03-01 2029-03-01"),
        ("tort", "A dog bit my daughter two weeks ago", "sue for damages: 2026-11-06 2029-11-06"),
        ("tort", "My son was bitten by a dog in May", "sue for damages: 2026-05-01 2029-05-01"),
        ("debt", "He promised to pay me back by 5 March 2026", "sue: 2026-03-05 2029-03-05"),
        ("debt", "The loan was due on 1 June 2025", "sue: 2025-06-01 2028-06-01"),
        (
            "debt",
            "Received the judgment on 10 November 2026",
            "appeal against a civil judgment: 2026-11-10 2026-11-25",
        ),
        (
            "labour",
            "I received the arbitration award last Monday",
            "sue against the arbitration award: 2026-11-16 2026-12-01",
        ),
        (
            "general",
            "I received a payment order yesterday",
            "pay, or object to the court in writing: 2026-11-19 2026-12-04",
        ),
        (
            "consumer",
            "I bought a phone online, received it on 18 November",
            "return what was bought online, without a reason: 2026-11-18 2026-11-25",
        ),
    ] {
        assert_eq!(told(of, text), [line], "{text}");
    }
    let fined = told("administrative", "The police fined me on 3 November 2026");
    let wanted = [
        "apply for administrative review: 2026-11-03 2027-01-02",
        "sue the authority: 2026-11-03 2027-05-03",
    ];
    assert_eq!(fined, wanted);
}

#[test]
fn what_tells_of_no_event_begins_nothing() {
    for (of, text) in [
        ("labour", "my visa is valid until March 2027"),
        ("labour", "I have worked here for two years and want a raise"),
        ("labour", "I joined the company in March 2024"),
        ("labour", "I was fired after two years"),
        ("labour", "I was fired with 3 months' salary"),
        ("labour", "I joined in March 2024 and was fired"),
        ("labour", "They want to fire me next Friday"),
        ("labour", "I will be fired next Friday"),
        ("labour", "I was fired, one day he said so"),
        ("labour", "They owe me 3000 yuan a month"),
        ("labour", "I still work there, they haven't paid me for three months"),
        ("debt", "The delay was during March 2025"),
        ("debt", "In March 2025 I lent him 5000 yuan"),
        ("traffic", "May I ask who pays after an accident"),
        ("tort", "My fellow workers came in March 2025"),
        ("general", "I received a letter in March 2026"),
        ("general", "I received an award at school in May"),
        ("debt", "I won the case, the judgment says he is to pay by 5 March 2027"),
    ] {
        assert_eq!(told(of, text), [""; 0], "{text}");
    }
}

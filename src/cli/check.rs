//! `fengqiao check`: every fault of settings, directory, texts and rules at once, and what has to be looked at again soon.

use std::fmt::Write;

use crate::config::load::Home;
use crate::intent::review::{Review, State};
use crate::runtime::clock::Clock;

use super::{Failure, installed, say};

/// So many days ahead it looks.
const DAYS: u64 = 60;

/// Prints what was checked, or fails with every fault. What is past its review is no fault: the lawyer answers instead.
pub(super) fn run(home: &Home) -> Result<(), Failure> {
    let today = Clock::System.now().local_date();
    let mut faults = Vec::new();
    let loaded = home.load(installed::environment(), &mut faults);
    let editable = home.editable();
    faults.extend(editable.check_intents(today).faults);
    installed::sound(faults)?;
    let rooms = loaded.rules.directory.rooms().count();
    say(format!("settings, {rooms} rooms, texts and rules are in order"))?;
    for file in editable.overlooked() {
        say(format!("worth a look: {file}"))?;
    }
    say(listed(&editable.reviews(today, DAYS)).trim_end())?;
    if let (unsigned @ 1.., all) = editable.unsigned() {
        say(format!(
            "note: {unsigned} of {all} laws are signed by nobody: write who checked them into `signed_by` in intents/laws.toml, and \
             the answers name that person"
        ))?;
    }
    for year in loaded.rules.calendar.missing(today) {
        say(format!(
            "warning: config/calendar.toml has no {year}: until its holidays and make-up days are there, it is counted \
             Monday to Friday"
        ))?;
    }
    Ok(())
}

/// What has to be looked at again, each with what rests on it.
fn listed(reviews: &[Review]) -> String {
    let mut list = String::new();
    for Review { place, state, rests } in reviews {
        let (is_number, none) = (place.file.ends_with("numbers.toml"), rests.is_empty());
        let state = match state {
            State::Past(day) => format!("past since {day}"),
            State::Missing if is_number => "not entered".to_owned(),
            State::Missing => "seen in no source".to_owned(),
            State::Due(day) => format!("due by {day}"),
        };
        let effect = match (is_number, state.starts_with("due")) {
            _ if none => "nothing rests on it",
            (true, true) => "said in",
            (true, false) => "answers say whom to ask instead",
            (false, true) => "rests on it",
            (false, false) => "not told any more, the lawyer answers (请律师答复)",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(list, "review: {place}, {state}; {effect}");
        for rest in rests {
            let _ = writeln!(list, "    {rest}");
        }
    }
    if list.is_empty() {
        return format!("review: nothing falls due within {DAYS} days");
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tomlfile::Fault;

    fn review(file: &str, what: &str, state: State, rests: &[&str]) -> Review {
        let place = Fault { file: file.into(), line: 3, what: what.into() };
        Review { place, state, rests: rests.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn each_thing_to_look_at_says_when_and_what_follows() {
        let day = |text: &str| text.parse().unwrap();
        let list = listed(&[
            review("intents/laws.toml", "民法典", State::Past(day("2026-11-24")), &["debt.interest 680"]),
            review("intents/laws.toml", "旧法", State::Missing, &[]),
            review("intents/numbers.toml", "最低工资", State::Missing, &["labour.probation"]),
            review("intents/laws.toml", "劳动法", State::Due(day("2027-01-01")), &["labour.overtime 44"]),
        ]);
        assert_eq!(
            list,
            "review: intents/laws.toml:3: 民法典, past since 2026-11-24; not told any more, the lawyer answers (请律师答复)\n    \
             debt.interest 680\n\
             review: intents/laws.toml:3: 旧法, seen in no source; nothing rests on it\n\
             review: intents/numbers.toml:3: 最低工资, not entered; answers say whom to ask instead\n    labour.probation\n\
             review: intents/laws.toml:3: 劳动法, due by 2027-01-01; rests on it\n    labour.overtime 44\n"
        );
        assert_eq!(listed(&[]), "review: nothing falls due within 60 days");
    }
}

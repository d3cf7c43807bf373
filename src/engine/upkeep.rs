//! What those who run the system are told about the rules.

use chrono::NaiveDate;

use crate::domain::directory::Room;
use crate::domain::lang::Lang;
use crate::domain::message::Outbound;
use crate::tomlfile::Fault;

use super::casework::tell;
use super::texts::{StaffTexts, Texts, WorkTexts};

/// A message names so many faults; the log has them all.
const FAULTS_TOLD: usize = 10;

/// An edit is at fault, here and there, and not in use.
pub fn refused(texts: &StaffTexts, faults: &[Fault]) -> Outbound {
    let told: Vec<String> = faults.iter().take(FAULTS_TOLD).map(|fault| format!("· {fault}")).collect();
    let text = texts.rules_refused(told.join("\n"));
    Outbound::text(match faults.len().saturating_sub(FAULTS_TOLD) {
        0 => text,
        more => format!("{text}\n{}", texts.rules_more(more)),
    })
}

/// What was at fault has been put right and is in use.
pub fn taken(texts: &StaffTexts) -> Outbound {
    Outbound::text(texts.rules_taken())
}

/// Messages came that could not be handled, and lie apart.
pub fn quarantined(texts: &StaffTexts) -> Outbound {
    Outbound::text(texts.quarantined())
}

/// Rooms have hours on these days, and nobody who keeps them.
pub fn vacancies(texts: &Texts, vacant: &[(&Room, NaiveDate)]) -> Outbound {
    let line =
        |(room, day): &(&Room, NaiveDate)| texts.desk.vacancy(&room.name, tell::day(texts, Lang::Zh, *day));
    let lines: Vec<String> = vacant.iter().map(line).collect();
    Outbound::text(texts.desk.vacancies(lines.join("\n")))
}

/// Years that promises may fall in are not in the calendar.
pub fn years_missing(texts: &WorkTexts, years: &[String]) -> Outbound {
    Outbound::text(texts.years_missing(years.join("、")))
}

/// Rooms that have open cases are not in the directory.
pub fn rooms_missing(texts: &WorkTexts, rooms: &str) -> Outbound {
    Outbound::text(texts.rooms_missing(rooms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing;

    #[test]
    fn ten_faults_are_named_and_the_rest_counted() {
        let texts = testing::rules().texts.staff;
        let fault = |line| Fault { file: "intents/a.toml".into(), line, what: "is wrong".into() };
        let faults: Vec<Fault> = (1..=12).map(fault).collect();
        let few = refused(&texts, &faults[..10]).text;
        assert!(few.ends_with("· intents/a.toml:10: is wrong"), "{few}");
        let many = refused(&texts, &faults).text;
        assert!(
            !many.contains("a.toml:11") && many.ends_with("还有 2 处，运行 fengqiao check 可以看全"),
            "{many}"
        );
    }
}

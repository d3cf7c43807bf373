//! A roster as a file: CSV, one line for each stretch of hours, or TOML with people and leaves as well.
//!
//! Every fault is found at once and named with its line. Must not know who works here.

use chrono::{NaiveDate, Weekday};

use crate::domain::directory::Directory;
use crate::domain::ids::RoomCode;
use crate::domain::roster::{self, Hours};
use crate::tomlfile::{Fault, Section, TomlFile};

use super::rooms;

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) duties: Vec<DutyLine>,
    pub(super) people: Vec<PersonLine>,
    pub(super) leaves: Vec<LeaveLine>,
}

/// Somebody as a file names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Who {
    pub(super) name: String,
    pub(super) room: RoomCode,
    pub(super) line: usize,
}

/// Hours of somebody on a day.
#[derive(Debug)]
pub(super) struct DutyLine {
    pub(super) who: Who,
    pub(super) day: Day,
    /// None of any length says that they are not there.
    pub(super) hours: Vec<Hours>,
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    Weekly(Weekday),
    On(NaiveDate),
}

/// What holds for somebody besides hours.
#[derive(Debug)]
pub(super) struct PersonLine {
    pub(super) who: Who,
    pub(super) most_open: Option<i64>,
    pub(super) stand_in: Option<Who>,
}

/// Days somebody is away.
#[derive(Debug)]
pub(super) struct LeaveLine {
    pub(super) who: Who,
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) stand_in: Option<Who>,
}

impl Plan {
    pub(super) fn is_empty(&self) -> bool {
        self.duties.is_empty() && self.people.is_empty() && self.leaves.is_empty()
    }

    /// The rooms whose hours the file says.
    pub(super) fn rooms(&self) -> Vec<RoomCode> {
        let mut rooms: Vec<RoomCode> = self.duties.iter().map(|line| line.who.room.clone()).collect();
        rooms.sort();
        rooms.dedup();
        rooms
    }
}

/// Columns of a CSV file and what people may call them.
const COLUMNS: [(&str, &str); 7] = [
    ("staff", "姓名"),
    ("room", "社区"),
    ("day", "日子"),
    ("hours", "时间"),
    ("seats", "人数"),
    ("open_cases", "在办上限"),
    ("stand_in", "顶班"),
];

/// Columns without which a line says nothing.
const NEEDED: usize = 4;

/// Reads a file; faults go to `faults`. A name that ends in `.toml` is TOML, any other CSV.
pub(super) fn read(name: &str, text: &str, directory: &Directory, faults: &mut Vec<Fault>) -> Plan {
    let mut reader = Reader { file: name, directory, faults, plan: Plan::default() };
    if name.ends_with(".toml") {
        reader.toml(text)
    } else {
        reader.csv(text)
    }
    reader.plan
}

struct Reader<'a> {
    file: &'a str,
    directory: &'a Directory,
    faults: &'a mut Vec<Fault>,
    plan: Plan,
}

/// The cells of a line, in the order of [`COLUMNS`].
type Cells = [String; 7];

impl Reader<'_> {
    fn csv(&mut self, text: &str) {
        let text = text.trim_start_matches('\u{feff}');
        let mut csv =
            csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let head = csv.headers().cloned().unwrap_or_default();
        if let (1, Some(sign)) =
            (head.len(), head.iter().find_map(|head| head.chars().find(|sign| is_separator(*sign))))
        {
            let shown = if sign == '\t' { "tabs".to_owned() } else { format!("`{sign}`") };
            return self.fault(
                1,
                format!("the columns stand between {shown}: put commas `,` there, as CSV has them"),
            );
        }
        let places = COLUMNS.map(|(en, zh)| head.iter().position(|head| head == en || head == zh));
        for unknown in head.iter().filter(|head| !COLUMNS.iter().any(|(en, zh)| en == head || zh == head)) {
            let known = COLUMNS.map(|(en, zh)| format!("{en} ({zh})")).join(", ");
            self.fault(1, format!("there is no column {unknown}; there are: {known}"));
        }
        for ((en, zh), _) in COLUMNS.iter().zip(&places).take(NEEDED).filter(|(_, place)| place.is_none()) {
            self.fault(1, format!("the column {en} ({zh}) is missing"));
        }
        if places.iter().take(NEEDED).any(Option::is_none) {
            return;
        }
        for record in csv.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
                    let cell = |place: Option<usize>| place.and_then(|place| record.get(place)).unwrap_or("");
                    self.line(line, &places.map(|place| cell(place).to_owned()));
                }
                Err(error) => self.fault(0, format!("the line cannot be read: {error}")),
            }
        }
    }

    fn line(&mut self, line: usize, cells: &Cells) {
        let [name, room, day, hours, seats, open_cases, stand_in] = cells;
        let Some(who) = self.who(line, name, room) else { return };
        let seats = if seats.is_empty() { Some(1) } else { self.number(line, "seats", seats) };
        self.duty(line, &who, day, hours, seats.unwrap_or(1));
        if open_cases.is_empty() && stand_in.is_empty() {
            return;
        }
        let most_open =
            if open_cases.is_empty() { None } else { self.number(line, "open_cases", open_cases) };
        let stand_in = (!stand_in.is_empty()).then(|| Who { name: stand_in.clone(), ..who.clone() });
        if self.plan.people.iter().all(|known| known.who.name != who.name || known.who.room != who.room) {
            self.plan.people.push(PersonLine { who, most_open, stand_in });
        }
    }

    fn duty(&mut self, line: usize, who: &Who, day: &str, hours: &str, seats: i64) {
        let days = match (day.parse::<NaiveDate>(), roster::weekdays(day)) {
            (Ok(day), _) => vec![Day::On(day)],
            (_, Some(days)) => days.into_iter().map(Day::Weekly).collect(),
            _ => {
                let what = format!("{day:?} is no day; write 周一, 周一至周五 or 2026-03-05");
                return self.fault(line, what);
            }
        };
        let off = matches!(hours, "休" | "休息" | "off") && matches!(days.as_slice(), [Day::On(_)]);
        let hours: Vec<Hours> = match roster::hours(hours) {
            Some(all) => all.into_iter().map(|(from, until)| Hours { from, until, seats }).collect(),
            None if off => {
                let midnight = chrono::NaiveTime::MIN;
                vec![Hours { from: midnight, until: midnight, seats }]
            }
            None => {
                let what = format!("{hours:?} are no hours; write 9:00-12:00, or 休 for one day off");
                return self.fault(line, what);
            }
        };
        for day in days {
            if let Some(other) = self.overlapping(who, day, &hours) {
                let what = format!(
                    "these hours overlap those of line {other}: {} is there once at a time",
                    who.name
                );
                self.fault(line, what);
            }
            self.plan.duties.push(DutyLine { who: who.clone(), day, hours: hours.clone() });
        }
    }

    /// The line, perhaps this one, that has somebody there already within these hours of a day.
    fn overlapping(&self, who: &Who, day: Day, hours: &[Hours]) -> Option<usize> {
        let meets = |one: &Hours, other: &Hours| one.from < other.until && other.from < one.until;
        let is_theirs =
            |duty: &&DutyLine| duty.who.name == who.name && duty.who.room == who.room && duty.day == day;
        let earlier = self.plan.duties.iter().filter(is_theirs);
        let meets_any =
            |others: &[Hours]| others.iter().any(|other| hours.iter().any(|one| meets(one, other)));
        let within = hours
            .iter()
            .enumerate()
            .any(|(number, one)| hours.iter().take(number).any(|other| meets(one, other)));
        earlier
            .filter(|duty| meets_any(&duty.hours))
            .map(|duty| duty.who.line)
            .next()
            .or(within.then_some(who.line))
    }

    fn toml(&mut self, text: &str) {
        let file = TomlFile { name: self.file.to_owned(), text: text.to_owned() };
        let mut faults = Vec::new();
        let (duties, people, leaves) = file.read(&mut faults, |top| {
            (
                top.tables("duty", |one| Entry::read(one, &["day", "hours"], &["seats"], &file)),
                top.tables("person", |one| Entry::read(one, &[], &["open_cases", "stand_in"], &file)),
                top.tables("leave", |one| Entry::read(one, &["from", "to"], &["stand_in"], &file)),
            )
        });
        self.faults.append(&mut faults);
        for entry in duties.into_iter().flatten() {
            let Some(who) = self.who(entry.line, entry.get("staff"), entry.get("room")) else { continue };
            let seats = match entry.get("seats") {
                "" => Some(1),
                seats => self.number(entry.line, "seats", seats),
            };
            self.duty(entry.line, &who, entry.get("day"), entry.get("hours"), seats.unwrap_or(1));
        }
        for entry in people.into_iter().flatten() {
            let Some(who) = self.who(entry.line, entry.get("staff"), entry.get("room")) else { continue };
            let most_open = match entry.get("open_cases") {
                "" => None,
                number => self.number(entry.line, "open_cases", number),
            };
            let stand_in = entry.stand_in(&who);
            self.plan.people.push(PersonLine { who, most_open, stand_in });
        }
        for entry in leaves.into_iter().flatten() {
            self.leave(&entry);
        }
    }

    fn leave(&mut self, entry: &Entry) {
        let Some(who) = self.who(entry.line, entry.get("staff"), entry.get("room")) else { return };
        let (first, last) = (entry.get("from").parse(), entry.get("to").parse());
        match (first, last) {
            (Ok(first), Ok(last)) if first <= last => {
                let stand_in = entry.stand_in(&who);
                self.plan.leaves.push(LeaveLine { who, first, last, stand_in });
            }
            _ => self.fault(entry.line, "`from` and `to` must be days such as 2026-03-05, in their order"),
        }
    }

    fn who(&mut self, line: usize, name: &str, room: &str) -> Option<Who> {
        if name.is_empty() {
            self.fault(line, "nobody is named");
            return None;
        }
        match rooms::find(self.directory, room) {
            Ok(room) => Some(Who { name: name.to_owned(), room: room.code.clone(), line }),
            Err(_) => {
                self.fault(line, format!("there is no room {room:?}; write a community's code or name"));
                None
            }
        }
    }

    fn number(&mut self, line: usize, column: &str, text: &str) -> Option<i64> {
        let number = text.parse().ok().filter(|number| (1..=1000).contains(number));
        if number.is_none() {
            self.fault(line, format!("`{column}` must be a whole number from 1 to 1000, not {text:?}"));
        }
        number
    }

    fn fault(&mut self, line: usize, what: impl Into<String>) {
        self.faults.push(Fault { file: self.file.to_owned(), line, what: what.into() });
    }
}

/// What else people and programs put between columns.
fn is_separator(sign: char) -> bool {
    matches!(sign, ';' | '；' | '，' | '、' | '\t')
}

/// A table of a TOML file, as texts.
struct Entry {
    line: usize,
    values: Vec<(&'static str, String)>,
}

impl Entry {
    /// `None` if something it needs is not there; that is a fault already.
    fn read(
        section: &mut Section<'_, '_>,
        needed: &[&'static str],
        more: &[&'static str],
        file: &TomlFile,
    ) -> Option<Self> {
        let line = file.fault(section.at(), "").line;
        let mut values = Vec::new();
        let mut whole = true;
        for key in ["staff", "room"].into_iter().chain(needed.iter().copied()) {
            match section.required_text(key) {
                Some(text) => values.push((key, text.value)),
                None => whole = false,
            }
        }
        for &key in more {
            values.extend(section.scalar(key).map(|text| (key, text.value)));
        }
        whole.then_some(Self { line, values })
    }

    fn get(&self, key: &str) -> &str {
        self.values.iter().find(|(known, _)| *known == key).map_or("", |(_, value)| value)
    }

    fn stand_in(&self, who: &Who) -> Option<Who> {
        let name = self.get("stand_in");
        (!name.is_empty()).then(|| Who { name: name.to_owned(), ..who.clone() })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::directory::{Room, RoomKind};

    fn directory() -> Directory {
        let street = RoomCode::new("500107003");
        let room = Room::named(RoomCode::new("500107003003"), "民主村", RoomKind::Community, street);
        Directory::new([room], BTreeMap::new(), Vec::new())
    }

    fn read(name: &str, text: &str) -> (Plan, Vec<String>) {
        let mut faults = Vec::new();
        let plan = super::read(name, text, &directory(), &mut faults);
        (plan, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_table_says_who_is_there_when() {
        let text = "\u{feff}姓名,社区,日子,时间,人数,在办上限,顶班\n\
                    王律师,民主村,周一至周二,9:00-12:00、14:00-17:00,2,20,孙调解\n\
                    王律师,500107003003,2026-03-05,休,,,\n";
        let (plan, faults) = read("r.csv", text);
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!((plan.duties.len(), plan.duties[0].hours.len(), plan.duties[0].hours[0].seats), (3, 2, 2));
        assert_eq!(plan.duties[2].day, Day::On("2026-03-05".parse().unwrap()));
        assert_eq!(plan.duties[2].hours[0].from, plan.duties[2].hours[0].until);
        assert_eq!((plan.people.len(), plan.people[0].most_open), (1, Some(20)));
        assert_eq!(plan.rooms().len(), 1);
    }

    #[test]
    fn toml_says_the_same_with_leaves() {
        let text = "[[duty]]\nstaff = \"王律师\"\nroom = \"民主村\"\nday = \"周一\"\nhours = \"9:00-12:00\"\nseats = 2\n\
                    [[person]]\nstaff = \"王律师\"\nroom = \"民主村\"\nopen_cases = 20\n\
                    [[leave]]\nstaff = \"王律师\"\nroom = \"民主村\"\nfrom = \"2026-03-05\"\nto = \"2026-03-06\"\nstand_in = \"孙调解\"\n";
        let (plan, faults) = read("r.toml", text);
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!((plan.duties.len(), plan.people.len(), plan.leaves.len()), (1, 1, 1));
        assert_eq!(plan.leaves[0].stand_in.as_ref().map(|who| who.name.as_str()), Some("孙调解"));
    }

    #[test]
    fn nobody_is_there_twice_at_a_time() {
        let text = "staff,room,day,hours\n\
                    王律师,民主村,周一至周二,9:00-12:00\n\
                    王律师,500107003003,周二,11:00-13:00\n\
                    王律师,民主村,周一,12:00-13:00\n\
                    孙调解,民主村,周一,9:00-12:00、11:30-13:00\n\
                    王律师,民主村,2026-03-05,9:00-12:00\n";
        let (_, faults) = read("r.csv", text);
        assert_eq!(
            faults,
            [
                "r.csv:3: these hours overlap those of line 2: 王律师 is there once at a time",
                "r.csv:5: these hours overlap those of line 5: 孙调解 is there once at a time"
            ]
        );
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_line() {
        let text = "staff,room,day,hours,seats,colour\n\
                    ,民主村,周一,9:00-12:00,1,\n\
                    王律师,火星,周一,9:00-12:00,1,\n\
                    王律师,民主村,周八,9:00-12:00,1,\n\
                    王律师,民主村,周一,上午,1,\n\
                    王律师,民主村,周一,休,1,\n\
                    王律师,民主村,周一,9:00-12:00,many,\n";
        let (_, faults) = read("r.csv", text);
        let wanted = [
            "r.csv:1: there is no column colour",
            "r.csv:2: nobody is named",
            "r.csv:3: there is no room \"火星\"",
            "r.csv:4: \"周八\" is no day",
            "r.csv:5: \"上午\" are no hours",
            "r.csv:6: \"休\" are no hours",
            "r.csv:7: `seats` must be a whole number",
        ];
        assert_eq!(faults.len(), wanted.len(), "{faults:#?}");
        for (fault, wanted) in faults.iter().zip(wanted) {
            assert!(fault.starts_with(wanted), "{fault}");
        }
        for (sign, shown) in [(";", "`;`"), ("，", "`，`"), ("\t", "tabs")] {
            let (_, faults) =
                read("r.csv", &"staff,room,day,hours\n王律师,民主村,周一,9:00-12:00\n".replace(',', sign));
            let wanted =
                format!("r.csv:1: the columns stand between {shown}: put commas `,` there, as CSV has them");
            assert_eq!(faults, [wanted]);
        }
        let (_, faults) = read("r.csv", "staff,room\n");
        assert_eq!(faults.len(), 2, "{faults:#?}");
        let (_, faults) = read(
            "r.toml",
            "[[leave]]\nstaff = \"王\"\nroom = \"民主村\"\nfrom = \"x\"\nto = \"y\"\n[[duty]]\n",
        );
        assert!(faults.len() >= 5, "{faults:#?}");
    }
}

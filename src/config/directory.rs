//! Reads `directory.toml`: streets with their communities, hotlines, and places that are not ours.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::directory::{Directory, Elsewhere, Hotline, Room, RoomKind};
use crate::domain::ids::RoomCode;
use crate::domain::opening::Week;
use crate::engine::rules::HOTLINES;
use crate::intent::{Place, PlaceName};
use crate::tomlfile::{Fault, Placed, Section, TomlFile};

/// Digits of a street's code; its communities' codes begin with them and have three more.
const STREET_DIGITS: usize = 9;
const COMMUNITY_DIGITS: usize = 12;

/// Reads a directory; every fault goes to `faults`.
pub fn read(file: &TomlFile, faults: &mut Vec<Fault>) -> Directory {
    file.read(faults, |top| {
        let mut taken = Taken::default();
        let rooms: Vec<Room> = top.tables("street", |street| read_street(street, &mut taken)).concat();
        check_stand_ins(top, &rooms, std::mem::take(&mut taken.stand_ins));
        if rooms.is_empty() {
            top.fault(top.at(), "no street: add a [[street]] with its [[street.community]] rooms");
        }
        let hotlines = top.required_table("hotline", read_hotlines).unwrap_or_default();
        let elsewhere = top.tables("elsewhere", |place| read_elsewhere(place, &mut taken.names)).concat();
        check_names(top, &taken.names);
        Directory::new(rooms, hotlines, elsewhere)
    })
}

/// Every name of a place the directory knows, for the matcher. A name two rooms share means both.
pub fn places(directory: &Directory) -> Vec<PlaceName> {
    let mut ours: BTreeMap<&str, Vec<RoomCode>> = BTreeMap::new();
    for room in directory.rooms() {
        for name in std::iter::once(&room.name).chain(&room.aliases) {
            ours.entry(name).or_default().push(room.code.clone());
        }
    }
    let ours =
        ours.into_iter().map(|(name, rooms)| PlaceName { name: name.to_owned(), to: Place::Ours(rooms) });
    let elsewhere = directory
        .elsewhere
        .iter()
        .map(|place| PlaceName { name: place.name.clone(), to: Place::Elsewhere(place.belongs_to.clone()) });
    ours.chain(elsewhere).collect()
}

/// What must not be given twice within one file.
#[derive(Default)]
struct Taken {
    codes: BTreeSet<String>,
    /// Who stands in for whom, to be checked once every room is known.
    stand_ins: Vec<(RoomCode, Placed<String>)>,
    /// What every place is called.
    names: Vec<Name>,
}

/// A name of a place.
struct Name {
    name: Placed<String>,
    /// The room it means and that room's street; nothing for a place that is not ours.
    room: Option<(RoomCode, RoomCode)>,
}

fn read_street(section: &mut Section<'_, '_>, taken: &mut Taken) -> Vec<Room> {
    let code = read_code(section, STREET_DIGITS, taken);
    let street = RoomCode::new(code.map_or_else(String::new, |code| code.value));
    let mut rooms = vec![read_room(section, RoomKind::Street, street.clone(), street.clone(), taken)];
    rooms.extend(section.tables("community", |community| {
        let code = read_code(community, COMMUNITY_DIGITS, taken);
        if let Some(code) = code.as_ref().filter(|code| !code.value.starts_with(street.as_str())) {
            community.fault(code.at, format!("`code` {} must begin with its street's {street}", code.value));
        }
        let code = RoomCode::new(code.map_or_else(String::new, |code| code.value));
        read_room(community, RoomKind::Community, code, street.clone(), taken)
    }));
    rooms
}

fn read_code(section: &mut Section<'_, '_>, digits: usize, taken: &mut Taken) -> Option<Placed<String>> {
    let code = section.required_text("code")?;
    if code.value.len() != digits || !code.value.bytes().all(|byte| byte.is_ascii_digit()) {
        section.fault(code.at, format!("`code` must have {digits} digits"));
    }
    if !taken.codes.insert(code.value.clone()) {
        section.fault(code.at, format!("`code` {} is given twice: every room has its own", code.value));
    }
    Some(code)
}

fn read_room(
    section: &mut Section<'_, '_>,
    kind: RoomKind,
    code: RoomCode,
    street: RoomCode,
    taken: &mut Taken,
) -> Room {
    let mut text = |key: &str| section.text(key).map_or_else(String::new, |text| text.value);
    let (address, phone, hours) = (text("address"), text("phone"), text("hours"));
    let pinyin = read_pinyin(section);
    let name = section.required_text("name");
    if let Some(name) = name.as_ref().filter(|name| name.value.trim().is_empty()) {
        section.fault(name.at, "`name` must not be empty");
    }
    let aliases = section.texts("aliases");
    let room = Some((code.clone(), street.clone()));
    let names = name.iter().chain(&aliases).map(|name| Name { name: name.clone(), room: room.clone() });
    taken.names.extend(names);
    let aliases = aliases.into_iter().map(|alias| alias.value).collect();
    let name = name.map_or_else(String::new, |name| name.value);
    let stand_ins = section.texts("stand_in");
    let stand_in = stand_ins.iter().map(|room| RoomCode::new(room.value.clone())).collect();
    taken.stand_ins.extend(stand_ins.into_iter().map(|room| (code.clone(), room)));
    let (open, place) = (read_open(section), read_place(section));
    let known = Room::named(code, name, kind, street);
    Room { pinyin, aliases, address, phone, hours, open, stand_in, place, ..known }
}

/// The name in Latin letters, as it is typed on any keyboard: without marks for tones.
fn read_pinyin(section: &mut Section<'_, '_>) -> String {
    let Some(pinyin) = section.text("pinyin") else { return String::new() };
    let is_plain = |sign: char| sign.is_ascii_alphabetic() || matches!(sign, ' ' | '\'' | '-');
    if !pinyin.value.chars().all(is_plain) {
        section.fault(
            pinyin.at,
            format!("`pinyin` `{}` must be letters without tones: Minzhucun", pinyin.value),
        );
    }
    pinyin.value
}

/// The weekly hours, where they are known.
fn read_open(section: &mut Section<'_, '_>) -> Option<Week> {
    let lines = section.texts("open");
    let first = lines.first()?.at;
    match Week::parse(lines.iter().map(|line| line.value.as_str())) {
        Ok(week) => Some(week),
        Err(wrong) => {
            section.fault(first, format!("`open`: {wrong}"));
            None
        }
    }
}

fn read_place(section: &mut Section<'_, '_>) -> Option<(f64, f64)> {
    let (latitude, longitude) = (section.float("latitude"), section.float("longitude"));
    match (latitude, longitude) {
        (None, None) => None,
        (Some(north), Some(east)) if north.value.abs() <= 90.0 && east.value.abs() <= 180.0 => {
            Some((north.value, east.value))
        }
        (north, east) => {
            let at = north.or(east).map_or(section.at(), |given| given.at);
            section.fault(at, "`latitude` and `longitude` belong together: degrees such as 29.51 and 106.52");
            None
        }
    }
}

/// Who stands in is another room of the same street; the street's own room is asked last in any case.
fn check_stand_ins(top: &mut Section<'_, '_>, rooms: &[Room], stand_ins: Vec<(RoomCode, Placed<String>)>) {
    let find = |code: &str| rooms.iter().find(|room| room.code.as_str() == code);
    for (home, neighbour) in stand_ins {
        let street = find(home.as_str()).map(|room| &room.street);
        let fits = find(&neighbour.value).is_some_and(|room| {
            room.kind == RoomKind::Community && room.code != home && Some(&room.street) == street
        });
        if !fits {
            let what = format!("`stand_in` {} must be another community of the same street", neighbour.value);
            top.fault(neighbour.at, what);
        }
    }
}

/// Whoever names a place means one. Rooms of two streets may be called alike, as in any city: the resident is asked which; within
/// a street, or with a place that is not ours, nobody could tell.
fn check_names(top: &mut Section<'_, '_>, names: &[Name]) {
    let mut known: BTreeMap<&str, Vec<&Name>> = BTreeMap::new();
    for name in names.iter().filter(|name| !name.name.value.trim().is_empty()) {
        let alike = known.entry(name.name.value.trim()).or_default();
        let clash = alike.iter().find(|other| match (&name.room, &other.room) {
            (Some((room, street)), Some((other, others))) => room != other && street == others,
            (one, other) => one.is_some() || other.is_some(),
        });
        if let Some(other) = clash {
            let what = format!(
                "`{}` is what line {} calls another place: whoever names it could mean either, so give it to one",
                name.name.value,
                top.line(other.name.at)
            );
            top.fault(name.name.at, what);
        }
        alike.push(name);
    }
}

fn read_hotlines(section: &mut Section<'_, '_>) -> BTreeMap<String, Hotline> {
    let keys = section.keys();
    for wanted in HOTLINES.iter().filter(|wanted| keys.iter().all(|key| key.value != **wanted)) {
        let what = format!("[hotline.{wanted}] is missing: the bot tells its number, add it");
        section.fault(section.at(), what);
    }
    keys.into_iter()
        .filter_map(|key| Some((key.value.clone(), section.table(&key.value, read_hotline)?)))
        .collect()
}

fn read_hotline(table: &mut Section<'_, '_>) -> Hotline {
    let number = table.required_text("number").unwrap_or_default();
    let is_digit = |sign: char| sign.is_ascii_digit();
    if !number.value.contains(is_digit) || !number.value.chars().all(|sign| is_digit(sign) || sign == '-') {
        table.fault(number.at, format!("`number` `{}` must be digits, as they are dialled", number.value));
    }
    let mut text = |name: &str| table.required_filled_text(name).map_or_else(String::new, |text| text.value);
    Hotline { number: number.value, zh: text("zh"), en: text("en") }
}

fn read_elsewhere(section: &mut Section<'_, '_>, taken: &mut Vec<Name>) -> Vec<Elsewhere> {
    let belongs_to = section.required_text("belongs_to").map_or_else(String::new, |text| text.value);
    let names = section.texts("names");
    if names.is_empty() {
        section.fault(section.at(), "`names` is missing: list what residents call the place");
    }
    taken.extend(names.iter().map(|name| Name { name: name.clone(), room: None }));
    names.into_iter().map(|name| Elsewhere { name: name.value, belongs_to: belongs_to.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> TomlFile {
        TomlFile { name: "directory.toml".into(), text: text.into() }
    }

    /// On one line.
    fn hotlines() -> String {
        let lines = HOTLINES.map(|key| format!("{key} = {{ number = \"110\", zh = \"甲\", en = \"a\" }}"));
        format!("hotline = {{ {} }}\n", lines.join(", "))
    }

    fn faults(text: &str) -> Vec<String> {
        let mut faults = Vec::new();
        read(&file(text), &mut faults);
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_shipped_directory_has_the_street_and_its_fourteen() {
        let mut faults = Vec::new();
        let directory = read(&file(include_str!("../../config/directory.toml")), &mut faults);
        assert_eq!(faults, []);
        let street = RoomCode::new("500107003");
        assert_eq!(directory.streets().count(), 1);
        assert_eq!(directory.communities(&street).count(), 14);
        assert_eq!(directory.room(&RoomCode::new("500107003013")).unwrap().name, "华润·凌江");
        assert!(directory.rooms().all(|room| !room.pinyin.is_empty()));
        assert_eq!(directory.hotlines["police"].number, "110");
    }

    #[test]
    fn every_fault_is_named() {
        let text = "[[street]]\ncode = \"12\"\nname = \"\"\n[[street.community]]\ncode = \"500107003001\"\nname = \"甲\"\n\
                    [[street.community]]\ncode = \"500107003001\"\nfax = \"1\"\n[[elsewhere]]\nbelongs_to = \"乙\"\n";
        let mut faults = Vec::new();
        read(&file(text), &mut faults);
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        for expected in [
            "directory.toml:2: `code` must have 9 digits",
            "directory.toml:3: `name` must not be empty",
            "directory.toml:5: `code` 500107003001 must begin with its street's 12",
            "directory.toml:8: `code` 500107003001 is given twice",
            "directory.toml:9: `fax` is not known here",
            "directory.toml:7: `name` is missing",
            "directory.toml:10: `names` is missing",
            "directory.toml:1: `hotline` is missing",
        ] {
            assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{expected} not in {faults:#?}");
        }
    }

    #[test]
    fn hotlines_that_are_named_are_there_and_can_be_dialled() {
        let shipped = include_str!("../../config/directory.toml");
        let line = |text: &str| 1 + shipped.lines().position(|it| it == text).unwrap();
        let found = faults(&shipped.replace("[hotline.police]", "[hotline.polise]"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].ends_with(": [hotline.police] is missing: the bot tells its number, add it"),
            "{found:?}"
        );
        let found = faults(&shipped.replace("\"120\"", "\"120 转 1\"").replace("\"急救\"", "\"\""));
        let number = line("number = \"120\"");
        assert_eq!(
            found,
            [
                format!("directory.toml:{number}: `number` `120 转 1` must be digits, as they are dialled"),
                format!("directory.toml:{}: `zh` is empty: write what it shall say", number + 1),
            ]
        );
        assert_eq!(faults(&shipped.replace("\"120\"", "\"023-6812-0000\"")), [""; 0]);
    }

    #[test]
    fn a_name_that_two_places_have_is_a_fault_at_both_lines() {
        let room =
            |code: &str, name: &str| format!("[[street.community]]\ncode = \"{code}\"\nname = \"{name}\"\n");
        let text = format!(
            "{}[[street]]\ncode = \"500107003\"\nname = \"街\"\n{}aliases = [\"丙\", \"甲\"]\n{}aliases = [\"丙\"]\n\
             [[street]]\ncode = \"500107004\"\nname = \"路\"\n{}[[elsewhere]]\nnames = [\"乙\"]\nbelongs_to = \"远处\"\n",
            hotlines(),
            room("500107003001", "甲"),
            room("500107003002", "乙"),
            room("500107004001", "甲")
        );
        let told = |line: usize, name: &str, other: usize| {
            format!(
                "directory.toml:{line}: `{name}` is what line {other} calls another place: whoever names it could mean either, so \
                 give it to one"
            )
        };
        assert_eq!(faults(&text), [told(12, "丙", 8), told(20, "乙", 11)]);
    }

    #[test]
    fn hours_stand_ins_and_places_are_read_and_their_faults_named() {
        let rooms = |more: &str| {
            format!(
                "{}[[street]]\ncode = \"500107003\"\nname = \"街\"\n[[street.community]]\ncode = \"500107003001\"\n\
                 name = \"甲\"\n[[street.community]]\ncode = \"500107003002\"\nname = \"乙\"\n{more}\n",
                hotlines()
            )
        };
        let mut faults = Vec::new();
        let known = "open = [\"mon-fri 09:00-12:00\"]\nstand_in = [\"500107003001\"]\nlatitude = 29.5\nlongitude = 106";
        let directory = read(&file(&rooms(known)), &mut faults);
        assert_eq!(faults, []);
        let room = directory.room(&RoomCode::new("500107003002")).unwrap();
        assert!(room.open.is_some());
        assert_eq!(room.stand_in, [RoomCode::new("500107003001")]);
        assert_eq!(room.place, Some((29.5, 106.0)));

        let wrong =
            "open = [\"always\"]\nstand_in = [\"500107003002\", \"500107003\", \"999\"]\nlatitude = 29.5";
        read(&file(&rooms(wrong)), &mut faults);
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        for expected in [
            "directory.toml:11: `open`: `always` must be days and times",
            "directory.toml:12: `stand_in` 500107003002 must be another community of the same street",
            "directory.toml:12: `stand_in` 500107003 must be another",
            "directory.toml:12: `stand_in` 999 must be another",
            "directory.toml:13: `latitude` and `longitude` belong together",
        ] {
            assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{expected} not in {faults:#?}");
        }
    }

    #[test]
    fn pinyin_is_plain_letters() {
        let shipped = include_str!("../../config/directory.toml");
        let found = faults(&shipped.replace("\"Minzhucun\"\n", "\"Mínzhǔcūn\"\n"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("must be letters without tones"), "{found:?}");
    }

    #[test]
    fn a_city_of_three_hundred_streets_reads_like_one() {
        let mut text = hotlines();
        for street in 0..300 {
            text.push_str(&format!("[[street]]\ncode = \"5001{street:05}\"\nname = \"第{street}街道\"\n"));
            for room in 1..=13 {
                let code = format!("5001{street:05}{room:03}");
                text.push_str(&format!(
                    "[[street.community]]\ncode = \"{code}\"\nname = \"第{street}街道{room}社区\"\n"
                ));
            }
        }
        let mut faults = Vec::new();
        let directory = read(&file(&text), &mut faults);
        assert_eq!(faults, []);
        assert_eq!(directory.rooms().count(), 300 * 14);
        assert_eq!(directory.communities(&RoomCode::new("500100299")).count(), 13);
    }
}

//! The directory: streets, their rooms and the hotlines, as values.
//!
//! Must not know which file they came from. What nobody has verified is empty, and whoever shows it copes.

use std::collections::BTreeMap;

use super::ids::RoomCode;
use super::opening::Week;

/// Every street the gateway serves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Directory {
    rooms: BTreeMap<RoomCode, Room>,
    /// Numbers to call, by key (`police`, `ambulance`, …).
    pub hotlines: BTreeMap<String, Hotline>,
    /// Places people name that another street or city serves.
    pub elsewhere: Vec<Elsewhere>,
}

/// What a room serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoomKind {
    /// One community.
    Community,
    /// A street, above its communities.
    Street,
}

/// A legal-service room.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// The community's 12-digit code, or the street's 9 digits.
    pub code: RoomCode,
    /// The community's or street's name.
    pub name: String,
    /// What it serves.
    pub kind: RoomKind,
    /// The street's room; itself for a street.
    pub street: RoomCode,
    /// The name in Latin letters, for those who read no Chinese; empty while nobody has told.
    pub pinyin: String,
    /// Other names residents use.
    pub aliases: Vec<String>,
    /// Where it is; empty while nobody has told.
    pub address: String,
    /// Its number; empty while nobody has told.
    pub phone: String,
    /// When it is open, as residents read it; empty while nobody has told.
    pub hours: String,
    /// When it is open, to count promises by; `None` while nobody has told.
    pub open: Option<Week>,
    /// The rooms of its street that are asked when nobody here takes a case, in order.
    pub stand_in: Vec<RoomCode>,
    /// Where it is: latitude and longitude in degrees (WGS 84); `None` while nobody has told.
    pub place: Option<(f64, f64)>,
}

impl Room {
    /// A room of which only what it is called is known.
    pub fn named(code: RoomCode, name: impl Into<String>, kind: RoomKind, street: RoomCode) -> Self {
        let none = String::new;
        let (pinyin, address, phone, hours) = (none(), none(), none(), none());
        let (aliases, stand_in) = (Vec::new(), Vec::new());
        let (open, place) = (None, None);
        let name = name.into();
        Self { code, name, kind, street, pinyin, aliases, address, phone, hours, open, stand_in, place }
    }
}

/// A number to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hotline {
    /// The number.
    pub number: String,
    /// What for, in Chinese.
    pub zh: String,
    /// What for, in English.
    pub en: String,
}

/// A place that is not ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its name as residents write it.
    pub name: String,
    /// What it is, for example `杨家坪街道`.
    pub belongs_to: String,
}

impl Directory {
    /// Collects rooms; a code given twice keeps the later one, so check before.
    pub fn new(
        rooms: impl IntoIterator<Item = Room>,
        hotlines: BTreeMap<String, Hotline>,
        elsewhere: Vec<Elsewhere>,
    ) -> Self {
        let rooms = rooms.into_iter().map(|room| (room.code.clone(), room)).collect();
        Self { rooms, hotlines, elsewhere }
    }

    /// The room with this code.
    pub fn room(&self, code: &RoomCode) -> Option<&Room> {
        self.rooms.get(code)
    }

    /// Every room in the order of codes; a street stands before its communities.
    pub fn rooms(&self) -> impl Iterator<Item = &Room> {
        self.rooms.values()
    }

    /// The streets.
    pub fn streets(&self) -> impl Iterator<Item = &Room> {
        self.rooms().filter(|room| room.kind == RoomKind::Street)
    }

    /// The communities of a street.
    pub fn communities(&self, street: &RoomCode) -> impl Iterator<Item = &Room> {
        self.rooms().filter(move |room| room.kind == RoomKind::Community && room.street == *street)
    }
}

//! What a room's poster says; its codes and its print are made elsewhere.

use crate::domain::directory::{Room, RoomKind};
use crate::domain::lang::Lang;
use crate::engine::rules::Rules;

/// What stands on a poster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poster {
    /// The room's whole name.
    pub room: String,
    /// What one can ask, a sentence each.
    pub asks: Vec<String>,
    /// No name, no fee.
    pub promise: String,
    /// The same for who reads no Chinese.
    pub english: String,
    /// Where the room is and when, as far as the directory knows.
    pub facts: Vec<String>,
    /// Numbers to call, danger first.
    pub hotlines: Vec<String>,
    /// Below the code of the web page.
    pub web: String,
    /// Below the code of Telegram.
    pub telegram: String,
}

/// A room as its door says it.
pub fn name(rules: &Rules, room: &Room) -> String {
    let texts = rules.texts.resident(Lang::Zh);
    match room.kind {
        RoomKind::Community => texts.community(room.name.trim_end_matches("社区")),
        RoomKind::Street => texts.street(&room.name),
    }
}

/// The poster of a room.
pub fn poster(rules: &Rules, room: &Room) -> Poster {
    let texts = &rules.texts.paper;
    let facts = [
        (&room.address, texts.poster_address(&room.address)),
        (&room.hours, texts.poster_hours(&room.hours)),
        (&room.phone, texts.poster_phone(&room.phone)),
    ];
    let hotline = |key: &str| rules.directory.hotlines.get(key);
    let danger = hotline("police").map(|line| texts.poster_danger(&line.number));
    let legal = hotline("legal").map(|line| texts.poster_hotline(&line.zh, &line.number));
    Poster {
        room: name(rules, room),
        asks: vec![texts.poster_law(), texts.poster_aid(), texts.poster_mediation()],
        promise: texts.poster_promise(),
        english: texts.poster_english(),
        facts: facts.into_iter().filter(|(known, _)| !known.is_empty()).map(|(_, line)| line).collect(),
        hotlines: danger.into_iter().chain(legal).collect(),
        web: texts.poster_web(),
        telegram: texts.poster_telegram(),
    }
}

/// The list of all posters: its title, and what to do with them.
pub fn index(rules: &Rules) -> (String, String) {
    (rules.texts.paper.poster_index(), rules.texts.paper.poster_index_how())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory::{Directory, Hotline};
    use crate::domain::ids::RoomCode;
    use crate::engine::testing::{HOME, STREET, rules};

    #[test]
    fn a_poster_tells_what_the_directory_knows_and_nothing_else() {
        let plain = rules();
        let of =
            |rules: &Rules, code: &str| poster(rules, rules.directory.room(&RoomCode::new(code)).unwrap());
        let home = of(&plain, HOME);
        assert_eq!(home.room, "谢正街社区公共法律服务工作室");
        assert!(home.facts.is_empty() && home.hotlines.is_empty());
        assert!(home.promise.contains("不用留姓名") && home.promise.contains("不收费"));
        assert_eq!(of(&plain, STREET).room, "谢家湾街道公共法律服务");

        let line =
            |number: &str, zh: &str| Hotline { number: number.into(), zh: zh.into(), en: String::new() };
        let hotlines =
            [("legal", line("12348", "热线")), ("police", line("110", "报警")), ("fire", line("119", ""))];
        let hotlines = hotlines.into_iter().map(|(key, line)| (key.to_owned(), line)).collect();
        let mut room = plain.directory.room(&RoomCode::new(HOME)).unwrap().clone();
        room.address = "一号".into();
        let known = Rules { directory: Directory::new([room], hotlines, Vec::new()), ..rules() };
        let home = of(&known, HOME);
        assert_eq!(home.facts, ["地址：一号"]);
        assert_eq!(home.hotlines, ["人身有危险，先打 110", "热线 12348"]);
    }
}

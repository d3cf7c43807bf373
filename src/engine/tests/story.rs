//! Conversations of one resident, for tests: a street of fourteen communities with a few rules, and what is read.

use std::collections::BTreeMap;

use crate::domain::attachment::{Attachment, AttachmentKind};
use crate::domain::directory::{Directory, Elsewhere, Hotline, Room, RoomKind};
use crate::domain::ids::{AttachmentId, ConversationId, RoomCode};
use crate::domain::message::{Body, Outbound};
use crate::domain::staff::Role;
use crate::engine::rules::Rules;
use crate::engine::testing::{self, ANNA, Street};
use crate::intent::{Catalogue, Place, PlaceName};
use crate::tomlfile::TomlFile;

/// The communities by name.
pub(in crate::engine) const COMMUNITIES: [&str; 14] = [
    "劳动一村",
    "劳动三村",
    "民主村",
    "大公馆",
    "赵家山",
    "渝中花园",
    "谢正街",
    "鹅公岩",
    "直港大道",
    "袁家岗",
    "黄家码头",
    "解放台",
    "华润·凌江",
    "杨坪",
];

/// Anna's street, where a lawyer and a mediator work in 民主村 and a leader in the street.
pub(in crate::engine) fn street() -> Street {
    let mut street = Street::of(rules());
    street.hire("周律师", Role::Lawyer, &code(3));
    street.hire("王调解", Role::Mediator, &code(3));
    street.hire("陈主任", Role::Leader, testing::STREET);
    street
}

/// The rules of that street.
pub(in crate::engine) fn rules() -> Rules {
    Rules { directory: directory(), catalogue: catalogue(), ..testing::rules() }
}

/// The code of the street's nth community, from 1.
pub(in crate::engine) fn code(number: usize) -> String {
    format!("{}{number:03}", testing::STREET)
}

/// That street, where Anna asked about a divorce and wants the lawyer of 民主村: her case waits for somebody.
pub(in crate::engine) fn with_case() -> Street {
    let mut anna = street();
    says(&mut anna, "协议离婚怎么办");
    taps(&mut anna, "请工作室律师看看");
    says(&mut anna, "民主村");
    anna
}

/// What Anna reads after she wrote something: texts, and buttons in brackets.
pub(in crate::engine) fn says(street: &mut Street, text: &str) -> String {
    does(street, Body::Text(text.into()))
}

/// What Anna reads after she pressed the button with this label, with or without its number.
pub(in crate::engine) fn taps(street: &mut Street, label: &str) -> String {
    let here = ConversationId::new(ANNA);
    let buttons = street.sent.iter().rev().filter(|sent| sent.to == here);
    let mut buttons = buttons.flat_map(|sent| sent.outbound.buttons.iter().flatten());
    let fits = |text: &str| text == label || text.split_once(' ').is_some_and(|(_, bare)| bare == label);
    let data = buttons.find(|button| fits(&button.label)).map(|button| button.data.clone());
    does(street, Body::Press(data.unwrap_or_else(|| panic!("no button {label}"))))
}

/// What Anna reads after she did something.
pub(in crate::engine) fn does(street: &mut Street, body: Body) -> String {
    street.heard(ANNA);
    let before = street.sent.len();
    street.comes(ANNA, body, None);
    let here = ConversationId::new(ANNA);
    let read: Vec<String> = street
        .sent
        .iter()
        .skip(before)
        .filter(|sent| sent.to == here)
        .map(|sent| shown(&sent.outbound))
        .collect();
    assert!(!read.is_empty(), "nobody is left without an answer");
    read.join("\n---\n")
}

/// A photo.
pub(in crate::engine) fn photo() -> Attachment {
    Attachment {
        id: AttachmentId::new("photo"),
        kind: AttachmentKind::Photo,
        name: None,
        mime: None,
        telegram_file: None,
    }
}

fn shown(outbound: &Outbound) -> String {
    let row = |row: &Vec<crate::domain::message::Button>| -> String {
        row.iter().map(|button| format!("[{}]", button.label)).collect()
    };
    let rows: Vec<String> = outbound.buttons.iter().map(row).collect();
    [outbound.text.clone(), rows.join("\n")].join("\n").trim_end().to_owned()
}

fn directory() -> Directory {
    let street = room(testing::STREET.into(), "谢家湾街道", RoomKind::Street);
    let communities = (1..).zip(COMMUNITIES).map(|(n, name)| room(code(n), name, RoomKind::Community));
    let hotline = |(key, number, zh, en): (&str, &str, &str, &str)| {
        (key.to_owned(), Hotline { number: number.into(), zh: zh.into(), en: en.into() })
    };
    let hotlines = [
        ("police", "110", "报警", "police"),
        ("ambulance", "120", "急救", "ambulance"),
        ("mind", "12356", "心理援助热线", "mental health support"),
        ("legal", "12348", "公共法律服务热线", "public legal service line"),
        ("services", "12345", "政务服务便民热线", "government services line"),
    ];
    let elsewhere = vec![Elsewhere { name: "杨家坪".into(), belongs_to: "杨家坪街道".into() }];
    Directory::new(
        std::iter::once(street).chain(communities),
        hotlines.into_iter().map(hotline).collect::<BTreeMap<_, _>>(),
        elsewhere,
    )
}

fn room(code: String, name: &str, kind: RoomKind) -> Room {
    let aliases = if name == "谢正街" { vec!["谢家湾正街".into()] } else { Vec::new() };
    let pinyin = if name == "杨坪" { "Yangping".into() } else { String::new() };
    Room { aliases, pinyin, ..Room::named(RoomCode::new(code), name, kind, RoomCode::new(testing::STREET)) }
}

/// The files of [`RULES`], the real lexicon and the places.
fn catalogue() -> Catalogue {
    let lexicon = include_str!("../../../intents/lexicon.toml");
    let mut files = vec![TomlFile { name: "lexicon.toml".into(), text: lexicon.into() }];
    for file in RULES.split("#file ").skip(1) {
        let (name, text) = file.split_once('\n').unwrap();
        files.push(TomlFile { name: name.into(), text: text.into() });
    }
    let directory = directory();
    let ours = directory.rooms().flat_map(|room| {
        let to = Place::Ours(vec![room.code.clone()]);
        std::iter::once(&room.name)
            .chain(&room.aliases)
            .map(move |name| PlaceName { name: name.clone(), to: to.clone() })
    });
    let elsewhere = directory
        .elsewhere
        .iter()
        .map(|place| PlaceName { name: place.name.clone(), to: Place::Elsewhere(place.belongs_to.clone()) });
    let mut faults = Vec::new();
    let catalogue = Catalogue::load(&files, &ours.chain(elsewhere).collect::<Vec<_>>(), &mut faults);
    assert_eq!(faults, Vec::new());
    catalogue
}

/// A few rules of each sort.
const RULES: &str = include_str!("story.toml");

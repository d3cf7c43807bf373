//! A made-up city of 300 streets and 4,200 rooms: the same program, the same files, only more of them.

use std::time::{Duration, Instant};

use fengqiao::config::load::Home;
use fengqiao::domain::directory::RoomKind;
use serde_json::Value;

use crate::support::program::Installation;
use crate::support::web_user::{WebUser, texts};

const FIRST: &str = "云松竹柏桐枫柳梅兰菊荷桂榆槐樟";
const SECOND: &str = "溪岭湾坪坝湖泉峰谷岸沟崖滩塘渡垭坳坡寨堰";
const NUMBERS: [&str; 13] =
    ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"];

/// Names and codes of streets: 桐坝街道 has 桐坝一村 to 桐坝十三村.
fn streets() -> Vec<(String, String)> {
    let names = FIRST.chars().flat_map(|first| SECOND.chars().map(move |second| format!("{first}{second}")));
    names.enumerate().map(|(number, name)| (name, format!("5001{number:05}"))).collect()
}

/// An installation of the city with the shipped hotlines.
fn city() -> Installation {
    let home = Installation::new();
    home.edit("config/directory.toml", |shipped| {
        let shipped: toml::Table = shipped.parse().unwrap();
        let hotlines = toml::Table::from_iter([("hotline".to_owned(), shipped["hotline"].clone())]);
        let mut text = toml::to_string(&hotlines).unwrap();
        for (name, code) in streets() {
            text += &format!("[[street]]\ncode = \"{code}\"\nname = \"{name}街道\"\n");
            for (number, word) in (1..).zip(NUMBERS) {
                let room = format!("code = \"{code}{number:03}\"\nname = \"{name}{word}村\"\n");
                text += &format!("[[street.community]]\n{room}");
            }
        }
        text
    });
    home
}

fn invite(home: &Installation, room: &str, role: &str, name: &str) -> String {
    let out = home.run(&["staff", "invite", "--room", room, "--role", role, "--name", name]).done();
    out.lines().next().unwrap().to_owned()
}

async fn staff(base: &str, code: &str) -> WebUser {
    let mut member = WebUser::arrived(base).await;
    member.post("/chat/messages", &[("start", code)]).await;
    member.waits_for("您已登记为").await;
    member
}

#[test]
fn the_city_is_read_and_checked_like_a_street() {
    let home = city();
    let started = Instant::now();
    let mut faults = Vec::new();
    let home_folder = Home { folder: home.path(""), flags: Vec::new() };
    let loaded = home_folder.load(std::iter::empty(), &mut faults);
    assert_eq!(faults, []);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    let rooms: Vec<_> = loaded.rules.directory.rooms().collect();
    assert_eq!(rooms.len(), 300 * 14);
    assert_eq!(rooms.iter().filter(|room| room.kind == RoomKind::Street).count(), 300);
    let told = home.run(&["check"]).done();
    assert_eq!(told.lines().next(), Some("settings, 4200 rooms, texts and rules are in order"), "{told}");
    let many = home.run(&["staff", "invite", "--room", "street", "--role", "clerk", "--name", "x"]).fault();
    assert!(many.contains("several rooms are called that; give one of the codes"), "{many}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_is_brought_to_the_one_room_that_is_theirs() {
    let home = city();
    let (_serving, base) = home.serve();
    let mut lawyer = staff(&base, &invite(&home, "桐坝三村", "lawyer", "李律师")).await;
    let mut neighbour = staff(&base, &invite(&home, "桐坝四村", "lawyer", "周律师")).await;
    let mut leader = staff(&base, &invite(&home, "桐坝街道", "leader", "陈主任")).await;
    let mut stranger = staff(&base, &invite(&home, "松湖街道", "leader", "外人")).await;

    let mut resident = WebUser::new(&base);
    let page = resident.open("/").await.body;
    assert_eq!(texts(&page, "header p"), ["公共法律服务"], "the page is no single street's");
    resident.say("房东不退押金").await;
    resident.waits_for("依据").await;
    resident.say("1").await;
    resident.waits_for("请打社区的名字").await;
    let buttons = texts(&resident.open("/").await.body, ".ours:last-child button");
    assert!(buttons.len() <= 6, "{buttons:?}");
    resident.say("我住桐坝三村这边").await;
    let opened = resident.waits_for("已登记：法律咨询").await;
    assert!(opened.contains("桐坝三村"), "{opened}");

    lawyer.waits_for("房东不退押金").await;
    leader.say("待接单").await;
    assert!(leader.waits_for("件待接单").await.contains("桐坝三村"));
    for other in [&mut neighbour, &mut stranger] {
        other.say("待接单").await;
        other.waits_for("现在没有待接单的事项").await;
        assert!(!other.read().await.iter().any(|line| line.contains("押金")));
    }
    leader.say("统计").await;
    leader.waits_for("看哪一段").await;
    leader.say("1").await;
    assert!(leader.waits_for("人工咨询").await.contains("人工咨询 1"));

    let year = ["stats", "--from", "2020-01-01", "--to", "2099-12-31", "--by", "room", "--format", "json"];
    let counted: Value = serde_json::from_str(&home.run(&year).done()).unwrap();
    let row = counted["rows"].as_array().unwrap().iter().find(|row| row["name"] == "桐坝三村").unwrap();
    assert_eq!((&row["key"], &row["consultations"]), (&"500100084003".into(), &1.into()), "{counted}");
}

#[tokio::test(flavor = "multi_thread")]
async fn danger_asks_where_and_pages_nobody_who_is_not_there() {
    let home = city();
    let (_serving, base) = home.serve();
    let mut first = staff(&base, &invite(&home, "云溪街道", "leader", "第一")).await;
    let mut there = staff(&base, &invite(&home, "桐坝街道", "leader", "陈主任")).await;
    let mut resident = WebUser::arrived(&base).await;
    resident.say("我老公在打我").await;
    assert!(resident.waits_for("您在哪里").await.contains("请打社区或街道的名字"));
    resident.say("救命，他有刀").await;
    resident.say("桐坝三村").await;
    resident.waits_for("已经通知").await;
    let card = there.waits_for("我老公在打我").await;
    assert!(card.contains("他有刀") && card.contains("桐坝三村"), "{card}");
    first.say("待接单").await;
    first.waits_for("现在没有待接单的事项").await;
    assert!(!first.read().await.iter().any(|line| line.contains("打我")));

    let year = ["stats", "--from", "2020-01-01", "--to", "2099-12-31", "--format", "json", "--room"];
    for (room, others) in [("桐坝街道", 1), ("桐坝三村", 1), ("桐坝四村", 0), ("云溪街道", 0)]
    {
        let counted: Value = serde_json::from_str(&home.run(&[&year[..], &[room]].concat()).done()).unwrap();
        assert_eq!(counted["total"]["others"], others, "{room}: {counted}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_not_quite_named_is_asked_for_again() {
    let home = city();
    let (_serving, base) = home.serve();
    let mut resident = WebUser::arrived(&base).await;
    resident.say("房东不退押金").await;
    resident.waits_for("依据").await;
    resident.say("1").await;
    resident.waits_for("请打社区的名字").await;
    for (said, expected) in [("火星一号楼", "没找到这个社区，换个叫法"), ("桐坝", "桐坝一村")]
    {
        resident.say(said).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let page = resident.open("/").await.body;
        assert!(page.contains(expected), "{said}: {:#?}", texts(&page, ".ours"));
    }
}

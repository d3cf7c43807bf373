//! A conversation in memory: what is typed, what the door gets and what is printed.

use std::sync::Arc;

use super::*;
use crate::channels::error::DoorError;
use crate::domain::ids::OutboxId;
use crate::domain::message::Outbound;

/// Keeps what came; answers each text with itself and a row of buttons.
struct Desk {
    terminal: Arc<Terminal<Vec<u8>>>,
    came: Mutex<Vec<(String, Inbound)>>,
    closed: bool,
}

impl Desk {
    fn new() -> Self {
        Self { terminal: Arc::new(Terminal::new(Vec::new())), came: Mutex::default(), closed: false }
    }

    async fn talk(&self, lines: &str) -> String {
        let end = CancellationToken::new();
        self.terminal.talk(self, "me", lines.as_bytes(), &end).await.unwrap();
        self.printed()
    }

    fn printed(&self) -> String {
        String::from_utf8(self.terminal.screen().output.clone()).unwrap()
    }

    fn bodies(&self) -> Vec<(Body, Option<String>)> {
        self.came.lock().unwrap().iter().map(|(_, said)| (said.body.clone(), said.reply_to.clone())).collect()
    }
}

impl Door for Desk {
    fn come(&self, arrival: Arrival) -> BoxFuture<'_, Result<(), DoorError>> {
        let Content::Came { inbound, peer, .. } = arrival.content else { panic!("{arrival:?}") };
        assert_eq!((peer.as_str(), arrival.channel), ("me", Channel::Terminal));
        if self.closed {
            return Box::pin(std::future::ready(Err(DoorError::Unavailable("gone".into()))));
        }
        let number = self.came.lock().unwrap().len() + 1;
        self.came.lock().unwrap().push((arrival.external_id, inbound.clone()));
        let terminal = Arc::clone(&self.terminal);
        if let Body::Text(words) = inbound.body {
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(100)).await;
                terminal.send(&delivery(&format!("out{number}"), &words)).await.unwrap();
            });
        }
        Box::pin(std::future::ready(Ok(())))
    }
}

fn delivery(id: &str, words: &str) -> Delivery {
    let button = |label: &str| Button { label: label.into(), data: format!("{id}:{label}") };
    let outbound = Outbound::text(words).row(vec![button("接单"), button("转给")]).row(vec![button("详情")]);
    Delivery { id: OutboxId::new(id), peer: "me".into(), outbound, replaces: None, bytes: None }
}

#[tokio::test]
async fn answers_that_are_on_their_way_at_the_end_are_shown() {
    let desk = Desk::new();
    let printed = desk.talk("房东不退**押金**\r\n").await;
    assert_eq!(printed, "[1] 房东不退押金\n    :1 接单   :2 转给\n    :3 详情\n\n");
    assert_eq!(desk.bodies(), [(Body::Text("房东不退**押金**".into()), None)]);
}

#[tokio::test]
async fn a_button_with_a_number_of_its_own_is_numbered_once() {
    let desk = Desk::new();
    let button = |label: &str| Button { label: label.into(), data: label.into() };
    let outbound = Outbound::text("哪个社区？")
        .row(vec![button("1 民主村"), button("2 大公馆")])
        .row(vec![button("返回"), button("12 小时内")]);
    let asked = Delivery { outbound, ..delivery("a", "") };
    desk.terminal.send(&asked).await.unwrap();
    let printed = desk.talk("2\n:3\n").await;
    assert!(printed.contains("    1 民主村   2 大公馆\n    :3 返回   :4 12 小时内\n"), "{printed}");
    assert_eq!(
        desk.bodies(),
        [(Body::Text("2".into()), None), (Body::Press("返回".into()), Some("a".into()))]
    );
}

#[tokio::test]
async fn numbers_press_and_answer() {
    let desk = Desk::new();
    for id in ["a", "b"] {
        desk.terminal.send(&delivery(id, id)).await.unwrap();
    }
    let printed = desk.talk(":2\n:1.3\n>1 明天来\n/start AB12\n:9\n:0.1\n>7 谁\n1\n:quit\n不说了\n").await;
    let expected = [
        (Body::Press("b:转给".into()), Some("b".into())),
        (Body::Press("a:详情".into()), Some("a".into())),
        (Body::Text("明天来".into()), Some("a".into())),
        (Body::Start("AB12".into()), None),
        (Body::Text("1".into()), None),
    ];
    assert_eq!(desk.bodies(), expected);
    assert_eq!(printed.matches("（没有这个编号。）").count(), 3);
}

#[tokio::test]
async fn an_amendment_keeps_its_number_and_changes_its_buttons() {
    let desk = Desk::new();
    desk.terminal.send(&delivery("a", "新事项")).await.unwrap();
    let mut amended = delivery("c", "已由\u{1b}[2J王律师接单");
    amended.replaces = Some("a".into());
    amended.outbound.buttons.clear();
    assert_eq!(desk.terminal.send(&amended).await, Ok("a".into()));
    let printed = desk.talk(":1\n").await;
    assert!(printed.contains("[1] （已更新）已由[2J王律师接单\n\n"), "{printed}");
    assert!(printed.ends_with("（没有这个编号。）\n"));
}

#[tokio::test]
async fn a_closed_door_is_said_and_the_end_is_obeyed() {
    let desk = Desk { closed: true, ..Desk::new() };
    assert!(desk.talk("你好\n").await.contains("这句话没有收下"));
    let end = CancellationToken::new();
    end.cancel();
    let (never, _writer) = tokio::io::duplex(1);
    desk.terminal.talk(&desk, "me", tokio::io::BufReader::new(never), &end).await.unwrap();
}

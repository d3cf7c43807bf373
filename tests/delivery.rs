//! What becomes of messages when Telegram refuses, falls silent or asks for patience.

use std::time::Duration;

use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;

use crate::support::app::Database;
use crate::support::books;
use crate::support::bot_api::Fault;
use crate::support::mortal::Place;
use crate::support::stage::{Act, Stage};
use crate::support::telegram_stage::TelegramStage;

/// Later than the machine's clock, which the command line goes by: what it makes due is due here as well.
const NOW: &str = "2045-03-06 10:00";

with_both_databases!(
    on:
    a_message_told_to_wait_holds_up_its_own_conversation_only,
    a_failing_server_is_tried_again_with_longer_and_longer_waits,
    who_has_blocked_the_bot_is_told_of_once,
    a_refused_message_is_a_dead_letter_that_can_be_sent_again,
    words_that_may_have_arrived_are_not_repeated,
    an_answer_that_may_have_arrived_is_repeated,
    what_is_on_its_way_is_not_sent_a_second_time_when_its_lease_runs_out,
    a_message_nobody_can_read_does_not_stop_the_others,
);

async fn on(database: Database, test: impl AsyncFnOnce(&mut TelegramStage)) {
    let now = chrono::NaiveDateTime::parse_from_str(NOW, "%Y-%m-%d %H:%M").unwrap();
    let stage = TelegramStage::start(database, Timestamp::from_local(now)).await;
    if let Some(mut stage) = stage {
        test(&mut stage).await;
        stage.api.assert_limits();
    }
}

async fn a_message_told_to_wait_holds_up_its_own_conversation_only(stage: &mut TelegramStage) {
    people(stage, &["anna", "bo"]).await;
    stage.api.plan_for(stage.person("anna").id, Fault::TooMany(7));
    says(stage, "anna", "你好").await;
    says(stage, "anna", "谢谢").await;
    says(stage, "bo", "你好").await;
    assert_eq!((seen(stage, "anna"), seen(stage, "bo").len()), (Vec::new(), 1));
    pass(stage, Duration::from_millis(6900)).await;
    assert_eq!(seen(stage, "anna"), Vec::<String>::new(), "seven seconds were asked for");
    pass(stage, Duration::from_millis(200)).await;
    let told = seen(stage, "anna");
    assert!(told.len() == 2 && told[0].contains("谢家湾街道") && told[1].contains("不客气"), "{told:?}");
}

async fn a_failing_server_is_tried_again_with_longer_and_longer_waits(stage: &mut TelegramStage) {
    people(stage, &["anna", "bo"]).await;
    for _ in 0..8 {
        stage.api.plan_for(stage.person("anna").id, Fault::Down(500));
    }
    says(stage, "anna", "你好").await;
    says(stage, "anna", "谢谢").await;
    let mut waits = vec![Duration::ZERO];
    for tries in 1..8 {
        assert_eq!(tried(stage, "anna"), tries);
        let mut waited = Duration::ZERO;
        while tried(stage, "anna") == tries {
            let step = Duration::from_secs(1) * 2_u32.pow(u32::try_from(tries).unwrap() - 1) / 2;
            pass(stage, step).await;
            waited += step;
        }
        assert!(waited > *waits.last().unwrap(), "{waited:?} after {waits:?}");
        waits.push(waited);
    }
    // The eighth failure was the last: the next message goes on its way.
    pass(stage, Duration::from_secs(1)).await;
    assert_eq!(seen(stage, "anna").len(), 1, "{:?}", seen(stage, "anna"));
    assert!(listed(stage).contains("dead"), "{}", listed(stage));
    says(stage, "bo", "你好").await;
    assert_eq!(seen(stage, "bo").len(), 1);
}

async fn who_has_blocked_the_bot_is_told_of_once(stage: &mut TelegramStage) {
    a_claimed_case(stage).await;
    stage.person("anna").blocks_the_bot();
    let card = |words: &str| Act::Replies { to: "转人工 ·".into(), text: words.into() };
    // Three answers wait before the first of them is tried.
    for words in ["一", "二", "三"] {
        let Act::Replies { to, text } = card(words) else { unreachable!() };
        stage.person("wang").replies_to(&to, &text);
    }
    stage.settle().await;
    let gone = "outbox WHERE status = 'dead' AND purpose = 'relay'";
    assert_eq!(books::count(&stage.app.url, gone).await, 3);
    assert_eq!(notices(stage, "联系不上").await, 1);
    let unreachable = "conversation WHERE NOT reachable";
    assert_eq!(books::count(&stage.app.url, unreachable).await, 1);

    // Whoever writes again knows each time that it did not arrive, until the person is back.
    stage.act("wang", card("四")).await;
    assert_eq!(notices(stage, "联系不上").await, 2);
    stage.person("anna").comes_back();
    says(stage, "anna", "我又来了").await;
    stage.act("wang", card("五")).await;
    assert_eq!(notices(stage, "联系不上").await, 2);
    assert!(seen(stage, "anna").last().unwrap().ends_with('五'), "{:?}", seen(stage, "anna"));
    assert_eq!(books::count(&stage.app.url, unreachable).await, 0);
}

async fn a_refused_message_is_a_dead_letter_that_can_be_sent_again(stage: &mut TelegramStage) {
    a_claimed_case(stage).await;
    let refusal = Fault::Refused(400, "Bad Request: can't parse entities");
    stage.api.plan_for(stage.person("anna").id, refusal);
    stage.act("wang", Act::Replies { to: "转人工 ·".into(), text: "请明天来".into() }).await;
    assert_eq!(notices(stage, "没有送到").await, 1, "the owner knows");
    says(stage, "anna", "在吗").await;
    assert!(seen(stage, "anna").last().unwrap().contains("已转给"), "the next one goes");
    let list = listed(stage);
    assert!(list.contains("dead") && list.contains("can't parse entities"), "{list}");

    let id = list.split_whitespace().next().unwrap().to_owned();
    let retried = command(stage, &["outbox", "--retry", &id]);
    assert!(retried.contains(&id), "{retried}");
    stage.app.settle().await;
    assert!(seen(stage, "anna").last().unwrap().ends_with("请明天来"));
    assert_eq!(listed(stage), "");
}

async fn words_that_may_have_arrived_are_not_repeated(stage: &mut TelegramStage) {
    a_claimed_case(stage).await;
    stage.api.plan_for(stage.person("anna").id, Fault::Unanswered);
    stage.act("wang", Act::Replies { to: "转人工 ·".into(), text: "请明天来".into() }).await;
    stage.app.wait(Duration::from_secs(20 * 60)).await;
    let times = seen(stage, "anna").iter().filter(|text| text.contains("请明天来")).count();
    assert_eq!(times, 1);
    assert_eq!(notices(stage, "可能没有送到").await, 1, "the owner knows");
    assert!(listed(stage).contains("uncertain"), "{}", listed(stage));
}

async fn an_answer_that_may_have_arrived_is_repeated(stage: &mut TelegramStage) {
    people(stage, &["anna"]).await;
    stage.api.plan_for(stage.person("anna").id, Fault::Unanswered);
    says(stage, "anna", "你好").await;
    pass(stage, Duration::from_secs(2)).await;
    let told = seen(stage, "anna");
    assert!(told.len() == 2 && told[0] == told[1], "{told:?}");
    assert_eq!(listed(stage), "");
}

async fn what_is_on_its_way_is_not_sent_a_second_time_when_its_lease_runs_out(stage: &mut TelegramStage) {
    people(stage, &["anna"]).await;
    let (stage, chat) = (&*stage, stage.person("anna").id);
    stage.api.plan_for(chat, Fault::Slow(Duration::from_secs(1)));
    stage.person("anna").says("你好");
    stage.api.waits_until("it is taken in", || stage.api.unconfirmed().is_empty()).await;
    // As after a time without the database: no lease was renewed, and nobody knows yet what became of the send.
    let meanwhile = async {
        stage.api.waits_until("it is on its way", || tried_at(stage, chat) == 1).await;
        pass(stage, Duration::from_secs(60)).await;
    };
    tokio::join!(stage.app.settle(), meanwhile);
    assert_eq!((tried(stage, "anna"), seen(stage, "anna").len()), (1, 1));
    assert_eq!(listed(stage), "");
}

async fn a_message_nobody_can_read_does_not_stop_the_others(stage: &mut TelegramStage) {
    people(stage, &["anna", "bo"]).await;
    says(stage, "anna", "你好").await;
    stage.person("anna").says("谢谢");
    stage.api.waits_until("it is taken in", || stage.api.unconfirmed().is_empty()).await;
    books::execute(&stage.app.url, "UPDATE outbox SET body = 'spoilt' WHERE status = 'waiting'").await;
    says(stage, "bo", "你好").await;
    assert_eq!(seen(stage, "bo").len(), 1);
    says(stage, "anna", "你好").await;
    assert_eq!(seen(stage, "anna").len(), 2, "{:?}", seen(stage, "anna"));
    assert!(listed(stage).contains("makes no sense"), "{}", listed(stage));
}

async fn people(stage: &mut TelegramStage, names: &[&str]) {
    for name in names {
        stage.resident(name).await;
        stage.person(name);
    }
}

/// A case of anna's that wang has; both have nothing unread.
async fn a_claimed_case(stage: &mut TelegramStage) {
    stage.staff("wang", Role::Lawyer, "民主村").await;
    stage.resident("anna").await;
    for words in ["转人工", "民主村"] {
        says(stage, "anna", words).await;
    }
    stage.act("wang", Act::Presses("接单".into())).await;
    assert!(seen(stage, "anna").last().unwrap().contains("接手了"));
}

async fn says(stage: &mut TelegramStage, name: &str, words: &str) {
    stage.act(name, Act::Says(words.to_owned())).await;
}

async fn pass(stage: &TelegramStage, span: Duration) {
    stage.app.clock.advance(span);
    stage.app.settle().await;
}

fn seen(stage: &TelegramStage, name: &str) -> Vec<String> {
    stage.person(name).sees().into_iter().map(|message| message.text).collect()
}

/// How often something was sent to somebody, in vain or not.
fn tried(stage: &TelegramStage, name: &str) -> usize {
    tried_at(stage, stage.person(name).id)
}

fn tried_at(stage: &TelegramStage, chat: i64) -> usize {
    stage.api.calls("sendMessage").iter().filter(|call| call.chat() == Some(chat)).count()
}

/// How many messages with these words wang has.
async fn notices(stage: &TelegramStage, words: &str) -> usize {
    stage.app.settle().await;
    seen(stage, "wang").iter().filter(|text| text.contains(words)).count()
}

fn listed(stage: &TelegramStage) -> String {
    command(stage, &["outbox"])
}

fn command(stage: &TelegramStage, arguments: &[&str]) -> String {
    Place::over(Some(stage.app.url.clone()), None).prints(arguments)
}

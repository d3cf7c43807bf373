//! ✓ and ✓✓: whoever says something to the other side reads that it is on its way, and that it was seen where the other
//! side's channel tells. The web page tells; Telegram does not.

use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;
use reqwest::StatusCode;

use crate::support::app::{App, Database};
use crate::support::books;
use crate::support::stage::{Act, Stage};
use crate::support::telegram_stage::TelegramStage;
use crate::support::web_stage::WebStage;
use crate::support::web_user::{WebUser, attributes};

/// A Monday morning.
const NOW: i64 = 1_772_416_800_000;
const ROOM: &str = "民主村";

with_both_databases!(
    on:
    an_answer_is_seen_when_the_resident_looks,
    what_a_resident_says_is_seen_when_the_owner_looks,
    before_anybody_takes_it_the_first_to_look_has_seen_it,
    a_side_of_a_mediation_sees_and_is_seen,
    a_long_answer_is_seen_at_its_end,
    nobody_can_see_for_another,
);

mod between_telegram_and_the_web {
    use super::*;

    with_both_databases!(
        between:
        telegram_never_tells_but_is_told,
    );
}

async fn on(database: Database, test: impl AsyncFnOnce(&mut WebStage)) {
    if let Some(app) = App::start(database, Timestamp::from_millis(NOW), |_| None).await {
        test(&mut WebStage::new(app)).await;
    }
}

async fn between(database: Database, test: impl AsyncFnOnce(&mut TelegramStage)) {
    if let Some(mut stage) = TelegramStage::start(database, Timestamp::from_millis(NOW)).await {
        test(&mut stage).await;
        stage.api.assert_limits();
    }
}

async fn says(stage: &mut dyn Stage, name: &str, text: &str) {
    stage.act(name, Act::Says(text.into())).await;
}

async fn presses(stage: &mut dyn Stage, name: &str, label: &str) {
    stage.act(name, Act::Presses(label.into())).await;
}

async fn replies(stage: &mut dyn Stage, name: &str, to: &str, text: &str) {
    stage.act(name, Act::Replies { to: to.into(), text: text.into() }).await;
}

/// What somebody reads anew, amended lines with a wave before them.
async fn news(stage: &mut dyn Stage, name: &str) -> Vec<String> {
    let news = stage.news(name).await;
    news.into_iter().map(|seen| if seen.updated { format!("~{}", seen.text) } else { seen.text }).collect()
}

/// Anna needs a person, who has taken her case.
async fn a_claimed_case(stage: &mut dyn Stage) {
    stage.staff("li", Role::Lawyer, ROOM).await;
    stage.resident("anna").await;
    says(stage, "anna", "转人工").await;
    says(stage, "anna", ROOM).await;
    presses(stage, "li", "接单").await;
    news(stage, "anna").await;
    news(stage, "li").await;
}

async fn an_answer_is_seen_when_the_resident_looks(stage: &mut WebStage) {
    a_claimed_case(stage).await;
    replies(stage, "li", "编号", "先把合同拍给我").await;
    let sent = news(stage, "li").await;
    assert!(sent.len() == 1 && sent[0].starts_with("✓ 已发给"), "{sent:?}");
    let awaited = stage.looks("anna").await;
    assert_eq!(awaited.len(), 1, "the answer alone: {awaited:?}");
    assert!(awaited[0].contains("先把合同拍给我"));
    let seen = news(stage, "li").await;
    assert!(seen.len() == 1 && seen[0].starts_with("~✓✓") && seen[0].contains("居民看到了"), "{seen:?}");
    assert_eq!(stage.looks("anna").await, Vec::<String>::new(), "told once");
    assert_eq!(news(stage, "li").await, Vec::<String>::new());
}

async fn what_a_resident_says_is_seen_when_the_owner_looks(stage: &mut WebStage) {
    a_claimed_case(stage).await;
    says(stage, "anna", "合同找到了").await;
    assert!(news(stage, "anna").await[0].starts_with("✓ 已转给"));
    stage.looks("anna").await;
    assert_eq!(news(stage, "anna").await, Vec::<String>::new(), "her own look tells nothing");
    assert_eq!(stage.looks("li").await.len(), 1);
    let seen = news(stage, "anna").await;
    assert!(seen.len() == 1 && seen[0].starts_with("~✓✓"), "{seen:?}");
    presses(stage, "anna", "我的事项").await;
    assert!(news(stage, "anna").await[0].contains("民主村"), "the buttons below it still work");
    // A correction is told in the same way.
    stage.app().settle().await;
    says(stage, "anna", "我想改时间").await;
    news(stage, "anna").await;
    stage.looks("li").await;
    let seen = news(stage, "anna").await;
    assert!(seen.iter().any(|line| line.starts_with("~✓✓")), "{seen:?}");
}

async fn before_anybody_takes_it_the_first_to_look_has_seen_it(stage: &mut WebStage) {
    stage.staff("li", Role::Lawyer, ROOM).await;
    stage.staff("wang", Role::Lawyer, ROOM).await;
    stage.resident("anna").await;
    says(stage, "anna", "转人工").await;
    says(stage, "anna", ROOM).await;
    says(stage, "anna", "老板不给钱").await;
    news(stage, "anna").await;
    assert_eq!(stage.looks("wang").await.len(), 1);
    assert_eq!(news(stage, "anna").await.len(), 1);
    assert_eq!(stage.looks("li").await.len(), 1, "each page tells for itself");
    assert_eq!(news(stage, "anna").await, Vec::<String>::new(), "but it is news only once");
}

async fn a_side_of_a_mediation_sees_and_is_seen(stage: &mut WebStage) {
    stage.staff("wang", Role::Mediator, ROOM).await;
    stage.resident("anna").await;
    stage.resident("bob").await;
    for words in ["申请调解", "楼上漏水", "邻居", "不急", "都可以", ROOM] {
        says(stage, "anna", words).await;
    }
    presses(stage, "wang", "接单").await;
    presses(stage, "wang", "对方…").await;
    presses(stage, "wang", "添加对方").await;
    says(stage, "wang", "王先生").await;
    presses(stage, "wang", "发邀请").await;
    let invitation = news(stage, "wang").await.concat();
    let code = invitation.split("/p/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    stage.act("bob", Act::Opens(format!("party_{code}"))).await;
    presses(stage, "bob", "同意").await;
    says(stage, "bob", "我家没漏").await;
    for name in ["anna", "bob", "wang"] {
        news(stage, name).await;
    }
    assert_eq!(stage.looks("anna").await, Vec::<String>::new(), "his words are not hers to see");
    assert_eq!(stage.looks("wang").await.len(), 1);
    let seen = news(stage, "bob").await;
    assert!(seen.len() == 1 && seen[0].starts_with("~✓✓ 调解员看到了"), "{seen:?}");
    replies(stage, "wang", "我家没漏", "周六来看看").await;
    news(stage, "wang").await;
    assert_eq!(stage.looks("bob").await.len(), 1);
    let seen = news(stage, "wang").await;
    assert!(seen.len() == 1 && seen[0].contains("的对方看到了"), "{seen:?}");
    assert_eq!(news(stage, "anna").await, Vec::<String>::new(), "whether he reads is not told her");
}

async fn a_long_answer_is_seen_at_its_end(stage: &mut WebStage) {
    a_claimed_case(stage).await;
    replies(stage, "li", "编号", &"请带上合同。".repeat(1000)).await;
    news(stage, "li").await;
    let awaited = stage.looks("anna").await;
    assert_eq!(awaited.len(), 1, "the last part alone");
    assert!(news(stage, "li").await[0].starts_with("~✓✓"));
}

async fn nobody_can_see_for_another(stage: &mut WebStage) {
    a_claimed_case(stage).await;
    stage.resident("eve").await;
    replies(stage, "li", "编号", "先把合同拍给我").await;
    news(stage, "li").await;
    let line = stage.awaited("anna").await.pop().unwrap();
    for (name, lines) in
        [("eve", line.as_str()), ("anna", "no-such-line"), ("li", line.as_str()), ("anna", ",,")]
    {
        assert_eq!(stage.sees(name, lines).await, StatusCode::NO_CONTENT);
    }
    assert_eq!(news(stage, "li").await, Vec::<String>::new());
    assert_eq!(books::count(&stage.app().url, "receipt WHERE seen_at IS NOT NULL").await, 0);
    assert_eq!(stage.sees("anna", &line).await, StatusCode::NO_CONTENT);
    assert_eq!(news(stage, "li").await.len(), 1);
}

async fn telegram_never_tells_but_is_told(stage: &mut TelegramStage) {
    // The lawyer is on Telegram, the resident on the web page.
    stage.staff("li", Role::Lawyer, ROOM).await;
    let mut anna = WebUser::arrived(&stage.app.base).await;
    anna.say("转人工").await;
    anna.say(ROOM).await;
    stage.settle().await;
    presses(stage, "li", "接单").await;
    anna.say("合同找到了").await;
    stage.settle().await;
    assert_eq!(
        books::count(&stage.app.url, "receipt").await,
        0,
        "nothing can be told of what went to Telegram"
    );
    news(stage, "li").await;
    replies(stage, "li", "合同找到了", "拍给我").await;
    news(stage, "li").await;
    let page = anna.open("/").await.body;
    let awaited = attributes(&page, ".line[data-awaited]", "data-id");
    assert_eq!(awaited.len(), 1);
    let told = anna.post("/chat/seen", &[("lines", &awaited[0])]).await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
    stage.settle().await;
    let seen = news(stage, "li").await;
    assert!(
        seen.len() == 1 && seen[0].starts_with("~✓✓"),
        "the confirmation in Telegram is edited: {seen:?}"
    );
}

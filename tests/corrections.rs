//! Messages edited on Telegram: a correction goes to the matter its words went to, on both sides, and nowhere else.

use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;

use crate::support::app::Database;
use crate::support::stage::{Act, Stage};
use crate::support::telegram_stage::TelegramStage;

/// A Monday morning.
const NOW: i64 = 1_772_416_800_000;
const ROOM: &str = "民主村";

with_both_databases!(
    on:
    a_resident_corrects_what_the_other_lawyer_was_told,
    staff_correct_an_answer_and_a_note,
);

async fn on(database: Database, test: impl AsyncFnOnce(&mut TelegramStage)) {
    if let Some(mut stage) = TelegramStage::start(database, Timestamp::from_millis(NOW)).await {
        test(&mut stage).await;
    }
}

async fn says(stage: &mut TelegramStage, name: &str, text: &str) {
    stage.act(name, Act::Says(text.into())).await;
}

async fn presses(stage: &mut TelegramStage, name: &str, label: &str) {
    stage.act(name, Act::Presses(label.into())).await;
}

async fn edits(stage: &mut TelegramStage, name: &str, said: &str, text: &str) {
    stage.person(name).edits(said, text);
    stage.settle().await;
}

async fn news(stage: &mut TelegramStage, name: &str) -> String {
    stage.news(name).await.into_iter().map(|seen| seen.text).collect::<Vec<_>>().join("\n---\n")
}

/// Anna has unpaid wages with li and a leak with wang, and has said something in each; she is in the second.
async fn two_matters(stage: &mut TelegramStage) {
    stage.staff("li", Role::Lawyer, ROOM).await;
    stage.staff("wang", Role::Mediator, ROOM).await;
    stage.resident("anna").await;
    says(stage, "anna", "老板拖欠工资怎么办").await;
    presses(stage, "anna", "请工作室律师看看").await;
    says(stage, "anna", ROOM).await;
    presses(stage, "li", "接单").await;
    says(stage, "anna", "欠了三个月").await;
    presses(stage, "anna", "问别的").await;
    for words in ["申请调解", "楼上漏水把天花板泡了", "邻居", "不急", "都可以"] {
        says(stage, "anna", words).await;
    }
    presses(stage, "wang", "接单").await;
    says(stage, "anna", "天花板是去年刷的").await;
    for name in ["anna", "li", "wang"] {
        news(stage, name).await;
    }
}

async fn a_resident_corrects_what_the_other_lawyer_was_told(stage: &mut TelegramStage) {
    two_matters(stage).await;
    edits(stage, "anna", "欠了三个月", "欠了四个月").await;
    let told = news(stage, "li").await;
    assert!(told.contains("居民更正") && told.contains("欠了四个月"), "{told}");
    assert_eq!(news(stage, "wang").await, "", "the matter she is in is not this one");
    // What the case was opened with, and an answer of its form, are its words too.
    edits(stage, "anna", "老板拖欠工资", "老板拖欠工资怎么办，有二十个人").await;
    assert!(news(stage, "li").await.contains("二十个人"));
    edits(stage, "anna", "楼上漏水", "楼上漏水把天花板和墙泡了").await;
    assert!(news(stage, "wang").await.contains("天花板和墙"));
    // A correction of a correction still knows where the first words went.
    edits(stage, "anna", "欠了三个月", "欠了五个月").await;
    assert!(news(stage, "li").await.contains("欠了五个月"));
    assert_eq!(news(stage, "wang").await, "");
}

async fn staff_correct_an_answer_and_a_note(stage: &mut TelegramStage) {
    two_matters(stage).await;
    presses(stage, "li", "回复").await;
    says(stage, "li", "周五来一趟").await;
    stage.act("li", Act::Replies { to: "欠了三个月".into(), text: "备注 电话打不通".into() }).await;
    assert!(news(stage, "anna").await.contains("周五来一趟"));
    edits(stage, "li", "周五来", "周六来一趟").await;
    let read = news(stage, "anna").await;
    assert!(read.contains("更正") && read.contains("周六来一趟"), "{read}");
    for text in ["备注 电话打通了", "电话打通了，情绪激动"] {
        edits(stage, "li", "备注", text).await;
        assert_eq!(news(stage, "anna").await, "", "a note stays one: {text}");
        assert!(news(stage, "li").await.contains("备注记入事项"));
    }
}

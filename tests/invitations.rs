//! The link that invites the other party of a mediation, on the real gateway: looked at as often as anybody likes, used once.

use std::time::Duration;

use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;

use crate::support::app::{App, Database};
use crate::support::books;
use crate::support::stage::{Act, Stage};
use crate::support::web_stage::WebStage;
use crate::support::web_user::{WebUser, attributes, texts};

/// A Monday morning.
const NOW: i64 = 1_772_416_800_000;
const STORY: &str = "楼上漏水泡了天花板";

with_both_databases!(
    on:
    previews_do_not_use_it_up,
    once_used_it_names_nobody_and_the_conversation_explains,
    too_late_it_names_nobody,
    after_the_end_it_names_nobody,
    a_new_one_retires_the_old,
);

async fn on(database: Database, test: impl AsyncFnOnce(&mut WebStage)) {
    if let Some(app) = App::start(database, Timestamp::from_millis(NOW), |_| None).await {
        test(&mut WebStage::new(app)).await;
    }
}

/// Anna asks for a mediation, Wang invites the other side. Returns the link's path.
async fn invited(stage: &mut WebStage) -> String {
    stage.staff("王调解", Role::Mediator, "民主村").await;
    stage.resident("anna").await;
    for words in ["申请调解", STORY, "邻居", "不急", "都可以", "民主村"] {
        stage.act("anna", Act::Says(words.into())).await;
    }
    for label in ["接单", "对方…", "添加对方"] {
        stage.act("王调解", Act::Presses(label.into())).await;
    }
    stage.act("王调解", Act::Says("302 的陈先生".into())).await;
    invites(stage).await
}

async fn invites(stage: &mut WebStage) -> String {
    stage.news("王调解").await;
    stage.act("王调解", Act::Presses("发邀请".into())).await;
    let told: String = stage.news("王调解").await.into_iter().map(|seen| seen.text).collect();
    let code = told.split("/p/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    format!("/p/{code}")
}

/// Who asks, as the page says it.
async fn asks(stage: &WebStage, path: &str) -> Vec<String> {
    let page = WebUser::new(&stage.app().base).open(path).await.body;
    assert_eq!(texts(&page, "main button").len(), 1, "there is always a way on");
    // Not the codes in it: those are random and may spell anything.
    let preview = [texts(&page, "html"), attributes(&page, "meta", "content")].concat().concat();
    for private in [STORY, "陈先生", "302", "anna"] {
        assert!(!preview.contains(private), "a preview reads {private}: {preview}");
    }
    texts(&page, "main strong")
}

/// Bob presses the button of the page and reads on.
async fn presses(stage: &WebStage, bob: &mut WebUser, path: &str) -> Vec<String> {
    let page = bob.open(path).await.body;
    let [start] = attributes(&page, "main input[name=start]", "value").try_into().unwrap();
    bob.submit("/chat/messages", &[("id", "b1"), ("start", &start)]).await;
    stage.app().settle().await;
    bob.read().await
}

async fn used(stage: &WebStage) -> usize {
    books::count(&stage.app().url, "party_invite WHERE used_at IS NOT NULL").await
}

async fn previews_do_not_use_it_up(stage: &mut WebStage) {
    let path = invited(stage).await;
    let before = books::count(&stage.app().url, "inbound").await;
    for _ in 0..5 {
        let named = asks(stage, &path).await;
        assert!(named.len() == 1 && named[0].contains("民主村") && named[0].ends_with("王调解"), "{named:?}");
    }
    assert_eq!((used(stage).await, books::count(&stage.app().url, "inbound").await), (0, before));
    assert_eq!(stage.news("王调解").await.len(), 0, "nobody has opened anything");
    let mut bob = WebUser::new(&stage.app().base);
    let read = presses(stage, &mut bob, &path).await;
    assert!(read.iter().any(|line| line.contains("您愿意参加吗")), "{read:?}");
    assert_eq!(used(stage).await, 1);
}

async fn once_used_it_names_nobody_and_the_conversation_explains(stage: &mut WebStage) {
    let path = invited(stage).await;
    let mut bob = WebUser::new(&stage.app().base);
    presses(stage, &mut bob, &path).await;
    assert_eq!(asks(stage, &path).await, Vec::<String>::new());
    let mut eve = WebUser::new(&stage.app().base);
    let read = presses(stage, &mut eve, &path).await;
    assert!(read.last().unwrap().contains("用过"), "{read:?}");
    bob.submit("/chat/messages", &[("id", "b2"), ("start", &path.replace("/p/", "party_"))]).await;
    let again = bob.read().await;
    assert!(
        again.last().unwrap().contains("您愿意参加吗"),
        "whose it is finds the way back by it: {again:?}"
    );
}

async fn too_late_it_names_nobody(stage: &mut WebStage) {
    let path = invited(stage).await;
    stage.app().clock.advance(Duration::from_secs(14 * 24 * 3600 + 60));
    assert_eq!(asks(stage, &path).await, Vec::<String>::new());
    let mut bob = WebUser::new(&stage.app().base);
    let read = presses(stage, &mut bob, &path).await;
    assert!(read.last().unwrap().contains("过期"), "{read:?}");
    assert_eq!(used(stage).await, 0);
}

async fn after_the_end_it_names_nobody(stage: &mut WebStage) {
    let path = invited(stage).await;
    for label in ["结案", "撤回"] {
        stage.act("王调解", Act::Presses(label.into())).await;
    }
    assert_eq!(asks(stage, &path).await, Vec::<String>::new());
}

async fn a_new_one_retires_the_old(stage: &mut WebStage) {
    let old = invited(stage).await;
    stage.act("王调解", Act::Presses("对方…".into())).await;
    let new = invites(stage).await;
    assert_ne!(old, new);
    assert_eq!((asks(stage, &old).await.len(), asks(stage, &new).await.len()), (0, 1));
}

//! What nobody should send, and somebody will: it is always answered, changes nothing it should not, and the
//! conversation goes on.

use fengqiao::domain::case::{Case, Outcome};
use fengqiao::domain::code::CaseCode;
use fengqiao::domain::ids::StaffId;
use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;
use fengqiao::engine::action::Action;
use fengqiao::engine::deed::Deed;
use fengqiao::engine::unsent::Mark;
use reqwest::StatusCode;

use crate::support::app::{App, Database};
use crate::support::samples::at;
use crate::support::stage::{Act, Seen, Stage};
use crate::support::telegram_stage::TelegramStage;
use crate::support::web_stage::WebStage;
use crate::support::web_user::WebUser;

const DATABASES: [Database; 2] = [Database::Sqlite, Database::Postgres];

/// Ten in the morning of a Monday.
fn now() -> Timestamp {
    at(4 * 86_400_000 + 36_000_000)
}

/// Texts that break what is not made for people.
fn odd_texts() -> Vec<String> {
    let zalgo = "欠".to_owned() + &"\u{0300}\u{0316}\u{0489}".repeat(200);
    vec![
        String::new(),
        "   \n\t\u{3000}\u{200b}".into(),
        "😀😭🙏".into(),
        "👩‍⚖️".repeat(300),
        "老板\u{0}拖欠\u{0}工资".into(),
        "\u{202e}\u{2066}房东不退押金\u{2069}\u{202c}".into(),
        "\u{0301}\u{0301}".into(),
        "\u{fe0f}\u{200d}\u{feff}\u{fffe}".into(),
        zalgo,
        "𠀀𝔣𐍈🏴󠁧󠁢󠁳󠁣󠁴󠁿".into(),
        "\u{1b}[2J\u{7}\u{8}\u{7f}".into(),
        "<b>&amp;</b><script>alert(1)</script> **未完 _*`[".into(),
        "'; DROP TABLE cases; --".into(),
        "{{name}} {0} %s $1 \\ \\n".into(),
        "/".into(),
        "/start a b c".into(),
        "/start room_999999999999".into(),
        "/start room_".into(),
        "/start \u{0}".into(),
        "99999999999999999999999999".into(),
        "-1".into(),
        "房东不退押金。".repeat(700),
    ]
}

fn says(text: &str) -> Act {
    Act::Says(text.to_owned())
}

/// Says everything odd, each to a fresh conversation and in the middle of one, and is answered every time.
async fn answers_everything(stage: &mut impl Stage) {
    for (number, text) in odd_texts().into_iter().enumerate() {
        let name: &'static str = format!("anna{number}").leak();
        stage.resident(name).await;
        stage.act(name, says(&text)).await;
        assert!(!stage.news(name).await.is_empty(), "at first: {text:?}");
        stage.act(name, says("我要申请法律援助")).await;
        stage.news(name).await;
        stage.act(name, says(&text)).await;
        assert!(!stage.news(name).await.is_empty(), "in a form: {text:?}");
        for word in ["取消", "房东不退押金怎么办"] {
            stage.act(name, says(word)).await;
        }
        let after = stage.news(name).await;
        assert!(after.iter().any(|seen| seen.text.contains("依据")), "{text:?}: {after:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_is_answered_on_the_web() {
    for database in DATABASES {
        let Some(app) = App::start(database, now(), |_| None).await else { continue };
        answers_everything(&mut WebStage::new(app)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_is_answered_on_telegram() {
    for database in DATABASES {
        let Some(mut stage) = TelegramStage::start(database, now()).await else { continue };
        for (number, text) in odd_texts().into_iter().enumerate() {
            let name: &'static str = format!("anna{number}").leak();
            stage.resident(name).await;
            stage.person(name).says(&text);
        }
        stage.settle().await;
        for (number, text) in odd_texts().into_iter().enumerate() {
            let seen = stage.news(&format!("anna{number}")).await;
            assert!(!seen.is_empty(), "{database:?}: {text:?}");
        }
    }
}

/// Buttons of staff, with what a stranger may know: codes of cases.
fn staff_buttons(code: &CaseCode) -> Vec<String> {
    let code = || code.clone();
    let actions = [
        Action::Claim(code()),
        Action::Give(code()),
        Action::GiveTo(code(), StaffId::new("someone")),
        Action::GiveBack(code()),
        Action::Answer(code()),
        Action::SendTo(code(), Mark::of("")),
        Action::Close(code()),
        Action::Outcome(code(), Outcome::Answered),
        Action::Details(code()),
        Action::Mine,
        Action::Waiting,
        Action::Stats,
        Action::Figures("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap()),
        Action::StillOpen("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap()),
        Action::StaffHelp,
        Action::Leave,
    ];
    actions.iter().map(Action::encode).collect()
}

/// Presses that no button of ours sends.
fn nonsense() -> Vec<String> {
    let long = "claim:".to_owned() + &"X".repeat(58);
    ["", "claim", "claim:", "claim:ZZZZ-ZZZZ", "room:999", "nothing", "\u{1F600}", "a:b:c:d"]
        .map(str::to_owned)
        .into_iter()
        .chain([long, "option:consultation:99999999999999999999:1".into()])
        .collect()
}

async fn open_cases(app: &App) -> Vec<Case> {
    look!(app.gateway.store(), [], c => c.open_cases(None).await).unwrap()
}

/// A case of the room's that waits for its lawyer.
async fn waiting_case(stage: &mut impl Stage) {
    stage.resident("anna").await;
    stage.staff("wang", Role::Lawyer, "民主村").await;
    stage.resident("eve").await;
    for act in [Act::Opens("room_500107003003".into()), says("房东不退押金"), says("1")] {
        stage.act("anna", act).await;
    }
    assert!(stage.news("wang").await.iter().any(|seen| seen.text.contains("房东不退押金")));
    stage.act("eve", says("你好")).await;
    stage.news("eve").await;
    stage.news("anna").await;
}

/// What is said to somebody who pressed a button that is not for them tells nothing of the case.
fn tells_nothing(seen: &[Seen], pressed: &str) {
    assert!(!seen.is_empty(), "{pressed} is answered");
    for told in seen {
        assert!(!told.text.contains("押金") && !told.text.contains("wang"), "{pressed}: {told:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn residents_who_press_staff_buttons_on_the_web_change_nothing() {
    for database in DATABASES {
        let Some(app) = App::start(database, now(), |_| None).await else { continue };
        let mut stage = WebStage::new(app);
        waiting_case(&mut stage).await;
        let before = open_cases(&stage.app).await;
        for data in staff_buttons(&before[0].code).into_iter().chain(nonsense()) {
            let name: &'static str = format!("eve {data}").leak();
            stage.resident(name).await;
            stage.send(name, "/chat/messages", vec![("press", data.clone())]).await;
            tells_nothing(&stage.news(name).await, &data);
        }
        assert_eq!(open_cases(&stage.app).await, before);
        assert!(stage.news("wang").await.is_empty() && stage.news("anna").await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn residents_who_press_staff_buttons_on_telegram_change_nothing() {
    for database in DATABASES {
        let Some(mut stage) = TelegramStage::start(database, now()).await else { continue };
        waiting_case(&mut stage).await;
        let before = open_cases(&stage.app).await;
        let presses: Vec<String> = staff_buttons(&before[0].code).into_iter().chain(nonsense()).collect();
        for (number, data) in presses.iter().enumerate() {
            let name: &'static str = format!("eve{number}").leak();
            stage.resident(name).await;
            stage.person(name).presses_data(1, data);
        }
        stage.settle().await;
        for (number, data) in presses.iter().enumerate() {
            tells_nothing(&stage.news(&format!("eve{number}")).await, data);
        }
        assert_eq!(open_cases(&stage.app).await, before);
        assert!(stage.news("wang").await.is_empty() && stage.news("anna").await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_that_has_had_its_day_is_told_what_holds_now() {
    let Some(app) = App::start(Database::Sqlite, now(), |_| None).await else { return };
    let mut stage = WebStage::new(app);
    waiting_case(&mut stage).await;
    stage.staff("li", Role::Mediator, "民主村").await;
    let code = open_cases(&stage.app).await[0].code.clone();
    let claim = Action::Claim(code.clone()).encode();
    let press = |data: &str| vec![("press", data.to_owned())];
    let heard = |news: Vec<Seen>| news.into_iter().map(|seen| seen.text).collect::<Vec<_>>().join("\n");

    stage.send("wang", "/chat/messages", press(&claim)).await;
    stage.news("wang").await;
    for name in ["wang", "li"] {
        stage.send(name, "/chat/messages", press(&claim)).await;
        let told = heard(stage.news(name).await);
        let whose = if name == "wang" { "您办理" } else { "已由wang接单" };
        assert!(told.contains(&code.to_string()) && told.contains(whose), "{name}: {told}");
    }
    let closed = Action::Deed(Deed::Unanswered(code.clone())).encode();
    stage.send("wang", "/chat/messages", press(&closed)).await;
    stage.news("wang").await;
    let answer = Action::Answer(code.clone()).encode();
    for data in [&claim, &closed, &answer] {
        stage.send("wang", "/chat/messages", press(data)).await;
        let told = heard(stage.news("wang").await);
        assert!(told.contains("已结案"), "{data}: {told}");
    }
    stage.news("anna").await;
    for action in [Action::Withdraw(code.clone()), Action::ConfirmWithdraw(code), Action::Ask, Action::Back] {
        stage.send("anna", "/chat/messages", press(&action.encode())).await;
        assert!(!stage.news("anna").await.is_empty(), "{action:?}");
    }
    assert!(open_cases(&stage.app).await.is_empty(), "nothing was opened again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_pasted_is_kept_whole_and_reaches_staff_on_telegram_in_pieces() {
    for database in DATABASES {
        let Some(mut stage) = TelegramStage::start(database, now()).await else { continue };
        stage.staff("wang", Role::Lawyer, "民主村").await;
        let mut anna = WebUser::arrived(&stage.app.base).await;
        for text in ["/start room_500107003003", "房东不退押金", "1"] {
            assert!(anna.say(text).await.status.is_success());
        }
        stage.app.settle().await;
        stage.news("wang").await;
        let pasted: String = (0..1200).map(|line| format!("第{line}行：房东说没有钱\n")).collect();
        assert!(anna.say(&pasted).await.status.is_success());
        stage.app.settle().await;
        let pieces = stage.news("wang").await;
        assert!(pieces.len() > 2, "{}", pieces.len());
        let whole: String = pieces.iter().map(|piece| format!("{}\n", piece.text)).collect();
        assert!((0..1200).all(|line| whole.contains(&format!("第{line}行："))));
        assert!(anna.read().await.iter().any(|line| line.contains("第1199行")), "{database:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_takes_100_kb_and_refuses_more_in_words() {
    for database in DATABASES {
        let Some(app) = App::start(database, now(), |_| None).await else { continue };
        let mut anna = WebUser::arrived(&app.base).await;
        let pasted = "房东不退押金，一直拖着。".repeat(3000);
        assert!(pasted.len() > 100_000);
        assert!(anna.say(&pasted).await.status.is_success());
        app.settle().await;
        assert!(anna.read().await.len() >= 2, "it is shown and answered");
        let refused = anna.say(&pasted.repeat(3)).await;
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "{refused:?}");
        assert!(!refused.body.is_empty());
        assert!(anna.say("房东不退押金怎么办").await.status.is_success());
        app.settle().await;
        assert!(anna.read().await.last().unwrap().contains("依据"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_nobody_made_are_refused_or_answered() {
    for database in DATABASES {
        let Some(app) = App::start(database, now(), |_| None).await else { continue };
        let mut anna = WebUser::arrived(&app.base).await;
        anna.say("你好").await;
        let zero = "\u{0}";
        for fields in [
            &[("text", "你好"), ("reply_to", zero)][..],
            &[("text", "你好"), ("id", zero)],
            &[("press", zero)],
            &[("start", zero)],
            &[("start", "room_\u{0}")],
            &[("text", "你好"), ("reply_to", "nothing")],
        ] {
            let answer = anna.post("/chat/messages", fields).await;
            assert!(answer.status.is_success(), "{database:?} {fields:?}: {answer:?}");
        }
        for fields in [&[][..], &[("other", "x")], &[("latitude", "nan"), ("longitude", "0")]] {
            let path = if fields.len() > 1 { "/chat/location" } else { "/chat/messages" };
            let answer = anna.post(path, fields).await;
            assert!(answer.status.is_client_error(), "{fields:?}: {answer:?}");
        }
        app.settle().await;
        let lines = anna.read().await.len();
        anna.say("房东不退押金怎么办").await;
        app.settle().await;
        assert!(anna.read().await.last().unwrap().contains("依据"));
        let kept = look!(app.gateway.store(), [], c => c.quarantined(9).await).unwrap();
        assert!(kept.is_empty(), "{database:?}: {kept:#?}");
        assert!(lines >= 12, "each of the six was answered: {lines}");
    }
}

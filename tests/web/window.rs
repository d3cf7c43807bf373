//! The page in a real browser.

use std::path::{Path, PathBuf};
use std::time::Duration;

use fengqiao::domain::attachment::AttachmentKind;
use fengqiao::domain::code::CaseCode;
use fengqiao::domain::message::{Body, Outbound};
use serde_json::json;

use super::desk::{Desk, button};
use crate::support::browser::{Browser, Press};

const EMPTY: &str = "return document.getElementById('text').value === ''";

#[tokio::test]
async fn a_person_talks_with_the_keyboard_alone_and_sees_answers_live() {
    let (desk, Some(browser)) = (Desk::open().await, Browser::start().await) else { return };
    browser.resize(390, 844).await;
    browser.open(&format!("{}/r/500107003001", desk.base)).await;
    browser.wait_for("不用学任何口令").await;
    assert_eq!(desk.book.came()[0].body, Body::Start("room_500107003001".into()));
    assert_eq!(browser.run("return location.pathname", json!([])).await, "/");

    browser.press(Press::Tab).await;
    browser.press(Press::Enter).await;
    browser.type_text("房东不退押金").await;
    browser.press(Press::Enter).await;
    browser.wait_for("可以这样做").await;
    browser.wait_until("an empty box", EMPTY, json!([])).await;
    picture(&browser, "phone").await;

    // Back from the box over the log's last row of buttons.
    for _ in 0..10 {
        browser.press(Press::BackTab).await;
        let focused = browser.run("return document.activeElement.value ?? ''", json!([])).await;
        if focused == "mediate" {
            break;
        }
    }
    browser.press(Press::Enter).await;
    browser.wait_for("您按了mediate").await;
    let pressed = desk.book.came().pop().unwrap();
    assert_eq!(pressed.body, Body::Press("mediate".into()));
    assert_eq!(pressed.reply_to.as_deref(), Some("00000002"));

    browser.run("location.reload()", json!([])).await;
    browser.wait_for("您按了mediate").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(desk.book.came().len(), 3, "a reload sends nothing");
}

#[tokio::test]
async fn staff_reply_to_a_card_and_see_it_change() {
    let (desk, Some(browser)) = (Desk::open().await, Browser::start().await) else { return };
    browser.resize(1280, 900).await;
    browser.open(&desk.base).await;
    browser.wait_for("不用学任何口令").await;
    let peer = desk.book.last_peer();
    let code = CaseCode::from_number(20_261_120);
    let card = Outbound::text(format!(
        "**新事项** {code}\n法律咨询 · 劳动一村\n“房东不退押金”\n等了 2 分钟，最晚明天 10:00 答复"
    ))
    .row(vec![button("接单", "claim"), button("转给…", "pass"), button("详情", "more")]);
    let id = desk.book.say(&peer, card, Some(code.clone()));
    desk.hub.wake(&peer);
    browser.wait_for("新事项").await;

    browser.click_text("回复").await;
    browser.wait_for(&format!("正在回复 {code}")).await;
    browser.type_into("#text", "您好，合同带来看一下").await;
    picture(&browser, "desk").await;
    browser.click("#send").await;
    browser.wait_for("您说的是：您好，合同带来看一下").await;
    assert_eq!(desk.book.came().pop().unwrap().reply_to, Some(id.clone()));
    let answered = "return document.getElementById('replying').hidden";
    browser.wait_until("the end of the reply", answered, json!([])).await;

    desk.book.amend(&id, Outbound::text(format!("{code} 已由王律师接单")));
    browser.wait_for("已由王律师接单").await;
    assert!(!browser.text("#log").await.contains("转给…"));
    picture(&browser, "desk_amended").await;
}

#[tokio::test]
async fn what_could_not_be_sent_stays_and_can_be_sent_again() {
    let (desk, Some(browser)) = (Desk::open().await, Browser::start().await) else { return };
    browser.resize(390, 844).await;
    browser.open(&desk.base).await;
    browser.wait_for("不用学任何口令").await;
    browser.offline(true).await;
    browser.type_into("#text", "押金的事").await;
    browser.press(Press::Enter).await;
    browser.wait_for("没有发出去").await;
    browser.wait_for("正在重新连接").await;
    picture(&browser, "offline").await;
    assert_eq!(browser.run("return document.getElementById('text').value", json!([])).await, "押金的事");
    browser.offline(false).await;
    browser.click("#retry").await;
    browser.wait_for("可以这样做").await;
    browser.wait_until("an empty box", EMPTY, json!([])).await;
    assert_eq!(desk.book.came().len(), 2, "the greeting and one message");
    browser.wait_until("the connection", "return document.getElementById('lost').hidden", json!([])).await;
}

#[tokio::test]
async fn a_photo_is_sent_as_soon_as_it_is_chosen_and_shown() {
    let (desk, Some(browser)) = (Desk::open().await, Browser::start().await) else { return };
    browser.resize(390, 844).await;
    browser.open(&desk.base).await;
    browser.wait_for("不用学任何口令").await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("合同.png");
    browser.screenshot(&path).await;
    browser.choose_file("#file", &path).await;
    browser.wait_for("收到文件").await;
    let shown = "return document.querySelector('.mine img').naturalWidth === 390";
    browser.wait_until("the photo", shown, json!([])).await;
    picture(&browser, "photo").await;
    let Body::File { file, .. } = desk.book.came().pop().unwrap().body else { panic!() };
    assert_eq!((file.kind, file.name.as_deref()), (AttachmentKind::Photo, Some("合同.png")));
}

#[tokio::test]
async fn an_invitation_is_used_by_pressing_its_button() {
    let (desk, Some(browser)) = (Desk::open().await, Browser::start().await) else { return };
    browser.resize(390, 844).await;
    browser.open(&format!("{}/s/7K3M9QTX", desk.base)).await;
    browser.wait_for("邀请只能用一次").await;
    picture(&browser, "join").await;
    assert!(desk.book.came().is_empty());
    browser.click_text("加入工作室").await;
    browser.wait_for("不用学任何口令").await;
    assert_eq!(desk.book.came()[0].body, Body::Start("7K3M9QTX".into()));
    browser.open(&format!("{}/r/nowhere", desk.base)).await;
    browser.wait_for("没有这个页面").await;
    picture(&browser, "refusal").await;
}

#[tokio::test]
async fn an_enlarged_page_keeps_half_of_the_window_for_the_conversation() {
    let (desk, Some(browser)) = (Desk::open().await, Browser::start().await) else { return };
    browser.open(&desk.base).await;
    browser.wait_for("不用学任何口令").await;
    let half = "return document.getElementById('pane').getBoundingClientRect().height >= innerHeight / 2 - 1";
    let apart = "const box = (css) => document.querySelector(css).getBoundingClientRect(), name = box('h1'), call = box('.emergency'); \
                 return call.right <= innerWidth && document.documentElement.scrollWidth <= innerWidth \
                 && (name.right <= call.left || name.bottom <= call.top)";
    for (width, height, letters) in
        [(390, 844, 100), (195, 422, 100), (240, 520, 100), (320, 568, 100), (390, 844, 200), (844, 390, 100)]
    {
        browser.resize(width, height).await;
        browser.run("document.documentElement.style.fontSize = arguments[0] + '%'", json!([letters])).await;
        for (what, script) in [("half for the conversation", half), ("nothing covered", apart)] {
            assert_eq!(
                browser.run(script, json!([])).await,
                json!(true),
                "{width}x{height}, {letters} %: {what}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_half_written_outlives_a_reload_and_is_gone_once_sent() {
    let (desk, Some(browser)) = (Desk::open().await, Browser::start().await) else { return };
    browser.open(&desk.base).await;
    browser.wait_for("不用学任何口令").await;
    browser.type_into("#text", "房东不退押金").await;
    browser.run("location.reload()", json!([])).await;
    let kept = "return document.getElementById('text')?.value === '房东不退押金'";
    browser.wait_until("the words again", kept, json!([])).await;
    browser.click("#send").await;
    browser.wait_for("可以这样做").await;
    browser.wait_until("an empty box", EMPTY, json!([])).await;
    browser.run("location.reload()", json!([])).await;
    browser.wait_for("可以这样做").await;
    assert_eq!(browser.run(EMPTY, json!([])).await, json!(true));
}

#[tokio::test]
async fn a_date_is_never_parted_by_the_end_of_a_line() {
    let (desk, Some(browser)) = (Desk::open().await, Browser::start().await) else { return };
    browser.resize(390, 844).await;
    browser.open(&desk.base).await;
    browser.wait_for("不用学任何口令").await;
    let peer = desk.book.last_peer();
    let text = (0..12).map(|number| "天".repeat(number) + " 2026-11-27 ").collect::<String>();
    let times = ["1 11月30日 周一 09:00", "2 11月30日 周一 09:30", "3 12月1日 周二 10:00"];
    let row = times.iter().map(|time| button(time, time)).collect();
    desk.book.say(&peer, Outbound::text(text).row(row), None);
    desk.hub.wake(&peer);
    browser.wait_for("09:30").await;
    for width in [320, 335, 350, 365, 380, 390, 405] {
        browser.resize(width, 844).await;
        // Every run of signs that is a date stands in as many boxes as it has lines.
        let parted = "const found = []; \
                      const walk = document.createTreeWalker(document.getElementById('log'), NodeFilter.SHOW_TEXT); \
                      while (walk.nextNode()) { \
                        const node = walk.currentNode; \
                        for (const date of node.data.matchAll(/\\d{4}-\\d\\d-\\d\\d|\\d+月\\d+日 周./g)) { \
                          const range = document.createRange(); \
                          range.setStart(node, date.index); range.setEnd(node, date.index + date[0].length); \
                          const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top))); \
                          if (tops.size > 1) found.push(date[0]); \
                        } \
                      } \
                      return found";
        assert_eq!(browser.run(parted, json!([])).await, json!([]), "at {width}");
    }
}

/// Saves a picture where `FENGQIAO_TEST_PICTURES` says, in light and dark.
async fn picture(browser: &Browser, name: &str) {
    let Some(folder) = std::env::var_os("FENGQIAO_TEST_PICTURES").map(PathBuf::from) else { return };
    for (dark, shade) in [(true, "dark"), (false, "light")] {
        browser.dark(dark).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        browser.screenshot(Path::new(&folder.join(format!("{name}_{shade}.png")))).await;
    }
}

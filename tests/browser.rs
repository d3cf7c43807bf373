//! Residents and staff in real browsers, on the real program: everybody sees everything live.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use crate::support::browser::{Browser, Press};
use crate::support::program::{Installation, Running};

const ROOM: &str = "500107003003";
/// A screen on which an answer with its statutes and buttons is seen whole.
const HIGH: u32 = 1376;

/// Opens the poster of a room on a phone.
async fn resident(browser: &Browser, base: &str) {
    browser.resize(390, 844).await;
    browser.open(&format!("{base}/r/{ROOM}")).await;
    browser.wait_for("记下了：您在民主村").await;
}

/// Joins the room at a desk, by the invitation's page.
async fn lawyer(browser: &Browser, home: &Installation, base: &str) {
    let invite = ["staff", "invite", "--room", ROOM, "--role", "lawyer", "--name", "李律师"];
    let out = home.run(&invite).done();
    browser.resize(1280, 900).await;
    browser.open(&format!("{base}/s/{}", out.lines().next().unwrap())).await;
    browser.wait_for("邀请只能用一次").await;
    browser.click_text("加入工作室").await;
    browser.wait_for("李律师，您好！您已登记为民主村的律师").await;
}

async fn writes(browser: &Browser, text: &str) {
    browser.type_into("#text", text).await;
    browser.press(Press::Enter).await;
}

/// Marks the page as it is; the mark goes with the first reload.
async fn marked(browser: &Browser) {
    browser.run("window.marked = true", json!([])).await;
}

async fn never_reloaded(browser: &Browser) {
    assert_eq!(browser.run("return window.marked === true", json!([])).await, true);
}

/// The resident asks and needs a lawyer; the lawyer takes the case and answers.
async fn consults(resident: &Browser, lawyer: &Browser) {
    writes(resident, "老板拖欠我三个月工资，怎么办").await;
    resident.wait_for("依据：").await;
    resident.click_text("请工作室律师看看").await;
    resident.wait_for("已登记：法律咨询").await;
    lawyer.wait_for("老板拖欠我三个月工资，怎么办").await;
    lawyer.click_text("接单").await;
    lawyer.wait_for("由您办理").await;
    resident.wait_for("李律师接手了").await;
    lawyer.click_text("回复").await;
    lawyer.wait_for("正在回复").await;
    writes(lawyer, "您好，请把考勤和工资条拍照发来").await;
    resident.wait_for("您好，请把考勤和工资条拍照发来").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_between_two_browsers_across_reload_and_restart() {
    let home = Installation::new();
    let (serving, base) = home.serve();
    let (Some(phone), Some(desk)) = (Browser::start().await, Browser::start().await) else { return };
    resident(&phone, &base).await;
    lawyer(&desk, &home, &base).await;
    marked(&phone).await;
    marked(&desk).await;
    consults(&phone, &desk).await;
    writes(&phone, "好的，今天下午发").await;
    desk.wait_for("好的，今天下午发").await;
    never_reloaded(&phone).await;
    never_reloaded(&desk).await;

    for browser in [&phone, &desk] {
        browser.run("location.reload()", json!([])).await;
        browser.wait_until("the new page", "return window.marked === undefined", json!([])).await;
        browser.wait_for("好的，今天下午发").await;
        browser.wait_for("请把考勤和工资条拍照发来").await;
        marked(browser).await;
    }

    let _again = restarted(&home, serving, &base, &phone).await;
    for browser in [&phone, &desk] {
        connected(browser).await;
    }
    writes(&phone, "照片拍好了").await;
    desk.wait_for("照片拍好了").await;
    desk.click_text("结案").await;
    desk.wait_for("已答复").await;
    desk.click_text("已答复").await;
    phone.wait_for("已经答复，先办结了").await;
    never_reloaded(&phone).await;
    never_reloaded(&desk).await;
}

/// Stops the server, which the page notices, and starts it on the same port.
async fn restarted(home: &Installation, serving: Running, base: &str, page: &Browser) -> Running {
    assert_eq!(serving.stops().code, 0);
    page.wait_for("正在重新连接").await;
    let address = base.strip_prefix("http://").unwrap();
    home.serve_with(&["--set", &format!("http.listen={address}")]).0
}

async fn connected(browser: &Browser) {
    browser.wait_until("the connection", "return document.getElementById('lost').hidden", json!([])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_is_enough() {
    let home = Installation::new();
    let (_serving, base) = home.serve();
    let Some(browser) = Browser::start().await else { return };
    browser.resize(390, 844).await;
    browser.open(&base).await;
    browser.wait_for("有事直接说").await;
    browser.press(Press::Tab).await;
    browser.press(Press::Enter).await;
    browser.type_text("房东不退押金").await;
    browser.press(Press::Enter).await;
    browser.wait_for("依据：").await;
    focus_by_tabbing_back(&browser, "请工作室律师看看").await;
    browser.press(Press::Enter).await;
    browser.wait_for("您在哪个社区？").await;
    focus_by_tabbing_back(&browser, "民主村").await;
    browser.press(Press::Space).await;
    browser.wait_for("已登记：法律咨询").await;
}

/// From the box back over the buttons above it, until this one has the focus.
async fn focus_by_tabbing_back(browser: &Browser, label: &str) {
    browser.run("document.getElementById('text').focus()", json!([])).await;
    for _ in 0..40 {
        browser.press(Press::BackTab).await;
        let focused = browser.run("return document.activeElement.textContent", json!([])).await;
        if focused.as_str().is_some_and(|text| text.contains(label)) {
            return;
        }
    }
    panic!("{label} cannot be reached with the keyboard");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_as_wide_as_the_window_and_no_wider() {
    let home = Installation::new();
    let (_serving, base) = home.serve();
    let Some(browser) = Browser::start().await else { return };
    resident(&browser, &base).await;
    writes(&browser, &format!("{} 老板拖欠我三个月工资", "x".repeat(300))).await;
    browser.wait_for("依据：").await;
    for (width, height) in [(390, 844), (320, 568), (844, 390), (1280, 900)] {
        browser.resize(width, height).await;
        let fits = "return document.documentElement.scrollWidth <= window.innerWidth \
                    && document.getElementById('send').getBoundingClientRect().right <= window.innerWidth \
                    && document.getElementById('send').getBoundingClientRect().bottom <= window.innerHeight";
        browser.wait_until(&format!("room at {width} by {height}"), fits, json!([])).await;
    }
}

/// What is long begins where it can be read; on a screen high enough all of it is seen.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_stays_in_sight_with_its_answer() {
    let home = Installation::new();
    let (_serving, base) = home.serve();
    let Some(browser) = Browser::start().await else { return };
    resident(&browser, &base).await;
    writes(&browser, "老板拖欠我三个月工资，怎么办？").await;
    browser.wait_for("依据：").await;
    let question = "const header = document.querySelector('header').getBoundingClientRect().bottom; \
                    const top = [...document.querySelectorAll('#log .mine .bubble')].at(-1).getBoundingClientRect().top; \
                    return top >= header - 1 && top < window.innerHeight / 2";
    browser.wait_until("the question in sight", question, json!([])).await;
    browser.resize(390, HIGH).await;
    let end = "document.activeElement.blur(); document.getElementById('pane').scrollTop = 0";
    browser.run(end, json!([])).await;
    let buttons = "const last = [...document.querySelectorAll('#log button')].at(-1).getBoundingClientRect(); \
                   return last.bottom <= document.querySelector('footer').getBoundingClientRect().top";
    browser.wait_until("the question in sight", question, json!([])).await;
    browser.wait_until("the buttons in sight", buttons, json!([])).await;
    picture_for_the_readme(&browser).await;
}

/// Taken anew where `FENGQIAO_TEST_PICTURES` is set.
async fn picture_for_the_readme(browser: &Browser) {
    if std::env::var_os("FENGQIAO_TEST_PICTURES").is_some() {
        browser.sharpen(390, HIGH).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        browser.screenshot(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/chat-phone.png")).await;
    }
}

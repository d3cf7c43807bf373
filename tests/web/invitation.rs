//! The page of an invitation to a mediation: read by whoever has the link, previews of it included, and acted on by a press.

use fengqiao::domain::message::Body;
use reqwest::{Method, StatusCode};

use super::desk::{Desk, INVITED};
use crate::support::browser::{Browser, Press};
use crate::support::web_user::{WebUser, attributes, texts};

fn path() -> String {
    format!("/p/{INVITED}")
}

#[tokio::test]
async fn opening_it_says_who_asks_and_that_it_is_free_to_refuse_and_changes_nothing() {
    let desk = Desk::open().await;
    let mut user = WebUser::new(&desk.base);
    for _ in 0..3 {
        let page = user.open(&path()).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(
            texts(&page.body, "main strong"),
            ["民主村<b>工作室 · 王调解"],
            "escaped, and no more than that"
        );
        let text = texts(&page.body, "main").concat();
        for said in ["不收费", "打开本页不算同意", "可以不同意", "随时不谈", "只能用一次"]
        {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert_eq!(texts(&page.body, "main button"), ["进去看看再决定"]);
        assert_eq!(attributes(&page.body, "main form", "method"), ["post"]);
        assert_eq!(
            attributes(&page.body, "script", "src"),
            Vec::<String>::new(),
            "nothing presses it by itself"
        );
    }
    assert!(desk.book.came().is_empty());
}

#[tokio::test]
async fn a_preview_a_look_at_the_head_and_other_methods_change_nothing() {
    let desk = Desk::open().await;
    let user = WebUser::new(&desk.base);
    let client = reqwest::Client::new();
    for (method, status) in [
        (Method::HEAD, StatusCode::OK),
        (Method::GET, StatusCode::OK),
        (Method::POST, StatusCode::METHOD_NOT_ALLOWED),
        (Method::PUT, StatusCode::METHOD_NOT_ALLOWED),
        (Method::DELETE, StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let url = format!("{}{}", desk.base, path());
        let preview =
            client.request(method.clone(), url).header("user-agent", "TelegramBot (like TwitterBot)");
        assert_eq!(preview.send().await.unwrap().status(), status, "{method}");
    }
    let without_cookie = user.post("/chat/messages", &[("start", "party_7K3M9QTXABCD")]).await;
    assert_eq!(without_cookie.status, StatusCode::BAD_REQUEST, "{without_cookie:?}");
    assert!(desk.book.came().is_empty());
}

#[tokio::test]
async fn the_button_enters_it_once() {
    let desk = Desk::open().await;
    let mut user = WebUser::new(&desk.base);
    let page = user.open(&path()).await.body;
    let [id] = attributes(&page, "main input[name=id]", "value").try_into().unwrap();
    let [start] = attributes(&page, "main input[name=start]", "value").try_into().unwrap();
    for _ in 0..2 {
        let pressed = user.submit("/chat/messages", &[("id", &id), ("start", &start)]).await;
        assert_eq!((pressed.status, pressed.header("location")), (StatusCode::SEE_OTHER, "/"));
    }
    let bodies: Vec<Body> = desk.book.came().into_iter().map(|came| came.body).collect();
    assert_eq!(bodies, [Body::Start(format!("party_{INVITED}"))]);
}

#[tokio::test]
async fn one_that_leads_nowhere_says_nobody_s_name_and_leaves_the_explaining_to_the_conversation() {
    let desk = Desk::open().await;
    let mut user = WebUser::new(&desk.base);
    let page = user.open("/p/2222AAAABBBB").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(texts(&page.body, "main strong"), Vec::<String>::new());
    assert_eq!(texts(&page.body, "main button").len(), 1);
    for nonsense in ["/p/%3Cb%3E", "/p/a%20b", &format!("/p/{}", "A".repeat(65))] {
        assert_eq!(user.open(nonsense).await.status, StatusCode::NOT_FOUND, "{nonsense}");
    }
    assert!(desk.book.came().is_empty());
}

#[tokio::test]
async fn it_reads_english_to_who_reads_english() {
    let desk = Desk::open().await;
    let user = WebUser::new(&desk.base);
    let page = user.send(user.get(&path()).header("accept-language", "en-GB,en;q=0.9")).await;
    let text = texts(&page.body, "main").concat();
    for said in ["free of charge", "opening this page is no consent", "you can refuse", "works once"] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[tokio::test]
async fn a_browser_opens_it_waits_and_the_keyboard_alone_decides() {
    let (desk, Some(browser)) = (Desk::open().await, Browser::start().await) else { return };
    browser.resize(390, 844).await;
    browser.open(&format!("{}{}", desk.base, path())).await;
    browser.wait_for("进去看看再决定").await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert!(desk.book.came().is_empty(), "script or not, nobody has pressed anything");
    for _ in 0..6 {
        browser.press(Press::Tab).await;
        let on = browser.run("return document.activeElement.className", serde_json::json!([])).await;
        if on == "big" {
            break;
        }
    }
    browser.press(Press::Enter).await;
    browser.wait_for("不用学任何口令").await;
    assert_eq!(desk.book.came()[0].body, Body::Start(format!("party_{INVITED}")));
}

#[tokio::test]
async fn what_is_longer_than_the_window_opens_at_its_beginning() {
    let (desk, Some(browser)) = (Desk::open().await, Browser::start().await) else { return };
    browser.resize(390, 420).await;
    browser.open(&format!("{}{}", desk.base, path())).await;
    browser.click_text("进去看看再决定").await;
    browser.wait_for("不用学任何口令").await;
    let beginning = "const top = css => document.querySelector(css).getBoundingClientRect().top; \
                     const pane = document.getElementById('pane'); \
                     return pane.scrollHeight > pane.clientHeight && top('#log .bubble') >= top('#pane') - 1";
    browser.wait_until("the first words in sight", beginning, serde_json::json!([])).await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    browser.wait_until("the first words still in sight", beginning, serde_json::json!([])).await;
}

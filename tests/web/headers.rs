//! What every page says to the browser that shows it.

use fengqiao::channels::web::Settings;
use reqwest::StatusCode;

use super::desk::Desk;
use crate::support::web_user::{WebUser, attributes, texts};

#[tokio::test]
async fn a_page_is_kept_to_itself() {
    let desk = Desk::open().await;
    let mut user = WebUser::new(&desk.base);
    for path in ["/", "/r/500107003001", "/s/AB12", "/p/AB12", "/nothing", "/r/x"] {
        let page = user.open(path).await;
        if path == "/nothing" {
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            assert!(page.body.contains("没有这个页面") && page.body.contains("href=\"/\""), "{}", page.body);
        }
        let policy = page.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe") && policy.ends_with("frame-ancestors 'none'"));
        assert_eq!(page.header("x-frame-options"), "DENY");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(page.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn the_street_may_show_the_page_in_its_own() {
    let embed_in = vec!["https://street.example".to_owned()];
    let desk = Desk::with(Settings { embed_in, ..Settings::default() }).await;
    let page = WebUser::new(&desk.base).open("/").await;
    assert!(page.header("content-security-policy").ends_with("frame-ancestors https://street.example"));
    assert_eq!(page.header("x-frame-options"), "");
}

#[tokio::test]
async fn the_cookie_is_the_browsers_alone() {
    let desk = Desk::open().await;
    let mut user = WebUser::new(&desk.base);
    let first = user.open("/").await.header("set-cookie").to_owned();
    assert!(first.contains("; HttpOnly; SameSite=Lax") && !first.contains("Secure"), "{first}");
    assert_eq!(user.open("/").await.header("set-cookie"), first);
    user.say("您好").await;
    let value = first.split(['=', ';']).nth(1).unwrap().to_owned();
    assert_eq!((value.len(), desk.book.last_peer().len()), (64, 64));
    assert_ne!(value, desk.book.last_peer());
    assert!(!user.open("/").await.body.contains(&value));

    let public_url = "https://law.example".to_owned();
    let secure = Desk::with(Settings { public_url, ..Settings::default() }).await;
    let cookie = WebUser::new(&secure.base).open("/").await.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-fengqiao=") && cookie.ends_with("; Secure"), "{cookie}");
}

#[tokio::test]
async fn style_and_script_are_ours_and_may_be_kept_for_ever() {
    let desk = Desk::open().await;
    let mut user = WebUser::new(&desk.base);
    let page = user.open("/").await.body;
    let mut assets = attributes(&page, "link", "href");
    assets.extend(attributes(&page, "script", "src"));
    assert_eq!(assets.len(), 3);
    for asset in assets {
        let answer = user.open(&asset).await;
        assert_eq!(answer.status, StatusCode::OK, "{asset}");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(!answer.body.contains("http://") || asset.ends_with(".svg"), "{asset} reaches out");
        assert!(!answer.body.contains("https://"), "{asset} reaches out");
    }
    assert_eq!(user.open("/assets/chat.0.css").await.status, StatusCode::NOT_FOUND);
    assert!(!page.contains("style=") && !page.contains("onclick"), "the policy forbids inline code");
}

#[tokio::test]
async fn the_page_can_be_read_without_eyes_and_in_english() {
    let desk = Desk::open().await;
    let mut user = WebUser::new(&desk.base);
    let page = user.open("/").await.body;
    assert_eq!(attributes(&page, "html", "lang"), ["zh-CN"]);
    assert_eq!(attributes(&page, "#log", "role"), ["log"]);
    assert_eq!(attributes(&page, "#log", "aria-live"), ["polite"]);
    assert_eq!(texts(&page, "label[for=text]"), ["您要说的话"]);
    assert_eq!(attributes(&page, ".skip", "href"), ["#text"]);
    assert_eq!(attributes(&page, "header a", "href"), ["tel:110"]);
    assert_eq!(texts(&page, "header p"), ["公共法律服务 · 谢家湾街道"]);
    let english = user.send(user.get("/").header("accept-language", "en")).await.body;
    assert_eq!(attributes(&english, "html", "lang"), ["en"]);
    assert_eq!(texts(&english, "#send"), ["Send"]);
}

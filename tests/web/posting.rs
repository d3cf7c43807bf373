//! What people send, and what is refused.

use fengqiao::domain::attachment::{Attachment, AttachmentKind};
use fengqiao::domain::ids::AttachmentId;
use fengqiao::domain::message::Body;
use reqwest::StatusCode;

use super::desk::Desk;
use crate::support::web_user::{WebUser, attributes, texts};

#[tokio::test]
async fn a_form_works_without_script() {
    let desk = Desk::open().await;
    let mut user = WebUser::new(&desk.base);
    let page = user.open("/").await.body;
    assert_eq!(texts(&page, "#start button"), ["开始"]);
    let fields = [("id", "f1"), ("reply_to", ""), ("text", "房东不退押金\r\n怎么办")];
    let answer = user.submit("/chat/messages", &fields).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/"));
    let lines = user.read().await;
    assert_eq!(lines[0], "房东不退押金\n怎么办");
    assert!(lines[1].starts_with("房东不退押金，可以这样做："), "{lines:?}");
    let page = user.open("/").await.body;
    assert_eq!(texts(&page, "#start"), Vec::<String>::new());
    assert_eq!(attributes(&page, ".ours .text a", "href"), ["tel:110", "tel:12348"]);
    assert_eq!(texts(&page, ".ours .text strong"), ["房东不退押金"]);
    assert_eq!(desk.book.came()[0].reply_to, None);
}

#[tokio::test]
async fn sending_twice_is_one_message() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    for _ in 0..2 {
        let answer = user.post("/chat/messages", &[("id", "once"), ("text", "您好")]).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "{}"));
    }
    let other = WebUser::arrived(&desk.base).await;
    other.post("/chat/messages", &[("id", "once"), ("text", "我也好")]).await;
    for _ in 0..2 {
        user.say("没有编号").await;
    }
    assert_eq!(desk.book.came().len(), 4);
}

#[tokio::test]
async fn buttons_replies_links_and_places_arrive_as_what_they_are() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    user.post("/chat/messages", &[("press", "claim:7K3M9QTX"), ("reply_to", "00000003")]).await;
    user.post("/chat/messages", &[("text", "明天来"), ("reply_to", "00000003")]).await;
    user.post("/chat/messages", &[("text", "/start AB12")]).await;
    user.post("/chat/messages", &[("start", "room_500107003001")]).await;
    user.post("/chat/messages", &[("text", "")]).await;
    user.post("/chat/location", &[("latitude", "29.5182"), ("longitude", "106.5112")]).await;
    let came: Vec<(Body, Option<String>)> =
        desk.book.came().into_iter().map(|said| (said.body, said.reply_to)).collect();
    let replied = || Some("00000003".to_owned());
    let expected = [
        (Body::Press("claim:7K3M9QTX".into()), replied()),
        (Body::Text("明天来".into()), replied()),
        (Body::Start("AB12".into()), None),
        (Body::Start("room_500107003001".into()), None),
        (Body::Text(String::new()), None),
        (Body::Location { latitude: 29.5182, longitude: 106.5112 }, None),
    ];
    assert_eq!(came, expected);
}

#[tokio::test]
async fn a_poster_and_an_invitation_change_nothing_until_something_is_pressed() {
    let desk = Desk::open().await;
    let mut user = WebUser::new(&desk.base);
    let poster = user.open("/r/500107003001").await.body;
    assert_eq!(attributes(&poster, "#start input[name=start]", "value"), ["room_500107003001"]);
    let join = user.open("/s/7K3M-9Q_x").await.body;
    assert_eq!(texts(&join, "form button"), ["加入工作室"]);
    assert_eq!(attributes(&join, "form input[name=start]", "value"), ["7K3M-9Q_x"]);
    for nonsense in ["/r/abc", "/r/1234567890123", "/s/%3Cb%3E"] {
        assert_eq!(user.open(nonsense).await.status, StatusCode::NOT_FOUND, "{nonsense}");
    }
    assert!(desk.book.came().is_empty());
}

#[tokio::test]
async fn a_hundred_kilobytes_are_answered_and_too_much_is_refused_kindly() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    let long = "押".repeat(100 * 1024 / 3);
    assert_eq!(user.say(&long).await.status, StatusCode::OK);
    assert_eq!(desk.book.came()[0].body, Body::Text(long));
    for beyond in ["押".repeat(80_000), "x".repeat(3_000_000)] {
        let answer = user.say(&beyond).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.json()["error"].as_str().unwrap().contains("太长"));
        let page = user.submit("/chat/messages", &[("text", &beyond)]).await;
        assert!(texts(&page.body, "[role=alert]")[0].contains("太长"));
        assert_eq!(attributes(&page.body, "main a", "href"), ["/"]);
    }
    assert_eq!(user.say("短一点").await.status, StatusCode::OK);
}

#[tokio::test]
async fn words_of_strangers_are_never_markup() {
    let desk = Desk::open().await;
    let mut user = WebUser::arrived(&desk.base).await;
    let hostile =
        "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp; **<b>粗</b>** \u{202e}\0";
    user.say(hostile).await;
    user.upload("\"><script>x</script>.pdf", "text/html", b"<script>".to_vec()).await;
    let page = user.open("/").await.body;
    for tag in ["#log script", "#log img", "#log b", "#log textarea"] {
        assert_eq!(texts(&page, tag), Vec::<String>::new(), "{tag}");
    }
    assert_eq!(texts(&page, ".mine .text")[0], hostile.replace('\0', "\u{fffd}"));
    assert_eq!(texts(&page, ".ours .text strong"), ["<b>粗</b>"]);
}

#[tokio::test]
async fn too_many_messages_are_slowed_down_for_that_person_only() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    for number in 0..20 {
        assert_eq!(user.say(&number.to_string()).await.status, StatusCode::OK);
    }
    let answer = user.say("还有").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!((1..=10).contains(&answer.header("retry-after").parse::<u64>().unwrap()));
    assert!(answer.json()["error"].as_str().unwrap().contains("太快"));
    assert_eq!(desk.book.came().len(), 20);
    let other = WebUser::arrived(&desk.base).await;
    assert_eq!(other.say("我也想说").await.status, StatusCode::OK);
}

#[tokio::test]
async fn one_address_cannot_begin_conversations_without_end() {
    let desk = Desk::open().await;
    let mut first = None;
    for _ in 0..30 {
        let user = WebUser::arrived(&desk.base).await;
        assert_eq!(user.say("您好").await.status, StatusCode::OK);
        first.get_or_insert(user);
    }
    let late = WebUser::arrived(&desk.base).await;
    assert_eq!(late.say("您好").await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(first.unwrap().say("老朋友").await.status, StatusCode::OK);
    let elsewhere =
        late.form("/chat/messages", &[("text", "您好")]).header("x-forwarded-for", "10.1.1.1, 10.2.2.2");
    assert_eq!(late.send(elsewhere).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn another_sites_page_cannot_send_in_a_persons_name() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let forged = user.form("/chat/messages", &[("text", "转账")]).header(name, value);
        let answer = user.send(forged).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(texts(&answer.body, "[role=alert]")[0].contains("别的网站"));
    }
    assert!(desk.book.came().is_empty());
    let own = user.form("/chat/messages", &[("text", "您好")]).header("origin", &desk.base);
    assert_eq!(user.send(own).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn without_cookies_the_way_out_is_told() {
    let desk = Desk::open().await;
    let user = WebUser::new(&desk.base);
    let answer = user.say("您好").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.json()["error"].as_str().unwrap().contains("Cookie"));
    assert_eq!(user.send(user.get("/chat/events")).await.status, StatusCode::BAD_REQUEST);
    let english = user.form("/chat/messages", &[("text", "hi")]).header("accept-language", "en-GB,en");
    assert!(user.send(english).await.body.contains("keeps no cookies"));
}

#[tokio::test]
async fn forms_we_did_not_make_are_refused() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    for (path, fields) in [
        ("/chat/messages", [("nothing", "x"), ("id", "1")]),
        ("/chat/location", [("latitude", "91"), ("longitude", "0")]),
        ("/chat/location", [("latitude", "NaN"), ("longitude", "0")]),
        ("/chat/files", [("file", "x"), ("id", "1")]),
    ] {
        assert_eq!(user.post(path, &fields).await.status, StatusCode::BAD_REQUEST, "{path} {fields:?}");
    }
    assert_eq!(user.upload("空.txt", "text/plain", Vec::new()).await.status, StatusCode::BAD_REQUEST);
    assert!(desk.book.came().is_empty());
}

#[tokio::test]
async fn when_the_database_is_away_the_message_is_not_taken_and_that_is_said() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    desk.book.close(true);
    let answer = user.post("/chat/messages", &[("id", "a"), ("text", "您好")]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.json()["retry_after"], 5);
    desk.book.close(false);
    assert_eq!(user.post("/chat/messages", &[("id", "a"), ("text", "您好")]).await.status, StatusCode::OK);
    assert_eq!(desk.book.came().len(), 1);
}

#[tokio::test]
async fn files_are_kept_and_shown_only_to_whose_they_are() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    let picture = b"\x89PNG\r\n\x1a\nrest".to_vec();
    for _ in 0..2 {
        let answer = user.upload("借条.png", "image/png", picture.clone()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    let [said] = desk.book.came().try_into().unwrap();
    let Body::File { file, .. } = said.body else { panic!("{said:?}") };
    assert_eq!((file.kind, file.name.as_deref()), (AttachmentKind::Photo, Some("借条.png")));
    let path = format!("/files/{}", file.id);
    let shown = user.send(user.get(&path)).await;
    assert_eq!((shown.status, shown.header("content-type")), (StatusCode::OK, "image/png"));
    assert_eq!(shown.header("content-disposition"), "inline; filename*=UTF-8''%E5%80%9F%E6%9D%A1.png");
    assert_eq!(shown.header("content-security-policy"), "default-src 'none'; sandbox");
    let stranger = WebUser::arrived(&desk.base).await;
    assert_eq!(stranger.send(stranger.get(&path)).await.status, StatusCode::NOT_FOUND);
    let nobody = WebUser::new(&desk.base);
    let refused = nobody.send(nobody.get(&path)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let says = &texts(&refused.body, "[role=alert]")[0];
    assert!(says.contains("只给对话里的人看") && !says.contains("没有收下"), "{says}");
    assert_eq!(attributes(&refused.body, "main a", "href"), ["/"]);
}

#[tokio::test]
async fn a_calendar_entry_is_named_as_one_and_still_only_saved() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    user.say("您好").await;
    let peer = desk.book.last_peer();
    for (mime, told) in [
        ("text/calendar; charset=utf-8", "text/calendar; charset=utf-8"),
        ("text/calendar+html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
    ] {
        let file = Attachment {
            id: AttachmentId::new(mime.replace(|sign: char| !sign.is_alphanumeric(), "")),
            kind: AttachmentKind::File,
            name: Some("预约.ics".into()),
            mime: Some(mime.into()),
            telegram_file: None,
        };
        desk.book.keep(&peer, &file, b"BEGIN:VCALENDAR");
        let got = user.send(user.get(&format!("/files/{}", file.id))).await;
        assert_eq!((got.status, got.header("content-type")), (StatusCode::OK, told));
        assert!(got.header("content-disposition").starts_with("attachment;"), "{mime}");
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
    }
}

#[tokio::test]
async fn an_address_of_forms_opened_as_a_page_leads_back() {
    let desk = Desk::open().await;
    let mut user = WebUser::arrived(&desk.base).await;
    for path in ["/chat/messages", "/chat/location", "/chat/files", "/chat/seen"] {
        let page = user.open(path).await;
        assert_eq!((page.status, page.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"), "{path}");
        assert!(texts(&page.body, "[role=alert]")[0].contains("请返回对话"), "{path}");
        assert_eq!(attributes(&page.body, "main a", "href"), ["/"]);
    }
}

#[tokio::test]
async fn the_empty_box_says_to_staff_what_is_for_staff() {
    let desk = Desk::open().await;
    let mut user = WebUser::arrived(&desk.base).await;
    user.say("您好").await;
    let hint = |page: &str| attributes(page, "#text", "placeholder").concat();
    assert_eq!(hint(&user.open("/").await.body), "请用平常的话写下您的事");
    desk.book.hires(&desk.book.last_peer());
    let staffs = hint(&user.open("/").await.body);
    assert!(staffs.contains("回复") && !staffs.contains("您的事"), "{staffs}");
}

#[tokio::test]
async fn a_page_among_the_files_can_only_be_saved() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    user.upload("x.txt", "text/html", b"<script>alert(1)</script>".to_vec()).await;
    let Body::File { file, .. } = desk.book.came()[0].body.clone() else { panic!() };
    let shown = user.send(user.get(&format!("/files/{}", file.id))).await;
    assert_eq!(shown.header("content-type"), "application/octet-stream");
    assert_eq!(shown.header("content-disposition"), "attachment; filename*=UTF-8''x.txt");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_file_over_ten_megabytes_is_refused_kindly() {
    let desk = Desk::open().await;
    let user = WebUser::arrived(&desk.base).await;
    for size in [10 * 1024 * 1024 + 1, 12_000_000] {
        let answer = user.upload("大.pdf", "application/pdf", vec![1; size]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(texts(&answer.body, "[role=alert]")[0].contains("10 MB"));
    }
    let most = user.upload("大.pdf", "application/pdf", vec![1; 10 * 1024 * 1024]).await;
    assert_eq!(most.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_file_that_the_page_does_not_name_is_refused_and_what_can_be_sent_is_said() {
    let desk = Desk::open().await;
    let mut user = WebUser::arrived(&desk.base).await;
    for (name, mime) in
        [("收据.exe", "application/pdf"), ("证据.zip", "application/zip"), ("x.html", "text/html")]
    {
        let answer = user.upload(name, mime, b"MZ".to_vec()).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{name}");
        assert!(texts(&answer.body, "[role=alert]")[0].contains("PDF"), "{name}");
    }
    assert!(desk.book.came().is_empty());
    let accepted = attributes(&user.open("/").await.body, "#file", "accept").concat();
    assert!(
        accepted.starts_with("image/*,audio/*,video/*,.pdf,.doc") && accepted.ends_with(".txt"),
        "{accepted}"
    );
    for name in ["合同.ofd", "合同.DOCX"] {
        assert_eq!(
            user.upload(name, "application/octet-stream", b"x".to_vec()).await.status,
            StatusCode::SEE_OTHER,
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_page_in_english_asks_for_an_english_greeting_and_each_line_says_its_language() {
    let desk = Desk::open().await;
    let user = WebUser::new(&desk.base);
    for (path, start) in [("/", "lang_en_"), ("/r/500107003001", "lang_en_room_500107003001")] {
        let page = user.send(user.get(path).header("accept-language", "en-GB,en;q=0.9,zh;q=0.1")).await.body;
        assert_eq!(attributes(&page, "#start input[name=start]", "value"), [start]);
        let page = user.send(user.get(path).header("accept-language", "zh-CN,en;q=0.5")).await.body;
        assert_eq!(
            attributes(&page, "#start input[name=start]", "value"),
            [start.trim_start_matches("lang_en_")]
        );
    }
    let user = WebUser::arrived(&desk.base).await;
    user.say("My deposit").await;
    user.say("房东不退押金").await;
    let page = user.send(user.get("/").header("accept-language", "en")).await.body;
    assert_eq!(attributes(&page, ".mine .text", "lang"), ["en", "zh"]);
    assert_eq!(attributes(&page, ".ours .text", "lang").last().map(String::as_str), Some("zh"));
}

//! The words on the page itself, around the conversation, in each language a resident may read.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

/// Everything the page says on its own.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) lang: &'static str,
    /// What an opening begins with, so that the greeting is in this language.
    pub(super) opening: &'static str,
    pub(super) title: &'static str,
    pub(super) emergency: &'static str,
    pub(super) skip: &'static str,
    pub(super) log: &'static str,
    /// How a day is written.
    pub(super) day: &'static str,
    pub(super) you: &'static str,
    pub(super) us: &'static str,
    pub(super) amended: &'static str,
    pub(super) reply: &'static str,
    pub(super) replying: &'static str,
    pub(super) cancel: &'static str,
    pub(super) hint: &'static str,
    pub(super) staff_hint: &'static str,
    pub(super) message: &'static str,
    pub(super) send: &'static str,
    pub(super) retry: &'static str,
    pub(super) file: &'static str,
    pub(super) upload: &'static str,
    pub(super) photo: &'static str,
    pub(super) place: &'static str,
    pub(super) place_sent: &'static str,
    pub(super) no_place: &'static str,
    pub(super) start: &'static str,
    pub(super) start_hint: &'static str,
    pub(super) join: &'static str,
    pub(super) join_hint: &'static str,
    pub(super) party: &'static str,
    pub(super) party_by: &'static str,
    pub(super) party_what: &'static str,
    pub(super) party_free: &'static str,
    pub(super) party_next: &'static str,
    pub(super) party_open: &'static str,
    pub(super) lost: &'static str,
    pub(super) failed: &'static str,
    pub(super) back: &'static str,
    pub(super) no_cookie: &'static str,
    pub(super) not_theirs: &'static str,
    pub(super) no_page: &'static str,
    pub(super) foreign: &'static str,
    pub(super) too_long: &'static str,
    pub(super) too_big: &'static str,
    pub(super) wrong_sort: &'static str,
    pub(super) too_fast: &'static str,
    pub(super) too_many: &'static str,
    pub(super) unreadable: &'static str,
    pub(super) not_found: &'static str,
    pub(super) unavailable: &'static str,
}

impl Words {
    /// English for a browser that asks for English before any Chinese; Chinese for all others.
    pub(super) fn for_browser(headers: &HeaderMap) -> &'static Self {
        let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let first =
            wanted.split(',').map(str::trim).find(|tag| tag.starts_with("zh") || tag.starts_with("en"));
        if first.is_some_and(|tag| tag.starts_with("en")) { &ENGLISH } else { &CHINESE }
    }
}

const CHINESE: Words = Words {
    lang: "zh-CN",
    opening: "",
    title: "公共法律服务",
    emergency: "紧急求助",
    skip: "跳到输入框",
    log: "对话",
    day: "%-m月%-d日",
    you: "您说：",
    us: "枫桥说：",
    amended: "已更新",
    reply: "回复",
    replying: "正在回复",
    cancel: "不回复了",
    hint: "请用平常的话写下您的事",
    staff_hint: "先点事项下面的“回复”，再写给居民；写“菜单”看全部",
    message: "您要说的话",
    send: "发送",
    retry: "重试",
    file: "照片或文件",
    upload: "上传",
    photo: "照片",
    place: "发送位置",
    place_sent: "位置",
    no_place: "没有取得位置。请允许浏览器使用位置，或者直接写下地址。",
    start: "开始",
    start_hint: "您好！点一下就可以开始咨询。",
    join: "加入工作室",
    join_hint: "请在您自己的手机或电脑上打开本页，点下面的按钮加入。邀请只能用一次。",
    party: "请您参加人民调解",
    party_by: "邀请您的是：",
    party_what: "人民调解，就是请调解员帮双方把事情坐下来谈开。不收费。",
    party_free: "参加不参加，全凭您自己：打开本页不算同意；可以不同意，同意以后也可以随时不谈了（人民调解法第十七条、第二十三条）。",
    party_next: "点下面的按钮进入对话，看清楚了再选同意还是不同意。这个链接只能用一次，请在您自己的手机或电脑上点。",
    party_open: "进去看看再决定",
    lost: "网络断开了，正在重新连接……新消息可能看不到。",
    failed: "没有发出去。请检查网络，然后点“重试”。您写的话还在。",
    back: "返回对话",
    no_cookie: "您的浏览器没有保存 Cookie，我们分不清您是谁，所以没有收下这条消息。请在浏览器设置里允许本网站使用 Cookie，再打开本页。",
    not_theirs: "这个文件只给对话里的人看。请用当时对话的那个手机或电脑，在同一个浏览器里打开对话，再点文件。",
    no_page: "这个网址不是用来直接打开的。请返回对话，在那里写字或者点按钮。",
    foreign: "这条消息是从别的网站发来的，没有收下。请打开本页，自己再发一次。",
    too_long: "这段话太长了，一次最多约六万个汉字，没有收下。请分成几段发，或者存成文件再上传。",
    too_big: "这个文件太大了，最大 10 MB，没有收下。请压缩一下，或者把照片拍小一点再发。",
    wrong_sort: "这种文件打不开，没有收下。可以发照片、录音、视频，或者 PDF、Word、Excel、WPS、OFD、TXT 文件；别的东西请拍成照片发来。",
    too_fast: "您发得太快了，这条没有收下。请等几秒钟再发。",
    too_many: "现在用的人太多，请过一分钟再试。有危险请点页面上方的“紧急求助”。",
    unreadable: "这条消息没有读懂，没有收下。请返回对话，再发一次。",
    not_found: "没有这个页面或文件，可能链接写错了。",
    unavailable: "系统暂时忙，这条消息没有收下。请过一会儿再发；有危险请点页面上方的“紧急求助”。",
};

const ENGLISH: Words = Words {
    lang: "en",
    opening: "lang_en_",
    title: "Public legal services",
    emergency: "Emergency",
    skip: "Skip to the message box",
    log: "Conversation",
    day: "%-d %B",
    you: "You: ",
    us: "Fengqiao: ",
    amended: "updated",
    reply: "Reply",
    replying: "Replying to",
    cancel: "Do not reply to it",
    hint: "Tell us in your own words",
    staff_hint: "Press “Reply” below a case, then write; “菜单” shows everything",
    message: "Your message",
    send: "Send",
    retry: "Try again",
    file: "Photo or file",
    upload: "Upload",
    photo: "Photo",
    place: "Send location",
    place_sent: "Location",
    no_place: "Your location is not available. Allow the browser to use it, or write the address.",
    start: "Start",
    start_hint: "Hello! Press the button to begin.",
    join: "Join the room",
    join_hint: "Open this page on your own phone or computer and press the button. The invitation works once.",
    party: "You are asked to take part in a mediation",
    party_by: "Asked by: ",
    party_what: "In people's mediation a mediator helps both sides to talk a matter through. It is free of charge.",
    party_free: "Whether you take part is up to you: opening this page is no consent, you can refuse, and you can end \
                 it at any time later (People's Mediation Law, articles 17 and 23).",
    party_next: "The button leads to a conversation where you read on and then choose. This link works once: press it \
                 on your own phone or computer.",
    party_open: "Read on, then decide",
    lost: "The connection is lost, trying again… New messages may be missing.",
    failed: "Not sent. Check the connection and press “Try again”. Your words are still here.",
    back: "Back to the conversation",
    no_cookie: "Your browser keeps no cookies, so we cannot tell who you are, and this message was not taken. Allow \
                cookies for this site in the browser's settings and open the page again.",
    not_theirs: "This file is only for those of the conversation it belongs to. Open the conversation in the browser \
                 you talked in, on the same phone or computer, and open the file there.",
    no_page: "This address is not meant to be opened. Go back to the conversation and write or press a button there.",
    foreign: "This message came from another web site and was not taken. Open this page and send it yourself.",
    too_long: "This text is too long to take at once (200 KB at most). Send it in parts, or upload it as a file.",
    too_big: "This file is too big: 10 MB at most. Make it smaller and send it again.",
    wrong_sort: "We cannot open this sort of file, and it was not taken. Send photos, recordings, videos, or PDF, Word, \
                 Excel, WPS, OFD and TXT files; of anything else send a photo.",
    too_fast: "That was too fast, and this message was not taken. Wait a few seconds and send it again.",
    too_many: "Too many people at the moment. Try again in a minute. In danger press “Emergency” at the top.",
    unreadable: "This message could not be read and was not taken. Go back and send it again.",
    not_found: "There is no such page or file; the link may be mistyped.",
    unavailable: "The system is busy and this message was not taken. Try again in a while. In \
                  danger press “Emergency” at the top.",
};

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn english_only_where_it_comes_first() {
        for (wanted, lang) in [
            ("", "zh-CN"),
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
            ("en-GB,en;q=0.9,zh;q=0.1", "en"),
            ("fr", "zh-CN"),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static(wanted))]);
            assert_eq!(Words::for_browser(&headers).lang, lang, "{wanted}");
        }
    }
}

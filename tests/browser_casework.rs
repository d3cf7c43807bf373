//! A mediation in real browsers, each person in their own: the resident, the other party, the mediator, a lawyer who goes on
//! leave, and whoever leads the street.

use serde_json::json;

use crate::support::browser::{Browser, Press};
use crate::support::program::Installation;

const ROOM: &str = "500107003003";

async fn writes(browser: &Browser, text: &str) {
    browser.type_into("#text", text).await;
    browser.press(Press::Enter).await;
}

/// Clicks the newest button with just this label, numbered or not: 「同意」 is not 「不同意」.
async fn presses(browser: &Browser, label: &str) {
    let newest = "const found = [...document.querySelectorAll('button')].filter(e => e.getClientRects().length \
                  && new RegExp(`^(\\\\d+ )?${arguments[0]}$`).test(e.textContent.trim())).at(-1); \
                  found?.click(); return found !== undefined";
    browser.wait_until(&format!("a button 「{label}」"), newest, json!([label])).await;
}

/// Somebody joins by an invitation's page.
async fn joins(browser: &Browser, home: &Installation, base: &str, (room, role, name): (&str, &str, &str)) {
    let out = home.run(&["staff", "invite", "--room", room, "--role", role, "--name", name]).done();
    browser.resize(1280, 900).await;
    browser.open(&format!("{base}/s/{}", out.lines().next().unwrap())).await;
    browser.click_text("加入工作室").await;
    browser.wait_for(&format!("{name}，您好！您已登记为")).await;
}

/// The resident applies at the room's poster, and the mediator takes it and invites the other party, who consents.
async fn begins(anna: &Browser, bob: &Browser, li: &Browser, base: &str) {
    anna.resize(390, 844).await;
    anna.open(&format!("{base}/r/{ROOM}")).await;
    anna.wait_for("记下了：您在民主村").await;
    for (words, next) in [
        ("申请调解", "（1/4）"),
        ("楼上漏水把我家天花板泡了", "（2/4）"),
        ("邻居", "（3/4）"),
        ("不急", "（4/4）"),
        ("都可以", "已登记：人民调解"),
    ] {
        writes(anna, words).await;
        anna.wait_for(next).await;
    }
    presses(li, "接单").await;
    li.wait_for("由您办理了").await;
    anna.wait_for("李调解接手了").await;
    presses(li, "对方…").await;
    presses(li, "添加对方").await;
    li.wait_for("的对方是谁").await;
    writes(li, "3-2 王先生").await;
    presses(li, "给对方发邀请").await;
    li.wait_for("/p/").await;
    let path = "return [...document.body.innerText.matchAll(/\\/p\\/[A-Z0-9]+/g)].at(-1)[0]";
    let path = li.run(path, json!([])).await;
    bob.resize(390, 844).await;
    bob.open(&format!("{base}{}", path.as_str().unwrap())).await;
    bob.wait_for("打开本页不算同意").await;
    bob.click_text("进去看看再决定").await;
    bob.wait_for("您愿意参加吗？").await;
    presses(bob, "同意").await;
    bob.wait_for("记下您同意参加调解").await;
    li.wait_for("对方同意参加调解").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sides_and_their_mediator_meet_and_neither_reads_the_other() {
    let home = Installation::new();
    let (_serving, base) = home.serve();
    let (Some(anna), Some(bob)) = (Browser::start().await, Browser::start().await) else { return };
    let Some(li) = Browser::start().await else { return };
    joins(&li, &home, &base, (ROOM, "mediator", "李调解")).await;
    begins(&anna, &bob, &li, &base).await;

    writes(&bob, "我家水管去年才修过").await;
    bob.wait_for("只有调解员看得到").await;
    li.wait_for("我家水管去年才修过").await;
    presses(&li, "约时间").await;
    li.wait_for("直接写时间也行").await;
    writes(&li, "后天上午十点").await;
    li.wait_for("正在分别问双方").await;
    for side in [&anna, &bob] {
        side.wait_for("您行不行？").await;
        presses(side, "行").await;
    }
    for side in [&anna, &bob] {
        side.wait_for("约好了：").await;
        let entry = "const link = [...document.querySelectorAll('a')].find(a => a.textContent.includes('.ics')); \
                     if (!link) return false; const get = new XMLHttpRequest(); get.open('GET', link.href, false); \
                     get.send(); return get.responseText.startsWith('BEGIN:VCALENDAR')";
        side.wait_until("the calendar entry", entry, json!([])).await;
    }
    li.wait_for("双方都说行，定在").await;
    let anna_reads = anna.text("body").await;
    assert!(!anna_reads.contains("去年才修过") && !anna_reads.contains("王先生"), "{anna_reads}");
    let bob_reads = bob.text("body").await;
    assert!(!bob_reads.contains("天花板") && !bob_reads.contains("王先生"), "{bob_reads}");

    presses(&li, "结案").await;
    presses(&li, "调解成功·书面").await;
    li.wait_for("协议说的是什么").await;
    writes(&li, "五天内修好水管").await;
    for (question, label) in
        [("涉及多少钱", "不涉及金额"), ("哪天生效", "今天"), ("约定哪天履行", "没有说定"), ("请核对", "确认")]
    {
        li.wait_for(question).await;
        presses(&li, label).await;
    }
    li.wait_for("已结案：调解成功·书面").await;
    let mine =
        "return [...document.querySelectorAll('.mine .text')].map(e => e.textContent.replace(/^\\d+ /, ''))";
    let said = li.run(mine, json!([])).await;
    let said: Vec<&str> = said.as_array().unwrap().iter().filter_map(|said| said.as_str()).collect();
    assert!(said.ends_with(&["五天内修好水管", "不涉及金额", "今天", "没有说定", "确认"]), "{said:?}");
    for side in [&anna, &bob] {
        side.wait_for("调解成功，写了调解协议").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lawyer_on_leave_is_stood_in_for_and_the_street_takes_a_crowd_up_jointly() {
    let home = Installation::new();
    let (_serving, base) = home.serve();
    let (Some(anna), Some(wang)) = (Browser::start().await, Browser::start().await) else { return };
    let (Some(sun), Some(chen)) = (Browser::start().await, Browser::start().await) else { return };
    joins(&wang, &home, &base, (ROOM, "lawyer", "王律师")).await;
    joins(&sun, &home, &base, (ROOM, "mediator", "孙调解")).await;
    joins(&chen, &home, &base, ("street", "leader", "陈主任")).await;
    writes(&wang, "请假").await;
    wang.wait_for("哪天到哪天请假").await;
    writes(&wang, "今天到后天").await;
    wang.wait_for("谁顶班？").await;
    wang.click_text("孙调解").await;
    wang.wait_for("孙调解顶班。新事项会给孙调解").await;
    sun.wait_for("由您顶班").await;

    anna.resize(390, 844).await;
    anna.open(&format!("{base}/r/{ROOM}")).await;
    writes(&anna, "我们厂二十个工人被拖欠工资，要集体讨说法").await;
    anna.wait_for("编号").await;
    sun.wait_for("二十个工人").await;
    chen.wait_for("二十个工人").await;
    chen.wait_for("建议联调").await;
    assert!(!wang.text("body").await.contains("二十个工人"), "who is away is not asked");
    presses(&chen, "包案联调").await;
    chen.wait_for("包案").await;
    chen.click_text("陈主任").await;
    chen.wait_for("责任科室").await;
}

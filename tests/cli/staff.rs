//! Inviting, listing and revoking staff, whose codes are used on the web page.

use sqlx::{Connection, SqliteConnection};

use crate::support::program::{Installation, Running};
use crate::support::web_user::WebUser;

/// A gateway that serves, and the command line beside it.
struct Office {
    home: Installation,
    _serving: Running,
    base: String,
}

impl Office {
    fn open() -> Self {
        let home = Installation::new();
        let (serving, base) = home.serve();
        Self { home, _serving: serving, base }
    }

    fn invite(&self, room: &str, role: &str, name: &str) -> String {
        let arguments = ["staff", "invite", "--room", room, "--role", role, "--name", name];
        let out = self.home.run(&arguments).done();
        out.lines().next().unwrap().to_owned()
    }

    /// What `staff list` shows of whoever has this name: id, status, role, room.
    fn listed(&self, name: &str) -> Vec<String> {
        let out = self.home.run(&["staff", "list"]).done();
        let line = out.lines().find(|line| line.ends_with(name)).unwrap_or_else(|| panic!("{name}: {out}"));
        line.split_whitespace().take(4).map(str::to_owned).collect()
    }

    /// A new visitor opens the link's page and presses its button; returns the visitor and the answer.
    async fn joins(&self, code: &str) -> (WebUser, String) {
        let mut visitor = WebUser::new(&self.base);
        let page = visitor.open(&format!("/s/{code}")).await;
        assert!(page.status.is_success() && page.body.contains(code), "{page:?}");
        assert!(visitor.submit("/chat/messages", &[("start", code)]).await.status.is_redirection());
        let answer = visitor.waits_for("").await;
        (visitor, answer)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_makes_one_person_staff_once() {
    let office = Office::open();
    let code = office.invite("500107003003", "lawyer", "李律师");
    assert_eq!(&office.listed("李律师")[1..], ["invited", "lawyer", "民主村"]);
    let (mut lawyer, welcome) = office.joins(&code).await;
    assert!(welcome.starts_with("李律师，您好！您已登记为民主村的律师"), "{welcome}");
    assert_eq!(&office.listed("李律师")[1..], ["active", "lawyer", "民主村"]);

    let (mut second, refusal) = office.joins(&code).await;
    assert!(refusal.contains("已经用过"), "{refusal}");
    let before = office.home.run(&["staff", "list"]).done();
    lawyer.say(&format!("/start {code}")).await;
    assert!(lawyer.waits_for("您已经登记为民主村的李律师").await.contains("李律师"));
    second.say("待接单").await;
    second.waits_for("我没太听明白").await;
    assert_eq!(office.home.run(&["staff", "list"]).done(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_that_do_not_work_say_why_and_change_nothing() {
    let office = Office::open();
    let (late, gone) =
        (office.invite("华润凌江", "mediator", "王调解"), office.invite("street", "leader", "赵主任"));
    expire(&office.home).await;
    let fresh = office.invite("民主村社区", "clerk", "钱内勤");
    let revoked = office.home.run(&["staff", "revoke", &office.listed("钱内勤")[0]]).done();
    assert_eq!(revoked, "钱内勤 (clerk) has no access any more\n");
    let before = office.home.run(&["staff", "list"]).done();
    let cases = [
        (late.as_str(), "过期"),
        (gone.as_str(), "过期"),
        (fresh.as_str(), "作废"),
        ("0000000000000000000000000000000000000000", "不对"),
        ("7K3M-9QTX", "不对"),
    ];
    for (code, says) in cases {
        let (mut visitor, refusal) = office.joins(code).await;
        assert!(refusal.contains(says), "{code}: {refusal}");
        assert!(refusal.contains("管理员"), "{code} is told whom to ask: {refusal}");
        visitor.say("房东不退押金").await;
        assert!(visitor.waits_for("依据").await.contains("押金"), "a resident like any other");
    }
    assert_eq!(office.home.run(&["staff", "list"]).done(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_revoked_is_nobody_at_once() {
    let office = Office::open();
    let (mut lawyer, _) = office.joins(&office.invite("民主村", "lawyer", "李律师")).await;
    lawyer.say("待接单").await;
    lawyer.waits_for("现在没有待接单的事项").await;
    let id = &office.listed("李律师")[0];
    office.home.run(&["staff", "revoke", id]).done();
    assert_eq!(office.listed("李律师")[1], "revoked");
    lawyer.say("房东不退押金怎么办").await;
    lawyer.waits_for("依据").await;
    let told = office.home.run(&["staff", "revoke", "nobody"]).fault();
    assert!(told.contains("there is no member of staff nobody; see `fengqiao staff list`"), "{told}");
}

#[test]
fn an_invitation_tells_every_way_to_use_it() {
    let home = Installation::new().with("FENGQIAO_HTTP__PUBLIC_URL", "https://law.example/");
    let invite = ["staff", "invite", "--room", "street", "--role", "clerk", "--name", " 钱内勤 "];
    let out = home.run(&[&invite[..], &["--set", "staff.invite_valid_hours=1"]].concat()).done();
    let code = out.lines().next().unwrap();
    assert!(code.len() == 40 && code.bytes().all(|sign| sign.is_ascii_hexdigit()), "{out}");
    for expected in [
        "For 钱内勤 (clerk, 谢家湾街道), once, within 1 hours:",
        &format!("send:  /start {code}"),
        &format!("https://law.example/s/{code}"),
    ] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    assert!(!out.contains("t.me"), "{out}");
    let database = std::fs::read(home.path("data/fengqiao.db")).unwrap();
    assert!(!database.windows(40).any(|part| part == code.as_bytes()), "the code itself is stored");
}

#[test]
fn an_invitation_says_why_there_is_no_telegram_link() {
    let nobody = "http://127.0.0.1:9";
    let home = Installation::new()
        .with("FENGQIAO_TELEGRAM__TOKEN", "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw")
        .with("FENGQIAO_TELEGRAM__API_URL", nobody);
    let out =
        home.run(&["staff", "invite", "--room", "street", "--role", "clerk", "--name", "钱内勤"]).done();
    assert!(out.contains("Telegram did not tell the bot's name, so there is no link"), "{out}");
}

/// Every invitation that is there ran out an hour ago.
async fn expire(home: &Installation) {
    let mut connection = SqliteConnection::connect(&home.database_url()).await.unwrap();
    let run =
        sqlx::query("UPDATE invite SET expires_at = created_at").execute(&mut connection).await.unwrap();
    assert_eq!(run.rows_affected(), 3, "the first admin's among them");
    connection.close().await.unwrap();
}

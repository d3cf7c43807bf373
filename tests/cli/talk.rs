//! `chat`: residents and staff in terminals, over one database.

use fengqiao::store::Store;
use sqlx::{Connection, SqliteConnection};

use crate::support::program::{Installation, Running};

/// Types a line.
fn types(terminal: &mut Running, line: &str) {
    terminal.says(&format!("{line}\n"));
}

/// The number under which the newest message with this in it stands.
fn number(terminal: &Running, fragment: &str) -> String {
    let out = terminal.out();
    let before = &out[..out.rfind(fragment).unwrap_or_else(|| panic!("{fragment}: {out}"))];
    let (_, message) = before.rsplit_once("\n[").unwrap_or(("", before.trim_start_matches('[')));
    message.split(']').next().unwrap().to_owned()
}

#[test]
fn a_whole_consultation_between_two_terminals() {
    let home = Installation::new();
    let mut staff = home.start(&["chat", "--as", "staff", "--room", "民主村"]);
    staff.shows("您已登记为民主村的人民调解员");
    let mut resident = home.start(&["chat", "--room", "500107003003"]);
    resident.shows("记下了：您在民主村");

    types(&mut resident, "老板拖欠我三个月工资");
    resident.shows("依据：");
    types(&mut resident, "1");
    resident.shows("已登记：法律咨询，编号");
    staff.shows("老板拖欠我三个月工资");
    let card = number(&staff, "老板拖欠我三个月工资");
    types(&mut staff, &format!(":{card}.1"));
    staff.shows("✓ 由您办理");
    types(&mut staff, &format!(">{card} 您好，请带上工资条来"));
    resident.shows("您好，请带上工资条来");
    let answer = number(&resident, "您好，请带上工资条来");
    types(&mut resident, &format!(">{answer} 明天上午可以吗"));
    staff.shows("明天上午可以吗");
    let taken = number(&staff, "由您办理了");
    types(&mut staff, &format!(":{taken}.4"));
    staff.shows("已答复");
    types(&mut staff, "1");
    resident.shows("办结");

    for terminal in [resident, staff] {
        let ended = terminal.ends();
        assert_eq!(ended.code, 0, "{ended:?}");
        assert!(!ended.out.contains("没有收下"), "{ended:?}");
    }
}

#[test]
fn it_ends_by_itself_when_the_input_does() {
    let home = Installation::new();
    let mut terminal = home.start(&["chat"]);
    terminal.shows("您好，这里是谢家湾街道公共法律服务");
    types(&mut terminal, "房东不退押金");
    let ended = terminal.ends();
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.out.contains("依据："), "the answer on its way is shown: {}", ended.out);

    let ended = home.run_with(&["chat"], "");
    assert_eq!(ended.code, 0, "{ended:?}");
}

#[test]
fn it_ends_while_a_line_is_waited_for() {
    let home = Installation::new();
    let mut quits = home.start(&["chat"]);
    let stops = home.start(&["chat"]);
    quits.shows("您好");
    stops.shows("您好");
    types(&mut quits, ":quit");
    stops.signal("INT");
    for terminal in [quits, stops] {
        let input_still_open = terminal.ends_by_itself();
        assert_eq!(input_still_open.code, 0, "{input_still_open:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_who_close_their_terminal_leave_no_case_with_nobody() {
    let home = Installation::new();
    let mut resident = home.start(&["chat", "--room", "民主村"]);
    resident.shows("民主村");
    let mut staff = home.start(&["chat", "--as", "staff", "--room", "民主村"]);
    staff.shows("您已登记为");
    types(&mut resident, "转人工");
    staff.shows("转人工");
    let card = number(&staff, "编号");
    types(&mut staff, &format!(":{card}.1"));
    resident.shows("接");
    assert_eq!(staff.ends().code, 0);
    let listed = home.run(&["staff", "list"]).done();
    assert!(listed.contains("revoked") && !listed.contains(" active "), "{listed}");

    let store = Store::open(&home.database_url()).await.unwrap();
    let open = look!(store, [], c => c.open_cases(None).await).unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].owner, None, "it is offered again");
    let mut colleague = home.start(&["chat", "--as", "staff", "--room", "民主村"]);
    colleague.shows(&open[0].code.to_string());
    types(&mut colleague, ":quit");
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_whose_terminal_was_killed_are_nobody_after_a_moment() {
    let home = Installation::new();
    let mut staff = home.start(&["chat", "--as", "staff", "--room", "民主村"]);
    staff.shows("您已登记为");
    let mut resident = home.start(&["chat", "--room", "民主村"]);
    resident.shows("民主村");
    types(&mut resident, "转人工");
    staff.shows("转人工");
    let card = number(&staff, "编号");
    types(&mut staff, &format!(":{card}.1"));
    resident.shows("接");
    resident.ends();
    staff.signal("KILL");
    drop(staff);
    let active = || home.run(&["staff", "list"]).done().contains(" active ");
    assert!(active());
    // It may only be slow, until its lease has run out.
    for (until, is_active) in [(i64::MAX, true), (0, false)] {
        let mut connection = SqliteConnection::connect(&home.database_url()).await.unwrap();
        let leases = "UPDATE channel_state SET lease_until = $1 WHERE name LIKE 'terminal.%'";
        sqlx::query(leases).bind(until).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        home.run_with(&["chat"], "").done();
        assert_eq!(active(), is_active);
    }

    let store = Store::open(&home.database_url()).await.unwrap();
    let open = look!(store, [], c => c.open_cases(None).await).unwrap();
    assert_eq!((open.len(), open[0].owner.clone()), (1, None), "it is offered again");
}

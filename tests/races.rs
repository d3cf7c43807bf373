//! Many things at the same moment, on the real gateway: each happens once, and everybody knows how it ended.

use std::time::Duration;

use fengqiao::channels::telegram::{Settings, Telegram, Waits};
use fengqiao::channels::{Arrival, Content};
use fengqiao::domain::channel::Channel;
use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;
use fengqiao::runtime::app::Bot;
use fengqiao::runtime::clock::Clock;
use futures::future::join_all;

use crate::support::app::{App, Database};
use crate::support::books;
use crate::support::bot_api::{BotApi, Fault, TOKEN};
use crate::support::crowd::{press, words};

/// A Monday morning.
const NOW: i64 = 1_772_416_800_000;

with_both_databases!(
    on:
    fifty_claim_at_once_and_one_has_it,
    an_update_that_comes_twice_at_once_is_one_turn,
    a_claim_and_a_withdrawal_at_once_leave_one_of_them,
    a_claim_and_a_close_at_once_leave_no_half_of_either,
    a_transfer_and_an_end_at_once_leave_no_half_of_either,
    a_transfer_and_a_close_at_once_leave_no_half_of_either,
);

async fn on(database: Database, race: impl AsyncFnOnce(App)) {
    if let Some(app) = App::start(database, Timestamp::from_millis(NOW), |_| None).await {
        race(app).await;
    }
}

async fn fifty_claim_at_once_and_one_has_it(app: App) {
    let names: Vec<String> = (10..60).map(|number| format!("律师{number}")).collect();
    for name in &names {
        app.enlists(name, Role::Lawyer).await;
    }
    app.opens_a_case("居民").await;
    let claim = app.button_of(&names[0], "接单").await;
    all_at_once(&app, names.iter().map(|name| press(name, &claim)).collect()).await;
    app.settle().await;

    let owners = books::texts(
        &app.url,
        "SELECT s.name || ' ' || k.state FROM cases k LEFT JOIN staff s ON s.id = k.owner_id",
    )
    .await;
    let [owner] = &owners[..] else { panic!("{owners:?}") };
    let owner = owner.strip_suffix(" claimed").unwrap();
    assert_eq!(books::count(&app.url, "case_entry WHERE kind = 'claimed'").await, 1);
    assert_eq!(app.times_said_to("居民", "接手了").await, 1);
    let taken = format!("已由{owner}接单");
    for name in &names {
        let said = app.said_to(name).await;
        let told = said.iter().filter(|said| said.text.contains(&taken)).count();
        if name == owner {
            assert_eq!((told, app.times_said_to(name, "由您办理了").await), (0, 1));
        } else {
            // Once in answer to the press, once on the card.
            assert_eq!(told, 2, "{name}: {said:#?}");
        }
    }
    let cards = "outbox WHERE replaces_id IS NOT NULL AND status = 'sent'";
    assert_eq!(books::count(&app.url, cards).await, 50);
    assert_eq!(books::count(&app.url, "outbox WHERE status <> 'sent'").await, 0);
}

async fn an_update_that_comes_twice_at_once_is_one_turn(app: App) {
    for round in 0..5 {
        let peer = format!("居民{round}");
        // First of somebody unknown, then of somebody known.
        for text in ["房东不退押金怎么办", "老板拖欠工资三个月了，怎么办？"] {
            let update = words(&peer, text);
            all_at_once(&app, vec![update; 12]).await;
        }
        app.settle().await;
        assert_eq!(app.times_said_to(&peer, "押金收据").await, 1);
        assert_eq!(app.times_said_to(&peer, "欠条").await, 1);
    }
    assert_eq!(books::count(&app.url, "conversation").await, 5);
    assert_eq!(books::count(&app.url, "inbound").await, 10);
    assert_eq!(books::count(&app.url, "record").await, 10);
}

async fn a_claim_and_a_withdrawal_at_once_leave_one_of_them(app: App) {
    app.enlists("王律师", Role::Lawyer).await;
    for round in 0..8 {
        let resident = format!("居民{round}");
        app.opens_a_case(&resident).await;
        let claim = app.button_of("王律师", "接单").await;
        for step in ["我的事项", "人工服务", "撤回"] {
            let button = match step {
                "我的事项" => words(&resident, step),
                label => press(&resident, &app.button_of(&resident, label).await),
            };
            app.takes(button).await.unwrap();
            app.settle().await;
        }
        let withdraw = app.button_of(&resident, "确定撤回").await;
        all_at_once(&app, vec![press("王律师", &claim), press(&resident, &withdraw)]).await;
        app.settle().await;
        // Whoever was first: the resident's word is the last.
        let told = app.times_said_to(&resident, "已撤回").await;
        assert_eq!(told, 1, "{:#?}", app.said_to(&resident).await);
    }
    assert_eq!(books::count(&app.url, "cases WHERE state = 'closed' AND outcome = 'withdrawn'").await, 8);
    assert_eq!(books::count(&app.url, "case_entry WHERE kind = 'closed'").await, 8);
    let claimed = books::count(&app.url, "case_entry WHERE kind = 'claimed'").await;
    assert_eq!(app.times_said_to("王律师", "由您办理了").await, claimed);
    assert_eq!(books::count(&app.url, "cases WHERE owner_id IS NOT NULL").await, claimed);
    let timers = books::texts(&app.url, "SELECT DISTINCT kind FROM timer").await;
    assert_eq!(timers, ["call_back"], "a closed case has no clock but the one that files it");
}

async fn a_claim_and_a_close_at_once_leave_no_half_of_either(app: App) {
    for name in ["王律师", "孙律师"] {
        app.enlists(name, Role::Lawyer).await;
    }
    for round in 0..8 {
        let resident = format!("居民{round}");
        app.opens_a_case(&resident).await;
        let claim = app.button_of("孙律师", "接单").await;
        let own = app.button_of("王律师", "接单").await;
        app.takes(press("王律师", &own)).await.unwrap();
        app.takes(press("王律师", &app.button_of("王律师", "结案").await)).await.unwrap();
        app.takes(press("王律师", &app.button_of("王律师", "已答复").await)).await.unwrap();
        let close = app.button_of("王律师", "已经答复了，结案").await;
        all_at_once(&app, vec![press("孙律师", &claim), press("王律师", &close)]).await;
        app.settle().await;
        assert_eq!(app.times_said_to(&resident, "办结").await, 1, "{:#?}", app.said_to(&resident).await);
    }
    assert_eq!(books::count(&app.url, "cases WHERE state = 'closed'").await, 8);
    let owners = "SELECT DISTINCT s.name FROM cases k JOIN staff s ON s.id = k.owner_id";
    assert_eq!(books::texts(&app.url, owners).await, ["王律师"]);
    assert_eq!(books::count(&app.url, "case_entry WHERE kind IN ('claimed', 'closed')").await, 16);
    assert_eq!(books::count(&app.url, "outbox WHERE status <> 'sent'").await, 0);
}

async fn a_transfer_and_an_end_at_once_leave_no_half_of_either(app: App) {
    for name in ["王律师", "孙律师"] {
        app.enlists(name, Role::Lawyer).await;
    }
    for round in 0..8 {
        let resident = format!("居民{round}");
        app.opens_a_case(&resident).await;
        app.takes(press("王律师", &app.button_of("王律师", "接单").await)).await.unwrap();
        app.takes(press("王律师", &app.button_of("王律师", "转给…").await)).await.unwrap();
        app.settle().await;
        let give = app.button_of("王律师", "孙律师").await;
        for step in ["我的事项", "人工服务", "撤回"] {
            let button = match step {
                "我的事项" => words(&resident, step),
                label => press(&resident, &app.button_of(&resident, label).await),
            };
            app.takes(button).await.unwrap();
            app.settle().await;
        }
        let withdraw = app.button_of(&resident, "确定撤回").await;
        all_at_once(&app, vec![press("王律师", &give), press(&resident, &withdraw)]).await;
        app.settle().await;
        assert_eq!(app.times_said_to(&resident, "已撤回").await, 1, "{:#?}", app.said_to(&resident).await);
    }
    assert_eq!(books::count(&app.url, "cases WHERE state = 'closed' AND outcome = 'withdrawn'").await, 8);
    let given = books::count(&app.url, "case_entry WHERE kind = 'transferred'").await;
    let had = "cases k JOIN staff s ON s.id = k.owner_id WHERE s.name = '孙律师'";
    assert_eq!(books::count(&app.url, had).await, given, "whoever lost the race changed nothing");
    assert_eq!(books::count(&app.url, "outbox WHERE status <> 'sent'").await, 0);
}

async fn a_transfer_and_a_close_at_once_leave_no_half_of_either(app: App) {
    for name in ["王律师", "孙律师"] {
        app.enlists(name, Role::Lawyer).await;
    }
    app.enlists_in("陈主任", Role::Leader, "street").await;
    for round in 0..8 {
        let resident = format!("居民{round}");
        app.opens_a_case(&resident).await;
        app.takes(press("王律师", &app.button_of("王律师", "接单").await)).await.unwrap();
        app.takes(press("王律师", &app.button_of("王律师", "转给…").await)).await.unwrap();
        let code = books::texts(&app.url, "SELECT code FROM cases ORDER BY id DESC").await[0].clone();
        app.takes(words("陈主任", &code)).await.unwrap();
        app.takes(press("陈主任", &app.button_of("陈主任", "结案").await)).await.unwrap();
        app.settle().await;
        let give = app.button_of("王律师", "孙律师").await;
        app.takes(press("陈主任", &app.button_of("陈主任", "已答复").await)).await.unwrap();
        let close = app.button_of("陈主任", "已经答复了，结案").await;
        all_at_once(&app, vec![press("王律师", &give), press("陈主任", &close)]).await;
        app.settle().await;
        assert_eq!(app.times_said_to(&resident, "办结").await, 1, "{:#?}", app.said_to(&resident).await);
    }
    assert_eq!(books::count(&app.url, "cases WHERE state = 'closed' AND outcome = 'answered'").await, 8);
    assert_eq!(books::count(&app.url, "case_entry WHERE kind = 'closed'").await, 8);
    let given = books::count(&app.url, "case_entry WHERE kind = 'transferred'").await;
    let had = "cases k JOIN staff s ON s.id = k.owner_id WHERE s.name = '孙律师'";
    assert_eq!(books::count(&app.url, had).await, given, "whoever lost the race changed nothing");
    assert_eq!(app.times_said_to("孙律师", "转给您了").await, given);
    let clocks = "timer WHERE kind NOT IN ('rate', 'call_back')";
    assert_eq!(books::count(&app.url, clocks).await, 0, "a closed case has no clock but those after its end");
    assert_eq!(books::count(&app.url, "outbox WHERE status <> 'sent'").await, 0);
}

/// Two processes share the work and each is handed every other message; their clocks differ as machines' do.
#[tokio::test(flavor = "multi_thread")]
async fn two_gateways_keep_a_conversations_order_though_their_clocks_differ() {
    let start = Timestamp::from_millis(NOW);
    let Some(one) = App::start(Database::Postgres, start, |_| None).await else { return };
    let slow = Clock::manual(Timestamp::from_millis(NOW - 50));
    let other = one.beside(slow, None).await;
    one.enlists("王律师", Role::Lawyer).await;
    one.opens_a_case("居民").await;
    one.takes(press("王律师", &one.button_of("王律师", "接单").await)).await.unwrap();
    for number in 100..140 {
        let gateway = if number % 2 == 0 { &one } else { &other };
        gateway.takes(words("居民", &format!("补充{number}"))).await.unwrap();
        one.clock.advance(Duration::from_millis(3));
        other.clock.advance(Duration::from_millis(3));
    }
    for _ in 0..50 {
        one.clock.advance(Duration::from_millis(100));
        other.clock.advance(Duration::from_millis(100));
        tokio::join!(one.settle(), other.settle());
    }
    let expected: Vec<String> = (100..140).map(|number| format!("补充{number}")).collect();
    let found = |lines: Vec<String>| -> Vec<String> {
        let found = lines.iter().filter_map(|line| Some(line.split_once("补充")?.1.get(..3)?.to_owned()));
        found.map(|number| format!("补充{number}")).collect()
    };
    let passed_on = one.said_to("王律师").await.into_iter().map(|said| said.text).collect();
    assert_eq!(found(passed_on), expected);
    let came = "SELECT i.body FROM inbound i JOIN conversation c ON c.id = i.conversation_id
                WHERE c.peer = '居民' ORDER BY i.id";
    assert_eq!(found(books::texts(&one.url, came).await), expected);
    assert_eq!(one.times_said_to("居民", "已转给").await, 40);
    assert_eq!(books::count(&one.url, "outbox WHERE status <> 'sent'").await, 0);
}

/// Messages of many people wait for two processes: Telegram counts by token, and each goes out once within its limits,
/// though one of the two dies.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_gateways_one_sends_within_the_limits_and_the_other_follows_it() {
    let api = BotApi::start().await;
    let bot = || {
        let settings =
            Settings { token: TOKEN.into(), api_url: api.url().to_owned(), waits: Waits::default() };
        Some(Bot { telegram: Telegram::new(settings).unwrap(), webhook: None })
    };
    let now = Timestamp::from_millis(NOW);
    let Some(one) = App::start(Database::Postgres, now, |_| bot()).await else { return };
    let other = one.beside(one.clock.clone(), bot()).await;
    one.settle().await;
    for person in 1..=40 {
        api.user(person);
        for text in ["你好", "谢谢"] {
            let arrival = words(&person.to_string(), text);
            let arrival = Arrival { channel: Channel::Telegram, ..arrival };
            assert!(matches!(arrival.content, Content::Came { .. }));
            one.takes(arrival).await.unwrap();
            one.clock.advance(Duration::from_millis(1));
        }
    }
    tokio::join!(one.settle(), other.settle(), one.settle(), other.settle());
    let sent = "outbox WHERE status = 'sent'";
    assert_eq!((books::count(&one.url, sent).await, api.calls("sendMessage").len()), (80, 80));
    api.assert_limits();
    for person in 1..=40 {
        let told: Vec<String> = api.user(person).sees().into_iter().map(|message| message.text).collect();
        let [greeting, thanks] = &told[..] else { panic!("{told:?}") };
        assert!(greeting.contains("谢家湾街道") && thanks.contains("不客气"), "{told:?}");
    }

    let more = Arrival { channel: Channel::Telegram, ..words("1", "再见") };
    one.takes(more).await.unwrap();
    other.settle().await;
    assert_eq!(books::count(&one.url, sent).await, 80, "it is the first one's to send");
    // As if the first had died: nothing is heard of it for a quarter of a minute.
    one.clock.advance(Duration::from_secs(15));
    other.settle().await;
    assert_eq!(books::count(&one.url, sent).await, 81);
}

/// A send takes longer than its lease was for at first; it is held for as long as it takes.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_long_on_its_way_is_not_taken_for_abandoned() {
    let api = BotApi::start().await;
    let bot = || {
        let settings =
            Settings { token: TOKEN.into(), api_url: api.url().to_owned(), waits: Waits::default() };
        Some(Bot { telegram: Telegram::new(settings).unwrap(), webhook: None })
    };
    let one = App::start(Database::Sqlite, Timestamp::from_millis(NOW), |_| bot()).await.unwrap();
    let other = one.beside(one.clock.clone(), bot()).await;
    api.user(1);
    api.plan("sendMessage", Fault::Slow(Duration::from_secs(6)));
    one.takes(Arrival { channel: Channel::Telegram, ..words("1", "你好") }).await.unwrap();
    let sending = async {
        one.settle().await;
    };
    let meanwhile = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        one.clock.advance(Duration::from_secs(10));
        // By now it has been renewed, so it ends after the first lease would have.
        tokio::time::sleep(Duration::from_secs(4)).await;
        one.clock.advance(Duration::from_secs(5));
        other.settle().await;
        assert_eq!(api.calls("sendMessage").len(), 1);
    };
    tokio::join!(sending, meanwhile);
    assert_eq!(books::count(&one.url, "outbox WHERE status = 'sent' AND attempts = 1").await, 1);
    assert_eq!(api.calls("sendMessage").len(), 1);
}

/// Hands all of them in at the same time; all are taken.
async fn all_at_once(app: &App, arrivals: Vec<Arrival>) {
    let door = app.gateway.door();
    let coming = arrivals.into_iter().map(|arrival| {
        let door = door.clone();
        tokio::spawn(async move { door.come(arrival).await })
    });
    for taken in join_all(coming).await {
        taken.unwrap().unwrap();
    }
}

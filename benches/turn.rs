//! A full turn on SQLite, beside the bare transactions that write the same rows.
//!
//! 32 people write at once, each waiting for the commit before writing again. `bare` writes what such a turn
//! writes (conversation, inbound, outbox, session) through the same writer, with nothing decided in between; the
//! ratio of the two is what understanding, deciding and encoding cost.

#![expect(clippy::expect_used, reason = "a benchmark stops at what it does not expect")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use divan::counter::ItemsCount;
use fengqiao::channels::{Arrival, Content};
use fengqiao::config::load::Home;
use fengqiao::domain::channel::Channel;
use fengqiao::domain::ids::{ConversationId, InboundId, Mint, OutboxId, RecordId};
use fengqiao::domain::message::{Body, Inbound, Outbound};
use fengqiao::domain::outbox::Purpose;
use fengqiao::domain::record::{Record, RecordKind};
use fengqiao::domain::service::Service;
use fengqiao::domain::time::Timestamp;
use fengqiao::engine::Session;
use fengqiao::runtime::app::{Gateway, Parts};
use fengqiao::runtime::clock::{self, Clock};
use fengqiao::store::{InboundStatus, NewInbound, NewOutbox, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const PEOPLE: usize = 32;
/// Messages of each person in one measured round.
const MESSAGES: usize = 20;
/// Rounds of each side in the comparison, in turn, so that a machine that slows down slows both.
const ROUNDS: usize = 9;
const WORDS: &str = "房东不退押金怎么办";

fn main() {
    compare();
    divan::main();
}

/// Prints turns and bare transactions a second, and their ratio.
#[expect(clippy::print_stdout, reason = "a benchmark prints what it saw")]
fn compare() {
    let bench = Bench::new();
    bench.turns();
    bench.bare();
    let mut rates: Vec<(f64, f64)> =
        (0..ROUNDS).map(|_| (rate(|| bench.turns()), rate(|| bench.bare()))).collect();
    bench.wrote_the_same();
    rates.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let (turns, bare) = rates.get(ROUNDS / 2).copied().unwrap_or_default();
    println!(
        "{PEOPLE} people: {turns:.0} turns/s beside {bare:.0} bare transactions/s, ratio {:.2}",
        turns / bare
    );
}

fn rate(round: impl FnOnce()) -> f64 {
    let start = Instant::now();
    round();
    let messages = u32::try_from(PEOPLE * MESSAGES).unwrap_or(u32::MAX);
    f64::from(messages) / start.elapsed().max(Duration::from_nanos(1)).as_secs_f64()
}

#[divan::bench(sample_count = 10)]
fn turn(bencher: divan::Bencher<'_, '_>) {
    let bench = Bench::new();
    bench.turns();
    bencher.counter(ItemsCount::new(PEOPLE * MESSAGES)).bench_local(|| bench.turns());
}

#[divan::bench(sample_count = 10)]
fn bare(bencher: divan::Bencher<'_, '_>) {
    let bench = Bench::new();
    bench.bare();
    bencher.counter(ItemsCount::new(PEOPLE * MESSAGES)).bench_local(|| bench.bare());
}

/// A gateway on a fresh SQLite file.
struct Bench {
    runtime: Runtime,
    gateway: Gateway,
    count: AtomicUsize,
    _folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("bench.db").display());
        let home = Home { folder: env!("CARGO_MANIFEST_DIR").into(), flags: Vec::new() };
        let mut faults = Vec::new();
        let loaded = home.load(std::iter::empty(), &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        let store = runtime.block_on(Store::open(&url)).expect("a store");
        let (senders, clock) = (BTreeMap::new(), Clock::System);
        let gateway = Gateway::new(Parts {
            store,
            rules: loaded.rules,
            clock,
            telegram: None,
            senders,
            terminal: None,
            retention: loaded.config.retention,
            watched: None,
        });
        Self { runtime, gateway, count: AtomicUsize::new(0), _folder: folder }
    }

    /// Everybody writes their messages, each after the last was committed.
    fn turns(&self) {
        let door = self.gateway.door();
        let people = (0..PEOPLE).map(|person| {
            let door = door.clone();
            let first = self.count.fetch_add(MESSAGES, Ordering::Relaxed);
            async move {
                for number in first..first + MESSAGES {
                    door.come(arrival(person, number)).await.expect("a turn");
                }
            }
        });
        self.all(people);
    }

    fn bare(&self) {
        let people = (0..PEOPLE).map(|person| {
            let store = self.gateway.store().clone();
            let first = self.count.fetch_add(MESSAGES, Ordering::Relaxed);
            async move {
                for number in first..first + MESSAGES {
                    write_bare(&store, person, number).await;
                }
            }
        });
        self.all(people);
    }

    /// Each side has written as many messages, answers and records as it was told to; else the ratio means nothing.
    fn wrote_the_same(&self) {
        let expected = PEOPLE * MESSAGES * (ROUNDS + 1);
        let counted = self.runtime.block_on(self.gateway.store().read(|conn| {
            Box::pin(async move {
                let mut lines = [0, 0];
                for (side, name) in lines.iter_mut().zip(["person", "bare"]) {
                    for person in 0..PEOPLE {
                        let Some(entered) =
                            conn.conversation(Channel::Web, &format!("{name}{person}")).await?
                        else {
                            continue;
                        };
                        *side += conn.history(&entered.id, None, i64::MAX).await?.len();
                    }
                }
                let far = Timestamp::from_millis(i64::MAX);
                let records = conn.figures(None, Timestamp::from_millis(0), far).await?.self_answers;
                Ok((lines, records))
            })
        }));
        let (lines, records) = counted.expect("the rows");
        // Everybody is greeted once.
        let told = [2 * expected + PEOPLE, 2 * expected];
        assert_eq!(lines, told, "lines of the turns and of the bare transactions");
        assert_eq!(usize::try_from(records).ok(), Some(2 * expected), "records of both");
    }

    fn all(&self, people: impl Iterator<Item = impl Future<Output = ()> + Send + 'static>) {
        self.runtime.block_on(async {
            let tasks: Vec<_> = people.map(tokio::spawn).collect();
            for task in tasks {
                task.await.expect("a person");
            }
        });
    }
}

fn arrival(person: usize, number: usize) -> Arrival {
    let inbound = Inbound { body: Body::Text(WORDS.to_owned()), message: None, reply_to: None };
    Arrival {
        channel: Channel::Web,
        external_id: format!("{person}:{number}"),
        raw: raw(),
        content: Content::Came { peer: format!("person{person}"), inbound, bytes: None },
    }
}

/// The rows of one turn: what a resident's question with an answer of the rules writes.
async fn write_bare(store: &Store, person: usize, number: usize) {
    let work = store.write(move |conn| {
        Box::pin(async move {
            let now = Clock::System.now();
            let mut mint = Mint::new(now, clock::seed());
            let fresh = ConversationId::new(mint.text());
            let entered = conn.enter(Channel::Web, &format!("bare{person}"), now, &fresh).await?;
            conn.keep_inbound(&NewInbound {
                message: None,
                id: InboundId::new(mint.text()),
                channel: Channel::Web,
                external_id: format!("bare{person}:{number}"),
                conversation: Some(entered.id.clone()),
                received_at: now,
                status: InboundStatus::Handled,
                raw: raw(),
                body: Some(Body::Text(WORDS.to_owned())),
                note: None,
            })
            .await?;
            let outbox = NewOutbox {
                id: OutboxId::new(mint.text()),
                conversation: entered.id.clone(),
                case: None,
                purpose: Purpose::Reply,
                replaces: None,
                side: None,
                body: Outbound::text(WORDS.repeat(20)),
                due: now,
            };
            conn.enqueue(&outbox, now).await?;
            conn.count(&record(&mut mint, &entered.id, now)).await?;
            conn.leave(&entered.id, &Session::default().to_json()).await
        })
    });
    work.await.expect("a transaction");
}

fn record(mint: &mut Mint, conversation: &ConversationId, at: Timestamp) -> Record {
    Record {
        id: RecordId::new(mint.text()),
        at,
        kind: RecordKind::SelfAnswer,
        conversation: conversation.clone(),
        case: None,
        room: None,
        service: Service::Consultation,
        topic: None,
        intent: None,
        rules: "bench".to_owned(),
    }
}

fn raw() -> String {
    format!("{{\"text\":\"{WORDS}\"}}")
}

//! A strict stand-in for Telegram: a real HTTP server with chats, messages, files and updates.
//!
//! Whatever the Bot API's description does not allow is a violation, and a violation fails the test when the
//! stand-in goes. It keeps unconfirmed updates, holds polls open, lets only the newest poll live, pushes to a webhook
//! until it is answered 2xx, and goes wrong in many ways on demand.

mod faults;
mod html;
mod journal;
mod methods;
mod person;
mod server;
mod state;
mod table;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

pub use faults::{Fault, Mischief};
pub use journal::Call;
pub use person::Person;
use state::State;
pub use state::{TOKEN, USERNAME};

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The stand-in.
pub struct BotApi {
    telegram: Arc<Telegram>,
    url: String,
    tasks: Vec<JoinHandle<()>>,
}

/// What the server and the tests share.
pub struct Telegram {
    state: Mutex<State>,
    changed: Notify,
}

impl Telegram {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.lock())
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = change(&mut self.lock());
        self.changed.notify_waiters();
        changed
    }

    async fn until(&self, met: impl Fn() -> bool) {
        loop {
            let change = self.changed.notified();
            if met() {
                return;
            }
            change.await;
        }
    }
}

impl BotApi {
    /// Starts on a free port of this machine.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let telegram = Arc::new(Telegram { state: Mutex::default(), changed: Notify::new() });
        let router = server::router(telegram.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let pushing = tokio::spawn(server::push(telegram.clone()));
        Self { telegram, url, tasks: vec![serving, pushing] }
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A person who has opened the bot; the same number is the same person.
    pub fn user(&self, id: i64) -> Person<'_> {
        self.change(|state| {
            state.chats.entry(id).or_default();
        });
        Person { api: self, id }
    }

    /// Lets the next call of `method` go wrong for which nothing is planned yet.
    pub fn plan(&self, method: &'static str, fault: Fault) {
        assert_eq!(table::method(method), Some(method), "written as the Bot API writes it");
        self.change(|state| state.script.plan(method, None, fault));
    }

    /// Lets the next message to this chat go wrong for which nothing is planned yet.
    pub fn plan_for(&self, chat: i64, fault: Fault) {
        self.change(|state| state.script.plan("sendMessage", Some(chat), fault));
    }

    /// Delivers updates oddly from now on.
    pub fn delivers(&self, mischief: Mischief) {
        self.change(|state| state.mischief = mischief);
    }

    /// Takes the bot's token away, or gives it back.
    pub fn revokes_token(&self, revoked: bool) {
        self.change(|state| state.revoked = revoked);
    }

    /// Delivers anything at all as the next update, whose number is handed in.
    pub fn sends_raw(&self, write: impl FnOnce(i64) -> String) -> i64 {
        self.change(|state| state.push_raw(write))
    }

    /// The calls of one method so far.
    pub fn calls(&self, method: &str) -> Vec<Call> {
        self.read(|state| state.journal.iter().filter(|call| call.method == method).cloned().collect())
    }

    /// The numbers of the updates that are not confirmed.
    pub fn unconfirmed(&self) -> Vec<i64> {
        self.read(|state| state.updates.iter().map(|(id, _)| *id).collect())
    }

    /// The presses that were not answered.
    pub fn unanswered_presses(&self) -> usize {
        self.read(|state| state.presses.values().filter(|answered| !**answered).count())
    }

    /// What the webhook answered to each push; 0 is no answer.
    pub fn pushes(&self) -> Vec<u16> {
        self.read(|state| state.pushes.clone())
    }

    /// Where the bot wants updates to be pushed.
    pub fn webhook(&self) -> Option<String> {
        self.read(|state| state.hook.as_ref().map(|hook| hook.url.clone()))
    }

    /// The commands the bot has set.
    pub fn commands(&self) -> Value {
        self.read(|state| state.commands.clone())
    }

    /// The bytes and the name of a file that was sent.
    pub fn file(&self, id: &str) -> Option<(Vec<u8>, String)> {
        self.read(|state| state.files.get(id).map(|file| (file.bytes.clone(), file.name.clone())))
    }

    /// Panics if the bot wrote faster than it may.
    pub fn assert_limits(&self) {
        journal::assert_limits(&self.read(|state| state.journal.clone()));
    }

    /// What the bot did against the description so far.
    pub fn violations(&self) -> Vec<String> {
        self.read(|state| state.violations.clone())
    }

    /// Takes the violations off, for tests of the stand-in itself.
    pub fn take_violations(&self) -> Vec<String> {
        self.read(|state| std::mem::take(&mut state.violations))
    }

    /// Waits until this holds, looking again at every change here.
    pub async fn until(&self, met: impl Fn() -> bool) {
        self.telegram.until(met).await;
    }

    /// Like [`Self::until`], and panics if it takes too long.
    pub async fn waits_until(&self, what: &str, met: impl Fn() -> bool) {
        let waited = tokio::time::timeout(PATIENCE, self.until(met)).await;
        assert!(waited.is_ok(), "in vain: {what}; {:?}", self.violations());
    }

    fn read<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        self.telegram.read(look)
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        self.telegram.change(change)
    }
}

impl Drop for BotApi {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        if !std::thread::panicking() {
            assert_eq!(self.violations(), Vec::<String>::new(), "against the Bot API's description");
        }
    }
}

/// The kinds of updates a call asks for.
fn kinds(fields: &Map<String, Value>) -> Option<BTreeSet<String>> {
    let asked = fields.get("allowed_updates")?.as_array()?;
    Some(asked.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

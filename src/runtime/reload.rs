//! Takes edited rules into use while the gateway runs.
//!
//! A set is taken whole or not at all: with any fault the old one goes on, and whoever runs the system is told what
//! to put right. Must not know what the files say.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use sha2::{Digest, Sha256};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::config::editable::{Editable, Edition, Glance};
use crate::config::load::Home;
use crate::engine::rules::Rules;
use crate::engine::upkeep;
use crate::store::Store;
use crate::tomlfile::Fault;

use super::administrators::News;
use super::clock::{self, Clock};
use super::homeless;

/// How often to look. With [`SETTLE`] and the time it takes to load, an edit is in use within two seconds.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// Files that have not changed for so long are no longer being written.
const SETTLE: Duration = Duration::from_millis(200);
/// What the processes on one database remember together, so that only one of them tells: the faults last told.
const TOLD: &str = "rules.refused";

/// An installation whose files are watched.
#[derive(Debug)]
pub struct Watched {
    /// Where the files lie.
    pub home: Home,
    /// The settings; they stay as they were at the start.
    pub config: Config,
    /// Which texts the rules in use were made of.
    pub edition: Edition,
}

/// The reload's clockwork.
pub struct Reload {
    home: Home,
    config: Config,
    rules: Arc<ArcSwap<Rules>>,
    store: Arc<Store>,
    clock: Clock,
    committed: Arc<Notify>,
    /// The texts that were judged last, good or bad.
    edition: Edition,
    glance: Glance,
    /// Whether the files were read although the glance had not changed.
    read_twice: bool,
    /// What is wrong with them.
    faults: Vec<Fault>,
    news: Option<News>,
}

impl Reload {
    /// Watches `watched` and keeps `rules` up to date; `committed` is rung when there is something to send.
    pub fn new(
        watched: &Watched,
        rules: Arc<ArcSwap<Rules>>,
        store: Arc<Store>,
        clock: Clock,
        committed: Arc<Notify>,
    ) -> Self {
        // Faults told before a restart have been put right: nothing else would have started.
        let news = sound(&rules.load());
        Self {
            home: watched.home.clone(),
            config: watched.config.clone(),
            rules,
            store,
            clock,
            committed,
            edition: watched.edition.clone(),
            glance: Glance::default(),
            read_twice: false,
            faults: Vec::new(),
            news: Some(news),
        }
    }

    /// Runs until `shutdown`.
    pub async fn run(mut self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            self.look().await;
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }

    /// Looks once, and takes into use what has changed and is sound.
    pub async fn look(&mut self) {
        if let Some(editable) = self.changed().await {
            self.judge(editable).await;
        }
        self.tell().await;
    }

    /// The files, once they have changed and stand still.
    async fn changed(&mut self) -> Option<Editable> {
        let home = self.home.clone();
        let glance = aside(move || home.glance()).await?;
        let same = glance == self.glance;
        if same && self.read_twice {
            return None;
        }
        tokio::time::sleep(SETTLE).await;
        let home = self.home.clone();
        let (editable, after) = aside(move || (home.editable(), home.glance())).await?;
        if after != glance {
            return None;
        }
        // Two edits within one tick of the file system's clock look like one: the files are read once more.
        self.read_twice = same;
        self.glance = glance;
        (editable.edition() != self.edition).then_some(editable)
    }

    async fn judge(&mut self, editable: Editable) {
        self.edition = editable.edition();
        let (config, today) = (self.config.clone(), self.clock.now().local_date());
        let judged = aside(move || {
            let mut faults = Vec::new();
            let rules = editable.rules(&config, &mut faults);
            // What is past its review is no fault of the edit: answers that rest on it are not given.
            faults.extend(editable.check_intents(today).faults);
            faults.sort();
            faults.dedup();
            (rules, faults)
        });
        let Some((rules, mut faults)) = judged.await else { return };
        if faults.is_empty() {
            faults = self.homeless(&rules).await;
        }
        let ok = faults.is_empty();
        metrics::counter!("fengqiao_rules_reloads_total", "ok" => ok.to_string()).increment(1);
        if ok { self.take(rules) } else { self.refuse(faults) }
    }

    /// The rooms that the edit takes from their open cases. These may be closed, and the same texts are sound then: they are
    /// judged anew whenever the files are written.
    async fn homeless(&mut self, rules: &Rules) -> Vec<Fault> {
        let old = self.rules.load_full();
        let found = homeless::faults(&self.store, &old.directory, &rules.directory).await;
        let faults = found.unwrap_or_else(|error| {
            let what =
                format!("the rooms of open cases could not be looked up: {error}; save this file again");
            vec![Fault { file: "config/directory.toml".to_owned(), line: 0, what }]
        });
        if !faults.is_empty() {
            self.edition = Edition::default();
        }
        faults
    }

    fn take(&mut self, rules: Rules) {
        tracing::info!(rules.version = rules.catalogue.version(), "edited rules are in use");
        self.news = Some(sound(&rules));
        self.faults.clear();
        self.rules.store(Arc::new(rules));
    }

    fn refuse(&mut self, faults: Vec<Fault>) {
        if self.faults == faults {
            return;
        }
        let rules = self.rules.load();
        for fault in &faults {
            tracing::warn!(rules.fault = %fault, "an edit of the rules is at fault");
        }
        tracing::warn!(
            rules.version = rules.catalogue.version(),
            rules.faults = faults.len(),
            "edited rules are refused; the old ones go on"
        );
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let key = Sha256::digest(lines.join("\n").as_bytes());
        let key = key.iter().map(|byte| format!("{byte:02x}")).collect();
        self.news = Some(News { kind: TOLD, key, words: Some(upkeep::refused(&rules.texts.staff, &faults)) });
        self.faults = faults;
    }

    /// Tells whoever runs the system; what could not be written is tried again at the next look.
    async fn tell(&mut self) {
        let Some(news) = self.news.clone() else { return };
        let (now, seed) = (self.clock.now(), clock::seed());
        let written = self.store.write(move |conn| {
            let news = news.clone();
            Box::pin(async move { news.tell(conn, now, seed).await })
        });
        match written.await {
            Ok(_) => {
                self.news = None;
                self.committed.notify_one();
            }
            Err(error) => {
                tracing::warn!(rules.error = %error, "administrators could not be told about the rules yet");
            }
        }
    }
}

/// Nothing is at fault any more.
fn sound(rules: &Rules) -> News {
    News { kind: TOLD, key: String::new(), words: Some(upkeep::taken(&rules.texts.staff)) }
}

/// Does slow work on a thread of its own. A panic in it is a bug of ours that must not stop the gateway.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.inspect_err(|error| tracing::error!(rules.error = %error, "the rules could not be looked at")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_two_seconds_is_left_for_loading() {
        assert!(LOOK_AGAIN + SETTLE <= Duration::from_secs(1));
    }
}

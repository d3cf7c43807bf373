//! The composition: store, rules, turns, channels and clockwork put together and run.
//!
//! `serve`, `chat` and the tests all build the same [`Gateway`].

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use axum::Router;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::channels::telegram::{Telegram, Webhook};
use crate::channels::web::{self, Hub, Web, WebSender};
use crate::channels::{Door, Sender};
use crate::config::{Http, Retention};
use crate::domain::channel::Channel;
use crate::engine::rules::Rules;
use crate::http;
use crate::store::Store;

use super::clock::Clock;
use super::dispatcher::Dispatcher;
use super::housekeeping::{Due, House};
use super::pages::StorePages;
use super::poll_memory::PollMemory;
use super::readiness::StoreAndChannels;
use super::reload::{Reload, Watched};
use super::ticker::Ticker;
use super::turn::Turns;
use super::vacancies::Vacancies;

/// The last answers and sends have this long; then the process ends all the same.
const LAST_WORDS: Duration = Duration::from_secs(8);

/// What a gateway is made of.
pub struct Parts {
    /// The open database.
    pub store: Store,
    /// What may be edited.
    pub rules: Rules,
    /// What tells the time.
    pub clock: Clock,
    /// The Telegram bot, where there is one.
    pub telegram: Option<Bot>,
    /// Further channels, by what sends over them.
    pub senders: BTreeMap<Channel, Arc<dyn Sender>>,
    /// The terminal conversation this process shows.
    pub terminal: Option<String>,
    /// How long things are kept.
    pub retention: Retention,
    /// Where `rules` came from, if edits of it are to be taken into use.
    pub watched: Option<Watched>,
}

/// A Telegram bot and how its updates come.
pub struct Bot {
    /// The bot.
    pub telegram: Telegram,
    /// Where Telegram calls; `None` polls.
    pub webhook: Option<Webhook>,
}

/// A gateway, ready to run.
pub struct Gateway {
    store: Arc<Store>,
    rules: Arc<ArcSwap<Rules>>,
    clock: Clock,
    turns: Arc<Turns>,
    dispatcher: Arc<Dispatcher>,
    telegram: Option<Bot>,
    senders: BTreeMap<Channel, Arc<dyn Sender>>,
    hub: Hub,
    committed: Arc<Notify>,
    retention: Retention,
    watched: Option<Watched>,
}

impl Gateway {
    /// Puts the parts together; nothing runs yet.
    pub fn new(parts: Parts) -> Self {
        let Parts { store, rules, clock, telegram, mut senders, terminal, retention, watched } = parts;
        let (store, rules) = (Arc::new(store), Arc::new(ArcSwap::from_pointee(rules)));
        let (hub, committed) = (Hub::default(), Arc::new(Notify::new()));
        senders.insert(Channel::Web, Arc::new(WebSender::new(hub.clone())));
        if let Some(bot) = &telegram {
            senders.insert(Channel::Telegram, Arc::new(bot.telegram.clone()));
        }
        let turns = Arc::new(Turns::new(
            Arc::clone(&store),
            Arc::clone(&rules),
            clock.clone(),
            Arc::clone(&committed),
        ));
        let dispatcher = Dispatcher::new(
            Arc::clone(&store),
            Arc::clone(&turns),
            senders.clone(),
            terminal,
            clock.clone(),
            Arc::clone(&committed),
        );
        let dispatcher = Arc::new(dispatcher);
        Self { store, rules, clock, turns, dispatcher, telegram, senders, hub, committed, retention, watched }
    }

    /// Where arrivals go.
    pub fn door(&self) -> Arc<dyn Door> {
        self.turns.clone()
    }

    /// The database.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// What sends; for whoever wants to wait until everything due has been sent.
    pub fn dispatcher(&self) -> &Arc<Dispatcher> {
        &self.dispatcher
    }

    /// What fires timers and keeps house.
    pub fn ticker(&self) -> Ticker {
        let house = House {
            store: Arc::clone(&self.store),
            turns: Arc::clone(&self.turns),
            rules: Arc::clone(&self.rules),
            clock: self.clock.clone(),
            committed: Arc::clone(&self.committed),
            retention: self.retention,
            vacancies: Vacancies::new(Arc::clone(&self.store), Arc::clone(&self.rules)),
            hourly: Due::now(),
            often: Due::now(),
        };
        Ticker::new(house, self.clock.clone())
    }

    /// What takes edited rules into use, where they are watched.
    pub fn reload(&self) -> Option<Reload> {
        let watched = self.watched.as_ref()?;
        let (rules, store) = (Arc::clone(&self.rules), Arc::clone(&self.store));
        Some(Reload::new(watched, rules, store, self.clock.clone(), Arc::clone(&self.committed)))
    }

    /// Runs everything but the web server until `shutdown`, and waits for the last of it.
    pub async fn run(&self, shutdown: CancellationToken) {
        let tasks = TaskTracker::new();
        tasks.spawn(Arc::clone(&self.dispatcher).run(shutdown.clone()));
        tasks.spawn(self.ticker().run(shutdown.clone()));
        if let Some(reload) = self.reload() {
            tasks.spawn(reload.run(shutdown.clone()));
        }
        if let Some(bot) = &self.telegram {
            self.listen_to(bot, &tasks, &shutdown);
        }
        tasks.close();
        tasks.wait().await;
    }

    /// Everything the web server answers.
    pub fn router(&self, settings: &Http, metrics: PrometheusHandle, shutdown: &CancellationToken) -> Router {
        let pages = self.pages();
        let chat =
            Web::new(self.page_settings(settings), self.door(), pages, self.hub.clone(), shutdown.clone());
        let mut router = chat.router();
        if let Some(Bot { telegram, webhook: Some(webhook) }) = &self.telegram {
            router = router.merge(telegram.router(webhook.clone(), self.door()));
        }
        let bot = self.telegram.as_ref().map(|bot| bot.telegram.clone());
        let (store, rules) = (Arc::clone(&self.store), Arc::clone(&self.rules));
        let readiness = Arc::new(StoreAndChannels { store, rules, clock: self.clock.clone(), telegram: bot });
        http::framed(router.merge(http::health(readiness, metrics)))
    }

    /// Serves `router` and runs everything else until `shutdown`; then lets the last of it end, and closes the database.
    ///
    /// # Errors
    /// The listener's.
    pub async fn serve(
        &self,
        listener: TcpListener,
        router: Router,
        shutdown: CancellationToken,
    ) -> std::io::Result<()> {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let stop = shutdown.clone();
        let server =
            axum::serve(listener, service).with_graceful_shutdown(async move { stop.cancelled().await });
        let all = async {
            let (served, ()) = tokio::join!(server.into_future(), self.run(shutdown.clone()));
            served
        };
        let late = async {
            shutdown.cancelled().await;
            tokio::time::sleep(LAST_WORDS).await;
        };
        let served = tokio::select! {
            served = all => served,
            () = late => {
                tracing::warn!("not everything ended in time; what is left is done at the next start");
                Ok(())
            }
        };
        // Closing finishes what was handed in; a database that hangs must not keep the process.
        let _ = tokio::time::timeout(Duration::from_secs(1), self.store.close()).await;
        served
    }

    fn listen_to(&self, bot: &Bot, tasks: &TaskTracker, shutdown: &CancellationToken) {
        let (telegram, stop) = (bot.telegram.clone(), shutdown.clone());
        match bot.webhook.clone() {
            Some(webhook) => {
                tasks.spawn(async move { telegram.announce(&webhook, &stop).await });
            }
            None => {
                let memory = Arc::new(PollMemory::new(Arc::clone(&self.store), self.clock.clone()));
                let door = self.door();
                tasks.spawn(async move { telegram.poll(door, memory, stop).await });
            }
        }
    }

    fn pages(&self) -> Arc<StorePages> {
        let (store, turns, rules) =
            (Arc::clone(&self.store), Arc::clone(&self.turns), Arc::clone(&self.rules));
        Arc::new(StorePages::new(store, turns, rules, self.clock.clone(), self.senders.clone()))
    }

    fn page_settings(&self, settings: &Http) -> web::Settings {
        let rules = self.rules.load();
        let directory = &rules.directory;
        let numbers = directory.hotlines.values().map(|hotline| hotline.number.clone());
        let mut streets = directory.streets();
        let only = streets.next().filter(|_| streets.next().is_none());
        web::Settings {
            street: only.map_or_else(String::new, |street| street.name.clone()),
            police: directory
                .hotlines
                .get("police")
                .map_or_else(String::new, |hotline| hotline.number.clone()),
            hotlines: numbers.collect(),
            public_url: settings.public_url.clone(),
            embed_in: settings.embed_in.clone(),
        }
    }
}

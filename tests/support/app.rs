//! The real gateway on a free port with a database of its own and a clock moved by hand.
//!
//! The dispatcher and the ticker are cranked by the test, so that nothing is waited for and races can be staged.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use fengqiao::config::Http;
use fengqiao::config::load::{Home, Loaded};
use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;
use fengqiao::runtime::app::{Bot, Gateway, Parts};
use fengqiao::runtime::clock::Clock;
use fengqiao::runtime::invitations::{self, NewMember};
use fengqiao::runtime::reload::Watched;
use fengqiao::store::{OpenError, Store};
use metrics_exporter_prometheus::PrometheusBuilder;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{postgres, rules, stores};

/// Longer than this is not waited for minute by minute.
const MINUTE_BY_MINUTE: Duration = Duration::from_secs(3 * 24 * 3600);

/// Which database a test runs on.
#[derive(Clone, Copy, Debug)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// A gateway for one test.
pub struct App {
    pub gateway: Arc<Gateway>,
    pub clock: Clock,
    /// Where it listens, without a slash at its end.
    pub base: String,
    /// The database.
    pub url: String,
    serving: JoinHandle<()>,
    shutdown: CancellationToken,
    _folder: Option<TempDir>,
}

impl App {
    /// Starts one whose clock stands at `now`; `bot` is told where it listens. `None` where the database is missing.
    pub async fn start(
        database: Database,
        now: Timestamp,
        bot: impl FnOnce(&str) -> Option<Bot>,
    ) -> Option<Self> {
        Self::start_in(rules::home(), database, now, bot).await
    }

    /// The same for an installation that lies elsewhere.
    pub async fn start_in(
        home: Home,
        database: Database,
        now: Timestamp,
        bot: impl FnOnce(&str) -> Option<Bot>,
    ) -> Option<Self> {
        let (url, folder) = match database {
            Database::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                (format!("sqlite://{}", folder.path().join("fengqiao.db").display()), Some(folder))
            }
            Database::Postgres => (postgres::shared()?.database().await, None),
        };
        Some(Self::over(home, (url, folder), Clock::manual(now), bot).await)
    }

    /// A second gateway on the same database, with a clock of its own.
    pub async fn beside(&self, clock: Clock, bot: Option<Bot>) -> Self {
        Self::over(rules::home(), (self.url.clone(), None), clock, |_| bot).await
    }

    async fn over(
        home: Home,
        (url, folder): (String, Option<TempDir>),
        clock: Clock,
        bot: impl FnOnce(&str) -> Option<Bot>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let Loaded { config, rules, edition } = rules::loaded(&home);
        let gateway = Arc::new(Gateway::new(Parts {
            store: open(&url).await,
            rules,
            clock: clock.clone(),
            telegram: bot(&base),
            senders: BTreeMap::new(),
            terminal: None,
            retention: config.retention,
            watched: Some(Watched { home, config, edition }),
        }));
        let (serving, shutdown) = serve(&gateway, &base, listener);
        Self { gateway, clock, base, url, serving, shutdown, _folder: folder }
    }

    /// Invites somebody and returns the code.
    pub async fn invite(&self, name: &str, role: Role, room: &str) -> String {
        let rules = rules::shipped();
        let room = rules.directory.rooms().find(|known| known.name == room || room == "street").unwrap();
        let member = NewMember { name: name.to_owned(), role, room: room.code.clone() };
        invitations::invite(self.gateway.store(), &self.clock, member, Duration::from_secs(3600))
            .await
            .unwrap()
    }

    /// Sends everything that is due.
    pub async fn settle(&self) {
        self.gateway.dispatcher().drain().await;
        self.clock.advance(Duration::from_millis(1));
    }

    /// Lets time pass minute by minute, with everything that becomes due in it; of many days only the minutes in which
    /// something does.
    pub async fn wait(&self, span: Duration) {
        let ticker = self.gateway.ticker();
        if span > MINUTE_BY_MINUTE {
            let end = self.clock.now().plus(span);
            while let Some(due) = stores::next_timer(&self.url).await.filter(|due| *due <= end) {
                let minutes = due.since(self.clock.now()).as_secs().div_ceil(60).max(1);
                self.clock.advance(Duration::from_secs(minutes * 60));
                ticker.tick().await;
                self.settle().await;
            }
            self.clock.advance(end.since(self.clock.now()));
            return;
        }
        for _ in 0..span.as_secs() / 60 {
            self.clock.advance(Duration::from_secs(60));
            ticker.tick().await;
            self.settle().await;
        }
    }
}

/// Stops serving; what is left undone belongs to the test that left it.
impl Drop for App {
    fn drop(&mut self) {
        self.shutdown.cancel();
        self.serving.abort();
    }
}

/// Opens a database; a server that many tests ask at once may need more than one call.
async fn open(url: &str) -> Store {
    for _ in 0..10 {
        match Store::open(url).await {
            Err(OpenError::Unreachable { .. }) => {}
            opened => return opened.unwrap(),
        }
    }
    panic!("{url} cannot be reached")
}

fn serve(gateway: &Gateway, base: &str, listener: TcpListener) -> (JoinHandle<()>, CancellationToken) {
    let shutdown = CancellationToken::new();
    let settings =
        Http { listen: listener.local_addr().unwrap(), public_url: base.to_owned(), embed_in: Vec::new() };
    let metrics = PrometheusBuilder::new().build_recorder().handle();
    let router = gateway.router(&settings, metrics, &shutdown);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    (tokio::spawn(async move { axum::serve(listener, service).await.unwrap() }), shutdown)
}

//! The web chat: the page residents and staff talk on, served by this process.
//!
//! Takes in forms and files, shows what [`Pages`] tells and wakes open pages through the [`Hub`]. It must not know the
//! store or the engine: a button's data is passed on as it came.

mod assets;
mod body;
mod files;
mod guard;
mod hub;
mod key;
mod limits;
mod live;
mod markup;
mod page;
mod pages;
mod post;
mod refusal;
mod seen;
mod upload;
mod view;
mod words;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post as posting};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::channels::Door;
use limits::Limiter;
use refusal::Refusal;

pub use hub::{Hub, OpenPage, WebSender};
pub use pages::{Invitation, Line, Pages, StoredFile};
pub use post::answered;

/// Messages of one conversation within [`RATE_SPAN`]: more than anyone types, less than harm.
const RATE: u32 = 20;
const RATE_SPAN: Duration = Duration::from_secs(10);
/// New conversations of one address a minute: a full waiting room behind one router, not a robot.
const NEWCOMERS: u32 = 30;
/// Files read into memory at one time, at most 10 MB each.
const UPLOADS: usize = 8;

/// What the page has to know of the place it serves.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The street's name, for the header; empty where there are several.
    pub street: String,
    /// The number of the emergency link in the header.
    pub police: String,
    /// Short numbers that become links wherever they are written; longer ones are known by their shape.
    pub hotlines: Vec<String>,
    /// What browsers reach us by, without a slash at its end.
    pub public_url: String,
    /// Origins that may show the page in a frame.
    pub embed_in: Vec<String>,
}

/// The web channel, ready to be served.
pub struct Web {
    settings: Settings,
    door: Arc<dyn Door>,
    pages: Arc<dyn Pages>,
    hub: Hub,
    end: CancellationToken,
    rate: Limiter,
    newcomers: Limiter,
    seen: Limiter,
    uploads: Semaphore,
}

impl Web {
    /// Streams to open pages end with `end`, without which the server would wait for them for ever.
    pub fn new(
        settings: Settings,
        door: Arc<dyn Door>,
        pages: Arc<dyn Pages>,
        hub: Hub,
        end: CancellationToken,
    ) -> Self {
        let rate = Limiter::new(RATE, RATE_SPAN);
        let newcomers = Limiter::new(NEWCOMERS, Duration::from_secs(60));
        let seen = Limiter::new(RATE, RATE_SPAN);
        Self { settings, door, pages, hub, end, rate, newcomers, seen, uploads: Semaphore::new(UPLOADS) }
    }

    /// All routes. Serve it with `into_make_service_with_connect_info::<SocketAddr>()`: newcomers are counted by address.
    pub fn router(self) -> Router {
        let web = Arc::new(self);
        Router::new()
            .route("/", get(page::chat))
            .route("/r/{room}", get(page::poster))
            .route("/s/{invite}", get(page::join))
            .route("/p/{code}", get(page::party))
            .route("/chat/messages", posting(post::message))
            .route("/chat/location", posting(post::location))
            .route("/chat/files", posting(upload::file))
            .route("/chat/seen", posting(seen::seen))
            .route("/chat/events", get(live::events))
            .route("/chat/lines", get(live::lines))
            .route("/files/{id}", get(files::file))
            .route("/assets/{name}", get(assets::asset))
            .fallback(async || Refusal::NotFound)
            .method_not_allowed_fallback(async || Refusal::NoPage)
            .layer(from_fn_with_state(Arc::clone(&web), guard::guard))
            .layer(DefaultBodyLimit::disable())
            .with_state(web)
    }

    fn is_https(&self) -> bool {
        self.settings.public_url.starts_with("https://")
    }
}

//! Conversations as files anybody can read (`tests/transcripts`), played wherever residents and staff may be.

use std::sync::Arc;

use futures::future::join_all;

use crate::support::app::{App, Database};
use crate::support::program::Installation;
use crate::support::pure::Pure;
use crate::support::rules::{home, loaded, shipped};
use crate::support::telegram_stage::TelegramStage;
use crate::support::transcript;
use crate::support::web_stage::WebStage;

#[tokio::test]
async fn stories_play_on_the_engine_alone() {
    for story in transcript::all() {
        let rules = match story.installation() {
            Some(installation) => Arc::new(loaded(&installation.home()).rules),
            None => shipped(),
        };
        let mut stage = Pure::new(rules, story.now);
        story.play(&mut stage, "the engine alone").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stories_play_on_the_web_with_sqlite() {
    on_the_web(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stories_play_on_the_web_with_postgres() {
    on_the_web(Database::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stories_play_on_telegram_with_sqlite() {
    on_telegram(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stories_play_on_telegram_with_postgres() {
    on_telegram(Database::Postgres).await;
}

async fn on_the_web(database: Database) {
    for story in transcript::all() {
        let installation = story.installation();
        let home = installation.as_ref().map_or_else(home, Installation::home);
        let Some(app) = App::start_in(home, database, story.now, |_| None).await else { return };
        story.play(&mut WebStage::new(app), &format!("the web with {database:?}")).await;
    }
}

/// So many stories at once: each has a gateway with connections of its own, and the server takes only so many.
const AT_ONCE: usize = 8;

/// Telegram takes a message a second from one chat, so that stories are told side by side.
async fn on_telegram(database: Database) {
    for stories in transcript::all().chunks(AT_ONCE) {
        let told = stories.iter().map(|story| async move {
            let installation = story.installation();
            let home = installation.as_ref().map_or_else(home, Installation::home);
            let Some(mut stage) = TelegramStage::start_in(home, database, story.now).await else { return };
            story.play(&mut stage, &format!("Telegram with {database:?}")).await;
        });
        join_all(told).await;
    }
}

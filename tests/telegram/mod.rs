//! The Telegram channel against the stand-in: polling, webhook, sending.

mod fakes;
mod polling;
mod sending;
mod stand_in;
mod webhook;

use std::time::Duration;

use fengqiao::channels::telegram::{Settings, Telegram, Waits};

use crate::support::bot_api::{BotApi, TOKEN};

/// Everything fast, so that what is tried again is tried at once.
const WAITS: Waits = Waits {
    answer: Duration::from_secs(5),
    poll: Duration::from_secs(20),
    refused: Duration::from_millis(50),
    failed: Duration::from_millis(50),
    shut: Duration::from_millis(20),
    lease: Duration::from_secs(30),
    standby: Duration::from_millis(20),
};

fn bot_at(url: &str) -> Telegram {
    bot_with(url, WAITS)
}

fn bot_with(url: &str, waits: Waits) -> Telegram {
    Telegram::new(Settings { token: TOKEN.to_owned().into(), api_url: url.to_owned(), waits }).unwrap()
}

fn bot(api: &BotApi) -> Telegram {
    bot_at(api.url())
}

/// An address of this machine where nobody listens.
fn nowhere() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

//! Stories on Telegram: everybody has the app, updates come by webhook.

use std::time::Duration;

use fengqiao::channels::telegram::{Settings, Telegram, Waits, Webhook};
use fengqiao::config::load::Home;
use fengqiao::domain::staff::Role;
use fengqiao::domain::time::Timestamp;
use fengqiao::runtime::app::Bot;
use futures::FutureExt;
use futures::future::BoxFuture;
use tokio_util::sync::CancellationToken;

use super::app::{App, Database};
use super::bot_api::{BotApi, Person, TOKEN};
use super::rules;
use super::stage::{Act, Seen, Stage};

const SECRET: &str = "a-secret_1";

/// People with Telegram, and one gateway.
pub struct TelegramStage {
    pub app: App,
    pub api: BotApi,
    people: Vec<String>,
}

impl TelegramStage {
    /// `None` where the database is missing.
    pub async fn start(database: Database, now: Timestamp) -> Option<Self> {
        Self::start_in(rules::home(), database, now).await
    }

    /// The same for an installation that lies elsewhere.
    pub async fn start_in(home: Home, database: Database, now: Timestamp) -> Option<Self> {
        let api = BotApi::start().await;
        let telegram = Telegram::new(Settings {
            token: TOKEN.into(),
            api_url: api.url().to_owned(),
            waits: Waits::default(),
        });
        let telegram = telegram.unwrap();
        let mut hook = None;
        let app = App::start_in(home, database, now, |base| {
            let webhook = Webhook::new(base, SECRET.into()).unwrap();
            hook = Some(webhook.clone());
            Some(Bot { telegram: telegram.clone(), webhook: Some(webhook) })
        })
        .await?;
        telegram.announce(&hook.unwrap(), &CancellationToken::new()).await;
        Some(Self { app, api, people: Vec::new() })
    }

    /// Somebody, for what the stage does not know how to do.
    pub fn person(&self, name: &str) -> Person<'_> {
        let number =
            self.people.iter().position(|known| known == name).expect("people come in before they act");
        self.api.user(i64::try_from(number).unwrap() + 1000)
    }

    /// Waits until every update is taken in and everything due is sent.
    pub async fn settle(&self) {
        self.api.waits_until("the webhook takes every update", || self.api.unconfirmed().is_empty()).await;
        self.app.settle().await;
    }
}

impl Stage for TelegramStage {
    fn resident<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, ()> {
        self.people.push(name.to_owned());
        async {}.boxed()
    }

    fn staff<'a>(&'a mut self, name: &'a str, role: Role, room: &'a str) -> BoxFuture<'a, ()> {
        async move {
            self.people.push(name.to_owned());
            let code = self.app.invite(name, role, room).await;
            self.person(name).opens(&code);
            self.settle().await;
            self.person(name).news();
        }
        .boxed()
    }

    fn act<'a>(&'a mut self, name: &'a str, act: Act) -> BoxFuture<'a, ()> {
        async move {
            let person = self.person(name);
            match act {
                Act::Says(text) => person.says(&text),
                Act::Presses(label) => person.presses(&label),
                Act::Replies { to, text } => person.replies_to(&to, &text),
                Act::SendsPhoto { caption } => person.sends_photo(&caption, b"a picture"),
                Act::SendsVoice => person.sends_voice(b"a voice"),
                Act::SendsPlace { latitude, longitude } => person.sends_place(latitude, longitude),
                Act::Opens(payload) => person.opens(&payload),
            };
            self.settle().await;
        }
        .boxed()
    }

    fn news<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Vec<Seen>> {
        let (fresh, changed): (Vec<_>, Vec<_>) =
            self.person(name).news().into_iter().partition(|message| !message.updated);
        let mut seen: Vec<Seen> = Vec::new();
        for message in fresh.into_iter().chain(changed) {
            // Telegram shows a place as a message of its own; the words to it come right after.
            match seen.last_mut().filter(|last| last.text.starts_with("\n（位置")) {
                Some(place) => {
                    place.text = format!("{}{}", message.text, place.text);
                    place.buttons = message.buttons;
                }
                None => seen.push(Seen {
                    updated: message.updated,
                    text: message
                        .place
                        .map_or(message.text, |(north, east)| format!("\n（位置 {north:.5} {east:.5}）")),
                    buttons: message.buttons,
                    file: message.file.is_some(),
                }),
            }
        }
        async { seen }.boxed()
    }

    fn wait(&mut self, span: Duration) -> BoxFuture<'_, ()> {
        async move { self.app.wait(span).await }.boxed()
    }
}

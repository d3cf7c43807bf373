//! What a story needs of whatever it is played on: people who act, see what is new to them, and time that passes.

use std::time::Duration;

use fengqiao::domain::message::Outbound;
use fengqiao::domain::staff::Role;
use futures::future::BoxFuture;

/// Something a person does.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    Says(String),
    /// Presses the newest button whose label contains this.
    Presses(String),
    /// Answers the newest message that contains `to`.
    Replies {
        to: String,
        text: String,
    },
    SendsPhoto {
        caption: String,
    },
    SendsVoice,
    SendsPlace {
        latitude: f64,
        longitude: f64,
    },
    Opens(String),
}

/// A message as a person sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Whether it replaces one that was there before.
    pub updated: bool,
    pub text: String,
    pub buttons: Vec<Vec<String>>,
    /// Whether a file goes with it.
    pub file: bool,
}

impl Seen {
    pub fn of(outbound: &Outbound, updated: bool) -> Self {
        let label = |button: &fengqiao::domain::message::Button| button.label.clone();
        let place = outbound
            .place
            .map(|(north, east)| format!("\n（位置 {north:.5} {east:.5}）"))
            .unwrap_or_default();
        Self {
            updated,
            text: format!("{}{place}", outbound.text.replace("**", "")),
            buttons: outbound.buttons.iter().map(|row| row.iter().map(label).collect()).collect(),
            file: outbound.file.is_some(),
        }
    }
}

/// Where a story is played.
pub trait Stage {
    /// Adds a person without any role.
    fn resident<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, ()>;
    /// Adds a person who is a member of staff already and has nothing unread.
    fn staff<'a>(&'a mut self, name: &'a str, role: Role, room: &'a str) -> BoxFuture<'a, ()>;
    /// Lets a person act; returns when everything that follows has been sent.
    fn act<'a>(&'a mut self, name: &'a str, act: Act) -> BoxFuture<'a, ()>;
    /// What a person has not seen yet.
    fn news<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Vec<Seen>>;
    /// Lets time pass, and everything happen that becomes due.
    fn wait(&mut self, span: Duration) -> BoxFuture<'_, ()>;
}

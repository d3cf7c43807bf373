//! What the matcher makes of a message.

use serde::Serialize;

use crate::domain::ids::RoomCode;
use crate::domain::service::{Service, Topic};

/// A message as understood. Borrowed texts live in the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What is wanted; [`Service::Unclear`] when the rules do not know.
    pub service: Service,
    /// The field of law, where the words tell it.
    pub topic: Option<Topic>,
    /// The portal label used for evaluation, for whatever is about law.
    pub area: Option<String>,
    /// The rule that won, `topic.name`.
    pub intent: Option<String>,
    /// 0 to 100; from [`SURE`] on the bot acts on it, below it asks back.
    pub score: u8,
    /// The rules that fired, strongest first.
    pub matched: Vec<Fired>,
    /// The two or three likeliest intents to ask back with, best first; also filled when sure.
    pub likely: Vec<String>,
    /// The intents of other fields of law that a question asks about besides, which the rules can answer; best first.
    pub also: Vec<String>,
    /// The danger that may be meant though something else is likelier: not acted on, but offered below what is answered.
    pub danger: Option<String>,
    /// The place named in the message.
    pub place: Option<Place>,
    /// Whether the message asks something (has the form of a question).
    pub asks: bool,
    /// Whether most of its letters are Latin.
    pub english: bool,
}

/// The score from which the bot acts without asking back.
pub const SURE: u8 = 50;

/// A rule that fired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fired {
    /// The intent, `topic.name`.
    pub intent: String,
    /// The words it fired on.
    pub words: Vec<String>,
    /// What it added.
    pub weight: i32,
}

/// A place the message names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A room of ours; several when the name is shared.
    Ours(Vec<RoomCode>),
    /// Another street's or city's: what it belongs to, as the directory says.
    Elsewhere(String),
}

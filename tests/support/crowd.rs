//! Many people at once, past the browsers: what they do goes straight to the door as the web page would hand it on.

use std::sync::atomic::{AtomicU32, Ordering};

use fengqiao::channels::error::DoorError;
use fengqiao::channels::{Arrival, Content};
use fengqiao::domain::channel::Channel;
use fengqiao::domain::message::{Body, Inbound, Outbound};
use fengqiao::domain::staff::Role;

use super::app::App;
use super::books;

static ARRIVALS: AtomicU32 = AtomicU32::new(0);

/// Something a person does; every one is another.
pub fn arrival(peer: &str, body: Body) -> Arrival {
    let number = ARRIVALS.fetch_add(1, Ordering::Relaxed);
    Arrival {
        channel: Channel::Web,
        external_id: format!("{peer}:{number}"),
        raw: format!("{body:?}"),
        content: Content::Came {
            peer: peer.to_owned(),
            inbound: Inbound { body, message: None, reply_to: None },
            bytes: None,
        },
    }
}

/// A person who writes.
pub fn words(peer: &str, text: &str) -> Arrival {
    arrival(peer, Body::Text(text.to_owned()))
}

/// A person who presses a button.
pub fn press(peer: &str, data: &str) -> Arrival {
    arrival(peer, Body::Press(data.to_owned()))
}

impl App {
    /// Takes something in.
    pub async fn takes(&self, arrival: Arrival) -> Result<(), DoorError> {
        self.gateway.door().come(arrival).await
    }

    /// Makes somebody a member of staff of 民主村.
    pub async fn enlists(&self, name: &str, role: Role) {
        self.enlists_in(name, role, "民主村").await;
    }

    /// The same anywhere; `street` is the street's room.
    pub async fn enlists_in(&self, name: &str, role: Role, room: &str) {
        let code = self.invite(name, role, room).await;
        self.takes(arrival(name, Body::Start(code))).await.unwrap();
    }

    /// Lets a resident of 民主村 open a case.
    pub async fn opens_a_case(&self, resident: &str) {
        for text in ["转人工", "民主村"] {
            self.takes(words(resident, text)).await.unwrap();
            self.settle().await;
        }
    }

    /// Everything said to somebody, in its order; amendments as messages of their own.
    pub async fn said_to(&self, peer: &str) -> Vec<Outbound> {
        let said = format!(
            "SELECT o.body FROM outbox o JOIN conversation c ON c.id = o.conversation_id
             WHERE c.peer = '{peer}' ORDER BY o.id"
        );
        let bodies = books::texts(&self.url, &said).await;
        bodies.iter().map(|body| serde_json::from_str(body).unwrap()).collect()
    }

    /// How many of those contain this.
    pub async fn times_said_to(&self, peer: &str, fragment: &str) -> usize {
        self.said_to(peer).await.iter().filter(|said| said.text.contains(fragment)).count()
    }

    /// What the newest button somebody sees with this label sends.
    pub async fn button_of(&self, peer: &str, label: &str) -> String {
        let said = self.said_to(peer).await;
        let mut buttons = said.iter().rev().flat_map(|said| said.buttons.iter().flatten());
        let found = buttons.find(|button| button.label.contains(label));
        found.unwrap_or_else(|| panic!("{peer} has no button {label}: {said:#?}")).data.clone()
    }
}

//! Sample rows: whole and plausible, with what a test cares about changed by the test.

use fengqiao::domain::case::{Case, CaseState, Reach, Speaker};
use fengqiao::domain::channel::Channel;
use fengqiao::domain::code::CaseCode;
use fengqiao::domain::ids::{CaseId, ConversationId, Mint, OutboxId, RoomCode, StaffId};
use fengqiao::domain::lang::Lang;
use fengqiao::domain::message::Outbound;
use fengqiao::domain::origin::Origin;
use fengqiao::domain::outbox::Purpose;
use fengqiao::domain::service::{Service, Topic};
use fengqiao::domain::staff::{Role, Staff, StaffStatus};
use fengqiao::domain::time::Timestamp;
use fengqiao::store::{NewOutbox, Over, Store};

/// Midnight of New Year 2026 in Shanghai.
pub const NEW_YEAR: i64 = 1_767_196_800_000;

/// So many milliseconds into 2026.
pub fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(NEW_YEAR + millis)
}

/// An id in the order of its number.
pub fn id(number: i64) -> String {
    Mint::new(at(number), 7).text()
}

pub fn room(code: &str) -> RoomCode {
    RoomCode::new(code)
}

/// A person's conversation on Telegram, there from now on.
pub async fn conversation(store: &Store, peer: &str) -> ConversationId {
    let (peer, new) = (peer.to_owned(), ConversationId::new(format!("conversation-{peer}")));
    let entered = transact!(store, [peer, new], c => c.enter(Channel::Telegram, &peer, at(0), &new).await);
    entered.unwrap().id
}

/// A new, unclaimed consultation.
pub fn case(number: i64, conversation: &ConversationId) -> Case {
    Case {
        id: CaseId::new(id(number)),
        code: CaseCode::from_number(u64::try_from(number).unwrap()),
        conversation: conversation.clone(),
        lang: Lang::Zh,
        service: Service::Consultation,
        origin: Origin::Bot,
        behalf: None,
        contact: None,
        topic: Some(Topic::new("marriage")),
        room: room("500107003001"),
        state: CaseState::Offered,
        reach: Reach::Role,
        owner: None,
        summary: "我想离婚,孩子归谁?".into(),
        details: vec![("称呼".into(), "王女士".into())],
        urgent: false,
        deadline: at(86_400_000),
        last_speaker: Speaker::Resident,
        last_spoke_at: at(number),
        outcome: None,
        opened_at: at(number),
        claimed_at: None,
        answered_at: None,
        referred_at: None,
        closed_at: None,
        version: 0,
    }
}

/// An active mediator of the first community.
pub fn staff(name: &str) -> Staff {
    Staff {
        id: StaffId::new(format!("staff-{name}")),
        name: name.into(),
        role: Role::Mediator,
        room: room("500107003001"),
        status: StaffStatus::Active,
        conversations: Vec::new(),
    }
}

/// A reply that is due as soon as it is said.
pub fn message(number: i64, conversation: &ConversationId) -> NewOutbox {
    NewOutbox {
        id: OutboxId::new(id(number)),
        conversation: conversation.clone(),
        case: None,
        purpose: Purpose::Reply,
        replaces: None,
        side: None,
        body: Outbound::text(format!("第{number}条")),
        due: at(number),
    }
}

/// Stores messages as said at their `due`.
pub async fn enqueue(store: &Store, messages: impl IntoIterator<Item = NewOutbox>) {
    let messages: Vec<_> = messages.into_iter().collect();
    let kept = transact!(store, [messages], c => {
        for message in &messages {
            c.enqueue(message, message.due).await?;
        }
        Ok(())
    });
    kept.unwrap();
}

/// What a process can send over that has every channel.
pub fn everywhere() -> Over {
    Over { channels: Channel::ALL.to_vec(), terminal: Some("terminal".into()), abandoned: true }
}

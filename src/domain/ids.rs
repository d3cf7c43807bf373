//! Identifiers: opaque, time-ordered texts made by us, one type each so that they cannot be mixed up.
//!
//! Must not know where randomness comes from: a [`Mint`] is seeded by its caller.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::time::Timestamp;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps an id read back from the store, a button or a command line.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// One person on one channel.
    ConversationId,
    /// One matter of one resident.
    CaseId,
    /// One member of staff.
    StaffId,
    /// One message of ours, waiting or sent.
    OutboxId,
    /// One event that came in.
    InboundId,
    /// One thing to do later.
    TimerId,
    /// One line of a case's log.
    EntryId,
    /// One statistical fact.
    RecordId,
    /// One photo, file or voice note.
    AttachmentId,
    /// Words nobody understood.
    UnmatchedId,
    /// One other party of a mediation.
    PartyId,
    /// One question asked about a closed case.
    FollowUpId,
    /// One request to go on with a case in another conversation.
    ContinuationId,
    /// One joint handling of a case.
    JointId,
    /// One appointment.
    BookingId,
    /// Hours of somebody in a room.
    DutyId,
    /// Days somebody is away.
    LeaveId,
    /// A day offered to a colleague.
    SwapId,
    /// The room that serves a community (its 12-digit statistical code) or a street (its first 9 digits).
    RoomCode,
}

/// What the conversations begin with that nobody can be written to: a case brought in at the counter has one.
const AT_COUNTER: &str = "counter-";

impl ConversationId {
    /// The conversation of a case whose resident does not write to the bot: it holds the case's place, and whatever
    /// is said to it is told to staff instead.
    pub fn at_counter(case: &CaseId) -> Self {
        Self::new(format!("{AT_COUNTER}{case}"))
    }

    /// Whether nobody can be written to there.
    pub fn is_counter(&self) -> bool {
        self.as_str().starts_with(AT_COUNTER)
    }
}

/// Makes ids for one turn: time-ordered, and in the order they were asked for.
#[derive(Clone, Debug)]
pub struct Mint {
    at: Timestamp,
    seed: u64,
    next: u16,
}

impl Mint {
    /// Two mints of one millisecond differ by their seed, two ids of one mint by their number.
    pub fn new(at: Timestamp, seed: u64) -> Self {
        Self { at, seed, next: 0 }
    }

    /// The same mint, whose next id has this number: ids with lower ones are left to others.
    #[must_use]
    pub fn starting_at(self, next: u16) -> Self {
        Self { next, ..self }
    }

    /// 32 hexadecimal digits: 12 of milliseconds, 16 of the seed, 4 of the number within the turn. Turns of one
    /// millisecond stand in the order of their seeds.
    pub fn text(&mut self) -> String {
        let number = self.next;
        self.next = self.next.wrapping_add(1);
        format!("{:012x}{:016x}{number:04x}", self.at.millis(), self.seed)
    }

    /// A number nobody can guess from earlier ones, for case codes; a different one at each call.
    pub fn number(&mut self) -> u64 {
        self.next = self.next.wrapping_add(1);
        scramble(self.seed ^ scramble(u64::from(self.next)))
    }
}

/// The last id that can have been made in the turn that made this one; `None` if no mint made it.
pub fn last_of_turn(id: &str) -> Option<String> {
    let (turn, number) = id.split_at_checked(28)?;
    (number.len() == 4).then(|| format!("{turn}ffff"))
}

/// The finaliser of SplitMix64: spreads every bit of the seed over the whole number.
fn scramble(seed: u64) -> u64 {
    let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_as_they_were_made() {
        let mut early = Mint::new(Timestamp::from_millis(1_000), u64::MAX);
        let mut late = Mint::new(Timestamp::from_millis(1_001), 0);
        let made = [early.text(), early.text(), late.text()];
        assert!(made.is_sorted());
        assert_eq!(made[0].len(), 32);
    }

    #[test]
    fn what_one_turn_makes_lies_up_to_its_last_id() {
        let (mut one, mut next) =
            (Mint::new(Timestamp::from_millis(1_000), 5), Mint::new(Timestamp::from_millis(1_000), 6));
        let (first, second) = (one.text(), one.text());
        let last = last_of_turn(&first).unwrap();
        assert!(first < second && second < last && last < next.text());
        assert_eq!(last_of_turn("019b75ae38"), None);
    }

    #[test]
    fn numbers_of_one_mint_differ() {
        let mut mint = Mint::new(Timestamp::from_millis(0), 7);
        assert_ne!(mint.number(), mint.number());
    }
}

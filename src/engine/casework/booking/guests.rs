//! Who comes to an appointment: the resident of the case, and to a meeting every other party that takes part. Each is told
//! by itself, in its own language and under its own code, and learns nothing of the others.

use crate::domain::booking::Booking;
use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::domain::ids::ConversationId;
use crate::domain::lang::Lang;
use crate::domain::party::{Party, Side};
use crate::engine::casework::sides;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

/// Somebody who comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Guest {
    pub(in crate::engine) side: Side,
    pub(in crate::engine) conversation: ConversationId,
    pub(in crate::engine) lang: Lang,
    /// What their buttons carry: the case's code for its resident, a party's own for a party.
    pub(in crate::engine) code: CaseCode,
}

impl Guest {
    /// The resident of a case.
    pub(in crate::engine) fn resident(case: &Case) -> Self {
        Self {
            side: Side::Applicant,
            conversation: case.conversation.clone(),
            lang: case.lang,
            code: case.code.clone(),
        }
    }

    /// Another party; `None` while it is reached by telephone alone.
    pub(in crate::engine) fn party(party: &Party) -> Option<Self> {
        let conversation = party.conversation.clone()?;
        let side = Side::Other(party.id.clone());
        Some(Self { side, conversation, lang: party.lang, code: party.code.clone() })
    }

    /// The thread that what they are told belongs to: the resident's is the case's own.
    pub(super) fn thread(&self) -> Option<Side> {
        Some(self.side.clone()).filter(|side| *side != Side::Applicant)
    }
}

/// Whether what is arranged for this case is arranged with several sides.
pub(in crate::engine) fn is_joint(turn: &Turn<'_>, case: &Case) -> Result<bool, Need> {
    Ok(!sides::consented(turn, case)?.is_empty())
}

/// Everybody who would come to a meeting.
pub(in crate::engine) fn all(turn: &Turn<'_>, case: &Case) -> Result<Vec<Guest>, Need> {
    let parties = sides::consented(turn, case)?;
    let parties = parties.into_iter().filter_map(Guest::party);
    Ok([Guest::resident(case)].into_iter().chain(parties).collect())
}

/// Everybody who comes to this one.
pub(in crate::engine) fn of(turn: &Turn<'_>, case: &Case, booking: &Booking) -> Result<Vec<Guest>, Need> {
    match booking.meeting {
        true => all(turn, case),
        false => Ok(vec![Guest::resident(case)]),
    }
}

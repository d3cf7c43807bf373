//! Words of staff for one side of a mediation or the other: never sent unless it is certain for which.

use crate::domain::case::Case;
use crate::domain::party::{Party, Side};
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::relay::Words;
use crate::engine::casework::sides::{self, relay};
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::staff::{self, unsent};
use crate::engine::turn::Turn;
use crate::engine::unsent::Mark;
use crate::engine::verb::Verb;

use super::desk::choice;

/// For whom words about a case are.
pub(in crate::engine::staff) enum Addressee<'world> {
    /// The applicant, or the only resident there is.
    Applicant,
    /// This other party.
    Party(&'world Party),
    /// There are two sides, and nothing says which is meant.
    Unclear,
}

/// For whom words are that answer a message of this thread.
pub(in crate::engine::staff) fn addressee<'world>(
    turn: &Turn<'world>,
    case: &Case,
    side: Option<&Side>,
) -> Result<Addressee<'world>, Need> {
    let parties = sides::parties(turn, case)?;
    Ok(match side {
        Some(Side::Other(id)) => sides::find(parties, id).map_or(Addressee::Unclear, Addressee::Party),
        Some(Side::Applicant) => Addressee::Applicant,
        None if reachable(parties).next().is_none() => Addressee::Applicant,
        None => Addressee::Unclear,
    })
}

/// Sends words to a party, and says so; one that is out of it gets none.
pub(in crate::engine::staff) fn to_party(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    party: &Party,
    words: Words<'_>,
) -> Result<(), Need> {
    if !party.is_in() || party.conversation.is_none() {
        return super::desk::show(turn, member, case);
    }
    relay::to_party(turn, member, case, party, words)?;
    let side = Side::Other(party.id.clone());
    turn.thread = Some(side.clone());
    confirm(turn, case, &side)
}

/// The words kept while it was not clear whose they were.
pub(super) fn send_kept(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    party: &Party,
    mark: Mark,
) -> Result<(), Need> {
    match unsent::take(turn, mark) {
        Some(words) => to_party(turn, member, case, party, Words { text: &words, ..Words::default() }),
        None => {
            turn.reply(turn.staff_texts().nothing_kept());
            Ok(())
        }
    }
}

/// The next words go to this party.
pub(super) fn asked(turn: &mut Turn<'_>, case: &Case, party: &Party) -> Result<(), Need> {
    let side = Side::Other(party.id.clone());
    let alias = sides::alias(turn, sides::parties(turn, case)?, &side);
    turn.thread = Some(side);
    let text = turn.mediator_texts().writing(&case.code, alias);
    turn.mention(text, vec![Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel)]);
    Ok(())
}

/// Asks for which side words about this case are, and keeps them meanwhile; a file has to be sent again.
pub(in crate::engine::staff) fn ask_side(
    turn: &mut Turn<'_>,
    case: &Case,
    words: Words<'_>,
) -> Result<(), Need> {
    let loose = words.file.is_some() || words.place.is_some();
    let kept = (!loose).then(|| unsent::keep(turn, words.text, None));
    let mut choices = loose_choices(turn, case, kept)?;
    choices.push(Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel));
    let texts = turn.staff_texts();
    let text = if loose { texts.file_to_whom() } else { texts.to_whom(words.text) };
    turn.offer(text, choices, 1);
    Ok(())
}

/// The sides of a case to which something kept, or something to be sent again (no mark), can go.
pub(in crate::engine::staff) fn loose_choices(
    turn: &Turn<'_>,
    case: &Case,
    kept: Option<Mark>,
) -> Result<Vec<Choice>, Need> {
    let parties = sides::parties(turn, case)?;
    let action = match kept {
        None => Action::Answer(case.code.clone()),
        Some(mark) => Action::SendTo(case.code.clone(), mark),
    };
    if reachable(parties).next().is_none() {
        return Ok(vec![Choice::new(turn.staff_texts().button_send_to(&case.code), &action)]);
    }
    let texts = turn.mediator_texts();
    let label = |side: &Side| texts.button_send_to(&case.code, sides::alias(turn, parties, side));
    let mut choices = vec![Choice::new(label(&Side::Applicant), &action)];
    choices.extend(reachable(parties).map(|party| {
        let label = label(&Side::Other(party.id.clone()));
        match kept {
            None => choice(label, Verb::Write, &party.code),
            Some(mark) => Choice::new(label, &Action::SendToParty(party.code.clone(), mark)),
        }
    }));
    Ok(choices)
}

/// Says that words have gone to a side, and later that they were seen.
pub(in crate::engine::staff) fn confirm(turn: &mut Turn<'_>, case: &Case, side: &Side) -> Result<(), Need> {
    let parties = sides::parties(turn, case)?;
    let at_counter = *side == Side::Applicant && case.conversation.is_counter();
    let (sent, seen) = if parties.is_empty() || at_counter {
        (staff::sent(turn, case), turn.staff_texts().seen(&case.code))
    } else {
        let (texts, name) = (turn.mediator_texts(), sides::alias(turn, parties, side));
        (texts.sent(&case.code, &name), texts.seen(&case.code, &name))
    };
    turn.reply(sent);
    turn.confirms(&seen);
    Ok(())
}

/// What staff read when their next words go to the applicant.
pub(in crate::engine::staff) fn answering(turn: &Turn<'_>, case: &Case) -> Result<String, Need> {
    let parties = sides::parties(turn, case)?;
    Ok(match parties.is_empty() {
        true => turn.staff_texts().answering(&case.code),
        false => turn.mediator_texts().writing(&case.code, sides::alias(turn, parties, &Side::Applicant)),
    })
}

/// The parties to whom something can be written.
fn reachable(parties: &[Party]) -> impl Iterator<Item = &Party> {
    parties.iter().filter(|party| party.conversation.is_some() && party.is_in())
}

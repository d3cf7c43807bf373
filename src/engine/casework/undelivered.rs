//! A message about a case will never arrive: whoever can do something about it is told.

use crate::domain::case::{Case, CaseState, EntryKind};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::staff::Staff;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{card, due, log, open, relay, sides, tell, transfer};

/// The message was for the conversation of this turn.
pub(super) fn undelivered(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let member = turn.world.staff.as_ref();
    match member.filter(|_| case.conversation != turn.here()) {
        None if case.conversation == turn.here() => resident_gone(turn, case),
        None => to_party(turn, case, true),
        Some(member) if case.state == CaseState::Offered => offer_lost(turn, case, member),
        Some(member) if case.is_open() => owner_gone(turn, case, member),
        Some(_) => Ok(()),
    }
}

/// Words passed on may or may not have arrived: the owner is told, whichever side said them, and decides.
pub(super) fn uncertain(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    if turn.world.staff.is_none() && case.conversation != turn.here() {
        return to_party(turn, case, false);
    }
    log::system(turn, case, EntryKind::Undelivered, &turn.staff_texts().log_uncertain());
    if case.conversation != turn.here() {
        uncertain_here(turn, case);
    } else if let Some(owner) = relay::owner(turn, case)? {
        let news = Outbound::text(turn.staff_texts().uncertain(&case.code));
        tell::staff(turn, &owner, case, &news.row(card::owner_buttons(turn, case)));
    }
    Ok(())
}

/// It was for another party of a mediation.
fn to_party(turn: &mut Turn<'_>, case: &Case, certain: bool) -> Result<(), Need> {
    let here = turn.here();
    let parties = sides::parties(turn, case)?;
    match parties.iter().find(|party| party.conversation.as_ref() == Some(&here)) {
        Some(party) => sides::relay::lost(turn, case, party, certain),
        None => Ok(()),
    }
}

/// The resident's words to the owner, who finds all of them in the record: so the resident need not say them again.
/// Whoever has given the case away since is not told of it any more.
fn uncertain_here(turn: &mut Turn<'_>, case: &Case) {
    let is_owner = turn.world.staff.as_ref().is_some_and(|member| case.owner.as_ref() == Some(&member.id));
    if is_owner {
        let news = Outbound::text(turn.staff_texts().uncertain_here(&case.code));
        let news = news.row(card::owner_buttons(turn, case));
        tell::send(turn, &turn.here(), case, Purpose::Notice, news);
    }
}

fn resident_gone(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    log::system(turn, case, EntryKind::Undelivered, &turn.staff_texts().log_resident_gone());
    let news = Outbound::text(turn.staff_texts().resident_gone(&case.code));
    match relay::owner(turn, case)? {
        Some(owner) => {
            let news = if case.is_open() { news.row(card::owner_buttons(turn, case)) } else { news };
            tell::staff(turn, &owner, case, &news);
        }
        None if case.is_open() && case.state != CaseState::Offered => {
            for person in due::supervisors(turn, case)? {
                tell::staff(turn, &person, case, &news);
            }
        }
        None => {}
    }
    Ok(())
}

/// Nobody else may hold a card of it: then the offer goes further at once.
fn offer_lost(turn: &mut Turn<'_>, case: &Case, member: &Staff) -> Result<(), Need> {
    log::system(turn, case, EntryKind::Undelivered, &turn.staff_texts().log_staff_gone(&member.name));
    if reached_somebody(turn, case)? {
        return Ok(());
    }
    let mut case = case.clone();
    if !due::widen(turn, &mut case)? {
        open::nobody_there(turn, &case)?;
    }
    turn.save(&case);
    Ok(())
}

/// Whether a card of the case lies in another conversation that reaches somebody who works here.
fn reached_somebody(turn: &Turn<'_>, case: &Case) -> Result<bool, Need> {
    let here = turn.here();
    for card in turn.world.facts.cards(&case.id)?.iter().filter(|card| card.conversation != here) {
        let Some(holder) = &card.staff else { continue };
        let holder = turn.world.facts.staff(holder)?.as_ref().filter(|holder| transfer::at_work(holder));
        if holder.is_some_and(|holder| holder.conversations.contains(&card.conversation)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn owner_gone(turn: &mut Turn<'_>, case: &Case, member: &Staff) -> Result<(), Need> {
    let here = turn.here();
    let known = turn.world.facts.staff(&member.id)?;
    let elsewhere = known.iter().flat_map(|known| &known.conversations).any(|to| *to != here);
    if elsewhere || case.owner.as_ref() != Some(&member.id) {
        return Ok(());
    }
    log::system(turn, case, EntryKind::Undelivered, &turn.staff_texts().log_staff_gone(&member.name));
    let text = turn.staff_texts().owner_gone(&case.code, &member.name);
    let news = Outbound::text(text).row(card::takeover_buttons(turn, case));
    for person in due::supervisors(turn, case)?.iter().filter(|person| person.id != member.id) {
        tell::staff(turn, person, case, &news);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Reach;
    use crate::domain::ids::{ConversationId, OutboxId};
    use crate::domain::message::Body;
    use crate::domain::outbox::Loss;
    use crate::domain::service::Service;
    use crate::engine::action::Action;
    use crate::engine::casework::pass_on;
    use crate::engine::event::Event;
    use crate::engine::testing::{ANNA, Street, draft};

    fn lost(street: &mut Street, who: &str, loss: Loss) {
        let case = Some(street.case().id);
        street.event(who, &Event::Undelivered { message: OutboxId::new("lost"), case, loss });
    }

    #[test]
    fn the_owner_learns_that_the_resident_is_gone() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        street.answer("李律师", Purpose::Card, Body::Text("在吗".into()));
        street.heard("李律师");
        lost(&mut street, ANNA, Loss::Unreachable);
        assert!(street.heard("李律师").contains("居民联系不上"));
        assert_eq!(street.log.last().map(|entry| entry.kind), Some(EntryKind::Undelivered));
    }

    #[test]
    fn an_offer_that_reached_nobody_goes_further_at_once() {
        let mut street = Street::staffed();
        street.open(draft(Service::Consultation));
        lost(&mut street, "李律师", Loss::Unreachable);
        assert_eq!((street.holders(), street.case().reach), (vec!["李律师", "王调解"], Reach::Room));
        lost(&mut street, "王调解", Loss::Unreachable);
        assert_eq!(street.case().reach, Reach::Street);
    }

    #[test]
    fn an_offer_that_reached_somebody_else_waits() {
        let mut street = Street::staffed();
        street.open(draft(Service::Emergency));
        lost(&mut street, "李律师", Loss::Dead);
        assert_eq!(street.holders().len(), 3);
    }

    #[test]
    fn the_street_learns_that_an_owner_is_gone_unless_they_are_reached_elsewhere() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        street.staff("李律师").conversations.push(ConversationId::new("李律师的网页"));
        lost(&mut street, "李律师", Loss::Dead);
        assert_eq!(street.heard("陈主任"), "");
        street.staff("李律师").conversations.pop();
        lost(&mut street, "李律师", Loss::Unreachable);
        assert!(street.heard("陈主任").contains("李律师联系不上"));
        assert_eq!(street.buttons("陈主任", Purpose::Notice), ["转给…", "结案", "详情"]);
    }

    #[test]
    fn news_of_no_case_or_to_a_bystander_changes_nothing() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Emergency)).code;
        street.press("李律师", &Action::Claim(code));
        let before = street.sent.len();
        lost(&mut street, "王调解", Loss::Unreachable);
        lost(&mut street, "陌生人", Loss::Unreachable);
        let nothing = Event::Undelivered { message: OutboxId::new("x"), case: None, loss: Loss::Unreachable };
        street.event("陈主任", &nothing);
        assert_eq!(street.sent.len(), before);
        street.open(draft(Service::Emergency));
        assert!(!street.holders()[3..].contains(&"陈主任"), "who cannot be reached is not dealt cards");
    }

    #[test]
    fn the_owner_is_told_of_words_that_may_not_have_arrived() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        street.heard("李律师");
        lost(&mut street, ANNA, Loss::Uncertain);
        assert!(street.heard("李律师").contains("可能没有送到"));
    }

    #[test]
    fn words_of_the_resident_that_may_not_have_arrived_are_found_in_the_record() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.resident(|turn, case| pass_on(turn, case, "我明天能来", None));
        street.heard("李律师");
        street.heard(ANNA);
        lost(&mut street, "李律师", Loss::Uncertain);
        assert!(street.heard("李律师").contains("居民刚才说的话可能没有送到"));
        assert!(street.buttons("李律师", Purpose::Notice).contains(&"详情".to_owned()));
        street.press("李律师", &Action::Details(code));
        assert!(street.heard("李律师").contains("我明天能来"));
        assert_eq!(street.heard(ANNA), "", "the resident need not say it again");
        lost(&mut street, "王调解", Loss::Uncertain);
        assert_eq!(street.heard("王调解"), "", "it is not theirs");
    }
}

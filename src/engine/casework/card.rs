//! A case's card: one message with everything staff need and the buttons they may press.
//!
//! Every holder's card shows what holds now: it is amended whenever the case changes hands or ends.

use crate::domain::case::{Case, CaseState};
use crate::domain::ids::StaffId;
use crate::domain::lang::Lang;
use crate::domain::message::{Button, Outbound};
use crate::domain::origin::Origin;
use crate::domain::outbox::{Card, Purpose};
use crate::domain::service::Service;
use crate::domain::staff::Staff;
use crate::domain::standing::Standing;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::appointment::Appointment;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;
use crate::intent::entities::masked;

use super::audience::{self, Without};
use super::sides::conflict;
use super::tell::{self, button, moment};
use super::{by_phone, close, entry, standing};

/// How much of the resident's words an amended card repeats; channels cannot amend one message into several.
const AMENDED_LETTERS: usize = 1500;

/// Sends a card to each conversation of a person that holds none; `held` are the cards there are.
pub(in crate::engine) fn deal(
    turn: &mut Turn<'_>,
    case: &Case,
    person: &Staff,
    held: &[Card],
) -> Result<(), Need> {
    let outbound =
        if case.owner.as_ref() == Some(&person.id) { owned(turn, case)? } else { offered(turn, case)? };
    for to in &person.conversations {
        if !held.iter().any(|card| card.conversation == *to) {
            tell::send(turn, to, case, Purpose::Card, outbound.clone());
        }
    }
    Ok(())
}

/// Amends every card there is to what the case is now; `owner` is who has it. Whoever may not see the case any more keeps
/// its head alone.
pub(super) fn refresh(turn: &mut Turn<'_>, case: &Case, owner: Option<&Staff>) -> Result<(), Need> {
    let kept = kept(turn, case)?;
    for card in turn.world.facts.cards(&case.id)? {
        let holder = card.staff.as_ref().filter(|_| kept.iter().any(|one| one.message == card.message));
        let outbound = amended(turn, case, owner, holder)?;
        turn.push(Effect::Amend { message: card.message.clone(), to: card.conversation.clone(), outbound });
    }
    Ok(())
}

/// The cards held by people who may still see the case as it is now: its community may have turned out to be another, or
/// they may turn out to serve its other side.
pub(super) fn kept<'world>(turn: &Turn<'world>, case: &Case) -> Result<Vec<&'world Card>, Need> {
    let without = match case.state {
        CaseState::Offered => conflict::without(turn, case)?,
        _ => Without::default(),
    };
    let mut kept = Vec::new();
    for card in turn.world.facts.cards(&case.id)? {
        let Some(holder) = &card.staff else { continue };
        let person = turn.world.facts.staff(holder)?.as_ref();
        let may = |person: &Staff| audience::is_near(turn, case, person) && !without.bars(person);
        if case.owner.as_ref() == Some(holder) || person.is_some_and(may) {
            kept.push(card);
        }
    }
    Ok(kept)
}

/// The cards that somebody holds say no more than that the case is none of theirs.
pub(in crate::engine) fn taken_from(turn: &mut Turn<'_>, case: &Case, person: &Staff) -> Result<(), Need> {
    let gone = gone(turn, case);
    let cards = turn.world.facts.cards(&case.id)?;
    for card in cards.iter().filter(|card| card.staff.as_ref() == Some(&person.id)) {
        let (message, to) = (card.message.clone(), card.conversation.clone());
        turn.push(Effect::Amend { message, to, outbound: gone.clone() });
    }
    Ok(())
}

/// Whether a member of staff holds a card of the case somewhere.
pub(in crate::engine) fn holds(cards: &[Card], person: &Staff) -> bool {
    cards.iter().any(|card| card.staff.as_ref() == Some(&person.id))
}

/// Everything about a case in a few lines.
pub(in crate::engine) fn text(turn: &Turn<'_>, case: &Case, words: &str) -> Result<String, Need> {
    let texts = turn.staff_texts();
    let urgent = if case.urgent { texts.card_urgent() } else { String::new() };
    let words = if words.trim().is_empty() { texts.card_no_words() } else { words.to_owned() };
    let (service, room) = (turn.staff_texts().service(case.service), tell::room_name(turn, &case.room));
    let heading = texts.card_heading(urgent, service, room, &case.code, topic(turn, case));
    let mut lines = vec![heading, String::new(), words];
    let told = case.details.iter().filter(|(_, answer)| *answer != case.summary);
    lines.extend(told.map(|(label, answer)| texts.card_detail(label, answer)));
    lines.extend(around(turn, case));
    let age = age(turn, case.opened_at);
    lines.push(match standing::of(turn, case)? {
        Standing::Offered(_) | Standing::Claimed(_) => {
            texts.card_promise(age, moment(Lang::Zh, case.deadline))
        }
        _ => turn.work_texts().card_next(age, standing::next_step(turn, case)?),
    });
    Ok(lines.join("\n"))
}

/// Below the card of a case one has.
fn yours(turn: &Turn<'_>, case: &Case) -> String {
    match case.conversation.is_counter() {
        true => turn.around().card_yours_by_phone(),
        false => turn.staff_texts().card_yours(),
    }
}

/// For whom it is, how it came if not by the bot, and how a resident who does not write to it is reached.
fn around(turn: &Turn<'_>, case: &Case) -> Vec<String> {
    let desk = turn.around();
    let behalf = case.behalf.as_ref().map(|whom| desk.card_behalf(whom));
    let entered =
        (case.origin != Origin::Bot).then(|| desk.card_origin(entry::origin_name(turn, case.origin)));
    let by_phone = case.conversation.is_counter().then(|| desk.card_contact(by_phone::contact(turn, case)));
    [behalf, entered, by_phone].into_iter().flatten().collect()
}

/// How long ago something was.
pub(in crate::engine) fn age(turn: &Turn<'_>, since: Timestamp) -> String {
    let texts = turn.staff_texts();
    match turn.now.since(since).as_secs() / 60 {
        0 => texts.age_now(),
        minutes @ 1..60 => texts.age_minutes(minutes),
        minutes @ 60..2880 => texts.age_hours(minutes / 60),
        minutes => texts.age_days(minutes / 1440),
    }
}

/// The buttons of somebody who has the case.
pub(super) fn owner_buttons(turn: &Turn<'_>, case: &Case) -> Vec<Button> {
    let texts = turn.staff_texts();
    let mut buttons = vec![
        button(texts.button_answer(), &Action::Answer(case.code.clone())),
        button(
            turn.world.rules.texts.desk.button_offer(),
            &Action::Appointment(Appointment::Choose(case.code.clone())),
        ),
        button(texts.button_give(), &Action::Give(case.code.clone())),
        button(close_label(turn, case), &Action::Close(case.code.clone())),
        button(texts.button_details(), &Action::Details(case.code.clone())),
    ];
    if case.service == Service::Mediation {
        let desk = Action::Side(Verb::Desk, case.code.clone());
        buttons.insert(1, button(turn.mediator_texts().button_desk(), &desk));
    }
    buttons
}

/// The buttons of somebody who may take the case.
pub(super) fn offer_buttons(turn: &Turn<'_>, case: &Case) -> Vec<Button> {
    let texts = turn.staff_texts();
    vec![
        button(texts.button_claim(), &Action::Claim(case.code.clone())),
        button(texts.button_give(), &Action::Give(case.code.clone())),
        button(texts.button_details(), &Action::Details(case.code.clone())),
    ]
}

/// The buttons of somebody who looks after a case that another has.
pub(super) fn takeover_buttons(turn: &Turn<'_>, case: &Case) -> Vec<Button> {
    let texts = turn.staff_texts();
    vec![
        button(texts.button_give(), &Action::Give(case.code.clone())),
        button(close_label(turn, case), &Action::Close(case.code.clone())),
        button(texts.button_details(), &Action::Details(case.code.clone())),
    ]
}

/// What the button says that ends a case: where the institution has it, its answer is what ends it.
pub(in crate::engine) fn close_label(turn: &Turn<'_>, case: &Case) -> String {
    match case.state {
        CaseState::Referred => turn.work_texts().button_institution(),
        _ => turn.staff_texts().button_close(),
    }
}

fn offered(turn: &Turn<'_>, case: &Case) -> Result<Outbound, Need> {
    Ok(Outbound::text(for_many(turn, case, &case.summary)?).row(offer_buttons(turn, case)))
}

/// What everybody reads to whom a case is offered: whoever takes it reads the long numbers too. Danger needs them at once.
fn for_many(turn: &Turn<'_>, case: &Case, words: &str) -> Result<String, Need> {
    let text = text(turn, case, words)?;
    Ok(if case.service == Service::Emergency { text } else { masked(&text).into_owned() })
}

fn owned(turn: &Turn<'_>, case: &Case) -> Result<Outbound, Need> {
    let text = format!("{}\n{}", text(turn, case, &case.summary)?, yours(turn, case));
    Ok(Outbound::text(text).row(owner_buttons(turn, case)))
}

/// What a card says from now on to whoever holds it; nobody stands for people who may not
/// see it any more: they see no more than the case's head.
fn amended(
    turn: &Turn<'_>,
    case: &Case,
    owner: Option<&Staff>,
    holder: Option<&StaffId>,
) -> Result<Outbound, Need> {
    let words = clipped(turn, &case.summary);
    Ok(match (case.state, holder) {
        (CaseState::Offered, Some(_)) => {
            Outbound::text(for_many(turn, case, &words)?).row(offer_buttons(turn, case))
        }
        (CaseState::Claimed | CaseState::Referred, Some(holder)) if case.owner.as_ref() == Some(holder) => {
            let text = format!("{}\n{}", text(turn, case, &words)?, yours(turn, case));
            Outbound::text(text).row(owner_buttons(turn, case))
        }
        (_, Some(_)) => {
            let details = turn.staff_texts().button_details();
            let button = button(details, &Action::Details(case.code.clone()));
            Outbound::text(passed(turn, case, owner)).row(vec![button])
        }
        (_, None) => Outbound::text(passed(turn, case, owner)),
    })
}

/// What is left of a card where the case is no longer to be seen.
pub(super) fn gone(turn: &Turn<'_>, case: &Case) -> Outbound {
    Outbound::text(passed(turn, case, None))
}

/// The head of a case and who has it, or how it ended.
fn passed(turn: &Turn<'_>, case: &Case, owner: Option<&Staff>) -> String {
    let texts = turn.staff_texts();
    let status = match (case.outcome, owner) {
        (Some(outcome), _) => texts.card_closed(close::outcome_name(turn, outcome)),
        (None, Some(owner)) => texts.card_taken(&owner.name),
        (None, None) => texts.card_gone(),
    };
    let service = turn.staff_texts().service(case.service);
    texts.card_head(service, tell::room_name(turn, &case.room), &case.code, status)
}

fn topic(turn: &Turn<'_>, case: &Case) -> String {
    let label = case.topic.as_ref().map(|topic| turn.world.rules.catalogue.topic_label(topic, Lang::Zh));
    label.map_or_else(String::new, |label| turn.staff_texts().card_topic(label))
}

fn clipped(turn: &Turn<'_>, words: &str) -> String {
    if words.chars().count() <= AMENDED_LETTERS {
        return words.to_owned();
    }
    let head: String = words.chars().take(AMENDED_LETTERS).collect();
    turn.staff_texts().card_clipped(head)
}

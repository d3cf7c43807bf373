//! Opening a case: for which room, with which words, and what the resident is told then.

use crate::domain::case::Case;
use crate::domain::ids::RoomCode;
use crate::domain::lang::Lang;
use crate::domain::record::RecordKind;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::casework::sides::conflict;
use crate::engine::casework::{self, Draft};
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Filled, Flow, Matter};
use crate::engine::turn::Turn;

use super::{Talk, ahead, cases, deadline, forms, law, menu, room, telling, thread, told, wording};

/// How much of what somebody said stands in a case's summary; the rest goes below the form's answers.
const SUMMARY_SIGNS: usize = 4000;

/// A case is wanted: opened for the room we know, or after asking for the community.
pub(super) fn wanted(turn: &mut Turn<'_>, service: Service, filled: Option<Filled>) -> Result<(), Need> {
    if let Some(room) = room::known(turn) {
        return opened(turn, &room, service, filled);
    }
    if turn.world.rules.directory.rooms().next().is_none() {
        menu::offered(turn, turn.texts().cannot_open(menu::number(turn, "legal")));
        return Ok(());
    }
    turn.session.flow = Flow::Room { wanted: Some(service), filled };
    let to_person = matches!(service, Service::Human | Service::Collective);
    let lead = to_person.then(|| turn.texts().human_room());
    room::ask(turn, lead);
    Ok(())
}

/// Takes what was said last to the room's lawyer.
pub(super) fn ask_lawyer(turn: &mut Turn<'_>) -> Result<(), Need> {
    if turn.session.matter.is_some() {
        return wanted(turn, Service::Consultation, None);
    }
    match thread::current(turn)? {
        Some(case) => cases::detail(turn, &case.code),
        None => {
            let text = turn.texts().no_matter();
            menu::ways_out(turn, text);
            Ok(())
        }
    }
}

/// A person is wanted, from anywhere: whoever has the open case, or else a new one with all that was said so far.
pub(super) fn human(turn: &mut Turn<'_>, matter: Option<Matter>) -> Result<(), Need> {
    let (wanted_before, filled) = match std::mem::take(&mut turn.session.flow) {
        Flow::Form(filled) => (None, Some(filled)),
        Flow::Room { wanted, filled } => (wanted, filled),
        Flow::Idle
        | Flow::AskedBack
        | Flow::Replying(_)
        | Flow::Desk(_)
        | Flow::Mediating(_)
        | Flow::Task(_) => (None, None),
    };
    let case = thread::current(turn)?.filter(|_| wanted_before.is_none() && filled.is_none());
    if let Some(case) = case {
        let matter = matter.or_else(|| turn.session.matter.take());
        let words = matter.map_or_else(|| texts_of_staff(turn).menu_human(), |matter| matter.text);
        return thread::passed(turn, &case, &words, None);
    }
    telling::from_pending(turn);
    turn.session.matter = turn.session.matter.take().or(matter);
    wanted(turn, Service::Human, filled)
}

/// Opens the case and tells the resident its code, who will answer, and by when.
pub(super) fn opened(
    turn: &mut Turn<'_>,
    room: &RoomCode,
    service: Service,
    filled: Option<Filled>,
) -> Result<(), Need> {
    let mut draft = draft(turn, room, service, filled.as_ref());
    draft.room = conflict::room_for(turn, service, draft.topic.as_ref(), room)?;
    let room = &draft.room.clone();
    let intent = turn.session.matter.as_ref().and_then(|matter| matter.intent.clone());
    let case = casework::open(turn, draft)?;
    entered(turn, &case);
    let matter = Matter { text: String::new(), service, topic: case.topic.clone(), intent };
    law::count(turn, RecordKind::Opened, &matter);
    let mut text = turn.texts().opened(
        wording::service(turn, service),
        &case.code,
        wording::who(turn, &case),
        wording::moment(turn, case.deadline),
    );
    let brought = ahead::bring(turn, &case)?;
    let place = room::whereabouts(turn, room);
    for line in brought.into_iter().chain(place).chain(forms::epilogue(turn, service)) {
        text.push('\n');
        text.push_str(&line);
    }
    let texts = turn.texts();
    let choices = vec![
        Choice::new(texts.add(), &Action::Thread(case.code.clone())),
        Choice::new(texts.menu_cases(), &Action::MyCases),
        Choice::new(texts.ask_other(), &Action::NewQuestion),
        Choice::new(texts.room_change(), &Action::NotMine),
    ];
    turn.offer(text, choices, 2);
    Ok(())
}

/// From now on plain words belong to this case.
pub(super) fn entered(turn: &mut Turn<'_>, case: &Case) {
    turn.about = Some(case.id.clone());
    let session = &mut turn.session;
    session.thread = Some(case.id.clone());
    session.has_cases = true;
    session.matter = None;
    session.talk = Talk::default();
    session.pending = None;
    session.behalf = None;
    session.misses = 0;
    session.flow = Flow::Idle;
}

fn draft(turn: &Turn<'_>, room: &RoomCode, service: Service, filled: Option<&Filled>) -> Draft {
    let matter = turn.session.matter.as_ref();
    let said = matter.map_or_else(|| texts_of_staff(turn).summary_none(), |matter| matter.text.clone());
    let mut details = filled.map_or_else(Vec::new, |filled| forms::details(turn, filled));
    if let Some(matter) = matter {
        details.extend(told::details(turn, matter));
    }
    let (summary, rest) = summarised(&said);
    if !rest.is_empty() {
        details.push((texts_of_staff(turn).summary_more(), rest));
    }
    Draft {
        service,
        topic: matter.and_then(|matter| matter.topic.clone()),
        room: room.clone(),
        summary,
        details,
        urgent: matches!(service, Service::Emergency | Service::Collective)
            || filled.is_some_and(forms::is_urgent)
            || matter.is_some_and(|matter| deadline::is_urgent(turn, matter)),
        behalf: turn.session.behalf.clone(),
    }
}

/// The first part of very long words, and the rest.
pub(super) fn summarised(said: &str) -> (String, String) {
    let mut signs = said.chars();
    let summary = signs.by_ref().take(SUMMARY_SIGNS).collect();
    (summary, signs.collect())
}

/// What staff read is Chinese, whatever the resident's language.
pub(super) fn texts_of_staff<'world>(turn: &Turn<'world>) -> &'world crate::engine::texts::ResidentTexts {
    turn.world.rules.texts.resident(Lang::Zh)
}

#[cfg(test)]
mod tests {
    use crate::domain::record::RecordKind;
    use crate::engine::testing::story::{says, street, taps};

    #[test]
    fn a_case_keeps_which_rules_led_to_it() {
        for (words, button) in
            [("协议离婚怎么办", Some("请工作室律师看看")), ("我们几十个人被欠薪", None), ("他在打我", None)]
        {
            let mut anna = street();
            says(&mut anna, words);
            if let Some(button) = button {
                taps(&mut anna, button);
            }
            says(&mut anna, "民主村");
            let case = anna.case();
            let record = anna.records.iter().find(|record| record.case.as_ref() == Some(&case.id)).unwrap();
            assert!(matches!(record.kind, RecordKind::Opened | RecordKind::Danger), "{record:?}");
            assert_eq!((record.service, &record.topic, record.rules.len()), (case.service, &case.topic, 12));
            assert!(record.intent.is_some(), "{record:?}");
        }
    }
}

//! Words between a resident and whoever has the case. Neither sees more of the other than this passes on.

use std::collections::BTreeSet;

use crate::domain::attachment::Attachment;
use crate::domain::case::{Case, CaseState, EntryKind, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::ids::ConversationId;
use crate::domain::lang::Lang;
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::party::Side;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::tell::{self, button};
use super::{card, log, sides, timers, transfer};

/// What one side says to the other.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Words<'a> {
    pub(in crate::engine) text: &'a str,
    pub(in crate::engine) file: Option<&'a Attachment>,
    pub(in crate::engine) place: Option<(f64, f64)>,
    /// Whether they correct something said before.
    pub(in crate::engine) corrects: bool,
}

impl Words<'_> {
    pub(super) fn kind(self) -> EntryKind {
        if self.corrects { EntryKind::Corrected } else { EntryKind::Said }
    }

    /// What the log keeps: a place as its degrees.
    pub(super) fn logged(self) -> String {
        let place = self.place.map(|(latitude, longitude)| format!("{latitude:.5}, {longitude:.5}"));
        [self.text.to_owned(), place.unwrap_or_default()].join(" ").trim().to_owned()
    }

    pub(super) fn outbound(self, text: String) -> Outbound {
        Outbound { text, file: self.file.cloned(), place: self.place, ..Outbound::default() }
    }
}

/// Brings the resident's words to the owner, or to everyone the case is offered to.
pub(in crate::engine) fn from_resident(
    turn: &mut Turn<'_>,
    case: &Case,
    words: Words<'_>,
) -> Result<(), Need> {
    let mut case = case.clone();
    log::resident(turn, &case, words.kind(), &words.logged(), words.file);
    let answered = case.is_open() && !case.awaits_staff();
    case.last_speaker = Speaker::Resident;
    case.last_spoke_at = turn.now;
    if answered {
        case.deadline = turn.promise(&case.room, case.service, case.urgent);
        timers::restart_answer(turn, &case);
    }
    let incoming = incoming(turn, &case, words)?;
    match (case.state, owner(turn, &case)?) {
        (CaseState::Claimed | CaseState::Referred, None) => {
            transfer::release(turn, &mut case)?;
            bring(turn, &case, None, &incoming, words)?;
        }
        (CaseState::Closed | CaseState::Filed, None) => {}
        (_, owner) => bring(turn, &case, owner.as_ref(), &incoming, words)?,
    }
    turn.save(&case);
    Ok(())
}

/// Brings the owner's words to the resident.
pub(in crate::engine) fn from_staff(
    turn: &mut Turn<'_>,
    member: &Staff,
    case: &Case,
    words: Words<'_>,
) -> Result<(), Need> {
    let text = spoken(turn, member, (&case.conversation, case.lang), &case.code, words)?;
    let carried = tell::send(turn, &case.conversation, case, Purpose::Relay, words.outbound(text));
    turn.carried.push(carried);
    log::staff(turn, case, member, words.kind(), &words.logged(), words.file);
    answered(turn, case)
}

/// Words of staff as a resident reads them; whoever has several matters also reads which one they are about.
pub(super) fn spoken(
    turn: &Turn<'_>,
    member: &Staff,
    (to, lang): (&ConversationId, Lang),
    code: &CaseCode,
    words: Words<'_>,
) -> Result<String, Need> {
    let own = turn.world.facts.cases_of(to)?.iter().filter(|case| case.is_open()).count();
    let others = turn.world.facts.parties_at(to)?.iter().filter(|party| party.is_in()).count();
    let texts = tell::resident_texts(turn, lang);
    let (name, role) = (&member.name, tell::title(turn, lang, member));
    Ok(match (words.corrects, own + others > 1) {
        (false, false) => texts.case_answer(name, role, words.text),
        (true, false) => texts.case_correction(name, role, words.text),
        (false, true) => texts.case_answer_about(code, name, role, words.text),
        (true, true) => texts.case_correction_about(code, name, role, words.text),
    })
}

/// Staff have done something for the resident: whoever waited for an answer waits no more.
pub(super) fn answered(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    let mut case = case.clone();
    case.last_speaker = Speaker::Staff;
    case.last_spoke_at = turn.now;
    case.answered_at.get_or_insert(turn.now);
    timers::answered(turn, &case)?;
    turn.save(&case);
    Ok(())
}

/// The owner of a case, as long as they work here and can be reached.
pub(in crate::engine) fn owner(turn: &Turn<'_>, case: &Case) -> Result<Option<Staff>, Need> {
    let Some(id) = &case.owner else { return Ok(None) };
    let owner = turn.world.facts.staff(id)?;
    Ok(owner.as_ref().filter(|owner| transfer::at_work(owner)).cloned())
}

/// Words as staff get them.
pub(super) struct Incoming {
    /// Which case, who speaks, and what they say.
    pub(super) heading: String,
    /// What the owner's answer button does.
    pub(super) answer: Action,
    /// The thread of a mediation that a reply goes on with.
    pub(super) side: Option<Side>,
}

/// To the owner of a claimed or closed case, else to everybody it is offered to.
pub(super) fn bring(
    turn: &mut Turn<'_>,
    case: &Case,
    owner: Option<&Staff>,
    incoming: &Incoming,
    words: Words<'_>,
) -> Result<(), Need> {
    let before = std::mem::replace(&mut turn.thread, incoming.side.clone());
    match owner.filter(|_| case.state != CaseState::Offered) {
        Some(owner) => to_owner(turn, case, owner, incoming, words),
        None => to_holders(turn, case, incoming, words)?,
    }
    turn.thread = before;
    Ok(())
}

fn to_owner(turn: &mut Turn<'_>, case: &Case, owner: &Staff, incoming: &Incoming, words: Words<'_>) {
    let buttons = vec![
        button(turn.staff_texts().button_answer(), &incoming.answer),
        button(turn.staff_texts().button_details(), &Action::Details(case.code.clone())),
    ];
    let outbound = words.outbound(incoming.heading.clone()).row(buttons);
    for to in &owner.conversations {
        let carried = tell::send(turn, to, case, Purpose::Relay, outbound.clone());
        turn.carried.push(carried);
    }
}

/// Everyone who holds a card and may still see the case, and everyone dealt one in this very turn.
fn to_holders(turn: &mut Turn<'_>, case: &Case, incoming: &Incoming, words: Words<'_>) -> Result<(), Need> {
    let held = card::kept(turn, case)?.into_iter().map(|card| card.conversation.clone());
    let holders: BTreeSet<ConversationId> = held.chain(turn.dealt(&case.id)).collect();
    let outbound = words.outbound(incoming.heading.clone()).row(card::offer_buttons(turn, case));
    for to in &holders {
        let carried = tell::send(turn, to, case, Purpose::Notice, outbound.clone());
        turn.carried.push(carried);
    }
    Ok(())
}

/// The applicant's words; where there is another side as well, it is said that they are the applicant's.
fn incoming(turn: &Turn<'_>, case: &Case, words: Words<'_>) -> Result<Incoming, Need> {
    let parties = sides::parties(turn, case)?;
    let answer = Action::Answer(case.code.clone());
    if parties.is_empty() {
        return Ok(Incoming { heading: heading(turn, case, words), answer, side: None });
    }
    let name = sides::alias(turn, parties, &Side::Applicant);
    let heading = sides::relay::heading(turn, case, &name, words);
    Ok(Incoming { heading, answer, side: Some(Side::Applicant) })
}

fn heading(turn: &Turn<'_>, case: &Case, words: Words<'_>) -> String {
    let texts = turn.staff_texts();
    match (words.corrects, words.file, words.text.is_empty()) {
        (true, ..) => texts.resident_corrected(&case.code, words.text),
        (false, Some(_), true) => texts.resident_sent_file(&case.code),
        _ => texts.resident_said(&case.code, words.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::attachment::AttachmentKind;
    use crate::domain::ids::AttachmentId;
    use crate::domain::message::Body;
    use crate::domain::service::Service;
    use crate::domain::staff::StaffStatus;
    use crate::engine::casework::{pass_on, pass_on_place};
    use crate::engine::testing::{ANNA, Street, draft};

    fn claimed() -> Street {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        street.heard("李律师");
        street.heard(ANNA);
        street
    }

    fn photo() -> Attachment {
        Attachment {
            id: AttachmentId::new("photo"),
            kind: AttachmentKind::Photo,
            name: None,
            mime: None,
            telegram_file: None,
        }
    }

    #[test]
    fn words_go_both_ways_by_replying() {
        let mut street = claimed();
        street.answer("李律师", Purpose::Card, Body::Text("先把欠条拍给我".into()));
        assert_eq!(street.heard(ANNA), "李律师答复：\n先把欠条拍给我");
        let code = street.case().code;
        assert_eq!(street.heard("李律师"), format!("✓ 已发给 {code} 的居民"));

        street.resident(|turn, case| pass_on(turn, case, "拍好了", Some(&photo())));
        assert_eq!(street.heard("李律师"), format!("{code} 居民说：\n拍好了"));
        assert_eq!(street.last("李律师", Purpose::Relay).outbound.file, Some(photo()));
        street.answer("李律师", Purpose::Relay, Body::Text("收到".into()));
        assert_eq!(street.heard(ANNA), "李律师答复：\n收到");
        assert_eq!(street.heard("王调解"), "");
    }

    /// What the confirmation of each message that carried words says once it has been seen, and whose it is.
    fn receipts(street: &mut Street) -> Vec<(String, String)> {
        let made = std::mem::take(&mut street.receipts);
        let to = |street: &Street, id| street.sent.iter().find(|sent| sent.id == id).unwrap().to.to_string();
        made.into_iter().map(|made| (to(street, made.carried), made.seen.text)).collect()
    }

    #[test]
    fn whoever_says_something_is_told_once_it_has_been_seen() {
        let mut street = claimed();
        let code = street.case().code;
        assert_eq!(receipts(&mut street), [], "a claim, news and cards are nobody's words");
        street.answer("李律师", Purpose::Card, Body::Text("拍给我".into()));
        let seen = format!("✓✓ {code} 的居民看到了");
        assert_eq!(receipts(&mut street), [(ANNA.to_owned(), seen)]);
        let file = Body::File { file: photo(), caption: "欠条".into() };
        street.answer(ANNA, Purpose::Relay, file);
        let seen = format!("✓✓ 事项 {code} 的工作人员看到了。");
        assert_eq!(receipts(&mut street), [("李律师".to_owned(), seen.clone())]);
        street.answer(ANNA, Purpose::Relay, Body::Edited { message: "7".into(), text: "借条".into() });
        assert_eq!(receipts(&mut street), [("李律师".to_owned(), seen)]);
        street.write("李律师", "帮助");
        street.write(ANNA, "我的事项");
        assert_eq!(receipts(&mut street), [], "nothing was passed on");
    }

    #[test]
    fn a_receipt_keeps_the_ways_on_of_what_it_takes_the_place_of() {
        let mut street = claimed();
        street.answer("李律师", Purpose::Card, Body::Text("拍给我".into()));
        street.receipts.clear();
        street.answer(ANNA, Purpose::Relay, Body::Text("拍好了".into()));
        let made = street.receipts.pop().unwrap();
        let confirmation = street.sent.iter().find(|sent| sent.id == made.confirmation).unwrap();
        assert_eq!(confirmation.outbound.buttons, made.seen.buttons);
        assert!(!made.seen.buttons.is_empty() && confirmation.outbound.text.starts_with("✓ "));
    }

    #[test]
    fn files_places_and_corrections_reach_the_resident() {
        let mut street = claimed();
        let file = Body::File { file: photo(), caption: "表格".into() };
        street.answer("李律师", Purpose::Card, file);
        assert_eq!(street.last(ANNA, Purpose::Relay).outbound.file, Some(photo()));
        let place = Body::Location { latitude: 29.5, longitude: 106.5 };
        street.answer("李律师", Purpose::Card, place);
        assert_eq!(street.last(ANNA, Purpose::Relay).outbound.place, Some((29.5, 106.5)));
        street.heard(ANNA);
        let edited = Body::Edited { message: "7".into(), text: "周五来".into() };
        street.answer("李律师", Purpose::Card, edited);
        assert_eq!(street.heard(ANNA), "李律师更正：\n周五来");
        let kinds: Vec<EntryKind> = street.log.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds[2..], [EntryKind::Said, EntryKind::Said, EntryKind::Corrected]);
        assert_eq!(street.log[3].text, "29.50000, 106.50000");
    }

    #[test]
    fn what_the_resident_adds_says_who_it_is_from_by_code_alone() {
        let mut street = claimed();
        let code = street.case().code;
        street.resident(|turn, case| pass_on_place(turn, case, (29.5, 106.5)));
        street.resident(|turn, case| {
            from_resident(turn, case, Words { text: "是两个月", corrects: true, ..Words::default() })
        });
        street.resident(|turn, case| pass_on(turn, case, "", Some(&photo())));
        let heard = street.heard("李律师");
        assert!(heard.contains(&format!("{code} 居民更正：\n是两个月")));
        assert!(heard.ends_with(&format!("{code} 居民发来：")) && !heard.contains(ANNA), "{heard}");
    }

    #[test]
    fn before_anybody_takes_it_all_who_are_offered_it_read_on() {
        let mut street = Street::staffed();
        street.open(draft(Service::Emergency));
        street.resident(|turn, case| pass_on(turn, case, "他又来了", None));
        for holder in ["李律师", "王调解", "陈主任"] {
            assert!(street.last(holder, Purpose::Notice).outbound.text.contains("他又来了"));
            assert_eq!(street.buttons(holder, Purpose::Notice), ["接单", "转给…", "详情"]);
        }
    }

    #[test]
    fn a_question_after_the_answer_is_promised_an_answer_again() {
        let mut street = claimed();
        street.answer("李律师", Purpose::Card, Body::Text("去仲裁".into()));
        assert!(!street.case().awaits_staff());
        street.pass_minutes(3 * 24 * 60);
        street.resident(|turn, case| pass_on(turn, case, "在哪里", None));
        let case = street.case();
        assert!(case.awaits_staff());
        assert_eq!(case.deadline.format("%m-%d %H:%M"), "03-10 09:00", "asked on a Sunday");
        assert_eq!(case.answered_at.map(|at| at.format("%m-%d %H:%M")).as_deref(), Some("03-05 10:00"));
    }

    #[test]
    fn words_for_somebody_who_left_go_to_the_room() {
        let mut street = claimed();
        let owner = street.staff("李律师");
        owner.status = StaffStatus::Revoked;
        street.resident(|turn, case| pass_on(turn, case, "在吗", None));
        assert_eq!(street.case().state, CaseState::Offered);
        assert!(street.heard("王调解").contains("在吗"));
        assert!(street.heard(ANNA).contains("另请一位"));
    }

    #[test]
    fn words_after_the_end_still_reach_who_had_it() {
        let mut street = claimed();
        street.resident(crate::engine::casework::withdraw);
        street.heard("李律师");
        street.resident(|turn, case| pass_on(turn, case, "谢谢", None));
        assert!(street.heard("李律师").contains("谢谢"));
        assert_eq!(street.case().state, CaseState::Closed);
    }
}

//! Messages about a case, to the resident and to staff.

use chrono::{Datelike, NaiveDate};

use crate::domain::case::Case;
use crate::domain::ids::{ConversationId, OutboxId, RoomCode};
use crate::domain::lang::Lang;
use crate::domain::message::{Button, Outbound};
use crate::domain::outbox::Purpose;
use crate::domain::roster::Hours;
use crate::domain::staff::{Role, Staff};
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::effect::Say;
use crate::engine::texts::{CaseTexts, Texts};
use crate::engine::turn::Turn;

/// Sends anything about a case to one conversation; answering it means the case. Returns the message.
pub(in crate::engine) fn send(
    turn: &mut Turn<'_>,
    to: &ConversationId,
    case: &Case,
    purpose: Purpose,
    outbound: Outbound,
) -> OutboxId {
    let id = OutboxId::new(turn.mint.text());
    let side = turn.thread.clone();
    let say = Say { id: id.clone(), to: to.clone(), outbound, case: Some(case.id.clone()), purpose, side };
    turn.say(say);
    id
}

/// News for the resident. It belongs to no thread but the case's own.
pub(in crate::engine) fn resident(turn: &mut Turn<'_>, case: &Case, text: String) {
    let thread = turn.thread.take();
    send(turn, &case.conversation, case, Purpose::Notice, Outbound::text(text));
    turn.thread = thread;
}

/// News for the resident with ways on below it: how the case stands, or something else.
pub(in crate::engine) fn resident_with_ways_on(turn: &mut Turn<'_>, case: &Case, text: String) {
    let texts = &turn.world.rules.texts;
    let ways = vec![
        button(texts.after(case.lang).show_case(), &Action::CaseDetail(case.code.clone())),
        button(texts.resident(case.lang).ask_other(), &Action::NewQuestion),
    ];
    let thread = turn.thread.take();
    send(turn, &case.conversation, case, Purpose::Notice, Outbound::text(text).row(ways));
    turn.thread = thread;
}

/// News for a member of staff, wherever they can be reached; but not where the turn itself answers. Whose words it is
/// about is no reason to send a reply there.
pub(in crate::engine) fn staff(turn: &mut Turn<'_>, person: &Staff, case: &Case, outbound: &Outbound) {
    let (here, thread) = (turn.here(), turn.thread.take());
    for to in person.conversations.iter().filter(|to| **to != here) {
        send(turn, to, case, Purpose::Notice, outbound.clone());
    }
    turn.thread = thread;
}

/// What the resident of a case reads.
pub(in crate::engine) fn resident_texts<'world>(turn: &Turn<'world>, lang: Lang) -> &'world CaseTexts {
    turn.world.rules.texts.case(lang)
}

/// A moment as staff read it.
pub(in crate::engine) fn moment(lang: Lang, at: Timestamp) -> String {
    match lang {
        Lang::Zh => at.format("%-m月%-d日 %H:%M"),
        Lang::En => at.format("%-d %b, %H:%M"),
    }
}

/// A day and time as residents read it, with the day of the week: `11月24日 周二 10:00`.
pub(in crate::engine) fn when(turn: &Turn<'_>, lang: Lang, at: Timestamp) -> String {
    let (texts, local) = (turn.world.rules.texts.resident(lang), at.local());
    let month = word(&texts.months(), local.month0());
    let weekday = word(&texts.weekdays(), local.weekday().num_days_from_monday());
    texts.moment(month, local.day(), weekday, at.format("%H:%M"))
}

/// A day with its weekday: `11月24日 周二`.
pub(in crate::engine) fn day(texts: &Texts, lang: Lang, day: NaiveDate) -> String {
    let texts = texts.resident(lang);
    let month = word(&texts.months(), day.month0());
    let weekday = word(&texts.weekdays(), day.weekday().num_days_from_monday());
    texts.moment(month, day.day(), weekday, "").trim_end().trim_end_matches(',').to_owned()
}

/// A day by which something has to be done, with its year if that is not this year: `12月26日`, `2027年1月26日`.
pub(in crate::engine) fn date(turn: &Turn<'_>, lang: Lang, day: NaiveDate) -> String {
    let texts = turn.world.rules.texts.resident(lang);
    let month = word(&texts.months(), day.month0());
    match day.year() == turn.now.local_date().year() {
        true => texts.date(month, day.day()),
        false => texts.day(day.year(), month, day.day()),
    }
}

/// Hours of a day: `9:00–12:00、14:00–17:00`.
pub(in crate::engine) fn hours(hours: &[Hours]) -> String {
    let stretch = |hours: &Hours| format!("{}–{}", hours.from.format("%-H:%M"), hours.until.format("%-H:%M"));
    hours.iter().map(stretch).collect::<Vec<_>>().join("、")
}

/// The nth of words parted by spaces, from 0.
pub(in crate::engine) fn word(words: &str, number: u32) -> String {
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    words.split(' ').nth(number).unwrap_or_default().to_owned()
}

/// The name of a room; its code if nobody knows it.
pub(in crate::engine) fn room_name(turn: &Turn<'_>, code: &RoomCode) -> String {
    let room = turn.world.rules.directory.room(code);
    room.map_or_else(|| code.to_string(), |room| room.name.clone())
}

/// What a role is called.
pub(in crate::engine) fn role_name(turn: &Turn<'_>, lang: Lang, role: Role) -> String {
    let texts = resident_texts(turn, lang);
    match role {
        Role::Mediator => texts.case_role_mediator(),
        Role::Lawyer => texts.case_role_lawyer(),
        Role::Clerk => texts.case_role_clerk(),
        Role::Leader => texts.case_role_leader(),
        Role::Admin => texts.case_role_admin(),
    }
}

/// What is said before somebody's name: the role, unless the name ends in it already (李律师).
pub(in crate::engine) fn title(turn: &Turn<'_>, lang: Lang, member: &Staff) -> String {
    let role = role_name(turn, lang, member.role);
    if member.name.ends_with(&role) { String::new() } else { role }
}

/// A button that does `action`.
pub(in crate::engine) fn button(label: String, action: &Action) -> Button {
    Button { label, data: action.encode() }
}

//! Which case plain words belong to, and how they get there.

use crate::domain::attachment::Attachment;
use crate::domain::case::{Case, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::service::Service;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::casework;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow};
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{act, cases, menu, question, room, wording};

/// A reply to a message about a case goes to that case; `true` if it did.
pub(super) fn replied(turn: &mut Turn<'_>, text: &str, reply_to: Option<&str>) -> Result<bool, Need> {
    let Some(case) = of_message(turn, reply_to)? else { return Ok(false) };
    if case.is_open() {
        passed(turn, &case, text, None)?;
    } else {
        ended(turn, &case, text);
    }
    Ok(true)
}

/// Words that go on with a case: the one the person is in, or the one in which staff spoke last. `true` if they did,
/// or if we asked where they belong.
pub(super) fn continued(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    if steers(reading) {
        return Ok(false);
    }
    let before = in_thread(turn)?;
    if let Some(case) = before.as_ref().filter(|case| !case.is_open()) {
        turn.session.thread = None;
        if reading.score < SURE && text.chars().any(char::is_alphanumeric) {
            ended(turn, case, text);
            return Ok(true);
        }
    }
    match candidates(turn)?.as_slice() {
        [] => return Ok(false),
        [case] if is_other(reading, case) => ask_where(turn, &[case], turn.texts().where_to(), text),
        [case] => {
            let case = room::placed(turn, case, reading)?;
            passed(turn, &case, text, None)?;
        }
        several if is_law(reading) && several.iter().all(|case| is_other(reading, case)) => return Ok(false),
        several => {
            let cases: Vec<&Case> = several.iter().collect();
            ask_where(turn, &cases, turn.texts().which_case(), text);
        }
    }
    Ok(true)
}

/// The case a file or a place belongs to, if that is beyond doubt.
pub(super) fn of_thing(turn: &Turn<'_>, reply_to: Option<&str>) -> Result<Option<Case>, Need> {
    if let Some(case) = of_message(turn, reply_to)? {
        return Ok(Some(case).filter(Case::is_open));
    }
    if question::is_open(turn) {
        return held(turn);
    }
    let mut cases = candidates(turn)?;
    let case = cases.pop();
    Ok(case.filter(|_| cases.is_empty()))
}

/// The open case the person's words go to now.
pub(super) fn current(turn: &Turn<'_>) -> Result<Option<Case>, Need> {
    Ok(in_thread(turn)?.filter(Case::is_open))
}

/// The case that came in between while a question is open.
pub(super) fn held(turn: &Turn<'_>) -> Result<Option<Case>, Need> {
    current(turn)
}

/// The one case that "never mind" can mean.
pub(super) fn open_one(turn: &Turn<'_>) -> Result<Option<Case>, Need> {
    if let Some(case) = current(turn)? {
        return Ok(Some(case));
    }
    let open = open_cases(turn)?;
    Ok(<[Case; 1]>::try_from(open).ok().map(|[case]| case))
}

/// Whether staff have said something since then that waits for an answer.
pub(super) fn spoken_since(turn: &Turn<'_>, then: Option<Timestamp>) -> Result<bool, Need> {
    let spoken = spoken(turn)?;
    Ok(spoken.iter().any(|case| then.is_none_or(|then| case.last_spoke_at > then)))
}

/// Brings words to the case's staff and says so in a line.
pub(super) fn passed(
    turn: &mut Turn<'_>,
    case: &Case,
    words: &str,
    file: Option<&Attachment>,
) -> Result<(), Need> {
    casework::pass_on(turn, case, words, file)?;
    confirmed(turn, case);
    Ok(())
}

/// Says in a line that something went to the case; what comes next goes there too.
pub(super) fn confirmed(turn: &mut Turn<'_>, case: &Case) {
    turn.about = Some(case.id.clone());
    turn.session.thread = Some(case.id.clone());
    turn.session.misses = 0;
    let text = turn.texts().passed_on(&case.code);
    if question::is_open(turn) {
        turn.reply(text);
    } else {
        turn.session.flow = Flow::Idle;
        mentioned(turn, text);
    }
}

/// Says it, with the ways on from inside a case; no digit picks them.
pub(super) fn mentioned(turn: &mut Turn<'_>, text: String) {
    let texts = turn.texts();
    let choices = vec![
        Choice::new(texts.ask_other(), &Action::NewQuestion),
        Choice::new(texts.menu_cases(), &Action::MyCases),
    ];
    turn.mention(text, choices);
}

/// "My words go to this case": those kept go at once, others are waited for.
pub(super) fn chosen(turn: &mut Turn<'_>, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = cases::mine(turn, code)? else {
        cases::unknown(turn);
        return Ok(());
    };
    if !case.is_open() {
        return cases::detail(turn, code);
    }
    turn.session.thread = Some(case.id.clone());
    match turn.session.pending.take() {
        Some(words) => passed(turn, &case, &words, None),
        None => {
            turn.about = Some(case.id.clone());
            let text = turn.texts().add_now(&case.code);
            if question::is_open(turn) {
                turn.reply(text)
            } else {
                mentioned(turn, text)
            }
            Ok(())
        }
    }
}

/// "My words are about something else": those kept are answered by themselves, others are asked for.
pub(super) fn fresh(turn: &mut Turn<'_>) -> Result<(), Need> {
    turn.session.thread = None;
    turn.session.flow = Flow::Idle;
    turn.session.misses = 0;
    turn.session.matter = None;
    match turn.session.pending.take() {
        Some(words) => {
            let reading = turn.world.rules.catalogue.read(&words);
            act::on(turn, &words, &reading)
        }
        None => {
            let text = turn.texts().prompt();
            menu::ways_out(turn, text);
            Ok(())
        }
    }
}

/// Another time is wanted: whoever has the case arranges it.
pub(super) fn rebook(turn: &mut Turn<'_>, text: &str) -> Result<(), Need> {
    let open = open_cases(turn)?;
    match open.as_slice() {
        [] => menu::offered(turn, turn.texts().booking_none()),
        [case] => {
            casework::pass_on(turn, case, text, None)?;
            turn.about = Some(case.id.clone());
            let text = turn.texts().booking(&case.code);
            mentioned(turn, text);
        }
        several => {
            let cases: Vec<&Case> = several.iter().collect();
            ask_where(turn, &cases, turn.texts().which_case(), text);
        }
    }
    Ok(())
}

/// Praise or complaint: to the staff of the open case, if there is one.
pub(super) fn feedback(turn: &mut Turn<'_>, text: &str) -> Result<(), Need> {
    match open_one(turn)? {
        Some(case) => {
            casework::pass_on(turn, &case, text, None)?;
            turn.about = Some(case.id.clone());
            let text = turn.texts().feedback_passed(&case.code);
            mentioned(turn, text);
        }
        None => menu::offered(turn, turn.texts().feedback()),
    }
    Ok(())
}

/// The case is closed; a new one can be opened with the same words.
fn ended(turn: &mut Turn<'_>, case: &Case, text: &str) {
    let reading = turn.world.rules.catalogue.read(text);
    turn.session.matter = Some(act::matter(text, &reading));
    turn.about = Some(case.id.clone());
    let texts = turn.texts();
    let choices = vec![
        Choice::new(texts.ask_lawyer(), &Action::Ask),
        Choice::new(texts.menu_human(), &Action::Human),
        Choice::new(texts.ask_other(), &Action::NewQuestion),
    ];
    menu::aside(turn, texts.case_ended(&case.code), choices);
}

/// Keeps the words and asks which case they belong to, or whether they are something new.
fn ask_where(turn: &mut Turn<'_>, cases: &[&Case], text: String, words: &str) {
    turn.session.pending = Some(words.to_owned());
    turn.session.flow = Flow::Idle;
    let texts = turn.texts();
    let to_case = |case: &&Case| {
        let label = texts.where_to_one(&case.code, wording::service(turn, case.service));
        Choice::new(label, &Action::Thread(case.code.clone()))
    };
    let mut choices: Vec<Choice> = cases.iter().map(to_case).collect();
    choices.push(Choice::new(texts.new_question(), &Action::NewQuestion));
    turn.offer(text, choices, 1);
}

/// What is surely meant for the bot even inside a case.
fn steers(reading: &Reading) -> bool {
    let to_bot = matches!(
        reading.service,
        Service::Progress | Service::Privacy | Service::Cancel | Service::BookingChange | Service::Feedback
    );
    to_bot && reading.score >= SURE
}

/// A sure question of law, or an application, about something else than this case.
fn is_other(reading: &Reading, case: &Case) -> bool {
    reading.score >= SURE
        && match reading.service {
            Service::Consultation => reading.asks && reading.topic.is_some() && reading.topic != case.topic,
            Service::LegalAid | Service::Mediation | Service::Collective => reading.service != case.service,
            _ => false,
        }
}

fn is_law(reading: &Reading) -> bool {
    reading.score >= SURE && reading.service.opens_case()
}

/// The cases plain words can belong to: the one the person is in, else those in which staff spoke last.
fn candidates(turn: &Turn<'_>) -> Result<Vec<Case>, Need> {
    match current(turn)? {
        Some(case) => Ok(vec![case]),
        None => spoken(turn),
    }
}

fn spoken(turn: &Turn<'_>) -> Result<Vec<Case>, Need> {
    let open = open_cases(turn)?;
    Ok(open.into_iter().filter(|case| case.last_speaker == Speaker::Staff).collect())
}

fn open_cases(turn: &Turn<'_>) -> Result<Vec<Case>, Need> {
    if !turn.session.has_cases {
        return Ok(Vec::new());
    }
    let cases = turn.world.facts.cases_of(&turn.here())?;
    Ok(cases.iter().filter(|case| case.is_open()).cloned().collect())
}

fn in_thread(turn: &Turn<'_>) -> Result<Option<Case>, Need> {
    match &turn.session.thread {
        Some(id) => turn.world.facts.case(id).cloned(),
        None => Ok(None),
    }
}

fn of_message(turn: &Turn<'_>, reply_to: Option<&str>) -> Result<Option<Case>, Need> {
    let Some(message) = reply_to else { return Ok(None) };
    let Some(id) = turn.world.facts.replied(&message.to_owned())?.clone() else { return Ok(None) };
    let case = turn.world.facts.case(&id)?.clone();
    Ok(case.filter(|case| case.conversation == turn.here()))
}

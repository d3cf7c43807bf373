//! Whose words and things are, where a person has several matters: those of the message they answer, of the matter
//! they are in, of the one whose staff spoke last; and where two are as near, they are asked.

use std::cmp::Reverse;

use crate::domain::case::{Case, Speaker};
use crate::domain::code::CaseCode;
use crate::domain::party::Party;
use crate::domain::service::Service;
use crate::domain::time::Timestamp;
use crate::engine::action::Action;
use crate::engine::casework::relay;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow, Kept};
use crate::engine::turn::Turn;
use crate::engine::verb::Verb;
use crate::intent::Reading;

use super::{act, afterwards, beside, cases, giving_up, menu, party, question, thread, wording};

/// More things sent in one go are not kept while we ask; the first ones are.
pub(super) const MOST_KEPT: usize = 20;

/// A matter a person can talk in.
#[expect(clippy::large_enum_variant, reason = "a person has a few of them for the length of a turn")]
#[derive(Clone, Debug)]
pub(super) enum Thread {
    /// One of their own.
    Case(Case),
    /// A mediation whose other party they are.
    Side(Case, Party),
}

/// Where something belongs.
#[expect(clippy::large_enum_variant, reason = "there is one for the length of a turn")]
#[derive(Clone, Debug)]
pub(super) enum Belongs {
    /// There.
    To(Thread),
    /// It answers a message of a case that has ended.
    Ended(Case),
    /// To one of these.
    Unsure(Vec<Thread>),
    /// The person has nothing going on.
    Nowhere,
}

impl Thread {
    /// What its person calls it by.
    pub(super) fn code(&self) -> &CaseCode {
        match self {
            Self::Case(case) => &case.code,
            Self::Side(_, party) => &party.code,
        }
    }

    /// When staff spoke in it, if the person has not since.
    fn spoken_at(&self) -> Option<Timestamp> {
        match self {
            Self::Case(case) => (case.last_speaker == Speaker::Staff).then_some(case.last_spoke_at),
            Self::Side(_, party) => party.spoken_at,
        }
    }

    /// Whether it still goes on.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Case(case) => case.is_open(),
            Self::Side(case, party) => case.is_open() && party.is_in(),
        }
    }

    fn service(&self) -> Service {
        match self {
            Self::Case(case) => case.service,
            Self::Side(..) => Service::Mediation,
        }
    }

    /// Whether words are surely about something else.
    fn is_not(&self, turn: &Turn<'_>, reading: &Reading) -> bool {
        match self {
            Self::Case(case) => beside::is_another(turn, reading, case),
            Self::Side(..) => party::asks_for_law(reading),
        }
    }
}

/// Words that answer no message, where more than one matter is near or the nearest is another's: passed on, or kept
/// and asked about. `false` if it is for others to say.
pub(super) fn placed(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    if question::is_open(turn) || thread::steers(reading) {
        return Ok(false);
    }
    if let Some(asked) = asked(turn)? {
        if beside::asked(turn, &asked, text, reading)? {
            return Ok(true);
        }
        let question = turn.texts().which_case();
        ask(turn, &asked, question, Kept::words(text));
        return Ok(true);
    }
    let within = current(turn)?.is_some();
    match near(turn)?.as_slice() {
        [one @ Thread::Side(..)] if !within && !one.is_not(turn, reading) => {
            pass(turn, one, &[Kept::words(text)])?;
            Ok(true)
        }
        [] | [_] => Ok(false),
        several if !within && several.iter().all(|one| one.is_not(turn, reading)) => Ok(false),
        several => {
            let question = turn.texts().which_case();
            ask(turn, several, question, Kept::words(text));
            Ok(true)
        }
    }
}

/// Where a photo, a place or a number belongs.
pub(super) fn of_thing(turn: &Turn<'_>, reply_to: Option<&str>) -> Result<Belongs, Need> {
    if let Some((case, party)) = party::replied(turn, reply_to)? {
        return Ok(Belongs::To(Thread::Side(case, party)));
    }
    if let Some(case) = thread::of_message(turn, reply_to)? {
        return Ok(if case.is_open() { Belongs::To(Thread::Case(case)) } else { Belongs::Ended(case) });
    }
    if question::is_open(turn) {
        let case = thread::current(turn)?;
        return Ok(case.map_or(Belongs::Nowhere, |case| Belongs::To(Thread::Case(case))));
    }
    if let Some(asked) = asked(turn)? {
        return Ok(Belongs::Unsure(asked));
    }
    let near = near(turn)?;
    let among = match near.as_slice() {
        [one] => return Ok(Belongs::To(one.clone())),
        [] => all(turn)?,
        _ => near,
    };
    Ok(if among.is_empty() { Belongs::Nowhere } else { Belongs::Unsure(among) })
}

/// Keeps something and asks which of these it belongs to, or whether it is something new. What is kept already waits
/// for the same answer.
pub(super) fn ask(turn: &mut Turn<'_>, among: &[Thread], question: String, kept: Kept) {
    keep(turn, kept);
    let new = Choice::new(turn.texts().new_question(), &Action::NewQuestion);
    ask_among(turn, among, question, vec![new]);
}

/// The same after the end of the case it was for: the words can open a new one, too.
pub(super) fn ask_after_end(turn: &mut Turn<'_>, case: &Case, among: &[Thread], kept: Kept) {
    keep(turn, kept);
    let texts = turn.texts();
    let mut others = vec![Choice::new(texts.new_question(), &Action::NewQuestion)];
    if let Some(words) = Kept::said(&turn.session.kept) {
        let reading = turn.world.rules.catalogue.read(&words);
        turn.session.matter = Some(act::matter(&words, &reading));
        others.insert(0, Choice::new(texts.ask_lawyer(), &Action::Ask));
    }
    let question = texts.ended_which(&case.code);
    ask_among(turn, among, question, others);
}

/// Keeps one more.
pub(super) fn keep(turn: &mut Turn<'_>, kept: Kept) {
    if turn.session.kept.len() < MOST_KEPT {
        turn.session.kept.push(kept);
    }
}

fn ask_among(turn: &mut Turn<'_>, among: &[Thread], question: String, others: Vec<Choice>) {
    turn.session.flow = Flow::Idle;
    let texts = turn.texts();
    let to = |one: &Thread| {
        let label = texts.where_to_one(one.code(), wording::service(turn, one.service()));
        Choice::new(label, &Action::Thread(one.code().clone()))
    };
    let choices = among.iter().map(to).chain(others).collect();
    turn.offer(question, choices, 1);
}

/// The matters among which it is being asked already; whatever comes meanwhile waits for the same answer.
fn asked(turn: &Turn<'_>) -> Result<Option<Vec<Thread>>, Need> {
    if turn.session.kept.is_empty() {
        return Ok(None);
    }
    let place = |one: &Thread| {
        let action = Action::Thread(one.code().clone()).encode();
        turn.session.choices.iter().position(|choice| choice.data == action)
    };
    let mut asked = all(turn)?;
    asked.retain(|one| place(one).is_some());
    asked.sort_by_key(place);
    Ok((!asked.is_empty()).then_some(asked))
}

/// What was kept waits only as long as the question where it belongs is the last one asked: that begins with a matter
/// and ends with a new one, as nothing else does.
pub(super) fn forget(turn: &mut Turn<'_>) {
    let choices = &turn.session.choices;
    let action = |choice: Option<&Choice>| choice.and_then(|choice| Action::parse(&choice.data));
    let asks = matches!(action(choices.first()), Some(Action::Thread(_)))
        && matches!(action(choices.last()), Some(Action::NewQuestion));
    if !asks {
        turn.session.kept.clear();
    }
}

/// Words behind the code of one of the person's matters go there, whatever else is going on. `true` if they did.
pub(super) fn addressed(turn: &mut Turn<'_>, text: &str) -> Result<bool, Need> {
    let Some((code, words)) = behind_code(text) else { return Ok(false) };
    if let Some(case) = cases::mine(turn, &code)? {
        if case.is_open() {
            pass(turn, &Thread::Case(case), &[Kept::words(words)])?;
        } else {
            ended(turn, &case, Kept::words(words))?;
        }
        return Ok(true);
    }
    match party::mine(turn, &code)? {
        Some((case, party)) => {
            let reading = turn.world.rules.catalogue.read(words);
            if giving_up::is_meant(turn, words, &reading) {
                party::act(turn, Verb::Refuse, &code)?;
            } else {
                pass(turn, &Thread::Side(case, party), &[Kept::words(words)])?;
            }
        }
        None => return Ok(false),
    }
    Ok(true)
}

/// The words without a code at the beginning, whose letters mean nothing.
pub(super) fn without_code(text: &str) -> &str {
    match behind_code(text) {
        Some((_, words)) => words,
        None if CaseCode::parse(text.trim()).is_some() => "",
        None => text,
    }
}

/// A code at the beginning, and the words after it.
pub(super) fn behind_code(text: &str) -> Option<(CaseCode, &str)> {
    let text = text.trim();
    let end = text.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-')?;
    let (code, words) = text.split_at_checked(end)?;
    let words = words.trim_start_matches([' ', '　', ':', '：', ',', '，', '、', '\n']).trim_end();
    let code = CaseCode::parse(code)?;
    words.chars().any(char::is_alphanumeric).then_some((code, words))
}

/// "It belongs to this matter": what was kept goes there at once; otherwise what comes next does.
pub(super) fn chosen(turn: &mut Turn<'_>, code: &CaseCode) -> Result<(), Need> {
    let found = match cases::mine(turn, code)? {
        Some(case) if !case.is_open() => return over(turn, &case),
        Some(case) => Some(Thread::Case(case)),
        None => party::mine(turn, code)?.map(|(case, party)| Thread::Side(case, party)),
    };
    let Some(found) = found else {
        cases::unknown(turn);
        return Ok(());
    };
    let kept = std::mem::take(&mut turn.session.kept);
    match (found, kept.is_empty()) {
        (found, false) => pass(turn, &found, &kept),
        (Thread::Case(case), true) => {
            turn.session.thread = Some(case.id.clone());
            turn.about = Some(case.id.clone());
            let text = turn.texts().add_now(&case.code);
            if question::is_open(turn) {
                turn.reply(text)
            } else {
                thread::mentioned(turn, text)
            }
            Ok(())
        }
        (Thread::Side(case, party), true) => party::shown(turn, &case, &party),
    }
}

/// The case has ended meanwhile. What was kept is not lost: it goes to another matter, or opens a new one.
fn over(turn: &mut Turn<'_>, case: &Case) -> Result<(), Need> {
    match turn.session.kept.pop() {
        Some(last) => ended(turn, case, last),
        None => cases::detail(turn, &case.code),
    }
}

/// Something, after what is kept already, was for a case that has ended.
pub(super) fn ended(turn: &mut Turn<'_>, case: &Case, last: Kept) -> Result<(), Need> {
    if let (Kept::Words(words, false), true) = (&last, turn.session.kept.is_empty())
        && afterwards::passed(turn, case, words)?
    {
        return Ok(());
    }
    let others = all(turn)?;
    if !others.is_empty() && !question::is_open(turn) {
        ask_after_end(turn, case, &others, last);
        return Ok(());
    }
    keep(turn, last);
    match Kept::said(&std::mem::take(&mut turn.session.kept)) {
        Some(words) => return thread::ended(turn, case, &words),
        None => {
            turn.about = Some(case.id.clone());
            menu::offered(turn, turn.texts().ended_thing(&case.code));
        }
    }
    Ok(())
}

/// Brings it there and says so in a line; what comes next goes there too.
pub(super) fn pass(turn: &mut Turn<'_>, to: &Thread, kept: &[Kept]) -> Result<(), Need> {
    match to {
        Thread::Side(case, party) => party::bring(turn, case, party, kept),
        Thread::Case(case) => {
            for one in kept {
                let case = turn.written(&case.id).unwrap_or_else(|| case.clone());
                relay::from_resident(turn, &case, one.as_words())?;
            }
            thread::confirmed(turn, case)
        }
    }
}

/// The matter the person is in.
pub(super) fn current(turn: &Turn<'_>) -> Result<Option<Thread>, Need> {
    if let Some(case) = thread::current(turn)? {
        return Ok(Some(Thread::Case(case)));
    }
    Ok(party::current(turn)?.map(|(case, party)| Thread::Side(case, party)))
}

/// The matters that something which answers no message can belong to: the one the person is in, and any whose staff
/// have spoken since the person was last answered here; without one, all in which staff spoke last. Who spoke last comes
/// first.
pub(super) fn near(turn: &Turn<'_>) -> Result<Vec<Thread>, Need> {
    let current = current(turn)?;
    let Some(current) = current else {
        let mut all = all(turn)?;
        all.retain(|one| one.spoken_at().is_some());
        all.sort_by_key(|one| Reverse(one.spoken_at()));
        return Ok(all);
    };
    let since = turn.session.offered_at;
    let fresh = |one: &Thread| {
        one.code() != current.code() && one.spoken_at().is_some_and(|at| since.is_none_or(|since| at > since))
    };
    let mut near: Vec<Thread> = all(turn)?.into_iter().filter(fresh).collect();
    near.push(current);
    near.sort_by_key(|one| Reverse(one.spoken_at()));
    Ok(near)
}

/// Every matter that is open.
pub(super) fn all(turn: &Turn<'_>) -> Result<Vec<Thread>, Need> {
    let own = thread::open_cases(turn)?.into_iter().map(Thread::Case);
    let sides = party::open(turn)?.into_iter().map(|(case, party)| Thread::Side(case, party));
    Ok(own.chain(sides).collect())
}

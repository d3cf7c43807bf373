//! Where a person's earlier words went, to which they come back: by correcting a message, by answering one of their own, or by
//! saying that the last thing they said was wrong.

use crate::domain::case::{Case, CaseEntry, EntryKind, Speaker};
use crate::domain::earlier::{Earlier, EarlierLine};
use crate::domain::party::Party;
use crate::domain::time::Timestamp;
use crate::engine::facts::Need;
use crate::engine::session::Kept;
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::whose::{self, Belongs, Thread};
use super::{party, question, telling};

/// Where a message of theirs went.
#[expect(clippy::large_enum_variant, reason = "there is one for the length of a turn")]
#[derive(Clone, Debug)]
pub(super) enum Went {
    /// To this matter.
    To(Belongs),
    /// To none: we answered it, or it waits to be placed.
    Nowhere,
    /// Nobody knows any more.
    Unknown,
}

/// Where the message with this id of the channel went: at once, or later, when it was asked or a case was opened with it.
pub(super) fn went(turn: &Turn<'_>, message: &str) -> Result<Went, Need> {
    let Some(earlier) = turn.world.facts.earlier(&message.to_owned())? else { return Ok(Went::Unknown) };
    let found = match &earlier.line {
        Some(line) => of_line(turn, line)?,
        None => by_words(turn, earlier)?,
    };
    Ok(found.map_or(Went::Nowhere, |found| Went::To(belongs(found))))
}

/// The matter of a message of their own that they answer.
pub(super) fn answered(turn: &Turn<'_>, reply_to: Option<&str>) -> Result<Option<Thread>, Need> {
    let Some(message) = reply_to else { return Ok(None) };
    match turn.world.facts.earlier(&message.to_owned())? {
        Some(Earlier { line: Some(line), .. }) => of_line(turn, line),
        _ => Ok(None),
    }
}

fn belongs(found: Thread) -> Belongs {
    match found {
        Thread::Case(case) if !case.is_open() => Belongs::Ended(case),
        other => Belongs::To(other),
    }
}

fn of_line(turn: &Turn<'_>, line: &EarlierLine) -> Result<Option<Thread>, Need> {
    let Some(id) = &line.party else {
        let case = turn.world.facts.case(&line.case)?.clone();
        return Ok(case.filter(|case| case.conversation == turn.here()).map(Thread::Case));
    };
    let parties = turn.world.facts.parties_at(&turn.here())?;
    match parties.iter().find(|party| party.id == *id) {
        Some(party) => side(turn, party),
        None => Ok(None),
    }
}

fn side(turn: &Turn<'_>, party: &Party) -> Result<Option<Thread>, Need> {
    Ok(party::mine(turn, &party.code)?.map(|(case, party)| Thread::Side(case, party)))
}

/// The first matter to which these very words went after they had been said.
fn by_words(turn: &Turn<'_>, earlier: &Earlier) -> Result<Option<Thread>, Need> {
    let words = earlier.words.trim();
    if words.is_empty() {
        return Ok(None);
    }
    let is_it = |entry: &CaseEntry| entry.at >= earlier.at && entry.text == words;
    let mut found: Option<(Timestamp, Thread)> = None;
    for (thread, said) in matters(turn)? {
        let opened = match &thread {
            Thread::Case(case) if case.opened_at >= earlier.at && opened_with(case, words) => {
                Some(case.opened_at)
            }
            _ => None,
        };
        let first = said.into_iter().find(|entry| is_it(entry)).map(|entry| entry.at);
        let at = opened.into_iter().chain(first).min();
        if let Some(at) = at.filter(|at| found.as_ref().is_none_or(|(first, _)| at < first)) {
            found = Some((at, thread));
        }
    }
    Ok(found.map(|(_, thread)| thread))
}

/// Whether a case was opened with these words: with the story, or as one of the answers.
fn opened_with(case: &Case, words: &str) -> bool {
    telling::has(&case.summary, words) || case.details.iter().any(|(_, answer)| answer.trim() == words)
}

/// Everything the person has or had, with what they have said in it.
fn matters<'world>(turn: &Turn<'world>) -> Result<Vec<(Thread, Vec<&'world CaseEntry>)>, Need> {
    let mut matters = Vec::new();
    if turn.session.has_cases {
        for case in turn.world.facts.cases_of(&turn.here())? {
            let said = said(turn.world.facts.log(&case.id)?, |entry| entry.party.is_none());
            matters.push((Thread::Case(case.clone()), said));
        }
    }
    if turn.session.has_sides {
        for party in turn.world.facts.parties_at(&turn.here())? {
            let said =
                said(turn.world.facts.log(&party.case)?, |entry| entry.party.as_ref() == Some(&party.id));
            matters.extend(side(turn, party)?.map(|thread| (thread, said)));
        }
    }
    Ok(matters)
}

fn said(log: &[CaseEntry], in_thread: impl Fn(&CaseEntry) -> bool) -> Vec<&CaseEntry> {
    let said = |entry: &&CaseEntry| {
        entry.by == Speaker::Resident && matches!(entry.kind, EntryKind::Said | EntryKind::Corrected)
    };
    log.iter().filter(said).filter(|entry| in_thread(entry)).collect()
}

/// Words that take back what was said last ("说错了，是四个月") go where that went, as a correction of it. Whoever has turned to
/// another matter since is asked. `false` if these are no such words.
pub(super) fn taken_back(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    let asks = reading.asks && reading.score >= SURE;
    if asks || question::is_open(turn) || !turn.session.kept.is_empty() || !takes_back(turn, text) {
        return Ok(false);
    }
    let last = matters(turn)?
        .into_iter()
        .filter(|(thread, _)| is_open(thread))
        .filter_map(|(thread, said)| Some((said.last()?.at, thread)))
        .max_by_key(|(at, _)| *at);
    let Some((_, last)) = last else { return Ok(false) };
    let kept = Kept::Words(text.to_owned(), true);
    match whose::current(turn)? {
        Some(now) if now.code() != last.code() => {
            let question = turn.texts().which_case();
            whose::ask(turn, &[last, now], question, kept);
        }
        _ => whose::pass(turn, &last, &[kept])?,
    }
    Ok(true)
}

fn is_open(thread: &Thread) -> bool {
    match thread {
        Thread::Case(case) => case.is_open(),
        Thread::Side(case, party) => case.is_open() && party.is_in(),
    }
}

/// Whether words begin by saying that something was wrong, and then a stop, or what is right.
fn takes_back(turn: &Turn<'_>, text: &str) -> bool {
    let texts = turn.texts();
    let (before, words, after) = (texts.just_now(), texts.was_wrong(), texts.is_right());
    let stop = |rest: &str| rest.chars().next().is_none_or(|sign| !sign.is_alphanumeric());
    let lower = text.trim().to_lowercase();
    let mut rest = lower.as_str();
    while let Some(shorter) = before.split('|').find_map(|word| rest.strip_prefix(word)) {
        rest = shorter.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    }
    let behind = words.split('|').find_map(|word| rest.strip_prefix(word));
    behind.is_some_and(|behind| stop(behind) || after.split('|').any(|word| behind.starts_with(word)))
}

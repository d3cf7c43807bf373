//! What runs out by law, counted from what somebody told: said below an answer, and a reason to hurry.

use chrono::NaiveDate;

use crate::domain::lang::Lang;
use crate::engine::session::Matter;
use crate::engine::turn::Turn;
use crate::intent::{Deadline, Kind, Standing};

use super::wording;

/// More would bury the answer.
const MOST: usize = 2;

/// The periods that run from what was told, the soonest to end first.
pub(super) fn of<'world>(turn: &Turn<'world>, matter: &Matter) -> Vec<Deadline<'world>> {
    let about = (matter.intent.as_deref(), matter.topic.as_ref());
    let mut all = turn.world.rules.catalogue.deadlines(&matter.text, about, turn.now.local());
    all.truncate(MOST);
    all
}

/// Whether something may run out within a month.
pub(super) fn is_urgent(turn: &Turn<'_>, matter: &Matter) -> bool {
    let today = turn.now.local_date();
    let hurries =
        |deadline: &Deadline<'_>| matches!(deadline.standing(today), Standing::Soon(_) | Standing::Unsure);
    of(turn, matter).iter().any(hurries)
}

/// What is to be done, from when and until when, and what to beware of.
pub(super) fn line(turn: &Turn<'_>, deadline: &Deadline<'_>) -> String {
    let (texts, lang) = (turn.texts(), turn.session.lang);
    let day = |day: NaiveDate| {
        let day = wording::day(texts, day);
        if deadline.about { texts.day_about(day) } else { day }
    };
    let (what, from, span) = (deadline.what(lang), deadline.from(lang), deadline.span(lang));
    let cited = deadline.citation();
    let law = texts.basis_law(&cited.law, &cited.articles);
    let (start, until) = (day(deadline.start), wording::day(texts, deadline.until));
    let line = match deadline.kind() {
        Kind::Within => texts.deadline_within(what, from, start, until, span, law),
        Kind::NotBefore => texts.deadline_not_before(what, from, start, until, span, law),
        Kind::Ahead => texts.deadline_ahead(what, from, start, until, span, law),
    };
    let hurry = match deadline.standing(turn.now.local_date()) {
        Standing::Open => String::new(),
        Standing::Soon(days) => texts.deadline_soon(days),
        Standing::Unsure => texts.deadline_unsure(),
        Standing::Past => texts.deadline_past(),
    };
    let gap = if lang == Lang::En && !hurry.is_empty() { " " } else { "" };
    let space = if lang == Lang::En { " " } else { "" };
    format!("{line}{gap}{hurry}{space}{}", deadline.caution(lang))
}

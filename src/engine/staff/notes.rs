//! 备注: what staff note down in a case for their colleagues, never sent.
//!
//! Words that begin so are a note wherever staff are, whichever line is open: in the case of the message they answer, of the open
//! line, or of what is shown; where none of these says it, it is asked in which.

use crate::domain::case::{Case, EntryKind};
use crate::domain::code::CaseCode;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::log;
use crate::engine::deed::Deed;
use crate::engine::facts::Need;
use crate::engine::mediating::Mediating;
use crate::engine::session::{Choice, Flow};
use crate::engine::task::Task;
use crate::engine::turn::Turn;

use super::access;
use super::said::CHOICES;

/// 「备注 …」 typed anew, in answer to a message about a case or to none; `true` if it was a note.
pub(super) fn noted(
    turn: &mut Turn<'_>,
    member: &Staff,
    about: Option<&Case>,
    text: &str,
) -> Result<bool, Need> {
    let is_bare_label = text.trim() == turn.around().button_note() && turn.session.labelled(text).is_some();
    if about.is_some() || is_bare_label || !listens(&turn.session.flow) {
        return noted_in(turn, member, about, text);
    }
    let Some(words) = after_word(turn, text) else { return Ok(false) };
    match at_hand(turn)? {
        Some(case) => noted_in(turn, member, Some(case), text),
        None => {
            ask_where(turn, member, words)?;
            Ok(true)
        }
    }
}

/// 「备注 …」 about this case; `true` if it was a note.
pub(super) fn noted_in(
    turn: &mut Turn<'_>,
    member: &Staff,
    about: Option<&Case>,
    text: &str,
) -> Result<bool, Need> {
    let (Some(case), Some(words)) = (about, after_word(turn, text)) else { return Ok(false) };
    if words.is_empty() {
        ask(turn, member, &case.code)?;
        return Ok(true);
    }
    note_down(turn, member, about, &words)
}

/// Notes words down in a case, where nobody but staff reads them; a note that is corrected stays one. `false` without a case.
pub(super) fn note_down(
    turn: &mut Turn<'_>,
    member: &Staff,
    about: Option<&Case>,
    text: &str,
) -> Result<bool, Need> {
    let Some(case) = about else { return Ok(false) };
    if let Some(case) = access::allowed(turn, member, turn.world.facts.case(&case.id)?.as_ref())? {
        log::staff(turn, case, member, EntryKind::Note, text.trim(), None);
        turn.reply(turn.around().note_kept(&case.code));
    }
    Ok(true)
}

/// 备注 of this case was pressed: what was kept for a note goes there, else the next words do.
pub(super) fn pressed(
    turn: &mut Turn<'_>,
    member: &Staff,
    code: &CaseCode,
    before: Flow,
) -> Result<(), Need> {
    match before {
        Flow::Task(Task::Placing(words)) if !words.is_empty() => place(turn, member, code, &words),
        _ => ask(turn, member, code),
    }
}

/// Words while it is asked in which case a note belongs: a code says it, anything else is asked again.
pub(super) fn placed(turn: &mut Turn<'_>, member: &Staff, kept: String, text: &str) -> Result<(), Need> {
    let code = CaseCode::parse(text.trim()).map(|code| access::code_of_case(turn, code)).transpose()?;
    match code {
        Some(code) if kept.is_empty() => ask(turn, member, &code),
        Some(code) => place(turn, member, &code, &kept),
        None => ask_where(turn, member, kept),
    }
}

fn place(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode, words: &str) -> Result<(), Need> {
    turn.session.flow = Flow::Idle;
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    note_down(turn, member, Some(case), words).map(drop)
}

fn ask(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    turn.session.flow = Flow::Idle;
    let Some(case) = access::seen(turn, member, code)? else { return Ok(()) };
    turn.session.flow = Flow::Task(Task::Noting(case.id.clone()));
    let cancel = vec![Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel)];
    turn.mention(turn.around().note_ask(code), cancel);
    Ok(())
}

/// Asks in which case a note belongs: the member's newest are shown, any other is named by its code.
fn ask_where(turn: &mut Turn<'_>, member: &Staff, words: String) -> Result<(), Need> {
    let texts = turn.staff_texts();
    let mut choices: Vec<Choice> = Vec::new();
    for case in turn.world.facts.owned_by(&member.id)?.iter().rev().take(CHOICES) {
        let label = texts.button_case(&case.code, texts.service(case.service));
        choices.push(Choice::new(label, &Action::Deed(Deed::Note(case.code.clone()))));
    }
    let cancel = vec![Choice::new(texts.button_cancel(), &Action::Cancel)];
    turn.ask(turn.around().note_where(&words), choices, 1, cancel);
    turn.session.flow = Flow::Task(Task::Placing(words));
    Ok(())
}

/// What stands behind the word for a note; `None` if the words do not begin with it.
fn after_word(turn: &Turn<'_>, text: &str) -> Option<String> {
    let rest = text.trim().strip_prefix(turn.around().button_note().as_str())?;
    Some(rest.trim_start_matches([':', '：', ' ', '，', ',']).trim().to_owned())
}

/// Whether the words that come next are not the answer to a question of another kind.
fn listens(flow: &Flow) -> bool {
    matches!(
        flow,
        Flow::Idle
            | Flow::Replying(_)
            | Flow::Mediating(Mediating::Writing(_))
            | Flow::Task(Task::Noting(_) | Task::Placing(_))
    )
}

/// The case whose line is open, else the only one among the choices that are shown.
fn at_hand<'world>(turn: &Turn<'world>) -> Result<Option<&'world Case>, Need> {
    let facts = &turn.world.facts;
    let case = match &turn.session.flow {
        Flow::Replying(case) | Flow::Task(Task::Noting(case)) => facts.case(case)?,
        Flow::Mediating(Mediating::Writing(code)) => match facts.party(code)? {
            Some(party) => facts.case(&party.case)?,
            None => return Ok(None),
        },
        Flow::Idle => match shown(turn) {
            Some(code) => facts.code(&code)?,
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    Ok(case.as_ref())
}

/// The code that all choices shown are about that are about a case at all.
fn shown(turn: &Turn<'_>) -> Option<CaseCode> {
    let actions = turn.session.choices.iter().filter_map(|choice| Action::parse(&choice.data));
    let mut codes: Vec<CaseCode> = actions.filter_map(|action| of_case(&action).cloned()).collect();
    codes.dedup();
    let code = codes.pop()?;
    codes.is_empty().then_some(code)
}

/// The case that a button staff are shown below a case is about.
fn of_case(action: &Action) -> Option<&CaseCode> {
    match action {
        Action::Claim(code)
        | Action::Give(code)
        | Action::GiveTo(code, _)
        | Action::Details(code)
        | Action::Answer(code)
        | Action::Close(code)
        | Action::Outcome(code, _)
        | Action::File(code)
        | Action::SendTo(code, _)
        | Action::Deed(Deed::Note(code)) => Some(code),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::Service;
    use crate::engine::testing::{ANNA, Street, draft};

    fn another(street: &mut Street) -> CaseCode {
        street.pass_minutes(1);
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        for who in ["李律师", ANNA] {
            street.heard(who);
        }
        code
    }

    fn notes(street: &Street) -> Vec<(CaseCode, &str)> {
        let notes = street.log.iter().filter(|entry| entry.kind == EntryKind::Note);
        notes.map(|entry| (street.cases[&entry.case].code.clone(), entry.text.as_str())).collect()
    }

    #[test]
    fn a_note_while_a_line_to_the_resident_is_open_is_a_note() {
        let mut street = Street::staffed();
        let code = another(&mut street);
        street.press("李律师", &Action::Answer(code.clone()));
        street.write("李律师", "备注：他好像在撒谎");
        assert_eq!(street.heard(ANNA), "");
        assert_eq!(notes(&street), [(code, "他好像在撒谎")]);
        street.write("李律师", "请把欠条拍给我");
        assert!(street.heard(ANNA).ends_with("请把欠条拍给我"), "the line is still open");
    }

    #[test]
    fn a_note_goes_to_the_case_that_is_shown() {
        let mut street = Street::staffed();
        let (first, _) = (another(&mut street), another(&mut street));
        street.press("李律师", &Action::Details(first.clone()));
        street.write("李律师", "备注 下周再问");
        assert_eq!(notes(&street), [(first, "下周再问")]);
    }

    #[test]
    fn a_note_about_nothing_is_asked_about_and_sent_to_nobody() {
        let mut street = Street::staffed();
        let (first, second) = (another(&mut street), another(&mut street));
        street.press("李律师", &Action::Mine);
        street.heard("李律师");
        street.write("李律师", "备注 下周再问");
        assert!(street.heard("李律师").contains("记在哪一件"));
        street.write("李律师", "2");
        street.write("李律师", "菜单");
        street.write("李律师", "备注 再说");
        street.write("李律师", "哪一件呢");
        street.write("李律师", second.as_str());
        assert_eq!(notes(&street), [(first, "下周再问"), (second, "再说")]);
        assert_eq!(street.heard(ANNA), "");
        street.write("李律师", "菜单");
        street.write("李律师", "备注");
        street.write("李律师", "1");
        assert!(street.heard("李律师").ends_with("不会发给居民。"));
        street.write("李律师", "带孩子来的");
        assert_eq!(notes(&street).len(), 3);
    }

    #[test]
    fn who_has_no_case_names_one() {
        let mut street = Street::staffed();
        let code = another(&mut street);
        street.write("王调解", "备注 我见过他");
        assert!(street.heard("王调解").contains("发编号"));
        street.write("王调解", code.as_str());
        assert_eq!(notes(&street), [(code.clone(), "我见过他")]);
        street.write("外人", "备注 我也见过");
        street.write("外人", code.as_str());
        assert_eq!(notes(&street).len(), 1, "it is not theirs to note anything in");
    }
}

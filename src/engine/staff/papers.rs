//! 文书: the drafts of a mediation's papers, for whoever may see the case.

use crate::domain::attachment::{Attachment, AttachmentKind};
use crate::domain::case::{Case, CaseState};
use crate::domain::code::CaseCode;
use crate::domain::ids::AttachmentId;
use crate::domain::paper::Form;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::papers::{self, Matter};
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::access;

/// The button on a case that has papers, for whoever works on it.
pub(super) fn choice(turn: &Turn<'_>, member: &Staff, case: &Case) -> Option<Choice> {
    let works = case.state != CaseState::Offered && access::may_decide(turn, member, case);
    let label = turn.world.rules.texts.paper.button_papers();
    (works && papers::has_papers(case)).then(|| Choice::new(label, &Action::Papers(case.code.clone())))
}

/// 文书: which one?
pub(super) fn which(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = having_papers(turn, member, code)? else { return Ok(()) };
    let texts = &turn.world.rules.texts.paper;
    let one = |form| Choice::new(papers::title(texts, form), &Action::Paper(case.code.clone(), form));
    let cancel = Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel);
    let choices = Form::all().map(one).chain([cancel]).collect();
    turn.offer(texts.which(code), choices, 2);
    Ok(())
}

/// The draft of this one, as a file.
pub(super) fn paper(turn: &mut Turn<'_>, member: &Staff, code: &CaseCode, form: Form) -> Result<(), Need> {
    let Some(case) = having_papers(turn, member, code)? else { return Ok(()) };
    let owner = match &case.owner {
        Some(owner) => turn.world.facts.staff(owner)?.as_ref(),
        None => None,
    };
    let mediator = owner.map_or("", |owner| &owner.name);
    let parties = turn.world.facts.parties_of(&case.id)?;
    let mediation = turn.world.facts.mediation(&case.id)?.as_ref();
    let booking = turn.world.facts.agenda.of(&case.id)?;
    let log = turn.world.facts.log(&case.id)?;
    let rules = &turn.world.rules;
    let matter = Matter { rules, case, mediator, parties, mediation, booking, log };
    let file = Attachment {
        id: AttachmentId::new(turn.mint.text()),
        kind: AttachmentKind::File,
        name: Some(format!("{}.docx", papers::file_name(matter, form))),
        mime: Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document".to_owned()),
        telegram_file: None,
    };
    let paper = papers::draft(matter, form, turn.now);
    turn.push(Effect::Print { file: file.clone(), to: turn.here(), paper });
    turn.enclosed = Some(file);
    let texts = &turn.world.rules.texts.paper;
    let more = vec![
        Choice::new(texts.button_papers(), &Action::Papers(code.clone())),
        Choice::new(turn.staff_texts().button_details(), &Action::Details(code.clone())),
    ];
    turn.offer(texts.drafted(papers::title(texts, form), code), more, 2);
    Ok(())
}

/// The case, if the member may see it and it is a mediation. If not, they have been told so.
fn having_papers<'world>(
    turn: &mut Turn<'world>,
    member: &Staff,
    code: &CaseCode,
) -> Result<Option<&'world Case>, Need> {
    let Some(case) = access::seen(turn, member, code)? else { return Ok(None) };
    if !papers::has_papers(case) {
        turn.reply(turn.world.rules.texts.paper.none(code));
        return Ok(None);
    }
    Ok(Some(case))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::testing::{ANNA, Street, draft};

    fn mediated() -> (Street, CaseCode) {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Mediation)).code;
        street.press("王调解", &Action::Claim(code.clone()));
        (street, code)
    }

    #[test]
    fn whoever_has_a_mediation_gets_its_drafts_by_two_digits() {
        let (mut street, code) = mediated();
        street.press("王调解", &Action::Details(code.clone()));
        let buttons = street.buttons("王调解", Purpose::Reply);
        let papers = buttons.iter().find(|label| label.ends_with("文书")).unwrap();
        street.write("王调解", papers.split(' ').next().unwrap());
        assert_eq!(street.buttons("王调解", Purpose::Reply)[3], "4 人民调解协议书");
        street.write("王调解", "4");
        let (name, paper) = street.files.last().unwrap();
        assert_eq!(*name, format!("草稿-人民调解协议书-{code}.docx"));
        assert!(paper.contains("老板不给工资") && paper.contains("草稿 · "), "{paper}");
        let sent = &street.last("王调解", Purpose::Reply).outbound;
        assert!(sent.file.as_ref().is_some_and(|file| file.name.as_ref() == Some(name)));
        assert!(sent.text.contains("才有效力") && sent.text.contains("不要转发"), "{}", sent.text);
        street.press("王调解", &Action::Close(code.clone()));
        street.press("王调解", &Action::Outcome(code.clone(), crate::domain::case::Outcome::MediatedWritten));
        street.press("王调解", &Action::Details(code));
        assert!(street.buttons("王调解", Purpose::Reply).iter().any(|label| label.ends_with("文书")));
    }

    #[test]
    fn nobody_else_gets_any() {
        let (mut street, code) = mediated();
        for stranger in ["周律师", "外人"] {
            for action in [Action::Papers(code.clone()), Action::Paper(code.clone(), Form::Record)] {
                street.press(stranger, &action);
                assert_eq!(street.heard(stranger), "这件事不归您的工作室。");
            }
        }
        street.heard(ANNA);
        street.press(ANNA, &Action::Paper(code.clone(), Form::Record));
        assert!(!street.heard(ANNA).contains("草稿"));
        assert!(street.files.is_empty());
    }

    #[test]
    fn what_is_no_mediation_has_none() {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code.clone()));
        street.press("李律师", &Action::Details(code.clone()));
        assert!(!street.buttons("李律师", Purpose::Reply).iter().any(|label| label.contains("文书")));
        street.heard("李律师");
        street.press("李律师", &Action::Paper(code, Form::Record));
        assert!(street.heard("李律师").contains("不是人民调解"));
        assert!(street.files.is_empty());
    }
}

//! My cases: listed, looked at, taken back.

use crate::domain::case::Case;
use crate::domain::code::CaseCode;
use crate::engine::action::Action;
use crate::engine::casework;
use crate::engine::casework::booking::guests::Guest;
use crate::engine::casework::sides::terms;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::{menu, open, party, question, wording};

/// How many cases are listed; older ones are found by their code.
const LISTED: usize = 8;

/// All my cases with state and next step, open ones first.
pub(super) fn list(turn: &mut Turn<'_>) -> Result<(), Need> {
    let mut cases: Vec<Case> = turn.world.facts.cases_of(&turn.here())?.clone();
    let others = party::choices(turn)?;
    if cases.is_empty() && !others.is_empty() {
        let text = turn.world.rules.texts.mediation(turn.session.lang).yours();
        menu::aside(turn, text, others);
        return Ok(());
    }
    if cases.is_empty() {
        menu::offered(turn, turn.texts().no_cases());
        return Ok(());
    }
    turn.session.has_cases = true;
    cases.sort_by_key(|case| !case.is_open());
    let listed: Vec<&Case> = cases.iter().take(LISTED).collect();
    let mut lines: Vec<String> = listed.iter().map(|case| line(turn, case)).collect::<Result<_, _>>()?;
    if cases.len() > LISTED {
        lines.push(turn.texts().cases_more(cases.len() - LISTED));
    }
    let mut choices: Vec<Choice> = listed
        .iter()
        .map(|case| {
            let label = turn.texts().case_button(&case.code, wording::service(turn, case.service));
            Choice::new(label, &Action::CaseDetail(case.code.clone()))
        })
        .collect();
    choices.extend(others);
    choices.push(Choice::new(turn.texts().ask_other(), &Action::NewQuestion));
    let text = turn.texts().cases(lines.join("\n"));
    menu::aside(turn, text, choices);
    Ok(())
}

/// The code that a whole message is, if it is one of this person's cases or looks like nothing else.
pub(super) fn named(turn: &Turn<'_>, text: &str) -> Result<Option<CaseCode>, Need> {
    let Some(code) = CaseCode::parse(text.trim()) else { return Ok(None) };
    let plainly = text.contains('-') || text.chars().any(|sign| sign.is_ascii_digit());
    let own = mine(turn, &code)?.is_some() || party::mine(turn, &code)?.is_some();
    Ok((own || plainly).then_some(code))
}

/// One case in full: where it stands and what comes next.
pub(super) fn detail(turn: &mut Turn<'_>, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = mine(turn, code)? else {
        unknown(turn);
        return Ok(());
    };
    turn.about = Some(case.id.clone());
    let texts = turn.texts();
    let mut text = texts.case_detail(
        &case.code,
        wording::service(turn, case.service),
        wording::quoted(&said(turn, &case)),
        wording::state(turn, &case)?,
        wording::next_step(turn, &case)?,
    );
    if let Some(agreement) = terms::agreement(turn, &case)? {
        text = terms::below(turn, turn.session.lang, text, Some(&agreement));
    }
    let mut choices = Vec::new();
    for (question, answers) in party::open_questions(turn, &case, &Guest::resident(&case))? {
        text = format!("{text}\n{question}");
        choices.extend(answers);
    }
    if case.is_open() {
        choices.push(Choice::new(texts.add(), &Action::Thread(case.code.clone())));
        choices.push(Choice::new(texts.withdraw(), &Action::Withdraw(case.code.clone())));
        choices.push(party::contact_button(turn, &case)?);
    } else {
        choices.push(Choice::new(texts.ask_other(), &Action::NewQuestion));
    }
    choices.push(Choice::new(texts.back(), &Action::MyCases));
    menu::aside(turn, text, choices);
    Ok(())
}

/// What the person came with; where they said nothing yet, that, in their language.
fn said(turn: &Turn<'_>, case: &Case) -> String {
    let nothing = open::texts_of_staff(turn).summary_none();
    if case.summary == nothing { turn.texts().summary_none() } else { case.summary.clone() }
}

/// Take this case back?
pub(super) fn withdraw(turn: &mut Turn<'_>, code: &CaseCode) -> Result<(), Need> {
    match mine(turn, code)? {
        Some(case) if case.is_open() => ask_to_withdraw(turn, &case),
        Some(_) => return detail(turn, code),
        None => unknown(turn),
    }
    Ok(())
}

/// Asks before a case is taken back.
pub(super) fn ask_to_withdraw(turn: &mut Turn<'_>, case: &Case) {
    let texts = turn.texts();
    let choices = vec![
        Choice::new(texts.withdraw_yes(), &Action::ConfirmWithdraw(case.code.clone())),
        Choice::new(texts.withdraw_no(), &Action::CaseDetail(case.code.clone())),
    ];
    let text = texts.withdraw_sure(&case.code, wording::service(turn, case.service));
    if question::is_open(turn) { turn.beside(text, choices) } else { turn.offer(text, choices, 2) }
}

/// It is taken back.
pub(super) fn withdrawn(turn: &mut Turn<'_>, code: &CaseCode) -> Result<(), Need> {
    let Some(case) = mine(turn, code)? else {
        unknown(turn);
        return Ok(());
    };
    if !case.is_open() {
        return detail(turn, code);
    }
    casework::withdraw(turn, &case)?;
    if turn.session.thread.as_ref() == Some(&case.id) {
        turn.session.thread = None;
    }
    menu::offered(turn, turn.texts().withdrawn(&case.code));
    Ok(())
}

/// The case, if this conversation opened it: nobody else's is shown or even confirmed.
pub(super) fn mine(turn: &Turn<'_>, code: &CaseCode) -> Result<Option<Case>, Need> {
    let found = turn.world.facts.code(code)?.clone();
    Ok(found.filter(|case| case.conversation == turn.here()))
}

/// No case of this person has that code.
pub(super) fn unknown(turn: &mut Turn<'_>) {
    menu::offered(turn, turn.texts().case_unknown());
}

fn line(turn: &Turn<'_>, case: &Case) -> Result<String, Need> {
    let mut state = wording::state(turn, case)?;
    if case.is_open() {
        state = format!("{state}\n   {}", wording::next_step(turn, case)?);
    }
    Ok(turn.texts().case_line(&case.code, wording::service(turn, case.service), state))
}

#[cfg(test)]
mod tests {
    use crate::domain::case::Outcome;
    use crate::engine::action::Action;
    use crate::engine::testing::ANNA;
    use crate::engine::testing::story::{says, street, taps, with_case};

    #[test]
    fn opening_a_case_tells_its_code_who_will_answer_and_by_when() {
        let mut anna = street();
        says(&mut anna, "协议离婚怎么办");
        taps(&mut anna, "请工作室律师看看");
        let read = says(&mut anna, "民主村");
        let code = anna.case().code;
        let wanted = format!(
            "已登记：**法律咨询**，编号 **{code}**。\n由民主村社区公共法律服务工作室的律师答复，**3月6日 周五 10:00** 前给您回话"
        );
        assert!(read.starts_with(&wanted), "{read}");
        assert!(read.ends_with("[1 补充][2 我的事项]\n[3 问别的][4 不是我的社区]"), "{read}");
    }

    #[test]
    fn my_cases_tell_state_and_next_step() {
        let mut anna = with_case();
        let code = anna.case().code;
        let read = says(&mut anna, "我的事项");
        assert!(
            read.contains(&format!("**{code}** 法律咨询 · 等工作人员接手\n   3月6日 周五 10:00 前")),
            "{read}"
        );
        anna.press("周律师", &Action::Claim(code.clone()));
        assert!(says(&mut anna, "办得怎么样了").contains("律师正在处理"));
        anna.press("周律师", &Action::Answer(code.clone()));
        anna.write("周律师", "带上户口本");
        let read = taps(&mut anna, &format!("{code} 法律咨询"));
        assert!(read.contains("现在：工作人员已回话") && read.contains("您说的：协议离婚怎么办"), "{read}");
        anna.press("周律师", &Action::Deed(crate::engine::deed::Deed::Unanswered(code.clone())));
        let read = says(&mut anna, &code.to_string().to_lowercase());
        assert!(read.contains("已办结（已答复）") && read.contains("[1 问别的]"), "{read}");
    }

    #[test]
    fn a_case_is_taken_back_only_after_asking() {
        let mut anna = with_case();
        let code = anna.case().code;
        says(&mut anna, "我的事项");
        says(&mut anna, "1");
        assert!(taps(&mut anna, "撤回").contains("[1 确定撤回][2 不撤回]"));
        assert!(taps(&mut anna, "不撤回").contains("等工作人员接手"));
        taps(&mut anna, "撤回");
        let read = taps(&mut anna, "确定撤回");
        assert!(read.starts_with(&format!("事项 {code} 已撤回")), "{read}");
        assert_eq!(anna.case().outcome, Some(Outcome::Withdrawn));
        assert!(taps(&mut anna, "确定撤回").contains("已办结（已撤回）"));
    }

    #[test]
    fn somebody_elses_case_is_not_even_confirmed() {
        let mut anna = with_case();
        let code = anna.case().code;
        for action in [
            Action::CaseDetail(code.clone()),
            Action::Thread(code.clone()),
            Action::Withdraw(code.clone()),
            Action::ConfirmWithdraw(code.clone()),
        ] {
            anna.heard("小偷");
            anna.press("小偷", &action);
            let read = anna.heard("小偷");
            assert!(read.contains("查不到这个编号") && !read.contains("离婚"), "{read}");
        }
        anna.write("小偷", &code.to_string());
        let read = anna.heard("小偷");
        assert!(read.contains("问本人") && !read.contains("离婚"), "{read}");
        assert!(anna.case().is_open());
    }

    #[test]
    fn without_cases_the_menu_is_offered() {
        let mut anna = street();
        assert!(says(&mut anna, "我的事项").contains("还没有登记过事项"));
        assert!(anna.session(ANNA).choices.len() == 6);
    }
}

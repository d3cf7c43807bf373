//! Every action there is, read again from what its button carries.

use super::*;

fn all() -> Vec<Action> {
    about(&CaseCode::from_number(u64::MAX), &StaffId::new("f".repeat(32)))
}

/// One of every action, about this case and this colleague; a new one that is missing here makes
/// `every_action_is_tried` fail to compile.
pub(in crate::engine) fn about(code: &CaseCode, staff: &StaffId) -> Vec<Action> {
    let mut all: Vec<Action> = WORDS.iter().map(|(_, action)| action.clone()).collect();
    all.extend(Service::ALL.iter().map(|&service| Action::Service(service)));
    all.extend(OUTCOMES.iter().map(|&(_, outcome)| Action::Outcome(code.clone(), outcome)));
    all.extend(Deed::about(code, staff).into_iter().map(Action::Deed));
    all.extend([
        Action::Intent("m".repeat(Action::INTENT_BYTES)),
        Action::Room(RoomCode::new("500107003001")),
        Action::Option { form: Service::LegalAid, step: 4, number: 12 },
        Action::CaseDetail(code.clone()),
        Action::Thread(code.clone()),
        Action::Withdraw(code.clone()),
        Action::ConfirmWithdraw(code.clone()),
        Action::Claim(code.clone()),
        Action::Give(code.clone()),
        Action::GiveTo(code.clone(), staff.clone()),
        Action::Details(code.clone()),
        Action::Answer(code.clone()),
        Action::Close(code.clone()),
        Action::GiveBack(code.clone()),
        Action::SendTo(code.clone(), Mark::of("请带欠条")),
        Action::SendToParty(code.clone(), Mark::of("请带欠条")),
        Action::Unsent(Mark::of("")),
        Action::Refer(code.clone()),
        Action::Received(code.clone()),
        Action::File(code.clone()),
        Action::Papers(code.clone()),
        Action::Paper(code.clone(), Form::OralAgreement),
        Action::Figures(NaiveDate::MIN, NaiveDate::MAX),
        Action::StillOpen(NaiveDate::MIN, NaiveDate::MAX),
        Action::Appointment(Appointment::Mine),
        Action::Duty(Duty::Week),
    ]);
    all.extend(Verb::all().map(|verb| Action::Side(verb, code.clone())));
    all
}

#[test]
fn every_button_says_what_it_means_in_64_bytes() {
    for action in all() {
        let data = action.encode();
        assert!(!data.is_empty() && data.len() <= 64, "{action:?}: {data}");
        assert_eq!(Action::parse(&data), Some(action), "{data}");
    }
}

#[test]
fn every_action_is_tried() {
    let kinds: std::collections::BTreeSet<u8> = all().iter().map(kind).collect();
    assert_eq!(kinds, (0..50).collect());
}

#[rustfmt::skip]
fn kind(action: &Action) -> u8 {
    match action {
        Action::Menu => 0, Action::Help => 1, Action::Service(_) => 2, Action::Intent(_) => 3,
        Action::NoneOfThese => 4, Action::Ask => 5, Action::Room(_) => 6, Action::Elsewhere => 7,
        Action::NotMine => 8, Action::Option { .. } => 9, Action::MyCases => 10, Action::CaseDetail(_) => 11,
        Action::Thread(_) => 12, Action::NewQuestion => 13, Action::Withdraw(_) => 14,
        Action::ConfirmWithdraw(_) => 15, Action::Hotlines => 16, Action::Lang(_) => 17, Action::Skip => 18,
        Action::Back => 19, Action::Cancel => 20, Action::Human => 21, Action::Claim(_) => 22,
        Action::Give(_) => 23, Action::GiveTo(..) => 24, Action::Details(_) => 25, Action::Answer(_) => 26,
        Action::Close(_) => 27, Action::Outcome(..) => 28, Action::Mine => 29, Action::Waiting => 30,
        Action::Stats => 31, Action::StaffHelp => 32, Action::Resume => 33, Action::GiveBack(_) => 34,
        Action::SendTo(..) => 35, Action::Figures(..) => 36, Action::Leave => 37, Action::Refer(_) => 38,
        Action::Received(_) => 39, Action::File(_) => 40, Action::Appointment(_) => 41, Action::Duty(_) => 42,
        Action::Side(..) => 43, Action::Deed(_) => 44, Action::Papers(_) => 45, Action::Paper(..) => 46,
        Action::StillOpen(..) => 47, Action::SendToParty(..) => 48, Action::Unsent(_) => 49,
    }
}

#[test]
fn anything_else_is_no_button_of_ours() {
    let data = ["", ":", "claim:", "claim:ABCD", "option:legal_aid:1", "option:x:1:1", "outcome:x"];
    for data in data.into_iter().chain(["paper:22222222:x", "figures:2026-01-01", "open:x:y", "😀"]) {
        assert_eq!(Action::parse(data), None, "{data}");
    }
}

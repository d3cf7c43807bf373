//! What a button does: the words behind it, and back.
//!
//! Buttons outlive the conversation they were sent in, so what cannot be read any more is `None`, never an error.
//! Must not know who may press what.

use chrono::NaiveDate;

use crate::domain::case::Outcome;
use crate::domain::code::CaseCode;
use crate::domain::ids::{RoomCode, StaffId};
use crate::domain::lang::Lang;
use crate::domain::paper::Form;
use crate::domain::service::Service;

use super::appointment::Appointment;
use super::deed::Deed;
use super::duty::Duty;
use super::unsent::Mark;
use super::verb::Verb;

/// What pressing a button means. Its code is at most 64 bytes (Telegram's limit) as long as ids of intents keep to
/// [`Action::INTENT_BYTES`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Show what we do.
    Menu,
    /// How to talk to the bot.
    Help,
    /// I want this service.
    Service(Service),
    /// That is what I meant, by the rule's name.
    Intent(String),
    /// None of the meanings you offered.
    NoneOfThese,
    /// Take what I said last to the room's lawyer.
    Ask,
    /// That is my community.
    Room(RoomCode),
    /// I live in none of your communities.
    Elsewhere,
    /// The community you have for me is wrong.
    NotMine,
    /// An answer to a form's question, all counted from 0.
    Option {
        /// The service the form is for.
        form: Service,
        /// The question.
        step: usize,
        /// The option.
        number: usize,
    },
    /// My cases.
    MyCases,
    /// How does this case stand?
    CaseDetail(CaseCode),
    /// My words go to this case.
    Thread(CaseCode),
    /// My words are about something else.
    NewQuestion,
    /// I want to take this case back.
    Withdraw(CaseCode),
    /// Yes, take it back.
    ConfirmWithdraw(CaseCode),
    /// Numbers to call.
    Hotlines,
    /// Answer me in this language.
    Lang(Lang),
    /// I have nothing to say to this question.
    Skip,
    /// On with the form that danger interrupted.
    Resume,
    /// One question back.
    Back,
    /// Never mind.
    Cancel,
    /// I want a person.
    Human,
    /// Staff: I take this case.
    Claim(CaseCode),
    /// Staff: somebody else should have this case; show me whom I can give it to.
    Give(CaseCode),
    /// Staff: this colleague should have it.
    GiveTo(CaseCode, StaffId),
    /// Staff: show me everything about this case.
    Details(CaseCode),
    /// Staff: my next words answer this case's resident.
    Answer(CaseCode),
    /// Staff: this case has ended; ask me how.
    Close(CaseCode),
    /// Staff: this is how it ended.
    Outcome(CaseCode, Outcome),
    /// Staff: the application was handed to the legal-aid institution.
    Refer(CaseCode),
    /// Staff: the legal-aid institution has received it.
    Received(CaseCode),
    /// Staff: nothing more will come of this case.
    File(CaseCode),
    /// Staff: my cases.
    Mine,
    /// Staff: the cases nobody has taken.
    Waiting,
    /// Staff: the counts.
    Stats,
    /// Staff: what I can do.
    StaffHelp,
    /// Staff: everyone may take this case of mine again.
    GiveBack(CaseCode),
    /// Staff: these words that you kept for me go to this case's resident.
    SendTo(CaseCode, Mark),
    /// Staff: these words that you kept for me go to the other party with this code.
    SendToParty(CaseCode, Mark),
    /// Staff: ask me again for whom these words are.
    Unsent(Mark),
    /// Staff: the counts of these days, both included.
    Figures(NaiveDate, NaiveDate),
    /// Staff: what was opened on these days, both included, and has not ended.
    StillOpen(NaiveDate, NaiveDate),
    /// Staff: this conversation is mine no more.
    Leave,
    /// Anybody in a mediation: what the verb says, about the case or the other party with this code.
    Side(Verb, CaseCode),
    /// Something about an appointment.
    Appointment(Appointment),
    /// Something about the roster.
    Duty(Duty),
    /// Something around a case.
    Deed(Deed),
    /// Staff: which papers can be drafted for this case?
    Papers(CaseCode),
    /// Staff: the draft of this paper.
    Paper(CaseCode, Form),
}

/// The actions that are one word.
const WORDS: &[(&str, Action)] = &[
    ("menu", Action::Menu),
    ("help", Action::Help),
    ("none", Action::NoneOfThese),
    ("ask", Action::Ask),
    ("elsewhere", Action::Elsewhere),
    ("not_mine", Action::NotMine),
    ("my_cases", Action::MyCases),
    ("new", Action::NewQuestion),
    ("hotlines", Action::Hotlines),
    ("zh", Action::Lang(Lang::Zh)),
    ("en", Action::Lang(Lang::En)),
    ("skip", Action::Skip),
    ("resume", Action::Resume),
    ("back", Action::Back),
    ("cancel", Action::Cancel),
    ("human", Action::Human),
    ("mine", Action::Mine),
    ("waiting", Action::Waiting),
    ("stats", Action::Stats),
    ("staff_help", Action::StaffHelp),
    ("leave", Action::Leave),
];

const OUTCOMES: [(&str, Outcome); 10] = [
    ("answered", Outcome::Answered),
    ("aid", Outcome::AidReferred),
    ("aid_yes", Outcome::AidGranted),
    ("aid_no", Outcome::AidRefused),
    ("oral", Outcome::MediatedOral),
    ("written", Outcome::MediatedWritten),
    ("failed", Outcome::Unsuccessful),
    ("withdrawn", Outcome::Withdrawn),
    ("other", Outcome::OtherRoute),
    ("refused", Outcome::Refused),
];

impl Action {
    /// How long the name of an intent may be so that a button can carry it.
    pub const INTENT_BYTES: usize = 60;

    /// What the button carries.
    pub fn encode(&self) -> String {
        match self {
            Self::Service(service) => format!("service:{}", service.code()),
            Self::Intent(intent) => format!("is:{intent}"),
            Self::Room(room) => format!("room:{room}"),
            Self::Option { form, step, number } => format!("option:{}:{step}:{number}", form.code()),
            Self::CaseDetail(code) => of_case("case", code),
            Self::Thread(code) => of_case("thread", code),
            Self::Withdraw(code) => of_case("withdraw", code),
            Self::ConfirmWithdraw(code) => of_case("withdraw_yes", code),
            Self::Claim(code) => of_case("claim", code),
            Self::Give(code) => of_case("give", code),
            Self::GiveTo(code, staff) => format!("give_to:{}:{staff}", code.as_str()),
            Self::Details(code) => of_case("details", code),
            Self::Answer(code) => of_case("answer", code),
            Self::Close(code) => of_case("close", code),
            Self::GiveBack(code) => of_case("give_back", code),
            Self::Refer(code) => of_case("refer", code),
            Self::Received(code) => of_case("received", code),
            Self::File(code) => of_case("file", code),
            Self::SendTo(code, mark) => format!("{}:{}", of_case("send_to", code), mark.encode()),
            Self::SendToParty(code, mark) => format!("{}:{}", of_case("send_side", code), mark.encode()),
            Self::Unsent(mark) => format!("unsent:{}", mark.encode()),
            Self::Figures(first, last) => format!("figures:{first}:{last}"),
            Self::StillOpen(first, last) => format!("open:{first}:{last}"),
            Self::Side(verb, code) => format!("side:{}:{}", verb.word(), code.as_str()),
            Self::Outcome(code, outcome) => {
                let word = OUTCOMES.iter().find(|(_, known)| known == outcome).map_or("", |(word, _)| word);
                format!("outcome:{}:{word}", code.as_str())
            }
            Self::Appointment(appointment) => appointment.encode(),
            Self::Duty(duty) => duty.encode(),
            Self::Deed(deed) => format!("do:{}", deed.encode()),
            Self::Papers(code) => of_case("papers", code),
            Self::Paper(code, form) => format!("paper:{}:{}", code.as_str(), form.code()),
            word => WORDS.iter().find(|(_, known)| known == word).map_or("", |(word, _)| word).to_owned(),
        }
    }

    /// What a button carried; `None` if no button of ours does.
    pub fn parse(data: &str) -> Option<Self> {
        let Some((name, rest)) = data.split_once(':') else {
            return WORDS.iter().find(|(word, _)| *word == data).map(|(_, action)| action.clone());
        };
        match name {
            "service" => Service::parse(rest).map(Self::Service),
            Appointment::PREFIX => Appointment::parse(rest).map(Self::Appointment),
            Duty::PREFIX => Duty::parse(rest).map(Self::Duty),
            "is" => Some(Self::Intent(rest.to_owned())),
            "room" => Some(Self::Room(RoomCode::new(rest))),
            "option" => option(rest),
            "do" => Deed::parse(rest).map(Self::Deed),
            "give_to" => {
                let (code, staff) = rest.split_once(':')?;
                Some(Self::GiveTo(CaseCode::parse(code)?, StaffId::new(staff)))
            }
            "outcome" => {
                let (code, word) = rest.split_once(':')?;
                let (_, outcome) = OUTCOMES.iter().find(|(known, _)| *known == word)?;
                Some(Self::Outcome(CaseCode::parse(code)?, *outcome))
            }
            "paper" => {
                let (code, form) = rest.split_once(':')?;
                Some(Self::Paper(CaseCode::parse(code)?, Form::parse(form)?))
            }
            "send_to" => words_for(rest).map(|(code, mark)| Self::SendTo(code, mark)),
            "send_side" => words_for(rest).map(|(code, mark)| Self::SendToParty(code, mark)),
            "unsent" => Mark::parse(rest).map(Self::Unsent),
            "figures" => days(rest).map(|(first, last)| Self::Figures(first, last)),
            "open" => days(rest).map(|(first, last)| Self::StillOpen(first, last)),
            "side" => {
                let (verb, code) = rest.split_once(':')?;
                Some(Self::Side(Verb::parse(verb)?, CaseCode::parse(code)?))
            }
            _ => case_action(name).map(|action| CaseCode::parse(rest).map(action))?,
        }
    }
}

fn of_case(name: &str, code: &CaseCode) -> String {
    format!("{name}:{}", code.as_str())
}

fn days(rest: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = rest.split_once(':')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

fn words_for(rest: &str) -> Option<(CaseCode, Mark)> {
    let (code, mark) = rest.split_once(':')?;
    Some((CaseCode::parse(code)?, Mark::parse(mark)?))
}

fn option(rest: &str) -> Option<Action> {
    let mut parts = rest.splitn(3, ':');
    let form = Service::parse(parts.next()?)?;
    let step = parts.next()?.parse().ok()?;
    let number = parts.next()?.parse().ok()?;
    Some(Action::Option { form, step, number })
}

/// The action that needs nothing but a case.
fn case_action(name: &str) -> Option<fn(CaseCode) -> Action> {
    Some(match name {
        "case" => Action::CaseDetail,
        "thread" => Action::Thread,
        "withdraw" => Action::Withdraw,
        "withdraw_yes" => Action::ConfirmWithdraw,
        "claim" => Action::Claim,
        "give" => Action::Give,
        "details" => Action::Details,
        "answer" => Action::Answer,
        "close" => Action::Close,
        "give_back" => Action::GiveBack,
        "refer" => Action::Refer,
        "received" => Action::Received,
        "file" => Action::File,
        "papers" => Action::Papers,
        _ => return None,
    })
}

#[cfg(test)]
pub(in crate::engine) mod tests;

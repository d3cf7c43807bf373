//! Questions of law: the rules' answer with what it rests on, and what can be done next.

use std::collections::BTreeSet;

use crate::domain::ids::RecordId;
use crate::domain::record::{Record, RecordKind};
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::effect::Effect;
use crate::engine::session::{Choice, Matter};
use crate::engine::texts::LawTexts;
use crate::engine::turn::Turn;
use crate::intent::area::Area;
use crate::intent::{Answer, Citation, Reading};

use super::{act, deadline, menu, question, room, telling};

/// Verified word by word in two collections.
const CHECKED_TWICE: &str = "V2";

/// More that a message asked about besides would bury the ways on.
const MOST_BESIDES: usize = 2;

/// Answers, or says that a lawyer should; the question is kept so that nobody has to say it again.
pub(super) fn answer(turn: &mut Turn<'_>, text: &str, reading: &Reading) {
    let matter = act::matter(text, reading);
    let answer = answer_of(turn, reading).filter(|answer| answer.reliable);
    let words = words(turn, reading, &matter, answer.as_ref());
    if !question::is_open(turn) {
        telling::keep(turn, matter, reading);
        let answered = answer.as_ref().and(reading.intent.clone());
        turn.session.talk.answered = answered.map(|intent| (turn.session.lang, intent));
    }
    let mut choices = asked_besides(turn, reading);
    choices.extend(ways_on(turn, reading, answer.as_ref()));
    menu::aside(turn, words, choices);
}

/// What else the message asked about: one press away, without saying it again.
fn asked_besides(turn: &Turn<'_>, reading: &Reading) -> Vec<Choice> {
    let catalogue = &turn.world.rules.catalogue;
    let fit = reading.also.iter().filter(|intent| intent.len() <= Action::INTENT_BYTES);
    let labels = fit.filter_map(|intent| Some((intent, catalogue.label(intent, turn.session.lang)?)));
    let choices = labels
        .map(|(intent, label)| Choice::new(turn.texts().ask_also(label), &Action::Intent(intent.clone())));
    choices.take(MOST_BESIDES).collect()
}

/// Says what the rules answer, if anything, before something else is asked.
pub(super) fn mention(turn: &mut Turn<'_>, reading: &Reading, matter: &Matter) {
    let answer = answer_of(turn, reading).filter(|answer| answer.reliable);
    if let Some(answer) = answer {
        let words = words(turn, reading, matter, Some(&answer));
        turn.reply(words);
    }
}

/// The answer or that a lawyer should give it, what runs out, and what that rests on.
fn words(turn: &mut Turn<'_>, reading: &Reading, matter: &Matter, answer: Option<&Answer>) -> String {
    let mut cites = answer.map_or_else(Vec::new, |answer| answer.cites.clone());
    let text = match answer {
        Some(answer) => {
            if !answer.cites.is_empty() {
                count(turn, RecordKind::SelfAnswer, matter);
            }
            answer.text.trim_end().to_owned()
        }
        None => needs_lawyer(turn, reading),
    };
    let deadlines = deadline::of(turn, matter);
    let lines: Vec<String> = deadlines.iter().map(|deadline| deadline::line(turn, deadline)).collect();
    for cite in deadlines.iter().map(|deadline| deadline.citation()) {
        let same = |known: &Citation| {
            known.law == cite.law && known.articles.split('、').any(|it| it == cite.articles)
        };
        if !cites.iter().any(same) {
            cites.push(cite.clone());
        }
    }
    let mut parts = [text, lines.join("\n"), basis(turn, &cites)];
    if deadline::hurry(turn, &deadlines) {
        // What cannot wait is read first.
        parts.swap(0, 1);
    }
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join("\n\n").trim_end().to_owned()
}

/// What the rules answer to a message.
pub(super) fn answer_of(turn: &Turn<'_>, reading: &Reading) -> Option<Answer> {
    let intent = reading.intent.as_deref()?;
    turn.world.rules.catalogue.answer(intent, turn.session.lang, turn.now.local_date())
}

/// Whether the rules answer what was asked, be it of law or of how a service works.
pub(super) fn answers(turn: &Turn<'_>, reading: &Reading) -> bool {
    match reading.service {
        Service::Consultation => answer_of(turn, reading).is_some_and(|answer| answer.reliable),
        Service::LegalAid | Service::Mediation | Service::Collective => has_answer(turn, reading),
        _ => false,
    }
}

/// Whether a message asks something about a service that the rules answer, rather than for the service itself:
/// the rule that is named as the service is (`services.legal_aid`) asks for it.
pub(super) fn has_answer(turn: &Turn<'_>, reading: &Reading) -> bool {
    let name = reading.intent.as_deref().and_then(|intent| intent.split_once('.'));
    let asks_for_it = name.is_none_or(|(_, name)| name == reading.service.code());
    reading.asks && !asks_for_it && answer_of(turn, reading).is_some_and(|answer| answer.reliable)
}

/// Counts a fact about a message.
pub(super) fn count(turn: &mut Turn<'_>, kind: RecordKind, matter: &Matter) {
    let record = Record {
        id: RecordId::new(turn.mint.text()),
        at: turn.now,
        kind,
        conversation: turn.here(),
        case: turn.about.clone(),
        room: room::known(turn),
        service: matter.service,
        topic: matter.topic.clone(),
        intent: matter.intent.clone(),
        rules: turn.world.rules.catalogue.version().to_owned(),
    };
    turn.push(Effect::Count(record));
}

fn needs_lawyer(turn: &Turn<'_>, reading: &Reading) -> String {
    match &reading.topic {
        Some(topic) => {
            let label = turn.world.rules.catalogue.topic_label(topic, turn.session.lang);
            turn.texts().needs_lawyer(label)
        }
        None => turn.texts().needs_lawyer_plain(),
    }
}

/// The laws and articles, since when they hold, when they were verified, how, and who signed that.
fn basis(turn: &Turn<'_>, cites: &[Citation]) -> String {
    let Some(oldest) = cites.iter().map(|cite| cite.verified.as_str()).min() else { return String::new() };
    let texts = texts(turn);
    let laws: Vec<String> = by_law(cites).iter().map(|(cite, articles)| law(turn, cite, articles)).collect();
    let mut single: Vec<String> =
        cites.iter().filter(|cite| cite.mark != CHECKED_TWICE).map(|cite| titled(turn, &cite.law)).collect();
    single.sort();
    single.dedup();
    let checked = if single.is_empty() {
        texts.checked_twice(oldest)
    } else {
        texts.checked_once(oldest, single.join(""))
    };
    texts.basis(laws.join(" "), format!("{checked}{}", signed(turn, cites)))
}

/// A law with its articles, and since when they are the law.
fn law(turn: &Turn<'_>, cite: &Citation, articles: &str) -> String {
    let (texts, title) = (texts(turn), titled(turn, &cite.law));
    let law = if articles.is_empty() { title } else { texts.basis_law(title, articles) };
    match cite.effective {
        Some(day) => texts.basis_since(law, day),
        None => law,
    }
}

/// Who signed it, once everything that is cited is signed.
fn signed(turn: &Turn<'_>, cites: &[Citation]) -> String {
    let names: BTreeSet<&str> = cites.iter().map(|cite| cite.signed_by.as_str()).collect();
    if names.contains("") {
        return String::new();
    }
    texts(turn).signed(names.into_iter().collect::<Vec<_>>().join("、"))
}

/// A law's name; the year that tells two editions apart stands behind it.
pub(super) fn titled(turn: &Turn<'_>, law: &str) -> String {
    let texts = texts(turn);
    let name = law.trim_end_matches(|sign: char| sign.is_ascii_digit());
    match law.strip_prefix(name) {
        Some(year) if year.len() == 4 => texts.basis_edition(name, year),
        _ => texts.basis_whole(law),
    }
}

/// What stands below an answer.
pub(super) fn texts<'world>(turn: &Turn<'world>) -> &'world LawTexts {
    turn.world.rules.texts.law(turn.session.lang)
}

/// Each law once, in the order of the citations, with all its articles.
fn by_law(cites: &[Citation]) -> Vec<(&Citation, String)> {
    let mut laws: Vec<(&Citation, String)> = Vec::new();
    for cite in cites {
        match laws.iter_mut().find(|(known, _)| known.law == cite.law) {
            Some((_, articles)) if articles.is_empty() => articles.clone_from(&cite.articles),
            Some((_, articles)) if !cite.articles.is_empty() => {
                articles.push('、');
                articles.push_str(&cite.articles);
            }
            Some(_) => {}
            None => laws.push((cite, cite.articles.clone())),
        }
    }
    laws
}

/// What is surely none, or of no field at all, is not offered to be mediated.
fn is_between_people(turn: &Turn<'_>, reading: &Reading) -> bool {
    let general = reading.area.as_deref().and_then(Area::known).is_some_and(Area::is_general);
    let of_no_field = reading.topic.is_none() && general;
    !of_no_field && !turn.world.rules.catalogue.is_public(reading)
}

/// The lawyer, mediation unless the rules offer other things only or it is no quarrel between people, legal aid, and something else. A service that was
/// asked about comes first.
fn ways_on(turn: &Turn<'_>, reading: &Reading, answer: Option<&Answer>) -> Vec<Choice> {
    let (texts, asked) = (turn.texts(), reading.service);
    let next = answer.map_or(&[][..], |answer| &answer.next);
    let fits = |service| match asked {
        Service::LegalAid | Service::Mediation => service == asked || next.contains(&service),
        _ if next.contains(&service) => true,
        _ => service == Service::LegalAid || (next.is_empty() && is_between_people(turn, reading)),
    };
    let mut choices = vec![Choice::new(texts.ask_lawyer(), &Action::Ask)];
    if fits(Service::Mediation) {
        choices.push(Choice::new(texts.menu_mediation(), &Action::Service(Service::Mediation)));
    }
    if fits(Service::LegalAid) {
        choices.push(Choice::new(texts.menu_aid(), &Action::Service(Service::LegalAid)));
    }
    if matches!(asked, Service::LegalAid | Service::Mediation) {
        choices.rotate_left(1);
    }
    choices.push(Choice::new(texts.ask_other(), &Action::NewQuestion));
    choices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::CaseState;
    use crate::engine::testing::story::{says, street, taps};

    #[test]
    fn an_answer_names_what_it_rests_on_and_what_can_be_done_next() {
        let mut anna = street();
        says(&mut anna, "你好");
        let read = says(&mut anna, "协议离婚怎么办");
        assert_eq!(
            read,
            "双方一起去登记，带身份证。\n\n依据：《民法典》第1076、1078条（2021-01-01起）。\
             核实：2025-11-22，已核对两个法条库。签认：周律师。\n\
             [1 请工作室律师看看][2 申请调解]\n[3 申请法律援助][4 问别的]"
        );
        let [record] = anna.records.as_slice() else { panic!("{:?}", anna.records) };
        assert_eq!((record.kind, record.service), (RecordKind::SelfAnswer, Service::Consultation));
        assert_eq!(record.intent.as_deref(), Some("marriage.by_agreement"));
    }

    #[test]
    fn a_single_source_is_said_to_be_one_and_nobody_is_named_while_a_law_is_unsigned() {
        let mut anna = street();
        let read = says(&mut anna, "老板拖欠工资怎么办");
        assert!(read.contains("《民法典》第577条（2021-01-01起） 《工资条例》第3条。核实"), "{read}");
        assert!(read.contains("《工资条例》只有单一来源，请以律师答复为准"), "{read}");
        assert!(!read.contains("签认"), "{read}");
    }

    #[test]
    fn what_the_rules_must_not_answer_goes_to_a_lawyer_with_the_words_said() {
        for question in ["加班费怎么算", "她不同意离婚怎么办"] {
            let mut anna = street();
            let read = says(&mut anna, question);
            assert!(read.contains("该请律师来答") && !read.contains("依据"), "{read}");
            assert_eq!(anna.records, Vec::new());
            taps(&mut anna, "请工作室律师看看");
            taps(&mut anna, "民主村");
            let case = anna.case();
            assert_eq!((case.summary.as_str(), case.state), (question, CaseState::Offered));
        }
    }

    #[test]
    fn the_lawyers_button_without_a_question_asks_for_one_and_pressed_twice_opens_one_case() {
        let mut anna = street();
        says(&mut anna, "协议离婚怎么办");
        taps(&mut anna, "请工作室律师看看");
        taps(&mut anna, "民主村");
        let read = taps(&mut anna, "请工作室律师看看");
        assert!(read.contains("现在：等工作人员接手"), "{read}");
        assert_eq!(anna.cases.len(), 1);
        taps(&mut anna, "问别的");
        assert!(taps(&mut anna, "请工作室律师看看").contains("先用一两句话说说"));
    }

    #[test]
    fn a_question_about_a_service_is_answered_and_the_service_offered_first() {
        let mut anna = street();
        says(&mut anna, "你好");
        let read = says(&mut anna, "法律援助要多久？");
        assert!(read.starts_with("7 日内决定。") && read.contains("[1 申请法律援助]"), "{read}");
        assert!(taps(&mut anna, "申请法律援助").contains("（1/5）"), "the question is no matter to be aided");
    }
}

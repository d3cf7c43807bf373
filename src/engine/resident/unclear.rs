//! Words the rules do not know: asked back once with the likeliest meanings, then a person is offered.

use crate::domain::ids::UnmatchedId;
use crate::domain::record::RecordKind;
use crate::domain::service::Service;
use crate::domain::unmatched::Unmatched;
use crate::engine::action::Action;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow, Matter};
use crate::engine::turn::Turn;
use crate::intent::{Reading, redact};

use super::{act, danger, law, menu, press, question, telling};

/// How many meanings are offered.
const LIKELIEST: usize = 3;
/// How much of what nobody understood is kept for who writes rules.
const NOTED_SIGNS: usize = 500;

/// Nobody knows what this means.
pub(super) fn missed(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<(), Need> {
    let matter = Matter { service: Service::Unclear, ..act::matter(text, reading) };
    noted(turn, text, reading, &matter);
    turn.session.misses = turn.session.misses.saturating_add(1);
    telling::keep(turn, matter, reading);
    if turn.session.misses > 1 {
        offer_person(turn);
    } else {
        ask_back(turn, reading);
    }
    Ok(())
}

/// Counts what nobody understood, and keeps it for who writes rules.
pub(super) fn noted(turn: &mut Turn<'_>, text: &str, reading: &Reading, matter: &Matter) {
    law::count(turn, RecordKind::Unclear, matter);
    note(turn, text, reading);
}

/// Whether danger is among the likeliest meanings.
pub(super) fn may_be_danger(turn: &Turn<'_>, reading: &Reading) -> bool {
    reading.likely.iter().any(|intent| is_danger(turn, intent))
}

/// One of the meanings offered was chosen: it is as if the words had said so.
pub(super) fn meant(turn: &mut Turn<'_>, intent: &str) -> Result<(), Need> {
    let catalogue = &turn.world.rules.catalogue;
    let Some(reading) = catalogue.chosen(intent) else { return press::stale(turn) };
    let label = catalogue.label(intent, turn.session.lang).unwrap_or_default().to_owned();
    learn(turn, intent);
    let said = turn.session.matter.as_ref().map(|matter| matter.text.clone());
    if danger::is_meant(&reading) {
        let feared = turn.session.feared.take().or(said);
        return danger::met(turn, &feared.unwrap_or(label), None, &reading);
    }
    if question::is_open(turn) {
        act::aside(turn, &label, &reading)?;
        return question::again(turn);
    }
    turn.session.flow = Flow::Idle;
    act::on(turn, &said.unwrap_or(label), &reading)
}

/// A person should answer.
pub(super) fn offer_person(turn: &mut Turn<'_>) {
    turn.session.flow = Flow::Idle;
    let texts = turn.texts();
    let choices = vec![
        Choice::new(texts.menu_human(), &Action::Human),
        Choice::new(texts.ask_other(), &Action::NewQuestion),
    ];
    turn.offer(texts.offer_person(menu::number(turn, "legal")), choices, 2);
}

fn ask_back(turn: &mut Turn<'_>, reading: &Reading) {
    let catalogue = &turn.world.rules.catalogue;
    let mut choices: Vec<Choice> = reading
        .likely
        .iter()
        .filter(|intent| intent.len() <= Action::INTENT_BYTES)
        .filter_map(|intent| {
            let label = catalogue.label(intent, turn.session.lang)?;
            Some(Choice::new(label, &Action::Intent(intent.clone())))
        })
        .take(LIKELIEST)
        .collect();
    if choices.is_empty() {
        menu::offered(turn, turn.texts().say_differently());
        return;
    }
    turn.session.flow = Flow::AskedBack;
    let texts = turn.texts();
    let mut text = texts.which();
    if may_be_danger(turn, reading) {
        text = format!("{text}\n{}", texts.danger_hint(menu::number(turn, "police")));
    }
    choices.push(Choice::new(texts.none_of_these(), &Action::NoneOfThese));
    turn.offer(text, choices, 1);
}

fn is_danger(turn: &Turn<'_>, intent: &str) -> bool {
    turn.world.rules.catalogue.chosen(intent).is_some_and(|reading| reading.service == Service::Emergency)
}

/// Keeps the words for who writes rules.
fn note(turn: &mut Turn<'_>, text: &str, reading: &Reading) {
    let id = UnmatchedId::new(turn.mint.text());
    turn.push(Effect::Unmatched(Unmatched {
        id: id.clone(),
        at: turn.now,
        words: redact(text.trim()).chars().take(NOTED_SIGNS).collect(),
        likely: reading.likely.iter().take(LIKELIEST).cloned().collect(),
        chosen: None,
        rules: turn.world.rules.catalogue.version().to_owned(),
    }));
    turn.session.asked_back = Some(id);
}

/// What was chosen is what the words mean, as long as it answers the question about them.
fn learn(turn: &mut Turn<'_>, intent: &str) {
    let data = Action::Intent(intent.to_owned()).encode();
    if !turn.session.choices.iter().any(|choice| choice.data == data) {
        return;
    }
    if let Some(words) = turn.session.asked_back.take() {
        turn.push(Effect::Meant { words, intent: intent.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::Body;
    use crate::engine::testing::story::{does, says, street, taps};

    #[test]
    fn the_second_miss_in_a_row_offers_a_person_who_reads_both() {
        let mut anna = street();
        says(&mut anna, "你好");
        assert!(says(&mut anna, "阿巴阿巴").contains("没太听明白"));
        let read = says(&mut anna, "咕噜咕噜");
        assert!(read.contains("12348") && read.contains("[1 转人工][2 问别的]"), "{read}");
        assert_eq!(anna.records.iter().filter(|record| record.kind == RecordKind::Unclear).count(), 2);
        says(&mut anna, "1");
        says(&mut anna, "民主村");
        assert_eq!(
            (anna.case().service, anna.case().summary.as_str()),
            (Service::Human, "阿巴阿巴\n咕噜咕噜")
        );
    }

    #[test]
    fn what_was_not_understood_is_kept_without_who_said_it() {
        let mut anna = street();
        says(&mut anna, "你好");
        says(&mut anna, "我叫王小明，阿巴阿巴13800138000");
        says(&mut anna, &"咕噜".repeat(1000));
        let version = anna.records.last().unwrap().rules.clone();
        assert_eq!(version.len(), 12);
        let kept = |words: &Unmatched| (words.words.clone(), words.chosen.clone(), words.rules.clone());
        assert_eq!(kept(&anna.unmatched[0]), ("我叫某某，阿巴阿巴〔电话〕".into(), None, version));
        assert_eq!(anna.unmatched[1].words.chars().count(), NOTED_SIGNS);
        says(&mut anna, "协议离婚怎么办");
        assert_eq!(anna.unmatched.len(), 2, "what was understood is not kept");
    }

    #[test]
    fn a_meaning_chosen_labels_the_words_it_was_asked_about() {
        let mut anna = street();
        says(&mut anna, "你好");
        says(&mut anna, "好像着火");
        let intent = anna.unmatched[0].likely[0].clone();
        let data = Action::Intent(intent.clone()).encode();
        says(&mut anna, "阿巴阿巴");
        does(&mut anna, Body::Press(data));
        assert!(
            anna.unmatched.iter().all(|words| words.chosen.is_none()),
            "an old button is about older words"
        );
        let mut anna = street();
        says(&mut anna, "协议离婚怎么办");
        says(&mut anna, "好像着火");
        taps(&mut anna, "着火");
        assert_eq!(anna.unmatched[0].chosen, Some(intent));
        taps(&mut anna, "着火");
        assert_eq!(anna.unmatched.len(), 1);
    }

    #[test]
    fn none_of_these_labels_nothing() {
        let mut anna = street();
        says(&mut anna, "好像着火");
        taps(&mut anna, "都不是");
        assert_eq!(anna.unmatched[0].chosen, None);
    }

    #[test]
    fn an_answer_in_between_starts_the_count_anew() {
        let mut anna = street();
        says(&mut anna, "阿巴阿巴");
        says(&mut anna, "协议离婚怎么办");
        taps(&mut anna, "问别的");
        assert!(says(&mut anna, "咕噜咕噜").contains("没太听明白"));
    }

    #[test]
    fn the_likeliest_are_asked_back_with_a_word_on_danger() {
        let mut anna = street();
        let read = says(&mut anna, "好像着火");
        assert!(read.contains("您说的是哪一件") && read.contains("请马上拨打 110"), "{read}");
        assert!(read.contains("[1 着火]\n[2 都不是]"), "{read}");
        let read = taps(&mut anna, "都不是");
        assert!(read.contains("[1 转人工]"), "{read}");
        says(&mut anna, "好像着火");
        assert!(taps(&mut anna, "着火").starts_with("**请马上拨打：**"));
        assert_eq!(anna.case().summary, "好像着火");
    }
}

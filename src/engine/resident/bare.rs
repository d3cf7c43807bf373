//! A bare yes, no or time: what it answers. It means nothing by itself, so nobody is taken anywhere by it.

use crate::domain::lang::Lang;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, same_words};
use crate::engine::turn::Turn;
use crate::intent::Reading;

use super::{question, thread};

/// How firmly somebody agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Yes {
    /// "Yes, please."
    Firm,
    /// "OK": perhaps no more than that it was read.
    Mild,
}

/// Whether words are a no and nothing else.
pub(super) fn is_no(turn: &Turn<'_>, text: &str) -> bool {
    [Lang::Zh, Lang::En].iter().any(|lang| is_no_in(turn, *lang, text))
}

/// Whether words read as a wish for a person are but a time ("Friday afternoon"), which opens nothing.
pub(super) fn is_time(turn: &Turn<'_>, text: &str, reading: &Reading) -> bool {
    let known = turn.world.rules.texts.resident(Lang::En).time_words();
    let text = text.to_lowercase();
    let words = || text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let names_time = |word: &str| known.split(',').any(|time| time == word);
    let counts = |word: &str| word.starts_with(|sign: char| sign.is_ascii_digit());
    reading.service == Service::Human
        && words().any(names_time)
        && words().all(|word| names_time(word) || counts(word))
}

/// The language of words that are a yes or a no and nothing else.
pub(super) fn language(turn: &Turn<'_>, text: &str) -> Option<Lang> {
    let said = |lang: &Lang| is_no_in(turn, *lang, text) || yes_in(turn, *lang, text) == Some(Yes::Firm);
    [Lang::En, Lang::Zh].into_iter().find(said)
}

/// The choice that a bare yes takes: the only one that goes on with what was asked. With staff waiting for an answer it is theirs.
pub(super) fn agreed(turn: &Turn<'_>, text: &str) -> Result<Option<Choice>, Need> {
    let Some(yes) = [Lang::En, Lang::Zh].iter().find_map(|lang| yes_in(turn, *lang, text)) else {
        return Ok(None);
    };
    if !question::is_open(turn) && thread::spoken_since(turn, turn.session.offered_at)? {
        return Ok(None);
    }
    let offered = turn.session.choices.iter().take(turn.session.answers);
    let offered = offered.filter_map(|choice| Some((choice, Action::parse(&choice.data)?)));
    let going_on: Vec<_> = offered.filter(|(_, action)| goes_on(turn, action)).collect();
    let taken = match going_on.as_slice() {
        [(choice, action)]
            if yes == Yes::Firm || !matches!(action, Action::Ask | Action::ConfirmWithdraw(_)) =>
        {
            Some(*choice)
        }
        [(choice, Action::Ask), ..] if yes == Yes::Firm => Some(*choice),
        _ => None,
    };
    Ok(taken.cloned())
}

/// Whether a choice goes on with what was asked, rather than leading elsewhere.
fn goes_on(turn: &Turn<'_>, action: &Action) -> bool {
    match action {
        Action::Thread(_) => !turn.session.kept.is_empty(),
        Action::Ask | Action::Human | Action::Intent(_) | Action::Room(_) | Action::Service(_) => true,
        Action::ConfirmWithdraw(_) => true,
        _ => false,
    }
}

fn yes_in(turn: &Turn<'_>, lang: Lang, text: &str) -> Option<Yes> {
    let texts = turn.world.rules.texts.resident(lang);
    if is_among(&texts.yes_words(), text) {
        return Some(Yes::Firm);
    }
    is_among(&texts.ok_words(), text).then_some(Yes::Mild)
}

fn is_no_in(turn: &Turn<'_>, lang: Lang, text: &str) -> bool {
    is_among(&turn.world.rules.texts.resident(lang).no_words(), text)
}

fn is_among(words: &str, text: &str) -> bool {
    words.split(',').any(|known| same_words(known, text))
}

#[cfg(test)]
mod tests {
    use crate::domain::service::Service;
    use crate::engine::testing::ANNA;
    use crate::engine::testing::story::{says, street, taps, with_case};

    #[test]
    fn yes_takes_the_only_thing_that_is_offered() {
        for words in ["yes", "Yes, please!", "ok", "要得"] {
            let mut anna = street();
            says(&mut anna, "你好");
            says(&mut anna, "阿巴阿巴");
            says(&mut anna, "咕噜咕噜");
            assert!(says(&mut anna, words).contains("哪个社区"), "{words}");
        }
        let mut anna = street();
        says(&mut anna, "协议离婚怎么办");
        assert!(!says(&mut anna, "好的").contains("哪个社区"), "no more than thanks for an answer");
        says(&mut anna, "协议离婚怎么办");
        assert!(says(&mut anna, "要的").contains("哪个社区"));
        assert!(!says(&mut anna, "yes").contains("已登记"), "of fourteen communities none is meant");
    }

    #[test]
    fn yes_says_that_words_belong_to_the_only_matter() {
        let mut anna = with_case();
        let asked = says(&mut anna, "老板拖欠工资怎么办");
        assert!(asked.contains("[1 补充到"), "{asked}");
        assert!(says(&mut anna, "yes please").starts_with("✓ 已转给"));
        assert_eq!(anna.log.last().unwrap().text, "老板拖欠工资怎么办");
    }

    #[test]
    fn a_yes_to_staff_is_theirs() {
        let mut anna = with_case();
        anna.pass_minutes(1);
        let code = anna.case().code;
        anna.press("周律师", &crate::engine::action::Action::Claim(code.clone()));
        anna.press("周律师", &crate::engine::action::Action::Answer(code));
        anna.write("周律师", "您签合同了吗？");
        anna.heard(ANNA);
        says(&mut anna, "yes");
        assert!(anna.log.iter().any(|entry| entry.text == "yes"));
    }

    #[test]
    fn no_is_the_answer_to_a_yes_or_no_question_and_no_wish_for_a_person() {
        for no in ["no", "No.", "没有"] {
            let mut anna = street();
            says(&mut anna, "申请法律援助");
            taps(&mut anna, "讨工资、劳动关系");
            says(&mut anna, "7");
            assert!(says(&mut anna, no).contains("（4/5）"), "{no}");
            assert!(says(&mut anna, no).contains("（5/5）"), "{no}");
            assert!(says(&mut anna, no).contains("哪个社区"), "{no}");
            says(&mut anna, "民主村");
            let case = anna.case();
            assert_eq!((case.service, case.details.len()), (Service::LegalAid, 5));
            assert_eq!(case.details[2].1, "还没有");
        }
        let mut anna = street();
        says(&mut anna, "你好");
        assert!(says(&mut anna, "no").contains("[1 问法律问题]") && anna.cases.is_empty());
    }
}

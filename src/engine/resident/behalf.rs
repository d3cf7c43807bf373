//! A relative acts: for whom, as people say it, noted with the case. No name is asked for, only how they are related.

use crate::domain::lang::Lang;
use crate::engine::action::Action;
use crate::engine::deed::Deed;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;

use super::{menu, question};

/// 「我帮我妈问的」: from now on what is brought up here is for her. `true` if that was all that was said, and answered.
pub(super) fn heard(turn: &mut Turn<'_>, text: &str) -> bool {
    let Some((whom, said)) = named(turn, text) else { return false };
    turn.session.behalf = Some(whom.clone());
    let only = text.chars().filter(|sign| sign.is_alphanumeric()).count() <= said + SIGNS_AROUND;
    if only {
        let text = turn.after().behalf_noted(&whom);
        tell(turn, text);
    }
    only
}

/// The button in a form, or below what was noted: asks for whom.
pub(super) fn ask(turn: &mut Turn<'_>) {
    let own = Choice::new(turn.after().behalf_own(), &Action::Deed(Deed::BehalfOf(OWN)));
    let choice = |(number, whom): (usize, String)| Choice::new(whom, &Action::Deed(Deed::BehalfOf(number)));
    let choices = (0..).zip(relations(turn)).map(choice).chain([own]).collect();
    turn.offer(turn.after().behalf_ask(), choices, 3);
}

/// The nth of the relations was chosen; any other number says that it is one's own matter.
pub(super) fn chosen(turn: &mut Turn<'_>, number: usize) {
    let of_staff = turn.world.rules.texts.after(Lang::Zh).behalf_relations();
    turn.session.behalf = words(&of_staff).into_iter().nth(number);
    let text = match &turn.session.behalf {
        Some(whom) => turn.after().behalf_noted(whom),
        None => turn.after().behalf_none(),
    };
    tell(turn, text);
}

/// Stands for "it is my own".
const OWN: usize = 99;

/// Besides the phrase there may be so many letters (我、您好、一下) without anything being asked.
const SIGNS_AROUND: usize = 5;

fn tell(turn: &mut Turn<'_>, text: String) {
    if question::is_open(turn) {
        turn.reply(text);
        return;
    }
    let change = Choice::new(turn.after().behalf_change(), &Action::Deed(Deed::Behalf));
    let human = Choice::new(turn.texts().menu_human(), &Action::Human);
    menu::aside(turn, text, vec![human, change]);
}

/// The relation that a text names as the one it speaks for, and how many signs that took: `帮我妈问`.
fn named(turn: &Turn<'_>, text: &str) -> Option<(String, usize)> {
    let texts = turn.after();
    let lists = [texts.behalf_signs(), texts.behalf_verbs()].map(|list| words(&list));
    let [signs, verbs] = &lists;
    let text = text.to_lowercase();
    let kin = texts.behalf_kin();
    let pairs = kin.split('|').filter_map(|pair| pair.split_once('='));
    for (word, whom) in pairs.map(|(word, whom)| (word.trim(), whom.trim())) {
        for sign in signs {
            let phrase = format!("{sign}{word}");
            let after = text.split_once(&phrase).map(|(_, after)| after.trim_start());
            let Some(after) = after else { continue };
            let verb = verbs.iter().find(|verb| after.starts_with(verb.as_str()));
            if verb.is_none() && !verbs.is_empty() {
                continue;
            }
            let signs = phrase.chars().count() + verb.map_or(0, |verb| verb.chars().count());
            return Some((whom.to_owned(), signs));
        }
    }
    None
}

/// In the resident's language; what is noted is the same one in staff's.
fn relations(turn: &Turn<'_>) -> Vec<String> {
    words(&turn.after().behalf_relations())
}

fn words(list: &str) -> Vec<String> {
    list.split('|').map(|word| word.trim_start().to_owned()).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use crate::engine::resident::story::{says, street, taps};
    use crate::engine::testing::ANNA;

    #[test]
    fn who_asks_for_a_parent_says_so_and_the_case_shows_it() {
        let mut anna = street();
        let read = says(&mut anna, "我帮我妈问的");
        assert!(read.contains("替母亲") && read.contains("不记") && read.contains("[2 不是这样]"), "{read}");
        says(&mut anna, "协议离婚怎么办");
        taps(&mut anna, "请工作室律师看看");
        says(&mut anna, "民主村");
        assert_eq!(anna.case().behalf.as_deref(), Some("母亲"));
        assert!(anna.heard("周律师").contains("替母亲办的"));
        assert_eq!(anna.session(ANNA).behalf, None, "the next matter is another's");
    }

    #[test]
    fn said_with_the_question_it_is_noted_and_the_question_is_answered() {
        let mut anna = street();
        let read = says(&mut anna, "帮我老汉问一下老板拖欠工资怎么办");
        assert!(read.contains("先留好工资条"), "{read}");
        taps(&mut anna, "请工作室律师看看");
        says(&mut anna, "民主村");
        assert_eq!(anna.case().behalf.as_deref(), Some("父亲"));
    }

    #[test]
    fn what_only_sounds_like_it_notes_nothing() {
        for words in ["物业不帮我妈修门", "我妈替我还了钱", "我帮他搬家摔了"] {
            let mut anna = street();
            says(&mut anna, words);
            assert_eq!(anna.session(ANNA).behalf, None, "{words}");
        }
    }

    #[test]
    fn a_form_has_a_button_for_it_and_goes_on() {
        let mut anna = street();
        says(&mut anna, "申请法律援助");
        let read = taps(&mut anna, "替别人办");
        assert!(read.contains("您替谁办") && !read.contains("（1/5）"), "{read}");
        let read = says(&mut anna, "1");
        assert!(read.contains("替父亲或母亲") && read.contains("（1/5）"), "{read}");
        taps(&mut anna, "替别人办");
        let read = taps(&mut anna, "是我自己的事");
        assert!(read.contains("您自己的事"), "{read}");
        assert_eq!(anna.session(ANNA).behalf, None);
    }
}

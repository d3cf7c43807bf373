//! What staff wrote and nobody was sent: kept, named whenever something else comes in between, and sent with one tap.
//!
//! A button sends the words it stood under or says that they are gone, never later ones.

use std::time::Duration;

use crate::domain::code::CaseCode;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::relay::Words;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::engine::unsent::{Mark, Unsent};

use super::said;

/// How many are kept.
const MOST: usize = 5;

/// How long they are.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// So much of them is shown when they are named again.
const SHOWN: usize = 60;

/// Keeps words until it is certain for whom they are: in answer to a case that nobody has taken, or to none.
pub(super) fn keep(turn: &mut Turn<'_>, words: &str, case: Option<&CaseCode>) -> Mark {
    let (mark, now) = (Mark::of(words), turn.now);
    let kept = &mut turn.session.unsent;
    kept.retain(|one| one.mark() != mark && one.at.plus(KEPT) > now);
    let too_many = (kept.len() + 1).saturating_sub(MOST);
    kept.drain(..too_many);
    kept.push(Unsent { words: words.to_owned(), at: now, case: case.cloned(), told: false });
    mark
}

/// The words with this mark, to be sent now.
pub(super) fn take(turn: &mut Turn<'_>, mark: Mark) -> Option<String> {
    let kept = &mut turn.session.unsent;
    let at = kept.iter().position(|one| one.mark() == mark)?;
    Some(kept.remove(at).words)
}

/// These words have been sent another way.
pub(super) fn forget(turn: &mut Turn<'_>, words: &str) {
    take(turn, Mark::of(words));
}

/// The words that answer this case, which somebody takes now.
pub(super) fn kept_for(turn: &Turn<'_>, code: &CaseCode) -> Option<String> {
    let mut kept = turn.session.unsent.iter().rev();
    kept.find(|one| one.case.as_ref() == Some(code)).map(|one| one.words.clone())
}

/// The words that can be sent with what is shown are not wanted.
pub(super) fn forget_shown(turn: &mut Turn<'_>) {
    let shown = shown(turn);
    turn.session.unsent.retain(|one| !is_among(&shown, one));
}

/// Asks once more for whom words are.
pub(super) fn ask(turn: &mut Turn<'_>, member: &Staff, mark: Mark) -> Result<(), Need> {
    let found = turn.session.unsent.iter().find(|one| one.mark() == mark).map(|one| one.words.clone());
    match found {
        Some(words) => said::unplaced(turn, member, Words { text: &words, ..Words::default() }),
        None => {
            turn.reply(turn.staff_texts().nothing_kept());
            Ok(())
        }
    }
}

/// Something else was said: words that are still unsent are named above it, once, with a way to send them.
pub(super) fn remind(turn: &mut Turn<'_>) {
    let shown = shown(turn);
    let waits = turn.session.unsent.iter().rev().find(|one| !one.told && !is_among(&shown, one));
    let Some(waits) = waits.cloned() else { return };
    let words: String = waits.words.chars().take(SHOWN).collect();
    let texts = turn.staff_texts();
    let way = Choice::new(texts.button_unsent(), &Action::Unsent(waits.mark()));
    if turn.warn(&texts.still_unsent(words), way) {
        let kept = turn.session.unsent.iter_mut().filter(|one| one.mark() == waits.mark());
        kept.for_each(|one| one.told = true);
    }
}

fn shown(turn: &Turn<'_>) -> Vec<Action> {
    turn.session.choices.iter().filter_map(|choice| Action::parse(&choice.data)).collect()
}

/// Whether one of these buttons leads to sending the words.
fn is_among(shown: &[Action], one: &Unsent) -> bool {
    shown.iter().any(|action| match action {
        Action::SendTo(_, mark) | Action::SendToParty(_, mark) | Action::Unsent(mark) => *mark == one.mark(),
        Action::Claim(code) => one.case.as_ref() == Some(code),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::Body;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::testing::{ANNA, Street, draft};

    fn claimed() -> Street {
        let mut street = Street::staffed();
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        for who in ["李律师", ANNA] {
            street.heard(who);
        }
        street
    }

    /// The first button below what was said last.
    fn first_button(street: &Street) -> Body {
        Body::Press(street.last("李律师", Purpose::Reply).outbound.buttons[0][0].data.clone())
    }

    #[test]
    fn an_old_button_sends_the_words_it_stood_under_or_says_that_they_are_gone() {
        let mut street = claimed();
        street.write("李律师", "第一句：请带押金收据来");
        let first = first_button(&street);
        street.write("李律师", "第二句：请带身份证来");
        let second = first_button(&street);
        assert!(street.heard("李律师").contains("上一句还没发出：「第一句：请带押金收据来」"));
        street.comes("李律师", first.clone(), None);
        assert_eq!(street.heard(ANNA), "李律师答复：\n第一句：请带押金收据来");
        street.comes("李律师", first, None);
        assert!(street.heard("李律师").contains("没有留着的话了"));
        assert_eq!(street.heard(ANNA), "");
        street.comes("李律师", second, None);
        assert_eq!(street.heard(ANNA), "李律师答复：\n第二句：请带身份证来");
    }

    #[test]
    fn whatever_comes_in_between_an_unsent_sentence_is_named_and_can_be_sent() {
        for between in ["我的事项", "菜单", "统计", "备注 他好像着急", "待接单"] {
            let mut street = claimed();
            street.write("李律师", "没有收据用转账记录也行");
            street.heard("李律师");
            street.write("李律师", between);
            let read = street.heard("李律师");
            assert!(read.contains("上一句还没发出：「没有收据用转账记录也行」"), "{between}: {read}");
            street.write("李律师", "发出上一句");
            assert!(street.heard("李律师").contains("这句话发给谁"), "{between}");
            street.write("李律师", "1");
            assert_eq!(street.heard(ANNA), "李律师答复：\n没有收据用转账记录也行", "{between}");
            street.write("李律师", "菜单");
            assert!(!street.heard("李律师").contains("还没发出"), "{between}: it is sent");
        }
    }

    #[test]
    fn what_was_cancelled_is_not_brought_up_again() {
        let mut street = claimed();
        street.write("李律师", "算了");
        let send = first_button(&street);
        street.write("李律师", "取消");
        assert!(street.heard("李律师").contains("没有发出"));
        street.write("李律师", "菜单");
        assert!(!street.heard("李律师").contains("还没发出"));
        street.comes("李律师", send, None);
        assert!(street.heard("李律师").contains("没有留着的话了"));
        assert_eq!(street.heard(ANNA), "");
    }
}

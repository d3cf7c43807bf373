//! A time is wanted before there is a case whose appointment it could be: what was told is registered with the wish, or it is
//! asked for and the wish kept.

use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::session::Choice;
use crate::engine::turn::Turn;
use crate::intent::Reading;

use super::{act, menu, question, telling, thread};

/// Keeps the wish and says what comes first. `false` where there is a case, or where an appointment is meant that nobody has.
pub(super) fn time(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<bool, Need> {
    let told = telling::is_told(turn);
    if question::is_open(turn) || (!told && telling::is_named(reading)) {
        return Ok(false);
    }
    if turn.session.side.is_some() || !thread::open_cases(turn)?.is_empty() {
        return Ok(false);
    }
    let matter = act::matter(text, reading);
    telling::keep(turn, matter, reading);
    let texts = turn.texts();
    if told {
        let choices = vec![
            Choice::new(texts.time_register(), &Action::Ask),
            Choice::new(texts.ask_other(), &Action::NewQuestion),
        ];
        turn.offer(texts.time_first(), choices, 2);
    } else {
        let text = texts.time_what();
        menu::ways_out(turn, text);
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::story::{says, street, taps};

    #[test]
    fn a_time_for_what_was_told_is_had_by_registering_it() {
        for wish in ["改时间", "我想改时间"] {
            let mut anna = street();
            says(&mut anna, "协议离婚怎么办");
            let read = says(&mut anna, wish);
            assert!(read.contains("先把这件事登记") && read.contains("[1 登记，约时间]"), "{wish}: {read}");
            says(&mut anna, "1");
            says(&mut anna, "民主村");
            assert_eq!(anna.case().summary, format!("协议离婚怎么办\n{wish}"));
        }
    }

    #[test]
    fn with_nothing_told_and_a_case_open_it_stays_as_it_was() {
        let mut anna = street();
        assert!(says(&mut anna, "我想改时间").contains("没有您在办的事项"));
        let mut anna = crate::engine::testing::story::with_case();
        assert!(!says(&mut anna, "我想改时间").contains("先把这件事登记"));
        taps(&mut anna, "问别的");
    }
}

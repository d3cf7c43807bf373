//! Which language a resident is answered in.

use crate::domain::lang::Lang;
use crate::engine::turn::Turn;
use crate::intent::Reading;

use super::{menu, question};

/// Fewer letters than these (`ok`, `wifi`) say nothing about the language somebody wants.
const LETTERS: usize = 5;

/// Goes with the language of what was written, unless it is too short to tell.
pub(super) fn follow(turn: &mut Turn<'_>, text: &str, reading: &Reading) {
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    let named = reading.place.is_some();
    if reading.english && latin >= LETTERS {
        turn.session.lang = Lang::En;
    } else if !reading.english && text.chars().filter(|&sign| is_han(sign)).count() >= LETTERS && !named {
        turn.session.lang = Lang::Zh;
    }
}

/// A language was chosen.
pub(super) fn chosen(turn: &mut Turn<'_>, lang: Lang) {
    turn.session.lang = lang;
    if !question::is_open(turn) {
        menu::offered(turn, turn.texts().language_changed());
    }
}

fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

//! One sign at a time: full width to half width, capitals to small letters, traditional to simplified, invisible ones away.
//!
//! Must not know what stands beside a sign; that is `normalise`'s.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// What a sign becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Nothing: it is invisible or only decorates.
    Gone,
    /// One sign, perhaps itself.
    One(char),
    /// Several signs, or a sign too rare for the table: ask [`spelled_out`].
    Several,
}

/// What the signs become that people type.
#[derive(Clone, Copy, Debug)]
pub struct Letters {
    /// What each sign becomes.
    plain: &'static [u16],
    /// One bit per sign: whether it stays as it is and is no space. Most do, and bits lie close together.
    stays: &'static [u64],
}

impl Letters {
    /// The table, made once.
    pub fn table() -> Self {
        Self { plain: &TABLE, stays: &STAYS }
    }

    /// What a sign becomes if that is one sign and no space.
    #[inline]
    pub fn one(self, sign: char) -> Option<char> {
        let at = usize::try_from(u32::from(sign)).ok()?;
        if self.stays.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 != 0) {
            return Some(sign);
        }
        let code = self.plain.get(at).copied()?;
        if code <= SPACE { None } else { char::from_u32(u32::from(code)) }
    }

    /// What a sign becomes.
    #[inline]
    pub fn plain(self, sign: char) -> Plain {
        let entry = usize::try_from(u32::from(sign)).ok().and_then(|code| self.plain.get(code));
        match entry.copied() {
            Some(GONE) => Plain::Gone,
            Some(SEVERAL) | None => Plain::Several,
            Some(code) => char::from_u32(u32::from(code)).map_or(Plain::Several, Plain::One),
        }
    }
}

/// The signs that any sign becomes: compatibility forms resolved, small letters, simplified.
pub fn spelled_out(sign: char) -> String {
    if sign == '\n' || sign == '…' {
        return sign.to_string();
    }
    if is_invisible(sign) {
        return String::new();
    }
    if sign.is_whitespace() {
        return " ".to_owned();
    }
    let mut spelled = sign.to_string();
    loop {
        let next: String = spelled.nfkc().flat_map(char::to_lowercase).map(simplified).collect();
        if next == spelled {
            return spelled.chars().filter(|&sign| !is_invisible(sign)).collect();
        }
        spelled = next;
    }
}

/// Whether a sign is a Chinese character.
#[inline]
pub const fn is_han(sign: char) -> bool {
    matches!(sign, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Whether a sign is a letter or digit of a script that separates words with spaces.
#[inline]
pub fn is_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || (!sign.is_ascii() && u32::from(sign) < 0x2e80 && sign.is_alphanumeric())
}

/// Whether a sign ends a sentence.
#[inline]
pub const fn ends_sentence(sign: char) -> bool {
    matches!(sign, '。' | '!' | '?' | ';' | '\n')
}

/// Whether a sign ends a clause: what stands before it negates nothing behind it.
#[inline]
pub const fn ends_clause(sign: char) -> bool {
    ends_sentence(sign) || matches!(sign, ',' | '、' | ':' | '…' | '.' | '~' | '(' | ')' | '—' | '|' | '/')
}

const GONE: u16 = 0;
/// A code point that is no character.
const SEVERAL: u16 = 0xd800;
const SPACE: u16 = 0x20;

static STAYS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let stays = |code: u16| code > SPACE && TABLE.get(usize::from(code)) == Some(&code) && code != SEVERAL;
    let bits = |at: u16| (0..64).map(|bit| u64::from(stays(at * 64 + bit)) << bit).sum();
    (0..1024).map(bits).collect()
});

static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| (0..=u16::MAX).map(entry).collect());

/// Pairs of a traditional character and its simplified one.
static SIMPLIFIED: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let pairs = include_str!("traditional.txt").split_whitespace();
    let mut all: Vec<(char, char)> =
        pairs.filter_map(|pair| pair.chars().next().zip(pair.chars().nth(1))).collect();
    all.sort_unstable();
    all
});

fn simplified(sign: char) -> char {
    let found = SIMPLIFIED.binary_search_by_key(&sign, |&(traditional, _)| traditional);
    found.ok().and_then(|at| SIMPLIFIED.get(at)).map_or(sign, |&(_, simplified)| simplified)
}

fn entry(code: u16) -> u16 {
    let Some(sign) = char::from_u32(u32::from(code)) else { return SEVERAL };
    if matches!(code, 0x3400..=0x9fff) {
        // Some simplify in two steps.
        return u16::try_from(u32::from(simplified(simplified(sign)))).unwrap_or(SEVERAL);
    }
    // Hangul and private signs stand for themselves.
    if matches!(code, 0xac00..=0xd7a3 | 0xe000..=0xf8ff) {
        return code;
    }
    let spelled = spelled_out(sign);
    let mut signs = spelled.chars();
    match (signs.next(), signs.next()) {
        (None, _) => GONE,
        (Some(one), None) => u16::try_from(u32::from(one)).unwrap_or(SEVERAL),
        _ => SEVERAL,
    }
}

/// Controls, joiners, direction marks, variation selectors and skin tones.
const fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{ad}'
            | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_stays_as_it_is() {
        for sign in '\0'..=char::MAX {
            for out in spelled_out(sign).chars() {
                assert_eq!(spelled_out(out), out.to_string(), "{sign:?} gives {out:?}");
            }
        }
    }

    #[test]
    fn the_table_agrees_with_the_long_way() {
        for sign in '\0'..'\u{ffff}' {
            match Letters::table().plain(sign) {
                Plain::Gone => assert_eq!(spelled_out(sign), "", "{sign:?}"),
                Plain::One(one) => assert_eq!(spelled_out(sign), one.to_string(), "{sign:?}"),
                Plain::Several => assert_ne!(spelled_out(sign), sign.to_string(), "{sign:?}"),
            }
        }
    }

    #[test]
    fn traditional_characters_are_those_of_opencc() {
        use ferrous_opencc::{OpenCC, config::BuiltinConfig};
        let opencc = OpenCC::from_config(BuiltinConfig::T2s).unwrap();
        let mut pairs = 0;
        for sign in '\u{3400}'..='\u{9fff}' {
            let theirs = opencc.convert(&sign.to_string());
            // Simplified forms outside the common plane are in no font and no rule.
            if theirs.chars().all(|c| c <= '\u{ffff}') {
                assert_eq!(simplified(sign).to_string(), theirs);
            }
            pairs += usize::from(simplified(sign) != sign);
        }
        assert!(pairs > 2_900, "{pairs}");
    }

    #[test]
    fn people_type_all_sorts() {
        let shown: String =
            "ＡｂＣ１２３，？離婚贍養費①㎡\u{200d}\u{fe0f}".chars().map(spelled_out).collect();
        assert_eq!(shown, "abc123,?离婚赡养费1m2");
    }
}

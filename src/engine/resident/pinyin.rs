//! Names of places in Latin letters, as people type them: with or without tones, spaces and words such as "village".
//!
//! Must not know any place: the directory tells how each is spelt.

use unicode_normalization::UnicodeNormalization;

/// Fewer letters than these are part of too many names.
const LETTERS: usize = 4;

/// The letters of a text alone. `words` are what sorts of places are called in English and how that is spelt here, as in
/// `village cun, garden huayuan, community`.
pub(super) fn spelt(text: &str, words: &str) -> String {
    let known: Vec<(&str, &str)> =
        words.split(',').map(str::trim).map(|pair| pair.split_once(' ').unwrap_or((pair, ""))).collect();
    let plain: String = text.nfd().flat_map(char::to_lowercase).filter(is_plain).collect();
    let word = |word: &str| -> String {
        let spelling = known.iter().find(|(english, _)| *english == word).map(|(_, spelling)| *spelling);
        spelling.unwrap_or(word).to_owned()
    };
    plain.split(|sign: char| !sign.is_ascii_alphabetic()).map(word).collect()
}

/// Whether the letters of a text mean the place that is spelt so: they hold it, or are part of it.
pub(super) fn is_meant(letters: &str, pinyin: &str) -> bool {
    let name = spelt(pinyin, "");
    name.len() >= LETTERS && (letters.contains(&name) || (letters.len() >= LETTERS && name.contains(letters)))
}

/// Marks of tones are no signs of their own.
fn is_plain(sign: &char) -> bool {
    !matches!(sign, '\u{300}'..='\u{36f}' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_however_it_is_typed() {
        let meant = |text: &str, pinyin: &str| {
            is_meant(&spelt(text, "village cun, garden huayuan, community"), pinyin)
        };
        for (text, pinyin) in [
            ("Minzhucun", "Minzhucun"),
            ("min zhu cun", "Minzhucun"),
            ("mínzhǔcūn", "Minzhucun"),
            ("I live in Minzhu village", "Minzhucun"),
            ("minzhu", "Minzhucun"),
            ("minzhu community", "Minzhucun"),
            ("Yuzhong Garden", "Yuzhong Huayuan"),
            ("laodong yi cun", "Laodong Yicun"),
        ] {
            assert!(meant(text, pinyin), "{text}");
        }
        for text in ["village", "cun", "Friday", "", "民主村", "I do not know"] {
            assert!(!meant(text, "Minzhucun"), "{text}");
        }
        assert!(!meant("minzhucun", ""));
    }
}

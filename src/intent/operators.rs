//! The signs of the pattern language where a word should stand: mistyped ones, and right ones in the wrong place.
//!
//! Must not know how a pattern is taken apart. A sign that is overlooked here would be looked for in messages, where nobody writes it.

use super::letters::is_han;

/// What a Chinese keyboard gives for a sign of patterns, and what to write.
const TYPED: [(char, &str); 20] = [
    ('＋', "`+`"),
    ('（', "`(`"),
    ('）', "`)`"),
    ('｜', "`|`"),
    ('！', "`!`"),
    ('＝', "`=`"),
    ('＜', "`<`"),
    ('＞', "`>`"),
    ('《', "`<`"),
    ('》', "`>`"),
    ('〈', "`<`"),
    ('〉', "`>`"),
    ('？', "`?`"),
    ('＾', "`^`"),
    ('＄', "`$`"),
    ('￥', "`$`"),
    ('／', "`/`"),
    ('、', "`|` between words, `/` beside a regex"),
    ('…', "`..` between words, `^` at the beginning"),
    ('。', "`..`"),
];

/// What words are kept apart with in a sentence; of these `、` has its place in patterns told.
const SEPARATORS: [char; 3] = ['，', '；', ','];

/// What is wrong with a word of a list that has to be one word: nobody writes several as they would stand between two quotes.
pub fn between_words(word: &str) -> Option<String> {
    let mut before = None;
    for sign in word.chars() {
        // In Latin a comma may stand in a number or a sentence.
        let parts = matches!(sign, '，' | '、' | '；') || (sign == ',' && before.is_some_and(is_han));
        if parts {
            return Some(format!("`{}` holds `{sign}`: write each word in its own quotes", word.trim()));
        }
        before = Some(sign);
    }
    None
}

/// What is wrong with a word of a class; it is looked for as it stands.
pub fn in_word(word: &str) -> Option<String> {
    if let Some(what) = between_words(word) {
        return Some(what);
    }
    let sign = word.chars().find(|&sign| "(<|".contains(sign));
    let in_class =
        sign.map(|sign| format!("`{sign}` cannot stand in `{word}`: the words of a class are plain"));
    in_class.or_else(|| in_plain(word).err())
}

/// Refuses plain text that has a sign of patterns in it; the error says what to write.
pub fn in_plain(text: &str) -> Result<(), String> {
    if let Some(what) = text.contains(SEPARATORS).then(|| between_words(text)).flatten() {
        return Err(what);
    }
    for (at, sign) in text.char_indices() {
        if let Some((_, right)) = TYPED.iter().find(|it| it.0 == sign) {
            return Err(format!("`{sign}` in `{}` is no sign of patterns: write {right}", text.trim()));
        }
        let advice = match sign {
            '^' => "it may stand only at the very beginning of the pattern",
            '$' => "it may stand only at the very end, before the points",
            '!' => "it may stand only behind a `+`",
            '+' if !is_within_latin(text, at) => "it may stand only outside parentheses",
            '=' => "it may stand only at the end, before the points",
            '?' => "it may stand only behind `)` or `>`: write `(了)?`",
            '/' => "a regex stands between two `/`, behind a `+`",
            '.' if !is_within_latin(text, at) => {
                "`..` stands outside parentheses, and only in a regex `.` is any sign"
            }
            ')' | '>' => "its other half is missing",
            '[' | ']' | '{' | '}' | '*' | '\\' => "it belongs in a regex, between two `/`; words need none",
            _ => continue,
        };
        return Err(format!("`{sign}` cannot stand in `{}`: {advice}", text.trim()));
    }
    Ok(())
}

/// As in 3.5, no.7 or n+1.
fn is_within_latin(text: &str, at: usize) -> bool {
    let (before, from) = text.split_at_checked(at).unwrap_or_default();
    let is_latin = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
    is_latin(before.chars().next_back()) && is_latin(from.chars().nth(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_are_left_alone() {
        for word in
            ["离婚", "won't pay", "cooling-off", "5:30", "3.5万", "no.7", "n+1", "3,000元", "help, please"]
        {
            assert_eq!(in_word(word), None);
        }
    }

    #[test]
    fn what_a_chinese_keyboard_gives_is_named_with_what_to_write() {
        for (sign, right) in TYPED {
            let error = in_plain(&format!("离婚{sign}手续")).unwrap_err();
            assert!(error.contains(&format!("`{sign}`")) && error.ends_with(right), "{error}");
        }
    }

    #[test]
    fn several_words_in_one_pair_of_quotes_are_refused() {
        for word in ["包租公，包租婆", "包租公、包租婆", "包租公,包租婆", "偷拍；航拍"]
        {
            let told = in_word(word).unwrap();
            assert!(told.starts_with(&format!("`{word}` holds `")), "{told}");
            assert!(told.ends_with("write each word in its own quotes"), "{told}");
        }
        assert!(in_plain("无人机，偷拍").unwrap_err().ends_with("write each word in its own quotes"));
        assert!(in_plain("无人机、偷拍").unwrap_err().ends_with("`/` beside a regex"));
    }

    #[test]
    fn the_words_of_a_class_are_plain() {
        for word in ["<bb>", "(a|b)", "a|b", "不还？", "盏?", "a..b", "盏+碎"] {
            assert!(in_word(word).is_some_and(|what| what.contains(word)), "{word}");
        }
    }
}

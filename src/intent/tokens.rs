//! A message taken apart into tokens: a sign each, but a Latin word is one; and runs of one or two tokens as texts.
//!
//! Must not know what a run is worth.

/// What stands before the first token of a message.
pub const BEGIN: &str = "^";
/// What stands behind the last one.
pub const END: &str = "$";
/// What stands between two Latin words of a run.
pub const JOINT: char = '_';

/// The tokens of a normalised message; what only separates words is none.
pub fn tokens(signs: &[char]) -> impl Iterator<Item = &[char]> {
    let mut rest = signs;
    std::iter::from_fn(move || next_token(&mut rest))
}

/// Takes the first token off the signs of a message, and what only separates words before it.
pub fn next_token<'s>(rest: &mut &'s [char]) -> Option<&'s [char]> {
    while let Some((' ' | '\n' | &JOINT, behind)) = rest.split_first() {
        *rest = behind;
    }
    let length = match rest.iter().take_while(|sign| sign.is_ascii_lowercase()).count() {
        0 => 1,
        letters => letters,
    };
    let (token, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some(token)
}

/// Whether a sign is a token by itself, whatever stands beside it.
#[inline]
pub const fn is_alone(sign: char) -> bool {
    !matches!(sign, 'a'..='z' | ' ' | '\n' | JOINT)
}

/// Signs below are looked up by their number.
pub const EVERYDAY: u32 = 0x1_0000;

/// All runs of a message: each token, and each with the one behind it, the message's begin and end among them.
pub fn runs(signs: &[char]) -> Vec<String> {
    let mut all = Vec::new();
    let mut before = BEGIN.to_owned();
    for token in tokens(signs) {
        let token: String = token.iter().collect();
        all.push(joined(&before, &token));
        all.push(token.clone());
        before = token;
    }
    all.push(joined(&before, END));
    all
}

fn joined(one: &str, other: &str) -> String {
    let is_latin = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_lowercase());
    if is_latin(one.chars().next_back()) && is_latin(other.chars().next()) {
        format!("{one}{JOINT}{other}")
    } else {
        format!("{one}{other}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs_of(text: &str) -> Vec<String> {
        runs(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn signs_and_latin_words_alone_and_by_twos() {
        assert_eq!(runs_of("我要"), ["^我", "我", "我要", "要", "要$"]);
        assert_eq!(runs_of("my son"), ["^my", "my", "my_son", "son", "son$"]);
        assert_eq!(runs_of("加qq 1"), ["^加", "加", "加qq", "qq", "qq1", "1", "1$"]);
        assert_eq!(runs_of(""), ["^$"]);
    }

    #[test]
    fn a_run_is_taken_apart_as_it_was_put_together() {
        for text in ["我要", "my son", "加qq1", "^我", "son$"] {
            let run = text.replace(' ', "_");
            let signs: Vec<char> = run.chars().collect();
            let tokens: Vec<String> = tokens(&signs).map(|token| token.iter().collect()).collect();
            assert_eq!(tokens.len(), if text == "加qq1" { 3 } else { 2 }, "{text}");
        }
    }
}

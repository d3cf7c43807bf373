//! Typed lines on channels that have no commands of their own.

use crate::domain::message::Body;

/// `/start CODE` opens as a link with that code would; all else is words, as they were typed.
pub(super) fn typed(text: &str) -> Body {
    let mut words = text.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some("/start"), payload, None) => Body::Start(payload.unwrap_or_default().to_owned()),
        _ => Body::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_command_starts() {
        assert_eq!(typed("/start AB12\n"), Body::Start("AB12".into()));
        assert_eq!(typed("/start"), Body::Start(String::new()));
        for words in ["", " 你好 ", "/started", "/start a b", "输入 /start"] {
            assert_eq!(typed(words), Body::Text(words.into()), "{words}");
        }
    }
}

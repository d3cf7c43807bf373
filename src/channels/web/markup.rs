//! Our small markup for the page: emphasis, dates that stay on one line, and numbers that a phone can call.
//!
//! Makes pieces, not HTML: the template escapes every one of them.

use std::sync::LazyLock;

use regex::Regex;

/// Words that look alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) words: &'a str,
    pub(super) strong: bool,
    /// Stays on one line.
    pub(super) whole: bool,
    /// Digits to call when it is tapped.
    pub(super) call: Option<String>,
}

/// What may follow a short number that counts something rather than being called: 第110条, 120平方米, 122元.
const UNITS: &str = "条款元块万千百亿天日号月年岁人名户个件次份平米㎡公里斤克分秒栋楼室路%％．";

/// Browsers break lines between any two Chinese signs and behind a dash, which leaves half a date on each.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}月[0-9]{1,2}日(?: ?周[一二三四五六日])?").ok()
});

/// Cuts a message of ours. `hotlines` are the short numbers to call; longer ones are known by their shape.
pub(super) fn pieces<'a>(text: &'a str, hotlines: &[String]) -> Vec<Piece<'a>> {
    let parts = emphasised(text).into_iter();
    let parts = parts.flat_map(|(words, strong)| {
        dates(words).into_iter().map(move |(words, whole)| Piece { words, strong, whole, call: None })
    });
    parts.flat_map(|part| if part.whole { vec![part] } else { called(&part, hotlines) }).collect()
}

/// A button's label.
pub(super) fn label(text: &str) -> Vec<Piece<'_>> {
    let piece = |(words, whole)| Piece { words, strong: false, whole, call: None };
    dates(text).into_iter().map(piece).collect()
}

/// The person's own words, literally.
pub(super) fn literal(text: &str) -> Vec<Piece<'_>> {
    vec![Piece { words: text, strong: false, whole: false, call: None }]
}

/// The language words are written in, by the signs they have more of. Codes, figures and addresses are in none.
pub(super) fn written_in(text: &str) -> Option<&'static str> {
    let han = text.chars().filter(|sign| matches!(sign, '\u{3400}'..='\u{9fff}')).count();
    let words = text.split_whitespace().filter(|word| !word.contains("://"));
    let runs = words.flat_map(|word| word.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-'));
    let plain = runs.filter(|run| !run.bytes().any(|sign| sign.is_ascii_digit()));
    let latin = plain.flat_map(str::bytes).filter(u8::is_ascii_alphabetic).count();
    match (han, latin) {
        (0, 0) => None,
        (han, latin) if latin > han => Some("en"),
        _ => Some("zh"),
    }
}

/// Cuts words before and behind the numbers in them that can be called.
fn called<'a>(part: &Piece<'a>, hotlines: &[String]) -> Vec<Piece<'a>> {
    let runs = runs(part.words);
    let call = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| runs.get(at)).and_then(|run| run.chars().last());
        let after = runs.get(at + 1).and_then(|run| run.chars().next());
        let fraction = runs.get(at + 1) == Some(&".") && runs.len() > at + 2;
        let run = runs.get(at).filter(|_| !fraction)?;
        number(run, before, after, hotlines)
    };
    let calls: Vec<_> = (0..runs.len()).map(call).collect();
    runs.into_iter().zip(calls).map(|(words, call)| Piece { words, call, ..*part }).collect()
}

/// Cuts words before and behind every date.
fn dates(words: &str) -> Vec<(&str, bool)> {
    let (mut found, mut done) = (Vec::new(), 0);
    for date in DATE.iter().flat_map(|date| date.find_iter(words)) {
        found.extend([(words.get(done..date.start()).unwrap_or_default(), false), (date.as_str(), true)]);
        done = date.end();
    }
    found.push((words.get(done..).unwrap_or_default(), false));
    found.retain(|(words, _)| !words.is_empty());
    found
}

fn emphasised(text: &str) -> Vec<(&str, bool)> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some((before, (words, after))) =
        rest.split_once("**").and_then(|(before, after)| Some((before, after.split_once("**")?)))
    {
        found.extend([(before, false), (words, true)]);
        rest = after;
    }
    found.push((rest, false));
    found.retain(|(words, _)| !words.is_empty());
    found
}

/// Alternating runs of digits with dashes, and of everything else.
fn runs(text: &str) -> Vec<&str> {
    let (mut runs, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let numeric = is_numeric(first);
        let end = rest.find(|c| is_numeric(c) != numeric).unwrap_or(rest.len());
        let Some((run, tail)) = rest.split_at_checked(end) else { break };
        runs.push(run);
        rest = tail;
    }
    runs
}

fn is_numeric(c: char) -> bool {
    c.is_ascii_digit() || c == '-'
}

fn number(run: &str, before: Option<char>, after: Option<char>, hotlines: &[String]) -> Option<String> {
    let beside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '@');
    if before.is_some_and(beside) || after.is_some_and(|c| beside(c) && c != '.' && c != '/') {
        return None;
    }
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let counted = before == Some('第') || after.is_some_and(|c| UNITS.contains(c));
    let called =
        if run.contains('-') { is_landline(run) } else { is_mobile(&digits) || is_bare_landline(&digits) };
    (called || (!counted && hotlines.iter().any(|hotline| hotline == run))).then_some(digits)
}

/// 023-12345678.
fn is_landline(run: &str) -> bool {
    run.split_once('-').is_some_and(|(area, rest)| {
        area.starts_with('0')
            && (3..=4).contains(&area.len())
            && (7..=8).contains(&rest.len())
            && !rest.contains('-')
    })
}

fn is_bare_landline(digits: &str) -> bool {
    digits.starts_with('0') && (10..=12).contains(&digits.len())
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11
        && digits.starts_with('1')
        && digits.chars().nth(1).is_some_and(|c| ('3'..='9').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(text: &str) -> Vec<String> {
        let hotlines = ["110", "120", "12348"].map(String::from);
        pieces(text, &hotlines).into_iter().filter_map(|piece| piece.call).collect()
    }

    #[test]
    fn each_line_is_read_in_its_own_language() {
        for (text, lang) in [
            ("Noted: 民主村", Some("en")),
            ("1 English", Some("en")),
            ("1 中文", Some("zh")),
            ("您的事项 4NKA-GPJZ 由律师wang接手了", Some("zh")),
            ("看 https://example.org/divorce/agreement", Some("zh")),
            ("4NKA-GPJZ", None),
            ("110", None),
            ("", None),
        ] {
            assert_eq!(written_in(text), lang, "{text}");
        }
    }

    #[test]
    fn emphasis_needs_both_ends_and_loses_nothing() {
        let strong = |text| -> Vec<(String, bool)> {
            pieces(text, &[]).into_iter().map(|piece| (piece.words.to_owned(), piece.strong)).collect()
        };
        assert_eq!(
            strong("先**报警**。"),
            [("先".into(), false), ("报警".into(), true), ("。".into(), false)]
        );
        assert_eq!(
            strong("2 ** 3 < 9"),
            [("2", false), (" ** ", false), ("3", false), (" < ", false), ("9", false)]
                .map(|(words, strong)| (words.to_owned(), strong))
        );
        assert_eq!(strong(""), []);
    }

    #[test]
    fn a_date_is_one_piece_in_words_and_on_buttons() {
        let whole = |pieces: Vec<Piece<'_>>| -> Vec<String> {
            pieces.into_iter().filter(|piece| piece.whole).map(|piece| piece.words.to_owned()).collect()
        };
        assert_eq!(
            whole(pieces("**2026-01-01** 至 2026-11-27，打 12348", &[])),
            ["2026-01-01", "2026-11-27"]
        );
        assert_eq!(whole(pieces("定在11月30日 周一 09:00见面", &[])), ["11月30日 周一"]);
        assert_eq!(whole(label("1 11月30日 周一 09:00")), ["11月30日 周一"]);
        assert_eq!(whole(label("1 同意")), Vec::<String>::new());
        let all: String = label("1 3月5日").into_iter().map(|piece| piece.words).collect();
        assert_eq!(all, "1 3月5日");
    }

    #[test]
    fn hotlines_and_phones_can_be_called() {
        assert_eq!(calls("先打**110**，再打12348。"), ["110", "12348"]);
        assert_eq!(calls("电话 023-68001234 或 13912345678"), ["02368001234", "13912345678"]);
        assert_eq!(calls("120急救"), ["120"]);
    }

    #[test]
    fn what_only_counts_is_not_called() {
        for text in [
            "第110条",
            "120平方米",
            "110元",
            "2026-11-20",
            "编号 7K3M-9QTX",
            "500107200001011234",
            "120.5平方米",
            "119",
        ] {
            assert_eq!(calls(text), Vec::<String>::new(), "{text}");
        }
    }
}

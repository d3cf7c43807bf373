//! Our small markup for the page: emphasis, and numbers that a phone can call.
//!
//! Makes pieces, not HTML: the template escapes every one of them.

/// Words that look alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) words: &'a str,
    pub(super) strong: bool,
    /// Digits to call when it is tapped.
    pub(super) call: Option<String>,
}

/// What may follow a short number that counts something rather than being called: 第110条, 120平方米, 122元.
const UNITS: &str = "条款元块万千百亿天日号月年岁人名户个件次份平米㎡公里斤克分秒栋楼室路%％．";

/// Cuts a message of ours. `hotlines` are the short numbers to call; longer ones are known by their shape.
pub(super) fn pieces<'a>(text: &'a str, hotlines: &[String]) -> Vec<Piece<'a>> {
    emphasised(text)
        .into_iter()
        .flat_map(|(words, strong)| {
            let runs = runs(words);
            let call = |at: usize| {
                let before = at.checked_sub(1).and_then(|at| runs.get(at)).and_then(|run| run.chars().last());
                let after = runs.get(at + 1).and_then(|run| run.chars().next());
                let fraction = runs.get(at + 1) == Some(&".") && runs.len() > at + 2;
                let run = runs.get(at).filter(|_| !fraction)?;
                number(run, before, after, hotlines)
            };
            let calls: Vec<_> = (0..runs.len()).map(call).collect();
            let piece = move |(words, call)| Piece { words, strong, call };
            runs.into_iter().zip(calls).map(piece).collect::<Vec<_>>()
        })
        .collect()
}

/// The person's own words, literally.
pub(super) fn literal(text: &str) -> Vec<Piece<'_>> {
    vec![Piece { words: text, strong: false, call: None }]
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

//! The pattern language: a line like `<divorce> .. 手续 + !起诉 = 70` taken apart.
//!
//! Must not know how words are found in a message.

use std::collections::BTreeMap;

use super::normalise::Folding;

/// Word classes by name: of the file, then of the lexicon.
#[derive(Clone, Copy, Debug)]
pub struct Classes<'a> {
    /// The file's own.
    pub own: &'a BTreeMap<String, Vec<String>>,
    /// Everybody's.
    pub shared: &'a BTreeMap<String, Vec<String>>,
    /// How words are folded before they are matched.
    pub folding: &'a Folding,
}

/// A pattern taken apart. Words are normalised and folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pattern {
    /// What must all be there, each a chain of words in order.
    pub chains: Vec<Chain>,
    /// What must not be there.
    pub without: Vec<Words>,
    /// Expressions that must match the message too.
    pub regexes: Vec<String>,
    /// Whether the first chain begins the message.
    pub begins: bool,
    /// Whether the last chain ends it.
    pub ends: bool,
    /// What `= n` says.
    pub points: Option<i32>,
}

/// Words in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// The first.
    pub first: Words,
    /// The others, each with the most signs that may stand before it.
    pub then: Vec<(usize, Words)>,
}

/// Any one of these.
pub type Words = Vec<String>;

/// The gap that `..` allows.
const GAP: usize = 8;

/// More ways to say one thing than a person can have meant.
const MOST_WORDS: usize = 4_000;

/// Takes a pattern apart; the error says what to do.
pub fn parse(text: &str, classes: Classes<'_>) -> Result<Pattern, String> {
    let (body, points) = split_points(text.trim())?;
    let mut pattern = Pattern { points, ..Pattern::default() };
    let mut body = body.trim();
    if let Some(rest) = body.strip_prefix('^') {
        (pattern.begins, body) = (true, rest);
    }
    if let Some(rest) = body.strip_suffix('$') {
        (pattern.ends, body) = (true, rest);
    }
    for item in split(body, "+")? {
        let item = item.trim();
        if let Some(unwanted) = item.strip_prefix('!') {
            pattern.without.push(words(unwanted, classes)?);
        } else if let Some(regex) = item.strip_prefix('/') {
            let regex = regex.strip_suffix('/').ok_or("a regex must end with `/`")?;
            pattern.regexes.push(regex.to_owned());
        } else {
            pattern.chains.push(chain(item, classes)?);
        }
    }
    if pattern.chains.is_empty() {
        return Err("it has no word that must be there: put one beside the `!word` or the `/regex/`".into());
    }
    Ok(pattern)
}

/// Reads `<name>` references and words of a list such as `not`, where no pattern may stand.
pub fn words(text: &str, classes: Classes<'_>) -> Result<Words, String> {
    let mut all = Vec::new();
    for way in split(text, "|")? {
        all.extend(sequence(way, classes)?);
    }
    let mut plain: Words = all.iter().map(|word| classes.folding.fold_text(word)).collect();
    plain.sort_unstable();
    plain.dedup();
    if plain.iter().any(String::is_empty) {
        return Err(format!("`{}` can be empty: something must be left to find", text.trim()));
    }
    Ok(plain)
}

fn split_points(text: &str) -> Result<(&str, Option<i32>), String> {
    let Some((body, points)) = text.rsplit_once('=') else { return Ok((text, None)) };
    if points.contains('/') {
        return Ok((text, None));
    }
    let points = points.trim().parse().ok().filter(|points| (-200..=200).contains(points));
    match points {
        Some(points) => Ok((body, Some(points))),
        None => Err("after `=` stand the points, a whole number such as 60".into()),
    }
}

/// Cuts at a separator that stands outside parentheses and regexes.
fn split<'a>(text: &'a str, separator: &str) -> Result<Vec<&'a str>, String> {
    let (mut parts, mut depth, mut in_regex, mut from) = (Vec::new(), 0_usize, false, 0);
    let mut before = None;
    for (at, sign) in text.char_indices() {
        match sign {
            '/' if before != Some('\\') => in_regex = !in_regex,
            '(' if !in_regex => depth += 1,
            ')' if !in_regex => depth = depth.checked_sub(1).ok_or("there is a `)` without its `(`")?,
            _ if depth == 0 && !in_regex && at >= from => {
                if text.get(at..).is_some_and(|rest| rest.starts_with(separator)) {
                    parts.push(text.get(from..at).unwrap_or_default());
                    from = at + separator.len();
                }
            }
            _ => {}
        }
        before = Some(sign);
    }
    if depth > 0 {
        return Err("there is a `(` without its `)`".into());
    }
    if in_regex {
        return Err("a regex must stand between two `/`".into());
    }
    parts.push(text.get(from..).unwrap_or_default());
    Ok(parts)
}

fn chain(text: &str, classes: Classes<'_>) -> Result<Chain, String> {
    let mut parts = split(text, "..")?.into_iter();
    let mut chain = Chain { first: words(parts.next().unwrap_or_default(), classes)?, then: Vec::new() };
    for part in parts {
        let (gap, part) = gap(part);
        chain.then.push((gap, words(part, classes)?));
    }
    Ok(chain)
}

/// `4 手续` after `..` is a gap of four; `30天` is a word.
fn gap(part: &str) -> (usize, &str) {
    let rest = part.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = part.len() - rest.len();
    let given = part.get(..digits).and_then(|digits| digits.parse().ok());
    match given {
        Some(gap) if rest.starts_with([' ', '(', '<']) => (gap, rest),
        _ => (GAP, part),
    }
}

/// Every way to say a sequence of plain signs, `(a|b)`, `<class>`, each of the two perhaps followed by `?`.
fn sequence(text: &str, classes: Classes<'_>) -> Result<Words, String> {
    let mut ways = vec![String::new()];
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let (mut choices, after) = match sign {
            '(' => group(rest, classes)?,
            '<' => class(rest, classes)?,
            ')' | '>' | '!' | '^' | '$' | '=' => {
                return Err(format!("`{sign}` cannot stand inside `{}`", text.trim()));
            }
            _ => {
                let end = rest.find(['(', '<', ')', '>', '!', '^', '$', '=']).unwrap_or(rest.len());
                let (plain, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                (vec![plain.to_owned()], after)
            }
        };
        rest = after;
        if matches!(sign, '(' | '<')
            && let Some(after) = rest.strip_prefix('?')
        {
            choices.push(String::new());
            rest = after;
        }
        ways =
            ways.iter().flat_map(|way| choices.iter().map(move |choice| format!("{way}{choice}"))).collect();
        if ways.len() > MOST_WORDS {
            return Err("it can be said in more than 4000 ways: cut it into several patterns".into());
        }
    }
    Ok(ways)
}

fn group<'a>(text: &'a str, classes: Classes<'_>) -> Result<(Words, &'a str), String> {
    let mut depth = 0_usize;
    for (at, sign) in text.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let inside = text.get(1..at).unwrap_or_default();
            let mut choices = Vec::new();
            for way in split(inside, "|")? {
                choices.extend(sequence(way.trim(), classes)?);
            }
            return Ok((choices, text.get(at + 1..).unwrap_or_default()));
        }
    }
    Err("there is a `(` without its `)`".into())
}

fn class<'a>(text: &'a str, classes: Classes<'_>) -> Result<(Words, &'a str), String> {
    let (name, after) = text
        .strip_prefix('<')
        .and_then(|text| text.split_once('>'))
        .ok_or("there is a `<` without its `>`")?;
    let known = classes.own.get(name).or_else(|| classes.shared.get(name));
    let words = known.ok_or_else(|| {
        format!("`<{name}>` is no word class: define it under [words] in this file or in lexicon.toml")
    })?;
    Ok((words.clone(), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(text: &str) -> Result<Pattern, String> {
        let divorce = vec!["离婚".to_owned(), "打脱离".to_owned()];
        let own = BTreeMap::from([("divorce".to_owned(), divorce)]);
        let folding = Folding::new([("啷个", "怎么")]);
        parse(text, Classes { own: &own, shared: &BTreeMap::new(), folding: &folding })
    }

    fn chains(text: &str) -> Vec<Vec<String>> {
        take(text).unwrap().chains.into_iter().map(|chain| chain.first).collect()
    }

    #[test]
    fn words_classes_and_alternatives() {
        assert_eq!(chains("協議離婚"), [["协议离婚"]]);
        assert_eq!(chains("<divorce> + 啷个"), [vec!["打脱离", "离婚"], vec!["怎么"]]);
        assert_eq!(chains("(不|没)(给|发)工资"), [["不发工资", "不给工资", "没发工资", "没给工资"]]);
        assert_eq!(chains("(我|我们)?要<divorce>").concat().len(), 6);
        assert_eq!(chains("legal (aid|help)"), [["legal aid", "legal help"]]);
        assert_eq!(chains("彩礼|聘礼"), [["彩礼", "聘礼"]]);
    }

    #[test]
    fn order_gaps_exclusions_anchors_points() {
        let pattern = take("^<divorce> .. 手续 ..4 (快|慢) + !起诉 + /\\d+年/$ = 40").unwrap();
        let chain = &pattern.chains[0];
        assert_eq!(chain.then[0], (8, vec!["手续".to_owned()]));
        assert_eq!(chain.then[1].0, 4);
        assert_eq!(pattern.without, [["起诉"]]);
        assert_eq!(pattern.regexes, ["\\d+年"]);
        assert_eq!((pattern.begins, pattern.ends, pattern.points), (true, true, Some(40)));
        assert_eq!(take("撤回 ..30天").unwrap().chains[0].then[0], (8, vec!["30天".to_owned()]));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, word) in [
            ("<nobody> + 钱", "no word class"),
            ("(a|b", "without its `)`"),
            ("a) + b", "without its `(`"),
            ("!离婚", "no word that must be there"),
            ("/\\d+/", "no word that must be there"),
            ("离婚 = many", "points"),
            ("(a|b)?", "can be empty"),
            ("", "can be empty"),
            ("a !b", "cannot stand"),
        ] {
            let error = take(text).unwrap_err();
            assert!(error.contains(word), "{text}: {error}");
        }
    }
}

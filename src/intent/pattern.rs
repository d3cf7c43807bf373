//! The pattern language: a line like `<divorce> .. 手续 + !起诉 = 70` taken apart.
//!
//! Must not know how words are found in a message.

use super::classes::Classes;
use super::operators;
use super::vocabulary::Vocabulary;
use super::ways::Ways;

/// A pattern taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// What must all be there, each a chain of words in order.
    pub chains: Vec<Chain>,
    /// What must not be there.
    pub without: Vec<Words>,
    /// Expressions that must match the message too.
    pub regexes: Vec<String>,
    /// How many signs the message must have, all in one line: what `/^.{1,20}$/` says.
    pub length: Option<(u16, u16)>,
    /// Whether the first chain begins the message.
    pub begins: bool,
    /// Whether the last chain ends it.
    pub ends: bool,
    /// What `= n` says.
    pub points: Option<i32>,
}

/// Words in order; at least one of them has to be there.
pub type Chain = Vec<Step>;

/// One step of a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Step {
    /// The most signs that may stand before it; of no matter for the first.
    pub gap: usize,
    /// Any one of these.
    pub words: Words,
    /// Whether it may be left out.
    pub optional: bool,
}

/// Any one of these, by their numbers in the vocabulary, in their order.
pub type Words = Vec<u32>;

/// Longer than any message that is read.
const MOST_LENGTH: u16 = u16::MAX - 1;

/// The gap that `..` allows.
const GAP: usize = 8;

/// Words written without a space between them are joined into so many at most; beyond that they are found one by one.
const MOST_JOINED: usize = 64;

/// Deeper than anybody writes on purpose; each depth takes memory while a pattern is taken apart.
const DEEPEST: usize = 20;

/// Takes a pattern apart; the error says what to do.
pub fn parse(
    text: &str,
    classes: &mut Classes<'_>,
    vocabulary: &mut Vocabulary<'_>,
) -> Result<Pattern, String> {
    let (body, points) = split_points(text.trim())?;
    let mut body = body.trim();
    if let Some(word) = plain(body, vocabulary) {
        let step = Step { words: vec![word], ..Step::default() };
        return Ok(Pattern { chains: vec![vec![step]], points, ..Pattern::default() });
    }
    let mut pattern = Pattern { points, ..Pattern::default() };
    if let Some(rest) = body.strip_prefix('^') {
        (pattern.begins, body) = (true, rest);
    }
    if let Some(rest) = body.strip_suffix('$') {
        (pattern.ends, body) = (true, rest);
    }
    for item in split(body, "+")? {
        let item = item.trim();
        if item.trim_start_matches('!').is_empty() {
            return Err("something is missing beside a `+` or a `!`: write a word there".into());
        }
        if let Some(unwanted) = item.strip_prefix('!') {
            pattern.without.push(unwanted_words(unwanted, classes, vocabulary)?);
        } else if let Some(regex) = item.strip_prefix('/') {
            let regex = regex.strip_suffix('/').filter(|regex| !regex.is_empty());
            let regex = regex.ok_or("a regex must stand between two `/`, and nothing behind it")?;
            match length(regex) {
                Some(length) => pattern.length = Some(narrower(pattern.length, length)),
                None => pattern.regexes.push(regex.to_owned()),
            }
        } else {
            pattern.chains.push(chain(item, classes, vocabulary)?);
        }
    }
    if pattern.chains.is_empty() {
        return Err("it has no word that must be there: put one beside the `!word` or the `/regex/`".into());
    }
    Ok(pattern)
}

/// The only word of a pattern, or of a part of one, where it is nothing else. Most are, and need not be taken apart.
fn plain(body: &str, vocabulary: &mut Vocabulary<'_>) -> Option<u32> {
    let is_word = body.chars().all(char::is_alphanumeric);
    is_word.then(|| vocabulary.written(body)).flatten()
}

/// The least and the most signs that an expression such as `^.{1,20}$` or `^.{45,}$` allows, if it asks for nothing else.
fn length(regex: &str) -> Option<(u16, u16)> {
    let (least, most) = regex.strip_prefix("^.{")?.strip_suffix("}$")?.split_once(',')?;
    let most = if most.is_empty() { MOST_LENGTH } else { most.parse().ok()? };
    Some((least.parse().ok()?, most)).filter(|(least, most)| least <= most)
}

fn narrower(before: Option<(u16, u16)>, (least, most): (u16, u16)) -> (u16, u16) {
    before.map_or((least, most), |before| (before.0.max(least), before.1.min(most)))
}

fn split_points(text: &str) -> Result<(&str, Option<i32>), String> {
    let Some((body, points)) = text.rsplit_once('=') else { return Ok((text, None)) };
    if points.contains('/') {
        return Ok((text, None));
    }
    let points = points.trim().parse().ok().filter(|points| (-200..=200).contains(points));
    match points {
        Some(points) => Ok((body, Some(points))),
        None => Err("after `=` stand the points, a whole number such as 60, at most 200".into()),
    }
}

/// Cuts at a separator that stands outside parentheses and regexes.
fn split<'a>(text: &'a str, separator: &str) -> Result<Vec<&'a str>, String> {
    let (mut parts, mut depth, mut in_regex, mut from) = (Vec::new(), 0_usize, false, 0);
    let mut before = None;
    for (at, sign) in text.char_indices() {
        match sign {
            '/' if before != Some('\\') => in_regex = !in_regex,
            '(' if !in_regex && depth == DEEPEST => {
                return Err(format!("its parentheses are more than {DEEPEST} deep: cut it into several"));
            }
            '(' if !in_regex => depth += 1,
            ')' if !in_regex => depth = depth.checked_sub(1).ok_or("there is a `)` without its `(`")?,
            _ if depth == 0 && !in_regex && at >= from && stands_at(text, at, separator) => {
                parts.push(text.get(from..at).unwrap_or_default());
                from = at + separator.len();
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

/// Words that must not be there: only such as can be joined.
fn unwanted_words(
    text: &str,
    classes: &mut Classes<'_>,
    vocabulary: &mut Vocabulary<'_>,
) -> Result<Words, String> {
    match steps(text, classes, vocabulary)?.as_slice() {
        [Step { words, optional: false, .. }] => Ok(words.clone()),
        _ => Err(format!("`!{}` has too many ways to say it: name the words one by one", text.trim())),
    }
}

fn stands_at(text: &str, at: usize, separator: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(separator))
}

fn chain(text: &str, classes: &mut Classes<'_>, vocabulary: &mut Vocabulary<'_>) -> Result<Chain, String> {
    let mut chain = Vec::new();
    for (number, part) in split(text, "..")?.into_iter().enumerate() {
        if part.trim().is_empty() {
            return Err("something is missing beside a `..`: write a word there".into());
        }
        let (gap, part) = if number == 0 { (0, part) } else { gap(part)? };
        let mut steps = steps(part, classes, vocabulary)?;
        if let Some(first) = steps.first_mut() {
            first.gap = gap;
        }
        chain.append(&mut steps);
    }
    if chain.iter().all(|step| step.optional) {
        return Err(format!("`{}` can be empty: something must be left to find", text.trim()));
    }
    Ok(chain)
}

/// `4 手续` after `..` is a gap of four. A Latin word or a number that is to be found stands behind a space: `..x` and `..30天` may be
/// meant otherwise.
fn gap(part: &str) -> Result<(usize, &str), String> {
    let rest = part.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = part.len() - rest.len();
    if digits == 0 && rest.starts_with(|sign| matches!(sign, ' ' | '(' | '<') || !sign.is_ascii()) {
        return Ok((GAP, part));
    }
    let given = part.get(..digits).and_then(|digits| digits.parse::<u16>().ok());
    match given.filter(|_| rest.starts_with([' ', '(', '<'])) {
        Some(gap) => Ok((gap.into(), rest)),
        None => {
            let seen = part.split_whitespace().next().unwrap_or_default();
            Err(format!(
                "`..{seen}`: behind `..` stands a space, or how many signs at most and a space: `..4 手续`"
            ))
        }
    }
}

/// What stands side by side, as few steps as it can be.
fn steps(
    text: &str,
    classes: &mut Classes<'_>,
    vocabulary: &mut Vocabulary<'_>,
) -> Result<Vec<Step>, String> {
    let at_once = match whole_class(text) {
        Some(name) => classes.whole(name, vocabulary)?,
        None => plain(text.trim(), vocabulary).into_iter().collect(),
    };
    if !at_once.is_empty() {
        return Ok(vec![Step { words: at_once, ..Step::default() }]);
    }
    let ways = split(text, "|")?;
    if ways.len() > 1 {
        return Ok(vec![step(&alternatives(&ways, classes)?, vocabulary)]);
    }
    let mut steps = Vec::new();
    let mut pieces = pieces(text, classes)?.into_iter();
    let mut joined = pieces.next().unwrap_or_else(|| Ways::one(""));
    for piece in pieces {
        if joined.count() * piece.count() > MOST_JOINED {
            steps.push(step(&joined, vocabulary));
            joined = Ways::one("");
        }
        joined = joined.then(&piece);
    }
    steps.push(step(&joined, vocabulary));
    // What is empty in every way, such as the beginning before the first class, is no step.
    steps.retain(|step| !step.words.is_empty());
    if steps.is_empty() {
        return Err(format!("`{}` can be empty: something must be left to find", text.trim()));
    }
    Ok(steps)
}

/// The name in `<name>` where nothing else stands beside it.
fn whole_class(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix('<')?.strip_suffix('>')?;
    (!name.contains(['<', '>', '(', '|'])).then_some(name)
}

fn step(ways: &Ways, vocabulary: &mut Vocabulary<'_>) -> Step {
    let (mut words, mut optional) = (Words::with_capacity(ways.count()), false);
    for way in ways.all() {
        match vocabulary.written(way) {
            Some(word) => words.push(word),
            None => optional = true,
        }
    }
    words.sort_unstable();
    words.dedup();
    Step { gap: 0, words, optional }
}

/// Every way to say any of these.
fn alternatives(texts: &[&str], classes: &Classes<'_>) -> Result<Ways, String> {
    let mut all = Ways::default();
    for text in texts.iter().map(|text| text.trim()) {
        // A plain word, as most are, is one way as it stands.
        if text.contains(['(', '<']) {
            all.add_all(&choices(text, classes)?);
        } else {
            operators::in_plain(text)?;
            all.add(text, "");
        }
    }
    Ok(all)
}

/// Every way to say a sequence within parentheses.
fn choices(text: &str, classes: &Classes<'_>) -> Result<Ways, String> {
    let mut ways = Ways::one("");
    for piece in pieces(text, classes)? {
        ways = ways.then(&piece);
        if ways.count() > MOST_JOINED * MOST_JOINED {
            return Err("its parentheses hold more than 4000 ways: cut it into several patterns".into());
        }
    }
    Ok(ways)
}

/// Plain signs, `(a|b)` and `<class>`, each of the two perhaps followed by `?`: the ways to say each.
fn pieces(text: &str, classes: &Classes<'_>) -> Result<Vec<Ways>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let (mut piece, after) = match sign {
            '(' => group(rest, classes)?,
            '<' => class(rest, classes)?,
            _ => {
                let end = rest.find(['(', '<']).unwrap_or(rest.len());
                let (plain, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                operators::in_plain(plain)?;
                (Ways::one(plain), after)
            }
        };
        rest = after;
        if matches!(sign, '(' | '<')
            && let Some(after) = rest.strip_prefix('?')
        {
            piece.add("", "");
            rest = after;
        }
        pieces.push(piece);
    }
    Ok(pieces)
}

fn group<'a>(text: &'a str, classes: &Classes<'_>) -> Result<(Ways, &'a str), String> {
    let mut depth = 0_usize;
    for (at, sign) in text.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let inside = text.get(1..at).unwrap_or_default();
            let ways = alternatives(&split(inside, "|")?, classes)?;
            return Ok((ways, text.get(at + 1..).unwrap_or_default()));
        }
    }
    Err("there is a `(` without its `)`".into())
}

fn class<'a>(text: &'a str, classes: &Classes<'_>) -> Result<(Ways, &'a str), String> {
    let (name, after) = text
        .strip_prefix('<')
        .and_then(|text| text.split_once('>'))
        .ok_or("there is a `<` without its `>`")?;
    let words = classes.words(name)?;
    let mut ways = Ways::default();
    words.iter().for_each(|word| ways.add(word, ""));
    Ok((ways, after))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::intent::folding::Folding;
    use crate::intent::rules::index;

    /// A pattern, and the texts of words.
    fn take_with<T>(
        text: &str,
        tell: impl FnOnce(&Pattern, &dyn Fn(&Words) -> Vec<String>) -> T,
    ) -> Result<T, String> {
        let divorce = vec!["离婚".to_owned(), "打脱离".to_owned()];
        let own = BTreeMap::from([("divorce".to_owned(), divorce)]);
        let folding = Folding::new([("啷个", "怎么")]);
        let mut vocabulary = Vocabulary::new(&folding);
        let shared = BTreeMap::new();
        let pattern = parse(text, &mut Classes::new(&own, &shared), &mut vocabulary)?;
        let texts = vocabulary.texts();
        let sorted = |words: &Words| {
            let mut words: Vec<String> = words.iter().map(|&word| texts[index(word)].to_string()).collect();
            words.sort();
            words
        };
        Ok(tell(&pattern, &sorted))
    }

    fn take(text: &str) -> Result<Pattern, String> {
        take_with(text, |pattern, _| pattern.clone())
    }

    /// The words that each chain begins with.
    fn chains(text: &str) -> Vec<Vec<String>> {
        take_with(text, |pattern, texts| pattern.chains.iter().map(|chain| texts(&chain[0].words)).collect())
            .unwrap()
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
        take_with("^<divorce> .. 手续 ..4 (快|慢) + !起诉 + /\\d+年/$ = 40", |pattern, texts| {
            let chain = &pattern.chains[0];
            assert_eq!((chain[1].gap, texts(&chain[1].words)), (8, vec!["手续".to_owned()]));
            assert_eq!(chain[2].gap, 4);
            assert_eq!(texts(&pattern.without[0]), ["起诉"]);
            assert_eq!(pattern.regexes, ["\\d+年"]);
            assert_eq!((pattern.begins, pattern.ends, pattern.points), (true, true, Some(40)));
        })
        .unwrap();
        let behind = take_with("撤回 .. 30天", |pattern, texts| texts(&pattern.chains[0][1].words));
        assert_eq!(behind.unwrap(), ["30天"]);
    }

    #[test]
    fn how_long_a_message_is_needs_no_regex() {
        let lengths = [
            ("离婚 + /^.{1,20}$/", Some((1, 20))),
            ("离婚 + /^.{45,}$/", Some((45, MOST_LENGTH))),
            ("离婚 + /^.{3,30}$/ + /^.{1,20}$/", Some((3, 20))),
            ("离婚 + /^.{20,3}$/", None),
            ("离婚 + /^.{1,20}/", None),
        ];
        for (text, length) in lengths {
            let pattern = take(text).unwrap();
            assert_eq!((pattern.length, pattern.regexes.is_empty()), (length, length.is_some()), "{text}");
        }
    }

    #[test]
    fn too_many_ways_become_steps_side_by_side() {
        let ten = "(一|二|三|四|五|六|七|八|九|十)";
        let pattern = take(&format!("{ten}{ten}{ten}?天")).unwrap();
        let shape: Vec<_> =
            pattern.chains[0].iter().map(|it| (it.gap, it.words.len(), it.optional)).collect();
        assert_eq!(shape, [(0, 10, false), (0, 10, false), (0, 11, false)]);
        let optional = take(&format!("{ten}?{ten}?{ten}?离婚<divorce>")).unwrap();
        assert!(optional.chains[0][0].optional && !optional.chains[0].last().unwrap().optional);
        assert!(take(&format!("钱 + !{ten}{ten}")).is_err());
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
            ("", "something is missing"),
            ("a +", "something is missing beside a `+`"),
            ("a .. ", "something is missing beside a `..`"),
            ("a !b", "cannot stand"),
            ("碎了 + ^琉璃盏", "only at the very beginning"),
            ("(a|$)", "very end"),
            ("a .. b{0,3}", "regex"),
            ("a + //", "between two `/`"),
        ] {
            let error = take(text).unwrap_err();
            assert!(error.contains(word), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_half_right_is_no_word() {
        for (text, word) in [
            ("琉璃盏 ..x 碎", "`..x`: behind `..` stands a space"),
            ("琉璃盏 ..-1 碎", "`..-1`: behind"),
            ("琉璃盏 ..30天", "`..30天`: behind"),
            ("琉璃盏 ..99999 碎", "`..99999`: behind"),
            ("琉璃盏 ... 碎", "`...`: behind"),
            ("(琉璃盏 .. 碎)", "outside parentheses"),
            ("(琉璃盏 + 碎)", "outside parentheses"),
            ("琉璃盏 /碎/", "behind a `+`"),
            ("琉璃盏?", "only behind `)` or `>`"),
            ("琉璃盏＋碎", "write `+`"),
            ("（琉璃盏｜碗）", "write `(`"),
            ("(琉璃盏)？碎", "write `?`"),
            ("琉璃盏 + ！碎", "write `!`"),
            ("琉璃盏＝70", "write `=`"),
            ("琉璃盏……碎", "write `..`"),
        ] {
            let error = take(text).unwrap_err();
            assert!(error.contains(word), "{text}: {error}");
        }
    }

    #[test]
    fn parentheses_are_only_so_deep() {
        let nested = |depth: usize| format!("{}婚{}", "(".repeat(depth), ")".repeat(depth));
        assert!(take(&nested(DEEPEST)).is_ok());
        assert!(take(&nested(20_000)).unwrap_err().contains("20 deep"));
        assert!(take(&"(".repeat(20_000)).unwrap_err().contains("20 deep"));
    }
}

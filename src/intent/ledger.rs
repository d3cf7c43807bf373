//! What nobody understood, put in order for whoever writes rules: like sentences together, each group with patterns
//! that would catch it.
//!
//! A group is found by the pairs of signs that its sentences share; pairs that very many share lead nowhere, so that
//! the work grows hardly faster than the number of sentences.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::{Range, RangeInclusive};

use crate::domain::unmatched::Unmatched;
use crate::tomlfile::{Fault, TomlFile};

use super::catalogue::{Catalogue, Scratch};
use super::letters::{is_han, is_word};
use super::rules::index;
use super::source::Sources;

/// From this likeness on (shared pairs by all pairs, in percent) two sentences belong together.
const ALIKE: usize = 30;
/// A pair that leads to more groups than this says nothing.
const MOST_GROUPS: usize = 100;
/// Of a long story the beginning has to do.
const MOST_UNITS: usize = 80;
/// A word of a pattern has at least and at most so many units.
const WORD: RangeInclusive<usize> = 2..=8;
/// A pattern needs no more words, a group no more patterns.
const MOST_WORDS: usize = 3;
const MOST_PATTERNS: usize = 3;

/// What many sentences have in common and no rule should look for.
const FILLERS: [&str; 37] = [
    "怎么办",
    "怎么",
    "请问",
    "想问",
    "问一下",
    "咨询",
    "一下",
    "你好",
    "您好",
    "我想",
    "可以",
    "应该",
    "什么",
    "如何",
    "现在",
    "我们",
    "他们",
    "你们",
    "这个",
    "那个",
    "就是",
    "知道",
    "谢谢",
    "我",
    "你",
    "您",
    "他",
    "她",
    "的",
    "了",
    "吗",
    "呢",
    "啊",
    "吧",
    "嘛",
    "哦",
    "某某",
];

/// Sentences that are like each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// How often somebody said one of them.
    pub count: usize,
    /// The sentences, the most frequent first.
    pub sentences: Vec<String>,
    /// What their authors chose when asked back: intents with the sentences they chose them for.
    pub chosen: BTreeMap<String, Vec<String>>,
    /// Patterns that the sentences have in common, in the language of the rules.
    pub patterns: Vec<String>,
}

/// Puts like rows together, the largest group first.
pub fn groups(rows: &[Unmatched], catalogue: &Catalogue) -> Vec<Group> {
    let mut clusters = Clusters::default();
    for sentence in sentences(rows, catalogue) {
        clusters.add(sentence);
    }
    let mut groups: Vec<Group> = clusters.members.iter().map(|members| group(members)).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.count));
    groups
}

/// Where each intent stands: the file and the line.
pub fn places(files: &[TomlFile]) -> BTreeMap<String, (String, usize)> {
    let mut places = BTreeMap::new();
    for topic in Sources::read(files, &mut Vec::new()).topics {
        let Some(file) = files.get(topic.file) else { continue };
        for intent in topic.intents {
            let Fault { file, line, .. } = file.fault(intent.at, "");
            places.insert(format!("{}.{}", topic.key.value, intent.id.value), (file, line));
        }
    }
    places
}

/// Everything said in the same words, once.
struct Sentence {
    words: String,
    count: usize,
    chosen: Vec<String>,
    /// Runs of Chinese characters and words of other scripts, without what says nothing.
    pieces: Vec<Vec<String>>,
    pairs: HashSet<(String, String)>,
}

/// The sentences, the most frequent first and of these the newest.
fn sentences(rows: &[Unmatched], catalogue: &Catalogue) -> Vec<Sentence> {
    let mut all: Vec<Sentence> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut scratch = Scratch::default();
    for row in rows {
        let plain = plain(&row.words, catalogue, &mut scratch);
        let next = all.len();
        let at = *known.entry(plain.clone()).or_insert(next);
        if at == next {
            let pieces = pieces(&plain);
            let pairs = pairs(&pieces);
            all.push(Sentence { words: row.words.clone(), count: 0, chosen: Vec::new(), pieces, pairs });
        }
        if let Some(sentence) = all.get_mut(at) {
            sentence.count += 1;
            sentence.chosen.extend(row.chosen.clone());
        }
    }
    all.sort_by_key(|sentence| std::cmp::Reverse(sentence.count));
    all
}

/// As the matcher sees it, and without places and the signs for what was taken out.
fn plain(words: &str, catalogue: &Catalogue, scratch: &mut Scratch) -> String {
    let mut kept = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('〔') {
        kept.push_str(before);
        kept.push(' ');
        rest = after.split_once('〕').map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    catalogue.judge(&kept, scratch);
    let signs = &scratch.found.signs;
    let places = scratch.found.places.iter();
    // Words in the name of a place are found by no pattern.
    places
        .fold(signs.text(), |text, &(start, end, _)| text.replace(&signs.part(index(start), index(end)), " "))
}

pub(super) fn pieces(plain: &str) -> Vec<Vec<String>> {
    let mut text = plain.to_owned();
    for filler in FILLERS {
        text = text.replace(filler, " ");
    }
    let mut pieces: Vec<Vec<String>> = vec![Vec::new()];
    let mut word = String::new();
    for sign in text.chars().chain([' ']) {
        if is_word(sign) {
            word.push(sign);
            continue;
        }
        if !word.is_empty() {
            // A word of letters stands alone: a part of it would never be found.
            pieces.extend([vec![std::mem::take(&mut word)], Vec::new()]);
        }
        match pieces.last_mut() {
            Some(piece) if is_han(sign) => piece.push(sign.to_string()),
            _ => pieces.push(Vec::new()),
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    let mut left = MOST_UNITS;
    pieces.retain_mut(|piece| {
        piece.truncate(left);
        left -= piece.len();
        !piece.is_empty()
    });
    pieces
}

pub(super) fn pairs(pieces: &[Vec<String>]) -> HashSet<(String, String)> {
    let pair = |units: &[String]| match units {
        [one, next] => Some((one.clone(), next.clone())),
        [alone] => Some((alone.clone(), String::new())),
        _ => None,
    };
    let all = pieces.iter().flat_map(|piece| piece.windows(piece.len().min(2)).filter_map(pair));
    all.collect()
}

/// Groups as they grow; the first member of each stands for it.
#[derive(Default)]
struct Clusters {
    members: Vec<Vec<Sentence>>,
    with_pair: HashMap<(String, String), Vec<usize>>,
}

impl Clusters {
    fn add(&mut self, sentence: Sentence) {
        if let Some(members) = self.likest(&sentence).and_then(|at| self.members.get_mut(at)) {
            members.push(sentence);
            return;
        }
        for pair in &sentence.pairs {
            let groups = self.with_pair.entry(pair.clone()).or_default();
            if groups.len() < MOST_GROUPS {
                groups.push(self.members.len());
            }
        }
        self.members.push(vec![sentence]);
    }

    fn likest(&self, sentence: &Sentence) -> Option<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for group in sentence.pairs.iter().filter_map(|pair| self.with_pair.get(pair)).flatten() {
            *shared.entry(*group).or_default() += 1;
        }
        let likeness = |(at, shared): (usize, usize)| {
            let leader = self.members.get(at)?.first()?;
            let all = leader.pairs.len() + sentence.pairs.len() - shared;
            Some((shared * 100 / all.max(1), std::cmp::Reverse(at)))
        };
        let best = shared.into_iter().filter_map(likeness).max();
        best.filter(|(likeness, _)| *likeness >= ALIKE).map(|(_, at)| at.0)
    }
}

fn group(members: &[Sentence]) -> Group {
    let mut chosen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for member in members {
        for intent in &member.chosen {
            let said = chosen.entry(intent.clone()).or_default();
            if !said.contains(&member.words) {
                said.push(member.words.clone());
            }
        }
    }
    Group {
        count: members.iter().map(|member| member.count).sum(),
        sentences: members.iter().map(|member| member.words.clone()).collect(),
        chosen,
        patterns: patterns(members.iter().collect()),
    }
}

/// The words that most of the sentences share, then those that most of the rest share.
fn patterns(mut rest: Vec<&Sentence>) -> Vec<String> {
    let mut patterns = Vec::new();
    while let Some(leader) = rest.first().filter(|_| patterns.len() < MOST_PATTERNS) {
        let candidates = candidates(leader);
        let having = |word: &str| rest.iter().filter(|sentence| sentence.has(word)).count();
        let best = candidates.iter().max_by_key(|it| (having(&it.word), it.word.chars().count()));
        let Some(best) = best else { break };
        let (covered, others): (Vec<&Sentence>, Vec<&Sentence>) =
            rest.iter().copied().partition(|sentence| sentence.has(&best.word));
        patterns.push(shared(&candidates, &covered).join(" + "));
        rest = others;
    }
    patterns
}

/// What may be a word: where it stands in a sentence.
#[derive(Clone, Debug)]
struct Candidate {
    piece: usize,
    units: Range<usize>,
    word: String,
}

/// Everything in a sentence that may be a word, longest first.
fn candidates(sentence: &Sentence) -> Vec<Candidate> {
    let of_length = |length: usize| {
        sentence.pieces.iter().enumerate().flat_map(move |(piece, units)| {
            let words = units.windows(length).map(|units| units.concat()).enumerate();
            words.map(move |(from, word)| Candidate { piece, units: from..from + length, word })
        })
    };
    let letters = of_length(1).filter(|alone| alone.word.chars().count() > 1);
    WORD.rev().flat_map(of_length).chain(letters).collect()
}

/// The longest words that all of these have, as they follow each other in the first sentence.
fn shared(candidates: &[Candidate], all: &[&Sentence]) -> Vec<String> {
    let mut words: Vec<&Candidate> = Vec::new();
    for candidate in candidates {
        let new = words.iter().all(|known| known.is_apart_from(candidate));
        if words.len() < MOST_WORDS && new && all.iter().all(|sentence| sentence.has(&candidate.word)) {
            words.push(candidate);
        }
    }
    words.sort_by_key(|word| (word.piece, word.units.start));
    words.into_iter().map(|word| word.word.clone()).collect()
}

impl Candidate {
    /// Whether the two share no unit, and are not the same word twice.
    fn is_apart_from(&self, other: &Self) -> bool {
        let apart = self.units.end <= other.units.start || other.units.end <= self.units.start;
        self.word != other.word && (self.piece != other.piece || apart)
    }
}

impl Sentence {
    fn has(&self, word: &str) -> bool {
        self.pieces.iter().any(|piece| piece.concat().contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UnmatchedId;
    use crate::domain::time::Timestamp;
    use crate::intent::testing::{catalogue, file, intent, village_catalogue};
    use proptest::prelude::*;

    fn row(words: &str, chosen: Option<&str>) -> Unmatched {
        Unmatched {
            id: UnmatchedId::new(""),
            at: Timestamp::from_millis(0),
            words: words.into(),
            likely: Vec::new(),
            chosen: chosen.map(Into::into),
            rules: String::new(),
        }
    }

    fn grouped(words: &[&str]) -> Vec<Group> {
        let rows: Vec<Unmatched> = words.iter().map(|words| row(words, None)).collect();
        groups(&rows, village_catalogue())
    }

    const CHARGERS: [&str; 4] = [
        "物业不让装充电桩怎么办",
        "物业不让我装充电桩",
        "小区物业不让装充电桩，合法吗？",
        "物业不让装充电桩啷个办",
    ];

    #[test]
    fn like_sentences_stand_together_and_the_largest_group_first() {
        let mut words = vec!["人脸识别门禁必须录脸吗", "今晚吃啥"];
        words.extend(CHARGERS);
        words.push("门禁要人脸识别，必须录脸");
        words.push("今晚吃啥");
        let groups = grouped(&words);
        let counts: Vec<usize> = groups.iter().map(|group| group.count).collect();
        assert_eq!(counts, [4, 2, 2], "{groups:#?}");
        assert_eq!(
            groups[0].sentences.len(),
            3,
            "the dialect of the last is the words of the first: {groups:#?}"
        );
    }

    #[test]
    fn the_patterns_of_a_group_catch_its_sentences() {
        let group = grouped(&CHARGERS).remove(0);
        assert_eq!(group.patterns, ["物业不让 + 装充电桩"]);
        let english = ["They cloned my face", "my face was cloned by them"];
        for words in [&CHARGERS[..], &["门禁录脸"][..], &english[..]] {
            let group = grouped(words).remove(0);
            let patterns: Vec<&str> = group.patterns.iter().map(String::as_str).collect();
            let rules = catalogue(&[file("t", &intent("i", &patterns, ""))]);
            for sentence in &group.sentences {
                assert_eq!(rules.read(sentence).intent.as_deref(), Some("t.i"), "{sentence} by {patterns:?}");
            }
        }
    }

    #[test]
    fn what_authors_chose_is_told_with_their_words() {
        let rows = [
            row("物业不让装充电桩", Some("property.charger")),
            row("物业不让装充电桩", Some("property.charger")),
            row("物业不让我装充电桩", None),
        ];
        let group = groups(&rows, village_catalogue()).remove(0);
        assert_eq!((group.count, group.sentences.len()), (3, 2));
        let chosen = BTreeMap::from([("property.charger".to_owned(), vec!["物业不让装充电桩".to_owned()])]);
        assert_eq!(group.chosen, chosen);
    }

    #[test]
    fn an_intent_is_found_in_its_file() {
        let files = [file("t", &format!("{}\n{}", intent("one", &["甲"], ""), intent("two", &["乙"], "")))];
        assert_eq!(places(&files)["t.one"], ("t.toml".to_owned(), 4));
        assert_eq!(places(&files)["t.two"], ("t.toml".to_owned(), 11));
    }

    #[test]
    fn what_was_taken_out_makes_nothing_alike() {
        assert_eq!(grouped(&["〔电话〕某某物业", "〔电话〕某某离婚", "〔电话〕", ""]).len(), 3);
    }

    #[test]
    fn thousands_of_sentences_are_grouped_at_once() {
        let subjects = ["物业", "房东", "老板", "邻居", "学校", "医院", "平台", "中介", "银行", "商家"];
        let deeds =
            ["不让装充电桩", "乱收垃圾费", "拿走我的快递", "半夜放鞭炮", "锁了消防通道", "拍了我的脸"];
        let mut rows = Vec::new();
        for number in 0..3000 {
            let (subject, deed) = (subjects[number % 10], deeds[number / 10 % 6]);
            let more = char::from_u32(0x4e00 + u32::try_from(number).unwrap() * 5).unwrap();
            rows.push(row(&format!("{subject}{deed}{more}{more}怎么办"), None));
        }
        let started = std::time::Instant::now();
        let groups = groups(&rows, village_catalogue());
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
        assert!((6..=120).contains(&groups.len()), "{}", groups.len());
        assert_eq!(groups.iter().map(|group| group.count).sum::<usize>(), 3000);
    }

    proptest! {
        #[test]
        fn every_row_is_in_one_group(words in prop::collection::vec(any::<String>(), 0..12)) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let groups = grouped(&words);
            prop_assert_eq!(groups.iter().map(|group| group.count).sum::<usize>(), words.len());
        }
    }
}

//! What to paste into the rules for a group of sentences that nobody understood. It is tried before it is told: only patterns that
//! fire, only examples that they win and a counter-example that they leave alone.
//!
//! Must not know how sentences come together, nor where the text is shown.

use std::collections::HashSet;

use crate::tomlfile::TomlFile;

use super::catalogue::Catalogue;
use super::check;
use super::ledger::{Group, pairs, pieces};
use super::letters::{is_han, is_word};

/// The check wants so many examples.
const LEAST_EXAMPLES: usize = 3;
/// No rule needs more than so many.
const MOST_EXAMPLES: usize = 12;
/// A label fits on a button.
const LABEL: usize = 12;
/// A pattern of a whole message has at most so many signs.
const MOST_WHOLE: usize = 40;
/// What somebody writes down on purpose decides, however it sounds to the wording.
const DECIDES: &str = " = 100";

/// Suggests rules beside those that there are.
#[derive(Debug)]
pub struct Suggester<'a> {
    catalogue: &'a Catalogue,
    lexicon: Option<&'a TomlFile>,
    /// The examples of other intents, with the pairs of signs that make sentences alike.
    known: Vec<(String, HashSet<(String, String)>)>,
}

/// What may be pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The patterns in it.
    pub patterns: Vec<String>,
    /// The lines, and above them what is left to write.
    pub toml: String,
}

impl<'a> Suggester<'a> {
    /// For the rules in these files, which are those of the catalogue.
    pub fn new(files: &'a [TomlFile], catalogue: &'a Catalogue) -> Self {
        let known = check::examples(files).into_iter().map(|it| {
            let pairs = pairs(&pieces(&catalogue.folding.fold_text(&it.value)));
            (it.value, pairs)
        });
        let lexicon = files.iter().find(|file| file.name.ends_with("lexicon.toml"));
        Self { catalogue, lexicon, known: known.collect() }
    }

    /// A rule of its own, for a topic file.
    pub fn rule(&self, number: usize, group: &Group) -> Suggestion {
        let (patterns, trial) = self.tried(group);
        let won = won(&trial, &group.sentences);
        let counter: Vec<String> = self.counter(&won, &trial).into_iter().collect();
        let label: String =
            group.sentences.first().map(|words| words.chars().take(LABEL).collect()).unwrap_or_default();
        let missing = LEAST_EXAMPLES.saturating_sub(won.len());
        let left = [
            (patterns.is_empty(), "`patterns`, for these words tell nothing".to_owned()),
            (true, "`label_en`".to_owned()),
            (missing > 0, format!("{missing} more of `examples`, as others would say it")),
            (counter.is_empty(), "a `counter` example".to_owned()),
        ];
        let left: Vec<String> = left.into_iter().filter(|it| it.0).map(|it| it.1).collect();
        let toml = format!(
            "# Left to write: {}.\n[[intent]]\nid = \"new_{number}\"\nlabel = {}\n# label_en = \"\"\npatterns = {}\nexamples = {}\ncounter = {}\n",
            left.join("; "),
            quoted(&label),
            list(&patterns),
            list(&won),
            list(&counter),
        );
        Suggestion { patterns, toml }
    }

    /// What to add to an intent that stands in a place and was meant by these sentences.
    pub fn addition(&self, (intent, place): (&str, &str), said: &[String], group: &Group) -> Suggestion {
        let (patterns, trial) = self.tried(group);
        let won = won(&trial, said);
        let left: String = said
            .iter()
            .filter(|text| !won.contains(text))
            .map(|text| {
                format!("# Left to write: a pattern that finds {}, which is an example too\n", quoted(text))
            })
            .collect();
        let toml = format!(
            "# {intent} was meant; add to it in {place}\n{left}patterns = {}\nexamples = {}\n",
            list(&patterns),
            list(&won)
        );
        Suggestion { patterns, toml }
    }

    /// The patterns of a group that fire on one of its sentences, and a catalogue of these alone. If none does, its first sentence as a
    /// whole.
    fn tried(&self, group: &Group) -> (Vec<String>, Catalogue) {
        let fires =
            |pattern: &String| !won(&self.trial(std::slice::from_ref(pattern)), &group.sentences).is_empty();
        let shared = group.patterns.iter().map(|pattern| format!("{pattern}{DECIDES}"));
        let mut patterns: Vec<String> = shared.filter(fires).collect();
        if patterns.is_empty() {
            let whole = group.sentences.first().and_then(|words| self.whole(words));
            patterns.extend(whole.filter(fires));
        }
        let trial = self.trial(&patterns);
        (patterns, trial)
    }

    /// The pattern that is one whole message of words only.
    fn whole(&self, words: &str) -> Option<String> {
        let plain = self.catalogue.folding.fold_text(words);
        let is_short = plain.chars().count() <= MOST_WHOLE;
        let is_plain = !plain.is_empty() && plain.chars().all(|sign| is_han(sign) || is_word(sign));
        (is_short && is_plain).then(|| format!("^{plain}${DECIDES}"))
    }

    /// The rules of the lexicon and of one intent with these patterns.
    fn trial(&self, patterns: &[String]) -> Catalogue {
        let head = "topic = \"trial\"\nlabel = \"trial\"\nlabel_en = \"trial\"\n[[intent]]\nid = \"new\"\nlabel = \"new\"\nlabel_en = \"new\"";
        let text = format!("{head}\nservice = \"smalltalk\"\npatterns = {}\n", list(patterns));
        let trial = TomlFile { name: "trial.toml".into(), text };
        let files: Vec<TomlFile> = self.lexicon.cloned().into_iter().chain([trial]).collect();
        Catalogue::load(&files, &[], &mut Vec::new())
    }

    /// The example of another intent that is likest to these sentences, and that their patterns leave alone.
    fn counter(&self, sentences: &[String], trial: &Catalogue) -> Option<String> {
        let first = self.catalogue.folding.fold_text(sentences.first()?);
        let ours = pairs(&pieces(&first));
        let mut likest: Vec<&(String, HashSet<(String, String)>)> = self.known.iter().collect();
        likest.sort_by_key(|(_, pairs)| std::cmp::Reverse(pairs.intersection(&ours).count()));
        likest.into_iter().map(|it| &it.0).find(|text| !is_won(trial, text)).cloned()
    }
}

/// The sentences that a trial understands.
fn won(trial: &Catalogue, sentences: &[String]) -> Vec<String> {
    sentences.iter().filter(|text| is_won(trial, text)).take(MOST_EXAMPLES).cloned().collect()
}

fn is_won(trial: &Catalogue, text: &str) -> bool {
    trial.read(text).intent.is_some()
}

/// A list in TOML, one text a line.
fn list(texts: &[String]) -> String {
    let lines: String = texts.iter().map(|text| format!("  {},\n", quoted(text))).collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{lines}]") }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UnmatchedId;
    use crate::domain::time::Timestamp;
    use crate::domain::unmatched::Unmatched;
    use crate::intent::check::check;
    use crate::intent::ledger::groups;
    use crate::intent::testing::{catalogue, file, intent, lexicon, places};

    fn files() -> Vec<TomlFile> {
        let examples =
            "service = \"smalltalk\"\ncounter = [\"天气\"]\nexamples = [\"修灯\", \"灯要修\", \"帮我修灯\"]";
        vec![
            lexicon("[dialect]\n\"啷个\" = \"怎么\"\n"),
            file("lamps", &intent("mend", &["修 + 灯", "灯 .. 修"], examples)),
        ]
    }

    /// What is suggested for sentences that are alike, and what the check says when it is pasted into a topic.
    fn pasted(words: &[&str]) -> (String, Vec<String>) {
        let files = files();
        let catalogue = catalogue(&files);
        let row = |words: &&str| Unmatched {
            id: UnmatchedId::new(""),
            at: Timestamp::from_millis(0),
            words: (*words).into(),
            likely: Vec::new(),
            chosen: None,
            rules: String::new(),
        };
        let groups = groups(&words.iter().map(row).collect::<Vec<_>>(), &catalogue);
        assert_eq!(groups.len(), 1, "{groups:#?}");
        let toml = Suggester::new(&files, &catalogue).rule(1, &groups[0]).toml;
        let topic = file("t", &format!("{toml}service = \"smalltalk\"\n"));
        let all: Vec<TomlFile> = files.iter().cloned().chain([topic]).collect();
        let faults = check(&all, &places(), "2026-11-23".parse().unwrap()).faults;
        (toml, faults.iter().map(|fault| fault.what.clone()).collect())
    }

    const ENGLISH: &str = "`label_en` is missing";
    const EXAMPLES: &str = "t.new_1 needs at least 3 `examples` that it must win";

    #[test]
    fn of_a_group_only_the_english_label_is_left_to_write() {
        let (toml, faults) = pasted(&["蓝色的灯在唱歌", "蓝色的灯在唱歌哟", "那蓝色的灯在唱歌"]);
        assert!(toml.starts_with("# Left to write: `label_en`.\n[[intent]]\n"), "{toml}");
        assert!(toml.contains("counter = [\n  \"修灯\",\n]"), "the likest: {toml}");
        assert_eq!(faults.len(), 1, "{faults:#?}");
        assert!(faults[0].contains(ENGLISH), "{faults:#?}");
    }

    #[test]
    fn of_one_sentence_the_check_says_what_its_head_says() {
        for (said, pattern) in [("噗噗噗的云梯子", "云梯子"), ("嗯", "^嗯$ = 100"), ("啷个", "^怎么$ = 100")]
        {
            let (toml, faults) = pasted(&[said]);
            assert!(toml.starts_with("# Left to write: `label_en`; 2 more of `examples`"), "{toml}");
            assert!(toml.contains(pattern), "{toml}");
            assert_eq!(faults.len(), 2, "{toml}{faults:#?}");
            assert!(faults.iter().all(|it| it.contains(ENGLISH) || it.contains(EXAMPLES)), "{faults:#?}");
        }
    }

    #[test]
    fn where_words_tell_nothing_the_patterns_are_left_to_write() {
        let (toml, faults) = pasted(&["？。？"]);
        assert!(
            toml.starts_with("# Left to write: `patterns`, for these words tell nothing; `label_en`; 3 more"),
            "{toml}"
        );
        assert!(faults.iter().any(|it| it.contains("has no pattern")), "{faults:#?}");
    }

    #[test]
    fn a_sentence_that_no_pattern_of_its_group_finds_is_no_example() {
        let files = files();
        let catalogue = catalogue(&files);
        let sentences = vec!["蓝色的灯在唱歌".to_owned(), "啦啦啦".to_owned()];
        let group = Group {
            count: 2,
            sentences: sentences.clone(),
            chosen: Default::default(),
            patterns: vec!["唱歌".into()],
        };
        let told =
            Suggester::new(&files, &catalogue).addition(("lamps.mend", "lamps.toml:4"), &sentences, &group);
        assert_eq!(
            told.toml,
            "# lamps.mend was meant; add to it in lamps.toml:4\n# Left to write: a pattern that finds \"啦啦啦\", which is an example \
             too\npatterns = [\n  \"唱歌 = 100\",\n]\nexamples = [\n  \"蓝色的灯在唱歌\",\n]\n"
        );
    }
}

//! Word classes by name, as patterns name them: `<landlord>`.
//!
//! Must not know what a pattern is.

use std::collections::BTreeMap;

use super::vocabulary::Vocabulary;

/// Classes of a file, then of the lexicon.
#[derive(Debug)]
pub struct Classes<'a> {
    own: &'a BTreeMap<String, Vec<String>>,
    shared: &'a BTreeMap<String, Vec<String>>,
    /// Those that were asked for as a whole, which is what most patterns want, and many of them the same.
    whole: BTreeMap<String, Vec<u32>>,
}

impl<'a> Classes<'a> {
    /// The file's own classes, and everybody's.
    pub const fn new(
        own: &'a BTreeMap<String, Vec<String>>,
        shared: &'a BTreeMap<String, Vec<String>>,
    ) -> Self {
        Self { own, shared, whole: BTreeMap::new() }
    }

    /// The words of a class, as they are written.
    ///
    /// # Errors
    /// What to do where there is no such class.
    pub fn words(&self, name: &str) -> Result<&'a [String], String> {
        let known = self.own.get(name).or_else(|| self.shared.get(name));
        known.map(Vec::as_slice).ok_or_else(|| {
            format!("`<{name}>` is no word class: define it under [words] in this file or in lexicon.toml")
        })
    }

    /// The numbers of all words of a class, in their order. None at all if nothing is left of one of them.
    ///
    /// # Errors
    /// As for [`Self::words`].
    pub fn whole(&mut self, name: &str, vocabulary: &mut Vocabulary<'_>) -> Result<Vec<u32>, String> {
        if let Some(words) = self.whole.get(name) {
            return Ok(words.clone());
        }
        let written: Option<Vec<u32>> =
            self.words(name)?.iter().map(|word| vocabulary.written(word)).collect();
        let mut words = written.unwrap_or_default();
        words.sort_unstable();
        words.dedup();
        self.whole.insert(name.to_owned(), words.clone());
        Ok(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::folding::Folding;

    #[test]
    fn a_files_own_class_goes_before_the_shared_one_and_is_the_same_whenever_it_is_asked_for() {
        let class = |words: &[&str]| {
            BTreeMap::from([("divorce".to_owned(), words.iter().map(ToString::to_string).collect())])
        };
        let (own, shared) = (class(&["离婚", "離婚", "打脱离"]), class(&["分手"]));
        let folding = Folding::new([("啷个", "怎么")]);
        let mut vocabulary = Vocabulary::new(&folding);
        let mut classes = Classes::new(&own, &shared);
        for _ in 0..2 {
            assert_eq!(classes.whole("divorce", &mut vocabulary).unwrap(), [0, 1]);
        }
        assert!(classes.whole("nobody", &mut vocabulary).unwrap_err().contains("no word class"));
    }
}

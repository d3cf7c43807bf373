//! The hotlines that intents name: in danger their numbers are told before anything else, so each has to be there.
//!
//! Must not know where numbers are kept.

use crate::tomlfile::{Fault, TomlFile, likest};

use super::source::Sources;

/// Every hotline that an intent names and that is not one of `known`.
pub fn unknown(files: &[TomlFile], known: &[&str]) -> Vec<Fault> {
    let sources = Sources::read(files, &mut Vec::new());
    let mut faults = Vec::new();
    for topic in &sources.topics {
        let Some(file) = files.get(topic.file) else { continue };
        let named = topic.intents.iter().flat_map(|intent| &intent.hotlines);
        for key in named.filter(|key| !known.contains(&key.value.as_str())) {
            faults.push(file.fault(key.at, told(&key.value, known)));
        }
    }
    faults
}

fn told(key: &str, known: &[&str]) -> String {
    let nearest = likest(key, known.iter().copied()).into_iter().next();
    let nearest = nearest.map_or_else(String::new, |nearest| format!("; the nearest there is `{nearest}`"));
    format!("hotline `{key}` is not in config/directory.toml, so nobody would be told its number{nearest}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::testing::{file, intent};

    #[test]
    fn a_hotline_without_a_number_is_named_with_the_nearest_that_has_one() {
        let danger = intent("fire", &["着火"], "hotlines = [\"fire\", \"polise\"]");
        let files = [file("danger", &danger)];
        let found = unknown(&files, &["fire", "legal", "police"]);
        assert_eq!(found.len(), 1, "{found:?}");
        let line = files[0].text.lines().position(|line| line.contains("polise")).unwrap() + 1;
        assert_eq!(
            found[0].to_string(),
            format!(
                "{}:{line}: hotline `polise` is not in config/directory.toml, so nobody would be told its number; \
                 the nearest there is `police`",
                files[0].name
            )
        );
        assert_eq!(unknown(&files, &["fire", "polise"]), []);
    }
}

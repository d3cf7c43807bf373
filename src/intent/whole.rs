//! What the rules of an installation cannot be without. A folder that is being filled or was cleared has no other fault: nothing in it
//! is wrong, and nothing would be understood.
//!
//! Must not know what the files say beyond that; sets made up for a trial need not be whole.

use crate::domain::service::Service;
use crate::tomlfile::{Fault, TomlFile};

use super::source::{Sources, WORDING};

/// The files that whatever else there is relies on. One that shall say nothing says so in a comment.
const NEEDED: [&str; 6] =
    ["lexicon.toml", WORDING, "command.toml", "laws.toml", "numbers.toml", "deadlines.toml"];

/// What is missing of the files of a folder.
pub fn lacking(folder: &str, files: &[TomlFile]) -> Vec<Fault> {
    let fault = |file: String, what: &str| Fault { file, line: 0, what: what.into() };
    let mut found = Vec::new();
    for needed in NEEDED {
        let name = format!("{folder}/{needed}");
        match files.iter().find(|file| file.name == name) {
            Some(file) if file.text.trim().is_empty() => {
                found.push(fault(name, "is empty: put back what it said, or write in a comment why"));
            }
            Some(_) => {}
            None => found.push(fault(name, "is missing: put it back")),
        }
    }
    if !files.iter().any(knows_danger) {
        let what =
            "no intent has `service = \"emergency\"`: nobody in danger would be heard; put danger.toml back";
        found.push(fault(folder.into(), what));
    }
    found
}

/// What is wrong with each file by itself: all that can be said while another one cannot be read.
pub fn alone(files: &[TomlFile]) -> Vec<Fault> {
    let mut faults = Vec::new();
    Sources::read(files, &mut faults);
    faults
}

fn knows_danger(file: &TomlFile) -> bool {
    let sources = Sources::read(std::slice::from_ref(file), &mut Vec::new());
    let mut intents = sources.topics.iter().flat_map(|topic| &topic.intents);
    intents.any(|intent| intent.service == Some(Service::Emergency))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::testing::{file, intent};

    fn whole() -> Vec<TomlFile> {
        let needed =
            NEEDED.map(|name| TomlFile { name: format!("intents/{name}"), text: "# nothing\n".into() });
        let danger = file("danger", &intent("fire", &["着火"], "service = \"emergency\""));
        needed.into_iter().chain([danger]).collect()
    }

    fn said(files: &[TomlFile]) -> Vec<String> {
        lacking("intents", files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_whole_set_lacks_nothing() {
        assert_eq!(said(&whole()), [""; 0]);
    }

    #[test]
    fn an_empty_folder_lacks_everything() {
        let said = said(&[]);
        assert_eq!(said.len(), NEEDED.len() + 1, "{said:#?}");
        assert!(said.iter().any(|it| it.starts_with("intents: no intent has `service = \"emergency\"`")));
    }

    #[test]
    fn a_file_that_is_gone_or_empty_and_danger_that_nobody_hears_are_named() {
        let mut files = whole();
        files.remove(0);
        files[0].text = " \n".into();
        let danger = files.last_mut().unwrap();
        danger.text = danger.text.replace("emergency", "smalltalk");
        assert_eq!(
            said(&files),
            [
                "intents/lexicon.toml: is missing: put it back",
                "intents/wording.toml: is empty: put back what it said, or write in a comment why",
                "intents: no intent has `service = \"emergency\"`: nobody in danger would be heard; put danger.toml back"
            ]
        );
    }
}

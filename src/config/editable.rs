//! The files that may be edited while the gateway runs, as they stood at one moment.
//!
//! Whatever is made of them is made of the same texts, however the disk changes meanwhile. Must not know when they
//! are looked at, nor what becomes of a faulty set.

use std::time::SystemTime;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::domain::directory::Directory;
use crate::engine::rules::{HOTLINES, Rules};
use crate::engine::texts::Texts;
use crate::intent::check::{Findings, check};
use crate::intent::review::{Review, reviews, unsigned};
use crate::intent::whole::{alone, lacking};
use crate::intent::{Catalogue, hotlines};
use crate::tomlfile::{Fault, TomlFile};

use super::load::Home;
use super::{Config, calendar, directory};

const DIRECTORY: &str = "config/directory.toml";
const CALENDAR: &str = "config/calendar.toml";
const ZH: &str = "config/texts/zh.toml";
const EN: &str = "config/texts/en.toml";
const INTENTS: &str = "intents";

/// Directory, calendar, texts and intents as they were read.
#[derive(Debug)]
pub struct Editable {
    directory: TomlFile,
    calendar: TomlFile,
    zh: TomlFile,
    en: TomlFile,
    intents: Vec<TomlFile>,
    unreadable: Vec<Fault>,
    overlooked: Vec<Fault>,
    /// Whether the folder itself is not there.
    nowhere: bool,
}

/// Which texts they were, name by name and letter by letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition([u8; 32]);

/// What can be seen of the files without opening them: names, sizes and when they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glance(Vec<(String, Option<(u64, SystemTime)>)>);

impl Home {
    /// Reads directory, calendar, texts and intents.
    pub fn editable(&self) -> Editable {
        let mut unreadable = Vec::new();
        let overlooked = self.overlooked(INTENTS);
        let mut editable = Editable {
            directory: self.file(DIRECTORY, &mut unreadable),
            calendar: self.file(CALENDAR, &mut unreadable),
            zh: self.file(ZH, &mut unreadable),
            en: self.file(EN, &mut unreadable),
            intents: self.files(INTENTS, &mut unreadable),
            unreadable,
            overlooked,
            nowhere: false,
        };
        if !self.folder.is_dir() {
            let what = "there is no such folder: --home names the one that holds config/ and intents/";
            let file = self.folder.display().to_string();
            editable.unreadable = vec![Fault { file, line: 0, what: what.to_owned() }];
            editable.nowhere = true;
        }
        editable
    }

    /// Looks at the same files from outside.
    pub fn glance(&self) -> Glance {
        let names = self
            .names(INTENTS)
            .unwrap_or_default()
            .into_iter()
            .chain([DIRECTORY, CALENDAR, ZH, EN].map(Into::into));
        let seen = names.map(|name| {
            let about = std::fs::metadata(self.folder.join(&name)).ok();
            let about = about.and_then(|about| Some((about.len(), about.modified().ok()?)));
            (name, about)
        });
        Glance(seen.collect())
    }
}

impl Editable {
    /// Which texts these are.
    pub fn edition(&self) -> Edition {
        let mut hash = Sha256::new();
        for file in [&self.directory, &self.calendar, &self.zh, &self.en].into_iter().chain(&self.intents) {
            for part in [&file.name, &file.text] {
                hash.update(part.len().to_le_bytes());
                hash.update(part.as_bytes());
            }
        }
        Edition(hash.finalize().into())
    }

    /// Makes the rules of them; every fault goes to `faults`.
    pub fn rules(&self, config: &Config, faults: &mut Vec<Fault>) -> Rules {
        let (mut found, mut of_intents) = (Vec::new(), Vec::new());
        let directory = directory::read(&self.directory, &mut found);
        let texts = Texts::read(&self.zh, &self.en, &mut found);
        let calendar = calendar::read(&self.calendar, &mut found);
        let catalogue = Catalogue::load(&self.intents, &directory::places(&directory), &mut of_intents);
        of_intents.extend(self.missing_of(&directory));
        faults.extend(self.own(found, of_intents));
        Rules { directory, calendar, catalogue, texts, policy: config.policy.clone() }
    }

    /// Tests the intents with their examples, as they are on `today`.
    pub fn check_intents(&self, today: NaiveDate) -> Findings {
        let mut faults = Vec::new();
        let directory = directory::read(&self.directory, &mut faults);
        let mut found = check(&self.intents, &directory::places(&directory), today);
        found.faults.extend(self.missing_of(&directory));
        if self.is_spoilt(&faults, &found.faults) {
            found.hints.clear();
        }
        found.hints.extend_from_slice(&self.overlooked);
        found.faults = self.own(faults, found.faults);
        found
    }

    /// What lies beside the intents as if it were one and is not read.
    pub fn overlooked(&self) -> &[Fault] {
        &self.overlooked
    }

    /// What the intents lack, of themselves and of the directory.
    fn missing_of(&self, directory: &Directory) -> Vec<Fault> {
        let known: Vec<&str> = directory.hotlines.keys().map(String::as_str).chain(HOTLINES).collect();
        let mut missing = lacking(INTENTS, &self.intents);
        missing.extend(hotlines::unknown(&self.intents, &known));
        missing
    }

    /// The faults of all files without those that only follow from a file that cannot be read: an intent that is not seen is
    /// missed by others, and so is a place.
    fn own(&self, found: Vec<Fault>, of_intents: Vec<Fault>) -> Vec<Fault> {
        let mut own = self.unreadable.clone();
        if self.nowhere {
            return own;
        }
        let is_read = |fault: &Fault| self.unreadable.iter().all(|unread| unread.file != fault.file);
        let is_spoilt = self.is_spoilt(&found, &of_intents);
        own.extend(found.into_iter().filter(is_read));
        if !is_spoilt {
            own.extend(of_intents);
            return own;
        }
        let mut alone = alone(&self.intents);
        if self.unreadable.iter().all(|unread| unread.file != INTENTS) {
            alone.extend(lacking(INTENTS, &self.intents).into_iter().filter(|lack| lack.file != INTENTS));
        }
        let stays = |fault: &Fault| is_read(fault) && (fault.is_of_syntax() || alone.contains(fault));
        own.extend(of_intents.into_iter().filter(stays));
        own
    }

    /// Whether what the intents are made of is not all there to be seen.
    fn is_spoilt(&self, found: &[Fault], of_intents: &[Fault]) -> bool {
        let is_theirs = |file: &str| file == DIRECTORY || file.starts_with(INTENTS);
        let broken = found.iter().chain(of_intents).filter(|fault| fault.is_of_syntax());
        self.nowhere || broken.chain(&self.unreadable).any(|fault| is_theirs(&fault.file))
    }

    /// The laws and numbers that somebody has to look at within so many days of `today`.
    pub fn reviews(&self, today: NaiveDate, days: u64) -> Vec<Review> {
        reviews(&self.intents, today, days)
    }

    /// How many laws nobody has signed, and how many there are.
    pub fn unsigned(&self) -> (usize, usize) {
        unsigned(&self.intents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("config/texts")).unwrap();
        std::fs::create_dir(folder.path().join("intents")).unwrap();
        for file in [DIRECTORY, CALENDAR, ZH, EN, "intents/a.toml"] {
            std::fs::write(folder.path().join(file), "").unwrap();
        }
        let home = Home { folder: folder.path().to_owned(), flags: Vec::new() };
        (folder, home)
    }

    #[test]
    fn an_edition_is_its_texts_and_their_names() {
        let (folder, home) = home();
        let file = |name: &str| folder.path().join("intents").join(name);
        let first = home.editable().edition();
        std::fs::write(file("a.toml"), "topic = 1").unwrap();
        let second = home.editable().edition();
        assert_ne!(first, second);
        std::fs::rename(file("a.toml"), file("b.toml")).unwrap();
        assert_ne!(home.editable().edition(), second);
        std::fs::rename(file("b.toml"), file("a.toml")).unwrap();
        std::fs::write(file("a.toml"), "").unwrap();
        assert_eq!(home.editable().edition(), first);
    }

    #[test]
    fn a_glance_sees_files_come_go_and_change_but_not_what_editors_leave_beside_them() {
        let (folder, home) = home();
        let file = |name: &str| folder.path().join("intents").join(name);
        let first = home.glance();
        std::fs::write(file(".#a.toml"), "half").unwrap();
        std::fs::write(file("a.toml~"), "half").unwrap();
        assert_eq!(home.glance(), first);
        std::fs::write(file("b.toml"), "").unwrap();
        let second = home.glance();
        assert_ne!(second, first);
        std::fs::write(file("b.toml"), "longer").unwrap();
        assert_ne!(home.glance(), second);
        std::fs::remove_file(file("b.toml")).unwrap();
        assert_eq!(home.glance(), first);
    }

    #[test]
    fn rules_that_nobody_could_be_understood_with_are_a_fault_however_they_are_looked_at() {
        let (folder, home) = home();
        std::fs::remove_file(folder.path().join("intents/a.toml")).unwrap();
        let checked = home.editable().check_intents("2026-11-23".parse().unwrap()).faults;
        let mut loaded = Vec::new();
        home.load(std::iter::empty(), &mut loaded);
        for faults in [checked, loaded] {
            let named = |file: &str| faults.iter().any(|fault| fault.file == file);
            assert!(named("intents") && named("intents/wording.toml"), "{faults:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_a_fault_of_the_rules() {
        let (folder, home) = home();
        std::fs::remove_file(folder.path().join(EN)).unwrap();
        let editable = home.editable();
        let faults = editable.check_intents("2026-11-23".parse().unwrap()).faults;
        assert!(
            faults.iter().any(|fault| fault.file == EN && fault.what.starts_with("cannot be read")),
            "{faults:?}"
        );
    }
}

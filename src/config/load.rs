//! Reads the files of an installation from disk: settings, directory, texts and rules.
//!
//! Together with `editable`, the only place that knows where under the home folder they lie.

use std::path::PathBuf;

use crate::engine::rules::Rules;
use crate::tomlfile::{Fault, TomlFile, utf8};

use super::Config;
use super::editable::Edition;

/// What the name of a file ends with that is read.
const ENDING: &str = ".toml";

/// The folder everything lies under, and what `--set` gave.
#[derive(Clone, Debug)]
pub struct Home {
    /// Usually the current folder.
    pub folder: PathBuf,
    /// `section.key=value` flags.
    pub flags: Vec<String>,
}

/// Everything the files of an installation say.
#[derive(Debug)]
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// The rest.
    pub rules: Rules,
    /// Which texts the rest was made of.
    pub edition: Edition,
}

impl Home {
    /// Reads every file; every fault of all of them goes to `faults`.
    pub fn load(
        &self,
        environment: impl IntoIterator<Item = (String, String)>,
        faults: &mut Vec<Fault>,
    ) -> Loaded {
        // That the folder itself is missing is told by what is read next.
        let mut unreadable = Vec::new();
        let settings = self.file("config/gateway.toml", &mut unreadable);
        faults.extend(unreadable.into_iter().filter(|_| self.folder.is_dir()));
        let config = Config::read(&settings, environment, &self.flags, faults);
        let editable = self.editable();
        let rules = editable.rules(&config, faults);
        Loaded { config, rules, edition: editable.edition() }
    }

    /// Reads directory, texts and intents; every fault goes to `faults`.
    pub fn rules(&self, config: &Config, faults: &mut Vec<Fault>) -> Rules {
        self.editable().rules(config, faults)
    }

    /// The database's address with a relative file put under the home folder.
    pub fn database_url(&self, url: &str) -> String {
        match url.strip_prefix("sqlite://") {
            Some(file) => format!("sqlite://{}", self.folder.join(file).display()),
            None => url.to_owned(),
        }
    }

    /// One file; if it cannot be read, that is a fault and the file counts as empty.
    pub fn file(&self, name: &str, faults: &mut Vec<Fault>) -> TomlFile {
        let bytes = std::fs::read(self.folder.join(name)).map_err(|error| cannot(name, &error));
        let text = bytes.and_then(|bytes| utf8(name, bytes)).unwrap_or_else(|fault| {
            faults.push(fault);
            String::new()
        });
        TomlFile { name: name.to_owned(), text }
    }

    /// Every `.toml` file of a folder, by name.
    pub fn files(&self, folder: &str, faults: &mut Vec<Fault>) -> Vec<TomlFile> {
        let names = self.names(folder).unwrap_or_else(|error| {
            faults.push(cannot(folder, &error));
            Vec::new()
        });
        names.iter().map(|name| self.file(name, faults)).collect()
    }

    /// Their names.
    pub(super) fn names(&self, folder: &str) -> std::io::Result<Vec<String>> {
        let mut names = self.all_names(folder)?;
        names.retain(|name| name.ends_with(ENDING));
        Ok(names)
    }

    /// Files that somebody may take for files of the folder, and that are not read.
    pub(super) fn overlooked(&self, folder: &str) -> Vec<Fault> {
        let mut found = Vec::new();
        let told = |file: String, what: &str| Fault { file, line: 0, what: what.to_owned() };
        for name in self.all_names(folder).unwrap_or_default() {
            let small = name.to_lowercase();
            let is_named_so = small.strip_suffix(".txt").unwrap_or(&small).ends_with(ENDING);
            let inside = self.names(&name).unwrap_or_default();
            let what = format!("is not read: move it into {folder}");
            found.extend(inside.into_iter().map(|file| told(file, &what)));
            if is_named_so && !name.ends_with(ENDING) {
                found.push(told(name, "is not read: rename it so that it ends in .toml"));
            }
        }
        found
    }

    /// What lies in a folder, by name, without what editors and office programs keep beside the file they have open.
    fn all_names(&self, folder: &str) -> std::io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(self.folder.join(folder))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') && !name.starts_with("~$") {
                names.push(format!("{folder}/{name}"));
            }
        }
        names.sort();
        Ok(names)
    }
}

fn cannot(name: &str, error: &std::io::Error) -> Fault {
    Fault { file: name.to_owned(), line: 0, what: format!("cannot be read: {error}") }
}

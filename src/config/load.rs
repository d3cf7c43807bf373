//! Reads the files of an installation from disk: settings, directory, texts and rules.
//!
//! Together with `editable`, the only place that knows where under the home folder they lie.

use std::path::PathBuf;

use crate::engine::rules::Rules;
use crate::tomlfile::{Fault, TomlFile};

use super::Config;
use super::editable::Edition;

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
        let settings = self.file("config/gateway.toml", faults);
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
        let text = std::fs::read_to_string(self.folder.join(name)).unwrap_or_else(|error| {
            faults.push(Fault { file: name.to_owned(), line: 0, what: format!("cannot be read: {error}") });
            String::new()
        });
        TomlFile { name: name.to_owned(), text }
    }

    /// Every `.toml` file of a folder, by name.
    pub fn files(&self, folder: &str, faults: &mut Vec<Fault>) -> Vec<TomlFile> {
        let names = self.names(folder).unwrap_or_else(|error| {
            faults.push(Fault { file: folder.to_owned(), line: 0, what: format!("cannot be read: {error}") });
            Vec::new()
        });
        names.iter().map(|name| self.file(name, faults)).collect()
    }

    /// Their names, without what editors keep beside the file they have open.
    pub(super) fn names(&self, folder: &str) -> std::io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(self.folder.join(folder))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".toml") && !name.starts_with('.') {
                names.push(format!("{folder}/{name}"));
            }
        }
        names.sort();
        Ok(names)
    }
}

//! Reads the files of an installation from disk: settings, directory, texts and rules.
//!
//! The only place that knows where under the home folder they lie.

use std::path::{Path, PathBuf};

use crate::tomlfile::{Fault, TomlFile};

/// The folder everything lies under, and what `--set` gave.
#[derive(Clone, Debug)]
pub struct Home {
    /// Usually the current folder.
    pub folder: PathBuf,
    /// `section.key=value` flags.
    pub flags: Vec<String>,
}

impl Home {
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
        let names = names(&self.folder.join(folder)).unwrap_or_else(|error| {
            faults.push(Fault { file: folder.to_owned(), line: 0, what: format!("cannot be read: {error}") });
            Vec::new()
        });
        names.iter().map(|name| self.file(&format!("{folder}/{name}"), faults)).collect()
    }
}

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

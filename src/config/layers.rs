//! The layers of settings, laid over each other: each value remembers where it came from.

use std::collections::{BTreeMap, BTreeSet};

use crate::tomlfile::{Fault, TomlFile};

const PREFIX: &str = "FENGQIAO_";

/// Values by section and key; every known key is there, at least at its default.
pub(super) struct Layers {
    values: BTreeMap<(String, String), Value>,
}

struct Value {
    text: String,
    origin: Origin,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    Default,
    File { name: String, line: usize },
    Outside(String),
}

impl Layers {
    pub(super) fn new(keys: &[(&str, &str, &str)]) -> Self {
        let value = |text: &str| Value { text: text.to_owned(), origin: Origin::Default };
        let values = keys
            .iter()
            .map(|(section, key, default)| (((*section).to_owned(), (*key).to_owned()), value(default)))
            .collect();
        Self { values }
    }

    /// Lays the file over what is there.
    pub(super) fn file(&mut self, file: &TomlFile, faults: &mut Vec<Fault>) {
        file.read(faults, |top| {
            let sections: BTreeSet<String> = self.values.keys().map(|(section, _)| section.clone()).collect();
            for section in sections {
                top.table(&section, |table| {
                    for ((_, key), value) in self.values.iter_mut().filter(|((name, _), _)| *name == section)
                    {
                        if let Some(found) = table.scalar(key) {
                            let line = file.fault(found.at, "").line;
                            *value = Value {
                                text: found.value,
                                origin: Origin::File { name: file.name.clone(), line },
                            };
                        }
                    }
                });
            }
        });
    }

    /// Lays `FENGQIAO_<SECTION>__<KEY>` over what is there; names without `__` belong to somebody else, unless but for that they
    /// are ours.
    pub(super) fn environment(
        &mut self,
        variables: impl IntoIterator<Item = (String, String)>,
        faults: &mut Vec<Fault>,
    ) {
        for (name, text) in variables {
            let Some(rest) = name.strip_prefix(PREFIX).map(str::to_lowercase) else { continue };
            let place = format!("environment variable {name}");
            let Some((section, key)) = rest.split_once("__") else {
                if let Some((section, key)) = self.meant(&rest) {
                    let right = format!("{PREFIX}{section}__{key}").to_uppercase();
                    faults.push(outside(place, format!("is not read: write {right}, with two `_`")));
                }
                continue;
            };
            self.lay(section, key, text, place, faults);
        }
    }

    /// The setting whose section and key are joined by one `_` only.
    fn meant(&self, name: &str) -> Option<&(String, String)> {
        let mut keys = self.values.keys();
        keys.find(|(section, key)| {
            name.strip_prefix(section.as_str()).and_then(|rest| rest.strip_prefix('_')) == Some(key)
        })
    }

    /// Lays `section.key=value` over what is there.
    pub(super) fn flags(&mut self, flags: &[String], faults: &mut Vec<Fault>) {
        for flag in flags {
            let parts =
                flag.split_once('=').and_then(|(name, text)| Some((name, name.split_once('.')?, text)));
            match parts {
                Some((name, (section, key), text)) => {
                    self.lay(section, key, text.to_owned(), format!("flag --set {name}"), faults);
                }
                None => {
                    faults.push(outside(format!("flag --set {flag}"), "must be section.key=value".to_owned()))
                }
            }
        }
    }

    fn lay(&mut self, section: &str, key: &str, text: String, place: String, faults: &mut Vec<Fault>) {
        match self.values.get_mut(&(section.to_owned(), key.to_owned())) {
            Some(value) => *value = Value { text, origin: Origin::Outside(place) },
            None => faults.push(outside(
                place,
                format!("there is no setting {section}.{key}; see config/gateway.toml"),
            )),
        }
    }

    /// The value of a known key, parsed; a fault notes where it came from and leaves the default.
    pub(super) fn read<T: Default>(
        &self,
        section: &str,
        key: &str,
        faults: &mut Vec<Fault>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> T {
        parse(self.text(section, key)).unwrap_or_else(|what| {
            faults.push(self.fault(section, key, &what));
            T::default()
        })
    }

    /// A fault of a known key, at the place its value came from.
    pub(super) fn fault(&self, section: &str, key: &str, what: &str) -> Fault {
        let what = format!("`{section}.{key}` {what}");
        match self.value(section, key).map(|value| &value.origin) {
            Some(Origin::File { name, line }) => Fault { file: name.clone(), line: *line, what },
            Some(Origin::Outside(place)) => outside(place.clone(), what),
            Some(Origin::Default) | None => outside("config/gateway.toml".to_owned(), what),
        }
    }

    pub(super) fn text(&self, section: &str, key: &str) -> &str {
        self.value(section, key).map_or("", |value| &value.text)
    }

    fn value(&self, section: &str, key: &str) -> Option<&Value> {
        self.values.get(&(section.to_owned(), key.to_owned()))
    }

    #[cfg(test)]
    pub(super) fn is_from_file(&self, section: &str, key: &str) -> bool {
        self.value(section, key).is_some_and(|value| matches!(value.origin, Origin::File { .. }))
    }
}

fn outside(place: String, what: String) -> Fault {
    Fault { file: place, line: 0, what }
}

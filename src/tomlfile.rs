//! Reading TOML that people edit: typed values with their place, and every fault at once.
//!
//! Used for settings, directory, texts and rules. Must not know what any key means, nor touch the disk.

use std::fmt;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

mod slips;

/// One thing wrong with a file, where it is and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, as the reader names it.
    pub file: String,
    /// The line, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// What is wrong and what to do, in one sentence or two.
    pub what: String,
}

/// How a fault begins that keeps a file from being read to its end.
const NOT_TOML: &str = "not valid TOML: ";

impl Fault {
    /// Whether the file it is in could not be read to its end: what it lacks may stand there and not be seen.
    pub fn is_of_syntax(&self) -> bool {
        self.what.starts_with(NOT_TOML)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}:{line}: {}", self.file, self.what),
        }
    }
}

/// A file's name and its text.
#[derive(Clone, Debug)]
pub struct TomlFile {
    /// The name faults carry.
    pub name: String,
    /// What it says.
    pub text: String,
}

impl TomlFile {
    /// A fault at a byte offset of this file.
    pub fn fault(&self, at: usize, what: impl Into<String>) -> Fault {
        let line = self.text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1;
        Fault { file: self.name.clone(), line, what: what.into() }
    }

    /// Reads the file with `read`, handing it the top table; unread keys are faults. Faults go to `faults`. In a file that is no
    /// TOML these are the only ones: whatever else seems to be wrong may come of them.
    pub fn read<T>(&self, faults: &mut Vec<Fault>, read: impl FnOnce(&mut Section<'_, '_>) -> T) -> T {
        let (root, errors) = DeTable::parse_recoverable(&self.text);
        let mut broken: Vec<Fault> = Vec::new();
        for error in errors {
            let fault = self.fault(error.span().map_or(0, |span| span.start), "");
            // Of what is wrong on one line the first is what was typed, the rest follows.
            if broken.iter().all(|known| known.line != fault.line) {
                let slip =
                    slips::near(&self.text, fault.line).map_or_else(String::new, |slip| format!("; {slip}"));
                broken.push(Fault { what: format!("{NOT_TOML}{}{slip}", error.message()), ..fault });
            }
        }
        let before = faults.len();
        let span = root.span();
        let mut section = Section { file: self, table: root.get_ref(), span, seen: Vec::new(), faults };
        let value = read(&mut section);
        section.finish();
        if !broken.is_empty() {
            faults.truncate(before);
            faults.append(&mut broken);
        }
        value
    }
}

/// What a file says; the fault is the first line that is no UTF-8.
pub fn utf8(name: &str, bytes: Vec<u8>) -> Result<String, Fault> {
    String::from_utf8(bytes).map_err(|error| {
        let right = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..right).unwrap_or_default();
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let begin = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        Fault { file: name.to_owned(), line, what: no_utf8(right - begin) }
    })
}

/// What is wrong with a line of which only so many bytes are UTF-8.
pub fn no_utf8(right: usize) -> String {
    format!("no UTF-8 from byte {} of the line on: save it as UTF-8", right + 1)
}

/// A value with the place it stands at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its byte offset in the file, for [`TomlFile::fault`].
    pub at: usize,
}

/// One table while it is read. Getters answer `None` for an absent or faulty key and note the fault.
pub struct Section<'file, 'faults> {
    file: &'file TomlFile,
    table: &'faults DeTable<'file>,
    span: Range<usize>,
    seen: Vec<String>,
    faults: &'faults mut Vec<Fault>,
}

impl<'file> Section<'file, '_> {
    /// Where the table begins.
    pub fn at(&self) -> usize {
        self.span.start
    }

    /// The line of a byte offset.
    pub fn line(&self, at: usize) -> usize {
        self.file.fault(at, "").line
    }

    /// Notes a fault at a byte offset.
    pub fn fault(&mut self, at: usize, what: impl Into<String>) {
        self.faults.push(self.file.fault(at, what));
    }

    /// The keys of the table, in the file's order.
    pub fn keys(&self) -> Vec<Placed<String>> {
        let mut keys: Vec<Placed<String>> = self
            .table
            .keys()
            .map(|key| Placed { value: key.get_ref().to_string(), at: key.span().start })
            .collect();
        keys.sort_by_key(|key| key.at);
        keys
    }

    /// A text.
    pub fn text(&mut self, key: &str) -> Option<Placed<String>> {
        self.get(key, "a text in quotes", |value| value.as_str().map(ToOwned::to_owned))
    }

    /// A text that has to be there.
    pub fn required_text(&mut self, key: &str) -> Option<Placed<String>> {
        self.require(key);
        self.text(key)
    }

    /// A text that says something if it is there: a blank one is a fault.
    pub fn filled_text(&mut self, key: &str) -> Option<Placed<String>> {
        let text = self.text(key)?;
        if text.value.trim().is_empty() {
            self.fault(text.at, format!("`{key}` is empty: write what it shall say"));
            return None;
        }
        Some(text)
    }

    /// A text that has to be there and to say something.
    pub fn required_filled_text(&mut self, key: &str) -> Option<Placed<String>> {
        self.require(key);
        self.filled_text(key)
    }

    /// A number with a point.
    pub fn float(&mut self, key: &str) -> Option<Placed<f64>> {
        self.get(key, "a number", |value| {
            let whole = value.as_integer().and_then(|number| number.as_str().parse().ok());
            value.as_float().and_then(|number| number.as_str().parse().ok()).or(whole)
        })
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &str) -> Option<Placed<bool>> {
        self.get(key, "true or false", |value| value.as_bool())
    }

    /// A text, number or truth value, as it would be written in an environment variable.
    pub fn scalar(&mut self, key: &str) -> Option<Placed<String>> {
        self.get(key, "a text in quotes, a number, true or false", |value| match value {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) => Some(number.as_str().to_owned()),
            DeValue::Float(number) => Some(number.as_str().to_owned()),
            DeValue::Boolean(truth) => Some(truth.to_string()),
            DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
        })
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&mut self, key: &str) -> Vec<Placed<String>> {
        self.seen.push(key.to_owned());
        let Some(value) = self.table.get(key) else { return Vec::new() };
        if let Some(text) = value.get_ref().as_str() {
            return vec![Placed { value: text.to_owned(), at: value.span().start }];
        }
        let Some(items) = value.get_ref().as_array() else {
            self.fault(value.span().start, format!("`{key}` must be a list of texts in quotes"));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => texts.push(Placed { value: text.to_owned(), at: item.span().start }),
                None => self.fault(item.span().start, format!("`{key}` must hold texts in quotes only")),
            }
        }
        texts
    }

    /// A table below this one, read with `read`.
    pub fn table<T>(&mut self, key: &str, read: impl FnOnce(&mut Section<'_, '_>) -> T) -> Option<T> {
        self.seen.push(key.to_owned());
        let value = self.table.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.fault(value.span().start, format!("`{key}` must be a table: write [{key}]"));
            return None;
        };
        Some(self.inside(table, value.span(), read))
    }

    /// A table that has to be there.
    pub fn required_table<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&mut Section<'_, '_>) -> T,
    ) -> Option<T> {
        self.require(key);
        self.table(key, read)
    }

    /// A list of tables (`[[key]]`), each read with `read`.
    pub fn tables<T>(&mut self, key: &str, mut read: impl FnMut(&mut Section<'_, '_>) -> T) -> Vec<T> {
        self.seen.push(key.to_owned());
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.fault(value.span().start, format!("`{key}` must be a list of tables: write [[{key}]]"));
            return Vec::new();
        };
        let mut all = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => all.push(self.inside(table, item.span(), &mut read)),
                None => {
                    self.fault(item.span().start, format!("`{key}` must hold tables only: write [[{key}]]"))
                }
            }
        }
        all
    }

    fn inside<T>(
        &mut self,
        table: &DeTable<'file>,
        span: Range<usize>,
        read: impl FnOnce(&mut Section<'_, '_>) -> T,
    ) -> T {
        let mut section = Section { file: self.file, table, span, seen: Vec::new(), faults: self.faults };
        let value = read(&mut section);
        section.finish();
        value
    }

    fn get<T>(
        &mut self,
        key: &str,
        wanted: &str,
        read: impl FnOnce(&DeValue<'_>) -> Option<T>,
    ) -> Option<Placed<T>> {
        self.seen.push(key.to_owned());
        let value = self.table.get(key)?;
        let at = value.span().start;
        let read = read(value.get_ref());
        if read.is_none() {
            self.fault(at, format!("`{key}` must be {wanted}"));
        }
        read.map(|value| Placed { value, at })
    }

    fn require(&mut self, key: &str) {
        if !self.table.contains_key(key) {
            self.fault(self.span.start, format!("`{key}` is missing: add it"));
        }
    }

    fn finish(&mut self) {
        let unknown: Vec<Placed<String>> =
            self.keys().into_iter().filter(|key| !self.seen.contains(&key.value)).collect();
        for key in unknown {
            let hint = hint(&key.value, &self.seen);
            self.fault(key.at, format!("`{}` is not known here; {hint}", key.value));
        }
    }
}

/// The keys there are; where they are too many to read, the likest ones.
fn hint(wrong: &str, known: &[String]) -> String {
    const READABLE: usize = 20;
    const LIKEST: usize = 3;
    if known.len() <= READABLE {
        return format!("known are `{}`", known.join("`, `"));
    }
    let likest = likest(wrong, known.iter().map(String::as_str));
    let likest: Vec<&str> = likest.into_iter().take(LIKEST).collect();
    format!("likest are `{}`", likest.join("`, `"))
}

/// The names there are, those first that may have been meant.
pub fn likest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut likest: Vec<&str> = known.collect();
    likest.sort_by(|a, b| strsim::jaro_winkler(wrong, b).total_cmp(&strsim::jaro_winkler(wrong, a)));
    likest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let file = TomlFile { name: "x.toml".into(), text: text.into() };
        let mut faults = Vec::new();
        file.read(&mut faults, |top| {
            top.required_text("name");
            top.float("age");
            top.required_filled_text("colour");
            top.filled_text("voice");
            top.tables("pet", |pet| pet.texts("words"));
        });
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        let found = faults("age = \"old\"\nsize = 1\n[[pet]]\nwords = [\"a\", 2]\n");
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(found.iter().any(|f| f.starts_with("x.toml:1: `age` must be a number")), "{found:?}");
        assert!(found.iter().any(|f| f.starts_with("x.toml:2: `size` is not known here")), "{found:?}");
        assert!(found.iter().any(|f| f.starts_with("x.toml:4: `words` must hold texts")), "{found:?}");
        for missing in ["`name` is missing", "`colour` is missing"] {
            assert!(found.iter().any(|f| f.contains(missing)), "{missing}: {found:?}");
        }
    }

    #[test]
    fn a_blank_text_says_nothing() {
        let found = faults("name = \"\"\ncolour = \" \"\nvoice = \"\\n\"\n");
        assert_eq!(
            found,
            [
                "x.toml:2: `colour` is empty: write what it shall say",
                "x.toml:3: `voice` is empty: write what it shall say"
            ]
        );
    }

    #[test]
    fn of_many_keys_the_likest_are_named() {
        let known: Vec<String> =
            (0..30).map(|number| format!("word_{number}")).chain(["colour".into()]).collect();
        assert!(hint("color", &known).starts_with("likest are `colour`, "));
        assert_eq!(hint("color", &known[..2]), "known are `word_0`, `word_1`");
    }

    #[test]
    fn broken_syntax_is_a_fault_with_its_line_and_nothing_else_is() {
        let found = faults("size = 1\nage = = 3\n");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("x.toml:2: not valid TOML"), "{found:?}");
    }

    #[test]
    fn a_sign_of_a_chinese_keyboard_is_named_with_what_to_write() {
        for (text, says) in [
            ("name = “甲”\n", "; line 1 holds `“`: write `\"`"),
            ("name = \"甲\"\ncolour ＝ \"红\"\n", "; line 2 holds `＝`: write `=`"),
            ("name = \"甲\"\n【pet】\n", "; line 2 holds `【`: write `[`"),
        ] {
            let found = faults(text);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].contains("not valid TOML: ") && found[0].ends_with(says), "{found:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_utf8_are_told_with_their_line() {
        assert_eq!(utf8("a", "甲\n乙".into()), Ok("甲\n乙".to_owned()));
        let gbk = utf8("a.csv", b"name\nab\xc0\xee".to_vec()).unwrap_err();
        assert_eq!(gbk.to_string(), "a.csv:2: no UTF-8 from byte 3 of the line on: save it as UTF-8");
        let utf16 = utf8("a.toml", b"\xff\xfea\0".to_vec()).unwrap_err();
        assert_eq!(utf16.to_string(), "a.toml:1: no UTF-8 from byte 1 of the line on: save it as UTF-8");
    }
}

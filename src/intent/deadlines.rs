//! Reading `deadlines.toml`: the periods of the law that run from something a message may tell.
//!
//! Must not know what day it is, nor how a period is counted.

use crate::tomlfile::{Fault, Placed, Section, TomlFile};

use super::due::{Kind, Period, Words};
use super::entities::Span;
use super::normalise::normalise;
use super::operators;

/// A period as written.
#[derive(Debug)]
pub struct DeadlineSource {
    /// Which file, counted from 0.
    pub file: usize,
    /// The topics and intents it names.
    pub names: Vec<Placed<String>>,
    /// What it rests on.
    pub law: Placed<String>,
    /// What is counted with; none if a fault spoils it.
    pub period: Option<Period>,
}

/// Reads the file; faults go to `faults`.
pub fn read(number: usize, file: &TomlFile, faults: &mut Vec<Fault>) -> Vec<DeadlineSource> {
    file.read(faults, |top| top.tables("deadline", |section| read_one(number, section)))
}

fn read_one(file: usize, section: &mut Section<'_, '_>) -> DeadlineSource {
    let of = read_list(section, "of");
    let except = section.texts("except");
    let events = read_list(section, "events");
    let (when, unless) = (section.texts("when"), section.texts("unless"));
    for word in events.iter().chain(&when).chain(&unless) {
        if let Some(what) = operators::between_words(&word.value) {
            section.fault(word.at, what);
        }
    }
    let plain = |list: &[Placed<String>]| list.iter().map(|it| it.value.clone()).collect();
    let waits = section.text("waits");
    let waits = read_span(section, waits);
    let span = section.required_text("span");
    let span = read_span(section, span);
    let kind = read_kind(section);
    let (what, from) = (read_words(section, "what"), read_words(section, "from"));
    let caution = read_words(section, "caution");
    let period = span.map(|(span, said)| Period {
        of: plain(&of),
        except: plain(&except),
        events: events.iter().map(|it| normalise(&it.value)).collect(),
        when: when.iter().map(|it| normalise(&it.value)).collect(),
        unless: unless.iter().map(|it| normalise(&it.value)).collect(),
        kind,
        waits: waits.map(|(span, _)| span),
        span,
        said,
        what,
        from,
        caution,
    });
    let law = section.required_filled_text("law").unwrap_or_default();
    DeadlineSource { file, names: of.into_iter().chain(except).collect(), law, period }
}

fn read_list(section: &mut Section<'_, '_>, key: &str) -> Vec<Placed<String>> {
    let list = section.texts(key);
    if list.is_empty() {
        section.fault(section.at(), format!("`{key}` is missing or empty: the period would never be told"));
    }
    list
}

fn read_span(section: &mut Section<'_, '_>, given: Option<Placed<String>>) -> Option<(Span, String)> {
    let given = given?;
    let span = Span::of(&given.value);
    if span.is_none() {
        let what = format!("`{}` is no length of time: write it like 1年, 6个月 or 15日", given.value);
        section.fault(given.at, what);
    }
    span.map(|span| (span, given.value))
}

fn read_kind(section: &mut Section<'_, '_>) -> Kind {
    let Some(given) = section.text("kind") else { return Kind::Within };
    match given.value.as_str() {
        "within" => Kind::Within,
        "not_before" => Kind::NotBefore,
        "ahead" => Kind::Ahead,
        other => {
            section.fault(given.at, format!("`{other}` is no kind; known are within not_before ahead"));
            Kind::Within
        }
    }
}

fn read_words(section: &mut Section<'_, '_>, key: &str) -> Words {
    let mut text = |key: &str| section.required_filled_text(key).map(|it| it.value.trim().to_owned());
    let (zh, en) = (text(key), text(&format!("{key}_en")));
    Words { zh: zh.unwrap_or_default(), en: en.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use crate::intent::testing::{file, intent, load};
    use crate::tomlfile::TomlFile;

    fn faults(deadlines: &str) -> Vec<String> {
        let laws = "[[law]]\nname = \"民法典\"\narticles = [\"188\"]\nmark = \"V2\"\nverified = \"2026-11-22\"\nreview_by = \"2027-11-22\"";
        let files = [
            TomlFile { name: "laws.toml".into(), text: laws.into() },
            file("debt", &format!("area = \"债权债务\"\n{}", intent("unpaid", &["欠钱"], ""))),
            TomlFile { name: "intents/deadlines.toml".into(), text: deadlines.into() },
        ];
        load(&files).1.iter().map(ToString::to_string).collect()
    }

    const SOUND: &str = "[[deadline]]\nof = [\"debt\", \"debt.unpaid\"]\nevents = [\"到期\"]\nspan = \"3年\"\nlaw = \"民法典 188\"\n\
         what = \"起诉\"\nwhat_en = \"sue\"\nfrom = \"到期日\"\nfrom_en = \"the due day\"\ncaution = \"催要会重新算。\"\n\
         caution_en = \"Asking restarts it.\"\n";

    #[test]
    fn a_sound_table_has_no_fault() {
        assert_eq!(faults(SOUND), [""; 0]);
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        for (from, to, line, words) in [
            ("民法典 188", "民法典 189", 5, "article 189 of 民法典 is not in laws.toml"),
            ("民法典 188", "婚姻法 1", 5, "`婚姻法` is not in laws.toml"),
            ("\"debt.unpaid\"", "\"debt.gone\"", 2, "`debt.gone` is no topic and no intent"),
            ("3年", "很久", 4, "`很久` is no length of time"),
            ("span = \"3年\"", "kind = \"never\"\nspan = \"3年\"", 4, "`never` is no kind"),
            ("span = \"3年\"\n", "", 1, "`span` is missing"),
            (
                "[\"到期\"]",
                "[\"到期，过期\"]",
                3,
                "`到期，过期` holds `，`: write each word in its own quotes",
            ),
            ("[\"到期\"]", "[]", 1, "`events` is missing or empty"),
            ("what_en", "what_fr", 7, "`what_fr` is not known here"),
            ("\"sue\"", "\" \"", 7, "`what_en` is empty"),
        ] {
            let found = faults(&SOUND.replace(from, to));
            let named = format!("intents/deadlines.toml:{line}: {words}");
            assert!(found.iter().any(|fault| fault.starts_with(&named)), "{named} in {found:#?}");
            let known = found.iter().filter_map(|fault| fault.split_once("known are "));
            assert!(known.into_iter().all(|it| it.1.matches("`span`").count() <= 1), "{found:#?}");
        }
    }
}

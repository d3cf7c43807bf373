//! The law table: what answers may cite, how well it was checked and until when that holds.
//!
//! Must not know which answer cites what, nor what day it is.

use chrono::NaiveDate;

use crate::tomlfile::{Fault, Placed, Section, TomlFile};

use super::Citation;

/// The contents of `laws.toml`.
#[derive(Clone, Debug, Default)]
pub struct LawTable {
    laws: Vec<Law>,
}

/// One law.
#[derive(Clone, Debug)]
pub struct Law {
    /// Where it stands.
    pub at: usize,
    /// As answers cite it.
    pub name: String,
    /// None: any article.
    articles: Option<Vec<String>>,
    mark: String,
    overrides: Vec<(Vec<String>, String)>,
    verified: String,
    /// After this day somebody has to look again.
    pub review_by: Option<NaiveDate>,
}

/// A law and its articles as an intent cites them, found in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// What people read.
    pub citation: Citation,
    /// After this day somebody has to look again.
    pub review_by: Option<NaiveDate>,
}

impl Cited {
    /// Whether it was seen in a source and nobody has to look again yet.
    pub fn holds(&self, today: NaiveDate) -> bool {
        is_seen(&self.citation.verified, &self.citation.mark)
            && self.review_by.is_some_and(|day| today <= day)
    }
}

impl LawTable {
    /// Reads the file; faults go to `faults`.
    pub fn read(file: &TomlFile, faults: &mut Vec<Fault>) -> Self {
        let laws = file.read(faults, |top| top.tables("law", Law::read));
        for (number, law) in laws.iter().enumerate() {
            if laws.iter().take(number).any(|earlier| earlier.name == law.name) {
                faults.push(file.fault(law.at, format!("{} is here twice: keep one", law.name)));
            }
        }
        Self { laws: laws.into_iter().filter(|law| !law.name.is_empty()).collect() }
    }

    /// Finds what `民法典 1076–1078` cites; the error says what to do.
    pub fn cite(&self, text: &str) -> Result<Cited, String> {
        let text = text.trim();
        let (name, articles) = match text.split_once(char::is_whitespace) {
            Some((name, articles)) => (name, articles.trim()),
            None => (text, ""),
        };
        let law = self.laws.iter().find(|law| law.name == name).ok_or_else(|| {
            format!("`{name}` is not in laws.toml: add it there, or cite it by the name it has there")
        })?;
        if let Some(missing) = parts(articles).find(|article| !law.knows(article)) {
            return Err(format!(
                "article {missing} of {name} is not in laws.toml: add it once it is verified"
            ));
        }
        let citation = Citation {
            law: law.name.clone(),
            articles: articles.to_owned(),
            verified: law.verified.clone(),
            mark: law.mark(articles).to_owned(),
        };
        Ok(Cited { citation, review_by: law.review_by })
    }

    /// All laws, in the order of the file.
    pub fn all(&self) -> &[Law] {
        &self.laws
    }
}

impl Law {
    fn read(section: &mut Section<'_, '_>) -> Self {
        let at = section.at();
        section.text("effective");
        let articles = section.texts("articles");
        let any = articles.iter().any(|article| article.value == "*");
        let review_by = section.required_text("review_by").and_then(|given| read_day(section, &given));
        Self {
            at,
            name: section.required_text("name").map(|name| name.value).unwrap_or_default(),
            articles: (!any).then(|| articles.into_iter().map(|article| article.value).collect()),
            mark: section.required_text("mark").map(|mark| mark.value).unwrap_or_default(),
            overrides: section.tables("override", |it| {
                let articles = it.texts("articles").into_iter().map(|article| article.value).collect();
                (articles, it.required_text("mark").map(|mark| mark.value).unwrap_or_default())
            }),
            verified: section.required_text("verified").map(|day| day.value).unwrap_or_default(),
            review_by,
        }
    }

    /// Whether somebody saw it in a source; what rests on mere knowledge is never told.
    pub fn is_seen(&self) -> bool {
        is_seen(&self.verified, &self.mark)
    }

    fn knows(&self, article: &str) -> bool {
        let Some(known) = &self.articles else { return true };
        known.iter().any(|it| same(it, article) || within(it, article))
    }

    fn mark(&self, articles: &str) -> &str {
        let special = self.overrides.iter().find(|(these, _)| {
            parts(articles).any(|article| these.iter().any(|it| same(it, article) || within(it, article)))
        });
        special.map_or(&self.mark, |(_, mark)| mark)
    }
}

fn is_seen(verified: &str, mark: &str) -> bool {
    !verified.is_empty() && !mark.starts_with('K')
}

fn read_day(section: &mut Section<'_, '_>, given: &Placed<String>) -> Option<NaiveDate> {
    let day = given.value.parse().ok();
    if day.is_none() {
        section.fault(given.at, format!("`{}` is no day: write it like 2027-11-22", given.value));
    }
    day
}

fn parts(articles: &str) -> impl Iterator<Item = &str> {
    articles.split(['、', ',', '，']).map(str::trim).filter(|part| !part.is_empty())
}

/// Whether two references are the same, whichever dash they use.
fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.replace(['–', '—', '～', '~'], "-");
    plain(one) == plain(other)
}

/// Whether a single article lies in a range.
fn within(range: &str, article: &str) -> bool {
    let Some((from, to)) = range.split_once(['–', '-', '—']) else { return false };
    let number = |text: &str| text.trim().parse::<u32>().ok();
    match (number(from), number(to), number(article)) {
        (Some(from), Some(to), Some(article)) => (from..=to).contains(&article),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> LawTable {
        let text = r#"
            [[law]]
            name = "民法典"
            effective = "2021-01-01"
            articles = ["1062", "1076–1078"]
            mark = "V2"
            verified = "2026-11-22"
            review_by = "2027-11-22"
            [[law.override]]
            articles = ["1062"]
            mark = "K"
        "#;
        let mut faults = Vec::new();
        let table = LawTable::read(&TomlFile { name: "laws.toml".into(), text: text.into() }, &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        table
    }

    #[test]
    fn an_article_is_found_alone_or_in_a_range() {
        let cited = table().cite("民法典 1077").unwrap();
        assert_eq!((cited.citation.articles.as_str(), cited.citation.mark.as_str()), ("1077", "V2"));
        assert!(table().cite("民法典 1076-1078").is_ok());
        assert!(table().cite("民法典 1079").unwrap_err().contains("article 1079"));
        assert!(table().cite("婚姻法 1").unwrap_err().contains("not in laws.toml"));
    }

    #[test]
    fn it_holds_until_its_review_and_only_if_seen() {
        let day = |text: &str| text.parse().unwrap();
        let cited = table().cite("民法典 1076–1078").unwrap();
        assert!(cited.holds(day("2027-11-22")) && !cited.holds(day("2027-11-23")));
        assert!(!table().cite("民法典 1062").unwrap().holds(day("2026-11-23")));
        assert!(table().all()[0].is_seen());
    }
}

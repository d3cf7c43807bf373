//! The law table: what answers may cite, how well it was checked and until when that holds.
//!
//! Must not know which answer cites what, nor what day it is.

use chrono::NaiveDate;

use crate::tomlfile::{Fault, Placed, Section, TomlFile};

use super::Citation;

/// How a law was checked: two collections agree, one has it, a web page does, somebody knows it.
const MARKS: [&str; 4] = ["V2", "V1", "S", KNOWLEDGE];
const KNOWLEDGE: &str = "K";

/// What stands behind the 之 of an article that was put in later.
const NUMERALS: &str = "一二三四五六七八九十";

/// What people write between the ends of a range.
const DASHES: [char; 3] = ['–', '-', '—'];

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
    /// From this day on it is the law; none where that is not certain.
    pub effective: Option<NaiveDate>,
    /// When somebody last looked; none if nobody has.
    pub verified: Option<NaiveDate>,
    /// Who signed it; empty until somebody has.
    pub signed_by: String,
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
    /// Whether it is in force, was seen in a source, and nobody has to look again yet.
    pub fn holds(&self, today: NaiveDate) -> bool {
        !self.citation.verified.is_empty()
            && self.citation.mark != KNOWLEDGE
            && self.citation.effective.is_none_or(|day| day <= today)
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
        let cited = self.cited(text.trim());
        cited.map_err(|what| match self.meant(text.trim()) {
            Some(right) => format!("`{}` cites nothing as it stands: write {right}", text.trim()),
            None => what,
        })
    }

    /// What a citation would be that is written as on paper: `《民法典》第１１６５条` is `民法典 1165`.
    fn meant(&self, text: &str) -> Option<String> {
        let plain: String = text.chars().filter(|sign| !"《》第条".contains(*sign)).map(half_width).collect();
        let named = self.laws.iter().filter_map(|law| Some((law, plain.strip_prefix(law.name.as_str())?)));
        let (law, articles) = named.max_by_key(|(law, _)| law.name.len())?;
        let articles = articles.trim();
        let right = format!("{} {articles}", law.name);
        (right.trim() != text && parts(articles).all(|article| law.knows(article)))
            .then(|| right.trim().to_owned())
    }

    fn cited(&self, text: &str) -> Result<Cited, String> {
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
            effective: law.effective,
            verified: law.verified.map_or_else(String::new, |day| day.to_string()),
            signed_by: law.signed_by.clone(),
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
        let effective = section.text("effective").filter(|given| !given.value.is_empty());
        let articles = read_articles(section);
        let verified = section.required_text("verified").filter(|given| !given.value.is_empty());
        let verified_at = verified.as_ref().map_or(at, |given| given.at);
        let any = articles.iter().any(|article| article == "*");
        let mut law = Self {
            at,
            name: section.required_filled_text("name").map(|name| name.value).unwrap_or_default(),
            articles: (!any).then_some(articles),
            mark: read_mark(section),
            overrides: Vec::new(),
            effective: effective.and_then(|given| read_day(section, &given)),
            verified: verified.and_then(|given| read_day(section, &given)),
            signed_by: section.text("signed_by").map(|name| name.value).unwrap_or_default(),
            review_by: section.required_text("review_by").and_then(|given| read_day(section, &given)),
        };
        if law.verified.zip(law.review_by).is_some_and(|(verified, review_by)| verified > review_by) {
            section.fault(verified_at, "`verified` is after `review_by`: say until when it holds now");
        }
        law.overrides = section.tables("override", |it| law.read_override(it));
        law
    }

    fn read_override(&self, section: &mut Section<'_, '_>) -> (Vec<String>, String) {
        let articles = read_articles(section);
        let missing = articles.iter().find(|article| !ends(article).all(|end| self.knows(end)));
        if let Some(missing) = missing {
            let what =
                format!("article {missing} is not among the `articles` of the law: add it there first");
            section.fault(section.at(), what);
        }
        (articles, read_mark(section))
    }

    /// Whether somebody saw it in a source; what rests on mere knowledge is never told.
    pub fn is_seen(&self) -> bool {
        self.verified.is_some() && self.mark != KNOWLEDGE
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

/// An unknown mark proves nothing.
fn read_mark(section: &mut Section<'_, '_>) -> String {
    let Some(given) = section.required_text("mark") else { return KNOWLEDGE.into() };
    if MARKS.contains(&given.value.as_str()) {
        return given.value;
    }
    section.fault(given.at, format!("`{}` is no mark; known are {}", given.value, MARKS.join(" ")));
    KNOWLEDGE.into()
}

fn read_articles(section: &mut Section<'_, '_>) -> Vec<String> {
    let articles = section.texts("articles");
    for wrong in articles.iter().filter(|it| it.value != "*" && !is_article(&it.value)) {
        let what = format!("`{}` is no article: write 1076, 291之二, 1076–1078 or * for any", wrong.value);
        section.fault(wrong.at, what);
    }
    articles.into_iter().map(|article| article.value).collect()
}

/// A number, one with 之一, or a range of numbers.
fn is_article(text: &str) -> bool {
    let number = |text: &str| text.parse::<u32>().ok();
    if let Some((from, to)) = text.split_once(DASHES) {
        return number(from).zip(number(to)).is_some_and(|(from, to)| from < to);
    }
    let (article, further) = text.split_once('之').unwrap_or((text, "一"));
    number(article).is_some() && !further.is_empty() && further.chars().all(|sign| NUMERALS.contains(sign))
}

/// A single article, or where a range begins and ends.
fn ends(article: &str) -> impl Iterator<Item = &str> {
    article.split(DASHES)
}

fn read_day(section: &mut Section<'_, '_>, given: &Placed<String>) -> Option<NaiveDate> {
    let day = given.value.parse().ok();
    if day.is_none() {
        section.fault(given.at, format!("`{}` is no day: write it like 2027-11-22", given.value));
    }
    day
}

/// A digit or space as it is written in Latin.
fn half_width(sign: char) -> char {
    match sign {
        '０'..='９' => char::from_u32(u32::from(sign) - u32::from('０') + u32::from('0')).unwrap_or(sign),
        '\u{3000}' => ' ',
        _ => sign,
    }
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
    let Some((from, to)) = range.split_once(DASHES) else { return false };
    let number = |text: &str| text.trim().parse::<u32>().ok();
    match (number(from), number(to), number(article)) {
        (Some(from), Some(to), Some(article)) => (from..=to).contains(&article),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

    const CODE: &str = r#"[[law]]
name = "民法典"
effective = "2021-01-01"
articles = ["1062", "1076–1078", "291之二"]
mark = "V2"
verified = "2026-11-22"
review_by = "2027-11-22"
[[law.override]]
articles = ["1062"]
mark = "K"
"#;

    fn read(text: &str) -> (LawTable, Vec<String>) {
        let mut faults = Vec::new();
        let table = LawTable::read(&TomlFile { name: "laws.toml".into(), text: text.into() }, &mut faults);
        (table, faults.iter().map(ToString::to_string).collect())
    }

    fn table() -> LawTable {
        let (table, faults) = read(CODE);
        assert_eq!(faults, [""; 0]);
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

    #[test]
    fn what_is_not_in_force_yet_does_not_hold() {
        let day = |text: &str| text.parse().unwrap();
        let (table, faults) = read(&CODE.replace("2021-01-01", "2027-01-01"));
        assert_eq!(faults, [""; 0]);
        let cited = table.cite("民法典 1077").unwrap();
        assert!(!cited.holds(day("2026-12-31")) && cited.holds(day("2027-01-01")));
        let (table, faults) = read(&CODE.replace("2021-01-01", ""));
        assert!(faults.is_empty() && table.cite("民法典 1077").unwrap().holds(day("2026-12-31")));
    }

    #[test]
    fn a_citation_as_on_paper_is_told_as_it_is_to_be_written() {
        let table = table();
        for text in
            ["民法典 第1062条", "民法典 １０６２", "民法典1062", "《民法典》 1062", "《民法典》第1062条"]
        {
            let wrong = table.cite(text).unwrap_err();
            assert_eq!(wrong, format!("`{text}` cites nothing as it stands: write 民法典 1062"));
        }
        assert!(table.cite("《民法典》第9条").unwrap_err().ends_with("cite it by the name it has there"));
        assert!(table.cite("民法典 9").unwrap_err().contains("article 9 of 民法典 is not in laws.toml"));
    }

    #[test]
    fn what_proves_nothing_is_refused_with_its_line() {
        for (from, to, wanted) in [
            ("\"V2\"", "\"V9\"", "laws.toml:5: `V9` is no mark; known are V2 V1 S K"),
            ("\"V2\"", "\"\"", "laws.toml:5: `` is no mark"),
            ("\"K\"", "\"k\"", "laws.toml:10: `k` is no mark"),
            ("2021-01-01", "bald", "laws.toml:3: `bald` is no day"),
            ("2026-11-22", "gestern", "laws.toml:6: `gestern` is no day"),
            ("2026-11-22", "2027-11-23", "laws.toml:6: `verified` is after `review_by`"),
            ("291之二", "第二条", "laws.toml:4: `第二条` is no article"),
            ("291之二", "291之", "laws.toml:4: `291之` is no article"),
            ("291之二", "12–11", "laws.toml:4: `12–11` is no article"),
            ("\"1062\"]", "\"1063\"]", "laws.toml:8: article 1063 is not among the `articles`"),
        ] {
            let (table, faults) = read(&CODE.replace(from, to));
            let [fault] = faults.as_slice() else { panic!("{wanted}: {faults:#?}") };
            assert!(fault.starts_with(wanted), "{wanted}: {fault}");
            assert!(!wanted.contains("mark") || !table.cite("民法典 1062").unwrap().holds(TODAY), "{to}");
        }
    }
}

//! The chat page as a person reads it: lines, words, buttons.

use scraper::{ElementRef, Html, Selector};

use super::stage::Seen;

/// A line of the page.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: String,
    pub version: String,
    pub mine: bool,
    pub text: String,
    /// Labels and what pressing them sends, by rows.
    pub buttons: Vec<Vec<(String, String)>>,
    file: bool,
    place: Option<String>,
}

impl Line {
    pub fn seen(&self, updated: bool) -> Seen {
        let labels = |row: &Vec<(String, String)>| row.iter().map(|(label, _)| label.clone()).collect();
        let place = self.place.as_ref().map(|place| format!("\n（位置 {place}）")).unwrap_or_default();
        Seen {
            updated,
            text: format!("{}{place}", self.text),
            buttons: self.buttons.iter().map(labels).collect(),
            file: self.file,
        }
    }
}

/// The lines of a page, as they stand.
pub fn lines(html: &str) -> Vec<Line> {
    Html::parse_document(html).select(&selector("article.line")).map(line).collect()
}

fn line(article: ElementRef<'_>) -> Line {
    let attribute = |name: &str| article.value().attr(name).unwrap().to_owned();
    let rows = selector("form.buttons .row");
    Line {
        id: attribute("data-id"),
        version: attribute("data-version"),
        mine: article.value().classes().any(|class| class == "mine"),
        text: article.select(&selector(".text")).flat_map(|text| text.text()).collect(),
        buttons: article.select(&rows).map(buttons).collect(),
        file: article.select(&selector("a[href^='/files/'], audio[src^='/files/']")).next().is_some(),
        place: article
            .select(&selector("a[href^='geo:']"))
            .next()
            .map(|link| link.value().attr("href").unwrap().trim_start_matches("geo:").replace(',', " ")),
    }
}

fn buttons(row: ElementRef<'_>) -> Vec<(String, String)> {
    let button = |button: ElementRef<'_>| {
        (button.text().collect::<String>(), button.value().attr("value").unwrap().to_owned())
    };
    row.select(&selector("button")).map(button).collect()
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

//! How well the rules understand labelled rows: figures, per-label counts, what is taken for what, and the worst rows.

use std::collections::BTreeMap;
use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::domain::service::Service;

use super::area::Area;
use super::catalogue::Catalogue;
use super::lesson::Lesson;
use super::reading::Reading;
use super::row::{AID_ROWS, Row};

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Evaluation {
    /// How many rows.
    pub rows: usize,
    /// The figures.
    pub figures: Vec<Figure>,
    /// Per label: rows, how often it was said, how often rightly.
    pub labels: BTreeMap<String, Counts>,
    /// What was wanted, what was said instead, how often; most often first. Without what was right by `also`.
    pub confusion: Vec<(String, String, usize)>,
    /// How many rows were right by another label than their first.
    pub right_by_also: usize,
    /// Rows that went wrong, the surest first.
    pub worst: Vec<Wrong>,
}

/// A share of rows; as JSON with the share itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What of.
    pub name: String,
    /// How many are so.
    pub hits: usize,
    /// Of how many.
    pub of: usize,
}

/// Counts for one label; as JSON with precision and recall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that have it.
    pub rows: usize,
    /// Rows it was said of.
    pub said: usize,
    /// Of these, rightly.
    pub right: usize,
}

/// A row that went wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Wrong {
    /// The message.
    pub text: String,
    /// What was wanted.
    pub wanted: String,
    /// What was said.
    pub said: String,
    /// By which intent.
    pub intent: Option<String>,
    /// How surely.
    pub score: u8,
}

/// Measures the rules on rows; each is judged by what its fields say it is.
pub fn evaluate(catalogue: &Catalogue, rows: &[Row]) -> Evaluation {
    let mut evaluation = Evaluation { rows: rows.len(), ..Evaluation::default() };
    for row in rows {
        let reading = catalogue.read(&row.text);
        if !row.intent.is_empty() {
            let answered = reading.intent.as_deref().filter(|it| catalogue.is_answered(it));
            evaluation.question_row(row, &reading, answered.unwrap_or(Lesson::NO_QUESTION));
        } else if row.service.is_empty() && row.label.is_empty() {
            evaluation.figure("understood at all", reading.service != Service::Unclear);
        } else if !row.service.is_empty() {
            evaluation.service_row(row, &reading);
        } else if Area::known(&row.label).is_some() {
            evaluation.area_row(row, &reading);
        } else if AID_ROWS.contains(&row.label.as_str()) {
            evaluation.aid_row(row, &reading);
        } else {
            evaluation.foreign_row(row, &reading);
        }
    }
    evaluation.confusion.sort_by_key(|(_, _, times)| std::cmp::Reverse(*times));
    evaluation.worst.sort_by_key(|wrong| std::cmp::Reverse(wrong.score));
    evaluation
}

impl Evaluation {
    fn area_row(&mut self, row: &Row, reading: &Reading) {
        let said = reading.area.as_deref().unwrap_or("none");
        let strict = said == row.label;
        let lenient = strict || row.also.iter().any(|also| also == said);
        self.figure("area right, strict", strict);
        self.figure("area right, lenient", lenient);
        if !row.label_kind.is_empty() {
            self.figure(&format!("area right, strict, {} rows", row.label_kind), strict);
        }
        self.figure("understood at all", reading.service != Service::Unclear);
        self.label(&row.label, said);
        self.right_by_also += usize::from(lenient && !strict);
        if !lenient {
            self.wrong(row, reading, &row.label, said);
        }
    }

    /// A question of law: whether the answer that is given is the right one.
    fn question_row(&mut self, row: &Row, reading: &Reading, answered: &str) {
        let right = row.intent == answered;
        if row.intent == Lesson::NO_QUESTION {
            self.figure("answered though no answer fits", !right);
        } else {
            self.figure("the right answer", right);
            self.figure("another answer", !right && answered != Lesson::NO_QUESTION);
        }
        if !right {
            self.wrong(row, reading, &row.intent, answered);
        }
    }

    fn service_row(&mut self, row: &Row, reading: &Reading) {
        let said = reading.service.code();
        let right = row.service.iter().any(|service| service == said);
        let danger = Service::Emergency.code();
        let first = row.service.first().map_or("", String::as_str);
        self.figure("service right", right);
        if row.service.len() == 1 && first == danger {
            self.figure("danger found", said == danger);
        }
        if !row.service.iter().any(|service| service == danger) {
            self.figure("false alarms", said == danger);
        }
        self.label(if right { said } else { first }, said);
        if !right {
            self.wrong(row, reading, &row.service.join("|"), said);
        }
    }

    fn aid_row(&mut self, row: &Row, reading: &Reading) {
        let wants_mediation = row.label == "mediation_want";
        let wants_aid = matches!(row.label.as_str(), "aid_want" | "aid_progress");
        let follows = row.label == "aid_progress" && reading.service == Service::Progress;
        let mediates = reading.service == Service::Mediation;
        let aids = reading.service == Service::LegalAid || follows;
        for (name, wanted, said) in [("mediation", wants_mediation, mediates), ("legal aid", wants_aid, aids)]
        {
            if wanted {
                self.figure(&format!("{name} recall"), said);
            }
            if said {
                self.figure(&format!("{name} precision"), wanted);
            }
            if wanted != said {
                self.wrong(row, reading, &row.label, reading.service.code());
            }
        }
    }

    fn foreign_row(&mut self, row: &Row, reading: &Reading) {
        let legal = matches!(
            reading.service,
            Service::Consultation | Service::LegalAid | Service::Mediation | Service::Emergency
        );
        self.figure("became a legal service or an emergency", legal);
        if legal {
            self.wrong(row, reading, &row.label, reading.service.code());
        }
    }

    fn figure(&mut self, name: &str, holds: bool) {
        let at = self.figures.iter().position(|figure| figure.name == name);
        let figure = match at {
            Some(at) => self.figures.get_mut(at),
            None => {
                self.figures.push(Figure { name: name.to_owned(), hits: 0, of: 0 });
                self.figures.last_mut()
            }
        };
        if let Some(figure) = figure {
            figure.hits += usize::from(holds);
            figure.of += 1;
        }
    }

    fn label(&mut self, wanted: &str, said: &str) {
        self.labels.entry(wanted.to_owned()).or_default().rows += 1;
        let counts = self.labels.entry(said.to_owned()).or_default();
        counts.said += 1;
        counts.right += usize::from(wanted == said);
    }

    fn wrong(&mut self, row: &Row, reading: &Reading, wanted: &str, said: &str) {
        match self.confusion.iter_mut().find(|(one, other, _)| one == wanted && other == said) {
            Some((_, _, times)) => *times += 1,
            None => self.confusion.push((wanted.to_owned(), said.to_owned(), 1)),
        }
        self.worst.push(Wrong {
            text: row.text.clone(),
            wanted: wanted.to_owned(),
            said: said.to_owned(),
            intent: reading.intent.clone(),
            score: reading.score,
        });
    }
}

impl Figure {
    /// As a share; of nothing, none.
    pub fn share(&self) -> Option<f64> {
        share(self.hits, self.of)
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut figure = to.serialize_struct("Figure", 4)?;
        figure.serialize_field("name", &self.name)?;
        figure.serialize_field("hits", &self.hits)?;
        figure.serialize_field("of", &self.of)?;
        figure.serialize_field("share", &self.share())?;
        figure.end()
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut counts = to.serialize_struct("Counts", 5)?;
        counts.serialize_field("rows", &self.rows)?;
        counts.serialize_field("said", &self.said)?;
        counts.serialize_field("right", &self.right)?;
        counts.serialize_field("precision", &share(self.right, self.said))?;
        counts.serialize_field("recall", &share(self.right, self.rows))?;
        counts.end()
    }
}

/// A share; of nothing, none.
fn share(hits: usize, of: usize) -> Option<f64> {
    let of = u32::try_from(of).ok().filter(|of| *of > 0)?;
    Some(f64::from(u32::try_from(hits).ok()?) / f64::from(of))
}

/// A share as people read it.
fn shown(hits: usize, of: usize) -> String {
    share(hits, of).map_or_else(|| "  –  ".into(), |share| format!("{share:.3}"))
}

/// How many wrong rows and confusions the table shows; the JSON has all.
const SHOWN: usize = 40;

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} rows", self.rows)?;
        for figure in &self.figures {
            let Figure { name, hits, of } = figure;
            writeln!(f, "{}  {name} ({hits} of {of})", shown(*hits, *of))?;
        }
        if !self.labels.is_empty() {
            writeln!(f, "\nrows  said  right  precision  recall  label")?;
        }
        for (label, Counts { rows, said, right }) in &self.labels {
            let (precision, recall) = (shown(*right, *said), shown(*right, *rows));
            writeln!(f, "{rows:4}  {said:4}  {right:5}  {precision:>9}  {recall:>6}  {label}")?;
        }
        writeln!(f, "\ntimes  wanted → said")?;
        for (wanted, said, times) in self.confusion.iter().take(SHOWN) {
            writeln!(f, "{times:5}  {wanted} → {said}")?;
        }
        more(f, self.confusion.len(), "pairs")?;
        if self.right_by_also > 0 {
            writeln!(f, "       ({} rows that are right by `also` are none of these)", self.right_by_also)?;
        }
        writeln!(f, "\nscore  wanted → said (intent)  worst rows")?;
        for wrong in self.worst.iter().take(SHOWN) {
            let intent = wrong.intent.as_deref().unwrap_or("none");
            writeln!(f, "{:5}  {} → {} ({intent})  {}", wrong.score, wrong.wanted, wrong.said, wrong.text)?;
        }
        more(f, self.worst.len(), "rows")
    }
}

/// Says how much of a list is not shown.
fn more(f: &mut fmt::Formatter<'_>, all: usize, what: &str) -> fmt::Result {
    match all.saturating_sub(SHOWN) {
        0 => Ok(()),
        left => writeln!(f, "       (and {left} more {what}; --json has all)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::testing::village_catalogue;

    fn measured(rows: &[&str]) -> Evaluation {
        let rows: Vec<Row> = rows.iter().map(|row| serde_json::from_str(row).unwrap()).collect();
        evaluate(village_catalogue(), &rows)
    }

    #[track_caller]
    fn figure(evaluation: &Evaluation, name: &str, hits: usize, of: usize) {
        let wanted = Figure { name: name.into(), hits, of };
        assert!(evaluation.figures.contains(&wanted), "{wanted:?} in {:#?}", evaluation.figures);
    }

    #[test]
    fn areas_strict_and_lenient() {
        let evaluation = measured(&[
            r#"{"text": "离婚手续", "label": "婚姻家庭", "also": []}"#,
            r#"{"text": "拖欠工资", "label": "债权债务", "also": ["劳动纠纷"]}"#,
            r#"{"text": "天气", "label": "侵权", "label_kind": "statute"}"#,
        ]);
        figure(&evaluation, "area right, strict", 1, 3);
        figure(&evaluation, "area right, lenient", 2, 3);
        figure(&evaluation, "area right, strict, statute rows", 0, 1);
        figure(&evaluation, "understood at all", 2, 3);
        assert_eq!(evaluation.labels["劳动纠纷"], Counts { rows: 0, said: 1, right: 0 });
        assert_eq!(evaluation.confusion, [("侵权".into(), "none".into(), 1)]);
        assert_eq!(evaluation.worst[0].text, "天气");
    }

    #[test]
    fn what_the_lists_leave_out_is_said() {
        let also = r#"{"text": "拖欠工资", "label": "债权债务", "also": ["劳动纠纷"]}"#;
        let evaluation = measured(&[also]);
        assert_eq!((evaluation.right_by_also, evaluation.confusion.len()), (1, 0));
        let shown = evaluation.to_string();
        assert!(shown.contains("(1 rows that are right by `also` are none of these)"), "{shown}");
        assert!(!shown.contains("more"), "{shown}");
        let shown = measured(&[r#"{"text": "天气", "label": "侵权"}"#; SHOWN + 2]).to_string();
        assert!(
            shown.ends_with("(and 2 more rows; --json has all)\n") && !shown.contains("`also`"),
            "{shown}"
        );
    }

    #[test]
    fn services_danger_and_false_alarms() {
        let evaluation = measured(&[
            r#"{"text": "他打我", "service": ["emergency"]}"#,
            r#"{"text": "出事了", "service": ["emergency"]}"#,
            r#"{"text": "他打我", "service": ["consultation"]}"#,
            r#"{"text": "调解", "service": ["human", "mediation"]}"#,
        ]);
        figure(&evaluation, "service right", 2, 4);
        figure(&evaluation, "danger found", 1, 2);
        figure(&evaluation, "false alarms", 1, 2);
    }

    #[test]
    fn mediation_and_aid_by_precision_and_recall() {
        let evaluation = measured(&[
            r#"{"text": "想调解", "label": "mediation_want"}"#,
            r#"{"text": "调解书怎么看", "label": "mention"}"#,
            r#"{"text": "没钱请律师", "label": "aid_want"}"#,
        ]);
        figure(&evaluation, "mediation precision", 1, 2);
        figure(&evaluation, "mediation recall", 1, 1);
        figure(&evaluation, "legal aid recall", 0, 1);
        assert!(evaluation.figures.iter().all(|figure| figure.name != "legal aid precision"));
    }

    #[test]
    fn what_is_not_law_must_stay_so() {
        let evaluation = measured(&[
            r#"{"text": "离婚手续的电视剧", "label": "chat:movies"}"#,
            r#"{"text": "谢谢", "label": "courtesy:thank"}"#,
        ]);
        figure(&evaluation, "became a legal service or an emergency", 1, 2);
    }

    #[test]
    fn answers_right_and_wrong() {
        use crate::intent::testing::{catalogue, file, intent};
        let answered = "answer = \"好\"\nanswer_en = \"well\"\n";
        let rules = [
            intent("split", &["离婚"], answered),
            intent("gift", &["彩礼"], answered),
            intent("other", &["改姓"], ""),
        ];
        let catalogue = catalogue(&[file("marriage", &format!("area = \"婚姻家庭\"\n{}", rules.concat()))]);
        let rows = [
            ("离婚", "split"),
            ("彩礼", "split"),
            ("改姓", "split"),
            ("彩礼多少", "none"),
            ("改姓呢", "none"),
        ];
        let row = |(text, intent): (&str, &str)| {
            let intent = if intent == "none" { intent.to_owned() } else { format!("marriage.{intent}") };
            Row { text: text.into(), intent, ..Row::default() }
        };
        let evaluation = evaluate(&catalogue, &rows.map(row));
        figure(&evaluation, "the right answer", 1, 3);
        figure(&evaluation, "another answer", 1, 3);
        figure(&evaluation, "answered though no answer fits", 1, 2);
        assert_eq!((evaluation.worst.len(), evaluation.worst[0].said.as_str()), (3, "marriage.gift"));
    }

    #[test]
    fn rows_without_a_label_tell_how_much_is_understood() {
        let evaluation = measured(&[r#"{"text": "离婚手续"}"#, r#"{"text": "天气"}"#]);
        assert_eq!(evaluation.figures.len(), 1);
        figure(&evaluation, "understood at all", 1, 2);
        assert_eq!((evaluation.worst, evaluation.labels.len()), (Vec::new(), 0));
    }

    #[test]
    fn the_json_has_every_share() {
        let evaluation = measured(&[
            r#"{"text": "离婚手续", "label": "婚姻家庭"}"#,
            r#"{"text": "天气", "label": "婚姻家庭"}"#,
        ]);
        let json = serde_json::to_value(&evaluation).unwrap();
        assert_eq!(json["figures"][0]["share"], 0.5);
        let label = &json["labels"]["婚姻家庭"];
        assert_eq!((&label["precision"], &label["recall"]), (&1.0.into(), &0.5.into()));
        assert_eq!(json["labels"]["none"]["recall"], serde_json::Value::Null);
    }

    #[test]
    fn the_table_shows_shares() {
        let shown = measured(&[r#"{"text": "离婚手续", "label": "婚姻家庭"}"#]).to_string();
        assert!(shown.starts_with("1 rows\n1.000  area right, strict (1 of 1)\n"), "{shown}");
        assert_eq!(Figure { name: String::new(), hits: 0, of: 0 }.share(), None);
    }
}

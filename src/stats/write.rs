//! A table on paper: aligned columns for people, JSON and CSV for programs.

use std::fmt::Write;

use super::{Counts, Table};

/// How to write a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns with Chinese heads.
    Table,
    /// One JSON object.
    Json,
    /// Comma-separated values in UTF-8 with a byte order mark, as spreadsheet programs expect them.
    Csv,
}

/// The columns: the name exports use, and the head people read.
const COLUMNS: [(&str, &str); 8] = [
    ("self_answers", "自助解答"),
    ("consultations", "人工咨询"),
    ("legal_aid", "法律援助"),
    ("aid_referred", "已转法援"),
    ("mediations", "人民调解"),
    ("mediations_agreed", "调解成功"),
    ("others", "其他事项"),
    ("open", "未办结"),
];

impl Counts {
    fn values(&self) -> [i64; 8] {
        [
            self.self_answers,
            self.consultations,
            self.legal_aid,
            self.aid_referred,
            self.mediations,
            self.mediations_agreed,
            self.others,
            self.open,
        ]
    }
}

impl Table {
    /// The whole table in this format, with a line end.
    ///
    /// # Errors
    /// What the CSV or JSON writer says; neither has anything to fail on here.
    pub fn write(&self, format: Format) -> anyhow::Result<String> {
        match format {
            Format::Table => Ok(self.aligned()),
            Format::Json => Ok(serde_json::to_string_pretty(self)? + "\n"),
            Format::Csv => self.csv(),
        }
    }

    fn csv(&self) -> anyhow::Result<String> {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["key", "name"].into_iter().chain(COLUMNS.map(|(name, _)| name)))?;
        for (key, name, counts) in self.lines() {
            let values = counts.values().map(|value| value.to_string());
            csv.write_record([key.to_owned(), name.to_owned()].iter().chain(&values))?;
        }
        Ok(format!("\u{feff}{}", String::from_utf8(csv.into_inner()?)?))
    }

    fn aligned(&self) -> String {
        let mut text = format!("{} 至 {}\n", self.from, self.to);
        let first = self.lines().map(|(_, name, _)| width(name)).max().unwrap_or(0);
        let _ = writeln!(text, "{} {}", pad("", first), COLUMNS.map(|(_, head)| pad(head, 10)).join(""));
        for (_, name, counts) in self.lines() {
            let values = counts.values().map(|value| pad(&value.to_string(), 10)).join("");
            let _ = writeln!(text, "{}{name} {values}", " ".repeat(first - width(name)));
        }
        text
    }

    /// The parts, then the whole.
    fn lines(&self) -> impl Iterator<Item = (&str, &str, &Counts)> {
        let parts = self.rows.iter().map(|row| (row.key.as_str(), row.name.as_str(), &row.counts));
        parts.chain(std::iter::once(("total", "合计", &self.total)))
    }
}

/// Right-aligned in so many columns of a terminal.
fn pad(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Chinese signs take two columns of a terminal.
fn width(text: &str) -> usize {
    text.chars().map(|sign| if sign.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::super::Row;
    use super::*;
    use crate::domain::figures::Figures;

    fn table() -> Table {
        let counts = Counts::from(Figures { self_answers: 12, mediations: 3, ..Figures::default() });
        let day = |day| NaiveDate::from_ymd_opt(2026, 1, day).unwrap();
        let row = Row { key: "500107003003".into(), name: "民主村".into(), counts };
        Table { from: day(1), to: day(31), room: None, rows: vec![row], total: counts }
    }

    #[test]
    fn columns_stand_below_their_heads() {
        let text = table().write(Format::Table).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "2026-01-01 至 2026-01-31");
        assert!(lines.iter().skip(1).all(|line| width(line) == width(lines[1])), "{text}");
        assert!(lines[2].contains("民主村") && lines[3].contains("合计"), "{text}");
    }

    #[test]
    fn csv_opens_in_a_spreadsheet_and_json_names_every_number() {
        let csv = table().write(Format::Csv).unwrap();
        assert!(csv.starts_with("\u{feff}key,name,self_answers,"));
        assert!(csv.contains("500107003003,民主村,12,0,0,0,3,0,0,0\n"), "{csv}");
        let json: serde_json::Value = serde_json::from_str(&table().write(Format::Json).unwrap()).unwrap();
        assert_eq!(json["rows"][0]["self_answers"], 12);
        assert_eq!(json["total"]["mediations"], 3);
    }
}

//! A paper as a .docx file, so that staff can write on it before they print it.

use std::io::{Cursor, Error};

use docx_rs::{
    AlignmentType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts, Table, TableCell, TableRow,
    WidthType,
};

use crate::domain::paper::{Paper, Part};

/// A4 in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGIN: i32 = 1_134;
/// The columns of a table, in twentieths of a point.
const LABEL: usize = 2_200;
const VALUE: usize = 7_400;
/// Sizes in half points.
const TEXT: usize = 24;
const TITLE: usize = 40;
const SMALL: usize = 18;
/// A line to write on, in ideographic spaces that are underlined.
const LINE: usize = 36;
const SIGNATURE: usize = 14;

/// The bytes of the file.
///
/// # Errors
/// What the archive could not take in; none is known for archives in memory.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, Error> {
    let fonts = RunFonts::new().ascii("Times New Roman").east_asia("SimSun");
    let (width, height) = PAGE;
    let margin = PageMargin::new().top(MARGIN).bottom(MARGIN).left(MARGIN).right(MARGIN);
    let mark = run(&paper.mark).bold().color("AA0000");
    let mut file = Docx::new()
        .page_size(width, height)
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(TEXT)
        .add_paragraph(Paragraph::new().add_run(mark).align(AlignmentType::Center))
        .add_paragraph(
            Paragraph::new().add_run(run(&paper.title).bold().size(TITLE)).align(AlignmentType::Center),
        );
    for part in &paper.parts {
        file = add(file, part);
    }
    let foot = Paragraph::new().add_run(run(&paper.foot).size(SMALL));
    let mut bytes = Cursor::new(Vec::new());
    file.add_paragraph(foot).build().pack(&mut bytes).map_err(Error::other)?;
    Ok(bytes.into_inner())
}

fn add(file: Docx, part: &Part) -> Docx {
    match part {
        Part::Heading(text) => file.add_paragraph(Paragraph::new().add_run(run(text).bold())),
        Part::Fields(fields) => file.add_table(table(fields)).add_paragraph(Paragraph::new()),
        Part::Text { label, words, lines } => {
            let told = words.lines().map(|line| Paragraph::new().add_run(run(line)));
            let empty = (0..*lines).map(|_| Paragraph::new().add_run(rule(LINE)));
            let label = Paragraph::new().add_run(run(label).bold());
            std::iter::once(label).chain(told).chain(empty).fold(file, Docx::add_paragraph)
        }
        Part::Sentence(text) => file.add_paragraph(Paragraph::new().add_run(run(text))),
        Part::Signatures(names) => names.iter().fold(file, |file, name| {
            let signature = Paragraph::new().add_run(run(name)).add_run(rule(SIGNATURE));
            file.add_paragraph(signature.line_spacing(LineSpacing::new().before(240)))
        }),
    }
}

fn table(fields: &[(String, String)]) -> Table {
    let cell = |text: &str, width: usize| {
        TableCell::new().width(width, WidthType::Dxa).add_paragraph(Paragraph::new().add_run(run(text)))
    };
    let rows =
        fields.iter().map(|(label, value)| TableRow::new(vec![cell(label, LABEL), cell(value, VALUE)]));
    Table::new(rows.collect()).set_grid(vec![LABEL, VALUE])
}

/// XML knows no control signs; one alone would make the file unreadable.
fn run(text: &str) -> Run {
    Run::new().add_text(text.chars().filter(|sign| !sign.is_control()).collect::<String>())
}

fn rule(length: usize) -> Run {
    Run::new().add_text("\u{3000}".repeat(length)).underline("single")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_can_be_read_again_and_holds_every_word() {
        let paper = Paper {
            title: "人民调解协议书".into(),
            mark: "草稿 · 签名后".into(),
            parts: vec![
                Part::Heading("当事人".into()),
                Part::Fields(vec![("姓名".into(), String::new()), ("来源".into(), "A<&>B".into())]),
                Part::Text { label: "情况".into(), words: "第一行\u{7}\n第二行".into(), lines: 3 },
                Part::Sentence("自愿".into()),
                Part::Signatures(vec!["签名".into(), "日期".into()]),
            ],
            foot: "事项 2222".into(),
        };
        let bytes = docx(&paper).unwrap();
        assert!(bytes.starts_with(b"PK"));
        let read = docx_rs::read_docx(&bytes).unwrap().json();
        for told in [
            "人民调解协议书",
            "草稿 · 签名后",
            "当事人",
            "姓名",
            "A<&>B",
            "\"第一行\"",
            "第二行",
            "自愿",
            "日期",
            "事项 2222",
        ] {
            assert!(read.contains(told), "{told} is not in {read}");
        }
        assert_eq!(read.matches(&"\u{3000}".repeat(LINE)).count(), 3);
        assert_eq!(docx(&paper).unwrap(), bytes, "the same paper is the same file");
    }
}

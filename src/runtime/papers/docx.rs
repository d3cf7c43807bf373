//! A paper as a .docx file, so that staff can write on it before they print it.

use std::io::{Cursor, Error};

use docx_rs::{
    AlignmentType, BreakType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts, Table, TableCell,
    TableRow, WidthType,
};

use crate::domain::paper::{Paper, Part};

use super::boxes;

/// A4 in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGIN: i32 = 1_134;
/// The columns of a table, in twentieths of a point.
const LABEL: usize = 2_200;
const VALUE: usize = 7_400;
/// So many full-width signs fit into a line of a value, and of the page, with room to spare.
const VALUE_SIGNS: usize = 28;
const PAGE_SIGNS: usize = 38;
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
        Part::Heading(text) => file.add_paragraph(Paragraph::new().add_run(run(text).bold()).keep_next(true)),
        Part::Fields(fields) => file.add_table(table(fields)).add_paragraph(Paragraph::new()),
        Part::Text { label, words, lines } => {
            let told = words.lines().map(|line| Paragraph::new().add_run(boxed(line, PAGE_SIGNS)));
            let empty = (0..*lines).map(|_| Paragraph::new().add_run(rule(LINE)));
            let label = Paragraph::new().add_run(run(label).bold()).keep_next(true);
            std::iter::once(label).chain(told).chain(empty).fold(file, Docx::add_paragraph)
        }
        // What is signed below it stands on the same page, so that nobody signs an empty one.
        Part::Sentence(text) => file.add_paragraph(Paragraph::new().add_run(run(text)).keep_next(true)),
        Part::Signatures(names) => signatures(names).fold(file, Docx::add_paragraph),
    }
}

/// All that is signed stands on one page: each line is kept with the next.
fn signatures(names: &[String]) -> impl Iterator<Item = Paragraph> {
    let last = names.len().saturating_sub(1);
    names.iter().enumerate().map(move |(number, name)| {
        Paragraph::new()
            .add_run(run(name))
            .add_run(rule(SIGNATURE))
            .line_spacing(LineSpacing::new().before(240))
            .keep_lines(true)
            .keep_next(number < last)
    })
}

fn table(fields: &[(String, String)]) -> Table {
    let cell = |words: Run, width: usize| {
        TableCell::new().width(width, WidthType::Dxa).add_paragraph(Paragraph::new().add_run(words))
    };
    let rows = fields.iter().map(|(label, value)| {
        TableRow::new(vec![cell(run(label), LABEL), cell(boxed(value, VALUE_SIGNS), VALUE)]).cant_split()
    });
    Table::new(rows.collect()).set_grid(vec![LABEL, VALUE])
}

/// XML knows no control signs; one alone would make the file unreadable.
fn run(text: &str) -> Run {
    Run::new().add_text(clean(text))
}

fn clean(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).collect()
}

/// Words in which no box is torn from its own: where they are too long for a line, it ends before a box.
fn boxed(text: &str, most: usize) -> Run {
    if !boxes::has(text) {
        return run(text);
    }
    let lines = boxes::lines(text, most);
    lines.iter().enumerate().fold(Run::new(), |run, (number, line)| {
        let run = if number > 0 { run.add_break(BreakType::TextWrapping) } else { run };
        run.add_text(clean(line))
    })
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

    /// The text of the document inside the archive.
    fn document(parts: Vec<Part>) -> String {
        let paper = Paper { title: String::new(), mark: String::new(), parts, foot: String::new() };
        let file = add(Docx::new(), &paper.parts[0]);
        String::from_utf8(file.build().document).unwrap()
    }

    #[test]
    fn a_block_of_signatures_stays_on_one_page() {
        let names = ["当事人", "调解员", "日期"].map(str::to_owned).to_vec();
        let xml = document(vec![Part::Signatures(names)]);
        assert_eq!(
            (xml.matches("<w:keepNext").count(), xml.matches("<w:keepLines").count()),
            (2, 3),
            "{xml}"
        );
        let last = xml.split("<w:p ").last().unwrap();
        assert!(
            last.contains("日期") && !last.contains("keepNext"),
            "the last may be followed by another page"
        );
        for part in [
            Part::Heading("当事人".into()),
            Part::Text { label: "情况".into(), words: String::new(), lines: 0 },
            Part::Sentence("各执一份".into()),
        ] {
            assert_eq!(
                document(vec![part]).matches("<w:keepNext").count(),
                1,
                "nothing of the sort ends a page"
            );
        }
        let fields = vec![("姓名".to_owned(), String::new()); 3];
        assert_eq!(document(vec![Part::Fields(fields)]).matches("<w:cantSplit").count(), 3);
    }

    #[test]
    fn a_box_is_never_torn_from_its_words() {
        let kinds = "□婚姻家庭　□邻里　□房屋宅基地　□合同　□生产经营　□损害赔偿　□山林土地";
        let xml = document(vec![Part::Fields(vec![("类型".into(), kinds.into())])]);
        assert_eq!(xml.matches("<w:br ").count(), 1, "{xml}");
        assert!(xml.contains("□生产经营</w:t>") && xml.contains(">□损害赔偿　□山林土地<"), "{xml}");
        let words = kinds.repeat(2).replace("土地□", "土地　□");
        let xml = document(vec![Part::Text { label: "结果".into(), words, lines: 0 }]);
        assert_eq!(xml.matches("<w:br ").count(), 1, "{xml}");
        assert_eq!(xml.matches(&format!(">{kinds}<")).count(), 2, "{xml}");
    }
}

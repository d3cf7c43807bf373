//! A paper as one HTML page that needs nothing else, for A4.

use askama::Template;

use crate::domain::paper::{Paper, Part};

use super::boxes;

#[derive(Template)]
#[template(path = "papers/paper.html")]
struct Page<'a> {
    paper: &'a Paper,
}

/// The page. Every word is escaped.
///
/// # Errors
/// The template's; none is known.
pub fn html(paper: &Paper) -> askama::Result<String> {
    Page { paper }.render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_everything_escaped_and_leaves_lines_to_write_on() {
        let paper = Paper {
            title: "协议书".into(),
            mark: "草稿".into(),
            parts: vec![
                Part::Heading("申请人".into()),
                Part::Fields(vec![("姓名".into(), String::new()), ("来源".into(), "A&B".into())]),
                Part::Fields(vec![("变化".into(), "□有　☑无".into())]),
                Part::Text { label: "情况".into(), words: "<script>\n第二行".into(), lines: 3 },
                Part::Sentence("自愿".into()),
                Part::Signatures(vec!["签名".into()]),
            ],
            foot: "事项".into(),
        };
        let page = html(&paper).unwrap();
        for told in [
            "<h1>协议书</h1>",
            "草稿",
            "申请人",
            "姓名",
            "&#60;script&#62;",
            "A&#38;B",
            "第二行",
            "自愿",
            "签名",
        ] {
            assert!(page.contains(told), "{told} is not in {page}");
        }
        assert_eq!(page.matches("class=\"line\"").count(), 3);
        assert!(page.contains("@page") && page.contains("A4") && !page.contains("<script>"));
        assert!(page.contains(r#"<span class="box">□有　</span><span class="box">☑无</span>"#), "{page}");
        assert!(!page.contains("src=") && !page.contains("href="), "it needs nothing else");
    }
}

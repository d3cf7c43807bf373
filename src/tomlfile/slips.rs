//! Signs that a Chinese keyboard gives and that look like those of TOML: where a file cannot be read, one of them is mostly why.
//!
//! Must not know what the file is for.

/// Each sign as it is told, and what to write.
const SIGNS: [(char, &str, &str); 22] = [
    ('“', "`“`", "`\"`"),
    ('”', "`”`", "`\"`"),
    ('＂', "`＂`", "`\"`"),
    ('‘', "`‘`", "`\"`"),
    ('’', "`’`", "`\"`"),
    ('「', "`「`", "`\"`"),
    ('」', "`」`", "`\"`"),
    ('，', "`，`", "`,`"),
    ('、', "`、`", "`,`"),
    ('；', "`；`", "`,`"),
    ('＝', "`＝`", "`=`"),
    ('：', "`：`", "`=`"),
    ('【', "`【`", "`[`"),
    ('】', "`】`", "`]`"),
    ('［', "`［`", "`[`"),
    ('］', "`］`", "`]`"),
    ('｛', "`｛`", "`{`"),
    ('｝', "`｝`", "`}`"),
    ('＃', "`＃`", "`#`"),
    ('\u{3000}', "a full-width space", "a plain one"),
    ('\u{a0}', "a no-break space", "a plain one"),
    ('\u{200b}', "a space that cannot be seen", "nothing there"),
];

/// The first such sign on a line, counted from 1, or on the one before or after it, with what to write.
pub(super) fn near(text: &str, line: usize) -> Option<String> {
    let lines = [Some(line), line.checked_sub(1), line.checked_add(1)];
    lines.into_iter().flatten().find_map(|number| {
        let here = text.lines().nth(number.checked_sub(1)?)?;
        // A line of a longer text may hold any sign.
        let is_code = number == line || here.contains(['"', '“', '=', '＝', '[', '【']);
        let (_, sign, right) = outside_quotes(here).filter(|_| is_code)?;
        Some(format!("line {number} holds {sign}: write {right}"))
    })
}

/// The first such sign that stands in no text between quotes and in no remark.
fn outside_quotes(line: &str) -> Option<&'static (char, &'static str, &'static str)> {
    let mut quote = None;
    for sign in line.chars() {
        match (quote, sign) {
            (None, '#') => return None,
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            (Some(_), _) => {}
            (None, _) => {
                if let Some(found) = SIGNS.iter().find(|it| it.0 == sign) {
                    return Some(found);
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_itself_goes_before_its_neighbours() {
        assert_eq!(near("a = ［1]\nb = 2，", 2).unwrap(), "line 2 holds `，`: write `,`");
        assert_eq!(near("a = [\"甲\"，\n\"乙\"]\n", 2).unwrap(), "line 1 holds `，`: write `,`");
        assert_eq!(near("a\u{3000}= 1", 1).unwrap(), "line 1 holds a full-width space: write a plain one");
    }

    #[test]
    fn what_is_said_in_quotes_in_remarks_and_in_longer_texts_is_nobodys_slip() {
        assert_eq!(near("a = \"甲，乙“丙”\" # 丁，戊", 1), None);
        assert_eq!(near("先商量，再调解。\nb = = 2", 2), None);
        assert_eq!(near("", 1), None);
    }
}

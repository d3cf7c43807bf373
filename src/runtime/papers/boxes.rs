//! Boxes to tick: □ or ☑ and its words are one thing, which no line may end in.

/// The signs of a box.
const BOXES: [char; 2] = ['□', '☑'];

/// A text cut before each of its boxes; whole if it has none.
pub(super) fn cut(text: &str) -> Vec<&str> {
    let mut cuts: Vec<usize> = text.match_indices(BOXES).map(|(at, _)| at).filter(|at| *at > 0).collect();
    cuts.push(text.len());
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut done = 0;
    for cut in cuts {
        let Some((piece, after)) = rest.split_at_checked(cut - done) else { break };
        pieces.push(piece);
        (rest, done) = (after, cut);
    }
    pieces
}

/// Whether a text has boxes.
pub(super) fn has(text: &str) -> bool {
    text.contains(BOXES)
}

/// Lines of `most` full-width signs at the most, each of whole boxes with their words. A text without boxes is one line,
/// which breaks where it likes.
pub(super) fn lines(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in cut(text) {
        let length = |text: &str| text.trim_end().chars().count();
        match lines.last_mut() {
            Some(line) if line.chars().count() + length(piece) <= most => line.push_str(piece),
            _ => lines.push(piece.to_owned()),
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: &str = "□婚姻家庭　☑邻里　□拖欠农民工工资　□其他";

    #[test]
    fn a_text_is_cut_before_each_box_and_nothing_is_lost() {
        assert_eq!(cut(KINDS), ["□婚姻家庭　", "☑邻里　", "□拖欠农民工工资　", "□其他"]);
        assert_eq!(cut("原因：□有　□无"), ["原因：", "□有　", "□无"]);
        for plain in ["", "楼上漏水"] {
            assert_eq!(cut(plain), [plain]);
            assert!(!has(plain));
        }
    }

    #[test]
    fn no_line_ends_in_the_middle_of_a_box() {
        assert_eq!(lines(KINDS, 9), ["□婚姻家庭　☑邻里", "□拖欠农民工工资", "□其他"]);
        assert_eq!(lines(KINDS, 40), [KINDS]);
        assert_eq!(lines(KINDS, 1), ["□婚姻家庭", "☑邻里", "□拖欠农民工工资", "□其他"]);
        assert_eq!(lines("很长的一句话", 2), ["很长的一句话"]);
    }
}

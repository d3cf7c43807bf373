//! Where something may begin that a message names. It is asked of every sign, so that a message that names nothing costs next to
//! nothing: one bit for a sign, and where that is set, one for the sign and the next.
//!
//! Must not know what the words mean. What the other files here read has to begin with two signs of these lists; a test holds them
//! against reading everywhere.

use std::sync::LazyLock;

use super::super::filter::{SignSet, mixed, slot};
use super::cursor::Cursor;
use super::{english, number, party};

/// What may begin somewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    /// Somebody.
    pub(super) party: bool,
    /// A date, a time or how long.
    pub(super) moment: bool,
    /// A number, of whatever; not within another.
    pub(super) number: bool,
    /// A mark before money or a telephone number.
    pub(super) mark: bool,
}

/// The first two signs of dates, times and feasts.
const MOMENTS: &str = "今天 今日 今年 今晚 今早 今夜 明天 明日 明年 明晚 明早 明夜 昨天 昨日 昨晚 昨早 昨夜 前天 前年 前晚 前早 \
    前夜 后天 后年 去年 大前 大后 大半 大年 本年 前些 前段 前阵 前不 月底 月初 月末 年底 年末 年初 星期 礼拜 过年 国庆 元旦 元宵 \
    春节 中秋 中午 端午 清明 清晨 清早 劳动 妇女 儿童 双十 圣诞 凌晨 早上 早晨 上午 下午 傍晚 晚上 夜里 夜晚 深夜 半夜 \
    正月 除夕 明后 大清 大早";

/// Signs any of which may be followed by any of the others, of dates, times and lengths of time.
const MOMENT_ROWS: &[(&str, &str)] = &[
    ("上下这本当", "上下个月周星礼"),
    ("周", "一二三四五六日天末1234567"),
    ("半", "年个星礼周工小分"),
    ("a", " "),
    ("前过早晚", " 零〇一二两三四五六七八九十百几上数好0123456789"),
];

/// The same of numbers that begin with no digit.
const NUMBER_ROWS: &[(&str, &str)] = &[
    ("上数好", "十百千万几"),
    ("壹贰叁肆伍陆柒捌玖", "拾佰仟百千万亿元圆"),
    ("零〇一二两三四五六七八九十百几俩仨", FIGURES),
    ("零〇一二两三四五六七八九十百几俩仨", UNITS),
];

/// What stands before money and telephone numbers, and what follows, besides ¥.
const MARKS: [(char, char); 7] =
    [('人', '民'), ('r', 'm'), ('+', '8'), ('+', ' '), ('(', '0'), ('(', '8'), ('(', '+')];

const YUAN: char = '¥';

/// What goes on with a number.
const FIGURES: &str = "零〇一二两三四五六七八九十百千万亿几点多余来半0123456789";

/// What a number counts, and a space before it.
const UNITS: &str =
    " 年月日号天周星礼个小分时钟工块元圆人户口名位家农民员职业住居村租受会商学骑司同邻老兄姐乘乡师rymwdkh";

/// What begins with a pair of signs, one bit each.
mod kind {
    pub(super) const PARTY: u8 = 1;
    pub(super) const MOMENT: u8 = 1 << 1;
    pub(super) const NUMBER: u8 = 1 << 2;
    pub(super) const MARK: u8 = 1 << 3;
}

/// What begins with which signs.
struct Openings {
    /// Whatever anything begins with.
    signs: SignSet,
    /// What begins with pairs of them, by a hash: sometimes more than does.
    kinds: Box<[u8; PAIR_PLACES]>,
}

/// So many places; some two thousand pairs share them, so that few are taken for others.
const PAIR_PLACES: usize = 1 << 16;

static OPENINGS: LazyLock<Openings> = LazyLock::new(Openings::new);

impl Openings {
    fn new() -> Self {
        let mut all = Self { signs: SignSet::default(), kinds: Box::new([0; PAIR_PLACES]) };
        all.add(kind::PARTY, party::words().flat_map(pairs));
        // 上 can begin a number and 上周, too; the others only a number.
        all.add(kind::MOMENT, pairs(MOMENTS).chain(rows(MOMENT_ROWS)).filter(|it| !is_figure(it.0)));
        all.add(kind::MOMENT, pairs(english::OPENINGS));
        all.add(kind::NUMBER, rows(NUMBER_ROWS));
        all.add(kind::MARK, MARKS.into_iter());
        ('0'..='9').chain([YUAN]).for_each(|sign| all.signs.add(sign));
        all
    }

    fn add(&mut self, kind: u8, pairs: impl Iterator<Item = (char, char)>) {
        for (sign, next) in pairs {
            self.signs.add(sign);
            if let Some(kinds) = self.kinds.get_mut(place(sign, next)) {
                *kinds |= kind;
            }
        }
    }

    /// What may begin here.
    #[inline]
    fn opening(&self, at: Cursor<'_>) -> Option<Opening> {
        let (sign, next) = at.step()?;
        let next = next.sign().unwrap_or('\0');
        let kinds = self.kinds.get(place(sign, next)).copied().unwrap_or(0);
        if kinds == 0 && !sign.is_ascii_digit() && sign != YUAN {
            return None;
        }
        let found = Opening {
            party: kinds & kind::PARTY != 0,
            moment: kinds & kind::MOMENT != 0 && (!english::is_letter(at) || english::begins(at)),
            number: (kinds & kind::NUMBER != 0 || sign.is_ascii_digit()) && !at.is_inside_number(),
            mark: kinds & kind::MARK != 0 || sign == YUAN,
        };
        (found.party || found.moment || found.number || found.mark).then_some(found)
    }
}

/// Where a pair of signs is kept.
#[inline]
fn place(sign: char, next: char) -> usize {
    slot(mixed(sign.into(), next), PAIR_PLACES)
}

/// Whether a sign can only begin a number; 上 can begin 上周, too.
fn is_figure(sign: char) -> bool {
    number::may_begin(sign) && sign != '上'
}

/// The first two signs of each word.
fn pairs(words: &'static str) -> impl Iterator<Item = (char, char)> {
    words.split(' ').filter_map(|word| word.chars().next().zip(word.chars().nth(1)))
}

fn rows(rows: &'static [(&str, &str)]) -> impl Iterator<Item = (char, char)> {
    let firsts = rows.iter().flat_map(|(firsts, nexts)| firsts.chars().map(move |first| (first, *nexts)));
    firsts.flat_map(|(first, nexts)| nexts.chars().map(move |next| (first, next)))
}

/// The next place from here on where something may begin, and what.
pub(super) fn next(from: Cursor<'_>) -> Option<(Cursor<'_>, Opening)> {
    let openings = &*OPENINGS;
    from.places(|sign| openings.signs.may_have(sign)).find_map(|at| Some((at, openings.opening(at)?)))
}

/// The next place from here on where a number may begin.
pub(super) fn next_number(from: Cursor<'_>) -> Option<Cursor<'_>> {
    let openings = &*OPENINGS;
    let may_begin = |sign| number::may_begin(sign) && openings.signs.may_have(sign);
    from.places(may_begin).find(|&at| openings.opening(at).is_some_and(|it| it.number))
}

#[cfg(test)]
mod tests {
    use super::super::spelling::Spelling;
    use super::*;

    fn places(text: &str) -> Vec<usize> {
        let spelling = Spelling::of(text);
        let mut from = spelling.begin();
        let mut all = Vec::new();
        while let Some((at, _)) = next(from) {
            all.push(at.first_byte());
            (_, from) = at.step().unwrap();
        }
        all
    }

    #[test]
    fn only_what_may_begin_something_is_looked_at() {
        assert_eq!(places("请问一下，我要上诉离婚，当然大概一直这样"), [0; 0]);
        assert_eq!(places("去年"), [0]);
        assert_eq!(places("欠我２萬，明 天還"), [6]);
        assert_eq!(places("找老\u{200b}板要三个月"), [3, 15]);
    }
}

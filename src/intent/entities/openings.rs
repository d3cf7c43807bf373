//! Where something may begin that a message names. It is asked of every sign, so that a message that names nothing costs next to
//! nothing: one bit for a sign, and where that is set, one for the sign and the next.
//!
//! Must not know what the words mean. What the other files here read has to begin with two signs of these lists; a test holds them
//! against reading everywhere.

use std::sync::LazyLock;

use super::super::filter::{PairFilter, SignSet};
use super::super::letters::{Letters, Plain};
use super::cursor::Cursor;
use super::{number, party};

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
    春节 中秋 中午 端午 清明 清晨 清早 劳动 妇女 儿童 双十 圣诞 凌晨 早上 早晨 上午 下午 傍晚 晚上 夜里 夜晚 深夜 半夜";

/// Signs any of which may be followed by any of the others, of dates, times and lengths of time.
const MOMENT_ROWS: &[(&str, &str)] = &[
    ("上下这本当", "上下个月周星礼"),
    ("周", "一二三四五六日天末1234567"),
    ("半", "年个星礼周工小分ymwd"),
    ("前过早晚", " 零〇一二两三四五六七八九十百几上数好0123456789"),
];

/// The same of numbers that begin with no digit.
const NUMBER_ROWS: &[(&str, &str)] = &[
    ("上数好", "十百千万几"),
    ("零〇一二两三四五六七八九十百几俩仨", FIGURES),
    ("零〇一二两三四五六七八九十百几俩仨", UNITS),
];

/// What stands before money and telephone numbers, and what follows, besides ¥.
const MARKS: [(char, char); 4] = [('人', '民'), ('r', 'm'), ('+', '8'), ('+', ' ')];

const YUAN: char = '¥';

/// What goes on with a number.
const FIGURES: &str = "零〇一二两三四五六七八九十百千万亿几点多余来半0123456789";

/// What a number counts, and a space before it.
const UNITS: &str =
    " 年月日号天周星礼个小分时钟工块元圆人户口名位家农民员职业住居村租受会商学骑司同邻老兄姐乘乡师rymwdkh";

/// The signs and pairs of signs.
#[derive(Default)]
struct Openings {
    /// Whatever anything begins with, as it is typed.
    signs: SignSet,
    /// The same for numbers alone.
    figures: SignSet,
    parties: PairFilter,
    moments: PairFilter,
    numbers: PairFilter,
}

static OPENINGS: LazyLock<Openings> = LazyLock::new(Openings::new);

impl Openings {
    fn new() -> Self {
        let moments = pairs(MOMENTS).chain(rows(MOMENT_ROWS));
        let parties = party::words().flat_map(pairs);
        let mut all = Self {
            parties: filter(parties),
            moments: filter(moments),
            numbers: filter(rows(NUMBER_ROWS)),
            ..Self::default()
        };
        let firsts = pairs(MOMENTS).chain(rows(MOMENT_ROWS)).chain(rows(NUMBER_ROWS)).chain(MARKS);
        let firsts = filter(firsts.chain(party::words().flat_map(pairs)).map(|(first, _)| (first, first)));
        let letters = Letters::table();
        for code in 0..=u16::MAX {
            let plain = char::from_u32(code.into()).map(|sign| letters.plain(sign));
            let Some(Plain::One(sign)) = plain else { continue };
            let Some(typed) = char::from_u32(code.into()) else { continue };
            if sign.is_ascii_digit() || sign == YUAN || firsts.may_have(sign, sign) {
                all.signs.add(typed);
            }
            if number::may_begin(sign) {
                all.figures.add(typed);
            }
        }
        all
    }

    /// What may begin with two signs.
    fn opening(&self, at: Cursor<'_>) -> Option<Opening> {
        let (sign, next) = at.step()?;
        let begins = |filter: &PairFilter| next.sign().is_some_and(|next| filter.may_have(sign, next));
        let found = Opening {
            party: begins(&self.parties),
            moment: begins(&self.moments) && !is_figure(sign),
            number: self.is_number(at),
            mark: sign == YUAN || next.sign().is_some_and(|next| MARKS.contains(&(sign, next))),
        };
        (found.party || found.moment || found.number || found.mark).then_some(found)
    }

    /// Whether a number may begin, and is not within another.
    fn is_number(&self, at: Cursor<'_>) -> bool {
        let Some((sign, next)) = at.step() else { return false };
        let begins = || next.sign().is_some_and(|next| self.numbers.may_have(sign, next));
        let number = sign.is_ascii_digit() || (number::may_begin(sign) && begins());
        number && !at.is_inside_number()
    }
}

/// Whether a sign can only begin a number; 上 can begin 上周, too.
fn is_figure(sign: char) -> bool {
    number::may_begin(sign) && sign != '上'
}

fn filter(pairs: impl Iterator<Item = (char, char)>) -> PairFilter {
    let mut filter = PairFilter::new(PAIR_COUNT);
    pairs.for_each(|(first, next)| filter.add(first, next));
    filter
}

/// Room in a filter.
const PAIR_COUNT: usize = 1_024;

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
    let mut signs = from.rest().char_indices().filter(|(_, sign)| openings.signs.may_have(*sign));
    signs.find_map(|(offset, _)| {
        let at = from.further(offset);
        Some((at, openings.opening(at)?))
    })
}

/// The next place from here on where a number may begin.
pub(super) fn next_number(from: Cursor<'_>) -> Option<Cursor<'_>> {
    let openings = &*OPENINGS;
    let signs = from.rest().char_indices().filter(|(_, sign)| openings.figures.may_have(*sign));
    signs.map(|(offset, _)| from.further(offset)).find(|&at| openings.is_number(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<usize> {
        let mut from = Cursor::new(text);
        let mut all = Vec::new();
        while let Some((at, _)) = next(from) {
            all.push(at.at());
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

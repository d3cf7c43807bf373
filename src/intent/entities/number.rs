//! Numbers as people write them: 3.5万, 1,200, 五千多, 二十几, 三五百, 两万五, 二〇二三, 叁仟伍佰.
//!
//! Must not know what is counted.

use super::cursor::Cursor;

/// Numbers are kept in ten-thousandths, so that 1.25 stays exact.
const ONE: i64 = 10_000;

/// A number found in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    parts: i64,
    /// Whether it was said to be about so much: 五千多, 几十; then it is the least that is meant.
    pub(super) rough: bool,
    /// Whether it ends in a unit of its own: 两万, 三千.
    pub(super) has_unit: bool,
    /// How many Latin digits it has, if it is nothing else.
    pub(super) digits: usize,
    /// Whether it says 几 or 多 and nothing more exact.
    pub(super) vague: bool,
}

impl Number {
    /// As a whole number; none if it has a fraction.
    pub(super) fn whole(self) -> Option<i64> {
        (self.parts % ONE == 0).then_some(self.parts / ONE)
    }

    /// In hundredths.
    pub(super) const fn hundredths(self) -> i64 {
        self.parts / (ONE / 100)
    }
}

/// A place and the number that begins there: many ask for it, and it is parsed once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here<'t> {
    /// The place.
    pub(super) at: Cursor<'t>,
    /// The number, and the place behind it.
    pub(super) number: Option<(Number, Cursor<'t>)>,
}

impl<'t> Here<'t> {
    /// Parses what begins here.
    pub(super) fn new(at: Cursor<'t>) -> Self {
        Self { at, number: parse(at) }
    }

    /// The number if it is an exact one without a unit of its own, as days and hours are.
    pub(super) fn plain(self) -> Option<(i64, Cursor<'t>)> {
        let (number, behind) = self.number.filter(|(number, _)| !number.rough && !number.has_unit)?;
        Some((number.whole()?, behind))
    }
}

/// Whether a number may begin with this sign.
pub(super) const fn may_begin(sign: char) -> bool {
    sign.is_ascii_digit()
        || matches!(
            sign,
            '零' | '〇'
                | '一'
                | '二'
                | '两'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '百'
                | '几'
                | '上'
                | '数'
                | '好'
                | '俩'
                | '仨'
                | '壹'
                | '贰'
                | '叁'
                | '肆'
                | '伍'
                | '陆'
                | '柒'
                | '捌'
                | '玖'
        )
}

/// The number that begins here, and the place behind it.
pub(super) fn parse(at: Cursor<'_>) -> Option<(Number, Cursor<'_>)> {
    let first = at.sign().filter(|&sign| may_begin(sign))?;
    let least = if matches!(first, '上' | '数' | '好') { at.step() } else { None };
    let least = least.filter(|(_, behind)| behind.is_before_sign("十百千万几"));
    let mut sum = Sum { rough: least.is_some(), ..Sum::default() };
    let mut at = least.map_or(at, |(_, behind)| behind);
    for _ in 0..MOST_FIGURES {
        let Some(behind) = sum.add(at) else { break };
        at = behind;
        if sum.done {
            break;
        }
    }
    let parts = sum.above.saturating_add(sum.below);
    let number = Number {
        parts,
        rough: sum.rough,
        has_unit: sum.unit >= 100,
        digits: if sum.unit == 0 && !sum.rough { sum.digits } else { 0 },
        vague: sum.vague,
    };
    (parts > 0)
        .then(|| (number, rough_mark(at).unwrap_or(at)))
        .map(|(number, behind)| (Number { rough: number.rough || behind.at() > at.at(), ..number }, behind))
}

/// Chinese digits in a row as in a year: 二〇二三, 二零二三.
pub(super) fn chinese_year(at: Cursor<'_>) -> Option<(i64, Cursor<'_>)> {
    let (mut value, mut count, mut at) = (0, 0, at);
    while let Some((digit, next)) = at.step().and_then(|(sign, next)| Some((digit(sign)?, next))) {
        if count == 4 {
            return None;
        }
        (value, count, at) = (value * 10 + digit, count + 1, next);
    }
    (count == 4 || count == 2).then_some((value, at))
}

/// What has been added up so far.
#[derive(Default)]
struct Sum {
    /// Whole 万 and 亿.
    above: i64,
    /// What is below them.
    below: i64,
    /// The last unit; 0 before the first.
    last: i64,
    /// The greatest unit.
    unit: i64,
    /// The last unit of 万 and 亿; 0 before the first.
    great: i64,
    rough: bool,
    vague: bool,
    digits: usize,
    done: bool,
}

/// A figure before its unit.
struct Figure {
    parts: i64,
    latin: bool,
}

impl Sum {
    /// Adds one figure with its unit; a figure without one is the last.
    fn add<'t>(&mut self, at: Cursor<'t>) -> Option<Cursor<'t>> {
        let after_gap = at.eat("零").or_else(|| at.eat("〇")).filter(|_| self.last > 0);
        let Some((figure, behind)) = self.figure(after_gap.unwrap_or(at)) else { return self.bare_unit(at) };
        let marked = rough_mark(behind);
        let named = unit_at(marked.unwrap_or(behind), figure.latin);
        let Some((unit, next)) = named.filter(|&(unit, _)| self.fits(unit)) else {
            let short = self.last >= 100 && after_gap.is_none() && figure.parts < 10 * ONE;
            let scale = if short { self.last / 10 } else { 1 };
            self.below = self.below.saturating_add(figure.parts.saturating_mul(scale));
            self.done = true;
            return Some(behind);
        };
        self.rough |= marked.is_some();
        self.multiply(figure.parts, unit);
        Some(next)
    }

    /// 十, 百 and 千 stand for one of them; 万 and 亿 multiply what came before.
    fn bare_unit<'t>(&mut self, at: Cursor<'t>) -> Option<Cursor<'t>> {
        let marked = if self.last > 0 { rough_mark(at) } else { None };
        let (unit, next) = unit_at(marked.unwrap_or(at), false)?;
        let begins = self.last == 0 && (unit == 10 || self.rough);
        if !begins
            && !(self.last > 0 && unit >= 10_000 && self.fits(unit) && (self.below > 0 || unit > self.great))
        {
            return None;
        }
        self.rough |= marked.is_some();
        self.multiply(if begins { ONE } else { 0 }, unit);
        Some(next)
    }

    fn fits(&self, unit: i64) -> bool {
        let below = self.last == 0 || unit < self.last;
        if unit < 10_000 { below } else { unit != self.great }
    }

    fn multiply(&mut self, figure: i64, unit: i64) {
        if unit >= 10_000 {
            let before = if unit > self.great { self.above } else { 0 };
            let all = before.saturating_add(self.below).saturating_add(figure);
            self.above = (self.above - before).saturating_add(all.saturating_mul(unit));
            (self.below, self.great) = (0, unit);
        } else {
            self.below = self.below.saturating_add(figure.saturating_mul(unit));
        }
        (self.last, self.unit) = (unit, self.unit.max(unit));
    }

    fn figure<'t>(&mut self, at: Cursor<'t>) -> Option<(Figure, Cursor<'t>)> {
        if let Some((parts, digits, behind)) = latin(at) {
            self.digits = digits;
            return Some((Figure { parts, latin: true }, behind));
        }
        let (sign, behind) = at.step()?;
        if sign == '几' {
            (self.rough, self.vague) = (true, true);
            return Some((Figure { parts: FEW * ONE, latin: false }, behind));
        }
        let first = digit(sign).filter(|&digit| digit > 0)?;
        // 三五个, 七八千: between the two.
        let second = behind.step().and_then(|(sign, next)| Some((digit(sign)?, next)));
        let second = second.filter(|&(second, _)| second > first);
        let behind = second.map_or(behind, |(_, next)| next);
        self.rough |= second.is_some();
        if behind.step().is_some_and(|(sign, _)| digit(sign).is_some_and(|it| it > 0)) {
            return None;
        }
        if let Some((fraction, behind)) = behind.eat("点").and_then(spoken_fraction) {
            return Some((Figure { parts: first * ONE + fraction, latin: false }, behind));
        }
        Some((Figure { parts: first * ONE, latin: false }, behind))
    }
}

/// Nobody says more: 一千二百三十四万五千六百七十八 has eight.
const MOST_FIGURES: usize = 10;

/// 几 stands for at least so many.
const FEW: i64 = 3;

/// Behind 多, 余 or 来, if one stands here and belongs to a number.
fn rough_mark(at: Cursor<'_>) -> Option<Cursor<'_>> {
    let (_, behind) = at.eat_any(&["多", "余", "来"])?;
    let counted = || behind.is_before_sign("个块元万亿户人名位天年岁号");
    (at.sign() == Some('多') || counted()).then_some(behind)
}

/// The unit here. People write k and w behind Latin digits.
fn unit_at(at: Cursor<'_>, latin: bool) -> Option<(i64, Cursor<'_>)> {
    let (sign, next) = at.past_spaces().step()?;
    let unit = match sign {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        'k' if latin => 1000,
        'w' if latin => 10_000,
        _ => return None,
    };
    let runs_on = sign.is_ascii() && next.sign().is_some_and(|sign| sign.is_ascii_alphanumeric());
    (!runs_on).then_some((unit, next))
}

/// Latin digits, with marks at every third and a fraction: in ten-thousandths, and how many digits.
fn latin(at: Cursor<'_>) -> Option<(i64, usize, Cursor<'_>)> {
    let (mut value, mut digits, mut at) = run(at)?;
    while digits <= 12 {
        let group = at.eat(",").and_then(run).filter(|&(_, count, _)| count == 3);
        let Some((more, count, behind)) = group else { break };
        (value, digits, at) = (value.saturating_mul(1000).saturating_add(more), digits + count, behind);
    }
    let mut parts = value.saturating_mul(ONE);
    let fraction = at.eat(".").and_then(run);
    let scaled = fraction.and_then(|(value, count, behind)| Some((value * SCALES.get(count)?, behind)));
    if let Some((fraction, behind)) = scaled {
        (parts, at) = (parts.saturating_add(fraction), behind);
    }
    Some((parts, digits, at))
}

/// What a fraction of so many digits is multiplied by.
const SCALES: [i64; 5] = [0, 1000, 100, 10, 1];

/// What follows 点 in 三点五万; without a unit behind it is no fraction but a time.
fn spoken_fraction(at: Cursor<'_>) -> Option<(i64, Cursor<'_>)> {
    let (mut value, mut count, mut at) = (0, 0, at);
    while let Some((digit, next)) = at.step().and_then(|(sign, next)| Some((digit(sign)?, next))) {
        (value, count, at) = (value * 10 + digit, count + 1, next);
        if count == SCALES.len() {
            return None;
        }
    }
    let scale = SCALES.get(count).filter(|_| count > 0 && at.is_before_sign("千万亿元块"))?;
    Some((value * scale, at))
}

/// Latin digits in a row: their value, how many, and the place behind.
pub(super) fn run(at: Cursor<'_>) -> Option<(i64, usize, Cursor<'_>)> {
    let (mut value, mut count, mut at) = (0_i64, 0, at);
    while let Some(digit) = at.sign().and_then(|sign| sign.to_digit(10)) {
        let Some((_, next)) = at.step() else { break };
        (value, count, at) = (value.saturating_mul(10).saturating_add(i64::from(digit)), count + 1, next);
    }
    (count > 0).then_some((value, count, at))
}

fn digit(sign: char) -> Option<i64> {
    Some(match sign {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::spelling::Spelling;
    use super::*;

    fn read(text: &str) -> Option<(i64, bool, &str)> {
        let spelling = Spelling::of(text);
        let (number, behind) = parse(spelling.begin())?;
        Some((number.hundredths(), number.rough, text.get(behind.byte_behind()..)?))
    }

    #[test]
    fn numbers_in_any_writing() {
        for (text, value) in [
            ("5", 5),
            ("1200", 1200),
            ("1,200", 1200),
            ("１，２００", 1200),
            ("12,345,678", 12_345_678),
            ("十", 10),
            ("十五", 15),
            ("二十", 20),
            ("二十五", 25),
            ("一百零五", 105),
            ("一百五", 150),
            ("一百五十", 150),
            ("两千", 2000),
            ("三千二", 3200),
            ("两万五", 25_000),
            ("两万零五百", 20_500),
            ("1万2千", 12_000),
            ("3万5", 35_000),
            ("3 万", 30_000),
            ("十万", 100_000),
            ("二十三万", 230_000),
            ("一百二十万", 1_200_000),
            ("一亿二千万", 120_000_000),
            ("5k", 5000),
            ("3w", 30_000),
            ("20万", 200_000),
            ("一万一", 11_000),
            ("三点五万", 35_000),
        ] {
            assert_eq!(read(text), Some((value * 100, false, "")), "{text}");
        }
        assert_eq!(read("3.5万"), Some((3_500_000, false, "")));
        assert_eq!(read("1.25"), Some((125, false, "")));
    }

    #[test]
    fn rough_numbers_are_the_least_that_is_meant() {
        for (text, value) in [
            ("几", 3),
            ("几十", 30),
            ("十几", 13),
            ("二十多", 20),
            ("五千多", 5000),
            ("20多万", 200_000),
            ("二十多万", 200_000),
            ("三五", 3),
            ("七八千", 7000),
            ("两三万", 20_000),
            ("二三十", 20),
            ("上百", 100),
            ("好几万", 30_000),
            ("数十", 10),
            ("十几万", 130_000),
            ("一万多", 10_000),
        ] {
            assert_eq!(read(text), Some((value * 100, true, "")), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_or_ends_earlier() {
        for text in ["万", "百", "零", "多", "上午", "好人", "数", "w", "", "千万", "一二三四"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("3 weeks"), Some((300, false, " weeks")));
        assert_eq!(read("5来要"), Some((500, false, "来要")));
        assert_eq!(read("1,20"), Some((100, false, ",20")));
        assert_eq!(read("2.5.1"), Some((250, false, ".1")));
    }

    #[test]
    fn years_digit_by_digit() {
        let year = |text| chinese_year(Spelling::of(text).begin()).map(|it| it.0);
        assert_eq!(
            (year("二〇二三年"), year("二三年"), year("二零二三")),
            (Some(2023), Some(23), Some(2023))
        );
        assert_eq!((year("三年"), year("二零二三四")), (None, None));
    }
}

//! Money: 两万, 3.5万元, 1,200元, 5块5, 五千多, and a bare number beside a word of paying.

use std::sync::LazyLock;

use super::cursor::Cursor;
use super::list::List;
use super::number::{self, Here, Number};
use super::{Read, Value, english};

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// In 分, a hundredth of a yuan.
    pub fen: i64,
    /// Whether it was said to be about so much; then it is the least that is meant.
    pub about: bool,
}

/// In hundredths.
const YUAN: i64 = 100;

/// The money that begins here.
pub(super) fn read<'t>(here: &Here<'t>) -> Read<'t> {
    let at = here.at;
    if let Some((_, behind)) = at.eat_any(&["¥", "人民币", "rmb"]) {
        let (number, behind) = number::parse(behind.past_spaces())?;
        return Some((amount(number, 0), false, past_unit(behind)));
    }
    let (number, behind) = here.number?;
    let spaced = behind.past_spaces();
    if let Some(behind) = spaced.eat("块") {
        return by_piece(number, behind);
    }
    if let Some((_, behind)) = spaced.eat_any(&["元", "圆", "人民币", "rmb"]) {
        let other = behind.is_before_sign("旦宵月素老件里满形桌");
        return (!other).then(|| (amount(number, 0), false, behind.maybe("钱").maybe("整")));
    }
    if let Some(behind) = english::count::yuan(spaced) {
        return Some((amount(number, 0), false, behind));
    }
    bare(at, number, behind)
}

/// 块 counts other things too: 三块砖, 一块去.
fn by_piece(number: Number, behind: Cursor<'_>) -> Read<'_> {
    if let Some(behind) = behind.eat("钱") {
        return Some((amount(number, 0), false, behind));
    }
    if behind.is_before_sign("砖地石玻田板瓦手牌木肉布儿去走") {
        return None;
    }
    let small = number.hundredths() < 20 * YUAN;
    if number.hundredths() == YUAN && !behind.is_before_sign("多零五") {
        return None;
    }
    if small && behind.sign().is_some_and(char::is_alphabetic) && !behind.is_before_sign(AFTER_MONEY) {
        return None;
    }
    let tenths = number::parse(behind).filter(|(tenth, _)| (100..1000).contains(&tenth.hundredths()));
    match tenths.filter(|(tenth, behind)| !tenth.rough && !behind.is_before_sign("个天年月次人块元"))
    {
        Some((tenth, behind)) => {
            let behind = behind.eat_any(&["毛", "角"]).map_or(behind, |(_, behind)| behind);
            Some((amount(number, tenth.hundredths() / 10), false, behind))
        }
        None => Some((amount(number, 0), false, behind.maybe("多"))),
    }
}

/// What may follow 块 where it means yuan.
const AFTER_MONEY: &str = "多的不没了也都就还给每左以工押租利赔五零";

/// A number with 万 or 千 of its own is money unless something is counted; a plain number only beside a word of paying.
fn bare<'t>(at: Cursor<'t>, number: Number, behind: Cursor<'t>) -> Read<'t> {
    let plain = (3..=8).contains(&number.digits) && number.hundredths() >= 100 * YUAN;
    if !plain && !number.has_unit {
        return None;
    }
    let counted = behind.past_spaces();
    if number.vague && !number.has_unit || counted.is_at(&*COUNTED) || counted.sign().is_some_and(is_joined) {
        return None;
    }
    let paid = || {
        at.is_after(&*PAYING, 6)
            || behind.is_followed_by(&["工资", "押金", "现金", "货款", "利息", "定金"], 2)
    };
    if number.has_unit {
        let (paid, much) = (paid(), number.hundredths() >= 1_000 * YUAN);
        return (paid || much).then(|| (amount(number, 0), !paid, behind));
    }
    (!at.is_at(HOTLINES) && paid()).then(|| (amount(number, 0), true, behind))
}

fn is_joined(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '%' | '-' | '/' | ':' | '~' | '_')
}

const HOTLINES: &[&str] = &["123", "110", "119", "120", "122", "961", "121"];

/// What a number counts that is no money.
static COUNTED: LazyLock<List<()>> = LazyLock::new(|| {
    List::of(&[
        "个", "人", "户", "平", "㎡", "米", "公里", "里", "斤", "公斤", "吨", "字", "次", "年", "月", "日",
        "号", "天", "周", "小时", "分钟", "名", "位", "家", "步", "辆", "台", "条", "股", "件", "只", "头",
        "亩", "岁", "口", "套", "栋", "层", "楼", "张", "份", "倍", "点", "度", "多人", "级", "届", "期",
        "票", "粉", "瓦", "升", "克", "种", "种", "法", "章", "页", "路", "线", "款", "街", "室", "房", "班",
        "处", "分之", "分", "之", "第", "比", "成", "般", "把", "方", "页", "双", "根", "瓶", "箱", "包",
        "袋", "份", "车", "站", "美", "欧", "港", "日元", "英",
    ])
});

/// Words beside which a number is money.
static PAYING: LazyLock<List<()>> = LazyLock::new(|| {
    List::of(&[
        "欠", "借", "赔", "付", "交", "还", "工资", "押金", "租", "钱", "给", "花", "转", "收", "罚", "扣",
        "要", "骗", "彩礼", "价", "费", "款", "存", "输", "赚", "卖", "买", "差", "元", "万", "薪", "发",
        "损失", "补偿", "金额", "共", "总", "大概", "投",
    ])
});

fn amount(number: Number, tenths: i64) -> Value {
    Value::Money(Money { fen: number.hundredths().saturating_add(tenths), about: number.rough })
}

/// Behind 元 or 块, if one stands here.
fn past_unit(at: Cursor<'_>) -> Cursor<'_> {
    at.eat_any(&["元", "块钱", "块"]).map_or(at, |(_, behind)| behind)
}

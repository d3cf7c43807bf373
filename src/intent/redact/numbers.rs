//! Numbers and signs that lead to one person: of phones, papers and accounts, and addresses of mail.
//!
//! Must not know names.

use super::here::{Found, Here, is_digit};

const PHONE: &str = "〔电话〕";
const PAPER: &str = "〔证件号〕";
const NUMBER: &str = "〔号码〕";
const MAIL: &str = "〔邮箱〕";
const ACCOUNT: &str = "〔账号〕";

/// From so many digits on, a number is somebody's.
const LONG: usize = 7;
/// No sum of money has more.
const LONGEST_SUM: usize = 10;
/// A mobile phone has so many.
const MOBILE: usize = 11;
/// In brackets, no more than the first digits of a phone.
const MOST_IN_BRACKETS: usize = 5;

/// After these an account follows.
const ACCOUNT_OF: [&str; 7] = ["微信", "微信号", "qq", "qq号", "支付宝", "抖音", "抖音号"];

/// What begins here.
pub fn found(here: Here<'_>) -> Found {
    let number = || bracketed(here).or_else(|| number(here)).or_else(|| spread(here));
    mail(here).or_else(|| account(here)).or_else(number).or_else(|| spelled(here))
}

fn mail(here: Here<'_>) -> Found {
    let local = |sign: char| sign.is_ascii_alphanumeric() || "._%+-".contains(sign);
    if here.before().is_some_and(local) {
        return None;
    }
    let sign = here.run(here.at, local);
    if sign == here.at || !here.sign(sign).is_some_and(|sign| matches!(sign, '@' | '＠')) {
        return None;
    }
    let end = here.run(sign + 1, |sign| sign.is_ascii_alphanumeric() || "-.".contains(sign));
    here.part(sign + 1, end).contains(&'.').then_some((MAIL, end))
}

fn account(here: Here<'_>) -> Found {
    let part = |sign: char| sign.is_ascii_alphanumeric() || "_-".contains(sign);
    if here.before().is_some_and(part) || !here.follows(&ACCOUNT_OF) {
        return None;
    }
    let end = here.run(here.at, part);
    (end - here.at > 4 && !is_sum(here, end)).then_some((ACCOUNT, end))
}

/// A phone whose first digits stand in brackets: (138)0013-8000.
fn bracketed(here: Here<'_>) -> Found {
    let first = here.sign(here.at).filter(|sign| "(（".contains(*sign)).map(|_| here.at + 1)?;
    let inside = here.run(first, is_digit);
    let closed = here.sign(inside).is_some_and(|sign| ")）".contains(sign));
    if !closed || !(1..=MOST_IN_BRACKETS).contains(&(inside - first)) {
        return None;
    }
    let next = here.run(inside + 1, |sign| " -－—".contains(sign));
    let (end, digits) = grouped(here, next);
    (inside - first + digits >= LONG && digits > 2).then_some((PHONE, end))
}

/// Groups of three digits or more belong together if spaces, dashes or points part them: where they end, and how many digits they have.
fn grouped(here: Here<'_>, start: usize) -> (usize, usize) {
    let mut end = here.run(start, is_digit);
    let mut digits = end - start;
    let mut group = digits;
    while group > 2 && here.sign(end).is_some_and(|sign| " -－—.·".contains(sign)) {
        let next = here.run(end + 1, is_digit);
        group = next - (end + 1);
        if group > 2 {
            end = next;
            digits += group;
        }
    }
    (end, digits)
}

fn number(here: Here<'_>) -> Found {
    if here.before().is_some_and(is_digit) {
        return None;
    }
    let (mut end, mut digits) = grouped(here, here.at);
    if digits <= LONGEST_SUM {
        // Too few for a phone: a year and a year, or two numbers that have nothing to do with each other.
        end = here.run(here.at, is_digit);
        digits = end - here.at;
    }
    if digits == 17 && here.sign(end).is_some_and(|sign| "xXｘＸ".contains(sign)) {
        (end, digits) = (end + 1, 18);
    }
    if digits < LONG || digits <= LONGEST_SUM && is_sum(here, end) {
        return None;
    }
    let mobile = here.sign(here.at).is_some_and(|sign| matches!(sign, '0' | '1' | '０' | '１'));
    Some(match digits {
        15 | 18 => (PAPER, end),
        10..=12 if mobile => (PHONE, end),
        _ => (NUMBER, end),
    })
}

/// A mobile phone said in groups of any length: 138 00 13 80 00.
fn spread(here: Here<'_>) -> Found {
    let second = here.sign(here.at + 1).is_some_and(|sign| ('3'..='9').contains(&sign));
    if here.sign(here.at) != Some('1') || !second || here.before().is_some_and(is_digit) {
        return None;
    }
    let (mut end, mut digits) = (here.at, 0);
    while digits < MOBILE {
        let parted = here.sign(end).is_some_and(|sign| " -".contains(sign));
        end += usize::from(parted);
        here.sign(end).filter(|&sign| is_digit(sign))?;
        (end, digits) = (end + 1, digits + 1);
    }
    let goes_on = here.sign(end).is_some_and(is_digit);
    (!goes_on).then_some((PHONE, end))
}

/// Digits said in words: 幺三八零零幺三八零零零.
fn spelled(here: Here<'_>) -> Found {
    let digit = |sign: char| "零〇一二三四五六七八九幺".contains(sign);
    if here.before().is_some_and(digit) {
        return None;
    }
    let end = here.run(here.at, digit);
    (end - here.at >= LONG).then_some((NUMBER, end))
}

/// Whether the number that begins here and ends there is one of money.
fn is_sum(here: Here<'_>, end: usize) -> bool {
    let end = here.run(end, |sign| sign == ' ');
    let unit = here.sign(end).is_some_and(|sign| "元块万千亿圆".contains(sign));
    unit || here.before().is_some_and(|sign| "¥￥$".contains(sign))
}

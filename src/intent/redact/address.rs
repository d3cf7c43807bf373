//! Where somebody lives, as far as it leads to one door: a street with its number, buildings, staircases and rooms.
//!
//! The name of a street or an estate alone stays: many live there, and it may be what the matter is about.

use super::here::{Found, Here, is_digit, is_han};

const ADDRESS: &str = "〔地址〕";

/// What the name of a street ends with.
const STREET: &str = "路街道巷弄村";
/// A name has at most so many signs before that.
const MOST_NAME: usize = 8;
/// The number of a part of a building has at most so many digits.
const MOST_DIGITS: usize = 6;
/// Signs that no name of a street has: it begins behind them.
const NO_NAME: &str = "住在于到从去址是的了我他她你您有这那第和跟与走过条";
/// What follows the number of a part of a building; the longest first.
const PARTS: [&str; 12] = ["号附", "号楼", "号院", "单元", "号", "栋", "幢", "座", "层", "楼", "室", "户"];
/// Words that begin like such a part and are none: lines of the underground, parts of speech.
const NO_PARTS: [&str; 6] = ["号线", "号码", "层面", "户口", "户型", "座位"];

/// What begins here.
pub fn found(here: Here<'_>) -> Found {
    street(here).or_else(|| building(here)).or_else(|| doors(here)).map(|end| (ADDRESS, end))
}

/// The name of a street with a number: 谢家湾正街88号.
fn street(here: Here<'_>) -> Option<usize> {
    let named = here.short_run(here.at, MOST_NAME + 1, |sign| is_han(sign) && !NO_NAME.contains(sign));
    let ends = (here.at + 2..=named).rev();
    let mut streets = ends.filter(|&end| here.sign(end - 1).is_some_and(|sign| STREET.contains(sign)));
    streets.find_map(|end| {
        let number = here.short_run(end, 2, |sign| sign == ' ' || sign == '第');
        let after = part(here.moved(number))?;
        let is_number = here.moved(after).ended_with("号") || after > end + 2;
        is_number.then(|| chain(here, after).0)
    })
}

/// Two parts of a building or more, or a staircase or a room alone: 5栋2单元, 3单元, 502室.
fn building(here: Here<'_>) -> Option<usize> {
    if here.before().is_some_and(|sign| is_count(sign) || ".第".contains(sign)) {
        return None;
    }
    let first = part(here)?;
    let (end, more) = chain(here, first);
    let tells = |word: &str| here.moved(first).ended_with(word);
    let is_room = tells("室") && first - here.at > 3;
    let is_house = ["栋", "幢", "座", "号楼", "单元"].into_iter().any(tells);
    (is_room || tells("单元") || is_house && more).then_some(end)
}

/// House, floor and door: 12-3-2.
fn doors(here: Here<'_>) -> Option<usize> {
    let is_part = |sign: char| is_digit(sign) || "-－—/.年月".contains(sign);
    if here.before().is_some_and(is_part) {
        return None;
    }
    let mut end = here.at;
    for (number, most) in [2, 2, 4].into_iter().enumerate() {
        if number > 0 {
            here.sign(end).filter(|sign| "-－—".contains(*sign))?;
            end += 1;
        }
        let next = here.short_run(end, most + 1, is_digit);
        if !(1..=most).contains(&(next - end)) {
            return None;
        }
        end = next;
    }
    (!here.sign(end).is_some_and(is_part)).then_some(end)
}

/// Where further parts of an address end, and whether there are any.
fn chain(here: Here<'_>, start: usize) -> (usize, bool) {
    let (mut end, mut more) = (start, false);
    loop {
        let next = here.short_run(end, 2, |sign| ",， -－—附之".contains(sign));
        let bare = here.short_run(next, 5, is_digit);
        let follows = part(here.moved(next)).or_else(|| (bare > next && bare - next <= 4).then_some(bare));
        // A number behind a comma may count something else.
        let told = follows
            .filter(|&after| after != bare || !here.part(end, next).iter().any(|it| ",，".contains(*it)));
        let Some(after) = told.filter(|&after| !is_counted(here, after)) else { return (end, more) };
        (end, more) = (after, true);
    }
}

/// Whether what a number counts follows it: money, time, people.
fn is_counted(here: Here<'_>, at: usize) -> bool {
    here.sign(at).is_some_and(|sign| "元块万千年月日天个人岁点平名家".contains(sign) || is_digit(sign))
        && here.moved(at).before().is_some_and(is_digit)
}

/// A number and the part of a building that it tells.
fn part(here: Here<'_>) -> Option<usize> {
    let letter = here.sign(here.at).is_some_and(|sign| sign.is_ascii_uppercase());
    let digits = here.short_run(here.at + usize::from(letter), MOST_DIGITS + 1, is_count);
    if digits == here.at || digits - here.at > MOST_DIGITS {
        return None;
    }
    let after = here.moved(here.short_run(digits, 1, |sign| sign == ' '));
    if NO_PARTS.iter().any(|word| after.begins(word)) {
        return None;
    }
    PARTS.iter().find(|word| after.begins(word)).map(|word| after.at + word.chars().count())
}

fn is_count(sign: char) -> bool {
    is_digit(sign) || "〇零一二三四五六七八九十".contains(sign)
}

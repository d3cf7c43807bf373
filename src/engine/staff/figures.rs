//! 统计: the counts of some days, of one's room or of the whole street.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::domain::figures::Figures;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::casework::tell::room_name;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Flow, same_words};
use crate::engine::turn::Turn;
use crate::intent::entities::{self, Moment, Value};

use super::access;

/// Asks for which days.
pub(super) fn ask(turn: &mut Turn<'_>) {
    let choices = spans(turn).map(|(label, action)| Choice::new(label, &action)).into();
    turn.offer(turn.staff_texts().stats_when(), choices, 2);
}

/// Days were named of which there are no counts to be had by words: asks again, with those there are.
pub(super) fn ask_again(turn: &mut Turn<'_>) {
    turn.session.flow = Flow::Idle;
    turn.reply(turn.staff_texts().stats_unread());
    ask(turn);
}

/// Whether words ask for the counts of some days: 统计, a space and anything, or a number of a month or year.
pub(super) fn names_days(turn: &Turn<'_>, words: &str) -> bool {
    let Some(days) = words.strip_prefix(turn.staff_texts().button_stats().as_str()) else { return false };
    days.starts_with(char::is_whitespace) || days.starts_with(|sign: char| sign.is_ascii_digit())
}

/// The counts that words name: 统计 and the days, 统计 今年, 统计 上周, 统计 11月, 统计 12月1日到12月4日.
pub(super) fn named(turn: &Turn<'_>, words: &str) -> Option<Action> {
    let stats = turn.staff_texts().button_stats();
    let named = spans(turn).into_iter().find(|(days, _)| same_words(words, &format!("{stats}{days}")));
    named.map(|(_, action)| action).or_else(|| days_in(turn, words.strip_prefix(&*stats)?))
}

/// The days that words tell, from the first named to the last, as far as they have come.
fn days_in(turn: &Turn<'_>, words: &str) -> Option<Action> {
    let (now, today) = (turn.now.local(), turn.now.local_date());
    let moments: Vec<Moment> = entities::find(words, now)
        .into_iter()
        .filter_map(|entity| match entity.value {
            Value::Moment(moment) if !moment.about => moment.in_the_past(today),
            _ => None,
        })
        .collect();
    let (first, last) = (moments.first()?.from.date(), moments.last()?.last_day()?.min(today));
    (first <= last).then_some(Action::Figures(first, last))
}

/// The days that are asked for most: what they are called, and their counts.
fn spans(turn: &Turn<'_>) -> [(String, Action); 4] {
    let texts = turn.staff_texts();
    let today = turn.now.local_date();
    let month = today.with_day(1).unwrap_or(today);
    let year = month.with_month(1).unwrap_or(month);
    let last_month = month.checked_sub_months(Months::new(1)).unwrap_or(month);
    let last_year = year.checked_sub_months(Months::new(12)).unwrap_or(year);
    [
        (texts.stats_this_month(), Action::Figures(month, today)),
        (texts.stats_last_month(), Action::Figures(last_month, day_before(month))),
        (texts.stats_this_year(), Action::Figures(year, today)),
        (texts.stats_last_year(), Action::Figures(last_year, day_before(year))),
    ]
}

/// Shows the counts of the days from first to last.
pub(super) fn show(
    turn: &mut Turn<'_>,
    member: &Staff,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<(), Need> {
    let texts = turn.staff_texts();
    let rooms = access::rooms(turn, member);
    let scope = if rooms.len() > 1 { texts.stats_all() } else { room_name(turn, &member.room) };
    let sum = counted(turn, member, first, last)?;
    let lines = [
        texts.stats_heading(scope, first, last),
        texts.stats_questions(sum.self_answers, sum.consultations),
        texts.stats_aid(sum.legal_aid, sum.aid_referred),
        texts.stats_mediations(sum.mediations, sum.mediations_agreed),
        texts.stats_rest(sum.others, sum.open),
    ];
    let mut choices = Vec::new();
    if sum.open > 0 {
        choices.push(Choice::new(texts.button_open(sum.open), &Action::StillOpen(first, last)));
    }
    choices.push(Choice::new(texts.button_other_days(), &Action::Stats));
    turn.offer(lines.join("\n"), choices, 2);
    Ok(())
}

/// A room's people count their room. Where there is one street, its people count everything, also what came from
/// nobody knows which community; among several streets each counts its own rooms.
fn counted(turn: &Turn<'_>, member: &Staff, first: NaiveDate, last: NaiveDate) -> Result<Figures, Need> {
    let rooms = access::rooms(turn, member);
    let only_street = rooms.len() > 1 && turn.world.rules.directory.streets().count() == 1;
    if only_street {
        return turn.world.facts.figures(None, first, last);
    }
    let mut sum = Figures::default();
    for room in rooms {
        sum = plus(sum, turn.world.facts.figures(Some(room), first, last)?);
    }
    Ok(sum)
}

fn plus(one: Figures, other: Figures) -> Figures {
    Figures {
        self_answers: one.self_answers + other.self_answers,
        consultations: one.consultations + other.consultations,
        legal_aid: one.legal_aid + other.legal_aid,
        aid_referred: one.aid_referred + other.aid_referred,
        mediations: one.mediations + other.mediations,
        mediations_agreed: one.mediations_agreed + other.mediations_agreed,
        others: one.others + other.others,
        open: one.open + other.open,
    }
}

fn day_before(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(1)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RoomCode;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::casework::Draft;
    use crate::engine::testing::{HOME, NEXT, Street, at, draft};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn counted() -> Street {
        let mut street = Street::staffed();
        street.figures = Figures {
            self_answers: 9,
            consultations: 8,
            legal_aid: 7,
            aid_referred: 6,
            mediations: 5,
            mediations_agreed: 4,
            others: 3,
            open: 2,
        };
        street
    }

    #[test]
    fn the_days_to_choose_from_end_today_or_are_over() {
        let mut street = counted();
        street.write("李律师", "统计");
        let rows = street.last("李律师", Purpose::Reply).outbound.buttons.clone();
        let data: Vec<String> = rows.into_iter().flatten().map(|button| button.data).collect();
        assert_eq!(
            data,
            [
                "figures:2026-03-01:2026-03-05",
                "figures:2026-02-01:2026-02-28",
                "figures:2026-01-01:2026-03-05",
                "figures:2025-01-01:2025-12-31"
            ]
        );
    }

    #[test]
    fn the_days_may_be_named_at_once() {
        let mut street = counted();
        for (words, days) in [
            ("统计 今年", "2026-01-01 至 2026-03-05"),
            ("统计本月。", "2026-03-01 至 2026-03-05"),
            ("统计 去年", "2025-01-01 至 2025-12-31"),
            ("统计 本周", "2026-03-02 至 2026-03-05"),
            ("统计 上周", "2026-02-23 至 2026-03-01"),
            ("统计 上个月", "2026-02-01 至 2026-02-28"),
            ("统计 10月", "2025-10-01 至 2025-10-31"),
            ("统计2024年", "2024-01-01 至 2024-12-31"),
            ("统计 3月1日到3月3日", "2026-03-01 至 2026-03-03"),
        ] {
            street.write("李律师", words);
            let heard = street.heard("李律师");
            assert!(heard.contains(days) && heard.contains("人工咨询 8"), "{words}: {heard}");
        }
    }

    #[test]
    fn days_that_cannot_be_named_are_answered_with_those_that_can() {
        let mut street = counted();
        for words in ["统计 哪天嘛", "统计 明年"] {
            street.write("李律师", words);
            let heard = street.heard("李律师");
            assert!(heard.contains("没看懂是哪几天") && heard.contains("看哪一段"), "{words}: {heard}");
            assert_eq!(street.buttons("李律师", Purpose::Reply)[0], "1 本月");
            street.write("李律师", "随便");
            assert!(street.heard("李律师").contains("没有这一项"));
        }
    }

    #[test]
    fn a_room_counts_itself_and_a_street_all_its_rooms() {
        let mut street = counted();
        street.write("李律师", "统计");
        street.heard("李律师");
        street.write("李律师", "本月");
        assert_eq!(
            street.heard("李律师"),
            "**谢正街** 2026-03-01 至 2026-03-05\n自助解答 9\n人工咨询 8\n\
             法律援助 7，已转法援机构 6\n人民调解 5，调解成功 4\n紧急、群体和转人工 3\n还没办结 2"
        );
        let (first, last) = (NaiveDate::MIN, NaiveDate::MAX);
        street.press("陈主任", &Action::Figures(first, last));
        let heard = street.heard("陈主任");
        assert!(heard.starts_with("**全部工作室**") && heard.contains("自助解答 27"), "{heard}");
    }

    #[test]
    fn the_number_of_what_is_open_opens_into_the_cases() {
        let mut street = Street::staffed();
        street.now = at("2026-02-27 10:00");
        street.open(draft(Service::Consultation));
        street.now = at("2026-03-05 10:00");
        let [ours, theirs] = [HOME, NEXT].map(|room| {
            let draft = Draft { room: RoomCode::new(room), ..draft(Service::Consultation) };
            street.open(draft).code
        });
        street.press("李律师", &Action::Claim(ours.clone()));
        street.figures = Figures { open: 1, ..Figures::default() };
        street.write("李律师", "统计本月");
        assert_eq!(street.buttons("李律师", Purpose::Reply), ["1 还没办结的 1 件", "2 看别的日子"]);
        street.heard("李律师");
        street.write("李律师", "1");
        let taken = format!("{ours} 法律咨询 · 谢正街 · 李律师 · 3月6日 10:00 前答复居民");
        assert_eq!(street.heard("李律师"), format!("还没办结的 1 件，先到期的在前：\n{taken}"));
        street.press("陈主任", &Action::StillOpen(day("2026-03-01"), day("2026-03-05")));
        let heard = street.heard("陈主任");
        assert!(
            heard.contains(&taken) && heard.contains(&format!("{theirs} 法律咨询 · 民主村 · 等人接单")),
            "{heard}"
        );
        street.press("李律师", &Action::StillOpen(day("2026-04-01"), day("2026-04-30")));
        assert!(street.heard("李律师").contains("没有没办结的事项"));
    }
}

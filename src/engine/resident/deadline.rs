//! What runs out by law, counted from what somebody told: said below an answer, and a reason to hurry.

use chrono::NaiveDate;

use crate::domain::lang::Lang;
use crate::engine::session::Matter;
use crate::engine::turn::Turn;
use crate::intent::{Deadline, Kind, Standing};

use super::{law, menu, wording};

/// More would bury the answer; while there is time, one will do.
const MOST: usize = 2;

/// The periods that run from what was told, the soonest to end first.
pub(super) fn of<'world>(turn: &Turn<'world>, matter: &Matter) -> Vec<Deadline<'world>> {
    let about = (matter.intent.as_deref(), matter.topic.as_ref());
    let mut all = turn.world.rules.catalogue.deadlines(&matter.text, about, turn.now.local());
    let today = turn.now.local_date();
    let calm = all.first().is_some_and(|first| first.standing(today) == Standing::Open);
    all.truncate(if calm { 1 } else { MOST });
    all
}

/// Whether something may run out within a month.
pub(super) fn is_urgent(turn: &Turn<'_>, matter: &Matter) -> bool {
    hurry(turn, &of(turn, matter))
}

/// Whether one of these may run out within a month.
pub(super) fn hurry(turn: &Turn<'_>, deadlines: &[Deadline<'_>]) -> bool {
    let today = turn.now.local_date();
    let standings = || deadlines.iter().map(|deadline| deadline.standing(today));
    standings().any(|standing| matches!(standing, Standing::Soon(_) | Standing::Unsure))
}

/// What is to be done, from when and until when, and what to beware of.
pub(super) fn line(turn: &Turn<'_>, deadline: &Deadline<'_>) -> String {
    let (texts, law_texts, lang) = (turn.texts(), law::texts(turn), turn.session.lang);
    let day = |day: NaiveDate| {
        let day = wording::day(texts, day);
        if deadline.about { texts.day_about(day) } else { day }
    };
    let (what, from, span) = (deadline.what(lang), deadline.from(lang), deadline.span(lang));
    let cited = deadline.citation();
    let law = law_texts.basis_law(law::titled(turn, &cited.law), &cited.articles);
    let (start, until) = (day(deadline.start), wording::day(texts, deadline.until));
    let line = match (deadline.kind(), deadline.opens) {
        (Kind::Within, Some(opens)) => {
            law_texts.deadline_between(what, from, start, wording::day(texts, opens), until, law)
        }
        (Kind::Within, None) => law_texts.deadline_within(what, from, start, until, span, law),
        (Kind::NotBefore, _) => law_texts.deadline_not_before(what, from, start, until, span, law),
        (Kind::Ahead, _) => law_texts.deadline_ahead(what, from, start, until, span, law),
    };
    let legal = || menu::number(turn, "legal");
    let hurry = match deadline.standing(turn.now.local_date()) {
        Standing::Open => String::new(),
        Standing::Soon(0) => law_texts.deadline_today(legal()),
        Standing::Soon(days) => law_texts.deadline_soon(days, legal()),
        Standing::Unsure => law_texts.deadline_unsure(legal()),
        Standing::Past => law_texts.deadline_past(),
    };
    let gap = if lang == Lang::En && !hurry.is_empty() { " " } else { "" };
    let space = if lang == Lang::En { " " } else { "" };
    format!("{line}{gap}{hurry}{space}{}", deadline.caution(lang))
}

#[cfg(test)]
mod tests {
    use crate::engine::testing::at;
    use crate::engine::testing::story::{says, street, taps};

    #[test]
    fn an_answer_says_until_when_and_what_that_rests_on() {
        let mut anna = street();
        anna.now = at("2026-03-06 10:00");
        says(&mut anna, "你好");
        let read = says(&mut anna, "去年10月老板拖欠工资怎么办");
        let wanted = "先留好工资条。\n\n**时限**：申请劳动仲裁，从2025年10月1日左右（离职）算起，最晚到2026年10月1日（1年，《民法典》第577条）。\
                      还在职的不受限。\n\n依据：《民法典》第577条（2021-01-01起） 《工资条例》第3条。";
        assert!(read.starts_with(wanted), "{read}");
    }

    #[test]
    fn what_ends_within_a_month_hurries_and_makes_a_case_urgent() {
        let mut anna = street();
        anna.now = at("2026-03-06 10:00");
        let read = says(&mut anna, "2025年3月20日起老板拖欠工资怎么办");
        assert!(read.contains("只剩 14 天左右，请尽快请律师看"), "{read}");
        assert!(read.contains("**时限**：投诉，") && read.contains("《工资条例》第3、20条"), "{read}");
        taps(&mut anna, "请工作室律师看看");
        says(&mut anna, "民主村");
        assert!(anna.case().urgent);
    }

    #[test]
    fn what_seems_over_is_never_called_lost() {
        for (text, words, urgent) in [
            ("2023年3月老板拖欠工资怎么办", "可能已经到了。先别放弃", false),
            ("去年3月老板拖欠工资怎么办", "可能已经到了，也可能没到", true),
        ] {
            let mut anna = street();
            anna.now = at("2026-03-06 10:00");
            let read = says(&mut anna, text);
            assert!(
                read.contains(words) && read.contains("请尽快请律师看") && !read.contains("过期"),
                "{read}"
            );
            taps(&mut anna, "请工作室律师看看");
            says(&mut anna, "民主村");
            assert_eq!(anna.case().urgent, urgent, "{text}");
        }
    }

    #[test]
    fn it_is_said_without_an_answer_of_ours_and_in_english_too() {
        let mut anna = street();
        anna.now = at("2026-03-06 10:00");
        let read = says(&mut anna, "她不同意离婚，上个月5号判不离");
        assert!(read.contains("该请律师来答") && read.contains("2026年8月5日以后才行"), "{read}");
        assert!(read.contains("依据：《民法典》第1079条（2021-01-01起）"), "{read}");
        says(&mut anna, "English");
        let read = says(&mut anna, "2025-03-20 拖欠工资 what can I do");
        assert!(read.contains("until Mar 20, 2026 (1 year,") && read.contains("about 14 days"), "{read}");
    }

    #[test]
    fn without_a_date_of_the_event_nothing_is_said() {
        for text in ["老板拖欠工资怎么办", "2020年入职，老板拖欠工资怎么办"] {
            assert!(!says(&mut street(), text).contains("时限"), "{text}");
        }
    }
}

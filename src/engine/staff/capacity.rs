//! 容量: how many cases somebody can have at a time. Whoever has enough is asked only when nobody else is there.

use crate::domain::roster::Post;
use crate::domain::staff::Staff;
use crate::engine::action::Action;
use crate::engine::agenda::Change;
use crate::engine::casework::rota;
use crate::engine::duty::Duty;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Desk, Flow};
use crate::engine::turn::Turn;

use super::roster::desk;

/// How people begin to say it.
const BEGINNINGS: [&str; 5] = ["容量", "手上最多", "最多接", "最多办", "最多"];

/// Says how many it is now, and asks for another number.
pub(super) fn ask(turn: &mut Turn<'_>, member: &Staff) -> Result<(), Need> {
    turn.session.flow = Flow::Desk(Desk::Capacity);
    let now = match post(turn, member)?.most_open {
        Some(most) => desk(turn).capacity_number(most),
        None => desk(turn).capacity_unlimited(),
    };
    let any = Choice::new(desk(turn).capacity_unlimited(), &Action::Duty(Duty::AtMost(None)));
    let cancel = Choice::new(turn.staff_texts().button_cancel(), &Action::Cancel);
    turn.mention(desk(turn).capacity_ask(now), vec![any, cancel]);
    Ok(())
}

/// Words while it is asked.
pub(super) fn said(turn: &mut Turn<'_>, member: &Staff, words: &str) -> Result<(), Need> {
    match named(words).or_else(|| number(words)) {
        Some(most) => {
            turn.session.flow = Flow::Idle;
            set(turn, member, most)
        }
        None => ask(turn, member),
    }
}

/// From now on the member can have so many, and is dealt what waits as far as that is more.
pub(super) fn set(turn: &mut Turn<'_>, member: &Staff, most: Option<i64>) -> Result<(), Need> {
    let post = Post { most_open: most, ..post(turn, member)? };
    turn.push(Effect::Agenda(Change::PutPost(post)));
    rota::can_have(turn, member, most)?;
    let open = turn.world.facts.owned_by(&member.id)?.len();
    let text = match most {
        Some(most) => desk(turn).capacity_set(most, open),
        None => desk(turn).capacity_free(),
    };
    let week = Choice::new(desk(turn).button_week(), &Action::Duty(Duty::Week));
    turn.offer(text, vec![week], 1);
    Ok(())
}

/// What whole words say of it: 容量 6, 最多接六件, 容量不限. `None` if they say nothing of it; inside, `None` is any number.
#[expect(clippy::option_option, reason = "the inner one is a limit, which there may not be")]
pub(super) fn named(words: &str) -> Option<Option<i64>> {
    let words = words.trim();
    let rest = BEGINNINGS.iter().find_map(|beginning| words.strip_prefix(beginning))?;
    number(rest.trim_start_matches([':', '：', '=', '是', '改', '成']))
}

/// A number of cases, in digits or as people say it up to ninety-nine.
#[expect(clippy::option_option, reason = "the inner one is a limit, which there may not be")]
fn number(words: &str) -> Option<Option<i64>> {
    let words = words.trim().trim_end_matches(['件', '个', '。']).trim();
    if matches!(words, "不限" | "没有上限" | "无限") {
        return Some(None);
    }
    let number = words.parse().ok().or_else(|| match words.split_once('十') {
        Some((tens, ones)) => Some(sign(tens, 1)? * 10 + sign(ones, 0)?),
        None => sign(words, -1),
    });
    number.filter(|number| (0..=999).contains(number)).map(Some)
}

/// One sign's number; `empty` if there is none.
fn sign(words: &str, empty: i64) -> Option<i64> {
    let known = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let at = known.iter().position(|known| *known == words.replace('两', "二"));
    at.and_then(|at| i64::try_from(at).ok()).or_else(|| words.is_empty().then_some(empty))
}

fn post(turn: &Turn<'_>, member: &Staff) -> Result<Post, Need> {
    let roster = turn.world.facts.agenda.roster(&member.room, turn.now.local_date())?;
    let known = roster.posts.iter().find(|post| post.staff == member.id).cloned();
    Ok(known.unwrap_or_else(|| Post { staff: member.id.clone(), most_open: None, stand_in: None }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::testing::{Street, draft};

    #[test]
    fn a_number_is_said_as_people_say_it() {
        for (words, most) in [
            ("容量 6", Some(Some(6))),
            ("容量6件", Some(Some(6))),
            ("最多接 6 件", Some(Some(6))),
            ("最多接十二件", Some(Some(12))),
            ("容量：二十", Some(Some(20))),
            ("最多两个", Some(Some(2))),
            ("容量 不限", Some(None)),
            ("容量 0", Some(Some(0))),
            ("容量 1000", None),
            ("容量 很多", None),
            ("最多下周给您答复", None),
            ("最多", None),
            ("6", None),
        ] {
            assert_eq!(named(words), most, "{words}");
        }
    }

    #[test]
    fn whoever_has_enough_is_passed_over_and_asked_again_once_they_can_have_more() {
        let mut street = Street::staffed();
        street.hire("孙律师", crate::domain::staff::Role::Lawyer, crate::engine::testing::HOME);
        street.write("李律师", "容量 1");
        assert!(street.heard("李律师").contains("手上最多同时办 1 件，现在在办 0 件"));
        let code = street.open(draft(Service::Consultation)).code;
        street.press("李律师", &Action::Claim(code));
        street.open(draft(Service::Consultation));
        let case = street.case().id;
        let dealt = |street: &Street| {
            let cards = street.sent.iter().filter(|sent| sent.purpose == Purpose::Card);
            let of = cards.filter(|sent| sent.case.as_ref() == Some(&case));
            of.map(|sent| sent.to.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(dealt(&street), ["孙律师"]);
        street.write("李律师", "容量");
        assert!(street.heard("李律师").contains("现在：1 件"));
        street.write("李律师", "随便");
        assert!(street.heard("李律师").contains("写个数"));
        street.write("李律师", "三");
        assert!(street.heard("李律师").contains("最多同时办 3 件，现在在办 1 件"));
        assert_eq!(dealt(&street), ["孙律师", "李律师"]);
        street.write("李律师", "容量不限");
        assert!(street.heard("李律师").contains("不限数"));
        assert_eq!(street.books.posts.len(), 1);
    }
}

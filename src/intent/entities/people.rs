//! How many people: 几十户, 二十多个工友, 一家五口; and whether they are the writer's own side.

use std::sync::LazyLock;

use super::cursor::Cursor;
use super::list::List;
use super::number::{self, Here};
use super::openings;
use super::spelling::Spelling;
use super::{Read, Value};

/// A number of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct People {
    /// How many; the least that is meant.
    pub count: u32,
    /// Whether it was said to be about so many.
    pub about: bool,
    /// Whether the writer is one of them: 我们几十户.
    pub ours: bool,
}

/// Whether so many share a matter that it is the matter of a crowd.
const CROWD: u32 = 5;

/// Words that say the writer is one of them.
const OURS: &[&str] = &["我们", "咱们", "咱", "俺们", "大家", "我和", "我跟", "我同", "我以及"];

/// Several of one family or of one business are no crowd.
static RELATED: LazyLock<List<()>> = LazyLock::new(|| {
    List::of(&[
        "兄弟", "姐妹", "姊妹", "兄妹", "姐弟", "一家", "全家", "家人", "股东", "合伙", "亲戚", "子女",
        "儿女", "儿子", "女儿", "夫妻", "娃", "孩子", "朋友",
    ])
});

/// People who are named together because one matter is theirs.
static SHARING: LazyLock<List<()>> = LazyLock::new(|| {
    List::of(&[
        "工友",
        "工人",
        "农民工",
        "民工",
        "员工",
        "职工",
        "业主",
        "住户",
        "居民",
        "村民",
        "租户",
        "租客",
        "家长",
        "受害者",
        "受害人",
        "会员",
        "商户",
        "学员",
        "骑手",
        "司机",
        "街坊",
        "老街坊",
        "车主",
        "购房者",
        "出借人",
        "投资人",
        "摊主",
    ])
});

/// Others, who may be anybody.
static OTHERS: LazyLock<List<()>> = LazyLock::new(|| {
    List::of(&[
        "人", "同事", "邻居", "老人", "学生", "兄弟", "姐妹", "老乡", "乘客", "乡亲", "师傅", "商铺", "商家",
        "门面", "铺面",
    ])
});

/// Whether a message tells of the writer and at least four others with one matter.
pub fn crowd(text: &str) -> bool {
    let spelling = Spelling::of(super::readable(text));
    let mut from = spelling.begin();
    while let Some(at) = openings::next_number(from) {
        from = match read(&Here::new(at)) {
            Some((Value::People(people), _, _)) if people.ours && people.count >= CROWD => return true,
            Some((_, _, behind)) => behind,
            None => at.step().map_or(at, |(_, next)| next),
        };
    }
    false
}

/// The number of people that begins here.
pub(super) fn read<'t>(here: &Here<'t>) -> Read<'t> {
    let at = here.at;
    if at.is_after_sign("第高初") {
        return None;
    }
    if let Some((_, behind)) = at.eat_any(&["一家", "全家"]) {
        let (number, behind) = number::parse(behind)?;
        let behind = behind.eat("口").map(|behind| behind.maybe("人"))?;
        return Some((people(number, false)?, false, behind));
    }
    let (number, behind) = here.number?;
    let behind = behind.past_spaces();
    if let Some(behind) = behind.eat("户") {
        let behind =
            behind.eat_any(&["人家", "业主", "居民", "住户", "村民"]).map_or(behind, |(_, behind)| behind);
        let other = behind.is_before_sign("型口籍主头");
        return if other { None } else { Some((people(number, is_ours(at, behind, true))?, false, behind)) };
    }
    if let Some(behind) = behind.eat("口人") {
        return Some((people(number, false)?, false, behind));
    }
    let measured =
        behind.eat_any(&["个", "名", "位", "号", "家", "来个", "多个"]).map_or(behind, |(_, behind)| behind);
    let sharing = measured.eat_one(SHARING.at(measured));
    let is_sharing = sharing.is_some();
    let (_, behind) = sharing.or_else(|| measured.eat_one(OTHERS.at(measured)))?;
    if behind.is_before_sign("次均民币大质证格命造工")
        || (at.sign() == Some('一') && behind.is_before_sign("一"))
    {
        return None;
    }
    Some((people(number, is_ours(at, behind, is_sharing))?, false, behind))
}

fn is_ours(at: Cursor<'_>, behind: Cursor<'_>, sharing: bool) -> bool {
    let related = || at.is_after(&*RELATED, 12) || behind.is_followed_by(&*RELATED, 8);
    let others = || at.is_after(&["他们", "她们", "对方", "你们", "喊了", "叫了", "带了", "来了", "有"], 6);
    let mine = at.is_after(OURS, 8) || behind.is_at(&["都是我们", "跟我一样", "和我一样"]);
    (mine || (sharing && !others() && behind.is_at(TOGETHER))) && !related()
}

/// Words that make those counted the ones who complain: 二十多个工友都没拿到钱.
const TOGETHER: &[&str] = &["都", "一起", "全", "被", "的工资", "没", "联名", "要求", "没拿到", "等着"];

fn people(number: number::Number, ours: bool) -> Option<Value> {
    let count = u32::try_from(number.whole()?).ok()?;
    Some(Value::People(People { count, about: number.rough, ours }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_is_ours_and_at_least_five() {
        for text in [
            "我们几十户的水管都爆了",
            "我们小区二十多户被物业断水",
            "二十多个工友都没拿到工资",
            "我们工地十几个人被拖欠工资",
            "大家一共30户",
            "我和二十几个同事都没领到钱",
            "我们五个工人没发工资",
            "50名业主联名投诉物业",
            "我们这排十八家商铺都不服涨租",
            "三十几个老街坊被拆了厕所",
        ] {
            assert!(crowd(text), "{text}");
        }
    }

    #[test]
    fn few_people_relatives_and_the_other_side_are_no_crowd() {
        for text in [
            "我们三个人",
            "我们两户因为漏水",
            "他们十几个人打我",
            "对方来了二十多个人",
            "我们兄弟姐妹五个人争房子",
            "我们六个股东",
            "我们一家五口",
            "我们结婚十年，欠了十户人家的钱",
            "公司有两百多个员工，只开除了我",
            "小区有五百户人家，楼上漏水",
            "我们合伙五个人开店",
            "我跑了五家门面都没租成",
            "第五个人",
            "",
        ] {
            assert!(!crowd(text), "{text}");
        }
    }
}

//! Who somebody is to the writer: 房东, 老板, 邻居, 老公, 物业, 商家.

use std::sync::LazyLock;

use super::super::letters::is_han;
use super::cursor::Cursor;
use super::list::List;
use super::{Read, Value};

/// Who somebody is to the writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// Gives work: 老板, 公司, 包工头.
    Employer,
    /// Lets a flat.
    Landlord,
    /// Rents one.
    Tenant,
    /// Lives next door, above or below.
    Neighbour,
    /// Married to the writer, or once was.
    Spouse,
    /// Parents, children, brothers and sisters.
    Family,
    /// Looks after the building.
    PropertyManager,
    /// Sells something.
    Shop,
    /// A friend, a colleague, somebody known.
    Friend,
    /// Drove.
    Driver,
    /// A school.
    School,
    /// A hospital.
    Hospital,
}

/// Longer words stand before their beginnings.
static WORDS: LazyLock<List<Party>> = LazyLock::new(|| {
    List::new(vec![
        ("老板娘", Party::Employer),
        ("老板", Party::Employer),
        ("包工头", Party::Employer),
        ("工头", Party::Employer),
        ("用人单位", Party::Employer),
        ("雇主", Party::Employer),
        ("公司", Party::Employer),
        ("单位", Party::Employer),
        ("二房东", Party::Landlord),
        ("房东", Party::Landlord),
        ("租客", Party::Tenant),
        ("租户", Party::Tenant),
        ("承租人", Party::Tenant),
        ("房客", Party::Tenant),
        ("邻居", Party::Neighbour),
        ("楼上邻居", Party::Neighbour),
        ("楼下邻居", Party::Neighbour),
        ("隔壁邻居", Party::Neighbour),
        ("楼上", Party::Neighbour),
        ("楼下", Party::Neighbour),
        ("隔壁", Party::Neighbour),
        ("对门", Party::Neighbour),
        ("老公公", Party::Family),
        ("老公", Party::Spouse),
        ("老婆婆", Party::Family),
        ("老婆", Party::Spouse),
        ("丈夫", Party::Spouse),
        ("妻子", Party::Spouse),
        ("媳妇", Party::Spouse),
        ("堂客", Party::Spouse),
        ("婆娘", Party::Spouse),
        ("爱人", Party::Spouse),
        ("配偶", Party::Spouse),
        ("前夫", Party::Spouse),
        ("前妻", Party::Spouse),
        ("儿媳", Party::Family),
        ("儿子", Party::Family),
        ("女儿", Party::Family),
        ("女婿", Party::Family),
        ("父亲", Party::Family),
        ("父母", Party::Family),
        ("母亲", Party::Family),
        ("爸爸", Party::Family),
        ("妈妈", Party::Family),
        ("哥哥", Party::Family),
        ("弟弟", Party::Family),
        ("姐姐", Party::Family),
        ("妹妹", Party::Family),
        ("公公", Party::Family),
        ("婆婆", Party::Family),
        ("岳父", Party::Family),
        ("岳母", Party::Family),
        ("老汉儿", Party::Family),
        ("老汉", Party::Family),
        ("物业公司", Party::PropertyManager),
        ("物业", Party::PropertyManager),
        ("物管", Party::PropertyManager),
        ("商家", Party::Shop),
        ("商店", Party::Shop),
        ("商场", Party::Shop),
        ("卖家", Party::Shop),
        ("店家", Party::Shop),
        ("店主", Party::Shop),
        ("网店", Party::Shop),
        ("健身房", Party::Shop),
        ("理发店", Party::Shop),
        ("美容院", Party::Shop),
        ("培训机构", Party::Shop),
        ("朋友", Party::Friend),
        ("同事", Party::Friend),
        ("同学", Party::Friend),
        ("熟人", Party::Friend),
        ("司机", Party::Driver),
        ("车主", Party::Driver),
        ("肇事者", Party::Driver),
        ("学校", Party::School),
        ("幼儿园", Party::School),
        ("医院", Party::Hospital),
        ("医生", Party::Hospital),
    ])
});

/// Behind these signs a party is a word by itself.
const BEFORE_A_PARTY: &str = "我们的被把给和跟与找让叫去在是从向对咱但个这那原前现,说怪怕有了";

/// The words of the table.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    WORDS.all().map(|(word, _)| *word)
}

/// The party that is named here. Ambiguous where the word need not mean the other side: 楼上漏水, 搬家公司.
pub(super) fn read(at: Cursor<'_>) -> Read<'_> {
    let (party, behind) = at.eat_one(WORDS.at(at))?;
    if behind.is_before_sign("费法证卡") && party == Party::PropertyManager {
        return None;
    }
    // 楼上 is a neighbour only where somebody does something there: 在楼上 is a place.
    if party == Party::Neighbour && (at.is_after_sign("在从到去下") || behind.is_before_sign("的商超饭周"))
    {
        return None;
    }
    // 搬家公司 and 男朋友 are others than 公司 and 朋友; 朋友说 is where one heard it.
    let part = at.eat_any(&["公司", "单位", "老板", "朋友"]).is_some()
        && at.before().is_some_and(|sign| is_han(sign) && !BEFORE_A_PARTY.contains(sign));
    let heard = party == Party::Friend && behind.is_at(&["介绍", "说", "推荐", "帮", "家", "圈"]);
    // 楼上漏水 names a place before it names a neighbour.
    let place = at.eat_any(&["楼", "隔", "对"]).is_some()
        && !behind.is_after_sign("居")
        && !behind.is_at(&["那家", "住户", "那户", "家的", "租"]);
    // 我是房东 is the writer, not the other side.
    let own = at.is_after(&["我是", "我们是", "本人是", "我作为", "作为", "我当", "我家是"], 4);
    (!own).then_some((Value::Party(party), part || heard || place, behind))
}

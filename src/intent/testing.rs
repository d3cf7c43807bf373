//! Small rule sets for tests.

use std::sync::LazyLock;

use crate::domain::ids::RoomCode;
use crate::tomlfile::{Fault, TomlFile};

use super::{Catalogue, Place, PlaceName};

/// A rule file with a topic of law and these further lines.
pub fn file(topic: &str, rest: &str) -> TomlFile {
    let head = format!("topic = \"{topic}\"\nlabel = \"{topic}\"\nlabel_en = \"{topic}\"\n");
    TomlFile { name: format!("{topic}.toml"), text: format!("{head}{rest}") }
}

/// An intent with these patterns and further lines.
pub fn intent(id: &str, patterns: &[&str], rest: &str) -> String {
    format!(
        "[[intent]]\nid = \"{id}\"\nlabel = \"{id}\"\nlabel_en = \"{id}\"\npatterns = {patterns:?}\n{rest}\n"
    )
}

/// The lexicon with these lines.
pub fn lexicon(text: &str) -> TomlFile {
    TomlFile { name: "lexicon.toml".into(), text: text.into() }
}

/// Some of our rooms and one elsewhere.
pub fn places() -> Vec<PlaceName> {
    let ours = [("001", "劳动三村"), ("014", "杨坪")];
    let ours =
        ours.map(|(code, name)| PlaceName { name: name.into(), to: Place::Ours(vec![RoomCode::new(code)]) });
    let other = PlaceName { name: "杨家坪".into(), to: Place::Elsewhere("杨家坪街道".into()) };
    ours.into_iter().chain([other]).collect()
}

/// The catalogue and the faults of files.
pub fn load(files: &[TomlFile]) -> (Catalogue, Vec<Fault>) {
    let mut faults = Vec::new();
    let catalogue = Catalogue::load(files, &places(), &mut faults);
    (catalogue, faults)
}

/// The catalogue of files without a fault.
pub fn catalogue(files: &[TomlFile]) -> Catalogue {
    let (catalogue, faults) = load(files);
    assert_eq!(faults, []);
    catalogue
}

/// A table that knows the village's fields of law by some words.
pub const FIELDS: &str = "
[area]
\"婚姻家庭\" = '''
60 离婚 彩礼
30 老公
-10 ^
'''
\"劳动纠纷\" = '''
60 工资 合同
30 老板
-10 ^
'''
";

/// A wording table.
pub fn wording(table: &str) -> TomlFile {
    TomlFile { name: "wording.toml".into(), text: table.into() }
}

/// The catalogue of [`village`] with [`FIELDS`], made once.
pub fn village_catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> =
        LazyLock::new(|| catalogue(&[village(), vec![wording(FIELDS)]].concat()));
    &CATALOGUE
}

/// A small set with a bit of everything.
pub fn village() -> Vec<TomlFile> {
    let marriage = file(
        "marriage",
        &[
            "area = \"婚姻家庭\"\n[words]\ndivorce = [\"离婚\", \"离了\"]\n",
            &intent("by_agreement", &["<divorce> .. 手续", "协议离婚"], "not = [\"婚庆\"]"),
            &intent("bride_price", &["彩礼 + (退|还)", "彩礼 .. 多少 = 40"], ""),
        ]
        .concat(),
    );
    let labour = file(
        "labour",
        &["area = \"劳动纠纷\"\n", &intent("unpaid", &["(不给|拖欠) .. 工资", "劳动 .. 报酬"], "")].concat(),
    );
    let contract = file("contract", "area = \"合同纠纷\"\n");
    let services = file(
        "services",
        &[
            intent("mediation", &["调解"], "service = \"mediation\""),
            intent("violence", &["打我 = 90"], "service = \"emergency\""),
            intent("selfharm", &["不想活 = 95"], "service = \"emergency\""),
            intent("thanks", &["^谢谢$ = 90"], "service = \"smalltalk\""),
            intent("elsewhere", &["住 .. <elsewhere>"], "service = \"out_of_area\""),
        ]
        .concat(),
    );
    let command = file("command", &intent("cancel", &["^取消$ = 100"], "service = \"cancel\""));
    vec![lexicon("[dialect]\n\"啷个\" = \"怎么\"\n"), marriage, labour, contract, services, command]
}

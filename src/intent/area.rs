//! The portal labels that say which field of law a message is about.

/// A field of law, by the place of its label among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area(u8);

/// Every label there is.
const LABELS: [&str; Area::COUNT] = [
    "婚姻家庭",
    "劳动纠纷",
    "交通事故",
    "债权债务",
    "刑事辩护",
    "合同纠纷",
    "房产纠纷",
    "侵权",
    "公司法",
    "医疗纠纷",
    "拆迁安置",
    "行政诉讼",
    "建设工程",
    "知识产权",
    "综合咨询",
    "人身损害",
    "涉外法律",
    "海事海商",
    "消费权益",
    "抵押担保",
];

impl Area {
    /// So many there are.
    pub const COUNT: usize = 20;

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).take(Self::COUNT).map(Self)
    }

    /// Whether it is where the portal puts what is of no other field.
    pub fn is_general(self) -> bool {
        self.label() == "综合咨询"
    }

    /// The field whose label a text is.
    pub fn known(text: &str) -> Option<Self> {
        Self::all().find(|area| area.label() == text)
    }

    /// What the portal calls it.
    pub fn label(self) -> &'static str {
        LABELS.get(self.number()).copied().unwrap_or_default()
    }

    /// Its place among all.
    pub fn number(self) -> usize {
        self.0.into()
    }
}

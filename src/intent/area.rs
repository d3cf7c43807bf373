//! The portal labels that say which field of law a message is about.

/// Every label there is.
pub const ALL: [&str; 20] = [
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

/// The label a text names.
pub fn known(text: &str) -> Option<&'static str> {
    ALL.into_iter().find(|label| *label == text)
}

//! How a matter came to us, as the ledger groups it.

use serde::{Deserialize, Serialize};

/// Where a case was brought in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// 机器人: the resident wrote to the bot.
    #[default]
    Bot,
    /// 来访: at the counter.
    Visit,
    /// 来电: by phone.
    Phone,
    /// 微信群: in a community's WeChat group.
    Group,
    /// 移送委托: passed on by a court, the police, the petition office or another authority.
    Referral,
    /// 走访发现: found by those who walk the community; a mediation then is 主动调解 (人民调解法 17).
    Found,
}

impl Origin {
    /// The ways in which staff enter what did not come by the bot, in the order they are asked.
    pub const ENTERED: [Self; 5] = [Self::Visit, Self::Phone, Self::Group, Self::Referral, Self::Found];
}

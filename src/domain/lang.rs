//! The languages residents are answered in.

use serde::{Deserialize, Serialize};

/// A language; Chinese unless the person writes or chooses English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// 简体中文.
    #[default]
    Zh,
    /// English.
    En,
}

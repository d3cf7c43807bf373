//! Everything the bot says: plain functions over two text files, `config/texts/zh.toml` and `en.toml`.
//!
//! Each text is declared once, with the slots it fills; reading the files checks that every declared text is
//! there in its languages, that no slot is misspelt and that nothing undeclared is left over.

#[macro_use]
mod template;
mod after;
mod desk;
mod form;
mod resident;
mod staff;

use crate::domain::lang::Lang;
use crate::tomlfile::{Fault, TomlFile};

pub use after::AfterTexts;
pub use desk::DeskTexts;
pub use form::FormTexts;
pub use resident::ResidentTexts;
pub use staff::StaffTexts;

/// All texts.
#[derive(Debug)]
pub struct Texts {
    zh: ResidentTexts,
    en: ResidentTexts,
    form_zh: FormTexts,
    form_en: FormTexts,
    after_zh: AfterTexts,
    after_en: AfterTexts,
    /// What staff read, in Chinese.
    pub staff: StaffTexts,
    /// What staff read around a case, in Chinese.
    pub desk: DeskTexts,
}

impl Texts {
    /// Reads the Chinese and the English file; every fault goes to `faults`.
    pub fn read(zh: &TomlFile, en: &TomlFile, faults: &mut Vec<Fault>) -> Self {
        let (resident_zh, form_zh, after_zh, staff, desk) = zh.read(faults, |top| {
            (
                top.required_table("resident", ResidentTexts::read),
                top.required_table("form", FormTexts::read),
                top.required_table("after", AfterTexts::read),
                top.required_table("staff", StaffTexts::read),
                top.required_table("desk", DeskTexts::read),
            )
        });
        let (resident_en, form_en, after_en) = en.read(faults, |top| {
            (
                top.required_table("resident", ResidentTexts::read),
                top.required_table("form", FormTexts::read),
                top.required_table("after", AfterTexts::read),
            )
        });
        Self {
            zh: resident_zh.unwrap_or_default(),
            en: resident_en.unwrap_or_default(),
            form_zh: form_zh.unwrap_or_default(),
            form_en: form_en.unwrap_or_default(),
            after_zh: after_zh.unwrap_or_default(),
            after_en: after_en.unwrap_or_default(),
            staff: staff.unwrap_or_default(),
            desk: desk.unwrap_or_default(),
        }
    }

    /// What residents read in this language.
    pub fn resident(&self, lang: Lang) -> &ResidentTexts {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// What residents read around a case in this language.
    pub fn after(&self, lang: Lang) -> &AfterTexts {
        match lang {
            Lang::Zh => &self.after_zh,
            Lang::En => &self.after_en,
        }
    }

    /// What the residents' forms say in this language.
    pub fn form(&self, lang: Lang) -> &FormTexts {
        match lang {
            Lang::Zh => &self.form_zh,
            Lang::En => &self.form_en,
        }
    }
}

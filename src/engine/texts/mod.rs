//! Everything the bot says: plain functions over two text files, `config/texts/zh.toml` and `en.toml`.
//!
//! Each text is declared once, with the slots it fills; reading the files checks that every declared text is
//! there in its languages, that no slot is misspelt and that nothing undeclared is left over.

#[macro_use]
mod template;
mod form;
mod mediation;
mod mediator;
mod resident;
mod staff;

use crate::domain::lang::Lang;
use crate::tomlfile::{Fault, TomlFile};

pub use form::FormTexts;
pub use mediation::MediationTexts;
pub use mediator::MediatorTexts;
pub use resident::ResidentTexts;
pub use staff::StaffTexts;

/// All texts.
#[derive(Debug)]
pub struct Texts {
    zh: ResidentTexts,
    en: ResidentTexts,
    form_zh: FormTexts,
    form_en: FormTexts,
    /// What staff read, in Chinese.
    pub staff: StaffTexts,
    mediation_zh: MediationTexts,
    mediation_en: MediationTexts,
    /// What whoever mediates reads, in Chinese.
    pub mediator: MediatorTexts,
}

impl Texts {
    /// Reads the Chinese and the English file; every fault goes to `faults`.
    pub fn read(zh: &TomlFile, en: &TomlFile, faults: &mut Vec<Fault>) -> Self {
        let (resident_zh, form_zh, staff, mediation_zh, mediator) = zh.read(faults, |top| {
            (
                top.required_table("resident", ResidentTexts::read),
                top.required_table("form", FormTexts::read),
                top.required_table("staff", StaffTexts::read),
                top.required_table("mediation", MediationTexts::read),
                top.required_table("mediator", MediatorTexts::read),
            )
        });
        let (resident_en, form_en, mediation_en) = en.read(faults, |top| {
            (
                top.required_table("resident", ResidentTexts::read),
                top.required_table("form", FormTexts::read),
                top.required_table("mediation", MediationTexts::read),
            )
        });
        Self {
            zh: resident_zh.unwrap_or_default(),
            en: resident_en.unwrap_or_default(),
            form_zh: form_zh.unwrap_or_default(),
            form_en: form_en.unwrap_or_default(),
            staff: staff.unwrap_or_default(),
            mediation_zh: mediation_zh.unwrap_or_default(),
            mediation_en: mediation_en.unwrap_or_default(),
            mediator: mediator.unwrap_or_default(),
        }
    }

    /// What residents read in this language.
    pub fn resident(&self, lang: Lang) -> &ResidentTexts {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// What the sides of a mediation read in this language.
    pub fn mediation(&self, lang: Lang) -> &MediationTexts {
        match lang {
            Lang::Zh => &self.mediation_zh,
            Lang::En => &self.mediation_en,
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

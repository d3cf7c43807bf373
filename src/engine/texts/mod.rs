//! Everything the bot says: plain functions over two text files, `config/texts/zh.toml` and `en.toml`.
//!
//! Each text is declared once, with the slots it fills; reading the files checks that every declared text is
//! there in its languages, that no slot is misspelt and that nothing undeclared is left over.

#[macro_use]
mod template;
mod case;
mod form;
mod resident;
mod staff;
mod work;

use crate::domain::lang::Lang;
use crate::tomlfile::{Fault, TomlFile};

pub use case::CaseTexts;
pub use form::FormTexts;
pub use resident::ResidentTexts;
pub use staff::StaffTexts;
pub use work::WorkTexts;

/// All texts.
#[derive(Debug)]
pub struct Texts {
    zh: ResidentTexts,
    en: ResidentTexts,
    case_zh: CaseTexts,
    case_en: CaseTexts,
    form_zh: FormTexts,
    form_en: FormTexts,
    /// What staff read, in Chinese.
    pub staff: StaffTexts,
    /// What staff read about where cases stand, in Chinese.
    pub work: WorkTexts,
}

impl Texts {
    /// Reads the Chinese and the English file; every fault goes to `faults`.
    pub fn read(zh: &TomlFile, en: &TomlFile, faults: &mut Vec<Fault>) -> Self {
        let (resident_zh, case_zh, form_zh, staff, work) = zh.read(faults, |top| {
            (
                top.required_table("resident", ResidentTexts::read),
                top.required_table("case", CaseTexts::read),
                top.required_table("form", FormTexts::read),
                top.required_table("staff", StaffTexts::read),
                top.required_table("work", WorkTexts::read),
            )
        });
        let (resident_en, case_en, form_en) = en.read(faults, |top| {
            (
                top.required_table("resident", ResidentTexts::read),
                top.required_table("case", CaseTexts::read),
                top.required_table("form", FormTexts::read),
            )
        });
        Self {
            zh: resident_zh.unwrap_or_default(),
            en: resident_en.unwrap_or_default(),
            case_zh: case_zh.unwrap_or_default(),
            case_en: case_en.unwrap_or_default(),
            form_zh: form_zh.unwrap_or_default(),
            form_en: form_en.unwrap_or_default(),
            staff: staff.unwrap_or_default(),
            work: work.unwrap_or_default(),
        }
    }

    /// What residents read in this language.
    pub fn resident(&self, lang: Lang) -> &ResidentTexts {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// What residents read about their cases in this language.
    pub fn case(&self, lang: Lang) -> &CaseTexts {
        match lang {
            Lang::Zh => &self.case_zh,
            Lang::En => &self.case_en,
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

//! Everything the bot says: plain functions over two text files, `config/texts/zh.toml` and `en.toml`.
//!
//! Each text is declared once, with the slots it fills; reading the files checks that every declared text is
//! there in its languages, that no slot is misspelt and that nothing undeclared is left over.

#[macro_use]
mod template;
mod after;
mod around;
mod booking;
mod case;
mod desk;
mod form;
mod law;
mod meant;
mod mediation;
mod mediator;
mod paper;
mod resident;
mod staff;
mod work;

use crate::domain::lang::Lang;
use crate::tomlfile::{Fault, Section, TomlFile};

pub use after::AfterTexts;
pub use around::AroundTexts;
pub use booking::BookingTexts;
pub use case::CaseTexts;
pub use desk::DeskTexts;
pub use form::FormTexts;
pub use law::LawTexts;
pub use meant::MeantTexts;
pub use mediation::MediationTexts;
pub use mediator::MediatorTexts;
pub use paper::PaperTexts;
pub use resident::ResidentTexts;
pub use staff::StaffTexts;
pub use work::WorkTexts;

/// All texts.
#[derive(Debug)]
pub struct Texts {
    zh: Spoken,
    en: Spoken,
    /// What staff read, in Chinese.
    pub staff: StaffTexts,
    /// What whoever mediates reads, in Chinese.
    pub mediator: MediatorTexts,
    /// What staff read around a case, in Chinese.
    pub around: AroundTexts,
    /// What staff read about where cases stand, in Chinese.
    pub work: WorkTexts,
    /// What staff read about rosters and appointments, in Chinese.
    pub desk: DeskTexts,
    /// What stands on posters and on drafts of papers, in Chinese.
    pub paper: PaperTexts,
}

/// What residents read in one language, a table of its file for each part.
#[derive(Debug, Default)]
struct Spoken {
    resident: ResidentTexts,
    booking: BookingTexts,
    case: CaseTexts,
    form: FormTexts,
    law: LawTexts,
    mediation: MediationTexts,
    after: AfterTexts,
    meant: MeantTexts,
}

impl Texts {
    /// Reads the Chinese and the English file; every fault goes to `faults`.
    pub fn read(zh: &TomlFile, en: &TomlFile, faults: &mut Vec<Fault>) -> Self {
        let (zh, staff, work, desk, mediator, around, paper) = zh.read(faults, |top| {
            let staff = top.required_table("staff", StaffTexts::read).unwrap_or_default();
            let work = top.required_table("work", WorkTexts::read).unwrap_or_default();
            let desk = top.required_table("desk", DeskTexts::read).unwrap_or_default();
            let mediator = top.required_table("mediator", MediatorTexts::read).unwrap_or_default();
            let around = top.required_table("around", AroundTexts::read).unwrap_or_default();
            let paper = top.required_table("paper", PaperTexts::read).unwrap_or_default();
            (Spoken::read(top), staff, work, desk, mediator, around, paper)
        });
        let en = en.read(faults, Spoken::read);
        Self { zh, en, staff, work, desk, mediator, around, paper }
    }

    /// What residents read in this language.
    pub fn resident(&self, lang: Lang) -> &ResidentTexts {
        &self.spoken(lang).resident
    }

    /// What residents read about their cases in this language.
    pub fn case(&self, lang: Lang) -> &CaseTexts {
        &self.spoken(lang).case
    }

    /// What the residents' forms say in this language.
    pub fn form(&self, lang: Lang) -> &FormTexts {
        &self.spoken(lang).form
    }

    /// What stands below an answer of law in this language.
    pub fn law(&self, lang: Lang) -> &LawTexts {
        &self.spoken(lang).law
    }

    /// What the sides of a mediation read in this language.
    pub fn mediation(&self, lang: Lang) -> &MediationTexts {
        &self.spoken(lang).mediation
    }

    /// What residents read around a case in this language.
    pub fn after(&self, lang: Lang) -> &AfterTexts {
        &self.spoken(lang).after
    }

    /// What residents read about appointments in this language.
    pub fn booking(&self, lang: Lang) -> &BookingTexts {
        &self.spoken(lang).booking
    }

    /// What residents mean while a case is theirs, in this language.
    pub fn meant(&self, lang: Lang) -> &MeantTexts {
        &self.spoken(lang).meant
    }

    fn spoken(&self, lang: Lang) -> &Spoken {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl Spoken {
    fn read(top: &mut Section<'_, '_>) -> Self {
        Self {
            resident: top.required_table("resident", ResidentTexts::read).unwrap_or_default(),
            booking: top.required_table("booking", BookingTexts::read).unwrap_or_default(),
            case: top.required_table("case", CaseTexts::read).unwrap_or_default(),
            form: top.required_table("form", FormTexts::read).unwrap_or_default(),
            law: top.required_table("law", LawTexts::read).unwrap_or_default(),
            mediation: top.required_table("mediation", MediationTexts::read).unwrap_or_default(),
            after: top.required_table("after", AfterTexts::read).unwrap_or_default(),
            meant: top.required_table("meant", MeantTexts::read).unwrap_or_default(),
        }
    }
}

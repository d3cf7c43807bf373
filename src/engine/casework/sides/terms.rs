//! What was agreed, as the sides read it afterwards: how much, by when, since when it is in force, and until when both
//! can ask for judicial confirmation. What it is about is in the mediator's own words and is not repeated to anybody.

use crate::domain::case::{Case, Outcome};
use crate::domain::lang::Lang;
use crate::domain::mediation::{Agreement, Confirmation, Performed};
use crate::engine::casework::tell;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::agreement::{last_day, yuan};
use super::mediation;

/// The agreement that a case ended with. One that was not kept and is open again, or ended otherwise then, has none.
pub(in crate::engine) fn agreement(turn: &Turn<'_>, case: &Case) -> Result<Option<Agreement>, Need> {
    let agreed = matches!(case.outcome, Some(Outcome::MediatedOral | Outcome::MediatedWritten));
    if !agreed || case.is_open() {
        return Ok(None);
    }
    Ok(mediation(turn, case)?.agreement)
}

/// How it ended, with what was agreed below it.
pub(in crate::engine) fn below(
    turn: &Turn<'_>,
    lang: Lang,
    text: String,
    agreement: Option<&Agreement>,
) -> String {
    match agreement {
        Some(agreement) => format!("{text}\n{}", lines(turn, lang, agreement).join("\n")),
        None => text,
    }
}

fn lines(turn: &Turn<'_>, lang: Lang, agreement: &Agreement) -> Vec<String> {
    let texts = turn.world.rules.texts.mediation(lang);
    let amount = agreement.fen.map(|fen| texts.agreed_amount(yuan(fen)));
    let perform = match (agreement.performed, agreement.perform_by) {
        (Performed::Yes, _) => texts.agreed_performed(),
        (_, Some(day)) => texts.agreed_perform(tell::date(turn, lang, day)),
        (_, None) => texts.agreed_no_day(),
    };
    let effective = texts.agreed_effective(tell::date(turn, lang, agreement.effective_on));
    let confirm = match agreement.confirmation {
        Confirmation::Open if can_be_confirmed(turn, agreement) => {
            Some(texts.agreed_confirm(tell::date(turn, lang, last_day(agreement.effective_on))))
        }
        Confirmation::Applied => Some(texts.agreed_applied()),
        Confirmation::Open | Confirmation::Unwanted => None,
    };
    let lines = [Some(texts.agreed()), amount, Some(perform), Some(effective), confirm];
    lines.into_iter().flatten().collect()
}

/// Whether both sides can still ask for judicial confirmation.
pub(super) fn can_be_confirmed(turn: &Turn<'_>, agreement: &Agreement) -> bool {
    agreement.confirmation == Confirmation::Open && turn.now.local_date() <= last_day(agreement.effective_on)
}

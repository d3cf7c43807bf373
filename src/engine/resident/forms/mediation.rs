//! The mediation form: what happened, with whom, how urgent, and when it suits.

use crate::engine::session::Given;
use crate::engine::texts::FormTexts;

use super::{Field, Form};

const URGENCY: usize = 2;
const TODAY: usize = 0;

pub(super) static FORM: Form = Form {
    intro: FormTexts::mediation_intro,
    fields: &[
        Field {
            label: FormTexts::mediation_what_label,
            question: FormTexts::mediation_what,
            options: &[],
            own_words: true,
            optional: false,
        },
        Field {
            label: FormTexts::mediation_side_label,
            question: FormTexts::mediation_side,
            options: &[
                FormTexts::mediation_side_neighbour,
                FormTexts::mediation_side_family,
                FormTexts::mediation_side_landlord,
                FormTexts::mediation_side_property,
                FormTexts::mediation_side_employer,
                FormTexts::mediation_side_shop,
                FormTexts::mediation_side_other,
            ],
            own_words: true,
            optional: false,
        },
        Field {
            label: FormTexts::mediation_urgency_label,
            question: FormTexts::mediation_urgency,
            options: &[
                FormTexts::mediation_urgency_now,
                FormTexts::mediation_urgency_days,
                FormTexts::mediation_urgency_calm,
            ],
            own_words: false,
            optional: false,
        },
        Field {
            label: FormTexts::mediation_when_label,
            question: FormTexts::mediation_when,
            options: &[
                FormTexts::mediation_when_weekday,
                FormTexts::mediation_when_evening,
                FormTexts::mediation_when_weekend,
                FormTexts::mediation_when_any,
            ],
            own_words: true,
            optional: true,
        },
    ],
};

/// It may break out today.
pub(super) fn is_urgent(answers: &[Given]) -> bool {
    answers.get(URGENCY) == Some(&Given::Option(TODAY))
}

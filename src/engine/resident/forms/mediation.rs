//! The mediation form: what happened, with whom, how urgent, and when it suits.

use chrono::NaiveDateTime;

use crate::engine::session::Given;
use crate::engine::texts::FormTexts;
use crate::intent::entities::{self, Entity, Party, Value};

use super::{Field, Form};

const URGENCY: usize = 2;
const TODAY: usize = 0;
const CALM: usize = 2;

/// The option that a bare no to a question means.
pub(super) fn no(step: usize) -> Option<usize> {
    (step == URGENCY).then_some(CALM)
}

pub(super) static FORM: Form = Form {
    intro: FormTexts::mediation_intro,
    known: other_side,
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

/// The other side, where a story names only one.
fn other_side(story: &str, now: NaiveDateTime) -> Option<Given> {
    let found = entities::find(story, now);
    let mut sides = found.iter().filter_map(|entity| match entity.value {
        Value::Party(party) => Some((party, entity)),
        _ => None,
    });
    let (party, entity) = sides.next()?;
    let (option, by_word) = option(party)?;
    let same = |(other, named): (Party, &Entity)| {
        self::option(other) == Some((option, by_word))
            && (!by_word || named.words(story) == entity.words(story))
            && !named.ambiguous
    };
    let clear = !entity.ambiguous && sides.all(same);
    let given = if by_word { Given::Words(entity.words(story).to_owned()) } else { Given::Option(option) };
    clear.then_some(given)
}

/// The option that a party is, and whether its own word says more.
const fn option(party: Party) -> Option<(usize, bool)> {
    Some(match party {
        Party::Neighbour => (0, false),
        Party::Spouse | Party::Family => (1, true),
        Party::Landlord | Party::Tenant => (2, true),
        Party::PropertyManager => (3, false),
        Party::Employer => (4, false),
        Party::Shop => (5, false),
        Party::Friend => (6, true),
        Party::Driver | Party::School | Party::Hospital => return None,
    })
}

/// It may break out today.
pub(super) fn is_urgent(answers: &[Given]) -> bool {
    answers.get(URGENCY) == Some(&Given::Option(TODAY))
}

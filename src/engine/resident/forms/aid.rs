//! The legal-aid form: what to bring and where to, from five answers. It never judges: the institution reviews.
//!
//! The groups are those of articles 32 (means do not matter) and 42 (means are not checked) of the Legal Aid Law.

use crate::engine::session::Given;
use crate::engine::texts::FormTexts;

use super::{Field, Form};

const GROUP: usize = 1;
const COURT: usize = 2;
const DEADLINE: usize = 3;
const PAPERS: usize = 4;

const HARDSHIP: usize = 0;
const EXEMPT: [usize; 3] = [1, 2, 3];
const MEANS_DO_NOT_MATTER: [usize; 2] = [4, 5];
const BEFORE_AN_OFFICE: [usize; 3] = [1, 2, 3];
const WITHIN_A_WEEK: usize = 0;
const NO_OFFICE: usize = 0;
const NO_DEADLINE: usize = 2;
const NO_PAPERS: usize = 2;

pub(super) static FORM: Form = Form {
    intro: FormTexts::aid_intro,
    known: |_, _| None,
    fields: &[
        Field {
            label: FormTexts::aid_matter_label,
            question: FormTexts::aid_matter,
            options: &[
                FormTexts::aid_matter_wages,
                FormTexts::aid_matter_injury,
                FormTexts::aid_matter_support,
                FormTexts::aid_matter_violence,
                FormTexts::aid_matter_welfare,
                FormTexts::aid_matter_criminal,
            ],
            own_words: true,
            optional: false,
        },
        Field {
            label: FormTexts::aid_group_label,
            question: FormTexts::aid_group,
            options: &[
                FormTexts::aid_group_hardship,
                FormTexts::aid_group_relief,
                FormTexts::aid_group_no_income,
                FormTexts::aid_group_migrant,
                FormTexts::aid_group_violence,
                FormTexts::aid_group_hero,
                FormTexts::aid_group_unsure,
            ],
            own_words: true,
            optional: false,
        },
        Field {
            label: FormTexts::aid_court_label,
            question: FormTexts::aid_court,
            options: &[
                FormTexts::aid_court_none,
                FormTexts::aid_court_arbitration,
                FormTexts::aid_court_court,
                FormTexts::aid_court_police,
                FormTexts::aid_court_unsure,
            ],
            own_words: false,
            optional: false,
        },
        Field {
            label: FormTexts::aid_deadline_label,
            question: FormTexts::aid_deadline,
            options: &[
                FormTexts::aid_deadline_week,
                FormTexts::aid_deadline_later,
                FormTexts::aid_deadline_none,
                FormTexts::aid_deadline_unsure,
            ],
            own_words: false,
            optional: false,
        },
        Field {
            label: FormTexts::aid_papers_label,
            question: FormTexts::aid_papers,
            options: &[FormTexts::aid_papers_all, FormTexts::aid_papers_id, FormTexts::aid_papers_none],
            own_words: true,
            optional: true,
        },
    ],
};

/// The option that a bare no to a question means.
pub(super) fn no(step: usize) -> Option<usize> {
    match step {
        COURT => Some(NO_OFFICE),
        DEADLINE => Some(NO_DEADLINE),
        PAPERS => Some(NO_PAPERS),
        _ => None,
    }
}

/// Less than seven days left: aid may come before the papers (article 44).
pub(super) fn is_urgent(answers: &[Given]) -> bool {
    option(answers, DEADLINE) == Some(WITHIN_A_WEEK)
}

/// The papers, where they go and how long it takes.
pub(super) fn papers(texts: &FormTexts, answers: &[Given]) -> String {
    let means = match option(answers, GROUP) {
        Some(HARDSHIP) => texts.aid_means_statement(),
        Some(group) if EXEMPT.contains(&group) => texts.aid_means_exempt(),
        Some(group) if MEANS_DO_NOT_MATTER.contains(&group) => texts.aid_means_none(),
        _ => texts.aid_means_unsure(),
    };
    let mut parts = vec![texts.aid_list(means)];
    if option(answers, COURT).is_some_and(|office| BEFORE_AN_OFFICE.contains(&office)) {
        parts.push(texts.aid_elsewhere());
    }
    if is_urgent(answers) {
        parts.push(texts.aid_urgent());
    }
    parts.push(texts.aid_reviewed());
    parts.join("\n")
}

fn option(answers: &[Given], question: usize) -> Option<usize> {
    match answers.get(question) {
        Some(Given::Option(number)) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_the_questions_and_options_are_those_of_the_form() {
        let name = |field: usize| std::ptr::fn_addr_eq(FORM.fields[field].label, LABELS[field]);
        const LABELS: [fn(&FormTexts) -> String; 4] = [
            FormTexts::aid_matter_label,
            FormTexts::aid_group_label,
            FormTexts::aid_court_label,
            FormTexts::aid_deadline_label,
        ];
        assert!([GROUP, COURT, DEADLINE].into_iter().all(name));
        let all = MEANS_DO_NOT_MATTER.into_iter().chain(EXEMPT).chain([HARDSHIP]).count();
        assert_eq!(all + 1, FORM.fields[GROUP].options.len(), "every group but 'not sure' has its papers");
    }

    #[test]
    fn only_a_deadline_within_the_week_is_urgent() {
        let with = |option| vec![Given::Skipped, Given::Option(0), Given::Option(0), option];
        assert!(is_urgent(&with(Given::Option(0))));
        assert!(!is_urgent(&with(Given::Option(1))));
        assert!(!is_urgent(&with(Given::Words("0".into()))));
        assert!(!is_urgent(&[]));
    }
}

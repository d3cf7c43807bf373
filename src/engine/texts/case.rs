//! What residents read about their cases, in each language: who has it, where it stands, how it ends.

texts! {
    /// What residents read about their cases, in one language.
    CaseTexts;

    /// 人民调解员.
    case_role_mediator();
    /// 律师.
    case_role_lawyer();
    /// A clerk of the street.
    case_role_clerk();
    /// A leader of the street.
    case_role_leader();
    /// Who runs the system.
    case_role_admin();
    /// Somebody took the case.
    case_claimed(code, name, role, room);
    /// The case went to a colleague.
    case_given(code, name, role, room);
    /// Whoever had it gave it back.
    case_given_back(code, deadline);
    /// What staff say.
    case_answer(name, role, words);
    /// What staff say instead of something said before.
    case_correction(name, role, words);
    /// The same for somebody with several matters: which one it is about.
    case_answer_about(code, name, role, words);
    /// A correction for somebody with several matters.
    case_correction_about(code, name, role, words);
    /// The promise slipped.
    case_late(code, deadline);
    /// The new promise slipped too.
    case_late_again(code, deadline);
    /// The same in danger.
    case_late_in_danger(code, deadline);
    /// Ended: answered.
    case_closed_answered(code);
    /// Ended: handed to the legal-aid institution.
    case_closed_aid_referred(code);
    /// Ended: agreed by word of mouth.
    case_closed_mediated_oral(code);
    /// Ended: agreed in writing.
    case_closed_mediated_written(code);
    /// Ended: no agreement.
    case_closed_unsuccessful(code);
    /// Ended: taken back.
    case_closed_withdrawn(code);
    /// Ended: another way.
    case_closed_other_route(code);
    /// Nobody has it yet.
    state_offered();
    /// Somebody has it.
    state_claimed(role);
    /// Staff spoke last.
    state_answered();
    /// It ended.
    state_closed(outcome);
    /// The next step is theirs.
    next_by(when, who);
    /// The next step is the resident's.
    next_yours();
    /// Nothing more to come.
    next_closed();
    /// Outcome.
    outcome_answered();
    /// Outcome.
    outcome_aid();
    /// Outcome.
    outcome_oral();
    /// Outcome.
    outcome_written();
    /// Outcome.
    outcome_unsuccessful();
    /// Outcome.
    outcome_withdrawn();
    /// Outcome.
    outcome_other();
    /// Waiting for the other party.
    state_other();
    /// An appointment is made.
    state_booked();
    /// Both sides take part.
    state_mediation();
    /// With the legal-aid institution.
    state_referred();
    /// The other party has until then.
    next_other(when);
    /// The appointment.
    next_booked(when);
    /// The mediator goes on.
    next_mediation();
    /// All sides are asked for a time.
    next_sides(when);
    /// No time was agreed on.
    next_time();
    /// The institution has until then.
    next_institution(when);
    /// We ask again then.
    next_call_back(when);
    /// Outcome.
    outcome_aid_granted();
    /// Outcome.
    outcome_aid_refused();
    /// The application was handed to the institution.
    case_referred(code, deadline);
    /// The institution has received it.
    case_received(code, deadline);
    /// The institution grants legal aid.
    case_closed_aid_granted(code);
    /// The institution refuses it.
    case_closed_aid_refused(code);
}

//! What staff read about where their cases stand and what moves them on, in Chinese.

texts! {
    /// What staff read about where cases stand and what moves them on.
    WorkTexts;

    /// A card's last line once the resident was answered.
    card_next(age, next);
    /// Next: the other party has to say whether they take part.
    next_other(until);
    /// Next: the appointment.
    next_booked(at);
    /// Next: the mediation.
    next_mediation(until);
    /// Next: the legal-aid institution has to decide.
    next_institution(until);
    /// It has ended; the resident is asked again.
    next_call_back(outcome, at);
    /// It is filed.
    next_filed(outcome);
    /// 已递交法援机构.
    button_refer();
    /// 已受理.
    button_received();
    /// 法援机构答复….
    button_institution();
    /// 归档.
    button_file();
    /// What did the institution say?
    institution_says(code);
    /// Handed to the institution.
    referred(code);
    /// The institution has received it.
    received(code);
    /// Filed.
    filed(code);
    /// Log: handed to the institution.
    log_referred();
    /// Log: the institution has received it.
    log_received();
    /// Log: filed.
    details_filed();
    /// A time that others had is over.
    overdue(code, next);
    /// 批准, by the legal-aid institution.
    outcome_aid_granted();
    /// 不予援助, by the legal-aid institution.
    outcome_aid_refused();
}

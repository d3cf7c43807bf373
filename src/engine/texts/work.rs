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
    /// The sides are asked for a time.
    next_sides(until);
    /// The sides agreed on no time.
    next_time(until);
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
    /// Log: a neighbour room is asked.
    log_widened_to_neighbour();
    /// The check found a case without owner, next step or deadline.
    orphaned(code, lacks);
    /// Log: the same.
    log_orphaned(lacks);
    /// What it lacked.
    lacks_owner();
    /// What it lacked.
    lacks_step();
    /// What it lacked.
    lacks_deadline();
    /// Years of which the calendar tells nothing.
    years_missing(years);
    /// Rooms that have open cases and that the directory does not have.
    rooms_missing(rooms);
    /// A time that others had is over.
    overdue(code, next);
    /// 批准, by the legal-aid institution.
    outcome_aid_granted();
    /// 不予援助, by the legal-aid institution.
    outcome_aid_refused();
}

//! What staff read of the two sides of a mediation, in Chinese.

texts! {
    /// What whoever mediates reads.
    MediatorTexts;

    /// The side that asked for the mediation.
    applicant();
    /// The other side.
    other();
    /// One of several other sides.
    other_of_several(number);
    /// Words of a side.
    side_said(code, name, words);
    /// A correction by a side.
    side_corrected(code, name, words);
    /// A file or a place of a side.
    side_sent(code, name);
    /// A side cannot be reached.
    side_gone(code, name);
    /// Words to a side may not have arrived.
    side_uncertain(code, name);
    /// The sides of a mediation.
    button_desk();
    /// Write to a side.
    button_write(name);
    /// Add another party.
    button_name();
    /// Make an invitation.
    button_link(name);
    /// They agreed on the telephone.
    button_phone_yes(name);
    /// They refused on the telephone.
    button_phone_no(name);
    /// Yes, they refused.
    button_phone_no_sure();
    /// Find a time.
    button_time();
    /// The time suits them.
    button_time_yes_for(name);
    /// Sides on the telephone say nothing to a time.
    meeting_ask_again(code, names, at);
    /// Sides said nothing to a time, which is given up.
    meeting_silent(code, names, at);
    /// By when another time is to be found.
    meeting_find_another(until);
    /// The meeting that stands.
    meeting_stands(at);
    /// A line of the log: a time was given up.
    log_given_up(at);
    /// Somebody else works on a case; why is not said.
    elsewhere(code);
    /// Somebody cannot take a case; why is not said.
    cannot_take(code);
    /// Ask for another month.
    button_more();
    /// Another month is all right for them.
    button_more_yes_for(name);
    /// See what the sides have told of themselves.
    button_contact();
    /// Send the kept words to a side.
    button_send_to(code, name);
    /// Performed.
    button_performed();
    /// Partly performed.
    button_partly();
    /// Not performed.
    button_not_performed();
    /// Judicial confirmation was applied for.
    button_applied();
    /// Judicial confirmation is not wanted.
    button_unwanted();
    /// Not about money.
    button_no_amount();
    /// Today.
    button_today();
    /// No day of performance.
    button_no_day();
    /// How it stands with the sides.
    desk(code);
    /// Nobody has been written down.
    desk_nobody();
    /// One party.
    desk_party(name, named, state);
    /// When the sides meet.
    desk_meets(at);
    /// The time they are being asked for.
    desk_asked(at);
    /// When it usually ends.
    desk_month(at);
    /// Written down.
    state_named();
    /// Invited.
    state_invited();
    /// Has opened it.
    state_reading();
    /// Takes part.
    state_consented();
    /// Takes part, by telephone.
    state_consented_phone();
    /// Refused.
    state_refused();
    /// Ended it.
    state_left();
    /// Asks who the other party is.
    who(code);
    /// How to ask them.
    named(name, named);
    /// An invitation was made.
    link_made(code, name);
    /// Before a refusal is noted.
    refusal_sure(code, name);
    /// Consent was noted.
    noted_yes(code, name);
    /// Refusal was noted.
    noted_no(code, name);
    /// Something was noted.
    noted(code);
    /// It was noted that an agreement was not performed, and its sides are told what they can do.
    noted_not_performed(code);
    /// A side said something after the end.
    side_said_after_end(code, name, words);
    /// Nothing is asked.
    nothing_asked(code);
    /// A party opened the invitation.
    joined(code, name);
    /// A party takes part.
    consented(code, name);
    /// A party refused.
    refused(code, name);
    /// A party ended it.
    left(code, name);
    /// A party has not answered.
    undecided(code, name);
    /// A party has not opened the invitation.
    not_opened(code, name);
    /// A party waits for an answer.
    late(code, name);
    /// The next words go to a side.
    writing(code, name);
    /// Words went to a side.
    sent(code, name);
    /// The side has seen them.
    seen(code, name);
    /// Which time all sides are to be asked for.
    meet_which(code);
    /// The same with no free place.
    meet_none(code);
    /// A side chose a time, and the others are asked.
    meeting_wished(code, name, when);
    /// A place is free, and all sides are asked.
    meeting_freed(code, when);
    /// All agreed, and the place is somebody else's by now.
    meeting_lost(code, when);
    /// Somebody in other open cases of the room is called like the other party.
    namesake(code, others);
    /// A side called the meeting off.
    meeting_excused(code, name, when);
    /// The time of the meeting has passed.
    meeting_over(code, when);
    /// Nobody on the other side takes part yet.
    not_yet(code);
    /// The sides are being asked.
    time_asked(code, at);
    /// That day is meant.
    button_that_day();
    /// The day of effect is before there was a case here.
    agreed_effective_early(day, first);
    /// The day of performance is over this year.
    agreed_perform_next_year(day);
    /// All that was agreed, before the case is closed.
    agreed_sure(code, terms);
    /// It is right.
    button_agreed_sure();
    /// It is not.
    button_agreed_anew();
    /// Somebody has to be asked on the telephone.
    ask_by_phone();
    /// The applicant has to be.
    ask_applicant_by_phone();
    /// Both sides have to be.
    ask_both_by_phone();
    /// The time that has just gone out is not to be asked for.
    button_take_back();
    /// It is.
    button_leave_asked();
    /// It has gone out: is it to be taken back?
    take_back_sure(code, at);
    /// It is taken back.
    time_taken_back(code, at);
    /// A line of the log: a time was taken back.
    log_taken_back(at);
    /// Log: said to a side.
    details_to(staff, name);
    /// A time does not suit a side.
    time_no(code, name);
    /// A time suits everybody.
    meeting_fixed(code, at);
    /// The sides are asked for another month.
    month_asked(code);
    /// The month is nearly over.
    month_soon(code, at);
    /// The month is over.
    month_over(code, at);
    /// Everybody wants another month.
    month_extended(code, at);
    /// A side wants no other month.
    more_no(code, name);
    /// Asks what was agreed.
    agreed_what(code);
    /// Nobody is on record who takes part on the other side.
    agreed_with_nobody();
    /// Asks how much.
    agreed_amount();
    /// The answer to that told no sum, or several.
    agreed_amount_unread();
    /// Asks from when.
    agreed_effective();
    /// The answer to that told no day.
    agreed_effective_unread();
    /// The answer to that told a day to come.
    agreed_effective_to_come(day);
    /// The answer to that told a day on which there was no mediation yet.
    agreed_effective_too_early(first);
    /// Asks by when.
    agreed_perform();
    /// The answer to that told no day, or one before it takes effect.
    agreed_perform_unread();
    /// The day of performance is over: was it performed?
    agreed_perform_over(day);
    /// The last day for judicial confirmation.
    confirm_hint(day);
    /// By word of mouth.
    form_oral();
    /// In writing.
    form_written();
    /// Not about money.
    no_amount();
    /// How much.
    amount(yuan);
    /// No day of performance.
    no_day();
    /// Not performed.
    performed_no();
    /// Partly performed.
    performed_partly();
    /// Performed.
    performed_yes();
    /// The agreement in the details.
    agreement(form, subject, amount, effective, day, performed);
    /// Details: until when both sides can ask for judicial confirmation.
    confirm_last(day);
    /// The day of performance has come.
    perform_today(code, day);
    /// The day of performance is over.
    perform_over(code, day);
    /// The thirty days go on.
    confirm_until(code, until, left);
    /// A side says it was applied for.
    side_applied(code, name);
    /// A side does not want it.
    side_unwanted(code, name);
    /// What a side has told of itself.
    contact(code, name, words);
    /// It was taken back.
    contact_gone(code, name);
    /// Nothing has been told.
    no_contact(code);
    /// Ended: another party refused.
    outcome_refused();
    /// Log: invited.
    log_invited();
    /// Log: opened.
    log_joined();
    /// Log: takes part.
    log_consented();
    /// Log: takes part, noted by staff.
    log_consented_phone();
    /// Log: refused, noted by staff.
    log_refused_phone();
    /// Log: refused.
    log_refused();
    /// Log: ended it.
    log_left();
    /// The case went to another room.
    moved(code);
    /// Log: to another room.
    log_moved();
    /// Log: told of itself.
    log_disclosed();
    /// Log: took it back.
    log_hidden();
    /// Log: staff looked it up.
    log_contact_seen();
    /// Log: judicial confirmation applied for.
    log_applied();
    /// Log: judicial confirmation not wanted.
    log_unwanted();
}

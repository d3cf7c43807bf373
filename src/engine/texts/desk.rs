//! What staff read about rosters and appointments, in Chinese.

use crate::domain::booking::Truth;

texts! {
    /// What staff read about rosters and appointments.
    DeskTexts;

    /// Below news whose buttons no digit picks.
    how();
    /// 预约: my appointments.
    button_list();
    /// Offer a time.
    button_offer();
    /// 值班.
    button_week();
    /// 请假.
    button_leave();
    /// 换班.
    button_swap();
    /// How many cases I can have at a time.
    button_capacity();
    /// My weekly hours.
    button_hours();
    /// Back from leave.
    button_back();
    /// Yes to the time.
    button_agree();
    /// No to the time.
    button_refuse();
    /// The resident chooses.
    button_let_choose();
    /// Another time.
    button_other_time();
    /// Call it off.
    button_call_off();
    /// Yes, call it off.
    button_call_off_yes();
    /// One appointment.
    button_one(when, code);
    /// The resident came.
    button_attended();
    /// The resident did not come.
    button_no_show();
    /// The resident excused themselves.
    button_excused();
    /// We called it off.
    button_revoked();
    /// Nobody said.
    truth_unknown();
    /// Came.
    truth_attended();
    /// Did not come.
    truth_no_show();
    /// Excused.
    truth_excused();
    /// Called off by us.
    truth_revoked();
    /// The resident asks for a place.
    log_asked(when);
    /// Staff offer one.
    log_offered(when);
    /// All sides are asked for a time.
    log_asked_all(when);
    /// All sides have agreed to one.
    log_meeting(when);
    /// A meeting that was fixed will not be.
    log_meeting_off(when);
    /// The sides met.
    log_met(when);
    /// They did not.
    log_not_met(when);
    /// Agreed.
    log_booked(when);
    /// Moved.
    log_moved(was, is);
    /// Called off by the resident.
    log_excused(when);
    /// Called off by us.
    log_revoked(when);
    /// Nobody said yes.
    log_lapsed(when);
    /// Offered to who waited.
    log_freed(when);
    /// Somebody else receives them.
    log_stand_in(name);
    /// Who takes a case over has no time for its appointment.
    not_moved(code, when);
    /// The resident asks for a place.
    asked(code, when, until);
    /// The resident moved it.
    moved(code, was, is);
    /// The resident called it off.
    excused(code, when);
    /// Nobody said yes.
    lapsed(code, when);
    /// The resident said yes.
    agreed(code, when);
    /// Afterwards.
    what_came_of_it(code, when);
    /// Which time to offer.
    offer_which(code);
    /// No free places.
    offer_none(code);
    /// Offered.
    offer_sent(code, when, until);
    /// The resident has been asked to choose.
    choose_sent(code);
    /// Nothing to choose from.
    choose_none();
    /// Words that are no time.
    time_unread(minutes);
    /// The time is not free.
    time_taken(when);
    /// Agreed.
    booked(code, when);
    /// Moved.
    moved_by_you(code, when);
    /// Refused.
    refused(code, when);
    /// Really?
    call_off_sure(code, when);
    /// Called off.
    called_off(code, when);
    /// Said what came of it.
    settled(code, truth);
    /// No longer so.
    stale(code);
    /// No appointment.
    standing_none(code);
    /// Awaits staff.
    standing_asked(code, when, until);
    /// Awaits the resident.
    standing_offered(code, when, until);
    /// Booked.
    standing_booked(code, when);
    /// Over.
    standing_over(code, when, truth);
    /// My appointments.
    list(lines);
    /// None.
    list_none();
    /// One.
    list_line(when, code, state);
    /// Awaits staff.
    state_asked();
    /// Awaits the resident.
    state_offered();
    /// Booked.
    state_booked();
    /// The week of a room.
    week(room, now, lines);
    /// Nobody now.
    week_nobody_now();
    /// One day.
    week_day(day, people);
    /// Nobody on that day.
    week_vacant();
    /// No hours planned.
    week_off();
    /// One person.
    week_person(name, hours);
    /// No roster.
    week_none();
    /// When are you there?
    hours_ask();
    /// Not there on that day.
    hours_off();
    /// Not read.
    hours_unread();
    /// Word that empties them.
    hours_none();
    /// Set.
    hours_set(lines);
    /// Emptied.
    hours_cleared();
    /// Appointments outside the new hours still hold.
    hours_stranded(when);
    /// From when to when?
    leave_ask(example);
    /// Days that can be written.
    leave_example(first, last);
    /// The days lie apart.
    leave_apart(example);
    /// Only part of days was named: the whole of them?
    leave_part(days);
    /// Answer.
    leave_whole();
    /// Not read.
    leave_unread(example);
    /// It is past.
    leave_past();
    /// Who stands in?
    leave_who(days);
    /// Nobody.
    leave_nobody();
    /// Asks how many cases somebody can have at a time.
    capacity_ask(now);
    /// It is noted.
    capacity_set(most, open);
    /// There is no limit.
    capacity_free();
    /// Any number.
    capacity_unlimited();
    /// So many.
    capacity_number(most);
    /// Days.
    leave_days(first, last);
    /// Done, with a stand-in.
    leave_taken(days, name);
    /// Done without.
    leave_taken_alone(days);
    /// What became of appointments.
    leave_bookings(moved, left);
    /// To the stand-in.
    stand_in_told(name, days);
    /// The appointments that go to who stands in, or takes the day.
    stand_in_bookings(lines);
    /// One of them.
    handed_booking(when, code, service);
    /// One of them at which all sides meet.
    handed_meeting(when, code);
    /// Words that are no plan any more.
    leave_word();
    /// Back.
    back();
    /// Leaves that had not begun are taken back.
    back_called_off(days);
    /// To who would have stood in.
    stand_in_not_needed(name, days);
    /// Was not away.
    back_not_away();
    /// Which day?
    swap_which();
    /// No days to give.
    swap_none();
    /// To whom?
    swap_who(day);
    /// Nobody there.
    swap_nobody();
    /// Asked.
    swap_asked(day, name);
    /// To the colleague.
    swap_offer(name, day, hours);
    /// Yes.
    swap_take();
    /// No.
    swap_decline();
    /// Taken, to who took it.
    swap_taken(day);
    /// Taken, to who gave it.
    swap_taken_told(name, day);
    /// Declined, to who declined.
    swap_declined(day);
    /// Declined, to who asked.
    swap_declined_told(name, day);
    /// Settled before, or no more.
    swap_gone();
    /// To whoever leads the street.
    vacancies(lines);
    /// One of them.
    vacancy(room, day);
}

impl DeskTexts {
    /// What came of an appointment.
    pub fn truth(&self, truth: Truth) -> String {
        match truth {
            Truth::Unknown => self.truth_unknown(),
            Truth::Attended => self.truth_attended(),
            Truth::NoShow => self.truth_no_show(),
            Truth::Excused => self.truth_excused(),
            Truth::Revoked => self.truth_revoked(),
        }
    }

    /// The button that says so.
    pub fn button_truth(&self, truth: Truth) -> String {
        match truth {
            Truth::Unknown => self.truth_unknown(),
            Truth::Attended => self.button_attended(),
            Truth::NoShow => self.button_no_show(),
            Truth::Excused => self.button_excused(),
            Truth::Revoked => self.button_revoked(),
        }
    }
}

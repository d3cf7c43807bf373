//! What residents read about appointments and about who is there, in each language.

texts! {
    /// What residents read about appointments, in one language.
    BookingTexts;

    /// Where: a name and an address.
    place(name, address);
    /// Where, as long as nobody has entered the address.
    place_to_ask(name);
    /// Below news whose buttons no digit picks.
    how();
    /// A free place and with whom.
    button_place_with(when, name);
    /// Tell me when a place becomes free.
    button_wait();
    /// Choose a place.
    button_book();
    /// Another time.
    button_change();
    /// Call it off.
    button_call_off();
    /// Yes, call it off.
    button_call_off_yes();
    /// No, it stays.
    button_keep();
    /// This time is good.
    button_agree();
    /// Other places.
    button_other();
    /// I do not want it.
    button_refuse();
    /// Where my appointment stands.
    button_mine();
    /// The calendar entry once more.
    button_calendar();
    /// The places one can have.
    choose(code);
    /// Instead of a place that is gone.
    next_places();
    /// There are none.
    no_places();
    /// None at the time that was said.
    none_then();
    /// Somebody else was first.
    taken(when);
    /// The button's place is no more.
    past_taken();
    /// The place is kept until staff say yes.
    asked(when, name, until);
    /// The same place again.
    asked_already(when);
    /// The same place again, or asked about.
    booked_already(when, place, name);
    /// Both have agreed.
    booked(when, place, name);
    /// It is at another time now.
    moved(when, place, name);
    /// Staff propose a time.
    offered(name, when, place, until);
    /// A place became free for who waited.
    freed(when, place, name, until);
    /// It waits for the resident's word.
    offered_already(when, place, name);
    /// Staff ask the resident to choose.
    choose_from(name);
    /// On the list.
    waits();
    /// Really?
    call_off_sure(when);
    /// It is called off.
    called_off(when);
    /// The case has ended, and its appointment with it.
    called_off_at_end(code, when);
    /// Too near to change without asking.
    too_late(when, hours, name);
    /// Staff cannot at the time asked for.
    refused(name, when);
    /// Staff call it off.
    revoked(name, when);
    /// The resident did not answer.
    lapsed(when);
    /// Staff did not answer.
    unanswered(when);
    /// They did not come.
    missed(when);
    /// The evening before.
    remind_eve(when, place, name);
    /// Shortly before.
    remind_soon(when, place, name);
    /// Somebody else receives them.
    stand_in(when, place, name);
    /// Several cases.
    mine_which();
    /// No case to make an appointment for.
    mine_none();
    /// The button is about an appointment that is no more.
    nothing_now();
    /// The calendar entry's title.
    entry_summary(room);
    /// The calendar entry's text.
    entry_description(name);
    /// The calendar entry's file.
    entry_name(when);
    /// Who is there today.
    today(room, lines);
    /// One of them.
    today_line(name, role, hours);
    /// Nobody.
    today_nobody(room);
    /// No roster.
    today_unknown(room);
}

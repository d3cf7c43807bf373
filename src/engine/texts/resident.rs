//! What residents read, in each language.

texts! {
    /// What residents read, in one language.
    ResidentTexts;

    /// First contact: who this is and what it keeps.
    welcome(street);
    /// Below the welcome: the menu.
    welcome_menu();
    /// First contact that already carries a question: short, the answer follows.
    hello(street);
    /// What stands for the street's name where there are several streets.
    our_street();
    /// The menu, asked for.
    menu();
    /// The menu of somebody who came with a room's poster.
    menu_room(room);
    /// Menu: a question of law.
    menu_ask();
    /// Menu: legal aid.
    menu_aid();
    /// Menu: mediation.
    menu_mediation();
    /// Menu: a person.
    menu_human();
    /// Menu: my cases.
    menu_cases();
    /// Button: the numbers to call.
    menu_hotlines();
    /// Menu: the other language.
    menu_language();
    /// The language was changed.
    language_changed();
    /// Asks for the question of law.
    prompt();
    /// How to talk to the bot.
    help();
    /// The numbers to call.
    hotlines(lines);
    /// One number to call.
    hotline(number, what);
    /// A greeting or thanks.
    smalltalk();
    /// Nothing but signs, a sticker, an empty message.
    wordless();
    /// Nothing to do with law.
    out_of_scope();
    /// What we do, and where to call for the rest.
    our_services(services);
    /// What is kept, and how to have it deleted.
    privacy();
    /// A press that has the room see to it.
    privacy_ask();
    /// Praise or complaint.
    feedback();
    /// Praise or complaint while a case is open.
    feedback_passed(code);
    /// A staff's button.
    staff_only();
    /// A button that holds no more.
    stale();
    /// A button that holds no more, with nothing else going on.
    stale_menu();
    /// A button of another matter in the middle of a form.
    busy(what);

    /// A day with its year.
    day(year, month, day);
    /// A day of this year.
    date(month, day);
    /// A day that may be a later one.
    day_about(day);
    /// Leads to what can be done after an answer.
    then();
    /// Button: take it to the room's lawyer.
    ask_lawyer();
    /// Button: something else.
    ask_other();
    /// Button: what the message asked about besides.
    ask_also(label);
    /// No answer of ours to a question of law.
    needs_lawyer(topic);
    /// No answer and no topic.
    needs_lawyer_plain();
    /// The lawyer's button with nothing said before.
    no_matter();
    /// Words that go on with a matter, which a person has to answer: the first time.
    stay_first();
    /// The same, the second time.
    stay_again(legal);
    /// The same, from then on by turns with the second.
    stay_more();
    /// The answer given last holds for what was said now, too.
    stay_above();
    /// Words, separated by commas, one of which stands in what asks for a person.
    person_words();
    /// Words, separated by commas, one of which stands in what asks who we are.
    about_us_words();
    /// A time is wanted for what was told, before it is registered.
    time_first();
    /// Button: register it, so that a time can be found.
    time_register();
    /// A time is wanted, and nothing was told.
    time_what();

    /// Asks back with the likeliest.
    which();
    /// Button: none of them.
    none_of_these();
    /// Asks back with nothing likely.
    say_differently();
    /// Not understood twice.
    offer_person(legal);
    /// Below a question back and above an answer, when danger may be meant.
    danger_hint(police);
    /// Button: it is.
    danger_now();

    /// Asks for the community, once.
    which_room();
    /// Asks for the community where there are too many to list.
    which_room_by_name();
    /// Several communities go by that name.
    which_of_rooms();
    /// A shared place lies nearest to this community.
    nearest_room(room);
    /// No community goes by that name.
    room_unknown();
    /// No community is called that, and there are too many to choose from.
    room_unknown_by_name();
    /// Button: I do not know my community.
    room_unsure();
    /// Words that say so, parted by commas.
    room_unsure_words();
    /// Somebody says that they do not know it: how it is found all the same.
    room_unsure_lead();
    /// Words, separated by commas, for a community.
    room_words();
    /// Button: none of these.
    room_elsewhere();
    /// Button: the community is wrong.
    room_change();
    /// Button: choose the community again.
    room_again();
    /// A community's room.
    community(name);
    /// The street's own room.
    street(name);
    /// The community was put right.
    room_noted(room);
    /// The community was put right and an open case told of it.
    room_passed(room, code);
    /// Staff read: the resident's community is another one.
    room_correction(room);
    /// The community we have.
    room_now(room);
    /// The community was forgotten in the middle of a form.
    room_forgotten();
    /// A place that is not ours.
    belongs_elsewhere(place, street, legal);
    /// Somebody from elsewhere.
    live_elsewhere(street, legal);

    /// A case was opened.
    opened(service, code, who, when);
    /// Who answers.
    who(room, role);
    /// Anyone of the staff.
    role_staff();
    /// Where the room is.
    room_address(address);
    /// The room's number.
    room_phone(phone);
    /// When the room is open.
    room_hours(hours);
    /// A day and time.
    moment(month, day, weekday, time);
    /// January to December, parted by spaces.
    months();
    /// Monday to Sunday, parted by spaces.
    weekdays();
    /// Button: more to say.
    add();
    /// Asks for what is to be added.
    add_now(code);
    /// The words went to the case.
    passed_on(code);
    /// Staff have seen them.
    seen(code);
    /// A digit that picks nothing.
    digit_not_sent(digit);
    /// Words that may belong to a case or not.
    where_to();
    /// Words, separated by commas, with which somebody goes on with a story that they have begun.
    goes_on_words();
    /// Button: to that case.
    where_to_one(code, service);
    /// Button: a new question.
    new_question();
    /// Several cases it may belong to.
    which_case();
    /// Words before those that take something back, parted by `|`, in small letters.
    just_now();
    /// Words that take back what was said last, parted by `|`, in small letters.
    was_wrong();
    /// Words that begin what is right after them, parted by `|`, in small letters.
    is_right();
    /// Several cases a file or a place may belong to.
    which_thing();
    /// The case it was for has ended; which of the others is it for?
    ended_which(code);
    /// The case a file was for has ended, and there is no other.
    ended_thing(code);
    /// Staff read: a person was asked for with nothing said.
    summary_none();
    /// Staff read: the label of amounts of money.
    detail_money();
    /// Staff read: the label of dates and lengths of time.
    detail_time();
    /// Staff read: the label of how many people there are.
    detail_people();
    /// Staff read: the label of what runs out.
    detail_deadline();
    /// Staff read: words with the days they mean.
    detail_meant(words, days);
    /// Staff read: what runs out when.
    detail_until(what, day);
    /// Staff read: what can be done only from when on.
    detail_from(what, day);
    /// Staff read: the label of the rest of a very long text.
    summary_more();

    /// A file that belongs to no case.
    file_first(what);
    /// A file in the middle of a question.
    file_later(what);
    /// Sort of a file, in the two above.
    file_photo();
    /// The same.
    file_file();
    /// The same.
    file_voice();
    /// The same.
    file_video();
    /// The files that came before it was registered went to staff.
    files_brought(number);
    /// A place that belongs to no case.
    location_first();
    /// Staff read: a number was shared.
    phone(number);
    /// A number that belongs to no case.
    phone_first();
    /// A correction in the middle of a question.
    edited_here();

    /// No cases yet.
    no_cases();
    /// My cases.
    cases(lines);
    /// One of my cases.
    case_line(code, service, state);
    /// There are more than are listed.
    cases_more(count);
    /// Button: one of my cases.
    case_button(code, service);
    /// A case in full.
    case_detail(code, service, said, state, next);
    /// A code that is none of this person's.
    case_unknown();
    /// A closed case was meant.
    case_ended(code);
    /// Button: take it back.
    withdraw();
    /// Asks whether to take it back.
    withdraw_sure(code, service);
    /// Button: yes, take it back.
    withdraw_yes();
    /// Button: leave it.
    withdraw_no();
    /// It was taken back.
    withdrawn(code);
    /// Words, separated by commas, one of which stands in what wants back a case that was withdrawn.
    again_words();
    /// Whether it is to be registered again with the same words.
    again(code);
    /// Button: yes.
    again_yes();
    /// Another time is wanted.
    booking(code);
    /// Another time is wanted, and no case is open.
    booking_none();

    /// A form or question was left.
    cancelled();
    /// Nothing to cancel.
    nothing_to_cancel();
    /// Words, separated by commas, that say that somebody does not want to go on, whatever the rules read in them.
    give_up_words();
    /// What sorts of places are called, each with how that is spelt in a name here, between commas.
    place_words();
    /// What says yes and nothing else, between commas.
    yes_words();
    /// What says yes, or only that it was read, between commas.
    ok_words();
    /// What says no and nothing else, between commas.
    no_words();
    /// The words that tell a time and nothing else, between commas.
    time_words();
    /// A file that nobody can open without harm.
    file_unwelcome();
    /// Words, separated by commas, with which somebody wants the lawyer instead of what they are in.
    lawyer_words();
    /// Button: nothing to say to this.
    skip();
    /// Button: one back.
    back();
    /// Button: leave.
    cancel();
    /// Button: on with the form.
    resume();
    /// A person is wanted; the community first.
    human_room();
    /// There is no room at all.
    cannot_open(legal);

    /// What they sent could not be taken in.
    unhandled(police, legal);

    /// Danger: the numbers, first of all.
    danger(lines, calm);
    /// Calm words where the rules have none.
    danger_calm();
    /// An emergency case was opened.
    danger_opened(code, who);
    /// The room of the resident's community has been told, and the street too.
    danger_opened_there(code, who, street);
    /// Asks where somebody in danger is, while that is not known.
    danger_ask();
    /// Danger again, passed on.
    danger_passed(code);
    /// Button: my community, so that help finds it sooner.
    danger_room();
    /// Danger in the middle of a form.
    danger_kept();
    /// Danger, and nobody knows where: said before the place is asked for.
    danger_where();
    /// Danger: which community or street, from a list or by name.
    danger_place();
    /// Danger: which community or street, by name.
    danger_place_by_name();

    /// Name of a service.
    service_consultation();
    /// Name of a service.
    service_legal_aid();
    /// Name of a service.
    service_mediation();
    /// Name of a service.
    service_emergency();
    /// Name of a service.
    service_collective();
    /// Name of a service.
    service_human();
}

//! What staff read around a case: call-backs, entries at the counter, hand-over, joint handling. In Chinese.

texts! {
    /// What staff read around a case.
    AroundTexts;

    /// The resident says it is not solved: the case is theirs again.
    reopened(code, why, deadline);
    /// The log: staff opened it again, after this rating.
    reopened_by(name, answer);
    /// Danger or a crowd was entered at the counter, and whoever did has it.
    entered_alarm(name, card);
    /// Staff opened it again: the case is theirs.
    reopened_for_you(code, name, deadline);
    /// Is it to be opened again?
    reopen_sure(code, outcome);
    /// The log: who opened it again because it should not have ended.
    reopened_wrong(name);
    /// To staff who opened it again.
    reopened_here(code, told, deadline);
    /// The log: how a closed case was rated.
    log_rated(answer);
    /// The log: what a call-back said.
    log_called_back(days, answer);
    /// What the resident adds to a rating.
    remarked(code, answer, words);
    /// What a resident says against whoever has their case.
    complained(code, words);
    /// Open a closed case again.
    button_reopen();
    /// The resident said something after the end.
    said_after_end(code, words);
    /// The log: words that were added.
    log_remark(words);
    /// The log: asked, when the answer belongs to no question any more.
    log_reopened(answer);
    /// Answer of a call-back.
    answer_good();
    /// Answer of a call-back.
    answer_fair();
    /// Answer of a call-back.
    answer_poor();
    /// Answer of a call-back.
    answer_solved();
    /// Answer of a call-back.
    answer_unsolved();
    /// Answer of a call-back.
    answer_news();
    /// Answer of a call-back by phone.
    answer_unreached();
    /// To who called: noted.
    noted(code, answer);
    /// To who called: noted, and the case is open again.
    noted_reopened(code, answer);
    /// The log: somebody named the code elsewhere.
    log_code_named();
    /// The log: the resident agreed.
    log_moved_agreed();
    /// The log: staff checked who it is.
    log_moved_confirmed();
    /// The log: it was somebody else.
    log_moved_refused();
    /// Check who it is, please.
    identity_ask(code);
    /// Checked: it is them.
    identity_yes();
    /// It is not.
    identity_no();
    /// It goes on there.
    identity_moved(code);
    /// It does not.
    identity_refused(code);
    /// Nobody asked, or not any more.
    identity_nothing(code);
    /// Details: somebody waits for that.
    identity_waits();
    /// Details: call the resident.
    call_back_waits(contact);
    /// Please call the resident and ask.
    call_back_please(code, days, contact);

    /// 登记.
    button_enter();
    /// How did it come?
    entry_origin();
    /// What is wanted?
    entry_service();
    /// That is none of the choices.
    entry_none_of_them();
    /// What was said?
    entry_words();
    /// Which community?
    entry_room();
    /// How is the resident reached, or which code do they have?
    entry_contact();
    /// Not at all.
    entry_no_contact();
    /// In hand, or answered?
    entry_done();
    /// In hand.
    entry_mine();
    /// The room is offered it.
    entry_offered();
    /// Danger wakes the room and the street: is it meant?
    entry_sure();
    /// Answer.
    entry_sure_yes();
    /// Answer.
    entry_sure_no();
    /// It is entered and offered.
    entered_offered(service, code, room, deadline);
    /// Answered on the spot.
    entry_answered();
    /// It is entered and in hand.
    entered(service, code, deadline);
    /// It is entered as answered on the spot.
    entered_answered(service, code);
    /// It went to the case that is there.
    entered_into(code);
    /// The log: what was said, and how it came.
    log_entered(origin, words);
    /// How it came.
    origin_bot();
    /// How it came.
    origin_visit();
    /// How it came.
    origin_phone();
    /// How it came.
    origin_group();
    /// Passed on by an authority.
    origin_referral();
    /// Found by those who walk the community.
    origin_found();
    /// The card: how it came.
    card_origin(origin);
    /// The card: how a resident who does not write to the bot is reached.
    card_contact(contact);
    /// The card: for whom it is.
    card_behalf(whom);
    /// Below the card of a case one has, whose resident does not write to the bot.
    card_yours_by_phone();
    /// The resident told no way to reach them.
    no_contact();
    /// To be told to a resident who does not write to the bot.
    tell_by_phone(code, contact, words);
    /// The log: that.
    log_to_tell(words);
    /// News have reached the resident's chat.
    told_chat();
    /// There is no chat for them to reach.
    told_counter(contact);
    /// Staff's own words to such a resident are kept.
    kept_to_tell(code, contact);

    /// 备注.
    button_note();
    /// What is to be noted?
    note_ask(code);
    /// It is noted.
    note_kept(code);
    /// In which case does this note belong?
    note_where(words);
    /// Details: a note.
    details_note(words);
    /// Why does it go to another room?
    hand_why(code, name, room);
    /// The reasons to choose from, parted by commas.
    hand_reasons();
    /// The log: the reason.
    log_hand_why(reason);
    /// To whoever has it now: the reason.
    handed_why(code, reason);

    /// Why: danger.
    joint_danger();
    /// Why: many people.
    joint_people();
    /// Why: several rooms.
    joint_rooms();
    /// Why: late again.
    joint_late();
    /// Why: somebody asked.
    joint_by_hand(name);
    /// To the street: decide, please.
    joint_suggested(code, reason);
    /// 请求联调.
    button_ask_joint();
    /// 包案联调.
    button_joint();
    /// 不用.
    button_no_joint();
    /// 联调.
    button_joints();
    /// It is asked for.
    joint_asked(code);
    /// It is not taken up.
    joint_declined(code);
    /// Who leads it?
    joint_leader(code);
    /// Somebody has set it up already.
    joint_stands(code, line);
    /// Shall what was answered take its place?
    joint_replace();
    /// Answer.
    joint_replace_yes();
    /// Answer.
    joint_replace_no();
    /// It stays as it was set up.
    joint_stays(code, line);
    /// Which office?
    joint_office();
    /// The offices to choose from, parted by commas.
    joint_offices();
    /// Which partners?
    joint_partners();
    /// None.
    joint_no_partners();
    /// Until when?
    joint_until();
    /// The answer to that told no day, or one that is over.
    joint_until_unread();
    /// So many days.
    joint_days(days);
    /// It runs.
    joint_begun(code, leader, day);
    /// To everyone in it: it runs.
    joint_begins(code, what);
    /// The log: it runs.
    log_joint(leader, office, partners, day);
    /// The log: asked for.
    log_joint_asked(reason);
    /// The log: declined.
    log_joint_declined();
    /// The log: signed.
    log_joint_signed(outcome);
    /// The log: not signed.
    log_joint_sent_back();
    /// Please sign.
    joint_sign(code, name, outcome);
    /// 同意销案.
    button_sign();
    /// 退回.
    button_send_back();
    /// The first signature is kept.
    joint_signed(code);
    /// The same person has signed.
    joint_signed_before(code);
    /// It was not signed.
    joint_sent_back(code, name);
    /// To whoever did not sign.
    joint_goes_on(code);
    /// Its date has passed.
    joint_overdue(code, day);
    /// 进展.
    button_progress();
    /// How does it go on?
    progress_ask(code);
    /// It is kept.
    progress_kept(code);
    /// To the others: how it goes on.
    joint_progress(code, name, words);
    /// Details: how it goes on.
    details_progress(words);
    /// In lists and details: asked for.
    joint_asked_line(reason);
    /// In lists and details: running.
    joint_line(leader, office, until);
    /// The list.
    joint_list(number, lines);
    /// There are none.
    joint_list_none();
    /// One of the list.
    joint_list_line(code, service, room, joint);

    /// Details: it was opened again.
    details_reopened(why);
}

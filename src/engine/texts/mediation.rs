//! What the two sides of a mediation read, in each language: nothing here has a slot for anything of the other side.

texts! {
    /// What the sides of a mediation read, in one language.
    MediationTexts;

    /// What another party is asked: by whom, what mediation is, what happens next.
    asked(who, code);
    /// Who asks: the mediator.
    mediator(room, role, name);
    /// Who asks, while nobody has the case.
    room(room);
    /// Another party takes part.
    button_consent();
    /// Another party does not.
    button_refuse();
    /// Another party has questions first.
    button_ask();
    /// Another party ends it.
    button_leave();
    /// Yes, sure.
    button_refuse_sure();
    /// Not sure yet.
    button_not_yet();
    /// How it stands for somebody who takes part.
    taking_part(code);
    /// When the sides meet.
    meets(at);
    /// After consent.
    thanks(code);
    /// Before a refusal is taken.
    refuse_sure(code);
    /// Before somebody who takes part ends it.
    leave_sure(code);
    /// After a refusal.
    refused(code);
    /// Another party may ask first.
    ask_now();
    /// Another party's words went to the mediator.
    passed_on();
    /// The mediator has seen them.
    seen();
    /// A mediation has ended, for another party.
    ended(code);
    /// What was agreed: it follows.
    agreed();
    /// How much.
    agreed_amount(yuan);
    /// By when it is to be performed.
    agreed_perform(day);
    /// It has been performed.
    agreed_performed();
    /// No day was agreed on.
    agreed_no_day();
    /// Since when it is in force.
    agreed_effective(day);
    /// Until when both sides can ask for judicial confirmation.
    agreed_confirm(day);
    /// It has been applied for.
    agreed_applied();
    /// What a side can do about an agreement that is not kept.
    not_kept_ways();
    /// Staff have noted that it was not performed.
    not_performed(code);
    /// Another party has not answered.
    reminded(code);
    /// Another mediator has it now.
    given(code, name, role, room);
    /// Another mediator is looked for.
    given_back(code);
    /// A mediation that had ended goes on.
    reopened(code);
    /// The answer to another party is late.
    late(code, deadline);
    /// The applicant learns that the other party is being asked.
    asking(code, until);
    /// The applicant learns that it can begin.
    can_begin(code, until);
    /// The applicant learns that it cannot go on, and the other ways.
    cannot_go_on(code);
    /// A time is proposed.
    meeting_asked(code, at);
    /// A time was proposed, and there is no answer.
    meeting_reminded(at, until);
    /// A time is asked for no more.
    meeting_taken_back(at);
    /// Not everybody said yes to a time.
    meeting_given_up(at);
    /// Not everybody said yes to another time than the one that stands.
    meeting_not_moved(at, stands);
    /// It suits.
    button_time_yes();
    /// It does not suit.
    button_time_no();
    /// The time they chose is asked of the others.
    meeting_wished(when);
    /// Another month is proposed.
    month_asked(code, until);
    /// Another month is all right.
    button_more_yes();
    /// No other month.
    button_more_no();
    /// Everybody wants another month.
    month_extended(code, until);
    /// What was asked is no longer asked.
    not_asked();
    /// A time does not suit.
    another_time();
    /// No other month is wanted.
    no_month();
    /// No more reminders.
    no_more_reminders();
    /// A yes is noted.
    yes_noted();
    /// The thirty days for judicial confirmation go on.
    confirm_until(code, until, left);
    /// Applied for.
    button_applied();
    /// Not wanted.
    button_unwanted();
    /// What the mediator passes on to another party.
    invitation(room, role, name, page);
    /// The same for who would rather write to the bot, where there is one.
    invitation_bot(code);
    /// No such invitation.
    invite_wrong();
    /// An invitation opened by the applicant, or by somebody who is in it already.
    invite_yours();
    /// An invitation that was used.
    invite_used();
    /// An invitation out of date.
    invite_expired();
    /// A mediation whose other party one is.
    button_look(code);
    /// Somebody's mediations, as the other party.
    yours();
    /// Asks what staff may know.
    disclose();
    /// Tell staff who one is.
    button_disclose();
    /// Tell it no more.
    button_hide();
    /// It is shown to staff.
    disclosed();
    /// It is no longer shown.
    hidden();
    /// There is nothing to take back.
    nothing_shown();
}

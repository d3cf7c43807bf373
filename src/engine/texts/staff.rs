//! What staff read, in Chinese.

use crate::domain::service::Service;

texts! {
    /// What staff read.
    StaffTexts;

    /// A card's first lines.
    card_heading(urgent, service, room, code, topic);
    /// A card's last line.
    card_promise(age, deadline);
    /// What stands before the card of an urgent case.
    card_urgent();
    /// The field of law, on the card.
    card_topic(topic);
    /// A form's answer, on the card.
    card_detail(label, answer);
    /// Instead of words nobody said.
    card_no_words();
    /// Words cut short on an amended card.
    card_clipped(words);
    /// Below the card of a case one has.
    card_yours();
    /// What is left of a card when somebody else has the case or it has ended.
    card_head(service, room, code, status);
    /// Somebody else took it.
    card_taken(name);
    /// It has ended.
    card_closed(outcome);
    /// It is no longer to be seen here.
    card_gone();

    /// Less than a minute.
    age_now();
    /// Minutes.
    age_minutes(number);
    /// Hours.
    age_hours(number);
    /// Days.
    age_days(number);

    /// 我的事项.
    button_mine();
    /// 待接单.
    button_waiting();
    /// 统计.
    button_stats();
    /// 帮助.
    button_help();
    /// 菜单.
    button_menu();
    /// 退出.
    button_leave();
    /// 取消.
    button_cancel();
    /// 放回待接单.
    button_give_back();
    /// Send the kept words to a case's resident.
    button_send_to(code);
    /// A case in a list.
    button_case(code, service);
    /// Take a case from a list.
    button_claim_case(code, service);
    /// A colleague to give a case to.
    button_colleague(name, role, room);
    /// 接单.
    button_claim();
    /// 转给….
    button_give();
    /// 详情.
    button_details();
    /// 回复.
    button_answer();
    /// 结案.
    button_close();

    /// 法律咨询.
    service_consultation();
    /// 法律援助.
    service_legal_aid();
    /// 人民调解.
    service_mediation();
    /// Danger.
    service_emergency();
    /// 群体/信访.
    service_collective();
    /// 转人工.
    service_human();

    /// 已答复.
    outcome_answered();
    /// 已转法援机构.
    outcome_aid_referred();
    /// 调解成功 口头.
    outcome_mediated_oral();
    /// 调解成功 书面.
    outcome_mediated_written();
    /// 不成功.
    outcome_unsuccessful();
    /// 撤回.
    outcome_withdrawn();
    /// 转其他途径.
    outcome_other_route();

    /// The resident's words, passed on.
    resident_said(code, words);
    /// The resident's file without words, passed on.
    resident_sent_file(code);
    /// The resident's correction, passed on.
    resident_corrected(code, words);
    /// The resident took the case back.
    withdrawn_by_resident(code);

    /// There is nobody to take a case.
    nobody_there(code, service, room);
    /// A colleague gave one a case.
    given_to_you(giver, code);
    /// Somebody gave one's case to another.
    given_away(giver, code, name);
    /// Somebody else ended one's case.
    closed_by_other(name, code, outcome);

    /// Nobody has taken a case for long.
    still_waiting(code, age);
    /// The promised answer is late.
    late(code, deadline);
    /// It is still not there.
    late_again(code);
    /// It is still not there, for those above whoever has it.
    late_with(code, name);
    /// Answered, and silent since.
    silent(code);
    /// What was sent to the resident did not arrive.
    resident_gone(code);
    /// To the owner: words passed on may not have arrived.
    uncertain(code);
    /// To the owner: words of the resident may not have arrived.
    uncertain_here(code);
    /// What was sent to whoever has the case did not arrive.
    owner_gone(code, name);

    /// In the log: offered to everyone in the room.
    log_widened_to_room();
    /// In the log: offered to the street.
    log_widened_to_street();
    /// In the log: the resident cannot be reached.
    log_resident_gone();
    /// In the log: nobody knows whether the words arrived.
    log_uncertain();
    /// In the log: a member of staff cannot be reached.
    log_staff_gone(name);
    /// In the log: given to a colleague.
    log_given(name);
    /// In the log: given back to everyone.
    log_given_back();
    /// In the log: the owner works here no more.
    log_owner_gone();

    /// An invitation was used.
    enlisted(name, role, room);
    /// Nobody was invited with this code.
    invite_wrong();
    /// Its code has been used.
    invite_used();
    /// Its code is too old.
    invite_expired();
    /// It was taken back.
    invite_revoked();
    /// The conversation is a member of staff's already.
    already_staff(name, role, room);
    /// More cases wait than were dealt.
    more_waiting(number);
    /// Whether this conversation is to be no longer theirs.
    leave_really(number);
    /// It is no longer theirs.
    left();

    /// The menu.
    menu(name, role, room);
    /// What staff can do.
    help();
    /// Neither a command nor for anybody.
    not_understood();
    /// A button that does nothing any more, or not for staff.
    stale_button();
    /// Nothing is to be done.
    cancelled();
    /// A sticker or the like.
    no_use();

    /// There is no such case.
    no_such_case();
    /// The case is another room's.
    not_your_room();
    /// Somebody has it.
    has_owner(code, name);
    /// It has ended.
    has_ended(code, outcome);
    /// It is one's own.
    is_yours(code);
    /// One has just taken it.
    claimed(code, told);
    /// One has to take it before answering.
    claim_first(code);
    /// One has to take it before answering; the words are kept.
    claim_first_kept();
    /// What was kept can be sent now.
    claimed_with_words(code, told, words);

    /// The next words go to the resident.
    answering(code);
    /// They were sent.
    sent(code);
    /// The resident has seen them.
    seen(code);
    /// A case has no such button.
    no_such_button(code, label);
    /// A number that stands before none of the choices.
    no_such_number();
    /// To whom should the words go?
    to_whom(words);
    /// To whom should the file go? Press first, then send again.
    file_to_whom();
    /// There are no words kept.
    nothing_kept();
    /// Words that were written before have gone to nobody.
    still_unsent(words);
    /// Asks once more for whom they are.
    button_unsent();
    /// There is nothing to correct.
    correction_of_what(words);

    /// To whom should the case go?
    give_to_whom(code);
    /// There is nobody else.
    nobody_to_give(code);
    /// It went to a colleague.
    given(code, name, told);
    /// It is everybody's again.
    given_back(code);
    /// Nobody has said a word to the resident: is it answered all the same?
    close_unanswered(code);
    /// It is: by phone, or in the room.
    button_close_unanswered();
    /// How did it end?
    close_how(code);
    /// It is closed.
    closed(code, outcome, told);

    /// One's own cases.
    mine(number);
    /// One has none.
    mine_none();
    /// A line of the list of one's own cases.
    mine_line(code, service, room, next);
    /// The cases nobody has.
    waiting(number);
    /// There are none.
    waiting_none();
    /// Heads the list of what has not ended.
    open(number);
    /// Nothing of those days is open.
    open_none();
    /// A line of that list, where somebody has the case.
    open_line(code, service, room, owner, next);
    /// A line of the list of waiting cases.
    waiting_line(urgent, code, service, room, age);
    /// A list was cut.
    and_more(number);

    /// Everything about a case.
    details(card, owner, next, log);
    /// Nobody has it.
    details_no_owner();
    /// A line of the log.
    details_line(at, who, what);
    /// The resident.
    details_resident();
    /// The gateway.
    details_system();
    /// It was opened.
    details_opened(words);
    /// Something was corrected.
    details_corrected(words);
    /// It was taken.
    details_claimed();
    /// The promise slipped.
    details_late(deadline);
    /// It ended.
    details_closed(outcome);
    /// A file came with it.
    details_file();
    /// Next: somebody takes it.
    next_claim();
    /// Next: staff answer.
    next_answer(deadline);
    /// Next: the resident says more, or staff close it.
    next_resident();
    /// Next: nothing.
    next_nothing(outcome);

    /// Which days?
    stats_when();
    /// This month.
    stats_this_month();
    /// There are no counts of the days that were named.
    stats_unread();
    /// Last month.
    stats_last_month();
    /// This year.
    stats_this_year();
    /// Last year.
    stats_last_year();
    /// Above the counts: whose, and of which days.
    stats_heading(scope, first, last);
    /// Questions answered by the rules and by staff.
    stats_questions(self_answers, consultations);
    /// Legal aid, and how much of it went to the institution.
    stats_aid(legal_aid, referred);
    /// Mediations, and how many came to an agreement.
    stats_mediations(mediations, agreed);
    /// Everything else, and what is still open.
    stats_rest(others, open);
    /// Shows what is still open.
    button_open(number);
    /// Asks for other days.
    button_other_days();
    /// Everything the street's staff see.
    stats_all();

    /// What they sent could not be taken in.
    unhandled();
    /// To whoever runs the system: messages lie apart.
    quarantined();

    /// An edit of the rules is at fault and not in use.
    rules_refused(faults);
    /// There are more faults than are shown.
    rules_more(number);
    /// Edited rules are sound again and in use.
    rules_taken();
}

impl StaffTexts {
    /// What staff call a service a case can be of.
    pub fn service(&self, service: Service) -> String {
        match service {
            Service::Consultation => self.service_consultation(),
            Service::LegalAid => self.service_legal_aid(),
            Service::Mediation => self.service_mediation(),
            Service::Emergency => self.service_emergency(),
            Service::Collective => self.service_collective(),
            _ => self.service_human(),
        }
    }
}

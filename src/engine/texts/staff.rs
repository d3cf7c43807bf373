//! What staff read, in Chinese.

texts! {
    /// What staff read.
    StaffTexts;

    /// A case's card.
    card(urgent, service, room, code, topic, words, details, age, deadline);
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

    /// In the log: given to a colleague.
    log_given(giver, name);
    /// In the log: given back to everyone.
    log_given_back(giver);
    /// In the log: the owner works here no more.
    log_owner_gone();

    /// An invitation was used.
    enlisted(name, role, room);
}

//! What staff read around a case: call-backs, entries at the counter, hand-over, joint handling. In Chinese.

texts! {
    /// What staff read around a case.
    DeskTexts;

    /// The resident says it is not solved: the case is theirs again.
    reopened(code, why, deadline);
    /// The log: how a closed case was rated.
    log_rated(answer);
    /// The log: what a call-back said.
    log_called_back(days, answer);
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
    /// Details: it was opened again.
    details_reopened(why);
}

//! What residents read when a case has ended, changes hands or conversations, or is another's.

texts! {
    /// What residents read around a case, in one language.
    AfterTexts;

    /// How was it done?
    rating_ask(code);
    /// Answer.
    rating_good();
    /// Answer.
    rating_fair();
    /// Answer.
    rating_poor();
    /// It is noted; words may be added.
    rating_thanks(answer);
    /// It was not done well.
    rating_sorry();
    /// The words are noted.
    rating_words();
    /// The words are noted and went to whoever has the case.
    rating_passed(code);
    /// What can be done if it is not solved.
    rating_next();
    /// Has it really been solved?
    call_back_ask(code, days);
    /// The same after danger, on a phone that others may read.
    call_back_care(code);
    /// Answer.
    call_back_solved();
    /// Answer.
    call_back_unsolved();
    /// Answer.
    call_back_news();
    /// Answer, after danger.
    care_solved();
    /// Answer, after danger.
    care_unsolved();
    /// It is solved.
    solved();
    /// The same after danger.
    solved_care();
    /// It is open again, with somebody who has it.
    reopened(code, who, deadline);
    /// It is open again and offered.
    reopened_offered(code, deadline);
    /// It is open again because it should not have ended.
    reopened_wrong(code, deadline);
    /// The same, where it was told that legal aid was refused.
    reopened_refusal(code, deadline);
    /// What is not solved can be told now.
    reopened_unsolved();
    /// What is new can be told now.
    reopened_news();
    /// Words after the end went to whoever ended the case.
    passed_after_end(code);
    /// What may stand before words that go on with a case that ended, parted by |.
    after_end_before();
    /// Names of other sides that may stand there if the case was about them, parted by |.
    after_end_sides();
    /// How words begin that go on with a case that ended, parted by |.
    after_end_words();

    /// Somebody named a case's code here: answered the same whether there is such a case.
    code_named(code);
    /// What was typed looks like a code and is none.
    code_mistyped();
    /// Words, separated by commas, with which somebody says that they have another telephone.
    moved_words();
    /// What they do then.
    moved(legal);
    /// Too many codes were named.
    code_too_often(legal);
    /// Somebody named the case's code elsewhere: is it you?
    consent_ask(code);
    /// Answer.
    consent_yes();
    /// Answer.
    consent_all();
    /// Answer.
    consent_no();
    /// It goes on there.
    consented(code, number);
    /// It does not.
    refused(code);
    /// Nobody asked, or not any more.
    nothing_to_agree();
    /// Staff have checked who it is, and it goes on elsewhere.
    moved_by_staff(code);
    /// The case goes on here now.
    arrived(code);
    /// The street has taken the matter up.
    joint(code, deadline);
    /// The button for acting for somebody else.
    behalf_button();
    /// For whom?
    behalf_ask();
    /// The relations to choose from, parted by |.
    behalf_relations();
    /// It is my own matter.
    behalf_own();
    /// It is noted for whom, and what is kept.
    behalf_noted(whom);
    /// It is their own matter.
    behalf_none();
    /// That is not how it is.
    behalf_change();
    /// What stands before a relative's name when one asks for them, parted by |.
    behalf_signs();
    /// Relatives' names and what staff call them, parted by |: name=relation.
    behalf_kin();
    /// What stands after it, parted by |; nothing if anything may.
    behalf_verbs();
    /// Look at the case.
    show_case();
}

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
    /// What is not solved can be told now.
    reopened_unsolved();
    /// What is new can be told now.
    reopened_news();
}

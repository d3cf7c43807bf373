//! Words by which residents are understood while a case is theirs, and what they are told then, in each language.

texts! {
    /// What residents mean while a case is theirs, in one language; lists are parted by commas, in small letters.
    MeantTexts;

    /// Words that say that something is to be taken back or left.
    withdraw_words();
    /// Those of them that can only mean the case, whatever else there is to call off.
    case_words();
    /// Words that ask us to keep silent towards somebody.
    plea_words();
    /// Words that say what should be done with one's data.
    data_wishes();
    /// What data is called.
    data_things();
    /// Words that ask for a time, or for another one.
    time_words();
    /// Words with which an appointment is only spoken of.
    mention_words();
    /// Words with which somebody will not come to an appointment.
    call_off_words();
    /// Words that name somebody else than whoever writes.
    others_words();
    /// Words that say that something was a figure of speech.
    figure_words();
    /// Words with which somebody corrects how they were understood: at the beginning.
    figure_begins();
    /// The same: after that.
    figure_means();
    /// Words that leave one's number to staff.
    contact_words();
    /// Words that take it back.
    contact_back_words();
    /// Words that complain about staff, where feedback is given.
    complaint_words();
    /// Words that complain about staff wherever they stand.
    staff_words();

    /// An alarm was for a figure of speech; staff read that, too.
    figure_calm(code, police);
    /// The same before anybody was told.
    figure_calm_untold(police);
    /// Words are kept with those that wait for the answer to which case they belong.
    kept_too();
    /// What of all that was kept no rule answers.
    kept_rest(words);
    /// Asks which appointment or case is to be called off.
    call_off_or_case(when, code);
    /// A complaint went to whoever has the case, and to the street.
    complaint_passed(code, street);
    /// Danger, and nobody works here who could be told.
    danger_nobody(code, police, legal);
    /// The same once more.
    danger_nobody_still(code, police, legal);
    /// What comes next while nobody works here.
    next_nobody(police, legal);
}

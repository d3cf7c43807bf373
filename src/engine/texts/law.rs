//! What stands below an answer of law: what it rests on, how that was checked, and what runs out when.

texts! {
    /// What stands below an answer of law, in one language.
    LawTexts;

    /// What an answer rests on, and how that was checked.
    basis(laws, checked);
    /// A law with its articles.
    basis_law(law, articles);
    /// A law whose editions are told apart by their year.
    basis_edition(law, year);
    /// A law without articles.
    basis_whole(law);
    /// A law with its articles, and since when they are the law.
    basis_since(law, day);
    /// Everything was verified in two collections.
    checked_twice(day);
    /// Something was verified in one place only.
    checked_once(day, laws);
    /// Who signed it.
    signed(names);
    /// What is to be done by a day.
    deadline_within(what, from, start, until, span, law);
    /// What is to be done from a day on and by another.
    deadline_between(what, from, start, opens, until, law);
    /// What can be done only from a day on.
    deadline_not_before(what, from, start, until, span, law);
    /// What is to be done so long before something.
    deadline_ahead(what, from, start, until, span, law);
    /// It ends today.
    deadline_today(legal);
    /// It ends within so many days.
    deadline_soon(days, legal);
    /// It may have ended already.
    deadline_unsure(legal);
    /// By this count it has ended.
    deadline_past();
}

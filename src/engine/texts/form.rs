//! What the residents' forms ask and offer, in each language; staff read the labels and options in Chinese.

texts! {
    /// What forms say, in one language.
    FormTexts;

    /// A form's question with its number.
    form_step(at, of, question);
    /// What was said before is not asked again.
    form_known(words);
    /// An answer that was told before.
    form_told(label, answer);
    /// Words that are none of the options.
    form_pick();
    /// A number alone where words are asked for.
    form_write();
    /// The same where there is something to choose from, too.
    form_write_or_pick();
    /// What they said beside them is kept.
    form_noted(words);
    /// A question instead of an answer is kept for whoever takes it.
    form_asked(words);
    /// What answers the second question was said to the first.
    form_more(words);

    /// Legal aid: what it is and what is asked.
    aid_intro();
    /// Staff read: the matter.
    aid_matter_label();
    /// Legal aid: the matter.
    aid_matter();
    /// Option.
    aid_matter_wages();
    /// Option.
    aid_matter_injury();
    /// Option.
    aid_matter_support();
    /// Option.
    aid_matter_violence();
    /// Option.
    aid_matter_welfare();
    /// Option.
    aid_matter_criminal();
    /// Staff read: hardship or exempt group.
    aid_group_label();
    /// Legal aid: the group.
    aid_group();
    /// Option.
    aid_group_hardship();
    /// Option.
    aid_group_relief();
    /// Option.
    aid_group_no_income();
    /// Option.
    aid_group_migrant();
    /// Option.
    aid_group_violence();
    /// Option.
    aid_group_hero();
    /// Option.
    aid_group_unsure();
    /// Staff read: whether somebody already decides.
    aid_court_label();
    /// Legal aid: court or arbitration.
    aid_court();
    /// Option.
    aid_court_none();
    /// Option.
    aid_court_arbitration();
    /// Option.
    aid_court_court();
    /// Option.
    aid_court_police();
    /// Option.
    aid_court_unsure();
    /// Staff read: how urgent.
    aid_deadline_label();
    /// Legal aid: how urgent.
    aid_deadline();
    /// Option.
    aid_deadline_week();
    /// Option.
    aid_deadline_later();
    /// Option.
    aid_deadline_none();
    /// Option.
    aid_deadline_unsure();
    /// Staff read: what is at hand.
    aid_papers_label();
    /// Legal aid: what is at hand.
    aid_papers();
    /// Option.
    aid_papers_all();
    /// Option.
    aid_papers_id();
    /// Option.
    aid_papers_none();
    /// Legal aid: the papers, where to file, how long it takes.
    aid_list(means);
    /// Legal aid papers: hardship.
    aid_means_statement();
    /// Legal aid papers: no check of means.
    aid_means_exempt();
    /// Legal aid papers: means do not matter.
    aid_means_none();
    /// Legal aid papers: not known which.
    aid_means_unsure();
    /// Legal aid: something runs out within seven days.
    aid_urgent();
    /// Legal aid: somebody already decides, perhaps elsewhere.
    aid_elsewhere();
    /// Legal aid: who decides.
    aid_reviewed();

    /// Mediation: what it is.
    mediation_intro();
    /// Staff read: what happened.
    mediation_what_label();
    /// Mediation: what happened.
    mediation_what();
    /// Staff read: the other side.
    mediation_side_label();
    /// Mediation: the other side.
    mediation_side();
    /// Option.
    mediation_side_neighbour();
    /// Option.
    mediation_side_family();
    /// Option.
    mediation_side_landlord();
    /// Option.
    mediation_side_property();
    /// Option.
    mediation_side_employer();
    /// Option.
    mediation_side_shop();
    /// Option.
    mediation_side_other();
    /// Staff read: how urgent.
    mediation_urgency_label();
    /// Mediation: how urgent.
    mediation_urgency();
    /// Option.
    mediation_urgency_now();
    /// Option.
    mediation_urgency_days();
    /// Option.
    mediation_urgency_calm();
    /// Staff read: when it suits.
    mediation_when_label();
    /// Mediation: when it suits.
    mediation_when();
    /// Option.
    mediation_when_weekday();
    /// Option.
    mediation_when_evening();
    /// Option.
    mediation_when_weekend();
    /// Option.
    mediation_when_any();
    /// Mediation: what comes next.
    mediation_next();
}

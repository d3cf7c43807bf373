//! What stands on rooms' posters and on drafts of papers, in Chinese.

texts! {
    /// What stands on posters and on drafts of papers.
    PaperTexts;

    /// Poster: what one can ask.
    poster_law();
    /// Poster: legal aid.
    poster_aid();
    /// Poster: mediation.
    poster_mediation();
    /// Poster: no name, no fee.
    poster_promise();
    /// Poster: the same for who reads no Chinese.
    poster_english();
    /// Poster: below the code that opens the web page.
    poster_web();
    /// Poster: below the code that opens Telegram.
    poster_telegram();
    /// Poster: a number to call when there is danger.
    poster_danger(number);
    /// Poster: a number to call.
    poster_hotline(what, number);
    /// Poster: where the room is.
    poster_address(address);
    /// Poster: the room's number.
    poster_phone(phone);
    /// Poster: when the room is open.
    poster_hours(hours);
    /// Posters: the title of the list of them.
    poster_index();
    /// Posters: what to do with them.
    poster_index_how();

    /// The button that leads to the drafts.
    button_papers();
    /// Which paper?
    which(code);
    /// The draft comes along.
    drafted(title, code);
    /// Only mediations have these papers.
    none(code);
    /// The name of the file.
    file_name(title, code);

    /// That it is a draft.
    mark();
    /// Which case, and when it was drafted.
    foot(code, room, at);

    /// 人民调解申请书.
    application();
    /// 人民调解受理登记表.
    intake();
    /// 人民调解记录.
    record();
    /// 人民调解协议书.
    agreement();
    /// 人民调解口头协议登记表.
    oral();
    /// 人民调解回访记录.
    callback();

    /// Number of the file.
    file_number();
    /// How a number is written.
    number_form();
    /// Heading: who asks.
    applicant();
    /// Heading: the other side.
    respondent();
    /// Heading of an agreement: one party.
    party();
    /// Heading of an agreement: the other.
    other_party();
    /// Field of a person.
    name();
    /// Field of a person.
    sex();
    /// Field of a person.
    nation();
    /// Field of a person.
    age();
    /// Field of a person.
    work();
    /// Field of a person.
    contact();
    /// Field of a person.
    address();
    /// What the dispute is about.
    facts();
    /// Who the other side is, as the resident told.
    facts_side(side);
    /// What the agreement says of the dispute.
    agreed_facts();
    /// What is asked for.
    request();
    /// That the rules were told and the application is one's own will.
    willing();
    /// The day the case was opened.
    day();
    /// The sort of dispute.
    kind();
    /// All sorts, each with an empty box before it.
    kinds();
    /// Marriage and family, as it stands in `kinds`.
    kind_family();
    /// Neighbours, as it stands in `kinds`.
    kind_neighbour();
    /// Property management, as it stands in `kinds`.
    kind_property();
    /// Traffic accidents, as it stands in `kinds`.
    kind_traffic();
    /// Where the case comes from.
    origin();
    /// The sources, each with an empty box before it.
    origins();
    /// A party's application, as it stands in `origins`.
    origin_application();
    /// Taken up by the committee itself, as it stands in `origins`.
    origin_found();
    /// Passed on by an authority, as it stands in `origins`.
    origin_referral();
    /// When it took place.
    time();
    /// Where it took place.
    place();
    /// Who took part besides.
    present();
    /// The mediator.
    mediator();
    /// What was said and done.
    course();
    /// The case was taken up.
    course_opened();
    /// Another party takes part; its number, if there are several.
    course_consented(number);
    /// It was taken up again.
    course_reopened();
    /// It ended.
    course_closed(outcome);
    /// What came of it.
    result();
    /// What may come of it.
    results();
    /// An agreement, as it stands in `results`.
    result_success();
    /// No agreement, as it stands in `results`.
    result_ended();
    /// What was agreed.
    agreed();
    /// What is agreed: how much money.
    agreed_amount(yuan);
    /// How much money.
    yuan(yuan);
    /// Until when.
    perform_by(day);
    /// How and until when it is done.
    performance();
    /// How much money.
    amount();
    /// How many copies.
    copies();
    /// The agreement's number.
    agreement_number();
    /// Why people are called back.
    reason();
    /// Whether it was done.
    performed();
    /// Done, in part, not.
    performed_boxes();
    /// Whether people are content.
    content();
    /// Content, fairly, not.
    content_boxes();
    /// Whether it broke out again.
    unrest();
    /// No, yes.
    unrest_boxes();
    /// What else was found.
    found();
    /// Who called back.
    caller();

    /// Signature of who asks.
    sign_applicant();
    /// Signatures of both.
    sign_parties();
    /// Signature of who took it in.
    sign_registrar();
    /// Signature of the mediator.
    sign_mediator();
    /// Signature of who wrote it down.
    sign_recorder();
    /// The committee's seal.
    seal();
    /// The day of signing.
    sign_day();
}

//! What residents read, in each language.

texts! {
    /// What residents read, in one language.
    ResidentTexts;

    /// 人民调解员.
    case_role_mediator();
    /// 律师.
    case_role_lawyer();
    /// A clerk of the street.
    case_role_clerk();
    /// A leader of the street.
    case_role_leader();
    /// Who runs the system.
    case_role_admin();
    /// Somebody took the case.
    case_claimed(code, name, role, room);
    /// The case went to a colleague.
    case_given(code, name, role, room);
    /// Whoever had it gave it back.
    case_given_back(code);
    /// What staff say.
    case_answer(name, role, words);
    /// What staff say instead of something said before.
    case_correction(name, role, words);
    /// The promise slipped.
    case_late(code, deadline);
    /// Ended: answered.
    case_closed_answered(code);
    /// Ended: handed to the legal-aid institution.
    case_closed_aid_referred(code);
    /// Ended: agreed by word of mouth.
    case_closed_mediated_oral(code);
    /// Ended: agreed in writing.
    case_closed_mediated_written(code);
    /// Ended: no agreement.
    case_closed_unsuccessful(code);
    /// Ended: taken back.
    case_closed_withdrawn(code);
    /// Ended: another way.
    case_closed_other_route(code);

    /// First contact: who this is and what it keeps.
    welcome(street);
}

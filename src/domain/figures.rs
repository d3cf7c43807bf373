//! The numbers the street is asked for.

/// The numbers a clerk asks for; what each means is said where it is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// 自助解答.
    pub self_answers: i64,
    /// 人工咨询, cases opened.
    pub consultations: i64,
    /// 法律援助, referral cases opened.
    pub legal_aid: i64,
    /// Of these, handed to the legal-aid institution.
    pub aid_referred: i64,
    /// 人民调解, cases opened.
    pub mediations: i64,
    /// Of these, agreed by word of mouth or in writing.
    pub mediations_agreed: i64,
    /// Emergencies, collective matters and calls for a person.
    pub others: i64,
    /// Cases of any service still open.
    pub open: i64,
}

//! What residents read, in each language.

texts! {
    /// What residents read, in one language.
    ResidentTexts;

    /// First contact: who this is and what it keeps.
    welcome(street);
}

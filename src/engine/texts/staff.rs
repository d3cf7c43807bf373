//! What staff read, in Chinese.

texts! {
    /// What staff read.
    StaffTexts;

    /// An invitation was used.
    enlisted(name, role, room);
}

//! What a button does: the words behind it, and back.

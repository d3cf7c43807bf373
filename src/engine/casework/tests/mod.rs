//! Stories of cases that go through several of these parts.

mod walks;

//! The real program: every command, its exit code and what it says.

mod environment;
mod files;
mod numbers;
mod papers;
mod roster;
mod routing;
mod serving;
mod staff;
mod talk;
mod unmatched;

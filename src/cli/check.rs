//! `fengqiao check`: every fault of settings, directory, texts and rules at once.

use crate::config::load::Home;

use super::{Failure, installed};

/// Prints what was checked, or fails with every fault.
pub(super) fn run(home: &Home) -> Result<(), Failure> {
    let loaded = installed::load(home)?;
    let rooms = loaded.rules.directory.rooms().count();
    println!("settings, {rooms} rooms, texts and rules are in order");
    Ok(())
}

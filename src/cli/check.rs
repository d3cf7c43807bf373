//! `fengqiao check`: every fault of settings, directory, texts and rules at once.

use crate::config::load::Home;
use crate::runtime::clock::Clock;

use super::{Failure, installed, say};

/// Prints what was checked, or fails with every fault.
pub(super) fn run(home: &Home) -> Result<(), Failure> {
    let mut faults = Vec::new();
    let loaded = home.load(installed::environment(), &mut faults);
    home.check_intents(Clock::System.now().local_date(), &mut faults);
    installed::sound(faults)?;
    let rooms = loaded.rules.directory.rooms().count();
    say(format!("settings, {rooms} rooms, texts and rules are in order"))
}

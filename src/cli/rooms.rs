//! Finds the room a person names on the command line.

use crate::domain::directory::{Directory, Room};

use super::Failure;

/// By code, by name or alias, or `street` where there is only one; as `--room` gives it.
pub(super) fn find<'a>(directory: &'a Directory, name: &str) -> Result<&'a Room, Failure> {
    find_for("--room", directory, name)
}

/// The same for another option.
pub(super) fn find_for<'a>(option: &str, directory: &'a Directory, name: &str) -> Result<&'a Room, Failure> {
    let named = |room: &Room| {
        room.code.as_str() == name
            || room.name == name
            || room.name == name.trim_end_matches("社区")
            || room.aliases.iter().any(|alias| alias == name)
    };
    let found: Vec<&Room> = match name {
        "street" => directory.streets().collect(),
        _ => directory.rooms().filter(|room| named(room)).collect(),
    };
    match found.as_slice() {
        [room] => Ok(room),
        [] => Err(Failure::Input(format!(
            "{option} {name}: there is no such room; give a code, a name or `street`: {}",
            listed(directory.rooms())
        ))),
        several => Err(Failure::Input(format!(
            "{option} {name}: several rooms are called that; give one of the codes: {}",
            listed(several.iter().copied())
        ))),
    }
}

fn listed<'a>(rooms: impl Iterator<Item = &'a Room>) -> String {
    let rooms: Vec<String> = rooms.take(20).map(|room| format!("{} {}", room.code, room.name)).collect();
    rooms.join(", ")
}

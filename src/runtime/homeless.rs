//! Rooms that have open cases and stand in the directory no more: whoever works there does not see these cases, and nobody else is
//! asked. It comes of a room's code that was edited or taken out.

use crate::domain::directory::Directory;
use crate::domain::ids::RoomCode;
use crate::store::{Store, StoreError};
use crate::tomlfile::Fault;

/// Such rooms, each with how many open cases it has.
///
/// # Errors
/// The database's.
pub async fn rooms(store: &Store, directory: &Directory) -> Result<Vec<(RoomCode, i64)>, StoreError> {
    let mut rooms = store.read(|conn| Box::pin(conn.rooms_with_cases())).await?;
    rooms.retain(|(room, _)| directory.room(room).is_none());
    Ok(rooms)
}

/// The rooms as one line: `500107003003 (2), 500107003004 (1)`.
pub fn listed(rooms: &[(RoomCode, i64)]) -> String {
    rooms.iter().map(|(room, cases)| format!("{room} ({cases})")).collect::<Vec<_>>().join(", ")
}

/// What is wrong with an edit that takes a room away from its open cases. A room that was gone before is no fault of this edit.
///
/// # Errors
/// The database's.
pub(super) async fn faults(
    store: &Store,
    old: &Directory,
    new: &Directory,
) -> Result<Vec<Fault>, StoreError> {
    let gone = rooms(store, new).await?;
    let told = gone.into_iter().filter_map(|(code, cases)| {
        let name = &old.room(&code)?.name;
        let what = format!(
            "room {code} {name} is not here any more and has {cases} open case(s) that nobody would see: put it back, or close \
             them and save this file again"
        );
        Some(Fault { file: "config/directory.toml".to_owned(), line: 0, what })
    });
    Ok(told.collect())
}

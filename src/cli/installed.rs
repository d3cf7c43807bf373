//! An installation ready to work with: settings, rules and the open database.

use std::path::Path;

use secrecy::ExposeSecret;

use crate::config::load::{Home, Loaded};
use crate::store::Store;
use crate::tomlfile::Fault;

use super::Failure;

/// What every command that touches the database needs.
pub(super) struct Installed {
    pub(super) loaded: Loaded,
    pub(super) store: Store,
}

/// Starts the log and opens the database that is there: whoever asks a database something means one that others have written.
pub(super) async fn open(home: &Home, loaded: Loaded) -> Result<Installed, Failure> {
    let url = home.database_url(loaded.config.database_url.expose_secret());
    if let Some(file) = url.strip_prefix("sqlite://").filter(|file| !Path::new(file).exists()) {
        return Err(Failure::Input(format!(
            "there is no database at {file}: mend `database.url` or --home; `fengqiao serve` makes a new one"
        )));
    }
    create(home, loaded).await
}

/// Starts the log and opens the database; one that is not there is made. It comes after everything else that can be at fault,
/// so that a fault leaves no trace.
pub(super) async fn create(home: &Home, loaded: Loaded) -> Result<Installed, Failure> {
    crate::telemetry::start(&loaded.config.log);
    let url = home.database_url(loaded.config.database_url.expose_secret());
    let store = Store::open(&url).await.map_err(|error| Failure::Input(error.to_string()))?;
    Ok(Installed { loaded, store })
}

/// Reads all files of the installation.
pub(super) fn load(home: &Home) -> Result<Loaded, Failure> {
    let mut faults = Vec::new();
    let loaded = home.load(environment(), &mut faults);
    sound(faults).map(|()| loaded)
}

/// The environment's variables; those that are no text belong to somebody else.
pub(super) fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// Fails if there is any fault; each is told once, in the order of the files.
pub(super) fn sound(mut faults: Vec<Fault>) -> Result<(), Failure> {
    faults.sort();
    faults.dedup();
    if faults.is_empty() { Ok(()) } else { Err(Failure::Faults(faults)) }
}

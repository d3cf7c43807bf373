//! An installation ready to work with: settings, rules and the open database.

use secrecy::ExposeSecret;

use crate::config::load::{Home, Loaded};
use crate::store::Store;

use super::Failure;

/// What every command that touches the database needs.
pub(super) struct Installed {
    pub(super) loaded: Loaded,
    pub(super) store: Store,
}

/// Reads all files, starts the log and opens the database, in this order: a fault leaves no trace.
pub(super) async fn open(home: &Home) -> Result<Installed, Failure> {
    let loaded = load(home)?;
    crate::telemetry::start(&loaded.config.log);
    let url = home.database_url(loaded.config.database_url.expose_secret());
    let store = Store::open(&url).await.map_err(|error| Failure::Input(error.to_string()))?;
    Ok(Installed { loaded, store })
}

/// Reads all files of the installation.
pub(super) fn load(home: &Home) -> Result<Loaded, Failure> {
    let mut faults = Vec::new();
    let loaded = home.load(std::env::vars(), &mut faults);
    if faults.is_empty() { Ok(loaded) } else { Err(Failure::Faults(sorted(faults))) }
}

fn sorted(mut faults: Vec<crate::tomlfile::Fault>) -> Vec<crate::tomlfile::Fault> {
    faults.sort();
    faults.dedup();
    faults
}

//! `fengqiao backup FILE`: a consistent copy of the database while the gateway runs.

use std::path::PathBuf;

use crate::config::load::Home;

use super::{Failure, installed, say};

/// What to copy to.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file to write; it must not exist yet.
    file: PathBuf,
}

pub(super) async fn run(home: Home, arguments: Arguments) -> Result<(), Failure> {
    let installed = installed::open(&home, installed::load(&home)?).await?;
    installed.store.backup(&arguments.file).await.map_err(|error| Failure::Input(error.to_string()))?;
    say(format!("the database was copied to {}", arguments.file.display()))
}

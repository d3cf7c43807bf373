//! The rules that are shipped, loaded once.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use fengqiao::config::load::{Home, Loaded};
use fengqiao::engine::rules::Rules;

/// The project's own folder as an installation.
pub fn home() -> Home {
    Home { folder: Path::new(env!("CARGO_MANIFEST_DIR")).to_owned(), flags: Vec::new() }
}

/// Everything the files of an installation say, without the environment of whoever runs the tests.
pub fn loaded(home: &Home) -> Loaded {
    let mut faults = Vec::new();
    let loaded = home.load(std::iter::empty(), &mut faults);
    assert_eq!(faults, [], "the files have no fault");
    loaded
}

/// The shipped rules.
pub fn shipped() -> Arc<Rules> {
    static RULES: OnceLock<Arc<Rules>> = OnceLock::new();
    Arc::clone(RULES.get_or_init(|| Arc::new(loaded(&home()).rules)))
}

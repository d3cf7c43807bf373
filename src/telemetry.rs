//! The log: one line an event that reads alone. No message text, phone, name or token is ever handed to it.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::Log;

/// Starts the log on standard error. A second start in one process changes nothing.
pub fn start(log: &Log) {
    let filter = EnvFilter::new(format!("warn,fengqiao={}", log.level));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(is_coloured())
        .with_writer(std::io::stderr);
    // Only a second start fails, and then the first one's settings stay.
    let _ = if log.json { lines.json().try_init() } else { lines.compact().try_init() };
}

/// Colours are for eyes: in a file they are signs that nobody can read. See <https://no-color.org>.
fn is_coloured() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty())
}

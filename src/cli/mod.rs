//! The command line: one file per command. What every command shares is here: arguments, what can go wrong, exit codes.

mod backup;
mod bot;
mod chat;
mod check;
mod draft;
mod inbound;
mod installed;
mod intents;
mod jsonl;
mod orphans;
mod outbox;
mod posters;
mod rooms;
mod roster;
mod roster_file;
mod route;
mod serve;
mod staff;
mod stats;
mod unmatched;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{ErrorKind, Write, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::load::Home;
use crate::store::StoreError;
use crate::tomlfile::Fault;

/// A chatbot gateway to community legal services.
#[derive(Debug, Parser)]
#[command(name = "fengqiao", version)]
struct Arguments {
    /// The folder that holds config/ and intents/; relative paths in settings start there.
    #[arg(long, global = true, default_value = ".", value_name = "FOLDER")]
    home: PathBuf,
    /// Sets one key for this run, before the environment and the file.
    #[arg(long = "set", global = true, value_name = "SECTION.KEY=VALUE")]
    set: Vec<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve residents and staff; what runs when no command is given.
    Serve,
    /// Talk to the bot in this terminal. It is real: it counts, and opens cases that staff are offered, in the database of `serve`.
    Chat(chat::Arguments),
    /// Check settings, directory, texts and rules; names every fault with file and line.
    Check,
    /// Check, explain and measure what the bot understands.
    #[command(subcommand)]
    Intents(intents::Command),
    /// Invite, list and revoke staff.
    #[command(subcommand)]
    Staff(staff::Command),
    /// Replace or show who is in which room when.
    #[command(subcommand)]
    Roster(roster::Command),
    /// Count what was done between two days.
    Stats(stats::Arguments),
    /// Tell what would become of a message, and who would get it when and why.
    Route(route::Arguments),
    /// List open cases without owner, next step or deadline; there should be none.
    Orphans,
    /// Draft a paper of a mediation from what is known of the case, to be printed and signed by hand.
    Draft(draft::Arguments),
    /// Write a poster for each room, with the codes that open the bot there.
    Posters(posters::Arguments),
    /// List messages that were not delivered, or send one again.
    Outbox(outbox::Arguments),
    /// List messages that could not be handled, or handle one after all.
    Inbound(inbound::Arguments),
    /// Copy the database to a file while the gateway runs.
    Backup(backup::Arguments),
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The files people edit are at fault: exit code 1.
    Faults(Vec<Fault>),
    /// What was given is at fault: exit code 1. The message says what, where and what to do.
    Input(String),
    /// We are at fault: exit code 70.
    Bug(anyhow::Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Input(error.to_string()),
            _ => Self::Bug(error.into()),
        }
    }
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse_from(settings_first(std::env::args_os()));
    let outcome = std::panic::catch_unwind(|| run(arguments));
    // What panicked has said so already.
    outcome.map_or(ExitCode::from(BUG), told)
}

/// What a bug ends with.
const BUG: u8 = 70;

fn told(outcome: Result<(), Failure>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Faults(faults)) => {
            report(&faults);
            ExitCode::from(1)
        }
        Err(Failure::Input(message)) => {
            complain(format!("fengqiao: {message}"));
            ExitCode::from(1)
        }
        Err(Failure::Bug(error)) => {
            complain(format!("fengqiao: this should not have happened, please report it: {error:#}"));
            ExitCode::from(BUG)
        }
    }
}

/// Brings every `--set` to the front: clap forgets those before a command's name where there are others behind it.
fn settings_first(given: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut given = given.into_iter().peekable();
    let mut front: Vec<OsString> = given.next().into_iter().collect();
    let mut rest = Vec::new();
    while let Some(word) = given.next_if(|word| word != "--") {
        let is_setting = word == "--set" && given.peek().is_some();
        let to =
            if is_setting || word.to_string_lossy().starts_with("--set=") { &mut front } else { &mut rest };
        to.push(word);
        if is_setting {
            to.extend(given.next());
        }
    }
    front.into_iter().chain(rest).chain(given).collect()
}

fn run(arguments: Arguments) -> Result<(), Failure> {
    let home = Home { folder: arguments.home, flags: arguments.set };
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Check => check::run(&home),
        Command::Intents(command) => intents::run(&home, command),
        Command::Serve => with_runtime(serve::run(home)),
        Command::Chat(arguments) => with_runtime(chat::run(home, arguments)),
        Command::Staff(command) => with_runtime(staff::run(home, command)),
        Command::Roster(command) => with_runtime(roster::run(home, command)),
        Command::Stats(arguments) => with_runtime(stats::run(home, arguments)),
        Command::Route(arguments) => with_runtime(route::run(home, arguments)),
        Command::Orphans => with_runtime(orphans::run(home)),
        Command::Draft(arguments) => with_runtime(draft::run(home, arguments)),
        Command::Posters(arguments) => with_runtime(posters::run(home, arguments)),
        Command::Outbox(arguments) => with_runtime(outbox::run(home, arguments)),
        Command::Inbound(arguments) => with_runtime(inbound::run(home, arguments)),
        Command::Backup(arguments) => with_runtime(backup::run(home, arguments)),
    }
}

fn with_runtime(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        Failure::Bug(anyhow::Error::new(error).context("the asynchronous runtime did not start"))
    })?;
    let result = runtime.block_on(work);
    // A terminal's pending read would keep the process alive for ever.
    runtime.shutdown_background();
    result
}

/// Prints a line. A reader who goes away early, as `head` does, is no fault.
fn say(line: impl Display) -> Result<(), Failure> {
    match writeln!(stdout(), "{line}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Input(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

fn report(faults: &[Fault]) {
    for fault in faults {
        complain(fault);
    }
    complain(format!("fengqiao: {} fault(s); nothing was started or changed", faults.len()));
}

/// Prints a line on standard error. Where nobody reads it, as behind `head`, the exit code still tells.
fn complain(line: impl Display) {
    let _ = writeln!(stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(line: &str) -> Result<Vec<String>, clap::Error> {
        let words = line.split(' ').map(OsString::from);
        Arguments::try_parse_from(settings_first(words)).map(|arguments| arguments.set)
    }

    #[test]
    fn settings_count_wherever_they_stand() {
        let all = set("fengqiao --set a.b=1 --home /x intents --set c.d=2 check --set=e.f=3").unwrap();
        assert_eq!(all, ["a.b=1", "c.d=2", "e.f=3"]);
        assert_eq!(set("fengqiao intents explain -- --set").unwrap(), Vec::<String>::new());
        assert!(set("fengqiao check --set").is_err());
    }
}

//! The real program as its operator runs it: a process over a place of its own, which can be killed.

use std::fs::File;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use super::app::Database;
use super::bot_api::TOKEN;
use super::{books, ports, postgres};

/// How often a process is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// A folder with the shipped files, a database and a port.
pub struct Place {
    folder: TempDir,
    /// The database.
    pub url: String,
    /// The web server's address, without a slash at its end.
    pub base: String,
    listen: String,
    telegram: Option<String>,
    starts: AtomicU32,
}

impl Place {
    /// A new one; `telegram` is the Bot API server. `None` where the database is missing.
    pub async fn new(database: Database, telegram: Option<&str>) -> Option<Self> {
        let url = match database {
            Database::Sqlite => None,
            Database::Postgres => Some(postgres::shared()?.database().await),
        };
        Some(Self::over(url, telegram))
    }

    /// One over this database; without one over an SQLite file of its own.
    pub fn over(url: Option<String>, telegram: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for shipped in ["config", "intents"] {
            symlink(Path::new(env!("CARGO_MANIFEST_DIR")).join(shipped), folder.path().join(shipped))
                .unwrap();
        }
        let file = folder.path().join("fengqiao.db");
        let listen = format!("127.0.0.1:{}", ports::free());
        Self {
            url: url.unwrap_or_else(|| format!("sqlite://{}", file.display())),
            base: format!("http://{listen}"),
            listen,
            telegram: telegram.map(str::to_owned),
            starts: AtomicU32::new(0),
            folder,
        }
    }

    /// Starts `fengqiao serve`; `kill_at` is where it is to end itself.
    pub fn serve(&self, kill_at: Option<&str>) -> Program {
        let start = self.starts.fetch_add(1, Ordering::Relaxed);
        let log = self.folder.path().join(format!("log-{start}"));
        let written = File::create(&log).unwrap();
        let mut command = self.command(&["serve"]);
        command.stdout(written.try_clone().unwrap()).stderr(written).stdin(Stdio::null());
        if let Some(point) = kill_at {
            command.env("FENGQIAO_KILL_AT", point);
        }
        Program { child: command.spawn().unwrap(), log: log.display().to_string() }
    }

    /// What another command prints.
    pub fn prints(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The message of a command that does not do what it is asked, with exit code 1.
    pub fn refuses(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// Takes away what a killed process held, as time would: its leases run out.
    pub async fn let_leases_run_out(&self) {
        books::execute(&self.url, "UPDATE outbox SET lease_until = 1 WHERE lease_until > 0").await;
        books::execute(&self.url, "UPDATE timer SET lease_until = 1 WHERE lease_until > 0").await;
        books::execute(&self.url, "UPDATE channel_state SET lease_until = 0").await;
    }

    /// Without what the environment of whoever runs the tests may set; nobody's night disturbs the story.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fengqiao"));
        command.args(arguments).arg("--home").arg(self.folder.path()).env_clear();
        command.env("FENGQIAO_DATABASE__URL", &self.url);
        command.env("FENGQIAO_HTTP__LISTEN", &self.listen);
        command.env("FENGQIAO_HTTP__PUBLIC_URL", &self.base);
        command.env("FENGQIAO_CASEWORK__QUIET_FROM_HOUR", "0");
        command.env("FENGQIAO_CASEWORK__QUIET_UNTIL_HOUR", "0");
        if let Some(api) = &self.telegram {
            command.env("FENGQIAO_TELEGRAM__API_URL", api).env("FENGQIAO_TELEGRAM__TOKEN", TOKEN);
        }
        command
    }
}

/// A running process; it ends with the test at the latest.
pub struct Program {
    child: Child,
    log: String,
}

impl Program {
    /// How it has ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Waits for its end.
    pub async fn ends_within(&mut self, patience: Duration) -> Option<ExitStatus> {
        let ending = async {
            loop {
                if let Some(status) = self.ended() {
                    return status;
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::time::timeout(patience, ending).await.ok()
    }

    /// Ends it as a power cut would.
    pub async fn dies(mut self) {
        self.child.kill().unwrap();
        let status = self.ends_within(Duration::from_secs(10)).await;
        assert!(status.is_some_and(|status| status.signal() == Some(9)), "{status:?}: {}", self.log());
    }

    /// Asks it to end, with SIGTERM or SIGINT by their short names.
    pub fn is_asked_to_end(&self, signal: &str) {
        let sent = Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// What it has printed.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

//! A private PostgreSQL server: made in a temporary folder on a free loopback port, gone when the tests end, however
//! they end. A shell that waits for the test process's pipe to close stops it and removes the folder.

use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::ports;

/// The user everybody is let in as; [`GUARDED`] needs the password.
const USER: &str = "gateway";
const GUARDED: &str = "guarded";
const PASSWORD: &str = "枫桥 & co";

static SHARED: LazyLock<Option<Server>> = LazyLock::new(|| match Server::start() {
    Ok(server) => Some(server),
    Err(reason) => {
        let required = std::env::var("FENGQIAO_TEST_REQUIRE_ALL").is_ok_and(|value| value == "1");
        assert!(!required, "PostgreSQL is required and could not be started: {reason}");
        // Written past the test harness, which swallows what the macros print.
        let line = format!("\nskipped: {reason}; the tests on PostgreSQL did not run\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
        None
    }
});

/// The server all tests share; `None`, said once and visibly, where there is no PostgreSQL.
pub fn shared() -> Option<&'static Server> {
    SHARED.as_ref()
}

/// A running server.
pub struct Server {
    tools: Tools,
    data: PathBuf,
    port: u16,
    databases: AtomicU32,
    // Its standard input is the pipe that the shell waits for.
    _watchdog: Child,
}

impl Server {
    /// Makes and starts one.
    pub fn start() -> Result<Self, String> {
        let tools = Tools::find()?;
        let folder = tempfile::Builder::new().prefix("fengqiao-postgres-").tempdir().unwrap().keep();
        let data = folder.join("data");
        tools.hand_over(&folder);
        let watchdog = tools.watch(&folder, &data);
        tools.make(&data);
        let server =
            Self { port: ports::free(), tools, data, databases: AtomicU32::new(0), _watchdog: watchdog };
        server.go_on();
        Ok(server)
    }

    /// Stops it at once, as a crash would.
    pub fn crash(&self) {
        let stopped = self.tools.run("pg_ctl", &self.data, &["-m", "immediate", "-w", "stop"]);
        assert!(stopped, "pg_ctl could not stop PostgreSQL");
    }

    /// Starts it (again) on its port.
    pub fn go_on(&self) {
        let settings = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
             -c full_page_writes=off -c max_connections=300 -c shared_buffers=32MB",
            self.port
        );
        let log = self.data.join("log").display().to_string();
        let started = self.tools.run("pg_ctl", &self.data, &["-w", "-l", &log, "-o", &settings, "start"]);
        assert!(started, "{}", std::fs::read_to_string(&log).unwrap_or_else(|error| error.to_string()));
    }

    /// The URL of a new, empty database.
    pub async fn database(&self) -> String {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&self.url("postgres")).await.unwrap();
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await.unwrap();
        self.url(&name)
    }

    /// The URL of a database by name, there or not.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }

    /// The URL for a user who is asked for a password, with this one.
    pub async fn guarded_url(&self, password: Option<&str>) -> String {
        let mut connection = PgConnection::connect(&self.url("postgres")).await.unwrap();
        let create = format!("CREATE ROLE {GUARDED} SUPERUSER LOGIN PASSWORD '{PASSWORD}'");
        // The second to ask finds it there.
        drop(sqlx::query(AssertSqlSafe(create)).execute(&mut connection).await);
        let password = password.unwrap_or("%E6%9E%AB%E6%A1%A5%20%26%20co");
        format!("postgres://{GUARDED}:{password}@127.0.0.1:{}/postgres", self.port)
    }
}

/// PostgreSQL's programs and who has to run them.
struct Tools {
    folder: PathBuf,
    as_root: bool,
}

impl Tools {
    fn find() -> Result<Self, String> {
        let missing = || "PostgreSQL is not installed".to_owned();
        let folder = folders().find(|folder| folder.join("initdb").exists()).ok_or_else(missing)?;
        let as_root = tempfile::tempfile().unwrap().metadata().unwrap().uid() == 0;
        if as_root
            && !Command::new("runuser").args(["-u", "postgres", "true"]).status().is_ok_and(|s| s.success())
        {
            return Err("PostgreSQL does not run as root and there is no user postgres".into());
        }
        Ok(Self { folder, as_root })
    }

    /// PostgreSQL refuses to run as root, so root runs it as its own user.
    fn command(&self, program: &str) -> Command {
        let program = self.folder.join(program);
        if self.as_root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        }
    }

    fn run(&self, program: &str, data: &Path, arguments: &[&str]) -> bool {
        let mut command = self.command(program);
        command.arg("-D").arg(data).args(arguments).current_dir("/");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().unwrap().success()
    }

    fn hand_over(&self, folder: &Path) {
        if self.as_root {
            assert!(Command::new("chown").arg("postgres").arg(folder).status().unwrap().success());
        }
    }

    fn make(&self, data: &Path) {
        let made = self.run(
            "initdb",
            data,
            &["--auth=trust", "--username", USER, "--encoding=UTF8", "--locale=C", "--no-sync"],
        );
        assert!(made, "initdb failed in {}", data.display());
        let rules = data.join("pg_hba.conf");
        let trust = std::fs::read_to_string(&rules).unwrap();
        std::fs::write(&rules, format!("host all {GUARDED} 127.0.0.1/32 scram-sha-256\n{trust}")).unwrap();
    }

    /// Ends with the test process: in a group of its own, so that Ctrl-C does not end it first.
    fn watch(&self, folder: &Path, data: &Path) -> Child {
        let stop = self.command("pg_ctl");
        let words = std::iter::once(stop.get_program()).chain(stop.get_args());
        let stop: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
        let script = format!(
            "cat >/dev/null; {} -D '{}' -m immediate -w stop; rm -rf '{}'",
            stop.join(" "),
            data.display(),
            folder.display()
        );
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(script).current_dir("/").process_group(0);
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }
}

/// Where `initdb` may be: on the path, or where Debian keeps each version's programs, newest first.
fn folders() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path: Vec<_> = std::env::split_paths(&path).collect();
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<_> = installed.map(|version| version.path().join("bin")).collect();
    versions.sort();
    on_path.into_iter().chain(versions.into_iter().rev())
}

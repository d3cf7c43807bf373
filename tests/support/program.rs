//! The real program, as an operator runs it: an installation in a folder of its own, commands, and what they print.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use fengqiao::config::load::Home;
use tempfile::TempDir;

use super::rules;

/// How long a command or a line of output is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder with the shipped configuration, and nothing else.
pub struct Installation {
    folder: TempDir,
    environment: Vec<(String, OsString)>,
}

/// What a command ended with.
#[derive(Debug)]
pub struct Ended {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// How long it took.
    pub took: Duration,
}

/// A program that goes on; killed when dropped.
pub struct Running {
    child: Child,
    input: Option<ChildStdin>,
    out: Arc<Mutex<String>>,
    err: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
    started: Instant,
}

impl Installation {
    /// A fresh one, where nobody's night keeps messages back.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["config", "config/texts", "intents"] {
            copy_files(&rules::home().folder.join(part), &folder.path().join(part));
        }
        Self { folder, environment: Vec::new() }
            .with("FENGQIAO_CASEWORK__QUIET_FROM_HOUR", "0")
            .with("FENGQIAO_CASEWORK__QUIET_UNTIL_HOUR", "0")
    }

    /// The same with every law reviewed until a day: whoever runs the tests in years to come finds the laws of today overdue.
    pub fn reviewed_until(self, day: &str) -> Self {
        self.edit("intents/laws.toml", |text| {
            let lines = text.lines().map(|line| match line.split_once(" = ") {
                Some(("review_by", _)) => format!("review_by = \"{day}\"\n"),
                // Before any such day.
                Some(("verified", _)) => "verified = \"2020-01-01\"\n".into(),
                _ => format!("{line}\n"),
            });
            lines.collect()
        });
        self
    }

    /// The same with an environment variable for every command.
    pub fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// The same with a database in which nobody is yet.
    pub fn opened(self) -> Self {
        self.run_with(&["chat"], ":quit\n").done();
        self
    }

    /// Where its files are read from.
    pub fn home(&self) -> Home {
        Home { folder: self.folder.path().to_owned(), flags: Vec::new() }
    }

    /// A path in it.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    /// Where its database is.
    pub fn database_url(&self) -> String {
        format!("sqlite://{}", self.path("data/fengqiao.db").display())
    }

    /// Everything that lies in its own folder, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Whether it is as it was unpacked: no folder or file was left behind.
    pub fn is_untouched(&self) -> bool {
        self.names() == ["config", "intents"]
    }

    /// Changes a file.
    pub fn edit(&self, inside: &str, change: impl FnOnce(String) -> String) {
        let path = self.path(inside);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, change(text)).unwrap();
    }

    /// Runs a command to its end.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Ended {
        self.run_with(arguments, "")
    }

    /// Runs a command to its end with this on its standard input.
    pub fn run_with<A: AsRef<OsStr>>(&self, arguments: &[A], input: &str) -> Ended {
        let mut running = self.start(arguments);
        running.says(input);
        running.ends()
    }

    /// Starts a command that goes on.
    pub fn start<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Running {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fengqiao"));
        command.arg("--home").arg(self.folder.path()).args(arguments).current_dir("/");
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = Instant::now();
        let mut child = command.spawn().unwrap();
        let (out, err) = (Arc::default(), Arc::default());
        let readers =
            vec![collect(child.stdout.take().unwrap(), &out), collect(child.stderr.take().unwrap(), &err)];
        Running { input: child.stdin.take(), out, err, readers, child, started }
    }

    /// Starts the gateway on a free port and waits until it serves; returns it with its address.
    pub fn serve(&self) -> (Running, String) {
        self.serve_with(&[])
    }

    /// The same with further arguments.
    pub fn serve_with(&self, arguments: &[&str]) -> (Running, String) {
        let port = ["--set", "http.listen=127.0.0.1:0"];
        let running = self.start(&[&port, arguments].concat());
        let line = running.line("residents");
        let base = line.split_whitespace().last().unwrap().trim_end_matches('/').to_owned();
        (running, base)
    }
}

impl Ended {
    /// The output, of a command that did what it was asked.
    pub fn done(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        assert!(!self.err.contains("panicked"), "{self:?}");
        self.out
    }

    /// The message, of a command that named what is at fault: soon, on standard error, with exit code 1.
    pub fn fault(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (1, ""), "{self:?}");
        assert!(self.took < PATIENCE, "{self:?}");
        assert!(!self.err.contains("panicked"), "{self:?}");
        self.err
    }

    /// The message, of a command that was called wrongly.
    pub fn misuse(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{self:?}");
        self.err
    }
}

impl Running {
    /// Types something.
    pub fn says(&mut self, words: &str) {
        // A program that has ended already does not listen.
        let _ = self.input.as_mut().unwrap().write_all(words.as_bytes());
    }

    /// Standard output so far.
    pub fn out(&self) -> String {
        self.out.lock().unwrap().clone()
    }

    /// Standard error so far.
    pub fn err(&self) -> String {
        self.err.lock().unwrap().clone()
    }

    /// Waits for a whole line of output with this in it.
    pub fn line(&self, fragment: &str) -> String {
        let found = || {
            let out = self.out();
            let whole = out.rsplit_once('\n').map_or("", |(whole, _)| whole);
            whole.lines().find(|line| line.contains(fragment)).map(str::to_owned)
        };
        self.waits(&format!("the line {fragment:?}"), found)
    }

    /// Waits until the output holds this.
    pub fn shows(&self, fragment: &str) {
        self.waits(&format!("{fragment:?}"), || self.out().contains(fragment).then_some(()));
    }

    /// Waits until the log holds this.
    pub fn logs(&self, fragment: &str) {
        self.waits(&format!("{fragment:?} in the log"), || self.err().contains(fragment).then_some(()));
    }

    /// Ends the input and waits for the end of the program.
    pub fn ends(mut self) -> Ended {
        drop(self.input.take());
        self.gone()
    }

    /// Waits for the end of the program, whose input stays open.
    pub fn ends_by_itself(self) -> Ended {
        self.gone()
    }

    /// Sends a signal, as `kill` does.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap().success());
    }

    /// Asks it to stop and waits for its end.
    pub fn stops(mut self) -> Ended {
        self.started = Instant::now();
        self.signal("TERM");
        self.gone()
    }

    fn gone(mut self) -> Ended {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it goes on:\n{}\n{}", self.out(), self.err());
            std::thread::sleep(Duration::from_millis(5));
        };
        let took = self.started.elapsed();
        self.readers.drain(..).for_each(|reader| reader.join().unwrap());
        Ended { code: status.code().unwrap_or(-1), out: self.out(), err: self.err(), took }
    }

    fn waits<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = look() {
                return found;
            }
            assert!(Instant::now() < deadline, "in vain: {what}\n{}\n{}", self.out(), self.err());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads on in a thread until the pipe closes.
fn collect(pipe: impl std::io::Read + Send + 'static, text: &Arc<Mutex<String>>) -> JoinHandle<()> {
    let kept = Arc::clone(text);
    std::thread::spawn(move || {
        let mut lines = BufReader::new(pipe);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            kept.lock().unwrap().push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    })
}

fn copy_files(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

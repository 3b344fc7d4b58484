//! A server program that runs in a folder of its own and leaves nothing behind.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::client;
use crate::wait::PATIENCE;

/// How long a server may take to end by itself.
const FAREWELL: Duration = Duration::from_secs(5);

/// Ends the server when the test's process dies without saying so: it reads a pipe whose other end only that process
/// holds. `$1` is the server's process group, `$2` its folder.
const WATCHDOG: &str = r#"read -r _; kill -s TERM -- "-$1"; sleep 2; kill -s KILL -- "-$1"; rm -rf -- "$2""#;

pub(crate) struct Daemon {
    name: &'static str,
    child: Child,
    watchdog: Child,
    farewell: Signal,
    folder: Arc<TempDir>,
}

impl Daemon {
    /// Starts `command` in a process group of its own; what it prints goes to `printed.log` in `folder`.
    pub(crate) fn start(name: &'static str, command: Command, folder: TempDir) -> Self {
        Self::start_in(name, command, Arc::new(folder))
    }

    /// The same in a folder that is kept beyond the server, by whoever else holds it.
    pub(crate) fn start_in(name: &'static str, mut command: Command, folder: Arc<TempDir>) -> Self {
        let printed = File::create(folder.path().join("printed.log")).expect("a log can be written");
        let errors = printed.try_clone().expect("a file handle can be copied");
        let child = command
            .stdin(Stdio::null())
            .stdout(printed)
            .stderr(errors)
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let watchdog = Command::new("/bin/sh")
            .args(["-c", WATCHDOG, "watchdog", &child.id().to_string()])
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("a shell can be started");
        Self {
            name,
            child,
            watchdog,
            farewell: Signal::TERM,
            folder,
        }
    }

    /// Asks it with another signal than `SIGTERM` to end.
    pub(crate) fn ended_by(mut self, signal: Signal) -> Self {
        self.farewell = signal;
        self
    }

    /// Panics with its logs where it has ended.
    pub(crate) fn assert_runs(&mut self) {
        if let Ok(Some(status)) = self.child.try_wait() {
            panic!("{} ended at its start ({status}):\n{}", self.name, self.logs());
        }
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Waits until it takes connections there.
    pub(crate) async fn listens_on(&mut self, address: SocketAddr) {
        let begin = Instant::now();
        while client::connect(address).await.is_err() {
            self.assert_runs();
            let waited = begin.elapsed();
            assert!(
                waited < PATIENCE,
                "{} does not listen on {address}:\n{}",
                self.name,
                self.logs()
            );
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// What it wrote into its logs.
    pub(crate) fn logs(&self) -> String {
        let mut logs = String::new();
        for entry in fs::read_dir(self.folder()).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "log") {
                let text = fs::read(&path).unwrap_or_default();
                let _ = write!(logs, "--- {}\n{}", path.display(), String::from_utf8_lossy(&text));
            }
        }
        logs
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // It may have ended already.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.signal(self.farewell);
        let begin = Instant::now();
        while begin.elapsed() < FAREWELL && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(5));
        }
        // Whatever is left of its children too.
        self.signal(Signal::KILL);
        let _ = self.child.wait();
        let _ = self.watchdog.kill();
        let _ = self.watchdog.wait();
    }
}

/// Where a program is. Panics with the way to get it.
pub(crate) fn program(path: impl Into<PathBuf>) -> PathBuf {
    let path = path.into();
    assert!(
        path.exists(),
        "{} is missing: please run script/bootstrap",
        path.display()
    );
    path
}

/// A user of the system, as whom a server runs.
#[derive(Clone, Copy)]
pub(crate) struct Account {
    pub(crate) user: u32,
    pub(crate) group: u32,
}

/// The user of this name. Panics with the way to get him.
pub(crate) fn account(name: &str) -> Account {
    let [user, group] = [2, 3].map(|column| entry("/etc/passwd", name, column));
    Account { user, group }
}

/// The group of this name.
pub(crate) fn group(name: &str) -> u32 {
    entry("/etc/group", name, 2)
}

fn entry(file: &str, name: &str, column: usize) -> u32 {
    let entries = fs::read_to_string(file).expect("the lists of users and groups can be read");
    let mut entries = entries.lines().map(|line| line.split(':'));
    let found = entries.find_map(|mut fields| (fields.next()? == name).then(|| fields.nth(column - 1))?);
    let found = found.unwrap_or_else(|| panic!("{file} has no {name}: please run script/bootstrap"));
    found.parse().expect("ids are numbers")
}

/// An empty folder under the system's folder for temporary files, with room for a socket's path.
pub(crate) fn folder(name: &str) -> TempDir {
    tempfile::Builder::new()
        .prefix(&format!("saatja-{name}-"))
        .tempdir()
        .expect("a temporary folder can be made")
}

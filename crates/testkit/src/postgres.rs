//! PostgreSQL: a server of the test's own, with as many databases as it likes.
//!
//! `initdb` takes seconds, so that it is done once a version of PostgreSQL ([`template`]); each server starts on a
//! copy. Nothing is forced to the disk unless that is asked for: what survives is the restart of the server, not the
//! machine's.

mod template;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::process::Signal;
use tempfile::TempDir;

use crate::daemon::{self, Daemon};
use crate::ports::{FreePort, free_port};
use crate::wait::{PATIENCE, wait_until};

use template::Installed;

/// The user whom [`Postgres::url`] names: he owns the databases that [`Postgres::create_database`] makes, and is no
/// administrator.
pub const USER: &str = "saatja";

/// His password.
pub const PASSWORD: &str = "kuusk-kasvab-43";

/// How the server differs from the default.
const SETTINGS: [&str; 4] = [
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=100",
    "jit=off",
];

/// What makes it fast for tests. Commits are still handed to the system before they are answered, so that they survive
/// the end of the server.
const FAST: [&str; 4] = [
    "fsync=off",
    "full_page_writes=off",
    "shared_buffers=16MB",
    "autovacuum=off",
];

/// A running PostgreSQL.
pub struct Postgres {
    // Before its folder, which it writes to until it has ended.
    daemon: Option<Daemon>,
    folder: Arc<TempDir>,
    installed: Installed,
    port: FreePort,
    databases: AtomicU32,
    settings: Vec<&'static str>,
}

impl Postgres {
    /// Starts one and waits until it answers.
    pub async fn start() -> Self {
        Self::start_with(&FAST).await
    }

    /// Starts one as it is run for real, each commit on the disk before it is answered: for measurements.
    pub async fn start_durable() -> Self {
        Self::start_with(&[]).await
    }

    async fn start_with(settings: &[&'static str]) -> Self {
        let installed = Installed::find();
        let template = installed.template();
        let folder = daemon::folder("postgres");
        installed.give(folder.path());
        installed.run(
            Command::new("cp")
                .args(["-a", "--reflink=auto"])
                .arg(template)
                .arg(folder.path().join("data")),
        );
        let mut server = Self {
            daemon: None,
            folder: Arc::new(folder),
            installed,
            port: free_port(),
            databases: AtomicU32::new(0),
            settings: SETTINGS.iter().chain(settings).copied().collect(),
        };
        server.start_again().await;
        server
    }

    /// Ends the server at once, with whatever its clients are doing. Its databases stay.
    pub fn stop(&mut self) {
        self.daemon = None;
    }

    /// Starts it again after [`Postgres::stop`], at the same port, and waits until it answers.
    pub async fn start_again(&mut self) {
        assert!(self.daemon.is_none(), "it runs");
        let data = self.data();
        // A server that was ended at once leaves it behind.
        let _ = fs::remove_file(data.join("postmaster.pid"));
        let mut command = self.installed.command("postgres");
        command
            .arg("-D")
            .arg(&data)
            .arg(format!("--port={}", self.port.number()))
            .arg("--listen-addresses=127.0.0.1")
            .arg(format!("--unix-socket-directories={}", self.socket().display()));
        for setting in &self.settings {
            command.args(["-c", setting]);
        }
        // "Immediate": the gentle way would wait for its clients.
        self.installed.as_user(&mut command);
        let mut daemon =
            Daemon::start_in("PostgreSQL", command, Arc::clone(&self.folder)).ended_by(Signal::QUIT);
        wait_until("PostgreSQL answers", PATIENCE, async || {
            daemon.assert_runs();
            let state = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
            state.lines().nth(7).is_some_and(|line| line.trim() == "ready")
        })
        .await;
        self.daemon = Some(daemon);
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// The address of a database, over TCP, with [`USER`] and [`PASSWORD`].
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}:{PASSWORD}@{}/{database}", self.port.address())
    }

    /// The address of a database for the administrator, who may do everything.
    #[must_use]
    pub fn admin_url(&self, database: &str) -> String {
        format!(
            "postgres://postgres@localhost:{}/{database}?host={}",
            self.port.number(),
            self.socket().display()
        )
    }

    /// Makes a new, empty database and gives its address.
    pub fn create_database(&self) -> String {
        let name = format!("saatja{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name} OWNER {USER}"));
        self.url(&name)
    }

    /// Does something in a database as the administrator, and gives what `psql` prints: a line a row, `|` between
    /// columns.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        let mut psql = self.installed.command("psql");
        psql.args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            "postgres",
            "-d",
            database,
        ])
        .arg("-h")
        .arg(self.socket())
        .args(["-p", &self.port.number().to_string(), "-c", sql]);
        self.installed.run(&mut psql)
    }

    /// Its first process, whose children the others are; none where it is stopped.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        self.daemon.as_ref().map(Daemon::process)
    }

    /// What it logged.
    #[must_use]
    pub fn logs(&self) -> String {
        self.daemon.as_ref().map(Daemon::logs).unwrap_or_default()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn socket(&self) -> &Path {
        self.folder.path()
    }
}

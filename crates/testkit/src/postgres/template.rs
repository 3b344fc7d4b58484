//! Where PostgreSQL is installed, as whom it runs, and the folder that every server starts from.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{PASSWORD, USER};
use crate::daemon::{self, Account};

/// Counts the ways in which templates were made, so that one of an older way is not taken.
const WAY: u32 = 1;

/// An installed PostgreSQL.
pub(super) struct Installed {
    programs: PathBuf,
    version: String,
    /// As whom it runs, where the tests run as root: PostgreSQL refuses root.
    account: Option<Account>,
}

impl Installed {
    /// The newest one.
    pub(super) fn find() -> Self {
        let root = daemon::program("/usr/lib/postgresql");
        let versions = fs::read_dir(&root).expect("the folder of PostgreSQL can be read");
        let newest = versions
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
            .filter(|version| root.join(version.to_string()).join("bin/initdb").exists())
            .max();
        let newest =
            newest.unwrap_or_else(|| panic!("{} is empty: please run script/bootstrap", root.display()));
        let mut installed = Self {
            programs: root.join(newest.to_string()).join("bin"),
            version: String::new(),
            account: rustix::process::geteuid()
                .is_root()
                .then(|| daemon::account("postgres")),
        };
        let version = installed.run(installed.command("postgres").arg("--version"));
        // "postgres (PostgreSQL) 15.18 (Debian …)"
        let number = version.split(' ').nth(2).expect("PostgreSQL says its version");
        number.trim().clone_into(&mut installed.version);
        installed
    }

    /// One of its programs, to be run as the right user.
    pub(super) fn command(&self, program: &str) -> Command {
        Command::new(daemon::program(self.programs.join(program)))
    }

    /// Lets it run as the right user, in a folder that he may enter.
    pub(super) fn as_user<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        if let Some(account) = self.account {
            command.uid(account.user).gid(account.group);
        }
        command
            .current_dir("/")
            .env_clear()
            .env("LC_ALL", "C.UTF-8")
            .env("PATH", "/usr/bin:/bin")
    }

    /// Runs a program to its end and gives what it printed.
    pub(super) fn run(&self, command: &mut Command) -> String {
        let output = self.as_user(command).output();
        let output = output.unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command:?} failed: {errors}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Gives a folder to whom it runs as.
    pub(super) fn give(&self, folder: &Path) {
        if let Some(account) = self.account {
            chown(folder, Some(account.user), Some(account.group)).expect("root may give folders away");
        }
    }

    /// The folder that each server starts on a copy of. The first who asks makes it, others wait.
    pub(super) fn template(&self) -> PathBuf {
        let user = rustix::process::geteuid();
        let cache = std::env::temp_dir().join(format!("saatja-postgres-{user}"));
        fs::create_dir_all(&cache).expect("the folder for temporary files can be written to");
        let about = fs::symlink_metadata(&cache).expect("a folder that was just made");
        assert!(
            about.is_dir() && about.uid() == user.as_raw(),
            "{} was made by somebody else",
            cache.display()
        );
        fs::set_permissions(&cache, fs::Permissions::from_mode(0o711)).expect("a folder of our own");
        let ready = cache.join(format!("{}-{WAY}", self.version));
        let lock = File::create(cache.join("lock")).expect("a lock file can be made");
        lock.lock().expect("a lock file can be locked");
        if !ready.exists() {
            let folder = tempfile::Builder::new()
                .prefix("making-")
                .tempdir_in(&cache)
                .expect("a temporary folder can be made");
            self.give(folder.path());
            self.make(folder.path());
            // Never seen half made.
            fs::rename(folder.path().join("data"), &ready).expect("a folder can be renamed");
        }
        ready
    }

    fn make(&self, folder: &Path) {
        let data = folder.join("data");
        self.run(
            self.command("initdb")
                .arg("-D")
                .arg(&data)
                .args([
                    "--username=postgres",
                    "--auth-local=trust",
                    "--auth-host=password",
                ])
                .args([
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--wal-segsize=1",
                    "--no-sync",
                ]),
        );
        // Without a server: "single user mode" takes its statements from a file.
        let statements = folder.join("statements");
        fs::write(
            &statements,
            format!("CREATE ROLE {USER} LOGIN CREATEDB PASSWORD '{PASSWORD}'\n"),
        )
        .expect("a file can be written");
        let statements = File::open(statements).expect("a file that was just written");
        self.run(
            self.command("postgres")
                .args(["--single", "-D"])
                .arg(&data)
                .arg("postgres")
                .stdin(statements),
        );
    }
}

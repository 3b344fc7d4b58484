//! Exim that refuses at `DATA`, and sends back what it had taken.

use crate::{
    daemon::{self, Daemon},
    exim::{ids, installed_at},
    ports::{FreePort, free_port},
};
use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::{PermissionsExt, chown},
    path::Path,
    process::Command,
};

/// A running Exim. What it does with a letter its recipient's domain says.
pub struct EximExchanger {
    daemon: Daemon,
    port: FreePort,
}

/// What it knows.
#[derive(Debug, Clone, Copy)]
struct Domains<'a> {
    /// Refused after the last dot, as spam.
    refused: &'a str,
    /// Taken, and sent back: no such user.
    sent_back: &'a str,
    /// Where what is sent back goes.
    back_to: SocketAddr,
}

impl EximExchanger {
    /// Starts it and waits until it listens.
    pub async fn start(refused: &str, sent_back: &str, back_to: SocketAddr) -> Self {
        let folder = daemon::folder("exim");
        // It starts itself again, as its own user, to write what it sends back: so it has to be where he may walk in.
        let program = folder.path().join("exim4");
        fs::copy(daemon::program(installed_at()), &program).expect("a program can be copied");
        let port = free_port();
        let config = folder.path().join("exim.conf");
        let domains = Domains {
            refused,
            sent_back,
            back_to,
        };
        fs::write(
            &config,
            configuration(folder.path(), &program, domains, port.number()),
        )
        .expect("it can be written");
        for below in ["spool", "log"] {
            fs::create_dir(folder.path().join(below)).expect("a folder can be made");
        }
        if rustix::process::geteuid().is_root() {
            let (user, group) = ids();
            for path in [
                folder.path(),
                &folder.path().join("spool"),
                &folder.path().join("log"),
            ] {
                chown(path, Some(user), Some(group)).expect("root may give files away");
            }
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))
                .expect("a folder of our own");
        }
        let mut command = Command::new(&program);
        command.arg("-C").arg(&config).arg("-bdf");
        let mut daemon = Daemon::start("Exim", command, folder);
        daemon.listens_on(port.address()).await;
        Self { daemon, port }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// What it logged.
    #[must_use]
    pub fn logs(&self) -> String {
        self.daemon.logs()
    }
}

fn configuration(folder: &Path, program: &Path, domains: Domains<'_>, port: u16) -> String {
    let (at, program) = (folder.display(), program.display());
    let Domains {
        refused,
        sent_back,
        back_to,
    } = domains;
    let (back_host, back_port) = (back_to.ip(), back_to.port());
    let users = if rustix::process::geteuid().is_root() {
        "exim_user = Debian-exim\nexim_group = Debian-exim".to_owned()
    } else {
        format!(
            "exim_user = {}\nexim_group = {}",
            rustix::process::geteuid(),
            rustix::process::getegid()
        )
    };
    format!(
        "exim_path = {program}
{users}
keep_environment =
primary_hostname = exim.saatja.test
spool_directory = {at}/spool
log_file_path = {at}/exim-%s.log
pid_file_path = {at}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
acl_smtp_rcpt = rcpt
acl_smtp_data = data
tls_advertise_hosts =
host_lookup =
rfc1413_query_timeout = 0s
deliver_drop_privilege = true

begin acl
rcpt:
  accept domains = {refused} : {sent_back}
         hosts = 127.0.0.1
  deny message = relay not permitted
data:
  deny condition = ${{if match{{$recipients}}{{@{refused}}}}}
       message = 5.7.1 Message rejected as spam by content filter
  accept

begin routers
gone:
  driver = redirect
  domains = {sent_back}
  data = :fail: no such user here
  allow_fail
back:
  driver = manualroute
  route_list = * {back_host}
  self = send
  transport = smtp

begin transports
smtp:
  driver = smtp
  port = {back_port}
  hosts_avoid_tls = *
"
    )
}

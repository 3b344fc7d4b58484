//! Exim as a submission server: STARTTLS and implicit TLS, AUTH PLAIN and LOGIN after TLS only. It takes a letter
//! into its queue and hands it on at once.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::certificates::write_identity;
use crate::daemon::{self, Daemon};
use crate::mail_server::{Doors, Options, REFUSED};
use crate::ports::{FreePort, free_port};

/// A running Exim.
pub struct Exim {
    daemon: Daemon,
    doors: Doors,
    _ports: [FreePort; 2],
}

impl Exim {
    /// Starts it and waits until it listens.
    pub async fn start(options: Options) -> Self {
        let program = daemon::program(installed_at());
        let folder = daemon::folder("exim");
        let ports = [free_port(), free_port()];
        let doors = Doors {
            starttls: ports[0].address(),
            tls: ports[1].address(),
        };
        let (chain, key) = write_identity(&options.identity, folder.path());
        let config = folder.path().join("exim.conf");
        fs::write(&config, configuration(folder.path(), &program, &options, doors))
            .expect("it can be written");
        for below in ["spool", "log"] {
            fs::create_dir(folder.path().join(below)).expect("a folder can be made");
        }
        if rustix::process::geteuid().is_root() {
            // It gives root away after its start, and then has to read and write there.
            let (user, group) = ids();
            for path in [
                folder.path(),
                &chain,
                &key,
                &folder.path().join("spool"),
                &folder.path().join("log"),
            ] {
                chown(path, Some(user), Some(group)).expect("root may give files away");
            }
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))
                .expect("a folder of our own");
        }
        let mut command = Command::new(program);
        command.arg("-C").arg(&config).arg("-bdf");
        let mut daemon = Daemon::start("Exim", command, folder);
        daemon.listens_on(doors.starttls).await;
        daemon.listens_on(doors.tls).await;
        Self {
            daemon,
            doors,
            _ports: ports,
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn doors(&self) -> Doors {
        self.doors
    }

    /// What it logged.
    #[must_use]
    pub fn logs(&self) -> String {
        self.daemon.logs()
    }
}

/// Where script/bootstrap unpacks it, since Debian lets no two mail servers be installed together.
pub(crate) fn installed_at() -> PathBuf {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    let cache = variable("SAATJA_CACHE")
        .or_else(|| Some(variable("XDG_CACHE_HOME")?.join("saatja")))
        .or_else(|| Some(variable("HOME")?.join(".cache/saatja")))
        .expect("HOME is set");
    cache.join("tools/exim/usr/sbin/exim4")
}

/// User and group id of the user that its package compiles in.
pub(crate) fn ids() -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").expect("the list of users can be read");
    let line = users.lines().find(|line| line.starts_with("Debian-exim:"));
    let line = line.expect("there is no user Debian-exim: please run script/bootstrap");
    let mut ids = line
        .split(':')
        .skip(2)
        .map(|id| id.parse().expect("ids are numbers"));
    (ids.next().expect("a user id"), ids.next().expect("a group id"))
}

fn configuration(folder: &Path, program: &Path, options: &Options, doors: Doors) -> String {
    let at = folder.display();
    let program = program.display();
    let (starttls, tls) = (doors.starttls.port(), doors.tls.port());
    let (relay_host, relay_port) = (options.relay.ip(), options.relay.port());
    let matches = |user: &str, password: &str| {
        let one = |name: &str, text: &str| format!("{{eq{{{name}}}{{{}}}}}", escaped(text));
        let accounts = options.accounts.iter();
        let each = accounts.map(|account| {
            format!(
                "{{and{{{}{}}}}}",
                one(user, &account.user),
                one(password, &account.password)
            )
        });
        format!("${{if or{{{}}}}}", each.collect::<String>())
    };
    let (plain, login) = (matches("$auth2", "$auth3"), matches("$auth1", "$auth2"));
    let authenticator = |name: &&str| match *name {
        "PLAIN" => format!(
            "plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = {plain}
  server_set_id = $auth2
  server_advertise_condition = ${{if def:tls_in_cipher}}
"
        ),
        "LOGIN" => format!(
            "login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password:
  server_condition = {login}
  server_set_id = $auth1
  server_advertise_condition = ${{if def:tls_in_cipher}}
"
        ),
        other => panic!("Exim is not taught {other} here"),
    };
    let authenticators: String = options.mechanisms.iter().map(authenticator).collect();
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
daemon_smtp_ports = {starttls} : {tls}
tls_on_connect_ports = {tls}
tls_advertise_hosts = *
tls_certificate = {at}/cert.pem
tls_privatekey = {at}/key.pem
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
# Letters go on byte for byte.
received_header_text =
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_max = 200
# However many letters a session has, each goes on at once.
smtp_accept_queue_per_connection = 0
deliver_drop_privilege = true

begin acl
rcpt:
  deny !authenticated = *
       message = authentication required
  deny recipients = {REFUSED}
       message = 5.1.1 no such user
  accept

begin routers
on:
  driver = manualroute
  route_list = * {relay_host}
  self = send
  transport = smtp

begin transports
smtp:
  driver = smtp
  port = {relay_port}
  hosts_avoid_tls = *

begin authenticators
{authenticators}"
    )
}

/// Text that Exim's string expansion leaves as it is.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('$', "\\$")
        .replace('{', "\\{")
        .replace('}', "\\}")
}

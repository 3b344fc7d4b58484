//! Dovecot as a submission server: STARTTLS and implicit TLS, AUTH PLAIN and LOGIN after TLS only.
//!
//! It is a proxy: it speaks to the relay while the client speaks to it, and passes the relay's refusals on.
//!
//! It listens on 127.0.0.2, because it takes a client that comes from its own address for protected and would offer
//! it AUTH without TLS; clients on this machine come from 127.0.0.1.

use std::fmt::Write as _;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::certificates::write_identity;
use crate::daemon::{self, Daemon};
use crate::mail_server::{Account, Doors, Options};
use crate::ports::{FreePort, free_port};

const HOST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// A running Dovecot.
pub struct Dovecot {
    daemon: Daemon,
    doors: Doors,
    _ports: [FreePort; 2],
}

impl Dovecot {
    /// Starts it and waits until it listens.
    pub async fn start(options: Options) -> Self {
        let folder = daemon::folder("dovecot");
        let ports = [free_port(), free_port()];
        let [starttls, tls] = [0, 1].map(|door| SocketAddr::from((HOST, ports[door].number())));
        let doors = Doors { starttls, tls };
        let _ = write_identity(&options.identity, folder.path());
        let config = [
            common(folder.path(), &options.accounts, &options.mechanisms),
            submission(folder.path(), &options, doors),
        ]
        .concat();
        let mut daemon = run(folder, &config);
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

/// Only the sign-in service, on a socket where Postfix looks for it.
pub(crate) fn sign_in_service(options: &Options, socket: &Path) -> Daemon {
    let folder = daemon::folder("dovecot-auth");
    let service = format!(
        "protocols =\n\
         service auth {{\n  unix_listener {} {{\n    mode = 0666\n  }}\n}}\n",
        socket.display()
    );
    let config = [
        common(folder.path(), &options.accounts, &options.mechanisms),
        service,
    ]
    .concat();
    run(folder, &config)
}

pub(crate) fn run(folder: TempDir, config: &str) -> Daemon {
    let path = folder.path().join("dovecot.conf");
    fs::write(&path, config).expect("a configuration can be written");
    let mut command = Command::new(daemon::program("/usr/sbin/dovecot"));
    command.arg("-F").arg("-c").arg(&path);
    Daemon::start("Dovecot", command, folder)
}

/// What every instance needs: its own folders, and users from a file.
pub(crate) fn common(folder: &Path, accounts: &[Account], mechanisms: &[&str]) -> String {
    let at = folder.display();
    let line = |one: &Account| format!("{}:{{PLAIN}}{}::::::", one.user, one.password);
    let users: Vec<String> = accounts.iter().map(line).collect();
    fs::write(folder.join("users"), users.join("\n")).expect("the users can be written");
    // As root its processes run as Debian's own users, who must be able to walk in.
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("a folder of our own");
    let mechanisms = mechanisms.join(" ").to_lowercase();
    let mut config = format!(
        "base_dir = {at}/run\n\
         state_dir = {at}/state\n\
         log_path = {at}/dovecot.log\n\
         auth_verbose = yes\n\
         auth_mechanisms = {mechanisms}\n\
         auth_failure_delay = 0\n\
         mail_location = maildir:{at}/mail/%u\n\
         first_valid_uid = 1\n\
         passdb {{\n  driver = passwd-file\n  args = {at}/users\n}}\n\
         userdb {{\n  driver = static\n  args = uid=nobody gid=nogroup home={at}/home/%u\n}}\n\
         service anvil {{\n  chroot =\n  unix_listener anvil-auth-penalty {{\n    mode = 0\n  }}\n}}\n"
    );
    let home = folder.join("home");
    fs::create_dir(&home).expect("a folder can be made");
    fs::set_permissions(home, fs::Permissions::from_mode(0o777)).expect("a folder of our own");
    if !rustix::process::geteuid().is_root() {
        let own = |id: &str| {
            let output = Command::new("id")
                .arg(id)
                .output()
                .expect("id tells who runs this");
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        };
        let (user, group) = (own("-un"), own("-gn"));
        config = config.replace("uid=nobody gid=nogroup", &format!("uid={user} gid={group}"));
        let _ = write!(
            config,
            "default_internal_user = {user}\ndefault_internal_group = {group}\ndefault_login_user = {user}\n"
        );
    }
    config
}

fn submission(folder: &Path, options: &Options, doors: Doors) -> String {
    let at = folder.display();
    format!(
        "protocols = submission\n\
         hostname = dovecot.saatja.test\n\
         ssl = required\n\
         ssl_cert = <{at}/cert.pem\n\
         ssl_key = <{at}/key.pem\n\
         ssl_min_protocol = TLSv1.2\n\
         disable_plaintext_auth = yes\n\
         submission_relay_host = {relay_host}\n\
         submission_relay_port = {relay_port}\n\
         service submission-login {{\n  \
           chroot =\n  \
           inet_listener submission {{\n    address = {HOST}\n    port = {starttls}\n  }}\n  \
           inet_listener submissions {{\n    address = {HOST}\n    port = {tls}\n    ssl = yes\n  }}\n\
         }}\n",
        relay_host = options.relay.ip(),
        relay_port = options.relay.port(),
        starttls = doors.starttls.port(),
        tls = doors.tls.port(),
    )
}

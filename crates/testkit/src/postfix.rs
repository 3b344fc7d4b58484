//! Postfix as a submission server: STARTTLS and implicit TLS; it asks Dovecot who may sign in (AUTH PLAIN and LOGIN,
//! after TLS only). It takes a letter into its queue and hands it on at once. Needs root.

mod front;
mod relay;

pub use front::PostfixFront;
pub use relay::PostfixRelay;

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::certificates::write_identity;
use crate::daemon::{self, Daemon};
use crate::dovecot;
use crate::mail_server::{Doors, Options, REFUSED};
use crate::ports::{FreePort, free_port};
use crate::wait::{PATIENCE, wait_until};

/// A running Postfix.
pub struct Postfix {
    // Before the service it asks, which ends second.
    daemon: Daemon,
    _sign_in: Daemon,
    doors: Doors,
    _ports: [FreePort; 2],
}

/// Folders of the queue that belong to Postfix.
const QUEUE: [&str; 13] = [
    "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved",
    "trace", "maildrop", "public",
];

impl Postfix {
    /// Starts it and waits until it listens.
    pub async fn start(options: Options) -> Self {
        assert!(
            rustix::process::geteuid().is_root(),
            "Postfix can only be started by root"
        );
        let master = daemon::program("/usr/lib/postfix/sbin/master");
        let folder = daemon::folder("postfix");
        let at = folder.path();
        fs::set_permissions(at, fs::Permissions::from_mode(0o755)).expect("a folder of our own");
        let ports = [free_port(), free_port()];
        let doors = Doors {
            starttls: ports[0].address(),
            tls: ports[1].address(),
        };
        lay_out(at);
        let _ = write_identity(&options.identity, &at.join("config"));
        write(at, "main.cf", &main_cf(at, &options));
        write(at, "master.cf", &master_cf(doors));
        write(at, "no_received", "/^Received:/ IGNORE\n");
        let socket = at.join("queue/private/auth");
        let sign_in = dovecot::sign_in_service(&options, &socket);
        wait_until("Dovecot's sign-in service is there", PATIENCE, async || {
            socket.exists()
        })
        .await;
        let mut command = Command::new(master);
        command.arg("-c").arg(at.join("config")).arg("-d");
        let mut daemon = Daemon::start("Postfix", command, folder);
        daemon.listens_on(doors.starttls).await;
        daemon.listens_on(doors.tls).await;
        Self {
            daemon,
            _sign_in: sign_in,
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

/// Writes a file of the configuration.
pub(crate) fn write(at: &Path, name: &str, text: &str) {
    let mut file = File::create(at.join("config").join(name)).expect("a configuration can be written");
    file.write_all(text.as_bytes())
        .expect("a configuration can be written");
    // Postfix waits until a file is two seconds old, lest somebody is still writing it.
    file.set_modified(SystemTime::UNIX_EPOCH)
        .expect("a file of our own");
}

/// Makes the folders, owned and readable as Postfix insists on.
pub(crate) fn lay_out(at: &Path) {
    let make = |name: &str, mode: u32, owner: Option<u32>, group: Option<u32>| {
        let path = at.join(name);
        fs::create_dir(&path).expect("a folder can be made");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("a folder of our own");
        chown(&path, owner, group).expect("root may give folders away");
    };
    let postfix = daemon::account("postfix").user;
    let postdrop = daemon::group("postdrop");
    make("config", 0o755, None, None);
    make("data", 0o700, Some(postfix), None);
    make("queue", 0o755, None, None);
    make("queue/pid", 0o755, None, None);
    for name in QUEUE {
        let (mode, group) = match name {
            "maildrop" => (0o730, Some(postdrop)),
            "public" => (0o710, Some(postdrop)),
            _ => (0o700, None),
        };
        make(&format!("queue/{name}"), mode, Some(postfix), group);
    }
}

fn main_cf(at: &Path, options: &Options) -> String {
    let at = at.display();
    let (relay_host, relay_port) = (options.relay.ip(), options.relay.port());
    format!(
        "compatibility_level = 3.6
queue_directory = {at}/queue
data_directory = {at}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = postfix.saatja.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
mynetworks =
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access inline:{{{{{REFUSED} = 550 5.1.1 no such user}}}}
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_tls_auth_only = yes
smtpd_tls_security_level = may
smtpd_tls_cert_file = {at}/config/cert.pem
smtpd_tls_key_file = {at}/config/key.pem
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_tls_protocols = >=TLSv1.2
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
relayhost = [{relay_host}]:{relay_port}
smtp_dns_support_level = disabled
# Letters go on byte for byte.
smtp_header_checks = regexp:{at}/config/no_received
maillog_file = {at}/postfix.log
maillog_file_prefixes = /
"
    )
}

pub(crate) fn master_cf(doors: Doors) -> String {
    let (starttls, tls) = (doors.starttls.port(), doors.tls.port());
    format!(
        "127.0.0.1:{starttls} inet n - n - - smtpd
127.0.0.1:{tls} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"
    )
}

//! Postfix as the mail server in front of ours (MX): takes mail of strangers for one domain, asks our server which
//! recipients there are, and hands the mail on. Needs root.

use super::{lay_out, write};
use crate::{
    daemon::{self, Daemon},
    mail_server::Doors,
    ports::{FreePort, free_port},
};
use std::{fs, net::SocketAddr, os::unix::fs::PermissionsExt, path::Path, process::Command};

/// A running mail server in front.
pub struct PostfixFront {
    daemon: Daemon,
    ports: [FreePort; 2],
}

impl PostfixFront {
    /// Starts it for mail to `domain`, which goes to `transport` (as in `lmtp:inet:127.0.0.1:24`), and waits until it
    /// listens.
    pub async fn start(domain: &str, transport: &str) -> Self {
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
        write(at, "main.cf", &main_cf(at, domain, transport));
        let lmtp = "lmtp unix - - n - - lmtp\n";
        write(at, "master.cf", &(super::master_cf(doors) + lmtp));
        let mut command = Command::new(master);
        command.arg("-c").arg(at.join("config")).arg("-d");
        let mut daemon = Daemon::start("Postfix", command, folder);
        daemon.listens_on(doors.starttls).await;
        Self { daemon, ports }
    }

    /// Where it listens, in plain text.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.ports[0].address()
    }

    /// What it logged.
    #[must_use]
    pub fn logs(&self) -> String {
        self.daemon.logs()
    }
}

fn main_cf(at: &Path, domain: &str, transport: &str) -> String {
    let at = at.display();
    format!(
        "compatibility_level = 3.6
queue_directory = {at}/queue
data_directory = {at}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.saatja.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
mynetworks =
relay_domains = {domain}
relay_transport = {transport}
relay_recipient_maps =
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = reject_unverified_recipient
unverified_recipient_reject_code = 550
address_verify_map =
address_verify_poll_count = 20
address_verify_poll_delay = 1s
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
maillog_file = {at}/postfix.log
maillog_file_prefixes = /
"
    )
}

//! Postfix that takes mail for some domains from loopback, knows whom it has there, and hands each domain on.

use crate::{
    daemon::{self, Daemon},
    mail_server::Doors,
    ports::{FreePort, free_port},
    postfix::{lay_out, master_cf, write},
};
use std::{fmt::Write as _, fs, net::SocketAddr, os::unix::fs::PermissionsExt, path::Path, process::Command};

/// Where mail for a domain goes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// To this server, over SMTP.
    Smtp(SocketAddr),
    /// To this server, over LMTP (RFC 2033).
    Lmtp(SocketAddr),
    /// It is taken and thrown away.
    Discard,
}

/// Whom it has at its domains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipients<'a> {
    /// It does not know: everybody.
    Anybody,
    /// These alone; others are refused at `RCPT`.
    These(&'a [&'a str]),
}

/// A running Postfix.
pub struct PostfixExchanger {
    daemon: Daemon,
    ports: [FreePort; 2],
}

impl PostfixExchanger {
    /// Starts it and waits until it listens. What comes back goes the same ways.
    pub async fn start(name: &str, ways: &[(&str, Next)], recipients: Recipients<'_>) -> Self {
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
        write(at, "main.cf", &main_cf(at, name, ways, recipients));
        let lmtp = "lmtp unix - - n - - lmtp\n";
        write(at, "master.cf", &(master_cf(doors) + lmtp));
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

fn main_cf(at: &Path, name: &str, ways: &[(&str, Next)], recipients: Recipients<'_>) -> String {
    let (mut transports, mut domains) = (String::new(), String::new());
    for (domain, next) in ways {
        let next = match next {
            Next::Smtp(to) => format!("smtp:[{}]:{}", to.ip(), to.port()),
            Next::Lmtp(to) => format!("lmtp:inet:{}:{}", to.ip(), to.port()),
            Next::Discard => "discard:".to_owned(),
        };
        // writing to a string does not fail
        let _ = write!(transports, " {{ {domain} = {next} }}");
        let _ = write!(domains, " {domain}");
    }
    let known = match recipients {
        Recipients::Anybody => String::new(),
        Recipients::These(known) => {
            let known: Vec<_> = known.iter().map(|one| format!(" {{ {one} = x }}")).collect();
            format!("inline:{{{} }}", known.concat())
        }
    };
    let at = at.display();
    format!(
        "compatibility_level = 3.6
queue_directory = {at}/queue
data_directory = {at}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = {name}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
mynetworks = 127.0.0.0/8
relay_domains ={domains}
relay_recipient_maps = {known}
transport_maps = inline:{{{transports} }}
smtpd_relay_restrictions = reject_unauth_destination
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
lmtp_dns_support_level = disabled
maillog_file = {at}/postfix.log
maillog_file_prefixes = /
"
    )
}

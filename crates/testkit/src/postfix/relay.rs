//! Postfix as a durable relay: takes everything from loopback without a sign-in, writes it to the disk, hands it on and
//! removes it. For measurements. Needs root.

use super::{QUEUE, lay_out, master_cf, write};
use crate::{
    daemon::{self, Daemon},
    mail_server::Doors,
    ports::{FreePort, free_port},
};
use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

/// A running relay.
pub struct PostfixRelay {
    daemon: Daemon,
    ports: [FreePort; 2],
}

impl PostfixRelay {
    /// Starts it and waits until it listens. It hands on over so many connections; `tls`: an authority to trust, then
    /// it speaks TLS from the first byte there.
    pub async fn start(to: SocketAddr, connections: u32, tls: Option<&str>) -> Self {
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
        write(at, "main.cf", &main_cf(at, to, connections, tls));
        write(at, "master.cf", &master_cf(doors));
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

    /// Its first process, whose children the others are.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.daemon.process()
    }

    /// How many letters it has not handed on yet.
    #[must_use]
    pub fn queued(&self) -> usize {
        let queue = self.daemon.folder().join("queue");
        let waiting = QUEUE
            .iter()
            .filter(|name| matches!(**name, "active" | "deferred" | "incoming" | "maildrop"));
        waiting.map(|name| files(queue.join(name))).sum()
    }
}

/// The files in a folder and in those in it.
fn files(folder: PathBuf) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => files(entry.path()),
            Ok(_) => 1,
            Err(_) => 0,
        })
        .sum()
}

fn main_cf(at: &Path, to: SocketAddr, connections: u32, tls: Option<&str>) -> String {
    let tls = tls.map_or_else(String::new, |authority| {
        let file = at.join("config/ca.pem");
        fs::write(&file, authority).expect("an authority can be written");
        format!(
            "smtp_tls_security_level = encrypt\nsmtp_tls_wrappermode = yes\nsmtp_tls_CAfile = {}\n",
            file.display()
        )
    });
    let (at, host, port) = (at.display(), to.ip(), to.port());
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
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
relayhost = [{host}]:{port}
smtp_dns_support_level = disabled
smtp_destination_concurrency_limit = {connections}
initial_destination_concurrency = {connections}
{tls}maillog_file = {at}/postfix.log
maillog_file_prefixes = /
"
    )
}

//! Dovecot that keeps mailboxes and takes letters over LMTP (RFC 2033): it refuses who it does not have, and a full
//! mailbox.

use crate::{
    daemon::{self, Daemon},
    dovecot::{common, run},
    mail_server::Account,
    ports::{FreePort, free_port},
};
use std::{fs, net::SocketAddr, os::unix::fs::PermissionsExt};

/// A running Dovecot.
pub struct DovecotLmtp {
    daemon: Daemon,
    port: FreePort,
}

impl DovecotLmtp {
    /// Starts it with these mailboxes, whole addresses, each of which holds no more than so many bytes.
    pub async fn start(mailboxes: &[&str], bytes: u64) -> Self {
        let folder = daemon::folder("dovecot-lmtp");
        let port = free_port();
        let accounts: Vec<Account> = mailboxes
            .iter()
            .map(|user| Account {
                user: (*user).to_owned(),
                password: "unused".to_owned(),
            })
            .collect();
        // Mailboxes are kept by a user of their own.
        let kept = folder.path().join("mail");
        fs::create_dir(&kept).expect("a folder can be made");
        fs::set_permissions(&kept, fs::Permissions::from_mode(0o777)).expect("a folder of our own");
        let at = folder.path().display();
        let service = format!(
            "protocols = lmtp
hostname = dovecot.saatja.test
ssl = no
userdb {{
  driver = passwd-file
  args = {at}/users
  override_fields = uid=nobody gid=nogroup home={at}/home/%u
}}
mail_plugins = quota
plugin {{
  quota = maildir:User quota
  quota_rule = *:bytes={bytes}
}}
lmtp_rcpt_check_quota = no
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {}
  }}
}}
",
            port.number()
        );
        // The mailboxes are the users of the file, nobody else.
        let config = common(folder.path(), &accounts, &["plain"]);
        let start = config.find("userdb {").expect("common has a userdb");
        let end = start + config[start..].find("}\n").expect("which ends") + 2;
        let config = [&config[..start], &config[end..], &service].concat();
        let mut daemon = run(folder, &config);
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

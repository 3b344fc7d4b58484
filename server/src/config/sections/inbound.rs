//! `[inbound]`.

use model::{EventName, Host};
use serde::{Deserialize, Serialize};
use smtp::Cidr;
use std::{net::SocketAddr, path::PathBuf};

/// How mail for the event domain comes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Inbound {
    /// IP addresses and ports where SMTP is listened for: strangers, or a mail server in front.
    pub smtp: Vec<SocketAddr>,
    /// IP addresses and ports where LMTP is listened for: a mail server in front alone, which is believed.
    pub lmtp: Vec<SocketAddr>,
    /// The socket file where LMTP is listened for.
    pub lmtp_file: Option<PathBuf>,
    /// The name in the greeting; where there is none, the event domain's.
    pub host_name: Option<Host>,
    /// The file of the certificate with its chain, in PEM: STARTTLS is offered with it.
    pub certificate: Option<PathBuf>,
    /// The file of its key, in PEM.
    pub certificate_key: Option<PathBuf>,
    /// Ranges of addresses of the operator's own mail servers in front.
    pub trusted: Vec<String>,
    /// The event mailbox that gets what is for the postmaster.
    pub postmaster: Option<EventName>,
    /// Bytes of one mail.
    pub mail_bytes: u64,
    /// Bytes of mails that are read over SMTP and LMTP at once, all of them together.
    pub memory_bytes: u64,
    /// Connections, all together.
    pub connections: u32,
    /// Connections of one address that is not trusted.
    pub connections_per_address: u32,
    /// Mails a minute of one address that is not trusted.
    pub mails_per_address: u32,
    /// Mails an hour to one company that prove nothing.
    pub unsigned_per_company: u32,
    /// Bytes of what mails say that are kept a day, of one company.
    pub kept_bytes_per_company: u64,
    /// Bytes of a person's reply up to which it goes with the letter that passes it on.
    pub passed_on_bytes: u64,
}

impl Default for Inbound {
    fn default() -> Self {
        Self {
            smtp: Vec::new(),
            lmtp: Vec::new(),
            lmtp_file: None,
            host_name: None,
            certificate: None,
            certificate_key: None,
            trusted: Vec::new(),
            postmaster: None,
            mail_bytes: 25_000_000,
            memory_bytes: 250_000_000,
            connections: 500,
            connections_per_address: 20,
            mails_per_address: 300,
            unsigned_per_company: 600,
            kept_bytes_per_company: 200_000_000,
            passed_on_bytes: 10_000_000,
        }
    }
}

impl Inbound {
    /// Whether there is a door.
    #[must_use]
    pub fn listens(&self) -> bool {
        !self.smtp.is_empty() || !self.lmtp.is_empty() || self.lmtp_file.is_some()
    }

    pub(super) fn check(&self, domain: Option<&Host>) -> Result<(), String> {
        if self.listens() && domain.is_none() {
            return Err("inbound.smtp and inbound.lmtp: events.domain is needed, mail is for it".to_owned());
        }
        if self.certificate.is_some() != self.certificate_key.is_some() {
            return Err("inbound.certificate and inbound.certificate_key: both or neither".to_owned());
        }
        for range in &self.trusted {
            range.parse::<Cidr>().map_err(|_| {
                format!("inbound.trusted: {range:?} is no range of addresses, like 127.0.0.0/8")
            })?;
        }
        let at_least_one = [
            ("connections", self.connections),
            ("connections_per_address", self.connections_per_address),
            ("mails_per_address", self.mails_per_address),
            ("unsigned_per_company", self.unsigned_per_company),
        ];
        if let Some((key, _)) = at_least_one.iter().find(|(_, value)| *value == 0) {
            return Err(format!("inbound.{key}: at least 1"));
        }
        // A report returns the letter's head at least; and one mail is held in memory whole.
        if !(100_000..=100_000_000).contains(&self.mail_bytes) {
            return Err("inbound.mail_bytes: from 100000 to 100000000".to_owned());
        }
        let at_least_a_mail = [
            ("memory_bytes", self.memory_bytes),
            ("kept_bytes_per_company", self.kept_bytes_per_company),
        ];
        if let Some((key, _)) = at_least_a_mail.iter().find(|(_, value)| *value < self.mail_bytes) {
            return Err(format!("inbound.{key}: at least inbound.mail_bytes"));
        }
        if self.passed_on_bytes > self.mail_bytes {
            return Err("inbound.passed_on_bytes: at most inbound.mail_bytes".to_owned());
        }
        Ok(())
    }
}

//! The sections of the file, each key with its default.

use super::values::{BaseUrl, Families};
use model::{Host, port::Port};
use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the program listens.
    pub server: Server,
    /// Where it keeps things.
    pub store: Store,
    /// What it may dial.
    pub network: Network,
    /// What users may do.
    pub security: Security,
    /// How much of it.
    pub limits: Limits,
    /// How long people stay signed in.
    pub sessions: Sessions,
    /// How long things are kept.
    pub retention: Retention,
    /// What is written to the log.
    pub log: Log,
    /// The demo.
    pub demo: Demo,
}

/// Where the program listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// IP address and port. In front of it stands what speaks HTTPS to browsers.
    pub listen: SocketAddr,
    /// The address under which browsers reach it.
    pub base_url: BaseUrl,
    /// The folder of the built front end.
    pub site: PathBuf,
    /// The time zone in which people read times, by its IANA name.
    pub time_zone: String,
    /// Seconds that open requests are given when the program is asked to stop.
    pub stop_seconds: u16,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: "http://127.0.0.1:8080".parse().expect("a good base address"),
            site: PathBuf::from("target/site"),
            time_zone: "Europe/Tallinn".to_owned(),
            stop_seconds: 20,
        }
    }
}

/// Where the program keeps things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Store {
    /// The database file; made where there is none.
    pub sqlite: PathBuf,
    /// The file of the keys that seal passwords; made where there is none. Without it no stored password opens.
    pub keys: PathBuf,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            sqlite: PathBuf::from("saatja.db"),
            keys: PathBuf::from("saatja-keys"),
        }
    }
}

/// What the program may dial for users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Network {
    /// The name with which the program greets mail servers (EHLO): its own, as reverse DNS has it.
    pub ehlo: Host,
    /// The IP addresses from which it connects, as users' IT support may have to allow them.
    pub egress: Vec<IpAddr>,
    /// Ports beside 25, 465 and 587.
    pub extra_ports: Vec<Port>,
    /// Ranges of IP addresses that may be dialled although they are not of the Internet.
    pub allow: Vec<String>,
    /// Ranges that may not, whatever else is said.
    pub deny: Vec<String>,
    /// Destinations dialled elsewhere than DNS says: `mail.example.org:465=10.0.0.5:465`.
    pub connect_to: Vec<String>,
    /// DNS servers, `address:port`; those of the system where none is named.
    pub dns: Vec<SocketAddr>,
    /// Which kinds of IP addresses are dialled: `ipv4-first`, `ipv6-first`, `ipv4-only`, `ipv6-only`.
    pub families: Families,
    /// Files of certificate authorities (PEM) that are trusted beside the public ones.
    pub extra_ca: Vec<PathBuf>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            ehlo: Host::parse("saatja.invalid").expect("a host name"),
            egress: Vec::new(),
            extra_ports: Vec::new(),
            allow: Vec::new(),
            deny: Vec::new(),
            connect_to: Vec::new(),
            dns: Vec::new(),
            families: Families::default(),
            extra_ca: Vec::new(),
        }
    }
}

/// What users may do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Security {
    /// Whether a user may, after confirming it, send his password without encryption.
    pub plain_passwords: bool,
}

/// How much users may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Test letters of one user in an hour.
    pub tests_per_user: u32,
    /// Test letters of one company in an hour.
    pub tests_per_company: u32,
    /// Test letters to one server in an hour, whoever's.
    pub tests_per_server: u32,
    /// Sign-in links opened from one IP address in ten minutes.
    pub sign_ins_per_address: u32,
    /// Addresses that one user looks up in a minute.
    pub look_ups_per_user: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tests_per_user: 20,
            tests_per_company: 100,
            tests_per_server: 300,
            sign_ins_per_address: 30,
            look_ups_per_user: 60,
        }
    }
}

/// How long people stay signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// Hours without a request after which a session ends.
    pub hours: u16,
    /// Minutes for which a sign-in link works.
    pub link_minutes: u16,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            hours: 12,
            link_minutes: 30,
        }
    }
}

/// How long things are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// Days for which test results are kept.
    pub tests_days: u16,
}

impl Default for Retention {
    fn default() -> Self {
        Self { tests_days: 90 }
    }
}

/// What is written to the log (standard error).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `text` or `json`.
    pub format: LogFormat,
    /// `error`, `warn`, `info`, `debug`, `trace`, or per module: `info,smtp=debug`.
    pub level: String,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            level: "info".to_owned(),
        }
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one JSON object a line.
    Json,
}

/// The demo: an example company, and a mail server on this machine that catches all letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Demo {
    /// Whether this is a demo.
    pub enabled: bool,
    /// Where its mail server listens with SSL/TLS.
    pub tls: SocketAddr,
    /// Where its mail server listens with STARTTLS.
    pub starttls: SocketAddr,
    /// The folder of its certificate authority; made where there is none.
    pub authority: PathBuf,
}

impl Default for Demo {
    fn default() -> Self {
        Self {
            enabled: false,
            tls: SocketAddr::from(([127, 0, 0, 1], 4465)),
            starttls: SocketAddr::from(([127, 0, 0, 1], 4587)),
            authority: PathBuf::from("demo-authority"),
        }
    }
}

impl Config {
    /// What no single key can tell.
    pub(super) fn check(&self) -> Result<(), String> {
        jiff::tz::TimeZone::get(&self.server.time_zone).map_err(|_| {
            format!(
                "server.time_zone: there is no time zone {:?}",
                self.server.time_zone
            )
        })?;
        for (key, ranges) in [
            ("network.allow", &self.network.allow),
            ("network.deny", &self.network.deny),
        ] {
            for range in ranges {
                range
                    .parse::<smtp::network::Cidr>()
                    .map_err(|_| format!("{key}: {range:?} is no range of addresses, like 127.0.0.0/8"))?;
            }
        }
        for rule in &self.network.connect_to {
            rule.parse::<smtp::network::ConnectTo>()
                .map_err(|error| format!("network.connect_to: {rule:?}: {error}"))?;
        }
        if self.sessions.hours == 0 || self.sessions.link_minutes == 0 {
            return Err("sessions.hours and sessions.link_minutes: at least 1".to_owned());
        }
        if self.demo.enabled && !(self.demo.tls.ip().is_loopback() && self.demo.starttls.ip().is_loopback()) {
            return Err(
                "demo.tls and demo.starttls: the demo's mail server listens on loopback only".to_owned(),
            );
        }
        Ok(())
    }
}

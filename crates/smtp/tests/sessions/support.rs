//! Couriers and letters for tests.

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use model::{
    Host, Mailbox,
    port::{OpenPorts, Port, Security},
    session::{Detail, Fault, KeyHash, Outcome, Stage},
    settings::Destination,
};
use secrecy::SecretString;
use smtp::{
    ConnectTo, Courier, Deadlines, Diagnosis, Envelope, Letter, NetworkPolicy, ResolveError, Resolver,
    Target, TestLetter, Trust, compose, network::Pin,
};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use testkit::{
    certificates::{Certificates, HOST},
    hostile::HostileServer,
};

pub use testkit::mail_server::{PASSWORD, USER};

/// Nothing is looked up: every test says where its connections go.
#[derive(Debug)]
pub struct NoNames;

#[async_trait]
impl Resolver for NoNames {
    async fn addresses(&self, _: &Host) -> Result<Vec<IpAddr>, ResolveError> {
        Err(ResolveError::Failed)
    }

    async fn mx(&self, _: &Host) -> Result<Vec<Host>, ResolveError> {
        Err(ResolveError::Failed)
    }
}

/// Long enough for a busy machine, short enough to wait for.
pub fn short() -> Deadlines {
    Deadlines {
        reach: Duration::from_secs(9),
        connect: Duration::from_secs(3),
        impatience: Duration::from_millis(300),
        other_port: Duration::from_secs(3),
        opening: Duration::from_secs(20),
        tls: Duration::from_secs(4),
        greeting: Duration::from_secs(4),
        command: Duration::from_secs(4),
        trickle: Duration::from_secs(1),
        write: Duration::from_secs(4),
        accepted: Duration::from_secs(4),
        quit: Duration::from_secs(1),
        session: Duration::from_mins(1),
    }
}

pub fn host() -> Host {
    Host::parse(HOST).unwrap()
}

/// A courier that trusts these certificates and reaches the test's host at these addresses, by port.
pub fn courier(certificates: &Certificates, doors: &[(u16, SocketAddr)]) -> Courier {
    let to = |&(port, to): &(u16, SocketAddr)| ConnectTo {
        host: host(),
        port: Port::new(port).unwrap(),
        to,
    };
    let policy = NetworkPolicy {
        open_ports: OpenPorts::default(),
        allow: vec!["127.0.0.0/8".parse().unwrap()],
        connect_to: doors.iter().map(to).collect(),
        ..NetworkPolicy::default()
    };
    Courier {
        policy: Arc::new(policy),
        resolver: Arc::new(NoNames),
        trust: Arc::new(Trust::with_roots(&[certificates.ca_pem().as_bytes().to_vec()]).unwrap()),
        deadlines: short(),
        ehlo: Host::parse("client.saatja.test").unwrap(),
    }
}

/// The port that belongs to an encryption.
pub fn port_of(security: Security) -> u16 {
    if security == Security::Tls { 465 } else { 587 }
}

pub fn destination(security: Security) -> Destination {
    Destination {
        host: host(),
        port: Port::new(port_of(security)).unwrap(),
        security,
        user_name: Some(USER.to_owned()),
    }
}

pub fn envelope() -> Envelope {
    Envelope {
        from: Mailbox::parse(USER).unwrap(),
        to: Mailbox::parse("mari@naidis.ee").unwrap(),
        id: None,
    }
}

pub fn letter() -> Letter {
    let Envelope { from, to, .. } = envelope();
    compose(&TestLetter {
        reply_to: None,
        from: &from,
        display_name: None,
        to: &to,
        subject: "Proovikiri: õnnestus",
        body: "Tere!\n\n.\n..kaks punkti\nSee kiri tõestab, et saatmine töötab.\n",
        date: "2026-03-01T12:30:00Z".parse().unwrap(),
        id: "0195-test",
    })
    .unwrap()
}

pub fn target(security: Security) -> Target {
    Target {
        destination: destination(security),
        password: Some(SecretString::from(PASSWORD)),
        plain_allowed: true,
        envelope: envelope(),
        letter: letter(),
        trust: None,
    }
}

/// One test of a server that listens for all that is asked for.
pub async fn diagnose(certificates: &Certificates, security: Security, server: SocketAddr) -> Diagnosis {
    courier(certificates, &[(port_of(security), server)])
        .diagnose(target(security), None)
        .await
}

/// Where it ended, as `stage: fault`, or `accepted`.
pub fn verdict(diagnosis: &Diagnosis) -> String {
    check_order(diagnosis);
    match &diagnosis.result {
        Ok(reply) => {
            assert_eq!(reply.code, 250);
            "accepted".to_owned()
        }
        Err(failure) => failure.to_string(),
    }
}

/// Reports come in the order of their stages, only the last one failed, and it is the verdict.
fn check_order(diagnosis: &Diagnosis) {
    let reports = &diagnosis.reports;
    assert!(reports.len() <= 11, "{reports:?}");
    let failed = |outcome: &Outcome| matches!(outcome, Outcome::Failed(_));
    for (at, report) in reports.iter().enumerate() {
        assert!(!failed(&report.result) || at + 1 == reports.len(), "{reports:?}");
    }
    let last = reports.last().expect("at least one stage");
    match &diagnosis.result {
        Ok(_) => assert_eq!((last.stage, &last.result), (Stage::Accepted, &Outcome::Passed)),
        Err(failure) => {
            assert_eq!((last.stage, last.fault()), (failure.stage, Some(&failure.fault)));
            assert_eq!(
                failure.fault == Fault::InDoubt,
                failure.stage == Stage::Accepted && last.fault().is_some_and(|f| f.reply().is_none())
            );
        }
    }
    let orders = Security::ALL.map(Stage::order);
    let stages: Vec<Stage> = reports.iter().map(|r| r.stage).collect();
    assert!(orders.iter().any(|order| is_part(&stages, order)), "{stages:?}");
}

fn is_part(stages: &[Stage], order: &[Stage]) -> bool {
    let mut order = order.iter();
    stages.iter().all(|stage| order.any(|o| o == stage))
}

/// Neither a command of a transaction nor the password in any form reached the server.
pub fn assert_nothing_was_given_away(server: &HostileServer) {
    for hearing in server.hearings() {
        let heard = [hearing.clear.clone(), hearing.inside_tls.clone()].concat();
        let heard = String::from_utf8_lossy(&heard).into_owned();
        assert!(!hearing.has("AUTH") && !hearing.has("MAIL"), "{heard}");
        assert!(
            !heard.contains(PASSWORD) && !heard.contains(&STANDARD.encode(PASSWORD)),
            "{heard}"
        );
    }
}

/// The host's key at this port.
pub fn pin(port: u16, spki_sha256: KeyHash) -> Pin {
    Pin {
        host: host(),
        port: Port::new(port).unwrap(),
        spki_sha256,
    }
}

/// The key that a test showed, as a page offers it.
pub fn shown_key(diagnosis: &Diagnosis) -> KeyHash {
    let report = diagnosis.reports.iter().find(|r| r.stage == Stage::Tls).unwrap();
    let Detail::Tls(tls) = &report.detail else {
        panic!("{report:?}")
    };
    tls.certificate.as_ref().unwrap().spki_sha256.unwrap()
}

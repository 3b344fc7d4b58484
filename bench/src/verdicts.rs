//! How long a person waits for a test's verdict: a healthy server whose answers take 20 ms, a port where nobody answers.

use anyhow::Context;
use catcher::{Catcher, Config, Listener};
use jiff::Timestamp;
use model::{Host, Mailbox, OpenPorts, Port, Security, settings::Destination};
use secrecy::SecretString;
use smtp::{
    ConnectTo, Courier, Deadlines, DnsResolver, DnsServers, Envelope, NetworkPolicy, Target, TestLetter,
    Trust, compose,
};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use testkit::{
    certificates::{Certificate, Certificates, HOST},
    unreachable::{BlackHole, refused_port},
};

/// How long each flight of answers takes on its way.
const ROUND_TRIP: Duration = Duration::from_millis(20);
/// How often each is run; the middle one counts.
const RUNS: usize = 15;

/// Measures and prints the table.
///
/// # Errors
/// A test of a healthy server fails.
pub async fn run() -> anyhow::Result<()> {
    println!(
        "Answers take {} ms; the middle of {RUNS} runs.\n",
        ROUND_TRIP.as_millis()
    );
    println!("| server | round trips the protocol needs | their sum ms | verdict ms | ratio |");
    println!("|---|---|---|---|---|");
    let certificates = Certificates::new();
    // Greeting, EHLO, AUTH, then MAIL, RCPT and DATA in one flight, and the answer to the dot.
    healthy(
        &certificates,
        "implicit TLS",
        catcher::Security::Tls,
        Security::Tls,
        5,
    )
    .await?;
    // Beside those STARTTLS and the second EHLO.
    healthy(
        &certificates,
        "STARTTLS",
        catcher::Security::StartTls,
        Security::StartTls,
        7,
    )
    .await?;
    println!("\n| port | verdict s | stage, fault | also tried |");
    println!("|---|---|---|---|");
    let hole = BlackHole::start().await;
    unanswered(&certificates, "black hole", hole.address()).await?;
    let refused = refused_port();
    unanswered(&certificates, "nobody listens", refused.address()).await
}

async fn healthy(
    certificates: &Certificates,
    name: &str,
    door: catcher::Security,
    security: Security,
    round_trips: u32,
) -> anyhow::Result<()> {
    let mut config = Config::new(Arc::new(now));
    config.listeners = vec![Listener::new(SocketAddr::from(([127, 0, 0, 1], 0)), door)];
    config.certificates = Some(certificates.identity(Certificate::Valid).for_any_name()?);
    config.answer_delay = ROUND_TRIP;
    let catcher = Catcher::start(config).await?;
    let address = catcher.address(door).context("the door")?;
    let courier = courier(certificates, address)?;
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let begin = Instant::now();
        let diagnosis = courier.diagnose(target(security)?, None).await;
        times.push(begin.elapsed());
        diagnosis.result.context("a healthy server")?;
    }
    times.sort_unstable();
    let (middle, sum) = (times[RUNS / 2], ROUND_TRIP * round_trips);
    println!(
        "| {name} | {round_trips} | {} | {:.1} | {:.2} |",
        sum.as_millis(),
        middle.as_secs_f64() * 1000.0,
        middle.as_secs_f64() / sum.as_secs_f64()
    );
    Ok(())
}

async fn unanswered(certificates: &Certificates, name: &str, address: SocketAddr) -> anyhow::Result<()> {
    let courier = courier(certificates, address)?;
    let begin = Instant::now();
    let diagnosis = courier.diagnose(target(Security::StartTls)?, None).await;
    let took = begin.elapsed();
    let failure = diagnosis.result.err().context("nobody answers there")?;
    let others: Vec<String> = diagnosis
        .other_ports
        .iter()
        .map(|other| {
            format!(
                "{} {}",
                other.port,
                if other.answers { "answers" } else { "silent" }
            )
        })
        .collect();
    println!(
        "| {name} | {:.2} | {}, {} | {} |",
        took.as_secs_f64(),
        failure.stage.key(),
        failure.fault.key(),
        others.join(", ")
    );
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "measurements tell the real time")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

fn courier(certificates: &Certificates, to: SocketAddr) -> anyhow::Result<Courier> {
    let host = Host::parse(HOST)?;
    let connect_to = [Port::SUBMISSIONS, Port::SUBMISSION]
        .map(|port| ConnectTo {
            host: host.clone(),
            port,
            to,
        })
        .into();
    let policy = NetworkPolicy {
        open_ports: OpenPorts::default(),
        allow: vec!["127.0.0.0/8".parse()?],
        connect_to,
        ..NetworkPolicy::default()
    };
    let nowhere = DnsServers::List(vec![SocketAddr::from(([127, 0, 0, 1], 9))]);
    Ok(Courier {
        resolver: Arc::new(DnsResolver::new(&nowhere, policy.families)?),
        policy: Arc::new(policy),
        trust: Arc::new(Trust::with_roots(&[certificates.ca_pem().as_bytes().to_vec()])?),
        deadlines: Deadlines::test(),
        ehlo: Host::parse("portal.saatja.test")?,
    })
}

fn target(security: Security) -> anyhow::Result<Target> {
    let (from, to): (Mailbox, Mailbox) = ("mari@saatja.test".parse()?, "kivi@saatja.test".parse()?);
    let letter = compose(&TestLetter {
        reply_to: None,
        from: &from,
        display_name: None,
        to: &to,
        subject: "Measured",
        body: "How long did it take?\n",
        date: now(),
        id: "bench.1",
    })?;
    let port = if security == Security::Tls {
        Port::SUBMISSIONS
    } else {
        Port::SUBMISSION
    };
    Ok(Target {
        destination: Destination {
            host: Host::parse(HOST)?,
            port,
            security,
            user_name: Some("mari@saatja.test".to_owned()),
        },
        password: Some(SecretString::from("secret")),
        plain_allowed: false,
        envelope: Envelope { from, to, id: None },
        letter,
        trust: None,
    })
}

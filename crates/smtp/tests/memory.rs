//! A server that talks without end does not fill the memory. In a program of its own, so that nobody else's
//! memory counts.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

#[path = "sessions/support.rs"]
#[expect(dead_code, reason = "shared with the other tests")]
mod support;

use model::port::Security;
use support::{courier, port_of, target, verdict};
use testkit::{
    certificates::{Certificate, Certificates},
    hostile::{Conversation, HostileServer, Phase, Script, Step, Transport, Trick},
};

/// Bytes of this process in memory: those that it has to itself.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|l| l.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

const MOST: usize = 10 * 1024 * 1024;

#[tokio::test]
async fn hostile_servers_do_not_fill_the_memory() {
    let certificates = Certificates::new();
    let identity = certificates.identity(Certificate::Valid);
    // what the libraries take once
    let well = HostileServer::start(Conversation::over(Transport::Tls, &identity).well()).await;
    let warm = courier(&certificates, &[(465, well.address())])
        .diagnose(target(Security::Tls), None)
        .await;
    assert_eq!(verdict(&warm), "accepted");

    for (transport, security) in [
        (Transport::Plain, Security::None),
        (Transport::Tls, Security::Tls),
    ] {
        for phase in [Phase::Greeting, Phase::Ehlo, Phase::Auth, Phase::Rcpt, Phase::Dot] {
            for trick in [Trick::EndlessLine, Trick::EndlessReply, Trick::EndlessChallenges] {
                let script = Conversation::over(transport, &identity).turning(phase, trick);
                measure(
                    &certificates,
                    security,
                    script,
                    &format!("{transport:?} {phase:?} {trick:?}"),
                )
                .await;
            }
        }
    }
    for (name, bytes) in [
        ("records", vec![0x17, 3, 3, 0x40, 0]),
        (
            "handshake",
            [
                vec![0x16, 3, 3, 0x40, 0, 11, 0xff, 0xff, 0xff],
                vec![0; 0x4000 - 4],
            ]
            .concat(),
        ),
        ("change cipher spec", vec![0x14, 3, 3, 0, 1, 1]),
    ] {
        let script = Script::new(vec![Step::ExpectBytes, Step::Flood(bytes)]);
        measure(&certificates, Security::Tls, script, name).await;
    }
}

async fn measure(certificates: &Certificates, security: Security, script: Script, name: &str) {
    let server = HostileServer::start(script).await;
    let courier = courier(certificates, &[(port_of(security), server.address())]);
    let before = resident();
    let diagnosis = courier.diagnose(target(security), None).await;
    assert_ne!(verdict(&diagnosis), "accepted", "{name}");
    let grown = resident().saturating_sub(before);
    assert!(grown < MOST, "{name}: {grown} bytes");
    let kept = format!("{diagnosis:?}").len();
    assert!(kept < 100 * 1024, "{name}: {kept} bytes in the report");
}

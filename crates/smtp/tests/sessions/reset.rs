//! A connection that is reset after any byte.

use crate::support::{diagnose, verdict};
use model::port::Security;
use std::sync::Arc;
use testkit::{
    certificates::{Certificate, Certificates},
    hostile::{Conversation, HostileServer, Script, Transport},
};
use tokio::{sync::Semaphore, task::JoinSet};

/// Resets after each byte of a whole session; says where it ended and how many bytes had been written.
async fn each_byte(transport: Transport, security: Security, pipelining: bool, step: usize) {
    let certificates = Arc::new(Certificates::new());
    let identity = certificates.identity(Certificate::Valid);
    let mut conversation = Conversation::over(transport, &identity);
    if pipelining {
        conversation = conversation.offering("PIPELINING");
    }
    let script = conversation.well();
    let whole = HostileServer::start(script.clone()).await;
    assert_eq!(
        verdict(&diagnose(&certificates, security, whole.address()).await),
        "accepted"
    );
    whole.wait_for_ends(1, testkit::wait::PATIENCE).await;
    let total = whole.hearings()[0].written;

    let places = Arc::new(Semaphore::new(16));
    let mut tries = JoinSet::new();
    for bytes in (0..=total).step_by(step) {
        let script: Script = script.clone().reset_after(bytes);
        let (certificates, places) = (Arc::clone(&certificates), Arc::clone(&places));
        tries.spawn(async move {
            let _place = places.acquire().await;
            let server = HostileServer::start(script).await;
            let diagnosis = diagnose(&certificates, security, server.address()).await;
            let lines = server.hearings().concat_lines();
            (bytes, verdict(&diagnosis), lines)
        });
    }
    let mut first_accepted = usize::MAX;
    let mut last_not = 0;
    let mut doubts = 0;
    while let Some(tried) = tries.join_next().await {
        let (bytes, came, said) = tried.unwrap();
        let fault = came.split_once(": ").map_or("", |(_, fault)| fault);
        assert!(
            came == "accepted" || matches!(fault, "closed" | "in-doubt"),
            "after {bytes} of {total}: {came}"
        );
        match came.as_str() {
            "accepted" => first_accepted = first_accepted.min(bytes),
            _ => last_not = last_not.max(bytes),
        }
        doubts += usize::from(fault == "in-doubt");
        assert!(
            fault != "in-doubt" || said.iter().any(|line| line == "DATA"),
            "after {bytes}: {said:?}"
        );
    }
    // the whole reply to the last dot, or no success: the same edge from both sides; in TLS it moves by the few bytes
    // by which signatures differ in length
    let blur = if transport == Transport::Plain { 0 } else { 8 };
    assert!(
        first_accepted <= total && doubts > 0 && last_not < first_accepted + blur,
        "{last_not} {first_accepted} {total}"
    );
    assert!(total - first_accepted < 200, "{first_accepted} of {total}");
}

trait Lines {
    fn concat_lines(&self) -> Vec<String>;
}

impl Lines for Vec<testkit::hostile::Hearing> {
    fn concat_lines(&self) -> Vec<String> {
        self.iter().flat_map(testkit::hostile::Hearing::lines).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_clear() {
    each_byte(Transport::Plain, Security::None, false, 1).await;
    each_byte(Transport::Plain, Security::None, true, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_starttls() {
    each_byte(Transport::StartTls, Security::StartTls, false, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_tls() {
    each_byte(Transport::Tls, Security::Tls, true, 1).await;
}

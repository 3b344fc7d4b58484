//! Many hostile servers at once. In a program of its own, because it takes thousands of open files.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

#[path = "sessions/support.rs"]
#[expect(dead_code, reason = "shared with the other tests")]
mod support;

use model::port::Security;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::time::Duration;
use support::verdict;
use testkit::{
    certificates::{Certificate, Certificates},
    hostile::{Conversation, HostileServer, Phase, Transport, Trick},
};
use tokio::task::JoinSet;

/// A connection takes a file here and one in the hostile server.
fn raise_the_limit_of_open_files() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(
        Resource::Nofile,
        Rlimit {
            current: maximum.map_or(Some(8192), |most| Some(most.min(8192))),
            maximum,
        },
    )
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_silent_servers_do_not_slow_a_healthy_one() {
    raise_the_limit_of_open_files();
    let certificates = Certificates::new();
    let identity = certificates.identity(Certificate::Valid);
    let silent = Conversation::over(Transport::Plain, &identity).turning(Phase::Ehlo, Trick::Silence);
    let silent = HostileServer::start(silent).await;
    let healthy = HostileServer::start(Conversation::over(Transport::Tls, &identity).well()).await;
    let mut waiting = JoinSet::new();
    let mut courier = support::courier(
        &certificates,
        &[(587, silent.address()), (465, healthy.address())],
    );
    // they shall be there for the whole test, however slowly a busy machine begins a thousand of them
    let long = Duration::from_mins(2);
    let deadlines = &mut courier.deadlines;
    for deadline in [
        &mut deadlines.connect,
        &mut deadlines.greeting,
        &mut deadlines.command,
        &mut deadlines.session,
    ] {
        *deadline = long;
    }
    (deadlines.reach, deadlines.impatience) = (long, long);
    // a hundred at a time, which is what a listening socket queues
    for hundreds in 1..=10 {
        for _ in 0..100 {
            let courier = courier.clone();
            waiting.spawn(async move { courier.diagnose(support::target(Security::None), None).await });
        }
        testkit::wait::wait_until(
            "a hundred more are waited for",
            Duration::from_mins(1),
            async || silent.hearings().iter().filter(|h| h.has("EHLO")).count() == hundreds * 100,
        )
        .await;
    }
    let begun = std::time::Instant::now();
    assert_eq!(
        verdict(&courier.diagnose(support::target(Security::Tls), None).await),
        "accepted"
    );
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert_eq!(waiting.try_join_next().map(|r| r.unwrap().result), None);
}

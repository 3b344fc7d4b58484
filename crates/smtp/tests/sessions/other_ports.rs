//! What else is tried where the wanted port does not answer.

use crate::support::{courier, target, verdict};
use model::port::Security;
use smtp::{Courier, Diagnosis, Event};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use testkit::{
    certificates::{Certificate, Certificates},
    hostile::{Conversation, HostileServer, Script, Step, Transport},
    unreachable::{BlackHole, refused_port},
};
use tokio::sync::mpsc::unbounded_channel;

async fn at(courier: &Courier, port: u16, security: Security) -> (Diagnosis, Vec<String>) {
    let (sender, mut events) = unbounded_channel();
    let mut target = target(security);
    target.destination.port = model::Port::new(port).unwrap();
    let diagnosis = courier.diagnose(target, Some(sender)).await;
    let mut told = Vec::new();
    while let Some(event) = events.recv().await {
        if let Event::OtherPort(other) = event {
            told.push(other);
        }
    }
    assert_eq!(told, diagnosis.other_ports);
    let other = diagnosis.other_ports.iter();
    let list = other
        .map(|o| {
            format!(
                "{} {} {}",
                o.port,
                o.security,
                if o.answers { "yes" } else { "no" }
            )
        })
        .collect();
    (diagnosis, list)
}

struct Doors {
    certificates: Certificates,
    tls: HostileServer,
    starttls: HostileServer,
}

impl Doors {
    async fn open() -> Self {
        let certificates = Certificates::new();
        let identity = certificates.identity(Certificate::Valid);
        let tls = HostileServer::start(Conversation::over(Transport::Tls, &identity).well()).await;
        let starttls = HostileServer::start(Conversation::over(Transport::StartTls, &identity).well()).await;
        Self {
            certificates,
            tls,
            starttls,
        }
    }

    fn with(&self, port: u16, wanted: SocketAddr) -> Courier {
        let mut doors = vec![(port, wanted)];
        doors.extend(
            [(465, self.tls.address()), (587, self.starttls.address())]
                .iter()
                .filter(|d| d.0 != port),
        );
        courier(&self.certificates, &doors)
    }

    /// Nobody who was only asked whether he is there was told anything.
    fn assert_nothing_was_said(&self) {
        for server in [&self.tls, &self.starttls] {
            for hearing in server.hearings() {
                assert!(hearing.inside_tls.is_empty(), "{:?}", hearing.lines());
                assert!(!hearing.has("EHLO") && !hearing.has("AUTH") && !hearing.has("QUIT"));
            }
        }
    }
}

#[tokio::test]
async fn nobody_listens() {
    let doors = Doors::open().await;
    let refused = refused_port();
    for (port, security, others) in [
        (25, Security::StartTls, &["465 tls yes", "587 starttls yes"][..]),
        (465, Security::Tls, &["587 starttls yes"]),
        (587, Security::StartTls, &["465 tls yes"]),
    ] {
        let begun = Instant::now();
        let (diagnosis, told) = at(&doors.with(port, refused.address()), port, security).await;
        assert_eq!(verdict(&diagnosis), "connect: connect-refused");
        assert_eq!(told, others);
        assert!(begun.elapsed() < Duration::from_secs(3));
    }
    doors.assert_nothing_was_said();
}

#[tokio::test]
async fn a_black_hole_with_the_usual_deadlines() {
    let doors = Doors::open().await;
    let hole = BlackHole::start().await;
    let mut courier = doors.with(25, hole.address());
    courier.deadlines = smtp::Deadlines::test();
    let begun = Instant::now();
    let (diagnosis, told) = at(&courier, 25, Security::StartTls).await;
    assert_eq!(verdict(&diagnosis), "connect: connect-timeout");
    assert_eq!(told, ["465 tls yes", "587 starttls yes"]);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    doors.assert_nothing_was_said();
}

#[tokio::test]
async fn black_holes_everywhere() {
    let certificates = Certificates::new();
    let hole = BlackHole::start().await;
    let mut courier = courier(
        &certificates,
        &[(25, hole.address()), (465, hole.address()), (587, hole.address())],
    );
    courier.deadlines = smtp::Deadlines::test();
    let begun = Instant::now();
    let (diagnosis, told) = at(&courier, 25, Security::StartTls).await;
    assert_eq!(verdict(&diagnosis), "connect: connect-timeout");
    assert_eq!(told, ["465 tls no", "587 starttls no"]);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn the_wrong_encryption_points_to_the_right_port() {
    let doors = Doors::open().await;
    let plain = HostileServer::start(Script::plain_text_for_tls()).await;
    let (diagnosis, told) = at(&doors.with(587, plain.address()), 587, Security::Tls).await;
    assert_eq!(verdict(&diagnosis), "tls: tls-against-plain");
    assert_eq!(told, ["465 tls yes"]);

    let identity = doors.certificates.identity(Certificate::Valid);
    let tls = HostileServer::start(Script::tls_for_plain_text(&identity)).await;
    let begun = Instant::now();
    let (diagnosis, told) = at(&doors.with(465, tls.address()), 465, Security::StartTls).await;
    assert_eq!(verdict(&diagnosis), "greeting: silent-wants-tls");
    assert_eq!(told, ["465 tls yes", "587 starttls yes"]);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());

    let bare = Conversation::over(Transport::StartTls, &identity)
        .without_starttls()
        .without_sign_in();
    let bare = HostileServer::start(bare.well()).await;
    let (diagnosis, told) = at(&doors.with(587, bare.address()), 587, Security::StartTls).await;
    assert_eq!(verdict(&diagnosis), "tls: starttls-missing");
    assert_eq!(told, ["465 tls yes"]);
    doors.assert_nothing_was_said();
}

#[tokio::test]
async fn nothing_else_is_tried_where_it_would_not_help() {
    let doors = Doors::open().await;
    let refusing =
        HostileServer::start(Script::new(vec![Step::reply("554 5.7.1 not you"), Step::Silence])).await;
    let (diagnosis, told) = at(&doors.with(25, refusing.address()), 25, Security::StartTls).await;
    assert_eq!(verdict(&diagnosis), "greeting: refused");
    assert!(told.is_empty());
    let expired = doors.certificates.identity(Certificate::Expired);
    let expired = HostileServer::start(Conversation::over(Transport::Tls, &expired).well()).await;
    let (diagnosis, told) = at(&doors.with(465, expired.address()), 465, Security::Tls).await;
    assert_eq!(verdict(&diagnosis), "tls: certificate-expired");
    assert!(told.is_empty());
    assert!(doors.tls.hearings().is_empty() && doors.starttls.hearings().is_empty());
}

#[tokio::test]
async fn a_refused_address_looks_like_a_black_hole_and_nothing_is_dialled() {
    let doors = Doors::open().await;
    let hole = BlackHole::start().await;
    let mut others_silent = courier(
        &doors.certificates,
        &[(25, hole.address()), (465, hole.address()), (587, hole.address())],
    );
    let (silent, told_silent) = at(&others_silent, 25, Security::StartTls).await;

    let mut policy = (*doors.with(25, doors.starttls.address()).policy).clone();
    policy.allow.clear();
    others_silent.policy = std::sync::Arc::new(policy);
    let begun = Instant::now();
    let (refused, told_refused) = at(&others_silent, 25, Security::StartTls).await;
    assert_eq!(verdict(&refused), "connect: address-refused");
    assert_eq!(told_refused, told_silent);
    assert!(begun.elapsed() >= others_silent.deadlines.connect);
    let stages = |d: &Diagnosis| d.reports.iter().map(|r| r.stage).collect::<Vec<_>>();
    assert_eq!(stages(&refused), stages(&silent));
    let ms = |d: &Diagnosis| d.reports.last().unwrap().ms;
    assert!(
        ms(&refused).abs_diff(ms(&silent)) < 500,
        "{} {}",
        ms(&refused),
        ms(&silent)
    );
    assert!(doors.tls.hearings().is_empty() && doors.starttls.hearings().is_empty());
}

#[tokio::test]
async fn closed_ports_are_refused_before_anything_is_looked_up() {
    let doors = Doors::open().await;
    let courier = doors.with(2525, doors.starttls.address());
    let (diagnosis, told) = at(&courier, 2525, Security::StartTls).await;
    assert_eq!(verdict(&diagnosis), "policy: destination-refused");
    assert!(told.is_empty() && doors.starttls.hearings().is_empty());
}

#[tokio::test]
async fn a_silent_relay_is_not_spoken_to() {
    // programs that guard port 25 take who speaks before the greeting for a sender of spam
    let certificates = Certificates::new();
    for (port, connections) in [(25, 1), (587, 2)] {
        let server = HostileServer::start(Script::new(vec![Step::Silence])).await;
        let mut courier = courier(&certificates, &[(port, server.address())]);
        courier.deadlines.greeting = Duration::from_secs(2);
        let (diagnosis, told) = at(&courier, port, Security::StartTls).await;
        assert_eq!(verdict(&diagnosis), "greeting: silent-server");
        assert!(told.is_empty(), "{told:?}");
        assert_eq!(server.hearings().len(), connections, "{port}");
    }
}

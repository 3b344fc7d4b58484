//! The pace and the connections that providers allow.

use crate::support::{Gate, Kind, LONG, Place, Shifted, World, pacing, tls_door};
use delivery::Pacing;
use jiff::{SignedDuration, Timestamp};
use std::{sync::Arc, time::Duration};
use store::Clock;
use testkit::{
    catcher::{Catcher, Config, Security},
    certificates::{Certificate, Certificates},
    recorder::{on_loopback, start},
    wait::wait_until,
};

const USER: &str = "mari@naidis.ee";

on_both_stores! {
    mail_ee_gets_15_an_hour,
    zone_gets_one_in_5_seconds,
    microsoft_gets_one_in_2_seconds_through_3_connections,
    what_came_late_does_not_bring_the_next_one_closer,
}

async fn provider(host: &str, clock: &Arc<Shifted>, answers_after: Duration) -> (Catcher, Certificates) {
    // It stamps letters with the test's time: what is measured is what the provider sees.
    let of_world = clock.clone();
    let mut config = Config::new(Arc::new(move || Clock::now(&*of_world)));
    let certificates = Certificates::new();
    config.listeners = vec![on_loopback(Security::Tls)];
    config.limits.kept = 1000;
    config.answer_delay = answers_after;
    config.certificates = Some(
        certificates
            .identity_for(Certificate::Valid, &[host])
            .for_any_name()
            .unwrap(),
    );
    (start(config).await, certificates)
}

/// Lets time pass in small steps, and says when each letter came, by the server.
async fn paced(kind: Kind, host: &str, letters: usize, step: SignedDuration) -> Vec<Timestamp> {
    let clock = Arc::new(Shifted::default());
    let (server, certificates) = provider(host, &clock, Duration::from_millis(5)).await;
    let gate = Gate::before(server.address(Security::Tls).unwrap()).await;
    let doors = [(host, 465, gate.address())];
    let place = Arc::new(Place::new(kind).await);
    let world = World::at(place, clock, certificates, &doors, None).await;
    let to = tls_door(host, 465, USER);
    let sender = world.sender("Näidis OÜ", to, Some("p")).await;
    let running = world.engine(Pacing {
        // More than any provider allows: their own numbers count.
        connections_per_account: 20,
        ..pacing()
    });
    sender.batch(letters).await;
    let mut seen = 0;
    while seen < letters {
        let next = tokio::time::timeout(
            Duration::from_millis(200),
            wait_until("the next letter", LONG, async || server.letters().len() > seen),
        );
        if next.await.is_ok() {
            seen = server.letters().len();
        } else if !step.is_zero() {
            world.clock.pass(step);
            running.handle.wake();
        }
    }
    running.stop().await;
    assert!(gate.most() <= 3, "{}", gate.most());
    let came = server.letters();
    came.iter().map(|letter| letter.received_at).collect()
}

/// From each letter to the next but `over`.
fn distances(came: &[Timestamp], over: usize) -> impl Iterator<Item = SignedDuration> {
    came.windows(over + 2)
        .map(move |some| some[over + 1].duration_since(some[0]))
}

/// In no hour, whenever it begins, more than 15.
async fn mail_ee_gets_15_an_hour(kind: Kind) {
    let came = paced(kind, "mail.mail.ee", 17, SignedDuration::from_secs(61)).await;
    let hour = SignedDuration::from_hours(1);
    for over in distances(&came, 14) {
        assert!(over >= hour, "{over:?}: {came:?}");
        assert!(over <= hour * 2, "it is not slower than that: {over:?}");
    }
}

async fn zone_gets_one_in_5_seconds(kind: Kind) {
    let came = paced(kind, "smtp.zone.eu", 10, SignedDuration::from_millis(900)).await;
    for distance in distances(&came, 0) {
        assert!(distance >= SignedDuration::from_secs(5), "{distance:?}: {came:?}");
        assert!(distance <= SignedDuration::from_secs(8), "{distance:?}: {came:?}");
    }
}

/// By the real time alone.
async fn microsoft_gets_one_in_2_seconds_through_3_connections(kind: Kind) {
    let came = paced(kind, "smtp.office365.com", 8, SignedDuration::ZERO).await;
    for distance in distances(&came, 0) {
        assert!(distance >= SignedDuration::from_secs(2), "{distance:?}: {came:?}");
        assert!(distance <= SignedDuration::from_secs(5), "{distance:?}: {came:?}");
    }
}

/// A server of Zone's, which answers after so long.
pub async fn zone(kind: Kind, answers_after: Duration) -> (World, Catcher) {
    let clock = Arc::new(Shifted::default());
    let (server, certificates) = provider("smtp.zone.eu", &clock, answers_after).await;
    let doors = [("smtp.zone.eu", 465, server.address(Security::Tls).unwrap())];
    let place = Arc::new(Place::new(kind).await);
    let world = World::at(place, clock, certificates, &doors, None).await;
    (world, server)
}

/// The queue counts from when a letter is taken, the provider from when it comes.
async fn what_came_late_does_not_bring_the_next_one_closer(kind: Kind) {
    let (world, server) = zone(kind, Duration::from_millis(500)).await;
    let to = tls_door("smtp.zone.eu", 465, USER);
    let sender = world.sender("Näidis OÜ", to, Some("p")).await;
    let running = world.engine(pacing());
    sender.batch(2).await;
    sender
        .wait_for("one is on its way", |counts| counts.sending == 1)
        .await;
    // As long as that does it take.
    world.clock.pass(SignedDuration::from_secs(3));
    sender.wait_for("both are sent", |counts| counts.sent == 2).await;
    running.stop().await;
    let came: Vec<_> = server.letters().iter().map(|letter| letter.received_at).collect();
    let distance = came[1].duration_since(came[0]);
    assert!(distance >= SignedDuration::from_secs(5), "{distance:?}");
}

//! The pace and the connections that providers allow.

use crate::support::{Kind, LONG, World, pacing, tls_door};
use jiff::SignedDuration;
use std::{sync::Arc, time::Duration};
use testkit::{
    catcher::{Catcher, Config, Security},
    certificates::{Certificate, Certificates},
    clock,
    recorder::{on_loopback, start},
    wait::wait_until,
};

const USER: &str = "mari@naidis.ee";

on_both_stores! {
    mail_ee_gets_15_an_hour,
    zone_gets_one_in_5_seconds,
    microsoft_gets_30_a_minute,
}

async fn provider(host: &str) -> (Catcher, Certificates) {
    let mut config = Config::new(clock::real());
    let certificates = Certificates::new();
    config.listeners = vec![on_loopback(Security::Tls)];
    config.limits.kept = 1000;
    config.answer_delay = Duration::from_millis(5);
    config.certificates = Some(
        certificates
            .identity_for(Certificate::Valid, &[host])
            .for_any_name()
            .unwrap(),
    );
    (start(config).await, certificates)
}

/// Lets time pass in small steps, and says at which time by the world's clock each letter was there.
async fn paced(kind: Kind, host: &str, letters: usize, step: SignedDuration) -> Vec<i64> {
    let (server, certificates) = provider(host).await;
    let door = (host, 465, server.address(Security::Tls).unwrap());
    let world = World::new(kind, certificates, &[door], None).await;
    let sender = world
        .sender("Näidis OÜ", tls_door(host, 465, USER), Some("p"))
        .await;
    let mut seen = Vec::new();
    let begin = store::Clock::now(&*world.clock);
    let running = world.engine(pacing());
    sender.batch(letters).await;
    let server = Arc::new(server);
    while seen.len() < letters {
        let next = tokio::time::timeout(
            Duration::from_millis(300),
            wait_until("the next letter", LONG, async || {
                server.letters().len() > seen.len()
            }),
        );
        if next.await.is_ok() {
            let now = store::Clock::now(&*world.clock).duration_since(begin).as_secs();
            let there = server.letters().len();
            seen.resize(there, now);
        } else {
            world.clock.pass(step);
            running.handle.wake();
        }
    }
    running.stop().await;
    seen
}

fn distances(seen: &[i64]) -> Vec<i64> {
    seen.windows(2).map(|two| two[1] - two[0]).collect()
}

async fn mail_ee_gets_15_an_hour(kind: Kind) {
    let seen = paced(kind, "mail.mail.ee", 5, SignedDuration::from_secs(60)).await;
    assert!(
        distances(&seen).iter().all(|d| (239..=302).contains(d)),
        "{seen:?}"
    );
}

async fn zone_gets_one_in_5_seconds(kind: Kind) {
    let seen = paced(kind, "smtp.zone.eu", 6, SignedDuration::from_secs(1)).await;
    assert!(distances(&seen).iter().all(|d| (4..=8).contains(d)), "{seen:?}");
}

async fn microsoft_gets_30_a_minute(kind: Kind) {
    let seen = paced(kind, "smtp.office365.com", 8, SignedDuration::from_millis(500)).await;
    assert!(distances(&seen).iter().all(|d| (1..=4).contains(d)), "{seen:?}");
    let whole = seen[seen.len() - 1] - seen[0];
    assert!(whole >= 13, "{seen:?}");
}

//! Connections are counted as servers count them: until they are closed.

use crate::support::{Gate, Kind, World, open_door, pacing, recipient};
use delivery::Pacing;
use std::time::Duration;
use testkit::{
    certificates::Certificates,
    tally::{self, Door, Manner, Tally},
};

on_both_stores! {
    a_session_that_says_goodbye_keeps_its_place,
    the_relay_counts_goodbyes_too,
}

/// Answers everything late, QUIT as well.
async fn slow() -> (Tally, Gate) {
    let server = Tally::start(tally::Options {
        manner: Manner {
            delay: Duration::from_millis(50),
            ..Manner::default()
        },
        ..tally::Options::default()
    })
    .await
    .unwrap();
    let gate = Gate::before(server.address(Door::Plain)).await;
    (server, gate)
}

/// A session for each two letters, so that goodbyes are said all the time.
fn short_sessions() -> Pacing {
    Pacing {
        most_letters: 2,
        connections_per_account: 3,
        relay_connections: 3,
        ..pacing()
    }
}

async fn a_session_that_says_goodbye_keeps_its_place(kind: Kind) {
    let (server, gate) = slow().await;
    let doors = [("s.saatja.test", 587, gate.address())];
    let world = World::new(kind, Certificates::new(), &doors, None).await;
    let to = open_door("s.saatja.test", 587);
    let sender = world.sender("Näidis OÜ", to, None).await;
    let running = world.engine(short_sessions());
    sender.batch(60).await;
    sender.wait_for("all are sent", |counts| counts.sent == 60).await;
    assert_eq!((gate.most(), server.count().copies()), (3, 60));
    assert!(gate.all() >= 30, "{}", gate.all());
    running.stop().await;
}

async fn the_relay_counts_goodbyes_too(kind: Kind) {
    let (server, gate) = slow().await;
    let doors = [("relay.saatja.test", 587, gate.address())];
    let door = open_door("relay.saatja.test", 587);
    let world = World::new(kind, Certificates::new(), &doors, Some(door)).await;
    let running = world.engine(short_sessions());
    let mut senders = Vec::new();
    for n in 0..3 {
        let sender = world.by_relay(&format!("Näidis {n}")).await;
        sender.batch(20).await;
        senders.push(sender);
    }
    for sender in &senders {
        sender.wait_for("all are sent", |counts| counts.sent == 20).await;
    }
    assert_eq!((gate.most(), server.count().copies()), (3, 60));
    assert_eq!(server.count().of(&recipient(0)).copies(), 3);
    running.stop().await;
}

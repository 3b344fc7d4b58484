//! Many accounts at the same time: they share places and the relay.

use crate::support::{Kind, LONG, World, open_door, pacing};
use delivery::Pacing;
use std::time::{Duration, Instant};
use testkit::{
    certificates::Certificates,
    tally::{self, Door, Flow, Manner, Tally},
    wait::wait_until,
};

on_both_stores! {
    silent_servers_do_not_slow_healthy_ones,
    silent_servers_never_take_all_places,
    companies_take_turns_at_the_relay,
}

/// Silent servers in far greater number than places for those in trouble; healthy ones go on beside them.
async fn silent_servers_do_not_slow_healthy_ones(kind: Kind) {
    let silent = Tally::start(tally::Options {
        manner: Manner {
            flow: Flow::Silent,
            ..Manner::default()
        },
        ..tally::Options::default()
    })
    .await
    .unwrap();
    let healthy = Tally::start(tally::Options::default()).await.unwrap();
    let doors = [
        ("silent.saatja.test", 587, silent.address(Door::Plain)),
        ("s.saatja.test", 587, healthy.address(Door::Plain)),
    ];
    let world = World::new(kind, Certificates::new(), &doors, None).await;
    let pacing = Pacing {
        accounts_at_once: 64,
        ..pacing()
    };
    let mut waiting = Vec::new();
    for n in 0..40 {
        let sender = world
            .sender(&format!("Vaikne {n}"), open_door("silent.saatja.test", 587), None)
            .await;
        sender.one(sender.letter("saaja@mujal.ee")).await;
        waiting.push(sender);
    }
    let running = world.engine(pacing);
    wait_until("all silent ones are dialled", LONG, async || {
        silent.count().connections() == 40
    })
    .await;
    let sender = world
        .sender("Näidis OÜ", open_door("s.saatja.test", 587), None)
        .await;
    let began = Instant::now();
    sender.batch(500).await;
    sender.wait_for("all are sent", |counts| counts.sent == 500).await;
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    running.stop().await;
}

/// More silent servers than places: who waits longest makes room.
async fn silent_servers_never_take_all_places(kind: Kind) {
    let silent = Tally::start(tally::Options {
        manner: Manner {
            flow: Flow::Silent,
            ..Manner::default()
        },
        ..tally::Options::default()
    })
    .await
    .unwrap();
    let healthy = Tally::start(tally::Options::default()).await.unwrap();
    let doors = [
        ("silent.saatja.test", 587, silent.address(Door::Plain)),
        ("s.saatja.test", 587, healthy.address(Door::Plain)),
    ];
    let world = World::new(kind, Certificates::new(), &doors, None).await;
    let mut waiting = Vec::new();
    for n in 0..14 {
        let name = format!("Vaikne {n}");
        let sender = world
            .sender(&name, open_door("silent.saatja.test", 587), None)
            .await;
        sender.one(sender.letter("saaja@mujal.ee")).await;
        waiting.push(sender);
    }
    let pacing = Pacing {
        accounts_at_once: 8,
        ..pacing()
    };
    let running = world.engine(pacing);
    wait_until("all places are taken", LONG, async || {
        silent.count().connections() == 8
    })
    .await;
    let sender = world
        .sender("Näidis OÜ", open_door("s.saatja.test", 587), None)
        .await;
    let began = Instant::now();
    sender.batch(50).await;
    sender.wait_for("all are sent", |counts| counts.sent == 50).await;
    assert!(
        began.elapsed() < Duration::from_secs(16),
        "before a silent server's own end: {:?}",
        began.elapsed()
    );
    running.stop().await;
}

/// Companies share the relay's few connections.
async fn companies_take_turns_at_the_relay(kind: Kind) {
    let relay = Tally::start(tally::Options {
        manner: Manner {
            delay: Duration::from_millis(5),
            ..Manner::default()
        },
        ..tally::Options::default()
    })
    .await
    .unwrap();
    let door = open_door("relay.saatja.test", 587);
    let world = World::new(
        kind,
        Certificates::new(),
        &[("relay.saatja.test", 587, relay.address(Door::Plain))],
        Some(door),
    )
    .await;
    let mut senders = Vec::new();
    for n in 0..4 {
        let sender = world.by_relay(&format!("Näidis {n}")).await;
        sender.batch(if n == 0 { 1500 } else { 20 }).await;
        senders.push(sender);
    }
    let pacing = Pacing {
        relay_connections: 2,
        ..pacing()
    };
    let running = world.engine(pacing);
    for sender in &senders[1..] {
        sender
            .wait_for("the small ones are sent", |counts| counts.sent == 20)
            .await;
    }
    assert!(
        senders[0].counts().await.sent < 1500,
        "the large one did not come first"
    );
    senders[0]
        .wait_for("the large one is sent", |counts| counts.sent == 1500)
        .await;
    assert!(running.handle.metrics().snapshot().connections_now <= 2);
    let last = senders[0]
        .company
        .messages(&store::MessageQuery::default(), 1)
        .await
        .unwrap();
    assert_eq!(
        last[0].last.as_ref().unwrap().server,
        None,
        "the relay is nobody's to look at"
    );
    running.stop().await;
}

//! Programs that take turns at an account: what a provider allows it holds for all of them together.

use crate::support::{Gate, Kind, LONG, World, open_door, pacing, tls_door};
use delivery::Pacing;
use jiff::{SignedDuration, Timestamp};
use model::{MessageId, message::MessageState};
use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};
use store::{Clock as _, OpenConnections, Release};
use testkit::{
    certificates::Certificates,
    tally::{self, Door, Manner, Tally},
    wait::wait_until,
};

const TURN: Duration = Duration::from_mins(1);

on_both_stores! {
    what_came_late_to_one_program_does_not_bring_the_next_ones_letter_closer,
    programs_together_open_no_more_connections_than_are_allowed,
    a_program_waits_until_others_have_closed_theirs,
    who_can_send_nothing_any_more_is_waited_for_and_given_up,
}

async fn what_came_late_to_one_program_does_not_bring_the_next_ones_letter_closer(kind: Kind) {
    let (world, server) = crate::limits::zone(kind, Duration::from_millis(500)).await;
    let to = tls_door("smtp.zone.eu", 465, "mari@naidis.ee");
    let sender = world.sender("Näidis OÜ", to, Some("p")).await;
    let one = world.engine(pacing());
    sender.batch(2).await;
    sender
        .wait_for("one is on its way", |counts| counts.sending == 1)
        .await;
    // As long as that does it take.
    world.clock.pass(SignedDuration::from_secs(3));
    sender.wait_for("one is sent", |counts| counts.sent == 1).await;
    one.stop().await;
    let other = world.engine(pacing());
    sender.wait_for("both are sent", |counts| counts.sent == 2).await;
    other.stop().await;
    let came: Vec<Timestamp> = server.letters().iter().map(|letter| letter.received_at).collect();
    let distance = came[1].duration_since(came[0]);
    assert!(distance >= SignedDuration::from_secs(5), "{distance:?}");
    let server_was_slow = SignedDuration::from_secs(4);
    assert!(
        distance <= SignedDuration::from_secs(5) + server_was_slow,
        "{distance:?}"
    );
}

/// Answers late, so that a batch needs all sessions that there may be.
async fn slow() -> (Tally, Gate) {
    let manner = Manner {
        delay: Duration::from_millis(10),
        ..Manner::default()
    };
    let server = Tally::start(tally::Options {
        manner,
        ..tally::Options::default()
    });
    let server = server.await.unwrap();
    let gate = Gate::before(server.address(Door::Plain)).await;
    (server, gate)
}

fn through_three() -> Pacing {
    Pacing {
        connections_per_account: 3,
        ..pacing()
    }
}

async fn programs_together_open_no_more_connections_than_are_allowed(kind: Kind) {
    let (server, gate) = slow().await;
    let doors = [("s.saatja.test", 587, gate.address())];
    let world = World::new(kind, Certificates::new(), &doors, None).await;
    let to = open_door("s.saatja.test", 587);
    let sender = world.sender("Näidis OÜ", to, None).await;
    let programs = [world.engine(through_three()), world.engine(through_three())];
    let sent = |program: &crate::support::Running| program.handle.metrics().snapshot().sent;
    let (mut batches, mut turns, mut last, mut was_first) = (0, 0, 0, false);
    // Until they have taken turns often enough.
    while turns < 4 {
        batches += 1;
        assert!(batches < 200, "one of them never gets a turn");
        sender.batch(24).await;
        programs[batches % 2].handle.wake();
        let all = 24 * u64::try_from(batches).unwrap();
        sender
            .wait_for("the batch is sent", |counts| counts.sent == all)
            .await;
        let of_first = sent(&programs[0]);
        // Who sends this one, if it was the other the last time.
        let by_first = of_first > last;
        turns += u32::from(by_first != was_first);
        (last, was_first) = (of_first, by_first);
    }
    assert!(programs.iter().all(|program| sent(program) > 0));
    assert_eq!(gate.most(), 3, "{batches} batches");
    for program in programs {
        program.stop().await;
    }
    assert_eq!(server.count().copies(), 24 * u64::try_from(batches).unwrap());
}

async fn a_program_waits_until_others_have_closed_theirs(kind: Kind) {
    let (server, gate) = slow().await;
    let doors = [("s.saatja.test", 587, gate.address())];
    let world = World::new(kind, Certificates::new(), &doors, None).await;
    let to = open_door("s.saatja.test", 587);
    let sender = world.sender("Näidis OÜ", to, None).await;
    sender.batch(30).await;
    // Another program has had a turn, and has left this many open.
    let leave = async |count, lasts| {
        let leased = world.store.lease_accounts(1, TURN, false).await.unwrap();
        let release = Release {
            open: Some(OpenConnections {
                program: 7,
                count,
                until: world.clock.now() + lasts,
            }),
            ..Release::default()
        };
        assert!(world.store.release(leased[0].lease, &release).await.unwrap());
    };
    leave(3, SignedDuration::from_secs(2)).await;
    let began = Instant::now();
    let running = world.engine(through_three());
    wait_until("there is a connection", LONG, async || gate.all() > 0).await;
    assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());
    sender.wait_for("all are sent", |counts| counts.sent == 30).await;
    assert_eq!(gate.most(), 3, "they were closed by then");
    // Two of three: one is left.
    running.stop().await;
    let before = gate.all();
    sender.batch(30).await;
    leave(2, SignedDuration::from_secs(60)).await;
    let running = world.engine(through_three());
    sender.wait_for("all are sent", |counts| counts.sent == 60).await;
    assert_eq!(gate.all(), before + 1);
    running.stop().await;
    assert_eq!(server.count().copies(), 60);
}

async fn who_can_send_nothing_any_more_is_waited_for_and_given_up(kind: Kind) {
    let server = Tally::start(tally::Options::default()).await.unwrap();
    let doors = [("relay.saatja.test", 587, server.address(Door::Plain))];
    let door = open_door("relay.saatja.test", 587);
    let world = World::new(kind, Certificates::new(), &doors, Some(door)).await;
    let sender = world.by_relay("Näidis OÜ").await;
    let lost = sender.one(sender.letter("kadunud@mujal.ee")).await;
    // The operator no longer lends it to this company.
    world.lent.lends.store(false, Ordering::SeqCst);
    let running = world.engine(pacing());
    let looked_at = async |id: MessageId| {
        wait_until("it is looked at", LONG, async || {
            running.handle.wake();
            let found = sender.company.find_message(id).await.unwrap().unwrap().message;
            let waits = found.not_before.is_some_and(|at| at > world.clock.now()) && found.attempts > 0;
            found.state == MessageState::Failed || (found.state == MessageState::Queued && waits)
        })
        .await;
        sender.company.find_message(id).await.unwrap().unwrap()
    };
    for hour in 0..30 {
        let detail = looked_at(lost).await;
        assert_eq!(detail.message.state, MessageState::Queued, "{hour}");
        assert_eq!((detail.history.len(), detail.message.attempts), (1, 1), "{hour}");
        assert_eq!(detail.history[0].cause.as_deref(), Some("settings-incomplete"));
        world.clock.pass(SignedDuration::from_mins(90));
    }
    // Who can send again in time sends.
    let found = sender.one(sender.letter("leitud@mujal.ee")).await;
    looked_at(found).await;
    for _ in 0..3 {
        world.clock.pass(SignedDuration::from_mins(90));
        looked_at(found).await;
    }
    let detail = looked_at(lost).await;
    assert_eq!(detail.message.state, MessageState::Failed, "after 48 hours");
    assert_eq!(detail.history.len(), 2);
    assert_eq!(detail.history[1].cause.as_deref(), Some("no-way-to-send"));
    world.lent.lends.store(true, Ordering::SeqCst);
    world.clock.pass(SignedDuration::from_mins(90));
    wait_until("the other one is sent", LONG, async || {
        running.handle.wake();
        sender.state(found).await == MessageState::Sent
    })
    .await;
    running.stop().await;
    assert_eq!(server.count().copies(), 1);
}

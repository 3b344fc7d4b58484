//! What can not be used as it is stored: it stops nothing but itself, and goes on when it was mended.

use crate::support::{BY, Gate, Kind, LONG, World, open_door, pacing, recipient, tls_door};
use delivery::Pacing;
use jiff::SignedDuration;
use std::time::{Duration, Instant};
use store::BatchDecision;
use testkit::{
    catcher::Security,
    certificates::{Certificates, HOST},
    recorder::submission_server,
    tally::{self, Door, Manner, Tally},
    wait::wait_until,
};

const USER: &str = "mari@naidis.ee";

on_both_stores! {
    a_letter_that_can_not_be_read_fails_alone,
    a_password_that_does_not_open_holds_once_until_another_one_is_there,
    a_batch_that_is_paused_costs_no_session_a_letter,
    a_clock_that_is_set_back_keeps_no_letter_waiting,
}

async fn a_letter_that_can_not_be_read_fails_alone(kind: Kind) {
    let tally = Tally::start(tally::Options::default()).await.unwrap();
    let doors = [("s.saatja.test", 587, tally.address(Door::Plain))];
    let world = World::new(kind, Certificates::new(), &doors, None).await;
    let sender = world
        .sender("Näidis OÜ", open_door("s.saatja.test", 587), None)
        .await;
    sender.one(sender.letter("rikutud@mujal.ee")).await;
    world.place.sql("UPDATE letter_bodies SET body = '{}'").await;
    sender.batch(20).await;
    let running = world.engine(pacing());
    let counts = sender
        .wait_for("nothing waits", |counts| counts.sent + counts.failed == 21)
        .await;
    assert_eq!((counts.sent, counts.failed), (20, 1));
    assert_eq!(tally.count().of("rikutud@mujal.ee").tries, 0);
    assert_eq!(tally.count().of(&recipient(0)).copies(), 1);
    assert_eq!(running.handle.metrics().snapshot().accounts_held, 0);
    running.stop().await;
}

async fn a_password_that_does_not_open_holds_once_until_another_one_is_there(kind: Kind) {
    let certificates = Certificates::new();
    let server = submission_server(&certificates, USER, "right").await;
    let door = server.address(Security::Tls).unwrap();
    let world = World::new(kind, certificates, &[(HOST, 465, door)], None).await;
    let to = tls_door(HOST, 465, USER);
    let sender = world.sender("Näidis OÜ", to.clone(), Some("right")).await;
    sender.batch(5).await;
    world
        .place
        .sql("UPDATE settings SET password = substr(password, 2) WHERE password IS NOT NULL")
        .await;
    let running = world.engine(pacing());
    wait_until("the owner is told", LONG, async || {
        !world.lent.told.lock().unwrap().is_empty()
    })
    .await;
    assert_eq!(
        world.lent.told.lock().unwrap()[0].why.cause,
        "password-unreadable"
    );
    let looks = Instant::now();
    wait_until("upkeep looked", LONG, async || {
        looks.elapsed() > Duration::from_secs(1)
    })
    .await;
    assert_eq!(running.handle.metrics().snapshot().accounts_held, 1);
    assert_eq!(world.lent.told.lock().unwrap().len(), 1);
    sender.save(&to, Some("right")).await;
    sender.wait_for("all are sent", |counts| counts.sent == 5).await;
    running.stop().await;
}

async fn a_batch_that_is_paused_costs_no_session_a_letter(kind: Kind) {
    let options = tally::Options {
        manner: Manner {
            delay: Duration::from_millis(50),
            ..Manner::default()
        },
        ..tally::Options::default()
    };
    let server = Tally::start(options).await.unwrap();
    let gate = Gate::before(server.address(Door::Plain)).await;
    let doors = [("s.saatja.test", 587, gate.address())];
    let world = World::new(kind, Certificates::new(), &doors, None).await;
    let sender = world
        .sender("Näidis OÜ", open_door("s.saatja.test", 587), None)
        .await;
    let running = world.engine(Pacing {
        connections_per_account: 1,
        ..pacing()
    });
    let batch = sender.batch(60).await;
    sender.wait_for("some are sent", |counts| counts.sent >= 2).await;
    let paused = sender
        .company
        .decide_batch(batch, BatchDecision::Pause, &BY)
        .await
        .unwrap();
    assert!(paused > 20, "{paused}");
    let idle = || running.handle.metrics().snapshot().turns_now == 0;
    wait_until("the turn is over", LONG, async || idle()).await;
    // What was taken ahead is not offered to the server letter by letter.
    assert!(gate.all() <= 3, "{}", gate.all());
    sender
        .company
        .decide_batch(batch, BatchDecision::GoOn, &BY)
        .await
        .unwrap();
    sender.wait_for("all are sent", |counts| counts.sent == 60).await;
    running.stop().await;
}

/// Two hours: nothing that was accepted before waits for them to go by.
async fn a_clock_that_is_set_back_keeps_no_letter_waiting(kind: Kind) {
    let tally = Tally::start(tally::Options::default()).await.unwrap();
    let doors = [("s.saatja.test", 587, tally.address(Door::Plain))];
    let world = World::new(kind, Certificates::new(), &doors, None).await;
    let to = open_door("s.saatja.test", 587);
    let sender = world.sender("Näidis OÜ", to, None).await;
    sender.batch(10).await;
    let back = SignedDuration::from_hours(-2);
    world.clock.pass(back);
    let running = world.engine(pacing());
    sender.wait_for("all are sent", |counts| counts.sent == 10).await;
    // The same while it runs.
    let paused = sender.paused_batch(10).await;
    world.clock.pass(back);
    sender
        .company
        .decide_batch(paused, BatchDecision::GoOn, &BY)
        .await
        .unwrap();
    sender.wait_for("all are sent", |counts| counts.sent == 20).await;
    running.stop().await;
}

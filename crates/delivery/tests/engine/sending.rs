//! Batches go out whole, each letter once.

use crate::support::{Kind, LONG, Sender, World, open_door, pacing, recipient, tls_door};
use jiff::SignedDuration;
use model::message::MessageState;
use std::time::Duration;
use store::BatchDecision;
use testkit::{
    certificates::{Certificate, Certificates, HOST},
    dovecot::Dovecot,
    exim::Exim,
    mail_server::{Doors, Options, PASSWORD, USER},
    postfix::Postfix,
    tally::{self, Door, Manner, Tally},
    wait::wait_until,
};

on_both_stores! {
    dovecot_takes_a_batch_whole,
    exim_takes_a_batch_whole,
    postfix_takes_a_batch_whole,
    what_is_refused_for_now_goes_out_later_and_what_is_refused_for_good_fails,
    cut_connections_make_no_second_copy,
    a_batch_is_paused_and_canceled_in_the_middle,
    a_stop_in_the_middle_leaves_nothing_open_and_the_next_program_goes_on_at_once,
    what_a_dead_program_was_sending_is_in_doubt_and_is_not_sent_again,
    a_worker_that_lost_its_lease_stops_and_writes_nothing,
}

async fn tally(manner: Manner) -> Tally {
    let options = tally::Options {
        manner,
        ..tally::Options::default()
    };
    Tally::start(options).await.unwrap()
}

async fn plain(kind: Kind, tally: &Tally) -> (World, Sender) {
    let door = ("s.saatja.test", 587, tally.address(Door::Plain));
    let world = World::new(kind, Certificates::new(), &[door], None).await;
    let sender = world
        .sender("Näidis OÜ", open_door("s.saatja.test", 587), None)
        .await;
    (world, sender)
}

fn assert_once(tally: &Tally, letters: usize) {
    for n in 0..letters {
        assert_eq!(tally.count().of(&recipient(n)).copies(), 1, "{n}");
    }
    assert_eq!(tally.count().copies(), u64::try_from(letters).unwrap());
}

/// A real server takes 300 letters, and hands each on once.
async fn whole(kind: Kind, doors: Doors, behind: &Tally, certificates: Certificates) {
    let world = World::new(kind, certificates, &[(HOST, 465, doors.tls)], None).await;
    let sender = world
        .sender("Näidis OÜ", tls_door(HOST, 465, USER), Some(PASSWORD))
        .await;
    let running = world.engine(pacing());
    sender.batch(300).await;
    let counts = sender
        .wait_for("300 letters are sent", |counts| counts.sent == 300)
        .await;
    assert_eq!(counts.all(), 300);
    behind.wait_for_copies(300, LONG).await;
    assert_once(behind, 300);
    assert!(running.handle.metrics().snapshot().sessions_opened <= 16);
    running.stop().await;
}

async fn dovecot_takes_a_batch_whole(kind: Kind) {
    let (behind, certificates) = (tally(Manner::default()).await, Certificates::new());
    let options = Options::new(
        certificates.identity(Certificate::Valid),
        behind.address(Door::Plain),
    );
    let server = Dovecot::start(options).await;
    whole(kind, server.doors(), &behind, certificates).await;
}

async fn exim_takes_a_batch_whole(kind: Kind) {
    let (behind, certificates) = (tally(Manner::default()).await, Certificates::new());
    let options = Options::new(
        certificates.identity(Certificate::Valid),
        behind.address(Door::Plain),
    );
    let server = Exim::start(options).await;
    whole(kind, server.doors(), &behind, certificates).await;
}

async fn postfix_takes_a_batch_whole(kind: Kind) {
    let (behind, certificates) = (tally(Manner::default()).await, Certificates::new());
    let options = Options::new(
        certificates.identity(Certificate::Valid),
        behind.address(Door::Plain),
    );
    let server = Postfix::start(options).await;
    whole(kind, server.doors(), &behind, certificates).await;
}

/// 20 % of recipients are refused for now, twice; 5 % for good.
async fn what_is_refused_for_now_goes_out_later_and_what_is_refused_for_good_fails(kind: Kind) {
    let server = tally(Manner {
        seed: 3,
        refused: 50,
        refused_for_now: 200,
        for_now_times: 2,
        ..Manner::default()
    })
    .await;
    let (world, sender) = plain(kind, &server).await;
    let running = world.engine(pacing());
    sender.batch(400).await;
    let tried = |counts: &store::StateCounts| {
        let seen = server.count().recipients();
        counts.sent + counts.failed + counts.waiting == 400 && seen.len() == 400 && counts.sending == 0
    };
    let first = sender.wait_for("all were tried", tried).await;
    assert!((60..100).contains(&first.waiting), "{first:?}");
    assert!((10..35).contains(&first.failed), "{first:?}");
    // Nothing is tried again before its time.
    assert!(
        server
            .count()
            .recipients()
            .iter()
            .all(|(_, received)| received.tries == 1)
    );
    world.clock.pass(SignedDuration::from_mins(2));
    let deferred = || running.handle.metrics().snapshot().deferred;
    wait_until("those were tried again", LONG, async || {
        deferred() == 2 * first.waiting && sender.counts().await.sending == 0
    })
    .await;
    world.clock.pass(SignedDuration::from_mins(6));
    let last = sender
        .wait_for("nothing waits any more", |counts| {
            counts.waiting + counts.sending == 0
        })
        .await;
    assert_eq!((last.failed, last.sent), (first.failed, 400 - first.failed));
    assert_eq!(server.count().copies(), last.sent);
    for (name, received) in server.count().recipients() {
        assert!(
            received.copies() <= 1 && received.tries <= 3,
            "{name}: {received:?}"
        );
    }
    running.stop().await;
}

/// What broke off behind the dot is in doubt and is never sent again by itself; everything else comes once.
async fn cut_connections_make_no_second_copy(kind: Kind) {
    let server = tally(Manner {
        seed: 9,
        cut: 60,
        ..Manner::default()
    })
    .await;
    let (world, sender) = plain(kind, &server).await;
    let running = world.engine(pacing());
    sender.batch(500).await;
    // What was cut in the content is tried again after a minute.
    let all = |counts: &store::StateCounts| counts.sent + counts.in_doubt == 500;
    let end = {
        let clock = world.clock.clone();
        sender
            .wait_for("all are sent or in doubt", |counts| {
                if counts.sending == 0 && counts.waiting > 0 {
                    clock.pass(SignedDuration::from_secs(5));
                }
                all(counts)
            })
            .await
    };
    assert!(end.in_doubt > 0 && end.in_doubt < 60, "{end:?}");
    for (name, received) in server.count().recipients() {
        assert!(received.copies() <= 1, "{name}: {received:?}");
    }
    assert!(server.count().copies() >= end.sent);
    assert!(server.count().copies() <= end.sent + end.in_doubt);
    running.stop().await;
}

async fn a_batch_is_paused_and_canceled_in_the_middle(kind: Kind) {
    let server = tally(Manner {
        delay: Duration::from_millis(10),
        ..Manner::default()
    })
    .await;
    let (world, sender) = plain(kind, &server).await;
    let running = world.engine(pacing());
    let batch = sender.batch(600).await;
    server.wait_for_copies(50, LONG).await;
    sender
        .company
        .decide_batch(batch, BatchDecision::Pause, &crate::support::BY)
        .await
        .unwrap();
    let paused = sender
        .wait_for("nothing is on its way", |counts| {
            counts.sending == 0 && counts.waiting == 0
        })
        .await;
    assert!(
        paused.paused > 0 && paused.sent + paused.paused == 600,
        "{paused:?}"
    );
    assert_eq!(server.count().copies(), paused.sent);
    sender
        .company
        .decide_batch(batch, BatchDecision::GoOn, &crate::support::BY)
        .await
        .unwrap();
    server.wait_for_copies(paused.sent + 50, LONG).await;
    sender
        .company
        .decide_batch(batch, BatchDecision::Cancel, &crate::support::BY)
        .await
        .unwrap();
    let end = sender
        .wait_for("nothing is on its way", |counts| {
            counts.sending == 0 && counts.waiting == 0
        })
        .await;
    assert!(end.canceled > 0 && end.sent + end.canceled == 600, "{end:?}");
    assert_eq!(server.count().copies(), end.sent);
    running.stop().await;
}

async fn a_stop_in_the_middle_leaves_nothing_open_and_the_next_program_goes_on_at_once(kind: Kind) {
    let server = tally(Manner {
        delay: Duration::from_millis(20),
        ..Manner::default()
    })
    .await;
    let (world, sender) = plain(kind, &server).await;
    let running = world.engine(pacing());
    sender.batch(300).await;
    server.wait_for_copies(30, LONG).await;
    running.stop().await;
    let stopped = sender.counts().await;
    assert_eq!((stopped.sending, stopped.in_doubt), (0, 0), "{stopped:?}");
    assert!(stopped.sent < 300);
    assert_eq!(server.count().copies(), stopped.sent);
    let counts = world.store.queue_counts().await.unwrap();
    assert_eq!(counts.leased_accounts, 0, "{counts:?}");
    assert!(
        counts
            .by_state
            .iter()
            .all(|(state, _)| *state == MessageState::Queued),
        "{counts:?}"
    );
    let running = world.engine(pacing());
    sender.wait_for("all are sent", |counts| counts.sent == 300).await;
    assert_once(&server, 300);
    running.stop().await;
}

/// A program that dies leaves what was being sent in doubt, and another one sends the rest.
async fn what_a_dead_program_was_sending_is_in_doubt_and_is_not_sent_again(kind: Kind) {
    let server = tally(Manner {
        delay: Duration::from_millis(30),
        ..Manner::default()
    })
    .await;
    let (world, sender) = plain(kind, &server).await;
    let running = world.engine(pacing());
    sender.batch(200).await;
    server.wait_for_copies(20, LONG).await;
    running.kill();
    // Its lease runs out.
    world.clock.pass(SignedDuration::from_secs(61));
    let running = world.engine(pacing());
    let end = sender
        .wait_for("all are sent or in doubt", |counts| {
            counts.sent + counts.in_doubt == 200
        })
        .await;
    assert!(end.in_doubt <= 8, "{end:?}");
    for (name, received) in server.count().recipients() {
        assert!(received.copies() <= 1, "{name}: {received:?}");
    }
    running.stop().await;
}

/// A worker that sleeps past its lease notes nothing any more, and what it was sending is sent by nobody else.
async fn a_worker_that_lost_its_lease_stops_and_writes_nothing(kind: Kind) {
    let server = tally(Manner {
        delay: Duration::from_millis(100),
        ..Manner::default()
    })
    .await;
    let (world, sender) = plain(kind, &server).await;
    let frozen = world.engine(pacing());
    sender.batch(100).await;
    server.wait_for_copies(8, LONG).await;
    // For the store its lease is over, and another program takes the account.
    world.clock.pass(SignedDuration::from_secs(61));
    let other = world.engine(pacing());
    let end = sender
        .wait_for("all are sent or in doubt", |counts| {
            counts.sent + counts.in_doubt == 100
        })
        .await;
    assert!(end.in_doubt >= 1 && end.in_doubt <= 8, "{end:?}");
    for (name, received) in server.count().recipients() {
        assert!(received.copies() <= 1, "{name}: {received:?}");
    }
    let losses =
        frozen.handle.metrics().snapshot().lease_losses + other.handle.metrics().snapshot().lease_losses;
    assert!(losses >= 1, "{losses}");
    frozen.stop().await;
    other.stop().await;
}

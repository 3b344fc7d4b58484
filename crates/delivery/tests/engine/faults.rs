//! Accounts that do not work, beside those that do.

use crate::support::{Kind, LONG, World, open_door, pacing, recipient, tls_door};
use jiff::SignedDuration;
use model::{
    letter::{Attachment, BlobHash},
    message::MessageState,
};
use sha2::{Digest as _, Sha256};
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};
use testkit::{
    catcher::{Behaviour, Catcher, Config, Security},
    certificates::{Certificate, Certificates, HOST},
    clock,
    recorder::{on_loopback, start, submission_server},
    tally::{self, Door, Manner, Tally},
    unreachable::refused_port,
    wait::wait_until,
};

const USER: &str = "mari@naidis.ee";

on_both_stores! {
    a_refused_password_holds_the_account_burns_nothing_and_a_new_one_lets_it_go,
    messages_follow_their_user_to_another_server,
    what_waits_for_a_server_that_is_not_used_any_more_goes_through_the_new_one,
    settings_without_a_password_hold_and_go_on_when_it_is_there,
    a_server_that_is_away_is_tried_again_and_held_after_two_days,
    a_letter_past_its_deadline_fails_alone,
    a_letter_that_can_not_be_written_fails_alone,
    patience_is_counted_from_the_first_attempt,
    a_daily_quota_defers_and_burns_nothing,
}

async fn submission(password: &str) -> (Catcher, Certificates) {
    let certificates = Certificates::new();
    let server = submission_server(&certificates, USER, password).await;
    (server, certificates)
}

async fn a_refused_password_holds_the_account_burns_nothing_and_a_new_one_lets_it_go(kind: Kind) {
    let (server, certificates) = submission("new").await;
    let door = server.address(Security::Tls).unwrap();
    let world = World::new(kind, certificates, &[(HOST, 465, door)], None).await;
    let to = tls_door(HOST, 465, USER);
    let sender = world.sender("Näidis OÜ", to.clone(), Some("old")).await;
    let running = world.engine(pacing());
    sender.batch(30).await;
    wait_until("the owner is told", LONG, async || {
        !world.lent.told.lock().unwrap().is_empty()
    })
    .await;
    let held = world.lent.told.lock().unwrap()[0].clone();
    assert_eq!(
        (held.why.cause.as_str(), held.users.as_slice()),
        ("wrong-credentials", &[sender.user.id][..])
    );
    assert!(held.why.secret_version.is_some(), "{held:?}");
    // Days go by: nothing is tried, nothing fails, nobody is told again.
    let tried = running.handle.metrics().snapshot().session_failures;
    assert_eq!(tried, 1);
    for _ in 0..3 {
        world.clock.pass(SignedDuration::from_hours(24));
        let looks = Instant::now();
        wait_until("upkeep looked", LONG, async || {
            looks.elapsed() > Duration::from_millis(500)
        })
        .await;
    }
    assert_eq!(running.handle.metrics().snapshot().session_failures, tried);
    assert_eq!(world.lent.told.lock().unwrap().len(), 1);
    let counts = sender.counts().await;
    assert_eq!((counts.waiting, counts.failed), (30, 0), "{counts:?}");
    sender.save(&to, Some("new")).await;
    let counts = sender.wait_for("all are sent", |counts| counts.sent == 30).await;
    assert_eq!(counts.failed, 0);
    running.stop().await;
}

async fn messages_follow_their_user_to_another_server(kind: Kind) {
    let (server, certificates) = submission("right").await;
    let tally = Tally::start(tally::Options::default()).await.unwrap();
    let doors = [
        (HOST, 465, server.address(Security::Tls).unwrap()),
        ("s.saatja.test", 587, tally.address(Door::Plain)),
    ];
    let world = World::new(kind, certificates, &doors, None).await;
    let sender = world
        .sender("Näidis OÜ", tls_door(HOST, 465, USER), Some("wrong"))
        .await;
    let running = world.engine(pacing());
    sender.batch(20).await;
    wait_until("the owner is told", LONG, async || {
        !world.lent.told.lock().unwrap().is_empty()
    })
    .await;
    sender.save(&open_door("s.saatja.test", 587), None).await;
    sender.wait_for("all are sent", |counts| counts.sent == 20).await;
    assert_eq!(tally.count().copies(), 20);
    running.stop().await;
}

/// Accepted for one server; the settings were changed before the engine came to it.
async fn what_waits_for_a_server_that_is_not_used_any_more_goes_through_the_new_one(kind: Kind) {
    let (old, new) = (
        Tally::start(tally::Options::default()).await.unwrap(),
        Tally::start(tally::Options::default()).await.unwrap(),
    );
    let doors = [
        ("old.saatja.test", 587, old.address(Door::Plain)),
        ("new.saatja.test", 587, new.address(Door::Plain)),
    ];
    let world = World::new(kind, Certificates::new(), &doors, None).await;
    let sender = world
        .sender("Näidis OÜ", open_door("old.saatja.test", 587), None)
        .await;
    sender.batch(40).await;
    sender.save(&open_door("new.saatja.test", 587), None).await;
    let running = world.engine(pacing());
    sender.wait_for("all are sent", |counts| counts.sent == 40).await;
    assert_eq!((old.count().copies(), new.count().copies()), (0, 40));
    running.stop().await;
}

async fn settings_without_a_password_hold_and_go_on_when_it_is_there(kind: Kind) {
    let (server, certificates) = submission("right").await;
    let door = server.address(Security::Tls).unwrap();
    let world = World::new(kind, certificates, &[(HOST, 465, door)], None).await;
    let to = tls_door(HOST, 465, USER);
    let sender = world.sender("Näidis OÜ", to.clone(), Some("right")).await;
    sender.batch(10).await;
    sender.save(&to, None).await;
    let running = world.engine(pacing());
    wait_until("the owner is told", LONG, async || {
        !world.lent.told.lock().unwrap().is_empty()
    })
    .await;
    assert_eq!(
        world.lent.told.lock().unwrap()[0].why.cause,
        "settings-incomplete"
    );
    sender.save(&to, Some("right")).await;
    sender.wait_for("all are sent", |counts| counts.sent == 10).await;
    running.stop().await;
}

async fn a_server_that_is_away_is_tried_again_and_held_after_two_days(kind: Kind) {
    let port = refused_port();
    let world = World::new(
        kind,
        Certificates::new(),
        &[("s.saatja.test", 587, port.address())],
        None,
    )
    .await;
    let sender = world
        .sender("Näidis OÜ", open_door("s.saatja.test", 587), None)
        .await;
    let running = world.engine(pacing());
    let id = sender.one(sender.letter("saaja@mujal.ee")).await;
    let tries = || running.handle.metrics().snapshot().session_failures;
    let ended = || running.handle.metrics().snapshot().turns_now == 0;
    wait_until("it was tried", LONG, async || tries() == 1 && ended()).await;
    for (minutes, expected) in [(2, 2), (6, 3), (17, 4), (34, 5), (67, 6)] {
        world.clock.pass(SignedDuration::from_mins(minutes));
        running.handle.wake();
        wait_until("it was tried again", LONG, async || {
            tries() == expected && ended()
        })
        .await;
    }
    assert!(world.lent.told.lock().unwrap().is_empty());
    world.clock.pass(SignedDuration::from_hours(48));
    running.handle.wake();
    wait_until("the owner is told", LONG, async || {
        !world.lent.told.lock().unwrap().is_empty()
    })
    .await;
    assert_eq!(world.lent.told.lock().unwrap()[0].why.cause, "connect-refused");
    assert_eq!(sender.state(id).await, MessageState::Queued);
    let detail = sender.company.find_message(id).await.unwrap().unwrap();
    assert!(detail.history.is_empty(), "{:?}", detail.history);
    running.stop().await;
}

async fn a_letter_past_its_deadline_fails_alone(kind: Kind) {
    let tally = Tally::start(tally::Options::default()).await.unwrap();
    let world = World::new(
        kind,
        Certificates::new(),
        &[("s.saatja.test", 587, tally.address(Door::Plain))],
        None,
    )
    .await;
    let sender = world
        .sender("Näidis OÜ", open_door("s.saatja.test", 587), None)
        .await;
    let late = {
        let mut letter = sender.letter("hilja@mujal.ee");
        letter.deadline = Some(store::Clock::now(&*world.clock) + SignedDuration::from_mins(5));
        sender.one(letter).await
    };
    world.clock.pass(SignedDuration::from_mins(6));
    let running = world.engine(pacing());
    let good = sender.one(sender.letter("saaja@mujal.ee")).await;
    wait_until("the good one is sent", LONG, async || {
        sender.state(good).await == MessageState::Sent
    })
    .await;
    wait_until("the late one failed", LONG, async || {
        sender.state(late).await == MessageState::Failed
    })
    .await;
    let detail = sender.company.find_message(late).await.unwrap().unwrap();
    assert_eq!(
        detail.message.last.unwrap().cause.as_deref(),
        Some("deadline-passed")
    );
    assert_eq!(tally.count().of("hilja@mujal.ee").tries, 0);
    running.stop().await;
}

/// 48 hours are counted from the first attempt, however long a message waited for it.
async fn patience_is_counted_from_the_first_attempt(kind: Kind) {
    let tally = Tally::start(tally::Options {
        manner: Manner {
            refused_for_now: 1000,
            for_now_times: 1000,
            ..Manner::default()
        },
        ..tally::Options::default()
    })
    .await
    .unwrap();
    let world = World::new(
        kind,
        Certificates::new(),
        &[("s.saatja.test", 587, tally.address(Door::Plain))],
        None,
    )
    .await;
    let sender = world
        .sender("Näidis OÜ", open_door("s.saatja.test", 587), None)
        .await;
    let id = sender.one(sender.letter(&recipient(0))).await;
    world.clock.pass(SignedDuration::from_hours(100));
    let running = world.engine(pacing());
    let tries = || tally.count().of(&recipient(0)).tries;
    wait_until("it was tried", LONG, async || tries() == 1).await;
    wait_until("it waits", LONG, async || {
        sender.state(id).await == MessageState::Queued
    })
    .await;
    world.clock.pass(SignedDuration::from_hours(47));
    wait_until("it was tried again", LONG, async || tries() == 2).await;
    wait_until("it waits", LONG, async || {
        sender.state(id).await == MessageState::Queued
    })
    .await;
    world.clock.pass(SignedDuration::from_hours(2));
    wait_until("it was given up", LONG, async || {
        sender.state(id).await == MessageState::Failed
    })
    .await;
    let detail = sender.company.find_message(id).await.unwrap().unwrap();
    assert_eq!((detail.history.len(), tries()), (3, 3));
    running.stop().await;
}

async fn a_daily_quota_defers_and_burns_nothing(kind: Kind) {
    let mut config = Config::new(clock::real());
    let certificates = Certificates::new();
    config.listeners = vec![on_loopback(Security::Tls)];
    config.accounts = Some(HashMap::from([(USER.to_owned(), "p".to_owned())]));
    config.certificates = Some(
        certificates
            .identity_for(Certificate::Valid, &["smtp.gmail.com"])
            .for_any_name()
            .unwrap(),
    );
    config.behaviour = Behaviour::GmailDailyQuota;
    let server = start(config).await;
    let door = ("smtp.gmail.com", 465, server.address(Security::Tls).unwrap());
    let world = World::new(kind, certificates, &[door], None).await;
    let sender = world
        .sender("Näidis OÜ", tls_door("smtp.gmail.com", 465, USER), Some("p"))
        .await;
    let running = world.engine(pacing());
    sender.batch(20).await;
    let deferred = || running.handle.metrics().snapshot().deferred;
    wait_until("one was deferred", LONG, async || deferred() > 0).await;
    let counts = sender
        .wait_for("nothing is on its way", |counts| counts.sending == 0)
        .await;
    assert_eq!((counts.waiting, counts.failed), (20, 0));
    assert!(deferred() <= 4, "the others were not tried: {}", deferred());
    server.set_behaviour(Behaviour::Accept);
    world.clock.pass(SignedDuration::from_hours(27));
    sender.wait_for("all are sent", |counts| counts.sent == 20).await;
    running.stop().await;
}

/// Its file is gone, which only happens where somebody worked on the database.
async fn a_letter_that_can_not_be_written_fails_alone(kind: Kind) {
    let tally = Tally::start(tally::Options::default()).await.unwrap();
    let doors = [("s.saatja.test", 587, tally.address(Door::Plain))];
    let world = World::new(kind, Certificates::new(), &doors, None).await;
    let to = open_door("s.saatja.test", 587);
    let sender = world.sender("Näidis OÜ", to, None).await;
    let file = b"Arve 1";
    let hash = BlobHash::from_bytes(Sha256::digest(file).into());
    sender.company.put_blob(&hash, file).await.unwrap();
    let mut letter = sender.letter("failiga@mujal.ee");
    letter.letter.content.attachments = vec![Attachment {
        name: "arve.pdf".parse().unwrap(),
        media_type: "application/pdf".parse().unwrap(),
        hash,
        size: 6,
    }];
    let without_file = sender.one(letter).await;
    sender.batch(20).await;
    world.place.sql("DELETE FROM blobs").await;
    let running = world.engine(pacing());
    let counts = sender
        .wait_for("nothing waits", |counts| counts.sent + counts.failed == 21)
        .await;
    assert_eq!((counts.sent, counts.failed), (20, 1));
    let detail = sender.company.find_message(without_file).await.unwrap().unwrap();
    assert_eq!(detail.message.state, MessageState::Failed);
    let last = detail.message.last.unwrap();
    assert_eq!(last.cause.as_deref(), Some("letter-not-written"));
    assert_eq!(tally.count().of("failiga@mujal.ee").tries, 0);
    assert!(
        world.lent.told.lock().unwrap().is_empty(),
        "the account is in order"
    );
    running.stop().await;
}

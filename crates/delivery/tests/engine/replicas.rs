//! Several programs on one database.

use crate::support::{Kind, LONG, World, open_door, pacing, recipient};
use delivery::Pacing;
use std::time::{Duration, Instant};
use testkit::{
    certificates::Certificates,
    tally::{self, Door, Manner, Tally},
    wait::wait_until,
};

const ACCOUNTS: usize = 5;
const EACH: usize = 400;
const ALL: u64 = 2000;

/// Both take part, each letter goes out once, and when one is stopped the other takes its accounts without waiting for
/// leases to run out: no time passes but the real one, and leases last a minute.
#[tokio::test(flavor = "multi_thread")]
async fn two_programs_share_a_batch_and_one_goes_on_at_once_when_the_other_is_stopped() {
    let server = Tally::start(tally::Options {
        manner: Manner {
            delay: Duration::from_millis(40),
            ..Manner::default()
        },
        ..tally::Options::default()
    })
    .await
    .unwrap();
    let doors = [("s.saatja.test", 587, server.address(Door::Plain))];
    let first = World::new(Kind::Postgres, Certificates::new(), &doors, None).await;
    let (place, clock) = (first.place.clone(), first.clock.clone());
    let second = World::at(place, clock, Certificates::new(), &doors, None).await;
    let mut senders = Vec::new();
    for n in 0..ACCOUNTS {
        let to = open_door("s.saatja.test", 587);
        let sender = first.sender(&format!("Näidis {n}"), to, None).await;
        sender.batch(EACH).await;
        senders.push(sender);
    }
    let three = Pacing {
        accounts_at_once: 3,
        ..pacing()
    };
    let one = first.engine(three);
    let now = |of: &crate::support::Running| of.handle.metrics().snapshot().turns_now;
    wait_until("the first has what it can serve", LONG, async || now(&one) == 3).await;
    let other = second.engine(pacing());
    wait_until("the second has the rest", LONG, async || now(&other) == 2).await;
    server.wait_for_copies(ALL / 8, LONG).await;
    let sent = one.handle.metrics().snapshot().sent;
    assert!(sent > 0, "the first takes part");
    one.stop().await;
    assert!(server.count().copies() < ALL / 2, "it was stopped in the middle");
    let stopped = Instant::now();
    wait_until("the other has all accounts", LONG, async || now(&other) == 5).await;
    assert!(
        stopped.elapsed() < Duration::from_secs(5),
        "{:?}",
        stopped.elapsed()
    );
    for sender in &senders {
        let each = u64::try_from(EACH).unwrap();
        let counts = sender
            .wait_for("all are sent", |counts| counts.sent == each)
            .await;
        assert_eq!((counts.all(), counts.in_doubt), (each, 0));
    }
    other.stop().await;
    assert_eq!(server.count().copies(), ALL);
    for n in 0..EACH {
        let received = server.count().of(&recipient(n));
        assert_eq!((received.letters.len(), received.copies()), (ACCOUNTS, 5), "{n}");
    }
}

//! What is fetched from a real mailbox, and what is not.

use crate::support::{Bench, Keeper, private, report};
use store::MailboxPlace;

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_fetched_once_and_private_mail_is_left_alone() {
    let bench = Bench::start().await;
    for number in 1..=2 {
        bench.server.receive("jyri@example.org", &private(number)).await;
        bench.server.receive("", &report(number)).await;
    }
    let first = bench.look(None).await;
    assert_eq!(first.kept.len(), 2);
    assert!(first.kept.iter().all(|mail| mail.contains("Final-Recipient")));
    assert_eq!((first.counted, first.place.unwrap().last_uid), (2, 4));

    let said = bench.server.said();
    let of_bodies: Vec<&str> = said.lines().filter(|line| line.contains("BODY.PEEK[]")).collect();
    assert_eq!(of_bodies.len(), 2, "{said}");
    assert!(
        of_bodies[0].contains("UID FETCH 2 ") && of_bodies[1].contains("UID FETCH 4 "),
        "{of_bodies:?}"
    );
    for never in [
        "SUBJECT",
        "BODY[",
        "ENVELOPE",
        "EXPUNGE",
        "MOVE",
        "COPY",
        "CREATE",
        "\\Seen",
        "\\Deleted",
    ] {
        assert!(!said.contains(never), "{never}: {said}");
    }
    // only after something was kept it was opened so that marks can be set
    let opened: Vec<&str> = said
        .lines()
        .filter_map(|line| line.split(' ').nth(2))
        .filter(|word| matches!(*word, "EXAMINE" | "SELECT"))
        .collect();
    assert_eq!(opened, ["EXAMINE", "SELECT"], "{said}");
    // nothing counts as read; the two reports bear our word
    assert_eq!(bench.server.flags(), ["", "", "a", "a"]);
    assert_eq!(bench.server.words(), "0 $SaatjaRead\n");

    let before = bench.server.said().len();
    let again = bench.look(first.place).await;
    assert_eq!((again.kept.len(), again.counted), (0, 0));
    let said = bench.server.said()[before..].to_owned();
    assert!(!said.contains("FETCH") && !said.contains("SELECT"), "{said}");

    // goes on where it was, from another program
    bench.server.receive("jyri@example.org", &private(3)).await;
    bench.server.receive("", &report(3)).await;
    let later = bench.look(first.place).await;
    assert_eq!(later.kept.len(), 1);
    assert!(later.kept[0].contains("report-3@"));
    assert_eq!(later.place.unwrap().last_uid, 6);
    assert_eq!(bench.server.flags(), ["", "", "", "a", "a", "a"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_not_taken_comes_again_and_nothing_behind_it_is_lost() {
    let bench = Bench::start().await;
    bench.server.receive("jyri@example.org", &private(1)).await;
    for number in 1..=2 {
        bench.server.receive("", &report(number)).await;
    }
    let mut keeper = Keeper {
        refuses: true,
        ..Keeper::default()
    };
    bench.look_for(None, &mut keeper).await;
    assert_eq!((keeper.kept.len(), keeper.place), (0, None));
    assert_eq!(bench.server.words(), "", "nothing is marked that was not kept");
    keeper.refuses = false;
    bench.look_for(keeper.place, &mut keeper).await;
    assert_eq!(keeper.kept.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_that_are_numbered_anew_are_looked_through_by_their_day() {
    let bench = Bench::start().await;
    bench.server.receive("", &report(1)).await;
    let first = bench.look(None).await.place.unwrap();
    bench.server.renumber();
    bench.server.receive("", &report(2)).await;
    let again = bench.look(Some(first)).await;
    let place = again.place.unwrap();
    assert_ne!(place.uid_validity, first.uid_validity);
    assert!(again.kept.iter().any(|mail| mail.contains("report-2@")));
    assert_eq!(bench.look(Some(place)).await.kept.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_older_than_the_permission_is_fetched() {
    let bench = Bench::start().await;
    bench.server.receive("", &report(1)).await;
    let mut session = bench.signed_in().await;
    let from = mailbox::look::From {
        place: None,
        since: crate::support::today().saturating_add(jiff::Span::new().days(3)),
    };
    let mut keeper = Keeper::default();
    let looked = mailbox::look(&mut session, from, &mut keeper).await.unwrap();
    assert_eq!(looked, mailbox::Look::Through);
    assert!(keeper.kept.is_empty());
    assert!(!bench.server.said().contains("FETCH"));
    // and from there on everything
    bench.server.receive("", &report(2)).await;
    assert_eq!(keeper.place.unwrap().last_uid, 1);
    assert_eq!(bench.look(keeper.place).await.kept.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_mailbox_and_a_long_report() {
    let bench = Bench::start().await;
    let empty = bench.look(None).await;
    assert_eq!(empty.place.map(|place| place.last_uid), Some(0));
    let long = report(1).replace("It did not arrive.", &"It did not arrive.\n".repeat(100_000));
    bench.server.receive("", &long).await;
    let found = bench.look(empty.place).await;
    assert_eq!(found.kept[0].len(), 1024 * 1024, "its first MiB");
    // a place beyond the end, as after a mailbox was restored
    let far = MailboxPlace {
        last_uid: u32::MAX,
        ..found.place.unwrap()
    };
    assert!(bench.look(Some(far)).await.kept.is_empty());
}

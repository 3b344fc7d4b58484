//! How much may come in.

use crate::support::{Bench, DOMAIN, KLIENT, dsn, plenty, reply};
use inbound::{EnvelopeSender, Limits, Outcome, Received};
use jiff::SignedDuration;
use model::message::MessageState;
use std::time::Duration;

fn person() -> EnvelopeSender {
    EnvelopeSender::Address(KLIENT.to_owned())
}

#[tokio::test]
async fn what_proves_nothing_is_limited_and_what_is_signed_is_not() {
    let few = Limits {
        unsigned_an_hour: 3,
        ..plenty()
    };
    let bench = Bench::with(few, None).await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let to = format!("naidis@{DOMAIN}");
    for number in 0..3 {
        let more = format!("X-Number: {number}\r\n");
        let kept = bench
            .arrive(bench.company, Some(&to), person(), reply(&to, &more))
            .await;
        assert!(matches!(kept, Received::Kept { .. }), "{kept:?}");
    }
    for _ in 0..2 {
        let more = "X-Number: 4\r\n";
        let limited = bench
            .arrive(bench.company, Some(&to), person(), reply(&to, more))
            .await;
        assert_eq!(
            limited,
            Received::Limited {
                wait: Duration::from_mins(20)
            }
        );
    }
    let path = bench.return_path(bench.company, messages[0]).await;
    let kept = bench.report(&path, dsn(&path, KLIENT, "", "")).await;
    assert!(matches!(kept, Received::Kept { .. }));
    assert_eq!(bench.events(bench.company).await.len(), 4);
    assert_eq!(bench.receiver.metrics().snapshot().outcome(Outcome::Limited), 2);

    bench.clock.advance(SignedDuration::from_mins(20));
    let kept = bench
        .arrive(bench.company, Some(&to), person(), reply(&to, "X-Number: 4\r\n"))
        .await;
    assert!(matches!(kept, Received::Kept { .. }), "{kept:?}");
}

#[tokio::test]
async fn above_the_days_bytes_reports_lose_their_text_and_replies_wait() {
    let little = Limits {
        kept_bytes_a_day: 1500,
        ..plenty()
    };
    let bench = Bench::with(little, None).await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT, "teine@klient.test"]).await;
    for message in &messages {
        let path = bench.return_path(bench.company, *message).await;
        let kept = bench.report(&path, dsn(&path, KLIENT, "", "")).await;
        assert!(matches!(kept, Received::Kept { .. }));
    }
    let mut texts = Vec::new();
    for event in bench.events(bench.company).await {
        let detail = bench
            .of(bench.company)
            .find_event(event.id)
            .await
            .unwrap()
            .unwrap();
        texts.push(detail.raw.is_some());
        assert!(event.changed, "it counts all the same");
    }
    assert_eq!(texts, [false, true]);
    let to = format!("naidis@{DOMAIN}");
    let large = format!("{}{}", reply(&to, ""), "x\r\n".repeat(1000));
    let put_off = bench.arrive(bench.company, Some(&to), person(), large).await;
    assert!(matches!(put_off, Received::Limited { .. }), "{put_off:?}");
}

/// A report that speaks of so many recipients.
fn of_many(to: &str, recipients: usize, returned: &str) -> String {
    let one = |n: usize| {
        format!("\r\nFinal-Recipient: rfc822; n{n}@klient.test\r\nAction: failed\r\nStatus: 5.1.1\r\n")
    };
    let rest: String = (0..recipients).map(one).collect();
    let text = dsn(to, KLIENT, "", returned);
    text.replacen(
        "\r\n\r\n--x\r\nContent-Type: text/rfc822-headers",
        &format!("\r\n{rest}\r\n--x\r\nContent-Type: text/rfc822-headers"),
        1,
    )
}

#[tokio::test]
async fn one_mail_makes_few_events() {
    let bench = Bench::new().await;
    let (letter, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    let to = format!("naidis@{DOMAIN}");
    let returned = format!("Message-ID: <{letter}@{DOMAIN}>\n");
    let read = bounce::read(of_many(&path, 50, "").as_bytes());
    assert_eq!(read.recipients.len(), 51, "it speaks of many");
    for (to, returned, most) in [(&path, "", 1), (&to, "", 1), (&to, returned.as_str(), 20)] {
        let Received::Kept { events, .. } = bench.report(to, of_many(to, 50, returned)).await else {
            panic!("{to}: it is kept");
        };
        assert_eq!(events.len(), most, "{to} {returned}");
    }
    assert_eq!(
        bench.state(bench.company, messages[0]).await,
        MessageState::Bounced
    );
}

#[tokio::test]
async fn a_return_path_is_not_used_without_end() {
    let bench = Bench::new().await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT, "teine@klient.test"]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    let mut limited = 0;
    for number in 0..25 {
        let mail = dsn(&path, KLIENT, &format!("X-Number: {number}"), "");
        limited += usize::from(matches!(
            bench.report(&path, mail).await,
            Received::Limited { .. }
        ));
    }
    assert_eq!(limited, 5);
    let other = bench.return_path(bench.company, messages[1]).await;
    let kept = bench
        .report(&other, dsn(&other, "teine@klient.test", "", ""))
        .await;
    assert!(matches!(kept, Received::Kept { .. }), "{kept:?}");
}

#[tokio::test]
async fn signed_replies_are_limited_too_and_apart() {
    let few = Limits {
        unsigned_an_hour: 2,
        ..plenty()
    };
    let bench = Bench::with(few, None).await;
    let to = ["a@klient.test", "b@klient.test", "c@klient.test"];
    let (_, messages) = bench.sent(&bench.mari, &to).await;
    let mut told = Vec::new();
    for message in &messages {
        let path = bench.return_path(bench.company, *message).await;
        let more = format!("X-To: {path}\r\n");
        told.push(
            bench
                .arrive(bench.company, Some(&path), person(), reply(&path, &more))
                .await,
        );
    }
    assert!(matches!(told[1], Received::Kept { .. }), "{told:?}");
    assert!(matches!(told[2], Received::Limited { .. }), "{told:?}");
    // Reports are not, and what proves nothing has its own number.
    let path = bench.return_path(bench.company, messages[2]).await;
    let report = bench.report(&path, dsn(&path, "c@klient.test", "", "")).await;
    assert!(matches!(report, Received::Kept { .. }), "{report:?}");
    let unsigned = format!("naidis@{DOMAIN}");
    let kept = bench
        .arrive(bench.company, Some(&unsigned), person(), reply(&unsigned, ""))
        .await;
    assert!(matches!(kept, Received::Kept { .. }), "{kept:?}");
}

#[tokio::test]
async fn what_was_here_before_takes_nothing_of_the_day() {
    let little = Limits {
        kept_bytes_a_day: 3000,
        ..plenty()
    };
    let bench = Bench::with(little, None).await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT, "teine@klient.test"]).await;
    let first = bench.return_path(bench.company, messages[0]).await;
    for _ in 0..10 {
        bench.report(&first, dsn(&first, KLIENT, "", "")).await;
    }
    let second = bench.return_path(bench.company, messages[1]).await;
    bench
        .report(&second, dsn(&second, "teine@klient.test", "", ""))
        .await;
    for event in bench.events(bench.company).await {
        let detail = bench.of(bench.company).find_event(event.id).await.unwrap();
        assert!(detail.unwrap().raw.is_some(), "{event:?}");
    }
}

#[tokio::test]
async fn of_a_large_mail_its_beginning_is_kept() {
    let bench = Bench::new().await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    let mail = format!("{}{}", dsn(&path, KLIENT, "", ""), "x\r\n".repeat(700_000));
    let size = mail.len() as u64;
    bench.report(&path, mail).await;
    let event = &bench.events(bench.company).await[0];
    let detail = bench
        .of(bench.company)
        .find_event(event.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((detail.size, detail.raw.unwrap().len()), (size, 1024 * 1024));
}

#[tokio::test]
async fn nothing_is_promised_when_the_store_is_gone() {
    use store::Store as _;
    let bench = Bench::new().await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    // What is known of it is remembered; nothing can be written.
    let mail = dsn(&path, KLIENT, "", "");
    bench.receiver.mailboxes().path(bench.company).await.unwrap();
    bench.store.close().await;
    assert_eq!(bench.report(&path, mail).await, Received::TryLater);
    assert_eq!(bench.receiver.metrics().snapshot().outcome(Outcome::Later), 1);
}

use super::{
    bench::{Bench, external},
    post::{
        about, accept, accept_batch, accept_one, advance, end_all, failed, from_now, in_doubt, lease,
        new_letter, sent, take,
    },
};
use crate::{CompanyStore, MessageQuery, StateCounts, Step, User};
use jiff::Timestamp;
use model::{MessageId, message::MessageState};

async fn find(company: &dyn CompanyStore, query: &MessageQuery) -> Vec<MessageId> {
    let found = company.messages(query, 1000).await.unwrap();
    found.iter().map(|message| message.id).collect()
}

fn searching(text: &str) -> MessageQuery {
    MessageQuery {
        search: Some(text.to_owned()),
        oldest_first: true,
        ..MessageQuery::default()
    }
}

pub(super) async fn is_searched(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.user(company.id(), "jyri@naidis.ee").await;
    let mut letters = [
        about("Arve nr 1", new_letter(&user, "Õie.Kask@näidis.ee")),
        about("ÕUNAKOOK 50% soodsam_", new_letter(&user, "mari@mujal.ee")),
        about("Teade", new_letter(&other, "jyri@mujal.ee")),
        about("", new_letter(&other, "a%b@mujal.ee")),
    ];
    letters[2].reference = Some(external("arve-7/Õ"));
    let mut messages = accept(&*company, &letters[..2]).await;
    messages.extend(accept(&*company, &letters[2..]).await);
    for (text, expected) in [
        ("õie", &messages[..1]),
        ("ÕIE.KASK@", &messages[..1]),
        ("õunakook", &messages[1..2]),
        ("50% SOODSAM_", &messages[1..2]),
        ("%", &[messages[1], messages[3]]),
        ("arve-7/Õ", &messages[2..3]),
        ("arve-7", &[]),
        ("mujal.ee", &messages[1..]),
        ("", &messages[..]),
        ("'; --", &[]),
    ] {
        assert_eq!(find(&*company, &searching(text)).await, expected, "{text}");
        let counts = company.count_messages(&searching(text)).await.unwrap();
        assert_eq!(counts.waiting, expected.len() as u64, "{text}");
    }
}

pub(super) async fn is_narrowed_down_and_read_in_pages(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.user(company.id(), "jyri@naidis.ee").await;
    let two = |user: &User| ["a@mujal.ee", "b@mujal.ee"].map(|to| new_letter(user, to));
    let mut messages = accept(&*company, &two(&user)).await;
    let between = from_now(bench, 5);
    bench.pass(10);
    messages.extend(accept(&*company, &two(&other)).await);
    let letter = company
        .find_message(messages[1])
        .await
        .unwrap()
        .unwrap()
        .message
        .letter;
    let newest = MessageQuery::default();
    let mut backwards = messages.clone();
    backwards.reverse();
    assert_eq!(find(&*company, &newest).await, backwards);
    let queries = [
        (
            MessageQuery {
                user: Some(other.id),
                ..newest.clone()
            },
            &backwards[..2],
        ),
        (
            MessageQuery {
                from: Some(between),
                ..newest.clone()
            },
            &backwards[..2],
        ),
        (
            MessageQuery {
                until: Some(between),
                ..newest.clone()
            },
            &backwards[2..],
        ),
        (
            MessageQuery {
                from: Some(from_now(bench, 0)),
                until: Some(from_now(bench, 0)),
                ..newest.clone()
            },
            &[],
        ),
        (
            MessageQuery {
                after: Some(backwards[1]),
                user: Some(user.id),
                ..newest.clone()
            },
            &backwards[2..],
        ),
        (
            MessageQuery {
                letter: Some(letter),
                ..newest.clone()
            },
            &messages[1..2],
        ),
    ];
    for (query, expected) in queries {
        assert_eq!(find(&*company, &query).await, expected, "{query:?}");
    }
    // Pages, both ways.
    for oldest_first in [false, true] {
        let mut query = MessageQuery {
            oldest_first,
            ..MessageQuery::default()
        };
        let mut seen = Vec::new();
        while let Some(page) =
            Some(company.messages(&query, 3).await.unwrap()).filter(|page| !page.is_empty())
        {
            query.after = page.last().map(|message| message.id);
            seen.extend(page.iter().map(|message| message.id));
        }
        assert_eq!(
            seen,
            if oldest_first {
                messages.clone()
            } else {
                backwards.clone()
            }
        );
    }
}

pub(super) async fn is_counted_and_filtered_by_state(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let letters: Vec<_> = (0..5)
        .map(|number| new_letter(&user, &format!("a{number}@mujal.ee")))
        .collect();
    let messages = accept(&*company, &letters).await;
    let (batch, paused) = accept_batch(&*company, &user, &letters[..2], true).await;
    let lease = lease(bench).await;
    take(&*bench.store, lease).await;
    for id in &messages[..4] {
        advance(&*bench.store, lease, *id, Step::Sending).await;
    }
    for (id, end) in messages.iter().zip([sent(bench), failed(bench), in_doubt(bench)]) {
        advance(&*bench.store, lease, *id, end).await;
    }
    let all = StateCounts {
        waiting: 1,
        sending: 1,
        sent: 1,
        bounced: 0,
        failed: 1,
        in_doubt: 1,
        paused: 2,
        canceled: 0,
    };
    let query = |states: &[MessageState]| MessageQuery {
        states: states.to_vec(),
        oldest_first: true,
        ..MessageQuery::default()
    };
    assert_eq!(company.count_messages(&query(&[])).await.unwrap(), all);
    let failed_only = query(&[MessageState::Failed]);
    assert_eq!(
        company.count_messages(&failed_only).await.unwrap(),
        all,
        "the states do not count for the numbers beside them"
    );
    assert_eq!(find(&*company, &failed_only).await, messages[1..2]);
    let two = query(&[MessageState::InDoubt, MessageState::Paused]);
    assert_eq!(find(&*company, &two).await, [messages[2], paused[0], paused[1]]);
    let of_batch = MessageQuery {
        batch: Some(batch),
        after: Some(paused[1]),
        ..MessageQuery::default()
    };
    assert_eq!(company.count_messages(&of_batch).await.unwrap().paused, 2);
    let by_cause = MessageQuery {
        cause: Some("mailbox-full".to_owned()),
        oldest_first: true,
        ..MessageQuery::default()
    };
    assert_eq!(find(&*company, &by_cause).await, messages[1..3]);
}

pub(super) async fn tells_of_days_as_the_clock_on_the_wall(bench: &Bench) {
    // The night of 25 October 2026 has an hour more in Tallinn.
    let midnights = [
        "2026-10-23T21:00:00Z",
        "2026-10-24T21:00:00Z",
        "2026-10-25T22:00:00Z",
        "2026-10-26T22:00:00Z",
    ]
    .map(|at| at.parse::<Timestamp>().unwrap());
    let (company, user) = bench.company_with_user().await;
    let other = bench.user(company.id(), "jyri@naidis.ee").await;
    for at in [
        "2026-10-23T20:59:59Z",
        "2026-10-23T21:00:00Z",
        "2026-10-25T00:30:00Z",
        "2026-10-25T21:59:59Z",
        "2026-10-26T22:00:00Z",
    ] {
        bench.clock.set(at.parse().unwrap());
        accept_one(&*company, &user).await;
    }
    bench.clock.set("2026-10-25T12:00:00Z".parse().unwrap());
    accept_one(&*company, &other).await;
    bench.clock.set("2026-10-27T12:00:00Z".parse().unwrap());
    assert_eq!(end_all(bench, sent).await, 6);
    accept_one(&*company, &other).await;
    let counts = async |user: Option<model::UserId>| {
        let days = company.days(user, &midnights).await.unwrap();
        let begins: Vec<_> = days.iter().map(|day| day.begins).collect();
        let expected: Vec<_> = midnights[..3].iter().map(|at| at.as_microsecond()).collect();
        assert_eq!(begins, expected);
        assert!(days.iter().all(|day| day.counts.all() == day.counts.sent));
        days.iter().map(|day| day.counts.sent).collect::<Vec<_>>()
    };
    assert_eq!(counts(None).await, [1, 3, 0]);
    assert_eq!(counts(Some(user.id)).await, [1, 2, 0]);
    assert!(company.days(None, &midnights[..1]).await.unwrap().is_empty());
    assert!(company.days(None, &[]).await.unwrap().is_empty());
}

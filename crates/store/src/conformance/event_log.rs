use super::{
    bench::Bench,
    post::{accept, accept_batch, end_all, new_letter, sent},
    returned::{bounce_of, event, kept, kept_one, mail, signed},
};
use crate::{Clock as _, CompanyStore, EventCounts, EventQuery, NewEvent, NewInbound};
use model::{
    EventId,
    event::{Cause, Distrust, Kind, Source},
};

async fn find(company: &dyn CompanyStore, query: &EventQuery) -> Vec<EventId> {
    let found = company.events(query, 1000).await.unwrap();
    found.iter().map(|event| event.id).collect()
}

fn oldest_first() -> EventQuery {
    EventQuery {
        oldest_first: true,
        ..EventQuery::default()
    }
}

pub(super) async fn is_searched(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let letters = ["Õie.Kask@naidis.ee", "mari@mujal.ee"].map(|to| new_letter(&user, to));
    let messages = accept(&*company, &letters).await;
    assert_eq!(end_all(bench, sent).await, 2);
    let passed = NewEvent {
        recipient: Some("ÄRA@mujal.ee".to_owned()),
        ..bounce_of(messages[1])
    };
    let unknown = NewEvent {
        recipient: Some("Ülo_50%@Kuskil.ee".to_owned()),
        ..event(Kind::Bounce)
    };
    let mut ids = Vec::new();
    for (subject, new) in [
        ("Tagasi: ÕUNAKOOK", bounce_of(messages[0])),
        ("Tagastatud kiri", passed),
        ("", unknown),
        ("Ei ole kohal", event(Kind::AutomaticReply)),
    ] {
        ids.push(kept_one(bench, &*company, subject, new).await.id);
    }
    for (text, expected) in [
        ("õie", &ids[..1]),
        ("ÕIE.KASK@NAIDIS", &ids[..1]),
        ("õunaKOOK", &ids[..1]),
        ("TAGA", &ids[..2]),
        ("mari@", &ids[1..2]),
        ("ära@", &[]),
        ("ülo_50%@k", &ids[2..3]),
        ("_", &ids[2..3]),
        ("kohal", &ids[3..]),
        ("  ", &ids[..]),
        ("'; --", &[]),
    ] {
        let query = EventQuery {
            search: Some(text.to_owned()),
            ..oldest_first()
        };
        assert_eq!(find(&*company, &query).await, expected, "{text}");
        let counts = company.count_events(&query).await.unwrap();
        let believed: u64 = counts.kinds.iter().map(|(_, number)| number).sum();
        assert_eq!(believed + counts.distrusted, expected.len() as u64, "{text}");
    }
}

pub(super) async fn is_narrowed_down(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.user(company.id(), "jyri@naidis.ee").await;
    let letters = |user| ["a@mujal.ee", "b@mujal.ee"].map(|to| new_letter(user, to));
    let (batch, of_batch) = accept_batch(&*company, &user, &letters(&user), false).await;
    let of_other = accept(&*company, &letters(&other)).await;
    assert_eq!(end_all(bench, sent).await, 4);
    let full = NewEvent {
        cause: Some(Cause::MailboxFull),
        ..bounce_of(of_batch[1])
    };
    let mut ids = Vec::new();
    for new in [bounce_of(of_batch[0]), full, signed(Kind::Delayed, of_other[0])] {
        ids.push(kept_one(bench, &*company, &ids.len().to_string(), new).await.id);
    }
    bench.pass(5);
    let between = bench.clock.now();
    bench.pass(5);
    let his_mailbox = NewInbound {
        user: Some(other.id),
        source: Source::Imap,
        ..mail(company.id(), "3", vec![event(Kind::RealReply)])
    };
    ids.extend(kept(bench, &his_mailbox).await);
    let forged = NewEvent {
        distrust: Some(Distrust::Signature),
        ..bounce_of(of_other[1])
    };
    for new in [forged, event(Kind::Bounce)] {
        ids.push(kept_one(bench, &*company, &ids.len().to_string(), new).await.id);
    }
    let with = |change: &dyn Fn(&mut EventQuery)| {
        let mut query = oldest_first();
        change(&mut query);
        query
    };
    let asked = [
        (with(&|query| query.user = Some(user.id)), vec![0, 1]),
        (with(&|query| query.user = Some(other.id)), vec![2, 3, 4]),
        (with(&|query| query.kinds = vec![Kind::Bounce]), vec![0, 1, 4, 5]),
        (
            with(&|query| query.kinds = vec![Kind::Delayed, Kind::RealReply]),
            vec![2, 3],
        ),
        (with(&|query| query.kinds = vec![Kind::Delivered]), vec![]),
        (with(&|query| query.cause = Some(Cause::MailboxFull)), vec![1]),
        (with(&|query| query.message = Some(of_batch[1])), vec![1]),
        (with(&|query| query.batch = Some(batch)), vec![0, 1]),
        (with(&|query| query.trusted = Some(true)), vec![0, 1, 2, 3]),
        (with(&|query| query.trusted = Some(false)), vec![4, 5]),
        (with(&|query| query.from = Some(between)), vec![3, 4, 5]),
        (with(&|query| query.until = Some(between)), vec![0, 1, 2]),
        (
            with(&|query| (query.after, query.trusted) = (Some(ids[2]), Some(true))),
            vec![3],
        ),
        (
            with(&|query| (query.user, query.until) = (Some(other.id), Some(between))),
            vec![2],
        ),
    ];
    for (query, expected) in asked {
        let expected: Vec<_> = expected.into_iter().map(|at: usize| ids[at]).collect();
        assert_eq!(find(&*company, &query).await, expected, "{query:?}");
    }
    let of_mailbox = company.find_event(ids[3]).await.unwrap().unwrap();
    assert_eq!(of_mailbox.event.user, Some((other.id, other.name)));
}

pub(super) async fn is_read_in_pages(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    let mut ids = Vec::new();
    // Several of one moment, and several of one mail.
    for text in ["a", "b", "c"] {
        let two = vec![event(Kind::RealReply), event(Kind::AutomaticReply)];
        ids.extend(kept(bench, &mail(company.id(), text, two)).await);
    }
    for oldest_first in [false, true] {
        let mut query = EventQuery {
            oldest_first,
            ..EventQuery::default()
        };
        let mut seen = Vec::new();
        loop {
            let page = company.events(&query, 4).await.unwrap();
            let Some(last) = page.last() else { break };
            query.after = Some(last.id);
            seen.extend(page.iter().map(|event| event.id));
        }
        if !oldest_first {
            seen.reverse();
        }
        assert_eq!(seen, ids);
    }
}

pub(super) async fn is_counted(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    assert_eq!(
        company.count_events(&EventQuery::default()).await.unwrap(),
        EventCounts::default()
    );
    let letters: Vec<_> = (0..4)
        .map(|number| new_letter(&user, &format!("a{number}@mujal.ee")))
        .collect();
    let messages = accept(&*company, &letters).await;
    assert_eq!(end_all(bench, sent).await, 4);
    let full = |at: usize| NewEvent {
        cause: Some(Cause::MailboxFull),
        ..bounce_of(messages[at])
    };
    let late = NewEvent {
        kind: Kind::Delayed,
        ..full(3)
    };
    for (number, new) in [
        bounce_of(messages[0]),
        full(1),
        full(2),
        late,
        event(Kind::RealReply),
        event(Kind::Bounce),
        event(Kind::Delivered),
    ]
    .into_iter()
    .enumerate()
    {
        kept_one(bench, &*company, &number.to_string(), new).await;
    }
    let expected = EventCounts {
        kinds: vec![(Kind::Bounce, 3), (Kind::Delayed, 1), (Kind::RealReply, 1)],
        causes: vec![(Cause::MailboxFull, 2), (Cause::NoSuchAddress, 1)],
        distrusted: 2,
    };
    let everything = EventQuery {
        kinds: vec![Kind::Delivered],
        trusted: Some(false),
        after: Some(EventId::from_uuid(uuid::Uuid::nil())),
        ..EventQuery::default()
    };
    assert_eq!(
        company.count_events(&everything).await.unwrap(),
        expected,
        "kinds, trust and the page before do not count"
    );
    let of_one = EventQuery {
        message: Some(messages[1]),
        from: Some(bench.clock.now()),
        ..EventQuery::default()
    };
    let counts = company.count_events(&of_one).await.unwrap();
    assert_eq!((counts.kinds, counts.distrusted), (vec![(Kind::Bounce, 1)], 0));
    let before = EventQuery {
        until: Some(bench.clock.now()),
        ..EventQuery::default()
    };
    assert_eq!(
        company.count_events(&before).await.unwrap(),
        EventCounts::default()
    );
}

pub(super) async fn shows_one_with_its_mail(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let message = accept(&*company, &[new_letter(&user, "a@mujal.ee")]).await[0];
    assert_eq!(end_all(bench, sent).await, 1);
    let new = NewInbound {
        envelope_sender: Some("tagasi@\0mujal.ee".to_owned()),
        sender: Some("\0Post".to_owned()),
        subject: "Tag\0asi".to_owned(),
        size: 2_000_000,
        ..mail(company.id(), "text\0", vec![bounce_of(message)])
    };
    let ids = kept(bench, &new).await;
    let found = company.find_event(ids[0]).await.unwrap().unwrap();
    assert_eq!(
        (found.source, found.size, found.times),
        (Source::Smtp, 2_000_000, 1)
    );
    assert_eq!(found.envelope_sender.as_deref(), Some("tagasi@mujal.ee"));
    assert_eq!(found.envelope_recipient, new.envelope_recipient);
    assert_eq!(found.raw.as_deref(), Some(&b"text\0"[..]));
    assert_eq!(
        (found.event.sender.as_deref(), found.event.subject.as_str()),
        (Some("Post"), "Tagasi")
    );
    assert_eq!((found.others.len(), found.named_recipient), (0, None));
    assert_eq!(found.event.received_at, bench.clock.now());
    let unkept = NewInbound {
        raw: None,
        source: Source::Api,
        sender: None,
        envelope_recipient: None,
        ..mail(company.id(), "other", vec![event(Kind::RealReply)])
    };
    let ids = kept(bench, &unkept).await;
    let found = company.find_event(ids[0]).await.unwrap().unwrap();
    assert_eq!(
        (found.source, found.raw, found.event.sender),
        (Source::Api, None, None)
    );
    let unknown = EventId::from_uuid(uuid::Uuid::nil());
    assert!(company.find_event(unknown).await.unwrap().is_none());
}

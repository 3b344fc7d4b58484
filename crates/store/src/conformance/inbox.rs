use super::{
    bench::{BY, Bench},
    post::{accept_one, end_all, mailbox, sent},
    returned::{all, bounce_of, detail, ended, event, kept, mail, signed, take_in},
};
use crate::{
    Clock as _, CompanyChange, CompanyError, EventMailbox, FORMER_NAME_LASTS, NewEvent, NewInbound, PassedOn,
    TakenIn, ToPassOn,
};
use jiff::{SignedDuration, Timestamp};
use model::{
    CompanyId, EventName, InboundId,
    event::{Distrust, Kind, Source},
};

fn name(name: &str) -> EventName {
    name.parse().unwrap()
}

async fn rename(bench: &Bench, company: CompanyId, to: &str) -> Result<(), CompanyError> {
    let change = CompanyChange {
        event_name: Some(name(to)),
        ..CompanyChange::default()
    };
    let company = bench.store.company(company);
    company.update_company(&change, &BY).await.map(|_| ())
}

pub(super) async fn is_reached_by_its_name_and_for_a_while_by_the_one_before(bench: &Bench) {
    let (one, other) = (bench.company("Üks OÜ").await, bench.company("Kaks OÜ").await);
    let at = async |text: &str| bench.store.event_mailbox(&name(text)).await.unwrap();
    let current = |company| Some(EventMailbox { company, until: None });
    let called = bench.store.company(one).company().await.unwrap().unwrap();
    assert_eq!(
        bench.store.event_mailbox(&called.event_name).await.unwrap(),
        current(one)
    );
    rename(bench, one, "esimene").await.unwrap();
    rename(bench, one, "teine").await.unwrap();
    let until = bench.clock.now() + FORMER_NAME_LASTS;
    let former = Some(EventMailbox {
        company: one,
        until: Some(until),
    });
    assert_eq!((at("teine").await, at("esimene").await), (current(one), former));
    assert_eq!(at("kolmas").await, None);
    let refused = rename(bench, other, "esimene").await;
    assert!(
        matches!(refused, Err(CompanyError::EventNameTaken)),
        "{refused:?}"
    );
    // It may go back, and then the other one is its former name.
    bench.pass(60);
    rename(bench, one, "esimene").await.unwrap();
    assert_eq!(at("esimene").await, current(one));
    let until = bench.clock.now() + FORMER_NAME_LASTS;
    assert_eq!(at("teine").await.unwrap().until, Some(until));
    bench.clock.set(until - SignedDuration::from_millis(1));
    assert!(at("teine").await.is_some());
    bench.clock.set(until);
    assert_eq!(at("teine").await, None, "its time is over");
    let refused = rename(bench, other, "teine").await;
    assert!(
        matches!(refused, Err(CompanyError::EventNameTaken)),
        "{refused:?}"
    );
    // Other changes are nothing to it, and who is gone is not reached.
    let change = CompanyChange {
        mass_mailing: Some(true),
        ..CompanyChange::default()
    };
    bench
        .store
        .company(one)
        .update_company(&change, &BY)
        .await
        .unwrap();
    assert_eq!(at("esimene").await, current(one));
    assert!(bench.store.delete_company(one).await.unwrap());
    assert_eq!(at("esimene").await, None);
    let refused = rename(bench, other, "esimene").await;
    assert!(
        matches!(refused, Err(CompanyError::EventNameTaken)),
        "{refused:?}"
    );
}

fn reply(company: CompanyId, text: &str, event: NewEvent) -> NewInbound {
    NewInbound {
        pass_on: true,
        ..mail(company, text, vec![event])
    }
}

pub(super) async fn passes_replies_on(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let message = ended(bench, &*company, &user, sent).await;
    let answers = reply(company.id(), "answer", signed(Kind::RealReply, message));
    let alone = reply(company.id(), "alone", event(Kind::RealReply));
    let forged = NewEvent {
        distrust: Some(Distrust::Signature),
        ..signed(Kind::RealReply, message)
    };
    let forged = reply(company.id(), "forged", forged);
    let to_himself = NewInbound {
        user: Some(user.id),
        source: Source::Imap,
        ..mail(company.id(), "in his mailbox", vec![event(Kind::RealReply)])
    };
    let mut ids = Vec::new();
    for mail in [&answers, &alone, &forged, &to_himself] {
        match take_in(bench, mail).await {
            TakenIn::Kept { mail, .. } => ids.push(mail),
            other => panic!("{other:?}"),
        }
        bench.pass(1);
    }
    let waits = async |limit| bench.store.to_pass_on(limit).await.unwrap();
    let expected = |mail: InboundId, text: &str, user| ToPassOn {
        company: company.id(),
        mail,
        user,
        raw: Some(text.as_bytes().to_vec()),
    };
    let expected = [
        expected(ids[0], "answer", Some(user.id)),
        expected(ids[1], "alone", None),
        expected(ids[2], "forged", None),
    ];
    assert_eq!(waits(10).await, expected);
    assert_eq!(waits(1).await, expected[..1]);
    // That it comes again is no reason to pass it on again.
    let letter = detail(&*company, message).await.message.letter;
    let done = PassedOn::As { letter };
    bench.store.passed_on(company.id(), ids[0], done).await.unwrap();
    take_in(bench, &answers).await;
    let later = bench.clock.now() + SignedDuration::from_mins(5);
    bench
        .store
        .pass_on_later(company.id(), ids[1], later)
        .await
        .unwrap();
    // Once it is settled nothing makes it wait again; and another company says nothing of it.
    bench
        .store
        .pass_on_later(company.id(), ids[0], later)
        .await
        .unwrap();
    let other = bench.company("Teine OÜ").await;
    bench
        .store
        .passed_on(other, ids[2], PassedOn::Nobody)
        .await
        .unwrap();
    assert_eq!(waits(10).await, expected[2..]);
    bench.clock.set(later);
    assert_eq!(waits(10).await, [expected[2].clone(), expected[1].clone()]);
    let shown = async |mail: InboundId| {
        let events = all(&*company).await;
        let event = events.iter().find(|event| event.mail == mail).unwrap();
        let found = company.find_event(event.id).await.unwrap().unwrap();
        (found.passed_on, found.waits_to_pass_on)
    };
    assert_eq!(shown(ids[0]).await, (Some(done), false));
    assert_eq!(shown(ids[1]).await, (None, true));
    assert_eq!(shown(ids[3]).await, (None, false));
    for what in [PassedOn::Nobody, PassedOn::NoRelay, PassedOn::NotPossible] {
        bench.store.passed_on(company.id(), ids[1], what).await.unwrap();
        assert_eq!(shown(ids[1]).await, (Some(what), false));
    }
}

pub(super) async fn is_emptied_after_its_time(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let mut ids = Vec::new();
    let mut times = Vec::new();
    for number in 0..4 {
        bench.pass(3600);
        times.push(bench.clock.now());
        let message = super::post::accept(
            &*company,
            &[super::post::new_letter(&user, &format!("a{number}@mujal.ee"))],
        )
        .await[0];
        assert_eq!(end_all(bench, sent).await, 1);
        let mail = mail(
            company.id(),
            &number.to_string(),
            vec![bounce_of(message), bounce_of(message)],
        );
        ids.extend(kept(bench, &mail).await);
    }
    let never = Timestamp::MIN;
    let sweep = async |raw, events, limit| {
        let gone = bench.store.delete_inbound_before(raw, events, limit).await;
        gone.unwrap()
    };
    let raw = async |at: usize| {
        company
            .find_event(ids[at])
            .await
            .unwrap()
            .map(|found| found.raw.is_some())
    };
    assert_eq!(sweep(never, never, 100).await, 0);
    // What they said goes first, the oldest first, in parts.
    assert_eq!(sweep(times[3], never, 2).await, 2);
    assert_eq!((raw(0).await, raw(4).await), (Some(false), Some(true)));
    assert_eq!(sweep(times[3], never, 2).await, 1);
    assert_eq!(sweep(times[3], never, 2).await, 0);
    assert_eq!((raw(4).await, raw(6).await), (Some(false), Some(true)));
    assert_eq!(all(&*company).await.len(), 8);
    // Then all of it: two mails with their events, and two addresses.
    assert_eq!(sweep(never, times[2], 1).await, 2);
    assert_eq!(sweep(never, times[2], 100).await, 2);
    assert_eq!((raw(3).await, raw(4).await), (None, Some(false)));
    assert_eq!(all(&*company).await.len(), 4);
    let addresses: Vec<_> = (0..4)
        .map(|number| mailbox(&format!("a{number}@mujal.ee")))
        .collect();
    let bad = company.bad_addresses(&addresses).await.unwrap();
    assert_eq!(bad.len(), 2);
    assert!(bad.iter().all(|bad| bad.last_at >= times[2]));
    // What went may come again, and is new then.
    let again = mail(company.id(), "0", vec![event(Kind::RealReply)]);
    kept(bench, &again).await;
}

pub(super) async fn goes_with_its_company(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let message = ended(bench, &*company, &user, sent).await;
    let answer = reply(company.id(), "answer", signed(Kind::RealReply, message));
    kept(bench, &answer).await;
    kept(bench, &mail(company.id(), "bounce", vec![bounce_of(message)])).await;
    // Letters that are gone leave what is known of them.
    accept_one(&*company, &user).await;
    assert!(bench.store.delete_company(company.id()).await.unwrap());
    assert!(all(&*company).await.is_empty());
    assert!(bench.store.to_pass_on(10).await.unwrap().is_empty());
    let bad = company.bad_addresses(&[mailbox("saaja@mujal.ee")]).await.unwrap();
    assert!(bad.is_empty());
    for table in crate::transfer::TABLES {
        if ["inbound_mails", "events", "bad_addresses"].contains(&table.name) {
            assert_eq!(bench.store.count(table).await.unwrap(), 0, "{}", table.name);
        }
    }
    assert_eq!(take_in(bench, &answer).await, TakenIn::NoSuchCompany);
}

pub(super) async fn outlives_letters(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let message = ended(bench, &*company, &user, sent).await;
    let events = kept(bench, &mail(company.id(), "bounce", vec![bounce_of(message)])).await;
    bench.pass(3600);
    let now = bench.clock.now();
    while bench.store.delete_letters_before(now, now, 100).await.unwrap() > 0 {}
    assert!(company.find_message(message).await.unwrap().is_none());
    let event = company.find_event(events[0]).await.unwrap().unwrap().event;
    assert_eq!(event.message, None, "there is nothing to look at");
    assert_eq!(event.recipient.as_deref(), Some("saaja@mujal.ee"));
    assert_eq!(event.user, Some((user.id, user.name)));
    let query = crate::EventQuery {
        message: Some(message),
        ..crate::EventQuery::default()
    };
    assert_eq!(company.events(&query, 10).await.unwrap(), [event]);
}

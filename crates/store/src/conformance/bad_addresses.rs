use super::{
    bench::{BY, Bench, log},
    post::{
        accept, accept_one, advance, attempt, end_all, ids, leases, mailbox, new_letter, release, sent, take,
    },
    returned::{bounce_of, ended, kept, kept_one, mail, signed},
};
use crate::{Action, BadAddress, Clock as _, CompanyStore, NewEvent, Step};
use model::{
    event::{Cause, Kind},
    message::{Attempt, AttemptResult},
};

async fn bad(company: &dyn CompanyStore, addresses: &[&str]) -> Vec<BadAddress> {
    let addresses: Vec<_> = addresses.iter().map(|address| mailbox(address)).collect();
    let mut bad = company.bad_addresses(&addresses).await.unwrap();
    bad.sort_by(|one, other| one.address.as_str().cmp(other.address.as_str()));
    bad
}

pub(super) async fn are_noted_at_hard_bounces(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let letters =
        ["Õie@Mujal.ee", "õie@mujal.ee", "b@mujal.ee", "c@mujal.ee"].map(|to| new_letter(&user, to));
    let messages = accept(&*company, &letters).await;
    assert_eq!(end_all(bench, sent).await, 4);
    let first_at = bench.clock.now();
    let two = vec![bounce_of(messages[0])];
    kept(bench, &mail(company.id(), "first", two)).await;
    bench.pass(60);
    let last_at = bench.clock.now();
    let inactive = NewEvent {
        cause: Some(Cause::Inactive),
        ..bounce_of(messages[1])
    };
    kept(bench, &mail(company.id(), "second", vec![inactive])).await;
    let soft = NewEvent {
        hard: false,
        ..bounce_of(messages[2])
    };
    kept(bench, &mail(company.id(), "soft", vec![soft])).await;
    let complaint = NewEvent {
        kind: Kind::FeedbackLoop,
        ..bounce_of(messages[3])
    };
    kept(bench, &mail(company.id(), "complaint", vec![complaint])).await;
    let all = ["ÕIE@mujal.ee", "b@mujal.ee", "c@mujal.ee", "d@mujal.ee"];
    let expected = BadAddress {
        address: mailbox("ÕIE@mujal.ee"),
        times: 2,
        cause: "returned-inactive".to_owned(),
        first_at,
        last_at,
    };
    assert_eq!(bad(&*company, &all).await, [expected]);
    assert!(bad(&*company, &[]).await.is_empty());
    // One mail about two letters to one address.
    let more = accept(&*company, &[letters[2].clone(), letters[2].clone()]).await;
    assert_eq!(end_all(bench, sent).await, 2);
    let two = more.iter().map(|message| bounce_of(*message)).collect();
    kept(bench, &mail(company.id(), "two", two)).await;
    assert_eq!(bad(&*company, &all[1..2]).await[0].times, 2);
}

pub(super) async fn are_noted_where_they_are_refused_at_once(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let refused = |cause: &str, code| Attempt {
        cause: Some(cause.to_owned()),
        code,
        ..attempt(bench, 1, AttemptResult::Failed)
    };
    let cases = [
        ("a@mujal.ee", refused("recipient-refused", Some(550)), true),
        ("A@mujal.ee", refused("recipient-refused", Some(553)), true),
        ("b@mujal.ee", refused("recipient-refused", Some(450)), false),
        ("c@mujal.ee", refused("recipient-refused", None), false),
        ("d@mujal.ee", refused("mailbox-full", Some(550)), false),
    ];
    let letters: Vec<_> = cases.iter().map(|(to, ..)| new_letter(&user, to)).collect();
    let messages = accept(&*company, &letters).await;
    for lease in leases(&*bench.store, 10).await {
        assert_eq!(ids(&take(&*bench.store, lease).await), messages);
        for (message, (_, attempt, _)) in messages.iter().zip(&cases) {
            let attempt = attempt.clone();
            assert!(advance(&*bench.store, lease, *message, Step::Failed { attempt }).await);
        }
        assert!(release(&*bench.store, lease).await);
    }
    let found = bad(
        &*company,
        &["a@mujal.ee", "b@mujal.ee", "c@mujal.ee", "d@mujal.ee"],
    )
    .await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].times, found[0].cause.as_str()),
        (2, "recipient-refused")
    );
    // It is tried again, and works: that is no proof that it was not bad.
    accept_one_to(bench, &*company, &user, "a@mujal.ee").await;
    assert_eq!(bad(&*company, &["a@mujal.ee"]).await, found);
}

async fn accept_one_to(bench: &Bench, company: &dyn CompanyStore, user: &crate::User, to: &str) {
    accept(company, &[new_letter(user, to)]).await;
    assert_eq!(end_all(bench, sent).await, 1);
}

pub(super) async fn are_forgotten_by_people(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let message = ended(bench, &*company, &user, sent).await;
    kept_one(bench, &*company, "bounce", bounce_of(message)).await;
    let address = mailbox("SAAJA@mujal.ee");
    let unknown = mailbox("muu@mujal.ee");
    let before = log(&*company).await.len();
    assert!(!company.forget_bad_address(&unknown, &BY).await.unwrap());
    assert_eq!(log(&*company).await.len(), before);
    assert!(company.forget_bad_address(&address, &BY).await.unwrap());
    assert!(!company.forget_bad_address(&address, &BY).await.unwrap());
    assert!(bad(&*company, &["saaja@mujal.ee"]).await.is_empty());
    let entries = log(&*company).await;
    assert_eq!(entries.len(), before + 1);
    let entry = entries
        .iter()
        .find(|entry| entry.entry.action == Action::AddressForgotten)
        .unwrap();
    assert_eq!(entry.entry.subject, "SAAJA@mujal.ee");
    assert_eq!(
        entry.entry.before.as_ref().unwrap()["cause"],
        "returned-no-such-address"
    );
    // It begins anew.
    let message = accept_one(&*company, &user).await;
    assert_eq!(end_all(bench, sent).await, 1);
    kept_one(bench, &*company, "again", bounce_of(message)).await;
    assert_eq!(bad(&*company, &["saaja@mujal.ee"]).await[0].times, 1);
    // What changes nothing notes nothing.
    kept_one(bench, &*company, "once more", bounce_of(message)).await;
    kept_one(bench, &*company, "delivered", signed(Kind::Delivered, message)).await;
    assert_eq!(bad(&*company, &["saaja@mujal.ee"]).await[0].times, 1);
}

use super::{
    bench::Bench,
    post::{
        TURN, accept, accept_one, advance, attempt, deferred, fault, from_now, ids, lease, leases,
        new_letter, release, sent, state,
    },
};
use crate::{
    AccountNow, Clock as _, CompanyStore, Lease, OpenConnections, PaceLimits, Release, Step, Store, User,
};
use jiff::SignedDuration;
use model::message::{AttemptResult, MessageState};
use std::time::Duration;

const EVERY_FIVE_SECONDS: PaceLimits = PaceLimits {
    interval: Some(Duration::from_secs(5)),
    per_day: None,
};

async fn take(store: &dyn Store, lease: Lease, limits: &PaceLimits) -> Vec<model::MessageId> {
    ids(&store.take_messages(lease, limits, 100).await.unwrap())
}

async fn accept_some(company: &dyn CompanyStore, user: &User, many: usize) -> Vec<model::MessageId> {
    let letters: Vec<_> = (0..many).map(|_| new_letter(user, "a@mujal.ee")).collect();
    accept(company, &letters).await
}

/// Whoever leases an account next keeps the distance from when the last letter had come.
pub(super) async fn counts_from_when_a_letter_came(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    accept_some(&*company, &user, 4).await;
    let first = lease(bench).await;
    let taken = take(&*bench.store, first, &EVERY_FIVE_SECONDS).await;
    assert_eq!(taken.len(), 1);
    assert!(advance(&*bench.store, first, taken[0], Step::Sending).await);
    bench.pass(3);
    assert!(advance(&*bench.store, first, taken[0], sent(bench)).await);
    let came = Release {
        came: Some(bench.clock.now()),
        ..Release::default()
    };
    bench.pass(1);
    assert!(bench.store.release(first, &came).await.unwrap());
    let next = from_now(bench, 4);
    assert_eq!(bench.store.next_due().await.unwrap(), Some(next));
    assert_eq!(company.accounts().await.unwrap()[0].not_before, Some(next));
    bench.pass(3);
    let other = bench.second().await;
    assert!(leases(&*other, 10).await.is_empty());
    bench.pass(1);
    let second = leases(&*other, 10).await.remove(0);
    let taken = take(&*other, second, &EVERY_FIVE_SECONDS).await;
    assert_eq!(taken.len(), 1);

    // Where a program is gone it may have come as late as now.
    assert!(advance(&*other, second, taken[0], Step::Sending).await);
    bench.pass(60);
    assert!(leases(&*bench.store, 10).await.is_empty(), "it is in doubt");
    assert_eq!(state(&*company, taken[0]).await, MessageState::InDoubt);
    assert_eq!(bench.store.next_due().await.unwrap(), Some(from_now(bench, 5)));
    bench.pass(5);
    let third = lease(bench).await;
    let taken = take(&*bench.store, third, &EVERY_FIVE_SECONDS).await;
    assert!(advance(&*bench.store, third, taken[0], Step::Sending).await);
    bench.pass(3);
    assert!(release(&*bench.store, third).await, "a session broke off");
    assert_eq!(bench.store.next_due().await.unwrap(), Some(from_now(bench, 5)));
}

/// A day's number counts what was tried, and nothing that went back.
pub(super) async fn gives_back_what_was_not_tried(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    accept_some(&*company, &user, 8).await;
    let limits = PaceLimits {
        interval: None,
        per_day: Some(3),
    };
    let first = lease(bench).await;
    let taken = take(&*bench.store, first, &limits).await;
    assert_eq!(taken.len(), 3);
    assert_eq!(
        take(&*bench.store, first, &limits).await.len(),
        0,
        "the day is full"
    );
    let later = Step::Later {
        not_before: from_now(bench, 600),
    };
    assert!(advance(&*bench.store, first, taken[0], Step::Back).await);
    assert!(advance(&*bench.store, first, taken[1], later).await);
    assert_eq!(
        take(&*bench.store, first, &limits).await.len(),
        2,
        "before the turn ends"
    );
    assert_eq!(take(&*bench.store, first, &limits).await.len(), 0);
    assert!(advance(&*bench.store, first, taken[2], Step::Sending).await);
    assert!(advance(&*bench.store, first, taken[2], sent(bench)).await);
    assert!(release(&*bench.store, first).await);
    assert_eq!(
        bench.store.next_due().await.unwrap(),
        Some(bench.clock.now()),
        "of three one was sent"
    );
    let second = lease(bench).await;
    assert_eq!(take(&*bench.store, second, &limits).await.len(), 2);
}

/// It goes back as it was, but for its time.
pub(super) async fn puts_off_without_a_trace(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let id = accept_one(&*company, &user).await;
    let before = company.find_message(id).await.unwrap().unwrap();
    bench.pass(5);
    let first = lease(bench).await;
    let taken = bench
        .store
        .take_messages(first, &super::post::FREE, 9)
        .await
        .unwrap();
    assert_eq!(
        (taken.messages[0].changed_at, taken.messages[0].cause.as_deref()),
        (before.message.changed_at, None)
    );
    let not_before = from_now(bench, 600);
    assert!(advance(&*bench.store, first, id, Step::Later { not_before }).await);
    assert!(!advance(&*bench.store, first, id, Step::Later { not_before }).await);
    assert!(release(&*bench.store, first).await);
    let mut expected = before.clone();
    expected.message.not_before = Some(not_before);
    assert_eq!(company.find_message(id).await.unwrap().unwrap(), expected);
    assert_eq!(bench.store.next_due().await.unwrap(), Some(not_before));
    bench.pass(600);
    let second = lease(bench).await;
    assert_eq!(take(&*bench.store, second, &super::post::FREE).await, [id]);
    assert!(advance(&*bench.store, second, id, Step::Sending).await);
    assert!(
        !advance(&*bench.store, second, id, Step::Later { not_before }).await,
        "its content may have left"
    );
    assert!(advance(&*bench.store, second, id, deferred(bench, 60)).await);
    assert!(release(&*bench.store, second).await);
    bench.pass(60);
    let third = lease(bench).await;
    let taken = bench
        .store
        .take_messages(third, &super::post::FREE, 9)
        .await
        .unwrap();
    let cause = attempt(bench, 1, AttemptResult::Deferred).cause;
    assert_eq!(
        (taken.messages[0].changed_at, &taken.messages[0].cause),
        (from_now(bench, -60), &cause)
    );
}

/// The next program learns what the one before left open.
pub(super) async fn tells_of_connections(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    accept_one(&*company, &user).await;
    let lease = async || {
        let leased = bench.store.lease_accounts(10, TURN, false).await.unwrap();
        assert_eq!(leased.len(), 1);
        leased.into_iter().next().unwrap()
    };
    let of = |program, seconds| OpenConnections {
        program,
        count: 2,
        until: from_now(bench, seconds),
    };
    let end = async |lease, open| {
        let release = Release {
            open,
            ..Release::default()
        };
        assert!(bench.store.release(lease, &release).await.unwrap());
    };
    let first = lease().await;
    assert_eq!(first.open, []);
    end(first.lease, Some(of(u64::MAX, 15))).await;
    let second = lease().await;
    assert_eq!(second.open, [of(u64::MAX, 15)]);
    end(second.lease, None).await;
    let third = lease().await;
    assert_eq!(third.open, [of(u64::MAX, 15)], "nothing new is known");
    end(third.lease, Some(of(2, 20))).await;
    assert_eq!(lease().await.open, [of(2, 20), of(u64::MAX, 15)]);
}

/// A clock that is set back puts nothing off that nobody asked for.
pub(super) async fn catches_up_with_a_clock_that_was_set_back(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let tried = accept_one(&*company, &user).await;
    let first = lease(bench).await;
    take(&*bench.store, first, &super::post::FREE).await;
    assert!(advance(&*bench.store, first, tried, Step::Sending).await);
    assert!(advance(&*bench.store, first, tried, deferred(bench, 300)).await);
    assert!(release(&*bench.store, first).await);
    let new = accept_one(&*company, &user).await;
    let mut asked = new_letter(&user, "b@mujal.ee");
    asked.not_before = Some(from_now(bench, 600));
    let asked = accept(&*company, &[asked]).await[0];
    let asked_for = from_now(bench, 600);
    let letters = [new_letter(&user, "c@mujal.ee")];
    let (_, paused) = super::post::accept_batch(&*company, &user, &letters, true).await;
    assert_eq!(bench.store.catch_up(TURN).await.unwrap(), 0);
    bench.pass(-7200);
    assert!(leases(&*bench.store, 10).await.is_empty());
    assert_eq!(bench.store.catch_up(TURN).await.unwrap(), 3);
    assert_eq!(bench.store.catch_up(TURN).await.unwrap(), 0, "once");
    let changed = company.find_message(paused[0]).await.unwrap().unwrap();
    assert_eq!(changed.message.changed_at, bench.clock.now());
    let not_before = async |id| {
        let found = company.find_message(id).await.unwrap().unwrap();
        found.message.not_before
    };
    assert_eq!(not_before(tried).await, Some(from_now(bench, 300)));
    assert_eq!(not_before(asked).await, Some(asked_for));
    let second = lease(bench).await;
    assert_eq!(take(&*bench.store, second, &super::post::FREE).await, [new]);
    // A program that died by the later clock keeps its lease no longer than one that dies now.
    bench.pass(-7200);
    bench.store.catch_up(TURN).await.unwrap();
    bench.pass(60);
    let third = lease(bench).await;
    assert_eq!(take(&*bench.store, third, &super::post::FREE).await, [new]);
    let trouble = Release {
        account: AccountNow::Trouble {
            not_before: from_now(bench, 3600),
            why: fault("no-answer"),
        },
        ..Release::default()
    };
    assert!(bench.store.release(third, &trouble).await.unwrap());
    bench.pass(-7200);
    assert_eq!(bench.store.catch_up(TURN).await.unwrap(), 3);
    // The trouble is looked at anew too.
    assert_eq!(leases(&*bench.store, 10).await.len(), 1);
}

/// What earlier limits put off is asked anew with those of now.
pub(super) async fn catches_up_with_limits_that_were_raised(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    accept_some(&*company, &user, 6).await;
    let of = |per_day| PaceLimits {
        interval: None,
        per_day: Some(per_day),
    };
    let first = lease(bench).await;
    assert_eq!(take(&*bench.store, first, &of(2)).await.len(), 2);
    let sent_now: Vec<_> = take_states(&*company).await;
    for id in sent_now {
        assert!(advance(&*bench.store, first, id, Step::Sending).await);
        assert!(advance(&*bench.store, first, id, sent(bench)).await);
    }
    assert!(release(&*bench.store, first).await);
    let due = bench.store.next_due().await.unwrap().unwrap();
    assert!(due > from_now(bench, 0) + SignedDuration::from_hours(23), "{due}");
    bench.store.catch_up(TURN).await.unwrap();
    let second = lease(bench).await;
    assert_eq!(
        take(&*bench.store, second, &of(3)).await.len(),
        1,
        "two of three went"
    );
    assert!(release(&*bench.store, second).await);
    let third = lease(bench).await;
    assert_eq!(take(&*bench.store, third, &of(2)).await.len(), 0);
    assert!(release(&*bench.store, third).await);
    // The same limits keep it waiting as before.
    bench.store.catch_up(TURN).await.unwrap();
    let fourth = lease(bench).await;
    assert_eq!(take(&*bench.store, fourth, &of(2)).await.len(), 0);
    assert!(release(&*bench.store, fourth).await);
    assert_eq!(bench.store.next_due().await.unwrap(), Some(due));
}

/// The messages that were taken.
async fn take_states(company: &dyn CompanyStore) -> Vec<model::MessageId> {
    let query = crate::MessageQuery {
        states: vec![MessageState::Leased],
        ..crate::MessageQuery::default()
    };
    let found = company.messages(&query, 100).await.unwrap();
    found.iter().map(|message| message.id).collect()
}

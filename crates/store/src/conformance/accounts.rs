use super::{
    bench::{BY, Bench, actions},
    post::{
        TURN, accept, accept_one, advance, deferred, fault, from_now, ids, lease, leases, listen, new_letter,
        release, route, route_to, states, take, told,
    },
};
use crate::{
    AccountNow, Action, Clock as _, CompanyStore, Decision, EventKind, Lease, NewLetter, Release, Route,
    Step, User,
};
use jiff::SignedDuration;
use model::{AccountId, message::MessageState};

fn held() -> Release {
    Release {
        account: AccountNow::Held {
            why: fault("password-wrong"),
        },
        ..Release::default()
    }
}

/// A letter that is worth sending within this hour.
fn within_an_hour(bench: &Bench, user: &User) -> NewLetter {
    NewLetter {
        deadline: Some(from_now(bench, 3600)),
        ..new_letter(user, "saaja@mujal.ee")
    }
}

/// A company whose account is held, with a message that was tried once and one that was not.
async fn with_held(bench: &Bench) -> (Box<dyn CompanyStore>, User, Vec<model::MessageId>, Lease) {
    let (company, user) = bench.company_with_user().await;
    let letters = [within_an_hour(bench, &user), new_letter(&user, "b@mujal.ee")];
    let messages = accept(&*company, &letters).await;
    let lease = lease(bench).await;
    take(&*bench.store, lease).await;
    advance(&*bench.store, lease, messages[0], Step::Sending).await;
    advance(&*bench.store, lease, messages[0], deferred(bench, 10)).await;
    assert!(bench.store.release(lease, &held()).await.unwrap());
    (company, user, messages, lease)
}

pub(super) async fn are_held_until_somebody_changes_something(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let webhook = listen(&*company).await;
    let id = accept_one(&*company, &user).await;
    let first = lease(bench).await;
    take(&*bench.store, first).await;
    assert!(bench.store.release(first, &held()).await.unwrap());
    let since = bench.clock.now();
    assert_eq!(bench.store.next_due().await.unwrap(), None);
    accept_one(&*company, &user).await;
    bench.pass(3600);
    assert!(leases(&*bench.store, 10).await.is_empty());
    assert_eq!(told(&*company, &webhook).await, [EventKind::AccountHeld]);
    let detail = company.find_message(id).await.unwrap().unwrap();
    assert_eq!(detail.message.state, MessageState::Queued);
    assert_eq!(detail.message.held, Some(fault("password-wrong")));
    assert_eq!(detail.message.account, first.account);
    assert_eq!(detail.route, route());
    let counts = bench.store.queue_counts().await.unwrap();
    assert_eq!((counts.held_accounts, counts.leased_accounts), (1, 0));
    let status = company.accounts().await.unwrap().remove(0);
    assert_eq!(status.held, Some((since, fault("password-wrong"))));
    assert_eq!(bench.store.queue_accounts(None, 10).await.unwrap(), [status]);

    assert!(
        !bench
            .store
            .hold_account(first.account, &fault("by-operator"), &BY)
            .await
            .unwrap(),
        "it is held"
    );
    assert!(bench.store.release_account(first.account, &BY).await.unwrap());
    assert!(!bench.store.release_account(first.account, &BY).await.unwrap());
    assert_eq!(
        told(&*company, &webhook).await,
        [EventKind::AccountHeld, EventKind::AccountReleased]
    );
    let again = lease(bench).await;
    assert_eq!(take(&*bench.store, again).await.messages.len(), 2);

    // The operator holds it while somebody has it.
    assert!(
        bench
            .store
            .hold_account(first.account, &fault("by-operator"), &BY)
            .await
            .unwrap()
    );
    accept_one(&*company, &user).await;
    assert!(take(&*bench.store, again).await.messages.is_empty());
    let works = Release {
        account: AccountNow::Works,
        ..Release::default()
    };
    assert!(bench.store.release(again, &works).await.unwrap());
    assert!(leases(&*bench.store, 10).await.is_empty(), "the hold stays");
    let nothing = AccountId::from_uuid(uuid::Uuid::nil());
    assert!(
        !bench
            .store
            .hold_account(nothing, &fault("by-operator"), &BY)
            .await
            .unwrap()
    );
    assert!(!bench.store.release_account(nothing, &BY).await.unwrap());
}

pub(super) async fn that_are_held_stop_the_clocks(bench: &Bench) {
    let began = bench.clock.now();
    let (company, _, messages, _) = with_held(bench).await;
    bench.pass(600);
    let account = bench
        .store
        .held_accounts(None, 10)
        .await
        .unwrap()
        .remove(0)
        .account;
    assert!(bench.store.release_account(account, &BY).await.unwrap());
    let detail = company.find_message(messages[0]).await.unwrap().unwrap();
    assert_eq!(detail.deadline, Some(began + SignedDuration::from_secs(4200)));
    assert_eq!(
        company.find_message(messages[1]).await.unwrap().unwrap().deadline,
        None
    );
    let lease = lease(bench).await;
    let taken = take(&*bench.store, lease).await;
    let first: Vec<_> = taken
        .messages
        .iter()
        .map(|message| message.first_attempt_at)
        .collect();
    assert_eq!(taken.messages.len(), 2);
    assert!(
        first.contains(&Some(began + SignedDuration::from_secs(600))),
        "{first:?}"
    );
    assert!(first.contains(&None), "{first:?}");
}

pub(super) async fn that_are_held_are_told_of_once(bench: &Bench) {
    let (company, user, _, lease) = with_held(bench).await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    accept_one(&*company, &colleague).await;
    let since = bench.clock.now();
    let held = bench.store.held_accounts(None, 10).await.unwrap();
    let [account] = &held[..] else { panic!("{held:?}") };
    assert_eq!((account.account, account.company), (lease.account, company.id()));
    assert_eq!((&account.route, account.since), (&route(), since));
    assert_eq!((&account.why, account.told), (&fault("password-wrong"), false));
    let mut users = account.users.clone();
    users.sort();
    assert_eq!(users, [user.id, colleague.id]);
    // A second one, held later.
    bench.pass(10);
    let other = super::post::through(Route::Relay, new_letter(&user, "a@mujal.ee"));
    let other = accept(&*company, &[other]).await[0];
    let second = leases(&*bench.store, 10).await.remove(0);
    assert!(
        bench
            .store
            .hold_account(second.account, &fault("by-operator"), &BY)
            .await
            .unwrap()
    );
    release(&*bench.store, second).await;
    let held = bench.store.held_accounts(None, 10).await.unwrap();
    assert_eq!(
        held.iter().map(|held| held.account).collect::<Vec<_>>(),
        [lease.account, second.account]
    );
    assert_eq!(bench.store.held_accounts(None, 1).await.unwrap(), held[..1]);
    let behind = bench.store.held_accounts(Some(lease.account), 10).await.unwrap();
    assert_eq!(behind, held[1..]);

    bench
        .store
        .told_of_hold(lease.account, from_now(bench, 0))
        .await
        .unwrap();
    let told = async || {
        let held = bench.store.held_accounts(None, 10).await.unwrap();
        held.iter().map(|held| held.told).collect::<Vec<_>>()
    };
    assert_eq!(told().await, [false, false], "that was another hold");
    bench.store.told_of_hold(lease.account, since).await.unwrap();
    assert_eq!(told().await, [true, false]);
    // A new hold is another one; one without letters that wait is nobody's trouble.
    bench.store.release_account(lease.account, &BY).await.unwrap();
    bench
        .store
        .hold_account(lease.account, &fault("password-wrong"), &BY)
        .await
        .unwrap();
    assert_eq!(told().await, [false, false]);
    company.decide(other, Decision::Cancel, None, &BY).await.unwrap();
    let held = bench.store.held_accounts(None, 10).await.unwrap();
    assert_eq!(
        held.iter().map(|held| held.account).collect::<Vec<_>>(),
        [lease.account]
    );
}

pub(super) async fn are_tried_again_by_their_company(bench: &Bench) {
    let (company, _, messages, lease) = with_held(bench).await;
    let stranger = bench.store.company(bench.company("Võõras").await);
    assert!(!stranger.retry_account(lease.account, &BY).await.unwrap());
    assert!(stranger.accounts().await.unwrap().is_empty());
    assert!(leases(&*bench.store, 10).await.is_empty());
    let webhook = listen(&*company).await;
    assert!(company.retry_account(lease.account, &BY).await.unwrap());
    assert!(!company.retry_account(lease.account, &BY).await.unwrap());
    let done = actions(&*company).await;
    assert_eq!(
        done.iter()
            .filter(|done| **done == Action::AccountReleased)
            .count(),
        1
    );
    assert_eq!(told(&*company, &webhook).await, [EventKind::AccountReleased]);
    let status = company.accounts().await.unwrap().remove(0);
    assert_eq!((status.held, status.waiting), (None, 2));
    bench.pass(10);
    let again = super::post::lease(bench).await;
    assert_eq!(ids(&take(&*bench.store, again).await).len(), messages.len());
}

pub(super) async fn change_for_what_waits(bench: &Bench) {
    let (company, user, mut messages, old) = with_held(bench).await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    let theirs = accept_one(&*company, &colleague).await;
    let elsewhere = super::post::through(Route::Relay, new_letter(&user, "a@mujal.ee"));
    let relayed = accept(&*company, &[elsewhere]).await[0];
    let mut from_event_mailbox = super::post::through(Route::Relay, new_letter(&user, "c@mujal.ee"));
    from_event_mailbox.letter.head.mode = model::settings::SendingMode::ReplyTo;
    let from_event_mailbox = accept(&*company, &[from_event_mailbox]).await[0];
    let to = route_to("uus.naidis.ee");
    let stranger = bench.company("Võõras").await;
    let moving = async |company, from| bench.store.reroute(company, user.id, from, &to).await.unwrap();
    assert_eq!(moving(stranger, None).await, 0);
    assert_eq!(moving(company.id(), Some(old.account)).await, 2);
    assert_eq!(moving(company.id(), Some(old.account)).await, 0, "all are there");
    let routes = async |ids: &[model::MessageId]| {
        let mut routes = Vec::new();
        for id in ids {
            routes.push(company.find_message(*id).await.unwrap().unwrap().route);
        }
        routes
    };
    messages.extend([theirs, relayed]);
    assert_eq!(
        routes(&messages).await,
        [to.clone(), to.clone(), route(), Route::Relay]
    );
    bench.pass(10);
    let new: Vec<_> = bench.store.lease_accounts(10, TURN, false).await.unwrap();
    let new = new.iter().find(|account| account.route == to).unwrap().lease;
    let taken = ids(&take(&*bench.store, new).await);
    assert_eq!(taken.len(), 2, "the new one is not held");
    // What is taken stays where it is.
    assert!(advance(&*bench.store, new, messages[0], Step::Sending).await);
    assert_eq!(
        bench
            .store
            .reroute(company.id(), user.id, Some(new.account), &route())
            .await
            .unwrap(),
        0
    );
    let moved = bench
        .store
        .reroute(company.id(), user.id, None, &route())
        .await
        .unwrap();
    assert_eq!(
        (moved, &routes(&messages).await[2..]),
        (1, &[route(), route()][..])
    );
    assert_eq!(
        routes(&[from_event_mailbox]).await,
        [Route::Relay],
        "no other server sends for the event mailbox"
    );
    assert_eq!(
        states(&*company, &messages).await[..2],
        [MessageState::Sending, MessageState::Leased]
    );
}

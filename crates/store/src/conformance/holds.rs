use super::{
    bench::{BY, Bench, log},
    post::{accept, fault, from_now, lease, leases, listen, new_letter, release, take, told},
};
use crate::{
    AccountFault, AccountNow, Action, Actor, Clock as _, CompanyStore, EventKind, NewLetter, Release,
};
use jiff::SignedDuration;
use model::{AccountId, session::Stage};

fn by_operator() -> AccountFault {
    AccountFault {
        cause: AccountFault::BY_OPERATOR.to_owned(),
        stage: Stage::Policy,
        reply: None,
        secret_version: None,
    }
}

async fn hold(bench: &Bench, account: AccountId, why: &AccountFault) -> bool {
    bench.store.hold_account(account, why, &BY).await.unwrap()
}

async fn why(company: &dyn CompanyStore) -> Option<AccountFault> {
    let status = company.accounts().await.unwrap().remove(0);
    status.held.map(|(_, why)| why)
}

/// What was done to accounts, and by whom, oldest first.
async fn done(company: &dyn CompanyStore) -> Vec<(Action, Actor)> {
    let mut entries = log(company).await;
    entries.reverse();
    let accounts = entries
        .into_iter()
        .filter(|entry| matches!(entry.entry.action, Action::AccountHeld | Action::AccountReleased));
    accounts
        .map(|entry| (entry.entry.action, entry.entry.actor))
        .collect()
}

pub(super) async fn of_the_operator_take_the_place_of_a_fault(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let webhook = listen(&*company).await;
    let letter = NewLetter {
        deadline: Some(from_now(bench, 3600)),
        ..new_letter(&user, "a@mujal.ee")
    };
    let message = accept(&*company, &[letter]).await[0];
    let first = lease(bench).await;
    take(&*bench.store, first).await;
    let faulty = Release {
        account: AccountNow::Held {
            why: fault("password-wrong"),
        },
        ..Release::default()
    };
    assert!(bench.store.release(first, &faulty).await.unwrap());
    let account = first.account;
    assert!(
        !hold(bench, account, &fault("certificate-unknown")).await,
        "held already"
    );
    let (began, deadline) = (bench.clock.now(), from_now(bench, 3600));
    bench.pass(100);
    assert!(hold(bench, account, &by_operator()).await);
    assert!(!hold(bench, account, &by_operator()).await, "he holds it already");
    assert_eq!(why(&*company).await, Some(by_operator()));
    let held = bench.store.held_accounts(None, 10).await.unwrap().remove(0);
    assert_eq!((&held.why, held.since), (&by_operator(), began));
    let entries = log(&*company).await;
    let entry = &entries[0].entry;
    assert_eq!((entry.action, &entry.actor), (Action::AccountHeld, &BY));
    assert_eq!(entry.before.as_ref().unwrap()["cause"], "password-wrong");
    assert_eq!(entry.after.as_ref().unwrap()["cause"], AccountFault::BY_OPERATOR);

    // He alone ends it: not a person of the company, not the program when a password was changed.
    let person = Actor::User {
        id: user.id,
        name: user.name.clone(),
    };
    assert!(!company.retry_account(account, &person).await.unwrap());
    for by in [&person, &Actor::Program] {
        assert!(!bench.store.release_account(account, by).await.unwrap(), "{by:?}");
    }
    assert!(leases(&*bench.store, 10).await.is_empty());
    bench.pass(100);
    assert!(bench.store.release_account(account, &BY).await.unwrap());
    assert_eq!(
        done(&*company).await,
        [(Action::AccountHeld, BY), (Action::AccountReleased, BY)]
    );
    assert_eq!(
        told(&*company, &webhook).await,
        [
            EventKind::AccountHeld,
            EventKind::AccountHeld,
            EventKind::AccountReleased
        ]
    );
    // The clocks stood still from the first hold to the end of the last one.
    let detail = company.find_message(message).await.unwrap().unwrap();
    assert_eq!(detail.deadline, Some(deadline + SignedDuration::from_secs(200)));
    assert!(release(&*bench.store, lease(bench).await).await);
}

pub(super) async fn of_the_operator_are_not_ended_by_a_turn(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    accept(&*company, &[new_letter(&user, "a@mujal.ee")]).await;
    let first = lease(bench).await;
    assert!(hold(bench, first.account, &by_operator()).await);
    let faulty = Release {
        account: AccountNow::Held {
            why: fault("password-wrong"),
        },
        ..Release::default()
    };
    assert!(bench.store.release(first, &faulty).await.unwrap());
    assert_eq!(why(&*company).await, Some(by_operator()));
}

pub(super) async fn of_the_program_end_without_an_entry(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    accept(&*company, &[new_letter(&user, "a@mujal.ee")]).await;
    let first = lease(bench).await;
    let faulty = Release {
        account: AccountNow::Held {
            why: fault("password-wrong"),
        },
        ..Release::default()
    };
    assert!(bench.store.release(first, &faulty).await.unwrap());
    let program = Actor::Program;
    assert!(
        bench
            .store
            .release_account(first.account, &program)
            .await
            .unwrap()
    );
    assert_eq!(why(&*company).await, None);
    assert_eq!(done(&*company).await, []);
}

use super::{
    bench::Bench,
    post::{
        TURN, accept, accept_batch, accept_one, advance, deferred, end_all, from_now, ids, in_doubt, lease,
        leases, listen, new_letter, release, route_to, sent, state, states, take, through, told,
    },
};
use crate::{AccountNow, BatchDecision, EventKind, PaceLimits, Release, Step};
use futures_util::future::join_all;
use model::message::{AttemptResult, MessageState};
use std::{collections::HashSet, time::Duration};

pub(super) async fn are_of_one_at_a_time(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    assert_eq!(bench.store.next_due().await.unwrap(), None);
    accept_one(&*company, &user).await;
    assert_eq!(bench.store.next_due().await.unwrap(), Some(from_now(bench, 0)));
    let first = lease(bench).await;
    assert!(leases(&*bench.store, 10).await.is_empty(), "somebody has it");
    assert_eq!(bench.store.next_due().await.unwrap(), Some(from_now(bench, 60)));
    accept_one(&*company, &user).await;
    assert!(
        leases(&*bench.store, 10).await.is_empty(),
        "new letters do not change that"
    );
    bench.pass(50);
    let wrong = crate::Lease {
        token: first.token + 1,
        ..first
    };
    let renewed = bench
        .store
        .renew_leases(&[wrong, first, wrong], TURN)
        .await
        .unwrap();
    assert_eq!(renewed, [false, true, false]);
    assert!(bench.store.renew_leases(&[], TURN).await.unwrap().is_empty());
    bench.pass(50);
    assert!(leases(&*bench.store, 10).await.is_empty());
    assert_eq!(take(&*bench.store, first).await.messages.len(), 2);
    bench.pass(10);
    assert_eq!(
        bench.store.renew_leases(&[first], TURN).await.unwrap(),
        [false],
        "it is over"
    );
    assert!(take(&*bench.store, first).await.messages.is_empty());
    let second = lease(bench).await;
    assert_eq!((second.account, second.company), (first.account, first.company));
    assert!(second.token > first.token);
    assert!(!release(&*bench.store, first).await);
    assert!(!release(&*bench.store, wrong_company(second, bench).await).await);
    for id in ids(&take(&*bench.store, second).await) {
        advance(&*bench.store, second, id, Step::Sending).await;
        advance(&*bench.store, second, id, sent(bench)).await;
    }
    assert!(release(&*bench.store, second).await);
    assert_eq!(bench.store.next_due().await.unwrap(), None);
    assert!(leases(&*bench.store, 10).await.is_empty(), "nothing is left");
}

/// The same lease of another account.
async fn wrong_company(lease: crate::Lease, bench: &Bench) -> crate::Lease {
    let (company, user) = bench.company_with_user().await;
    accept_one(&*company, &user).await;
    let other = leases(&*bench.store, 1).await.remove(0);
    release(&*bench.store, other).await;
    end_all(bench, sent).await;
    crate::Lease {
        account: other.account,
        ..lease
    }
}

pub(super) async fn that_run_out_are_recovered(bench: &Bench) {
    use MessageState::{InDoubt, Queued, Sent};
    let (company, user) = bench.company_with_user().await;
    let webhook = listen(&*company).await;
    let letters: Vec<_> = (0..4)
        .map(|number| new_letter(&user, &format!("a{number}@mujal.ee")))
        .collect();
    let messages = accept(&*company, &letters).await;
    let lost = lease(bench).await;
    take(&*bench.store, lost).await;
    for id in &messages[..3] {
        assert!(advance(&*bench.store, lost, *id, Step::Sending).await);
    }
    assert!(advance(&*bench.store, lost, messages[0], sent(bench)).await);
    bench.pass(60);
    // It is over by the clock: nothing may leave any more, but what has left counts until somebody looks.
    assert!(!advance(&*bench.store, lost, messages[3], Step::Sending).await);
    assert!(advance(&*bench.store, lost, messages[1], sent(bench)).await);

    let second = lease(bench).await;
    assert_eq!(states(&*company, &messages).await, [Sent, Sent, InDoubt, Queued]);
    for id in &messages {
        for step in [
            Step::Sending,
            sent(bench),
            deferred(bench, 1),
            in_doubt(bench),
            Step::Back,
        ] {
            assert!(
                !advance(&*bench.store, lost, *id, step).await,
                "he slept too long"
            );
        }
    }
    assert_eq!(states(&*company, &messages).await, [Sent, Sent, InDoubt, Queued]);
    let detail = company.find_message(messages[2]).await.unwrap().unwrap();
    let [noted] = &detail.history[..] else {
        panic!("{detail:?}")
    };
    assert_eq!((noted.number, noted.result), (1, AttemptResult::InDoubt));
    assert_eq!(noted.ended_at, from_now(bench, 0).as_microsecond());
    assert_eq!(detail.message.attempts, 1);
    assert_eq!(
        told(&*company, &webhook).await,
        [
            EventKind::MessageSent,
            EventKind::MessageSent,
            EventKind::MessageInDoubt
        ]
    );
    // Who has the second lease can not be disturbed by who had the first.
    assert_eq!(ids(&take(&*bench.store, second).await), messages[3..]);
    assert!(!advance(&*bench.store, lost, messages[3], Step::Sending).await);
    assert!(advance(&*bench.store, second, messages[3], Step::Sending).await);
    assert!(!advance(&*bench.store, lost, messages[3], sent(bench)).await);
    assert!(advance(&*bench.store, second, messages[3], sent(bench)).await);
    // Where nothing is left there is nothing to lease.
    bench.pass(60);
    assert!(leases(&*bench.store, 10).await.is_empty());
    assert_eq!(bench.store.next_due().await.unwrap(), None);
    assert!(!release(&*bench.store, second).await);
}

pub(super) async fn that_run_out_know_what_people_decided(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let letters = ["a@mujal.ee", "b@mujal.ee"].map(|to| new_letter(&user, to));
    let (batch, messages) = accept_batch(&*company, &user, &letters, false).await;
    let first = lease(bench).await;
    take(&*bench.store, first).await;
    advance(&*bench.store, first, messages[0], Step::Sending).await;
    company
        .decide_batch(batch, BatchDecision::Pause, &super::bench::BY)
        .await
        .unwrap();
    assert!(!advance(&*bench.store, first, messages[1], Step::Sending).await);
    assert!(!advance(&*bench.store, first, messages[1], Step::Back).await);
    bench.pass(60);
    assert!(leases(&*bench.store, 10).await.is_empty());
    assert_eq!(
        states(&*company, &messages).await,
        [MessageState::InDoubt, MessageState::Paused]
    );
}

pub(super) async fn go_round_the_companies(bench: &Bench) {
    let mut users = Vec::new();
    for name in ["A", "B"] {
        let company = bench.company(name).await;
        users.push(bench.user(company, "mari@naidis.ee").await);
    }
    let (big, small) = (
        bench.store.company(users[0].company),
        bench.store.company(users[1].company),
    );
    for part in 0..10 {
        let letters: Vec<_> = (0..100)
            .map(|number| {
                let host = format!("smtp{}.naidis.ee", number % 3);
                through(
                    route_to(&host),
                    new_letter(&users[0], &format!("a{part}-{number}@mujal.ee")),
                )
            })
            .collect();
        accept(&*big, &letters).await;
    }
    bench.pass(1);
    let one = |number: u32| new_letter(&users[1], &format!("b{number}@mujal.ee"));
    for number in 0..5 {
        accept(&*small, &[one(number)]).await;
    }
    // One after the other: the turns alternate, whatever waits in either, and A's accounts take turns as well.
    let mut served = Vec::new();
    let mut accounts = HashSet::new();
    for _ in 0..10 {
        bench.pass(1);
        let lease = leases(&*bench.store, 1).await.remove(0);
        let taken = bench
            .store
            .take_messages(lease, &super::post::FREE, 1)
            .await
            .unwrap();
        for id in ids(&taken) {
            advance(&*bench.store, lease, id, Step::Sending).await;
            advance(&*bench.store, lease, id, sent(bench)).await;
        }
        release(&*bench.store, lease).await;
        served.push(lease.company);
        accounts.insert(lease.account);
    }
    assert!(served.windows(2).all(|two| two[0] != two[1]), "{served:?}");
    assert_eq!(accounts.len(), 4, "three of A's, one of B's");
    // Several at once: each company gets one before any gets a second.
    bench.pass(1);
    accept(&*small, &[one(9)]).await;
    let both = leases(&*bench.store, 2).await;
    assert_ne!(both[0].company, both[1].company);
    assert_eq!(
        leases(&*bench.store, 10).await.len(),
        2,
        "A's others, where nobody else waits"
    );
}

pub(super) async fn are_given_once_to_many_at_once(bench: &Bench) {
    let mut expected = 0;
    for name in ["A", "B", "C"] {
        let company = bench.company(name).await;
        let user = bench.user(company, "mari@naidis.ee").await;
        let company = bench.store.company(company);
        for host in ["a.ee", "b.ee", "c.ee"] {
            accept(
                &*company,
                &[through(route_to(host), new_letter(&user, "a@mujal.ee"))],
            )
            .await;
            expected += 1;
        }
    }
    let stores = [bench.store.clone(), bench.second().await];
    for round in 0..3 {
        let asking = (0..8).map(|at| leases(&*stores[at % 2], 2));
        let mut given: Vec<_> = join_all(asking).await.into_iter().flatten().collect();
        given.extend(leases(&*bench.store, 100).await);
        let accounts: HashSet<_> = given.iter().map(|lease| lease.account).collect();
        assert_eq!(
            (given.len(), accounts.len()),
            (expected, expected),
            "round {round}"
        );
        // All of them run out, and are recovered by whoever comes.
        bench.pass(60);
    }
}

pub(super) async fn leave_out_trouble_where_asked(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let id = accept_one(&*company, &user).await;
    let began = from_now(bench, 0);
    let trouble = |seconds: i64| Release {
        account: AccountNow::Trouble {
            not_before: from_now(bench, seconds),
            why: super::post::fault("no-answer"),
        },
        ..Release::default()
    };
    let first = lease(bench).await;
    assert_eq!(ids(&take(&*bench.store, first).await), [id]);
    assert!(bench.store.release(first, &trouble(60)).await.unwrap());
    assert_eq!(state(&*company, id).await, MessageState::Queued);
    assert_eq!(bench.store.next_due().await.unwrap(), Some(from_now(bench, 60)));
    accept_one(&*company, &user).await;
    assert!(
        leases(&*bench.store, 10).await.is_empty(),
        "new letters do not end it"
    );
    let status = company.accounts().await.unwrap().remove(0);
    assert_eq!(status.not_before, Some(from_now(bench, 60)));
    assert_eq!(status.trouble, Some((began, super::post::fault("no-answer"))));

    bench.pass(60);
    assert!(
        bench
            .store
            .lease_accounts(10, TURN, true)
            .await
            .unwrap()
            .is_empty()
    );
    let again = bench
        .store
        .lease_accounts(10, TURN, false)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        again.trouble,
        Some(crate::Trouble {
            since: began,
            times: 1
        })
    );
    assert!(bench.store.release(again.lease, &trouble(120)).await.unwrap());
    bench.pass(120);
    let third = bench
        .store
        .lease_accounts(10, TURN, false)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        third.trouble,
        Some(crate::Trouble {
            since: began,
            times: 2
        })
    );
    assert!(release(&*bench.store, third.lease).await, "nothing new is known");
    let fourth = bench
        .store
        .lease_accounts(10, TURN, false)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(fourth.trouble, third.trouble);
    let works = Release {
        account: AccountNow::Works,
        ..Release::default()
    };
    assert!(bench.store.release(fourth.lease, &works).await.unwrap());
    let fifth = bench
        .store
        .lease_accounts(10, TURN, true)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(fifth.trouble, None);
    let limits = PaceLimits {
        interval: Some(Duration::from_secs(10)),
        per_day: None,
    };
    // Pace and trouble: the later of the two.
    bench.store.take_messages(fifth.lease, &limits, 10).await.unwrap();
    assert!(bench.store.release(fifth.lease, &trouble(5)).await.unwrap());
    assert_eq!(bench.store.next_due().await.unwrap(), Some(from_now(bench, 10)));
}

use super::{
    bench::{BY, Bench},
    post::{
        FREE, about, accept, accept_one, advance, from_now, ids, lease, leases, listen, new_letter, release,
        sent, states, take, through, told,
    },
};
use crate::{Clock as _, Decision, EventKind, Step, pace::PaceLimits};
use futures_util::future::{join, join_all};
use model::message::MessageState;
use std::time::Duration;

pub(super) async fn the_oldest_goes_first(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let mut later = new_letter(&user, "hiljem@mujal.ee");
    later.not_before = Some(from_now(bench, 30));
    let mut soon = new_letter(&user, "varsti@mujal.ee");
    soon.not_before = Some(from_now(bench, 20));
    let waiting = accept(&*company, &[later, soon]).await;
    assert_eq!(bench.store.next_due().await.unwrap(), Some(from_now(bench, 20)));
    assert!(leases(&*bench.store, 9).await.is_empty(), "nothing may go yet");
    bench.pass(1);
    let first = accept(
        &*company,
        &[new_letter(&user, "a@mujal.ee"), new_letter(&user, "b@mujal.ee")],
    )
    .await;
    let lease = lease(bench).await;
    let taken = bench.store.take_messages(lease, &FREE, 1).await.unwrap();
    assert_eq!(ids(&taken), first[..1]);
    bench.pass(30);
    let rest = take(&*bench.store, lease).await;
    assert_eq!(ids(&rest), [first[1], waiting[1], waiting[0]]);
}

pub(super) async fn no_more_is_taken_than_memory_holds(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let large = |number: u32| {
        let mut letter = about(&format!("Suur {number}"), new_letter(&user, "a@mujal.ee"));
        letter.letter.content.text = Some("x".repeat(900_000));
        letter
    };
    let letters: Vec<_> = (0..12).map(large).collect();
    accept(&*company, &letters).await;
    let lease = lease(bench).await;
    let taken = take(&*bench.store, lease).await;
    assert!(
        (8..=9).contains(&taken.messages.len()),
        "{}",
        taken.messages.len()
    );
    let rest = take(&*bench.store, lease).await;
    assert_eq!(taken.messages.len() + rest.messages.len(), 12);
    let mut huge = large(13);
    huge.letter.content.html = Some("x".repeat(9_000_000));
    accept(&*company, &[huge]).await;
    assert_eq!(take(&*bench.store, lease).await.messages.len(), 1, "one at least");
}

pub(super) async fn a_turn_that_ends_gives_back(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let webhook = listen(&*company).await;
    let letters: Vec<_> = ["a@mujal.ee", "b@mujal.ee", "c@mujal.ee"]
        .map(|to| new_letter(&user, to))
        .into();
    let messages = accept(&*company, &letters).await;
    let lease = lease(bench).await;
    take(&*bench.store, lease).await;
    for id in &messages[..2] {
        advance(&*bench.store, lease, *id, Step::Sending).await;
    }
    advance(&*bench.store, lease, messages[0], sent(bench)).await;
    assert!(release(&*bench.store, lease).await);
    assert_eq!(
        states(&*company, &messages).await,
        [MessageState::Sent, MessageState::InDoubt, MessageState::Queued],
        "nobody else would look at what was being sent"
    );
    assert!(!release(&*bench.store, lease).await, "it is over");
    assert!(take(&*bench.store, lease).await.messages.is_empty());
    for (id, step) in [(messages[2], Step::Sending), (messages[1], sent(bench))] {
        assert!(!advance(&*bench.store, lease, id, step).await);
    }
    assert_eq!(
        told(&*company, &webhook).await,
        [EventKind::MessageSent, EventKind::MessageInDoubt]
    );
    assert_eq!(bench.store.next_due().await.unwrap(), Some(bench.clock.now()));
}

pub(super) async fn is_waited_for(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let long = Duration::from_hours(24);
    // Woken by what comes meanwhile, or came before.
    join(bench.store.wait_for_work(long), accept_one(&*company, &user)).await;
    bench.store.wait_for_work(Duration::from_millis(1)).await;
    let id = accept_one(&*company, &user).await;
    bench.store.wait_for_work(long).await;
    company.decide(id, Decision::Cancel, None, &BY).await.unwrap();
    bench.store.wait_for_work(Duration::from_millis(1)).await;
    let resend = company.decide(id, Decision::Resend, None, &BY);
    join(bench.store.wait_for_work(long), resend).await.1.unwrap();
}

pub(super) async fn of_many_at_once_each_takes_its_own(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let letters: Vec<_> = (0..30)
        .map(|number| {
            let route = super::post::route_to(&format!("smtp{}.naidis.ee", number % 6));
            through(route, new_letter(&user, &format!("a{number}@mujal.ee")))
        })
        .collect();
    let messages = accept(&*company, &letters).await;
    let stores = [bench.store.clone(), bench.second().await];
    let asking = (0..8).map(|at| {
        let store = stores[at % 2].clone();
        async move {
            let mut taken = Vec::new();
            for lease in leases(&*store, 2).await {
                taken.extend(ids(&take(&*store, lease).await));
            }
            taken
        }
    });
    let mut taken: Vec<_> = join_all(asking).await.into_iter().flatten().collect();
    for lease in leases(&*bench.store, 100).await {
        taken.extend(ids(&take(&*bench.store, lease).await));
    }
    taken.sort();
    assert_eq!(taken, messages, "each once, none forgotten");
}

pub(super) async fn keeps_the_pace_of_providers(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let stores = [bench.store.clone(), bench.second().await];
    for (name, seconds, within, allowed) in [
        ("mail.ee", 240, 3600, 15),
        ("smtp.zone.eu", 5, 60, 12),
        ("smtp.office365.com", 2, 60, 30),
    ] {
        let limits = PaceLimits {
            interval: Some(Duration::from_secs(seconds)),
            per_day: None,
        };
        let letters: Vec<_> = (0..40)
            .map(|_| through(super::post::route_to(name), new_letter(&user, "a@mujal.ee")))
            .collect();
        accept(&*company, &letters).await;
        let mut sent_at = Vec::new();
        for second in 0..within {
            let store = &*stores[usize::try_from(second % 2).unwrap()];
            for lease in leases(store, 10).await {
                let taken = store.take_messages(lease, &limits, 10).await.unwrap();
                for id in ids(&taken) {
                    assert!(advance(store, lease, id, Step::Sending).await);
                    assert!(advance(store, lease, id, sent(bench)).await);
                    sent_at.push(second);
                }
                assert_eq!(
                    taken.not_before,
                    Some(from_now(bench, i64::try_from(seconds).unwrap()))
                );
                release(store, lease).await;
                assert_eq!(store.next_due().await.unwrap(), taken.not_before, "{name}");
            }
            bench.pass(1);
        }
        assert_eq!(sent_at.len(), allowed, "{name}: {sent_at:?}");
        let step = i64::try_from(seconds).unwrap();
        assert!(
            sent_at.windows(2).all(|two| two[1] - two[0] == step),
            "{sent_at:?}"
        );
        // New letters do not make it faster.
        bench.pass(step);
        for lease in leases(&*bench.store, 10).await {
            bench.store.take_messages(lease, &limits, 10).await.unwrap();
            release(&*bench.store, lease).await;
        }
        accept(&*company, &letters[..1]).await;
        assert!(leases(&*bench.store, 10).await.is_empty(), "{name}");
        // What is left goes elsewhere, so that it is not in the way.
        for message in company
            .messages(&crate::MessageQuery::default(), 1000)
            .await
            .unwrap()
        {
            if message.state == MessageState::Queued {
                company
                    .decide(message.id, Decision::Cancel, None, &BY)
                    .await
                    .unwrap();
            }
        }
    }
}

pub(super) async fn keeps_a_days_number_and_goes_slower_when_asked(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let letters: Vec<_> = (0..8).map(|_| new_letter(&user, "a@mujal.ee")).collect();
    accept(&*company, &letters).await;
    let limits = PaceLimits {
        interval: None,
        per_day: Some(5),
    };
    let first = lease(bench).await;
    let taken = bench.store.take_messages(first, &limits, 100).await.unwrap();
    assert_eq!(taken.messages.len(), 5);
    let again = taken.not_before.unwrap();
    assert!(
        again > from_now(bench, 23 * 3600) && again <= from_now(bench, 25 * 3600),
        "{again}"
    );
    for id in ids(&taken) {
        advance(&*bench.store, first, id, Step::Sending).await;
        advance(&*bench.store, first, id, sent(bench)).await;
    }
    release(&*bench.store, first).await;
    assert_eq!(bench.store.next_due().await.unwrap(), Some(again));
    accept_one(&*company, &user).await;
    assert_eq!(
        bench.store.next_due().await.unwrap(),
        Some(again),
        "for new letters too"
    );
    let status = company.accounts().await.unwrap().remove(0);
    assert_eq!((status.waiting, status.not_before), (4, Some(again)));
    assert_eq!(status.last_sent_at, Some(bench.clock.now()));
    bench.clock.set(again);
    let second = lease(bench).await;
    let taken = bench.store.take_messages(second, &limits, 100).await.unwrap();
    assert_eq!(taken.messages.len(), 4);

    let slower = PaceLimits {
        interval: Some(Duration::from_secs(5)),
        per_day: None,
    };
    for id in ids(&taken) {
        advance(&*bench.store, second, id, Step::Back).await;
    }
    let mut times = Vec::new();
    let mut lease_now = Some(second);
    for second in 0..30 {
        let lease = match lease_now.take() {
            Some(lease) => Some(lease),
            None => leases(&*bench.store, 1).await.pop(),
        };
        if let Some(lease) = lease {
            let taken = bench.store.take_messages(lease, &slower, 1).await.unwrap();
            for id in ids(&taken) {
                advance(&*bench.store, lease, id, Step::Sending).await;
                advance(&*bench.store, lease, id, sent(bench)).await;
                times.push(second);
            }
            let release = crate::Release {
                slower: times.len() == 1,
                ..crate::Release::default()
            };
            assert!(bench.store.release(lease, &release).await.unwrap());
        }
        bench.pass(1);
    }
    assert_eq!(times, [0, 5, 15, 25]);
}

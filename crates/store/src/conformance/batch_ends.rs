use super::{
    bench::{BY, Bench, actions},
    post::{
        TURN, accept_batch, advance, attempt, end_all, failed, ids, in_doubt, lease, listen, new_letter,
        release, route_to, sent, states, take, through, told_of,
    },
};
use crate::{Action, Advance, BatchDecision, Clock as _, CompanyStore, Decision, EventKind, Step, Webhook};
use futures_util::future::join_all;
use model::{
    BatchId,
    message::{AttemptResult, MessageState},
};

async fn decide(company: &dyn CompanyStore, batch: BatchId, decision: BatchDecision) -> u64 {
    company.decide_batch(batch, decision, &BY).await.unwrap()
}

async fn finished(company: &dyn CompanyStore, webhook: &Webhook) -> usize {
    told_of(company, webhook, EventKind::BatchFinished).await.len()
}

pub(super) async fn come_once(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let webhook = listen(&*company).await;
    let stores = [bench.store.clone(), bench.second().await];
    let mut made = Vec::new();
    for round in 1..=5 {
        // Messages of one batch on several accounts: the last ones end at the same moment, on two replicas.
        let letters: Vec<_> = (0..8)
            .map(|number| {
                let route = route_to(&format!("smtp{}.naidis.ee", number % 4));
                through(route, new_letter(&user, &format!("a{number}@mujal.ee")))
            })
            .collect();
        let (batch, _) = accept_batch(&*company, &user, &letters, false).await;
        made.push(batch.to_string());
        let leased = bench.store.lease_accounts(10, TURN, false).await.unwrap();
        assert_eq!(leased.len(), 4);
        let mut ends = Vec::new();
        for account in &leased {
            let lease = account.lease;
            let taken = ids(&take(&*bench.store, lease).await);
            let sending: Vec<_> = taken
                .iter()
                .map(|message| Advance {
                    lease,
                    message: *message,
                    step: Step::Sending,
                })
                .collect();
            assert_eq!(bench.store.advance(&sending).await.unwrap(), [true; 2]);
            let end: Vec<_> = taken
                .iter()
                .map(|message| Advance {
                    lease,
                    message: *message,
                    step: sent(bench),
                })
                .collect();
            ends.push(end);
        }
        assert_eq!(finished(&*company, &webhook).await, round - 1);
        let ending = ends
            .iter()
            .enumerate()
            .map(|(at, end)| stores[at % 2].advance(end));
        for made in join_all(ending).await {
            assert_eq!(made.unwrap(), [true; 2]);
        }
        assert_eq!(finished(&*company, &webhook).await, round, "exactly once");
        for account in leased {
            release(&*bench.store, account.lease).await;
        }
        let known = company.find_batch(batch).await.unwrap().unwrap();
        assert_eq!(known.batch.finished_at, Some(bench.clock.now()));
        assert_eq!(known.batch.counts.sent, 8);
    }
    let told = told_of(&*company, &webhook, EventKind::BatchFinished).await;
    let mut told: Vec<_> = told
        .iter()
        .map(|event| event.body["data"]["batch"].as_str().unwrap_or_default())
        .collect();
    told.sort_unstable();
    made.sort_unstable();
    assert_eq!(told, made, "each was told of once");
}

pub(super) async fn begin_anew_where_what_failed_is_sent_again(bench: &Bench) {
    use MessageState::{InDoubt, Queued, Sent};
    let (company, user) = bench.company_with_user().await;
    let webhook = listen(&*company).await;
    let letters: Vec<_> = (0..4)
        .map(|number| new_letter(&user, &format!("a{number}@mujal.ee")))
        .collect();
    let (batch, messages) = accept_batch(&*company, &user, &letters, false).await;
    let lease = lease(bench).await;
    take(&*bench.store, lease).await;
    bench.pass(10);
    let ends = [sent(bench), failed(bench), failed(bench), in_doubt(bench)];
    for (id, end) in messages.iter().zip(ends) {
        advance(&*bench.store, lease, *id, Step::Sending).await;
        bench.pass(1);
        assert!(advance(&*bench.store, lease, *id, end).await);
    }
    release(&*bench.store, lease).await;
    assert_eq!(finished(&*company, &webhook).await, 1);
    let detail = company.find_batch(batch).await.unwrap().unwrap();
    assert_eq!(detail.causes, [("mailbox-full".to_owned(), 2)]);
    let sent_at = company
        .find_message(messages[0])
        .await
        .unwrap()
        .unwrap()
        .message
        .changed_at;
    assert_eq!(detail.sent_between, Some((sent_at, sent_at)));
    assert_eq!(detail.accounts.len(), 1);
    assert!(detail.batch.finished_at.is_some());

    bench.pass(3600);
    assert_eq!(decide(&*company, batch, BatchDecision::ResendFailed).await, 2);
    assert_eq!(
        states(&*company, &messages).await,
        [Sent, Queued, Queued, InDoubt]
    );
    let known = company.find_batch(batch).await.unwrap().unwrap();
    assert_eq!((known.batch.finished_at, known.batch.version), (None, 2));
    assert!(known.causes.is_empty());
    let detail = company.find_message(messages[1]).await.unwrap().unwrap();
    let [first, again] = &detail.history[..] else {
        panic!("{detail:?}")
    };
    assert_eq!(
        (first.result, again.result),
        (AttemptResult::Failed, AttemptResult::Resent)
    );
    assert_eq!((again.number, again.by.as_deref()), (1, Some(BY.name())));
    let lease = super::post::lease(bench).await;
    let taken = take(&*bench.store, lease).await;
    assert_eq!(ids(&taken), messages[1..3]);
    assert_eq!(
        (taken.messages[0].attempts, taken.messages[0].first_attempt_at),
        (1, None)
    );
    for id in &messages[1..3] {
        let step = Step::Sent {
            attempt: attempt(bench, 2, AttemptResult::Sent),
        };
        advance(&*bench.store, lease, *id, Step::Sending).await;
        assert!(advance(&*bench.store, lease, *id, step).await);
    }
    release(&*bench.store, lease).await;
    assert_eq!(finished(&*company, &webhook).await, 2);
    // What a person settles afterwards ends nothing a second time.
    company
        .decide(messages[3], Decision::SettleSent, None, &BY)
        .await
        .unwrap();
    assert_eq!(finished(&*company, &webhook).await, 2);
    assert_eq!(
        company
            .find_batch(batch)
            .await
            .unwrap()
            .unwrap()
            .batch
            .counts
            .sent,
        4
    );
    assert!(actions(&*company).await.contains(&Action::BatchResent));
}

pub(super) async fn come_where_the_last_message_is_canceled(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let webhook = listen(&*company).await;
    let letters = ["a@mujal.ee", "b@mujal.ee"].map(|to| new_letter(&user, to));
    let (batch, messages) = accept_batch(&*company, &user, &letters, false).await;
    company
        .decide(messages[0], Decision::Cancel, None, &BY)
        .await
        .unwrap();
    assert_eq!(finished(&*company, &webhook).await, 0);
    assert_eq!(end_all(bench, sent).await, 1);
    assert_eq!(finished(&*company, &webhook).await, 1);
    company
        .decide(messages[0], Decision::Resend, None, &BY)
        .await
        .unwrap();
    let known = company.find_batch(batch).await.unwrap().unwrap().batch;
    assert_eq!(known.finished_at, None);
    company
        .decide(messages[0], Decision::Cancel, None, &BY)
        .await
        .unwrap();
    assert_eq!(finished(&*company, &webhook).await, 2);
}

use super::{
    bench::{BY, Bench, actions},
    post::{
        TURN, accept_batch, advance, attempt, deferred, end_all, failed, from_now, ids, in_doubt, lease,
        listen, new_letter, release, route_to, sent, states, take, through, told_of,
    },
};
use crate::{
    Action, Advance, BatchDecision, Clock as _, CompanyStore, Decision, DecisionError, EventKind, Lease,
    StateCounts, Step, User, Webhook,
};
use futures_util::future::join_all;
use model::{
    BatchId, MessageId,
    message::{AttemptResult, MessageState},
};

async fn decide(company: &dyn CompanyStore, batch: BatchId, decision: BatchDecision) -> u64 {
    company.decide_batch(batch, decision, &BY).await.unwrap()
}

async fn refused(company: &dyn CompanyStore, batch: BatchId, decision: BatchDecision) {
    let refused = company.decide_batch(batch, decision, &BY).await;
    assert!(
        matches!(refused, Err(DecisionError::State)),
        "{decision:?}: {refused:?}"
    );
}

/// A batch with a message in each state: queued, leased, sending, sent, failed, in doubt.
async fn in_each_state(bench: &Bench) -> (Box<dyn CompanyStore>, User, BatchId, Vec<MessageId>, Lease) {
    let (company, user) = bench.company_with_user().await;
    let letters: Vec<_> = (0..6)
        .map(|number| {
            let mut letter = new_letter(&user, &format!("a{number}@mujal.ee"));
            // The first one is behind the others.
            letter.not_before = (number == 0).then(|| from_now(bench, 1));
            letter
        })
        .collect();
    let (batch, messages) = accept_batch(&*company, &user, &letters, false).await;
    let lease = lease(bench).await;
    assert_eq!(take(&*bench.store, lease).await.messages.len(), 5);
    for id in &messages[2..] {
        assert!(advance(&*bench.store, lease, *id, Step::Sending).await);
    }
    for (id, end) in messages[3..]
        .iter()
        .zip([sent(bench), failed(bench), in_doubt(bench)])
    {
        assert!(advance(&*bench.store, lease, *id, end).await);
    }
    (company, user, batch, messages, lease)
}

pub(super) async fn are_stopped_and_go_on(bench: &Bench) {
    use MessageState::{Failed, InDoubt, Leased, Paused, Queued, Sending, Sent};
    let (company, _, batch, messages, lease) = in_each_state(bench).await;
    assert_eq!(
        states(&*company, &messages).await,
        [Queued, Leased, Sending, Sent, Failed, InDoubt]
    );
    refused(&*company, batch, BatchDecision::GoOn).await;
    assert_eq!(decide(&*company, batch, BatchDecision::Pause).await, 2);
    assert_eq!(
        states(&*company, &messages).await,
        [Paused, Paused, Sending, Sent, Failed, InDoubt]
    );
    refused(&*company, batch, BatchDecision::Pause).await;
    let known = company.find_batch(batch).await.unwrap().unwrap().batch;
    assert_eq!((known.paused, known.canceled, known.version), (true, false, 2));
    let counts = StateCounts {
        sending: 1,
        sent: 1,
        failed: 1,
        in_doubt: 1,
        paused: 2,
        ..StateCounts::default()
    };
    assert_eq!(known.counts, counts);
    // What was being sent is tried again no sooner than the others.
    assert!(!advance(&*bench.store, lease, messages[1], Step::Sending).await);
    assert!(advance(&*bench.store, lease, messages[2], deferred(bench, 5)).await);
    assert_eq!(
        states(&*company, &messages).await,
        [Paused, Paused, Paused, Sent, Failed, InDoubt]
    );
    // What failed waits with the others.
    assert_eq!(decide(&*company, batch, BatchDecision::ResendFailed).await, 1);
    assert_eq!(states(&*company, &messages[4..5]).await, [Paused]);
    release(&*bench.store, lease).await;
    bench.pass(60);
    assert!(super::post::leases(&*bench.store, 10).await.is_empty());
    assert_eq!(decide(&*company, batch, BatchDecision::GoOn).await, 4);
    let lease = super::post::lease(bench).await;
    assert_eq!(take(&*bench.store, lease).await.messages.len(), 4);
    let done = actions(&*company).await;
    assert_eq!(
        done[done.len() - 4..],
        [
            Action::BatchAccepted,
            Action::BatchPaused,
            Action::BatchResent,
            Action::BatchStarted
        ]
    );
}

pub(super) async fn are_stopped_with_what_was_sent_again_alone(bench: &Bench) {
    use MessageState::{Canceled, Paused, Queued, Sending};
    for (stop, stopped) in [(BatchDecision::Pause, Paused), (BatchDecision::Cancel, Canceled)] {
        let (company, user) = bench.company_with_user().await;
        let letters = [new_letter(&user, "a@mujal.ee"), new_letter(&user, "b@mujal.ee")];
        let (batch, messages) = accept_batch(&*company, &user, &letters, false).await;
        company
            .decide(messages[0], Decision::Cancel, None, &BY)
            .await
            .unwrap();
        decide(&*company, batch, BatchDecision::Pause).await;
        company
            .decide(messages[0], Decision::Resend, None, &BY)
            .await
            .unwrap();
        assert_eq!(
            states(&*company, &messages).await,
            [Queued, Paused],
            "it goes alone"
        );
        let lease = lease(bench).await;
        assert_eq!(ids(&take(&*bench.store, lease).await), messages[..1]);
        assert!(advance(&*bench.store, lease, messages[0], Step::Sending).await);
        decide(&*company, batch, BatchDecision::GoOn).await;
        decide(&*company, batch, stop).await;
        assert_eq!(states(&*company, &messages).await, [Sending, stopped]);
        assert!(advance(&*bench.store, lease, messages[0], deferred(bench, 5)).await);
        assert_eq!(
            states(&*company, &messages).await,
            [stopped, stopped],
            "and stops with the others"
        );
        release(&*bench.store, lease).await;
    }
}

pub(super) async fn are_stopped_for_good(bench: &Bench) {
    use MessageState::{Canceled, Failed, InDoubt, Sending, Sent};
    let (company, _, batch, messages, lease) = in_each_state(bench).await;
    let webhook = listen(&*company).await;
    assert_eq!(decide(&*company, batch, BatchDecision::Cancel).await, 2);
    assert_eq!(
        states(&*company, &messages).await,
        [Canceled, Canceled, Sending, Sent, Failed, InDoubt]
    );
    for decision in [BatchDecision::Cancel, BatchDecision::Pause, BatchDecision::GoOn] {
        refused(&*company, batch, decision).await;
    }
    for step in [Step::Sending, Step::Back, sent(bench)] {
        assert!(!advance(&*bench.store, lease, messages[1], step).await);
    }
    assert!(
        told_of(&*company, &webhook, EventKind::BatchFinished)
            .await
            .is_empty()
    );
    assert!(advance(&*bench.store, lease, messages[2], deferred(bench, 5)).await);
    assert_eq!(states(&*company, &messages[2..3]).await, [Canceled]);
    let known = company.find_batch(batch).await.unwrap().unwrap().batch;
    assert_eq!(
        (known.canceled, known.finished_at),
        (true, Some(bench.clock.now()))
    );
    assert_eq!(
        told_of(&*company, &webhook, EventKind::BatchFinished).await.len(),
        1
    );
    assert!(actions(&*company).await.contains(&Action::BatchCanceled));
}

pub(super) async fn that_wait_for_a_person_are_started_by_one(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let letters = ["a@mujal.ee", "b@mujal.ee"].map(|to| new_letter(&user, to));
    let (batch, messages) = accept_batch(&*company, &user, &letters, true).await;
    let known = company.find_batch(batch).await.unwrap().unwrap().batch;
    assert_eq!(
        (known.paused, known.started_at, known.counts.paused),
        (true, None, 2)
    );
    assert_eq!(bench.store.next_due().await.unwrap(), None);
    bench.pass(60);
    assert_eq!(decide(&*company, batch, BatchDecision::GoOn).await, 2);
    let known = company.find_batch(batch).await.unwrap().unwrap().batch;
    assert_eq!((known.paused, known.started_at), (false, Some(bench.clock.now())));
    let began = known.started_at;
    let lease = lease(bench).await;
    assert_eq!(ids(&take(&*bench.store, lease).await), messages);
    bench.pass(1);
    assert_eq!(decide(&*company, batch, BatchDecision::Pause).await, 2);
    assert_eq!(decide(&*company, batch, BatchDecision::GoOn).await, 2);
    let known = company.find_batch(batch).await.unwrap().unwrap().batch;
    assert_eq!(known.started_at, began, "the first time counts");
    assert!(
        !advance(&*bench.store, lease, messages[0], Step::Sending).await,
        "not his any more"
    );
    assert_eq!(
        ids(&take(&*bench.store, lease).await),
        messages,
        "he may take them again"
    );
    // Canceled before it began.
    let (batch, _) = accept_batch(&*company, &user, &letters, true).await;
    assert_eq!(decide(&*company, batch, BatchDecision::Cancel).await, 2);
    let known = company.find_batch(batch).await.unwrap().unwrap().batch;
    assert_eq!(known.finished_at, Some(bench.clock.now()));
}

async fn finished(company: &dyn CompanyStore, webhook: &Webhook) -> usize {
    told_of(company, webhook, EventKind::BatchFinished).await.len()
}

pub(super) async fn are_finished_once(bench: &Bench) {
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

pub(super) async fn send_again_what_failed(bench: &Bench) {
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

pub(super) async fn end_when_their_last_message_is_canceled(bench: &Bench) {
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

pub(super) async fn are_listed_newest_first(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.user(company.id(), "jyri@naidis.ee").await;
    let mut made = Vec::new();
    for user in [&user, &other, &user] {
        bench.pass(1);
        made.push(
            accept_batch(&*company, user, &[new_letter(user, "a@mujal.ee")], false)
                .await
                .0,
        );
    }
    made.reverse();
    let list = async |user: Option<&User>, after, limit| {
        let found = company
            .batches(user.map(|user| user.id), after, limit)
            .await
            .unwrap();
        found.iter().map(|batch| batch.id).collect::<Vec<_>>()
    };
    assert_eq!(list(None, None, 10).await, made);
    assert_eq!(list(None, Some(made[0]), 1).await, made[1..2]);
    assert_eq!(list(Some(&other), None, 10).await, made[1..2]);
    assert_eq!(list(Some(&user), Some(made[0]), 10).await, made[2..]);
    let nothing = BatchId::from_uuid(uuid::Uuid::nil());
    assert!(company.find_batch(nothing).await.unwrap().is_none());
    let none = company.decide_batch(nothing, BatchDecision::Pause, &BY).await;
    assert!(matches!(none, Err(DecisionError::NotFound)), "{none:?}");
}

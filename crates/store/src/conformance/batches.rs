use super::{
    bench::{BY, Bench, actions},
    post::{
        accept_batch, advance, deferred, failed, from_now, ids, in_doubt, lease, listen, new_letter, release,
        sent, states, take, told_of,
    },
};
use crate::{
    Action, BatchDecision, Clock as _, CompanyStore, Decision, DecisionError, EventKind, Lease, StateCounts,
    Step, User,
};
use model::{BatchId, MessageId, message::MessageState};

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

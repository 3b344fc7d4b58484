//! The queue on several replicas at once: each message goes out once, none is forgotten, and nobody waits in a circle.

#![expect(clippy::unwrap_used, reason = "helpers of the tests unwrap as well")]

mod support;

use futures_util::future::join_all;
use jiff::SignedDuration;
use model::{
    MessageId,
    message::{Attempt, AttemptResult, MessageState},
    session::Stage,
};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use store::{
    AccountFault, AccountNow, Actor, Advance, BatchDecision, Clock as _, CompanyStore, Decision, Idempotency,
    Lease, MessageQuery, NewBatch, PaceLimits, Queue as _, Release, Step, Store as _, StoreError, TestClock,
    Upkeep as _, User,
};
use store_postgres::PostgresStore;
use support::{Server, company, letter, replicas, user};

const BY: Actor = Actor::Operator;
const LEASE: Duration = Duration::from_mins(1);
const FREE: PaceLimits = PaceLimits {
    interval: None,
    per_day: None,
};

/// Accepts a batch of so many letters on three accounts.
async fn batch(company: &dyn CompanyStore, user: &User, letters: usize) -> model::BatchId {
    let new = NewBatch {
        user: user.id,
        name: "Märts".to_owned(),
        reference: None,
        paused: false,
    };
    let batch = company.stage_batch(&new).await.unwrap();
    let letters: Vec<_> = (0..letters)
        .map(|number| letter(user, &format!("smtp{}.naidis.ee", number % 3), number))
        .collect();
    for part in letters.chunks(500) {
        company.stage_letters(batch, part).await.unwrap();
    }
    let key = Idempotency {
        key: batch.to_string(),
        digest: [0; 32],
    };
    company.accept_batch(batch, &key, &BY).await.unwrap();
    batch
}

fn attempt(clock: &TestClock, result: AttemptResult) -> Attempt {
    let now = clock.now().as_microsecond();
    Attempt {
        number: 1,
        began_at: now,
        ended_at: now,
        result,
        server: None,
        stage: Some(Stage::Accepted),
        cause: (result != AttemptResult::Sent).then(|| "busy".to_owned()),
        code: None,
        enhanced: None,
        text: None,
        by: None,
        next_at: None,
    }
}

fn steps(lease: Lease, messages: &[MessageId], step: impl Fn(usize) -> Step) -> Vec<Advance> {
    let each = messages.iter().enumerate();
    each.map(|(at, message)| Advance {
        lease,
        message: *message,
        step: step(at),
    })
    .collect()
}

/// One turn with one account: what it begins goes out at once. Says whether there was one.
async fn turn(
    replica: &PostgresStore,
    clock: &TestClock,
    gone: &std::sync::Mutex<HashMap<MessageId, u32>>,
) -> Result<bool, StoreError> {
    let leased = replica.lease_accounts(1, LEASE, false).await?;
    let Some(account) = leased.first() else {
        return Ok(false);
    };
    let lease = account.lease;
    let taken = replica.take_messages(lease, &FREE, 20).await?;
    let ids: Vec<MessageId> = taken.messages.iter().map(|message| message.id).collect();
    let begun = replica.advance(&steps(lease, &ids, |_| Step::Sending)).await?;
    let begun: Vec<MessageId> = ids
        .iter()
        .zip(begun)
        .filter_map(|(id, begun)| begun.then_some(*id))
        .collect();
    for id in &begun {
        *gone.lock().unwrap().entry(*id).or_default() += 1;
    }
    let ended = replica
        .advance(&steps(lease, &begun, |_| Step::Sent {
            attempt: attempt(clock, AttemptResult::Sent),
        }))
        .await?;
    assert!(ended.iter().all(|ended| *ended), "nobody else had the account");
    replica.release(lease, &Release::default()).await?;
    Ok(true)
}

#[tokio::test(flavor = "multi_thread")]
async fn four_replicas_send_each_message_once() {
    let server = Server::start().await;
    let database = server.database();
    let clock = Arc::new(TestClock::default());
    let stores = replicas(&database, 4, &clock).await;
    let mut companies = Vec::new();
    for _ in 0..2 {
        let company = company(&stores[0]).await.id;
        let part = stores[0].company(company);
        let user = user(&*part, "mari@naidis.ee").await;
        let batch = batch(&*part, &user, 1000).await;
        companies.push((company, batch));
    }
    let gone = Arc::new(std::sync::Mutex::new(HashMap::new()));
    let workers = stores.iter().cloned().map(|replica| {
        let (clock, gone, companies) = (clock.clone(), gone.clone(), companies.clone());
        tokio::spawn(async move {
            loop {
                if turn(&replica, &clock, &gone).await.unwrap() {
                    continue;
                }
                let mut finished = true;
                for (company, batch) in &companies {
                    let batch = replica
                        .company(*company)
                        .find_batch(*batch)
                        .await
                        .unwrap()
                        .unwrap();
                    finished &= batch.batch.finished_at.is_some();
                }
                if finished {
                    return;
                }
                replica.wait_for_work(Duration::from_millis(20)).await;
            }
        })
    });
    for worker in join_all(workers).await {
        worker.unwrap();
    }
    let gone = gone.lock().unwrap().clone();
    assert_eq!(gone.len(), 2000, "none is forgotten");
    assert!(gone.values().all(|times| *times == 1), "none went twice");
    for (company, batch) in companies {
        let batch = stores[0]
            .company(company)
            .find_batch(batch)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(batch.batch.counts.sent, 1000);
    }
    assert_eq!(stores[0].next_due().await.unwrap(), None);
}

/// What people and programs do while letters go out, in turn.
async fn disturb(
    replica: &PostgresStore,
    part: &dyn CompanyStore,
    user: &User,
    batch: model::BatchId,
    round: usize,
) -> Result<(), StoreError> {
    let query = MessageQuery::default();
    let messages = part.messages(&query, 40).await?;
    let message = messages[round % messages.len()].clone();
    let allowed = |error: store::DecisionError| match error {
        store::DecisionError::Store(error) => Err(error),
        _ => Ok(()),
    };
    match round % 8 {
        0 => {
            let letters = [
                letter(user, "smtp1.naidis.ee", round),
                letter(user, "smtp0.naidis.ee", round),
            ];
            part.accept(&letters, None, None, &BY).await.unwrap();
        }
        1 => part
            .decide(message.id, Decision::Cancel, None, &BY)
            .await
            .or_else(allowed)?,
        2 => part
            .decide(message.id, Decision::Resend, None, &BY)
            .await
            .or_else(allowed)?,
        3 => drop(
            part.decide_batch(batch, BatchDecision::Pause, &BY)
                .await
                .map(drop)
                .or_else(allowed)?,
        ),
        4 => drop(
            part.decide_batch(batch, BatchDecision::GoOn, &BY)
                .await
                .map(drop)
                .or_else(allowed)?,
        ),
        5 => {
            let to = letter(user, &format!("smtp{}.naidis.ee", round % 3), 0).route;
            replica.reroute(part.id(), user.id, None, &to).await?;
        }
        6 => {
            let why = AccountFault {
                cause: "by-operator".to_owned(),
                stage: Stage::Auth,
                reply: None,
                secret_version: None,
            };
            replica.hold_account(message.account, &why, &BY).await?;
            replica.release_account(message.account, &BY).await?;
        }
        _ => {
            let now = message.created_at + SignedDuration::from_hours(1);
            replica.delete_letters_before(now, now, 5).await?;
            part.retry_account(message.account, &BY).await?;
        }
    }
    Ok(())
}

/// Sends with all ends that there are, and sometimes sleeps past a lease.
async fn send_badly(replica: &PostgresStore, clock: &TestClock, rounds: &AtomicUsize) {
    while rounds.load(Ordering::SeqCst) < 160 {
        let leased = replica.lease_accounts(2, LEASE, false).await.unwrap();
        let mut all = Vec::new();
        for account in &leased {
            let taken = replica.take_messages(account.lease, &FREE, 7).await.unwrap();
            let ids: Vec<_> = taken.messages.iter().map(|message| message.id).collect();
            all.extend(steps(account.lease, &ids, |_| Step::Sending));
        }
        replica.advance(&all).await.unwrap();
        for (at, step) in all.iter_mut().enumerate() {
            step.step = match at % 4 {
                0 => Step::Failed {
                    attempt: attempt(clock, AttemptResult::Failed),
                },
                1 => Step::InDoubt {
                    attempt: attempt(clock, AttemptResult::InDoubt),
                },
                2 => Step::Deferred {
                    not_before: clock.now(),
                    attempt: attempt(clock, AttemptResult::Deferred),
                },
                _ => Step::Sent {
                    attempt: attempt(clock, AttemptResult::Sent),
                },
            };
        }
        replica.advance(&all).await.unwrap();
        let turns: Vec<_> = leased.iter().map(|account| account.lease).collect();
        replica.renew_leases(&turns, LEASE).await.unwrap();
        for lease in turns {
            // Some worker sleeps past his lease.
            if lease.token % 5 == 0 {
                clock.advance(SignedDuration::from_secs(61));
                continue;
            }
            let works = Release {
                account: AccountNow::Works,
                ..Release::default()
            };
            replica.release(lease, &works).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_in_a_circle() {
    let server = Server::start().await;
    let database = server.database();
    let clock = Arc::new(TestClock::default());
    let stores = replicas(&database, 4, &clock).await;
    let id = company(&stores[0]).await.id;
    let part = stores[0].company(id);
    let webhook = store::SaveWebhook {
        url: "https://naidis.ee/hook".to_owned(),
        events: Vec::new(),
        enabled: true,
    };
    part.create_webhook(&webhook, &"whsec_kuusk".into(), &BY)
        .await
        .unwrap();
    let mari = user(&*part, "mari@naidis.ee").await;
    let batch = batch(&*part, &mari, 600).await;
    let rounds = Arc::new(AtomicUsize::new(0));
    let sending = (0..4).map(|at| {
        let (replica, clock, rounds) = (stores[at].clone(), clock.clone(), rounds.clone());
        tokio::spawn(async move {
            send_badly(&replica, &clock, &rounds).await;
        })
    });
    let disturbing = (0..4).map(|at| {
        let (replica, mari, rounds) = (stores[at].clone(), mari.clone(), rounds.clone());
        tokio::spawn(async move {
            let part = replica.company(id);
            loop {
                let round = rounds.fetch_add(1, Ordering::SeqCst);
                if round >= 160 {
                    return;
                }
                disturb(&replica, &*part, &mari, batch, round).await.unwrap();
            }
        })
    });
    for ended in join_all(sending.chain(disturbing).collect::<Vec<_>>()).await {
        ended.unwrap();
    }
    // Somebody of many goes, while all goes on.
    let jyri = user(&*part, "jyri@naidis.ee").await;
    let letters: Vec<_> = (0..60)
        .map(|number| letter(&jyri, "smtp1.naidis.ee", number))
        .collect();
    part.accept(&letters, None, None, &BY).await.unwrap();
    let gone = std::sync::Mutex::new(HashMap::new());
    let (one, other, deleted) = tokio::join!(
        turn(&stores[0], &clock, &gone),
        turn(&stores[1], &clock, &gone),
        part.delete_user(jyri.id, &BY)
    );
    one.unwrap();
    other.unwrap();
    deleted.unwrap();
    let his = MessageQuery {
        user: Some(jyri.id),
        states: vec![MessageState::Queued, MessageState::Leased, MessageState::Paused],
        ..MessageQuery::default()
    };
    assert!(part.messages(&his, 10).await.unwrap().is_empty());
    let deadlocks = server.0.sql(
        database.name(),
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
    );
    assert_eq!(deadlocks.trim(), "0");
}

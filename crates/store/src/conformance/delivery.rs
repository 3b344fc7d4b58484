use super::{
    bench::{BY, Bench},
    post::{
        TURN, accept, accept_batch, accept_one, advance, attempt, deferred, failed, from_now, ids, in_doubt,
        lease, leases, listen, new_letter, release, route, sent, state, states, take, through, told, told_of,
    },
    returned::bounced,
};
use crate::{Advance, Clock as _, CompanyStore, Decision, EventKind, Lease, QueueCounts, Route, Step, User};
use model::{
    MessageId,
    message::{AttemptResult, MessageState, RecipientRole},
};

/// A message in this state, under this lease where it is one of those that the queue gave out.
async fn in_state(
    bench: &Bench,
    company: &dyn CompanyStore,
    user: &User,
    lease: Lease,
    state: MessageState,
) -> MessageId {
    let store = &*bench.store;
    if state == MessageState::Paused {
        let letter = new_letter(user, "saaja@mujal.ee");
        return accept_batch(company, user, &[letter], true).await.1[0];
    }
    let id = accept_one(company, user).await;
    match state {
        MessageState::Queued | MessageState::Paused => return id,
        MessageState::Canceled => {
            company.decide(id, Decision::Cancel, None, &BY).await.unwrap();
            return id;
        }
        _ => assert!(ids(&take(store, lease).await).contains(&id)),
    }
    if state != MessageState::Leased {
        assert!(advance(store, lease, id, Step::Sending).await);
    }
    let end = match state {
        MessageState::Sent | MessageState::Bounced => sent(bench),
        MessageState::Failed => failed(bench),
        MessageState::InDoubt => in_doubt(bench),
        _ => return id,
    };
    assert!(advance(store, lease, id, end).await);
    if state == MessageState::Bounced {
        bounced(bench, company, id).await;
    }
    id
}

pub(super) async fn steps_are_those_of_the_table(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    accept_one(&*company, &user).await;
    let lease = lease(bench).await;
    let steps = [
        (Step::Sending, MessageState::Sending),
        (sent(bench), MessageState::Sent),
        (deferred(bench, 60), MessageState::Queued),
        (failed(bench), MessageState::Failed),
        (in_doubt(bench), MessageState::InDoubt),
        (Step::Back, MessageState::Queued),
        (
            Step::Later {
                not_before: from_now(bench, 0),
            },
            MessageState::Queued,
        ),
    ];
    for from in MessageState::ALL {
        for (step, to) in &steps {
            let may = match from {
                MessageState::Leased => !matches!(step, Step::InDoubt { .. }),
                MessageState::Sending => !matches!(step, Step::Sending | Step::Back | Step::Later { .. }),
                _ => false,
            };
            let id = in_state(bench, &*company, &user, lease, *from).await;
            assert_eq!(state(&*company, id).await, *from);
            let before = company.find_message(id).await.unwrap();
            let made = advance(&*bench.store, lease, id, step.clone()).await;
            assert_eq!(made, may, "{from:?} {step:?}");
            let after = company.find_message(id).await.unwrap();
            if may {
                let after = after.unwrap();
                assert_eq!(after.message.state, *to, "{from:?} {step:?}");
                // Back it is as if nobody had taken it: who decides about it meanwhile has seen it as it is.
                let back = matches!(step, Step::Back | Step::Later { .. });
                let was = before.unwrap().version;
                assert_eq!(after.version > was, !back, "{from:?} {step:?}");
            } else {
                assert_eq!(after, before, "{from:?} {step:?}");
            }
        }
    }
}

pub(super) async fn letters_come_out_as_they_were_handed_over(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let mut letter = new_letter(&user, "õie@näidis.ee");
    letter
        .recipients
        .push((super::post::mailbox("peidus@mujal.ee"), RecipientRole::BlindCopy));
    letter.deadline = Some(from_now(bench, 3600));
    let accepted_at = bench.clock.now();
    let messages = accept(&*company, std::slice::from_ref(&letter)).await;
    bench.pass(5);
    let leased = bench.store.lease_accounts(10, TURN, true).await.unwrap();
    let [account] = &leased[..] else {
        panic!("{leased:?}")
    };
    assert_eq!((&account.route, &account.trouble), (&route(), &None));
    assert_eq!(account.lease.company, company.id());
    let taken = take(&*bench.store, account.lease).await;
    assert_eq!(ids(&taken), messages);
    let [(_, at, content)] = &taken.letters[..] else {
        panic!("a letter once: {taken:?}")
    };
    assert_eq!((*at, &**content), (accepted_at, &letter.letter));
    assert_eq!(taken.not_before, None);
    for (message, (recipient, role)) in taken.messages.iter().zip(&letter.recipients) {
        assert_eq!((&message.recipient, message.role), (recipient, *role));
        assert_eq!((message.letter, message.user), (taken.letters[0].0, user.id));
        assert_eq!((message.attempts, message.first_attempt_at), (0, None));
        assert_eq!((message.deadline, message.batch), (letter.deadline, None));
    }
    assert!(
        take(&*bench.store, account.lease).await.messages.is_empty(),
        "all are taken"
    );
}

pub(super) async fn attempts_are_counted_and_noted(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let id = accept_one(&*company, &user).await;
    let began = from_now(bench, 10);
    bench.pass(10);
    let first = lease(bench).await;
    take(&*bench.store, first).await;
    assert!(advance(&*bench.store, first, id, Step::Sending).await);
    let detail = company.find_message(id).await.unwrap().unwrap();
    assert_eq!(detail.message.attempts, 1, "what may have left counts");
    bench.pass(1);
    let later = deferred(bench, 60);
    assert!(advance(&*bench.store, first, id, later.clone()).await);
    assert!(release(&*bench.store, first).await);
    assert_eq!(bench.store.next_due().await.unwrap(), Some(from_now(bench, 60)));
    assert!(leases(&*bench.store, 9).await.is_empty());
    bench.pass(60);

    // The second attempt ends before the content.
    let second = lease(bench).await;
    assert!(second.token > first.token);
    let taken = take(&*bench.store, second).await.messages.remove(0);
    assert_eq!((taken.attempts, taken.first_attempt_at), (1, Some(began)));
    let again = Step::Deferred {
        not_before: from_now(bench, 60),
        attempt: attempt(bench, 2, AttemptResult::Deferred),
    };
    assert!(advance(&*bench.store, second, id, again.clone()).await);
    release(&*bench.store, second).await;
    bench.pass(60);
    // It was taken and nobody tried.
    let third = lease(bench).await;
    assert_eq!(take(&*bench.store, third).await.messages[0].attempts, 2);
    assert!(advance(&*bench.store, third, id, Step::Back).await);
    let taken = take(&*bench.store, third).await.messages.remove(0);
    assert_eq!((taken.attempts, taken.first_attempt_at), (2, Some(began)));
    let last = attempt(bench, 3, AttemptResult::Failed);
    assert!(
        advance(
            &*bench.store,
            third,
            id,
            Step::Failed {
                attempt: last.clone()
            }
        )
        .await
    );
    let detail = company.find_message(id).await.unwrap().unwrap();
    assert_eq!(
        (detail.message.attempts, detail.message.state),
        (3, MessageState::Failed)
    );
    let (Step::Deferred { attempt: one, .. }, Step::Deferred { attempt: two, .. }) = (later, again) else {
        unreachable!()
    };
    assert_eq!(detail.history, [one, two, last.clone()]);
    assert_eq!(detail.message.last, Some(last));
    assert_eq!(detail.message.changed_at, bench.clock.now());
}

pub(super) async fn many_steps_are_told_apart(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.user(company.id(), "jyri@naidis.ee").await;
    let letters: Vec<_> = (0..6)
        .map(|number| {
            new_letter(
                if number < 3 { &user } else { &other },
                &format!("a{number}@mujal.ee"),
            )
        })
        .collect();
    let messages = accept(&*company, &letters).await;
    let lease = lease(bench).await;
    take(&*bench.store, lease).await;
    let stale = Lease {
        token: lease.token + 1,
        ..lease
    };
    let sending: Vec<_> = messages[..4]
        .iter()
        .map(|message| Advance {
            lease,
            message: *message,
            step: Step::Sending,
        })
        .collect();
    assert_eq!(bench.store.advance(&sending).await.unwrap(), [true; 4]);
    let nothing = MessageId::from_uuid(uuid::Uuid::nil());
    let steps = [
        (lease, messages[3], in_doubt(bench)),
        (stale, messages[4], sent(bench)),
        (stale, messages[0], sent(bench)),
        (lease, messages[0], sent(bench)),
        (lease, messages[5], Step::Back),
        (lease, nothing, sent(bench)),
        (lease, messages[1], failed(bench)),
        (lease, messages[4], in_doubt(bench)),
        (lease, messages[2], deferred(bench, 1)),
    ]
    .map(|(lease, message, step)| Advance { lease, message, step });
    let made = bench.store.advance(&steps).await.unwrap();
    assert_eq!(made, [true, false, false, true, true, false, true, false, true]);
    assert_eq!(
        states(&*company, &messages).await,
        [
            MessageState::Sent,
            MessageState::Failed,
            MessageState::Queued,
            MessageState::InDoubt,
            MessageState::Leased,
            MessageState::Queued
        ]
    );
    assert!(bench.store.advance(&[]).await.unwrap().is_empty());
    let users = company.list_users(None, 9).await.unwrap();
    let last_sent: Vec<_> = users.iter().map(|user| user.last_sent_at).collect();
    assert_eq!(last_sent, [Some(bench.clock.now()), None]);
}

pub(super) async fn webhooks_are_told_with_it(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let stranger = bench.store.company(bench.company("Võõras").await);
    let theirs = listen(&*stranger).await;
    let webhook = listen(&*company).await;
    let mut letters: Vec<_> = (0..4)
        .map(|number| new_letter(&user, &format!("a{number}@mujal.ee")))
        .collect();
    letters[0].reference = Some("arve-7".parse().unwrap());
    let messages = accept(&*company, &letters).await;
    let lease = lease(bench).await;
    take(&*bench.store, lease).await;
    for id in &messages {
        advance(&*bench.store, lease, *id, Step::Sending).await;
    }
    let ends = [sent(bench), failed(bench), in_doubt(bench), deferred(bench, 60)];
    for (id, end) in messages.iter().zip(ends) {
        assert!(advance(&*bench.store, lease, *id, end.clone()).await);
        assert!(!advance(&*bench.store, lease, *id, end).await, "a second time");
    }
    assert_eq!(
        told(&*company, &webhook).await,
        [
            EventKind::MessageSent,
            EventKind::MessageFailed,
            EventKind::MessageInDoubt
        ]
    );
    let body = &told_of(&*company, &webhook, EventKind::MessageSent).await[0].body;
    assert!(body.to_string().contains(&messages[0].to_string()), "{body}");
    assert!(body.to_string().contains("arve-7"), "{body}");
    let body = &told_of(&*company, &webhook, EventKind::MessageFailed).await[0].body;
    assert!(body.to_string().contains("mailbox-full"), "{body}");
    assert!(told(&*stranger, &theirs).await.is_empty());
}

pub(super) async fn is_counted(bench: &Bench) {
    assert_eq!(bench.store.queue_counts().await.unwrap(), QueueCounts::default());
    let (company, user) = bench.company_with_user().await;
    accept_one(&*company, &user).await;
    let lease = lease(bench).await;
    for state in MessageState::ALL {
        in_state(bench, &*company, &user, lease, *state).await;
        // What is accepted later is not taken along.
        take(&*bench.store, lease).await;
    }
    let mut later = through(Route::Relay, new_letter(&user, "a@mujal.ee"));
    later.not_before = Some(from_now(bench, 100));
    accept(&*company, &[later]).await;
    bench.pass(7);
    let last = bench.clock.now();
    accept_one(&*company, &user).await;
    let staged = company
        .stage_batch(&super::post::new_batch(&user, false))
        .await
        .unwrap();
    company
        .stage_letters(staged, &[new_letter(&user, "a@mujal.ee")])
        .await
        .unwrap();
    bench.pass(7);
    let mut counts = bench.store.queue_counts().await.unwrap();
    counts.by_state.sort();
    assert_eq!(
        counts,
        QueueCounts {
            by_state: vec![
                (MessageState::Queued, 2),
                (MessageState::Leased, 3),
                (MessageState::Sending, 1),
                (MessageState::InDoubt, 1),
                (MessageState::Paused, 1),
            ],
            oldest_due: Some(last),
            held_accounts: 0,
            leased_accounts: 1,
        }
    );
    let accounts = bench.store.queue_accounts(None, 10).await.unwrap();
    assert_eq!(accounts.iter().map(|account| account.waiting).sum::<u64>(), 5);
    let next = bench
        .store
        .queue_accounts(Some(accounts[0].id), 10)
        .await
        .unwrap();
    assert_eq!(next, accounts[1..]);
}

use super::{
    bench::{BY, Bench, actions},
    post::{
        accept_batch, accept_one, advance, attempt, end_all, failed, ids, in_doubt, lease, listen,
        new_letter, sent, state, take, told,
    },
    returned::bounced,
};
use crate::{
    Action, Clock as _, CompanyStore, Decision, DecisionError, EventKind, MessageDetail, MessageQuery, Step,
    User,
};
use model::{
    MessageId,
    message::{AttemptResult, MessageState},
};

/// A message in this state.
async fn in_state(bench: &Bench, company: &dyn CompanyStore, user: &User, wanted: MessageState) -> MessageId {
    let id = accept_one(company, user).await;
    if wanted == MessageState::Queued {
        return id;
    }
    if wanted == MessageState::Paused {
        return accept_batch(company, user, &[new_letter(user, "p@mujal.ee")], true)
            .await
            .1[0];
    }
    if wanted == MessageState::Canceled {
        company.decide(id, Decision::Cancel, None, &BY).await.unwrap();
        return id;
    }
    let lease = lease(bench).await;
    assert!(ids(&take(&*bench.store, lease).await).contains(&id));
    if wanted != MessageState::Leased {
        advance(&*bench.store, lease, id, Step::Sending).await;
    }
    match wanted {
        MessageState::Sent | MessageState::Bounced => {
            assert!(advance(&*bench.store, lease, id, sent(bench)).await);
        }
        MessageState::Failed => assert!(advance(&*bench.store, lease, id, failed(bench)).await),
        MessageState::InDoubt => assert!(advance(&*bench.store, lease, id, in_doubt(bench)).await),
        // He goes on with it.
        _ => return id,
    }
    super::post::release(&*bench.store, lease).await;
    if wanted == MessageState::Bounced {
        bounced(bench, company, id).await;
    }
    id
}

/// Where a message is afterwards; none where that can not be decided.
fn after(before: MessageState, decision: &Decision) -> Option<MessageState> {
    use MessageState::{Bounced, Canceled, Failed, InDoubt, Leased, Paused, Queued, Sent};
    match (before, decision) {
        (Failed | Bounced | InDoubt | Canceled, Decision::Resend) => Some(Queued),
        (InDoubt, Decision::SettleSent) => Some(Sent),
        (InDoubt, Decision::SettleFailed) => Some(Failed),
        (Queued | Leased | Paused, Decision::Cancel) => Some(Canceled),
        _ => None,
    }
}

/// What the audit log and the message's history tell of it.
async fn check_notes(
    bench: &Bench,
    company: &dyn CompanyStore,
    decision: &Decision,
    (before, after): (&MessageDetail, &MessageDetail),
) {
    let (action, result) = match decision {
        Decision::Cancel => (Action::MessageCanceled, None),
        Decision::Resend => (Action::MessageResent, Some(AttemptResult::Resent)),
        Decision::SettleSent => (Action::MessageSettled, Some(AttemptResult::SettledSent)),
        Decision::SettleFailed => (Action::MessageSettled, Some(AttemptResult::Failed)),
    };
    assert_eq!(actions(company).await.pop(), Some(action));
    let noted = &after.history[before.history.len()..];
    assert_eq!(noted.first().map(|noted| noted.result), result);
    assert!(noted.len() <= 1);
    for noted in noted {
        assert_eq!(noted.by.as_deref(), Some(BY.name()));
        assert_eq!(noted.number, before.message.attempts);
        assert_eq!(noted.ended_at, bench.clock.now().as_microsecond());
        assert!(noted.server.is_none());
    }
}

pub(super) async fn are_taken_where_they_can_be(bench: &Bench) {
    use Decision::{Cancel, Resend, SettleFailed, SettleSent};
    let (company, user) = bench.company_with_user().await;
    let webhook = listen(&*company).await;
    for wanted in MessageState::ALL {
        for decision in [Resend, SettleSent, SettleFailed, Cancel] {
            let id = in_state(bench, &*company, &user, *wanted).await;
            let before = company.find_message(id).await.unwrap().unwrap();
            assert_eq!(before.message.state, *wanted);
            let to = after(*wanted, &decision);
            bench.pass(1);
            let late = company
                .decide(id, decision.clone(), Some(before.version + 1), &BY)
                .await;
            assert!(matches!(late, Err(DecisionError::State)), "{late:?}");
            let done = company
                .decide(id, decision.clone(), Some(before.version), &BY)
                .await;
            let after = company.find_message(id).await.unwrap().unwrap();
            let Some(to) = to else {
                assert!(
                    matches!(done, Err(DecisionError::State)),
                    "{wanted:?} {decision:?} {done:?}"
                );
                assert_eq!(after, before);
                company.decide(id, Cancel, None, &BY).await.ok();
                bench.pass(60);
                continue;
            };
            done.unwrap();
            assert_eq!(
                (after.message.state, after.message.changed_at),
                (to, bench.clock.now())
            );
            assert!(after.version > before.version);
            check_notes(bench, &*company, &decision, (&before, &after)).await;
            if let Some(kind) = match decision {
                SettleSent => Some(EventKind::MessageSent),
                SettleFailed => Some(EventKind::MessageFailed),
                Resend | Cancel => None,
            } {
                assert_eq!(told(&*company, &webhook).await.last(), Some(&kind));
            }
            // Whoever had it loses it.
            bench.pass(60);
            if to == MessageState::Queued {
                assert!(end_all(bench, sent).await >= 1);
                assert_eq!(state(&*company, id).await, MessageState::Sent);
            }
        }
    }
    let nothing = MessageId::from_uuid(uuid::Uuid::nil());
    let none = company.decide(nothing, Resend, None, &BY).await;
    assert!(matches!(none, Err(DecisionError::NotFound)), "{none:?}");
}

pub(super) async fn to_send_again_keep_the_bytes(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let accepted_at = bench.clock.now();
    let id = accept_one(&*company, &user).await;
    let first = lease(bench).await;
    let before = take(&*bench.store, first).await;
    bench.pass(30);
    advance(&*bench.store, first, id, Step::Sending).await;
    advance(&*bench.store, first, id, in_doubt(bench)).await;
    super::post::release(&*bench.store, first).await;
    bench.pass(7200);
    company.decide(id, Decision::Resend, None, &BY).await.unwrap();
    let second = lease(bench).await;
    let taken = take(&*bench.store, second).await;
    assert_eq!(taken.letters, before.letters);
    assert_eq!(taken.letters[0].1, accepted_at);
    assert_eq!(
        (taken.messages[0].attempts, taken.messages[0].first_attempt_at),
        (1, None)
    );
    let last = attempt(bench, 2, AttemptResult::Sent);
    advance(&*bench.store, second, id, Step::Sending).await;
    assert!(
        advance(
            &*bench.store,
            second,
            id,
            Step::Sent {
                attempt: last.clone()
            }
        )
        .await
    );
    let message = company.find_message(id).await.unwrap().unwrap();
    assert_eq!(message.message.last, Some(last));
    assert_eq!(message.history.len(), 3);
    let listed = company
        .messages(&MessageQuery::default(), 1)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(listed, message.message);
}

pub(super) async fn of_two_at_once_are_one(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.second().await.company(company.id());
    for _ in 0..5 {
        let id = accept_one(&*company, &user).await;
        assert_eq!(end_all(bench, in_doubt).await, 1);
        let deciding = (0..6).map(|at| {
            let company = if at % 2 == 0 { &company } else { &other };
            let decision = if at < 3 {
                Decision::SettleSent
            } else {
                Decision::SettleFailed
            };
            company.decide(id, decision, None, &BY)
        });
        let done = futures_util::future::join_all(deciding).await;
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
        let detail = company.find_message(id).await.unwrap().unwrap();
        assert_eq!(detail.history.len(), 2);
    }
}

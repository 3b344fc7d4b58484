use super::{
    bench::{BY, Bench, external, log},
    post::{accept, accept_batch, end_all, in_doubt, listen, new_letter, sent, state, told, told_of},
    returned::{batch_of, bounce_of, detail, ended, event, kept, kept_one, mail, signed},
};
use crate::{
    Action, BatchDecision, Clock as _, Decision, EventKind, EventQuery, MessageQuery, NewEvent, UserChange,
};
use model::{
    event::{Cause, Kind},
    message::{AttemptResult, MessageState},
};
use serde_json::{Value, json};

pub(super) async fn bring_a_message_back(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let message = ended(bench, &*company, &user, sent).await;
    let before = detail(&*company, message).await;
    bench.pass(60);
    let event = kept_one(bench, &*company, "bounce", bounce_of(message)).await;
    assert!(event.changed);
    let after = detail(&*company, message).await;
    assert_eq!(after.message.state, MessageState::Bounced);
    assert_eq!(after.message.changed_at, event.received_at);
    assert_eq!((after.version, after.message.attempts), (before.version + 1, 1));
    let line = after.history.last().unwrap();
    assert_eq!((line.number, line.result), (1, AttemptResult::Bounced));
    assert_eq!(line.cause.as_deref(), Some("returned-no-such-address"));
    assert_eq!((line.code, &line.server), (Some(550), &None));
    assert_eq!(line.enhanced.unwrap().to_string(), "5.1.1");
    assert_eq!(line.text.as_deref(), Some("550 5.1.1 nobody here, õ"));
    assert_eq!(line.began_at, bench.clock.now().as_microsecond());
    assert_eq!(after.history.len(), before.history.len() + 1);
    // It is found by its state, and by its cause.
    for query in [
        MessageQuery {
            states: vec![MessageState::Bounced],
            ..MessageQuery::default()
        },
        MessageQuery {
            cause: Some("returned-no-such-address".to_owned()),
            ..MessageQuery::default()
        },
    ] {
        let found = company.messages(&query, 10).await.unwrap();
        assert_eq!(found.len(), 1, "{query:?}");
        assert_eq!(company.count_messages(&query).await.unwrap().bounced, 1);
    }
}

pub(super) async fn without_a_cause_are_of_an_unknown_one(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let message = ended(bench, &*company, &user, sent).await;
    kept_one(bench, &*company, "bounce", signed(Kind::Bounce, message)).await;
    let line = detail(&*company, message).await.history.pop().unwrap();
    assert_eq!(line.cause.as_deref(), Some("returned-unknown"));
    assert_eq!((line.code, line.text), (None, None));
}

pub(super) async fn of_what_came_back_change_nothing(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let message = ended(bench, &*company, &user, sent).await;
    kept_one(bench, &*company, "first", bounce_of(message)).await;
    let (after, bad) = (detail(&*company, message).await, bad(&*company).await);
    for (text, new) in [
        ("second", bounce_of(message)),
        ("delayed", signed(Kind::Delayed, message)),
        ("delivered", signed(Kind::Delivered, message)),
    ] {
        let event = kept_one(bench, &*company, text, new).await;
        assert_eq!((event.changed, event.distrust), (false, None), "{text}");
    }
    assert_eq!(detail(&*company, message).await, after);
    assert_eq!(self::bad(&*company).await, bad);
    // Two in one mail are as two mails.
    let message = ended(bench, &*company, &user, sent).await;
    let two = vec![bounce_of(message), bounce_of(message)];
    let ids = kept(bench, &mail(company.id(), "two", two)).await;
    let changed = async |at: usize| company.find_event(ids[at]).await.unwrap().unwrap().event.changed;
    assert_eq!((changed(0).await, changed(1).await), (true, false));
    assert_eq!(detail(&*company, message).await.history.len(), 2);
}

async fn bad(company: &dyn crate::CompanyStore) -> Vec<crate::BadAddress> {
    let address = super::post::mailbox("saaja@mujal.ee");
    company.bad_addresses(&[address]).await.unwrap()
}

pub(super) async fn settle_what_was_in_doubt(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let hook = listen(&*company).await;
    for (kind, after, kind_told, result) in [
        (
            Kind::Bounce,
            MessageState::Bounced,
            EventKind::MessageBounced,
            AttemptResult::Bounced,
        ),
        (
            Kind::Delivered,
            MessageState::Sent,
            EventKind::MessageSent,
            AttemptResult::Sent,
        ),
        (
            Kind::Delayed,
            MessageState::Sent,
            EventKind::MessageSent,
            AttemptResult::Sent,
        ),
    ] {
        let message = ended(bench, &*company, &user, in_doubt).await;
        let heard = told(&*company, &hook).await.len();
        let event = kept_one(bench, &*company, kind.key(), signed(kind, message)).await;
        assert!(event.changed);
        let detail = detail(&*company, message).await;
        assert_eq!(detail.message.state, after);
        assert_eq!(detail.history.last().unwrap().result, result);
        assert_eq!(told(&*company, &hook).await[heard], kind_told);
    }
    // What says nothing of its way leaves it in doubt; and it may be delayed first and come back then, in one mail.
    let message = ended(bench, &*company, &user, in_doubt).await;
    for kind in [Kind::AutomaticReply, Kind::RealReply, Kind::FeedbackLoop] {
        let text = format!("{} of one in doubt", kind.key());
        assert!(
            !kept_one(bench, &*company, &text, signed(kind, message))
                .await
                .changed
        );
    }
    assert_eq!(state(&*company, message).await, MessageState::InDoubt);
    let version = detail(&*company, message).await.version;
    let heard = told(&*company, &hook).await.len();
    let both = vec![signed(Kind::Delayed, message), bounce_of(message)];
    kept(bench, &mail(company.id(), "both", both)).await;
    let detail = detail(&*company, message).await;
    assert_eq!(
        (detail.message.state, detail.version),
        (MessageState::Bounced, version + 2)
    );
    assert_eq!(
        told(&*company, &hook).await[heard..],
        [
            EventKind::MessageSent,
            EventKind::EventReceived,
            EventKind::MessageBounced
        ]
    );
}

pub(super) async fn are_told_to_webhooks(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let known = UserChange {
        external_id: Some(external("42")),
        ..UserChange::default()
    };
    company.update_user(user.id, &known, &BY).await.unwrap();
    let mut letter = new_letter(&user, "saaja@mujal.ee");
    letter.reference = Some(external("arve-1"));
    let (batch, messages) = accept_batch(&*company, &user, &[letter], false).await;
    assert_eq!(end_all(bench, sent).await, 1);
    let hook = listen(&*company).await;
    let bounced = kept_one(bench, &*company, "bounce", bounce_of(messages[0])).await;
    let letter = detail(&*company, messages[0]).await.message.letter;
    let common = json!({
        "company": company.id(), "company_external_id": null, "user": user.id, "user_external_id": "42",
        "message": messages[0], "letter": letter, "batch": batch, "reference": "arve-1",
        "recipient": "saaja@mujal.ee",
    });
    let with = |more: Value| {
        let mut data = common.as_object().unwrap().clone();
        data.extend(more.as_object().unwrap().clone());
        Value::Object(data)
    };
    let data = async |kind| {
        let written = told_of(&*company, &hook, kind).await;
        written.last().unwrap().body["data"].clone()
    };
    assert_eq!(
        data(EventKind::MessageBounced).await,
        with(json!({
            "attempts": 1, "cause": "returned-no-such-address", "code": null, "enhanced_code": null,
            "event": bounced.id, "hard": true, "status": "5.1.1", "reply_code": 550,
        }))
    );
    assert_eq!(told(&*company, &hook).await, [EventKind::MessageBounced]);
    let late = NewEvent {
        kind: Kind::Delayed,
        hard: false,
        cause: Some(Cause::Temporary),
        ..bounce_of(messages[0])
    };
    let late = kept_one(bench, &*company, "late", late).await;
    assert_eq!(
        data(EventKind::EventReceived).await,
        with(json!({
            "event": late.id, "kind": "delayed", "cause": "temporary", "hard": false, "status": "5.1.1",
            "reply_code": 550,
        }))
    );
    let reply = kept_one(bench, &*company, "reply", event(Kind::RealReply)).await;
    let data = data(EventKind::EventReceived).await;
    assert_eq!(data["event"], json!(reply.id));
    assert_eq!(
        (&data["message"], &data["kind"]),
        (&Value::Null, &json!("real-reply"))
    );
    let forged = NewEvent {
        distrust: Some(model::event::Distrust::Signature),
        ..bounce_of(messages[0])
    };
    kept_one(bench, &*company, "forged", forged).await;
    assert_eq!(told(&*company, &hook).await.len(), 3);
}

pub(super) async fn leave_a_batch_finished(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let letters: Vec<_> = (0..4)
        .map(|number| new_letter(&user, &format!("a{number}@mujal.ee")))
        .collect();
    let (batch, messages) = accept_batch(&*company, &user, &letters, false).await;
    assert_eq!(end_all(bench, sent).await, 4);
    let finished = batch_of(&*company, batch).await.finished_at;
    assert!(finished.is_some());
    bench.pass(60);
    let hook = listen(&*company).await;
    let full = |message| NewEvent {
        cause: Some(Cause::MailboxFull),
        ..bounce_of(message)
    };
    for (text, new) in [
        ("1", bounce_of(messages[0])),
        ("2", full(messages[1])),
        ("3", full(messages[2])),
    ] {
        let event = kept_one(bench, &*company, text, new).await;
        assert_eq!(event.batch, Some(batch));
    }
    let detail = company.find_batch(batch).await.unwrap().unwrap();
    assert_eq!(detail.batch.finished_at, finished);
    assert_eq!((detail.batch.counts.sent, detail.batch.counts.bounced), (1, 3));
    assert_eq!(
        detail.returned,
        [
            ("returned-mailbox-full".to_owned(), 2),
            ("returned-no-such-address".to_owned(), 1)
        ]
    );
    assert!(detail.causes.is_empty());
    assert_eq!(told(&*company, &hook).await, [EventKind::MessageBounced; 3]);
    // They are none of those that had failed.
    assert_eq!(
        company
            .decide_batch(batch, BatchDecision::ResendFailed, &BY)
            .await
            .unwrap(),
        0
    );
}

pub(super) async fn can_be_sent_again_or_mended(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let message = ended(bench, &*company, &user, sent).await;
    let event = kept_one(bench, &*company, "bounce", bounce_of(message)).await;
    company
        .decide(message, Decision::Resend, None, &BY)
        .await
        .unwrap();
    assert_eq!(state(&*company, message).await, MessageState::Queued);
    assert!(
        log(&*company)
            .await
            .iter()
            .any(|entry| entry.entry.action == Action::MessageResent)
    );
    // What comes of the first one while the second has not left.
    kept_one(bench, &*company, "late", bounce_of(message)).await;
    assert_eq!(state(&*company, message).await, MessageState::Queued);
    assert_eq!(end_all(bench, sent).await, 1);
    let query = EventQuery {
        message: Some(message),
        ..EventQuery::default()
    };
    let events = company.events(&query, 10).await.unwrap();
    assert_eq!(events.last(), Some(&event), "it stays");
    assert!(
        kept_one(bench, &*company, "again", bounce_of(message))
            .await
            .changed
    );
    let letter = crate::NewLetter {
        replaces: Some(message),
        ..new_letter(&user, "oige@mujal.ee")
    };
    let other = accept(&*company, &[letter]).await[0];
    assert_eq!(detail(&*company, message).await.replaced_by, Some(other));
    assert_eq!(detail(&*company, other).await.replaces, Some(message));
    assert_eq!(state(&*company, message).await, MessageState::Bounced);
}

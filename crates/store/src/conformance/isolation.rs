use super::{
    bench::{
        BY, Bench, LEASE, PLENTY, all_of, external, log, mailbox, nobody, own_server, passed, save, save_own,
        secret, snapshot, start_test,
    },
    post::{accept_batch, end_all, fault, key, listen, new_batch, new_letter, sent, told},
    returned::{bounce_by_letter, bounce_of, detail, kept, mail},
    webhooks::{add, hook},
};
use crate::{
    AcceptError, AuditQuery, BatchDecision, Clock as _, CompanyChange, CompanyStore, Decision, DecisionError,
    EventCounts, EventQuery, ExceptionError, MessageQuery, NewSession, Owner, SaveError, SenderUserError,
    SignInError, TestError, Trusted, User, UserChange, UserError, UserQuery, Verification, WebhookError,
};
use model::{Port, event::Distrust};
use std::time::Duration;

/// A company with a user, and another company that has got hold of all their ids.
async fn two(bench: &Bench) -> (Box<dyn CompanyStore>, User, Box<dyn CompanyStore>) {
    let (company, user) = bench.company_with_user().await;
    let stranger = bench.company("Võõras AS").await;
    bench.user(stranger, "paha@mujal.ee").await;
    (company, user, bench.store.company(stranger))
}

pub(super) async fn of_users_and_settings(bench: &Bench) {
    let (company, user, stranger) = two(bench).await;
    let known = UserChange {
        external_id: Some(external("42")),
        ..UserChange::default()
    };
    let user = company.update_user(user.id, &known, &BY).await.unwrap();
    save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    let before = all_of(&*company, &user).await;
    assert_eq!(stranger.find_user(user.id).await.unwrap(), None);
    let by_email = stranger.find_user_by_email(&mailbox("mari@naidis.ee")).await;
    assert_eq!(by_email.unwrap(), None);
    let by_external_id = stranger.find_user_by_external_id(&external("42")).await;
    assert_eq!(by_external_id.unwrap(), None);
    assert_eq!(stranger.list_users(None, 10).await.unwrap().len(), 1);
    assert_eq!(stranger.count_users().await.unwrap(), 1);
    let table = stranger.user_table(&UserQuery::default(), 10).await.unwrap();
    assert_eq!(table.len(), 1);
    assert_eq!(stranger.user_settings(user.id).await.unwrap(), None);
    assert_eq!(secret(&*stranger, &user, &own_server().destination).await, None);
    let refused = stranger
        .save_settings(Owner::User(user.id), save(&own_server(), "mine now"), &BY)
        .await;
    assert!(matches!(refused, Err(SaveError::NoSuchUser)), "{refused:?}");
    let refused = stranger.set_sender_user(Some(user.id), None, &BY).await;
    assert!(matches!(refused, Err(SenderUserError::NoSuchUser)), "{refused:?}");
    let refused = stranger.update_user(user.id, &UserChange::default(), &BY).await;
    assert!(matches!(refused, Err(UserError::NoSuchUser)), "{refused:?}");
    let refused = stranger.delete_user(user.id, &BY).await;
    assert!(matches!(refused, Err(UserError::NoSuchUser)), "{refused:?}");
    let change = CompanyChange {
        mass_mailing: Some(true),
        ..CompanyChange::default()
    };
    stranger.update_company(&change, &BY).await.unwrap();
    assert_eq!(all_of(&*company, &user).await, before);
}

pub(super) async fn of_tests_and_verdicts(bench: &Bench) {
    let (company, user, stranger) = two(bench).await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    let snapshot = snapshot(&own_server(), 1);
    let run = start_test(&*company, &user, &own_server(), 1).await;

    assert_eq!(company.find_test(colleague.id, run.id).await.unwrap(), None);
    assert_eq!(company.latest_test(colleague.id).await.unwrap(), None);
    assert_eq!(stranger.find_test(user.id, run.id).await.unwrap(), None);
    assert_eq!(stranger.latest_test(user.id).await.unwrap(), None);
    assert!(matches!(
        stranger.create_test(user.id, &snapshot, PLENTY, LEASE, &BY).await,
        Err(TestError::NoSuchUser)
    ));
    assert!(matches!(
        stranger.append_to_test(run.id, &[], &[]).await,
        Err(TestError::NoSuchTest)
    ));
    assert!(matches!(
        stranger.renew_test(run.id, LEASE).await,
        Err(TestError::NoSuchTest)
    ));
    assert!(matches!(
        stranger.finish_test(run.id, &passed(), &[]).await,
        Err(TestError::NoSuchTest)
    ));
    let about = snapshot.fingerprint(user.id).unwrap();
    assert!(
        !stranger
            .record_verdict(user.id, run.id, &about, &passed())
            .await
            .unwrap()
    );
    assert_eq!(company.find_test(user.id, run.id).await.unwrap(), Some(run));
    let all = all_of(&*company, &user).await;
    assert_eq!(all.verification(&all.effective()), Verification::Never);
}

pub(super) async fn of_sessions(bench: &Bench) {
    let (company, user, stranger) = two(bench).await;
    let hour = Duration::from_hours(1);
    let session = NewSession::lasting(hour);
    let token = company.create_session(user.id, &session).await.unwrap();
    for user in [user.id, nobody()] {
        assert!(matches!(
            stranger.create_session(user, &session).await,
            Err(SignInError::NoSuchUser)
        ));
        assert!(matches!(
            stranger.create_sign_in_link(user, hour).await,
            Err(SignInError::NoSuchUser)
        ));
    }
    assert_eq!(stranger.delete_sessions_of(user.id).await.unwrap(), 0);
    let session = bench.store.find_session(&token).await.unwrap().unwrap();
    assert_eq!(session.user.company, company.id());
}

pub(super) async fn of_the_audit_log(bench: &Bench) {
    let (company, user, stranger) = two(bench).await;
    let ours = log(&*company).await;
    let theirs = log(&*stranger).await;
    assert_eq!((ours.len(), theirs.len()), (2, 2));
    assert!(ours.iter().all(|entry| !theirs.contains(entry)));
    for query in [
        AuditQuery {
            user: Some(user.id),
            ..AuditQuery::default()
        },
        AuditQuery {
            subject: Some("naidis".to_owned()),
            ..AuditQuery::default()
        },
        AuditQuery {
            before: Some(theirs[1].id),
            ..AuditQuery::default()
        },
    ] {
        assert!(stranger.audit(&query, 10).await.unwrap().is_empty(), "{query:?}");
    }
}

pub(super) async fn of_exceptions_and_webhooks(bench: &Bench) {
    let (company, _, stranger) = two(bench).await;
    let plain = Trusted::PlainPassword {
        host: own_server().destination.host,
        port: Port::RELAY,
    };
    let exception = company.add_exception(&plain, &BY).await.unwrap();
    assert!(stranger.exceptions().await.unwrap().is_empty());
    let refused = stranger.remove_exception(exception.id, &BY).await;
    assert!(
        matches!(refused, Err(ExceptionError::NoSuchException)),
        "{refused:?}"
    );
    assert_eq!(company.exceptions().await.unwrap(), [exception]);

    let webhook = add(&*company, "https://naidis.ee/hook", &[]).await;
    let own = add(&*stranger, "https://mujal.ee/hook", &[]).await;
    let message = company.send_webhook_test(webhook.id).await.unwrap();
    let hour = Duration::from_hours(1);
    let save = hook("https://mujal.ee/mine", &[]);
    let mine = super::webhooks::secret("mine");
    let refusals = [
        stranger
            .update_webhook(webhook.id, &save, None, &BY)
            .await
            .map(|_| ()),
        stranger.rotate_webhook_secret(webhook.id, &mine, hour, &BY).await,
        stranger.delete_webhook(webhook.id, &BY).await,
        stranger.webhook_messages(webhook.id, 10).await.map(|_| ()),
        stranger.send_webhook_test(webhook.id).await.map(|_| ()),
        stranger.resend_webhook_message(webhook.id, message).await,
        stranger.resend_webhook_message(own.id, message).await,
        company.resend_webhook_message(own.id, message).await,
    ];
    for (at, refused) in refusals.into_iter().enumerate() {
        assert!(
            matches!(refused, Err(WebhookError::NoSuchWebhook)),
            "{at}: {refused:?}"
        );
    }
    assert_eq!(company.webhooks().await.unwrap(), [webhook]);
    assert_eq!(stranger.webhooks().await.unwrap(), [own]);
}

pub(super) async fn of_letters(bench: &Bench) {
    let (company, user, stranger) = two(bench).await;
    let hook = listen(&*stranger).await;
    let letter = new_letter(&user, "a@mujal.ee");
    let (batch, messages) = accept_batch(&*company, &user, std::slice::from_ref(&letter), false).await;
    let staged = company.stage_batch(&new_batch(&user, false)).await.unwrap();
    company
        .stage_letters(staged, std::slice::from_ref(&letter))
        .await
        .unwrap();
    let before = company.find_message(messages[0]).await.unwrap().unwrap();
    let everything = MessageQuery::default();
    for query in [
        everything.clone(),
        MessageQuery {
            user: Some(user.id),
            ..everything.clone()
        },
        MessageQuery {
            batch: Some(batch),
            ..everything.clone()
        },
        MessageQuery {
            letter: Some(before.message.letter),
            ..everything.clone()
        },
    ] {
        assert!(
            stranger.messages(&query, 10).await.unwrap().is_empty(),
            "{query:?}"
        );
        assert_eq!(
            stranger.count_messages(&query).await.unwrap().all(),
            0,
            "{query:?}"
        );
    }
    assert!(stranger.find_message(messages[0]).await.unwrap().is_none());
    for decision in [Decision::Cancel, Decision::Resend, Decision::SettleSent] {
        let refused = stranger.decide(messages[0], decision, None, &BY).await;
        assert!(matches!(refused, Err(DecisionError::NotFound)), "{refused:?}");
    }
    assert!(stranger.batches(None, None, 10).await.unwrap().is_empty());
    assert!(
        stranger
            .batches(Some(user.id), None, 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(stranger.find_batch(batch).await.unwrap().is_none());
    for decision in [
        BatchDecision::Pause,
        BatchDecision::Cancel,
        BatchDecision::ResendFailed,
    ] {
        let refused = stranger.decide_batch(batch, decision, &BY).await;
        assert!(matches!(refused, Err(DecisionError::NotFound)), "{refused:?}");
    }
    let theirs = stranger.list_users(None, 1).await.unwrap().remove(0);
    let letter = new_letter(&theirs, "a@mujal.ee");
    let refused = stranger.stage_letters(staged, &[letter]).await;
    assert!(matches!(refused, Err(AcceptError::NoSuchBatch)), "{refused:?}");
    let refused = stranger.accept_batch(staged, &key("k", 1), &BY).await;
    assert!(matches!(refused, Err(AcceptError::NoSuchBatch)), "{refused:?}");
    stranger.drop_staged(staged).await.unwrap();
    let now = bench.clock.now();
    let days = [
        now - jiff::SignedDuration::from_hours(24),
        now + jiff::SignedDuration::from_hours(24),
    ];
    assert_eq!(stranger.days(None, &days).await.unwrap()[0].counts.all(), 0);
    assert_eq!(
        stranger.days(Some(user.id), &days).await.unwrap()[0].counts.all(),
        0
    );
    assert_eq!(company.days(None, &days).await.unwrap()[0].counts.all(), 1);
    assert!(stranger.accounts().await.unwrap().is_empty());
    bench
        .store
        .hold_account(before.message.account, &fault("by-operator"), &BY)
        .await
        .unwrap();
    assert!(!stranger.retry_account(before.message.account, &BY).await.unwrap());
    assert!(told(&*stranger, &hook).await.is_empty());
    // Nothing has changed, and what is being handed over goes on.
    let after = company.find_message(messages[0]).await.unwrap().unwrap();
    assert_eq!(
        (after.version, after.message.state),
        (before.version, before.message.state)
    );
    company.accept_batch(staged, &key("k", 1), &BY).await.unwrap();
    assert_eq!(company.messages(&everything, 10).await.unwrap().len(), 2);
}

pub(super) async fn of_events(bench: &Bench) {
    let (company, user, stranger) = two(bench).await;
    let hook = listen(&*company).await;
    let letters = [new_letter(&user, "a@mujal.ee"), new_letter(&user, "b@mujal.ee")];
    let (batch, messages) = accept_batch(&*company, &user, &letters, false).await;
    assert_eq!(end_all(bench, sent).await, 2);
    let letter = detail(&*company, messages[0]).await.message.letter;
    let ours = kept(bench, &mail(company.id(), "ours", vec![bounce_of(messages[0])])).await;
    let before = detail(&*company, messages[1]).await;
    let heard = told(&*company, &hook).await;
    // What a stranger's mail names of ours is neither touched nor shown to him.
    let theirs = vec![
        bounce_of(messages[1]),
        bounce_by_letter(letter, "a@mujal.ee"),
        bounce_by_letter(before.message.letter, "b@mujal.ee"),
    ];
    for id in kept(bench, &mail(stranger.id(), "theirs", theirs)).await {
        let event = stranger.find_event(id).await.unwrap().unwrap().event;
        assert_eq!(event.distrust, Some(Distrust::OtherCompany));
        assert_eq!((event.message, event.batch, event.user), (None, None, None));
        assert!(company.find_event(id).await.unwrap().is_none());
    }
    assert_eq!(detail(&*company, messages[1]).await, before);
    assert_eq!(told(&*company, &hook).await, heard);
    assert!(stranger.find_event(ours[0]).await.unwrap().is_none());
    let all = EventQuery::default();
    for query in [
        EventQuery {
            user: Some(user.id),
            ..all.clone()
        },
        EventQuery {
            message: Some(messages[0]),
            ..all.clone()
        },
        EventQuery {
            batch: Some(batch),
            ..all.clone()
        },
        EventQuery {
            search: Some("ours".to_owned()),
            ..all.clone()
        },
    ] {
        assert!(stranger.events(&query, 10).await.unwrap().is_empty(), "{query:?}");
        let counts = stranger.count_events(&query).await.unwrap();
        assert_eq!(counts, EventCounts::default(), "{query:?}");
    }
    assert_eq!(stranger.events(&all, 10).await.unwrap().len(), 3);
    assert_eq!(company.events(&all, 10).await.unwrap().len(), 1);
    let bad = mailbox("a@mujal.ee");
    assert_eq!(
        company
            .bad_addresses(std::slice::from_ref(&bad))
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(
        stranger
            .bad_addresses(std::slice::from_ref(&bad))
            .await
            .unwrap()
            .is_empty()
    );
    assert!(!stranger.forget_bad_address(&bad, &BY).await.unwrap());
    assert_eq!(company.bad_addresses(&[bad]).await.unwrap().len(), 1);
}

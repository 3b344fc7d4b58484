use super::bench::{
    BY, Bench, log, nobody, other_servers, own_server, passed, refused, save, save_keeping, save_own,
    start_test,
};
use crate::{
    Action, CompanyStore, Disabled, EventKind, Owner, SaveWebhook, Webhook, WebhookError, WebhookMessage,
    webhooks::MOST_WEBHOOKS,
};
use model::{WebhookId, WebhookMessageId};
use secrecy::SecretString;
use serde_json::json;
use std::time::Duration;

pub(super) fn secret(text: &str) -> SecretString {
    SecretString::from(format!("whsec_{text}"))
}

pub(super) fn hook(url: &str, events: &[EventKind]) -> SaveWebhook {
    SaveWebhook {
        url: url.to_owned(),
        events: events.to_vec(),
        enabled: true,
    }
}

pub(super) async fn add(company: &dyn CompanyStore, url: &str, events: &[EventKind]) -> Webhook {
    company
        .create_webhook(&hook(url, events), &secret("one"), &BY)
        .await
        .unwrap()
}

pub(super) async fn messages(company: &dyn CompanyStore, webhook: &Webhook) -> Vec<WebhookMessage> {
    company.webhook_messages(webhook.id, 100).await.unwrap()
}

const URL: &str = "https://naidis.ee/hook";

pub(super) async fn are_added_changed_and_removed(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    let first = add(&*company, URL, &[]).await;
    let second = add(
        &*company,
        "https://naidis.ee/other",
        &[EventKind::SettingsFailing],
    )
    .await;
    assert_eq!(company.webhooks().await.unwrap(), [first.clone(), second.clone()]);
    assert_eq!((first.version, first.disabled), (1, None));

    let off = SaveWebhook {
        enabled: false,
        ..hook(URL, &[EventKind::SettingsSaved])
    };
    let updating =
        async |save: &SaveWebhook, version| company.update_webhook(first.id, save, version, &BY).await;
    let changed = updating(&off, Some(1)).await.unwrap();
    assert_eq!(
        (
            changed.version,
            &changed.events,
            changed.disabled.map(|(_, why)| why)
        ),
        (2, &off.events, Some(Disabled::ByAdmin))
    );
    let late = updating(&hook(URL, &[]), Some(1)).await;
    assert!(matches!(late, Err(WebhookError::Conflict)), "{late:?}");
    assert_eq!(updating(&off, None).await.unwrap(), changed, "nothing differs");
    let on = updating(&hook(URL, &[]), Some(2)).await.unwrap();
    assert_eq!((on.version, on.disabled), (3, None));
    company
        .rotate_webhook_secret(first.id, &secret("two"), Duration::ZERO, &BY)
        .await
        .unwrap();
    company.delete_webhook(first.id, &BY).await.unwrap();
    assert_eq!(company.webhooks().await.unwrap(), [second]);

    let log = log(&*company).await;
    let written: Vec<_> = log.iter().rev().map(|entry| entry.entry.action).collect();
    assert_eq!(
        written[2..],
        [
            Action::WebhookCreated,
            Action::WebhookCreated,
            Action::WebhookChanged,
            Action::WebhookChanged,
            Action::WebhookRotated,
            Action::WebhookDeleted
        ]
    );
    assert!(!format!("{log:?}").contains("whsec_"));
    let gone = company.delete_webhook(first.id, &BY).await;
    assert!(matches!(gone, Err(WebhookError::NoSuchWebhook)), "{gone:?}");
    let gone = company.webhook_messages(first.id, 10).await;
    assert!(matches!(gone, Err(WebhookError::NoSuchWebhook)), "{gone:?}");
}

pub(super) async fn are_not_too_many(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    for _ in 0..MOST_WEBHOOKS {
        add(&*company, URL, &[]).await;
    }
    let over = company.create_webhook(&hook(URL, &[]), &secret("one"), &BY).await;
    assert!(matches!(over, Err(WebhookError::TooMany)), "{over:?}");
    let nowhere = bench
        .store
        .company(model::CompanyId::from_uuid(uuid::Uuid::nil()));
    let none = nowhere.create_webhook(&hook(URL, &[]), &secret("one"), &BY).await;
    assert!(matches!(none, Err(WebhookError::NoSuchCompany)), "{none:?}");
    let nothing = WebhookId::from_uuid(uuid::Uuid::nil());
    let none = company.update_webhook(nothing, &hook(URL, &[]), None, &BY).await;
    assert!(matches!(none, Err(WebhookError::NoSuchWebhook)), "{none:?}");
    let none = company.send_webhook_test(nothing).await;
    assert!(matches!(none, Err(WebhookError::NoSuchWebhook)), "{none:?}");
}

pub(super) async fn are_told_of_what_they_want_to_know(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.store.company(bench.company("Teine").await);
    let theirs = add(&*other, URL, &[]).await;
    let all = add(&*company, URL, &[]).await;
    let one = add(&*company, URL, &[EventKind::SettingsFailing]).await;
    let off = add(&*company, URL, &[]).await;
    let disabled = SaveWebhook {
        enabled: false,
        ..hook(URL, &[])
    };
    company
        .update_webhook(off.id, &disabled, None, &BY)
        .await
        .unwrap();

    save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    company
        .save_settings(Owner::Company, save(&own_server(), "hunter2"), &BY)
        .await
        .unwrap();
    company.set_sender_user(Some(user.id), None, &BY).await.unwrap();
    for verdict in [refused(), passed(), crate::TestVerdict::Aborted] {
        let run = start_test(&*company, &user, &own_server(), 1).await;
        company.finish_test(run.id, &verdict, &[]).await.unwrap();
    }
    let told = messages(&*company, &all).await;
    let kinds: Vec<_> = told.iter().rev().map(|message| message.kind).collect();
    assert_eq!(
        kinds,
        [
            EventKind::SettingsSaved,
            EventKind::SettingsSaved,
            EventKind::SenderUserChanged,
            EventKind::SettingsFailing,
            EventKind::SettingsVerified
        ]
    );
    let failing = messages(&*company, &one).await;
    assert_eq!(failing.len(), 1);
    let expected = json!({
        "type": "settings.failing",
        "timestamp": failing[0].created_at,
        "data": {
            "company": company.id(), "company_external_id": null, "user": user.id, "user_external_id": null,
            "cause": "password-wrong", "stage": "auth",
        }
    });
    assert_eq!(failing[0].body, expected);
    assert_eq!(told[4].body["data"]["owner"], "user");
    assert_eq!(told[3].body["data"]["owner"], "company");
    assert_eq!(told[2].body["data"]["sender_user"], json!(user.id));
    assert!(messages(&*company, &off).await.is_empty());
    assert!(messages(&*other, &theirs).await.is_empty());
    let shown = format!("{told:?}");
    assert!(
        !shown.contains("hunter2") && !shown.contains("smtp.") && !shown.contains('@'),
        "{shown}"
    );
    let page = company.webhook_messages(all.id, 2).await.unwrap();
    assert_eq!(page, told[..2]);
}

pub(super) async fn are_told_nothing_of_what_was_refused(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let webhook = add(&*company, URL, &[]).await;
    save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    let before = messages(&*company, &webhook).await;
    assert_eq!(before.len(), 1);
    let elsewhere = save_keeping(&other_servers()[0]);
    let refused = company.save_settings(Owner::User(user.id), elsewhere, &BY).await;
    assert!(refused.is_err());
    save_own(&*company, &user, save_keeping(&own_server())).await;
    company
        .set_sender_user(Some(nobody()), None, &BY)
        .await
        .unwrap_err();
    company.set_sender_user(None, None, &BY).await.unwrap();
    // A verdict about other settings.
    let run = start_test(&*company, &user, &own_server(), 7).await;
    company.finish_test(run.id, &passed(), &[]).await.unwrap();
    assert_eq!(messages(&*company, &webhook).await, before);
}

pub(super) async fn can_be_tried(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    let webhook = add(&*company, URL, &[EventKind::SettingsFailing]).await;
    add(&*company, URL, &[]).await;
    let id = company.send_webhook_test(webhook.id).await.unwrap();
    let written = messages(&*company, &webhook).await;
    assert_eq!(
        written
            .iter()
            .map(|message| (message.id, message.kind))
            .collect::<Vec<_>>(),
        [(id, EventKind::WebhookTest)]
    );
    let due = bench
        .store
        .due_webhook_messages(10, Duration::from_secs(30))
        .await;
    assert_eq!(due.unwrap().len(), 1, "it is for this webhook alone");
    let nothing = WebhookMessageId::from_uuid(uuid::Uuid::nil());
    let none = company.resend_webhook_message(webhook.id, nothing).await;
    assert!(matches!(none, Err(WebhookError::NoSuchWebhook)), "{none:?}");
}

use super::{
    bench::{BY, Bench, log},
    webhooks::{add, hook, messages, secret},
};
use crate::{Action, Actor, Attempted, Clock as _, CompanyStore, Disabled, DueMessage, SaveWebhook, Webhook};
use futures_util::future::join_all;
use jiff::SignedDuration;
use secrecy::ExposeSecret;
use std::time::Duration;

const URL: &str = "https://naidis.ee/hook";
const LEASE: Duration = Duration::from_secs(30);

async fn due(bench: &Bench) -> Vec<DueMessage> {
    bench.store.due_webhook_messages(100, LEASE).await.unwrap()
}

async fn settle(bench: &Bench, message: &DueMessage, attempted: &Attempted) -> bool {
    let settled = bench
        .store
        .settle_webhook_message(message.id, message.attempt, attempted);
    settled.await.unwrap()
}

fn delivered() -> Attempted {
    Attempted::Delivered {
        result: "204".to_owned(),
    }
}

/// A company with a webhook and so many messages.
async fn with_messages(bench: &Bench, number: usize) -> (Box<dyn CompanyStore>, Webhook) {
    let (company, _) = bench.company_with_user().await;
    let webhook = add(&*company, URL, &[]).await;
    for _ in 0..number {
        bench.pass(1);
        company.send_webhook_test(webhook.id).await.unwrap();
    }
    (company, webhook)
}

pub(super) async fn gives_out_what_is_due_oldest_first(bench: &Bench) {
    let (company, webhook) = with_messages(bench, 1).await;
    let [message] = &due(bench).await[..] else {
        panic!("one is due")
    };
    let [written] = &messages(&*company, &webhook).await[..] else {
        panic!("one is written")
    };
    assert_eq!(
        (
            message.id,
            message.company,
            message.webhook,
            message.url.as_str(),
            message.attempt
        ),
        (written.id, company.id(), webhook.id, URL, 1)
    );
    let body: serde_json::Value = serde_json::from_str(&message.body).unwrap();
    assert_eq!(body, written.body);
    let secrets: Vec<_> = message.secrets.iter().map(ExposeSecret::expose_secret).collect();
    assert_eq!(secrets, ["whsec_one"]);
    assert!(due(bench).await.is_empty(), "somebody has it");
    bench.pass(29);
    assert!(due(bench).await.is_empty());
    bench.pass(1);
    let again = due(bench).await;
    assert_eq!((again.len(), again[0].attempt), (1, 2));
    assert_eq!(again[0].body, message.body, "byte by byte");
    assert!(
        !settle(bench, message, &delivered()).await,
        "it was given to somebody else meanwhile"
    );
    bench.pass(60);
    assert!(
        settle(bench, &again[0], &delivered()).await,
        "late, but nobody else has it"
    );
    assert!(!settle(bench, &again[0], &delivered()).await, "it is settled");
    assert!(due(bench).await.is_empty());
    let [written] = &messages(&*company, &webhook).await[..] else {
        panic!("it stays to be seen")
    };
    assert_eq!(
        (written.attempts, written.next_attempt_at, written.delivered_at),
        (2, None, Some(bench.clock.now()))
    );
    assert_eq!(written.last_result.as_deref(), Some("204"));
}

pub(super) async fn gives_one_webhook_two_at_once(bench: &Bench) {
    let (company, webhook) = with_messages(bench, 5).await;
    let other = add(&*company, "https://naidis.ee/other", &[]).await;
    company.send_webhook_test(other.id).await.unwrap();
    let order: Vec<_> = messages(&*company, &webhook)
        .await
        .iter()
        .rev()
        .map(|message| message.id)
        .collect();
    let first = due(bench).await;
    let of = |due: &[DueMessage], webhook: &Webhook| -> Vec<_> {
        due.iter()
            .filter(|message| message.webhook == webhook.id)
            .map(|message| message.id)
            .collect()
    };
    assert_eq!(of(&first, &webhook), order[..2]);
    assert_eq!(of(&first, &other).len(), 1, "the other does not wait for it");
    assert!(due(bench).await.is_empty());
    assert!(settle(bench, &first[0], &delivered()).await);
    let next = due(bench).await;
    assert_eq!(of(&next, &webhook), order[2..3], "one is out still");
    let limited = bench.store.due_webhook_messages(1, LEASE).await.unwrap();
    assert!(limited.is_empty());
    bench.pass(30);
    assert_eq!(bench.store.due_webhook_messages(1, LEASE).await.unwrap().len(), 1);
}

pub(super) async fn gives_each_to_one_alone(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    for _ in 0..10 {
        let webhook = add(&*company, URL, &[]).await;
        company.send_webhook_test(webhook.id).await.unwrap();
    }
    let stores = [bench.store.clone(), bench.second().await];
    let asking = (0..6).map(|at| stores[at % 2].due_webhook_messages(4, LEASE));
    let given = join_all(asking).await;
    let mut ids: Vec<_> = given
        .into_iter()
        .flat_map(|due| due.unwrap().into_iter().map(|message| message.id))
        .collect();
    ids.sort();
    ids.dedup();
    assert!(ids.len() <= 10);
    let rest = due(bench).await.len();
    assert_eq!(ids.len() + rest, 10, "none was given twice, none was forgotten");
}

pub(super) async fn tries_again_later(bench: &Bench) {
    let (company, webhook) = with_messages(bench, 1).await;
    for attempt in 1..4 {
        let [message] = &due(bench).await[..] else {
            panic!("one is due")
        };
        assert_eq!(message.attempt, attempt);
        let later = Attempted::Later {
            at: bench.clock.now() + SignedDuration::from_mins(5),
            result: "timeout".to_owned(),
        };
        assert!(settle(bench, message, &later).await);
        let written = messages(&*company, &webhook).await.remove(0);
        assert_eq!(
            (
                written.attempts,
                written.last_result.as_deref(),
                written.delivered_at
            ),
            (attempt, Some("timeout"), None)
        );
        bench.pass(299);
        assert!(due(bench).await.is_empty());
        bench.pass(1);
    }
    let [message] = &due(bench).await[..] else {
        panic!("one is due")
    };
    assert!(settle(bench, message, &delivered()).await);
    company
        .resend_webhook_message(webhook.id, message.id)
        .await
        .unwrap();
    let [again] = &due(bench).await[..] else {
        panic!("it was asked for again")
    };
    assert_eq!(
        (again.id, again.attempt, &again.body),
        (message.id, 5, &message.body)
    );
}

pub(super) async fn gives_nothing_to_a_webhook_that_is_given_up(bench: &Bench) {
    let (company, webhook) = with_messages(bench, 2).await;
    let first = due(bench).await.remove(0);
    let gone = Attempted::GivenUp {
        why: Disabled::Gone,
        result: "410".to_owned(),
    };
    assert!(settle(bench, &first, &gone).await);
    let known = company.webhooks().await.unwrap().remove(0);
    assert_eq!(known.disabled, Some((bench.clock.now(), Disabled::Gone)));
    assert!(known.version > webhook.version, "who has it before him sees that");
    let entry = log(&*company).await.remove(0).entry;
    assert_eq!(
        (entry.action, &entry.actor, &entry.after.unwrap()["disabled"]),
        (Action::WebhookChanged, &Actor::Program, &"gone".into())
    );
    bench.pass(3600);
    assert!(due(bench).await.is_empty());
    let kept_off = SaveWebhook {
        enabled: false,
        ..hook("https://naidis.ee/hook", &[crate::EventKind::SettingsSaved])
    };
    let still = company.update_webhook(webhook.id, &kept_off, None, &BY).await;
    assert_eq!(still.unwrap().disabled.map(|(_, why)| why), Some(Disabled::Gone));
    company
        .update_webhook(webhook.id, &hook(URL, &[]), None, &BY)
        .await
        .unwrap();
    let waiting = due(bench).await;
    assert_eq!(
        waiting.len(),
        1,
        "what waited goes on, what was given up does not"
    );
    assert_ne!(waiting[0].id, first.id);
}

pub(super) async fn gives_a_new_address_nothing_old(bench: &Bench) {
    let (company, webhook) = with_messages(bench, 3).await;
    let out = due(bench).await;
    company
        .update_webhook(webhook.id, &hook("https://naidis.ee/new", &[]), None, &BY)
        .await
        .unwrap();
    bench.pass(3600);
    assert!(due(bench).await.is_empty());
    assert!(!settle(bench, &out[0], &delivered()).await);
    company.send_webhook_test(webhook.id).await.unwrap();
    let new = due(bench).await;
    assert_eq!((new.len(), new[0].url.as_str()), (1, "https://naidis.ee/new"));
}

pub(super) async fn signs_with_both_secrets_for_a_while(bench: &Bench) {
    let (company, webhook) = with_messages(bench, 1).await;
    company
        .rotate_webhook_secret(webhook.id, &secret("two"), Duration::from_hours(1), &BY)
        .await
        .unwrap();
    let secrets = async || {
        let message = due(bench).await.remove(0);
        let secrets = message.secrets.iter().map(|s| s.expose_secret().to_owned());
        secrets.collect::<Vec<_>>()
    };
    assert_eq!(secrets().await, ["whsec_two", "whsec_one"]);
    bench.pass(3599);
    assert_eq!(secrets().await, ["whsec_two", "whsec_one"]);
    bench.pass(3600);
    assert_eq!(secrets().await, ["whsec_two"]);
}

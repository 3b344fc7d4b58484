use super::{
    bench::{BY, Bench, log, own_server, start_test},
    webhooks::{add, messages},
};
use crate::{Attempted, Clock as _, CompanyChange, CompanyStore, Disabled, Retention};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

const DAY: i64 = 24 * 3600;

fn days_ago(bench: &Bench, days: i64) -> Timestamp {
    bench.clock.now() - SignedDuration::from_hours(24 * days)
}

async fn set(company: &dyn CompanyStore, retention: Retention) {
    let change = CompanyChange {
        retention: Some(retention),
        ..CompanyChange::default()
    };
    company.update_company(&change, &BY).await.unwrap();
}

pub(super) async fn of_tests_is_the_shorter_term(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.company("Teine").await;
    let theirs = bench.user(other, "jyri@naidis.ee").await;
    let other = bench.store.company(other);
    let ours = start_test(&*company, &user, &own_server(), 1).await;
    let kept = start_test(&*other, &theirs, &own_server(), 1).await;
    let terms = Retention {
        tests_days: Some(7),
        audit_days: Some(1),
    };
    set(&*company, terms).await;
    bench.pass(7 * DAY);
    let sweep = async || {
        bench
            .store
            .delete_tests_before(days_ago(bench, 30))
            .await
            .unwrap()
    };
    assert_eq!(sweep().await, 0);
    bench.pass(1);
    assert_eq!(sweep().await, 1);
    assert_eq!(company.find_test(user.id, ours.id).await.unwrap(), None);
    assert!(other.find_test(theirs.id, kept.id).await.unwrap().is_some());
    let longer = Retention {
        tests_days: Some(365),
        audit_days: Some(365),
    };
    set(&*other, longer).await;
    bench.pass(30 * DAY);
    assert_eq!(sweep().await, 1, "no longer than the operator's own");
}

pub(super) async fn of_the_audit_log_is_the_shorter_term(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    let (other, _) = bench.company_with_user().await;
    let terms = Retention {
        tests_days: Some(1),
        audit_days: Some(7),
    };
    set(&*company, terms).await;
    let sweep = async || {
        bench
            .store
            .delete_audit_before(days_ago(bench, 30))
            .await
            .unwrap()
    };
    bench.pass(7 * DAY);
    assert_eq!(sweep().await, 0);
    bench.pass(1);
    let other_terms = Retention {
        tests_days: Some(2),
        ..terms
    };
    set(&*company, other_terms).await;
    assert_eq!(sweep().await, 3);
    assert_eq!(log(&*company).await.len(), 1);
    assert_eq!(log(&*other).await.len(), 2);
    bench.pass(30 * DAY);
    assert_eq!(sweep().await, 3);
    assert!(log(&*other).await.is_empty());
}

pub(super) async fn of_messages_counts_from_when_they_were_settled(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    let webhook = add(&*company, "https://naidis.ee/hook", &[]).await;
    for _ in 0..3 {
        bench.pass(1);
        company.send_webhook_test(webhook.id).await.unwrap();
    }
    bench.pass(10 * DAY);
    let due = bench
        .store
        .due_webhook_messages(10, Duration::from_secs(30))
        .await
        .unwrap();
    for (message, attempted) in due.iter().zip([
        Attempted::Delivered {
            result: "200".to_owned(),
        },
        Attempted::GivenUp {
            why: Disabled::Failing,
            result: "500".to_owned(),
        },
    ]) {
        let settled = bench
            .store
            .settle_webhook_message(message.id, message.attempt, &attempted);
        assert!(settled.await.unwrap());
    }
    let sweep = async || {
        let before = days_ago(bench, 7);
        bench.store.delete_webhook_messages_before(before).await.unwrap()
    };
    assert_eq!(sweep().await, 0, "they were settled just now");
    bench.pass(7 * DAY + 1);
    assert_eq!(sweep().await, 2);
    let left = messages(&*company, &webhook).await;
    assert_eq!(left.len(), 1, "what waits is never too old");
    assert!(left[0].next_attempt_at.is_some());
}

use super::{
    acceptance::{hash, with_file},
    bench::{BY, Bench},
    post::{accept, accept_batch, accept_one, end_all, failed, in_doubt, key, new_letter, sent, state},
};
use crate::{CompanyStore, Decision, DecisionError, DraftContent, MessageQuery};
use jiff::{SignedDuration, Timestamp};
use model::message::MessageState;

const DAY: i64 = 24 * 3600;

fn days_ago(bench: &Bench, days: i64) -> Timestamp {
    use crate::Clock as _;
    bench.clock.now() - SignedDuration::from_secs(days * DAY)
}

/// Content after a week, results after a year.
async fn sweep(bench: &Bench, limit: u32) -> u64 {
    let (week, year) = (days_ago(bench, 7), days_ago(bench, 365));
    bench
        .store
        .delete_letters_before(week, year, limit)
        .await
        .unwrap()
}

async fn sweep_all(bench: &Bench) {
    while sweep(bench, 3).await > 0 {}
}

async fn has_content(company: &dyn CompanyStore, id: model::MessageId) -> bool {
    company.find_message(id).await.unwrap().unwrap().letter.is_some()
}

pub(super) async fn of_content_counts_from_the_end(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let mut both = new_letter(&user, "a@mujal.ee");
    both.recipients.push((
        super::bench::mailbox("b@mujal.ee"),
        model::message::RecipientRole::Copy,
    ));
    let two = accept(&*company, &[both]).await;
    company.decide(two[0], Decision::Cancel, None, &BY).await.unwrap();
    bench.pass(30 * DAY);
    sweep_all(bench).await;
    assert!(
        has_content(&*company, two[1]).await,
        "the letter's other message waits"
    );
    assert_eq!(end_all(bench, failed).await, 1);
    let doubt = accept_one(&*company, &user).await;
    assert_eq!(end_all(bench, in_doubt).await, 1);
    bench.pass(7 * DAY);
    sweep_all(bench).await;
    assert!(has_content(&*company, two[1]).await);
    bench.pass(1);
    sweep_all(bench).await;
    assert!(!has_content(&*company, two[1]).await);
    assert!(
        has_content(&*company, doubt).await,
        "somebody may still want it to be sent"
    );
    let detail = company.find_message(two[1]).await.unwrap().unwrap();
    assert_eq!(detail.message.state, MessageState::Failed);
    assert_eq!(
        (detail.message.subject.as_str(), detail.history.len()),
        ("Arve nr 1", 1)
    );
    let gone = company.decide(two[1], Decision::Resend, None, &BY).await;
    assert!(matches!(gone, Err(DecisionError::ContentGone)), "{gone:?}");
    assert_eq!(state(&*company, two[1]).await, MessageState::Failed);
    company.decide(doubt, Decision::Resend, None, &BY).await.unwrap();
    assert_eq!(end_all(bench, sent).await, 1);
}

pub(super) async fn of_files_is_that_of_who_needs_them(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    for byte in 1..=5 {
        company.put_blob(&hash(byte), b"pdf").await.unwrap();
    }
    let letters: Vec<_> = (1..=2)
        .map(|byte| with_file(new_letter(&user, "a@mujal.ee"), byte))
        .collect();
    accept(&*company, &letters).await;
    assert_eq!(end_all(bench, sent).await, 2);
    // One of them goes with a letter that waits, one with a draft.
    let waits = accept(&*company, &[with_file(new_letter(&user, "a@mujal.ee"), 2)]).await[0];
    let draft = DraftContent {
        attachments: with_file(new_letter(&user, "a@mujal.ee"), 3)
            .letter
            .content
            .attachments,
        ..DraftContent::default()
    };
    company.create_draft(user.id, &draft, None, None).await.unwrap();
    bench.pass(8 * DAY);
    company.put_blob(&hash(4), b"pdf").await.unwrap();
    sweep_all(bench).await;
    let there = async || {
        let hashes: Vec<_> = (1..=5).map(hash).collect();
        let mut there = company.blob_sizes(&hashes).await.unwrap();
        there.sort();
        there
            .iter()
            .map(|(hash, _)| hash.as_bytes()[0])
            .collect::<Vec<_>>()
    };
    assert_eq!(there().await, [2, 3, 4]);
    assert!(has_content(&*company, waits).await);
    assert_eq!(end_all(bench, sent).await, 1);
    bench.pass(8 * DAY);
    sweep_all(bench).await;
    assert_eq!(there().await, [3]);
}

pub(super) async fn of_results_is_longer(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let letters = ["a@mujal.ee", "b@mujal.ee"].map(|to| new_letter(&user, to));
    let (batch, _) = accept_batch(&*company, &user, &letters, false).await;
    company
        .accept(&letters, Some(&key("k", 1)), None, &BY)
        .await
        .unwrap();
    assert_eq!(end_all(bench, sent).await, 4);
    bench.pass(364 * DAY);
    sweep_all(bench).await;
    let waits = accept_one(&*company, &user).await;
    let all = async || {
        company
            .messages(&MessageQuery::default(), 100)
            .await
            .unwrap()
            .len()
    };
    assert_eq!(all().await, 5);
    bench.pass(DAY + 1);
    assert!(company.find_batch(batch).await.unwrap().is_some());
    assert!(company.accepted_before(&key("k", 1)).await.unwrap().is_some());
    assert!(sweep(bench, 1).await > 0);
    assert!(all().await >= 3, "not more of a kind than was said");
    sweep_all(bench).await;
    assert_eq!(all().await, 1);
    assert_eq!(state(&*company, waits).await, MessageState::Queued);
    assert!(company.find_batch(batch).await.unwrap().is_none());
    assert!(company.batches(None, None, 10).await.unwrap().is_empty());
    assert_eq!(company.accepted_before(&key("k", 1)).await.unwrap(), None);
    assert!(has_content(&*company, waits).await);
}

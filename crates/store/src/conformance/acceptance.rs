use super::{
    bench::{BY, Bench, actions, mailbox, nobody},
    post::{
        accept, accept_batch, accept_one, attempt, end_all, failed, from_now, ids_of, in_doubt, key, lease,
        leases, listen, new_batch, new_letter, sent, take, told,
    },
};
use crate::{
    AcceptError, Accepted, Action, Clock as _, CompanyStore, Decision, DraftContent, EventKind, MessageQuery,
    NewLetter, User,
};
use futures_util::future::join_all;
use model::{
    CompanyId, DraftId, MessageId,
    letter::{Attachment, BlobHash, FileName, MediaType},
    message::{AttemptResult, MessageState, RecipientRole},
};

pub(super) fn hash(byte: u8) -> BlobHash {
    BlobHash::from_bytes([byte; 32])
}

/// The letter with this file.
pub(super) fn with_file(letter: NewLetter, byte: u8) -> NewLetter {
    let mut letter = letter;
    letter.letter.content.attachments.push(Attachment {
        name: "arve.pdf".parse::<FileName>().unwrap(),
        media_type: "application/pdf".parse::<MediaType>().unwrap(),
        hash: hash(byte),
        size: 3,
    });
    letter
}

pub(super) async fn all(company: &dyn CompanyStore) -> usize {
    let query = MessageQuery::default();
    company.messages(&query, 10_000).await.unwrap().len()
}

pub(super) async fn is_whole_or_not_at_all(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let good = new_letter(&user, "a@mujal.ee");
    let stranger = NewLetter {
        user: nobody(),
        ..good.clone()
    };
    let refused = company.accept(&[good.clone(), stranger], None, None, &BY).await;
    assert!(matches!(refused, Err(AcceptError::NoSuchUser)), "{refused:?}");
    let other = bench.company("Võõras").await;
    let theirs = bench.user(other, "paha@mujal.ee").await;
    let refused = company
        .accept(
            &[good.clone(), new_letter(&theirs, "a@mujal.ee")],
            None,
            None,
            &BY,
        )
        .await;
    assert!(matches!(refused, Err(AcceptError::NoSuchUser)), "{refused:?}");
    let file = with_file(good.clone(), 7);
    let refused = company
        .accept(&[good.clone(), file.clone()], None, None, &BY)
        .await;
    assert!(
        matches!(refused, Err(AcceptError::NoSuchBlob(missing)) if missing == hash(7)),
        "{refused:?}"
    );
    let draft = Some((DraftId::from_uuid(uuid::Uuid::nil()), 1));
    let refused = company
        .accept(std::slice::from_ref(&good), None, draft, &BY)
        .await;
    assert!(matches!(refused, Err(AcceptError::DraftChanged)), "{refused:?}");
    let nowhere = bench.store.company(CompanyId::from_uuid(uuid::Uuid::nil()));
    let refused = nowhere.accept(std::slice::from_ref(&good), None, None, &BY).await;
    assert!(
        matches!(refused, Err(AcceptError::NoSuchCompany | AcceptError::NoSuchUser)),
        "{refused:?}"
    );
    assert_eq!(all(&*company).await, 0);
    assert!(leases(&*bench.store, 10).await.is_empty());

    company.put_blob(&hash(7), b"pdf").await.unwrap();
    let mut copies = with_file(good, 7);
    copies
        .recipients
        .push((mailbox("b@mujal.ee"), RecipientRole::Copy));
    copies
        .recipients
        .push((mailbox("c@mujal.ee"), RecipientRole::BlindCopy));
    let accepted = company
        .accept(&[copies.clone(), file], None, None, &BY)
        .await
        .unwrap();
    assert_eq!(
        (accepted.batch, accepted.again, accepted.letters.len()),
        (None, false, 2)
    );
    let first = &accepted.letters[0];
    let recipients: Vec<_> = first.messages.iter().map(|(_, to)| to.clone()).collect();
    assert_eq!(
        recipients,
        [
            mailbox("a@mujal.ee"),
            mailbox("b@mujal.ee"),
            mailbox("c@mujal.ee")
        ]
    );
    let mut sorted = ids_of(&accepted);
    sorted.sort();
    assert_eq!(sorted, ids_of(&accepted), "later ones have greater ids");
    let detail = company.find_message(first.messages[1].0).await.unwrap().unwrap();
    assert_eq!(detail.letter.as_ref(), Some(&copies.letter));
    assert_eq!(
        (detail.message.letter, detail.message.role),
        (first.id, RecipientRole::Copy)
    );
    assert_eq!(
        (detail.message.user, &detail.message.user_name),
        (user.id, &user.name)
    );
    assert_eq!(detail.message.subject, copies.letter.subject.as_str());
    assert_eq!(detail.message.created_at, bench.clock.now());
    let others: Vec<_> = detail.others.iter().map(|(id, ..)| *id).collect();
    assert_eq!(others, [first.messages[0].0, first.messages[2].0]);
    assert!(detail.history.is_empty() && detail.message.last.is_none() && detail.version > 0);
}

pub(super) async fn is_once_under_a_key(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let letters = ["a@mujal.ee", "b@mujal.ee"].map(|to| new_letter(&user, to));
    assert_eq!(company.accepted_before(&key("k", 1)).await.unwrap(), None);
    let first = company
        .accept(&letters, Some(&key("k", 1)), None, &BY)
        .await
        .unwrap();
    assert!(!first.again);
    bench.pass(60);
    let expected = Accepted {
        again: true,
        ..first.clone()
    };
    let again = company
        .accept(&letters, Some(&key("k", 1)), None, &BY)
        .await
        .unwrap();
    assert_eq!(again, expected);
    assert_eq!(
        company.accepted_before(&key("k", 1)).await.unwrap(),
        Some(expected)
    );
    let other = company.accept(&letters[..1], Some(&key("k", 2)), None, &BY).await;
    assert!(matches!(other, Err(AcceptError::KeyReused)), "{other:?}");
    let other = company.accepted_before(&key("k", 2)).await;
    assert!(matches!(other, Err(AcceptError::KeyReused)), "{other:?}");
    assert_eq!(all(&*company).await, 2);
    // What was refused uses no key.
    let missing = with_file(letters[0].clone(), 1);
    company
        .accept(&[missing], Some(&key("l", 1)), None, &BY)
        .await
        .unwrap_err();
    let mended = company
        .accept(&letters, Some(&key("l", 2)), None, &BY)
        .await
        .unwrap();
    assert!(!mended.again);
    // Another company's key is another key.
    let (stranger, theirs) = bench.company_with_user().await;
    assert_eq!(stranger.accepted_before(&key("k", 1)).await.unwrap(), None);
    let letter = new_letter(&theirs, "a@mujal.ee");
    let accepted = stranger
        .accept(&[letter], Some(&key("k", 2)), None, &BY)
        .await
        .unwrap();
    assert!(!accepted.again);
}

pub(super) async fn of_many_at_once_is_one(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.second().await.company(company.id());
    let letters = ["a@mujal.ee", "b@mujal.ee"].map(|to| new_letter(&user, to));
    for round in 0..3 {
        let idempotency = key(&format!("round {round}"), 1);
        let handing = (0..20).map(|at| {
            let company = if at % 2 == 0 { &company } else { &other };
            company.accept(&letters, Some(&idempotency), None, &BY)
        });
        let accepted: Vec<_> = join_all(handing).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(accepted.iter().filter(|accepted| !accepted.again).count(), 1);
        assert!(accepted.iter().all(|one| one.letters == accepted[0].letters));
        assert_eq!(all(&*company).await, 2 * (round + 1));
    }
}

pub(super) async fn of_a_draft_ends_it(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let content = DraftContent::default();
    let draft = company.create_draft(user.id, &content, None, None).await.unwrap();
    let letters = [new_letter(&user, "a@mujal.ee")];
    let refused = company.accept(&letters, None, Some((draft.id, 2)), &BY).await;
    assert!(matches!(refused, Err(AcceptError::DraftChanged)), "{refused:?}");
    assert!(company.find_draft(user.id, draft.id).await.unwrap().is_some());
    let idempotency = key("draft", 1);
    let with = Some((draft.id, draft.version));
    let first = company
        .accept(&letters, Some(&idempotency), with, &BY)
        .await
        .unwrap();
    assert_eq!(company.find_draft(user.id, draft.id).await.unwrap(), None);
    let again = company
        .accept(&letters, Some(&idempotency), with, &BY)
        .await
        .unwrap();
    assert_eq!(
        (again.letters, again.again),
        (first.letters, true),
        "the button pressed twice"
    );
}

pub(super) async fn of_a_mended_letter_names_the_old_one(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let old = accept_one(&*company, &user).await;
    assert_eq!(end_all(bench, failed).await, 1);
    let mended = NewLetter {
        replaces: Some(old),
        ..new_letter(&user, "oige@mujal.ee")
    };
    let (stranger, theirs) = bench.company_with_user().await;
    let foreign = NewLetter {
        user: theirs.id,
        ..mended.clone()
    };
    drop(stranger.accept(&[foreign], None, None, &BY).await);
    let before = company.find_message(old).await.unwrap().unwrap();
    assert_eq!((before.replaced_by, before.replaces), (None, None));
    let new = accept(&*company, &[mended]).await[0];
    let after = company.find_message(old).await.unwrap().unwrap();
    assert_eq!(
        (after.replaced_by, after.message.state),
        (Some(new), MessageState::Failed)
    );
    assert_eq!(
        company.find_message(new).await.unwrap().unwrap().replaces,
        Some(old)
    );
    assert_eq!(actions(&*company).await.last(), Some(&Action::MessageMended));
}

type End = fn(&Bench) -> crate::Step;

pub(super) async fn replaces_what_did_not_arrive_and_once(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let instead_of = |old: MessageId| NewLetter {
        replaces: Some(old),
        ..new_letter(&user, "oige@mujal.ee")
    };
    let refused = async |old: MessageId, what: &str| {
        let before = all(&*company).await;
        let refused = company.accept(&[instead_of(old)], None, None, &BY).await;
        assert!(
            matches!(refused, Err(AcceptError::NotReplaceable)),
            "{what}: {refused:?}"
        );
        assert_eq!(all(&*company).await, before, "{what}");
        let detail = company.find_message(old).await.unwrap();
        let replaced = detail.and_then(|detail| detail.replaced_by);
        assert!(replaced.is_none() || what == "replaced", "{what}");
    };
    refused(MessageId::from_uuid(uuid::Uuid::nil()), "nobody's").await;
    let ends: [(&str, End); 2] = [("sent", sent), ("in doubt", in_doubt)];
    for (what, end) in ends {
        let old = accept_one(&*company, &user).await;
        refused(old, "queued").await;
        assert_eq!(end_all(bench, end).await, 1);
        refused(old, what).await;
    }
    let old = accept_one(&*company, &user).await;
    assert_eq!(end_all(bench, failed).await, 1);
    let new = accept(&*company, &[instead_of(old)]).await[0];
    refused(old, "replaced").await;
    let by = company.find_message(old).await.unwrap().unwrap().replaced_by;
    assert_eq!(by, Some(new));
    company.decide(new, Decision::Cancel, None, &BY).await.unwrap();
    accept(&*company, &[instead_of(new)]).await;
}

pub(super) async fn of_files_counts_those_that_no_letter_has(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let stranger = bench.store.company(bench.company("Võõras").await);
    let unused = async || company.unused_blob_bytes().await.unwrap();
    assert_eq!(unused().await, 0);
    company.put_blob(&hash(1), b"pdf").await.unwrap();
    company.put_blob(&hash(1), b"pdf").await.unwrap();
    company.put_blob(&hash(2), b"pdfs").await.unwrap();
    stranger.put_blob(&hash(3), b"theirs").await.unwrap();
    assert_eq!(unused().await, 7);
    accept(&*company, &[with_file(new_letter(&user, "a@mujal.ee"), 1)]).await;
    assert_eq!(unused().await, 4);
}

pub(super) async fn of_files_keeps_each_once(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let stranger = bench.store.company(bench.company("Võõras").await);
    company.put_blob(&hash(1), b"pdf").await.unwrap();
    company.put_blob(&hash(1), b"pdf").await.unwrap();
    company.put_blob(&hash(2), b"").await.unwrap();
    let mut sizes = company.blob_sizes(&[hash(3), hash(2), hash(1)]).await.unwrap();
    sizes.sort();
    assert_eq!(sizes, [(hash(1), 3), (hash(2), 0)]);
    assert_eq!(
        company.blob(&hash(1)).await.unwrap().as_deref(),
        Some(&b"pdf"[..])
    );
    assert_eq!(company.blob(&hash(3)).await.unwrap(), None);
    assert_eq!(stranger.blob(&hash(1)).await.unwrap(), None);
    assert!(stranger.blob_sizes(&[hash(1)]).await.unwrap().is_empty());
    let theirs = bench.user(stranger.id(), "paha@mujal.ee").await;
    let without_file = with_file(new_letter(&theirs, "a@mujal.ee"), 1);
    let refused = stranger.accept(&[without_file], None, None, &BY).await;
    assert!(matches!(refused, Err(AcceptError::NoSuchBlob(_))), "{refused:?}");
    stranger.put_blob(&hash(1), b"pdf").await.unwrap();
    accept(&*company, &[with_file(new_letter(&user, "a@mujal.ee"), 1)]).await;
    let nowhere = bench.store.company(CompanyId::from_uuid(uuid::Uuid::nil()));
    let refused = nowhere.put_blob(&hash(1), b"pdf").await;
    assert!(matches!(refused, Err(AcceptError::NoSuchCompany)), "{refused:?}");
}

pub(super) async fn ends_with_the_user_and_the_company(bench: &Bench) {
    use MessageState::{Canceled, Queued, Sending, Sent};
    let (company, user) = bench.company_with_user().await;
    let webhook = listen(&*company).await;
    let other = bench.user(company.id(), "jyri@naidis.ee").await;
    let mails = |user: &User| ["a@mujal.ee", "b@mujal.ee", "c@mujal.ee"].map(|to| new_letter(user, to));
    let (batch, messages) = accept_batch(&*company, &user, &mails(&user), false).await;
    let (_, paused) = accept_batch(&*company, &user, &mails(&user)[..1], true).await;
    let theirs = accept(&*company, &[new_letter(&other, "d@mujal.ee")]).await;
    let staged = company.stage_batch(&new_batch(&user, false)).await.unwrap();
    company.stage_letters(staged, &mails(&user)).await.unwrap();
    company
        .create_draft(user.id, &DraftContent::default(), None, None)
        .await
        .unwrap();
    let lease = lease(bench).await;
    bench
        .store
        .take_messages(lease, &super::post::FREE, 2)
        .await
        .unwrap();
    for id in &messages[..2] {
        super::post::advance(&*bench.store, lease, *id, crate::Step::Sending).await;
    }
    super::post::advance(&*bench.store, lease, messages[0], super::post::sent(bench)).await;
    company.delete_user(user.id, &BY).await.unwrap();
    let states = super::post::states(&*company, &[&messages[..], &paused, &theirs].concat()).await;
    assert_eq!(states, [Sent, Sending, Canceled, Canceled, Queued]);
    let gone = company.accept_batch(staged, &key("x", 1), &BY).await;
    assert!(
        matches!(gone, Err(AcceptError::NoSuchBatch | AcceptError::NoSuchUser)),
        "{gone:?}"
    );
    let refused = company.accept(&mails(&user), None, None, &BY).await;
    assert!(matches!(refused, Err(AcceptError::NoSuchUser)), "{refused:?}");
    // What was on its way comes to its end, and so does the batch.
    assert!(
        company
            .find_batch(batch)
            .await
            .unwrap()
            .unwrap()
            .batch
            .finished_at
            .is_none()
    );
    let end = attempt(bench, 1, AttemptResult::Sent);
    let end = crate::Step::Sent { attempt: end };
    assert!(super::post::advance(&*bench.store, lease, messages[1], end).await);
    let known = company.find_batch(batch).await.unwrap().unwrap().batch;
    assert_eq!((known.counts.sent, known.counts.canceled), (2, 1));
    assert_eq!(known.finished_at, Some(from_now(bench, 0)));
    let finished = told(&*company, &webhook).await;
    let finished = finished.iter().filter(|kind| **kind == EventKind::BatchFinished);
    assert_eq!(finished.count(), 2, "the paused one too, when he was deleted");
    assert_eq!(all(&*company).await, 5);

    assert!(bench.store.delete_company(company.id()).await.unwrap());
    assert_eq!(all(&*company).await, 0);
    assert!(take(&*bench.store, lease).await.messages.is_empty());
    assert!(!super::post::release(&*bench.store, lease).await);
    bench.pass(3600);
    assert!(leases(&*bench.store, 10).await.is_empty());
    assert_eq!(
        bench.store.queue_counts().await.unwrap(),
        crate::QueueCounts::default()
    );
}

use super::{
    acceptance::{all, with_file},
    bench::{BY, Bench, actions, nobody},
    post::{accept_batch, ids, key, lease, leases, listen, new_batch, new_letter, of_batch, take, told},
};
use crate::{AcceptError, Action, Clock as _, MessageQuery, NewLetter};
use futures_util::future::join_all;
use model::BatchId;

pub(super) async fn shows_a_batch_as_a_whole(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let webhook = listen(&*company).await;
    let batch = company.stage_batch(&new_batch(&user, false)).await.unwrap();
    let letters: Vec<_> = (0..20)
        .map(|number| new_letter(&user, &format!("a{number}@mujal.ee")))
        .collect();
    for part in letters.chunks(7) {
        bench.pass(1);
        company.stage_letters(batch, part).await.unwrap();
    }
    let stranger = NewLetter {
        user: nobody(),
        ..letters[0].clone()
    };
    let refused = company
        .stage_letters(batch, &[letters[0].clone(), stranger])
        .await;
    assert!(matches!(refused, Err(AcceptError::NoSuchUser)), "{refused:?}");
    let missing = with_file(letters[0].clone(), 1);
    let refused = company.stage_letters(batch, &[letters[0].clone(), missing]).await;
    assert!(matches!(refused, Err(AcceptError::NoSuchBlob(_))), "{refused:?}");
    // Nobody sees it.
    assert_eq!(all(&*company).await, 0);
    assert_eq!(of_batch(&*company, batch).await, []);
    assert!(company.batches(None, None, 10).await.unwrap().is_empty());
    assert!(company.find_batch(batch).await.unwrap().is_none());
    assert_eq!(
        company
            .count_messages(&MessageQuery::default())
            .await
            .unwrap()
            .all(),
        0
    );
    assert!(company.accounts().await.unwrap().is_empty());
    assert!(leases(&*bench.store, 10).await.is_empty());
    assert_eq!(bench.store.next_due().await.unwrap(), None);
    assert!(bench.store.queue_counts().await.unwrap().by_state.is_empty());

    bench.pass(60);
    let accepted = company.accept_batch(batch, &key("b", 1), &BY).await.unwrap();
    assert_eq!((accepted.batch, accepted.again), (Some(batch), false));
    assert_eq!(of_batch(&*company, batch).await.len(), 20);
    let known = company.find_batch(batch).await.unwrap().unwrap().batch;
    let now = Some(bench.clock.now());
    assert_eq!(
        (Some(known.created_at), known.started_at, known.finished_at),
        (now, now, None)
    );
    assert_eq!(
        (known.paused, known.canceled, known.counts.waiting),
        (false, false, 20)
    );
    assert_eq!(
        (known.user, known.user_name, known.name),
        (user.id, user.name, "Märtsi arved".to_owned())
    );
    assert_eq!(
        company.batches(Some(user.id), None, 10).await.unwrap()[0].id,
        batch
    );
    assert!(actions(&*company).await.contains(&Action::BatchAccepted));
    let lease = lease(bench).await;
    let taken = take(&*bench.store, lease).await;
    assert_eq!(ids(&taken), of_batch(&*company, batch).await);
    assert_eq!(told(&*company, &webhook).await, []);

    // No letter more, and not twice.
    let late = company.stage_letters(batch, &letters[..1]).await;
    assert!(matches!(late, Err(AcceptError::NoSuchBatch)), "{late:?}");
    let again = company.accept_batch(batch, &key("b", 1), &BY).await.unwrap();
    assert_eq!((again.batch, again.again), (Some(batch), true));
    let other = company.accept_batch(batch, &key("c", 1), &BY).await;
    assert!(matches!(other, Err(AcceptError::NoSuchBatch)), "{other:?}");
    assert_eq!(company.drop_staged(batch).await.ok(), Some(()));
    assert_eq!(
        of_batch(&*company, batch).await.len(),
        20,
        "it is no longer to be dropped"
    );
}

pub(super) async fn is_once_under_a_key(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let stage = async || {
        let batch = company.stage_batch(&new_batch(&user, false)).await.unwrap();
        let letters = [new_letter(&user, "a@mujal.ee")];
        company.stage_letters(batch, &letters).await.unwrap();
        batch
    };
    let empty = company.stage_batch(&new_batch(&user, false)).await.unwrap();
    let refused = company.accept_batch(empty, &key("b", 1), &BY).await;
    assert!(matches!(refused, Err(AcceptError::Empty)), "{refused:?}");
    let first = stage().await;
    company.accept_batch(first, &key("b", 1), &BY).await.unwrap();
    let second = stage().await;
    let again = company.accept_batch(second, &key("b", 1), &BY).await.unwrap();
    assert_eq!((again.batch, again.again), (Some(first), true));
    let before = company.accepted_before(&key("b", 1)).await.unwrap().unwrap();
    assert_eq!(
        (before.batch, before.again, before.letters.len()),
        (Some(first), true, 0)
    );
    let gone = company
        .stage_letters(second, &[new_letter(&user, "b@mujal.ee")])
        .await;
    assert!(
        matches!(gone, Err(AcceptError::NoSuchBatch)),
        "it was dropped: {gone:?}"
    );
    let third = stage().await;
    let other = company.accept_batch(third, &key("b", 2), &BY).await;
    assert!(matches!(other, Err(AcceptError::KeyReused)), "{other:?}");
    assert_eq!(all(&*company).await, 1);
    // Many at once.
    let mut batches = Vec::new();
    for _ in 0..6 {
        batches.push(stage().await);
    }
    let other = bench.second().await.company(company.id());
    let idempotency = key("many", 1);
    let handing = batches.iter().enumerate().map(|(at, batch)| {
        let company = if at % 2 == 0 { &company } else { &other };
        company.accept_batch(*batch, &idempotency, &BY)
    });
    let accepted: Vec<_> = join_all(handing).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(accepted.iter().filter(|accepted| !accepted.again).count(), 1);
    assert!(accepted.iter().all(|one| one.batch == accepted[0].batch));
    assert_eq!(all(&*company).await, 2);
}

pub(super) async fn that_is_dropped_is_nothing(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let nobodys = crate::NewBatch {
        user: nobody(),
        ..new_batch(&user, false)
    };
    let refused = company.stage_batch(&nobodys).await;
    assert!(matches!(refused, Err(AcceptError::NoSuchUser)), "{refused:?}");
    let mut staged = Vec::new();
    for _ in 0..3 {
        staged.push(company.stage_batch(&new_batch(&user, false)).await.unwrap());
    }
    let letters = [new_letter(&user, "a@mujal.ee")];
    for batch in &staged {
        company.stage_letters(*batch, &letters).await.unwrap();
    }
    let accepted = accept_batch(&*company, &user, &letters, false).await.0;
    company.drop_staged(staged[0]).await.unwrap();
    company
        .drop_staged(BatchId::from_uuid(uuid::Uuid::nil()))
        .await
        .unwrap();
    bench.pass(3000);
    company.stage_letters(staged[1], &letters).await.unwrap();
    bench.pass(600);
    assert_eq!(bench.store.drop_lost_batches().await.unwrap(), 1);
    assert_eq!(bench.store.drop_lost_batches().await.unwrap(), 0);
    for batch in [staged[0], staged[2]] {
        let gone = company.accept_batch(batch, &key("x", 1), &BY).await;
        assert!(matches!(gone, Err(AcceptError::NoSuchBatch)), "{gone:?}");
    }
    company.accept_batch(staged[1], &key("x", 1), &BY).await.unwrap();
    assert_eq!(of_batch(&*company, staged[1]).await.len(), 2);
    assert_eq!(of_batch(&*company, accepted).await.len(), 1);
}

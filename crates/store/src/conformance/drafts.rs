use super::{
    acceptance::{hash, with_file},
    bench::{BY, Bench, external, nobody},
    post::new_letter,
};
use crate::{Clock as _, DraftContent, DraftError, DraftSummary, drafts::MOST_DRAFTS};
use futures_util::future::join_all;
use model::DraftId;

fn written(text: &str) -> DraftContent {
    DraftContent {
        to: "mari@, õie@näidis.ee".to_owned(),
        subject: "Pool \u{202e}valmis".to_owned(),
        text: text.to_owned(),
        html: Some("<p>Tere\0</p>".to_owned()),
        ..DraftContent::default()
    }
}

pub(super) async fn are_saved_as_they_were_typed(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let content = DraftContent {
        attachments: with_file(new_letter(&user, "a@mujal.ee"), 1)
            .letter
            .content
            .attachments,
        ..written("Tere")
    };
    let reference = external("arve-7");
    let draft = company
        .create_draft(
            user.id,
            &content,
            Some(&reference),
            Some("https://portaal.ee/arve/7"),
        )
        .await
        .unwrap();
    let now = bench.clock.now();
    assert_eq!(
        (draft.user, &draft.content, draft.version),
        (user.id, &content, 1)
    );
    assert_eq!((draft.created_at, draft.updated_at), (now, now));
    assert_eq!(draft.reference, Some(reference));
    assert_eq!(draft.return_to.as_deref(), Some("https://portaal.ee/arve/7"));
    assert_eq!(draft.content.attachments[0].hash, hash(1));
    assert_eq!(
        company.find_draft(user.id, draft.id).await.unwrap(),
        Some(draft.clone())
    );

    bench.pass(1);
    let saved = company
        .save_draft(user.id, draft.id, &written("Tere veel"), Some(1))
        .await
        .unwrap();
    assert_eq!((saved.version, saved.updated_at), (2, bench.clock.now()));
    assert_eq!((saved.created_at, &saved.return_to), (now, &draft.return_to));
    assert_eq!(saved.content, written("Tere veel"));
    let late = company
        .save_draft(user.id, draft.id, &written("Muu"), Some(1))
        .await;
    assert!(
        matches!(late, Err(DraftError::Conflict { stored: 2 })),
        "{late:?}"
    );
    assert_eq!(company.find_draft(user.id, draft.id).await.unwrap(), Some(saved));
    let saved = company
        .save_draft(user.id, draft.id, &written("Muu"), None)
        .await
        .unwrap();
    assert_eq!(saved.version, 3);

    bench.pass(1);
    let second = company
        .create_draft(user.id, &DraftContent::default(), None, None)
        .await
        .unwrap();
    let list = async || {
        let drafts = company.drafts(user.id).await.unwrap();
        drafts.iter().map(|draft| draft.id).collect::<Vec<_>>()
    };
    assert_eq!(list().await, [second.id, draft.id]);
    bench.pass(1);
    company
        .save_draft(user.id, draft.id, &written("Muu"), None)
        .await
        .unwrap();
    assert_eq!(list().await, [draft.id, second.id], "last saved first");
    assert!(company.delete_draft(user.id, draft.id).await.unwrap());
    assert!(!company.delete_draft(user.id, draft.id).await.unwrap());
    let gone = company.save_draft(user.id, draft.id, &written("Muu"), None).await;
    assert!(matches!(gone, Err(DraftError::NoSuchDraft)), "{gone:?}");
    assert_eq!(list().await, [second.id]);
}

pub(super) async fn are_listed_without_what_is_written(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let many = vec!["õie@näidis.ee"; 100].join(", ");
    let mut content = DraftContent {
        to: many.clone(),
        subject: "\u{1f4e8}".repeat(400),
        copy: "keegi@mujal.ee".to_owned(),
        ..written(&"Tere \" \\u0000 \0\n".repeat(1000))
    };
    content.attachments = (1..=2)
        .flat_map(|byte| {
            with_file(new_letter(&user, "a@mujal.ee"), byte)
                .letter
                .content
                .attachments
        })
        .collect();
    let reference = external("arve-7");
    let draft = company
        .create_draft(user.id, &content, Some(&reference), None)
        .await
        .unwrap();
    bench.pass(1);
    let empty = company
        .create_draft(user.id, &DraftContent::default(), None, None)
        .await
        .unwrap();
    let drafts = company.drafts(user.id).await.unwrap();
    let long = DraftSummary {
        id: draft.id,
        subject: "\u{1f4e8}".repeat(300),
        to: many.chars().take(300).collect(),
        recipients: 100,
        files: 2,
        bytes: content.bytes(),
        reference: Some(reference),
        version: 1,
        created_at: draft.created_at,
        updated_at: draft.updated_at,
    };
    let short = DraftSummary {
        id: empty.id,
        subject: String::new(),
        to: String::new(),
        recipients: 0,
        files: 0,
        bytes: DraftContent::default().bytes(),
        reference: None,
        created_at: empty.created_at,
        updated_at: empty.updated_at,
        version: 1,
    };
    assert_eq!(drafts, [short, long]);
    assert!(content.bytes() > 13_000, "the text counts");
}

pub(super) async fn are_begun_once(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let id = DraftId::from_uuid(uuid::Uuid::from_u128(7));
    let begin = async |text: &str| company.begin_draft(user.id, id, &written(text)).await;
    let first = begin("Tere").await.unwrap();
    assert_eq!(
        (first.id, first.version, &first.content),
        (id, 1, &written("Tere"))
    );
    assert_eq!(begin("Tere").await.unwrap(), first);
    company
        .save_draft(user.id, id, &written("Muu"), Some(1))
        .await
        .unwrap();
    let later = begin("Tere").await.unwrap();
    assert_eq!(
        (later.version, later.content),
        (2, written("Muu")),
        "as it is by now"
    );
    // An id that is somebody else's is not taken from him.
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    let refused = company.begin_draft(colleague.id, id, &written("Minu oma")).await;
    assert!(matches!(refused, Err(DraftError::NoSuchDraft)), "{refused:?}");
    assert!(company.drafts(colleague.id).await.unwrap().is_empty());
    let refused = company.begin_draft(nobody(), id, &written("Minu oma")).await;
    assert!(matches!(refused, Err(DraftError::NoSuchUser)), "{refused:?}");

    // The last that there is room for, by two at once.
    for _ in 2..MOST_DRAFTS {
        company
            .create_draft(user.id, &written("x"), None, None)
            .await
            .unwrap();
    }
    let last = DraftId::from_uuid(uuid::Uuid::from_u128(8));
    let content = written("Viimane");
    let begin = || company.begin_draft(user.id, last, &content);
    for done in join_all((0..8).map(|_| begin())).await {
        assert_eq!(done.unwrap().id, last);
    }
    assert_eq!(company.drafts(user.id).await.unwrap().len(), 100);
    assert_eq!(
        company.begin_draft(user.id, id, &content).await.unwrap().version,
        2
    );
    let over = DraftId::from_uuid(uuid::Uuid::from_u128(9));
    let over = company.begin_draft(user.id, over, &content).await;
    assert!(matches!(over, Err(DraftError::TooMany)), "{over:?}");
}

pub(super) async fn are_their_users_alone(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    let stranger = bench.store.company(bench.company("Võõras").await);
    let content = DraftContent::default();
    let draft = company.create_draft(user.id, &content, None, None).await.unwrap();
    for (company, user) in [
        (&company, colleague.id),
        (&stranger, user.id),
        (&company, nobody()),
    ] {
        assert_eq!(company.find_draft(user, draft.id).await.unwrap(), None);
        assert!(company.drafts(user).await.unwrap().is_empty());
        let refused = company.save_draft(user, draft.id, &content, None).await;
        assert!(
            matches!(refused, Err(DraftError::NoSuchDraft | DraftError::NoSuchUser)),
            "{refused:?}"
        );
        assert!(!company.delete_draft(user, draft.id).await.unwrap());
    }
    for (company, user) in [(&stranger, user.id), (&company, nobody())] {
        let refused = company.create_draft(user, &content, None, None).await;
        assert!(matches!(refused, Err(DraftError::NoSuchUser)), "{refused:?}");
    }
    assert_eq!(
        company.find_draft(user.id, draft.id).await.unwrap(),
        Some(draft.clone())
    );
    company.delete_user(user.id, &BY).await.unwrap();
    assert_eq!(company.find_draft(user.id, draft.id).await.unwrap(), None);
}

pub(super) async fn are_not_too_many(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    let content = DraftContent::default();
    let mut last = DraftId::from_uuid(uuid::Uuid::nil());
    for _ in 0..MOST_DRAFTS {
        last = company
            .create_draft(user.id, &content, None, None)
            .await
            .unwrap()
            .id;
    }
    let over = company.create_draft(user.id, &content, None, None).await;
    assert!(matches!(over, Err(DraftError::TooMany)), "{over:?}");
    company
        .create_draft(colleague.id, &content, None, None)
        .await
        .unwrap();
    company.delete_draft(user.id, last).await.unwrap();
    company.create_draft(user.id, &content, None, None).await.unwrap();
    assert_eq!(company.drafts(user.id).await.unwrap().len(), 100);
}

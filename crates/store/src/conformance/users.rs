use super::bench::{
    BY, Bench, actions, display_name, external, log, mailbox, new_user, nobody, own_server, save, save_own,
};
use crate::{Action, NewSession, NewUser, Role, UserChange, UserError};
use futures_util::future::join;
use model::{CompanyId, Language};
use std::time::Duration;

pub(super) async fn are_created_and_found(bench: &Bench) {
    let company = bench.store.company(bench.company("Näidis OÜ").await);
    let wanted = NewUser {
        external_id: Some(external("42")),
        name: display_name("Jüri Õunapuu"),
        email: mailbox("Jyri.Ounapuu@naidis.ee"),
        role: Role::Admin,
        language: Language::En,
    };
    let created = company.create_user(&wanted, &BY).await.unwrap();
    assert_eq!((created.company, created.last_sent_at), (company.id(), None));
    assert_eq!(
        (
            &created.external_id,
            &created.name,
            &created.email,
            created.role,
            created.language
        ),
        (
            &wanted.external_id,
            &wanted.name,
            &wanted.email,
            wanted.role,
            wanted.language
        )
    );
    assert_eq!(
        company.find_user(created.id).await.unwrap().as_ref(),
        Some(&created)
    );
    assert_eq!(company.find_user(nobody()).await.unwrap(), None);
    let known = company.find_user_by_external_id(&external("42")).await.unwrap();
    assert_eq!(known.as_ref(), Some(&created));
    assert_eq!(
        company.find_user_by_external_id(&external("43")).await.unwrap(),
        None
    );
    for typed in ["Jyri.Ounapuu@naidis.ee", "jyri.ounapuu@NAIDIS.ee"] {
        let found = company.find_user_by_email(&mailbox(typed)).await.unwrap();
        assert_eq!(found.as_ref(), Some(&created));
        let everywhere = bench.store.users_with_email(&mailbox(typed)).await.unwrap();
        assert_eq!(everywhere, std::slice::from_ref(&created));
    }
    let unknown = company.find_user_by_email(&mailbox("jyri@naidis.ee")).await;
    assert_eq!(unknown.unwrap(), None);
    let second = company
        .create_user(&new_user("mari@naidis.ee"), &BY)
        .await
        .unwrap();
    assert_eq!(
        company.list_users(None, 10).await.unwrap(),
        [created.clone(), second.clone()],
        "within a millisecond too"
    );
    assert_eq!(
        company.list_users(None, 1).await.unwrap(),
        std::slice::from_ref(&created)
    );
    assert_eq!(company.list_users(Some(created.id), 10).await.unwrap(), [second]);
    assert_eq!(company.count_users().await.unwrap(), 2);
    let log = log(&*company).await;
    assert_eq!(log[1].entry.subject, "Jüri Õunapuu <Jyri.Ounapuu@naidis.ee>");
    assert_eq!(log[1].entry.after.as_ref().unwrap()["role"], "admin");
}

pub(super) async fn addresses_are_unique_in_a_company(bench: &Bench) {
    let (first, second) = (bench.company("Üks").await, bench.company("Kaks").await);
    let (first, second) = (bench.store.company(first), bench.store.company(second));
    first.create_user(&new_user("mari@naidis.ee"), &BY).await.unwrap();
    let taken = first.create_user(&new_user("MARI@naidis.ee"), &BY).await;
    assert!(matches!(taken, Err(UserError::EmailTaken)), "{taken:?}");
    bench.pass(1);
    second
        .create_user(&new_user("Mari@naidis.ee"), &BY)
        .await
        .unwrap();
    let both = bench
        .store
        .users_with_email(&mailbox("mari@naidis.ee"))
        .await
        .unwrap();
    let companies: Vec<_> = both.iter().map(|user| user.company).collect();
    assert_eq!(companies, [first.id(), second.id()]);
    let called = |email| NewUser {
        external_id: Some(external("42")),
        ..new_user(email)
    };
    first.create_user(&called("jyri@naidis.ee"), &BY).await.unwrap();
    let taken = first.create_user(&called("kati@naidis.ee"), &BY).await;
    assert!(matches!(taken, Err(UserError::ExternalIdTaken)), "{taken:?}");
    second.create_user(&called("kati@naidis.ee"), &BY).await.unwrap();
    assert_eq!(
        actions(&*first).await,
        [Action::CompanyCreated, Action::UserCreated, Action::UserCreated],
        "of those that were refused nothing is written"
    );
}

pub(super) async fn of_two_at_once_one_gets_the_address(bench: &Bench) {
    let id = bench.company("Näidis OÜ").await;
    let (one, two) = (bench.store.company(id), bench.second().await.company(id));
    for at in 0..5 {
        let new = new_user(&format!("mari{at}@naidis.ee"));
        let both = join(one.create_user(&new, &BY), two.create_user(&new, &BY)).await;
        assert!(
            matches!(
                both,
                (Ok(_), Err(UserError::EmailTaken)) | (Err(UserError::EmailTaken), Ok(_))
            ),
            "{both:?}"
        );
    }
}

pub(super) async fn are_changed(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    let session = NewSession::lasting(Duration::from_hours(1));
    let session = company.create_session(user.id, &session).await.unwrap();
    let change = UserChange {
        external_id: Some(external("42")),
        name: Some(display_name("Mari Vaarikas")),
        email: Some(mailbox("MARI@naidis.ee")),
        role: Some(Role::Admin),
        language: Some(Language::En),
    };
    let after = company.update_user(user.id, &change, &BY).await.unwrap();
    assert_eq!(company.find_user(user.id).await.unwrap().as_ref(), Some(&after));
    assert_eq!(
        (&after.name, &after.email, after.role, after.language),
        (
            &display_name("Mari Vaarikas"),
            &mailbox("MARI@naidis.ee"),
            Role::Admin,
            Language::En
        )
    );
    assert_eq!(company.update_user(user.id, &change, &BY).await.unwrap(), after);
    let seen = bench.store.find_session(&session).await.unwrap().unwrap();
    assert_eq!(seen.user, after, "a role counts at the next request");
    let written = actions(&*company).await;
    assert_eq!(
        written
            .iter()
            .filter(|action| **action == Action::UserChanged)
            .count(),
        1
    );
    let entry = log(&*company).await.remove(0).entry;
    assert_eq!(
        (&entry.before.unwrap()["role"], &entry.after.unwrap()["role"]),
        (&"user".into(), &"admin".into())
    );
    for (change, expected) in [
        (
            UserChange {
                email: Some(mailbox("Jyri@naidis.ee")),
                ..UserChange::default()
            },
            "EmailTaken",
        ),
        (
            UserChange {
                external_id: Some(external("7")),
                ..UserChange::default()
            },
            "ExternalIdTaken",
        ),
    ] {
        let known = UserChange {
            external_id: Some(external("7")),
            ..UserChange::default()
        };
        company.update_user(colleague.id, &known, &BY).await.unwrap();
        let refused = company.update_user(user.id, &change, &BY).await.unwrap_err();
        assert_eq!(format!("{refused:?}"), expected);
    }
    let none = company.update_user(nobody(), &change, &BY).await;
    assert!(matches!(none, Err(UserError::NoSuchUser)), "{none:?}");
}

pub(super) async fn are_deleted_but_for_the_sender_user(bench: &Bench) {
    let (company, user, sender) = bench.company_with_sender_user().await;
    save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    let session = NewSession::lasting(Duration::from_hours(1));
    let session = company.create_session(user.id, &session).await.unwrap();
    company.delete_user(user.id, &BY).await.unwrap();
    assert_eq!(company.find_user(user.id).await.unwrap(), None);
    assert_eq!(company.user_settings(user.id).await.unwrap(), None);
    assert!(bench.store.find_session(&session).await.unwrap().is_none());
    let entry = log(&*company).await.remove(0).entry;
    assert_eq!(
        (entry.action, entry.before.unwrap()["email"].as_str(), entry.after),
        (Action::UserDeleted, Some("mari@naidis.ee"), None)
    );
    let gone = company.delete_user(user.id, &BY).await;
    assert!(matches!(gone, Err(UserError::NoSuchUser)), "{gone:?}");

    let refused = company.delete_user(sender.id, &BY).await;
    assert!(matches!(refused, Err(UserError::IsSenderUser)), "{refused:?}");
    assert!(company.find_user(sender.id).await.unwrap().is_some());
    company.set_sender_user(None, None, &BY).await.unwrap();
    company.delete_user(sender.id, &BY).await.unwrap();
    assert_eq!(company.count_users().await.unwrap(), 0);
}

pub(super) async fn belong_to_a_company_that_exists(bench: &Bench) {
    let nowhere = bench.store.company(CompanyId::from_uuid(uuid::Uuid::nil()));
    let refused = nowhere.create_user(&new_user("mari@naidis.ee"), &BY).await;
    assert!(matches!(refused, Err(UserError::NoSuchCompany)), "{refused:?}");
    assert_eq!(nowhere.list_users(None, 10).await.unwrap(), []);
}

use super::bench::{Bench, display_name, mailbox, new_user};
use crate::{CreateUserError, NewUser, Role};
use model::{CompanyId, Language, UserId};

pub(super) async fn are_created_and_found(bench: &Bench) {
    let company = bench.store.company(bench.company("Näidis OÜ").await);
    let wanted = NewUser {
        name: display_name("Jüri Õunapuu"),
        email: mailbox("Jyri.Ounapuu@naidis.ee"),
        role: Role::Admin,
        language: Language::En,
    };
    let created = company.create_user(&wanted).await.unwrap();
    assert_eq!(created.company, company.id());
    assert_eq!(
        (&created.name, &created.email, created.role, created.language),
        (&wanted.name, &wanted.email, wanted.role, wanted.language)
    );
    assert_eq!(
        company.find_user(created.id).await.unwrap().as_ref(),
        Some(&created)
    );
    assert_eq!(
        company
            .find_user(UserId::from_uuid(uuid::Uuid::nil()))
            .await
            .unwrap(),
        None
    );
    for typed in ["Jyri.Ounapuu@naidis.ee", "jyri.ounapuu@NAIDIS.ee"] {
        assert_eq!(
            company
                .find_user_by_email(&mailbox(typed))
                .await
                .unwrap()
                .as_ref(),
            Some(&created)
        );
        assert_eq!(
            bench.store.users_with_email(&mailbox(typed)).await.unwrap(),
            std::slice::from_ref(&created)
        );
    }
    assert_eq!(
        company
            .find_user_by_email(&mailbox("jyri@naidis.ee"))
            .await
            .unwrap(),
        None
    );
    bench.pass(1);
    let second = company.create_user(&new_user("mari@naidis.ee")).await.unwrap();
    assert_eq!(company.list_users().await.unwrap(), [created, second]);
}

pub(super) async fn addresses_are_unique_in_a_company(bench: &Bench) {
    let (first, second) = (bench.company("Üks").await, bench.company("Kaks").await);
    let (first, second) = (bench.store.company(first), bench.store.company(second));
    first.create_user(&new_user("mari@naidis.ee")).await.unwrap();
    let taken = first.create_user(&new_user("MARI@naidis.ee")).await;
    assert!(matches!(taken, Err(CreateUserError::EmailTaken)), "{taken:?}");
    bench.pass(1);
    second.create_user(&new_user("Mari@naidis.ee")).await.unwrap();
    let both = bench
        .store
        .users_with_email(&mailbox("mari@naidis.ee"))
        .await
        .unwrap();
    let companies: Vec<_> = both.iter().map(|user| user.company).collect();
    assert_eq!(companies, [first.id(), second.id()]);
}

pub(super) async fn belong_to_a_company_that_exists(bench: &Bench) {
    let nowhere = bench.store.company(CompanyId::from_uuid(uuid::Uuid::nil()));
    let refused = nowhere.create_user(&new_user("mari@naidis.ee")).await;
    assert!(
        matches!(refused, Err(CreateUserError::NoSuchCompany)),
        "{refused:?}"
    );
    assert_eq!(nowhere.list_users().await.unwrap(), []);
}

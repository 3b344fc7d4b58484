use super::bench::{Bench, display_name, own_server, save};
use crate::Clock as _;
use model::CompanyId;
use secrecy::ExposeSecret as _;

pub(super) async fn are_created_and_found(bench: &Bench) {
    let store = &bench.store;
    assert_eq!(store.list_companies().await.unwrap(), []);
    let first = store.create_company(&display_name("Näidis OÜ")).await.unwrap();
    bench.pass(1);
    let second = store.create_company(&display_name("Näidis OÜ")).await.unwrap();
    assert_ne!(first.id, second.id, "names need not be unique");
    assert_eq!(second.created_at, bench.clock.now());
    assert_eq!(store.find_company(first.id).await.unwrap().as_ref(), Some(&first));
    let nobody = CompanyId::from_uuid(uuid::Uuid::nil());
    assert_eq!(store.find_company(nobody).await.unwrap(), None);
    assert_eq!(store.list_companies().await.unwrap(), [first, second]);
    assert_eq!(
        store.rewrap_company_keys().await.unwrap(),
        0,
        "they are wrapped by the active key"
    );
    store.ping().await.unwrap();
}

pub(super) async fn survive_being_closed(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    company
        .save_settings(user.id, save(&own_server(), "hunter2"))
        .await
        .unwrap();
    let before = company.settings(user.id).await.unwrap();
    bench.store.close().await;
    assert!(bench.store.ping().await.is_err(), "closed");

    let again = bench.second().await;
    let company = again.company(company.id());
    assert_eq!(company.find_user(user.id).await.unwrap(), Some(user.clone()));
    assert_eq!(company.settings(user.id).await.unwrap(), before);
    let secret = company
        .secret_for(user.id, &own_server().destination)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(secret.expose_secret(), "hunter2");
}

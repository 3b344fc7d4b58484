use super::bench::{BY, Bench, actions, display_name, external, log, own_server, portal, save, secret};
use crate::{
    Action, Clock as _, CompanyChange, CompanyError, KeyScope, NewCompany, NewSession, Owner, Retention,
    SaveWebhook, SessionToken, Trusted,
};
use futures_util::future::join;
use model::{CompanyId, UserId};
use secrecy::SecretString;
use std::time::Duration;

fn nowhere() -> CompanyId {
    CompanyId::from_uuid(uuid::Uuid::nil())
}

pub(super) async fn are_created_and_found(bench: &Bench) {
    let store = &bench.store;
    assert_eq!(store.list_companies(None, None, 10).await.unwrap(), []);
    let lone = NewCompany::lone(display_name("Näidis OÜ"));
    let first = store.create_company(&lone, &BY).await.unwrap();
    bench.pass(1);
    let named = NewCompany {
        portal: portal("naidis"),
        external_id: Some(external("17")),
        mass_mailing: true,
        ..lone
    };
    let second = store.create_company(&named, &BY).await.unwrap();
    assert_ne!(first.id, second.id, "names need not be unique");
    assert_eq!(second.created_at, bench.clock.now());
    assert_eq!((second.version, second.mass_mailing), (1, true));
    assert_eq!(second.retention, Retention::default());
    assert_eq!(store.find_company(first.id).await.unwrap().as_ref(), Some(&first));
    let part = store.company(second.id);
    assert_eq!(part.company().await.unwrap().as_ref(), Some(&second));
    assert_eq!(store.find_company(nowhere()).await.unwrap(), None);
    assert_eq!(store.company(nowhere()).company().await.unwrap(), None);

    let found = async |portal_id: &str, id: &str| {
        let (portal, id) = (portal(portal_id), external(id));
        let found = store.find_company_by_external_id(&portal, &id).await;
        found.unwrap().map(|company| company.id)
    };
    assert_eq!(found("naidis", "17").await, Some(second.id));
    assert_eq!(found("mujal", "17").await, None, "another portal's");
    assert_eq!(found("naidis", "18").await, None);
    let taken = store.create_company(&named, &BY).await;
    assert!(matches!(taken, Err(CompanyError::ExternalIdTaken)), "{taken:?}");
    let elsewhere = NewCompany {
        portal: portal("mujal"),
        ..named
    };
    let third = store.create_company(&elsewhere, &BY).await.unwrap();

    let all = [first.clone(), second.clone(), third.clone()];
    assert_eq!(store.list_companies(None, None, 10).await.unwrap(), all);
    assert_eq!(store.list_companies(None, None, 2).await.unwrap(), all[..2]);
    let behind = store.list_companies(None, Some(first.id), 10).await.unwrap();
    assert_eq!(behind, all[1..]);
    let of_one = store
        .list_companies(Some(&portal("naidis")), None, 10)
        .await
        .unwrap();
    assert_eq!(of_one, [second]);
    store.ping().await.unwrap();
}

pub(super) async fn are_changed(bench: &Bench) {
    let part = bench.store.company(bench.company("Näidis OÜ").await);
    let before = part.company().await.unwrap().unwrap();
    let change = CompanyChange {
        name: Some(display_name("Uus nimi AS")),
        external_id: Some(external("17")),
        event_name: Some("uus-nimi".parse().unwrap()),
        mass_mailing: Some(true),
        retention: Some(Retention {
            tests_days: Some(7),
            audit_days: None,
        }),
        expected_version: Some(1),
    };
    let after = part.update_company(&change, &BY).await.unwrap();
    assert_eq!(part.company().await.unwrap().as_ref(), Some(&after));
    assert_eq!((after.version, after.created_at), (2, before.created_at));
    assert_eq!(Some(&after.name), change.name.as_ref());
    assert_eq!(
        (Some(after.mass_mailing), Some(after.retention)),
        (change.mass_mailing, change.retention)
    );
    let stale = part.update_company(&change, &BY).await;
    assert!(
        matches!(stale, Err(CompanyError::Conflict { stored: 2 })),
        "{stale:?}"
    );
    let same = CompanyChange {
        expected_version: None,
        ..change
    };
    assert_eq!(part.update_company(&same, &BY).await.unwrap(), after);
    assert_eq!(
        actions(&*part).await,
        [Action::CompanyCreated, Action::CompanyChanged],
        "what changes nothing is not written down"
    );
    let entry = log(&*part).await.remove(0).entry;
    assert_eq!(entry.before.unwrap()["name"], "Näidis OÜ");
    assert_eq!(entry.after.unwrap()["event_name"], "uus-nimi");

    let other = bench.store.company(bench.company("Teine").await);
    let taken = CompanyChange {
        external_id: Some(external("17")),
        ..CompanyChange::default()
    };
    let taken = other.update_company(&taken, &BY).await;
    assert!(matches!(taken, Err(CompanyError::ExternalIdTaken)), "{taken:?}");
    let none = bench.store.company(nowhere()).update_company(&same, &BY).await;
    assert!(matches!(none, Err(CompanyError::NoSuchCompany)), "{none:?}");
}

pub(super) async fn are_changed_once_by_two_at_a_time(bench: &Bench) {
    let id = bench.company("Näidis OÜ").await;
    let (one, two) = (bench.store.company(id), bench.second().await.company(id));
    for version in 1..6 {
        let change = |name: &str| CompanyChange {
            name: Some(display_name(&format!("{name} {version}"))),
            expected_version: Some(version),
            ..CompanyChange::default()
        };
        let (left, right) = (change("Üks"), change("Kaks"));
        let both = join(one.update_company(&left, &BY), two.update_company(&right, &BY)).await;
        assert!(
            matches!(
                both,
                (Ok(_), Err(CompanyError::Conflict { .. })) | (Err(CompanyError::Conflict { .. }), Ok(_))
            ),
            "{both:?}"
        );
    }
    assert_eq!(log(&*one).await.len(), 6);
}

pub(super) async fn event_mailboxes_are_never_anothers(bench: &Bench) {
    let names = async |id| {
        let company = bench.store.find_company(id).await.unwrap().unwrap();
        company.event_name.to_string()
    };
    let first = bench.company("Näidis OÜ").await;
    let second = bench.company("Näidis OÜ").await;
    let third = bench.company("Näidis, OÜ").await;
    assert_eq!(names(first).await, "naidis-ou");
    assert_eq!(names(second).await, "naidis-ou-2");
    assert_eq!(names(third).await, "naidis-ou-3");

    let rename = async |id, name: &str| {
        let change = CompanyChange {
            event_name: Some(name.parse().unwrap()),
            ..CompanyChange::default()
        };
        bench.store.company(id).update_company(&change, &BY).await
    };
    rename(first, "uus").await.unwrap();
    let former = rename(second, "naidis-ou").await;
    assert!(matches!(former, Err(CompanyError::EventNameTaken)), "{former:?}");
    assert_eq!(names(second).await, "naidis-ou-2", "nothing was changed");
    rename(first, "naidis-ou").await.expect("its own of before");
    assert!(bench.store.delete_company(first).await.unwrap());
    for name in ["naidis-ou", "uus"] {
        let gone = rename(second, name).await;
        assert!(
            matches!(gone, Err(CompanyError::EventNameTaken)),
            "{name}: {gone:?}"
        );
    }
    let fourth = bench.company("Näidis OÜ").await;
    assert_eq!(names(fourth).await, "naidis-ou-4");
    let long = "A".repeat(60);
    let (one, two) = (bench.company(&long).await, bench.company(&long).await);
    assert_eq!(names(one).await, "a".repeat(40));
    assert_eq!(names(two).await, format!("{}-2", "a".repeat(38)));
}

pub(super) async fn made_at_once_have_mailboxes_of_their_own(bench: &Bench) {
    let second = bench.second().await;
    let new = NewCompany::lone(display_name("Näidis OÜ"));
    let making = (0..10).map(|at| {
        let store = if at % 2 == 0 { &bench.store } else { &second };
        store.create_company(&new, &BY)
    });
    let made = futures_util::future::join_all(making).await;
    let mut names: Vec<_> = made
        .into_iter()
        .map(|company| company.unwrap().event_name)
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 10);
}

pub(super) async fn survive_being_closed(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    company
        .save_settings(Owner::User(user.id), save(&own_server(), "hunter2"), &BY)
        .await
        .unwrap();
    let before = company.user_settings(user.id).await.unwrap();
    bench.store.close().await;
    assert!(bench.store.ping().await.is_err(), "closed");

    let again = bench.second().await;
    let company = again.company(company.id());
    assert_eq!(company.find_user(user.id).await.unwrap(), Some(user.clone()));
    assert_eq!(company.user_settings(user.id).await.unwrap(), before);
    assert_eq!(
        secret(&*company, &user, &own_server().destination)
            .await
            .as_deref(),
        Some("hunter2")
    );
    assert_eq!(
        again.rewrap_company_keys(10).await.unwrap(),
        0,
        "they are wrapped by the active key"
    );
}

pub(super) async fn take_everything_along(bench: &Bench) {
    let (company, user, sender) = bench.company_with_sender_user().await;
    let other = bench.company("Teine").await;
    let kept = bench.user(other, "jyri@naidis.ee").await;
    let id = company.id();
    for owner in [Owner::Company, Owner::User(user.id), Owner::User(sender.id)] {
        company
            .save_settings(owner, save(&own_server(), "hunter2"), &BY)
            .await
            .unwrap();
    }
    let session = NewSession::lasting(Duration::from_hours(1));
    let session = company.create_session(user.id, &session).await.unwrap();
    let link = company
        .create_sign_in_link(user.id, Duration::from_hours(1))
        .await
        .unwrap();
    let run = super::bench::start_test(&*company, &user, &own_server(), 1).await;
    company
        .finish_test(run.id, &super::bench::passed(), &[])
        .await
        .unwrap();
    company
        .add_exception(
            &Trusted::PlainPassword {
                host: own_server().destination.host,
                port: own_server().destination.port,
            },
            &BY,
        )
        .await
        .unwrap();
    let hook = SaveWebhook {
        url: "https://naidis.ee/hook".to_owned(),
        events: Vec::new(),
        enabled: true,
    };
    let hook = company
        .create_webhook(&hook, &SecretString::from("whsec_x"), &BY)
        .await
        .unwrap();
    company.send_webhook_test(hook.id).await.unwrap();
    let scope = KeyScope {
        portal: portal("portal"),
        company: Some(id),
    };
    let (_, key) = bench
        .store
        .create_api_key(&scope, "key", None, &BY)
        .await
        .unwrap();

    assert!(bench.store.delete_company(id).await.unwrap());
    assert!(!bench.store.delete_company(id).await.unwrap());
    assert_eq!(bench.store.find_company(id).await.unwrap(), None);
    assert_eq!(company.count_users().await.unwrap(), 0);
    assert!(company.company_settings().await.unwrap().is_none());
    assert!(log(&*company).await.is_empty());
    assert!(company.exceptions().await.unwrap().is_empty());
    assert!(company.webhooks().await.unwrap().is_empty());
    assert!(bench.store.find_session(&session).await.unwrap().is_none());
    assert!(bench.store.consume_sign_in_link(&link).await.is_err());
    assert!(bench.store.find_api_key(&key).await.unwrap().is_none());
    let due = bench.store.due_webhook_messages(10, Duration::from_secs(1)).await;
    assert!(due.unwrap().is_empty());
    for owner in [Owner::Company, Owner::User(user.id)] {
        assert_eq!(secret(&*company, owner, &own_server().destination).await, None);
    }
    for table in crate::transfer::TABLES {
        let expected = match table.name {
            "companies" | "users" => 1,
            // The two names, of which one is a company's no more; what the other was created with.
            "event_names" | "audit" => 2,
            _ => 0,
        };
        let rows = bench.store.count(table).await.unwrap();
        assert_eq!(rows, expected, "{}", table.name);
    }
    let theirs = bench.store.company(other);
    assert_eq!(theirs.list_users(None, 10).await.unwrap(), [kept]);
}

pub(super) async fn sign_in_tells_whose_user(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let session = NewSession {
        ttl: Duration::from_hours(1),
        embedded_in: Some("https://portal.naidis.ee".to_owned()),
    };
    let token: SessionToken = company.create_session(user.id, &session).await.unwrap();
    company
        .update_company(
            &CompanyChange {
                name: Some(display_name("Uus")),
                ..CompanyChange::default()
            },
            &BY,
        )
        .await
        .unwrap();
    let found = bench.store.find_session(&token).await.unwrap().unwrap();
    assert_eq!(Some(found.company), company.company().await.unwrap());
    assert_eq!(found.embedded_in, session.embedded_in);
    assert_eq!(found.user.id, UserId::from_uuid(*user.id.as_uuid()));
}

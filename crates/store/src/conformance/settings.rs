use super::bench::{Bench, other_servers, own_server, save, save_keeping};
use crate::{Clock as _, CompanyStore, PasswordChange, SaveError, SaveSettings, Settings, User};
use futures_util::future::join;
use model::{
    UserId,
    settings::{Destination, OwnServer, SendingMode},
};
use secrecy::ExposeSecret as _;

pub(super) async fn secret(
    company: &dyn CompanyStore,
    user: &User,
    destination: &Destination,
) -> Option<String> {
    let secret = company.secret_for(user.id, destination).await.unwrap();
    secret.map(|secret| secret.expose_secret().to_owned())
}

pub(super) async fn are_the_default_ones_at_first(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let settings = company.settings(user.id).await.unwrap().unwrap();
    assert_eq!(settings, Settings::default());
    assert_eq!((settings.mode, settings.version), (SendingMode::Portal, 0));
    assert_eq!(secret(&*company, &user, &own_server().destination).await, None);
}

pub(super) async fn come_back_as_they_were_saved(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let bare = OwnServer {
        destination: Destination {
            user_name: None,
            ..own_server().destination
        },
        display_name: None,
        plain_confirmed: true,
        ..own_server()
    };
    let changes = [
        save(&own_server(), "hunter2"),
        SaveSettings {
            password: PasswordChange::Clear,
            ..save(&bare, "")
        },
    ];
    for (version, (change, password_set)) in (1..).zip(changes.into_iter().zip([true, false])) {
        bench.pass(60);
        let wanted = change.own_server.clone();
        let saved = company.save_settings(user.id, change).await.unwrap();
        assert_eq!(company.settings(user.id).await.unwrap().as_ref(), Some(&saved));
        assert_eq!(
            (saved.own_server, saved.password_set, saved.version),
            (wanted, password_set, version)
        );
        assert_eq!(saved.updated_at, Some(bench.clock.now()));
    }
}

pub(super) async fn of_nobody_are_none(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    let nobody = UserId::from_uuid(uuid::Uuid::nil());
    assert_eq!(company.settings(nobody).await.unwrap(), None);
    let refused = company
        .save_settings(nobody, save(&own_server(), "hunter2"))
        .await;
    assert!(matches!(refused, Err(SaveError::NoSuchUser)), "{refused:?}");
    assert!(
        company
            .secret_for(nobody, &own_server().destination)
            .await
            .unwrap()
            .is_none()
    );
}

pub(super) async fn keep_the_own_server_in_other_modes(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let none = SaveSettings {
        own_server: None,
        ..save_keeping(&own_server())
    };
    let refused = company.save_settings(user.id, none).await;
    assert!(matches!(refused, Err(SaveError::NoOwnServer)), "{refused:?}");
    company
        .save_settings(user.id, save(&own_server(), "hunter2"))
        .await
        .unwrap();
    for mode in SendingMode::ALL {
        let change = SaveSettings {
            mode,
            own_server: None,
            ..save_keeping(&own_server())
        };
        let saved = company.save_settings(user.id, change).await.unwrap();
        assert_eq!(
            (saved.mode, saved.own_server, saved.password_set),
            (mode, Some(own_server()), true)
        );
        assert_eq!(
            secret(&*company, &user, &own_server().destination)
                .await
                .as_deref(),
            Some("hunter2")
        );
    }
}

pub(super) async fn are_not_saved_over_anothers(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let expecting = |version| SaveSettings {
        expected_version: Some(version),
        ..save(&own_server(), "hunter2")
    };
    assert!(matches!(
        company.save_settings(user.id, expecting(1)).await,
        Err(SaveError::Conflict { stored: 0 })
    ));
    company.save_settings(user.id, expecting(0)).await.unwrap();
    assert!(matches!(
        company.save_settings(user.id, expecting(0)).await,
        Err(SaveError::Conflict { stored: 1 })
    ));
    assert_eq!(
        company
            .save_settings(user.id, expecting(1))
            .await
            .unwrap()
            .version,
        2
    );
}

pub(super) async fn are_saved_once_by_two_at_a_time(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.second().await.company(company.id());
    for version in 0..10 {
        let change = |password| SaveSettings {
            expected_version: Some(version),
            ..save(&own_server(), password)
        };
        let (one, two) = join(
            company.save_settings(user.id, change("one")),
            other.save_settings(user.id, change("two")),
        )
        .await;
        let (winner, lost) = match (one, two) {
            (Ok(_), Err(lost)) => ("one", lost),
            (Err(lost), Ok(_)) => ("two", lost),
            both => panic!("one of both has to win: {both:?}"),
        };
        assert!(
            matches!(lost, SaveError::Conflict { stored } if stored == version + 1),
            "{lost:?}"
        );
        assert_eq!(
            secret(&*company, &user, &own_server().destination)
                .await
                .as_deref(),
            Some(winner)
        );
    }
}

pub(super) async fn change_nothing_when_refused(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let before = company
        .save_settings(user.id, save(&own_server(), "hunter2"))
        .await
        .unwrap();
    let [moved, .., nobody] = &other_servers()[..] else {
        panic!("there are other servers")
    };
    let late = SaveSettings {
        expected_version: Some(9),
        ..save(moved, "other")
    };
    for refused in [save_keeping(moved), save(nobody, "other"), late] {
        assert!(company.save_settings(user.id, refused).await.is_err());
        assert_eq!(company.settings(user.id).await.unwrap().as_ref(), Some(&before));
        assert_eq!(
            secret(&*company, &user, &own_server().destination)
                .await
                .as_deref(),
            Some("hunter2")
        );
    }
}

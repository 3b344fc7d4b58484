use super::{
    bench::{Bench, mailbox, other_servers, own_server, save, save_keeping},
    settings::secret,
};
use crate::{PasswordChange, SaveError, SaveSettings};
use model::settings::{OwnServer, SendingMode};

pub(super) async fn are_given_for_their_destination_alone(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    company
        .save_settings(user.id, save(&own_server(), "hunter2"))
        .await
        .unwrap();
    assert_eq!(
        secret(&*company, &user, &own_server().destination)
            .await
            .as_deref(),
        Some("hunter2")
    );
    for other in other_servers() {
        assert_eq!(
            secret(&*company, &user, &other.destination).await,
            None,
            "{other:?}"
        );
    }
}

pub(super) async fn never_go_elsewhere(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    company
        .save_settings(user.id, save(&own_server(), "hunter2"))
        .await
        .unwrap();
    for other in other_servers() {
        for mode in SendingMode::ALL {
            let change = SaveSettings {
                mode,
                ..save_keeping(&other)
            };
            let refused = company.save_settings(user.id, change).await;
            assert!(
                matches!(refused, Err(SaveError::PasswordNotForDestination)),
                "{other:?}: {refused:?}"
            );
        }
    }
    assert_eq!(
        secret(&*company, &user, &own_server().destination)
            .await
            .as_deref(),
        Some("hunter2")
    );
    let sender = OwnServer {
        sender: mailbox("arved@naidis.ee"),
        ..own_server()
    };
    assert!(
        company
            .save_settings(user.id, save_keeping(&sender))
            .await
            .unwrap()
            .password_set
    );
    for other in other_servers() {
        company
            .save_settings(user.id, save(&own_server(), "hunter2"))
            .await
            .unwrap();
        let change = SaveSettings {
            password: PasswordChange::Clear,
            ..save_keeping(&other)
        };
        assert!(!company.save_settings(user.id, change).await.unwrap().password_set);
        // And back: what was cleared does not return with the destination.
        let back = company
            .save_settings(user.id, save_keeping(&own_server()))
            .await
            .unwrap();
        assert!(!back.password_set);
        assert_eq!(secret(&*company, &user, &own_server().destination).await, None);
    }
}

pub(super) async fn are_replaced_and_cleared(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let [moved, ..] = &other_servers()[..] else {
        panic!("there are other servers")
    };
    for (server, password, version) in [
        (&own_server(), "one", 1),
        (&own_server(), "two", 2),
        (moved, "three", 3),
        (&own_server(), "three", 4),
    ] {
        let saved = company
            .save_settings(user.id, save(server, password))
            .await
            .unwrap();
        assert_eq!((saved.password_set, saved.secret_version), (true, version));
        assert_eq!(
            secret(&*company, &user, &server.destination).await.as_deref(),
            Some(password)
        );
    }
    let kept = company
        .save_settings(user.id, save_keeping(&own_server()))
        .await
        .unwrap();
    assert_eq!(kept.secret_version, 4);
    let clear = || SaveSettings {
        password: PasswordChange::Clear,
        ..save_keeping(&own_server())
    };
    for _ in 0..2 {
        let cleared = company.save_settings(user.id, clear()).await.unwrap();
        assert_eq!((cleared.password_set, cleared.secret_version), (false, 5));
        assert_eq!(secret(&*company, &user, &own_server().destination).await, None);
    }
}

pub(super) async fn may_be_any_text(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    for password in [
        "p",
        " spaces ",
        "õäöü€😀",
        "nul\0inside",
        "'; DROP TABLE settings; --",
        &"x".repeat(1024),
    ] {
        company
            .save_settings(user.id, save(&own_server(), password))
            .await
            .unwrap();
        assert_eq!(
            secret(&*company, &user, &own_server().destination)
                .await
                .as_deref(),
            Some(password)
        );
    }
}

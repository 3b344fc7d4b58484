use super::bench::{BY, Bench, mailbox, other_servers, own_server, save, save_keeping, save_own, secret};
use crate::{Owner, PasswordChange, SaveError, SaveSettings};
use model::settings::{OwnServer, SendingMode};

pub(super) async fn are_given_for_their_destination_alone(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    let there = secret(&*company, &user, &own_server().destination).await;
    assert_eq!(there.as_deref(), Some("hunter2"));
    for other in other_servers() {
        assert_eq!(
            secret(&*company, &user, &other.destination).await,
            None,
            "{other:?}"
        );
    }
    assert_eq!(
        secret(&*company, Owner::Company, &own_server().destination).await,
        None,
        "it is not the company's"
    );
}

pub(super) async fn never_go_elsewhere(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    for owner in [Owner::User(user.id), Owner::Company] {
        let saving = async |change| company.save_settings(owner, change, &BY).await;
        saving(save(&own_server(), "hunter2")).await.unwrap();
        for other in other_servers() {
            for mode in SendingMode::ALL {
                let mut change = save_keeping(&other);
                change.layer.mode = Some(mode);
                let refused = saving(change).await;
                assert!(
                    matches!(refused, Err(SaveError::PasswordNotForDestination)),
                    "{other:?}: {refused:?}"
                );
            }
        }
        let kept = secret(&*company, owner, &own_server().destination).await;
        assert_eq!(kept.as_deref(), Some("hunter2"));
        let sender = OwnServer {
            sender: mailbox("arved@naidis.ee"),
            ..own_server()
        };
        let saved = saving(save_keeping(&sender)).await.unwrap();
        assert_eq!(saved.password_for, Some(own_server().destination));
        for other in other_servers() {
            saving(save(&own_server(), "hunter2")).await.unwrap();
            let change = SaveSettings {
                password: PasswordChange::Clear,
                ..save_keeping(&other)
            };
            assert_eq!(saving(change).await.unwrap().password_for, None);
            // And back: what was cleared does not return with the destination.
            let back = saving(save_keeping(&own_server())).await.unwrap();
            assert_eq!(back.password_for, None);
            assert_eq!(secret(&*company, owner, &own_server().destination).await, None);
        }
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
        let saved = save_own(&*company, &user, save(server, password)).await;
        assert_eq!(
            (saved.password_for.as_ref(), saved.secret_version),
            (Some(&server.destination), version)
        );
        let stored = secret(&*company, &user, &server.destination).await;
        assert_eq!(stored.as_deref(), Some(password));
    }
    let kept = save_own(&*company, &user, save_keeping(&own_server())).await;
    assert_eq!(kept.secret_version, 4);
    for _ in 0..2 {
        let clear = SaveSettings {
            password: PasswordChange::Clear,
            ..save_keeping(&own_server())
        };
        let cleared = save_own(&*company, &user, clear).await;
        assert_eq!((cleared.password_for, cleared.secret_version), (None, 5));
        assert_eq!(secret(&*company, &user, &own_server().destination).await, None);
    }
}

pub(super) async fn need_a_user_name(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let mut open = own_server();
    open.destination.user_name = None;
    for owner in [Owner::User(user.id), Owner::Company] {
        let refused = company.save_settings(owner, save(&open, "hunter2"), &BY).await;
        assert!(
            matches!(refused, Err(SaveError::PasswordWithoutUserName)),
            "{refused:?}"
        );
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
        save_own(&*company, &user, save(&own_server(), password)).await;
        let stored = secret(&*company, &user, &own_server().destination).await;
        assert_eq!(stored.as_deref(), Some(password));
    }
}

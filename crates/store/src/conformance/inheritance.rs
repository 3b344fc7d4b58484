use super::bench::{
    BY, Bench, all_of, layer, mailbox, other_servers, own_server, passed, save, save_layer, save_own, secret,
    set, snapshot, start_test,
};
use crate::{Owner, PasswordChange, SaveError, SaveSettings, SecretOwner, Verification};
use futures_util::future::join;
use model::settings::{Destination, Layer, Origin, Password, SendingMode, UserName};

pub(super) async fn one_users_settings_serve_all(bench: &Bench) {
    let (company, user, sender) = bench.company_with_sender_user().await;
    save_own(&*company, &sender, save(&own_server(), "hunter2")).await;
    let all = all_of(&*company, &user).await;
    assert_eq!(all.sender_user.as_ref().map(|base| &base.user), Some(&sender));
    let effective = all.effective();
    assert_eq!(effective.destination(), Some(own_server().destination));
    assert_eq!(effective.host.as_ref().unwrap().origin, Origin::SenderUser);
    assert_eq!(
        effective.password,
        Password::Set {
            origin: Origin::SenderUser,
            version: 1
        }
    );
    let owner = all.password_owner(&effective).unwrap();
    assert_eq!(owner, Owner::User(sender.id));
    let theirs = secret(&*company, owner, &own_server().destination).await;
    assert_eq!(theirs.as_deref(), Some("hunter2"));
    assert_eq!(
        secret(&*company, &user, &own_server().destination).await,
        None,
        "it is not his"
    );
    let senders = all_of(&*company, &sender).await;
    assert_eq!(senders.sender_user, None, "he has only the company below him");
    assert!(senders.is_sender_user() && !all.is_sender_user());

    company.set_sender_user(None, None, &BY).await.unwrap();
    let alone = all_of(&*company, &user).await;
    assert_eq!(
        (alone.sender_user.as_ref(), alone.effective().destination()),
        (None, None)
    );
}

pub(super) async fn the_company_stands_below_all(bench: &Bench) {
    let (company, user, sender) = bench.company_with_sender_user().await;
    let defaults = save(&own_server(), "company's");
    company
        .save_settings(Owner::Company, defaults, &BY)
        .await
        .unwrap();
    let copies = Layer {
        documents: Some(model::settings::Documents::Html),
        ..Layer::default()
    };
    save_own(&*company, &sender, save_layer(copies)).await;
    for user in [&user, &sender] {
        let all = all_of(&*company, user).await;
        let effective = all.effective();
        assert_eq!(effective.host.as_ref().unwrap().origin, Origin::Company);
        assert_eq!(all.password_owner(&effective), Some(Owner::Company));
    }
    let effective = all_of(&*company, &user).await.effective();
    assert_eq!(effective.documents.origin, Origin::SenderUser);
    let theirs = secret(&*company, Owner::Company, &own_server().destination).await;
    assert_eq!(theirs.as_deref(), Some("company's"));
    for elsewhere in other_servers() {
        assert_eq!(
            secret(&*company, Owner::Company, &elsewhere.destination).await,
            None
        );
    }
}

/// The sender user's server with this user name.
fn as_mari() -> Destination {
    Destination {
        user_name: Some("mari".to_owned()),
        ..own_server().destination
    }
}

fn own_name() -> Layer {
    Layer {
        user_name: Some(UserName::Named("mari".to_owned())),
        ..Layer::default()
    }
}

pub(super) async fn own_user_name_and_password_go_to_the_inherited_server(bench: &Bench) {
    let (company, user, sender) = bench.company_with_sender_user().await;
    save_own(&*company, &sender, save(&own_server(), "hunter2")).await;
    let without = save_own(&*company, &user, save_layer(own_name())).await;
    assert_eq!(without.password_for, None);
    let all = all_of(&*company, &user).await;
    assert_eq!(
        all.effective().password,
        Password::Missing,
        "with another user name the inherited password does not serve"
    );
    let change = SaveSettings {
        layer: own_name(),
        password: set("own", &as_mari()),
        expected_version: None,
    };
    let saved = save_own(&*company, &user, change).await;
    assert_eq!(saved.password_for, Some(as_mari()));
    assert_eq!(secret(&*company, &user, &as_mari()).await.as_deref(), Some("own"));
    assert_eq!(secret(&*company, &user, &own_server().destination).await, None);
    let all = all_of(&*company, &user).await;
    let effective = all.effective();
    assert_eq!(effective.destination(), Some(as_mari()));
    assert_eq!(all.password_owner(&effective), Some(Owner::User(user.id)));

    // The server moves under him: his password stays where it was entered for.
    let moved = &other_servers()[0];
    save_own(&*company, &sender, save(moved, "hunter3")).await;
    let all = all_of(&*company, &user).await;
    assert_eq!(all.own.password_for, Some(as_mari()));
    assert_eq!(all.effective().password, Password::NeededAgain);
    let there = all.effective().destination().unwrap();
    assert_eq!(secret(&*company, &user, &there).await, None);
    // Something else is still saved; the password is not lost by it, and serves again when the server is back.
    let more = Layer {
        sender: Some(mailbox("muu@naidis.ee")),
        ..own_name()
    };
    save_own(&*company, &user, save_layer(more)).await;
    save_own(&*company, &sender, save(&own_server(), "hunter2")).await;
    assert!(all_of(&*company, &user).await.effective().is_complete());
}

pub(super) async fn a_password_for_a_server_that_moved_is_refused(bench: &Bench) {
    let (company, user, sender) = bench.company_with_sender_user().await;
    let entered = || SaveSettings {
        layer: own_name(),
        password: set("own", &as_mari()),
        expected_version: None,
    };
    let owner = Owner::User(user.id);
    let early = company.save_settings(owner, entered(), &BY).await;
    assert!(matches!(early, Err(SaveError::NoDestination)), "{early:?}");
    save_own(&*company, &sender, save(&other_servers()[0], "hunter2")).await;
    let moved = company.save_settings(owner, entered(), &BY).await;
    assert!(matches!(moved, Err(SaveError::DestinationChanged)), "{moved:?}");
    let nobody = SaveSettings {
        layer: Layer::default(),
        password: set("own", &own_server().destination),
        expected_version: None,
    };
    company.set_sender_user(None, None, &BY).await.unwrap();
    let none = company.save_settings(owner, nobody, &BY).await;
    assert!(matches!(none, Err(SaveError::NoDestination)), "{none:?}");
    assert_eq!(all_of(&*company, &user).await.own.version, 0);
}

pub(super) async fn a_server_that_moves_at_this_moment_gets_no_password(bench: &Bench) {
    let (company, user, sender) = bench.company_with_sender_user().await;
    let other = bench.second().await.company(company.id());
    for round in 0..10 {
        save_own(&*company, &sender, save(&own_server(), "hunter2")).await;
        let entered = SaveSettings {
            layer: own_name(),
            password: set("own", &as_mari()),
            expected_version: None,
        };
        let moved = save(&other_servers()[0], "hunter3");
        let (saved, moving) = join(
            company.save_settings(Owner::User(user.id), entered, &BY),
            other.save_settings(Owner::User(sender.id), moved, &BY),
        )
        .await;
        moving.unwrap();
        match saved {
            // He was first: what he entered is for the old server, and stays so.
            Ok(saved) => assert_eq!(saved.password_for, Some(as_mari())),
            Err(SaveError::DestinationChanged) => {}
            other => panic!("{round}: {other:?}"),
        }
        let all = all_of(&*company, &user).await;
        let there = all.effective().destination().unwrap();
        assert_ne!(there, as_mari());
        assert_eq!(secret(&*company, &user, &there).await, None);
        let clear = SaveSettings {
            password: PasswordChange::Clear,
            ..save_layer(Layer::default())
        };
        save_own(&*company, &user, clear).await;
    }
}

pub(super) async fn verdicts_are_inherited(bench: &Bench) {
    let (company, user, sender) = bench.company_with_sender_user().await;
    // The same sender address for both, so that both are known by the same letter.
    save_own(&*company, &sender, save(&own_server(), "hunter2")).await;
    let run = start_test(&*company, &sender, &own_server(), 1).await;
    assert!(company.finish_test(run.id, &passed(), &[]).await.unwrap());
    let state = async |user| {
        let all = all_of(&*company, user).await;
        all.verification(&all.effective())
    };
    assert!(matches!(state(&user).await, Verification::Verified { .. }));

    // His own test of what he inherits counts for him: it names whose password it was.
    let mut inherited = snapshot(&own_server(), 1);
    inherited.secret_owner = Some(SecretOwner::User(sender.id));
    let run = company
        .create_test(
            user.id,
            &inherited,
            super::bench::PLENTY,
            super::bench::LEASE,
            &BY,
        )
        .await
        .unwrap();
    assert!(
        company
            .finish_test(run.id, &super::bench::refused(), &[])
            .await
            .unwrap()
    );
    assert!(matches!(state(&user).await, Verification::Failing { .. }));
    assert!(matches!(state(&sender).await, Verification::Verified { .. }));

    // And is about something else when the sender user's password is another one.
    save_own(&*company, &sender, save(&own_server(), "hunter3")).await;
    assert!(matches!(state(&user).await, Verification::Changed { .. }));
    assert!(matches!(state(&sender).await, Verification::Changed { .. }));
    let run = start_test(&*company, &user, &own_server(), 1).await;
    assert!(
        !company.finish_test(run.id, &passed(), &[]).await.unwrap(),
        "his own password is not the one that counts"
    );
}

pub(super) async fn modes_without_a_server_need_none(bench: &Bench) {
    let (company, user, sender) = bench.company_with_sender_user().await;
    let mode = |mode| Layer {
        mode: Some(mode),
        ..Layer::default()
    };
    save_own(&*company, &sender, save_layer(mode(SendingMode::ReplyTo))).await;
    let effective = all_of(&*company, &user).await.effective();
    assert_eq!(
        (effective.mode.value, effective.mode.origin),
        (SendingMode::ReplyTo, Origin::SenderUser)
    );
    save_own(&*company, &user, save_layer(mode(SendingMode::Portal))).await;
    let effective = all_of(&*company, &user).await.effective();
    assert_eq!(effective.mode.value, SendingMode::Portal);
    // A server stays known while another mode sends, with its password.
    save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    for mode in SendingMode::ALL {
        let other = Layer {
            mode: Some(mode),
            ..layer(&own_server())
        };
        save_own(&*company, &user, save_layer(other)).await;
        let kept = secret(&*company, &user, &own_server().destination).await;
        assert_eq!(kept.as_deref(), Some("hunter2"));
    }
}

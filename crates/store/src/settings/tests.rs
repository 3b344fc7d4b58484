use super::{PasswordChange, SaveError, SaveSettings, SecretChange, Settings};
use jiff::Timestamp;
use model::{
    Host, Mailbox, Security,
    settings::{Destination, OwnServer, SendingMode},
};
use secrecy::SecretString;

fn server() -> OwnServer {
    OwnServer {
        destination: Destination {
            host: Host::parse("smtp.example.com").unwrap(),
            port: "465".parse().unwrap(),
            security: Security::Tls,
            user_name: Some("mari".to_owned()),
        },
        sender: Mailbox::parse("mari@example.com").unwrap(),
        display_name: None,
        plain_confirmed: false,
    }
}

fn stored() -> Settings {
    Settings {
        mode: SendingMode::OwnServer,
        own_server: Some(server()),
        password_set: true,
        secret_version: 3,
        version: 7,
        updated_at: Some(Timestamp::UNIX_EPOCH),
    }
}

fn save(own_server: Option<OwnServer>, password: PasswordChange) -> SaveSettings {
    SaveSettings {
        mode: SendingMode::OwnServer,
        own_server,
        password,
        expected_version: None,
    }
}

fn secret() -> PasswordChange {
    PasswordChange::Set(SecretString::from("hunter2"))
}

fn with(change: impl FnOnce(&mut OwnServer)) -> OwnServer {
    let mut server = server();
    change(&mut server);
    server
}

#[test]
fn a_password_stays_only_with_its_whole_destination() {
    let others = [
        with(|s| s.destination.host = Host::parse("smtp.example.org").unwrap()),
        with(|s| s.destination.port = "587".parse().unwrap()),
        with(|s| s.destination.security = Security::None),
        with(|s| s.destination.user_name = Some("Mari".to_owned())),
        with(|s| s.destination.user_name = None),
    ];
    for other in others {
        let kept = stored().plan(save(Some(other.clone()), PasswordChange::Keep), Timestamp::MAX);
        assert!(
            matches!(kept, Err(SaveError::PasswordNotForDestination)),
            "{other:?}"
        );
        let cleared = stored()
            .plan(save(Some(other), PasswordChange::Clear), Timestamp::MAX)
            .unwrap();
        assert!(matches!(cleared.secret, SecretChange::Remove));
        assert_eq!(
            (cleared.settings.password_set, cleared.settings.secret_version),
            (false, 4)
        );
    }
    let sender = with(|s| s.sender = Mailbox::parse("arved@example.com").unwrap());
    let kept = stored()
        .plan(save(Some(sender), PasswordChange::Keep), Timestamp::MAX)
        .unwrap();
    assert!(matches!(kept.secret, SecretChange::Keep));
    assert_eq!(
        (
            kept.settings.password_set,
            kept.settings.secret_version,
            kept.settings.version
        ),
        (true, 3, 8)
    );
}

#[test]
fn without_a_stored_password_there_is_nothing_to_keep_back() {
    let empty = Settings::default();
    let saved = empty
        .plan(save(Some(server()), PasswordChange::Keep), Timestamp::MAX)
        .unwrap();
    assert_eq!(
        (
            saved.settings.password_set,
            saved.settings.secret_version,
            saved.settings.version
        ),
        (false, 0, 1)
    );
    assert!(matches!(saved.secret, SecretChange::Remove));
}

#[test]
fn the_secret_version_grows_with_each_change_of_the_secret() {
    for (password, expected) in [
        (PasswordChange::Keep, 3),
        (secret(), 4),
        (PasswordChange::Clear, 4),
    ] {
        let plan = stored().plan(save(None, password), Timestamp::MAX).unwrap();
        assert_eq!(plan.settings.secret_version, expected);
    }
    let unset = Settings {
        password_set: false,
        ..stored()
    };
    let plan = unset
        .plan(save(None, PasswordChange::Clear), Timestamp::MAX)
        .unwrap();
    assert_eq!(plan.settings.secret_version, 3);
}

#[test]
fn another_mode_leaves_the_own_server_where_it_is() {
    let portal = SaveSettings {
        mode: SendingMode::Portal,
        own_server: None,
        password: PasswordChange::Keep,
        expected_version: Some(7),
    };
    let plan = stored().plan(portal, Timestamp::MAX).unwrap();
    assert_eq!(plan.settings.own_server, Some(server()));
    assert!(plan.settings.password_set);
    assert!(matches!(plan.secret, SecretChange::Keep));
}

#[test]
fn what_can_not_be_saved() {
    let empty = Settings::default();
    assert!(matches!(
        empty.plan(save(None, PasswordChange::Keep), Timestamp::MAX),
        Err(SaveError::NoOwnServer)
    ));
    let mut portal = save(None, secret());
    portal.mode = SendingMode::Portal;
    assert!(matches!(
        empty.plan(portal, Timestamp::MAX),
        Err(SaveError::NoOwnServer)
    ));
    let nobody = with(|s| s.destination.user_name = None);
    let plan = empty.plan(save(Some(nobody), secret()), Timestamp::MAX);
    assert!(matches!(plan, Err(SaveError::PasswordWithoutUserName)));
    let mut late = save(None, PasswordChange::Keep);
    late.expected_version = Some(6);
    assert!(matches!(
        stored().plan(late, Timestamp::MAX),
        Err(SaveError::Conflict { stored: 7 })
    ));
}

use super::{PasswordChange, SaveError, SaveSettings, SecretStep, Settings};
use jiff::Timestamp;
use model::{
    DisplayName, Host, Mailbox, Security,
    settings::{Account, Bases, Destination, Layer, SendingMode, Stored, UserName},
};
use proptest::prelude::*;
use secrecy::SecretString;

fn destination() -> Destination {
    Destination {
        host: Host::parse("smtp.example.com").unwrap(),
        port: "465".parse().unwrap(),
        security: Security::Tls,
        user_name: Some("mari".to_owned()),
    }
}

fn layer_to(to: &Destination) -> Layer {
    Layer {
        mode: Some(SendingMode::OwnServer),
        host: Some(to.host.clone()),
        port: Some(to.port),
        security: Some(to.security),
        user_name: Some(to.user_name.clone().map_or(UserName::NoSignIn, UserName::Named)),
        ..Layer::default()
    }
}

fn stored() -> Settings {
    Settings {
        layer: layer_to(&destination()),
        password_for: Some(destination()),
        secret_version: 3,
        version: 7,
        updated_at: Some(Timestamp::UNIX_EPOCH),
    }
}

fn save(layer: Layer, password: PasswordChange) -> SaveSettings {
    SaveSettings {
        layer,
        password,
        expected_version: None,
    }
}

fn set(entered_for: &Destination) -> PasswordChange {
    PasswordChange::Set {
        password: SecretString::from("hunter2"),
        entered_for: entered_for.clone(),
    }
}

fn account() -> Account {
    Account {
        name: DisplayName::parse("Mari").unwrap(),
        email: Mailbox::parse("mari@example.com").unwrap(),
    }
}

/// Plans over a sender user's layer.
fn plan_over(
    settings: &Settings,
    base: &Layer,
    change: SaveSettings,
) -> Result<(Settings, &'static str, bool), SaveError> {
    let base = Stored {
        layer: base.clone(),
        secret: None,
    };
    let bases = Bases {
        sender_user: Some(&base),
        company: &Stored::default(),
    };
    let plan = settings.plan(change, &account(), bases, Timestamp::MAX)?;
    let step = match plan.secret {
        SecretStep::Keep => "keep",
        SecretStep::Seal(_) => "seal",
        SecretStep::Remove => "remove",
    };
    Ok((plan.settings, step, plan.changes))
}

fn plan(settings: &Settings, change: SaveSettings) -> Result<(Settings, &'static str, bool), SaveError> {
    plan_over(settings, &Layer::default(), change)
}

fn others() -> [Destination; 5] {
    let changes: [fn(&mut Destination); 5] = [
        |d| d.host = Host::parse("smtp.example.org").unwrap(),
        |d| d.port = "587".parse().unwrap(),
        |d| d.security = Security::None,
        |d| d.user_name = Some("Mari".to_owned()),
        |d| d.user_name = None,
    ];
    changes.map(|change| {
        let mut other = destination();
        change(&mut other);
        other
    })
}

#[test]
fn a_password_stays_only_with_its_whole_destination() {
    for other in others() {
        let kept = plan(&stored(), save(layer_to(&other), PasswordChange::Keep));
        assert!(
            matches!(kept, Err(SaveError::PasswordNotForDestination)),
            "{other:?}"
        );
        let (cleared, step, _) = plan(&stored(), save(layer_to(&other), PasswordChange::Clear)).unwrap();
        assert_eq!(
            (cleared.password_for, cleared.secret_version, step),
            (None, 4, "remove")
        );
    }
    let mut layer = layer_to(&destination());
    layer.sender = Some(Mailbox::parse("arved@example.com").unwrap());
    let (kept, step, changes) = plan(&stored(), save(layer, PasswordChange::Keep)).unwrap();
    assert_eq!(
        (
            kept.password_for,
            kept.secret_version,
            kept.version,
            step,
            changes
        ),
        (Some(destination()), 3, 8, "keep", true)
    );
}

#[test]
fn a_password_is_for_what_the_person_saw() {
    for other in others() {
        let refused = plan(&stored(), save(layer_to(&destination()), set(&other)));
        assert!(
            matches!(refused, Err(SaveError::DestinationChanged)),
            "{other:?}: {refused:?}"
        );
    }
    let (saved, step, _) = plan(&stored(), save(layer_to(&destination()), set(&destination()))).unwrap();
    assert_eq!(
        (saved.password_for, saved.secret_version, step),
        (Some(destination()), 4, "seal")
    );
    let nobody = Destination {
        user_name: None,
        ..destination()
    };
    let open = plan(&stored(), save(layer_to(&nobody), set(&nobody)));
    assert!(matches!(open, Err(SaveError::PasswordWithoutUserName)));
    let nowhere = plan(&Settings::default(), save(Layer::default(), set(&destination())));
    assert!(matches!(nowhere, Err(SaveError::NoDestination)));
}

#[test]
fn inherited_parts_belong_to_the_destination() {
    let base = Layer {
        user_name: None,
        ..layer_to(&destination())
    };
    let own = Layer {
        user_name: Some(UserName::Named("mari".to_owned())),
        ..Layer::default()
    };
    let empty = Settings::default();
    let (saved, ..) = plan_over(&empty, &base, save(own.clone(), set(&destination()))).unwrap();
    assert_eq!(saved.password_for, Some(destination()));
    let moved = layer_to(&others()[0]);
    let late = plan_over(&empty, &moved, save(own.clone(), set(&destination())));
    assert!(matches!(late, Err(SaveError::DestinationChanged)), "{late:?}");

    // The base has moved since: what was entered stays where it was entered for, and is neither lost nor led along.
    let mut with_sender = own.clone();
    with_sender.sender = Some(Mailbox::parse("arved@example.com").unwrap());
    let (kept, step, _) = plan_over(&saved, &moved, save(with_sender, PasswordChange::Keep)).unwrap();
    assert_eq!((kept.password_for, step), (Some(destination()), "keep"));
    // Going back by himself to where it was entered for is fine, going elsewhere is not.
    let back = save(layer_to(&destination()), PasswordChange::Keep);
    assert_eq!(plan_over(&saved, &moved, back).unwrap().1, "keep");
    let on = save(layer_to(&others()[1]), PasswordChange::Keep);
    let on = plan_over(&saved, &moved, on);
    assert!(matches!(on, Err(SaveError::PasswordNotForDestination)), "{on:?}");
}

#[test]
fn versions_grow_with_what_they_count() {
    let same = || layer_to(&destination());
    for (password, secret_version, changes) in [
        (PasswordChange::Keep, 3, false),
        (set(&destination()), 4, true),
        (PasswordChange::Clear, 4, true),
    ] {
        let (settings, _, differs) = plan(&stored(), save(same(), password)).unwrap();
        assert_eq!(
            (settings.secret_version, settings.version, differs),
            (secret_version, 8, changes)
        );
    }
    let unset = Settings {
        password_for: None,
        ..stored()
    };
    for password in [PasswordChange::Keep, PasswordChange::Clear] {
        let (settings, step, changes) = plan(&unset, save(same(), password)).unwrap();
        assert_eq!((settings.secret_version, step, changes), (3, "remove", false));
    }
    for (expected, fine) in [(6, false), (7, true), (8, false)] {
        let change = SaveSettings {
            expected_version: Some(expected),
            ..save(same(), PasswordChange::Keep)
        };
        match plan(&stored(), change) {
            Ok(_) => assert!(fine, "{expected}"),
            Err(SaveError::Conflict { stored: 7 }) => assert!(!fine, "{expected}"),
            Err(other) => panic!("{other:?}"),
        }
    }
}

fn any_layer() -> impl Strategy<Value = Layer> {
    let hosts = proptest::option::of(prop_oneof![Just("smtp.example.com"), Just("smtp.example.org")]);
    let ports = proptest::option::of(prop_oneof![Just("465"), Just("587")]);
    let securities = proptest::option::of(prop_oneof![Just(Security::Tls), Just(Security::StartTls)]);
    let names = proptest::option::of(prop_oneof![Just(""), Just("mari"), Just("jyri")]);
    (hosts, ports, securities, names).prop_map(|(host, port, security, name)| Layer {
        host: host.map(|host| Host::parse(host).unwrap()),
        port: port.map(|port| port.parse().unwrap()),
        security,
        user_name: name.map(|name| name.parse().unwrap()),
        ..Layer::default()
    })
}

proptest! {
    /// Whatever is saved in whatever order while whatever changes below: a stored password is only ever bound to a
    /// destination that some person saw while he typed one.
    #[test]
    fn a_password_is_never_bound_to_what_nobody_entered_it_for(
        saves in proptest::collection::vec((any_layer(), any_layer(), 0..3_u8, any_layer()), 1..12),
    ) {
        let mut settings = Settings::default();
        let mut last_entered = None;
        for (layer, base, what, seen) in saves {
            let seen = Destination {
                host: seen.host.unwrap_or(destination().host),
                port: seen.port.unwrap_or(destination().port),
                security: seen.security.unwrap_or(Security::Tls),
                user_name: seen.user_name.and_then(|name| name.name().map(str::to_owned)),
            };
            let password = match what {
                0 => PasswordChange::Keep,
                1 => PasswordChange::Clear,
                _ => set(&seen),
            };
            if let Ok((saved, step, _)) = plan_over(&settings, &base, save(layer, password)) {
                match step {
                    "seal" => last_entered = Some(seen),
                    "remove" => last_entered = None,
                    _ => {}
                }
                settings = saved;
            }
            prop_assert_eq!(&settings.password_for, &last_entered);
        }
    }
}

use super::{Account, Bases, Effective, Origin, Password, Secret, Stored, Valued};
use crate::{
    Host, Mailbox, Security,
    address::DisplayName,
    settings::{
        Destination, SendingMode,
        layer::{Copies, Documents, Layer, UserName},
    },
};
use proptest::{option, prelude::*};

fn account() -> Account {
    Account {
        name: DisplayName::parse("Mari Maasikas").unwrap(),
        email: Mailbox::parse("mari@naidis.ee").unwrap(),
    }
}

fn layers() -> impl Strategy<Value = Layer> {
    let words = ["a", "b", "c"];
    let pick = move || prop::sample::select(words.to_vec());
    let destination = (
        option::of(pick().prop_map(|w| Host::parse(&format!("{w}.example.com")).unwrap())),
        option::of(prop::sample::select(vec!["25", "465", "587"]).prop_map(|p| p.parse().unwrap())),
        option::of(prop::sample::select(Security::ALL.to_vec())),
        option::of(prop_oneof![
            Just(UserName::NoSignIn),
            pick().prop_map(|w| UserName::Named(w.to_owned()))
        ]),
    );
    let people = (
        option::of(pick().prop_map(|w| Mailbox::parse(&format!("{w}@naidis.ee")).unwrap())),
        option::of(pick().prop_map(|w| DisplayName::parse(w).unwrap())),
        option::of(
            prop::sample::select(vec!["", "a@b.ee", "a@b.ee, c@b.ee"])
                .prop_map(|t| Copies::parse(t).unwrap()),
        ),
        option::of(prop::sample::select(vec!["", "d@b.ee"]).prop_map(|t| Copies::parse(t).unwrap())),
    );
    let letters = (
        option::of(prop::sample::select(SendingMode::ALL.to_vec())),
        option::of(prop::sample::select(Documents::ALL.to_vec())),
        option::of(any::<bool>()),
        option::of(any::<bool>()),
    );
    (destination, people, letters).prop_map(|(d, p, l)| Layer {
        host: d.0,
        port: d.1,
        security: d.2,
        user_name: d.3,
        sender: p.0,
        display_name: p.1,
        copy: p.2,
        blind_copy: p.3,
        mode: l.0,
        documents: l.1,
        attachments: l.2,
        edit: l.3,
    })
}

/// A layer whose password, if it has one, was entered for what counted then.
fn stored() -> impl Strategy<Value = Stored> {
    (layers(), option::of((destinations(), 1..9_u64))).prop_map(|(layer, secret)| Stored {
        layer,
        secret: secret.map(|(destination, version)| Secret { destination, version }),
    })
}

fn destinations() -> impl Strategy<Value = Destination> {
    let words = || prop::sample::select(vec!["a", "b", "c"]);
    (
        words(),
        prop::sample::select(vec!["25", "465", "587"]),
        prop::sample::select(Security::ALL.to_vec()),
        words(),
    )
        .prop_map(|(host, port, security, user)| Destination {
            host: Host::parse(&format!("{host}.example.com")).unwrap(),
            port: port.parse().unwrap(),
            security,
            user_name: Some(user.to_owned()),
        })
}

fn effective(own: &Stored, sender_user: Option<&Stored>, company: &Stored) -> Effective {
    Effective::of(&account(), own, Bases { sender_user, company })
}

/// The origin of a field, by the rule in words: the first who has set it.
fn expected<T>(own: Option<&T>, sender_user: Option<&T>, company: Option<&T>) -> Option<Origin> {
    if own.is_some() {
        Some(Origin::Own)
    } else if sender_user.is_some() {
        Some(Origin::SenderUser)
    } else if company.is_some() {
        Some(Origin::Company)
    } else {
        None
    }
}

macro_rules! each_field {
    ($check:ident) => {
        $check!(mode, SendingMode::Portal, Origin::Default);
        $check!(sender, account().email, Origin::Account);
        $check!(display_name, account().name, Origin::Account);
        $check!(copy, Copies::default(), Origin::Default);
        $check!(blind_copy, Copies::default(), Origin::Default);
        $check!(documents, Documents::Pdf, Origin::Default);
        $check!(attachments, true, Origin::Default);
        $check!(edit, false, Origin::Default);
        $check!(user_name, UserName::NoSignIn, Origin::Default);
    };
}

proptest! {
    #[test]
    fn the_nearest_who_has_set_a_field_wins(own in stored(), sender in option::of(stored()), company in stored()) {
        let got = effective(&own, sender.as_ref(), &company);
        macro_rules! check {
            ($field:ident, $default:expr, $origin:expr) => {
                let origin = expected(own.layer.$field.as_ref(), sender.as_ref().and_then(|s| s.layer.$field.as_ref()), company.layer.$field.as_ref());
                let value = match origin {
                    Some(Origin::Own) => own.layer.$field.clone(),
                    Some(Origin::SenderUser) => sender.as_ref().and_then(|s| s.layer.$field.clone()),
                    Some(_) => company.layer.$field.clone(),
                    None => None,
                };
                let wanted = Valued { value: value.unwrap_or($default), origin: origin.unwrap_or($origin) };
                prop_assert_eq!(&got.$field, &wanted);
            };
        }
        each_field!(check);
        prop_assert_eq!(
            got.host.as_ref().map(|v| v.origin),
            expected(own.layer.host.as_ref(), sender.as_ref().and_then(|s| s.layer.host.as_ref()), company.layer.host.as_ref())
        );
        prop_assert_eq!(
            got.port.as_ref().map(|v| v.origin),
            expected(own.layer.port.as_ref(), sender.as_ref().and_then(|s| s.layer.port.as_ref()), company.layer.port.as_ref())
        );
        prop_assert_eq!(
            got.security.as_ref().map(|v| v.origin),
            expected(own.layer.security.as_ref(), sender.as_ref().and_then(|s| s.layer.security.as_ref()), company.layer.security.as_ref())
        );
    }

    #[test]
    fn clearing_a_field_restores_the_inherited_one(own in stored(), sender in option::of(stored()), company in stored()) {
        let inherited = effective(&Stored::default(), sender.as_ref(), &company);
        macro_rules! check {
            ($field:ident, $default:expr, $origin:expr) => {
                let mut cleared = own.clone();
                cleared.layer.$field = None;
                prop_assert_eq!(&effective(&cleared, sender.as_ref(), &company).$field, &inherited.$field);
            };
        }
        each_field!(check);
    }

    #[test]
    fn a_password_serves_only_the_destination_that_it_was_entered_for(
        own in stored(), sender in option::of(stored()), company in stored()
    ) {
        let got = effective(&own, sender.as_ref(), &company);
        if let Password::Set { origin, version } = got.password {
            let owner = match origin {
                Origin::Own => &own,
                Origin::SenderUser => sender.as_ref().unwrap(),
                _ => &company,
            };
            let secret = owner.secret.as_ref().unwrap();
            prop_assert_eq!(secret.version, version);
            prop_assert_eq!(Some(secret.destination.clone()), got.destination());
        }
        prop_assert_eq!(got.password == Password::NotNeeded, got.user_name.value == UserName::NoSignIn);
    }

    #[test]
    fn who_overrides_server_port_security_or_user_name_does_not_use_an_inherited_password(
        mut own in stored(), sender in option::of(stored()), company in stored()
    ) {
        own.secret = None;
        let got = effective(&own, sender.as_ref(), &company);
        if own.layer.sets_destination() {
            prop_assert!(!matches!(got.password, Password::Set { .. }), "{:?}", got.password);
        }
        if sender.as_ref().is_some_and(|s| s.layer.sets_destination()) {
            let companys = matches!(got.password, Password::Set { origin: Origin::Company, .. });
            prop_assert!(!companys, "{:?}", got.password);
        }
    }

    #[test]
    fn without_a_sender_user_it_is_as_with_one_who_has_set_nothing(own in stored(), company in stored()) {
        prop_assert_eq!(effective(&own, None, &company), effective(&own, Some(&Stored::default()), &company));
    }
}

fn zone() -> Stored {
    let destination = Destination {
        host: Host::parse("smtp.zone.eu").unwrap(),
        port: "465".parse().unwrap(),
        security: Security::Tls,
        user_name: Some("info@naidis.ee".to_owned()),
    };
    Stored {
        layer: Layer {
            mode: Some(SendingMode::OwnServer),
            host: Some(destination.host.clone()),
            port: Some(destination.port),
            security: Some(destination.security),
            user_name: Some("info@naidis.ee".parse().unwrap()),
            sender: Some(Mailbox::parse("info@naidis.ee").unwrap()),
            ..Layer::default()
        },
        secret: Some(Secret {
            destination,
            version: 3,
        }),
    }
}

#[test]
fn one_users_settings_serve_all() {
    let got = effective(&Stored::default(), Some(&zone()), &Stored::default());
    assert_eq!(got.mode.value, SendingMode::OwnServer);
    assert_eq!(got.destination(), zone().secret.map(|secret| secret.destination));
    assert_eq!(
        got.password,
        Password::Set {
            origin: Origin::SenderUser,
            version: 3
        }
    );
    assert_eq!(got.sender.value.as_str(), "info@naidis.ee");
    // His name in the portal stays his own: nobody has set one.
    assert_eq!(got.display_name.origin, Origin::Account);
    assert!(got.is_complete());
}

#[test]
fn own_user_name_and_password_with_the_sender_users_server() {
    let mut own = Stored::default();
    own.layer.user_name = Some("mari@naidis.ee".parse().unwrap());
    let without = effective(&own, Some(&zone()), &Stored::default());
    assert_eq!(without.password, Password::Missing);
    assert!(!without.is_complete());
    own.secret = Some(Secret {
        destination: without.destination().unwrap(),
        version: 1,
    });
    let got = effective(&own, Some(&zone()), &Stored::default());
    assert_eq!(
        got.password,
        Password::Set {
            origin: Origin::Own,
            version: 1
        }
    );
    assert_eq!(got.host.unwrap().origin, Origin::SenderUser);
    // The sender user goes to another server: the password stays here.
    let mut moved = zone();
    moved.layer.host = Some(Host::parse("smtp.example.org").unwrap());
    assert_eq!(
        effective(&own, Some(&moved), &Stored::default()).password,
        Password::NeededAgain
    );
}

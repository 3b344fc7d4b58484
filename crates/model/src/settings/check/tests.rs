use super::{Checked, Inherited, PasswordUse, Rules, Saved, check, check_typing};
use crate::{
    host::Host,
    port::{OpenPorts, Port, Security},
    provider::{
        Endpoint, FoundBy, PasswordKind, PasswordSignIn, ProviderHint, SenderRule, UserNameForm, WrongHost,
        WrongHostWhy,
    },
    settings::{
        finding::{Field, Finding, Severity},
        form::SettingsForm,
        layer::UserName,
    },
};
use proptest::prelude::*;

fn host(name: &str) -> Host {
    Host::parse(name).unwrap()
}

fn endpoint(name: &str, port: Port, security: Security) -> Endpoint {
    Endpoint {
        host: host(name),
        port,
        security,
    }
}

fn gmail() -> ProviderHint {
    ProviderHint {
        slug: "gmail".into(),
        name: "Gmail".into(),
        found_by: FoundBy::Domain,
        servers: vec![
            endpoint("smtp.gmail.com", Port::SUBMISSIONS, Security::Tls),
            endpoint("smtp.gmail.com", Port::SUBMISSION, Security::StartTls),
        ],
        user_name: UserNameForm::Address,
        password: PasswordKind::AppPassword,
        password_sign_in: PasswordSignIn::Works,
        sender: SenderRule::RewrittenToAccount,
        wrong_hosts: vec![],
        confirmed: true,
    }
}

fn form() -> SettingsForm {
    SettingsForm {
        address: "mari@gmail.com".into(),
        server: "smtp.gmail.com".into(),
        port: "465".into(),
        security: "tls".into(),
        user_name: "mari@gmail.com".into(),
        ..SettingsForm::default()
    }
}

fn keys(checked: &Checked) -> Vec<&str> {
    checked
        .findings
        .iter()
        .map(|finding| finding.key.as_str())
        .collect()
}

fn repaired(form: &SettingsForm, finding: &Finding) -> SettingsForm {
    let mut form = form.clone();
    finding.repair.as_ref().expect("a repair").apply(&mut form);
    form
}

#[test]
fn address_and_app_password_are_enough() {
    let mut typed = SettingsForm {
        address: "mari@gmail.com".into(),
        ..SettingsForm::default()
    };
    assert!(typed.has_no_server());
    typed.fill_from(&gmail());
    let checked = check(&typed, "abcd efgh ijkl mnop", Some(&gmail()), &Rules::default());
    assert_eq!(checked.findings, []);
    let settings = checked.settings.unwrap();
    assert_eq!(settings.destination.host.as_str(), "smtp.gmail.com");
    assert_eq!(settings.destination.port, Port::SUBMISSIONS);
    assert_eq!(settings.destination.user_name.as_deref(), Some("mari@gmail.com"));
}

/// The whole table of port and encryption, with and without a user name.
#[test]
fn every_pair_of_port_and_encryption() {
    use Security::{None, StartTls, Tls};
    let rows: &[(&str, Security, bool, &[&str])] = &[
        ("465", Tls, true, &[]),
        ("465", StartTls, true, &["port-465-wants-tls"]),
        ("465", None, true, &["port-465-wants-tls"]),
        ("465", None, false, &["port-465-wants-tls"]),
        ("587", StartTls, true, &[]),
        ("587", StartTls, false, &[]),
        ("587", Tls, true, &["port-587-tls-unusual"]),
        ("587", None, true, &["plain-not-allowed"]),
        ("587", None, false, &["plain-readable"]),
        ("25", StartTls, true, &["port-25-relay"]),
        ("25", Tls, true, &["port-25-tls-unusual"]),
        ("25", None, true, &["port-25-relay", "plain-not-allowed"]),
        ("25", None, false, &["port-25-relay", "plain-readable"]),
        ("2525", StartTls, true, &["port-not-open"]),
        ("1", Tls, true, &["port-not-open"]),
    ];
    for (port, security, with_user, expected) in rows {
        let typed = SettingsForm {
            address: "mari@naidis.ee".into(),
            server: "mail.naidis.ee".into(),
            port: (*port).into(),
            security: security.key().into(),
            user_name: if *with_user { "mari".into() } else { String::new() },
            ..SettingsForm::default()
        };
        let password = if *with_user { "secret" } else { "" };
        let checked = check(&typed, password, Option::None, &Rules::default());
        assert_eq!(keys(&checked), *expected, "{port} {security} {with_user}");
        let blocked = checked.errors().next().is_some();
        assert_eq!(checked.settings.is_none(), blocked);
        // What is offered as a repair is right afterwards, or at least no longer blocks.
        for finding in &checked.findings {
            let after = check(
                &repaired(&typed, finding),
                password,
                Option::None,
                &Rules::default(),
            );
            assert!(
                after.is_good(),
                "{port} {security} {with_user}: {:?}",
                after.findings
            );
            assert!(!keys(&after).contains(&finding.key.as_str()));
        }
    }
}

#[test]
fn a_providers_own_pair_is_right_even_where_it_is_unusual() {
    let mut provider = gmail();
    provider
        .servers
        .push(endpoint("smtp.gmail.com", Port::SUBMISSION, Security::Tls));
    provider.servers.remove(1);
    let typed = SettingsForm {
        port: "587".into(),
        ..form()
    };
    assert_eq!(
        keys(&check(
            &typed,
            "abcdefghijklmnop",
            Some(&provider),
            &Rules::default()
        )),
        [""; 0]
    );
}

#[test]
fn the_operator_opens_ports() {
    let rules = Rules {
        open_ports: OpenPorts::with(Port::new(2525)),
        ..Rules::default()
    };
    let typed = SettingsForm {
        port: "2525".into(),
        security: "starttls".into(),
        ..form()
    };
    assert!(check(&typed, "abcdefghijklmnop", None, &rules).is_good());
    let checked = check(&typed, "abcdefghijklmnop", None, &Rules::default());
    let finding = checked.errors().next().unwrap();
    assert_eq!(
        finding.args,
        [
            ("port".into(), "2525".into()),
            ("open".into(), "25, 465, 587".into())
        ]
    );
}

#[test]
fn a_readable_password_needs_an_admins_word_for_that_server() {
    let typed = SettingsForm {
        port: "587".into(),
        security: "none".into(),
        ..form()
    };
    let allowed = |name: &str, port: &str| Rules {
        plain_servers: vec![(host(name), port.parse().unwrap())],
        ..Rules::default()
    };
    let password = "abcdefghijklmnop";
    for rules in [
        Rules::default(),
        allowed("smtp.example.com", "587"),
        allowed("smtp.gmail.com", "25"),
    ] {
        let refused = check(&typed, password, None, &rules);
        assert_eq!(
            (keys(&refused), refused.is_good()),
            (vec!["plain-not-allowed"], false)
        );
    }
    let given = check(&typed, password, None, &allowed("smtp.gmail.com", "587"));
    assert_eq!((keys(&given), given.is_good()), (vec!["plain-confirmed"], true));
    assert_eq!(given.findings[0].severity, Severity::Warning);
}

fn inherited() -> Rules {
    let below = SettingsForm {
        mode: "own-server".into(),
        address: "info@naidis.ee".into(),
        display_name: "Näidis OÜ".into(),
        server: "smtp.naidis.ee".into(),
        port: "587".into(),
        security: "starttls".into(),
        user_name: "info@naidis.ee".into(),
        ..SettingsForm::default()
    };
    let first = check(&below, "secret", None, &Rules::default()).settings.unwrap();
    Rules {
        inherited: Inherited {
            form: below,
            password_for: Some(first.destination),
        },
        ..Rules::default()
    }
}

#[test]
fn an_empty_form_inherits_everything_the_password_included() {
    let checked = check(&SettingsForm::default(), "", None, &inherited());
    assert_eq!(keys(&checked), [""; 0]);
    assert_eq!(checked.password, PasswordUse::Inherited);
    assert!(checked.layer.unwrap().is_empty());
    let server = checked.settings.unwrap();
    assert_eq!(server.destination.host.as_str(), "smtp.naidis.ee");
    assert_eq!(server.sender.as_str(), "info@naidis.ee");
}

#[test]
fn who_sets_his_own_part_of_the_way_enters_his_own_password() {
    let mari = SettingsForm {
        user_name: "mari@naidis.ee".into(),
        ..SettingsForm::default()
    };
    assert_eq!(keys(&check(&mari, "", None, &inherited())), ["password-missing"]);
    let checked = check(&mari, "hers", None, &inherited());
    assert_eq!(checked.password, PasswordUse::Typed);
    let layer = checked.layer.unwrap();
    assert_eq!(layer.user_name, Some("mari@naidis.ee".parse().unwrap()));
    assert_eq!((layer.host, layer.port, layer.security), (None, None, None));
    assert_eq!(
        checked.settings.unwrap().destination.host.as_str(),
        "smtp.naidis.ee"
    );
    // The same value typed anew is an own value all the same.
    let same = SettingsForm {
        server: "smtp.naidis.ee".into(),
        ..SettingsForm::default()
    };
    assert_eq!(keys(&check(&same, "", None, &inherited())), ["password-missing"]);
    let nobody = SettingsForm {
        no_sign_in: "yes".into(),
        ..SettingsForm::default()
    };
    let checked = check(&nobody, "", None, &inherited());
    assert_eq!(checked.password, PasswordUse::None);
    assert_eq!(checked.layer.unwrap().user_name, Some(UserName::NoSignIn));
}

#[test]
fn the_companys_defaults_need_not_be_whole() {
    let base = |form| {
        check(
            &form,
            "",
            None,
            &Rules {
                is_base: true,
                ..Rules::default()
            },
        )
    };
    let checked = base(SettingsForm {
        server: "smtp.naidis.ee:587".into(),
        security: "starttls".into(),
        ..SettingsForm::default()
    });
    assert_eq!(keys(&checked), [""; 0]);
    let layer = checked.layer.unwrap();
    assert_eq!(layer.host, Some(host("smtp.naidis.ee")));
    assert_eq!((layer.port, layer.user_name), (Some(Port::SUBMISSION), None));
    assert!(base(SettingsForm::default()).layer.unwrap().is_empty());
    let bad = base(SettingsForm {
        server: "localhost".into(),
        ..SettingsForm::default()
    });
    assert!(!bad.is_good());
}

#[test]
fn while_typing_the_same_is_said() {
    let typed = SettingsForm {
        port: "465".into(),
        security: "starttls".into(),
        copy: "nobody".into(),
        ..form()
    };
    let whole = check(&typed, "", Some(&gmail()), &Rules::default());
    let of_letters: Vec<_> = whole.at(Field::Copy).cloned().collect();
    assert_eq!(of_letters.len(), 1);
    let mut typing = check_typing(&typed, "", Some(&gmail()), &Rules::default());
    typing.extend(of_letters);
    assert_eq!(typing, whole.findings);
}

#[test]
fn a_form_travels_as_a_list() {
    let form = form();
    assert_eq!(SettingsForm::from(Vec::from(form.clone())), form);
}

#[test]
fn while_another_mode_is_chosen_nothing_is_said_about_the_server() {
    for mode in ["portal", "reply-to"] {
        let typed = SettingsForm {
            mode: mode.into(),
            server: "localhost".into(),
            ..form()
        };
        let checked = check(&typed, "", None, &Rules::default());
        assert_eq!(keys(&checked), [""; 0]);
        let layer = checked.layer.unwrap();
        assert_eq!((layer.host, layer.sender.is_some()), (None, true));
        assert_eq!(checked.settings, None);
    }
}

#[test]
fn a_pasted_port_counts_where_none_is_typed() {
    let pasted = SettingsForm {
        server: " smtp.gmail.com:465 ".into(),
        port: String::new(),
        ..form()
    };
    let settings = check(&pasted, "abcdefghijklmnop", None, &Rules::default())
        .settings
        .unwrap();
    assert_eq!(
        (
            settings.destination.host.as_str(),
            settings.destination.port.number()
        ),
        ("smtp.gmail.com", 465)
    );
    let both = SettingsForm {
        server: "smtp.gmail.com:465".into(),
        port: "587".into(),
        security: "starttls".into(),
        ..form()
    };
    let settings = check(&both, "abcdefghijklmnop", None, &Rules::default())
        .settings
        .unwrap();
    assert_eq!(settings.destination.port.number(), 587);
}

#[test]
fn no_user_name_means_no_sign_in() {
    let typed = SettingsForm {
        user_name: " ".into(),
        ..form()
    };
    let settings = check(&typed, "", None, &Rules::default()).settings.unwrap();
    assert_eq!(settings.destination.user_name, None);
    assert_eq!(
        keys(&check(&typed, "secret", None, &Rules::default())),
        ["password-without-user"]
    );
}

#[test]
fn the_stored_password_serves_its_own_destination_only() {
    let first = check(&form(), "abcdefghijklmnop", None, &Rules::default())
        .settings
        .unwrap();
    let rules = Rules {
        saved: Some(Saved {
            destination: first.destination,
            password_set: true,
        }),
        ..Rules::default()
    };
    let same = check(&form(), "", None, &rules);
    assert!(same.is_good() && same.password == PasswordUse::Stored);
    let retyped = check(&form(), "other", None, &rules);
    assert!(retyped.is_good() && retyped.password == PasswordUse::Typed);
    for changed in [
        SettingsForm {
            server: "smtp.evil.example".into(),
            ..form()
        },
        SettingsForm {
            port: "587".into(),
            security: "starttls".into(),
            ..form()
        },
        SettingsForm {
            security: "starttls".into(),
            port: "25".into(),
            ..form()
        },
        SettingsForm {
            user_name: "jaan@gmail.com".into(),
            ..form()
        },
        SettingsForm {
            user_name: "MARI@gmail.com".into(),
            ..form()
        },
    ] {
        let checked = check(&changed, "", None, &rules);
        assert!(keys(&checked).contains(&"password-needed-again"), "{changed:?}");
        assert!(!checked.is_good() && checked.password == PasswordUse::None);
    }
    // Another sender is no other destination.
    let arved = SettingsForm {
        address: "arved@naidis.ee".into(),
        ..form()
    };
    assert_eq!(check(&arved, "", None, &rules).password, PasswordUse::Stored);
    let none_stored = Rules {
        saved: rules.saved.map(|saved| Saved {
            password_set: false,
            ..saved
        }),
        ..Rules::default()
    };
    assert_eq!(
        keys(&check(&form(), "", None, &none_stored)),
        ["password-missing"]
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn what_providers_want_is_said_before_their_servers_do() {
    let rules = Rules::default();
    let app = "abcd efgh ijkl mnop";
    let mari = form();
    let jaan = SettingsForm {
        user_name: "jaan@gmail.com".into(),
        ..form()
    };
    let equal = ProviderHint {
        sender: SenderRule::EqualsUserName,
        ..gmail()
    };
    let ended = ProviderHint {
        password_sign_in: PasswordSignIn::Ended("2024-09-16".into()),
        ..gmail()
    };
    let ending = ProviderHint {
        password_sign_in: PasswordSignIn::OffByDefaultFrom("2026-12-31".into()),
        ..gmail()
    };
    let local = ProviderHint {
        user_name: UserNameForm::LocalPart,
        ..gmail()
    };
    let literal = ProviderHint {
        user_name: UserNameForm::Literal("apikey".into()),
        ..gmail()
    };
    let misprint = ProviderHint {
        wrong_hosts: vec![WrongHost {
            host: host("smtp.gmail.com"),
            why: WrongHostWhy::Misprint,
            instead: Some(host("smtp.right.ee")),
        }],
        ..gmail()
    };
    for (typed, password, provider, expected, severity) in [
        (&mari, app, &gmail(), None, None),
        (
            &mari,
            "hunter2",
            &gmail(),
            Some("password-app-only"),
            Some(Severity::Warning),
        ),
        (
            &jaan,
            app,
            &gmail(),
            Some("sender-rewritten"),
            Some(Severity::Warning),
        ),
        (
            &jaan,
            app,
            &equal,
            Some("sender-must-equal-user"),
            Some(Severity::Error),
        ),
        (
            &mari,
            app,
            &ended,
            Some("password-ended"),
            Some(Severity::Warning),
        ),
        (
            &mari,
            app,
            &ending,
            Some("password-off-by-default"),
            Some(Severity::Hint),
        ),
        (
            &mari,
            app,
            &local,
            Some("user-name-local-part"),
            Some(Severity::Warning),
        ),
        (
            &mari,
            app,
            &literal,
            Some("user-name-literal"),
            Some(Severity::Warning),
        ),
        (
            &SettingsForm {
                user_name: "mari".into(),
                ..form()
            },
            app,
            &gmail(),
            Some("user-name-whole-address"),
            Some(Severity::Warning),
        ),
        (
            &mari,
            app,
            &misprint,
            Some("server-misprint"),
            Some(Severity::Error),
        ),
    ] {
        let checked = check(typed, password, Some(provider), &rules);
        assert_eq!(
            keys(&checked).first().copied(),
            expected,
            "{:?}",
            checked.findings
        );
        assert_eq!(checked.findings.first().map(|f| f.severity), severity);
        if let Some(Some(_)) = checked.findings.first().map(|f| &f.repair) {
            let after = check(
                &repaired(typed, &checked.findings[0]),
                password,
                Some(provider),
                &rules,
            );
            assert!(after.is_good(), "{:?}", after.findings);
        }
    }
}

#[test]
fn hostile_fields_are_refused_where_they_stand() {
    for bad in ["a\r\nb", "a\nb", "a\0b", "a\u{85}b", "a\u{2028}b"] {
        let refused = |typed: SettingsForm, password: &str, field: Field| {
            let checked = check(&typed, password, None, &Rules::default());
            assert!(!checked.is_good(), "{bad:?} {field:?}");
            assert!(
                checked.errors().any(|e| e.field == field),
                "{bad:?} {field:?} {:?}",
                checked.findings
            );
        };
        refused(
            SettingsForm {
                address: format!("{bad}@c.ee"),
                ..form()
            },
            "x",
            Field::Address,
        );
        refused(
            SettingsForm {
                display_name: bad.into(),
                ..form()
            },
            "x",
            Field::DisplayName,
        );
        refused(
            SettingsForm {
                server: format!("{bad}.ee"),
                ..form()
            },
            "x",
            Field::Server,
        );
        refused(
            SettingsForm {
                port: bad.into(),
                ..form()
            },
            "x",
            Field::Port,
        );
        refused(
            SettingsForm {
                security: bad.into(),
                ..form()
            },
            "x",
            Field::Security,
        );
        refused(
            SettingsForm {
                user_name: bad.into(),
                ..form()
            },
            "x",
            Field::UserName,
        );
        if bad != "a\u{2028}b" {
            refused(form(), bad, Field::Password);
        }
    }
    let long = SettingsForm {
        user_name: "a".repeat(256),
        ..form()
    };
    assert_eq!(
        keys(&check(&long, "x", None, &Rules::default())),
        ["user-name-invalid"]
    );
    assert_eq!(
        keys(&check(&form(), &"x".repeat(2000), None, &Rules::default())),
        ["password-too-long"]
    );
}

#[test]
fn every_key_that_can_be_found_is_listed() {
    let mut listed = Finding::KEYS.to_vec();
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(listed.len(), Finding::KEYS.len());
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "\\PC{0,40}",
        "[a-z]{1,8}@[a-z]{1,8}\\.(ee|com)",
        "[a-z]{1,8}\\.[a-z]{1,8}\\.(ee|com)(:[0-9]{1,5})?",
        "(25|465|587|2525|none|starttls|tls|yes)",
    ]
}

proptest! {
    /// Whatever is typed: settings exist exactly where no finding is an error, every key has a sentence, no panic.
    #[test]
    fn settings_exist_where_nothing_is_an_error(
        fields in proptest::array::uniform8(any_text()), password in any_text(), below in any::<bool>(), base in any::<bool>(),
        known in any::<bool>()
    ) {
        let [mode, address, display_name, server, port, security, user_name, copy] = fields;
        let typed = SettingsForm {
            mode, address, display_name, server, port, security, user_name, copy, ..SettingsForm::default()
        };
        let rules = if below { inherited() } else { Rules { is_base: base, ..Rules::default() } };
        let provider = known.then(gmail);
        let checked = check(&typed, &password, provider.as_ref(), &rules);
        prop_assert_eq!(checked.is_good(), checked.errors().next().is_none());
        for finding in &checked.findings {
            prop_assert!(Finding::KEYS.contains(&finding.key.as_str()), "{}", finding.key);
        }
    }
}

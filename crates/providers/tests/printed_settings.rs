//! The settings that two portals' help pages print (Directo, "Meiliserveri seadistamine"; Merit Aktiva, "Kirjade
//! saatmine"), as printed and as corrected: what the form says about each, before any server does.

#![expect(clippy::unwrap_used, reason = "these are tests")]

use model::{
    Host, Mailbox,
    provider::ProviderHint,
    settings::{Layer, Rules, SettingsForm, Severity, check},
};
use providers::Catalogue;

/// As printed: the address, server, port and encryption; then what is said about it, by key; then whether it is saved.
type Printed = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    bool,
);

const PRINTED: &[Printed] = &[
    // Directo
    ("kivi.rahn@gmail.com", "smtp.gmail.com:465", "", "tls", &[], true),
    (
        "mari@outlook.com",
        "smtp.office365.com:25",
        "",
        "starttls",
        &["password-ended", "port-25-relay"],
        true,
    ),
    ("mari@naidis.ee", "smtp.zone.ee:465", "", "tls", &[], true),
    ("mari@naidis.ee", "smtp.zone.eu:465", "", "tls", &[], true),
    // Merit
    ("mari@naidis.ee", "smtp.zone.eu", "587", "starttls", &[], true),
    ("mari@mail.ee", "mail.mail.ee", "587", "starttls", &[], true),
    ("mari@mail.ee", "mail.mail.ee", "465", "tls", &[], true),
    (
        "mari@hot.ee",
        "smtp.onmine.ee",
        "587",
        "starttls",
        &["server-misprint"],
        false,
    ),
    ("mari@gmail.com", "smtp.gmail.com", "587", "starttls", &[], true),
    (
        "mari@hotmail.com",
        "smtp.office365.com",
        "587",
        "starttls",
        &["password-ended"],
        true,
    ),
];

fn form((address, server, port, security, ..): &Printed) -> SettingsForm {
    SettingsForm {
        mode: "own-server".to_owned(),
        address: (*address).to_owned(),
        server: (*server).to_owned(),
        port: (*port).to_owned(),
        security: (*security).to_owned(),
        user_name: (*address).to_owned(),
        ..SettingsForm::default()
    }
}

/// What the catalogue knows of an address. The post of naidis.ee is at Zone.
fn hint(address: &str) -> Option<ProviderHint> {
    let catalogue = Catalogue::embedded().unwrap();
    let domain = Mailbox::parse(address).unwrap().domain().clone();
    let mx = (domain.as_str() == "naidis.ee").then(|| vec![Host::parse("zonemx.eu").unwrap()]);
    catalogue
        .recognise(&domain, mx.as_deref())
        .map(|(provider, found_by)| catalogue.hint(provider, found_by))
}

fn said(form: &SettingsForm) -> (Vec<String>, Option<Layer>) {
    let checked = check(
        form,
        "abcdefghijklmnop",
        hint(&form.address).as_ref(),
        &Rules::default(),
    );
    let mut keys: Vec<String> = checked
        .findings
        .iter()
        .filter(|finding| finding.severity != Severity::Hint || finding.key == "port-25-relay")
        .map(|finding| finding.key.clone())
        .collect();
    keys.sort_unstable();
    (keys, checked.layer)
}

#[test]
fn each_printed_setting_is_judged() {
    for printed in PRINTED {
        let (keys, layer) = said(&form(printed));
        assert_eq!(keys, printed.4, "{printed:?}");
        assert_eq!(layer.is_some(), printed.5, "{printed:?}");
    }
}

#[test]
fn sender_and_user_name_are_the_same_as_merit_asks() {
    for (address, server) in [
        ("mari@naidis.ee", "smtp.zone.eu"),
        ("mari@mail.ee", "mail.mail.ee"),
        ("mari@gmail.com", "smtp.gmail.com"),
    ] {
        let mut other = form(&(address, server, "587", "starttls", &[], false));
        other.address = address.replace("mari", "arved");
        let (keys, _) = said(&other);
        let expected = if address.ends_with("gmail.com") {
            "sender-rewritten"
        } else {
            "sender-must-equal-user"
        };
        assert!(keys.iter().any(|key| key == expected), "{address}: {keys:?}");
    }
}

#[test]
fn what_was_printed_wrong_is_put_right_from_the_address_alone() {
    for (address, server, port) in [
        ("mari@mail.ee", "mail.mail.ee", "465"),
        ("mari@gmail.com", "smtp.gmail.com", "465"),
        ("mari@naidis.ee", "smtp.zone.eu", "465"),
    ] {
        let mut form = SettingsForm {
            mode: "own-server".to_owned(),
            address: address.to_owned(),
            ..SettingsForm::default()
        };
        form.fill_from(&hint(address).unwrap());
        assert_eq!((form.server.as_str(), form.port.as_str()), (server, port));
        assert_eq!(said(&form).0, [""; 0], "{address}");
    }
}

use super::Catalogue;
use crate::{Confidence, Group, Provider};
use model::{
    Host, Port, Security,
    provider::{FoundBy, PasswordSignIn, SenderRule, UserNameForm, WrongHostWhy},
    settings::Destination,
};
use std::collections::HashSet;

fn catalogue() -> &'static Catalogue {
    Catalogue::embedded().unwrap()
}

fn host(name: &str) -> Host {
    Host::parse(name).unwrap()
}

fn slug(provider: Option<&Provider>) -> Option<&str> {
    provider.map(|provider| provider.slug.as_str())
}

/// Every provider that the source pages name, by an address as their users have it, with what its first server is.
#[test]
fn the_source_pages_providers_with_corrected_servers() {
    for (domain, wanted, server, port) in [
        ("gmail.com", "gmail", "smtp.gmail.com", 465),
        ("googlemail.com", "gmail", "smtp.gmail.com", 465),
        ("hotmail.com", "outlook-com", "smtp-mail.outlook.com", 587),
        ("outlook.com", "outlook-com", "smtp-mail.outlook.com", 587),
        ("live.com", "outlook-com", "smtp-mail.outlook.com", 587),
        (
            "firma.onmicrosoft.com",
            "microsoft-365",
            "smtp.office365.com",
            587,
        ),
        ("mail.ee", "mail-ee", "mail.mail.ee", 465),
        ("elisa.ee", "elisa", "smtp.elisa.ee", 587),
        ("online.ee", "online-ee", "smtp.online.ee", 587),
        ("hot.ee", "online-ee", "smtp.online.ee", 587),
        ("suhtlus.ee", "online-ee", "smtp.online.ee", 587),
        ("yahoo.com", "yahoo", "smtp.mail.yahoo.com", 465),
    ] {
        let (provider, found_by) = catalogue().recognise(&host(domain), None).unwrap();
        assert_eq!(
            (provider.slug.as_str(), found_by),
            (wanted, FoundBy::Domain),
            "{domain}"
        );
        let first = provider.servers.first().unwrap();
        assert_eq!(
            (first.host.as_str(), first.port.number()),
            (server, port),
            "{domain}"
        );
    }
    // Those that host other people's domains are known by their server.
    for (server, wanted) in [
        ("smtp.zone.eu", "zone"),
        ("smtp.zone.ee", "zone"),
        ("mail.veebimajutus.ee", "veebimajutus"),
        ("csmtp.telia.ee", "telia"),
        ("smtp.office365.com", "microsoft-365"),
        ("mail.ee", "mail-ee"),
        ("smtp.gmail.com", "gmail"),
    ] {
        assert_eq!(
            slug(catalogue().by_server(&host(server))),
            Some(wanted),
            "{server}"
        );
    }
}

#[test]
fn companies_are_known_by_their_mx() {
    for (mx, wanted) in [
        (
            &["aspmx.l.google.com", "alt1.aspmx.l.google.com"][..],
            Some("google-workspace"),
        ),
        (&["smtp.google.com"], Some("google-workspace")),
        (&["firma-ee.mail.protection.outlook.com"], Some("microsoft-365")),
        (&["outlook-com.olc.protection.outlook.com"], Some("outlook-com")),
        (&["in1-smtp.messagingengine.com"], Some("fastmail")),
        (&["mx.zoho.eu", "mx2.zoho.eu"], Some("zoho-pro-eu")),
        (&["mx.zoho.com"], Some("zoho-pro-com")),
        (&["mx01.mail.icloud.com"], Some("icloud")),
        (&["mta5.am0.yahoodns.net"], Some("yahoo")),
        (&["zonemx.eu"], Some("zone")),
        (&["mx1.zone.eu"], Some("zone")),
        (&["mx.firma.ee", "zonemx.eu"], Some("zone")),
        (&["mx.firma.ee"], None),
        (&["notgoogle.com"], None),
        (&[], None),
    ] {
        let servers: Vec<Host> = mx.iter().map(|name| host(name)).collect();
        assert_eq!(slug(catalogue().by_mx(&servers)), wanted, "{mx:?}");
        let recognised = catalogue().recognise(&host("firma.ee"), Some(&servers));
        assert_eq!(
            recognised.map(|(p, by)| (p.slug.as_str(), by)),
            wanted.map(|w| (w, FoundBy::Mx))
        );
    }
    assert!(catalogue().recognise(&host("firma.ee"), None).is_none());
}

#[test]
fn the_domain_comes_before_the_mx() {
    let mx = [host("zonemx.eu")];
    let (provider, found_by) = catalogue().recognise(&host("gmail.com"), Some(&mx)).unwrap();
    assert_eq!((provider.slug.as_str(), found_by), ("gmail", FoundBy::Domain));
}

#[test]
fn a_shared_server_belongs_to_who_signs_in() {
    for (user, wanted) in [
        (Some("mari@hotmail.com"), "outlook-com"),
        (Some("mari@firma.ee"), "microsoft-365"),
        (Some("mari"), "microsoft-365"),
        (None, "microsoft-365"),
    ] {
        let destination = Destination {
            host: host("smtp.office365.com"),
            port: "587".parse().unwrap(),
            security: Security::StartTls,
            user_name: user.map(str::to_owned),
        };
        assert_eq!(
            slug(catalogue().of_destination(&destination)),
            Some(wanted),
            "{user:?}"
        );
    }
}

#[test]
fn a_shared_server_belongs_to_the_address() {
    let server = host("smtp.office365.com");
    for (domain, wanted) in [
        ("hotmail.com", "outlook-com"),
        ("firma.ee", "microsoft-365"),
        ("gmail.com", "microsoft-365"),
    ] {
        assert_eq!(
            slug(catalogue().of_settings(&server, Some(&host(domain)))),
            Some(wanted),
            "{domain}"
        );
    }
    assert_eq!(
        catalogue().of_settings(&host("mail.firma.ee"), Some(&host("gmail.com"))),
        None,
        "replies are the server's"
    );
}

#[test]
fn wrong_names_lead_to_their_provider() {
    for (typed, wanted, why, instead) in [
        (
            "smtp.onmine.ee",
            "online-ee",
            WrongHostWhy::Misprint,
            "smtp.online.ee",
        ),
        (
            "imap.gmail.com",
            "gmail",
            WrongHostWhy::NotForSending,
            "smtp.gmail.com",
        ),
        (
            "pop.gmail.com",
            "gmail",
            WrongHostWhy::NotForSending,
            "smtp.gmail.com",
        ),
        (
            "outlook.office365.com",
            "microsoft-365",
            WrongHostWhy::NotForSending,
            "smtp.office365.com",
        ),
    ] {
        let provider = catalogue().by_server(&host(typed)).unwrap();
        assert_eq!(provider.slug, wanted, "{typed}");
        let wrong = provider
            .wrong_hosts
            .iter()
            .find(|wrong| wrong.host.as_str() == typed)
            .unwrap();
        assert_eq!(
            (wrong.why, wrong.instead.as_ref().unwrap().as_str()),
            (why, instead),
            "{typed}"
        );
    }
    let zoho = catalogue().by_slug("zoho-eu").unwrap();
    let wrong = zoho
        .wrong_hosts
        .iter()
        .find(|wrong| wrong.host.as_str() == "smtp.zoho.com")
        .unwrap();
    assert_eq!(wrong.why, WrongHostWhy::DataCentre);
    assert_eq!(
        slug(catalogue().by_server(&wrong.host)),
        Some("zoho-com"),
        "it is right for others"
    );
}

#[test]
fn no_wrong_name_is_anybodys_server() {
    let servers: HashSet<&Host> = catalogue()
        .all()
        .iter()
        .flat_map(Provider::all_servers)
        .map(|server| &server.host)
        .collect();
    for provider in catalogue().all() {
        for wrong in &provider.wrong_hosts {
            assert_ne!(wrong.instead.as_ref(), Some(&wrong.host));
            assert!(
                wrong.why == WrongHostWhy::DataCentre || !servers.contains(&wrong.host),
                "{}",
                wrong.host
            );
            assert!(
                provider.all_servers().all(|server| server.host != wrong.host),
                "{}",
                wrong.host
            );
        }
    }
    assert!(!servers.iter().any(|server| server.as_str().contains("onmine")));
}

#[test]
fn lists_begin_in_estonia() {
    let all = catalogue().all();
    let groups: Vec<Group> = all.iter().map(|provider| provider.group).collect();
    assert!(groups.is_sorted());
    let first: Vec<&str> = all
        .iter()
        .map(|provider| provider.name.as_str())
        .take(10)
        .collect();
    assert_eq!(
        first,
        [
            "Elisa",
            "Mail.ee",
            "Online.ee",
            "Telia",
            "Veebimajutus",
            "Zone",
            "Gmail",
            "Google Workspace",
            "Microsoft 365",
            "Outlook.com (Hotmail, Live, MSN)"
        ]
    );
}

#[test]
fn what_ended_is_said() {
    let state = |slug| catalogue().by_slug(slug).unwrap().password_sign_in.clone();
    assert_eq!(
        state("outlook-com"),
        PasswordSignIn::Ended("2024-09-16".to_owned())
    );
    assert_eq!(
        state("microsoft-365"),
        PasswordSignIn::OffByDefaultFrom("2026-12-31".to_owned())
    );
    assert_eq!(state("gmail"), PasswordSignIn::Works);
    for slug in [
        "gmail",
        "google-workspace",
        "outlook-com",
        "microsoft-365",
        "online-ee",
    ] {
        assert!(!catalogue().by_slug(slug).unwrap().ended.is_empty(), "{slug}");
    }
}

#[test]
fn estonian_providers_want_the_sender_to_be_the_user_name() {
    for provider in catalogue()
        .all()
        .iter()
        .filter(|provider| provider.group == Group::Estonian)
    {
        assert_eq!(provider.sender, SenderRule::EqualsUserName, "{}", provider.slug);
        assert_eq!(provider.user_name, UserNameForm::Address, "{}", provider.slug);
    }
}

#[test]
fn what_nobody_confirms_is_marked() {
    assert_eq!(
        catalogue().by_slug("online-ee").unwrap().confidence,
        Confidence::Unconfirmed
    );
    assert_eq!(catalogue().by_slug("elisa").unwrap().confidence, Confidence::Low);
}

#[test]
fn the_form_gets_what_it_needs() {
    let provider = catalogue().by_slug("mail-ee").unwrap();
    let hint = catalogue().hint(provider, FoundBy::Domain);
    assert_eq!(
        (hint.slug.as_str(), hint.name.as_str(), hint.confirmed),
        ("mail-ee", "Mail.ee", true)
    );
    assert_eq!(hint.servers.len(), 2, "alternatives are not proposed");
    assert_eq!(
        hint.endpoint(&host("mail.mail.ee"), Port::SUBMISSIONS)
            .unwrap()
            .security,
        Security::Tls
    );
}

#[test]
fn corrections_name_their_source() {
    let about: HashSet<&str> = catalogue()
        .corrections()
        .iter()
        .filter_map(|correction| correction.provider.as_deref())
        .collect();
    for slug in [
        "outlook-com",
        "online-ee",
        "microsoft-365",
        "zone",
        "mail-ee",
        "gmail",
    ] {
        assert!(about.contains(slug), "{slug}");
    }
}

#[test]
fn the_view_for_other_programs() {
    let json = serde_json::to_string_pretty(&catalogue().view()).unwrap();
    insta::assert_snapshot!("providers", json);
}

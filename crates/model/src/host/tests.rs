use super::{Host, HostError, split_pasted};
use crate::port::Port;
use proptest::prelude::*;

#[test]
fn names_that_may_be_dialled() {
    for (typed, expected) in [
        ("smtp.gmail.com", "smtp.gmail.com"),
        (" SMTP.Zone.EU ", "smtp.zone.eu"),
        ("mail.mail.ee.", "mail.mail.ee"),
        ("a-b_c.example.org", "a-b_c.example.org"),
        ("1and1.com", "1and1.com"),
    ] {
        assert_eq!(Host::parse(typed).unwrap().as_str(), expected);
    }
}

#[test]
fn address_forms_and_inner_names_are_refused() {
    for (typed, expected) in [
        ("", HostError::Empty),
        ("   ", HostError::Empty),
        ("127.0.0.1", HostError::IpAddress),
        ("127.1", HostError::IpAddress),
        ("0x7f000001", HostError::IpAddress),
        ("0x7f.1", HostError::IpAddress),
        ("2130706433", HostError::IpAddress),
        ("017700000001", HostError::IpAddress),
        ("0x", HostError::IpAddress),
        ("a.0x", HostError::IpAddress),
        ("[::1]", HostError::IpAddress),
        ("::1", HostError::IpAddress),
        ("::ffff:127.0.0.1", HostError::IpAddress),
        ("64:ff9b::7f00:1", HostError::IpAddress),
        ("2002:7f00:1::", HostError::IpAddress),
        ("fec0::1", HostError::IpAddress),
        ("fe80::1%eth0", HostError::IpAddress),
        ("100.64.0.1", HostError::IpAddress),
        ("169.254.169.254", HostError::IpAddress),
        ("169.254.169.254.", HostError::IpAddress),
        ("localhost", HostError::Inside),
        ("LOCALHOST.", HostError::Inside),
        ("a.localhost", HostError::Inside),
        ("printer.local", HostError::Inside),
        ("metadata.google.internal", HostError::Inside),
        ("x.onion", HostError::Inside),
        ("nas.home.arpa", HostError::Inside),
        ("mail", HostError::SingleLabel),
        ("user@mail.ee", HostError::UserInfo),
        ("user:pass@mail.ee", HostError::UserInfo),
        ("mail.ee:587", HostError::Form),
        ("mail..ee", HostError::Form),
        (".mail.ee", HostError::Form),
        ("mail.ee..", HostError::Form),
        ("-a.ee", HostError::Form),
        ("a-.ee", HostError::Form),
        ("mail ee", HostError::Form),
        ("mail.ee\r\nRCPT TO:<x@y.ee>", HostError::UserInfo),
        ("mail.ee\r\nRSET", HostError::Form),
        ("mail.ee\n", HostError::Form),
        ("mail.ee\0", HostError::Form),
        ("mail.ee%00", HostError::Form),
        ("mail.ee/path", HostError::Form),
        ("mail.ee\u{2028}", HostError::Form),
        ("mail.ee\u{85}", HostError::Form),
    ] {
        assert_eq!(Host::parse(typed), Err(expected), "{typed:?}");
    }
    assert_eq!(
        Host::parse(&format!("{}.ee", "a".repeat(64))),
        Err(HostError::TooLong)
    );
    assert_eq!(Host::parse(&"abc.".repeat(70)), Err(HostError::TooLong));
    assert_eq!(Host::parse(&"a".repeat(1_000_000)), Err(HostError::TooLong));
}

#[cfg(feature = "idna")]
#[test]
fn other_letters_become_a_labels_and_full_width_digits_are_still_an_ip() {
    assert_eq!(Host::parse("post.õun.ee").unwrap().as_str(), "post.xn--un-bka.ee");
    assert_eq!(Host::parse("１２７.0.0.1"), Err(HostError::IpAddress));
    assert_eq!(Host::parse("ⓛocalhost"), Err(HostError::Inside));
    assert_eq!(Host::parse("xn--a"), Err(HostError::Form));
}

#[cfg(not(feature = "idna"))]
#[test]
fn other_letters_are_left_to_the_server() {
    assert_eq!(Host::parse("post.õun.EE").unwrap().as_str(), "post.õun.ee");
    assert_eq!(Host::parse("post\u{202e}.ee"), Err(HostError::Form));
}

#[test]
fn what_is_pasted_is_taken_apart() {
    for (pasted, host, port) in [
        ("smtp.gmail.com:465", "smtp.gmail.com", Some(465)),
        (" smtp.gmail.com : 587 ", "smtp.gmail.com", Some(587)),
        ("smtp://smtp.zone.eu:465/", "smtp.zone.eu", Some(465)),
        ("ssl://smtp.zone.eu", "smtp.zone.eu", None),
        ("https://mail.ee/abi", "mail.ee", None),
        ("smtp.gmail.com", "smtp.gmail.com", None),
        ("::1", "::1", None),
        ("host:port", "host:port", None),
        ("host:99999", "host:99999", None),
    ] {
        let split = split_pasted(pasted);
        assert_eq!(
            (split.host, split.port),
            (host, port.and_then(Port::new)),
            "{pasted}"
        );
    }
}

#[test]
fn within_means_the_domain_or_below_it() {
    let host = Host::parse("mx1.mail.protection.outlook.com").unwrap();
    assert!(host.is_within("protection.outlook.com"));
    assert!(host.is_within("mx1.mail.protection.outlook.com"));
    assert!(!host.is_within("tection.outlook.com"));
    assert!(!host.is_within(""));
}

proptest! {
    #[test]
    fn a_parsed_host_is_short_lower_case_and_parses_to_itself(text in "\\PC{0,300}") {
        if let Ok(host) = Host::parse(&text) {
            prop_assert!(host.as_str().len() <= 253);
            prop_assert!(host.as_str().contains('.'));
            prop_assert!(!host.as_str().contains(|c: char| c.is_control() || c.is_whitespace() || c == ':' || c == '@'));
            let again = Host::parse(host.as_str());
            prop_assert_eq!(again.as_ref(), Ok(&host));
            prop_assert!(host.as_str().parse::<std::net::IpAddr>().is_err());
        }
    }

    #[test]
    fn dotted_numbers_never_pass(a in 0_u64..=5_000_000_000, b in 0_u32..300) {
        prop_assert!(Host::parse(&a.to_string()).is_err());
        let dotted = format!("{}.{b}", a % 256);
        prop_assert!(Host::parse(&dotted).is_err());
        let hex = format!("0x{a:x}");
        prop_assert!(Host::parse(&hex).is_err());
    }
}

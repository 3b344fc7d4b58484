use super::{authority, fingerprint, is_over, server};
use app::pages::company::{Mistake, ServerForm};
use jiff::Timestamp;
use model::port::OpenPorts;
use store::Trusted;
use testkit::{
    certificates::{Certificate, Certificates},
    clock::now,
};

#[test]
fn an_authority_is_the_same_however_it_was_pasted() {
    let pem = Certificates::new().ca_pem().to_owned();
    let read = |text: &str| authority(text, now());
    let plain = read(&pem).unwrap();
    let Trusted::Authority { name, pem: kept } = &plain else {
        panic!("an authority")
    };
    assert!(!name.is_empty() && kept.starts_with("-----BEGIN CERTIFICATE-----\n"));
    for pasted in [
        pem.replace('\n', "\r\n"),
        format!("subject=CN=whoever\n\n  {pem}\n\n"),
        pem.lines().flat_map(|line| ["   ", line, "  \n"]).collect(),
    ] {
        assert_eq!(read(&pasted).as_ref(), Ok(&plain), "{pasted}");
    }
}

#[test]
fn what_is_no_authority_is_named() {
    let certificates = Certificates::new();
    let pem = certificates.ca_pem();
    let key = "-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\n";
    let later = now() + jiff::SignedDuration::from_hours(24 * 365 * 200);
    for (text, at, expected) in [
        (String::new(), now(), Mistake::AuthorityUnreadable),
        ("kuidas?".to_owned(), now(), Mistake::AuthorityUnreadable),
        (
            pem.replace("-----END", "--END"),
            now(),
            Mistake::AuthorityUnreadable,
        ),
        (pem.replace("MII", "!!!"), now(), Mistake::AuthorityUnreadable),
        (format!("{pem}{pem}"), now(), Mistake::AuthoritySeveral),
        (format!("{key}{pem}"), now(), Mistake::AuthorityPrivateKey),
        (server_certificate(&certificates), now(), Mistake::AuthorityIsNone),
        (pem.to_owned(), later, Mistake::AuthorityOver),
        (pem.to_owned(), Timestamp::UNIX_EPOCH, Mistake::AuthorityOver),
        ("x".repeat(40_000), now(), Mistake::AuthorityUnreadable),
    ] {
        assert_eq!(authority(&text, at), Err(expected), "{text}");
    }
}

fn server_certificate(certificates: &Certificates) -> String {
    let chain = certificates.identity(Certificate::Valid).chain_pem;
    let end = "-----END CERTIFICATE-----";
    let (first, _) = chain.split_once(end).unwrap();
    format!("{first}{end}")
}

#[test]
fn both_ends_count() {
    let now: Timestamp = "2026-11-22T23:59:59Z".parse().unwrap();
    assert!(!is_over(now, "2026-11-22", "2026-11-22"));
    assert!(is_over(now, "2026-11-23", "2027-11-23") && is_over(now, "2025-11-21", "2026-11-21"));
}

#[test]
fn a_server_has_a_name_and_an_open_port() {
    let read = |name: &str, port: &str| server(ServerForm::Pin, name, port, &OpenPorts::with([]));
    assert!(read(" Mail.Naidis.ee ", "465").is_ok());
    let (name, port) = (
        Mistake::ServerInvalid(ServerForm::Pin),
        Mistake::PortInvalid(ServerForm::Pin),
    );
    assert_eq!(read("127.0.0.1", "465"), Err(vec![name.clone()]));
    assert_eq!(read("mail.naidis.ee", "8080"), Err(vec![port.clone()]));
    assert_eq!(read("mail", "kuus"), Err(vec![name, port]));
}

#[test]
fn a_fingerprint_may_be_spaced() {
    let digits = "00ff".repeat(16);
    let spaced = ["00FF"; 16].join(" ");
    assert_eq!(fingerprint(&spaced), fingerprint(&digits));
    assert!(fingerprint(&digits).is_ok());
    assert_eq!(fingerprint("00ff"), Err(Mistake::PinInvalid));
}

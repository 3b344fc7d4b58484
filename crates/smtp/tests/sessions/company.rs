//! What a company trusts beside the public authorities.

use crate::support::{assert_nothing_was_given_away, courier, pin, port_of, shown_key, target, verdict};
use model::port::Security;
use smtp::{Courier, Diagnosis, Trust, network::Pin};
use std::sync::Arc;
use testkit::{
    catcher::Identity,
    certificates::{Certificate, Certificates},
    hostile::{Conversation, HostileServer, Transport},
};

const BOTH: [(Security, Transport); 2] = [
    (Security::Tls, Transport::Tls),
    (Security::StartTls, Transport::StartTls),
];

async fn server(transport: Transport, identity: &Identity) -> HostileServer {
    HostileServer::start(Conversation::over(transport, identity).well()).await
}

/// A test by a company with these authorities and pins.
async fn diagnose(courier: &Courier, security: Security, roots: &[&str], pins: &[Pin]) -> Diagnosis {
    let mut target = target(security);
    target.trust = Some(courier.trust.with_company(roots, pins).unwrap());
    courier.diagnose(target, None).await
}

const OTHER_KEY: [u8; 32] = [7; 32];

/// A courier that knows the public authorities alone.
fn public(security: Security, server: &HostileServer) -> Courier {
    let mut courier = courier(&Certificates::new(), &[(port_of(security), server.address())]);
    courier.trust = Arc::new(Trust::public().unwrap());
    courier
}

#[tokio::test]
async fn the_companys_own_authority() {
    let certificates = Certificates::new();
    for (security, transport) in BOTH {
        let server = server(transport, &certificates.identity(Certificate::Valid)).await;
        let courier = public(security, &server);
        let without = courier.diagnose(target(security), None).await;
        assert_eq!(verdict(&without), "tls: certificate-unknown-issuer");
        assert_nothing_was_given_away(&server);
        let with = diagnose(&courier, security, &[certificates.ca_pem()], &[]).await;
        assert_eq!(verdict(&with), "accepted");
        // it is nobody else's
        let again = courier.diagnose(target(security), None).await;
        assert_eq!(verdict(&again), "tls: certificate-unknown-issuer");
    }
}

#[tokio::test]
async fn the_companys_authority_forgives_nothing() {
    let certificates = Certificates::new();
    for (state, expected) in [
        (Certificate::Expired, "tls: certificate-expired"),
        (Certificate::NotYetValid, "tls: certificate-not-yet-valid"),
        (Certificate::WrongName, "tls: certificate-wrong-name"),
        (Certificate::SelfSigned, "tls: certificate-self-signed"),
        (Certificate::UnknownAuthority, "tls: certificate-unknown-issuer"),
    ] {
        let server = server(Transport::Tls, &certificates.identity(state)).await;
        let courier = public(Security::Tls, &server);
        let diagnosis = diagnose(&courier, Security::Tls, &[certificates.ca_pem()], &[]).await;
        assert_eq!(verdict(&diagnosis), expected);
        assert_nothing_was_given_away(&server);
    }
}

#[tokio::test]
async fn a_pinned_key_is_enough_whatever_is_wrong_with_the_certificate() {
    let certificates = Certificates::new();
    for (security, transport) in BOTH {
        for state in Certificate::ALL {
            let server = server(transport, &certificates.identity(state)).await;
            let courier = courier(&certificates, &[(port_of(security), server.address())]);
            let key = shown_key(&courier.diagnose(target(security), None).await);
            let pins = [pin(port_of(security), key)];
            let diagnosis = diagnose(&courier, security, &[], &pins).await;
            assert_eq!(verdict(&diagnosis), "accepted", "{security} {state:?}");
        }
    }
}

#[tokio::test]
async fn another_key_than_the_pinned_one_gets_nothing_though_an_authority_vouches_for_it() {
    let certificates = Certificates::new();
    for (security, transport) in BOTH {
        for state in Certificate::ALL {
            let server = server(transport, &certificates.identity(state)).await;
            let courier = courier(&certificates, &[(port_of(security), server.address())]);
            let pins = [pin(port_of(security), OTHER_KEY.into())];
            let diagnosis = diagnose(&courier, security, &[certificates.ca_pem()], &pins).await;
            assert_eq!(
                verdict(&diagnosis),
                "tls: tls-pin-mismatch",
                "{security} {state:?}"
            );
            // the page can show which key came instead
            assert_ne!(shown_key(&diagnosis), OTHER_KEY.into());
            assert_nothing_was_given_away(&server);
        }
    }
}

#[tokio::test]
async fn a_pinned_server_whose_key_changes_is_not_spoken_to_any_more() {
    let certificates = Certificates::new();
    let before = server(Transport::Tls, &certificates.identity(Certificate::SelfSigned)).await;
    let courier_before = courier(&certificates, &[(465, before.address())]);
    let key = shown_key(&courier_before.diagnose(target(Security::Tls), None).await);
    let pins = [pin(465, key)];
    let diagnosis = diagnose(&courier_before, Security::Tls, &[], &pins).await;
    assert_eq!(verdict(&diagnosis), "accepted");

    // the same name, now with a certificate that everybody trusts
    let after = server(Transport::Tls, &certificates.identity(Certificate::Valid)).await;
    let courier_after = courier(&certificates, &[(465, after.address())]);
    let diagnosis = diagnose(&courier_after, Security::Tls, &[], &pins).await;
    assert_eq!(verdict(&diagnosis), "tls: tls-pin-mismatch");
    assert_nothing_was_given_away(&after);

    // a second pin prepares for the change
    let pins = [pin(465, key), pin(465, shown_key(&diagnosis))];
    for courier in [&courier_before, &courier_after] {
        assert_eq!(
            verdict(&diagnose(courier, Security::Tls, &[], &pins).await),
            "accepted"
        );
    }
}

#[tokio::test]
async fn a_pin_holds_for_its_host_and_port_alone() {
    let certificates = Certificates::new();
    let server = server(Transport::Tls, &certificates.identity(Certificate::SelfSigned)).await;
    let courier = courier(&certificates, &[(465, server.address())]);
    let key = shown_key(&courier.diagnose(target(Security::Tls), None).await);
    let elsewhere = Pin {
        host: model::Host::parse("other.saatja.test").unwrap(),
        ..pin(465, key)
    };
    for pins in [vec![pin(587, key)], vec![elsewhere.clone()]] {
        let diagnosis = diagnose(&courier, Security::Tls, &[], &pins).await;
        assert_eq!(verdict(&diagnosis), "tls: certificate-self-signed", "{pins:?}");
    }
    assert_nothing_was_given_away(&server);
    // nor does it take anything away there
    let valid = self::server(Transport::Tls, &certificates.identity(Certificate::Valid)).await;
    let courier = self::courier(&certificates, &[(465, valid.address())]);
    for other in [pin(587, OTHER_KEY.into()), elsewhere] {
        let diagnosis = diagnose(&courier, Security::Tls, &[], &[other]).await;
        assert_eq!(verdict(&diagnosis), "accepted");
    }
}

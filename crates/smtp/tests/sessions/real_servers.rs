//! Dovecot, Exim and Postfix.

use crate::support::{
    PASSWORD, USER, courier, destination, envelope, letter, pin, port_of, shown_key, target, verdict,
};
use model::{port::Security, session::Stage};
use secrecy::SecretString;
use smtp::{Journal, SmtpSession, Unsent, session::Mechanism};
use std::future::ready;
use testkit::{
    catcher::Catcher,
    certificates::{Certificate, Certificates},
    dovecot::Dovecot,
    exim::Exim,
    mail_server::{Doors, Options, REFUSED},
    postfix::Postfix,
    recorder::recorder,
    wait::PATIENCE,
};
use tokio::task::yield_now;

/// A letter reaches the next server as it was composed: what a server on the way adds stands in front.
async fn assert_arrived(recorder: &Catcher, count: usize) {
    let caught = recorder.wait_for_letters(count, PATIENCE).await.unwrap();
    for caught in caught {
        let (bytes, composed) = (&caught.bytes, letter());
        assert!(
            bytes.ends_with(composed.as_bytes()),
            "{}",
            String::from_utf8_lossy(bytes)
        );
        let added = String::from_utf8_lossy(&bytes[..bytes.len() - composed.as_bytes().len()]).into_owned();
        for line in added.lines() {
            let known = ["Received:", "Return-Path:", "X-", "\t", " "]
                .iter()
                .any(|start| line.starts_with(start));
            assert!(known, "{line}");
        }
    }
}

/// Both doors, both ways of sign-in, a good and a bad password.
async fn sign_in_everywhere(doors: Doors, certificates: &Certificates, recorder: &Catcher) {
    let mut sent = 0;
    for (security, door) in [(Security::Tls, doors.tls), (Security::StartTls, doors.starttls)] {
        let courier = courier(certificates, &[(port_of(security), door)]);
        for mechanism in Mechanism::WITH_PASSWORD {
            for (password, good) in [(PASSWORD, true), ("wrong", false)] {
                let mut journal = Journal::default();
                let to = destination(security);
                let opened = SmtpSession::open(&courier, &to, false, &mut journal).await;
                let mut session =
                    opened.unwrap_or_else(|failure| panic!("{security}: {failure} {journal:#?}"));
                let password = SecretString::from(password);
                let signed_in = session
                    .sign_in_by(&[mechanism], Some(USER), Some(&password), &mut journal)
                    .await;
                if good {
                    signed_in
                        .unwrap_or_else(|failure| panic!("{security} {mechanism:?}: {failure} {journal:#?}"));
                    session.send(&envelope(), &letter(), &mut journal).await.unwrap();
                    sent += 1;
                } else {
                    let failure = signed_in.unwrap_err();
                    assert_eq!(failure.to_string(), "auth: refused");
                    assert_eq!(failure.fault.reply().map(|r| r.code), Some(535), "{failure:?}");
                }
                session.quit();
            }
        }
        let diagnosis = courier.diagnose(target(security), None).await;
        assert_eq!(verdict(&diagnosis), "accepted", "{diagnosis:#?}");
        sent += 1;
    }
    assert_arrived(recorder, sent).await;
}

/// The certificate's fault is named at both doors.
async fn certificate_fault(doors: Doors, certificates: &Certificates, expected: &str) {
    for (security, door) in [(Security::Tls, doors.tls), (Security::StartTls, doors.starttls)] {
        let courier = courier(certificates, &[(port_of(security), door)]);
        let diagnosis = courier.diagnose(target(security), None).await;
        assert_eq!(
            verdict(&diagnosis),
            format!("tls: certificate-{expected}"),
            "{security}"
        );
    }
}

/// A key that nobody vouches for is taken where it is pinned, and another one is not, at both doors.
async fn pinned_keys(doors: Doors, certificates: &Certificates) {
    for (security, door) in [(Security::Tls, doors.tls), (Security::StartTls, doors.starttls)] {
        let courier = courier(certificates, &[(port_of(security), door)]);
        let unpinned = courier.diagnose(target(security), None).await;
        assert_eq!(verdict(&unpinned), "tls: certificate-self-signed", "{security}");
        let right = shown_key(&unpinned);
        for (key, expected) in [(right, "accepted"), ([7; 32].into(), "tls: tls-pin-mismatch")] {
            let mut target = target(security);
            let pins = [pin(port_of(security), key)];
            target.trust = Some(courier.trust.with_company(&[""; 0], &pins).unwrap());
            let diagnosis = courier.diagnose(target, None).await;
            assert_eq!(verdict(&diagnosis), expected, "{security}: {diagnosis:#?}");
        }
    }
}

/// Many letters over one session at each door, refused recipients among them: every other one arrives once, and the
/// session is the same from the first to the last.
async fn many_in_one_session(doors: Doors, certificates: &Certificates, recorder: &Catcher, refuses: bool) {
    let mut arrived = 0;
    for (security, door) in [(Security::Tls, doors.tls), (Security::StartTls, doors.starttls)] {
        let courier = courier(certificates, &[(port_of(security), door)]);
        let mut journal = Journal::silent();
        let to = destination(security);
        let mut session = SmtpSession::open(&courier, &to, false, &mut journal)
            .await
            .unwrap();
        let password = SecretString::from(PASSWORD);
        session
            .sign_in(Some(USER), Some(&password), &mut journal)
            .await
            .unwrap();
        for number in 0..50 {
            let mut envelope = envelope();
            if refuses && number % 10 == 3 {
                envelope.to = REFUSED.parse().unwrap();
            }
            let allowed = async {
                yield_now().await;
                true
            };
            let sent = session
                .send_once_allowed(&envelope, &letter(), allowed, &mut journal)
                .await;
            match sent {
                Ok(_) => arrived += 1,
                Err(failure) => {
                    let Unsent::Refused(reply) = &failure.why else {
                        panic!("{number}: {failure:?}")
                    };
                    assert_eq!((failure.stage, reply.code), (Stage::RcptTo, 550), "{number}");
                    assert!(reply.text.contains("no such user"), "{reply}");
                }
            }
            assert!(session.is_usable() && session.is_still_there().await, "{number}");
        }
        let not_sent = if refuses { 5 } else { 0 };
        assert_eq!((session.begun(), session.sent()), (50, 50 - not_sent));
        // nothing of a letter that is withheld in the end
        let failure = session
            .send_once_allowed(&envelope(), &letter(), ready(false), &mut journal)
            .await
            .unwrap_err();
        assert_eq!(failure.why, Unsent::Withheld);
    }
    let caught = recorder.wait_for_letters(arrived, PATIENCE).await.unwrap();
    assert_eq!(caught.len(), arrived);
    assert_arrived(recorder, arrived).await;
}

const BAD: [(Certificate, &str); 3] = [
    (Certificate::Expired, "expired"),
    (Certificate::WrongName, "wrong-name"),
    (Certificate::SelfSigned, "self-signed"),
];

macro_rules! real_server {
    ($module:ident, $server:ident, refuses: $refuses:expr) => {
        mod $module {
            use super::*;

            #[tokio::test]
            async fn takes_letters_and_refuses_wrong_passwords() {
                let (certificates, recorder) = (Certificates::new(), recorder().await);
                let relay = recorder.address(testkit::catcher::Security::None).unwrap();
                let options = Options::new(certificates.identity(Certificate::Valid), relay);
                let server = $server::start(options).await;
                sign_in_everywhere(server.doors(), &certificates, &recorder).await;
            }

            #[tokio::test]
            async fn takes_many_letters_in_one_session() {
                let (certificates, recorder) = (Certificates::new(), recorder().await);
                let relay = recorder.address(testkit::catcher::Security::None).unwrap();
                let options = Options::new(certificates.identity(Certificate::Valid), relay);
                let server = $server::start(options).await;
                many_in_one_session(server.doors(), &certificates, &recorder, $refuses).await;
            }

            #[tokio::test]
            async fn bad_certificates_are_named() {
                let (certificates, recorder) = (Certificates::new(), recorder().await);
                let relay = recorder.address(testkit::catcher::Security::None).unwrap();
                for (state, expected) in BAD {
                    let options = Options::new(certificates.identity(state), relay);
                    let server = $server::start(options).await;
                    certificate_fault(server.doors(), &certificates, expected).await;
                }
            }

            #[tokio::test]
            async fn a_pinned_key_is_enough() {
                let (certificates, recorder) = (Certificates::new(), recorder().await);
                let relay = recorder.address(testkit::catcher::Security::None).unwrap();
                let options = Options::new(certificates.identity(Certificate::SelfSigned), relay);
                let server = $server::start(options).await;
                pinned_keys(server.doors(), &certificates).await;
            }
        }
    };
}

real_server!(dovecot, Dovecot, refuses: false);
real_server!(exim, Exim, refuses: true);
real_server!(postfix, Postfix, refuses: true);

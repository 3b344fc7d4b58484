//! How long a verdict takes.

use crate::support::{PASSWORD, USER, courier, target, verdict};
use model::port::Security;
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};
use testkit::{
    catcher::{self, Config, SignIn},
    certificates::{Certificate, Certificates},
    clock,
    recorder::{on_loopback, start},
};

const DELAY: Duration = Duration::from_millis(20);

/// A healthy server whose answers take 20 ms: the round trips that the protocol needs, and little beside.
#[tokio::test(flavor = "multi_thread")]
async fn a_healthy_server_with_20_ms_answers() {
    let certificates = Certificates::new();
    let mut config = Config::new(clock::real());
    config.listeners = [catcher::Security::StartTls, catcher::Security::Tls]
        .map(on_loopback)
        .to_vec();
    config.certificates = Some(certificates.identity(Certificate::Valid).for_any_name().unwrap());
    config.accounts = Some(HashMap::from([(USER.to_owned(), PASSWORD.to_owned())]));
    config.sign_in = SignIn::Required;
    config.answer_delay = DELAY;
    let server = start(config).await;
    // greeting, EHLO, AUTH, MAIL with RCPT and DATA, dot; and for STARTTLS that and one more EHLO
    for (security, of_catcher, answers) in [
        (Security::Tls, catcher::Security::Tls, 5),
        (Security::StartTls, catcher::Security::StartTls, 7),
    ] {
        let door = server.address(of_catcher).unwrap();
        let courier = courier(&certificates, &[(crate::support::port_of(security), door)]);
        let needed = DELAY * answers;
        let mut best = Duration::MAX;
        for _ in 0..20 {
            let begun = Instant::now();
            assert_eq!(
                verdict(&courier.diagnose(target(security), None).await),
                "accepted"
            );
            best = best.min(begun.elapsed());
            if best < needed.mul_f64(1.3) {
                break;
            }
        }
        assert!(best < needed.mul_f64(1.3), "{security}: {best:?} for {needed:?}");
    }
}

//! A catcher in the manner tests want it: as the server behind another one, or as a submission server.

use std::collections::HashMap;

use catcher::{Catcher, Config, Listener, Security, SignIn};

use crate::certificates::{Certificate, Certificates};
use crate::clock;

/// A recording server: plain text on a free port, takes mail from anybody, keeps it byte for byte.
pub async fn recorder() -> Catcher {
    let mut config = Config::new(clock::real());
    config.listeners = vec![on_loopback(Security::None)];
    config.sign_in = SignIn::Optional;
    start(config).await
}

/// A submission server with all three doors, a valid certificate, and one account.
pub async fn submission_server(certificates: &Certificates, user: &str, password: &str) -> Catcher {
    let mut config = Config::new(clock::real());
    config.listeners = [Security::StartTls, Security::Tls, Security::None]
        .map(on_loopback)
        .to_vec();
    let identity = certificates.identity(Certificate::Valid);
    config.certificates = Some(identity.for_any_name().expect("a new certificate is good"));
    config.accounts = Some(HashMap::from([(user.to_owned(), password.to_owned())]));
    start(config).await
}

/// A door on a free port of 127.0.0.1.
#[must_use]
pub fn on_loopback(security: Security) -> Listener {
    Listener::new(([127, 0, 0, 1], 0).into(), security)
}

/// Starts a catcher as configured.
pub async fn start(config: Config) -> Catcher {
    Catcher::start(config)
        .await
        .expect("a catcher starts on loopback")
}

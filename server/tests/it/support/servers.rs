//! Mail servers for the program to dial, and the form that names them.

use super::{Answer, Browser, html};
use testkit::{
    catcher::{Catcher, Config, Security},
    certificates::{Certificate, Certificates},
    clock, recorder,
};

/// The password that the tests' users have.
pub const PASSWORD: &str = "correct-horse";

/// A catcher with a door for TLS and one for STARTTLS, for some names.
pub struct Servers {
    pub catcher: Catcher,
}

impl Servers {
    pub async fn start(certificates: &Certificates, names: &[&str]) -> Self {
        Self::with(certificates, names, |_| {}).await
    }

    pub async fn with(certificates: &Certificates, names: &[&str], change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::new(clock::real());
        config.listeners = [Security::Tls, Security::StartTls, Security::None]
            .map(recorder::on_loopback)
            .to_vec();
        let identity = certificates.identity_for(Certificate::Valid, names);
        config.certificates = Some(identity.for_any_name().expect("a new certificate is good"));
        change(&mut config);
        Self {
            catcher: recorder::start(config).await,
        }
    }

    pub fn tls(&self) -> std::net::SocketAddr {
        self.catcher.address(Security::Tls).expect("a door")
    }

    pub fn starttls(&self) -> std::net::SocketAddr {
        self.catcher.address(Security::StartTls).expect("a door")
    }

    pub fn plain(&self) -> std::net::SocketAddr {
        self.catcher.address(Security::None).expect("a door")
    }
}

/// What a person types.
#[derive(Clone, Debug)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// The whole form, for a server with TLS on port 465.
    pub fn new(address: &str, server: &str) -> Self {
        let fields = [
            ("mode", "own-server"),
            ("version", "0"),
            ("address", address),
            ("display_name", ""),
            ("password", PASSWORD),
            ("server", server),
            ("port", "465"),
            ("security", "tls"),
            ("user_name", address),
            ("action", "save"),
        ];
        Self(
            fields
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
        )
    }

    /// With another value in a field, or with a field more.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(there, _)| there != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Without a field.
    pub fn without(mut self, name: &str) -> Self {
        self.0.retain(|(there, _)| there != name);
        self
    }

    pub fn fields(&self) -> Vec<(&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }
}

impl Browser {
    /// Sends the settings form with the version that the page has now.
    pub async fn save(&self, typed: Typed) -> Answer {
        let page = self.get("/et/settings").await.expect(200).html();
        let version = html::value(&page, "version").expect("the form carries its version");
        self.post("/et/settings", &typed.with("version", &version).fields())
            .await
    }

    /// Saves, which must succeed.
    pub async fn save_well(&self, typed: Typed) {
        let answer = self.save(typed).await.expect(303);
        assert!(answer.location().starts_with("/et/settings?said="), "{answer:?}");
    }

    /// Starts a test of what is saved; gives the path of its page without the language.
    pub async fn start_test(&self) -> String {
        let answer = self.post("/et/tests", &[]).await.expect(303);
        answer
            .location()
            .strip_prefix("/et")
            .expect("a page in the same language")
            .to_owned()
    }

    /// Runs a test to its end; gives the path of its page without the language, and the page.
    pub async fn test(&self) -> (String, String) {
        let path = self.start_test().await;
        let page = self.get(&format!("/et{path}?wait=yes")).await.expect(200).html();
        (path, page)
    }
}

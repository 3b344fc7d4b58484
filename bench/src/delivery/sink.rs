//! Where all the mail goes: Postfix's `smtp-sink` in plain text, and over TLS, which that does not speak, the testkit's
//! counting server.

use super::saatja::To;
use std::{net::SocketAddr, sync::Arc};
use testkit::{
    certificates::{Certificate, Certificates},
    smtp_sink::{self, SmtpSink},
    tally::{Door, Options, Tally},
};

/// Where mail goes.
pub(super) enum Sink {
    /// Postfix's.
    Postfix(SmtpSink),
    /// Our own, over TLS from the first byte.
    Tls(Tally, Arc<Certificates>),
}

impl Sink {
    pub(super) async fn plain() -> Self {
        Self::Postfix(SmtpSink::start(smtp_sink::Options::default()).await)
    }

    pub(super) async fn tls() -> anyhow::Result<Self> {
        let certificates = Arc::new(Certificates::new());
        // For the names that our accounts dial too.
        let names = [super::saatja::HOST, "localhost", "127.0.0.1"];
        let identity = certificates.identity_for(Certificate::Valid, &names);
        let options = Options {
            tls: Some(identity.server_config()?),
            ..Options::default()
        };
        Ok(Self::Tls(Tally::start(options).await?, certificates))
    }

    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Postfix(_) => "plain",
            Self::Tls(..) => "TLS",
        }
    }

    pub(super) fn address(&self) -> SocketAddr {
        match self {
            Self::Postfix(sink) => sink.address(),
            Self::Tls(tally, _) => tally.address(Door::Tls),
        }
    }

    /// The authority to trust, where it speaks TLS.
    pub(super) fn authority(&self) -> Option<&str> {
        match self {
            Self::Postfix(_) => None,
            Self::Tls(_, certificates) => Some(certificates.ca_pem()),
        }
    }

    /// The same as Saatja has to know it.
    pub(super) fn to(&self) -> To<'_> {
        To {
            address: self.address(),
            security: match self {
                Self::Postfix(_) => model::Security::None,
                Self::Tls(..) => model::Security::Tls,
            },
            authority: self.authority(),
        }
    }
}

//! From the operator's rules to an encrypted connection that has greeted.

use crate::{
    deadlines::Deadlines,
    fault::Fault,
    session::Session,
    wire::{Asked, MOST_BYTES, Response, Status, Wire},
};
use model::{
    OpenPorts,
    port::{Port, Security},
    session,
    settings::Destination,
};
use network::{CheckedAddresses, Duplex, NetworkPolicy, Resolver, Trust, dial, tls::encrypt};
use std::sync::Arc;
use tokio::{
    net::TcpStream,
    time::{Instant, sleep_until, timeout_at},
};

/// What every session of this service shares. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    /// What may be dialled: its ports are those of [`allowed_ports`].
    pub policy: Arc<NetworkPolicy>,
    /// Who looks names up.
    pub resolver: Arc<dyn Resolver>,
    /// Whose certificates are believed.
    pub trust: Arc<Trust>,
    /// How long each phase may take.
    pub deadlines: Deadlines,
}

/// The ports of mailboxes: 993 (implicit TLS) and 143 (STARTTLS), and what the operator added.
#[must_use]
pub fn allowed_ports(added: impl IntoIterator<Item = Port>) -> OpenPorts {
    OpenPorts::only([Port::IMAPS, Port::IMAP].into_iter().chain(added))
}

impl Client {
    /// The same with what a company trusts.
    #[must_use]
    pub fn with_trust(&self, trust: Trust) -> Self {
        Self {
            trust: Arc::new(trust),
            ..self.clone()
        }
    }

    /// Dials a mailbox's server, encrypts, and hears its greeting. Without encryption nothing is dialled.
    ///
    /// # Errors
    /// [`Fault`] says what was wrong.
    pub async fn open(&self, to: &Destination) -> Result<Session, Fault> {
        let began = Instant::now();
        if to.security == Security::None || !self.policy.allows_destination(&to.host, to.port) {
            return Err(Fault::Way(session::Fault::DestinationRefused));
        }
        let end = began + self.deadlines.session;
        let stream = self.connect(to, began).await?;
        let wire = match to.security {
            Security::Tls => {
                let stream = self.encrypt(Box::new(stream), to, end).await?;
                let mut wire = Wire::new(stream, self.deadlines, end);
                greeting(&mut wire).await?;
                wire
            }
            Security::StartTls | Security::None => {
                let mut wire = Wire::new(Box::new(stream), self.deadlines, end);
                greeting(&mut wire).await?;
                start_tls(&mut wire).await?;
                let Ok(stream) = wire.into_silent_stream().await else {
                    return Err(Fault::Way(session::Fault::StartTlsInjected));
                };
                let stream = self.encrypt(stream, to, end).await?;
                Wire::new(stream, self.deadlines, end)
            }
        };
        // what was offered in the clear counts for nothing
        Session::begin(wire).await
    }

    /// DNS and connection. A refused address is told as late as one that does not answer, and as the same.
    async fn connect(&self, to: &Destination, began: Instant) -> Result<TcpStream, Fault> {
        let by = began + self.deadlines.connect;
        let look_up = CheckedAddresses::look_up(&self.policy, &*self.resolver, &to.host, to.port);
        let found = timeout_at(by, look_up)
            .await
            .unwrap_or(Err(session::Fault::NameLookupFailed));
        match found {
            Ok(addresses) => dial(&addresses, by).await.map_err(Fault::Way),
            Err(fault) => {
                if fault == session::Fault::AddressRefused {
                    sleep_until(by).await;
                }
                Err(Fault::Way(fault))
            }
        }
    }

    async fn encrypt(
        &self,
        stream: Box<dyn Duplex>,
        to: &Destination,
        end: Instant,
    ) -> Result<Box<dyn Duplex>, Fault> {
        let by = end.min(Instant::now() + self.deadlines.tls);
        match encrypt(stream, &to.host, to.port, &self.trust, by).await {
            Ok((stream, _)) => Ok(Box::new(stream)),
            Err((fault, _)) => Err(Fault::Way(fault)),
        }
    }
}

/// A server that takes us for signed in (PREAUTH) knows somebody else, or keeps us from encrypting: that is no mailbox
/// of this user.
async fn greeting(wire: &mut Wire) -> Result<(), Fault> {
    match wire.greeting().await? {
        Response::Status {
            tag: None,
            status: Status::Ok,
            ..
        } => Ok(()),
        Response::Status {
            tag: None,
            status: Status::Bye,
            text,
            ..
        } => Err(Fault::Unavailable(text)),
        _ => Err(Fault::NotImap),
    }
}

/// STARTTLS (RFC 9051, section 6.2.1), as far as its answer. What came behind that is looked at by who takes the stream.
async fn start_tls(wire: &mut Wire) -> Result<(), Fault> {
    let tag = wire.say("STARTTLS", MOST_BYTES, 0).await?;
    match wire.asked(&tag).await? {
        Asked::Answered(answer) if answer.status == Status::Ok => Ok(()),
        Asked::Answered(_) => Err(Fault::Way(session::Fault::StartTlsMissing)),
        Asked::More => Err(Fault::NotImap),
    }
}

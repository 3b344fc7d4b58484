//! From the operator's rules to the server's offers.

use super::{
    Duplex, SmtpSession, State,
    extensions::Extensions,
    journal::{Failure, Journal, Phase},
    talk::Talk,
};
use crate::{diagnose::Courier, guard::Guard};
use model::{
    port::Security,
    session::{Detail, Fault, Stage, TlsDetail},
    settings::Destination,
};
use network::{CheckedAddresses, dial, tls::encrypt};
use tokio::{
    net::TcpStream,
    time::{Instant, sleep_until, timeout_at},
};

/// What the steps share.
pub(super) struct Opening<'a> {
    pub courier: &'a Courier,
    pub to: &'a Destination,
    pub began: Instant,
    pub journal: &'a mut Journal,
}

pub(super) async fn open(
    courier: &Courier,
    to: &Destination,
    plain_allowed: bool,
    journal: &mut Journal,
) -> Result<SmtpSession, Failure> {
    let mut opening = Opening {
        courier,
        to,
        began: Instant::now(),
        journal,
    };
    opening.policy(plain_allowed)?;
    let stream = opening.connect().await?;
    let end = opening.began + courier.deadlines.session;
    let talk = Talk {
        guard: Guard::new(stream),
        deadlines: courier.deadlines,
        end: end.min(Instant::now() + courier.deadlines.opening),
    };
    let (mut talk, offers) = match to.security {
        Security::Tls => opening.implicit_tls(talk).await?,
        Security::StartTls => opening.start_tls(talk).await?,
        Security::None => opening.in_the_clear(talk).await?,
    };
    talk.end = end;
    let opened_at = opening.began;
    let may_sign_in = to.security != Security::None || plain_allowed;
    Ok(SmtpSession {
        talk,
        offers,
        may_sign_in,
        state: State::Fresh,
        opened_at,
        begun: 0,
        sent: 0,
    })
}

/// A conversation and what the server offered in it.
type Opened = (Talk<Box<dyn Duplex>>, Extensions);

impl Opening<'_> {
    fn policy(&mut self, plain_allowed: bool) -> Result<(), Failure> {
        let readable = self.to.security == Security::None && self.to.user_name.is_some() && !plain_allowed;
        if readable
            || !self
                .courier
                .policy
                .allows_destination(&self.to.host, self.to.port)
        {
            return Err(self
                .journal
                .failed(Stage::Policy, Fault::DestinationRefused, Detail::Nothing));
        }
        self.journal.passed(Stage::Policy, Detail::Nothing);
        Ok(())
    }

    /// DNS and connection. A refused address is told as late as one that does not answer, and nothing is told
    /// of it.
    async fn connect(&mut self) -> Result<TcpStream, Failure> {
        let (policy, resolver) = (&self.courier.policy, self.courier.resolver.as_ref());
        let reach_by = self.began + self.courier.deadlines.reach;
        let look_up = CheckedAddresses::look_up(policy, resolver, &self.to.host, self.to.port);
        let found = timeout_at(reach_by, look_up)
            .await
            .unwrap_or(Err(Fault::NameLookupFailed));
        let connect_by = reach_by.min(Instant::now() + self.courier.deadlines.connect);
        let addresses = match found {
            Ok(addresses) => addresses,
            Err(fault @ Fault::AddressRefused) => {
                self.journal.passed(Stage::Dns, Detail::Nothing);
                sleep_until(connect_by).await;
                return Err(self.journal.failed(Stage::Connect, fault, Detail::Nothing));
            }
            Err(fault) => return Err(self.journal.failed(Stage::Dns, fault, Detail::Nothing)),
        };
        let list = addresses.as_slice().iter().map(|a| a.ip().to_string()).collect();
        self.journal.passed(Stage::Dns, Detail::Addresses { list });

        self.journal.phase(Phase::Dialling(addresses.clone()));
        let stream = match dial(&addresses, connect_by).await {
            Ok(stream) => stream,
            Err(fault @ Fault::Closed) => {
                self.journal.passed(Stage::Connect, Detail::Nothing);
                let next = if self.to.security == Security::Tls {
                    Stage::Tls
                } else {
                    Stage::Greeting
                };
                return Err(self.journal.failed(next, fault, Detail::Nothing));
            }
            Err(fault) => return Err(self.journal.failed(Stage::Connect, fault, Detail::Nothing)),
        };
        let address = stream.peer_addr().map(|a| a.to_string()).unwrap_or_default();
        self.journal.passed(Stage::Connect, Detail::Peer { address });
        self.journal.phase(Phase::Listening(addresses));
        Ok(stream)
    }

    async fn implicit_tls(&mut self, talk: Talk<TcpStream>) -> Result<Opened, Failure> {
        let mut talk = self.encrypt(talk).await?;
        self.greeting(&mut talk, true).await?;
        let offers = self.ehlo(&mut talk, true).await?;
        self.journal.passed(Stage::Ehlo, offers.detail(true));
        Ok((talk, offers))
    }

    async fn start_tls(&mut self, mut talk: Talk<TcpStream>) -> Result<Opened, Failure> {
        self.greeting(&mut talk, false).await?;
        let offers = self.ehlo(&mut talk, false).await?;
        if !offers.has("STARTTLS") {
            return Err(self.failed_tls(Fault::StartTlsMissing));
        }
        match talk.ask("STARTTLS", self.journal).await {
            Ok(raw) if raw.code == 220 => {}
            Ok(raw) if raw.code < 400 => return Err(self.failed_tls(Fault::NotSmtp)),
            Ok(raw) => {
                let reply = self.journal.reply(&raw);
                return Err(self.failed_tls(Fault::Refused(reply)));
            }
            Err(fault) => return Err(self.failed_tls(fault)),
        }
        let mut talk = self.encrypt(talk).await?;
        let offers = self.ehlo(&mut talk, true).await?;
        self.journal.passed(Stage::Ehlo, offers.detail(true));
        Ok((talk, offers))
    }

    async fn in_the_clear(&mut self, mut talk: Talk<TcpStream>) -> Result<Opened, Failure> {
        self.greeting(&mut talk, false).await?;
        let offers = self.ehlo(&mut talk, false).await?;
        self.journal.passed(Stage::Ehlo, offers.detail(false));
        let Talk {
            guard,
            deadlines,
            end,
        } = talk;
        Ok((
            Talk {
                guard: guard.map(|s| Box::new(s) as Box<dyn Duplex>),
                deadlines,
                end,
            },
            offers,
        ))
    }

    fn failed_tls(&mut self, fault: Fault) -> Failure {
        self.journal.failed(Stage::Tls, fault, Detail::Nothing)
    }

    /// The handshake. What the server said in the clear and was not read is not carried over: it refuses the
    /// session.
    async fn encrypt(&mut self, talk: Talk<TcpStream>) -> Result<Talk<Box<dyn Duplex>>, Failure> {
        let by = talk.by(talk.deadlines.tls);
        let Talk {
            guard,
            deadlines,
            end,
        } = talk;
        let Ok(stream) = guard.into_silent_stream().await else {
            let fault = if self.to.security == Security::Tls {
                Fault::TlsAgainstPlain
            } else {
                Fault::StartTlsInjected
            };
            return Err(self.failed_tls(fault));
        };
        match encrypt(stream, &self.to.host, self.to.port, &self.courier.trust, by).await {
            Ok((stream, detail)) => {
                self.journal.phase(Phase::Talking);
                self.journal.passed(Stage::Tls, Detail::Tls(detail));
                Ok(Talk {
                    guard: Guard::new(Box::new(stream)),
                    deadlines,
                    end,
                })
            }
            Err((
                fault,
                TlsDetail {
                    certificate: None, ..
                },
            )) => Err(self.failed_tls(fault)),
            Err((fault, detail)) => Err(self.journal.failed(Stage::Tls, fault, Detail::Tls(detail))),
        }
    }
}

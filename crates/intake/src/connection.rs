//! One connection: the machine, its bytes, and its time.

use crate::{
    Answer, Clock, Delivered, Limits, Mail, Reception,
    machine::{House, Machine, Step, Visit},
    peers::Place,
};
use rustls::ServerConfig;
use std::{io, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    sync::watch,
    time::{Instant, timeout, timeout_at},
};
use tokio_rustls::TlsAcceptor;
use tracing::debug;

/// Bytes asked for at once.
const READ: usize = 16 * 1024;
/// How long a connection that is being closed waits for the peer to close too.
const LINGER: Duration = Duration::from_secs(1);

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) house: Arc<House>,
    pub(crate) reception: Arc<dyn Reception>,
    pub(crate) clock: Clock,
    pub(crate) tls: Option<Arc<ServerConfig>>,
}

/// How long the listener still lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(crate) enum Phase {
    /// For long.
    Running,
    /// Mails that are being read come to their end.
    Stopping,
    /// No longer.
    Over,
}

/// Returns once it has come so far.
pub(crate) async fn reached(mut phase: watch::Receiver<Phase>, wanted: Phase) {
    // An error means that the listener is gone altogether.
    let _ = phase.wait_for(|phase| *phase >= wanted).await;
}

pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

pub(crate) struct Connection {
    shared: Arc<Shared>,
    visit: Visit,
    place: Place,
    stream: Box<dyn Stream>,
    machine: Machine,
    phase: watch::Receiver<Phase>,
    buffer: Vec<u8>,
    session_ends: Instant,
    /// Since when the command or the mail that comes is waited for.
    since: Instant,
    /// Bytes of the mail that comes; none: a command comes.
    mail_bytes: Option<u64>,
}

/// The peer is gone, or does not take what is said.
struct Gone;

impl From<io::Error> for Gone {
    fn from(_: io::Error) -> Self {
        Self
    }
}

impl Connection {
    pub(crate) fn new(
        shared: Arc<Shared>,
        visit: Visit,
        place: Place,
        stream: Box<dyn Stream>,
        phase: watch::Receiver<Phase>,
    ) -> Self {
        let now = Instant::now();
        Self {
            machine: Machine::new(Arc::clone(&shared.house), visit),
            session_ends: now + shared.house.limits().session,
            shared,
            visit,
            place,
            stream,
            phase,
            buffer: vec![0; READ],
            since: now,
            mail_bytes: None,
        }
    }

    /// Holds the conversation to its end.
    pub(crate) async fn hold(mut self) {
        let shared = Arc::clone(&self.shared);
        shared.house.metrics().connected();
        let peer = self.visit.peer;
        let polite = self.converse().await.is_ok();
        debug!(%peer, polite, "connection ended");
        self.close().await;
        shared.house.metrics().disconnected();
    }

    async fn converse(&mut self) -> Result<(), Gone> {
        loop {
            let phase = *self.phase.borrow_and_update();
            if phase >= Phase::Stopping {
                self.machine.stop();
            }
            if phase == Phase::Over {
                self.machine.cut_off();
            }
            match self.machine.step((self.shared.clock)()) {
                Step::Read => self.read().await?,
                Step::MaySend => {
                    let may = self.place.may_send(std::time::Instant::now());
                    self.machine.may_send(may);
                }
                Step::Recipient(recipient) => {
                    let Visit { peer, trusted, .. } = self.visit;
                    let asked = self.shared.reception.recipient(&recipient, peer, trusted);
                    let patience = self.limits().reception;
                    let answer = timeout(patience, asked).await.unwrap_or(Answer::TryLater);
                    debug!(peer = %self.visit.peer, %recipient, ?answer, "recipient");
                    self.machine.answer(answer);
                }
                Step::Mail(mail) => {
                    // Whoever sent all at once hears the rest without waiting for the disk.
                    self.flush().await?;
                    self.deliver(*mail).await;
                }
                Step::StartTls => self.start_tls().await?,
                Step::Close => return Ok(()),
            }
        }
    }

    fn limits(&self) -> &Limits {
        self.shared.house.limits()
    }

    /// Reads what comes next, until it takes too long or the listener stops.
    async fn read(&mut self) -> Result<(), Gone> {
        let in_mail = self.machine.is_in_mail();
        // Whoever was answered has his time anew; half a command does not give him more.
        if in_mail != self.mail_bytes.is_some() || !self.machine.replies().is_empty() {
            self.flush().await?;
            self.since = Instant::now();
            self.mail_bytes = in_mail.then_some(0);
        }
        let deadline = self.deadline().min(self.session_ends);
        // A peer who always has bytes ready would never be seen to be late.
        if Instant::now() >= deadline {
            self.machine.time_out();
            return Ok(());
        }
        tokio::select! {
            // A stop waits for nobody's next byte.
            biased;
            changed = self.phase.changed() => {
                if changed.is_err() {
                    self.machine.cut_off();
                }
            }
            read = timeout_at(deadline, self.stream.read(&mut self.buffer)) => match read {
                Ok(Ok(0) | Err(_)) => return Err(Gone),
                Ok(Ok(count)) => {
                    self.machine.take(&self.buffer[..count]);
                    if let Some(bytes) = &mut self.mail_bytes {
                        *bytes += count as u64;
                    }
                }
                Err(_) => self.machine.time_out(),
            },
        }
        Ok(())
    }

    fn deadline(&self) -> Instant {
        let limits = self.limits();
        let Some(bytes) = self.mail_bytes else {
            return self.since + limits.command;
        };
        let earned = Duration::from_secs(bytes / u64::from(limits.least_rate.max(1)));
        // As long as a connection lives at most: the sum stays a time.
        let allowed = (limits.slow + earned).min(limits.session);
        (self.since + allowed).min(Instant::now() + limits.data_block)
    }

    async fn deliver(&mut self, mail: Mail) {
        let (bytes, recipients, peer) = (mail.raw.len(), mail.recipients.len(), mail.peer);
        let patience = self.limits().reception;
        let over = reached(self.phase.clone(), Phase::Over);
        let delivered = tokio::select! {
            delivered = timeout(patience, self.shared.reception.mail(mail)) => {
                delivered.unwrap_or(Delivered::TryLater)
            }
            // Whether it is kept is not known: the sender sends it again.
            () = over => Delivered::TryLater,
        };
        debug!(%peer, bytes, recipients, ?delivered, "mail");
        self.machine.delivered(delivered);
    }

    async fn start_tls(&mut self) -> Result<(), Gone> {
        let config = self.shared.tls.clone().ok_or(Gone)?;
        self.flush().await?;
        let stream = std::mem::replace(&mut self.stream, Box::new(tokio::io::empty()));
        let handshake = TlsAcceptor::from(config).accept(stream);
        let over = reached(self.phase.clone(), Phase::Over);
        let accepted = tokio::select! {
            accepted = timeout(self.limits().handshake, handshake) => accepted.map_err(|_| Gone)?,
            () = over => return Err(Gone),
        };
        self.stream =
            Box::new(accepted.inspect_err(|error| debug!(peer = %self.visit.peer, %error, "no TLS"))?);
        self.shared.house.metrics().encrypted();
        self.machine.encrypted();
        (self.since, self.mail_bytes) = (Instant::now(), None);
        Ok(())
    }

    /// Sends what was said, one flight for all of it.
    async fn flush(&mut self) -> Result<(), Gone> {
        let flight = std::mem::take(self.machine.replies());
        if flight.is_empty() {
            return Ok(());
        }
        let sent = async {
            self.stream.write_all(&flight).await?;
            self.stream.flush().await
        };
        // Not beyond the connection's own end, which is told on the way out.
        timeout(self.shared.house.limits().command, sent)
            .await
            .map_err(|_| Gone)??;
        Ok(())
    }

    /// Says the last word and closes; a peer that already went away changes nothing.
    async fn close(&mut self) {
        let flight = std::mem::take(self.machine.replies());
        let farewell = async {
            self.stream.write_all(&flight).await?;
            self.stream.shutdown().await?;
            // Closing with bytes unread would reset the connection, and the peer could lose the last reply.
            while self.stream.read(&mut self.buffer).await? > 0 {}
            Ok::<(), io::Error>(())
        };
        let _ = timeout(LINGER, farewell).await;
    }
}

//! The reception of the listener: who is let in, and what becomes of the mail that is handed over.

use crate::{
    arrival::{Arrival, EnvelopeSender, Received},
    mailboxes::Whose,
    receiver::Receiver,
};
use async_trait::async_trait;
use bytes::Bytes;
use intake::{Answer, Delivered, Mail, Peer, Reception, Recipient, Refusal};
use jiff::{SignedDuration, Timestamp};
use model::{Mailbox, event::Source};
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
};
use store::Clock;

/// Names that one peer may ask for in vain in a minute. Who tries more is told to come back later, and costs no
/// question to the database.
const GUESSES: u32 = 60;
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// Peers that are remembered at most.
const MOST_PEERS: usize = 10_000;

/// Lets mail in for the addresses that there are.
pub struct Doorman {
    receiver: Receiver,
    clock: Arc<dyn Clock>,
    guesses: Mutex<HashMap<IpAddr, (u32, Timestamp)>>,
}

impl Doorman {
    /// One.
    #[must_use]
    pub fn new(receiver: Receiver, clock: Arc<dyn Clock>) -> Self {
        Self {
            receiver,
            clock,
            guesses: Mutex::default(),
        }
    }

    /// The address that counts as one peer: of IPv6 the network.
    const fn stranger(peer: Peer) -> Option<IpAddr> {
        match peer {
            Peer::SocketFile => None,
            Peer::Address(IpAddr::V6(address)) => {
                Some(IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (!0 << 64))))
            }
            Peer::Address(address) => Some(address),
        }
    }

    /// Whether he has guessed too often.
    fn guesses_too_much(&self, peer: IpAddr) -> bool {
        let now = self.clock.now();
        let guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        guesses
            .get(&peer)
            .is_some_and(|(times, since)| *times >= GUESSES && now.duration_since(*since) < MINUTE)
    }

    fn guessed_wrong(&self, peer: IpAddr) {
        let now = self.clock.now();
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        if guesses.len() >= MOST_PEERS && !guesses.contains_key(&peer) {
            guesses.clear();
        }
        let (times, since) = guesses.entry(peer).or_insert((0, now));
        if now.duration_since(*since) >= MINUTE {
            (*times, *since) = (0, now);
        }
        *times = times.saturating_add(1);
    }
}

#[async_trait]
impl Reception for Doorman {
    async fn recipient(&self, recipient: &Recipient, peer: Peer, trusted: bool) -> Answer {
        let (local, mailboxes) = (recipient.local_part(), self.receiver.mailboxes());
        // Our own server in front asks for strangers: he is not told to come back because of one of them.
        let stranger = if trusted { None } else { Self::stranger(peer) };
        let guesses = |peer| self.guesses_too_much(peer) && !mailboxes.is_known(local);
        if stranger.is_some_and(guesses) {
            return Answer::TryLater;
        }
        match mailboxes.whose(local).await {
            Ok(Some(_)) => Answer::Taken,
            Ok(None) => {
                if let Some(peer) = stranger {
                    self.guessed_wrong(peer);
                }
                Answer::NoSuchMailbox
            }
            Err(error) => {
                tracing::error!("an address could not be looked up: {error}");
                Answer::TryLater
            }
        }
    }

    /// One mail for each company and return path that it came to: all are kept, or it is to be sent again. Those that
    /// were kept already are known then.
    async fn mail(&self, mail: Mail) -> Delivered {
        let sender = match mail.envelope_sender {
            Some(address) => EnvelopeSender::Address(address),
            None => EnvelopeSender::Null,
        };
        let raw = Bytes::from(mail.raw);
        let mut seen: Vec<Whose> = Vec::new();
        for recipient in &mail.recipients {
            let whose = match self.receiver.mailboxes().whose(recipient.local_part()).await {
                Ok(Some(whose)) => whose,
                // It was deleted just now.
                Ok(None) => continue,
                Err(error) => {
                    tracing::error!("an address could not be looked up: {error}");
                    return Delivered::TryLater;
                }
            };
            if seen.contains(&whose) {
                continue;
            }
            seen.push(whose);
            let address = format!("{}@{}", recipient.local_part(), recipient.domain());
            let arrival = Arrival {
                source: Source::Smtp,
                company: whose.company,
                user: None,
                envelope_sender: sender.clone(),
                envelope_recipient: Mailbox::parse(&address).ok(),
                raw: raw.clone(),
            };
            match self.receiver.receive(arrival).await {
                Received::Kept { .. }
                | Received::Replayed { .. }
                | Received::NotOurs
                | Received::NoSuchCompany => {}
                Received::Limited { .. } | Received::TryLater => return Delivered::TryLater,
            }
        }
        if seen.is_empty() {
            return Delivered::Refused(Refusal::Policy);
        }
        Delivered::Kept
    }
}

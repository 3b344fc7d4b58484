//! What came, by recipient.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufWriter, Write},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

/// What came to one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// How often he was named in a transaction.
    pub tries: u32,
    /// Letters that were taken for him, by Message-ID, with their number.
    pub letters: Vec<(Box<str>, u32)>,
}

impl Received {
    /// How many copies were taken for him.
    #[must_use]
    pub fn copies(&self) -> u32 {
        self.letters.iter().map(|(_, copies)| copies).sum()
    }
}

/// All that came.
pub struct Count {
    recipients: Mutex<HashMap<Box<str>, Received>>,
    record: Option<Mutex<BufWriter<File>>>,
    copies: AtomicU64,
    bytes: AtomicU64,
    connections: AtomicU64,
    between: Mutex<Option<(Instant, Instant)>>,
}

impl Count {
    pub(super) fn new(record: Option<File>) -> Self {
        Self {
            recipients: Mutex::default(),
            record: record.map(|file| Mutex::new(BufWriter::new(file))),
            copies: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            connections: AtomicU64::new(0),
            between: Mutex::new(None),
        }
    }

    /// How many copies were taken.
    #[must_use]
    pub fn copies(&self) -> u64 {
        self.copies.load(Ordering::Acquire)
    }

    /// The bytes of all copies.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Acquire)
    }

    /// How many connections there were.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::Acquire)
    }

    /// When the first and the last copy was taken.
    #[must_use]
    pub fn between(&self) -> Option<(Instant, Instant)> {
        *lock(&self.between)
    }

    /// What came to a recipient, as his address was written.
    #[must_use]
    pub fn of(&self, recipient: &str) -> Received {
        lock(&self.recipients).get(recipient).cloned().unwrap_or_default()
    }

    /// All recipients that were named.
    #[must_use]
    pub fn recipients(&self) -> Vec<(Box<str>, Received)> {
        let recipients = lock(&self.recipients);
        recipients
            .iter()
            .map(|(who, what)| (who.clone(), what.clone()))
            .collect()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        lock(&self.recipients).clear();
        *lock(&self.between) = None;
        for number in [&self.copies, &self.bytes, &self.connections] {
            number.store(0, Ordering::Release);
        }
    }

    /// Notes a connection.
    pub(super) fn connected(&self) {
        self.connections.fetch_add(1, Ordering::AcqRel);
    }

    /// Notes that somebody was named in a transaction, and says how often that was.
    pub(super) fn tried(&self, recipient: &str) -> u32 {
        let mut recipients = lock(&self.recipients);
        let received = match recipients.get_mut(recipient) {
            Some(received) => received,
            None => recipients.entry(recipient.into()).or_default(),
        };
        received.tries += 1;
        received.tries
    }

    /// Notes a copy.
    pub(super) fn taken(&self, recipient: &str, message_id: &str, bytes: usize) {
        {
            let mut recipients = lock(&self.recipients);
            let letters = &mut recipients.entry(recipient.into()).or_default().letters;
            match letters.iter_mut().find(|(id, _)| **id == *message_id) {
                Some((_, copies)) => *copies += 1,
                None => letters.push((message_id.into(), 1)),
            }
        }
        if let Some(record) = &self.record {
            let mut record = lock(record);
            // The disk of a measurement may be full; what is in memory counts.
            let _ = writeln!(record, "{message_id}\t{recipient}").and_then(|()| record.flush());
        }
        let now = Instant::now();
        lock(&self.between).get_or_insert((now, now)).1 = now;
        self.bytes.fetch_add(bytes as u64, Ordering::AcqRel);
        self.copies.fetch_add(1, Ordering::AcqRel);
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

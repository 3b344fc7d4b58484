//! What a hostile server heard.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What was heard on one connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hearing {
    /// What the client said before TLS.
    pub clear: Vec<u8>,
    /// What it said inside of TLS, deciphered.
    pub inside_tls: Vec<u8>,
    /// Bytes that the server has written to the network, TLS records and all.
    pub written: usize,
    /// The script took a line for another than it expected, and hung up.
    pub surprise: Option<String>,
    /// The connection is over.
    pub ended: bool,
}

impl Hearing {
    /// The lines the client said, in clear and then inside of TLS, without line ends.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let lines = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes)
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        [lines(&self.clear), lines(&self.inside_tls)].concat()
    }

    /// Whether one of them began with `command`, upper or lower case.
    #[must_use]
    pub fn has(&self, command: &str) -> bool {
        self.lines().iter().any(|line| {
            line.get(..command.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(command))
        })
    }
}

/// What is kept of a client's bytes, and no more, whatever it sends.
const MOST_KEPT: usize = 1024 * 1024;

/// All connections of one server.
#[derive(Default)]
pub(super) struct Record(Mutex<Vec<Hearing>>);

impl Record {
    pub(super) fn begin(&self) -> usize {
        let mut hearings = self.lock();
        hearings.push(Hearing::default());
        hearings.len() - 1
    }

    pub(super) fn hearings(&self) -> Vec<Hearing> {
        self.lock().clone()
    }

    pub(super) fn hear(&self, number: usize, bytes: &[u8], in_tls: bool) {
        let hearing = &mut self.lock()[number];
        let kept = if in_tls {
            &mut hearing.inside_tls
        } else {
            &mut hearing.clear
        };
        let room = MOST_KEPT.saturating_sub(kept.len());
        kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    pub(super) fn wrote(&self, number: usize, count: usize) {
        self.lock()[number].written += count;
    }

    pub(super) fn surprised(&self, number: usize, line: &str) {
        self.lock()[number].surprise = Some(line.to_owned());
    }

    pub(super) fn end(&self, number: usize) {
        self.lock()[number].ended = true;
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Hearing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! The letters caught, and waiting for them.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::Timestamp;
use thiserror::Error;

/// Which letter: 1 is the first one caught since the start. Never used twice, [`crate::Catcher::clear`] or not.
pub type LetterId = u64;

/// A letter as it was caught.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Which one.
    pub id: LetterId,
    /// When its final dot came.
    pub received_at: Timestamp,
    /// The address in `MAIL FROM`; empty for the null sender.
    pub envelope_from: String,
    /// The addresses in `RCPT TO`, in order.
    pub envelope_to: Vec<String>,
    /// Who had signed in.
    pub user_name: Option<String>,
    /// TLS version and cipher, as in `TLSv1.3 TLS13_AES_256_GCM_SHA384`.
    pub tls: Option<String>,
    /// The letter as composed: CRLF line ends, dots unstuffed, nothing added or taken away.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Letter")
            .field("id", &self.id)
            .field("received_at", &self.received_at)
            .field("envelope_from", &self.envelope_from)
            .field("envelope_to", &self.envelope_to)
            .field("user_name", &self.user_name)
            .field("tls", &self.tls)
            .field("bytes", &String::from_utf8_lossy(&self.bytes))
            .finish()
    }
}

/// What is kept of the letters caught so far: a ring of the newest.
#[derive(Debug)]
pub struct Inbox {
    letters: VecDeque<Arc<Letter>>,
    caught: LetterId,
    bytes: usize,
    most: usize,
    most_bytes: usize,
}

impl Inbox {
    /// Keeps `most` letters of `most_bytes` together, and the newest in any case.
    pub(crate) fn keeping(most: usize, most_bytes: usize) -> Self {
        Self {
            letters: VecDeque::new(),
            caught: 0,
            bytes: 0,
            most,
            most_bytes,
        }
    }

    /// The letters kept, oldest first.
    #[must_use]
    pub fn letters(&self) -> impl DoubleEndedIterator<Item = &Arc<Letter>> + ExactSizeIterator {
        self.letters.iter()
    }

    /// How many were caught since the start, those thrown away since included.
    #[must_use]
    pub fn caught(&self) -> u64 {
        self.caught
    }

    /// Keeps a letter under the next id.
    pub(crate) fn keep(&mut self, letter: Letter) -> LetterId {
        self.caught += 1;
        self.bytes += letter.bytes.len();
        self.letters.push_back(Arc::new(Letter {
            id: self.caught,
            ..letter
        }));
        while self.letters.len() > 1 && (self.letters.len() > self.most || self.bytes > self.most_bytes) {
            self.bytes -= self.letters.pop_front().map_or(0, |gone| gone.bytes.len());
        }
        self.caught
    }

    pub(crate) fn clear(&mut self) {
        self.letters.clear();
        self.bytes = 0;
    }
}

/// Fewer letters came in time than were waited for.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("waited for {wanted} letters, {there} came in time")]
pub struct WaitedInVain {
    /// How many were waited for.
    pub wanted: usize,
    /// How many there are.
    pub there: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(text: &str) -> Letter {
        Letter {
            id: 0,
            received_at: Timestamp::UNIX_EPOCH,
            envelope_from: String::new(),
            envelope_to: Vec::new(),
            user_name: None,
            tls: None,
            bytes: text.into(),
        }
    }

    #[test]
    fn oldest_letter_goes_first_and_ids_go_on() {
        let mut inbox = Inbox::keeping(2, 1000);
        for text in ["one", "two", "three"] {
            inbox.keep(letter(text));
        }
        let kept: Vec<_> = inbox
            .letters()
            .map(|letter| (letter.id, letter.bytes.as_slice()))
            .collect();
        assert_eq!(kept, [(2, b"two".as_slice()), (3, b"three".as_slice())]);
        inbox.clear();
        assert_eq!(inbox.letters().len(), 0);
        assert_eq!(inbox.keep(letter("four")), 4);
        assert_eq!(inbox.caught(), 4);
    }

    #[test]
    fn large_letters_push_older_ones_out() {
        let mut inbox = Inbox::keeping(10, 10);
        for text in ["12345", "12345", "1", "more than fits at all"] {
            inbox.keep(letter(text));
        }
        assert_eq!(inbox.letters().map(|letter| letter.id).collect::<Vec<_>>(), [4]);
        inbox.keep(letter("1"));
        assert_eq!(inbox.letters().map(|letter| letter.id).collect::<Vec<_>>(), [5]);
    }
}

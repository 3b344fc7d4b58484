//! How much of large requests is in memory at once, all of them together: who finds no room waits a little, and is then
//! asked to come back. Without it as many letters with files as there are connections would be held at the same time.

use crate::api::problem::{Kind, Problem};
use axum::http::header;
use std::{sync::Arc, time::Duration};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bodies of so many bytes at most are not counted: most letters are small, and do not wait behind large ones.
pub const SMALL: u64 = 64 * 1024;
/// Room is given in pieces of so many bytes.
const PIECE: u64 = 1024;
/// So long it is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// When whoever found none is to come back, in seconds.
pub const COME_BACK: u64 = 10;
/// What grows takes so many bytes more each time.
const STEP: u64 = 1024 * 1024;

/// The room there is.
#[derive(Debug, Clone)]
pub struct Room {
    free: Arc<Semaphore>,
    pieces: u32,
    patience: Duration,
}

/// There is no room now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many large requests are being read")]
pub struct Busy;

impl From<Busy> for Problem {
    fn from(_: Busy) -> Self {
        Self::from(Kind::Busy).with_header(header::RETRY_AFTER, &COME_BACK.to_string())
    }
}

/// A part of it, free again when this is dropped.
#[derive(Debug)]
#[must_use]
pub struct Taken(#[expect(dead_code, reason = "held, not read")] Option<OwnedSemaphorePermit>);

impl Taken {
    /// Of what is not counted.
    pub fn nothing() -> Self {
        Self(None)
    }
}

impl Room {
    /// Room for so many bytes.
    #[must_use]
    pub fn new(bytes: u64) -> Self {
        Self::with_patience(bytes, PATIENCE)
    }

    fn with_patience(bytes: u64, patience: Duration) -> Self {
        let pieces = pieces(bytes);
        // A semaphore of 32-bit systems holds less.
        let most = usize::try_from(pieces)
            .unwrap_or(usize::MAX)
            .min(Semaphore::MAX_PERMITS);
        Self {
            free: Arc::new(Semaphore::new(most)),
            pieces: u32::try_from(most).unwrap_or(u32::MAX),
            patience,
        }
    }

    /// Takes as much as a body of so many bytes needs, in the order of arrival.
    ///
    /// # Errors
    /// [`Busy`] where there is none for some seconds.
    pub async fn take(&self, bytes: u64) -> Result<Taken, Busy> {
        if bytes <= SMALL {
            return Ok(Taken(None));
        }
        // What is larger than all of it has it alone.
        let needed = pieces(bytes).min(self.pieces);
        let free = Arc::clone(&self.free).acquire_many_owned(needed);
        match tokio::time::timeout(self.patience, free).await {
            Ok(Ok(permit)) => Ok(Taken(Some(permit))),
            // It is never closed.
            Ok(Err(_)) | Err(_) => Err(Busy),
        }
    }
}

/// Room for what grows while it is read, and is written away now and then.
#[derive(Debug)]
pub struct Growing {
    room: Room,
    parts: Vec<Taken>,
    bytes: u64,
}

impl Growing {
    /// Nothing yet.
    pub fn new(room: &Room) -> Self {
        Self {
            room: room.clone(),
            parts: Vec::new(),
            bytes: 0,
        }
    }

    /// How much was taken.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// Sees to it that there is room for so many bytes, and says whether more was taken for it. What is small needs none, and
    /// gives back what was taken.
    ///
    /// # Errors
    /// [`Busy`]; what was taken before stays.
    pub async fn hold(&mut self, bytes: u64) -> Result<bool, Busy> {
        if bytes <= SMALL {
            self.parts.clear();
            self.bytes = 0;
            return Ok(false);
        }
        // What is larger than all of it has it alone.
        let wanted = bytes
            .next_multiple_of(STEP)
            .min(u64::from(self.room.pieces) * PIECE);
        if wanted <= self.bytes {
            return Ok(false);
        }
        self.parts.push(self.room.take(wanted - self.bytes).await?);
        self.bytes = wanted;
        Ok(true)
    }
}

fn pieces(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(PIECE)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Busy, Growing, Room};
    use std::time::Duration;

    const MEGABYTE: u64 = 1024 * 1024;

    #[tokio::test]
    async fn no_more_than_there_is_and_a_little_patience() {
        let room = Room::with_patience(10 * MEGABYTE, Duration::from_millis(20));
        let first = room.take(6 * MEGABYTE).await.unwrap();
        let second = room.take(4 * MEGABYTE).await.unwrap();
        assert_eq!(room.take(MEGABYTE).await.unwrap_err(), Busy);
        // Small ones are not counted.
        let _small = room.take(64 * 1024).await.unwrap();
        drop(second);
        assert!(room.take(5 * MEGABYTE).await.is_err());
        assert!(room.take(4 * MEGABYTE).await.is_ok());
        drop(first);
        // More than there is goes alone.
        let all = room.take(100 * MEGABYTE).await.unwrap();
        assert!(room.take(MEGABYTE).await.is_err());
        drop(all);
        assert!(room.take(MEGABYTE).await.is_ok());
    }

    #[tokio::test]
    async fn what_grows_takes_more_and_gives_it_back() {
        let room = Room::with_patience(4 * MEGABYTE, Duration::from_millis(20));
        let mut one = Growing::new(&room);
        assert!(!one.hold(64 * 1024).await.unwrap());
        assert!(one.hold(100_000).await.unwrap());
        assert!(!one.hold(MEGABYTE).await.unwrap(), "there is room already");
        assert!(one.hold(MEGABYTE + 1).await.unwrap());
        let mut other = Growing::new(&room);
        assert!(other.hold(2 * MEGABYTE).await.unwrap());
        assert_eq!(one.hold(3 * MEGABYTE).await, Err(Busy));
        assert!(!other.hold(10).await.unwrap());
        // More than there is has all of it.
        assert!(one.hold(9 * MEGABYTE).await.unwrap());
        assert_eq!(room.take(MEGABYTE).await.unwrap_err(), Busy);
        drop(one);
        assert!(room.take(4 * MEGABYTE).await.is_ok());
    }

    #[tokio::test]
    async fn who_waits_gets_what_becomes_free() {
        let room = Room::new(10 * MEGABYTE);
        let first = room.take(6 * MEGABYTE).await.unwrap();
        let waiting = tokio::spawn({
            let room = room.clone();
            async move { room.take(6 * MEGABYTE).await.map(drop) }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(first);
        waiting.await.unwrap().unwrap();
    }
}

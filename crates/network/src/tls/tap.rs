//! Remembers the first byte that a server sent, which tells whether it speaks TLS at all.

use std::{
    io,
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The first byte that came, known also to who gave the stream away.
#[derive(Debug, Clone, Default)]
pub(super) struct FirstByte(Arc<OnceLock<u8>>);

impl FirstByte {
    pub fn get(&self) -> Option<u8> {
        self.0.get().copied()
    }
}

/// A stream whose first byte is remembered.
#[derive(Debug)]
pub struct Tap<S> {
    stream: S,
    first: FirstByte,
}

impl<S> Tap<S> {
    pub(super) const fn new(stream: S, first: FirstByte) -> Self {
        Self { stream, first }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Tap<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Some(&byte) = buffer.filled().get(before) {
            self.first.0.get_or_init(|| byte);
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Tap<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

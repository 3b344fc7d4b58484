//! A raw SMTP client that says exactly what it is told, for tests of servers. Each read has a deadline.

use std::fmt::Write as _;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::wait::PATIENCE;

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A connection to a server under test.
pub struct Client {
    stream: Box<dyn Stream>,
    unread: Vec<u8>,
}

impl Client {
    /// Connects in plain text and says nothing.
    pub async fn connect(address: SocketAddr) -> Self {
        Self::over(connect(address).await.expect("the server takes connections"))
    }

    /// Connects with implicit TLS; the error tells what is wrong with the server's certificate, for one.
    ///
    /// # Errors
    /// Those of the handshake.
    pub async fn connect_tls(address: SocketAddr, name: &str, ca_pem: &str) -> io::Result<Self> {
        Self::connect(address).await.start_tls(name, ca_pem).await
    }

    /// Connects to a socket file and says nothing.
    pub async fn connect_file(path: &Path) -> Self {
        Self::over(
            UnixStream::connect(path)
                .await
                .expect("the server takes connections"),
        )
    }

    fn over(stream: impl Stream + 'static) -> Self {
        Self {
            stream: Box::new(stream),
            unread: Vec::new(),
        }
    }

    /// Goes over to TLS on this connection; what came before and was not read is lost.
    ///
    /// # Errors
    /// Those of the handshake.
    pub async fn start_tls(self, name: &str, ca_pem: &str) -> io::Result<Self> {
        let mut roots = RootCertStore::empty();
        let ca = CertificateDer::from_pem_slice(ca_pem.as_bytes()).expect("the authority is in PEM");
        roots.add(ca).expect("the authority is a certificate");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring knows TLS 1.2 and 1.3")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(name.to_owned()).expect("a host name or an IP address");
        let handshake = TlsConnector::from(Arc::new(config)).connect(name, self.stream);
        Ok(Self::over(
            timeout(PATIENCE, handshake)
                .await
                .expect("the handshake ends in time")?,
        ))
    }

    /// Sends these bytes.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream
            .write_all(bytes.as_ref())
            .await
            .expect("the server takes bytes");
        self.stream.flush().await.expect("the server takes bytes");
    }

    /// Sends these bytes to a server that may be gone.
    pub async fn try_send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref()).await;
        let _ = self.stream.flush().await;
    }

    /// Reads one line without its line end; empty at the end of the stream.
    pub async fn line(&mut self) -> String {
        loop {
            if let Some(end) = self.unread.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.unread.drain(..=end).collect();
                return String::from_utf8_lossy(&line)
                    .trim_end_matches(['\r', '\n'])
                    .to_owned();
            }
            if self.fill().await == 0 {
                return String::from_utf8_lossy(&std::mem::take(&mut self.unread)).into_owned();
            }
        }
    }

    /// Reads one reply, its lines parted by `\n`; empty at the end of the stream.
    pub async fn reply(&mut self) -> String {
        let mut reply = self.line().await;
        let mut goes_on = reply.as_bytes().get(3) == Some(&b'-');
        while goes_on {
            let line = self.line().await;
            goes_on = line.as_bytes().get(3) == Some(&b'-');
            let _ = write!(reply, "\n{line}");
        }
        reply
    }

    /// Sends a line and reads the reply to it.
    pub async fn command(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n")).await;
        self.reply().await
    }

    /// Reads everything up to the end of the stream, or until it is reset.
    pub async fn rest(&mut self) -> Vec<u8> {
        while self.fill().await > 0 {}
        std::mem::take(&mut self.unread)
    }

    /// AUTH PLAIN with an initial response.
    pub async fn sign_in(&mut self, user: &str, password: &str) -> String {
        let response = STANDARD.encode(format!("\0{user}\0{password}"));
        self.command(&format!("AUTH PLAIN {response}")).await
    }

    /// MAIL, RCPT and DATA one by one, up to the first reply that refuses; answers with the last one. The letter's
    /// dots are stuffed here, and it ends in CRLF.
    pub async fn deliver(&mut self, from: &str, to: &str, letter: &[u8]) -> String {
        for command in [&format!("MAIL FROM:<{from}>"), &format!("RCPT TO:<{to}>"), "DATA"] {
            let reply = self.command(command).await;
            if !reply.starts_with(['2', '3']) {
                return reply;
            }
        }
        self.send(stuffed(letter)).await;
        self.command(".").await
    }

    /// Reads so many bytes, or fewer at the end of the stream.
    pub async fn read_up_to(&mut self, count: usize) -> Vec<u8> {
        while self.unread.len() < count && self.fill().await > 0 {}
        let count = count.min(self.unread.len());
        self.unread.drain(..count).collect()
    }

    async fn fill(&mut self) -> usize {
        let read = timeout(PATIENCE, self.stream.read_buf(&mut self.unread));
        read.await
            .expect("the server says something in time")
            .unwrap_or(0)
    }
}

/// Connects to a server under test.
pub(crate) async fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    #[expect(
        clippy::disallowed_methods,
        reason = "dials servers of the test's own, on loopback"
    )]
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Doubles each dot at the start of a line (RFC 5321, 4.5.2).
#[must_use]
pub fn stuffed(letter: &[u8]) -> Vec<u8> {
    let mut stuffed = Vec::with_capacity(letter.len());
    for line in letter.split_inclusive(|&byte| byte == b'\n') {
        if line.starts_with(b".") {
            stuffed.push(b'.');
        }
        stuffed.extend_from_slice(line);
    }
    stuffed
}

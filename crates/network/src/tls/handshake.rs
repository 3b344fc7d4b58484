//! The handshake, over a connection that is already there.

use super::{
    Trust,
    certificate::describe,
    fault::{cause, is_record},
    recorder::Recorder,
    tap::{FirstByte, Tap},
};
use model::{
    Host,
    port::Port,
    session::{Fault, TlsDetail},
};
use rustls::{CipherSuite, ProtocolVersion, pki_types::ServerName};
use std::sync::Arc;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::{Instant, timeout_at},
};
use tokio_rustls::{TlsConnector, client::TlsStream};

/// An encrypted stream to a server that proved its name.
pub type Encrypted<S> = TlsStream<Tap<S>>;

/// What came about, and the fault with what was seen until then.
type Handshake<S> = Result<(Encrypted<S>, TlsDetail), (Fault, TlsDetail)>;

const NOTHING: TlsDetail = TlsDetail {
    version: None,
    cipher: None,
    certificate: None,
};

/// Encrypts the stream and checks that the server is `host`, before the deadline. The port says which pins hold.
///
/// # Errors
/// The fault, and the certificate where the server showed one. [`Fault::SilentServer`] when it sent nothing
/// at all.
pub async fn encrypt<S>(stream: S, host: &Host, port: Port, trust: &Trust, by: Instant) -> Handshake<S>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let recorder = Arc::new(Recorder::new(
        Arc::clone(&trust.verifier),
        trust.pinned(host, port),
    ));
    let config = trust
        .config(Arc::clone(&recorder))
        .map_err(|_| (Fault::TlsFailed, NOTHING))?;
    let name = ServerName::try_from(host.as_str().to_owned()).map_err(|_| (Fault::TlsFailed, NOTHING))?;
    let certificate = || recorder.shown().and_then(|der| describe(der));

    let first = FirstByte::default();
    let connector = TlsConnector::from(Arc::new(config));
    match timeout_at(by, connector.connect(name, Tap::new(stream, first.clone()))).await {
        Err(_) => {
            let fault = match first.get() {
                Some(byte) if !is_record(byte) => Fault::TlsAgainstPlain,
                Some(_) => Fault::Timeout,
                None => Fault::SilentServer,
            };
            Err((
                fault,
                TlsDetail {
                    certificate: certificate(),
                    ..NOTHING
                },
            ))
        }
        Ok(Err(error)) => {
            let fault = cause(&error, first.get(), recorder.shown().map(AsRef::as_ref));
            Err((
                fault,
                TlsDetail {
                    certificate: certificate(),
                    ..NOTHING
                },
            ))
        }
        Ok(Ok(stream)) => {
            let (_, connection) = stream.get_ref();
            let detail = TlsDetail {
                version: connection.protocol_version().map(version),
                cipher: connection
                    .negotiated_cipher_suite()
                    .map(|suite| iana_name(suite.suite())),
                certificate: certificate(),
            };
            Ok((stream, detail))
        }
    }
}

fn version(version: ProtocolVersion) -> String {
    match version {
        ProtocolVersion::TLSv1_3 => "TLS 1.3".to_owned(),
        ProtocolVersion::TLSv1_2 => "TLS 1.2".to_owned(),
        other => format!("{other:?}"),
    }
}

/// The library marks the suites of TLS 1.3 in its own way.
fn iana_name(suite: CipherSuite) -> String {
    format!("{suite:?}").replacen("TLS13_", "TLS_", 1)
}

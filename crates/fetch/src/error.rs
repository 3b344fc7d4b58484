//! Why a request came to nothing.

use crate::AddressError;
use http::{HeaderName, Method};
use model::session::Fault;

/// Why there is no answer, or none that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The address is none that is dialled, whoever asks.
    #[error("address: {0}")]
    Address(#[from] AddressError),
    /// The port is not open, or the host is our own.
    #[error("the destination is refused")]
    DestinationRefused,
    /// The name leads to an address that companies may not reach. People are told the same as of a server that does not
    /// answer ([`FetchError::as_told`]).
    #[error("the address is refused")]
    AddressRefused,
    /// The name could not be looked up, or has no address.
    #[error("name: {}", .0.key())]
    Name(Fault),
    /// There is no connection: refused, no answer, no way.
    #[error("connection: {}", .0.key())]
    Connect(Fault),
    /// Encryption did not come about, or the server did not prove its name.
    #[error("encryption: {}", .0.key())]
    Tls(Fault),
    /// A method that is not used here.
    #[error("method {0}")]
    Method(Method),
    /// A header that is not the caller's to set.
    #[error("header {0}")]
    Header(HeaderName),
    /// What came is not HTTP/1.1, or its head has no end.
    #[error("not an HTTP answer")]
    NotHttp,
    /// The server hung up.
    #[error("the server hung up")]
    Closed,
    /// The answer did not come in time, or came too slowly.
    #[error("the server was too slow")]
    Slow,
    /// The answer's body is larger than this many bytes.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// A redirect without an address, to one that is not dialled, or out of encryption.
    #[error("the redirect leads nowhere")]
    Redirect,
    /// One redirect too many.
    #[error("too many redirects")]
    TooManyRedirects,
}

impl FetchError {
    /// The stable key of the sentence that explains it. Those of names, connections and encryption are the keys of
    /// [`Fault`].
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Address(error) => error.key(),
            Self::DestinationRefused => "destination-refused",
            Self::AddressRefused => "address-refused",
            Self::Name(fault) | Self::Connect(fault) | Self::Tls(fault) => fault.key(),
            Self::Method(_) => "method-refused",
            Self::Header(_) => "header-refused",
            Self::NotHttp => "not-http",
            Self::Closed => "closed",
            Self::Slow => "timeout",
            Self::TooLarge(_) => "answer-too-large",
            Self::Redirect => "redirect-refused",
            Self::TooManyRedirects => "too-many-redirects",
        }
    }

    /// What a person is told. An address that policy refuses is told like one that does not answer, so that nobody
    /// learns from here what is inside the operator's network; the log has the truth.
    #[must_use]
    pub fn as_told(self) -> Self {
        match self {
            Self::AddressRefused => Self::Connect(Fault::ConnectTimeout),
            other => other,
        }
    }

    /// From what looking up and dialling said.
    pub(crate) fn of_dialling(fault: Fault) -> Self {
        match fault {
            Fault::AddressRefused => Self::AddressRefused,
            Fault::NameNotFound | Fault::NameWithoutAddress | Fault::NameLookupFailed => Self::Name(fault),
            Fault::Closed => Self::Closed,
            _ => Self::Connect(fault),
        }
    }

    /// From what the handshake said.
    pub(crate) fn of_handshake(fault: Fault) -> Self {
        match fault {
            Fault::Closed => Self::Closed,
            Fault::Timeout | Fault::SilentServer => Self::Slow,
            _ => Self::Tls(fault),
        }
    }
}

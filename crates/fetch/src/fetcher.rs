//! From an address to an answer.

use crate::{
    BodyLimit, Deadlines, FetchError, MOST_REDIRECTS, Scheme, WebAddress, WebPolicy, exchange::exchange,
    redirects, request,
};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header::ACCEPT};
use model::session::Fault;
use network::{CheckedAddresses, Resolver, Trust, dial, tls::encrypt};
use std::sync::Arc;
use tokio::{
    net::TcpStream,
    time::{Instant, sleep_until, timeout_at},
};

/// Sends requests the safe way. Cheap to clone; holds no connections.
#[derive(Debug, Clone)]
pub struct Fetcher {
    policy: Arc<WebPolicy>,
    resolver: Arc<dyn Resolver>,
    trust: Arc<Trust>,
    deadlines: Deadlines,
    limit: BodyLimit,
}

impl Fetcher {
    /// With the usual limit on bodies.
    #[must_use]
    pub fn new(
        policy: impl Into<Arc<WebPolicy>>,
        resolver: Arc<dyn Resolver>,
        trust: Arc<Trust>,
        deadlines: Deadlines,
    ) -> Self {
        Self {
            policy: policy.into(),
            resolver,
            trust,
            deadlines,
            limit: BodyLimit::default(),
        }
    }

    /// The same with another limit on bodies.
    #[must_use]
    pub fn with_body_limit(mut self, limit: BodyLimit) -> Self {
        self.limit = limit;
        self
    }

    /// What may be dialled.
    #[must_use]
    pub fn policy(&self) -> &WebPolicy {
        &self.policy
    }

    /// Sends one GET or POST to an absolute address and gives the answer back, whatever its status; a redirect is an
    /// answer like others and is not followed. Host, User-Agent, length and connection are set here.
    ///
    /// # Errors
    /// [`FetchError`] says why there is no answer. For people through [`FetchError::as_told`].
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        let (head, body) = request.into_parts();
        request::check(&head.method, &head.headers)?;
        let to = WebAddress::parse(&head.uri.to_string())?;
        let by = Instant::now() + self.deadlines.whole;
        self.once(request::outgoing(&head, body, &to)?, &to, by).await
    }

    /// Fetches a document of this media type, over at most [`MOST_REDIRECTS`] redirects, each checked like the first
    /// address and never out of encryption. Nothing but the address and Accept is sent: no sign-in, no cookie, no body.
    ///
    /// # Errors
    /// [`FetchError`] says why there is no answer. For people through [`FetchError::as_told`].
    pub async fn get(
        &self,
        address: &WebAddress,
        accept: HeaderValue,
    ) -> Result<Response<Bytes>, FetchError> {
        let by = Instant::now() + self.deadlines.whole;
        let mut head = Request::new(()).into_parts().0;
        head.headers.insert(ACCEPT, accept);
        let mut here = address.clone();
        for _ in 0..=MOST_REDIRECTS {
            let outgoing = request::outgoing(&head, Bytes::new(), &here)?;
            let answer = self.once(outgoing, &here, by).await?;
            match redirects::next(&here, &answer)? {
                Some(there) => here = there,
                None => return Ok(answer),
            }
        }
        Err(FetchError::TooManyRedirects)
    }

    async fn once(
        &self,
        request: Request<http_body_util::Full<Bytes>>,
        to: &WebAddress,
        by: Instant,
    ) -> Result<Response<Bytes>, FetchError> {
        let answer = self.connect_and_ask(request, to, by).await;
        let (host, port) = (to.host(), to.port());
        match &answer {
            Ok(answer) => {
                let status = answer.status().as_u16();
                tracing::debug!(%host, %port, status, "a request was answered");
            }
            Err(error) => tracing::debug!(%host, %port, cause = error.key(), "a request failed"),
        }
        answer
    }

    async fn connect_and_ask(
        &self,
        request: Request<http_body_util::Full<Bytes>>,
        to: &WebAddress,
        by: Instant,
    ) -> Result<Response<Bytes>, FetchError> {
        self.policy.allows(to)?;
        let stream = self.connect(to, by).await?;
        match to.scheme() {
            Scheme::Http => exchange(stream, request, self.limit, by).await,
            Scheme::Https => {
                let (stream, _) = encrypt(stream, to.host(), to.port(), &self.trust, by)
                    .await
                    .map_err(|(fault, _)| FetchError::of_handshake(fault))?;
                exchange(stream, request, self.limit, by).await
            }
        }
    }

    /// One look-up, and a connection to an address that was checked. A refused one is told as late as one that does not
    /// answer.
    async fn connect(&self, to: &WebAddress, by: Instant) -> Result<TcpStream, FetchError> {
        let by = by.min(Instant::now() + self.deadlines.connect);
        let network = &self.policy.network;
        let look_up = CheckedAddresses::look_up(network, self.resolver.as_ref(), to.host(), to.port());
        let found = timeout_at(by, look_up)
            .await
            .unwrap_or(Err(Fault::NameLookupFailed));
        let dialled = match found {
            Ok(addresses) => dial(&addresses, by).await,
            Err(fault) => Err(fault),
        };
        if dialled.as_ref().err() == Some(&Fault::AddressRefused) {
            sleep_until(by).await;
        }
        dialled.map_err(FetchError::of_dialling)
    }
}

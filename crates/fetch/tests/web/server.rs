//! A web server that answers what the test says, well or badly, and remembers what it heard.

use std::{
    future::Future,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex},
    time::Duration,
};
use testkit::catcher::Identity;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::sleep,
};
use tokio_rustls::TlsAcceptor;

/// What is done with a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// These bytes, and an orderly end.
    Say(Vec<u8>),
    /// These bytes, and then nothing, without an end.
    SayAndStay(Vec<u8>),
    /// The first bytes, and then the second again and again, as fast as they go.
    Flood(Vec<u8>, Vec<u8>),
    /// The same a byte at a time, with pauses.
    Drip(Vec<u8>, Vec<u8>, Duration),
}

impl Answer {
    /// A whole answer.
    pub fn whole(status: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::Say(
            format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}").into_bytes(),
        )
    }

    /// A redirect.
    pub fn redirect(status: &str, to: &str) -> Self {
        Self::whole(status, &format!("Location: {to}\r\n"), "")
    }
}

/// A running server on 127.0.0.1. It stops when dropped.
pub struct WebServer {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    _tasks: JoinSet<()>,
}

type Chooses = dyn Fn(&str) -> Answer + Send + Sync;

impl WebServer {
    /// Answers every request the same, in TLS where there is an identity.
    pub async fn start(identity: Option<&Identity>, answer: Answer) -> Self {
        Self::choosing(identity, move |_| answer.clone()).await
    }

    /// Answers by what stands in the request.
    pub async fn choosing(
        identity: Option<&Identity>,
        choose: impl Fn(&str) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let acceptor = identity.map(|identity| TlsAcceptor::from(identity.server_config().unwrap()));
        let (choose, book): (Arc<Chooses>, _) = (Arc::new(choose), Arc::clone(&heard));
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, choose, book) = (acceptor.clone(), Arc::clone(&choose), Arc::clone(&book));
                connections.spawn(async move {
                    let _ = serve(stream, acceptor, &*choose, &book).await;
                });
            }
        });
        Self {
            address,
            heard,
            _tasks: tasks,
        }
    }

    /// Where.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests so far, heads and bodies.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Duplex for S {}

async fn serve(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    choose: &Chooses,
    book: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream: Box<dyn Duplex> = match acceptor {
        Some(acceptor) => Box::new(acceptor.accept(stream).await?),
        None => Box::new(stream),
    };
    let request = read_request(&mut stream).await?;
    let answer = choose(&request);
    book.lock().unwrap().push(request);
    match answer {
        Answer::Say(bytes) => {
            stream.write_all(&bytes).await?;
            stream.shutdown().await
        }
        Answer::SayAndStay(bytes) => {
            stream.write_all(&bytes).await?;
            stream.flush().await?;
            stay(stream).await
        }
        Answer::Flood(first, again) => {
            stream.write_all(&first).await?;
            loop {
                stream.write_all(&again).await?;
            }
        }
        Answer::Drip(first, again, pause) => {
            for byte in first.iter().chain(again.iter().cycle()) {
                stream.write_all(&[*byte]).await?;
                stream.flush().await?;
                sleep(pause).await;
            }
            Ok(())
        }
    }
}

/// Until the other side hangs up.
fn stay(mut stream: Box<dyn Duplex>) -> Pin<Box<dyn Future<Output = std::io::Result<()>> + Send>> {
    Box::pin(async move {
        let mut nothing = [0; 1];
        while stream.read(&mut nothing).await? > 0 {}
        Ok(())
    })
}

async fn read_request(stream: &mut Box<dyn Duplex>) -> std::io::Result<String> {
    let mut taken = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&taken).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase()
                        .strip_prefix("content-length: ")?
                        .parse()
                        .ok()
                })
                .unwrap_or(0);
            if body.len() >= length {
                return Ok(text);
            }
        }
        if stream.read_buf(&mut taken).await? == 0 {
            return Ok(text);
        }
    }
}

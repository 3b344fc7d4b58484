//! A client that asks for one page over and over, on a few kept connections, for a bounded time.

use anyhow::{Context, bail};
use http_body_util::{BodyExt, Empty};
use hyper::{Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::net::TcpStream;

/// How many connections ask at once.
const CONNECTIONS: usize = 4;
/// Asked before counting begins.
const WARM_UP: usize = 50;

/// What came out.
pub struct Load {
    /// Answers in a second, all connections together.
    pub per_second: f64,
    /// The middle answer's time.
    pub median: Duration,
    /// 99 of 100 answers were at least as fast.
    pub p99: Duration,
    /// How many answers there were.
    pub answers: usize,
    /// The size of one.
    pub bytes: usize,
}

/// Asks for so long.
pub async fn run(address: SocketAddr, path: &str, cookie: &str, lasting: Duration) -> anyhow::Result<Load> {
    let begin = Instant::now();
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        clients.push(tokio::spawn(ask(
            address,
            path.to_owned(),
            cookie.to_owned(),
            begin + lasting,
        )));
    }
    let mut times = Vec::new();
    let mut bytes = 0;
    for client in clients {
        let (found, size) = client.await??;
        times.extend(found);
        bytes = size;
    }
    let took = begin.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |part: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "an index into a short list"
        )]
        let index = ((times.len() - 1) as f64 * part) as usize;
        times[index]
    };
    if times.is_empty() {
        bail!("no answers");
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of answers")]
    let per_second = times.len() as f64 / took;
    Ok(Load {
        per_second,
        median: at(0.5),
        p99: at(0.99),
        answers: times.len(),
        bytes,
    })
}

async fn ask(
    address: SocketAddr,
    path: String,
    cookie: String,
    until: Instant,
) -> anyhow::Result<(Vec<Duration>, usize)> {
    #[expect(clippy::disallowed_methods, reason = "a client of our own server on loopback")]
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let mut times = Vec::new();
    let mut size = 0;
    let mut asked = 0;
    while Instant::now() < until {
        let request = Request::get(&path)
            .header("host", address.to_string())
            .header("cookie", &cookie)
            .body(Empty::<Bytes>::new())?;
        let begin = Instant::now();
        let answer = sender.send_request(request).await.context("no answer")?;
        if !answer.status().is_success() {
            bail!("{path}: {}", answer.status());
        }
        size = answer.into_body().collect().await?.to_bytes().len();
        asked += 1;
        if asked > WARM_UP {
            times.push(begin.elapsed());
        }
    }
    Ok((times, size))
}

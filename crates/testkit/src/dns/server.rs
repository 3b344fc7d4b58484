//! Answering queries from zones.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hickory_proto::op::{Edns, Message, OpCode, ResponseCode};
use hickory_proto::rr::RecordType;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::task::JoinSet;

use super::zones::{Answer, Zones};

/// How a query came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// In one packet.
    Udp,
    /// Over a connection, as after a truncated answer.
    Tcp,
}

/// A query as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// In lower case, without the dot at its end.
    pub name: String,
    /// The type asked for.
    pub kind: RecordType,
    /// How it came.
    pub transport: Transport,
}

/// A running DNS server. It stops when dropped.
pub struct DnsServer {
    address: SocketAddr,
    book: Arc<Book>,
    _tasks: JoinSet<()>,
}

struct Book {
    zones: Mutex<Zones>,
    queries: Mutex<Vec<Query>>,
}

/// Tries at finding a port that is free for UDP and TCP alike.
const TRIES: usize = 50;

impl DnsServer {
    /// Starts it on a free port of 127.0.0.1.
    pub async fn start(zones: Zones) -> Self {
        let (udp, tcp) = sockets().await;
        let address = udp.local_addr().expect("a bound socket has an address");
        let book = Arc::new(Book {
            zones: Mutex::new(zones),
            queries: Mutex::default(),
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(serve_udp(Arc::clone(&book), udp));
        tasks.spawn(serve_tcp(Arc::clone(&book), tcp));
        Self {
            address,
            book,
            _tasks: tasks,
        }
    }

    /// Where it listens, UDP and TCP.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The queries so far.
    #[must_use]
    pub fn queries(&self) -> Vec<Query> {
        locked(&self.book.queries).clone()
    }

    /// Answers from these zones from now on.
    pub fn set_zones(&self, zones: Zones) {
        *locked(&self.book.zones) = zones;
    }
}

async fn sockets() -> (UdpSocket, TcpListener) {
    for _ in 0..TRIES {
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("loopback can be bound");
        let address = udp.local_addr().expect("a bound socket has an address");
        if let Ok(tcp) = TcpListener::bind(address).await {
            return (udp, tcp);
        }
    }
    panic!("no port is free for UDP and TCP alike");
}

async fn serve_udp(book: Arc<Book>, socket: UdpSocket) {
    let mut packet = vec![0; 64 * 1024];
    loop {
        // An error tells that some earlier client has gone.
        let Ok((length, client)) = socket.recv_from(&mut packet).await else {
            continue;
        };
        if let Some(answer) = book.answer(&packet[..length], Transport::Udp) {
            let _ = socket.send_to(&answer, client).await;
        }
    }
}

async fn serve_tcp(book: Arc<Book>, listener: TcpListener) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let book = Arc::clone(&book);
        connections.spawn(async move { serve_connection(&book, stream).await });
        while connections.try_join_next().is_some() {}
    }
}

/// Messages over TCP are preceded by their length (RFC 1035, 4.2.2).
async fn serve_connection(book: &Book, mut stream: TcpStream) -> io::Result<()> {
    loop {
        let mut packet = vec![0; stream.read_u16().await?.into()];
        stream.read_exact(&mut packet).await?;
        if let Some(answer) = book.answer(&packet, Transport::Tcp) {
            let length = u16::try_from(answer.len()).expect("an answer fits into a DNS message");
            stream
                .write_all(&[&length.to_be_bytes()[..], &answer].concat())
                .await?;
        }
    }
}

impl Book {
    /// The answer to a query, or none where silence is the answer.
    fn answer(&self, packet: &[u8], transport: Transport) -> Option<Vec<u8>> {
        let asked = Message::from_vec(packet).ok()?;
        let query = asked.queries.first()?;
        locked(&self.queries).push(Query {
            name: query
                .name()
                .to_lowercase()
                .to_ascii()
                .trim_end_matches('.')
                .to_owned(),
            kind: query.query_type(),
            transport,
        });
        let mut answer = Message::response(asked.metadata.id, OpCode::Query);
        answer.metadata.recursion_desired = asked.metadata.recursion_desired;
        answer.metadata.recursion_available = true;
        answer.add_query(query.clone());
        match locked(&self.zones).ask(query.name(), query.query_type()) {
            Ok(records) => {
                answer.add_answers(records);
            }
            Err(Answer::Silence | Answer::Records(_)) => return None,
            Err(Answer::NxDomain) => answer.metadata.response_code = ResponseCode::NXDomain,
            Err(Answer::ServFail) => answer.metadata.response_code = ResponseCode::ServFail,
            Err(Answer::Refused) => answer.metadata.response_code = ResponseCode::Refused,
        }
        if asked.edns.is_some() {
            answer.set_edns(Edns::new());
        }
        let bytes = answer.to_vec().expect("a test's records can be written");
        let room = usize::from(asked.max_payload());
        if transport == Transport::Udp && bytes.len() > room {
            // RFC 2181, 9: too long for a packet, so the client asks again over TCP.
            answer.answers.clear();
            answer.metadata.truncation = true;
            return answer.to_vec().ok();
        }
        Some(bytes)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

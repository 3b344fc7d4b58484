//! A browser without a screen: requests exactly as a test wants them, answers as they came.

use std::{fmt::Write as _, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// Longer than any answer may take; the page that waits for a verdict takes the longest.
const PATIENCE: std::time::Duration = std::time::Duration::from_mins(1);

/// One request.
#[derive(Clone, Debug)]
pub struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    pub fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// With this header, instead of one of the same name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers
            .retain(|(there, _)| !there.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a form's fields.
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let pair = |(name, value): &(&str, &str)| format!("{}={}", percent(name), percent(value));
        let body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
        self.raw_form(body.into_bytes())
    }

    /// With these bytes as a form.
    pub fn raw_form(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    fn bytes(&self, address: SocketAddr) -> Vec<u8> {
        [self.head(address, self.body.len()), self.body.clone()].concat()
    }

    /// What stands before a body of so many bytes.
    fn head(&self, address: SocketAddr, length: usize) -> Vec<u8> {
        let mut text = format!("{} {} HTTP/1.1\r\nconnection: close\r\n", self.method, self.path);
        let has = |name: &str| {
            self.headers
                .iter()
                .any(|(there, _)| there.eq_ignore_ascii_case(name))
        };
        if !has("host") {
            let _ = write!(text, "host: {address}\r\n");
        }
        for (name, value) in &self.headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        let _ = write!(text, "content-length: {length}\r\n\r\n");
        text.into_bytes()
    }

    /// The bytes of its body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

/// Percent-encoded, as browsers send fields (all but letters and digits).
pub fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(there, _)| there == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn html(&self) -> String {
        String::from_utf8(self.body.clone()).expect("a page is UTF-8")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.html()))
    }

    /// Panics with the page where the status is another.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", super::html::text(&self.html()));
        self
    }

    /// Where it sends the browser.
    pub fn location(&self) -> &str {
        self.header("location")
            .unwrap_or_else(|| panic!("{} without a place to go", self.status))
    }

    /// Everything in it, as text.
    pub fn everything(&self) -> String {
        format!("{:?}\n{}", self.headers, String::from_utf8_lossy(&self.body))
    }
}

/// A connection on which an answer comes bit by bit.
pub struct Stream {
    connection: TcpStream,
    unread: Vec<u8>,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    chunked: bool,
}

impl Stream {
    pub async fn open(address: SocketAddr, request: &Request) -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "asks the program under test, on loopback"
        )]
        let mut connection = TcpStream::connect(address)
            .await
            .expect("the program takes connections");
        // A program that refuses a large body may hang up while it is still being sent.
        let _ = connection.write_all(&request.bytes(address)).await;
        let mut unread = Vec::new();
        let end = loop {
            if let Some(at) = find(&unread, b"\r\n\r\n") {
                break at;
            }
            let count = timeout(PATIENCE, connection.read_buf(&mut unread))
                .await
                .expect("an answer in time");
            assert!(
                count.expect("an answer") > 0,
                "the program hung up: {}",
                String::from_utf8_lossy(&unread)
            );
        };
        let head = String::from_utf8(unread.drain(..end + 4).collect()).expect("a head is text");
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .expect("a status line");
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let chunked = headers
            .iter()
            .any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        Self {
            connection,
            unread,
            status: status.parse().expect("a number"),
            headers,
            chunked,
        }
    }

    /// Whether there is more; it is then in `unread`.
    async fn more(&mut self) -> bool {
        let count = timeout(PATIENCE, self.connection.read_buf(&mut self.unread))
            .await
            .expect("an answer in time");
        count.unwrap_or(0) > 0
    }

    /// The next piece of the body; none at its end.
    pub async fn piece(&mut self) -> Option<Vec<u8>> {
        if !self.chunked {
            while self.more().await {}
            let all = std::mem::take(&mut self.unread);
            return (!all.is_empty()).then_some(all);
        }
        loop {
            if let Some(end) = find(&self.unread, b"\r\n") {
                let size = String::from_utf8_lossy(&self.unread[..end]).into_owned();
                let size = usize::from_str_radix(&size, 16).expect("a chunk's size");
                if size == 0 {
                    return None;
                }
                if self.unread.len() >= end + 2 + size + 2 {
                    let chunk = self.unread[end + 2..end + 2 + size].to_vec();
                    self.unread.drain(..end + 2 + size + 2);
                    return Some(chunk);
                }
            }
            if !self.more().await {
                return None;
            }
        }
    }

    /// The next event of an event stream, its data as JSON; none at the end.
    pub async fn event(&mut self) -> Option<serde_json::Value> {
        loop {
            let piece = String::from_utf8(self.piece().await?).expect("events are text");
            if let Some(data) = piece.lines().find_map(|line| line.strip_prefix("data: ")) {
                assert!(piece.starts_with("event: state\n"), "{piece}");
                return Some(serde_json::from_str(data).expect("an event's data is JSON"));
            }
        }
    }

    async fn answer(mut self) -> Answer {
        let mut body = Vec::new();
        while let Some(piece) = self.piece().await {
            body.extend(piece);
        }
        Answer {
            status: self.status,
            headers: self.headers,
            body,
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Sends a request and reads the whole answer.
pub async fn ask(address: SocketAddr, request: &Request) -> Answer {
    Stream::open(address, request).await.answer().await
}

/// A browser that keeps its cookie.
#[derive(Clone, Debug)]
pub struct Browser {
    address: SocketAddr,
    pub cookie: Option<String>,
}

impl Browser {
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            cookie: None,
        }
    }

    /// As a browser sends it from a page of the program's own.
    pub fn own(&self, method: &str, path: &str) -> Request {
        let request = Request::new(method, path)
            .header("sec-fetch-site", "same-origin")
            .header("accept-language", "et");
        let request = match method {
            "POST" => request.header("origin", &format!("http://{}", self.address)),
            _ => request,
        };
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    pub async fn send(&self, request: &Request) -> Answer {
        ask(self.address, request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(&self.own("GET", path)).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(&self.own("POST", path).form(fields)).await
    }

    /// Opens an event stream.
    pub async fn stream(&self, path: &str) -> Stream {
        Stream::open(self.address, &self.own("GET", path)).await
    }

    /// Opens a sign-in link and presses the button.
    pub async fn sign_in(&mut self, path: &str) -> Answer {
        let answer = self.post(path, &[]).await;
        if let Some(cookie) = answer.header("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        answer
    }
}

/// A request whose body comes as slowly as the test wants.
pub struct Slow(TcpStream);

impl Slow {
    /// Says that a body of so many bytes will come, and waits until the program wants it.
    pub async fn begin(address: SocketAddr, request: &Request, length: usize) -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "asks the program under test, on loopback"
        )]
        let mut slow = Self(TcpStream::connect(address).await.expect("the program listens"));
        let request = request.clone().header("expect", "100-continue");
        slow.write(&request.head(address, length)).await;
        slow.hears("100 Continue").await;
        slow
    }

    /// Sends some of it.
    pub async fn write(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.expect("the connection is open");
    }

    /// Reads until this is said; gives all that was.
    pub async fn hears(&mut self, words: &str) -> String {
        let mut read = Vec::new();
        while !String::from_utf8_lossy(&read).contains(words) {
            let some = timeout(PATIENCE, self.0.read_buf(&mut read)).await;
            let count = some.expect("something is said").expect("the connection is open");
            assert!(count > 0, "{}", String::from_utf8_lossy(&read));
        }
        String::from_utf8_lossy(&read).into_owned()
    }
}

//! HTTP/1.1 as far as browsers and clients need it: one request a connection.

use std::sync::Arc;

use http::{Request, Response};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::Shared;

pub(super) async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(serve(stream, Arc::clone(&shared)));
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let request = read(&mut stream).await?;
    let answer = shared.answer(&request);
    stream.write_all(&write(&answer)).await.ok()?;
    stream.shutdown().await.ok()
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Request<Vec<u8>>> {
    // A head and a body of 64 KiB together are more than any test sends.
    let mut limited = stream.take(64 * 1024);
    let mut line = String::new();
    limited.read_line(&mut line).await.ok()?;
    let mut words = line.split_ascii_whitespace();
    let mut request = Request::builder().method(words.next()?).uri(words.next()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        limited.read_line(&mut line).await.ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
        request = request.header(name, value.trim());
    }
    let mut body = vec![0; usize::min(length, 64 * 1024)];
    limited.read_exact(&mut body).await.ok()?;
    request.body(body).ok()
}

fn write(answer: &Response<Vec<u8>>) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {}\r\nconnection: close\r\n", answer.status());
    for (name, value) in answer.headers() {
        head.push_str(name.as_str());
        head.push_str(": ");
        head.push_str(value.to_str().unwrap_or_default());
        head.push_str("\r\n");
    }
    let length = answer.body().len();
    let mut bytes = format!("{head}content-length: {length}\r\n\r\n").into_bytes();
    bytes.extend_from_slice(answer.body());
    bytes
}

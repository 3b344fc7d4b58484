//! Answers as hostile servers give them: bounded in size and in time.

use crate::{
    server::{Answer, WebServer},
    support::{Bench, HOST, post, verdict},
};
use fetch::{BodyLimit, Deadlines};
use std::time::{Duration, Instant};
use testkit::hostile::{HostileServer, Script, Step};

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n";
const CHUNKED: &[u8] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

async fn ask(answer: Answer) -> String {
    let mut bench = Bench::new().await;
    let server = WebServer::start(Some(&bench.identity()), answer).await;
    verdict(&bench.post(&server).await)
}

#[tokio::test]
async fn a_body_up_to_the_limit_and_no_byte_more() {
    for (length, expected) in [(256 * 1024, "200"), (256 * 1024 + 1, "answer-too-large")] {
        assert_eq!(
            ask(Answer::whole("200 OK", "", &"x".repeat(length))).await,
            expected
        );
        let without_length = [HEAD, &b"x".repeat(length)].concat();
        assert_eq!(ask(Answer::Say(without_length)).await, expected);
        let chunked = [
            CHUNKED,
            format!("{length:x}\r\n{}\r\n0\r\n\r\n", "x".repeat(length)).as_bytes(),
        ]
        .concat();
        assert_eq!(ask(Answer::Say(chunked)).await, expected);
    }
}

#[tokio::test]
async fn what_has_no_end_is_ended() {
    for (first, again, expected) in [
        (HEAD, &b"x".repeat(10_000)[..], "answer-too-large"),
        (CHUNKED, b"10\r\nxxxxxxxxxxxxxxxx\r\n", "answer-too-large"),
        // a chunk's extension
        (CHUNKED, b"1;", "closed"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Y: z\r\n", "not-http"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"yyyyyyyyyyyyyyyyyyyyyyyy", "not-http"),
        (b"HTTP/1.1 200 ", b"yyyyyyyyyyyyyyyyyyyyyyyy", "not-http"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n", "timeout"),
        (b"", b"220 mail.example.org ESMTP\r\n", "not-http"),
        (b"", b"\r\n", "not-http"),
    ] {
        let came = ask(Answer::Flood(first.to_vec(), again.to_vec())).await;
        assert_eq!(
            came,
            expected,
            "{}",
            String::from_utf8_lossy(&[first, again].concat())
        );
    }
}

#[tokio::test]
async fn a_head_has_its_limits_too() {
    let long = |length: usize| format!("X-Long: {}\r\n", "y".repeat(length));
    let many = |count: usize| "X-Y: z\r\n".repeat(count);
    // beside these there is Content-Length
    for (headers, expected) in [
        (long(15_000), "200"),
        (long(17_000), "not-http"),
        (many(63), "200"),
        (many(64), "not-http"),
    ] {
        let came = ask(Answer::whole("200 OK", &headers, "")).await;
        assert_eq!(came, expected, "{}", headers.len());
    }
}

#[tokio::test]
async fn what_is_no_answer() {
    for (bytes, expected) in [
        (&b""[..], "closed"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", "closed"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "not-http",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "not-http"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n",
            "not-http",
        ),
        (b"HTTP/3.9 200 OK\r\n\r\n", "not-http"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", "not-http"),
        (b"<html>", "not-http"),
        (b"\x16\x03\x03\x00\x02", "not-http"),
    ] {
        assert_eq!(
            ask(Answer::Say(bytes.to_vec())).await,
            expected,
            "{}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[tokio::test]
async fn slow_servers_are_left_at_the_deadline() {
    let mut bench = Bench::new().await;
    bench.deadlines = Deadlines {
        connect: Duration::from_secs(3),
        whole: Duration::from_millis(800),
    };
    let pause = Duration::from_millis(40);
    for answer in [
        Answer::SayAndStay(Vec::new()),
        Answer::SayAndStay(b"HTTP/1.1 200 OK\r\nConte".to_vec()),
        Answer::SayAndStay(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc".to_vec()),
        Answer::Drip(Vec::new(), b"HTTP/1.1 200 OK\r\nX-Long: yes".to_vec(), pause),
        Answer::Drip(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), b"x".to_vec(), pause),
    ] {
        let server = WebServer::start(Some(&bench.identity()), answer.clone()).await;
        bench.policy.network.connect_to.clear();
        let begun = Instant::now();
        assert_eq!(verdict(&bench.post(&server).await), "timeout", "{answer:?}");
        let took = begun.elapsed();
        assert!(
            took >= bench.deadlines.whole && took < Duration::from_secs(3),
            "{took:?} {answer:?}"
        );
    }
    // silent already in the handshake
    let silent = HostileServer::start(Script::new(vec![Step::Silence])).await;
    bench.policy.network.connect_to.clear();
    bench.lead(HOST, 443, silent.address());
    let answer = bench.fetcher().send(post(&format!("https://{HOST}/"))).await;
    assert_eq!(verdict(&answer), "timeout");
}

#[tokio::test]
async fn where_the_status_says_all_the_rest_may_be_missing() {
    let mut bench = Bench::new().await;
    bench.deadlines.whole = Duration::from_millis(800);
    let pause = Duration::from_millis(40);
    for (answer, body) in [
        (Answer::whole("200 OK", "", "short"), "short"),
        (Answer::whole("200 OK", "", &"x".repeat(100_000)), "xxxxxxxxxx"),
        (Answer::Flood(HEAD.to_vec(), b"x".repeat(10_000)), "xxxxxxxxxx"),
        (
            Answer::Say(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".to_vec()),
            "abc",
        ),
        (
            Answer::SayAndStay(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".to_vec()),
            "abc",
        ),
        (Answer::Drip(HEAD.to_vec(), b"x".to_vec(), pause), ""),
    ] {
        let server = WebServer::start(Some(&bench.identity()), answer).await;
        bench.policy.network.connect_to.clear();
        bench.lead(HOST, 443, server.address());
        let fetcher = bench.fetcher().with_body_limit(BodyLimit::Cut(10));
        let answer = fetcher.send(post(&format!("https://{HOST}/"))).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert!(
            answer.body().starts_with(body.as_bytes()) && answer.body().len() <= 10,
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn packed_bodies_stay_packed() {
    // 20 bytes that would become a megabyte
    let bomb = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xed\xc1\x01\x0d\x00\x00\x00\xc2\xa0";
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        bomb.len()
    );
    let mut bench = Bench::new().await;
    let server = WebServer::start(
        Some(&bench.identity()),
        Answer::Say([head.as_bytes(), bomb].concat()),
    )
    .await;
    assert_eq!(bench.post(&server).await.unwrap().body(), &bomb[..]);
}

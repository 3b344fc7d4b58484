use super::{Guard, GuardFault, LONGEST_LINE, MOST_BYTES, MOST_LINES, RawReply};
use proptest::prelude::*;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    time::Instant,
};

const SOON: Duration = Duration::from_secs(5);

fn pair() -> (Guard<DuplexStream>, DuplexStream) {
    let (ours, theirs) = duplex(1024 * 1024);
    (Guard::new(ours), theirs)
}

async fn read(guard: &mut Guard<DuplexStream>) -> Result<RawReply, GuardFault> {
    guard.reply(Instant::now() + SOON, SOON).await
}

/// What a server that sends this and hangs up is read as.
async fn heard(bytes: &[u8]) -> Result<RawReply, GuardFault> {
    let (mut guard, mut server) = pair();
    server.write_all(bytes).await.unwrap();
    drop(server);
    read(&mut guard).await
}

#[tokio::test]
async fn replies_as_servers_send_them() {
    for (bytes, code, lines) in [
        (
            &b"220 mx.example.org ESMTP\r\n"[..],
            220,
            &["mx.example.org ESMTP"][..],
        ),
        (
            b"250-one\r\n250-two\r\n250 three\r\n",
            250,
            &["one", "two", "three"],
        ),
        (b"250\r\n", 250, &[""]),
        (b"250-\r\n250\n", 250, &["", ""]),
        (b"354 go\n", 354, &["go"]),
        (
            b"550 \xff\xfe\0\x1b[31m\r\n",
            550,
            &["\u{fffd}\u{fffd}\0\u{1b}[31m"],
        ),
    ] {
        let reply = heard(bytes).await.unwrap();
        assert_eq!(
            (
                reply.code,
                reply.lines.iter().map(String::as_str).collect::<Vec<_>>()
            ),
            (code, lines.to_vec())
        );
    }
}

#[tokio::test]
async fn what_is_no_reply() {
    let endless_line = [b"250 ".to_vec(), vec![b'x'; 2 * LONGEST_LINE]].concat();
    let endless_reply = b"250-x\r\n".repeat(MOST_LINES + 1);
    for (bytes, expected) in [
        (&b""[..], GuardFault::Closed),
        (b"22", GuardFault::Closed),
        (b"220 half a li", GuardFault::Closed),
        (b"250-more\r\n", GuardFault::Closed),
        (b"HTTP/1.1 400 Bad Request\r\n", GuardFault::Garbage),
        (b"SSH-2.0-OpenSSH", GuardFault::Garbage),
        (b"+OK ready\r\n", GuardFault::Garbage),
        (b"* OK IMAP\r\n", GuardFault::Garbage),
        (b"\r\n", GuardFault::Garbage),
        (b"199 low\r\n", GuardFault::Garbage),
        (b"600 high\r\n", GuardFault::Garbage),
        (b"2500 long\r\n", GuardFault::Garbage),
        (b"250-a\r\n251 b\r\n", GuardFault::Garbage),
        (b"\0\0\0\0", GuardFault::Garbage),
        (b"\x15\x03\x03\x00\x02\x02\x46", GuardFault::TlsRecord),
        (b"\x16\x03\x01", GuardFault::TlsRecord),
        (&endless_line, GuardFault::Garbage),
        (&endless_reply, GuardFault::Garbage),
    ] {
        assert_eq!(
            heard(bytes).await,
            Err(expected),
            "{:?}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(40)])
        );
    }
}

#[tokio::test]
async fn several_replies_are_handed_out_one_by_one() {
    let (mut guard, mut server) = pair();
    server
        .write_all(b"250 a\r\n550-b\r\n550 c\r\n354 d\r\n")
        .await
        .unwrap();
    for code in [250, 550, 354] {
        assert_eq!(read(&mut guard).await.unwrap().code, code);
    }
}

#[tokio::test]
async fn the_whole_is_limited_too() {
    let (mut guard, mut server) = pair();
    let line = [b"250 ".to_vec(), vec![b'x'; 1000], b"\r\n".to_vec()].concat();
    let count = MOST_BYTES / line.len() + 5;
    server.write_all(&line.repeat(count)).await.unwrap();
    let mut read_all = 0;
    while read(&mut guard).await.is_ok() {
        read_all += 1;
    }
    assert!(read_all <= MOST_BYTES / line.len(), "{read_all}");
    guard.refill();
    assert!(guard.0.held() <= 4 * LONGEST_LINE);
}

#[tokio::test]
async fn nothing_is_written_while_something_is_unread() {
    let (mut guard, mut server) = pair();
    server.write_all(b"220 hi\r\n250 already\r\n").await.unwrap();
    read(&mut guard).await.unwrap();
    assert_eq!(
        guard.write(b"EHLO a.ee\r\n", Instant::now() + SOON).await,
        Err(GuardFault::OutOfTurn)
    );
    read(&mut guard).await.unwrap();
    guard
        .write(b"EHLO a.ee\r\n", Instant::now() + SOON)
        .await
        .unwrap();
    let mut said = [0; 11];
    server.read_exact(&mut said).await.unwrap();
    assert_eq!(&said, b"EHLO a.ee\r\n");
    server.write_all(b"2").await.unwrap();
    assert_eq!(
        guard.write(b"QUIT\r\n", Instant::now() + SOON).await,
        Err(GuardFault::OutOfTurn)
    );
    assert_eq!(
        guard.into_silent_stream().await.err(),
        Some(GuardFault::OutOfTurn)
    );
}

#[tokio::test]
async fn silence_and_trickling_end_at_their_deadlines() {
    let (mut guard, mut server) = pair();
    let (by, trickle) = (Duration::from_millis(300), Duration::from_millis(100));
    let begun = Instant::now();
    assert_eq!(guard.reply(begun + by, trickle).await, Err(GuardFault::Silent));
    assert!(begun.elapsed() >= by);

    let trickling = tokio::spawn(async move {
        let mut pause = tokio::time::interval(Duration::from_millis(20));
        for byte in b"250 a byte now and then is too slow for anybody".repeat(10) {
            pause.tick().await;
            if server.write_all(&[byte]).await.is_err() {
                return;
            }
        }
    });
    let begun = Instant::now();
    assert_eq!(
        guard.reply(begun + Duration::from_mins(1), trickle).await,
        Err(GuardFault::Slow)
    );
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    trickling.abort();
}

#[tokio::test]
async fn a_server_that_does_not_read_is_left_at_the_deadline() {
    let (ours, _theirs) = duplex(16);
    let mut guard = Guard::new(ours);
    let by = Instant::now() + Duration::from_millis(50);
    assert_eq!(guard.write(&[b'x'; 1000], by).await, Err(GuardFault::Slow));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes_in_any_pieces_are_a_reply_or_a_fault(pieces in prop::collection::vec("[2-5][0-9]{2}[- ][a-z\\x00-\\x7f]{0,9}(\r\n)?", 1..6)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let whole: String = pieces.concat();
            let at_once = heard(whole.as_bytes()).await;
            let (mut guard, mut server) = pair();
            let feeding = async {
                for byte in whole.as_bytes() {
                    server.write_all(&[*byte]).await.unwrap();
                    tokio::task::yield_now().await;
                }
                drop(server);
            };
            let ((), in_pieces) = tokio::join!(feeding, read(&mut guard));
            assert_eq!(at_once, in_pieces);
        });
    }
}

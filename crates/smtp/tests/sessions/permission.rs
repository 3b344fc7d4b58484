//! A letter that may leave only once something else was settled.

use crate::{
    kept::open,
    support::{USER, courier, destination, envelope, letter},
};
use model::{
    port::Security,
    session::{Fault, Stage},
};
use smtp::{Journal, Letter, SendFailure, SmtpSession, Unsent};
use std::{
    future::{pending, ready},
    sync::atomic::{AtomicBool, Ordering},
};
use testkit::{
    certificates::{Certificate, Certificates},
    hostile::{Conversation, Hearing, HostileServer, Phase, Transport, Trick},
    recorder::recorder,
    wait::{PATIENCE, wait_until},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::oneshot,
    task::yield_now,
};

fn conversation(transport: Transport, certificates: &Certificates, pipelining: bool) -> Conversation {
    let identity = certificates.identity(Certificate::Valid);
    let conversation = Conversation::over(transport, &identity).without_sign_in();
    if pipelining {
        conversation.offering("PIPELINING")
    } else {
        conversation
    }
}

async fn open_over(
    transport: Transport,
    certificates: &Certificates,
    server: &HostileServer,
    journal: &mut Journal,
) -> SmtpSession {
    let (security, port) = match transport {
        Transport::Plain => (Security::None, 587),
        Transport::StartTls => (Security::StartTls, 587),
        Transport::Tls => (Security::Tls, 465),
    };
    let courier = courier(certificates, &[(port, server.address())]);
    let mut to = destination(security);
    to.user_name = None;
    SmtpSession::open(&courier, &to, true, journal).await.unwrap()
}

/// What was said behind DATA.
fn content(hearing: &Hearing) -> Vec<String> {
    let lines = hearing.lines();
    let data = lines.iter().position(|line| line == "DATA");
    data.map(|at| lines[at + 1..].to_vec()).unwrap_or_default()
}

#[tokio::test]
async fn of_a_withheld_letter_nothing_leaves() {
    let certificates = Certificates::new();
    for transport in Transport::ALL {
        for pipelining in [false, true] {
            let script = conversation(transport, &certificates, pipelining).well();
            let server = HostileServer::start(script).await;
            let mut journal = Journal::silent();
            let mut session = open_over(transport, &certificates, &server, &mut journal).await;
            let failure = session
                .send_once_allowed(&envelope(), &letter(), ready(false), &mut journal)
                .await
                .unwrap_err();
            let expected = SendFailure {
                stage: Stage::Data,
                why: Unsent::Withheld,
                begun: false,
            };
            assert_eq!(failure, expected);
            assert!(!session.is_usable());
            // the connection is closed although the session is still held, and QUIT would be a line of the letter
            server.wait_for_ends(1, PATIENCE).await;
            session.quit();
            assert_eq!(
                content(&server.hearings()[0]),
                [""; 0],
                "{transport:?} {pipelining}"
            );
        }
    }
}

#[tokio::test]
async fn a_server_that_keeps_letters_keeps_none_that_was_withheld() {
    let recorder = recorder().await;
    let door = recorder.address(testkit::catcher::Security::None).unwrap();
    let courier = courier(&Certificates::new(), &[(587, door)]);
    let mut to = destination(Security::None);
    to.user_name = None;
    for (count, allowed) in [(1, true), (1, false), (2, true)] {
        let mut journal = Journal::silent();
        let mut session = SmtpSession::open(&courier, &to, true, &mut journal)
            .await
            .unwrap();
        let sent = session
            .send_once_allowed(&envelope(), &letter(), ready(allowed), &mut journal)
            .await;
        assert_eq!(sent.is_ok(), allowed);
        session.quit();
        assert_eq!(
            recorder.wait_for_letters(count, PATIENCE).await.unwrap().len(),
            count
        );
    }
}

#[tokio::test]
async fn the_letter_waits_and_the_commands_do_not() {
    let certificates = Certificates::new();
    for pipelining in [false, true] {
        let script = conversation(Transport::Plain, &certificates, pipelining).well();
        let server = HostileServer::start(script).await;
        let mut journal = Journal::silent();
        // how much a server has said when it has taken a letter
        let mut first = open(&server, &mut journal).await;
        first.send(&envelope(), &letter(), &mut journal).await.unwrap();
        let until_go = server.hearings()[0].written - "250 2.0.0 Ok: queued as HOSTILE\r\n".len();

        let mut session = open(&server, &mut journal).await;
        let (sender, receiver) = oneshot::channel();
        let sending = tokio::spawn(async move {
            let allowed = async { receiver.await.unwrap_or(false) };
            session
                .send_once_allowed(&envelope(), &letter(), allowed, &mut journal)
                .await
        });
        wait_until("354 was said", PATIENCE, async || {
            server
                .hearings()
                .get(1)
                .is_some_and(|one| one.written >= until_go)
        })
        .await;
        assert_eq!(content(&server.hearings()[1]), [""; 0]);
        sender.send(true).unwrap();
        sending.await.unwrap().unwrap();
        let heard = content(&server.hearings()[0]);
        assert!(
            heard.contains(&"...kaks punkti".to_owned()) || heard.len() > 10,
            "{heard:?}"
        );
    }
}

#[tokio::test]
async fn the_permission_is_known_however_the_server_answers() {
    let certificates = Certificates::new();
    for phase in [Phase::Mail, Phase::Rcpt, Phase::Data] {
        for (trick, usable) in [(Trick::Refusal("550 5.7.1 no"), true), (Trick::Close, false)] {
            for allowed in [false, true] {
                let script = conversation(Transport::Plain, &certificates, false).turning(phase, trick);
                let server = HostileServer::start(script).await;
                let mut journal = Journal::silent();
                let mut session = open(&server, &mut journal).await;
                let ended = AtomicBool::new(false);
                let deciding = async {
                    // it is still at it when the server has long said no
                    wait_until("the server has answered", PATIENCE, async || {
                        server.heard(match phase {
                            Phase::Mail => "MAIL",
                            Phase::Rcpt => "RCPT",
                            _ => "DATA",
                        })
                    })
                    .await;
                    for _ in 0..1000 {
                        yield_now().await;
                    }
                    ended.store(true, Ordering::SeqCst);
                    allowed
                };
                let failure = session
                    .send_once_allowed(&envelope(), &letter(), deciding, &mut journal)
                    .await
                    .unwrap_err();
                assert!(ended.load(Ordering::SeqCst));
                assert_eq!(failure.begun, allowed);
                match failure.why {
                    Unsent::Refused(reply) => assert_eq!((reply.code, usable), (550, true)),
                    Unsent::SessionLost(fault) => assert_eq!((fault, usable), (Fault::Closed, false)),
                    why => panic!("{why:?}"),
                }
                assert_eq!(session.is_usable(), usable);
            }
        }
    }
}

#[tokio::test]
async fn a_session_left_half_way_is_over() {
    let certificates = Certificates::new();
    let script = conversation(Transport::Plain, &certificates, true).well();
    let server = HostileServer::start(script).await;
    let mut journal = Journal::silent();
    let mut session = open(&server, &mut journal).await;
    {
        let (envelope, letter) = (envelope(), letter());
        let sending = session.send_once_allowed(&envelope, &letter, pending(), &mut journal);
        let left = tokio::select! {
            _ = sending => false,
            () = wait_until("DATA was said", PATIENCE, async || server.heard("DATA")) => true,
        };
        assert!(left);
    }
    assert!(!session.is_usable());
    let failure = session
        .send(&envelope(), &letter(), &mut journal)
        .await
        .unwrap_err();
    assert_eq!(failure.to_string(), "mail-from: closed");
    assert_eq!(content(&server.hearings()[0]), [""; 0]);
}

/// A server that says 354, reads so many bytes of the letter and hangs up.
async fn drops_after(bytes: usize, large: bool) -> (SendFailure, bool) {
    let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = door.local_addr().unwrap();
    let served = tokio::spawn(async move {
        let (mut stream, _) = door.accept().await.unwrap();
        stream.write_all(b"220 hi\r\n").await.unwrap();
        let mut heard = Vec::new();
        for (command, answer) in [
            ("\r\n", "250-hi\r\n250 PIPELINING\r\n"),
            ("DATA\r\n", "250 1\r\n250 2\r\n354 go\r\n"),
        ] {
            while !heard.ends_with(command.as_bytes()) {
                assert_ne!(stream.read_buf(&mut heard).await.unwrap(), 0);
            }
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        let mut content = vec![0; bytes];
        stream.read_exact(&mut content).await.is_ok()
    });
    let courier = courier(&Certificates::new(), &[(587, address)]);
    let mut to = destination(Security::None);
    to.user_name = None;
    let mut journal = Journal::silent();
    let mut session = SmtpSession::open(&courier, &to, true, &mut journal)
        .await
        .unwrap();
    let lines = if large { 500_000 } else { 20 };
    let letter = Letter::new(b"..a line that begins with a dot\r\n".repeat(lines)).unwrap();
    let envelope = envelope();
    assert_eq!(envelope.from.as_str(), USER);
    let failure = session
        .send_once_allowed(&envelope, &letter, ready(true), &mut journal)
        .await
        .unwrap_err();
    assert!(!session.is_usable());
    (failure, served.await.unwrap())
}

#[tokio::test]
async fn a_connection_that_ends_at_any_byte_of_the_letter() {
    // with a dot more in each line, and the end
    let length = 20 * 34 + 3;
    for bytes in 0..=length {
        let (failure, read) = drops_after(bytes, false).await;
        assert!(read, "after {bytes}");
        // the end left with the rest: where the server read anything, nobody knows how much
        match failure.why {
            Unsent::InDoubt => assert_eq!(failure.stage, Stage::Accepted),
            Unsent::SessionLost(Fault::Closed) => assert_eq!((failure.stage, bytes), (Stage::Data, 0)),
            why => panic!("after {bytes}: {why:?}"),
        }
    }
    // the end had not left yet
    for bytes in [0, 1, 10_000, 100_000] {
        let (failure, read) = drops_after(bytes, true).await;
        assert!(read);
        assert_eq!(
            (failure.stage, failure.why),
            (Stage::Data, Unsent::SessionLost(Fault::Closed)),
            "after {bytes}"
        );
    }
}

//! The hostile server is as hostile as it says, and as good as it says up to there.

use std::time::Duration;

use testkit::certificates::{Certificate, Certificates, HOST};
use testkit::client::Client;
use testkit::hostile::{Conversation, HostileServer, Phase, Script, Step, Transport, Trick};
use testkit::wait::PATIENCE;
use tokio::time::{Instant, timeout};

/// Long enough for loopback, when nothing is expected.
const MOMENT: Duration = Duration::from_millis(150);

/// A client that goes as far as `last`, and what it was answered there.
async fn go_to(server: &HostileServer, transport: Transport, ca_pem: &str, last: Phase) -> Client {
    let mut client = if transport == Transport::Tls && last != Phase::Handshake {
        Client::connect_tls(server.address(), HOST, ca_pem)
            .await
            .expect("a good handshake")
    } else {
        Client::connect(server.address()).await
    };
    for phase in Phase::of(transport) {
        let line = match phase {
            Phase::Greeting => "",
            Phase::Ehlo | Phase::EhloInTls => "EHLO client.test\r\n",
            Phase::StartTls => "STARTTLS\r\n",
            Phase::Auth => "AUTH PLAIN AGEAYg==\r\n",
            Phase::Mail => "MAIL FROM:<a@saatja.test>\r\n",
            Phase::Rcpt => "RCPT TO:<b@saatja.test>\r\n",
            Phase::Data => "DATA\r\n",
            Phase::Dot => "Hi\r\n.\r\n",
            Phase::Quit => "QUIT\r\n",
            Phase::Handshake if last == Phase::Handshake => return client,
            Phase::Handshake if transport == Transport::StartTls => {
                client = client.start_tls(HOST, ca_pem).await.expect("a good handshake");
                continue;
            }
            Phase::Handshake => continue,
        };
        client.send(line).await;
        if phase == last {
            return client;
        }
        assert!(client.reply().await.starts_with(['2', '3']), "{phase:?}");
    }
    client
}

fn everywhere() -> impl Iterator<Item = (Transport, Phase)> {
    Transport::ALL.into_iter().flat_map(|transport| {
        Phase::of(transport)
            .into_iter()
            .map(move |phase| (transport, phase))
    })
}

struct Stage {
    certificates: Certificates,
}

impl Stage {
    fn new() -> Self {
        Self {
            certificates: Certificates::new(),
        }
    }

    fn conversation(&self, transport: Transport) -> Conversation {
        Conversation::over(transport, &self.certificates.identity(Certificate::Valid))
    }

    /// A server that turns bad there, and a client that waits for the answer.
    async fn set(&self, transport: Transport, phase: Phase, trick: Trick) -> (HostileServer, Client) {
        let server = HostileServer::start(self.conversation(transport).turning(phase, trick)).await;
        let client = go_to(&server, transport, self.certificates.ca_pem(), phase).await;
        (server, client)
    }
}

#[tokio::test]
async fn good_conversation_is_good_to_its_end_and_is_recorded() {
    let stage = Stage::new();
    for transport in Transport::ALL {
        let server = HostileServer::start(stage.conversation(transport).well()).await;
        let mut client = go_to(&server, transport, stage.certificates.ca_pem(), Phase::Quit).await;
        assert!(client.reply().await.starts_with("221 "));
        drop(client);
        server.wait_for_ends(1, PATIENCE).await;
        let hearing = &server.hearings()[0];
        assert_eq!(hearing.surprise, None);
        assert!(hearing.has("auth plain") && hearing.has("Hi") && !hearing.has("HELO"));
        assert_eq!(transport == Transport::Plain, hearing.inside_tls.is_empty());
        assert_eq!(transport == Transport::Tls, hearing.clear.is_empty());
        assert!(hearing.written > 200);
    }
}

#[tokio::test]
async fn silence_falls_at_every_phase() {
    let stage = Stage::new();
    for (transport, phase) in everywhere() {
        let (_server, mut client) = stage.set(transport, phase, Trick::Silence).await;
        if phase == Phase::Handshake {
            let handshake = timeout(MOMENT, client.start_tls(HOST, stage.certificates.ca_pem())).await;
            assert!(handshake.is_err(), "{transport:?}");
        } else {
            assert!(
                timeout(MOMENT, client.line()).await.is_err(),
                "{transport:?} {phase:?}"
            );
        }
    }
}

#[tokio::test]
async fn close_and_reset_come_at_every_phase() {
    let stage = Stage::new();
    for (transport, phase) in everywhere() {
        for trick in [Trick::Close, Trick::Reset] {
            let (server, mut client) = stage.set(transport, phase, trick).await;
            assert!(client.rest().await.is_empty(), "{transport:?} {phase:?}");
            drop(client);
            server.wait_for_ends(1, PATIENCE).await;
            assert!(!server.hearings()[0].has("never said"));
        }
    }
}

#[tokio::test]
async fn script_ends_the_connection_at_each_byte() {
    let stage = Stage::new();
    for transport in Transport::ALL {
        let whole = stage.conversation(transport).well();
        let server = HostileServer::start(whole.clone()).await;
        drop(
            go_to(&server, transport, stage.certificates.ca_pem(), Phase::Mail)
                .await
                .reply()
                .await,
        );
        let written = server.hearings()[0].written;
        // All of them in plain text, a handful of the many bytes of a handshake.
        let step = if transport == Transport::Plain {
            1
        } else {
            written / 7
        };
        for bytes in (0..written).step_by(step) {
            let server = HostileServer::start(whole.clone().reset_after(bytes)).await;
            let raw = timeout(PATIENCE, read_raw(&server, transport))
                .await
                .expect("the connection ends");
            assert!(raw <= bytes, "{transport:?}: {raw} of {bytes}");
            server.wait_for_ends(1, PATIENCE).await;
            assert!(server.hearings()[0].written <= bytes);
        }
    }
}

/// Says everything at once and counts the plain text that comes back (of a handshake, nothing is said).
async fn read_raw(server: &HostileServer, transport: Transport) -> usize {
    let mut client = Client::connect(server.address()).await;
    let said = match transport {
        Transport::Plain => {
            "EHLO a\r\nAUTH PLAIN AGEAYg==\r\nMAIL FROM:<a@b>\r\nRCPT TO:<a@b>\r\nDATA\r\n.\r\nQUIT\r\n"
        }
        Transport::StartTls => "EHLO a\r\nSTARTTLS\r\nnot a TLS hello\r\n",
        Transport::Tls => "not a TLS hello\r\n",
    };
    client.try_send(said).await;
    client.rest().await.len()
}

#[tokio::test]
async fn drips_come_byte_by_byte() {
    let stage = Stage::new();
    let rest = Duration::from_millis(20);
    let (_server, mut client) = stage.set(Transport::Plain, Phase::Mail, Trick::Drip(rest)).await;
    let begin = Instant::now();
    assert_eq!(client.line().await, "250 2.1.0 Ok");
    assert!(begin.elapsed() >= rest * 14, "{:?}", begin.elapsed());
}

#[tokio::test]
async fn floods_go_on_until_the_client_goes() {
    let stage = Stage::new();
    for (trick, start, newlines) in [
        (Trick::EndlessLine, "250 xxx", false),
        (Trick::EndlessReply, "250-and", true),
    ] {
        for transport in Transport::ALL {
            let (server, mut client) = stage.set(transport, Phase::Ehlo, trick).await;
            let read = client.read_up_to(3 * 1024 * 1024).await;
            assert!(read.starts_with(start.as_bytes()) && read.len() == 3 * 1024 * 1024);
            assert_eq!(read.contains(&b'\n'), newlines);
            drop(client);
            server.wait_for_ends(1, PATIENCE).await;
        }
    }
}

#[tokio::test]
async fn challenges_never_end() {
    let stage = Stage::new();
    let (_server, mut client) = stage
        .set(Transport::Tls, Phase::Auth, Trick::EndlessChallenges)
        .await;
    assert_eq!(client.reply().await, "334 bW9yZQ==");
    for _ in 0..100 {
        assert_eq!(client.command("").await, "334 bW9yZQ==");
    }
}

#[tokio::test]
async fn odd_answers_are_sent_as_they_are() {
    let stage = Stage::new();
    for (trick, expected) in [
        (
            Trick::RepliesAhead,
            &b"250 2.1.0 Ok\r\n235 2.7.0 Ok\r\n250 2.1.0 Ok\r\n"[..],
        ),
        (Trick::Http, b"HTTP/1.1 200 OK\r\n"),
        (Trick::NotUtf8, b"550 5.7.1 \xff\xfe"),
        (Trick::ControlSequences, b"550 5.7.1 \x1b[31m"),
        (Trick::Script, b"550 5.7.1 <script>"),
        (Trick::Nul, b"250 2.0.0 O\0k\r\n"),
        (Trick::Gibberish, b"nonsense\r\n"),
        (Trick::MixedCodes, b"250-one\r\n550-two\r\n"),
        (Trick::BareNewline, b"250 2.0.0 Ok\n"),
        (
            Trick::Refusal("535 5.7.139 Nothing for you"),
            b"535 5.7.139 Nothing for you\r\n",
        ),
    ] {
        let (_server, mut client) = stage.set(Transport::StartTls, Phase::Mail, trick).await;
        let read = client.read_up_to(expected.len()).await;
        assert_eq!(read, expected, "{trick:?}");
    }
}

#[tokio::test]
async fn starttls_is_left_out_or_followed_by_bytes_in_clear() {
    let stage = Stage::new();
    let stripped = stage.conversation(Transport::StartTls).without_starttls();
    let server = HostileServer::start(stripped.well()).await;
    let mut client = Client::connect(server.address()).await;
    client.reply().await;
    let offer = client.command("EHLO client.test").await;
    assert!(
        !offer.contains("STARTTLS") && offer.contains("AUTH PLAIN"),
        "{offer}"
    );

    let injecting = stage
        .conversation(Transport::StartTls)
        .injecting(b"250 injected\r\n");
    let server = HostileServer::start(injecting.offering("PIPELINING").well()).await;
    let mut client = go_to(&server, Transport::StartTls, "", Phase::StartTls).await;
    assert_eq!(client.reply().await, "220 2.0.0 Ready to start TLS");
    // In the same packet, so that it is there already.
    assert_eq!(client.line().await, "250 injected");
    let mut client = client
        .start_tls(HOST, stage.certificates.ca_pem())
        .await
        .expect("a good handshake");
    assert!(client.command("EHLO client.test").await.contains("PIPELINING"));
}

#[tokio::test]
async fn tls_meets_plain_text_and_old_versions() {
    let stage = Stage::new();
    let ca_pem = stage.certificates.ca_pem();
    let handshake = async |script| {
        let server = HostileServer::start(script).await;
        Client::connect_tls(server.address(), HOST, ca_pem)
            .await
            .map(drop)
            .map_err(|error| error.to_string())
    };
    let old = handshake(Script::old_tls())
        .await
        .expect_err("TLS 1.1 is too old");
    assert!(old.contains("ProtocolVersion"), "{old}");
    let plain = handshake(Script::plain_text_for_tls())
        .await
        .expect_err("that is no TLS");
    assert!(plain.contains("InvalidContentType"), "{plain}");
    let identity = stage.certificates.identity(Certificate::Valid);
    handshake(Script::tls_for_plain_text(&identity))
        .await
        .expect("a good handshake");

    let server = HostileServer::start(Script::tls_for_plain_text(&identity)).await;
    let mut client = Client::connect(server.address()).await;
    assert!(timeout(MOMENT, client.line()).await.is_err());
    let server = HostileServer::start(Script::tls_bytes_for_a_greeting()).await;
    let mut client = Client::connect(server.address()).await;
    assert_eq!(client.read_up_to(2).await, [0x15, 3]);
    let server = HostileServer::start(Script::web_server()).await;
    let mut client = Client::connect(server.address()).await;
    assert!(client.command("GET / HTTP/1.1").await.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn sign_in_is_taken_in_every_form_and_surprises_are_recorded() {
    let stage = Stage::new();
    let script = Script::new(vec![
        Step::TakeSignIn,
        Step::reply("235 Ok"),
        Step::Expect("MAIL"),
        Step::reply("250 Ok"),
    ]);
    for lines in [
        &["AUTH PLAIN AGEAYg=="][..],
        &["AUTH PLAIN", "AGEAYg=="],
        &["AUTH LOGIN", "YQ==", "Yg=="],
        &["auth login YQ==", "Yg=="],
    ] {
        let server = HostileServer::start(script.clone()).await;
        let mut client = Client::connect(server.address()).await;
        let mut reply = String::new();
        for line in lines {
            reply = client.command(line).await;
        }
        assert_eq!(reply, "235 Ok");
        assert_eq!(client.command("mail from:<a@b>").await, "250 Ok");
    }
    let server = HostileServer::start(script).await;
    let mut client = Client::connect(server.address()).await;
    assert_eq!(client.command("EHLO client.test").await, "");
    drop(client);
    server.wait_for_ends(1, PATIENCE).await;
    assert_eq!(server.hearings()[0].surprise.as_deref(), Some("EHLO client.test"));
    assert!(server.heard("ehlo") && !server.heard("AUTH"));
    drop(stage);
}

#[tokio::test]
async fn many_clients_are_served_at_once() {
    let stage = Stage::new();
    let server = HostileServer::start(
        stage
            .conversation(Transport::Plain)
            .turning(Phase::Greeting, Trick::Silence),
    )
    .await;
    let mut clients = Vec::new();
    for _ in 0..200 {
        clients.push(Client::connect(server.address()).await);
    }
    drop(clients);
    server.wait_for_ends(200, PATIENCE).await;
}

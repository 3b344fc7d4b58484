//! What a well-behaved and a sloppy client see of a catcher.

use std::time::Duration;

use catcher::{Catcher, Config, Security, SignIn};
use jiff::Timestamp;
use testkit::certificates::{Certificate, Certificates, HOST};
use testkit::client::Client;
use testkit::recorder::{on_loopback, recorder, start, submission_server};
use testkit::{clock, wait::PATIENCE};

const USER: &str = "mari@saatja.test";
const PASSWORD: &str = "correct horse";

async fn plain_client(catcher: &Catcher) -> Client {
    let mut client = Client::connect(catcher.address(Security::None).expect("a plain door")).await;
    assert_eq!(client.reply().await, "220 catcher.localhost ESMTP");
    client
}

async fn tls_client(catcher: &Catcher, certificates: &Certificates) -> Client {
    let door = catcher.address(Security::Tls).expect("a TLS door");
    let mut client = Client::connect_tls(door, HOST, certificates.ca_pem())
        .await
        .expect("a good certificate");
    client.reply().await;
    client.command("EHLO client.test").await;
    client
}

#[tokio::test]
async fn letter_is_kept_byte_for_byte() {
    let catcher = recorder().await;
    let mut client = plain_client(&catcher).await;
    client.command("EHLO client.test").await;
    let letter = b"Subject: dots\r\n\r\n.\r\n..\r\n.leading\r\n\r\n\x00\xff not UTF-8\r\n \t trailing blanks  \r\n\r\n";
    let reply = client.deliver("a@saatja.test", "b@saatja.test", letter).await;
    assert_eq!(reply, "250 2.0.0 Ok: caught as 1");
    let caught = &catcher.wait_for_letters(1, PATIENCE).await.expect("one letter")[0];
    assert_eq!(caught.bytes, letter);
    assert_eq!(
        (caught.envelope_from.as_str(), caught.envelope_to.as_slice()),
        ("a@saatja.test", &["b@saatja.test".to_owned()][..])
    );
    assert_eq!((&caught.user_name, &caught.tls), (&None, &None));
    assert_eq!(catcher.letter(1).as_ref(), Some(caught));
    assert_eq!(catcher.letter(2), None);
}

#[tokio::test]
async fn letter_is_stamped_with_the_clock_it_was_given() {
    let time: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
    let mut config = Config::new(clock::stopped_at(time));
    config.listeners = vec![on_loopback(Security::None)];
    config.sign_in = SignIn::Optional;
    let catcher = start(config).await;
    let mut client = plain_client(&catcher).await;
    client.command("HELO client.test").await;
    client.deliver("", "b@saatja.test", b"Hi\r\n").await;
    let caught = &catcher.letters()[0];
    assert_eq!((caught.received_at, caught.envelope_from.as_str()), (time, ""));
}

#[tokio::test]
async fn ehlo_offers_what_the_door_can() {
    let certificates = Certificates::new();
    let catcher = submission_server(&certificates, USER, PASSWORD).await;
    let common = "250-catcher.localhost\n250-PIPELINING\n250-SIZE 35882577\n250-8BITMIME\n250-SMTPUTF8\n";

    let mut client = plain_client(&catcher).await;
    assert_eq!(client.command("HELO client.test").await, "250 catcher.localhost");
    assert_eq!(
        client.command("EHLO client.test").await,
        format!("{common}250 ENHANCEDSTATUSCODES")
    );
    assert!(client.command("STARTTLS").await.starts_with("502 "));

    let mut client = Client::connect(catcher.address(Security::StartTls).expect("a door")).await;
    client.reply().await;
    let offer = client.command("EHLO client.test").await;
    assert_eq!(offer, format!("{common}250-ENHANCEDSTATUSCODES\n250 STARTTLS"));

    let mut client = tls_client(&catcher, &certificates).await;
    let offer = client.command("EHLO client.test").await;
    assert_eq!(
        offer,
        format!("{common}250-ENHANCEDSTATUSCODES\n250 AUTH PLAIN LOGIN")
    );
}

#[tokio::test]
async fn starttls_forgets_what_was_said_before() {
    let certificates = Certificates::new();
    let catcher = submission_server(&certificates, USER, PASSWORD).await;
    let mut client = Client::connect(catcher.address(Security::StartTls).expect("a door")).await;
    client.reply().await;
    client.command("EHLO client.test").await;
    assert!(
        client
            .command("MAIL FROM:<a@saatja.test>")
            .await
            .starts_with("530 5.7.0 Must issue a STARTTLS")
    );
    assert!(client.sign_in(USER, PASSWORD).await.starts_with("538 5.7.11 "));
    assert!(client.command("STARTTLS").await.starts_with("220 "));
    let mut client = client
        .start_tls(HOST, certificates.ca_pem())
        .await
        .expect("a good certificate");
    assert!(
        client
            .command("MAIL FROM:<a@saatja.test>")
            .await
            .starts_with("503 ")
    );
    client.command("EHLO client.test").await;
    assert_eq!(
        client.sign_in(USER, PASSWORD).await,
        "235 2.7.0 Authentication successful"
    );
    assert!(
        client
            .deliver("a@saatja.test", "b@saatja.test", b"Hi\r\n")
            .await
            .starts_with("250 ")
    );
    let caught = &catcher.letters()[0];
    assert_eq!(caught.user_name.as_deref(), Some(USER));
    assert!(
        caught
            .tls
            .as_deref()
            .is_some_and(|tls| tls.starts_with("TLSv1.3 TLS13_")),
        "{caught:?}"
    );
}

#[tokio::test]
async fn commands_behind_starttls_in_the_same_flight_do_not_count() {
    let certificates = Certificates::new();
    let catcher = submission_server(&certificates, USER, PASSWORD).await;
    let mut client = Client::connect(catcher.address(Security::StartTls).expect("a door")).await;
    client.reply().await;
    client.command("EHLO client.test").await;
    assert!(client.command("STARTTLS\r\nNOOP").await.starts_with("503 "));
    assert!(client.rest().await.is_empty());
}

#[tokio::test]
async fn sign_in_by_every_way_of_saying_it() {
    let certificates = Certificates::new();
    let catcher = submission_server(&certificates, USER, PASSWORD).await;
    let ways: [&[(&str, &str)]; 5] = [
        &[("AUTH PLAIN AG1hcmlAc2FhdGphLnRlc3QAY29ycmVjdCBob3JzZQ==", "235")],
        &[
            ("auth plain", "334 "),
            ("AG1hcmlAc2FhdGphLnRlc3QAY29ycmVjdCBob3JzZQ==", "235"),
        ],
        &[
            ("AUTH LOGIN", "334 VXNlcm5hbWU6"),
            ("bWFyaUBzYWF0amEudGVzdA==", "334 UGFzc3dvcmQ6"),
            ("Y29ycmVjdCBob3JzZQ==", "235"),
        ],
        &[
            ("AUTH LOGIN bWFyaUBzYWF0amEudGVzdA==", "334 UGFzc3dvcmQ6"),
            ("Y29ycmVjdCBob3JzZQ==", "235"),
        ],
        // A wrong one first; the session goes on.
        &[
            ("AUTH PLAIN AG1hcmlAc2FhdGphLnRlc3QAd3Jvbmc=", "535 5.7.8"),
            ("AUTH PLAIN =", "501"),
            ("AUTH PLAIN", "334 "),
            ("*", "501"),
            ("AUTH LOGIN", "334 "),
            ("not base64", "501"),
            ("AUTH CRAM-MD5", "504"),
            ("AUTH PLAIN AG1hcmlAc2FhdGphLnRlc3QAY29ycmVjdCBob3JzZQ==", "235"),
            ("AUTH LOGIN", "503"),
        ],
    ];
    for way in ways {
        let mut client = tls_client(&catcher, &certificates).await;
        for (command, expected) in way {
            let reply = client.command(command).await;
            assert!(reply.starts_with(expected), "{command}: {reply}");
        }
    }
}

#[tokio::test]
async fn any_password_but_an_empty_one_where_no_accounts_are_given() {
    let certificates = Certificates::new();
    let mut config = Config::new(clock::real());
    config.listeners = vec![on_loopback(Security::Tls)];
    config.certificates = Some(
        certificates
            .identity(Certificate::Valid)
            .for_any_name()
            .expect("it is good"),
    );
    let catcher = start(config).await;
    let mut client = tls_client(&catcher, &certificates).await;
    assert!(
        client
            .command("MAIL FROM:<a@saatja.test>")
            .await
            .starts_with("530 5.7.0 Authentication required")
    );
    assert!(client.sign_in("anybody", "").await.starts_with("535 "));
    assert!(client.sign_in("anybody", "anything").await.starts_with("235 "));
}

#[tokio::test]
async fn wrong_order_and_wrong_words_are_refused_and_survived() {
    let catcher = recorder().await;
    let mut client = plain_client(&catcher).await;
    for (command, expected) in [
        ("MAIL FROM:<a@saatja.test>", "503 5.5.1"),
        ("EHLO", "501"),
        ("EHLO two words", "501"),
        ("EHLO client.test", "250-"),
        ("RCPT TO:<b@saatja.test>", "503"),
        ("DATA", "503"),
        ("MAIL FROM: <a@saatja.test>", "501"),
        ("MAIL FROM:<a@saatja.test> SIZE=99999999", "552 5.3.4"),
        ("MAIL FROM:<a@saatja.test> SIZE=many", "501"),
        ("MAIL FROM:<a@saatja.test> HOLDUNTIL=1", "555 5.5.4"),
        ("MAIL FROM:<õun@saatja.test>", "553 5.6.7"),
        ("mail from:<a@saatja.test> size=100 body=8BITMIME", "250 2.1.0"),
        ("MAIL FROM:<a@saatja.test>", "503"),
        ("DATA", "554 5.5.1"),
        ("RCPT TO:<b@saatja.test> NOTIFY=NEVER", "555"),
        ("RCPT TO:<õun@saatja.test>", "553 5.6.7"),
        ("RSET", "250"),
        ("RCPT TO:<b@saatja.test>", "503"),
        ("MAIL FROM:<õun@saatja.test> SMTPUTF8", "250"),
        ("RCPT TO:<õun@saatja.test>", "250 2.1.5"),
        ("BDAT 5", "502"),
        ("NOOP", "250"),
        ("VRFY a", "252"),
        ("QUIT", "221 2.0.0"),
    ] {
        let reply = client.command(command).await;
        assert!(reply.starts_with(expected), "{command}: {reply}");
    }
    assert!(client.rest().await.is_empty());
}

#[tokio::test]
async fn one_flight_of_commands_gets_one_flight_of_answers() {
    let mut config = Config::new(clock::real());
    config.listeners = vec![on_loopback(Security::None)];
    config.sign_in = SignIn::Optional;
    config.answer_delay = Duration::from_millis(400);
    let catcher = start(config).await;
    let mut client = plain_client(&catcher).await;
    client.command("EHLO client.test").await;
    let begin = tokio::time::Instant::now();
    client
        .send("MAIL FROM:<a@saatja.test>\r\nRCPT TO:<b@saatja.test>\r\nRCPT TO:<c@saatja.test>\r\nDATA\r\n")
        .await;
    for expected in ["250 2.1.0", "250 2.1.5", "250 2.1.5", "354"] {
        assert!(client.reply().await.starts_with(expected));
    }
    let took = begin.elapsed();
    assert!(
        (Duration::from_millis(400)..Duration::from_millis(1200)).contains(&took),
        "{took:?}"
    );
    client.send("Hi\r\n.\r\nQUIT\r\n").await;
    assert!(client.reply().await.starts_with("250 2.0.0"));
    assert!(client.reply().await.starts_with("221"));
    assert_eq!(catcher.letters()[0].envelope_to.len(), 2);
}

#[tokio::test]
async fn letters_can_be_waited_for_and_thrown_away() {
    let catcher = recorder().await;
    let mut client = plain_client(&catcher).await;
    client.command("EHLO client.test").await;
    let waiting = catcher.wait_for_letters(2, PATIENCE);
    let sending = async {
        client.deliver("a@saatja.test", "b@saatja.test", b"one\r\n").await;
        client.deliver("a@saatja.test", "b@saatja.test", b"two\r\n").await;
    };
    let (letters, ()) = tokio::join!(waiting, sending);
    assert_eq!(letters.expect("two letters").len(), 2);
    catcher.clear();
    assert!(catcher.letters().is_empty());
    let vain = catcher
        .wait_for_letters(1, Duration::from_millis(20))
        .await
        .expect_err("there is none");
    assert_eq!((vain.wanted, vain.there), (1, 0));
    client
        .deliver("a@saatja.test", "b@saatja.test", b"three\r\n")
        .await;
    assert_eq!(catcher.letters()[0].id, 3);
    assert_eq!(catcher.subscribe().borrow().caught(), 3);
}

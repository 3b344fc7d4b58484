//! Servers that misbehave on purpose: each is left in time, in bounded memory, and with a fault that says so.

use crate::support::{Keeper, client, destination, password, short, sign_in, today};
use mailbox::{Fault, Look, look};
use model::{port::Security, session};
use std::time::{Duration, Instant};
use testkit::{
    certificates::{Certificate, Certificates},
    hostile::{HostileServer, Script, Step},
    mail_server::{PASSWORD, USER},
};

/// How long any of them may take: the longest phase, and the machine's own time.
const SOON: Duration = Duration::from_secs(15);

fn said(line: &str) -> Step {
    Step::reply(line)
}

fn flood(bytes: &[u8]) -> Step {
    Step::Flood(bytes.to_vec())
}

/// A good server as far as its sign-in, inside of TLS.
fn good(certificates: &Certificates, then: Vec<Step>) -> Script {
    let mut steps = vec![
        Step::StartTls(certificates.identity(Certificate::Valid)),
        said("* OK ready"),
        Step::Expect("s1 CAPABILITY"),
        said("* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR"),
        said("s1 OK done"),
    ];
    steps.extend(then);
    Script::new(steps)
}

/// The same as far as its opened INBOX.
fn opened(certificates: &Certificates, then: Vec<Step>) -> Script {
    let mut steps = vec![
        Step::Expect("s2 AUTHENTICATE"),
        said("s2 OK in"),
        Step::Expect("s3 CAPABILITY"),
        said("* CAPABILITY IMAP4rev1"),
        said("s3 OK done"),
        Step::Expect("s4 EXAMINE"),
        said("* 3 EXISTS"),
        said("* OK [UIDVALIDITY 1] numbered"),
        said("* OK [UIDNEXT 4] next"),
        said("s4 OK [READ-ONLY] opened"),
    ];
    steps.extend(then);
    good(certificates, steps)
}

/// How a look at this server ends, and what it heard.
async fn looked(certificates: &Certificates, script: Script) -> (Result<Look, Fault>, HostileServer) {
    let server = HostileServer::start(script).await;
    let client = client(certificates, server.address(), short());
    let began = Instant::now();
    let looked = async {
        let mut session = client.open(&destination(Security::Tls)).await?;
        session.sign_in(USER, &password(PASSWORD)).await?;
        let from = mailbox::look::From {
            place: None,
            since: today(),
        };
        let looked = look(&mut session, from, &mut Keeper::default()).await?;
        session.log_out().await;
        Ok(looked)
    };
    let looked = looked.await;
    assert!(began.elapsed() < SOON, "{:?}: {looked:?}", began.elapsed());
    (looked, server)
}

fn closed() -> Fault {
    Fault::Way(session::Fault::Closed)
}

fn late() -> Fault {
    Fault::Way(session::Fault::Timeout)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_greeting_gets_no_password() {
    let certificates = Certificates::new();
    let silent = Fault::Way(session::Fault::SilentServer);
    let drip = Step::Drip(
        b"* OK ready when you are\r\n".to_vec(),
        Duration::from_millis(200),
    );
    for (greeting, expected) in [
        (vec![Step::Silence], silent),
        (vec![drip, Step::Silence], late()),
        (vec![flood(b"* OK xxxxxxxxxxxxxxxxxxxxxxxxx")], Fault::NotImap),
        (vec![flood(b"\r\n")], Fault::NotImap),
        (vec![said("220 mail.saatja.test ESMTP")], Fault::NotImap),
        (vec![said("HTTP/1.1 400 Bad Request")], Fault::NotImap),
        (vec![said("* PREAUTH welcome back")], Fault::NotImap),
        (vec![said("s1 OK before the question")], Fault::NotImap),
        (
            vec![said("* BYE too many")],
            Fault::Unavailable("too many".to_owned()),
        ),
        (vec![Step::Close], closed()),
        (vec![Step::Reset], closed()),
        (
            vec![
                said("* OK ready"),
                said("s1 OK before the question"),
                Step::Silence,
            ],
            Fault::NotImap,
        ),
    ] {
        let steps = [
            vec![Step::StartTls(certificates.identity(Certificate::Valid))],
            greeting,
        ]
        .concat();
        let (result, server) = looked(&certificates, Script::new(steps)).await;
        assert_eq!(result, Err(expected));
        assert!(!server.heard("s2"), "nothing of the password was said");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn starttls_that_can_not_be_trusted_gets_no_password() {
    let certificates = Certificates::new();
    let tls = || Step::StartTls(certificates.identity(Certificate::Valid));
    let missing = || Fault::Way(session::Fault::StartTlsMissing);
    for (steps, expected) in [
        (vec![said("s1 BAD what?")], missing()),
        (vec![said("s1 NO not now"), Step::Silence], missing()),
        (vec![said("+ more?"), Step::Silence], Fault::NotImap),
        (vec![said("s2 OK ahead"), Step::Silence], Fault::NotImap),
        (
            vec![
                Step::Send(b"s1 OK begin\r\n* CAPABILITY IMAP4rev1\r\ns1 OK injected\r\n".to_vec()),
                tls(),
                Step::Silence,
            ],
            Fault::Way(session::Fault::StartTlsInjected),
        ),
        (
            vec![said("s1 OK begin"), Step::Silence],
            Fault::Way(session::Fault::SilentServer),
        ),
    ] {
        let script = [vec![said("* OK ready"), Step::Expect("s1 STARTTLS")], steps].concat();
        let server = HostileServer::start(Script::new(script)).await;
        let client = client(&certificates, server.address(), short());
        let fault = sign_in(&client, Security::StartTls).await.unwrap_err();
        assert_eq!(fault, expected);
        assert!(!server.heard("s2") && !server.heard("s1 AUTH"));
    }
    // what was offered in the clear counts for nothing behind it
    let script = Script::new(vec![
        said("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready"),
        Step::Expect("s1 STARTTLS"),
        said("s1 OK begin"),
        tls(),
        Step::Expect("s1 CAPABILITY"),
        said("* CAPABILITY IMAP4rev1 LOGINDISABLED"),
        said("s1 OK done"),
        Step::Silence,
    ]);
    let server = HostileServer::start(script).await;
    let client = client(&certificates, server.address(), short());
    let fault = sign_in(&client, Security::StartTls).await.unwrap_err();
    assert_eq!(fault, Fault::SignInMissing);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_answer_to_the_sign_in() {
    let certificates = Certificates::new();
    let refused = |said: &str| Fault::SignInRefused(said.to_owned());
    let more = said("+ bW9yZQ==");
    for (answer, expected) in [
        (
            vec![said("s2 NO [AUTHENTICATIONFAILED] \u{1b}[31mno <script>\u{202e}")],
            refused(".[31mno <script>."),
        ),
        (
            vec![said("s2 NO [UNAVAILABLE] later")],
            Fault::Unavailable("later".to_owned()),
        ),
        (vec![said("s2 BAD no")], refused("no")),
        (
            vec![Step::Send(b"s2 NO \xff\xfe\r\n".to_vec())],
            refused("\u{fffd}\u{fffd}"),
        ),
        (vec![said("s9 OK somebody else's")], Fault::NotImap),
        (
            vec![more.clone(), Step::Loop(vec![Step::ExpectAny, more])],
            Fault::NotImap,
        ),
        (vec![flood(b"* 1 EXISTS\r\n")], Fault::NotImap),
        (vec![flood(b"* OK remark\r\n")], Fault::NotImap),
        (
            vec![said("s2 OK in"), said("s3 OK ahead"), Step::Silence],
            Fault::NotImap,
        ),
        (vec![Step::Silence], late()),
    ] {
        let steps = [vec![Step::Expect("s2 AUTHENTICATE PLAIN ")], answer].concat();
        let (result, _) = looked(&certificates, good(&certificates, steps)).await;
        assert_eq!(result, Err(expected));
    }
    let longest = "x".repeat(5000);
    let steps = vec![Step::Expect("s2"), said(&format!("s2 NO {longest}"))];
    let (result, _) = looked(&certificates, good(&certificates, steps)).await;
    assert!(result.unwrap_err().said().unwrap().chars().count() <= 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_mailbox_takes_no_more_than_its_share() {
    let certificates = Certificates::new();
    let found = || {
        vec![
            Step::Expect("s5 UID SEARCH"),
            said("* SEARCH 1 2"),
            said("s5 OK found"),
        ]
    };
    let fetch = |then: Vec<Step>| [found(), vec![Step::Expect("s6 UID FETCH 1,2 ")], then].concat();
    for (steps, expected) in [
        (
            vec![Step::ExpectAny, flood(b"* SEARCH 1 2 3 4 5 6 7 8\r\n")],
            Fault::NotImap,
        ),
        (
            vec![Step::ExpectAny, flood(b"* SEARCH 1 2 3 4 5 6 7 8 ")],
            Fault::NotImap,
        ),
        (vec![Step::ExpectAny, flood(b"((((((((((")], Fault::NotImap),
        (
            vec![Step::ExpectAny, said("s5 NO no")],
            Fault::Refused("no".to_owned()),
        ),
        (
            fetch(vec![said("* 1 FETCH (UID 1 BODY[] {4294967295}"), Step::Silence]),
            Fault::NotImap,
        ),
        (
            fetch(vec![said("* 1 FETCH (UID 1 BODY[] {99999999999}"), Step::Silence]),
            Fault::NotImap,
        ),
        (
            fetch(vec![said("* 1 FETCH (UID 1 BODY[] {8193}"), Step::Silence]),
            Fault::NotImap,
        ),
        (
            fetch(vec![said("* 1 FETCH (UID 1 BODY[] {8192}"), Step::Silence]),
            late(),
        ),
        (
            fetch(vec![said("* 1 FETCH (UID 1 BODY[] {0}"), flood(b" X {0}\r\n")]),
            Fault::NotImap,
        ),
        (fetch(vec![said("* 1 FETCH ))))")]), Fault::NotImap),
        (fetch(vec![said("* 1 FETCH (UID 1 BODY[ \"")]), Fault::NotImap),
        (
            fetch(vec![
                said("* 1 FETCH (UID 1 BODY[] {8000}"),
                Step::Drip(vec![b'x'; 8000], Duration::from_millis(100)),
            ]),
            late(),
        ),
    ] {
        let (result, server) = looked(&certificates, opened(&certificates, steps)).await;
        assert_eq!(result, Err(expected));
        assert!(!server.heard("s7"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_asked_for_is_not_taken() {
    let certificates = Certificates::new();
    let report = "Content-Type: multipart/report\r\n\r\n";
    let fields = |uid: u32| {
        let literal = format!("{{{}}}\r\n{report}", report.len());
        said(&format!(
            "* {uid} FETCH (UID {uid} BODY[HEADER.FIELDS (FROM)]<0> {literal})"
        ))
    };
    let steps = vec![
        Step::Expect("s5 UID SEARCH"),
        said("* SEARCH 2"),
        said("s5 OK found"),
        Step::Expect("s6 UID FETCH 2 "),
        // others than those that were asked for, one of them twice, one that is gone
        fields(1),
        fields(2),
        fields(2),
        said("* 3 FETCH (FLAGS (\\Seen))"),
        said("s6 OK fetched"),
        Step::Expect("s7 UID FETCH 2 "),
        said("* 2 FETCH (UID 2 BODY[]<0> NIL)"),
        said("* 9 FETCH (UID 9 BODY[]<0> {3}"),
        said("abc)"),
        said("s7 OK fetched"),
        Step::Expect("s8 LOGOUT"),
        said("* BYE"),
        said("s8 OK"),
    ];
    let (result, server) = looked(&certificates, opened(&certificates, steps)).await;
    assert_eq!(result, Ok(Look::Through));
    assert!(server.heard("s8 LOGOUT"), "{:?}", server.hearings());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_hostile_servers_do_not_slow_each_other() {
    let certificates = Certificates::new();
    let server = HostileServer::start(Script::new(vec![Step::Silence])).await;
    let client = client(&certificates, server.address(), short());
    let began = Instant::now();
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let client = client.clone();
        all.spawn(async move { sign_in(&client, Security::Tls).await });
    }
    while let Some(one) = all.join_next().await {
        assert_eq!(one.unwrap(), Err(Fault::Way(session::Fault::SilentServer)));
    }
    assert!(began.elapsed() < SOON);
}

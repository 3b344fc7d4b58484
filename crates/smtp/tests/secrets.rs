//! The password is found nowhere: not in logs at the finest level, not in reports, transcript, errors or
//! debug output.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

#[path = "sessions/support.rs"]
#[expect(dead_code, reason = "shared with the other tests")]
mod support;

use base64::{Engine, engine::general_purpose::STANDARD};
use model::port::Security;
use std::{
    io,
    sync::{Arc, Mutex},
};
use support::{PASSWORD, USER, courier, port_of, target};
use testkit::{
    certificates::{Certificate, Certificates},
    hostile::{Conversation, HostileServer, Phase, Script, Step, Transport, Trick},
};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn forms() -> Vec<String> {
    let blob = STANDARD.encode(format!("\0{USER}\0{PASSWORD}"));
    let login = STANDARD.encode(PASSWORD);
    let mut forms = vec![PASSWORD.to_owned(), blob, login];
    let unpadded: Vec<String> = forms.iter().map(|f| f.trim_end_matches('=').to_owned()).collect();
    forms.extend(unpadded);
    forms
}

#[tokio::test]
async fn the_password_is_found_nowhere() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(captured.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let certificates = Certificates::new();
    let identity = certificates.identity(Certificate::Valid);
    let echo = forms().join("\r\n535-5.7.8 ");
    let echo = format!("535-5.7.8 {echo}\r\n");
    let echo = format!("{echo}535 5.7.8 was {} it", forms().join(" "));
    let echoing = |offer: &str| {
        Script::new(vec![
            Step::StartTls(identity.clone()),
            Step::reply("220 hi"),
            Step::Expect("EHLO"),
            Step::reply(&format!("250-hi\r\n250 {offer}")),
            Step::TakeSignIn,
            Step::reply(&echo),
            Step::Silence,
        ])
    };
    let over = |transport| Conversation::over(transport, &identity);
    let cases = vec![
        (Security::Tls, over(Transport::Tls).well()),
        (Security::StartTls, over(Transport::StartTls).well()),
        (Security::None, over(Transport::Plain).well()),
        (Security::Tls, echoing("AUTH PLAIN")),
        (Security::Tls, echoing("AUTH LOGIN")),
        (
            Security::Tls,
            over(Transport::Tls).turning(Phase::Auth, Trick::EndlessChallenges),
        ),
        (
            Security::Tls,
            over(Transport::Tls).turning(Phase::Auth, Trick::Reset),
        ),
        (
            Security::Tls,
            over(Transport::Tls).turning(Phase::Auth, Trick::Gibberish),
        ),
        (
            Security::Tls,
            over(Transport::Tls).turning(Phase::Mail, Trick::Silence),
        ),
    ];
    let mut shown = Vec::new();
    for (security, script) in cases {
        let server = HostileServer::start(script).await;
        let courier = courier(&certificates, &[(port_of(security), server.address())]);
        let target = target(security);
        shown.push(format!("{target:?}"));
        let diagnosis = courier.diagnose(target, None).await;
        shown.push(format!("{diagnosis:?}"));
        if let Err(failure) = &diagnosis.result {
            shown.push(failure.to_string());
        }
        // the server did get it, so that the search below is not in vain
        assert!(forms().iter().any(|form| {
            server
                .hearings()
                .iter()
                .any(|h| h.lines().iter().any(|line| line.contains(form)))
        }));
    }
    let logs = String::from_utf8_lossy(&captured.0.lock().unwrap()).into_owned();
    assert!(logs.contains("stage ended"), "nothing was logged");
    for form in forms() {
        assert!(!shown.iter().any(|text| text.contains(&form)), "{form} is shown");
        assert!(!logs.contains(&form), "{form} is logged");
    }
}

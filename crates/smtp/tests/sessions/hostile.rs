//! Each trick of a hostile server in each phase: the right stage, the right fault, and nothing said that
//! should not be.

use crate::support::{diagnose, verdict};
use model::port::Security;
use std::{collections::BTreeSet, sync::Arc};
use testkit::{
    certificates::{Certificate, Certificates},
    hostile::{Conversation, HostileServer, Phase, Transport, Trick},
};
use tokio::{sync::Semaphore, task::JoinSet};

const fn security(transport: Transport) -> Security {
    match transport {
        Transport::Plain => Security::None,
        Transport::StartTls => Security::StartTls,
        Transport::Tls => Security::Tls,
    }
}

/// The stage at which the answer of this phase is awaited.
const fn stage(phase: Phase) -> &'static str {
    match phase {
        Phase::Greeting => "greeting",
        Phase::StartTls | Phase::Handshake => "tls",
        Phase::Ehlo | Phase::EhloInTls => "ehlo",
        Phase::Auth => "auth",
        Phase::Mail => "mail-from",
        Phase::Rcpt => "rcpt-to",
        Phase::Data => "data",
        Phase::Dot | Phase::Quit => "accepted",
    }
}

/// The stage that comes after this phase passed.
const fn next_stage(transport: Transport, phase: Phase) -> &'static str {
    match (phase, transport) {
        (Phase::Greeting, _) => "ehlo",
        (Phase::Ehlo, Transport::StartTls) => "tls",
        (Phase::Ehlo | Phase::EhloInTls, _) => "auth",
        (Phase::Auth, _) => "mail-from",
        (Phase::Mail, _) => "rcpt-to",
        (Phase::Rcpt | Phase::Data, _) => "data",
        _ => "accepted",
    }
}

/// What has to come out; several where it depends on which of two bytes is seen first.
fn expected(transport: Transport, phase: Phase, trick: Trick) -> Vec<String> {
    let at = |fault: &str| vec![format!("{}: {fault}", stage(phase))];
    let accepted = || vec!["accepted".to_owned()];
    if phase == Phase::Quit {
        return accepted();
    }
    if phase == Phase::Handshake {
        return match trick {
            Trick::Silence | Trick::Drip(_) => at("silent-server"),
            Trick::Close | Trick::Reset => at("closed"),
            _ if transport == Transport::StartTls => {
                [at("tls-against-plain"), at("starttls-injected")].concat()
            }
            _ => at("tls-against-plain"),
        };
    }
    match trick {
        Trick::NotUtf8 | Trick::ControlSequences | Trick::Script => return at("refused"),
        Trick::RepliesAhead => match phase {
            Phase::StartTls => return at("starttls-injected"),
            Phase::Dot => return accepted(),
            _ => return vec![format!("{}: not-smtp", next_stage(transport, phase))],
        },
        // a good answer in an odd form, and then silence
        Trick::Nul | Trick::BareNewline => match phase {
            Phase::Ehlo if transport == Transport::StartTls => {
                return vec!["tls: starttls-missing".to_owned()];
            }
            Phase::Ehlo | Phase::EhloInTls => return vec!["auth: auth-missing".to_owned()],
            Phase::Mail | Phase::Rcpt => return vec![format!("{}: timeout", next_stage(transport, phase))],
            Phase::Dot => return accepted(),
            _ => return at("not-smtp"),
        },
        _ => {}
    }
    if phase == Phase::Dot {
        return at("in-doubt");
    }
    match trick {
        Trick::Silence if phase == Phase::Greeting => at("silent-server"),
        Trick::Silence | Trick::Drip(_) => at("timeout"),
        Trick::Close | Trick::Reset => at("closed"),
        _ => at("not-smtp"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_trick_in_every_phase() {
    let certificates = Arc::new(Certificates::new());
    let identity = certificates.identity(Certificate::Valid);
    let places = Arc::new(Semaphore::new(24));
    let mut cases = JoinSet::new();
    for transport in Transport::ALL {
        for phase in Phase::of(transport) {
            for trick in Trick::ALL {
                for pipelining in [false, true] {
                    if pipelining && !matches!(phase, Phase::Mail | Phase::Rcpt | Phase::Data) {
                        continue;
                    }
                    let (certificates, places) = (Arc::clone(&certificates), Arc::clone(&places));
                    let mut conversation = Conversation::over(transport, &identity);
                    if pipelining {
                        conversation = conversation.offering("PIPELINING");
                    }
                    let script = conversation.turning(phase, trick);
                    cases.spawn(async move {
                        let _place = places.acquire().await;
                        let server = HostileServer::start(script).await;
                        let diagnosis = diagnose(&certificates, security(transport), server.address()).await;
                        let case = format!("{transport:?} {phase:?} {trick:?} pipelining {pipelining}");
                        (
                            case,
                            transport,
                            phase,
                            trick,
                            pipelining,
                            verdict(&diagnosis),
                            diagnosis,
                            server,
                        )
                    });
                }
            }
        }
    }
    let mut wrong = BTreeSet::new();
    while let Some(case) = cases.join_next().await {
        let (case, transport, phase, trick, pipelining, ended, diagnosis, server) = case.unwrap();
        let mut expected = expected(transport, phase, trick);
        if pipelining && trick == Trick::RepliesAhead {
            // these are answers that were asked for, but they say another thing
            expected = match phase {
                Phase::Mail => vec![
                    "rcpt-to: refused".into(),
                    "data: not-smtp".into(),
                    "data: closed".into(),
                ],
                _ => vec!["data: not-smtp".into()],
            };
        }
        if !expected.contains(&ended) {
            wrong.insert(format!("{case}: {ended}, not {expected:?}"));
        }
        let shown = format!("{diagnosis:?}");
        if shown.contains("\\u{1b}") || shown.contains("\\u{7}") || shown.contains("\\0") {
            wrong.insert(format!("{case}: control characters are shown: {shown}"));
        }
        let before_sign_in = matches!(
            phase,
            Phase::Greeting | Phase::Ehlo | Phase::StartTls | Phase::Handshake | Phase::EhloInTls
        );
        if before_sign_in && (server.heard("AUTH") || server.heard("MAIL")) {
            wrong.insert(format!("{case}: sign-in or letter"));
        }
        if !matches!(phase, Phase::Dot | Phase::Quit) && diagnosis.result.is_ok() {
            wrong.insert(format!("{case}: called sent"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.into_iter().collect::<Vec<_>>().join("\n")
    );
}

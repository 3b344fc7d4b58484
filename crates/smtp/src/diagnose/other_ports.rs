//! What else answers, while the wanted port does not: the submission ports of the same host, side by side,
//! without a password.

use super::Courier;
use crate::{
    guard::Guard,
    session::{Failure, Phase},
};
use model::{
    port::{Port, Security},
    session::{Fault, OtherPort, Stage},
    settings::Destination,
};
use network::{CheckedAddresses, dial, tls::encrypt};
use std::time::Duration;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::watch,
    task::JoinSet,
    time::{Instant, timeout, timeout_at},
};

/// Waits until the session is stuck: no connection, or one that says nothing, for
/// [`crate::Deadlines::impatience`]. Then tries the other ports. Never returns for a session that goes on.
pub(super) async fn scout(
    courier: &Courier,
    wanted: &Destination,
    mut phases: watch::Receiver<Phase>,
) -> Vec<OtherPort> {
    let began = Instant::now();
    let mut limit = courier.deadlines.other_port;
    let mut addresses = None;
    let with_tls = loop {
        let phase = phases.borrow_and_update().clone();
        let (patience, silent) = match phase {
            Phase::Dialling(checked) => {
                addresses = Some(checked);
                (courier.deadlines.impatience, false)
            }
            Phase::Listening(checked) => {
                addresses = Some(checked);
                (courier.deadlines.impatience, true)
            }
            Phase::Stuck { may_want_tls } => break may_want_tls,
            Phase::Before | Phase::Talking => (Duration::MAX, false),
        };
        match timeout(patience, phases.changed()).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => std::future::pending().await,
            Err(_) if silent => break true,
            Err(_) => {
                // known by the time at which the connection is given up
                limit = limit.min(courier.deadlines.reach.saturating_sub(began.elapsed()));
                break false;
            }
        }
    };
    match addresses {
        Some(addresses) => try_all(courier, wanted, &addresses, with_tls, limit).await,
        None => Vec::new(),
    }
}

/// Where else a mail server could be: 465 with TLS, 587 with STARTTLS; and the wanted port with TLS, if it
/// may want that. Port 25 is spared: a relay takes who speaks before its greeting for a sender of spam.
fn candidates(wanted: &Destination, with_tls: bool) -> Vec<(Port, Security)> {
    let mut list = vec![
        (Port::SUBMISSIONS, Security::Tls),
        (Port::SUBMISSION, Security::StartTls),
    ];
    list.retain(|&(port, _)| port != wanted.port);
    if with_tls && wanted.security != Security::Tls && wanted.port != Port::RELAY {
        list.push((wanted.port, Security::Tls));
    }
    list
}

async fn try_all(
    courier: &Courier,
    wanted: &Destination,
    addresses: &CheckedAddresses,
    with_tls: bool,
    limit: Duration,
) -> Vec<OtherPort> {
    let mut tries = JoinSet::new();
    let mut found = Vec::new();
    for (port, security) in candidates(wanted, with_tls) {
        let Some(addresses) = addresses.at_port(&courier.policy, &wanted.host, port) else {
            continue;
        };
        let courier = courier.clone();
        let there = Destination {
            port,
            security,
            ..wanted.clone()
        };
        tries.spawn(async move {
            let by = Instant::now() + limit;
            let greets = timeout_at(by, greets(&courier, &there, &addresses, by)).await;
            OtherPort {
                port,
                security,
                answers: greets.unwrap_or(false),
            }
        });
    }
    while let Some(tried) = tries.join_next().await {
        found.extend(tried);
    }
    // that the wanted port itself is of no use in TLS either is no news
    found.retain(|other: &OtherPort| other.answers || other.port != wanted.port);
    found.sort_by_key(|other| other.port);
    found
}

/// Whether a mail server greets there, in the encryption that belongs to it. Nothing is said to it.
async fn greets(courier: &Courier, there: &Destination, to: &CheckedAddresses, by: Instant) -> bool {
    let Ok(stream) = dial(to, by).await else {
        return false;
    };
    if there.security != Security::Tls {
        return is_greeted(stream, by).await;
    }
    match encrypt(stream, &there.host, there.port, &courier.trust, by).await {
        Ok((stream, _)) => is_greeted(stream, by).await,
        Err(_) => false,
    }
}

async fn is_greeted<S: AsyncRead + AsyncWrite + Unpin>(stream: S, by: Instant) -> bool {
    let limit = by.saturating_duration_since(Instant::now());
    Guard::new(stream)
        .reply(by, limit)
        .await
        .is_ok_and(|reply| reply.code == 220)
}

/// Whether the wanted port itself turned out to greet in TLS.
pub(super) fn answers_in_tls(found: &[OtherPort], port: Port) -> bool {
    found
        .iter()
        .any(|other| other.port == port && other.security == Security::Tls && other.answers)
}

/// Whether a server that ended a session so may be one that wants TLS from the first byte.
pub(super) const fn may_want_tls(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::SilentServer | Fault::SilentWantsTls | Fault::PlainAgainstTls
    )
}

/// Whether it helps to know what else answers: the port does not, or not in this encryption.
pub(super) const fn may_help(failure: &Failure) -> bool {
    matches!(
        (failure.stage, &failure.fault),
        (
            _,
            Fault::StartTlsMissing | Fault::TlsAgainstPlain | Fault::PlainAgainstTls
        ) | (
            Stage::Connect,
            Fault::ConnectRefused | Fault::ConnectTimeout | Fault::ConnectUnreachable
        ) | (
            Stage::Greeting | Stage::Tls,
            Fault::SilentServer
                | Fault::SilentWantsTls
                | Fault::Timeout
                | Fault::Closed
                | Fault::NotSmtp
                | Fault::TlsFailed
        )
    )
}

/// What is told for an address that is refused: the same as if nothing there had answered. Nothing is
/// dialled.
pub(super) fn unheard(courier: &Courier, wanted: &Destination) -> Vec<OtherPort> {
    let others = candidates(wanted, false).into_iter();
    let others = others.filter(|&(port, _)| courier.policy.allows_destination(&wanted.host, port));
    let mut list: Vec<_> = others
        .map(|(port, security)| OtherPort {
            port,
            security,
            answers: false,
        })
        .collect();
    list.sort_by_key(|other| other.port);
    list
}

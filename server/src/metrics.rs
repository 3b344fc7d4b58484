//! `GET /metrics`: numbers for the operator's monitoring, in Prometheus' text format 0.0.4, on a listener of its own.

mod inbound;

use crate::state::State;
use anyhow::Context;
use axum::{
    Router,
    extract::State as Shared,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use delivery::metrics::Snapshot;
use jiff::Timestamp;
use std::fmt::{Display, Write};
use store::QueueCounts;
use tokio::{net::TcpListener, sync::watch};

/// Answers until the program is asked to stop; at once over where the configuration names no address.
///
/// # Errors
/// The address can not be listened at.
pub async fn listen(state: &State) -> anyhow::Result<Option<TcpListener>> {
    let Some(listen) = state.config.metrics.listen else {
        return Ok(None);
    };
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("metrics.listen: {listen}"))?;
    tracing::info!(address = %listener.local_addr()?, "metrics");
    Ok(Some(listener))
}

/// Serves it until the program is asked to stop.
pub async fn serve(listener: Option<TcpListener>, state: State, mut stop: watch::Receiver<bool>) {
    let Some(listener) = listener else { return };
    let router = Router::new().route("/metrics", get(metrics)).with_state(state);
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    if let Err(error) = axum::serve(listener, router)
        .with_graceful_shutdown(stopped)
        .await
    {
        tracing::error!("metrics: {error}");
    }
}

async fn metrics(Shared(state): Shared<State>) -> Response {
    match state.store.queue_counts().await {
        Ok(queue) => {
            let mut text = text(&queue, &state.delivery.metrics().snapshot(), state.clock.now());
            let listener = state.intake.get().map(|intake| intake.snapshot());
            text.push_str(&inbound::text(
                &state.inbound.metrics().snapshot(),
                listener.as_ref(),
            ));
            let media_type = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
            (media_type, text).into_response()
        }
        Err(error) => {
            tracing::error!("metrics: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// Metrics one after the other, each with what it is.
struct Page(String);

impl Page {
    /// A metric without labels.
    fn one(&mut self, name: &str, kind: &str, help: &str, value: impl Display) {
        self.head(name, kind, help);
        self.line(name, "", value);
    }

    /// A metric with one label.
    fn by<V: Display>(
        &mut self,
        name: &str,
        kind: &str,
        help: &str,
        label: &str,
        values: impl IntoIterator<Item = (&'static str, V)>,
    ) {
        self.head(name, kind, help);
        for (word, value) in values {
            self.line(name, &format!("{{{label}=\"{word}\"}}"), value);
        }
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP saatja_{name} {help}\n# TYPE saatja_{name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &str, value: impl Display) {
        let _ = writeln!(self.0, "saatja_{name}{labels} {value}");
    }
}

/// Of the queue, which all programs on the database share; then of this program.
fn text(queue: &QueueCounts, done: &Snapshot, now: Timestamp) -> String {
    use model::message::MessageState as State;
    let count = |state: State| {
        let found = queue.by_state.iter().find(|(of, _)| *of == state);
        found.map_or(0, |(_, count)| *count)
    };
    let open = State::ALL.iter().filter(|state| !state.is_final());
    let oldest = queue
        .oldest_due
        .map_or(0, |due| now.duration_since(due).as_secs().max(0));
    let mut page = Page(String::new());
    let help = "Messages that have not come to their end, by state.";
    let states = open.map(|state| (state.key(), count(*state)));
    page.by("queue_messages", "gauge", help, "state", states);
    let help = "Messages of which nobody knows whether they arrived: somebody has to decide.";
    page.one("in_doubt", "gauge", help, count(State::InDoubt));
    let help = "For how long the longest waiting message could have been sent.";
    page.one("queue_oldest_seconds", "gauge", help, oldest);
    let accounts = [("held", queue.held_accounts), ("leased", queue.leased_accounts)];
    let help = "Accounts that are held, and that are being served.";
    page.by("accounts", "gauge", help, "state", accounts);
    let sends = [
        ("sent", done.sent),
        ("deferred", done.deferred),
        ("failed", done.failed),
        ("in-doubt", done.in_doubt),
    ];
    page.by("sends_total", "counter", "Attempts by outcome.", "outcome", sends);
    let help = "Connections to mail servers that are open.";
    page.one("connections", "gauge", help, done.connections_now);
    let help = "Sessions that came as far as sign-in.";
    page.one("sessions_opened_total", "counter", help, done.sessions_opened);
    let help = "Sessions that did not.";
    page.one("session_failures_total", "counter", help, done.session_failures);
    let help = "Times that a session was used again.";
    page.one("sessions_reused_total", "counter", help, done.sessions_reused);
    let help = "Leases of accounts that were lost while they were needed.";
    page.one("lease_losses_total", "counter", help, done.lease_losses);
    page.one(
        "commits_total",
        "counter",
        "Transactions of results.",
        done.commits,
    );
    let help = "Results that were committed in them.";
    page.one("committed_steps_total", "counter", help, done.steps);
    page.0
}

#[cfg(test)]
mod tests {
    use super::text;
    use delivery::metrics::Snapshot;
    use model::message::MessageState;
    use store::QueueCounts;

    #[test]
    fn every_number_is_there_with_what_it_is() {
        let queue = QueueCounts {
            by_state: vec![(MessageState::Queued, 7), (MessageState::InDoubt, 2)],
            oldest_due: Some("2026-11-22T10:00:00Z".parse().unwrap()),
            held_accounts: 1,
            leased_accounts: 3,
        };
        let done = Snapshot {
            sent: 5,
            lease_losses: 4,
            ..Snapshot::default()
        };
        let now = "2026-11-22T10:01:30.5Z".parse().unwrap();
        let text = text(&queue, &done, now);
        for line in [
            "saatja_queue_messages{state=\"queued\"} 7",
            "saatja_queue_messages{state=\"sending\"} 0",
            "saatja_in_doubt 2",
            "saatja_queue_oldest_seconds 90",
            "saatja_accounts{state=\"held\"} 1",
            "saatja_sends_total{outcome=\"sent\"} 5",
            "saatja_sends_total{outcome=\"in-doubt\"} 0",
            "saatja_lease_losses_total 4",
        ] {
            assert!(text.lines().any(|one| one == line), "{line}\n{text}");
        }
        let mut named = std::collections::HashSet::new();
        for line in text.lines() {
            match line.strip_prefix("# TYPE ") {
                Some(rest) => assert!(named.insert(rest.split(' ').next().unwrap()), "{line}"),
                None if line.starts_with('#') => {}
                // The form of the format's description: name, labels, a number.
                None => {
                    let (name, value) = line.rsplit_once(' ').unwrap();
                    assert!(value.parse::<u64>().is_ok(), "{line}");
                    assert!(named.contains(name.split('{').next().unwrap()), "{line}");
                }
            }
        }
        assert!(
            !text.contains("state=\"sent\""),
            "what has come to its end is not counted"
        );
    }
}

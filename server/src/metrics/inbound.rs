//! Numbers of what comes in.

use super::Page;
use ::inbound::{Outcome, Snapshot};

/// What was taken in, and what the listener did, where there is one.
pub fn text(done: &Snapshot, listener: Option<&intake::Snapshot>) -> String {
    let mut page = Page(String::new());
    let help = "Mails that came in and were kept, by the way they came and by what they are.";
    page.head("inbound_mails_total", "counter", help);
    for (source, kind, count) in done.mails() {
        let labels = format!("{{source=\"{}\",kind=\"{}\"}}", source.key(), kind.key());
        page.line("inbound_mails_total", &labels, count);
    }
    let outcomes = Outcome::ALL
        .iter()
        .map(|outcome| (outcome.key(), done.outcome(*outcome)));
    let help = "What else became of mails that came in, and of replies that were to be passed on.";
    page.by("inbound_outcomes_total", "counter", help, "outcome", outcomes);
    let Some(listener) = listener else { return page.0 };
    let help = "Connections to the listener that are open.";
    page.one("intake_connections", "gauge", help, listener.connections_now);
    let help = "Connections that the listener took.";
    page.one("intake_connections_total", "counter", help, listener.connections);
    let help = "Connections to the listener that went over to TLS.";
    page.one("intake_encrypted_total", "counter", help, listener.encrypted);
    let help = "Mails that the listener said to have kept.";
    page.one("intake_mails_total", "counter", help, listener.kept);
    let help = "Their bytes.";
    page.one("intake_bytes_total", "counter", help, listener.bytes);
    let help = "What the listener refused, by reason.";
    page.by(
        "intake_refused_total",
        "counter",
        help,
        "reason",
        listener.all_refused(),
    );
    page.0
}

#[cfg(test)]
mod tests {
    use super::text;
    use ::inbound::Snapshot;

    #[test]
    fn every_number_is_there_with_what_it_is() {
        let text = text(&Snapshot::default(), Some(&intake::Snapshot::default()));
        for line in [
            "saatja_inbound_mails_total{source=\"smtp\",kind=\"bounce\"} 0",
            "saatja_inbound_outcomes_total{outcome=\"passed-on\"} 0",
            "saatja_intake_refused_total{reason=\"no-such-mailbox\"} 0",
        ] {
            assert!(text.lines().any(|one| one == line), "{line}\n{text}");
        }
        let named = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
        let named: Vec<&str> = named.filter_map(|rest| rest.split(' ').next()).collect();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (name, value) = line.rsplit_once(' ').unwrap();
            assert!(value.parse::<u64>().is_ok(), "{line}");
            assert!(named.contains(&name.split('{').next().unwrap()), "{line}");
        }
    }
}

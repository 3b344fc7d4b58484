//! Port and encryption: which pairs are right, as a table (RFC 8314, RFC 6409; docs/settings-rules.md).

use super::finding::{Field, Finding, Repair, Severity};
use crate::port::{OpenPorts, Port, Security};

/// A row of the table: this port with this encryption, what is to be said, and what to change.
struct Rule {
    port: Port,
    security: Security,
    key: &'static str,
    severity: Severity,
    field: Field,
    repair: Option<Repair>,
}

/// Pairs about which something is to be said. What is not listed here is right: 465 with SSL/TLS, 587 with STARTTLS.
const TABLE: &[Rule] = &[
    Rule {
        port: Port::SUBMISSIONS,
        security: Security::StartTls,
        key: "port-465-wants-tls",
        severity: Severity::Error,
        field: Field::Security,
        repair: Some(Repair::Security(Security::Tls)),
    },
    Rule {
        port: Port::SUBMISSIONS,
        security: Security::None,
        key: "port-465-wants-tls",
        severity: Severity::Error,
        field: Field::Security,
        repair: Some(Repair::Security(Security::Tls)),
    },
    Rule {
        port: Port::SUBMISSION,
        security: Security::Tls,
        key: "port-587-tls-unusual",
        severity: Severity::Warning,
        field: Field::Security,
        repair: Some(Repair::Security(Security::StartTls)),
    },
    Rule {
        port: Port::RELAY,
        security: Security::Tls,
        key: "port-25-tls-unusual",
        severity: Severity::Warning,
        field: Field::Security,
        repair: Some(Repair::Security(Security::StartTls)),
    },
    Rule {
        port: Port::RELAY,
        security: Security::StartTls,
        key: "port-25-relay",
        severity: Severity::Hint,
        field: Field::Port,
        repair: Some(Repair::PortAndSecurity(Port::SUBMISSION, Security::StartTls)),
    },
    Rule {
        port: Port::RELAY,
        security: Security::None,
        key: "port-25-relay",
        severity: Severity::Hint,
        field: Field::Port,
        repair: Some(Repair::PortAndSecurity(Port::SUBMISSION, Security::StartTls)),
    },
];

/// What the table says about a pair.
pub(super) fn about_pair(port: Port, security: Security) -> Option<Finding> {
    let rule = TABLE
        .iter()
        .find(|rule| rule.port == port && rule.security == security)?;
    let mut finding = Finding::new(rule.key, rule.severity, rule.field);
    finding.repair.clone_from(&rule.repair);
    Some(finding)
}

/// Whether users may connect to the port at all.
pub(super) fn about_open(port: Port, open: &OpenPorts) -> Option<Finding> {
    (!open.contains(port)).then(|| {
        Finding::error("port-not-open", Field::Port)
            .arg("port", &port)
            .arg("open", &open.listed())
            .mended_by(Repair::PortAndSecurity(Port::SUBMISSION, Security::StartTls))
    })
}

/// What is to be said about no encryption at all: a password travels so only to a server that an admin confirmed.
pub(super) fn about_plain(port: Port, has_user: bool, confirmed: bool) -> Finding {
    let (key, severity) = match (has_user, confirmed) {
        (false, _) => ("plain-readable", Severity::Warning),
        (true, true) => ("plain-confirmed", Severity::Warning),
        (true, false) => ("plain-not-allowed", Severity::Error),
    };
    Finding::new(key, severity, Field::Security).mended_by(Repair::Security(port.usual_security()))
}

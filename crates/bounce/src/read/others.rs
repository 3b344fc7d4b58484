//! Letters that were delivered, complained about or answered.

use super::{
    Scene,
    words::{clean, first_address, value_of},
};
use crate::{document::Document, report::Recipient};

impl Scene<'_> {
    fn plain(&self, address: Option<String>, evidence: &str) -> Recipient {
        Recipient {
            address,
            status: None,
            reply_code: None,
            cause: None,
            hard: false,
            evidence: clean(evidence),
            diagnostic: None,
            reporter: self.status.reporter.clone(),
            original_address: None,
            rule: None,
        }
    }

    /// Whom a letter reached.
    pub fn delivered(&self) -> Vec<Recipient> {
        let mut recipients: Vec<Recipient> = self
            .status
            .groups
            .iter()
            .map(|group| {
                let mut one = self.plain(
                    group.address.clone(),
                    group.diagnostic.as_deref().unwrap_or_default(),
                );
                one.status = group.status;
                one.diagnostic = group.diagnostic.as_deref().map(clean);
                one.original_address.clone_from(&group.original_address);
                one
            })
            .collect();
        for lines in &self.document.disposition {
            let value = |name| value_of(lines, name);
            let address = value("final-recipient").or_else(|| value("original-recipient"));
            let address = address.and_then(|value| first_address(&value));
            recipients.push(self.plain(address, &value("disposition").unwrap_or_default()));
        }
        if recipients.is_empty() {
            recipients = self
                .of_text()
                .into_iter()
                .map(|one| Recipient {
                    cause: None,
                    hard: false,
                    rule: None,
                    ..one
                })
                .collect();
        }
        recipients
    }

    /// Who complained.
    pub fn complained(&self) -> Vec<Recipient> {
        let written_to = self
            .document
            .original
            .as_ref()
            .and_then(|headers| headers.raw("To"))
            .and_then(first_address);
        let mut addresses: Vec<String> = Vec::new();
        for lines in &self.document.feedback {
            for name in ["original-rcpt-to", "removal-recipient"] {
                let found = value_of(lines, name).and_then(|value| first_address(&value));
                if addresses.is_empty() {
                    addresses.extend(found);
                }
            }
        }
        if addresses.is_empty() {
            addresses.extend(
                self.status
                    .groups
                    .iter()
                    .filter_map(|group| group.address.clone()),
            );
        }
        if addresses.is_empty() {
            addresses.extend(written_to);
        }
        let evidence = self
            .document
            .feedback
            .iter()
            .flatten()
            .find(|line| line.to_ascii_lowercase().starts_with("feedback-type"));
        let evidence = evidence.map_or_else(|| self.head.subject.clone().unwrap_or_default(), Clone::clone);
        if addresses.is_empty() {
            return vec![self.plain(None, &evidence)];
        }
        addresses
            .into_iter()
            .map(|address| self.plain(Some(address), &evidence))
            .collect()
    }

    /// Who answered.
    pub fn answered(&self) -> Vec<Recipient> {
        let from = self.head.from.as_deref().and_then(first_address);
        vec![self.plain(from, self.head.subject.as_deref().unwrap_or_default())]
    }
}

/// The type of a complaint.
pub fn feedback_type(document: &Document) -> String {
    let found = document
        .feedback
        .iter()
        .find_map(|lines| value_of(lines, "feedback-type"));
    found.map_or_else(
        || "abuse".to_owned(),
        |value| value.trim().to_ascii_lowercase().chars().take(40).collect(),
    )
}

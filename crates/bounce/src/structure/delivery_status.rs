//! `message/delivery-status` (RFC 3464), also where its form is broken.

use super::fields::{Field, decode_xtext, fields};
use crate::{limits, tokens};
use model::session::EnhancedCode;

/// What became of a recipient (RFC 3464, section 2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Not delivered, for good.
    Failed,
    /// Not yet.
    Delayed,
    /// Delivered, relayed or expanded.
    Delivered,
}

/// The fields of one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Final-Recipient, or what stands for it.
    pub address: Option<String>,
    /// Original-Recipient.
    pub original_address: Option<String>,
    /// Action.
    pub action: Option<Action>,
    /// Status.
    pub status: Option<EnhancedCode>,
    /// What stands behind the status in its field.
    pub status_comment: Option<String>,
    /// Diagnostic-Code, without its type.
    pub diagnostic: Option<String>,
    /// The reporter's own word for the cause (`X-PowerMTA-BounceCategory`), in lower case.
    pub category: Option<String>,
    /// Remote-MTA, without its type.
    pub remote: Option<String>,
}

/// A whole report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryStatus {
    /// Reporting-MTA, without its type.
    pub reporter: Option<String>,
    /// Original-Envelope-Id, decoded.
    pub envelope_id: Option<String>,
    /// One a recipient.
    pub groups: Vec<Group>,
}

impl DeliveryStatus {
    /// Whether these lines, which are not declared to be one, hold a report's fields.
    pub fn is_in(lines: &[String]) -> bool {
        let begins = |line: &String, name: &str| {
            let line = line.trim_start();
            line.get(..name.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(name))
        };
        let has = |name: &str| lines.iter().any(|line| begins(line, name));
        has("final-recipient:") || has("diagnostic-code:") || has("action:") && has("status:")
    }

    /// Reads the fields. A new recipient begins where a field comes for the second time.
    pub fn read(lines: &[String]) -> Self {
        let mut report = Self::default();
        let mut group = Group::default();
        for field in fields(lines) {
            match field {
                Field::Gap => {
                    if group.address.is_some() && group.action.is_some() {
                        report.close(&mut group);
                    }
                }
                Field::Named(name, value) => report.take(&mut group, &name, &value),
            }
        }
        report.close(&mut group);
        report
    }

    fn take(&mut self, group: &mut Group, name: &str, value: &str) {
        match name {
            "reporting-mta" => self.reporter = self.reporter.take().or_else(|| host(value)),
            "original-envelope-id" => {
                self.envelope_id.get_or_insert_with(|| decode_xtext(value));
            }
            "final-recipient" => {
                if group.address.is_some() {
                    self.close(group);
                }
                group.address = address(value);
            }
            "original-recipient" => {
                if group.original_address.is_some() || group.address.is_some() && group.status.is_some() {
                    // Some write it before the final one.
                    let next_begins = group.original_address.is_some();
                    if next_begins {
                        self.close(group);
                    }
                }
                group.original_address = address(value);
            }
            "x-actual-recipient" => {
                let found = address(value);
                if group
                    .address
                    .as_deref()
                    .is_none_or(|address| !address.contains('@'))
                {
                    group.address = found.or(group.address.take());
                }
            }
            "action" => group.action = action(value).or(group.action),
            "status" => {
                let codes = tokens::enhanced_codes(value);
                group.status = codes.first().copied().or(group.status);
                let comment = value
                    .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
                    .trim();
                if !comment.is_empty() {
                    group.status_comment = Some(comment.to_owned());
                }
            }
            "diagnostic-code" => {
                let text = without_type(value).to_owned();
                match &mut group.diagnostic {
                    Some(before) if before.len() < limits::HEADER => {
                        before.push(' ');
                        before.push_str(&text);
                    }
                    Some(_) => {}
                    none => *none = Some(text),
                }
            }
            "x-powermta-bouncecategory" => group.category = Some(value.to_ascii_lowercase()),
            "remote-mta" => group.remote = host(value).or(group.remote.take()),
            _ => {}
        }
    }

    fn close(&mut self, group: &mut Group) {
        let group = std::mem::take(group);
        let says_something = group.address.is_some() && (group.action.is_some() || group.status.is_some())
            || group.diagnostic.is_some()
            || group.action.is_some() && group.status.is_some();
        if says_something && self.groups.len() < limits::RECIPIENTS {
            self.groups.push(group);
        }
    }
}

/// `smtp; 550 no` to `550 no`.
fn without_type(value: &str) -> &str {
    match value.split_once(';') {
        Some((kind, rest))
            if kind.len() <= 20
                && kind
                    .trim()
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-') =>
        {
            rest.trim()
        }
        _ => value.trim(),
    }
}

fn host(value: &str) -> Option<String> {
    let value = without_type(value);
    let host = value
        .split([' ', '(', '['])
        .next()
        .unwrap_or_default()
        .trim_matches(['.', ']', ':']);
    let host = if host.is_empty() {
        value.trim_matches(['[', ']', ' '])
    } else {
        host
    };
    (!host.is_empty()).then(|| host.chars().take(255).collect())
}

fn address(value: &str) -> Option<String> {
    if let Some(found) = tokens::addresses(value).into_iter().next() {
        return Some(found.address.to_owned());
    }
    let value = without_type(value).trim_matches(['<', '>', ' ']);
    (!value.is_empty() && value.len() <= 254).then(|| value.to_owned())
}

fn action(value: &str) -> Option<Action> {
    let word = value.trim().trim_matches(['<', '>', '"']).to_ascii_lowercase();
    let word = word
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    match word {
        "failed" | "failure" | "fail" | "expired" | "rejected" | "error" | "undeliverable"
        | "undelivered" => Some(Action::Failed),
        "delayed" | "delay" | "deferred" => Some(Action::Delayed),
        "delivered" | "deliverable" | "relayed" | "expanded" | "success" => Some(Action::Delivered),
        _ => None,
    }
}

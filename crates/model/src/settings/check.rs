//! All rules over one form: the same code in the browser while typing and on the server before saving.

use super::{
    finding::{Field, Finding, Severity},
    form::SettingsForm,
    own_server::{Destination, OwnServer},
    password, port_rules, provider_rules,
};
use crate::{
    address::{DisplayName, DisplayNameError, Mailbox},
    host::{self, Host},
    port::{OpenPorts, Port, Security},
    provider::ProviderHint,
};
use serde::{Deserialize, Serialize};

/// The longest user name that is taken (RFC 4616 allows 255 octets).
const LONGEST_USER_NAME: usize = 255;

/// What the rules need to know beside the form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rules {
    /// The ports that users may connect to.
    pub open_ports: OpenPorts,
    /// Whether the operator lets passwords travel without encryption at all.
    pub plain_password_allowed: bool,
    /// What is stored already.
    pub saved: Option<Saved>,
}

/// What is stored already, as far as the rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The destination that the stored password belongs to.
    pub destination: Destination,
    /// Whether there is a stored password.
    pub password_set: bool,
}

/// What the rules made of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What was found, in the order of the fields.
    pub findings: Vec<Finding>,
    /// The settings, where no finding is an error.
    pub settings: Option<OwnServer>,
    /// Whether the stored password goes on serving (nothing typed, same destination).
    pub keeps_password: bool,
}

impl Checked {
    /// Whether it can be saved.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        self.settings.is_some()
    }

    /// The findings at one field.
    pub fn at(&self, field: Field) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.field == field)
    }

    /// The errors, in the order of the fields.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
    }
}

/// Holds a form against all rules. `typed_password` is only looked at, never kept.
#[must_use]
pub fn check(
    form: &SettingsForm,
    typed_password: &str,
    provider: Option<&ProviderHint>,
    rules: &Rules,
) -> Checked {
    let mut findings = Vec::new();
    let sender = check_address(form, &mut findings);
    let display_name = check_display_name(form, &mut findings);
    let (host, pasted_port) = check_server(form, provider, &mut findings);
    let port = check_port(form, pasted_port, rules, &mut findings);
    let security = check_security(form, &mut findings);
    let user_name = check_user_name(form, &mut findings);
    let plain_confirmed = form.plain_confirmed == "yes";

    if let (Some(port), Some(security)) = (port, security) {
        let own_endpoint = provider.zip(host.as_ref()).and_then(|(p, h)| p.endpoint(h, port));
        if own_endpoint.is_none_or(|e| e.security != security)
            && let Some(finding) = port_rules::about_pair(port, security)
        {
            findings.push(finding);
        }
        // 465 without encryption has its own, plainer error already.
        if security == Security::None && port != Port::SUBMISSIONS {
            let has_user = user_name.as_ref().is_ok_and(Option::is_some);
            findings.push(port_rules::about_plain(
                port,
                has_user,
                rules.plain_password_allowed,
                plain_confirmed,
            ));
        }
    }
    if let (Some(provider), Some(sender), Ok(Some(user))) = (provider, &sender, &user_name) {
        findings.extend(provider_rules::about_user_name(provider, sender, user));
        findings.extend(provider_rules::about_sender(provider, sender, user));
    }

    let destination = match (host, port, security, user_name) {
        (Some(host), Some(port), Some(security), Ok(user_name)) => Some(Destination {
            host,
            port,
            security,
            user_name,
        }),
        _ => None,
    };
    let has_user = !form.user_name.trim().is_empty();
    let keeps_password = check_password(
        typed_password,
        has_user,
        destination.as_ref(),
        provider,
        rules,
        &mut findings,
    );

    findings.sort_by_key(|finding| Field::ALL.iter().position(|field| *field == finding.field));
    let has_error = findings.iter().any(|finding| finding.severity == Severity::Error);
    let settings = match (destination, sender) {
        (Some(destination), Some(sender)) if !has_error => Some(OwnServer {
            destination,
            sender,
            display_name,
            plain_confirmed,
        }),
        _ => None,
    };
    Checked {
        findings,
        settings,
        keeps_password,
    }
}

fn check_address(form: &SettingsForm, findings: &mut Vec<Finding>) -> Option<Mailbox> {
    match Mailbox::parse(&form.address) {
        Ok(mailbox) => Some(mailbox),
        Err(error) => {
            findings.push(Finding::error(error.key(), Field::Address));
            None
        }
    }
}

fn check_display_name(form: &SettingsForm, findings: &mut Vec<Finding>) -> Option<DisplayName> {
    match DisplayName::parse(&form.display_name) {
        Ok(name) => Some(name),
        Err(DisplayNameError::Empty) => None,
        Err(error) => {
            findings.push(Finding::error(error.key(), Field::DisplayName));
            None
        }
    }
}

fn check_server(
    form: &SettingsForm,
    provider: Option<&ProviderHint>,
    findings: &mut Vec<Finding>,
) -> (Option<Host>, Option<Port>) {
    let pasted = host::split_pasted(&form.server);
    match Host::parse(pasted.host) {
        Ok(host) => {
            findings.extend(provider.and_then(|p| provider_rules::about_server(p, &host)));
            (Some(host), pasted.port)
        }
        Err(error) => {
            findings.push(Finding::error(error.key(), Field::Server));
            (None, pasted.port)
        }
    }
}

/// The port typed into its own field, or else the one pasted with the server.
fn check_port(
    form: &SettingsForm,
    pasted: Option<Port>,
    rules: &Rules,
    findings: &mut Vec<Finding>,
) -> Option<Port> {
    let port = match (form.port.trim(), pasted) {
        ("", Some(port)) => port,
        ("", None) => {
            findings.push(Finding::error("port-missing", Field::Port));
            return None;
        }
        (text, _) => {
            if let Ok(port) = text.parse() {
                port
            } else {
                findings.push(Finding::error("port-not-a-number", Field::Port));
                return None;
            }
        }
    };
    if let Some(finding) = port_rules::about_open(port, &rules.open_ports) {
        findings.push(finding);
    }
    Some(port)
}

fn check_security(form: &SettingsForm, findings: &mut Vec<Finding>) -> Option<Security> {
    let security = form.security.parse().ok();
    if security.is_none() {
        findings.push(Finding::error("security-missing", Field::Security));
    }
    security
}

/// A user name has no control characters: they could end a command or a field of AUTH PLAIN (RFC 4616).
fn check_user_name(form: &SettingsForm, findings: &mut Vec<Finding>) -> Result<Option<String>, ()> {
    let text = form.user_name.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > LONGEST_USER_NAME || text.chars().any(crate::address::is_invisible) {
        findings.push(Finding::error("user-name-invalid", Field::UserName));
        return Err(());
    }
    Ok(Some(text.to_owned()))
}

/// Whether the stored password goes on serving.
fn check_password(
    typed: &str,
    has_user: bool,
    destination: Option<&Destination>,
    provider: Option<&ProviderHint>,
    rules: &Rules,
    findings: &mut Vec<Finding>,
) -> bool {
    if !has_user {
        if !typed.is_empty() {
            findings.push(Finding::error("password-without-user", Field::UserName));
        }
        return false;
    }
    let same_destination = match (&rules.saved, destination) {
        (Some(saved), Some(destination)) => saved.destination == *destination,
        // While the destination is not readable nothing is said about the password.
        (_, None) => true,
        (None, Some(_)) => false,
    };
    let stored = rules.saved.as_ref().is_some_and(|saved| saved.password_set);
    if typed.is_empty() {
        if !stored {
            findings.push(Finding::error("password-missing", Field::Password));
        } else if !same_destination {
            findings.push(Finding::error("password-needed-again", Field::Password));
        }
    } else if typed.len() > password::LONGEST {
        findings.push(Finding::error("password-too-long", Field::Password));
    } else if typed
        .trim_matches(['\r', '\n', '\t'])
        .chars()
        .any(char::is_control)
    {
        findings.push(Finding::error("password-control", Field::Password));
    }
    if let Some(provider) = provider {
        findings.extend(provider_rules::about_password(provider, typed));
    }
    typed.is_empty() && stored && same_destination && destination.is_some()
}

#[cfg(test)]
mod tests;

//! The server's part of a form: where letters are handed in, as it counts with what is inherited.

use super::{PasswordUse, Rules, password::check_password};
use crate::{
    address::Mailbox,
    host::{self, Host},
    port::{Port, Security},
    provider::ProviderHint,
    settings::{
        finding::{Field, Finding},
        form::{SettingsForm, YES},
        layer::{Layer, UserName},
        own_server::Destination,
        port_rules, provider_rules,
    },
};

/// The server's part of a form.
pub(super) struct Server {
    host: Option<Host>,
    port: Option<Port>,
    security: Option<Security>,
    user_name: Option<UserName>,
    pub(super) destination: Option<Destination>,
    pub(super) password: PasswordUse,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            host: None,
            port: None,
            security: None,
            user_name: None,
            destination: None,
            password: PasswordUse::None,
        }
    }
}

impl Server {
    pub(super) fn of(
        form: &SettingsForm,
        counts: &SettingsForm,
        typed_password: &str,
        sender: Option<&Mailbox>,
        provider: Option<&ProviderHint>,
        rules: &Rules,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let (host, pasted_port) = check_server(counts, provider, rules, findings);
        let port = check_port(counts, pasted_port, rules, findings);
        let security = check_security(counts, rules, findings);
        let user_name = check_user_name(counts, findings);
        if let (Some(port), Some(security)) = (port, security) {
            let own_endpoint = provider.zip(host.as_ref()).and_then(|(p, h)| p.endpoint(h, port));
            if own_endpoint.is_none_or(|e| e.security != security)
                && let Some(finding) = port_rules::about_pair(port, security)
            {
                findings.push(finding);
            }
            // 465 without encryption has its own, plainer error already.
            if security == Security::None && port != Port::SUBMISSIONS {
                let has_user = user_name.as_ref().is_some_and(|name| name.name().is_some());
                let confirmed = host
                    .as_ref()
                    .is_some_and(|host| rules.plain_servers.iter().any(|(h, p)| h == host && *p == port));
                findings.push(port_rules::about_plain(port, has_user, confirmed));
            }
        }
        if let (Some(provider), Some(sender), Some(user)) =
            (provider, sender, user_name.as_ref().and_then(UserName::name))
        {
            findings.extend(provider_rules::about_user_name(provider, sender, user));
            findings.extend(provider_rules::about_sender(provider, sender, user));
        }
        let destination = match (&host, port, security, &user_name) {
            (Some(host), Some(port), Some(security), Some(user_name)) => Some(Destination {
                host: host.clone(),
                port,
                security,
                user_name: user_name.name().map(str::to_owned),
            }),
            _ => None,
        };
        let password = check_password(
            typed_password,
            form,
            !counts.user_name.trim().is_empty(),
            destination.as_ref(),
            provider,
            rules,
            findings,
        );
        Self {
            host,
            port,
            security,
            user_name,
            destination,
            password,
        }
    }

    /// What was typed of it, not what is inherited; while another mode is chosen there is none.
    pub(super) fn put_into(&self, layer: &mut Layer, form: &SettingsForm) {
        let typed = |text: &str| !text.trim().is_empty();
        if typed(&form.server) {
            layer.host.clone_from(&self.host);
        }
        if typed(&form.port) || host::split_pasted(&form.server).port.is_some() {
            layer.port = self.port;
        }
        if typed(&form.security) {
            layer.security = self.security;
        }
        if typed(&form.user_name) || form.no_sign_in == YES {
            layer.user_name.clone_from(&self.user_name);
        }
    }
}

fn check_server(
    counts: &SettingsForm,
    provider: Option<&ProviderHint>,
    rules: &Rules,
    findings: &mut Vec<Finding>,
) -> (Option<Host>, Option<Port>) {
    let pasted = host::split_pasted(&counts.server);
    if rules.is_base && pasted.host.is_empty() {
        return (None, pasted.port);
    }
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
    counts: &SettingsForm,
    pasted: Option<Port>,
    rules: &Rules,
    findings: &mut Vec<Finding>,
) -> Option<Port> {
    let port = match (counts.port.trim(), pasted) {
        ("", Some(port)) => port,
        ("", None) => {
            if !rules.is_base {
                findings.push(Finding::error("port-missing", Field::Port));
            }
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

fn check_security(counts: &SettingsForm, rules: &Rules, findings: &mut Vec<Finding>) -> Option<Security> {
    let security = counts.security.parse().ok();
    let left_to_others = rules.is_base && counts.security.is_empty();
    if security.is_none() && !left_to_others {
        findings.push(Finding::error("security-missing", Field::Security));
    }
    security
}

fn check_user_name(counts: &SettingsForm, findings: &mut Vec<Finding>) -> Option<UserName> {
    let user_name = counts.user_name.parse().ok();
    if user_name.is_none() {
        findings.push(Finding::error("user-name-invalid", Field::UserName));
    }
    user_name
}

//! All rules over one form: the same code in the browser while typing and on the server before saving.

use super::{
    finding::{Field, Finding, Severity},
    form::{SendingMode, SettingsForm, YES},
    layer::{Layer, UserName},
    letters,
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

/// What the rules need to know beside the form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rules {
    /// The ports that users may connect to.
    pub open_ports: OpenPorts,
    /// The servers to which an admin lets passwords travel without encryption (and the operator allows that at all).
    pub plain_servers: Vec<(Host, Port)>,
    /// What is stored already.
    pub saved: Option<Saved>,
    /// What counts where a field is left empty.
    pub inherited: Inherited,
    /// Whether this is a base for others (the company's defaults): then nothing has to be there.
    pub is_base: bool,
}

/// What is stored already, as far as the rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The destination that the stored password belongs to.
    pub destination: Destination,
    /// Whether there is a stored password.
    pub password_set: bool,
}

/// What counts where a field is left empty, as text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inherited {
    /// The values.
    pub form: SettingsForm,
    /// What the inherited password was entered for, where there is one.
    pub password_for: Option<Destination>,
}

/// The password that serves once the form is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordUse {
    /// The one that was typed.
    Typed,
    /// The stored one goes on serving (nothing typed, same destination).
    Stored,
    /// The inherited one: everything that it is bound to is inherited as well.
    Inherited,
    /// None: there is no sign-in, or it is a base that leaves the password to others.
    None,
}

/// What the rules made of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What was found, in the order of the fields.
    pub findings: Vec<Finding>,
    /// What is set, where no finding is an error.
    pub layer: Option<Layer>,
    /// The server as it counts (inherited parts included), where it is whole and no finding is an error.
    pub settings: Option<OwnServer>,
    /// Where letters would be handed in, as far as it can be read.
    pub destination: Option<Destination>,
    /// The password that serves then.
    pub password: PasswordUse,
}

impl Checked {
    /// Whether it can be saved.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        self.layer.is_some()
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

/// Holds a form against all rules. `typed_password` is only looked at, never kept. While another mode than own server is
/// chosen nothing is said about the server, and nothing of it is in the layer: what is stored of it stays.
#[must_use]
pub fn check(
    form: &SettingsForm,
    typed_password: &str,
    provider: Option<&ProviderHint>,
    rules: &Rules,
) -> Checked {
    let Mailing {
        mut findings,
        sender,
        display_name,
        server,
    } = Mailing::of(form, typed_password, provider, rules);
    let mut layer = letters::layer(form, &mut findings);
    in_order(&mut findings);
    let good = !findings.iter().any(|finding| finding.severity == Severity::Error);
    if !form.address.trim().is_empty() {
        layer.sender.clone_from(&sender);
    }
    if !form.display_name.trim().is_empty() {
        layer.display_name.clone_from(&display_name);
    }
    server.put_into(&mut layer, form);
    let settings = match (&server.destination, sender) {
        (Some(destination), Some(sender)) if good => Some(OwnServer {
            destination: destination.clone(),
            sender,
            display_name,
        }),
        _ => None,
    };
    Checked {
        findings,
        layer: good.then_some(layer),
        settings,
        destination: server.destination,
        password: server.password,
    }
}

/// What is to be said about sender, server and password while a person types: the same as [`check`] says of them.
#[must_use]
pub fn check_typing(
    form: &SettingsForm,
    typed_password: &str,
    provider: Option<&ProviderHint>,
    rules: &Rules,
) -> Vec<Finding> {
    let mut findings = Mailing::of(form, typed_password, provider, rules).findings;
    in_order(&mut findings);
    findings
}

/// The order of the fields on the page.
fn in_order(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| Field::ALL.iter().position(|field| *field == finding.field));
}

/// Sender, server and password.
struct Mailing {
    findings: Vec<Finding>,
    sender: Option<Mailbox>,
    display_name: Option<DisplayName>,
    server: Server,
}

impl Mailing {
    fn of(form: &SettingsForm, typed_password: &str, provider: Option<&ProviderHint>, rules: &Rules) -> Self {
        let mut findings = Vec::new();
        let counts = form.over(&rules.inherited.form);
        let sender = check_address(&counts, rules, &mut findings);
        let display_name = check_display_name(&counts, &mut findings);
        let by_portal = matches!(
            counts.mode.parse(),
            Ok(SendingMode::Portal | SendingMode::ReplyTo)
        );
        let server = if by_portal {
            Server::default()
        } else {
            Server::of(
                form,
                &counts,
                typed_password,
                sender.as_ref(),
                provider,
                rules,
                &mut findings,
            )
        };
        Self {
            findings,
            sender,
            display_name,
            server,
        }
    }
}

/// The server's part of a form.
struct Server {
    host: Option<Host>,
    port: Option<Port>,
    security: Option<Security>,
    user_name: Option<UserName>,
    destination: Option<Destination>,
    password: PasswordUse,
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
    fn of(
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
    fn put_into(&self, layer: &mut Layer, form: &SettingsForm) {
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

fn check_address(counts: &SettingsForm, rules: &Rules, findings: &mut Vec<Finding>) -> Option<Mailbox> {
    if rules.is_base && counts.address.trim().is_empty() {
        return None;
    }
    match Mailbox::parse(&counts.address) {
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

/// Which password serves.
fn check_password(
    typed: &str,
    form: &SettingsForm,
    has_user: bool,
    destination: Option<&Destination>,
    provider: Option<&ProviderHint>,
    rules: &Rules,
    findings: &mut Vec<Finding>,
) -> PasswordUse {
    if !has_user {
        if !typed.is_empty() {
            findings.push(Finding::error("password-without-user", Field::UserName));
        }
        return PasswordUse::None;
    }
    if let Some(provider) = provider {
        findings.extend(provider_rules::about_password(provider, typed));
    }
    if !typed.is_empty() {
        if typed.len() > password::LONGEST {
            findings.push(Finding::error("password-too-long", Field::Password));
        } else if typed
            .trim_matches(['\r', '\n', '\t'])
            .chars()
            .any(char::is_control)
        {
            findings.push(Finding::error("password-control", Field::Password));
        } else if destination.is_none() && rules.is_base {
            findings.push(Finding::error("password-without-server", Field::Password));
        }
        return PasswordUse::Typed;
    }
    let stored = rules.saved.as_ref().filter(|saved| saved.password_set);
    // While the destination is not readable nothing is said about the password.
    let Some(destination) = destination else {
        return if rules.is_base {
            PasswordUse::None
        } else {
            PasswordUse::Stored
        };
    };
    if stored.is_some_and(|saved| saved.destination == *destination) {
        return PasswordUse::Stored;
    }
    if form.leaves_destination() && rules.inherited.password_for.as_ref() == Some(destination) {
        return PasswordUse::Inherited;
    }
    if stored.is_some() {
        findings.push(Finding::error("password-needed-again", Field::Password));
    } else if !rules.is_base {
        findings.push(Finding::error("password-missing", Field::Password));
    }
    PasswordUse::None
}

#[cfg(test)]
mod tests;

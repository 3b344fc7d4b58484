//! All rules over one form: the same code in the browser while typing and on the server before saving.

mod password;
mod server;

use super::{
    finding::{Field, Finding, Severity},
    form::{SendingMode, SettingsForm},
    layer::Layer,
    letters,
    own_server::{Destination, OwnServer},
};
use crate::{
    address::{DisplayName, DisplayNameError, Mailbox},
    host::Host,
    port::{OpenPorts, Port},
    provider::ProviderHint,
};
use serde::{Deserialize, Serialize};
use server::Server;

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

#[cfg(test)]
mod tests;

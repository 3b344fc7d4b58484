//! Which password serves, by the destination that each was entered for.

use super::{PasswordUse, Rules};
use crate::{
    provider::ProviderHint,
    settings::{
        finding::{Field, Finding},
        form::SettingsForm,
        own_server::Destination,
        password, provider_rules,
    },
};

/// Which password serves.
pub(super) fn check_password(
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

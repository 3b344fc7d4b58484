//! What the provider of an address is known to want, said before its server says it.

use super::{
    finding::{Field, Finding, Repair, Severity},
    password,
};
use crate::{
    address::Mailbox,
    host::Host,
    provider::{FoundBy, PasswordKind, PasswordSignIn, ProviderHint, SenderRule, UserNameForm, WrongHostWhy},
};

/// A server name that is known to be wrong for this address.
pub(super) fn about_server(provider: &ProviderHint, host: &Host) -> Option<Finding> {
    let wrong = provider.wrong_hosts.iter().find(|wrong| wrong.host == *host)?;
    let key = match wrong.why {
        WrongHostWhy::Misprint => "server-misprint",
        WrongHostWhy::DataCentre => "server-data-centre",
        WrongHostWhy::NotForSending => "server-not-for-sending",
    };
    let finding = Finding::error(key, Field::Server)
        .arg("server", host)
        .arg("provider", &provider.name);
    Some(match &wrong.instead {
        Some(right) => finding.mended_by(Repair::Server(right.clone())),
        None => finding,
    })
}

/// A user name that is not of the provider's form.
pub(super) fn about_user_name(
    provider: &ProviderHint,
    address: &Mailbox,
    user_name: &str,
) -> Option<Finding> {
    let (key, wanted) = match &provider.user_name {
        // Where the address was recognised by its domain only the whole address works; with the provider's own
        // domains that is known, behind an MX another address of the company may be the account.
        UserNameForm::Address if !user_name.contains('@') => ("user-name-whole-address", address.as_str()),
        UserNameForm::LocalPart if user_name.contains('@') => ("user-name-local-part", address.local()),
        UserNameForm::Literal(word) if user_name != word => ("user-name-literal", word.as_str()),
        _ => return None,
    };
    Some(
        Finding::new(key, Severity::Warning, Field::UserName)
            .arg("provider", &provider.name)
            .arg("wanted", wanted)
            .mended_by(Repair::UserName(wanted.to_owned())),
    )
}

/// A sender that the provider will refuse or replace.
pub(super) fn about_sender(provider: &ProviderHint, address: &Mailbox, user_name: &str) -> Option<Finding> {
    if !user_name.contains('@') || address.is_same_as(user_name) {
        return None;
    }
    let (key, severity) = match provider.sender {
        SenderRule::EqualsUserName => ("sender-must-equal-user", Severity::Error),
        SenderRule::RewrittenToAccount => ("sender-rewritten", Severity::Warning),
        SenderRule::AccountOrAlias | SenderRule::AnyOfDomain | SenderRule::Verified | SenderRule::Unknown => {
            return None;
        }
    };
    Some(
        Finding::new(key, severity, Field::Address)
            .arg("provider", &provider.name)
            .arg("user", user_name)
            .mended_by(Repair::Address(user_name.to_owned())),
    )
}

/// Whether a password works there at all, and whether this one can be of the right kind.
pub(super) fn about_password(provider: &ProviderHint, typed: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let say = |key, severity| Finding::new(key, severity, Field::Password).arg("provider", &provider.name);
    match &provider.password_sign_in {
        PasswordSignIn::Works => {}
        PasswordSignIn::Ended(date) => {
            findings.push(say("password-ended", Severity::Warning).arg("date", date));
        }
        PasswordSignIn::OffByDefaultFrom(date) => {
            findings.push(say("password-off-by-default", Severity::Hint).arg("date", date));
        }
    }
    let wants_app = provider.password == PasswordKind::AppPassword && provider.found_by != FoundBy::Server;
    if wants_app && !typed.is_empty() && is_google(provider) && !password::has_google_form(typed) {
        findings.push(say("password-app-only", Severity::Warning));
    }
    findings
}

/// Google's app passwords are known by their form: sixteen lower-case letters. Of other providers' nothing is known.
fn is_google(provider: &ProviderHint) -> bool {
    provider
        .servers
        .iter()
        .any(|endpoint| endpoint.host.as_str() == "smtp.gmail.com")
}

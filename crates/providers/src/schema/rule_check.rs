//! What has to hold in a rule, and of all rules together.

use super::{
    check::{known, known_words},
    error::Problem,
    provider::Provider,
    rule::Rule,
    shadow,
};

/// Every key of [`model::session::Fault`]; a test holds it against the enum.
pub(super) const FAULTS: &[&str] = &[
    "destination-refused",
    "address-refused",
    "name-not-found",
    "name-without-address",
    "name-lookup-failed",
    "connect-refused",
    "connect-timeout",
    "connect-unreachable",
    "silent-server",
    "silent-wants-tls",
    "tls-against-plain",
    "plain-against-tls",
    "tls-too-old",
    "certificate-expired",
    "certificate-not-yet-valid",
    "certificate-wrong-name",
    "certificate-self-signed",
    "certificate-unknown-issuer",
    "certificate-revoked",
    "certificate-unusable",
    "tls-pin-mismatch",
    "tls-failed",
    "starttls-missing",
    "starttls-injected",
    "auth-missing",
    "auth-mechanism",
    "utf8-missing",
    "too-large",
    REFUSED,
    "closed",
    "timeout",
    "not-smtp",
    "in-doubt",
];

/// The key of the fault that carries a reply.
const REFUSED: &str = "refused";

/// Within one rule.
pub(super) fn check(rule: &Rule, providers: &[Provider]) -> Result<(), Problem> {
    known_words(rule)?;
    known("fault", &rule.fault, |word| FAULTS.contains(&word))?;
    for word in &rule.providers {
        known("provider or family", word, |word| {
            providers.iter().any(|provider| provider.answers_to(word))
        })?;
    }
    if rule.source.trim().is_empty() {
        return Err(Problem::Empty("source"));
    }
    if rule.fault != REFUSED && asks_about_reply(rule) {
        return Err(Problem::Contradiction("only a reply has codes and text"));
    }
    if rule.fault != REFUSED && rule.transient.is_none() {
        return Err(Problem::Contradiction("say whether it is transient"));
    }
    if !rule.codes.is_empty() && rule.class.is_some() {
        return Err(Problem::Contradiction("codes and class exclude each other"));
    }
    if rule.class.is_some_and(|class| !matches!(class, 4 | 5)) {
        return Err(Problem::Contradiction("a class is 4 or 5"));
    }
    if rule.codes.iter().any(|code| !(400..=599).contains(code)) {
        return Err(Problem::Contradiction("a refusal's code is from 400 to 599"));
    }
    if rule
        .text
        .iter()
        .chain(&rule.any_text)
        .any(|piece| !is_normal(piece))
    {
        return Err(Problem::Contradiction(
            "text is in lower case, with single spaces, and not blank",
        ));
    }
    if rule.clears_after_hours.is_some() && rule.transient == Some(false) {
        return Err(Problem::Contradiction("what clears by itself is transient"));
    }
    Ok(())
}

/// Against the rules before it: is there something left for it?
pub(super) fn check_reached(
    rule: &Rule,
    before: &[Rule],
    places: &[String],
    providers: &[Provider],
) -> Result<(), Problem> {
    let shadow = before
        .iter()
        .zip(places)
        .find(|(earlier, _)| shadow::shadows(earlier, rule, providers));
    match shadow {
        Some((_, place)) => Err(Problem::Shadowed {
            earlier: place.clone(),
        }),
        None => Ok(()),
    }
}

/// Together: every fault has a rule that asks for nothing else.
pub(super) fn check_complete(rules: &[Rule]) -> Result<(), Problem> {
    let general = |rule: &Rule| {
        rule.providers.is_empty()
            && rule.password.is_none()
            && rule.stages.is_empty()
            && !asks_about_reply(rule)
    };
    match FAULTS
        .iter()
        .find(|fault| !rules.iter().any(|rule| rule.fault == **fault && general(rule)))
    {
        Some(fault) => Err(Problem::Unexplained(fault)),
        None => Ok(()),
    }
}

fn asks_about_reply(rule: &Rule) -> bool {
    !rule.codes.is_empty()
        || rule.class.is_some()
        || rule.enhanced.is_some()
        || !rule.text.is_empty()
        || !rule.any_text.is_empty()
}

/// Replies are compared in lower case with single spaces.
fn is_normal(piece: &str) -> bool {
    let normal = piece
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    !normal.is_empty() && normal == piece
}

use super::{Meaning, Meanings};
use crate::{CAUSES, Catalogue, GUIDE_STEPS, Provider};
use model::{
    session::{CertificateFault, Fault, Reply, Stage},
    settings::Field,
};
use proptest::prelude::*;
use std::{collections::HashSet, time::Duration};

mod general;
mod microsoft;
mod others;

/// What a reply of this provider's server means; the reply as the server wrote it, lines parted by `|`.
fn explain(slug: &str, stage: Stage, said: &str) -> Meaning<'static> {
    let (code, _) = said.split_at(3);
    let lines = said
        .split('|')
        .map(|line| line.strip_prefix(code).unwrap().trim_start_matches(['-', ' ']));
    let reply = Reply::from_lines(code.parse().unwrap(), lines);
    Meanings::embedded()
        .unwrap()
        .explain(provider(slug), stage, &Fault::Refused(reply))
}

fn provider(slug: &str) -> Option<&'static Provider> {
    match slug {
        "" => None,
        slug => Some(Catalogue::embedded().unwrap().by_slug(slug).unwrap()),
    }
}

fn cause(slug: &str, stage: Stage, said: &str) -> &'static str {
    explain(slug, stage, said).cause
}

/// All faults but replies. The match has no wildcard: a new fault does not compile without a place here.
fn faults() -> Vec<Fault> {
    use CertificateFault::{Expired, NotYetValid, Revoked, SelfSigned, UnknownIssuer, Unusable, WrongName};
    let next = |fault: &Fault| match fault {
        Fault::DestinationRefused => Some(Fault::AddressRefused),
        Fault::AddressRefused => Some(Fault::NameNotFound),
        Fault::NameNotFound => Some(Fault::NameWithoutAddress),
        Fault::NameWithoutAddress => Some(Fault::NameLookupFailed),
        Fault::NameLookupFailed => Some(Fault::ConnectRefused),
        Fault::ConnectRefused => Some(Fault::ConnectTimeout),
        Fault::ConnectTimeout => Some(Fault::ConnectUnreachable),
        Fault::ConnectUnreachable => Some(Fault::SilentServer),
        Fault::SilentServer => Some(Fault::SilentWantsTls),
        Fault::SilentWantsTls => Some(Fault::TlsAgainstPlain),
        Fault::TlsAgainstPlain => Some(Fault::PlainAgainstTls),
        Fault::PlainAgainstTls => Some(Fault::TlsTooOld),
        Fault::TlsTooOld => Some(Fault::Certificate(Expired)),
        Fault::Certificate(Expired) => Some(Fault::Certificate(NotYetValid)),
        Fault::Certificate(NotYetValid) => Some(Fault::Certificate(WrongName)),
        Fault::Certificate(WrongName) => Some(Fault::Certificate(SelfSigned)),
        Fault::Certificate(SelfSigned) => Some(Fault::Certificate(UnknownIssuer)),
        Fault::Certificate(UnknownIssuer) => Some(Fault::Certificate(Revoked)),
        Fault::Certificate(Revoked) => Some(Fault::Certificate(Unusable)),
        Fault::Certificate(Unusable) => Some(Fault::PinMismatch),
        Fault::PinMismatch => Some(Fault::TlsFailed),
        Fault::TlsFailed => Some(Fault::StartTlsMissing),
        Fault::StartTlsMissing => Some(Fault::StartTlsInjected),
        Fault::StartTlsInjected => Some(Fault::AuthMissing),
        Fault::AuthMissing => Some(Fault::AuthMechanism),
        Fault::AuthMechanism => Some(Fault::Utf8Missing),
        Fault::Utf8Missing => Some(Fault::TooLarge),
        Fault::TooLarge => Some(Fault::Closed),
        Fault::Closed => Some(Fault::Timeout),
        Fault::Timeout => Some(Fault::NotSmtp),
        Fault::NotSmtp => Some(Fault::InDoubt),
        Fault::InDoubt | Fault::Refused(_) => None,
    };
    std::iter::successors(Some(Fault::DestinationRefused), next).collect()
}

#[test]
fn every_fault_is_its_own_cause() {
    let meanings = Meanings::embedded().unwrap();
    for fault in faults() {
        let meaning = meanings.explain(None, Stage::Connect, &fault);
        assert_eq!(meaning.cause, fault.key());
        assert!(!meaning.source.is_empty());
    }
}

#[test]
fn certificates_and_sign_in_are_the_accounts_fault() {
    let meanings = Meanings::embedded().unwrap();
    for fault in faults()
        .into_iter()
        .filter(|fault| matches!(fault, Fault::Certificate(_) | Fault::PinMismatch))
    {
        let meaning = meanings.explain(None, Stage::Tls, &fault);
        assert!(meaning.account_fault && !meaning.transient, "{fault:?}");
    }
    for said in [
        "535 5.7.8 no",
        "534 5.7.9 no",
        "454 4.7.0 later",
        "500 what?",
        "599 no",
    ] {
        assert!(explain("", Stage::Auth, said).account_fault, "{said}");
    }
    assert!(
        !meanings.explain(None, Stage::Accepted, &Fault::InDoubt).transient,
        "never sent again by itself"
    );
}

#[test]
fn every_cause_has_a_rule_and_every_rule_a_cause() {
    let used: HashSet<&str> = Meanings::embedded()
        .unwrap()
        .rules
        .iter()
        .map(|rule| rule.cause.as_str())
        .collect();
    assert_eq!(used, CAUSES.iter().copied().collect());
    assert_eq!(CAUSES.len(), used.len(), "no cause twice");
    assert_eq!(
        GUIDE_STEPS.iter().collect::<HashSet<_>>().len(),
        GUIDE_STEPS.len()
    );
}

/// The build refuses a rule that one earlier rule hides; this also finds one that several hide together.
#[test]
fn every_rule_is_taken_for_some_reply() {
    let meanings = Meanings::embedded().unwrap();
    let all = Catalogue::embedded().unwrap().all();
    for rule in &meanings.rules {
        let enhanced: Vec<String> = match rule.enhanced {
            None => vec![String::new()],
            Some(pattern) => (1..=60)
                .flat_map(|detail| {
                    [4, 5]
                        .into_iter()
                        .flat_map(move |class| [1, 2, 3, 4, 7].map(|s| (class, s, detail)))
                })
                .chain([(5, 7, 139)])
                .map(|(class, subject, detail)| format!("{class}.{subject}.{detail} "))
                .filter(|text| pattern.fits(text.trim().parse().unwrap()))
                .collect(),
        };
        let codes = if rule.codes.is_empty() {
            vec![451, 555]
        } else {
            rule.codes.clone()
        };
        let words = rule
            .text
            .iter()
            .chain(rule.any_text.first())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ");
        let replies: Vec<Fault> = match rule.fault.as_str() {
            "refused" => codes
                .iter()
                .flat_map(|code| {
                    enhanced
                        .iter()
                        .map(|e| Reply::from_lines(*code, [format!("{e}{words}").as_str()]))
                })
                .map(Fault::Refused)
                .collect(),
            key => faults().into_iter().filter(|fault| fault.key() == key).collect(),
        };
        let known = || all.iter().map(Some).chain([None]);
        let taken = ALL_STAGES.iter().any(|stage| {
            replies.iter().any(|fault| {
                known().any(|provider| {
                    std::ptr::eq(
                        meanings.explain(provider, *stage, fault).source,
                        rule.source.as_str(),
                    )
                })
            })
        });
        assert!(taken, "never taken: {rule:?}");
    }
}

#[test]
fn whoever_ended_password_sign_in_offers_no_mechanism() {
    let meanings = Meanings::embedded().unwrap();
    let of = |slug| {
        meanings
            .explain(provider(slug), Stage::Auth, &Fault::AuthMechanism)
            .cause
    };
    assert_eq!(of("outlook-com"), "outlook-com-password-ended");
    assert_eq!(of("zone"), "auth-mechanism");
    assert_eq!(of(""), "auth-mechanism");
}

const ALL_STAGES: &[Stage] = Stage::order(model::Security::StartTls);

proptest! {
    #[test]
    fn every_reply_has_a_meaning(
        code in 0_u16..=999,
        line in "([245]\\.[0-9]{1,3}\\.[0-9]{1,3} )?\\PC{0,80}",
        stage in prop::sample::select(ALL_STAGES),
        known in prop::option::of(0_usize..1000),
    ) {
        let all = Catalogue::embedded().unwrap().all();
        let provider = known.map(|place| &all[place % all.len()]);
        let fault = Fault::Refused(Reply::from_lines(code, [line.as_str()]));
        let meaning = Meanings::embedded().unwrap().explain(provider, stage, &fault);
        prop_assert!(CAUSES.contains(&meaning.cause));
        prop_assert!(!meaning.source.is_empty());
        prop_assert!(meaning.clears_after.is_none() || meaning.transient);
    }
}

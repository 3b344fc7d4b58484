//! The tables keep to their form.

use super::*;
use std::collections::HashSet;

fn raw_rules() -> Vec<RawRule> {
    FILES.iter().flat_map(|file| read::<File>(file).rule).collect()
}

#[test]
fn every_rule_is_complete() {
    let mut ids = HashSet::new();
    for rule in raw_rules() {
        assert!(ids.insert(rule.id.clone()), "{} is there twice", rule.id);
        assert!(
            !rule.source.is_empty() && rule.date.starts_with("20"),
            "{}",
            rule.id
        );
        assert!((1..=80).contains(&rule.rank), "{}", rule.id);
        let has_condition = !rule.said.is_empty()
            || !rule.status.is_empty()
            || !rule.reply.is_empty()
            || rule.stage.is_some();
        assert!(has_condition, "{} would always fit", rule.id);
        for code in &rule.status {
            assert!(
                code.parse::<model::session::EnhancedCode>().is_ok(),
                "{}: {code}",
                rule.id
            );
        }
        for host in &rule.hosts {
            assert!(
                host.contains('.') && *host == host.to_lowercase(),
                "{}: {host}",
                rule.id
            );
        }
    }
}

/// Short groups of words, never an address, never a whole sentence.
#[test]
fn every_phrase_is_a_phrase() {
    for rule in raw_rules() {
        let mut seen = HashSet::new();
        for phrase in &rule.said {
            assert!(seen.insert(phrase), "{}: {phrase} is there twice", rule.id);
            assert_eq!(*phrase, phrase.to_lowercase(), "{}", rule.id);
            assert!(
                !phrase.contains('@') && !phrase.contains("  "),
                "{}: {phrase}",
                rule.id
            );
            assert!(
                phrase.split_whitespace().count() <= 13 && phrase.chars().count() <= 80,
                "{}: {phrase}",
                rule.id
            );
            for piece in phrase.split('…') {
                let piece = piece.trim().trim_end_matches('*');
                assert!(piece.chars().count() >= 2, "{}: {phrase}", rule.id);
            }
        }
    }
}

#[test]
fn pieces_stand_in_their_order_and_not_far_apart() {
    let matcher = Matcher::new(["user … unknown", "quota*", "full"]).unwrap();
    let found = |text: &str| {
        matcher
            .find(text)
            .into_iter()
            .map(|hit| hit.phrase)
            .collect::<Vec<_>>()
    };
    assert_eq!(found(" the user a is unknown "), [0]);
    assert_eq!(found(" unknown user "), [] as [usize; 0]);
    assert_eq!(
        found(&format!(" user {} unknown ", "x".repeat(80))),
        [] as [usize; 0]
    );
    assert_eq!(found(" quotas "), [1]);
    assert_eq!(found(" fully "), [] as [usize; 0]);
    assert_eq!(found(" full full "), [2]);
}

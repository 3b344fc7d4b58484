//! `docs/sign-in.md` is what portal developers build on: it says what is so.

use serde_json::Value;

use super::Portal;
use crate::{
    launch::{LONGEST_LIFE, LONGEST_TOKEN, LaunchPage, TOLERANCE},
    signer::Signer,
};

const PAGE: &str = include_str!("../../../../../docs/sign-in.md");

/// The indented block after this line.
fn block_after(line: &str) -> String {
    let rest = PAGE.split_once(line).expect("the page has this line").1;
    rest.trim_start_matches('\n')
        .lines()
        .take_while(|line| line.starts_with("    "))
        .collect()
}

#[test]
fn its_example_lets_somebody_in() {
    let portal = Portal::new(Signer::generate_es256("2026-05").unwrap());
    let (header, claims) = (
        block_after("may say `\"typ\": \"JWT\"`:\n"),
        block_after("The claims:\n"),
    );
    let launch = portal.launch_raw(&header, &claims).unwrap();
    assert_eq!(launch.page, Some(LaunchPage::Settings));
}

#[test]
fn it_tells_of_every_claim_and_page() {
    let claims: Value = serde_json::from_str(&block_after("The claims:\n")).unwrap();
    for name in claims.as_object().unwrap().keys() {
        assert!(PAGE.contains(&format!("`{name}`")), "{name}");
    }
    for page in LaunchPage::ALL {
        assert!(PAGE.contains(&format!("`{}`", page.key())), "{}", page.key());
    }
}

#[test]
fn its_limits_are_ours() {
    assert!(PAGE.contains(&format!("more than {} KiB", LONGEST_TOKEN / 1024)));
    assert!(PAGE.contains(&format!("more than {} seconds", LONGEST_LIFE.as_secs())));
    assert!(PAGE.contains(&format!("differ by {} seconds", TOLERANCE.as_secs())));
}

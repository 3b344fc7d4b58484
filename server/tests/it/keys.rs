//! The keys that passwords are sealed with, changed while the program serves.

use crate::support::{
    Program, Setup,
    people::MARI,
    servers::{Servers, Typed},
};
use store::TestVerdict;
use testkit::{
    certificates::Certificates,
    wait::{PATIENCE, wait_until},
};

/// Runs `saatja keys …`, which has to succeed, and gives what it prints.
async fn keys(program: &Program, words: &[&str]) -> String {
    let output = program.run(&[&["keys"], words].concat()).await;
    assert!(output.status.success(), "{words:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Runs `saatja keys …`, which has to be refused, and gives the sentence.
async fn refused(program: &Program, words: &[&str]) -> String {
    let output = program.run(&[&["keys"], words].concat()).await;
    assert_eq!(output.status.code(), Some(1), "{words:?}: {output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Id, whether it is active, and how many companies need it.
fn listed(text: &str) -> Vec<(String, bool, u64)> {
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let companies = words[words.len() - 2].parse().unwrap();
        (words[0].to_owned(), words.contains(&"active"), companies)
    };
    text.lines().map(line).collect()
}

#[tokio::test]
async fn are_rotated_while_the_program_serves() {
    let certificates = Certificates::new();
    let servers = Servers::start(&certificates, &["mail.saatja.test"]).await;
    let setup = Setup::new().await.trust(&certificates);
    let setup = setup.dial("mail.saatja.test:465", servers.tls());
    let mut program = setup.start().await;
    let browser = program.sign_in(MARI).await;
    browser
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;

    let before = listed(&keys(&program, &["list"]).await);
    let [(old, true, 2)] = before.as_slice() else {
        panic!("one key, for two companies: {before:?}");
    };
    let new = keys(&program, &["add"]).await.trim().to_owned();
    let error = refused(&program, &["remove", old]).await;
    assert!(error.contains("is the active one"), "{error}");
    assert_eq!(
        listed(&keys(&program, &["list"]).await),
        [(old.clone(), true, 2), (new.clone(), false, 0)]
    );

    keys(&program, &["activate", &new]).await;
    wait_until("the running program knows it", PATIENCE, async || {
        program.setup.log().contains(&format!("active={new}"))
    })
    .await;
    let error = refused(&program, &["remove", old]).await;
    assert!(error.contains("still needed by 2 companies"), "{error}");
    let added = program
        .run(&["add-user", "uus@uus.ee", "--company", "Uus OÜ", "--name", "Uus"])
        .await;
    assert!(added.status.success(), "{added:?}");
    assert_eq!(
        listed(&keys(&program, &["list"]).await),
        [(old.clone(), false, 2), (new.clone(), true, 1)]
    );

    let said = keys(&program, &["rewrap"]).await;
    assert!(said.contains("rewrapped: 2 companies"), "{said}");
    let said = keys(&program, &["rewrap"]).await;
    assert!(said.contains("rewrapped: 0 companies"), "{said}");
    keys(&program, &["remove", old]).await;
    assert_eq!(listed(&keys(&program, &["list"]).await), [(new.clone(), true, 3)]);
    wait_until("the running program has forgotten it", PATIENCE, async || {
        program.setup.log().contains("keys=1")
    })
    .await;

    // What was sealed before serves, in the program that runs and in a new one.
    for restart in [false, true] {
        if restart {
            program.crash_and_restart().await;
        }
        browser.test().await;
        let people = program.people();
        let verdict = people.latest_test(&people.mari).await.unwrap().verdict;
        assert!(matches!(verdict, Some(TestVerdict::Passed { .. })), "{verdict:?}");
    }
    assert_eq!(servers.catcher.letters().len(), 2);
}

#[tokio::test]
async fn that_are_none_are_refused() {
    let program = Setup::new().await.start().await;
    let nobodys = "0123456789abcdef";
    for (words, why) in [
        (["activate", nobodys], "has no key 0123456789abcdef"),
        (["remove", nobodys], "has no key 0123456789abcdef"),
    ] {
        let error = refused(&program, &words).await;
        assert!(error.contains(why), "{error}");
    }
    let output = program.run(&["keys", "activate", "../../etc"]).await;
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let ring = std::fs::read(program.setup.keys()).unwrap();
    assert!(
        !program.setup.log().contains("was read again"),
        "a file that did not change is no news"
    );
    // Whoever may read the file sees the same keys as before.
    assert_eq!(listed(&keys(&program, &["list"]).await).len(), 1);
    assert_eq!(std::fs::read(program.setup.keys()).unwrap(), ring);
}

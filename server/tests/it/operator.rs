//! The program as its operator sees it: configuration, health, stopping, files.

use crate::support::{
    Browser, Program, Request, Setup, html, http,
    people::MARI,
    run,
    servers::{Servers, Typed},
};
use std::{fs, os::unix::fs::PermissionsExt, process::Output, time::Duration};
use testkit::{
    certificates::Certificates,
    unreachable::BlackHole,
    wait::{PATIENCE, wait_until},
};

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What it says on standard error; it must have failed, without a panic.
fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[tokio::test]
async fn check_config_prints_every_key() {
    insta::assert_snapshot!("check-config", printed(&run(&["check-config"], &[]).await));
}

#[tokio::test]
async fn what_check_config_prints_is_a_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("saatja.toml");
    let first = printed(&run(&["check-config"], &[]).await);
    fs::write(&path, &first).unwrap();
    assert_eq!(
        printed(&run(&["check-config", "--config", path.to_str().unwrap()], &[]).await),
        first
    );
    let path = path.to_str().unwrap().to_owned();
    assert_eq!(
        printed(&run(&["check-config"], &[("SAATJA_CONFIG", &path)]).await),
        first
    );
}

#[tokio::test]
async fn environment_goes_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("saatja.toml");
    fs::write(
        &path,
        "[limits]\ntests_per_user = 5\n[network]\nehlo = \"file.example.org\"",
    )
    .unwrap();
    let words = ["check-config", "--config", path.to_str().unwrap()];
    let environment = [
        ("SAATJA_LIMITS__TESTS_PER_USER", "7"),
        ("SAATJA_NETWORK__EXTRA_PORTS", "[2525]"),
        ("SAATJA_NETWORK__ALLOW", "[\"127.0.0.0/8\"]"),
        ("SAATJA_SERVER__LISTEN", "127.0.0.1:9"),
    ];
    let printed = printed(&run(&words, &environment).await);
    for line in [
        "tests_per_user = 7",
        "ehlo = \"file.example.org\"",
        "listen = \"127.0.0.1:9\"",
        "2525",
        "\"127.0.0.0/8\"",
    ] {
        assert!(printed.contains(line), "{line}: {printed}");
    }
}

#[tokio::test]
async fn errors_name_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("saatja.toml");
    for (text, expected) in [
        ("[server]\nlisten = \"nowhere\"", "server.listen"),
        ("[server]\nlitsen = \"127.0.0.1:1\"", "litsen"),
        ("[network]\nallow = [\"everything\"]", "network.allow"),
        ("[network]\nextra_ca = [\"/nowhere/ca.pem\"]", "network.extra_ca"),
        ("[limits]\ntests_per_user = -1", "limits.tests_per_user"),
        ("[log]\nformat = \"xml\"", "log.format"),
        ("[log]\nlevel = \"a=b=c\"", "log.level"),
        ("no toml at all", "saatja.toml"),
    ] {
        fs::write(&path, text).unwrap();
        let said = complaint(&run(&["check-config", "--config", path.to_str().unwrap()], &[]).await);
        assert!(said.contains(expected), "{text}: {said}");
    }
    let said = complaint(&run(&["check-config"], &[("SAATJA_SERVER__TIME_ZONE", "Europe/Tartu")]).await);
    assert!(said.contains("server.time_zone"), "{said}");
    let said = complaint(&run(&["check-config"], &[("SAATJA_SERVER__PORT", "1")]).await);
    assert!(said.contains("port"), "{said}");
    let said = complaint(&run(&["serve", "--config", "/nowhere/saatja.toml"], &[]).await);
    assert!(said.contains("/nowhere/saatja.toml"), "{said}");
}

#[tokio::test]
async fn what_is_missing_at_the_start_is_named() {
    let setup = Setup::new().await;
    let config = setup.config();
    let serve = ["serve", "--config", config.to_str().unwrap()];
    fs::remove_file(setup.folder().join("site/main.css.br")).unwrap();
    let said = complaint(&run(&serve, &[]).await);
    assert!(
        said.contains("server.site") && said.contains("main.css.br"),
        "{said}"
    );
    let setup = Setup::new().await;
    let config = setup.config();
    let serve = ["serve", "--config", config.to_str().unwrap()];
    let taken = std::net::TcpListener::bind(setup.address()).unwrap();
    let said = complaint(&run(&serve, &[]).await);
    assert!(
        said.contains("server.listen") && said.contains(&setup.address().to_string()),
        "{said}"
    );
    drop(taken);
    fs::write(setup.keys(), "nonsense").unwrap();
    let said = complaint(&run(&serve, &[]).await);
    assert!(said.contains("store.keys"), "{said}");
    assert_eq!(
        fs::read_to_string(setup.keys()).unwrap(),
        "nonsense",
        "a key file is never overwritten"
    );
}

#[tokio::test]
async fn what_is_secret_is_for_its_owner_alone() {
    let program = Setup::new().await.start_with(None).await;
    for path in [program.setup.keys(), program.setup.database()] {
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
    let keys = fs::read(program.setup.keys()).unwrap();
    let mut program = program;
    program.crash_and_restart().await;
    assert_eq!(fs::read(program.setup.keys()).unwrap(), keys, "made once");
}

#[tokio::test]
async fn users_are_added_from_the_command_line() {
    let program = Setup::new().await.start_with(None).await;
    let add = |email: &'static str, company: &'static str, more: &'static [&'static str]| {
        let program = &program;
        async move {
            let words = ["add-user", email, "--company", company, "--name", "Ants Tamm"];
            program.run(&[&words, more].concat()).await
        }
    };
    printed(&add("ants@naidis.ee", "Näidis OÜ", &["--language", "en"]).await);
    let link = program.link("ants@naidis.ee").await;
    assert!(link.starts_with("/en/sign-in/"), "{link}");
    let mut browser = program.browser();
    assert_eq!(
        browser.sign_in(&link).await.expect(303).location(),
        "/en/settings"
    );
    let page = browser.get("/en/settings").await.expect(200).html();
    assert!(page.contains("Ants Tamm") && page.contains("Näidis OÜ"));
    let said = complaint(&add("ANTS@naidis.ee", "Näidis OÜ", &[]).await);
    assert!(said.contains("address"), "{said}");
    // In another company he is another user; then a link needs to know which.
    printed(&add("ants@naidis.ee", "Teine OÜ", &["--admin"]).await);
    let said = complaint(&program.run(&["sign-in-link", "ants@naidis.ee"]).await);
    assert!(said.contains("Näidis OÜ") && said.contains("Teine OÜ"), "{said}");
    printed(
        &program
            .run(&["sign-in-link", "ants@naidis.ee", "--company", "Teine OÜ"])
            .await,
    );
    for (email, company) in [
        ("ants", "Näidis OÜ"),
        ("ants@naidis.ee", "a\u{202e}b"),
        ("ants@naidis.ee", ""),
    ] {
        let output = add(email, company, &[]).await;
        assert_eq!(output.status.code(), Some(2), "{email} {company:?}");
    }
}

#[tokio::test]
async fn catalogue_is_printed_as_json() {
    let printed = printed(&run(&["providers", "--json"], &[]).await);
    let catalogue: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let providers = catalogue["providers"]
        .as_array()
        .or(catalogue.as_array())
        .expect("a list of providers");
    assert!(providers.len() > 30, "{}", providers.len());
    let gmail = providers
        .iter()
        .find(|one| one["slug"] == "gmail")
        .expect("Gmail is known");
    assert!(gmail.to_string().contains("smtp.gmail.com"), "{gmail}");
    assert!(self::printed(&run(&["providers"], &[]).await).contains("smtp.gmail.com:465"));
}

/// A program with settings saved, before a mail server that takes its time.
async fn before_a_slow_server() -> (Program, Browser, Servers) {
    let certificates = Certificates::new();
    let servers = Servers::with(&certificates, &["mail.saatja.test"], |config| {
        config.answer_delay = Duration::from_millis(200);
    })
    .await;
    let setup = Setup::new()
        .await
        .trust(&certificates)
        .dial("mail.saatja.test:465", servers.tls());
    let program = setup.start().await;
    let browser = program.sign_in(MARI).await;
    browser
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    (program, browser, servers)
}

#[tokio::test]
async fn open_requests_finish_before_the_program_stops() {
    let (mut program, browser, servers) = before_a_slow_server().await;
    let path = browser.start_test().await;
    // The test's events are a request that goes on for as long as the test does.
    let mut watched = browser.stream(&format!("/live{path}?lang=et")).await;
    assert_eq!(watched.event().await.expect("the test runs")["done"], false);
    program.ask_to_stop();
    let mut last = watched.event().await.expect("the stream goes on");
    while let Some(event) = watched.event().await {
        last = event;
    }
    assert_eq!(last["done"], true, "it was cut off before the verdict");
    let page = last["html"].as_str().expect("the page's middle");
    assert!(
        html::stages(page).iter().all(|(class, _)| class == "ok"),
        "{}",
        html::verdict(page)
    );
    assert_eq!(program.end().await, Some(0), "{}", program.setup.log());
    assert_eq!(servers.catcher.letters().len(), 1);
}

#[tokio::test]
async fn a_test_that_nobody_watches_comes_to_its_verdict_before_the_program_stops() {
    let (mut program, browser, servers) = before_a_slow_server().await;
    browser.start_test().await;
    program.ask_to_stop();
    assert_eq!(program.end().await, Some(0), "{}", program.setup.log());
    assert_eq!(servers.catcher.letters().len(), 1);
    let run = program.people().latest_test(&program.people().mari).await;
    let verdict = run.and_then(|run| run.verdict);
    assert!(
        matches!(verdict, Some(store::TestVerdict::Passed { .. })),
        "{verdict:?}"
    );
}

#[tokio::test]
async fn idle_program_stops_at_once() {
    let mut program = Setup::new().await.start_with(None).await;
    assert_eq!(
        http::ask(program.address(), &Request::new("GET", "/healthz"))
            .await
            .body,
        b"ok\n"
    );
    assert_eq!(
        http::ask(program.address(), &Request::new("GET", "/readyz"))
            .await
            .body,
        b"ok\n"
    );
    program.ask_to_stop();
    assert_eq!(program.end().await, Some(0));
}

#[tokio::test]
async fn a_test_that_a_crash_cut_short_says_so() {
    let hole = BlackHole::start().await;
    let mut program = Setup::new()
        .await
        .dial("mail.saatja.test:465", hole.address())
        .start()
        .await;
    let browser = program.sign_in(MARI).await;
    browser
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    let path = browser.start_test().await;
    wait_until("a stage is stored", PATIENCE, async || {
        let run = program.people().latest_test(&program.people().mari).await;
        run.is_some_and(|run| !run.reports.is_empty())
    })
    .await;
    program.crash_and_restart().await;
    // The session outlives it, and so do the settings. Another program might be running the test: it is held to be lost
    // once nobody has said for a while that it goes on.
    let texts = texts::texts(model::Language::En);
    let mut page = String::new();
    wait_until("the test is held to be lost", PATIENCE * 2, async || {
        page = browser.get(&format!("/en{path}")).await.expect(200).html();
        html::verdict(&page).contains(&texts.get("test-title-aborted"))
    })
    .await;
    assert!(!page.contains("<script"), "nothing is watched any more");
    let mut stream = browser.stream(&format!("/live{path}?lang=en")).await;
    assert_eq!(stream.event().await.expect("a state")["done"], true);
    let standing = browser.get("/en/settings").await.expect(200).html();
    let standing = html::text(html::part(&standing, "class=\"standing\"", "</div>"));
    assert!(
        !standing.contains(&texts.get("badge-running")) && standing.contains(&texts.get("badge-never")),
        "{standing}"
    );
}

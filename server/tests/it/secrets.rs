//! A password goes to the place that it was entered for, and is found nowhere else.

use crate::support::{
    Answer, Program, Setup, html,
    http::percent,
    people::MARI,
    servers::{Servers, Typed},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use testkit::{
    catcher::{Behaviour, Identity},
    certificates::{Certificate, Certificates},
    hostile::{Conversation, HostileServer, Phase, Script, Step, Transport},
};

const USER: &str = "mari@saatja.test";
/// Entered for the good place.
const FIRST: &str = "Zx9-kohev-Parool!42";
/// Entered for the other place.
const SECOND: &str = "Qw7-teine-Parool!43";
const GOOD: &str = "good.saatja.test";
const EVIL: &str = "evil.saatja.test";

/// A password in every shape that it takes on its way.
fn shapes(user: &str, password: &str) -> Vec<String> {
    let encoded = [
        STANDARD.encode(format!("\0{user}\0{password}")),
        STANDARD.encode(format!("\0{user}\0{password}\0")),
        STANDARD.encode(password),
    ];
    let mut shapes = vec![
        password.to_owned(),
        percent(password),
        password.replace('!', "&#33;"),
    ];
    for encoded in encoded {
        shapes.push(encoded.trim_end_matches('=').to_owned());
        shapes.push(percent(&encoded));
        // Whatever stands around it, the middle of a longer text in base64 stays.
        shapes.push(encoded[8..encoded.len() - 4].to_owned());
    }
    // The same at the other two places that it can have within base64.
    for before in ["a", "ab"] {
        let encoded = STANDARD.encode(format!("{before}{password}"));
        shapes.push(encoded[4..encoded.len() - 4].to_owned());
    }
    shapes
}

fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

/// Panics where any shape of a password stands in this.
fn assert_without(what: &str, content: &[u8], user: &str, password: &str) {
    for shape in shapes(user, password) {
        assert!(!contains(content, &shape), "{what} has {shape}");
    }
}

/// Everything that a server was told, in clear and in TLS.
fn heard(server: &HostileServer) -> Vec<u8> {
    let all = server
        .hearings()
        .into_iter()
        .map(|hearing| [hearing.clear, hearing.inside_tls].concat());
    all.collect::<Vec<_>>().concat()
}

fn has_heard(server: &HostileServer, user: &str, password: &str) -> bool {
    let heard = heard(server);
    shapes(user, password).iter().any(|shape| contains(&heard, shape))
}

fn typed(server: &str, password: &str) -> Typed {
    Typed::new(USER, server).with("password", password)
}

/// Two places that take every letter and remember every word.
struct Places {
    program: Program,
    good: HostileServer,
    evil: HostileServer,
}

impl Places {
    async fn start() -> Self {
        let certificates = Certificates::new();
        let identity = |name| certificates.identity_for(Certificate::Valid, &[name]);
        let server =
            |identity: Identity| HostileServer::start(Conversation::over(Transport::Tls, &identity).well());
        let good = server(identity(GOOD)).await;
        let evil = server(identity(EVIL)).await;
        let setup = Setup::new()
            .await
            .trust(&certificates)
            .dial(&format!("{GOOD}:465"), good.address());
        // Whatever else is asked for ends at the other place.
        let setup = [25, 465, 587].iter().fold(setup, |setup, port| {
            setup.dial(&format!("{EVIL}:{port}"), evil.address())
        });
        let setup = [25, 587].iter().fold(setup, |setup, port| {
            setup.dial(&format!("{GOOD}:{port}"), evil.address())
        });
        let setup = setup.set("security", "plain_passwords = true");
        Self {
            program: setup.start().await,
            good,
            evil,
        }
    }
}

#[tokio::test]
async fn changed_destination_asks_for_the_password_again_and_gets_nothing_until_then() {
    let Places { program, good, evil } = Places::start().await;
    let browser = program.sign_in(MARI).await;
    browser.save_well(typed(GOOD, FIRST)).await;
    let empty = typed(GOOD, "");
    let changes = [
        empty.clone().with("server", EVIL),
        empty.clone().with("port", "587").with("security", "starttls"),
        empty.clone().with("port", "25").with("security", "tls"),
        empty.clone().with("port", "587").with("security", "none"),
        empty.clone().with("user_name", "kivi@saatja.test"),
        empty.clone().with("user_name", "MARI@saatja.test"),
        empty
            .clone()
            .with("server", &format!("{EVIL}:465"))
            .with("port", ""),
    ];
    for change in changes {
        for action in ["save", "test"] {
            let page = browser
                .save(change.clone().with("action", action))
                .await
                .expect(422)
                .html();
            let summary = html::part(&page, "id=\"error-summary\"", "</div>");
            assert!(summary.contains("href=\"#password\""), "{change:?}: {summary}");
        }
        // What is stored is still the good place, and that is what a test goes to.
        let (_, page) = browser.test().await;
        assert!(
            html::stages(&page).iter().all(|(class, _)| class == "ok"),
            "{}",
            html::verdict(&page)
        );
    }
    assert!(
        has_heard(&good, USER, FIRST),
        "or else the search at the other place is in vain"
    );
    assert!(evil.hearings().is_empty(), "{:?}", evil.hearings());
    // The same destination, written in another way, keeps it.
    browser
        .save_well(
            empty
                .clone()
                .with("server", &format!(" {} ", GOOD.to_uppercase())),
        )
        .await;
    // With the password entered for it the new place gets that, and not the earlier one.
    browser.save_well(typed(EVIL, SECOND)).await;
    browser.test().await;
    assert!(has_heard(&evil, USER, SECOND) && !has_heard(&evil, USER, FIRST));
    assert!(!has_heard(&good, USER, SECOND));
}

#[tokio::test]
async fn password_is_gone_once_its_destination_was_left() {
    let Places { program, good, evil } = Places::start().await;
    let browser = program.sign_in(MARI).await;
    browser.save_well(typed(GOOD, FIRST)).await;
    // To a place without sign-in: allowed, and the password goes.
    browser.save_well(typed(EVIL, "").with("user_name", "")).await;
    browser.test().await;
    assert!(
        !evil.heard("AUTH") && !has_heard(&evil, USER, FIRST),
        "{:?}",
        evil.hearings()
    );
    // And back: it has to be entered again.
    browser.save(typed(GOOD, "")).await.expect(422);
    let page = browser
        .save(typed(GOOD, "").with("action", "test"))
        .await
        .expect(422)
        .html();
    assert!(html::part(&page, "id=\"error-summary\"", "</div>").contains("href=\"#password\""));
    assert!(good.hearings().is_empty());
}

/// Whatever order the two arrive in, a test sends a password only to the place that it was entered for.
#[tokio::test]
async fn saving_and_testing_at_once_mixes_no_password_up() {
    let Places { program, good, evil } = Places::start().await;
    let browser = program.sign_in(MARI).await;
    browser.save_well(typed(GOOD, FIRST)).await;
    for round in 0..6 {
        let (place, password) = if round % 2 == 0 {
            (EVIL, SECOND)
        } else {
            (GOOD, FIRST)
        };
        let page = browser.get("/et/settings").await.html();
        let version = html::value(&page, "version").expect("a version");
        let save = typed(place, password)
            .with("version", &version)
            .with("action", "test");
        let fields = save.fields();
        let tests = || async {
            let answer = browser.post("/et/tests", &[]).await;
            if answer.status == 303 {
                let path = answer.location().to_owned();
                browser.get(&format!("{path}?wait=yes")).await.expect(200);
            }
        };
        let saving = browser.post("/et/settings", &fields);
        let (.., saved) = tokio::join!(tests(), tests(), tests(), saving);
        let path = saved.expect(303).location().to_owned();
        browser.get(&format!("{path}?wait=yes")).await.expect(200);
    }
    assert!(has_heard(&good, USER, FIRST) && has_heard(&evil, USER, SECOND));
    assert!(!has_heard(&good, USER, SECOND) && !has_heard(&evil, USER, FIRST));
}

/// What a person, a program or an operator gets to see.
async fn look_everywhere(program: &Program, browser: &crate::support::Browser) -> Vec<(String, Vec<u8>)> {
    let mut seen = program.written();
    let mut paths: Vec<String> = ["settings", "help", "settings?said=saved"]
        .iter()
        .map(|path| format!("/et/{path}"))
        .collect();
    let test = program
        .people()
        .latest_test(&program.people().mari)
        .await
        .expect("a test was run");
    for language in ["et", "en"] {
        paths.push(format!("/{language}/tests/{}", test.id));
        paths.push(format!("/live/tests/{}?lang={language}", test.id));
    }
    for path in paths {
        let answer: Answer = browser.get(&path).await.expect(200);
        seen.push((path, answer.everything().into_bytes()));
    }
    seen
}

/// Gives the password back in its refusal, in every shape in which it came, as a careless server would.
fn echoing(identity: &Identity, offer: &str) -> Script {
    let blob = STANDARD.encode(format!("\0{USER}\0{FIRST}"));
    let login = STANDARD.encode(FIRST);
    let whole = [
        FIRST,
        &blob,
        &login,
        blob.trim_end_matches('='),
        login.trim_end_matches('='),
    ];
    let echo = whole
        .map(|shape| format!("535-5.7.8 you said {shape} there\r\n"))
        .concat();
    Script::new(vec![
        Step::StartTls(identity.clone()),
        Step::reply("220 hi"),
        Step::Expect("EHLO"),
        Step::reply(&format!("250-hi\r\n250 {offer}")),
        Step::TakeSignIn,
        Step::Send(format!("{echo}535 5.7.8 wrong: {FIRST}\r\n").into_bytes()),
        Step::Silence,
    ])
}

#[tokio::test]
async fn password_is_found_nowhere_even_at_the_finest_log_level() {
    let certificates = Certificates::new();
    let names = [
        "takes.saatja.test",
        "refuses.saatja.test",
        "breaks.saatja.test",
        "echo-plain.saatja.test",
        "echo-login.saatja.test",
    ];
    let identity = certificates.identity_for(Certificate::Valid, &names);
    let takes = Servers::start(&certificates, &names).await;
    let refuses = Servers::with(&certificates, &names, |config| {
        config.behaviour = Behaviour::MicrosoftWrongCredentials;
    })
    .await;
    let over = Conversation::over(Transport::Tls, &identity);
    let breaks =
        HostileServer::start(over.turning(Phase::Auth, testkit::hostile::Trick::EndlessChallenges)).await;
    let plain = HostileServer::start(echoing(&identity, "AUTH PLAIN")).await;
    let login = HostileServer::start(echoing(&identity, "AUTH LOGIN")).await;
    let places = [
        takes.tls(),
        refuses.tls(),
        breaks.address(),
        plain.address(),
        login.address(),
    ];
    let mut setup = Setup::new()
        .await
        .trust(&certificates)
        .set("log", "level = \"trace\"");
    for (name, place) in names.iter().zip(places) {
        setup = setup.dial(&format!("{name}:465"), place);
    }
    let program = setup.start().await;
    let browser = program.sign_in(MARI).await;
    let mut pages = Vec::new();
    for name in names {
        // Refused once, so that it passes through an error page too.
        let bad = browser
            .save(typed(name, FIRST).with("port", "x"))
            .await
            .expect(422);
        let repaired = browser
            .save(
                typed(name, FIRST)
                    .with("security", "none")
                    .with("repair", "port-465-wants-tls"),
            )
            .await;
        let saved = browser
            .save(typed(name, FIRST).with("action", "test"))
            .await
            .expect(303);
        let path = saved.location().to_owned();
        let tested = browser.get(&format!("{path}?wait=yes")).await.expect(200);
        for answer in [bad, repaired.expect(200), saved, tested] {
            pages.push((name.to_owned(), answer.everything().into_bytes()));
        }
        pages.extend(look_everywhere(&program, &browser).await);
    }
    pages.extend(program.written());
    for server in [&breaks, &plain, &login] {
        assert!(
            has_heard(server, USER, FIRST),
            "or else the search below is in vain"
        );
    }
    let logs = pages.iter().filter(|(name, _)| name == "stderr.log");
    assert!(
        logs.clone().any(|(_, log)| contains(log, "TRACE")),
        "nothing was logged at trace level"
    );
    assert!(
        pages.iter().any(|(name, _)| name == "saatja.db-wal"),
        "the database was searched as well"
    );
    for (what, content) in &pages {
        assert_without(what, content, USER, FIRST);
    }
    // Nor does the session's token stand in the log.
    let token = browser
        .cookie
        .as_deref()
        .and_then(|cookie| cookie.split_once('='))
        .expect("a cookie")
        .1;
    for (_, log) in logs {
        assert!(!contains(log, token), "the session's token is in the log");
    }
}

#[tokio::test]
async fn diagnose_shows_no_password_either() {
    let certificates = Certificates::new();
    let identity = certificates.identity(Certificate::Valid);
    let folder = tempfile::tempdir().unwrap();
    let ca = certificates.write_ca(folder.path());
    let file = folder.path().join("password");
    std::fs::write(&file, format!("{FIRST}\nsecond line\n")).unwrap();
    let server = HostileServer::start(echoing(&identity, "AUTH PLAIN")).await;
    let to = server.address().to_string();
    let output = crate::support::run(
        &[
            "diagnose",
            "--server",
            "mail.saatja.test:465",
            "--security",
            "tls",
            "--from",
            USER,
            "--to",
            MARI,
            "--username",
            USER,
            "--password-file",
            file.to_str().unwrap(),
            "--ca",
            ca.to_str().unwrap(),
            "--allow-network",
            "127.0.0.0/8",
            "--connect-to",
            &to,
            "--json",
        ],
        &[("SAATJA_LOG__LEVEL", "trace"), ("RUST_LOG", "trace")],
    )
    .await;
    assert_eq!(output.status.code(), Some(1));
    assert!(has_heard(&server, USER, FIRST));
    assert_without(
        "what diagnose prints",
        &[output.stdout, output.stderr].concat(),
        USER,
        FIRST,
    );
}

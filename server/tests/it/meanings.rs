//! What a refusal means: the same words of a server lead to the same cause, and each cause has its own page, in both
//! languages. The pages are snapshots: head, meaning, steps.

use crate::support::{
    Browser, Program, Setup, html,
    people::MARI,
    servers::{Servers, Typed},
};
use model::session::Stage;
use std::time::{Duration, Instant};
use store::TestVerdict;
use testkit::{
    catcher::Behaviour,
    certificates::Certificates,
    unreachable::{BlackHole, refused_port},
};

/// A program, and a mail server that answers to these names: `smtp.gmail.com:465`, ...
struct Stand {
    program: Program,
    servers: Servers,
    browser: Browser,
}

impl Stand {
    async fn with(destinations: &[&str]) -> Self {
        let certificates = Certificates::new();
        let names: Vec<&str> = destinations
            .iter()
            .filter_map(|one| one.split(':').next())
            .collect();
        let servers = Servers::start(&certificates, &names).await;
        let mut setup = Setup::new().await.trust(&certificates);
        for destination in destinations {
            let door = if destination.ends_with(":465") {
                servers.tls()
            } else {
                servers.starttls()
            };
            setup = setup.dial(destination, door);
        }
        let program = setup.start().await;
        let browser = program.sign_in(MARI).await;
        Self {
            program,
            servers,
            browser,
        }
    }

    /// Tests what is typed against a server that answers in this way; the page is held against its snapshot.
    async fn refuses(&self, name: &str, typed: &Typed, behaviour: Behaviour, stage: Stage, cause: &str) {
        self.servers.catcher.set_behaviour(behaviour);
        self.browser.save_well(typed.clone()).await;
        page_of(&self.program, &self.browser, name, stage, cause).await;
    }
}

/// Tests what is saved; the page is held against its snapshot.
async fn page_of(program: &Program, browser: &Browser, name: &str, stage: Stage, cause: &str) -> String {
    let (path, et) = browser.test().await;
    let en = browser.get(&format!("/en{path}")).await.expect(200).html();
    let run = program
        .people()
        .latest_test(&program.people().mari)
        .await
        .expect("a test");
    let verdict = TestVerdict::Failed {
        cause: cause.to_owned(),
        stage,
    };
    assert_eq!(run.verdict, Some(verdict), "{name}: {}", html::verdict(&et));
    let other = |page| html::text(html::part(page, "<ul class=\"others\"", "</ul>"));
    let shown = format!(
        "{cause}, at {}\n\n{}\n{}\n\n{}\n{}\n",
        stage.key(),
        html::verdict(&et),
        other(&et),
        html::verdict(&en),
        other(&en)
    );
    insta::assert_snapshot!(name, shown);
    en
}

#[tokio::test]
async fn microsoft() {
    let stand = Stand::with(&["smtp.office365.com:587"]).await;
    let typed = Typed::new("arved@naidis.ee", "smtp.office365.com")
        .with("user_name", "mari@naidis.ee")
        .with("port", "587")
        .with("security", "starttls");
    for (name, behaviour, stage, cause) in [
        (
            "535-5.7.139-tenant",
            Behaviour::MicrosoftTenantDisabled,
            Stage::Auth,
            "microsoft-smtp-auth-disabled-tenant",
        ),
        (
            "535-5.7.139-mailbox",
            Behaviour::MicrosoftMailboxDisabled,
            Stage::Auth,
            "microsoft-smtp-auth-disabled-mailbox",
        ),
        (
            "535-5.7.139-basic",
            Behaviour::MicrosoftBasicDisabled,
            Stage::Auth,
            "microsoft-basic-auth-disabled",
        ),
        (
            "535-5.7.139-credentials",
            Behaviour::MicrosoftWrongCredentials,
            Stage::Auth,
            "microsoft-wrong-credentials",
        ),
        (
            "535-5.7.139-policy",
            Behaviour::MicrosoftSecurityPolicy,
            Stage::Auth,
            "microsoft-security-policy",
        ),
        (
            "530-5.7.57",
            Behaviour::MicrosoftNotAuthenticated,
            Stage::MailFrom,
            "microsoft-not-signed-in",
        ),
        (
            "550-5.7.60",
            Behaviour::MicrosoftSenderNotAllowed,
            Stage::Accepted,
            "microsoft-sender-not-allowed",
        ),
        (
            "432-4.3.2",
            Behaviour::MicrosoftTooManyConnections,
            Stage::Accepted,
            "microsoft-too-many-connections",
        ),
    ] {
        stand.refuses(name, &typed, behaviour, stage, cause).await;
    }
}

#[tokio::test]
async fn google() {
    let stand = Stand::with(&["smtp.gmail.com:465"]).await;
    let typed = Typed::new("mari@gmail.com", "smtp.gmail.com").with("password", "abcd efgh ijkl mnop");
    for (name, behaviour, stage, cause) in [
        (
            "534-5.7.9-gmail",
            Behaviour::GmailAppPasswordRequired,
            Stage::Auth,
            "app-password-required",
        ),
        (
            "535-5.7.8-gmail",
            Behaviour::GmailBadCredentials,
            Stage::Auth,
            "gmail-wrong-credentials",
        ),
        (
            "550-5.4.5-gmail",
            Behaviour::GmailDailyQuota,
            Stage::Accepted,
            "gmail-daily-quota",
        ),
    ] {
        stand.refuses(name, &typed, behaviour, stage, cause).await;
    }
}

#[tokio::test]
async fn estonian() {
    let stand = Stand::with(&["mail.mail.ee:465", "smtp.zone.eu:465"]).await;
    let typed = Typed::new("mari@mail.ee", "mail.mail.ee");
    let bad_password = Behaviour::MailEeBadPassword;
    stand
        .refuses(
            "535-5.7.8-mail-ee",
            &typed,
            bad_password,
            Stage::Auth,
            "mail-ee-wrong-credentials",
        )
        .await;
    let mismatch = Behaviour::MailEeSenderMismatch;
    stand
        .refuses(
            "553-5.7.1-mail-ee",
            &typed,
            mismatch,
            Stage::RcptTo,
            "sender-not-allowed",
        )
        .await;
    let typed = Typed::new("mari@naidis.ee", "smtp.zone.eu");
    stand
        .refuses(
            "access-denied-zone",
            &typed,
            Behaviour::ZoneBlocked,
            Stage::Accepted,
            "zone-access-denied",
        )
        .await;
}

#[tokio::test]
async fn any_server() {
    let stand = Stand::with(&["mail.saatja.test:465", "mail.saatja.test:587"]).await;
    let tls = Typed::new("mari@saatja.test", "mail.saatja.test");
    let starttls = tls.clone().with("port", "587").with("security", "starttls");
    for (name, typed, behaviour, stage, cause) in [
        (
            "535-5.7.8-any",
            &tls,
            Behaviour::MailEeBadPassword,
            Stage::Auth,
            "wrong-credentials",
        ),
        (
            "starttls-missing",
            &starttls,
            Behaviour::NoStartTls,
            Stage::Tls,
            "starttls-missing",
        ),
        (
            "auth-missing",
            &tls,
            Behaviour::NoAuth,
            Stage::Auth,
            "auth-missing",
        ),
        (
            "550-5.1.1",
            &tls,
            Behaviour::RecipientUnknown,
            Stage::RcptTo,
            "recipient-refused",
        ),
        (
            "450-4.7.1",
            &tls,
            Behaviour::Greylisted,
            Stage::RcptTo,
            "greylisted",
        ),
        (
            "454-4.7.0",
            &tls,
            Behaviour::TemporaryAuthFailure,
            Stage::Auth,
            "auth-temporary",
        ),
        (
            "drop-after-data",
            &tls,
            Behaviour::DropAfterData,
            Stage::Accepted,
            "in-doubt",
        ),
    ] {
        stand.refuses(name, typed, behaviour, stage, cause).await;
    }
}

#[tokio::test]
async fn wrong_door() {
    let certificates = Certificates::new();
    let names = ["plain.saatja.test", "tls.saatja.test"];
    let servers = Servers::start(&certificates, &names).await;
    let nobody = refused_port();
    let setup = Setup::new()
        .await
        .trust(&certificates)
        .dial("plain.saatja.test:465", servers.plain())
        .dial("plain.saatja.test:587", servers.starttls())
        .dial("tls.saatja.test:587", servers.tls())
        .dial("nobody.saatja.test:465", nobody.address())
        .dial("nobody.saatja.test:587", servers.starttls());
    let program = setup.start().await;
    let browser = program.sign_in(MARI).await;
    let typed = |server| Typed::new("mari@saatja.test", server);
    browser.save_well(typed("plain.saatja.test")).await;
    page_of(
        &program,
        &browser,
        "tls-against-plain",
        Stage::Tls,
        "tls-against-plain",
    )
    .await;
    browser
        .save_well(
            typed("tls.saatja.test")
                .with("port", "587")
                .with("security", "starttls"),
        )
        .await;
    page_of(
        &program,
        &browser,
        "silent-wants-tls",
        Stage::Greeting,
        "silent-wants-tls",
    )
    .await;
    browser.save_well(typed("nobody.saatja.test")).await;
    let page = page_of(
        &program,
        &browser,
        "nobody-listens",
        Stage::Connect,
        "connect-refused",
    )
    .await;
    assert!(
        page.contains("→ 127.0.0.1"),
        "who refuses is told, unlike who does not answer"
    );
    browser.save_well(typed("unknown.saatja.test")).await;
    page_of(&program, &browser, "name-not-found", Stage::Dns, "name-not-found").await;
}

#[tokio::test]
async fn black_hole_gets_its_verdict_within_ten_seconds_and_the_open_ports_are_named() {
    let certificates = Certificates::new();
    let servers = Servers::start(&certificates, &["hole.saatja.test"]).await;
    let hole = BlackHole::start().await;
    let setup = Setup::new()
        .await
        .trust(&certificates)
        .dial("hole.saatja.test:465", hole.address())
        .dial("hole.saatja.test:587", servers.starttls());
    let program = setup.start().await;
    let browser = program.sign_in(MARI).await;
    browser
        .save_well(Typed::new("mari@saatja.test", "hole.saatja.test"))
        .await;
    let begin = Instant::now();
    let page = page_of(
        &program,
        &browser,
        "black-hole",
        Stage::Connect,
        "connect-timeout",
    )
    .await;
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
    let others = html::text(html::part(&page, "<ul class=\"others\"", "</ul>"));
    assert!(others.contains("587") && others.contains("STARTTLS"), "{others}");
}

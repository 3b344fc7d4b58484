//! Who gets in, and what is another company's.

use super::{admin, old_session};
use crate::support::{
    Browser, Program, Request, Setup,
    people::{KIVI, MARI, TIINA},
};
use secrecy::SecretString;
use store::{Actor, ApiKeys as _, Exception, KeyScope, SaveWebhook, Store as _, Trusted, Webhook};

const PAGES: [&str; 10] = [
    "/company",
    "/company/settings",
    "/company/users",
    "/company/sender-user",
    "/company/network",
    "/company/encryption",
    "/company/api-keys",
    "/company/webhooks",
    "/company/retention",
    "/company/audit",
];
const NOBODY: &str = "01890000-0000-7000-8000-000000000000";

/// Every address that takes a form, some with ids.
const FORMS: [&str; 17] = [
    "/company/settings",
    "/company/sender-user",
    "/company/network",
    "/company/encryption/authority",
    "/company/encryption/pin",
    "/company/encryption/{exception}/remove",
    "/company/api-keys",
    "/company/api-keys/{key}/rotate",
    "/company/api-keys/{key}/revoke",
    "/company/webhooks",
    "/company/webhooks/{webhook}",
    "/company/webhooks/{webhook}/test",
    "/company/webhooks/{webhook}/messages/{message}/resend",
    "/company/webhooks/{webhook}/delete",
    "/company/webhooks/{webhook}/secret",
    "/company/retention",
    "/company/audit/export.csv",
];

/// Pages below the others.
const BELOW: [&str; 7] = [
    "/company/users/{user}",
    "/company/encryption/{exception}/remove",
    "/company/api-keys/{key}/rotate",
    "/company/api-keys/{key}/revoke",
    "/company/webhooks/{webhook}",
    "/company/webhooks/{webhook}/secret",
    "/company/webhooks/{webhook}/delete",
];

/// What a company has that can be named in an address.
struct Things {
    user: String,
    exception: Exception,
    key: String,
    webhook: Webhook,
    message: String,
}

impl Things {
    async fn of(program: &Program, email: &str) -> Self {
        let people = program.people();
        let user = [&people.kivi, &people.tiina]
            .into_iter()
            .find(|user| user.email.as_str() == email)
            .unwrap();
        let (store, by) = (people.store(), Actor::Operator);
        let company = store.company(user.company);
        let trusted = Trusted::Pin {
            host: "mail.teine.ee".parse().unwrap(),
            port: "465".parse().unwrap(),
            spki_sha256: "00ff".repeat(16),
        };
        let save = SaveWebhook {
            url: "https://hook.teine.ee/secret-place".to_owned(),
            events: Vec::new(),
            enabled: true,
        };
        let secret = SecretString::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let webhook = company.create_webhook(&save, &secret, &by).await.unwrap();
        let scope = KeyScope {
            portal: model::PortalId::lone(),
            company: Some(user.company),
        };
        let (key, _) = store
            .create_api_key(&scope, "teise firma võti", None, &by)
            .await
            .unwrap();
        Self {
            user: user.id.to_string(),
            exception: company.add_exception(&trusted, &by).await.unwrap(),
            key: key.id.to_string(),
            message: company.send_webhook_test(webhook.id).await.unwrap().to_string(),
            webhook,
        }
    }

    fn path(&self, path: &str) -> String {
        path.replace("{user}", &self.user)
            .replace("{exception}", &self.exception.id.to_string())
            .replace("{key}", &self.key)
            .replace("{webhook}", &self.webhook.id.to_string())
            .replace("{message}", &self.message)
    }
}

fn of_nobody(path: &str) -> String {
    ["{user}", "{exception}", "{key}", "{webhook}", "{message}"]
        .into_iter()
        .fold(path.to_owned(), |path, name| path.replace(name, NOBODY))
}

#[tokio::test]
async fn an_admin_has_every_page_in_both_languages() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let things = Things::of(&program, KIVI).await;
    for path in PAGES.into_iter().chain(BELOW) {
        for language in ["et", "en"] {
            let answer = kivi
                .get(&format!("/{language}{}", things.path(path)))
                .await
                .expect(200);
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
            let page = answer.html();
            assert!(page.contains(&format!("<html lang=\"{language}\">")), "{path}");
            assert!(
                !page.contains('⟦'),
                "{language}{path} has a sentence without words: {page}"
            );
            assert!(!page.contains("whsec_"), "{path}");
        }
    }
    kivi.get("/fr/company").await.expect(404);
    kivi.get("/et/company/nothing").await.expect(404);
}

#[tokio::test]
async fn nobody_else_has_any() {
    let program = Setup::new().await.start().await;
    let things = Things::of(&program, KIVI).await;
    let (mari, stranger) = (program.sign_in(MARI).await, program.browser());
    for (browser, status) in [(&mari, 403), (&stranger, 401)] {
        for path in PAGES.into_iter().chain(BELOW) {
            let answer = browser
                .get(&format!("/et{}", things.path(path)))
                .await
                .expect(status);
            assert!(!answer.everything().contains("hook.teine.ee"), "{path}");
        }
        for path in FORMS {
            browser
                .post(&format!("/et{}", things.path(path)), &[])
                .await
                .expect(status);
        }
    }
}

#[tokio::test]
async fn a_role_counts_at_the_next_request() {
    let program = Setup::new().await.start().await;
    let (kivi, people) = (admin(&program).await, program.people());
    kivi.get("/et/company/users").await.expect(200);
    let change = store::UserChange {
        role: Some(store::Role::User),
        ..store::UserChange::default()
    };
    people
        .store()
        .company(people.kivi.company)
        .update_user(people.kivi.id, &change, &Actor::Operator)
        .await
        .unwrap();
    kivi.get("/et/company/users").await.expect(403);
    kivi.post("/et/company/api-keys", &[("name", "x")])
        .await
        .expect(403);
}

#[tokio::test]
async fn what_is_another_companys_is_not_there() {
    let program = Setup::new().await.start().await;
    let (kivi, theirs) = (admin(&program).await, Things::of(&program, TIINA).await);
    for path in BELOW {
        let path = format!("/et{}", theirs.path(path));
        let there = kivi.get(&path).await.expect(404);
        let nowhere = kivi
            .get(&format!("/et{}", of_nobody(&path[3..])))
            .await
            .expect(404);
        assert_eq!(
            there.body.len(),
            nowhere.body.len(),
            "{path} looks like one that never was"
        );
    }
    let fields = good;
    for path in FORMS.into_iter().filter(|path| path.contains('{')) {
        let answer = kivi
            .post(&format!("/et{}", theirs.path(path)), &fields(path))
            .await;
        answer.expect(404);
        kivi.post(&format!("/et{}", of_nobody(path)), &fields(path))
            .await
            .expect(404);
        for odd in ["x", "..%2f..", "%00"] {
            let odd = path
                .replacen("{webhook}", odd, 1)
                .replacen("{key}", odd, 1)
                .replacen("{exception}", odd, 1);
            kivi.post(&format!("/et{}", of_nobody(&odd)), &fields(path))
                .await
                .expect(404);
        }
    }
    // A message of one webhook is not reached through another.
    let mine = Things::of(&program, KIVI).await;
    let path = format!(
        "/et/company/webhooks/{}/messages/{}/resend",
        mine.webhook.id, theirs.message
    );
    kivi.post(&path, &[]).await.expect(404);
    let version = kivi.version("/company/sender-user").await;
    let fields = [
        ("user", theirs.user.as_str()),
        ("version", version.as_str()),
        ("action", "save"),
    ];
    let answer = kivi.post("/et/company/sender-user", &fields).await.expect(422);
    assert!(!answer.html().contains("Tiina"));
    let answer = kivi
        .get("/et/company/audit?person=tiina%40teine.ee")
        .await
        .expect(422);
    assert!(!answer.html().contains("Teine O"));

    let company = program.people().store().company(program.people().tiina.company);
    assert_eq!(company.webhooks().await.unwrap(), [theirs.webhook]);
    assert_eq!(company.exceptions().await.unwrap(), [theirs.exception]);
}

/// A form's fields as they would be taken.
fn good(path: &str) -> Vec<(&'static str, &'static str)> {
    const PIN: &str = "00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff";
    match path.rsplit('/').next().unwrap() {
        "rotate" | "secret" => vec![("overlap", "none"), ("action", "save")],
        "{webhook}" => vec![
            ("url", "https://mine.ee/"),
            ("which", "all"),
            ("version", "1"),
            ("action", "save"),
        ],
        "webhooks" => vec![("url", "https://mine.ee/"), ("which", "all")],
        "api-keys" => vec![("name", "Kassa"), ("days", "1")],
        "settings" => vec![("version", "0"), ("mode", "own-server"), ("action", "save")],
        "sender-user" => vec![("user", "nobody"), ("version", "1"), ("action", "save")],
        "network" => vec![("event_name", "arved"), ("version", "1"), ("action", "save")],
        "retention" => vec![("tests_days", "30"), ("version", "1"), ("action", "save")],
        "authority" => vec![("pem", "x"), ("action", "save")],
        "pin" => vec![
            ("server", "mail.naidis.ee"),
            ("port", "465"),
            ("sha256", PIN),
            ("action", "save"),
        ],
        "export.csv" => vec![("action", "test.started")],
        _ => vec![("action", "save")],
    }
}

async fn post_from_elsewhere(browser: &Browser, path: &str) {
    let request = |site: &str| {
        Request::new("POST", &format!("/et{}", of_nobody(path)))
            .header("cookie", browser.cookie.as_deref().unwrap())
            .header("sec-fetch-site", site)
            .header("origin", "https://evil.example")
            .form(&[])
    };
    for site in ["cross-site", "same-site"] {
        browser.send(&request(site)).await.expect(403);
    }
}

#[tokio::test]
async fn forms_come_from_our_own_pages_with_fields_that_are_known() {
    let setup = Setup::new().await.set("events", "domain = \"event.saatja.test\"");
    let program = setup.start().await;
    let (kivi, things) = (admin(&program).await, Things::of(&program, KIVI).await);
    for form in FORMS {
        post_from_elsewhere(&kivi, form).await;
        let path = format!("/et{}", things.path(form));
        for field in ["company", "role", "verified", "mass_mailing"] {
            let fields = [&good(form)[..], &[(field, "1")]].concat();
            let answer = kivi.post(&path, &fields).await;
            assert_eq!(answer.status, 400, "{path} {field}");
        }
        let large = kivi.own("POST", &path).raw_form(vec![b'a'; 100_000]);
        assert_eq!(kivi.send(&large).await.status, 413, "{path}");
        let broken = kivi
            .own("POST", &path)
            .raw_form(b"version=%ff&version=1&version".to_vec());
        assert_eq!(kivi.send(&broken).await.status, 400, "{path}");
    }
    // Without the field that is not known they are taken: it was that one.
    for form in FORMS.into_iter().filter(|form| !form.contains("/remove")) {
        let answer = kivi.post(&format!("/et{}", things.path(form)), &good(form)).await;
        assert!(
            [200, 303, 404, 409, 422].contains(&answer.status),
            "{form}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn an_old_session_may_look_but_not_weaken_the_protection() {
    let program = Setup::new().await.start().await;
    let (kivi, things) = (old_session(&program).await, Things::of(&program, KIVI).await);
    for path in PAGES {
        kivi.get(&format!("/et{path}")).await.expect(200);
    }
    let page = kivi.reads("/company/encryption").await;
    assert!(page.contains("Muutmiseks logige uuesti sisse"), "{page}");
    assert!(page.contains("mail.teine.ee:465"), "{page}");
    let pin = [
        ("server", "mail.naidis.ee"),
        ("port", "465"),
        ("sha256", &"ab".repeat(32)),
        ("action", "save"),
    ];
    let refused = kivi.post("/et/company/encryption/pin", &pin).await.expect(403);
    assert!(refused.html().contains("Muutmiseks logige uuesti sisse"));
    let authority = [("pem", "x"), ("action", "save")];
    kivi.post("/et/company/encryption/authority", &authority)
        .await
        .expect(403);
    let remove = things.path("/et/company/encryption/{exception}/remove");
    kivi.get(&remove).await.expect(403);
    kivi.post(&remove, &[("action", "save")]).await.expect(403);
    let company = program.people().store().company(program.people().kivi.company);
    assert_eq!(company.exceptions().await.unwrap(), [things.exception]);
}

//! Webhooks: added, changed, tried, removed; their secrets shown once.

use super::{admin, between, mistakes, went_to};
use crate::support::{Browser, Program, Setup, html};
use secrecy::SecretString;
use store::{Action, Actor, Disabled, EventKind, SaveWebhook, Store as _, Webhook};

const LIST: &str = "/et/company/webhooks";
const URL: &str = "https://hook.naidis.ee/saatja?a=1";

fn secret(page: &str) -> String {
    let secret = super::shown_once(page);
    assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
    secret
}

async fn stored(program: &Program) -> Vec<Webhook> {
    let people = program.people();
    people
        .store()
        .company(people.kivi.company)
        .webhooks()
        .await
        .unwrap()
}

/// Adds one; gives its page's address without the language, and its secret.
async fn added(program: &Program, browser: &Browser) -> (String, String) {
    let page = browser
        .post(LIST, &[("url", URL), ("which", "all")])
        .await
        .expect(200)
        .html();
    let id = stored(program).await.last().unwrap().id;
    (format!("/company/webhooks/{id}"), secret(&page))
}

#[tokio::test]
async fn a_webhook_is_added_and_its_secret_is_shown_once() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let fields = [
        ("url", " https://Hook.Naidis.ee:443/saatja?a=1"),
        ("which", "chosen"),
        ("event", "settings.saved"),
        ("event", "settings.failing"),
    ];
    let answer = kivi.post(LIST, &fields).await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let shown = secret(&answer.html());
    let [webhook] = stored(&program).await.try_into().unwrap();
    assert_eq!(webhook.url, URL);
    assert_eq!(
        webhook.events,
        [EventKind::SettingsSaved, EventKind::SettingsFailing]
    );
    let path = format!("/company/webhooks/{}", webhook.id);
    for path in [
        "/company/webhooks",
        &path,
        &format!("{path}/secret"),
        "/company/audit",
    ] {
        let page = kivi.get(&format!("/et{path}")).await.expect(200).html();
        assert!(!page.contains(&shown) && !page.contains("whsec_"), "{path}");
    }
    assert!(!program.setup.log().contains(&shown));
    let entry = program.audited(Action::WebhookCreated).await.entry;
    assert!(entry.subject == URL && !format!("{entry:?}").contains("whsec_"));
}

#[tokio::test]
async fn addresses_that_are_not_posted_to_are_refused() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    for (url, words) in [
        ("", "täielik aadress"),
        ("hook.naidis.ee", "täielik aadress"),
        ("ftp://hook.naidis.ee/", "täielik aadress"),
        ("https://mari:x@hook.naidis.ee/", "täielik aadress"),
        ("https://127.0.0.1/", "avalikus internetis"),
        ("https://[::1]/", "avalikus internetis"),
        ("https://2130706433/", "avalikus internetis"),
        ("https://localhost/", "avalikus internetis"),
        ("https://printer.local/", "avalikus internetis"),
        ("https://hook.naidis.ee:22/", "avalikus internetis"),
    ] {
        let answer = kivi.post(LIST, &[("url", url), ("which", "all")]).await;
        assert_eq!(html::value(&answer.html(), "url").as_deref(), Some(url));
        let said = mistakes(answer);
        assert!(said.len() == 1 && said[0].contains(words), "{url}: {said:?}");
    }
    let answer = kivi.post(LIST, &[("url", URL), ("which", "chosen")]).await;
    assert_eq!(mistakes(answer).len(), 1, "chosen kinds, and none chosen");
    kivi.post(LIST, &[("url", URL), ("which", "all"), ("event", "all")])
        .await
        .expect(400);
    assert!(stored(&program).await.is_empty());
    let people = program.people();
    for number in 0..20 {
        let save = SaveWebhook {
            url: format!("https://hook.naidis.ee/{number}"),
            events: Vec::new(),
            enabled: true,
        };
        let secret = SecretString::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let company = people.store().company(people.kivi.company);
        company
            .create_webhook(&save, &secret, &Actor::Operator)
            .await
            .unwrap();
    }
    let answer = kivi.post(LIST, &[("url", URL), ("which", "all")]).await;
    assert_eq!(
        mistakes(answer),
        ["Veebihaake võib olla kuni 20. Kustutage enne mõni."]
    );
}

#[tokio::test]
async fn a_webhook_is_changed_by_one_at_a_time() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let (path, _) = added(&program, &kivi).await;
    let place = path.strip_prefix("/company").unwrap();
    let version = kivi.version(&path).await;
    let off = [("url", URL), ("which", "all"), ("action", "save")];
    went_to(
        kivi.posts(&path, &off).await,
        &format!("{place}?said=webhook-saved"),
    );
    let [webhook] = stored(&program).await.try_into().unwrap();
    assert_eq!(webhook.disabled.map(|(_, why)| why), Some(Disabled::ByAdmin));
    assert!(kivi.reads(&path).await.contains("Välja lülitatud"));
    went_to(
        kivi.posts(&path, &off).await,
        &format!("{place}?said=nothing-changed"),
    );

    let late = [
        ("url", "https://other.naidis.ee/"),
        ("which", "chosen"),
        ("event", "settings.verified"),
        ("enabled", "yes"),
        ("version", &version),
    ];
    let page = kivi.post(&format!("/et{path}"), &late).await.expect(409).html();
    assert!(page.contains("Keegi muutis"));
    assert_eq!(
        html::value(&page, "url").as_deref(),
        Some("https://other.naidis.ee/")
    );
    assert_eq!(stored(&program).await[0].url, URL);
    let newest = html::value(&page, "version").unwrap();
    let again = [&late[..4], &[("version", newest.as_str())]].concat();
    went_to(
        kivi.post(&format!("/et{path}"), &again).await,
        &format!("{place}?said=webhook-saved"),
    );
    let [webhook] = stored(&program).await.try_into().unwrap();
    assert_eq!(
        (webhook.disabled, webhook.events),
        (None, vec![EventKind::SettingsVerified])
    );
    let wrong = [("url", "https://10.0.0.1/"), ("which", "all"), ("version", "9")];
    let answer = kivi.post(&format!("/et{path}"), &wrong).await;
    assert_eq!(
        html::value(&answer.html(), "url").as_deref(),
        Some("https://10.0.0.1/")
    );
    assert_eq!(mistakes(answer).len(), 1);
    kivi.post(&format!("/et{path}"), &off).await.expect(400);
    assert_eq!(program.audit(Action::WebhookChanged).await.len(), 2);
}

#[tokio::test]
async fn a_webhook_is_tried_and_its_messages_are_sent_again() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let (path, _) = added(&program, &kivi).await;
    let place = path.strip_prefix("/company").unwrap();
    let test = format!("/et{path}/test");
    went_to(
        kivi.post(&test, &[]).await,
        &format!("{place}?said=webhook-tested"),
    );
    let page = kivi.get(&format!("/et{path}")).await.expect(200).html();
    assert!(page.contains("Proovisõnum"));
    let message = between(&page, "/messages/", "/resend").to_owned();
    let resend = format!("/et{path}/messages/{message}/resend");
    went_to(
        kivi.post(&resend, &[]).await,
        &format!("{place}?said=message-resent"),
    );
    kivi.get(&test).await.expect(404);
    kivi.get(&resend).await.expect(404);
    // The receiver is somebody else's: not as often as one likes.
    let mut last = 303;
    for _ in 0..30 {
        last = kivi.post(&test, &[]).await.status;
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn a_secret_is_replaced_and_a_webhook_removed() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let (path, first) = added(&program, &kivi).await;
    let renew = format!("/et{path}/secret");
    let answer = kivi
        .post(&renew, &[("overlap", "long"), ("action", "save")])
        .await;
    assert_eq!(mistakes(answer), ["Valige, kui kaua vana veel töötab."]);
    let page = kivi
        .post(&renew, &[("overlap", "hour"), ("action", "save")])
        .await
        .expect(200)
        .html();
    assert_ne!(secret(&page), first);
    assert!(html::text(&page).contains("Vana saladusega allkirjastame veel kuni"));
    program.audited(Action::WebhookRotated).await;
    kivi.post(&format!("/et{path}/test"), &[]).await.expect(303);
    let delete = format!("/et{path}/delete");
    assert!(
        kivi.get(&delete)
            .await
            .expect(200)
            .html()
            .contains(URL.split('?').next().unwrap())
    );
    assert_eq!(stored(&program).await.len(), 1);
    went_to(
        kivi.post(&delete, &[("action", "save")]).await,
        "/webhooks?said=webhook-deleted",
    );
    assert!(stored(&program).await.is_empty());
    program.audited(Action::WebhookDeleted).await;
    kivi.get(&format!("/et{path}")).await.expect(404);
}

//! Keys for the API: shown once, replaced, ended.

use super::{admin, between, mistakes, went_to};
use crate::support::{Program, Setup, html};
use store::{Action, Actor, ApiKeyToken, ApiKeys as _, KeyScope};

const PAGE: &str = "/company/api-keys";

/// The key on a page that shows one.
fn key(page: &str) -> String {
    let key = super::shown_once(page);
    assert!(key.starts_with("saatja_") && key.len() == 50, "{key}");
    key
}

async fn opens(program: &Program, key: &str) -> bool {
    let token: ApiKeyToken = key.parse().unwrap();
    let found = program.people().store().find_api_key(&token).await.unwrap();
    found.is_some_and(|found| found.scope.company == Some(program.people().kivi.company))
}

#[tokio::test]
async fn a_key_is_shown_once_and_opens() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let answer = kivi
        .post("/et/company/api-keys", &[("name", " Kassa <1> "), ("days", "30")])
        .await
        .expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let made = key(&answer.html());
    for path in [PAGE, "/company/audit", "/company"] {
        let page = kivi.get(&format!("/et{path}")).await.expect(200).html();
        assert!(!page.contains(&made), "{path}");
    }
    let page = kivi.reads(PAGE).await;
    for words in ["Kassa <1>", &made[46..], "Tegi Kivi Rahn", "Töötab", "kasutamata"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(opens(&program, &made).await);
    assert!(kivi.reads(PAGE).await.contains("viimati kasutatud"));
    let entry = program.audited(Action::ApiKeyCreated).await.entry;
    assert_eq!(entry.subject, "Kassa <1>");
    assert!(!format!("{entry:?}").contains(&made));
    assert!(!program.setup.log().contains(&made));
}

#[tokio::test]
async fn a_key_is_replaced_with_time_to_spare() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let old = key(&kivi
        .post("/et/company/api-keys", &[("name", "Kassa")])
        .await
        .expect(200)
        .html());
    let list = kivi.get("/et/company/api-keys").await.html();
    let rotate = format!(
        "/et/company/api-keys/{}",
        between(&list, "/et/company/api-keys/", "\"")
    );
    assert!(rotate.ends_with("/rotate"), "{rotate}");
    kivi.get(&rotate).await.expect(200);
    let answer = kivi.post(&rotate, &[("action", "save")]).await;
    assert_eq!(mistakes(answer), ["Valige, kui kaua vana veel töötab."]);
    let page = kivi
        .post(&rotate, &[("overlap", "day"), ("action", "save")])
        .await
        .expect(200)
        .html();
    let new = key(&page);
    assert!(opens(&program, &old).await && opens(&program, &new).await && old != new);
    assert!(html::text(&page).contains("Vana võti töötab veel kuni"));
    let page = kivi.reads(PAGE).await;
    assert!(page.contains("Asendatud"), "{page}");
    program.audited(Action::ApiKeyRotated).await;
    // The same once more, at once: the newest is first in the list.
    let list = kivi.get("/et/company/api-keys").await.html();
    let rotate = format!(
        "/et/company/api-keys/{}",
        between(&list, "/et/company/api-keys/", "\"")
    );
    let page = kivi
        .post(&rotate, &[("overlap", "none"), ("action", "save")])
        .await
        .expect(200)
        .html();
    assert!(!opens(&program, &new).await && opens(&program, &key(&page)).await);
    assert!(!html::text(&page).contains("Vana võti"));
    went_to(kivi.get(&rotate).await, "/api-keys?said=gone");
}

#[tokio::test]
async fn a_key_is_ended_at_once() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let made = key(&kivi
        .post("/et/company/api-keys", &[("name", "Kassa")])
        .await
        .expect(200)
        .html());
    let list = kivi.get("/et/company/api-keys").await.html();
    let id = between(&list, "/et/company/api-keys/", "/rotate").to_owned();
    let revoke = format!("/et/company/api-keys/{id}/revoke");
    let page = kivi.get(&revoke).await.expect(200).html();
    assert!(page.contains("Kassa") && opens(&program, &made).await);
    went_to(
        kivi.post(&revoke, &[("action", "save")]).await,
        "/api-keys?said=key-revoked",
    );
    assert!(!opens(&program, &made).await);
    assert!(
        kivi.reads("/company/api-keys?said=key-revoked")
            .await
            .contains("Lõpetatud")
    );
    went_to(kivi.get(&revoke).await, "/api-keys?said=gone");
    went_to(
        kivi.post(&revoke, &[("action", "save")]).await,
        "/api-keys?said=gone",
    );
    let rotate = format!("/et/company/api-keys/{id}/rotate");
    let fields = [("overlap", "none"), ("action", "save")];
    went_to(kivi.post(&rotate, &fields).await, "/api-keys?said=gone");
    assert_eq!(program.audit(Action::ApiKeyRevoked).await.len(), 1);
}

#[tokio::test]
async fn mistakes_keep_what_was_typed() {
    let program = Setup::new().await.start().await;
    let (kivi, people) = (admin(&program).await, program.people());
    for (name, days, wrong) in [
        ("", "", 1),
        ("a\u{0}b", "", 1),
        ("x\u{202e}y", "kaua", 2),
        ("Kassa", "0", 1),
        ("Kassa", "3651", 1),
        (&"õ".repeat(81), "1", 1),
    ] {
        let answer = kivi
            .post("/et/company/api-keys", &[("name", name), ("days", days)])
            .await;
        assert_eq!(html::value(&answer.html(), "days").as_deref(), Some(days));
        assert_eq!(mistakes(answer).len(), wrong, "{name:?} {days}");
    }
    let scope = KeyScope {
        portal: model::PortalId::lone(),
        company: Some(people.kivi.company),
    };
    assert!(people.store().list_api_keys(&scope).await.unwrap().is_empty());
    for _ in 0..50 {
        people
            .store()
            .create_api_key(&scope, "x", None, &Actor::Operator)
            .await
            .unwrap();
    }
    let answer = kivi.post("/et/company/api-keys", &[("name", "Kassa")]).await;
    assert_eq!(html::value(&answer.html(), "name").as_deref(), Some("Kassa"));
    assert_eq!(
        mistakes(answer),
        ["Võtmeid võib olla kuni 50. Lõpetage enne mõni."]
    );
}

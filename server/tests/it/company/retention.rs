//! How long things are kept.

use super::{admin, mistakes, went_to};
use crate::support::{Setup, html};
use store::{Action, CompanyDirectory as _, Retention};

const PAGE: &str = "/company/retention";

fn fields<'a>(tests: &'a str, audit: &'a str, action: &'a str) -> [(&'a str, &'a str); 3] {
    [("tests_days", tests), ("audit_days", audit), ("action", action)]
}

#[tokio::test]
async fn a_shorter_term_is_asked_about_and_a_longer_one_is_not() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let page = kivi.reads(PAGE).await;
    assert!(
        page.contains("1 kuni 90") && page.contains("1 kuni 730"),
        "{page}"
    );
    let page = kivi
        .posts(PAGE, &fields("30", "", "preview"))
        .await
        .expect(200)
        .html();
    let words = html::text(&page);
    assert!(
        words.contains("Kustuvad kontrollide tulemused") && !words.contains("Kustuvad logi"),
        "{words}"
    );
    let stored = async || {
        let people = program.people();
        let company = people.store().find_company(people.kivi.company).await.unwrap();
        company.unwrap().retention
    };
    assert_eq!(stored().await, Retention::default());
    went_to(
        kivi.posts(PAGE, &fields("30", "", "save")).await,
        "/retention?said=retention-saved",
    );
    let shorter = Retention {
        tests_days: Some(30),
        audit_days: None,
    };
    assert_eq!(stored().await, shorter);
    let page = kivi.get("/et/company/retention").await.html();
    assert_eq!(html::value(&page, "tests_days").as_deref(), Some("30"));
    let entry = program.audited(Action::CompanyChanged).await.entry;
    assert_eq!(entry.after.unwrap()["retention"]["tests_days"], 30);

    went_to(
        kivi.posts(PAGE, &fields(" 60 ", "730", "preview")).await,
        "/retention?said=retention-saved",
    );
    went_to(
        kivi.posts(PAGE, &fields("60", "730", "preview")).await,
        "/retention?said=nothing-changed",
    );
    went_to(
        kivi.posts(PAGE, &fields("", "", "preview")).await,
        "/retention?said=retention-saved",
    );
    assert_eq!(stored().await, Retention::default());
}

#[tokio::test]
async fn terms_stay_within_the_operators_own() {
    let setup = Setup::new()
        .await
        .set("retention", "tests_days = 20")
        .set("retention", "audit_months = 1");
    let program = setup.start().await;
    let kivi = admin(&program).await;
    for (tests, audit, wrong) in [
        ("21", "", 1),
        ("0", "31", 2),
        ("kaks", "-1", 2),
        ("+3", "", 1),
        ("", "1.5", 1),
        ("99999999999", "", 1),
    ] {
        let answer = kivi.posts(PAGE, &fields(tests, audit, "save")).await;
        let page = answer.html();
        assert_eq!(html::value(&page, "tests_days").as_deref(), Some(tests));
        assert_eq!(html::value(&page, "audit_days").as_deref(), Some(audit));
        assert_eq!(mistakes(answer).len(), wrong, "{tests} {audit}");
    }
    went_to(
        kivi.posts(PAGE, &fields("20", "30", "save")).await,
        "/retention?said=retention-saved",
    );
}

#[tokio::test]
async fn who_is_overtaken_is_told() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let version = kivi.version(PAGE).await;
    kivi.posts(PAGE, &fields("30", "", "save")).await.expect(303);
    let late = [&fields("40", "50", "save")[..], &[("version", version.as_str())]].concat();
    let page = kivi.post("/et/company/retention", &late).await.expect(409).html();
    assert!(page.contains("Keegi muutis"));
    assert_eq!(html::value(&page, "tests_days").as_deref(), Some("40"));
    assert_eq!(html::value(&page, "audit_days").as_deref(), Some("50"));
    assert_eq!(program.audit(Action::CompanyChanged).await.len(), 1);
}

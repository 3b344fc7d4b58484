//! The company's defaults: the same form as everybody's, below everybody's.

use super::admin;
use crate::support::{
    Setup, html,
    people::MARI,
    servers::{PASSWORD, Typed},
};
use store::Action;

fn typed() -> Typed {
    Typed::new("", "mail.naidis.ee").with("user_name", "info@naidis.ee")
}

#[tokio::test]
async fn defaults_hold_for_whoever_has_set_nothing_else() {
    let program = Setup::new().await.start().await;
    let (kivi, mari) = (admin(&program).await, program.sign_in(MARI).await);
    let answer = kivi
        .post("/et/company/settings", &typed().fields())
        .await
        .expect(303);
    assert_eq!(answer.location(), "/et/company/settings?said=saved");
    let page = kivi
        .get("/et/company/settings?said=saved")
        .await
        .expect(200)
        .html();
    assert_eq!(html::value(&page, "server").as_deref(), Some("mail.naidis.ee"));
    assert!(!page.contains(PASSWORD));

    let user = format!("/company/users/{}", program.people().mari.id);
    let page = kivi.reads(&user).await;
    assert!(
        page.contains("mail.naidis.ee") && page.contains("firma seade"),
        "{page}"
    );
    let own = mari.get("/et/settings").await.expect(200).html();
    assert!(own.contains("mail.naidis.ee") && !own.contains(PASSWORD));

    let entry = program.audited(Action::SettingsSaved).await.entry;
    assert_eq!(entry.subject, "Näidis OÜ");
    assert!(!format!("{entry:?}").contains(PASSWORD));
}

#[tokio::test]
async fn mistakes_and_overtaken_changes_keep_what_was_typed() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    let wrong = typed()
        .with("server", "127.0.0.1")
        .with("display_name", "Raamatupidamine");
    let page = kivi
        .post("/et/company/settings", &wrong.fields())
        .await
        .expect(422)
        .html();
    assert!(page.contains("error-summary") && !page.contains(PASSWORD));
    assert_eq!(
        html::value(&page, "display_name").as_deref(),
        Some("Raamatupidamine")
    );
    kivi.post("/et/company/settings", &typed().fields())
        .await
        .expect(303);
    let late = typed().with("server", "mail.teine.ee");
    let page = kivi
        .post("/et/company/settings", &late.fields())
        .await
        .expect(409)
        .html();
    assert_eq!(html::value(&page, "server").as_deref(), Some("mail.teine.ee"));
    assert_eq!(program.audit(Action::SettingsSaved).await.len(), 1);
}

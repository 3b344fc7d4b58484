//! A person sees and stops his own batches, an admin all of the company, and nobody those of another company.

use super::{mail_ee, path, program};
use crate::support::people::{KIVI, MARI, TIINA};
use store::Store as _;

#[tokio::test]
async fn each_sees_his_own_and_an_admin_all_of_the_company() {
    let program = program().await;
    let people = program.people();
    let of_mari = program.batch(&people.mari, &mail_ee(), 2).await;
    let of_kivi = program.batch(&people.kivi, &mail_ee(), 3).await;
    let kivi = program.sign_in(KIVI).await;
    let list = kivi.get("/et/batches").await.expect(200).html();
    assert!(list.contains(&path(of_mari)) && list.contains(&path(of_kivi)));
    assert!(list.contains("Mari Maasikas"));
    assert!(kivi.reads_batch(of_mari).await.contains("Mari Maasikas"));
    assert_eq!(kivi.presses(of_mari, "start").await, "started");

    let mari = program.sign_in(MARI).await;
    let list = mari.get("/et/batches").await.expect(200).html();
    assert!(list.contains(&path(of_mari)) && !list.contains(&path(of_kivi)));
    let tiina = program.sign_in(TIINA).await;
    for (other, batch) in [(&mari, of_kivi), (&tiina, of_mari), (&tiina, of_kivi)] {
        let path = path(batch);
        assert_eq!(other.get(&path).await.status, 404);
        for phase in ["not-started", "running"] {
            let events = format!("{path}/events?phase={phase}");
            assert_eq!(other.get(&events).await.status, 404);
        }
        for action in ["start", "pause", "go-on", "resend"] {
            assert_eq!(other.post(&path, &[("action", action)]).await.status, 404);
        }
        assert_eq!(other.post(&format!("{path}/cancel"), &[]).await.status, 404);
        // Nor does the log tell what it is called.
        let log = other.get(&format!("/et/letters?batch={batch}")).await.expect(200);
        assert!(!log.html().contains("Arved"));
    }
    assert!(
        !tiina
            .get("/et/batches")
            .await
            .expect(200)
            .html()
            .contains("Arved")
    );
    let company = people.store().company(people.mari.company);
    let detail = company.find_batch(of_kivi).await.unwrap().unwrap();
    assert!(detail.batch.started_at.is_none() && !detail.batch.canceled);
    for path in [path(of_mari), "/et/batches".to_owned()] {
        assert_eq!(program.browser().get(&path).await.status, 401);
    }
    // From a page of somebody else's nothing is started.
    let elsewhere = mari
        .own("POST", &format!("{}/cancel", path(of_mari)))
        .form(&[])
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://evil.example");
    assert_eq!(mari.send(&elsewhere).await.status, 403);
}

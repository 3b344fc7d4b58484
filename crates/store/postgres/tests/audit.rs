//! The audit log is append-only, whoever asks the database.

mod support;

use store::{
    Action, Actor, AuditQuery, Clock as _, CompanyDirectory as _, NewAuditEntry, Store as _, TestClock,
    Upkeep as _,
};
use support::{Server, company, user};

#[tokio::test]
async fn entries_go_with_their_company_or_in_the_sweep_and_in_no_other_way() {
    let server = Server::start().await;
    let database = server.database();
    let clock = std::sync::Arc::new(TestClock::default());
    let store = database.open_at(clock.clone()).await.unwrap();
    let mut parts = Vec::new();
    for _ in 0..2 {
        let part = store.company(company(&store).await.id);
        user(&*part, "mari@naidis.ee").await;
        parts.push(part);
    }
    let log = async |part: usize| parts[part].audit(&AuditQuery::default(), 10).await.unwrap().len();
    for sql in [
        "UPDATE audit SET subject = 'somebody else'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "DELETE FROM audit WHERE id = (SELECT min(id::text)::uuid FROM audit)",
    ] {
        let refused = sqlx::raw_sql(sql)
            .execute(&mut support::raw(&database).await)
            .await;
        assert!(refused.unwrap_err().to_string().contains("append-only"), "{sql}");
    }
    assert_eq!((log(0).await, log(1).await), (2, 2));

    assert_eq!(store.delete_audit_before(clock.now()).await.unwrap(), 0);
    clock.advance(jiff::SignedDuration::from_secs(1));
    parts[0]
        .record(&NewAuditEntry::new(
            &Actor::Operator,
            Action::AuditExported,
            "log",
        ))
        .await
        .unwrap();
    assert_eq!(store.delete_audit_before(clock.now()).await.unwrap(), 4);
    assert_eq!((log(0).await, log(1).await), (1, 0));
    assert!(store.delete_company(parts[0].id()).await.unwrap());
    assert_eq!(log(0).await, 0);
}

use super::bench::{BY, Bench, all_of, log, own_server, save, save_own};
use crate::{Action, Actor, AuditEntry, AuditQuery, Clock as _, CompanyStore, NewAuditEntry, Owner};
use jiff::SignedDuration;
use model::UserId;
use serde_json::json;

const PASSWORD: &str = "korge-Kuusk-77";

pub(super) async fn tells_of_each_change_once_and_never_a_password(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let actor = Actor::User {
        id: user.id,
        name: user.name.clone(),
    };
    bench.pass(60);
    for owner in [Owner::User(user.id), Owner::Company] {
        let change = save(&own_server(), PASSWORD);
        company.save_settings(owner, change, &actor).await.unwrap();
    }
    let entries = log(&*company).await;
    let [defaults, own, ..] = &entries[..] else {
        panic!("{entries:?}")
    };
    assert_eq!(entries.len(), 4);
    assert_eq!((own.at, defaults.at), (bench.clock.now(), bench.clock.now()));
    for (entry, subject) in [(own, "Mari Maasikas <mari@naidis.ee>"), (defaults, "Näidis OÜ")] {
        let entry = &entry.entry;
        assert_eq!(
            (entry.action, &entry.actor, entry.subject.as_str(), &entry.before),
            (Action::SettingsSaved, &actor, subject, &None)
        );
        let after = entry.after.as_ref().unwrap();
        assert_eq!(
            (&after["host"], &after["password_set"]),
            (&json!("smtp.naidis.ee"), &json!(true))
        );
        assert!(!format!("{entry:?}").contains(PASSWORD));
    }
    assert!(defaults.id > own.id, "later entries have greater ids");
    let all = all_of(&*company, &user).await;
    assert_eq!(all.own.version, 1);
}

/// Entries of some time and several people.
async fn written(bench: &Bench) -> (Box<dyn CompanyStore>, UserId, Vec<AuditEntry>) {
    let (company, user) = bench.company_with_user().await;
    let mari = Actor::User {
        id: user.id,
        name: user.name.clone(),
    };
    for (by, action, subject) in [
        (&mari, Action::SignedIn, "Õie <oie@naidis.ee>"),
        (&Actor::Program, Action::AuditExported, "50%_näidis"),
        (&mari, Action::SignedIn, "Jüri <jyri@naidis.ee>"),
    ] {
        bench.pass(60);
        let entry = NewAuditEntry::new(by, action, subject).with(None, Some(json!({ "b": 1, "a": [null] })));
        company.record(&entry).await.unwrap();
    }
    let entries = log(&*company).await;
    (company, user.id, entries)
}

pub(super) async fn is_read_by_what_is_asked(bench: &Bench) {
    let (company, user, all) = written(bench).await;
    let now = bench.clock.now();
    assert_eq!(all.len(), 5);
    assert!(all.is_sorted_by(|a, b| a.id > b.id));
    assert_eq!(all[0].entry.after, Some(json!({ "a": [null], "b": 1 })));
    let found = async |query| {
        let found = company.audit(&query, 100).await.unwrap();
        let places = found
            .iter()
            .map(|entry| all.iter().position(|known| known == entry).unwrap());
        places.collect::<Vec<_>>()
    };
    let any = AuditQuery::default;
    let minutes = |minutes| now - SignedDuration::from_mins(minutes);
    let cases = [
        (any(), vec![0, 1, 2, 3, 4]),
        (
            AuditQuery {
                actions: vec![Action::SignedIn, Action::UserCreated],
                ..any()
            },
            vec![0, 2, 3],
        ),
        (
            AuditQuery {
                user: Some(user),
                ..any()
            },
            vec![0, 2],
        ),
        (
            AuditQuery {
                subject: Some("ÕIE".to_owned()),
                ..any()
            },
            vec![2],
        ),
        (
            AuditQuery {
                subject: Some("0%_n".to_owned()),
                ..any()
            },
            vec![1],
        ),
        (
            AuditQuery {
                subject: Some("%".to_owned()),
                ..any()
            },
            vec![1],
        ),
        (
            AuditQuery {
                since: Some(minutes(1)),
                ..any()
            },
            vec![0, 1],
        ),
        (
            AuditQuery {
                since: Some(minutes(2)),
                until: Some(now),
                ..any()
            },
            vec![1, 2],
        ),
        (
            AuditQuery {
                before: Some(all[2].id),
                ..any()
            },
            vec![3, 4],
        ),
        (
            AuditQuery {
                user: Some(user),
                before: Some(all[0].id),
                ..any()
            },
            vec![2],
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(found(query.clone()).await, expected, "{query:?}");
    }
    let page = company.audit(&any(), 2).await.unwrap();
    assert_eq!(page, all[..2]);
}

pub(super) async fn entries_stay_until_their_time_is_over(bench: &Bench) {
    let (company, _, all) = written(bench).await;
    let now = bench.clock.now();
    let before = |minutes| now - SignedDuration::from_mins(minutes);
    assert_eq!(bench.store.delete_audit_before(before(10)).await.unwrap(), 0);
    assert_eq!(bench.store.delete_audit_before(before(1)).await.unwrap(), 3);
    assert_eq!(log(&*company).await, all[..2]);
}

pub(super) async fn tells_who_deleted_a_user_afterwards(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let mari = Actor::User {
        id: user.id,
        name: user.name.clone(),
    };
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    company
        .save_settings(Owner::User(user.id), save(&own_server(), PASSWORD), &mari)
        .await
        .unwrap();
    company.delete_user(user.id, &BY).await.unwrap();
    let query = AuditQuery {
        user: Some(user.id),
        ..AuditQuery::default()
    };
    let found = company.audit(&query, 10).await.unwrap();
    assert_eq!((found.len(), &found[0].entry.actor), (1, &mari));
    save_own(&*company, &colleague, save(&own_server(), PASSWORD)).await;
}

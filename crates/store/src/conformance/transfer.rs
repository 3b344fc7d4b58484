use super::{
    acceptance::{hash, with_file},
    bench::{
        BY, Bench, LEASE, PLENTY, external, own_server, passed, portal, save, save_own, snapshot, start_test,
    },
    post::{accept_batch, advance, failed, fault, ids, key, leases, new_batch, new_letter, sent},
    returned::{bounce_of, event, kept, mail},
    webhooks::add,
};
use crate::{
    AccountNow, Clock as _, CompanyStore, KeyScope, MessageQuery, NewInbound, NewSession, Owner, PaceLimits,
    Rate, Release, Step, Store, Trusted, User, UserChange,
    transfer::{Row, TABLES, Table, Tally, Tallying, Value},
};
use jiff::SignedDuration;
use model::{Port, event::Kind, message::MessageState};
use std::time::Duration;

/// Something in each table.
async fn fill(bench: &Bench) {
    let hour = Duration::from_hours(1);
    for name in ["Üks", "Kaks", "Kolm"] {
        let company = bench.company(name).await;
        let mut users = Vec::new();
        for email in ["mari@naidis.ee", "jyri@naidis.ee", "õie@näidis.ee"] {
            users.push(bench.user(company, email).await);
        }
        let company = bench.store.company(company);
        let known = UserChange {
            external_id: Some(external("42")),
            ..UserChange::default()
        };
        company.update_user(users[0].id, &known, &BY).await.unwrap();
        add(&*company, "https://naidis.ee/hook", &[]).await;
        company
            .set_sender_user(Some(users[1].id), None, &BY)
            .await
            .unwrap();
        for owner in [Owner::Company, Owner::User(users[0].id)] {
            company
                .save_settings(owner, save(&own_server(), "hunter2"), &BY)
                .await
                .unwrap();
        }
        save_own(&*company, &users[2], super::bench::save_keeping(&own_server())).await;
        let run = start_test(&*company, &users[0], &own_server(), 1).await;
        company.finish_test(run.id, &passed(), &[]).await.unwrap();
        let odd = snapshot(&own_server(), 9);
        company
            .create_test(users[2].id, &odd, PLENTY, LEASE, &BY)
            .await
            .unwrap();
        let session = NewSession {
            ttl: hour,
            embedded_in: Some("https://portal.naidis.ee".to_owned()),
        };
        company.create_session(users[0].id, &session).await.unwrap();
        company.create_sign_in_link(users[0].id, hour).await.unwrap();
        let plain = Trusted::PlainPassword {
            host: own_server().destination.host,
            port: Port::RELAY,
        };
        company.add_exception(&plain, &BY).await.unwrap();
        let scope = KeyScope {
            portal: portal("portal"),
            company: Some(company.id()),
        };
        bench
            .store
            .create_api_key(&scope, "raamat", None, &BY)
            .await
            .unwrap();
        let end = bench.clock.now() + SignedDuration::from_hours(1);
        bench
            .store
            .spend_launch(&portal("portal"), name, end)
            .await
            .unwrap();
        let rate = Rate { burst: 3, per: hour };
        bench.store.take("api", name, rate).await.unwrap();
        super::mailboxes::fill(bench, &*company, &users).await;
        letters(bench, &*company, &users[0]).await;
        came_back(bench, &*company, &users[0]).await;
    }
}

/// Letters in all places that they may be in.
async fn letters(bench: &Bench, company: &dyn CompanyStore, user: &User) {
    company.put_blob(&hash(1), b"pdf").await.unwrap();
    let letters: Vec<_> = (0..5)
        .map(|number| with_file(new_letter(user, &format!("õ{number}@näidis.ee")), 1))
        .collect();
    company
        .accept(&letters, Some(&key("k", 1)), None, &BY)
        .await
        .unwrap();
    let limits = PaceLimits {
        interval: Some(Duration::from_secs(1)),
        per_day: Some(100),
    };
    for lease in leases(&*bench.store, 1).await {
        let taken = bench.store.take_messages(lease, &limits, 10).await.unwrap();
        for (number, id) in ids(&taken).into_iter().enumerate() {
            assert!(advance(&*bench.store, lease, id, Step::Sending).await);
            let end = if number == 0 { sent(bench) } else { failed(bench) };
            assert!(advance(&*bench.store, lease, id, end).await);
        }
        let trouble = Release {
            account: AccountNow::Trouble {
                not_before: bench.clock.now() + SignedDuration::from_mins(1),
                why: fault("no-answer"),
            },
            slower: true,
            ..Release::default()
        };
        bench.store.release(lease, &trouble).await.unwrap();
        bench
            .store
            .hold_account(lease.account, &fault("by-operator"), &BY)
            .await
            .unwrap();
    }
    accept_batch(company, user, &letters[..1], true).await;
    let staged = company.stage_batch(&new_batch(user, false)).await.unwrap();
    company.stage_letters(staged, &letters[1..2]).await.unwrap();
    let draft = crate::DraftContent::default();
    company
        .create_draft(user.id, &draft, None, Some("https://portal.naidis.ee"))
        .await
        .unwrap();
}

/// Something that came back.
async fn came_back(bench: &Bench, company: &dyn CompanyStore, user: &User) {
    let query = MessageQuery {
        user: Some(user.id),
        states: vec![MessageState::Sent],
        ..MessageQuery::default()
    };
    let sent = company.messages(&query, 1).await.unwrap();
    let events = sent.iter().map(|message| bounce_of(message.id)).collect();
    kept(bench, &mail(company.id(), "bounce", events)).await;
    let reply = NewInbound {
        pass_on: true,
        ..mail(company.id(), "reply", vec![event(Kind::RealReply)])
    };
    kept(bench, &reply).await;
}

/// All rows of a table behind a key, in pages.
async fn rows(store: &dyn Store, table: &Table, page: u32) -> Vec<Row> {
    let mut all: Vec<Row> = Vec::new();
    loop {
        let after = all.last().map(|row| row[..table.key].to_vec());
        let more = store.export(table, after.as_deref(), page).await.unwrap();
        assert!(more.len() <= page as usize);
        if more.is_empty() {
            return all;
        }
        all.extend(more);
    }
}

fn tally(rows: &[Row]) -> Tally {
    let mut tallying = Tallying::default();
    for row in rows {
        tallying.add(row);
    }
    tallying.tally()
}

pub(super) async fn copies_everything(from: &Bench, to: &Bench) {
    fill(from).await;
    for table in TABLES {
        assert_eq!(to.store.imported(table).await.unwrap(), None);
        let all = rows(&*from.store, table, 2).await;
        assert!(!all.is_empty(), "{} holds nothing to copy", table.name);
        assert!(all.iter().all(|row| row.len() == table.columns.len()));
        assert_eq!(from.store.count(table).await.unwrap(), all.len() as u64);
        assert_eq!(rows(&*from.store, table, 1000).await, all);
        // The copy is cut short after each batch, and goes on from what it has noted.
        loop {
            let after = to.store.imported(table).await.unwrap();
            let batch = from.store.export(table, after.as_deref(), 2).await.unwrap();
            let Some(last) = batch.last() else { break };
            to.store.import(table, &batch).await.unwrap();
            let noted = to.store.imported(table).await.unwrap();
            assert_eq!(noted.as_deref(), Some(&last[..table.key]));
        }
    }
    for table in TABLES {
        let (there, here) = (
            rows(&*from.store, table, 100).await,
            rows(&*to.store, table, 100).await,
        );
        assert_eq!(here, there, "{}", table.part());
        assert_eq!(tally(&here), tally(&there));
    }
    to.store.finish_import().await.unwrap();
    assert_eq!(to.store.imported(&TABLES[0]).await.unwrap(), None);
    let companies = from.store.list_companies(None, None, 10).await.unwrap();
    assert!(companies.iter().all(|company| company.sender_user.is_some()));
    assert_eq!(to.store.list_companies(None, None, 10).await.unwrap(), companies);
    for company in companies {
        let (there, here) = (from.store.company(company.id), to.store.company(company.id));
        for user in there.list_users(None, 10).await.unwrap() {
            let all = there.user_settings(user.id).await.unwrap();
            assert_eq!(here.user_settings(user.id).await.unwrap(), all);
        }
        let query = crate::AuditQuery::default();
        assert_eq!(
            here.audit(&query, 100).await.unwrap(),
            there.audit(&query, 100).await.unwrap()
        );
    }
}

pub(super) async fn takes_a_batch_as_a_whole(from: &Bench, to: &Bench) {
    fill(from).await;
    let (companies, users) = (&TABLES[0], &TABLES[2]);
    assert_eq!((companies.name, users.name), ("companies", "users"));
    let all = rows(&*from.store, companies, 100).await;
    let twice = [all.clone(), all.clone()].concat();
    assert!(to.store.import(companies, &twice).await.is_err());
    assert_eq!(to.store.count(companies).await.unwrap(), 0);
    assert_eq!(to.store.imported(companies).await.unwrap(), None);
    let orphans = rows(&*from.store, users, 100).await;
    assert!(
        to.store.import(users, &orphans).await.is_err(),
        "their companies are not there"
    );
    to.store.import(companies, &[]).await.unwrap();
    to.store.import(companies, &all).await.unwrap();
    to.store.import(users, &orphans).await.unwrap();
    let last = orphans.last().map(|row| vec![row[0].clone()]);
    assert_eq!(to.store.imported(users).await.unwrap(), last);
    assert!(matches!(last.as_deref(), Some([Value::Bytes(id)]) if id.len() == 16));
}

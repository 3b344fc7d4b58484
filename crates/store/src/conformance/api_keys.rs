use super::bench::{BY, Bench, display_name, external, log, portal};
use crate::{
    Action, ApiKeyError, ApiKeyToken, Clock as _, KeyScope, NewCompany, OsRandom, api_keys::MOST_KEYS,
};
use jiff::SignedDuration;
use model::{ApiKeyId, CompanyId};
use std::time::Duration;

async fn company(bench: &Bench, id: &str) -> CompanyId {
    let new = NewCompany {
        portal: portal("naidis"),
        external_id: Some(external(id)),
        ..NewCompany::lone(display_name("Näidis OÜ"))
    };
    bench.store.create_company(&new, &BY).await.unwrap().id
}

fn of_portal() -> KeyScope {
    KeyScope {
        portal: portal("naidis"),
        company: None,
    }
}

fn of_company(company: CompanyId) -> KeyScope {
    KeyScope {
        company: Some(company),
        ..of_portal()
    }
}

pub(super) async fn open_what_they_were_made_for(bench: &Bench) {
    let company = company(bench, "17").await;
    for scope in [of_portal(), of_company(company)] {
        let (key, token) = bench
            .store
            .create_api_key(&scope, "raamat", None, &BY)
            .await
            .unwrap();
        assert_eq!(
            (&key.scope, key.name.as_str(), key.hint),
            (&scope, "raamat", token.hint())
        );
        let again: ApiKeyToken = token.reveal().parse().unwrap();
        let found = bench.store.find_api_key(&again).await.unwrap().unwrap();
        assert_eq!((found.id, found.scope), (key.id, scope));
        assert_eq!(found.created_at, bench.clock.now());
    }
    let unknown = ApiKeyToken::generate(&OsRandom).unwrap();
    assert_eq!(bench.store.find_api_key(&unknown).await.unwrap(), None);
    let elsewhere = KeyScope {
        portal: portal("mujal"),
        company: Some(company),
    };
    let refused = bench.store.create_api_key(&elsewhere, "x", None, &BY).await;
    assert!(matches!(refused, Err(ApiKeyError::NoSuchCompany)), "{refused:?}");
}

pub(super) async fn are_seen_in_their_scope_alone(bench: &Bench) {
    let (one, two) = (company(bench, "17").await, company(bench, "18").await);
    let scopes = [
        of_portal(),
        of_company(one),
        of_company(two),
        KeyScope {
            portal: portal("mujal"),
            company: None,
        },
    ];
    let mut keys = Vec::new();
    for scope in &scopes {
        let made = bench.store.create_api_key(scope, "raamat", None, &BY).await;
        keys.push(made.unwrap().0);
    }
    for (mine, scope) in scopes.iter().enumerate() {
        let listed = bench.store.list_api_keys(scope).await.unwrap();
        assert_eq!(listed, std::slice::from_ref(&keys[mine]));
        for (other, key) in keys.iter().enumerate().filter(|(other, _)| *other != mine) {
            let refused = bench.store.revoke_api_key(scope, key.id, &BY).await;
            assert!(matches!(refused, Err(ApiKeyError::NoSuchKey)), "{mine} {other}");
            let refused = bench
                .store
                .rotate_api_key(scope, key.id, Duration::ZERO, &BY)
                .await;
            assert!(matches!(refused, Err(ApiKeyError::NoSuchKey)), "{mine} {other}");
        }
    }
}

pub(super) async fn end_at_their_time(bench: &Bench) {
    let end = bench.clock.now() + SignedDuration::from_hours(1);
    let scope = of_portal();
    let made = bench.store.create_api_key(&scope, "raamat", Some(end), &BY).await;
    let (key, token) = made.unwrap();
    assert_eq!(key.expires_at, Some(end));
    bench.pass(3599);
    assert!(bench.store.find_api_key(&token).await.unwrap().is_some());
    bench.pass(1);
    assert!(bench.store.find_api_key(&token).await.unwrap().is_none());
    let ended = bench
        .store
        .rotate_api_key(&scope, key.id, Duration::ZERO, &BY)
        .await;
    assert!(matches!(ended, Err(ApiKeyError::NoSuchKey)), "{ended:?}");
    let shown = async || bench.store.list_api_keys(&scope).await.unwrap().len();
    bench.pass(29 * 24 * 3600);
    bench.store.delete_expired().await.unwrap();
    assert_eq!(shown().await, 1);
    bench.pass(24 * 3600);
    assert_eq!(shown().await, 0);
    assert_eq!(bench.store.delete_expired().await.unwrap(), 1);
}

pub(super) async fn are_replaced_with_time_to_change(bench: &Bench) {
    let company = company(bench, "17").await;
    let scope = of_company(company);
    let (old, first) = bench
        .store
        .create_api_key(&scope, "raamat", None, &BY)
        .await
        .unwrap();
    let (new, second) = bench
        .store
        .rotate_api_key(&scope, old.id, Duration::from_hours(1), &BY)
        .await
        .unwrap();
    assert_ne!(new.id, old.id);
    assert_eq!((new.name, new.expires_at), (old.name, None));
    let opens = async |token| bench.store.find_api_key(token).await.unwrap().is_some();
    assert!(opens(&first).await && opens(&second).await);
    bench.pass(3600);
    assert!(!opens(&first).await && opens(&second).await);
    let actions: Vec<_> = log(&*bench.store.company(company))
        .await
        .into_iter()
        .map(|entry| entry.entry.action)
        .collect();
    assert_eq!(
        actions,
        [
            Action::ApiKeyRotated,
            Action::ApiKeyCreated,
            Action::CompanyCreated
        ]
    );
}

pub(super) async fn are_ended_at_once(bench: &Bench) {
    let company = company(bench, "17").await;
    for (scope, entries) in [(of_company(company), 3), (of_portal(), 3)] {
        let made = bench.store.create_api_key(&scope, "raamat", None, &BY).await;
        let (key, token) = made.unwrap();
        bench.store.revoke_api_key(&scope, key.id, &BY).await.unwrap();
        assert!(bench.store.find_api_key(&token).await.unwrap().is_none());
        let listed = bench.store.list_api_keys(&scope).await.unwrap().remove(0);
        assert_eq!((listed.id, listed.revoked_at), (key.id, Some(bench.clock.now())));
        let again = bench.store.revoke_api_key(&scope, key.id, &BY).await;
        assert!(matches!(again, Err(ApiKeyError::NoSuchKey)), "{again:?}");
        let log = log(&*bench.store.company(company)).await;
        assert_eq!(log.len(), entries, "a portal's key is not the company's to log");
        assert!(!format!("{log:?}").contains(&token.reveal()));
    }
    let nothing = ApiKeyId::from_uuid(uuid::Uuid::nil());
    let none = bench.store.revoke_api_key(&of_portal(), nothing, &BY).await;
    assert!(matches!(none, Err(ApiKeyError::NoSuchKey)), "{none:?}");
}

pub(super) async fn note_their_use_by_the_minute(bench: &Bench) {
    let made = bench
        .store
        .create_api_key(&of_portal(), "raamat", None, &BY)
        .await;
    let (key, token) = made.unwrap();
    assert_eq!(key.last_used_at, None);
    let used = async || {
        let _ = bench.store.find_api_key(&token).await.unwrap().unwrap();
        let listed = bench.store.list_api_keys(&of_portal()).await.unwrap();
        listed[0].last_used_at.unwrap()
    };
    let first = bench.clock.now();
    assert_eq!(used().await, first);
    bench.pass(59);
    assert_eq!(used().await, first);
    bench.pass(1);
    assert_eq!(used().await, bench.clock.now());
}

pub(super) async fn are_not_too_many(bench: &Bench) {
    let scope = of_portal();
    let mut last = None;
    for _ in 0..MOST_KEYS {
        let made = bench.store.create_api_key(&scope, "raamat", None, &BY).await;
        last = Some(made.unwrap().0.id);
    }
    let over = bench.store.create_api_key(&scope, "raamat", None, &BY).await;
    assert!(matches!(over, Err(ApiKeyError::TooMany)), "{over:?}");
    let last = last.unwrap();
    bench
        .store
        .rotate_api_key(&scope, last, Duration::ZERO, &BY)
        .await
        .expect("each can still be replaced");
    let listed = bench.store.list_api_keys(&scope).await.unwrap();
    assert_eq!(listed.len(), MOST_KEYS as usize + 1);
    let newest = listed[0].id;
    bench.store.revoke_api_key(&scope, newest, &BY).await.unwrap();
    bench
        .store
        .create_api_key(&scope, "raamat", None, &BY)
        .await
        .expect("ended ones do not count");
}

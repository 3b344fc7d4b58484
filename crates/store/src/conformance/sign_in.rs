use super::bench::{BY, Bench};
use crate::{
    Clock as _, LinkError, LinkToken, NewSession, OsRandom, Role, SessionToken, SignInError, UserChange,
};
use futures_util::future::join_all;
use jiff::SignedDuration;
use model::UserId;
use std::time::Duration;

const HOUR: Duration = Duration::from_hours(1);

fn lasting(ttl: Duration) -> NewSession {
    NewSession::lasting(ttl)
}

pub(super) async fn sessions_let_in_until_they_end(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let token = company.create_session(user.id, &lasting(HOUR)).await.unwrap();
    let session = bench.store.find_session(&token).await.unwrap().unwrap();
    let now = bench.clock.now();
    assert_eq!((&session.user, &session.embedded_in), (&user, &None));
    assert_eq!((session.created_at, session.last_seen_at), (now, now));
    assert_eq!(session.expires_at, now + SignedDuration::from_hours(1));
    bench.pass(3599);
    assert!(bench.store.find_session(&token).await.unwrap().is_some());
    bench.pass(1);
    assert!(bench.store.find_session(&token).await.unwrap().is_none());
    let unknown = SessionToken::generate(&OsRandom).unwrap();
    assert!(bench.store.find_session(&unknown).await.unwrap().is_none());
    let endless = company
        .create_session(user.id, &lasting(Duration::MAX))
        .await
        .unwrap();
    assert!(bench.store.find_session(&endless).await.unwrap().is_some());
}

pub(super) async fn touched_sessions_last_longer(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let begun = bench.clock.now();
    let token = company.create_session(user.id, &lasting(HOUR)).await.unwrap();
    bench.pass(3000);
    assert!(bench.store.touch_session(&token, HOUR).await.unwrap());
    bench.pass(3000);
    let session = bench.store.find_session(&token).await.unwrap().unwrap();
    assert_eq!(
        (session.created_at, session.last_seen_at),
        (begun, begun + SignedDuration::from_secs(3000))
    );
    bench.pass(600);
    assert!(
        !bench.store.touch_session(&token, HOUR).await.unwrap(),
        "what has ended does not come back"
    );
    assert!(bench.store.find_session(&token).await.unwrap().is_none());
}

pub(super) async fn sessions_end_on_demand(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    let mut tokens = Vec::new();
    for user in [&user, &user, &user, &colleague] {
        tokens.push(company.create_session(user.id, &lasting(HOUR)).await.unwrap());
    }
    let valid = async || {
        let mut valid = Vec::new();
        for token in &tokens {
            valid.push(bench.store.find_session(token).await.unwrap().is_some());
        }
        valid
    };
    bench.store.delete_session(&tokens[1]).await.unwrap();
    bench.store.delete_session(&tokens[1]).await.unwrap();
    assert_eq!(valid().await, [true, false, true, true]);
    assert_eq!(company.delete_sessions_of(user.id).await.unwrap(), 2);
    assert_eq!(valid().await, [false, false, false, true]);
}

pub(super) async fn sessions_show_the_user_as_he_is(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    for user in [&user, &colleague] {
        let token = company.create_session(user.id, &lasting(HOUR)).await.unwrap();
        let again: SessionToken = token.reveal().parse().unwrap();
        let session = bench.store.find_session(&again).await.unwrap().unwrap();
        assert_eq!(session.user, *user);
    }
    let token = company.create_session(user.id, &lasting(HOUR)).await.unwrap();
    let change = UserChange {
        role: Some(Role::Admin),
        ..UserChange::default()
    };
    company.update_user(user.id, &change, &BY).await.unwrap();
    let session = bench.store.find_session(&token).await.unwrap().unwrap();
    assert_eq!(session.user.role, Role::Admin);
}

pub(super) async fn links_let_in_once(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let link = company.create_sign_in_link(user.id, HOUR).await.unwrap();
    let other = company.create_sign_in_link(user.id, HOUR).await.unwrap();
    assert_eq!(bench.store.consume_sign_in_link(&link).await.unwrap(), user);
    let again = bench.store.consume_sign_in_link(&link).await;
    assert!(matches!(again, Err(LinkError::Used)), "{again:?}");
    let unknown = bench
        .store
        .consume_sign_in_link(&LinkToken::generate(&OsRandom).unwrap())
        .await;
    assert!(matches!(unknown, Err(LinkError::Unknown)), "{unknown:?}");
    assert_eq!(bench.store.consume_sign_in_link(&other).await.unwrap(), user);
    let session: SessionToken = link.reveal().parse().unwrap();
    assert!(
        bench.store.find_session(&session).await.unwrap().is_none(),
        "a link is no session"
    );
}

pub(super) async fn links_expire(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let [early, late] = [
        company.create_sign_in_link(user.id, HOUR).await.unwrap(),
        company.create_sign_in_link(user.id, HOUR).await.unwrap(),
    ];
    bench.pass(3599);
    bench.store.consume_sign_in_link(&early).await.unwrap();
    bench.pass(1);
    let expired = bench.store.consume_sign_in_link(&late).await;
    assert!(matches!(expired, Err(LinkError::Expired)), "{expired:?}");
    let again = bench.store.consume_sign_in_link(&early).await;
    assert!(matches!(again, Err(LinkError::Used)), "{again:?}");
}

pub(super) async fn of_many_at_once_one_gets_in(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let stores = [bench.second().await, bench.second().await, bench.store.clone()];
    for _ in 0..5 {
        let link = company.create_sign_in_link(user.id, HOUR).await.unwrap();
        let tries = stores
            .iter()
            .cycle()
            .take(9)
            .map(|store| store.consume_sign_in_link(&link));
        let results = join_all(tries).await;
        let (let_in, kept_out): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        assert_eq!((let_in.len(), kept_out.len()), (1, 8));
        assert!(
            kept_out
                .iter()
                .all(|result| matches!(result, Err(LinkError::Used))),
            "{kept_out:?}"
        );
    }
}

pub(super) async fn ended_ones_are_deleted(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    company.create_session(user.id, &lasting(HOUR)).await.unwrap();
    let link = company.create_sign_in_link(user.id, HOUR).await.unwrap();
    let longer = company.create_session(user.id, &lasting(2 * HOUR)).await.unwrap();
    bench.pass(3599);
    assert_eq!(bench.store.delete_expired().await.unwrap(), 0);
    bench.pass(1);
    assert_eq!(bench.store.delete_expired().await.unwrap(), 2);
    assert!(bench.store.find_session(&longer).await.unwrap().is_some());
    assert!(matches!(
        bench.store.consume_sign_in_link(&link).await,
        Err(LinkError::Unknown)
    ));
}

pub(super) async fn need_a_user(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    let nobody = UserId::from_uuid(uuid::Uuid::nil());
    assert!(matches!(
        company.create_session(nobody, &lasting(HOUR)).await,
        Err(SignInError::NoSuchUser)
    ));
    assert!(matches!(
        company.create_sign_in_link(nobody, HOUR).await,
        Err(SignInError::NoSuchUser)
    ));
    assert_eq!(company.delete_sessions_of(nobody).await.unwrap(), 0);
}

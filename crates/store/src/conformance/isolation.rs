use super::bench::{Bench, mailbox, own_server, passed, save, snapshot};
use crate::{CompanyStore, SaveError, SignInError, TestError, User, Verification, test_runs::CountTests};
use jiff::Timestamp;
use std::time::Duration;

/// A company with a user, and another company that has got hold of all their ids.
async fn two(bench: &Bench) -> (Box<dyn CompanyStore>, User, Box<dyn CompanyStore>) {
    let (company, user) = bench.company_with_user().await;
    let stranger = bench.company("Võõras AS").await;
    bench.user(stranger, "paha@mujal.ee").await;
    (company, user, bench.store.company(stranger))
}

pub(super) async fn of_users_and_settings(bench: &Bench) {
    let (company, user, stranger) = two(bench).await;
    let before = company
        .save_settings(user.id, save(&own_server(), "hunter2"))
        .await
        .unwrap();
    assert_eq!(stranger.find_user(user.id).await.unwrap(), None);
    assert_eq!(
        stranger
            .find_user_by_email(&mailbox("mari@naidis.ee"))
            .await
            .unwrap(),
        None
    );
    assert_eq!(stranger.list_users().await.unwrap().len(), 1);
    assert_eq!(stranger.settings(user.id).await.unwrap(), None);
    assert!(
        stranger
            .secret_for(user.id, &own_server().destination)
            .await
            .unwrap()
            .is_none()
    );
    let refused = stranger
        .save_settings(user.id, save(&own_server(), "mine now"))
        .await;
    assert!(matches!(refused, Err(SaveError::NoSuchUser)), "{refused:?}");
    assert_eq!(company.settings(user.id).await.unwrap(), Some(before));
}

pub(super) async fn of_tests_and_verdicts(bench: &Bench) {
    let (company, user, stranger) = two(bench).await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    let settings = company
        .save_settings(user.id, save(&own_server(), "hunter2"))
        .await
        .unwrap();
    let snapshot = snapshot(&own_server(), settings.secret_version);
    let run = company.create_test(user.id, &snapshot).await.unwrap();

    assert_eq!(company.find_test(colleague.id, run.id).await.unwrap(), None);
    assert_eq!(company.latest_test(colleague.id).await.unwrap(), None);
    assert_eq!(stranger.find_test(user.id, run.id).await.unwrap(), None);
    assert_eq!(stranger.latest_test(user.id).await.unwrap(), None);
    assert_eq!(stranger.verification(user.id).await.unwrap(), None);
    for whose in [CountTests::OfUser(user.id), CountTests::OfCompany] {
        assert_eq!(stranger.count_tests(whose, Timestamp::MIN).await.unwrap(), 0);
    }
    assert!(matches!(
        stranger.create_test(user.id, &snapshot).await,
        Err(TestError::NoSuchUser)
    ));
    assert!(matches!(
        stranger.append_to_test(run.id, &[], &[]).await,
        Err(TestError::NoSuchTest)
    ));
    assert!(matches!(
        stranger.finish_test(run.id, &passed(), &[]).await,
        Err(TestError::NoSuchTest)
    ));
    assert!(
        !stranger
            .record_verdict(user.id, run.id, &snapshot.fingerprint(), &passed())
            .await
            .unwrap()
    );
    assert_eq!(company.find_test(user.id, run.id).await.unwrap(), Some(run));
    assert_eq!(
        company.verification(user.id).await.unwrap(),
        Some(Verification::Never)
    );
}

pub(super) async fn of_sessions(bench: &Bench) {
    let (company, user, stranger) = two(bench).await;
    let hour = Duration::from_hours(1);
    let token = company.create_session(user.id, hour).await.unwrap();
    assert!(matches!(
        stranger.create_session(user.id, hour).await,
        Err(SignInError::NoSuchUser)
    ));
    assert!(matches!(
        stranger.create_sign_in_link(user.id, hour).await,
        Err(SignInError::NoSuchUser)
    ));
    assert_eq!(stranger.delete_sessions_of(user.id).await.unwrap(), 0);
    let session = bench.store.find_session(&token).await.unwrap().unwrap();
    assert_eq!(session.user.company, company.id());
}

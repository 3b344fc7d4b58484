use super::bench::{
    Bench, display_name, mailbox, other_servers, own_server, passed, refused, save, save_keeping, snapshot,
};
use crate::{
    Clock as _, CompanyStore, PasswordChange, SaveSettings, TestSnapshot, TestVerdict, User, Verification,
    verification::Part,
};
use model::{TestId, UserId, session::Stage, settings::OwnServer};

/// Runs a test of these settings to its end; says whether the verdict took effect.
async fn test(
    company: &dyn CompanyStore,
    user: &User,
    snapshot: &TestSnapshot,
    verdict: &TestVerdict,
) -> (TestId, bool) {
    let run = company.create_test(user.id, snapshot).await.unwrap();
    (run.id, company.finish_test(run.id, verdict, &[]).await.unwrap())
}

async fn state(company: &dyn CompanyStore, user: &User) -> Verification {
    company.verification(user.id).await.unwrap().unwrap()
}

async fn saved(bench: &Bench) -> (Box<dyn CompanyStore>, User, TestSnapshot) {
    let (company, user) = bench.company_with_user().await;
    let settings = company
        .save_settings(user.id, save(&own_server(), "hunter2"))
        .await
        .unwrap();
    let snapshot = snapshot(&own_server(), settings.secret_version);
    (company, user, snapshot)
}

pub(super) async fn is_never_at_first(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    assert_eq!(state(&*company, &user).await, Verification::Never);
    company
        .save_settings(user.id, save(&own_server(), "hunter2"))
        .await
        .unwrap();
    assert_eq!(state(&*company, &user).await, Verification::Never);
    company
        .create_test(user.id, &snapshot(&own_server(), 1))
        .await
        .unwrap();
    assert_eq!(
        state(&*company, &user).await,
        Verification::Never,
        "it still runs"
    );
    assert_eq!(
        company
            .verification(UserId::from_uuid(uuid::Uuid::nil()))
            .await
            .unwrap(),
        None
    );
}

pub(super) async fn follows_the_tests(bench: &Bench) {
    let (company, user, snapshot) = saved(bench).await;
    for round in 0..2 {
        bench.pass(60);
        let (id, took_effect) = test(&*company, &user, &snapshot, &refused()).await;
        assert!(took_effect, "{round}");
        let expected = Verification::Failing {
            at: bench.clock.now(),
            cause: "password-wrong".to_owned(),
            stage: Stage::Auth,
            test: Some(id),
        };
        assert_eq!(state(&*company, &user).await, expected);
        bench.pass(60);
        let (id, took_effect) = test(&*company, &user, &snapshot, &passed()).await;
        assert!(took_effect);
        assert_eq!(
            state(&*company, &user).await,
            Verification::Verified {
                at: bench.clock.now(),
                test: Some(id)
            }
        );
    }
}

pub(super) async fn ends_with_any_change(bench: &Bench) {
    let parts = [
        Part::Server,
        Part::Port,
        Part::Security,
        Part::UserName,
        Part::UserName,
    ];
    for (other, part) in other_servers().into_iter().zip(parts) {
        let (company, user, snapshot) = saved(bench).await;
        test(&*company, &user, &snapshot, &passed()).await;
        let clear = SaveSettings {
            password: PasswordChange::Clear,
            ..save_keeping(&other)
        };
        company.save_settings(user.id, clear).await.unwrap();
        assert_eq!(
            state(&*company, &user).await,
            Verification::Changed {
                what: vec![part, Part::Password]
            }
        );
    }
    let (company, user, snapshot) = saved(bench).await;
    test(&*company, &user, &snapshot, &passed()).await;
    let sender = OwnServer {
        sender: mailbox("arved@naidis.ee"),
        ..own_server()
    };
    company
        .save_settings(user.id, save_keeping(&sender))
        .await
        .unwrap();
    assert_eq!(
        state(&*company, &user).await,
        Verification::Changed {
            what: vec![Part::Sender]
        }
    );
    company
        .save_settings(user.id, save(&own_server(), "hunter2"))
        .await
        .unwrap();
    let what = vec![Part::Password];
    assert_eq!(
        state(&*company, &user).await,
        Verification::Changed { what },
        "the same password is a new one too"
    );
}

pub(super) async fn comes_back_with_the_same_settings(bench: &Bench) {
    let (company, user, snapshot) = saved(bench).await;
    test(&*company, &user, &snapshot, &passed()).await;
    let verified = state(&*company, &user).await;
    let sender = OwnServer {
        sender: mailbox("arved@naidis.ee"),
        ..own_server()
    };
    company
        .save_settings(user.id, save_keeping(&sender))
        .await
        .unwrap();
    assert_ne!(state(&*company, &user).await, verified);
    company
        .save_settings(user.id, save_keeping(&own_server()))
        .await
        .unwrap();
    assert_eq!(state(&*company, &user).await, verified, "exactly this was tested");
}

pub(super) async fn is_not_touched_by_a_test_of_other_settings(bench: &Bench) {
    let (company, user, tested) = saved(bench).await;
    let run = company.create_test(user.id, &tested).await.unwrap();
    let settings = company
        .save_settings(user.id, save(&own_server(), "other"))
        .await
        .unwrap();
    assert!(
        !company.finish_test(run.id, &passed(), &[]).await.unwrap(),
        "the password changed while it ran"
    );
    assert_eq!(state(&*company, &user).await, Verification::Never);
    assert!(
        !company
            .record_verdict(user.id, run.id, &tested.fingerprint(), &passed())
            .await
            .unwrap()
    );

    test(
        &*company,
        &user,
        &snapshot(&own_server(), settings.secret_version),
        &passed(),
    )
    .await;
    let verified = state(&*company, &user).await;
    assert!(matches!(verified, Verification::Verified { .. }));
    assert!(!test(&*company, &user, &tested, &refused()).await.1);
    assert_eq!(state(&*company, &user).await, verified);
}

pub(super) async fn takes_no_foreign_or_aborted_verdict(bench: &Bench) {
    let (company, user, snapshot) = saved(bench).await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    company
        .save_settings(colleague.id, save(&own_server(), "hunter2"))
        .await
        .unwrap();
    let about = snapshot.fingerprint();
    let (id, took_effect) = test(&*company, &user, &snapshot, &TestVerdict::Aborted).await;
    assert!(!took_effect);
    assert!(
        !company
            .record_verdict(user.id, id, &about, &TestVerdict::Aborted)
            .await
            .unwrap()
    );
    let nothing = TestId::from_uuid(uuid::Uuid::nil());
    assert!(
        !company
            .record_verdict(user.id, nothing, &about, &passed())
            .await
            .unwrap()
    );
    assert!(
        !company
            .record_verdict(colleague.id, id, &about, &passed())
            .await
            .unwrap(),
        "another user's test"
    );
    assert_eq!(state(&*company, &user).await, Verification::Never);
    assert_eq!(state(&*company, &colleague).await, Verification::Never);
    assert!(
        company
            .record_verdict(user.id, id, &about, &passed())
            .await
            .unwrap()
    );
    assert!(matches!(
        state(&*company, &user).await,
        Verification::Verified { .. }
    ));
}

pub(super) async fn outlives_the_test(bench: &Bench) {
    let (company, user, snapshot) = saved(bench).await;
    test(&*company, &user, &snapshot, &passed()).await;
    let at = bench.clock.now();
    bench.pass(1);
    assert_eq!(
        bench.store.delete_tests_before(bench.clock.now()).await.unwrap(),
        1
    );
    assert_eq!(
        state(&*company, &user).await,
        Verification::Verified { at, test: None }
    );
}

pub(super) async fn is_kept_by_what_no_server_sees(bench: &Bench) {
    let (company, user, snapshot) = saved(bench).await;
    test(&*company, &user, &snapshot, &passed()).await;
    let renamed = OwnServer {
        display_name: Some(display_name("Teine nimi")),
        ..own_server()
    };
    company
        .save_settings(user.id, save_keeping(&renamed))
        .await
        .unwrap();
    assert!(matches!(
        state(&*company, &user).await,
        Verification::Verified { .. }
    ));
}

use super::bench::{
    Bench, all_of, display_name, mailbox, nobody, other_servers, own_server, passed, refused, save,
    save_keeping, save_own, snapshot, start_test,
};
use crate::{
    Clock as _, CompanyStore, PasswordChange, SaveSettings, TestSnapshot, TestVerdict, User, Verification,
    verification::Part,
};
use model::{
    TestId,
    session::Stage,
    settings::{OwnServer, SendingMode},
};

/// Runs a test of these settings to its end; says whether the verdict took effect.
async fn test(
    company: &dyn CompanyStore,
    user: &User,
    version: u64,
    verdict: &TestVerdict,
) -> (TestId, bool) {
    let run = start_test(company, user, &own_server(), version).await;
    (run.id, company.finish_test(run.id, verdict, &[]).await.unwrap())
}

async fn state(company: &dyn CompanyStore, user: &User) -> Verification {
    let all = all_of(company, user).await;
    all.verification(&all.effective())
}

async fn saved(bench: &Bench) -> (Box<dyn CompanyStore>, User, u64) {
    let (company, user) = bench.company_with_user().await;
    let settings = save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    (company, user, settings.secret_version)
}

pub(super) async fn is_never_at_first(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    assert_eq!(state(&*company, &user).await, Verification::Never);
    save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    assert_eq!(state(&*company, &user).await, Verification::Never);
    start_test(&*company, &user, &own_server(), 1).await;
    assert_eq!(
        state(&*company, &user).await,
        Verification::Never,
        "it still runs"
    );
}

pub(super) async fn follows_the_tests(bench: &Bench) {
    let (company, user, version) = saved(bench).await;
    for round in 0..2 {
        bench.pass(60);
        let (id, took_effect) = test(&*company, &user, version, &refused()).await;
        assert!(took_effect, "{round}");
        let expected = Verification::Failing {
            at: bench.clock.now(),
            cause: "password-wrong".to_owned(),
            stage: Stage::Auth,
            test: Some(id),
        };
        assert_eq!(state(&*company, &user).await, expected);
        bench.pass(60);
        let (id, took_effect) = test(&*company, &user, version, &passed()).await;
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
        let (company, user, version) = saved(bench).await;
        test(&*company, &user, version, &passed()).await;
        let with_name = other.destination.user_name.is_some();
        let change = if with_name {
            save(&other, "hunter2")
        } else {
            SaveSettings {
                password: PasswordChange::Clear,
                ..save_keeping(&other)
            }
        };
        save_own(&*company, &user, change).await;
        assert_eq!(
            state(&*company, &user).await,
            Verification::Changed {
                what: vec![part, Part::Password]
            }
        );
    }
    let (company, user, version) = saved(bench).await;
    test(&*company, &user, version, &passed()).await;
    let sender = OwnServer {
        sender: mailbox("arved@naidis.ee"),
        ..own_server()
    };
    save_own(&*company, &user, save_keeping(&sender)).await;
    assert_eq!(
        state(&*company, &user).await,
        Verification::Changed {
            what: vec![Part::Sender]
        }
    );
    save_own(&*company, &user, save(&own_server(), "hunter2")).await;
    let what = vec![Part::Password];
    assert_eq!(
        state(&*company, &user).await,
        Verification::Changed { what },
        "the same password is a new one too"
    );
}

pub(super) async fn comes_back_with_the_same_settings(bench: &Bench) {
    let (company, user, version) = saved(bench).await;
    test(&*company, &user, version, &passed()).await;
    let verified = state(&*company, &user).await;
    let sender = OwnServer {
        sender: mailbox("arved@naidis.ee"),
        ..own_server()
    };
    save_own(&*company, &user, save_keeping(&sender)).await;
    assert_ne!(state(&*company, &user).await, verified);
    save_own(&*company, &user, save_keeping(&own_server())).await;
    assert_eq!(state(&*company, &user).await, verified, "exactly this was tested");
}

pub(super) async fn is_not_touched_by_a_test_of_other_settings(bench: &Bench) {
    let (company, user, version) = saved(bench).await;
    let run = start_test(&*company, &user, &own_server(), version).await;
    let about = snapshot(&own_server(), version).fingerprint(user.id).unwrap();
    let settings = save_own(&*company, &user, save(&own_server(), "other")).await;
    assert!(
        !company.finish_test(run.id, &passed(), &[]).await.unwrap(),
        "the password changed while it ran"
    );
    assert_eq!(state(&*company, &user).await, Verification::Never);
    assert!(
        !company
            .record_verdict(user.id, run.id, &about, &passed())
            .await
            .unwrap()
    );

    test(&*company, &user, settings.secret_version, &passed()).await;
    let verified = state(&*company, &user).await;
    assert!(matches!(verified, Verification::Verified { .. }));
    assert!(!test(&*company, &user, version, &refused()).await.1);
    assert_eq!(state(&*company, &user).await, verified);
}

pub(super) async fn is_not_about_the_operators_relay(bench: &Bench) {
    let (company, user, version) = saved(bench).await;
    let relayed = TestSnapshot {
        mode: SendingMode::ReplyTo,
        ..snapshot(&own_server(), version)
    };
    let run = company
        .create_test(
            user.id,
            &relayed,
            super::bench::PLENTY,
            super::bench::LEASE,
            &super::bench::BY,
        )
        .await
        .unwrap();
    assert!(!company.finish_test(run.id, &passed(), &[]).await.unwrap());
    assert_eq!(state(&*company, &user).await, Verification::Never);
    let entry = super::bench::log(&*company).await.remove(0).entry;
    let shown = format!("{entry:?}");
    assert!(!shown.contains("smtp.naidis.ee"), "{shown}");
}

pub(super) async fn takes_no_foreign_or_aborted_verdict(bench: &Bench) {
    let (company, user, version) = saved(bench).await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    save_own(&*company, &colleague, save(&own_server(), "hunter2")).await;
    let about = snapshot(&own_server(), version).fingerprint(user.id).unwrap();
    let theirs = snapshot(&own_server(), version)
        .fingerprint(colleague.id)
        .unwrap();
    let (id, took_effect) = test(&*company, &user, version, &TestVerdict::Aborted).await;
    assert!(!took_effect);
    let nothing = TestId::from_uuid(uuid::Uuid::nil());
    for (whose, test, about, verdict) in [
        (user.id, id, &about, TestVerdict::Aborted),
        (user.id, nothing, &about, passed()),
        (user.id, id, &theirs, passed()),
        (colleague.id, id, &theirs, passed()),
        (nobody(), id, &about, passed()),
    ] {
        let took_effect = company.record_verdict(whose, test, about, &verdict).await;
        assert!(!took_effect.unwrap(), "{whose} {test} {verdict:?}");
    }
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
    let (company, user, version) = saved(bench).await;
    test(&*company, &user, version, &passed()).await;
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
    let (company, user, version) = saved(bench).await;
    test(&*company, &user, version, &passed()).await;
    let renamed = OwnServer {
        display_name: Some(display_name("Teine nimi")),
        ..own_server()
    };
    save_own(&*company, &user, save_keeping(&renamed)).await;
    assert!(matches!(
        state(&*company, &user).await,
        Verification::Verified { .. }
    ));
}

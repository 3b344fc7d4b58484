use super::bench::{
    BY, Bench, LEASE, PLENTY, actions, log, nobody, own_server, passed, refused, snapshot, start_test,
};
use crate::{Action, Clock as _, TestError, TestLimits, TestVerdict};
use futures_util::future::{join, join_all};
use model::{
    Host, Security, TestId,
    session::{
        Detail, Fault, OtherPort, Outcome, Reply, Side, Stage, StageReport, TlsDetail, TranscriptLine,
    },
};

fn reports() -> Vec<StageReport> {
    let report = |stage, result, detail| StageReport {
        stage,
        result,
        ms: 12,
        detail,
    };
    let tls = TlsDetail {
        version: Some("TLS 1.3".to_owned()),
        cipher: None,
        certificate: None,
    };
    let reply = Reply::from_lines(535, ["5.7.8 Username and Password not accepted"]);
    vec![
        report(
            Stage::Dns,
            Outcome::Passed,
            Detail::Addresses {
                list: vec!["192.0.2.1".to_owned()],
            },
        ),
        report(Stage::Tls, Outcome::Passed, Detail::Tls(tls)),
        report(Stage::Ehlo, Outcome::Skipped, Detail::Nothing),
        report(
            Stage::Auth,
            Outcome::Failed(Fault::Refused(reply)),
            Detail::Nothing,
        ),
    ]
}

fn line(side: Side, text: &str) -> TranscriptLine {
    TranscriptLine {
        side,
        text: text.to_owned(),
    }
}

pub(super) async fn come_back_as_they_grew(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let mut expected = start_test(&*company, &user, &own_server(), 3).await;
    assert_eq!((expected.company, expected.user), (company.id(), user.id));
    assert_eq!(
        (expected.created_at, expected.finished_at),
        (bench.clock.now(), None)
    );
    assert_eq!(
        company.find_test(user.id, expected.id).await.unwrap().as_ref(),
        Some(&expected)
    );
    for report in reports() {
        let line = line(Side::Server, "220 mx.naidis.ee ESMTP õ \"'");
        company
            .append_to_test(
                expected.id,
                std::slice::from_ref(&report),
                std::slice::from_ref(&line),
            )
            .await
            .unwrap();
        expected.reports.push(report);
        expected.transcript.push(line);
        assert_eq!(
            company.find_test(user.id, expected.id).await.unwrap().as_ref(),
            Some(&expected)
        );
    }
    bench.pass(2);
    expected.verdict = Some(refused());
    expected.finished_at = Some(bench.clock.now());
    expected.other_ports = vec![OtherPort {
        port: "587".parse().unwrap(),
        security: Security::StartTls,
        answers: true,
    }];
    company
        .finish_test(expected.id, &refused(), &expected.other_ports)
        .await
        .unwrap();
    assert_eq!(
        company.find_test(user.id, expected.id).await.unwrap(),
        Some(expected)
    );
    assert_eq!(
        company
            .find_test(user.id, TestId::from_uuid(uuid::Uuid::nil()))
            .await
            .unwrap(),
        None
    );
}

pub(super) async fn end_once(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let other = bench.second().await.company(company.id());
    let run = start_test(&*company, &user, &own_server(), 1).await;
    let (one, two) = join(
        company.finish_test(run.id, &passed(), &[]),
        other.finish_test(run.id, &refused(), &[]),
    )
    .await;
    let winner = match (one, two) {
        (Ok(_), Err(TestError::Over)) => passed(),
        (Err(TestError::Over), Ok(_)) => refused(),
        both => panic!("one of both has to win: {both:?}"),
    };
    let late = company.append_to_test(run.id, &reports(), &[]).await;
    assert!(matches!(late, Err(TestError::Over)), "{late:?}");
    let stored = company.find_test(user.id, run.id).await.unwrap().unwrap();
    assert_eq!((stored.verdict, stored.reports), (Some(winner), vec![]));
}

pub(super) async fn latest_is_the_last_started(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    assert_eq!(company.latest_test(user.id).await.unwrap(), None);
    let first = start_test(&*company, &user, &own_server(), 1).await;
    bench.pass(1);
    let second = start_test(&*company, &user, &own_server(), 1).await;
    company.finish_test(first.id, &passed(), &[]).await.unwrap();
    assert_eq!(company.latest_test(user.id).await.unwrap(), Some(second));
}

pub(super) async fn are_limited(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    let other = bench.company("Teine").await;
    let stranger = bench.user(other, "kati@mujal.ee").await;
    let other = bench.store.company(other);
    let limits = TestLimits {
        per_user: 2,
        per_company: 3,
        per_server: 4,
    };
    let mut elsewhere = own_server();
    elsewhere.destination.host = Host::parse("smtp.mujal.ee").unwrap();
    let (here, elsewhere) = (snapshot(&own_server(), 1), snapshot(&elsewhere, 1));
    let of_user = async |snapshot| company.create_test(user.id, snapshot, limits, LEASE, &BY).await;
    of_user(&here).await.unwrap();
    bench.pass(10);
    of_user(&here).await.unwrap();
    let third = of_user(&elsewhere).await;
    assert!(matches!(third, Err(TestError::TooMany(2))), "{third:?}");

    let of_colleague = async || company.create_test(colleague.id, &here, limits, LEASE, &BY).await;
    of_colleague().await.unwrap();
    let fourth = of_colleague().await;
    assert!(matches!(fourth, Err(TestError::TooMany(3))), "{fourth:?}");

    let of_stranger = async |snapshot| other.create_test(stranger.id, snapshot, limits, LEASE, &BY).await;
    of_stranger(&here).await.unwrap();
    let fifth = of_stranger(&here).await;
    assert!(matches!(fifth, Err(TestError::TooMany(4))), "{fifth:?}");
    of_stranger(&elsewhere).await.unwrap();

    let started = actions(&*company).await;
    assert_eq!(
        started
            .iter()
            .filter(|action| **action == Action::TestStarted)
            .count(),
        3,
        "of those that were refused nothing is written"
    );
    bench.pass(3590);
    of_user(&here).await.expect("the first is an hour old");
    let early = of_user(&here).await;
    assert!(matches!(early, Err(TestError::TooMany(2))), "{early:?}");
    let never = TestLimits {
        per_user: 0,
        ..PLENTY
    };
    let refused = other.create_test(stranger.id, &here, never, LEASE, &BY).await;
    assert!(matches!(refused, Err(TestError::TooMany(_))), "{refused:?}");
}

pub(super) async fn of_many_at_once_no_more_start_than_may(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let second = bench.second().await.company(company.id());
    let snapshot = snapshot(&own_server(), 1);
    let limits = TestLimits {
        per_company: 5,
        ..PLENTY
    };
    let starting = (0..20).map(|at| {
        let company = if at % 2 == 0 { &company } else { &second };
        company.create_test(user.id, &snapshot, limits, LEASE, &BY)
    });
    let (started, refused): (Vec<_>, Vec<_>) = join_all(starting).await.into_iter().partition(Result::is_ok);
    assert_eq!((started.len(), refused.len()), (5, 15));
    assert!(
        refused
            .iter()
            .all(|refused| matches!(refused, Err(TestError::TooMany(5)))),
        "{refused:?}"
    );
    let written = log(&*company).await;
    let written = written
        .iter()
        .filter(|entry| entry.entry.action == Action::TestStarted);
    assert_eq!(written.count(), 5);
}

pub(super) async fn lost_ones_are_aborted(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let start = async || start_test(&*company, &user, &own_server(), 1).await;
    let [over, lost, renewed, growing] = [start().await, start().await, start().await, start().await];
    company.append_to_test(lost.id, &reports(), &[]).await.unwrap();
    company.finish_test(over.id, &passed(), &[]).await.unwrap();
    bench.pass(29);
    assert_eq!(bench.store.abort_lost_tests().await.unwrap(), 0);
    company.renew_test(renewed.id, LEASE).await.unwrap();
    company.append_to_test(growing.id, &reports(), &[]).await.unwrap();
    bench.pass(1);
    let new = start().await;
    assert_eq!(bench.store.abort_lost_tests().await.unwrap(), 1);
    assert_eq!(bench.store.abort_lost_tests().await.unwrap(), 0);
    let verdict = async |id| company.find_test(user.id, id).await.unwrap().unwrap().verdict;
    assert_eq!(verdict(over.id).await, Some(passed()));
    assert_eq!(verdict(lost.id).await, Some(TestVerdict::Aborted));
    for id in [renewed.id, growing.id, new.id] {
        assert_eq!(verdict(id).await, None);
    }
    let stored = company.find_test(user.id, lost.id).await.unwrap().unwrap();
    assert_eq!(
        (stored.finished_at, stored.reports),
        (Some(bench.clock.now()), reports())
    );
    let late = company.renew_test(lost.id, LEASE).await;
    assert!(matches!(late, Err(TestError::Over)), "{late:?}");
    bench.pass(29);
    assert_eq!(
        bench.store.abort_lost_tests().await.unwrap(),
        2,
        "each sign of life counts as long as the lease"
    );
}

pub(super) async fn say_when_a_server_last_took_a_letter(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let sent = async || company.find_user(user.id).await.unwrap().unwrap().last_sent_at;
    for (verdict, took) in [
        (refused(), false),
        (TestVerdict::Aborted, false),
        (passed(), true),
    ] {
        bench.pass(60);
        let run = start_test(&*company, &user, &own_server(), 1).await;
        company.finish_test(run.id, &verdict, &[]).await.unwrap();
        assert_eq!(sent().await, took.then(|| bench.clock.now()), "{verdict:?}");
    }
}

pub(super) async fn need_a_user(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    let snapshot = snapshot(&own_server(), 1);
    let refused = company.create_test(nobody(), &snapshot, PLENTY, LEASE, &BY).await;
    assert!(matches!(refused, Err(TestError::NoSuchUser)), "{refused:?}");
    let nothing = TestId::from_uuid(uuid::Uuid::nil());
    assert!(matches!(
        company.append_to_test(nothing, &[], &[]).await,
        Err(TestError::NoSuchTest)
    ));
    assert!(matches!(
        company.renew_test(nothing, LEASE).await,
        Err(TestError::NoSuchTest)
    ));
    assert!(matches!(
        company.finish_test(nothing, &passed(), &[]).await,
        Err(TestError::NoSuchTest)
    ));
}

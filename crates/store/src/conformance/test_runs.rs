use super::bench::{Bench, own_server, passed, refused, snapshot};
use crate::{Clock as _, TestError, TestVerdict, test_runs::CountTests};
use futures_util::future::join;
use model::{
    Host, Security, TestId, UserId,
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
    let mut expected = company
        .create_test(user.id, &snapshot(&own_server(), 3))
        .await
        .unwrap();
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
    let run = company
        .create_test(user.id, &snapshot(&own_server(), 1))
        .await
        .unwrap();
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
    let first = company
        .create_test(user.id, &snapshot(&own_server(), 1))
        .await
        .unwrap();
    bench.pass(1);
    let second = company
        .create_test(user.id, &snapshot(&own_server(), 1))
        .await
        .unwrap();
    company.finish_test(first.id, &passed(), &[]).await.unwrap();
    assert_eq!(company.latest_test(user.id).await.unwrap(), Some(second));
}

pub(super) async fn are_counted(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let colleague = bench.user(company.id(), "jyri@naidis.ee").await;
    let before = bench.clock.now();
    for user in [&user, &user, &colleague] {
        bench.pass(10);
        company
            .create_test(user.id, &snapshot(&own_server(), 1))
            .await
            .unwrap();
    }
    let last = bench.clock.now();
    for (whose, since, expected) in [
        (CountTests::OfUser(user.id), before, 2),
        (CountTests::OfUser(user.id), last, 0),
        (CountTests::OfUser(colleague.id), last, 1),
        (CountTests::OfCompany, before, 3),
        (CountTests::OfCompany, last, 1),
    ] {
        assert_eq!(
            company.count_tests(whose, since).await.unwrap(),
            expected,
            "{whose:?}"
        );
    }
    let host = own_server().destination.host;
    assert_eq!(bench.store.count_tests_to(&host, before).await.unwrap(), 3);
    assert_eq!(bench.store.count_tests_to(&host, last).await.unwrap(), 1);
    let other = Host::parse("smtp.mujal.ee").unwrap();
    assert_eq!(bench.store.count_tests_to(&other, before).await.unwrap(), 0);
}

pub(super) async fn left_over_are_aborted(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let [over, left] = [
        company
            .create_test(user.id, &snapshot(&own_server(), 1))
            .await
            .unwrap(),
        company
            .create_test(user.id, &snapshot(&own_server(), 1))
            .await
            .unwrap(),
    ];
    company.append_to_test(left.id, &reports(), &[]).await.unwrap();
    company.finish_test(over.id, &passed(), &[]).await.unwrap();
    bench.pass(5);
    let start = bench.clock.now();
    let new = company
        .create_test(user.id, &snapshot(&own_server(), 1))
        .await
        .unwrap();
    assert_eq!(bench.store.abort_unfinished_tests(start).await.unwrap(), 1);
    assert_eq!(bench.store.abort_unfinished_tests(start).await.unwrap(), 0);
    let verdict = async |id| company.find_test(user.id, id).await.unwrap().unwrap().verdict;
    assert_eq!(verdict(over.id).await, Some(passed()));
    assert_eq!(verdict(left.id).await, Some(TestVerdict::Aborted));
    assert_eq!(verdict(new.id).await, None);
    let stored = company.find_test(user.id, left.id).await.unwrap().unwrap();
    assert_eq!((stored.finished_at, stored.reports), (Some(start), reports()));
}

pub(super) async fn old_are_deleted(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let old = company
        .create_test(user.id, &snapshot(&own_server(), 1))
        .await
        .unwrap();
    bench.pass(1);
    let border = bench.clock.now();
    let new = company
        .create_test(user.id, &snapshot(&own_server(), 1))
        .await
        .unwrap();
    assert_eq!(bench.store.delete_tests_before(border).await.unwrap(), 1);
    assert_eq!(company.find_test(user.id, old.id).await.unwrap(), None);
    assert_eq!(company.find_test(user.id, new.id).await.unwrap(), Some(new));
}

pub(super) async fn need_a_user(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    let nobody = UserId::from_uuid(uuid::Uuid::nil());
    let refused = company.create_test(nobody, &snapshot(&own_server(), 1)).await;
    assert!(matches!(refused, Err(TestError::NoSuchUser)), "{refused:?}");
    let nothing = TestId::from_uuid(uuid::Uuid::nil());
    assert!(matches!(
        company.append_to_test(nothing, &[], &[]).await,
        Err(TestError::NoSuchTest)
    ));
    assert!(matches!(
        company.finish_test(nothing, &passed(), &[]).await,
        Err(TestError::NoSuchTest)
    ));
}

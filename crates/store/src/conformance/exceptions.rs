use super::bench::{Bench, log};
use crate::{Action, Actor, Clock as _, ExceptionError, Trusted, exceptions::MOST_EXCEPTIONS};
use model::{ExceptionId, Host, Port};

fn host() -> Host {
    Host::parse("smtp.naidis.ee").unwrap()
}

fn pin(port: Port, digit: &str) -> Trusted {
    Trusted::Pin {
        host: host(),
        port,
        spki_sha256: digit.repeat(64),
    }
}

fn authority(name: &str, pem: &str) -> Trusted {
    Trusted::Authority {
        name: name.to_owned(),
        pem: format!("-----BEGIN CERTIFICATE-----\n{pem}\n-----END CERTIFICATE-----\n"),
    }
}

pub(super) async fn are_added_and_removed(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let mari = Actor::User {
        id: user.id,
        name: user.name.clone(),
    };
    let mut added = Vec::new();
    for trusted in [
        authority("Näidis CA", "AAAA"),
        pin(Port::SUBMISSIONS, "a"),
        pin(Port::SUBMISSION, "a"),
        Trusted::PlainPassword {
            host: host(),
            port: Port::SUBMISSION,
        },
        authority("Näidis CA", "BBBB"),
    ] {
        bench.pass(1);
        let exception = company.add_exception(&trusted, &mari).await.unwrap();
        assert_eq!(
            (
                &exception.trusted,
                exception.confirmed_by.as_str(),
                exception.confirmed_at
            ),
            (&trusted, user.name.as_str(), bench.clock.now())
        );
        added.push(exception);
    }
    assert_eq!(company.exceptions().await.unwrap(), added);
    let removed = added.remove(1);
    company.remove_exception(removed.id, &mari).await.unwrap();
    assert_eq!(company.exceptions().await.unwrap(), added);
    let again = company.remove_exception(removed.id, &mari).await;
    assert!(matches!(again, Err(ExceptionError::NoSuchException)), "{again:?}");

    let log = log(&*company).await;
    let of = |action| log.iter().filter(move |entry| entry.entry.action == action);
    assert_eq!(of(Action::ExceptionAdded).count(), 5);
    let gone = of(Action::ExceptionRemoved).next().unwrap();
    assert_eq!(gone.entry.subject, "smtp.naidis.ee:465");
    assert_eq!(gone.entry.before.as_ref().unwrap()["kind"], "pin");
}

pub(super) async fn are_there_once(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    let by = Actor::Operator;
    let first = [
        pin(Port::SUBMISSION, "a"),
        authority("Näidis CA", "AAAA"),
        Trusted::PlainPassword {
            host: host(),
            port: Port::SUBMISSION,
        },
    ];
    for trusted in &first {
        company.add_exception(trusted, &by).await.unwrap();
    }
    let written = log(&*company).await.len();
    let [_, known, plain] = &first;
    for again in [
        &pin(Port::SUBMISSION, "b"),
        known,
        plain,
        &authority("Muu nimi", "AAAA"),
    ] {
        let refused = company.add_exception(again, &by).await;
        assert!(
            matches!(refused, Err(ExceptionError::Already)),
            "{again:?}: {refused:?}"
        );
    }
    assert_eq!(log(&*company).await.len(), written);
    let other = bench.store.company(bench.company("Teine").await);
    other
        .add_exception(known, &by)
        .await
        .expect("each company has its own");
}

pub(super) async fn are_not_too_many(bench: &Bench) {
    let (company, _) = bench.company_with_user().await;
    for at in 0..MOST_EXCEPTIONS {
        let trusted = authority("CA", &at.to_string());
        company.add_exception(&trusted, &Actor::Operator).await.unwrap();
    }
    let over = company
        .add_exception(&pin(Port::SUBMISSION, "a"), &Actor::Operator)
        .await;
    assert!(matches!(over, Err(ExceptionError::TooMany)), "{over:?}");
    let nowhere = bench
        .store
        .company(model::CompanyId::from_uuid(uuid::Uuid::nil()));
    let none = nowhere
        .add_exception(&pin(Port::SUBMISSION, "a"), &Actor::Operator)
        .await;
    assert!(matches!(none, Err(ExceptionError::NoSuchCompany)), "{none:?}");
    let nothing = ExceptionId::from_uuid(uuid::Uuid::nil());
    let none = company.remove_exception(nothing, &Actor::Operator).await;
    assert!(matches!(none, Err(ExceptionError::NoSuchException)), "{none:?}");
}

//! Postfix, driven by a raw client and by swaks.

use crate::common;
use testkit::certificates::{Certificate, Certificates};
use testkit::mail_server::Options;
use testkit::postfix::Postfix;
use testkit::recorder::recorder;

#[tokio::test]
async fn letters_arrive_byte_for_byte_over_both_doors() {
    let (certificates, recorder) = (Certificates::new(), recorder().await);
    let relay = recorder.addresses()[0].address;
    let server = Postfix::start(Options::new(certificates.identity(Certificate::Valid), relay)).await;
    common::delivers_byte_for_byte(server.doors(), &certificates, &recorder).await;
    common::refuses_strangers(server.doors(), &certificates).await;
    common::takes_mail_from_swaks(server.doors(), &certificates, &recorder).await;
    assert!(server.logs().contains("user@saatja.test"), "{}", server.logs());
}

#[tokio::test]
async fn many_run_side_by_side_and_leave_nothing() {
    let (certificates, recorder) = (Certificates::new(), recorder().await);
    let relay = recorder.addresses()[0].address;
    let options = || Options::new(certificates.identity(Certificate::Valid), relay);
    let (first, second) = tokio::join!(Postfix::start(options()), Postfix::start(options()));
    assert_ne!(first.doors(), second.doors());
    let doors = first.doors();
    common::refuses_strangers(second.doors(), &certificates).await;
    drop(first);
    for door in [doors.starttls, doors.tls] {
        // Nobody listens there any more, so that it can be listened on.
        drop(std::net::TcpListener::bind(door).expect("the port is free again"));
    }
    common::refuses_strangers(second.doors(), &certificates).await;
}

#[tokio::test]
async fn every_kind_of_certificate_is_shown_as_it_is() {
    let (certificates, recorder) = (Certificates::new(), recorder().await);
    let relay = recorder.addresses()[0].address;
    for kind in Certificate::ALL {
        let server = Postfix::start(Options::new(certificates.identity(kind), relay)).await;
        common::shows(server.doors().tls, &certificates, kind).await;
    }
}

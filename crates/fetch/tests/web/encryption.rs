//! Whom we speak to.

use crate::{
    server::{Answer, WebServer},
    support::{Bench, HOST, post, verdict},
};
use model::Port;
use testkit::{
    certificates::Certificate,
    hostile::{HostileServer, Script},
};

#[tokio::test]
async fn a_server_that_does_not_prove_its_name_hears_nothing() {
    let mut bench = Bench::new().await;
    for (state, expected) in [
        (Certificate::Valid, "200"),
        (Certificate::Expired, "certificate-expired"),
        (Certificate::NotYetValid, "certificate-not-yet-valid"),
        (Certificate::WrongName, "certificate-wrong-name"),
        (Certificate::SelfSigned, "certificate-self-signed"),
        (Certificate::UnknownAuthority, "certificate-unknown-issuer"),
    ] {
        let identity = bench.certificates.identity_for(state, &[HOST]);
        let server = WebServer::start(Some(&identity), Answer::whole("200 OK", "", "")).await;
        bench.policy.network.connect_to.clear();
        assert_eq!(verdict(&bench.post(&server).await), expected);
        assert_eq!(server.heard().is_empty(), state != Certificate::Valid);
    }
}

#[tokio::test]
async fn no_falling_back_to_old_or_no_encryption() {
    let mut bench = Bench::new().await;
    for (script, expected) in [
        (Script::old_tls(), "tls-too-old"),
        (Script::web_server(), "tls-against-plain"),
        (Script::plain_text_for_tls(), "tls-against-plain"),
    ] {
        let server = HostileServer::start(script).await;
        bench.policy.network.connect_to.clear();
        bench.lead(HOST, 443, server.address());
        let answer = bench
            .fetcher()
            .send(post(&format!("https://{HOST}/secret")))
            .await;
        assert_eq!(verdict(&answer), expected);
        assert!(!server.heard("secret"));
    }
}

#[tokio::test]
async fn in_the_clear_only_where_the_operator_allows_it() {
    let mut bench = Bench::new().await;
    let server = WebServer::start(None, Answer::whole("200 OK", "", "")).await;
    bench.lead(HOST, 80, server.address());
    bench.policy.extra_ports = vec![Port::new(80).unwrap()];
    let address = format!("http://{HOST}/");
    assert_eq!(verdict(&bench.fetcher().send(post(&address)).await), "url-scheme");
    assert!(server.heard().is_empty());
    bench.policy.plain_http = true;
    assert_eq!(verdict(&bench.fetcher().send(post(&address)).await), "200");
}

//! Redirects: not followed by `send`, and with care by `get`.

use crate::{
    server::{Answer, WebServer},
    support::{Bench, HOST, verdict},
};
use bytes::Bytes;
use fetch::{FetchError, WebAddress};
use http::{HeaderValue, Response};
use std::{net::Ipv4Addr, time::Duration};
use testkit::{certificates::Certificate, dns::Zones};

const OTHER: &str = "other.saatja.test";

async fn get(bench: &Bench, address: &str) -> Result<Response<Bytes>, FetchError> {
    let address = WebAddress::parse(address).unwrap();
    bench
        .fetcher()
        .get(&address, HeaderValue::from_static("application/json"))
        .await
}

/// A server of both names that redirects `/to/…` to what follows, and is content with the rest.
async fn both(bench: &mut Bench) -> WebServer {
    let identity = bench
        .certificates
        .identity_for(Certificate::Valid, &[HOST, OTHER]);
    let server = WebServer::choosing(Some(&identity), |request| {
        let path = request.split(' ').nth(1).unwrap_or_default();
        match path.strip_prefix("/to/") {
            Some(there) => Answer::redirect("302 Found", there),
            None => Answer::whole("200 OK", "", path),
        }
    })
    .await;
    bench.lead(HOST, 443, server.address());
    bench.lead(OTHER, 443, server.address());
    server
}

#[tokio::test]
async fn a_webhook_is_not_sent_on() {
    let mut bench = Bench::new().await;
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Temporary",
        "308 Permanent",
    ] {
        let server = WebServer::start(
            Some(&bench.identity()),
            Answer::redirect(status, "https://other.saatja.test/"),
        )
        .await;
        bench.policy.network.connect_to.clear();
        assert_eq!(verdict(&bench.post(&server).await), status[..3]);
        assert_eq!(server.heard().len(), 1);
    }
    assert!(bench.dns.queries().is_empty());
}

#[tokio::test]
async fn documents_are_followed_three_times_at_most() {
    let mut bench = Bench::new().await;
    let server = both(&mut bench).await;
    for address in [
        format!("https://{HOST}/to/https://{OTHER}/there"),
        format!("https://{HOST}/to//there"),
        format!("https://{HOST}/to///{OTHER}/there"),
    ] {
        let answer = get(&bench, &address).await;
        assert_eq!(verdict(&answer), "200", "{address}");
        assert!(answer.unwrap().body().ends_with(b"there"));
    }
    // to itself
    let answer = get(&bench, &format!("https://{HOST}/to/there")).await;
    assert_eq!(verdict(&answer), "too-many-redirects");
    let once = format!("https://{HOST}/to/");
    for (times, expected) in [(3, "200"), (4, "too-many-redirects")] {
        let before = server.heard().len();
        let address = format!("{}https://{OTHER}/end", once.repeat(times));
        assert_eq!(verdict(&get(&bench, &address).await), expected, "{times}");
        assert_eq!(server.heard().len() - before, 4);
    }
}

#[tokio::test]
async fn other_statuses_are_answers() {
    let mut bench = Bench::new().await;
    for status in [
        "300 Choices",
        "304 Not Modified",
        "305 Use Proxy",
        "404 Not Found",
        "500 Oops",
    ] {
        let server = WebServer::start(
            Some(&bench.identity()),
            Answer::redirect(status, "https://other.saatja.test/"),
        )
        .await;
        bench.policy.network.connect_to.clear();
        bench.lead(HOST, 443, server.address());
        assert_eq!(
            verdict(&get(&bench, &format!("https://{HOST}/")).await),
            status[..3]
        );
    }
}

#[tokio::test]
async fn a_redirect_is_checked_like_the_first_address() {
    let mut bench = Bench::new().await;
    bench.deadlines.connect = Duration::from_millis(400);
    let server = both(&mut bench).await;
    bench
        .dns
        .set_zones(Zones::new().a("in.saatja.test", &[Ipv4Addr::new(10, 0, 0, 1)]));
    for (there, expected) in [
        ("https://in.saatja.test/", "address-refused"),
        ("https://none.saatja.test/", "name-not-found"),
        ("https://127.0.0.1/", "redirect-refused"),
        ("https://[::ffff:127.0.0.1]/", "redirect-refused"),
        ("https://169.254.169.254/latest/meta-data/", "redirect-refused"),
        ("https://localhost/", "redirect-refused"),
        ("https://mari:x@other.saatja.test/", "redirect-refused"),
        ("http://other.saatja.test/", "redirect-refused"),
        ("file:///etc/passwd", "redirect-refused"),
        ("gopher://other.saatja.test/", "redirect-refused"),
        ("https://other.saatja.test:25/", "destination-refused"),
    ] {
        let before = server.heard().len();
        let answer = get(&bench, &format!("https://{HOST}/to/{there}")).await;
        assert_eq!(verdict(&answer), expected, "{there}");
        assert_eq!(server.heard().len() - before, 1, "{there}");
    }
    // not out of encryption even where the operator allows plain requests
    bench.policy.plain_http = true;
    let answer = get(&bench, &format!("https://{HOST}/to/http://{OTHER}:443/")).await;
    assert_eq!(verdict(&answer), "redirect-refused");
}

#[tokio::test]
async fn a_redirect_without_an_address() {
    let mut bench = Bench::new().await;
    for headers in ["", "Location: \u{fc}\r\n", "Location: https://\r\n"] {
        let server = WebServer::start(Some(&bench.identity()), Answer::whole("302 Found", headers, "")).await;
        bench.policy.network.connect_to.clear();
        bench.lead(HOST, 443, server.address());
        assert_eq!(
            verdict(&get(&bench, &format!("https://{HOST}/")).await),
            "redirect-refused",
            "{headers}"
        );
    }
}

#[tokio::test]
async fn the_deadline_is_one_for_all_hops() {
    let mut bench = Bench::new().await;
    bench.deadlines.whole = Duration::from_millis(900);
    let identity = bench.identity();
    let server = WebServer::choosing(Some(&identity), |request| {
        if request.starts_with("GET /slow ") {
            Answer::SayAndStay(Vec::new())
        } else {
            Answer::redirect("302 Found", "/slow")
        }
    })
    .await;
    bench.lead(HOST, 443, server.address());
    let begun = std::time::Instant::now();
    assert_eq!(
        verdict(&get(&bench, &format!("https://{HOST}/")).await),
        "timeout"
    );
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert_eq!(server.heard().len(), 2);
}

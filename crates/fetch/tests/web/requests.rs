//! What is said to a good server.

use crate::{
    server::{Answer, WebServer},
    support::{Bench, HOST, post, verdict},
};
use bytes::Bytes;
use fetch::WebAddress;
use http::{HeaderValue, Request, header::ACCEPT};

#[tokio::test]
async fn a_request_says_what_it_has_to_and_no_more() {
    let mut bench = Bench::new().await;
    let server = WebServer::start(
        Some(&bench.identity()),
        Answer::whole("202 Accepted", "X-Their: 1\r\n", "õ"),
    )
    .await;
    let answer = bench.post(&server).await.unwrap();
    assert_eq!(answer.status(), 202);
    assert_eq!(answer.headers()["x-their"], "1");
    assert_eq!(answer.body(), "õ");
    let expected = format!(
        "POST /hook HTTP/1.1\r\nhost: {HOST}\r\nuser-agent: Saatja\r\naccept-encoding: identity\r\nconnection: close\r\n\
         content-type: application/json\r\nwebhook-id: msg-1\r\ncontent-length: 7\r\n\r\n{{\"a\":1}}"
    );
    assert_eq!(server.heard(), [expected]);
    assert!(bench.dns.queries().is_empty());
}

#[tokio::test]
async fn a_document_is_fetched_with_its_media_type_alone() {
    let mut bench = Bench::new().await;
    let server = WebServer::start(Some(&bench.identity()), Answer::whole("200 OK", "", "{}")).await;
    bench.lead(HOST, 443, server.address());
    let address = WebAddress::parse(&format!("https://{HOST}/a?b=õ")).unwrap();
    let accept = HeaderValue::from_static("application/json");
    let answer = bench.fetcher().get(&address, accept).await.unwrap();
    assert_eq!(answer.body(), "{}");
    let expected = format!(
        "GET /a?b=%C3%B5 HTTP/1.1\r\nhost: {HOST}\r\nuser-agent: Saatja\r\naccept-encoding: identity\r\n\
         connection: close\r\naccept: application/json\r\n\r\n"
    );
    assert_eq!(server.heard(), [expected]);
}

#[tokio::test]
async fn each_request_has_a_connection_of_its_own() {
    let mut bench = Bench::new().await;
    let keeps = Answer::SayAndStay(
        b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n".to_vec(),
    );
    let server = WebServer::start(Some(&bench.identity()), keeps).await;
    bench.lead(HOST, 443, server.address());
    let fetcher = bench.fetcher();
    for _ in 0..3 {
        let answer = fetcher.send(post(&format!("https://{HOST}/"))).await;
        assert_eq!(verdict(&answer), "200");
    }
    // the server reads one request a connection
    assert_eq!(server.heard().len(), 3);
}

#[tokio::test]
async fn headers_and_methods_that_are_not_the_callers() {
    let mut bench = Bench::new().await;
    let server = WebServer::start(Some(&bench.identity()), Answer::whole("200 OK", "", "")).await;
    bench.lead(HOST, 443, server.address());
    let fetcher = bench.fetcher();
    for name in [
        "Host",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "User-Agent",
        "Expect",
        "Upgrade",
        "Proxy-Authorization",
        "Accept-Encoding",
    ] {
        let request = Request::post(format!("https://{HOST}/"))
            .header(name, "1")
            .body(Bytes::new());
        assert_eq!(
            verdict(&fetcher.send(request.unwrap()).await),
            "header-refused",
            "{name}"
        );
    }
    for method in ["CONNECT", "PUT", "TRACE", "OPTIONS", "X"] {
        let request = Request::builder()
            .method(method)
            .uri(format!("https://{HOST}/"))
            .body(Bytes::new());
        assert_eq!(
            verdict(&fetcher.send(request.unwrap()).await),
            "method-refused",
            "{method}"
        );
    }
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn nothing_is_injected_through_an_address_or_a_header() {
    let mut bench = Bench::new().await;
    let server = WebServer::start(Some(&bench.identity()), Answer::whole("200 OK", "", "")).await;
    bench.lead(HOST, 443, server.address());
    let fetcher = bench.fetcher();
    for hidden in [
        "/%0d%0aX-Injected:%201",
        "/?a=%0D%0A%0D%0AGET%20/",
        "/%00",
        "/%E2%80%A8X-Injected:1",
    ] {
        let answer = fetcher.send(post(&format!("https://{HOST}{hidden}"))).await;
        assert_eq!(verdict(&answer), "200");
        let heard = server.heard().pop().unwrap();
        assert!(
            heard.starts_with(&format!("POST {hidden} HTTP/1.1\r\nhost: {HOST}\r\n")),
            "{heard}"
        );
        assert_eq!(heard.matches("\r\n").count(), 9, "{heard}");
    }
    // the types of the request hold none of these
    for bad in ["a\r\nX-Injected: 1", "a\nb", "a\rb", "a\0b"] {
        assert!(HeaderValue::from_str(bad).is_err(), "{bad:?}");
        assert!(
            Request::get(format!("https://{HOST}/{bad}")).body(()).is_err(),
            "{bad:?}"
        );
    }
    let relative = Request::post("/hook")
        .header(ACCEPT, "*/*")
        .body(Bytes::new())
        .unwrap();
    assert_eq!(verdict(&fetcher.send(relative).await), "url-scheme");
}

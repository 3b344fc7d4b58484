//! A signed message on its whole way.

use crate::{
    server::{Answer, WebServer},
    support::{Bench, HOST},
};
use bytes::Bytes;
use fetch::BodyLimit;
use http::{Request, header::RETRY_AFTER};
use jiff::Timestamp;
use std::time::Duration;
use webhook::{
    HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, Outcome, Received, Secret, VerifyError, judge, sign,
    verify,
};

const ID: &str = "0198f1c2-0000-7000-8000-000000000000";
const BODY: &str = r#"{"type":"message.bounced","data":{"reason":"õ"}}"#;

fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let line = |line: &'a str| line.strip_prefix(name)?.strip_prefix(": ");
    request.lines().find_map(line).unwrap()
}

#[tokio::test]
async fn the_receiver_can_verify_what_arrives() {
    let mut bench = Bench::new().await;
    let busy = Answer::whole("503 Busy", "Retry-After: 120\r\n", &"x".repeat(100_000));
    let server = WebServer::start(Some(&bench.identity()), busy).await;
    bench.lead(HOST, 443, server.address());
    let secret = Secret::generate([3; 32]);
    let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    let headers = sign(std::slice::from_ref(&secret), ID, now, BODY.as_bytes());
    let request = Request::post(format!("https://{HOST}/hook"))
        .header(HEADER_ID, ID)
        .header(HEADER_TIMESTAMP, headers.timestamp)
        .header(HEADER_SIGNATURE, headers.signature)
        .body(Bytes::from_static(BODY.as_bytes()))
        .unwrap();
    let fetcher = bench.fetcher().with_body_limit(BodyLimit::Cut(200));
    let answer = fetcher.send(request).await.unwrap();

    let heard = server.heard().remove(0);
    let received = Received {
        id: header(&heard, HEADER_ID),
        timestamp: header(&heard, HEADER_TIMESTAMP),
        signatures: header(&heard, HEADER_SIGNATURE),
    };
    let (_, body) = heard.split_once("\r\n\r\n").unwrap();
    let secrets = [secret];
    assert_eq!(verify(&secrets, &received, body.as_bytes(), now), Ok(()));
    let changed = body.replace("bounced", "sent");
    assert_eq!(
        verify(&secrets, &received, changed.as_bytes(), now),
        Err(VerifyError::Signature)
    );

    let asked = answer
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok());
    let after = Some(Duration::from_mins(2));
    assert_eq!(
        judge(answer.status().as_u16(), asked, now),
        Outcome::Retry { after }
    );
    assert_eq!(answer.body().len(), 200);
}

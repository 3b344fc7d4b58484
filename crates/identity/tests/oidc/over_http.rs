//! The tests' issuer over real HTTP, as other tests use it.

use std::fmt::Write as _;

use async_trait::async_trait;
use http::{Request, Response};
use identity::oidc::{Callback, Http, HttpError, Issuer as IssuerName, OidcClient, OidcSettings};
use testkit::clock;
use testkit::issuer::{Client, Issuer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::world::{REDIRECT, callback, person, settings, unguessable};

/// A client of a few lines.
struct Plain;

#[async_trait]
impl Http for Plain {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, HttpError> {
        let authority = request.uri().authority().unwrap().as_str();
        #[expect(
            clippy::disallowed_methods,
            reason = "a client of the test's own, on loopback"
        )]
        let mut stream = TcpStream::connect(authority).await.unwrap();
        let path = request.uri().path_and_query().unwrap();
        let mut head = format!("{} {path} HTTP/1.1\r\nhost: {authority}\r\n", request.method());
        for (name, value) in request.headers() {
            write!(head, "{name}: {}\r\n", value.to_str().unwrap()).unwrap();
        }
        write!(head, "content-length: {}\r\n\r\n", request.body().len()).unwrap();
        stream
            .write_all(&[head.as_bytes(), request.body()].concat())
            .await
            .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut answer = Response::builder().status(&head[9..12]);
        for (name, value) in head.lines().skip(1).filter_map(|line| line.split_once(": ")) {
            answer = answer.header(name, value);
        }
        Ok(answer.body(body.as_bytes().to_vec()).unwrap())
    }
}

#[tokio::test]
async fn a_person_comes_in_over_http() {
    let issuer = Issuer::start(clock::real()).await;
    issuer.register(Client {
        id: "saatja".to_owned(),
        secret: None,
        redirect_uri: REDIRECT.to_owned(),
    });
    let told = Request::put(format!("{}/person", issuer.url()))
        .body(person().to_string().into_bytes())
        .unwrap();
    assert_eq!(Plain.send(told).await.unwrap().status(), 204);
    let client = OidcClient::new(OidcSettings {
        issuer: IssuerName::parse_with_loopback(issuer.url()).unwrap(),
        client_secret: None,
        ..settings()
    });
    let begun = client
        .begin(&Plain, unguessable(), clock::now(), true)
        .await
        .unwrap();
    let request = Request::get(begun.url.as_str()).body(Vec::new()).unwrap();
    let answer = Plain.send(request).await.unwrap();
    let callback: Callback = callback(answer.headers()["location"].to_str().unwrap());
    let entered = client
        .finish(&Plain, begun.pending, &callback, clock::now())
        .await
        .unwrap();
    assert_eq!(entered.person.subject.as_str(), "kasutaja-17");
}

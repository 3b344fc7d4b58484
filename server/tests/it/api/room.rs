use super::client::{accepting, letter};
use crate::support::Setup;
use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Reads until this was said.
async fn read_until(connection: &mut TcpStream, words: &str) -> String {
    let mut read = Vec::new();
    while !String::from_utf8_lossy(&read).contains(words) {
        let count = connection.read_buf(&mut read).await.unwrap();
        assert!(count > 0, "{}", String::from_utf8_lossy(&read));
    }
    String::from_utf8(read).unwrap()
}

/// Only so many bytes of large requests are in memory at once: who comes when there is no room is asked to come back.
/// Small letters do not wait.
#[tokio::test]
async fn large_requests_take_turns() {
    let setup = Setup::new()
        .await
        .set("delivery", "letter_bytes = 400000")
        .set("delivery", "upload_bytes = 400000");
    let (program, portal, company, user) = accepting(setup).await;
    let path = |bytes: &[u8]| {
        let hash = model::letter::BlobHash::from_bytes(Sha256::digest(bytes).into());
        format!("{company}/blobs/{hash}")
    };
    let (first, second) = (vec![1_u8; 250_000], vec![2_u8; 260_000]);
    let put = |bytes: &[u8]| {
        portal
            .request("PUT", &path(bytes))
            .raw_form(bytes.to_vec())
            .header("content-type", "application/octet-stream")
    };

    // The program asks for the body when it has room for it.
    #[expect(
        clippy::disallowed_methods,
        reason = "asks the program under test, on loopback"
    )]
    let mut slow = TcpStream::connect(program.address()).await.unwrap();
    let head = format!(
        "PUT /api/v1{} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\nexpect: 100-continue\r\nconnection: close\r\n\
        content-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n",
        path(&first),
        program.address(),
        portal.token,
        first.len()
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    read_until(&mut slow, "100 Continue").await;

    let refused = portal.send(&put(&second)).await;
    assert_eq!(refused.header("retry-after"), Some("10"));
    refused.problem(503, "busy");
    portal
        .letter(&user, "small", &letter("a@naidis.ee"))
        .await
        .expect(201);

    slow.write_all(&first).await.unwrap();
    read_until(&mut slow, "HTTP/1.1 201").await;
    portal.send(&put(&second)).await.expect(201);
}

//! Large requests share the memory there is for them, and have to arrive in time.

use super::client::{Client, accepting, letter, lines};
use crate::support::{Answer, Program, Setup, Slow};
use sha2::{Digest, Sha256};

/// A program whose large requests may take 400 KB together.
async fn small_room(line: &str) -> (Program, Client, String, String) {
    let setup = Setup::new()
        .await
        .set("delivery", "letter_bytes = 400000")
        .set("delivery", "upload_bytes = 400000")
        .set("delivery", line);
    accepting(setup).await
}

fn path(company: &str, bytes: &[u8]) -> String {
    let hash = model::letter::BlobHash::from_bytes(Sha256::digest(bytes).into());
    format!("{company}/blobs/{hash}")
}

async fn put(portal: &Client, company: &str, bytes: &[u8]) -> Answer {
    let request = portal
        .request("PUT", &path(company, bytes))
        .raw_form(bytes.to_vec())
        .header("content-type", "application/octet-stream");
    portal.send(&request).await
}

/// A file of so many bytes that is on its way: the program has made room for it.
async fn coming(program: &Program, portal: &Client, company: &str, bytes: &[u8]) -> Slow {
    let request = portal
        .request("PUT", &path(company, bytes))
        .header("content-type", "application/octet-stream");
    Slow::begin(program.address(), &request, bytes.len()).await
}

fn batch(portal: &Client, user: &str, key: &str) -> crate::support::Request {
    portal
        .request("POST", &format!("{user}/batches?name=Arved&paused=true"))
        .header("content-type", "application/x-ndjson")
        .header("idempotency-key", key)
}

/// A batch whose one letter has a text of so many bytes.
fn long_line(text: usize) -> Vec<u8> {
    let mut letter = letter("a@naidis.ee");
    letter["text"] = "x".repeat(text).into();
    format!("{letter}\n").into_bytes()
}

/// Only so many bytes of large requests are in memory at once: who comes when there is no room is asked to come back.
/// Small letters do not wait.
#[tokio::test]
async fn large_requests_take_turns() {
    let (program, portal, company, user) = small_room("upload_seconds = 30").await;
    let (first, second) = (vec![1_u8; 250_000], vec![2_u8; 260_000]);
    let mut slow = coming(&program, &portal, &company, &first).await;

    let refused = put(&portal, &company, &second).await;
    assert_eq!(refused.header("retry-after"), Some("10"));
    refused.problem(503, "busy");
    portal
        .letter(&user, "small", &letter("a@naidis.ee"))
        .await
        .expect(201);

    slow.write(&first).await;
    slow.hears("HTTP/1.1 201").await;
    put(&portal, &company, &second).await.expect(201);
}

/// So do the letters of a batch that are not written yet.
#[tokio::test]
async fn a_batch_takes_its_turn_with_what_it_holds() {
    let (program, portal, company, user) = small_room("upload_seconds = 30").await;
    let file = vec![1_u8; 280_000];
    let mut slow = coming(&program, &portal, &company, &file).await;
    portal
        .batch(&user, "large", long_line(200_000))
        .await
        .problem(503, "busy");
    portal.batch(&user, "small", lines(100)).await.expect(201);
    slow.write(&file).await;
    slow.hears("HTTP/1.1 201").await;

    // And the other way round: the line is there in part, and holds the room.
    let line = long_line(200_000);
    let mut slow = Slow::begin(program.address(), &batch(&portal, &user, "large"), line.len()).await;
    slow.write(&line[..150_000]).await;
    // Until it was read.
    while put(&portal, &company, &file).await.status != 503 {}
    slow.write(&line[150_000..]).await;
    slow.hears("HTTP/1.1 201").await;
    put(&portal, &company, &file).await.expect(204);
}

/// Who takes room and does not send is not waited for for ever, and leaves the room to others.
#[tokio::test]
async fn what_comes_too_slowly_is_given_up() {
    let setup = Setup::new()
        .await
        .set("delivery", "letter_bytes = 100000")
        .set("delivery", "upload_bytes = 100000")
        .set("delivery", "upload_seconds = 1");
    let (program, portal, company, user) = accepting(setup).await;
    let file = vec![1_u8; 70_000];
    let mut slow = coming(&program, &portal, &company, &file).await;
    slow.write(&file[..69_999]).await;
    let said = slow.hears("too-slow").await;
    assert!(
        said.contains("HTTP/1.1 408") && said.contains("application/problem+json"),
        "{said}"
    );
    put(&portal, &company, &file).await.expect(201);

    // A small one has its time too.
    let request = portal
        .request("POST", &format!("{user}/drafts"))
        .header("content-type", "application/json");
    let mut slow = Slow::begin(program.address(), &request, 100).await;
    slow.write(b"{").await;
    slow.hears("HTTP/1.1 408").await;

    // Of a batch only who holds room.
    let line = long_line(90_000);
    let mut slow = Slow::begin(program.address(), &batch(&portal, &user, "late"), line.len()).await;
    slow.write(&line[..80_000]).await;
    let said = slow.hears("too-slow").await;
    assert!(said.contains("HTTP/1.1 408"), "{said}");
    put(&portal, &company, &file).await.expect(204);
    portal.batch(&user, "late", line).await.expect(201);
}

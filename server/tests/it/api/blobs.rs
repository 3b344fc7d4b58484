use super::client::{accepting, text};
use crate::support::{Answer, Setup};
use serde_json::json;
use sha2::{Digest, Sha256};

fn hash(bytes: &[u8]) -> String {
    model::letter::BlobHash::from_bytes(Sha256::digest(bytes).into()).to_string()
}

async fn put(portal: &super::client::Client, path: &str, bytes: &[u8]) -> Answer {
    let request = portal
        .request("PUT", path)
        .raw_form(bytes.to_vec())
        .header("content-type", "application/octet-stream");
    portal.send(&request).await
}

#[tokio::test]
async fn a_file_is_put_once_and_goes_with_many_letters() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    let bytes = vec![7_u8; 100_000];
    let path = format!("{company}/blobs/{}", hash(&bytes));
    let head = async |path: &str| portal.send(&portal.request("HEAD", path)).await;
    head(&path).await.expect(404);
    put(&portal, &path, &bytes).await.expect(201);
    put(&portal, &path, &bytes).await.expect(204);
    assert_eq!(
        head(&path).await.expect(200).header("content-length"),
        Some("100000")
    );
    let read = portal.get(&path).await.expect(200);
    assert_eq!(
        (
            read.body,
            read.headers.iter().any(|(_, value)| value == "attachment")
        ),
        (bytes.clone(), true)
    );

    let file = json!({ "name": "arve.pdf", "media_type": "application/pdf", "hash": hash(&bytes) });
    let letter = json!({ "to": [{ "address": "a@naidis.ee" }], "attachments": [file] });
    let made = portal.letter(&user, "a", &letter).await.expect(201).json();
    let message = format!("{company}/messages/{}", text(&made["messages"][0]["id"]));
    let message = portal.get(&message).await.expect(200).json();
    assert_eq!(message["letter"]["attachments"][0]["size"], 100_000);
    let batch = format!("{letter}\n").repeat(300);
    portal.batch(&user, "b", batch).await.expect(201);

    // It is this company's alone.
    let other = portal.company("Naaber OÜ").await;
    let sender = portal.sender(&other, "mari").await;
    let there = format!("{other}/blobs/{}", hash(&bytes));
    head(&there).await.expect(404);
    portal.get(&there).await.problem(404, "not-found");
    let problem = portal
        .letter(&sender, "a", &letter)
        .await
        .problem(422, "letter-not-valid");
    assert_eq!(problem["problems"][0]["field"], "attachments[0].hash");
}

#[tokio::test]
async fn what_is_not_the_file_is_refused() {
    let (program, portal, company, _user) = accepting(Setup::new().await).await;
    let path = format!("{company}/blobs/{}", hash(b"abc"));
    put(&portal, &path, b"abd").await.problem(422, "hash-mismatch");
    for bad in ["x", &"g".repeat(64), &"a".repeat(63)] {
        put(&portal, &format!("{company}/blobs/{bad}"), b"abc")
            .await
            .problem(404, "not-found");
    }
    let form = portal.request("PUT", &path).raw_form(b"abc".to_vec());
    portal.send(&form).await.problem(415, "media-type");
    portal.get(&path).await.problem(404, "not-found");
    put(&portal, &format!("{company}/blobs/{}", hash(b"")), b"")
        .await
        .expect(201);

    let before = program.most_memory();
    let large = vec![1_u8; 100_000_000];
    put(&portal, &format!("{company}/blobs/{}", hash(&large)), &large)
        .await
        .problem(413, "too-large");
    let grown = program.most_memory() - before;
    assert!(grown < 20_000_000, "{grown}");
}

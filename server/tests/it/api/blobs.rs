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
async fn files_that_no_letter_has_are_not_too_many_bytes() {
    let setup = Setup::new()
        .await
        .set("delivery", "letter_bytes = 10000")
        .set("delivery", "unused_file_bytes = 10000");
    let (_program, portal, company, user) = accepting(setup).await;
    let (one, two) = (vec![1_u8; 6000], vec![2_u8; 6000]);
    let path = |bytes: &[u8]| format!("{company}/blobs/{}", hash(bytes));
    put(&portal, &path(&one), &one).await.expect(201);
    put(&portal, &path(&two), &two).await.problem(409, "files-full");
    put(&portal, &path(&one), &one).await.expect(204);
    let base64 = |bytes: &[u8]| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
    let brings = |bytes: &[u8]| json!({ "attachments": [{ "name": "a", "content": base64(bytes) }] });
    let drafts = format!("{user}/drafts");
    portal
        .post(&drafts, &brings(&two))
        .await
        .problem(409, "files-full");
    // One that is there already needs no room.
    portal.post(&drafts, &brings(&one)).await.expect(201);
    // What comes with a letter is not counted, and what a letter has is not any more.
    let mut letter = brings(&[3; 6000]);
    letter["to"] = json!([{ "address": "a@naidis.ee" }]);
    portal.letter(&user, "a", &letter).await.expect(201);
    put(&portal, &path(&two), &two).await.problem(409, "files-full");
    letter["attachments"] = json!([{ "name": "a", "hash": hash(&one) }]);
    portal.letter(&user, "b", &letter).await.expect(201);
    put(&portal, &path(&two), &two).await.expect(201);
    // Another company has its own.
    let other = portal.company("Naaber OÜ").await;
    put(&portal, &format!("{other}/blobs/{}", hash(&one)), &one)
        .await
        .expect(201);
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

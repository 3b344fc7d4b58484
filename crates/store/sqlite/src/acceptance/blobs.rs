//! Files that go with letters: each is kept once a company.

use crate::{
    columns::{count, failed, micros, to_json},
    company::Company,
};
use model::letter::{Attachment, BlobHash};
use sqlx::SqliteConnection;
use std::collections::BTreeSet;
use store::{AcceptError, StoreError, rows::parsed};
use uuid::Uuid;

pub(super) async fn put(part: &Company, hash: &BlobHash, bytes: &[u8]) -> Result<(), AcceptError> {
    let (company, hash, now) = (
        part.uuid(),
        hash.as_bytes().as_slice(),
        micros(part.database.now()),
    );
    let mut writing = part.database.write().await?;
    let known = sqlx::query!(
        "UPDATE blobs SET added_at = ? WHERE company_id = ? AND hash = ?",
        now,
        company,
        hash
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    if known.rows_affected() == 0 {
        check_company(&mut writing, company).await?;
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        sqlx::query!(
            "INSERT INTO blobs (company_id, hash, size, added_at, bytes) VALUES (?, ?, ?, ?, ?)",
            company,
            hash,
            size,
            now,
            bytes
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
    }
    writing.commit().await.map_err(failed)?;
    Ok(())
}

pub(super) async fn sizes(part: &Company, hashes: &[BlobHash]) -> Result<Vec<(BlobHash, u64)>, StoreError> {
    let (company, hashes) = (part.uuid(), to_json("hashes", hashes)?);
    sqlx::query!(
        r#"SELECT lower(hex(b.hash)) AS "hash!: String", b.size AS "size!" FROM json_each(?2) s
            CROSS JOIN blobs b ON b.company_id = ?1 AND b.hash = unhex(s.value)"#,
        company,
        hashes
    )
    .fetch_all(&part.database.reader)
    .await
    .map_err(failed)?
    .into_iter()
    .map(|row| Ok((parsed("hash", &row.hash)?, count(row.size)?)))
    .collect()
}

pub(super) async fn load(part: &Company, hash: &BlobHash) -> Result<Option<Vec<u8>>, StoreError> {
    let (company, hash) = (part.uuid(), hash.as_bytes().as_slice());
    sqlx::query_scalar!(
        "SELECT bytes FROM blobs WHERE company_id = ? AND hash = ?",
        company,
        hash
    )
    .fetch_optional(&part.database.reader)
    .await
    .map_err(failed)
}

/// The bytes of those that no letter has.
pub(super) async fn unused(part: &Company) -> Result<u64, StoreError> {
    let company = part.uuid();
    let bytes = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(b.size), 0) AS "bytes!: i64" FROM blobs b WHERE b.company_id = ?
            AND NOT EXISTS (SELECT 1 FROM letter_blobs l WHERE l.company_id = b.company_id AND l.hash = b.hash)"#,
        company
    )
    .fetch_one(&part.database.reader)
    .await
    .map_err(failed)?;
    count(bytes)
}

/// Whether all of these files are there.
pub(super) async fn check<'a>(
    connection: &mut SqliteConnection,
    company: &Uuid,
    files: impl Iterator<Item = &'a Attachment>,
) -> Result<(), AcceptError> {
    let hashes: BTreeSet<BlobHash> = files.map(|file| file.hash).collect();
    if hashes.is_empty() {
        return Ok(());
    }
    let hashes = to_json("hashes", &hashes)?;
    let missing = sqlx::query_scalar!(
        r#"SELECT lower(value) AS "hash!: String" FROM json_each(?2)
        WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE company_id = ?1 AND hash = unhex(value)) LIMIT 1"#,
        company,
        hashes
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)?;
    match missing {
        None => Ok(()),
        Some(hash) => Err(AcceptError::NoSuchBlob(parsed("hash", &hash)?)),
    }
}

/// Whether there is such a company.
pub(super) async fn check_company(
    connection: &mut SqliteConnection,
    company: &Uuid,
) -> Result<(), AcceptError> {
    let known = sqlx::query_scalar!(
        r#"SELECT count(*) AS "known!: bool" FROM companies WHERE id = ?"#,
        company
    )
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    known.then_some(()).ok_or(AcceptError::NoSuchCompany)
}

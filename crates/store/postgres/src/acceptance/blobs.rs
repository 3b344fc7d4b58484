//! Files.

use crate::{
    columns::{count, failed, micros},
    company::Company,
    queue::keep_companies,
};
use jiff::SignedDuration;
use model::letter::BlobHash;
use sqlx::PgConnection;
use std::collections::{BTreeMap, BTreeSet};
use store::{AcceptError, NewLetter, StoreError};

/// How old a file may look that was added or needed just now. So one that is needed often is not written each time.
const YOUNG: SignedDuration = SignedDuration::from_mins(10);

pub(super) async fn put(company: &Company, hash: &BlobHash, bytes: &[u8]) -> Result<(), AcceptError> {
    let mut writing = company.database.write().await?;
    if keep_companies(&mut writing, &[*company.uuid()]).await?.is_empty() {
        return Err(AcceptError::NoSuchCompany);
    }
    let now = micros(company.database.now());
    // The bytes are sent once they are known to be needed.
    let touched = sqlx::query!(
        "UPDATE blobs SET added_at = $3 WHERE company_id = $1 AND hash = $2",
        company.uuid(),
        &hash.as_bytes()[..],
        now
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    if touched.rows_affected() == 0 {
        sqlx::query!(
            "INSERT INTO blobs (company_id, hash, size, added_at, bytes) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (company_id, hash) DO UPDATE SET added_at = excluded.added_at",
            company.uuid(),
            &hash.as_bytes()[..],
            i64::try_from(bytes.len()).unwrap_or(i64::MAX),
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

pub(super) async fn sizes(
    company: &Company,
    hashes: &[BlobHash],
) -> Result<Vec<(BlobHash, u64)>, StoreError> {
    let wanted: Vec<Vec<u8>> = hashes.iter().map(|hash| hash.as_bytes().to_vec()).collect();
    let rows = sqlx::query!(
        "SELECT hash, size FROM blobs WHERE company_id = $1 AND hash = ANY ($2)",
        company.uuid(),
        &wanted
    )
    .fetch_all(&company.database.pool)
    .await
    .map_err(failed)?;
    let sizes = rows.into_iter().map(|row| {
        let hash = <[u8; 32]>::try_from(row.hash).map_err(|_| StoreError::Damaged { what: "hash" })?;
        Ok((BlobHash::from_bytes(hash), count(row.size)?))
    });
    sizes.collect()
}

/// The bytes of those that no letter has.
pub(super) async fn unused(company: &Company) -> Result<u64, StoreError> {
    let bytes = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(b.size), 0)::bigint AS "bytes!" FROM blobs b WHERE b.company_id = $1
            AND NOT EXISTS (SELECT FROM letter_blobs l WHERE l.company_id = b.company_id AND l.hash = b.hash)"#,
        company.uuid()
    )
    .fetch_one(&company.database.pool)
    .await
    .map_err(failed)?;
    count(bytes)
}

pub(super) async fn read(company: &Company, hash: &BlobHash) -> Result<Option<Vec<u8>>, StoreError> {
    sqlx::query_scalar!(
        "SELECT bytes FROM blobs WHERE company_id = $1 AND hash = $2",
        company.uuid(),
        &hash.as_bytes()[..]
    )
    .fetch_optional(&company.database.pool)
    .await
    .map_err(failed)
}

/// Keeps the files that letters need from being deleted, and says which is missing. A file that was added long ago
/// counts as added now: who is just about to delete it looks again.
pub(super) async fn need(
    company: &Company,
    connection: &mut PgConnection,
    letters: &[NewLetter],
) -> Result<(), AcceptError> {
    let files = letters.iter().flat_map(|new| &new.letter.content.attachments);
    let needed: BTreeMap<Vec<u8>, BlobHash> = files
        .map(|file| (file.hash.as_bytes().to_vec(), file.hash))
        .collect();
    if needed.is_empty() {
        return Ok(());
    }
    let now = company.database.now();
    let rows = sqlx::query!(
        "SELECT hash, added_at FROM blobs WHERE company_id = $1 AND hash = ANY ($2) ORDER BY hash FOR KEY SHARE",
        company.uuid(),
        &needed.keys().cloned().collect::<Vec<_>>()
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let there: BTreeSet<&Vec<u8>> = rows.iter().map(|row| &row.hash).collect();
    if let Some((_, missing)) = needed.iter().find(|(hash, _)| !there.contains(hash)) {
        return Err(AcceptError::NoSuchBlob(*missing));
    }
    let old = rows.iter().filter(|row| row.added_at < micros(now - YOUNG));
    let old: Vec<Vec<u8>> = old.map(|row| row.hash.clone()).collect();
    if !old.is_empty() {
        // In the order of their hashes, one after the other, as everybody does.
        sqlx::query!(
            "WITH old AS (
                SELECT hash FROM blobs WHERE company_id = $1 AND hash = ANY ($2) ORDER BY hash FOR NO KEY UPDATE
            )
            UPDATE blobs b SET added_at = $3 FROM old WHERE b.company_id = $1 AND b.hash = old.hash",
            company.uuid(),
            &old,
            micros(now)
        )
        .execute(connection)
        .await
        .map_err(failed)?;
    }
    Ok(())
}

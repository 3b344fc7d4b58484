//! Files of letters, each kept once under the SHA-256 of its bytes.

use super::{
    caller::{Tenant, path},
    letters::{Upload, Whole},
    problem::{Kind, Problem},
    schema,
};
use crate::{letters::keep_unused, state::State};
use axum::{
    body::Body,
    extract::{FromRequestParts, State as Shared},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use model::letter::BlobHash;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

/// Which file.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct BlobPath {
    /// The company's id.
    #[param(value_type = schema::Id)]
    #[expect(dead_code, reason = "read by Tenant; here for the description")]
    company_id: String,
    /// The SHA-256 of its bytes.
    #[param(value_type = schema::Sha256Text)]
    sha256: String,
}

/// A hash in the address.
pub struct Which(BlobHash);

impl FromRequestParts<State> for Which {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let BlobPath { sha256, .. } = path(parts, state).await?;
        sha256.parse().map(Self).map_err(|_| Kind::NotFound.into())
    }
}

/// Put a file
///
/// Keeps a file for letters that name it by its hash. Where it is there already nothing is written. A file that no letter
/// names is deleted after some days.
#[utoipa::path(
    put, path = "/companies/{company_id}/blobs/{sha256}", operation_id = "putBlob", tag = "messages", params(BlobPath),
    request_body(content = String, content_type = "application/octet-stream", description = "Its bytes."),
    responses(
        (status = 201, description = "It is there now."),
        (status = 204, description = "It was there already."),
        (status = 400, description = "`malformed`: the body ended early."),
        (status = 408, description = "`too-slow`"),
        (status = 409, description = "`files-full`: files that no letter has yet take as many bytes as they may."),
        (status = 413, description = "`too-large`"),
        (status = 415, description = "`media-type`"),
        (status = 422, description = "`hash-mismatch`"),
        (status = 503, description = "`busy`: too many large requests are being read."),
    )
)]
pub async fn put_blob(
    Shared(state): Shared<State>,
    tenant: Tenant,
    Which(hash): Which,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    if !super::body::is_of(&headers, &["application/octet-stream"]) {
        return Err(Kind::MediaType.into());
    }
    let most = state.config.delivery.limits().blob_bytes;
    let upload = Upload::begin(&headers, body, most).await?;
    let Whole { bytes, room: _room } = upload.whole(&state).await?;
    if <[u8; 32]>::from(Sha256::digest(&bytes)) != *hash.as_bytes() {
        return Err(Kind::HashMismatch.into());
    }
    let known = !tenant.store.blob_sizes(&[hash]).await?.is_empty();
    if known {
        // Its age begins anew.
        tenant.store.put_blob(&hash, &bytes).await?;
    } else {
        keep_unused(&state, &*tenant.store, &hash, &bytes).await?;
    }
    Ok(if known {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::CREATED
    })
}

/// Read a file
///
/// Its bytes; with `HEAD` only whether it is there, and its size.
#[utoipa::path(
    get, path = "/companies/{company_id}/blobs/{sha256}", operation_id = "readBlob", tag = "messages", params(BlobPath),
    responses((status = 200, description = "Its bytes.", content_type = "application/octet-stream", body = String))
)]
pub async fn read_blob(tenant: Tenant, Which(hash): Which) -> Result<Response, Problem> {
    let bytes = tenant.store.blob(&hash).await?.ok_or(Kind::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        // Whatever it is: no browser is to open it from here.
        (header::CONTENT_DISPOSITION, "attachment"),
    ];
    Ok((headers, bytes).into_response())
}

/// Ask for a file
///
/// Whether it is there, and how large it is.
#[utoipa::path(
    head, path = "/companies/{company_id}/blobs/{sha256}", operation_id = "findBlob", tag = "messages", params(BlobPath),
    responses((status = 200, description = "It is there."))
)]
pub async fn find_blob(tenant: Tenant, Which(hash): Which) -> Result<Response, Problem> {
    let sizes = tenant.store.blob_sizes(&[hash]).await?;
    let (_, size) = sizes.first().ok_or(Kind::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, size.to_string()),
    ];
    Ok((headers, ()).into_response())
}

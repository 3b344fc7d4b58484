//! `GET /{language}/letters/{id}/files/{number}`: a file that goes with a letter, to be saved and never shown here.

use super::reader::{Reader, id};
use crate::web::{Kind, Problem};
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use std::fmt::Write as _;

/// The file.
pub async fn download(
    reader: Reader,
    Path((_, message, number)): Path<(String, String, usize)>,
) -> Result<Response, Problem> {
    let detail = reader.find(id(&message)?).await?;
    let letter = detail.letter.ok_or(Problem(Kind::NotFound))?;
    let file = letter
        .content
        .attachments
        .get(number)
        .ok_or(Problem(Kind::NotFound))?;
    let bytes = reader
        .store()
        .blob(&file.hash)
        .await?
        .ok_or(Problem(Kind::NotFound))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    // Whatever somebody says that it is: nothing of it is run or shown as a page of ours.
    let kind = HeaderValue::from_str(file.media_type.as_str());
    let unknown = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, kind.unwrap_or(unknown));
    headers.insert(header::CONTENT_DISPOSITION, disposition(file.name.as_str()));
    Ok(response)
}

/// To be saved under this name (RFC 6266; the name percent-encoded as RFC 8187 wants it, with a plain one for programs
/// that do not know that).
fn disposition(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' => '_',
            ' '..='~' => c,
            _ => '_',
        })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    HeaderValue::try_from(format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
    ))
    .expect("every character is visible ASCII")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn names_stay_names() {
        for (name, expected) in [
            (
                "arve 1.pdf",
                "attachment; filename=\"arve 1.pdf\"; filename*=UTF-8''arve%201.pdf",
            ),
            (
                "õ\"; x=\".exe",
                "attachment; filename=\"__; x=_.exe\"; filename*=UTF-8''%C3%B5%22%3B%20x%3D%22.exe",
            ),
        ] {
            assert_eq!(disposition(name), expected);
        }
    }
}

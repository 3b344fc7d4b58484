//! A portal's logo.

use sha2::{Digest, Sha256};
use std::{fs, io, path::Path};

/// The largest file, in bytes.
const LARGEST: usize = 64 * 1024;

/// A picture that was looked at.
pub struct Logo {
    /// Its media type.
    pub kind: &'static str,
    /// The file.
    pub content: Vec<u8>,
    /// Eight letters that change with the content.
    pub version: String,
}

/// Why a file is no logo.
#[derive(Debug, thiserror::Error)]
pub enum LogoError {
    /// It can not be read.
    #[error(transparent)]
    File(#[from] io::Error),
    /// It is too large.
    #[error("{0} bytes, of at most {LARGEST}")]
    TooLarge(usize),
    /// It is something else.
    #[error("neither SVG nor PNG")]
    Kind,
}

impl Logo {
    /// Reads the file. Only its first bytes are looked at: it is shown as a picture, in which no script runs, and where
    /// somebody opens it by itself it gets a sandbox.
    ///
    /// # Errors
    /// [`LogoError`] says what is wrong with it.
    pub fn read(file: &Path) -> Result<Self, LogoError> {
        Self::of(fs::read(file)?)
    }

    fn of(content: Vec<u8>) -> Result<Self, LogoError> {
        if content.len() > LARGEST {
            return Err(LogoError::TooLarge(content.len()));
        }
        let kind = kind_of(&content).ok_or(LogoError::Kind)?;
        Ok(Self {
            kind,
            version: version(&content),
            content,
        })
    }
}

/// Eight letters that change with the content.
pub(super) fn version(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let mut first = [0; 4];
    first.copy_from_slice(&digest[..4]);
    format!("{:08x}", u32::from_be_bytes(first))
}

fn kind_of(content: &[u8]) -> Option<&'static str> {
    if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some("image/png");
    }
    let text = std::str::from_utf8(content)
        .ok()?
        .trim_start_matches('\u{feff}')
        .trim_start();
    let is_svg = text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg"));
    is_svg.then_some("image/svg+xml")
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, Logo};

    #[test]
    fn pictures_are_known_by_their_beginning() {
        for (content, kind) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], Some("image/png")),
            (
                b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                Some("image/svg+xml"),
            ),
            (
                b"\xef\xbb\xbf\n<?xml version=\"1.0\"?><svg/>",
                Some("image/svg+xml"),
            ),
            (b"<html><svg></svg></html>", None),
            (b"GIF89a", None),
            (b"<svg>\xff</svg>", None),
            (b"", None),
        ] {
            let logo = Logo::of(content.to_vec()).ok();
            assert_eq!(logo.map(|logo| logo.kind), kind, "{content:?}");
        }
        let mut large = b"<svg>".to_vec();
        large.resize(LARGEST + 1, b' ');
        assert!(Logo::of(large.clone()).is_err());
        large.pop();
        assert!(Logo::of(large).is_ok());
    }
}

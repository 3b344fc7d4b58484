//! The built front end: read once, checked, served under a digest of its content, compressed beforehand.

use anyhow::{Context, bail};
use app::assets::{AssetFile, Assets, IslandFiles};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256, Sha384};
use std::{collections::BTreeMap, fs, path::Path};

/// What the build must have left.
const NEEDED: [(&str, &str); 5] = [
    ("embed.js", "text/javascript; charset=utf-8"),
    ("start.js", "text/javascript; charset=utf-8"),
    ("frontend.js", "text/javascript; charset=utf-8"),
    ("frontend_bg.wasm", "application/wasm"),
    ("main.css", "text/css; charset=utf-8"),
];

/// The files, in memory.
#[derive(Debug, Clone, Default)]
pub struct Site {
    digest: String,
    files: BTreeMap<&'static str, File>,
}

#[derive(Debug, Clone)]
struct File {
    kind: &'static str,
    plain: Vec<u8>,
    brotli: Vec<u8>,
    gzip: Vec<u8>,
    integrity: String,
}

impl Site {
    /// Reads the folder that the build made.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut files = BTreeMap::new();
        let mut digest = Sha256::new();
        for (name, kind) in NEEDED {
            let read = |name: &str| {
                let path = folder.join(name);
                fs::read(&path).with_context(|| {
                    format!(
                        "server.site: the front end is not built: {} can not be read",
                        path.display()
                    )
                })
            };
            let plain = read(name)?;
            if plain.is_empty() {
                bail!("server.site: {name} is empty: the front end has to be built again");
            }
            digest.update(name.as_bytes());
            digest.update(&plain);
            let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(&plain)));
            let (brotli, gzip) = (read(&format!("{name}.br"))?, read(&format!("{name}.gz"))?);
            files.insert(
                name,
                File {
                    kind,
                    plain,
                    brotli,
                    gzip,
                    integrity,
                },
            );
        }
        let mut first = [0; 8];
        first.copy_from_slice(&digest.finalize()[..8]);
        let digest = format!("{:016x}", u64::from_be_bytes(first));
        Ok(Self { digest, files })
    }

    /// What pages refer to.
    pub fn assets(&self) -> Assets {
        let file = |name: &str| {
            self.files.get(name).map(|file| AssetFile {
                url: format!("/assets/{}/{name}", self.digest),
                integrity: file.integrity.clone(),
            })
        };
        let islands = match (file("start.js"), file("frontend.js"), file("frontend_bg.wasm")) {
            (Some(start), Some(glue), Some(wasm)) => Some(IslandFiles { start, glue, wasm }),
            _ => None,
        };
        Assets {
            style: file("main.css"),
            islands,
            embed: file("embed.js"),
        }
    }

    /// A file, as small as the browser takes it. Its address never changes its content, so it is kept for good.
    pub fn answer(&self, digest: &str, name: &str, headers: &HeaderMap) -> Option<Response<Body>> {
        if digest != self.digest {
            return None;
        }
        let file = self.files.get(name)?;
        let accepts = headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let takes = |coding: &str| {
            accepts.split(',').any(|part| {
                let mut pieces = part.split(';').map(str::trim);
                pieces.next() == Some(coding)
                    && pieces.all(|piece| !matches!(piece, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
            })
        };
        let (coding, content) = if takes("br") {
            (Some("br"), &file.brotli)
        } else if takes("gzip") {
            (Some("gzip"), &file.gzip)
        } else {
            (None, &file.plain)
        };
        let mut response = Response::new(Body::from(content.clone()));
        *response.status_mut() = StatusCode::OK;
        let out = response.headers_mut();
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
        out.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        );
        out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some(coding) = coding {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        Some(response)
    }
}

#[cfg(test)]
mod tests {
    use super::{NEEDED, Site};
    use axum::http::{HeaderMap, HeaderValue, header};
    use std::fs;

    fn built() -> (tempfile::TempDir, Site) {
        let folder = tempfile::tempdir().unwrap();
        for (name, _) in NEEDED {
            fs::write(folder.path().join(name), name).unwrap();
            fs::write(folder.path().join(format!("{name}.br")), "brotli").unwrap();
            fs::write(folder.path().join(format!("{name}.gz")), "gzip").unwrap();
        }
        let site = Site::read(folder.path()).unwrap();
        (folder, site)
    }

    #[test]
    fn a_missing_or_empty_file_is_named() {
        let (folder, _) = built();
        fs::write(folder.path().join("main.css"), "").unwrap();
        assert!(format!("{:#}", Site::read(folder.path()).unwrap_err()).contains("main.css is empty"));
        fs::remove_file(folder.path().join("frontend.js")).unwrap();
        assert!(format!("{:#}", Site::read(folder.path()).unwrap_err()).contains("frontend.js"));
    }

    #[test]
    fn the_address_follows_the_content() {
        let (folder, first) = built();
        fs::write(folder.path().join("main.css"), "other").unwrap();
        let second = Site::read(folder.path()).unwrap();
        let url = |site: &Site| site.assets().style.unwrap().url;
        assert_ne!(url(&first), url(&second));
        let digest = first.digest.clone();
        assert!(first.answer(&digest, "main.css", &HeaderMap::new()).is_some());
        assert!(second.answer(&digest, "main.css", &HeaderMap::new()).is_none());
        assert!(first.answer(&digest, "../main.css", &HeaderMap::new()).is_none());
    }

    #[test]
    fn the_browser_says_which_coding_it_takes() {
        let (_folder, site) = built();
        for (accepts, coding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0, gzip;q=0.5", Some("gzip")),
            ("identity", None),
            ("brx", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepts));
            let answer = site.answer(&site.digest, "main.css", &headers).unwrap();
            assert_eq!(
                answer
                    .headers()
                    .get(header::CONTENT_ENCODING)
                    .map(|v| v.to_str().unwrap()),
                coding,
                "{accepts}"
            );
        }
    }
}

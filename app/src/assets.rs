//! Script, Wasm and style, as the build left them: where they are served, and what they must hash to.

/// A file that pages refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetFile {
    /// Its address; holds a digest of the content, so that it never changes.
    pub url: String,
    /// `sha384-…`, for Subresource Integrity.
    pub integrity: String,
}

/// What pages refer to. Each part may be missing: then the same pages are rendered without it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assets {
    /// The style.
    pub style: Option<AssetFile>,
    /// Script and Wasm of the islands.
    pub islands: Option<IslandFiles>,
    /// Tells the page around ours how high it is.
    pub embed: Option<AssetFile>,
}

/// Script and Wasm of the islands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IslandFiles {
    /// Starts the islands.
    pub start: AssetFile,
    /// Made by wasm-bindgen; imported by the first.
    pub glue: AssetFile,
    /// The code itself.
    pub wasm: AssetFile,
}

impl Assets {
    /// No front end at all: for tests of the server.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            style: None,
            islands: None,
            embed: None,
        }
    }
}

//! How large letters and batches may be.

/// How large letters and batches may be; the operator may set other numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Recipients of one letter, copies included.
    pub recipients: usize,
    /// Files of one letter.
    pub attachments: usize,
    /// Bytes of one letter, files as base64.
    pub letter_bytes: u64,
    /// Bytes of one file.
    pub blob_bytes: u64,
    /// Bytes of its text and of its HTML, each.
    pub text_bytes: usize,
    /// Letters of one batch.
    pub batch_letters: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            recipients: 50,
            attachments: 20,
            letter_bytes: 25_000_000,
            blob_bytes: 18_000_000,
            text_bytes: 1_000_000,
            batch_letters: 20_000,
        }
    }
}

//! The staged test of a mail server: what each stage reported, and where it stopped.

mod fault;
mod key_hash;
mod reply;
mod report;

pub use fault::{CertificateFault, Fault};
pub use key_hash::{InvalidKeyHash, KeyHash};
pub use reply::{EnhancedCode, Reply};
pub use report::{
    Certificate, Detail, OtherPort, Outcome, Side, Stage, StageReport, TlsDetail, TranscriptLine,
};

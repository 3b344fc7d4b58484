//! Any bytes in any pieces: the machine does not panic, the pieces change nothing, and no mail is handed over that was
//! not ended by CRLF, dot, CRLF.
//!
//! The first byte chooses the protocol, the second how many bytes after it are lengths of pieces.
#![no_main]

#[path = "../../crates/intake/tests/machine/trial.rs"]
mod trial;

use intake::Protocol;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use trial::{Trial, check, limits};

static SMTP: LazyLock<Trial> = LazyLock::new(|| Trial::of(Protocol::Smtp, limits()));
static LMTP: LazyLock<Trial> = LazyLock::new(|| Trial::of(Protocol::Lmtp, limits()));

fuzz_target!(|bytes: &[u8]| {
    let [protocol, count, rest @ ..] = bytes else { return };
    let trial = if protocol % 2 == 0 { &*SMTP } else { &*LMTP };
    let (pieces, said) = rest.split_at(usize::from(count % 32).min(rest.len()));
    let pieces: Vec<usize> = pieces.iter().map(|piece| usize::from(*piece)).collect();
    let whole = trial.run(said, &[]);
    check(said, &whole);
    assert_eq!(trial.run(said, &pieces), whole);
    assert_eq!(trial.run(said, &[1]), whole);
});

//! What of a mail is its own, and what servers put in front of it on the way.

use sha2::{Digest, Sha256};

/// Fields that servers add at the top: the same mail that comes twice has others.
const TRACE: [&str; 6] = [
    "received",
    "return-path",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-received",
];

/// Where the mail begins as it was written, behind the trace of its way.
pub fn begin(raw: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let rest = &raw[at..];
        let name = rest.iter().position(|byte| matches!(byte, b':' | b'\n' | b'\r'));
        let Some(colon) = name.filter(|end| rest[*end] == b':') else {
            return at;
        };
        let name = rest[..colon].trim_ascii_end();
        if !TRACE
            .iter()
            .any(|field| name.eq_ignore_ascii_case(field.as_bytes()))
        {
            return at;
        }
        at += line(rest);
        while matches!(raw.get(at), Some(b' ' | b'\t')) {
            at += line(&raw[at..]);
        }
    }
}

/// The length of the first line, its end included.
fn line(text: &[u8]) -> usize {
    text.iter()
        .position(|byte| *byte == b'\n')
        .map_or(text.len(), |end| end + 1)
}

/// By what a mail is known again: the SHA-256 of all of it but its trace, and of the return path that it came to. Two
/// mails of a simple machine may be the same to the byte and yet be about two letters.
pub fn digest(raw: &[u8], return_path: Option<&str>) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(return_path.unwrap_or_default().to_ascii_lowercase());
    digest.update([0]);
    digest.update(&raw[begin(raw)..]);
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::{begin, digest};

    #[test]
    fn the_trace_on_top_is_not_the_mails_own() {
        let mail = b"Return-Path: <>\r\nReceived: from a\r\n\tby b;\r\n\tnow\r\nDelivered-To: c\r\nFrom: d\r\nReceived: e\r\n\r\nx";
        assert_eq!(&mail[begin(mail)..], b"From: d\r\nReceived: e\r\n\r\nx");
        for all in [
            &b""[..],
            b"\r\nReceived: x",
            b"x",
            b"received",
            b"Received-SPF: x\r\n",
        ] {
            assert_eq!(begin(all), 0);
        }
        assert_eq!(begin(b"Received: x"), 11);
    }

    #[test]
    fn the_same_mail_on_another_way_is_the_same() {
        let first = b"Received: by mx1; 10:00\r\nFrom: d\r\n\r\nx";
        let again = b"Received: by mx2; 10:05\r\nFrom: d\r\n\r\nx";
        assert_eq!(digest(first, Some("b-x")), digest(again, Some("B-X")));
        assert_ne!(digest(first, Some("b-x")), digest(first, Some("b-y")));
        assert_ne!(
            digest(first, None),
            digest(b"Received: a\r\nFrom: d\r\n\r\ny", None)
        );
    }
}

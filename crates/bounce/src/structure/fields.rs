//! Blocks of fields, as in RFC 3464 and RFC 5965: forgiving about what stands between them.

/// Bytes of a value, after which it does not go on.
const LONGEST: usize = 8192;

/// A field, or an empty line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Name in lower case, and the unfolded value.
    Named(String, String),
    /// An empty line, which ends a group.
    Gap,
}

/// The fields of some lines. What is no field goes on with the field before it where it is indented, and is left out
/// otherwise.
pub fn fields(lines: &[String]) -> Vec<Field> {
    let mut found: Vec<Field> = Vec::new();
    for line in lines {
        if line.trim().is_empty() {
            if matches!(found.last(), Some(Field::Named(..))) {
                found.push(Field::Gap);
            }
            continue;
        }
        let indented = line.starts_with([' ', '\t']);
        let named = crate::mail::field(line.trim_start().as_bytes());
        match (named, found.last_mut()) {
            (Some((name, value)), last) if !indented || last.is_none() || is_known(name) => {
                let value = String::from_utf8_lossy(value).trim().to_owned();
                found.push(Field::Named(name.to_ascii_lowercase(), value));
            }
            (_, Some(Field::Named(_, value))) if (indented || ends_open(value)) && value.len() < LONGEST => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => {}
        }
    }
    found
}

/// A value of several reply lines that were not indented.
fn ends_open(value: &str) -> bool {
    value.len() > 40 || value.is_empty()
}

fn is_known(name: &str) -> bool {
    const KNOWN: &[&str] = &[
        "final-recipient",
        "original-recipient",
        "action",
        "status",
        "diagnostic-code",
        "remote-mta",
    ];
    KNOWN.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// `+3D` and the like (RFC 3461, section 4).
pub fn decode_xtext(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if bytes[at] == b'+' && hex.is_some_and(|pair| !pair.starts_with('+')) => {
                plain.push(byte);
                at += 3;
            }
            _ => {
                plain.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

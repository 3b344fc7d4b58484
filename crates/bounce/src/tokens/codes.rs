//! Reply codes (RFC 5321) and enhanced status codes (RFC 3463) in text.

use model::session::EnhancedCode;

/// Status codes of classes 2, 4 and 5, in their order. Addresses of hosts and versions of programs are none.
pub fn enhanced_codes(text: &str) -> Vec<EnhancedCode> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at + 4 < bytes.len() {
        let begins = matches!(bytes[at], b'2' | b'4' | b'5')
            && bytes[at + 1] == b'.'
            && (at == 0 || !continues(bytes[at - 1]))
            && !text[..at].ends_with("Exim ")
            && !text[..at].ends_with("ersion ");
        if !begins {
            at += 1;
            continue;
        }
        let length = bytes[at..]
            .iter()
            .take(12)
            .take_while(|&&b| b.is_ascii_digit() || b == b'.')
            .count();
        let mut code = &text[at..at + length];
        // A full stop behind it ends the sentence.
        code = code.strip_suffix('.').unwrap_or(code);
        if let Ok(code) = code.parse::<EnhancedCode>()
            && code.subject <= 7
            && !bytes.get(at + length).is_some_and(u8::is_ascii_alphabetic)
        {
            found.push(code);
        }
        at += length.max(1);
    }
    found
}

fn continues(before: u8) -> bool {
    before.is_ascii_alphanumeric() || matches!(before, b'.' | b'/' | b'_')
}

/// Reply codes of 400 and more, where a reply may stand: at a line's beginning, behind a colon, bracket or a word
/// that leads to one.
pub fn reply_codes(text: &str) -> Vec<u16> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at + 3 <= bytes.len() {
        let is_code = matches!(bytes[at], b'4' | b'5')
            && matches!(bytes[at + 1], b'0'..=b'5' | b'7')
            && bytes[at + 2].is_ascii_digit();
        if is_code && ends_well(bytes, at + 3) && leads(text, at) {
            found.extend(text[at..at + 3].parse::<u16>().ok());
            at += 3;
        } else {
            at += 1;
        }
    }
    found
}

fn ends_well(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        None => true,
        Some(b'.') => bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace),
        Some(b) => b.is_ascii_whitespace() || b"-#,;:)]'\"_".contains(b),
    }
}

fn leads(text: &str, at: usize) -> bool {
    const WORDS: &[&str] = &[
        "error", "code", "said", "reply", "response", "status", "smtp", "replied", "answered", "returned",
        "reason", "with", "was", "got", "received", "from",
    ];
    let Some(before) = text.get(..at) else {
        return false;
    };
    // The first line of a reply of several: `550-no`.
    if text.as_bytes().get(at + 3) == Some(&b'-')
        && text.as_bytes().get(at + 4).is_some_and(|b| !b.is_ascii_digit())
        && before.ends_with(' ')
    {
        return true;
    }
    if before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-' || c == '/' || c == '+') {
        return false;
    }
    let line = before.rsplit('\n').next().unwrap_or_default();
    let trimmed = line.trim_end();
    if trimmed.is_empty()
        || trimmed.ends_with(|c: char| ":;<>(['\"#=".contains(c))
        || !trimmed.is_ascii() && trimmed.len() < 12
    {
        return true;
    }
    let word = trimmed
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    WORDS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::{enhanced_codes, reply_codes};

    fn statuses(text: &str) -> Vec<String> {
        enhanced_codes(text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn status_codes_and_what_only_looks_like_one() {
        assert_eq!(
            statuses("550 5.1.1 no (#5.7.1), 4.4.7."),
            ["5.1.1", "5.7.1", "4.4.7"]
        );
        assert_eq!(
            statuses("from 192.5.1.1 and 5.1.1.7, Exim 4.9.1, Version 5.0.2195, 4.94.2"),
            [] as [&str; 0]
        );
    }

    #[test]
    fn reply_codes_where_a_reply_stands() {
        assert_eq!(reply_codes("said: 550 5.1.1 no"), [550]);
        assert_eq!(reply_codes("<<< 550-no\n<<< 550 really"), [550, 550]);
        assert_eq!(reply_codes("Remote host said: 421 later"), [421]);
        assert_eq!(reply_codes("we have 500 users, room 450"), [] as [u16; 0]);
        assert_eq!(reply_codes("250 ok, 354 go on"), [] as [u16; 0]);
    }
}

//! The lines of a reply (RFC 5321, section 4.2).

use super::GuardFault;

/// A reply as it came, within the limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawReply {
    /// The three digits.
    pub code: u16,
    /// The text of each line, without the code; bytes that are not UTF-8 are replaced.
    pub lines: Vec<String>,
}

/// Whether the beginning of a line can still become a reply: so that other protocols are known before their
/// line ends.
pub(super) fn may_be_a_reply(begun: &[u8]) -> bool {
    begun.iter().take(3).all(u8::is_ascii_digit)
        && begun.get(3).is_none_or(|b| matches!(b, b' ' | b'-' | b'\r'))
}

/// Code, whether it is the last line, text.
pub(super) fn parse_line(line: &[u8]) -> Result<(u16, bool, String), GuardFault> {
    let (digits, rest) = line.split_at_checked(3).ok_or(GuardFault::Garbage)?;
    if !may_be_a_reply(line) || !(b'2'..=b'5').contains(&digits[0]) {
        return Err(GuardFault::Garbage);
    }
    let code = digits
        .iter()
        .fold(0_u16, |code, digit| code * 10 + u16::from(digit - b'0'));
    let last = rest.first() != Some(&b'-');
    let text = String::from_utf8_lossy(rest.get(1..).unwrap_or_default()).into_owned();
    Ok((code, last, text))
}

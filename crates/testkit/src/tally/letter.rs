//! What of a letter is looked at: where it ends, and its Message-ID.

/// Behind a letter's final dot, counted from the content's first byte; none where it is not all there. `from` is how far
/// it was looked at before.
pub(super) fn end(content: &[u8], from: usize) -> Option<usize> {
    if content.starts_with(b".\r\n") {
        return Some(3);
    }
    // The end may lie across two reads.
    let mut at = from.saturating_sub(4);
    while let Some(found) = content.get(at..)?.iter().position(|byte| *byte == b'.') {
        let dot = at + found;
        if dot >= 2 && content[dot - 2..dot] == *b"\r\n" && content.get(dot + 1..dot + 3)? == b"\r\n" {
            return Some(dot + 3);
        }
        at = dot + 1;
    }
    None
}

/// The Message-ID in the head; empty where there is none.
pub(super) fn message_id(content: &[u8]) -> &str {
    let mut lines = content.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    while let Some(line) = lines.next() {
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_at_checked(11) else {
            continue;
        };
        if name.eq_ignore_ascii_case(b"message-id:") {
            let value = value.trim_ascii();
            // It may stand on the next line.
            let value = if value.is_empty() {
                lines.next().unwrap_or_default()
            } else {
                value
            };
            return std::str::from_utf8(value).unwrap_or_default();
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::{end, message_id};

    #[test]
    fn the_end_is_found_wherever_it_was_cut() {
        let letter = b"Subject: x\r\n\r\n..\r\na.b\r\n.\r\nMAIL FROM:<a@b.ee>\r\n";
        let behind = letter.len() - b"MAIL FROM:<a@b.ee>\r\n".len();
        for cut in 0..=letter.len() {
            let there = (cut >= behind).then_some(behind);
            assert_eq!(end(&letter[..cut], 0), there, "{cut}");
            if there.is_none() {
                assert_eq!(end(letter, cut), Some(behind), "{cut}");
            }
        }
        assert_eq!(end(b".\r\n", 0), Some(3));
        assert_eq!(end(b"a\n.\r\n", 0), None);
    }

    #[test]
    fn the_message_id_is_that_of_the_head() {
        assert_eq!(message_id(b"From: a\r\nMessage-Id: <1@b>\r\n\r\nx"), "<1@b>");
        assert_eq!(message_id(b"Message-ID:\r\n <1@b>\r\n\r\n"), "<1@b>");
        assert_eq!(message_id(b"From: a\r\n\r\nMessage-ID: <1@b>\r\n"), "");
    }
}

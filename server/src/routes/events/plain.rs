//! Somebody else's text as one that can be looked at without harm: nothing in it that is not seen, nothing that turns the
//! direction of what stands around it, and no more of it than anybody reads.

use app::pages::events::one::Shortened;
use model::address::is_invisible;
use std::fmt::Write as _;

/// Bytes that are no text stand as U+FFFD; controls as their pictures (U+2400); marks of direction and other invisible
/// characters by their numbers.
pub fn shown(bytes: &[u8], most: usize) -> Shortened {
    let cut = bytes.len() > most;
    // A letter that is cut in its middle is left out, not shown as broken.
    let end = if cut {
        let begins = |at: &usize| bytes[*at] & 0xC0 != 0x80;
        (most.saturating_sub(3)..=most).rev().find(begins).unwrap_or(most)
    } else {
        bytes.len()
    };
    let text = String::from_utf8_lossy(&bytes[..end]);
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' | '\t' => plain.push(c),
            '\r' if rest.peek() == Some(&'\n') => {}
            '\0'..='\u{1f}' => plain.extend(char::from_u32(0x2400 + u32::from(c))),
            '\u{7f}' => plain.push('\u{2421}'),
            c if is_invisible(c) => {
                // Writing to a text does not fail.
                let _ = write!(plain, "⟨U+{:04X}⟩", u32::from(c));
            }
            c => plain.push(c),
        }
    }
    Shortened { text: plain, cut }
}

/// The same for a line: what would begin another one is seen too.
pub fn line(text: &str, most: usize) -> String {
    let text = shown(text.as_bytes(), most).text;
    text.replace('\n', "\u{240a}").replace('\t', " ")
}

/// The longest line of somebody else's that is shown, in bytes.
const LINE: usize = 1000;

/// A line that a mail says of itself: an address, a subject, a server's words.
pub fn cleaned(text: &str) -> String {
    line(text, LINE)
}

#[cfg(test)]
mod tests {
    use super::{line, shown};

    #[test]
    fn nothing_stays_unseen() {
        for (bytes, expected) in [
            (&b"a\r\nb\n\tc"[..], "a\nb\n\tc"),
            (b"a\x00\x1b[31mred\x7f", "a\u{2400}\u{241b}[31mred\u{2421}"),
            (b"a\rb", "a\u{240d}b"),
            (
                "a\u{202e}fdp.exe\u{2066}\u{200b}\u{feff}\u{85}".as_bytes(),
                "a⟨U+202E⟩fdp.exe⟨U+2066⟩⟨U+200B⟩⟨U+FEFF⟩⟨U+0085⟩",
            ),
            (b"\xff\xe9", "\u{fffd}\u{fffd}"),
            ("õ".as_bytes(), "õ"),
            (b"<script>", "<script>"),
        ] {
            let text = shown(bytes, 1000);
            assert_eq!((text.text.as_str(), text.cut), (expected, false), "{bytes:?}");
        }
        assert_eq!(line("a\r\nb\tc", 100), "a\u{240a}b c");
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        let text = shown("aaõõ".as_bytes(), 3);
        assert_eq!((text.text.as_str(), text.cut), ("aa", true));
        let text = shown("aaõõ".as_bytes(), 4);
        assert_eq!((text.text.as_str(), text.cut), ("aaõ", true));
        assert!(!shown("aaõõ".as_bytes(), 6).cut);
        // Bytes that are no UTF-8 at all are cut anywhere.
        assert_eq!(shown(&[0x80; 10], 4).text, "\u{fffd}".repeat(4));
    }
}

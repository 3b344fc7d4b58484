//! From the bytes after `354` back to the letter (RFC 5321, 4.5.2).

/// A letter as it stood between `354` and the final dot.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unstuffed {
    /// The letter; no more of it than was allowed.
    pub(crate) bytes: Vec<u8>,
    /// There was more than was allowed.
    pub(crate) too_large: bool,
    /// A CR or LF stood alone (RFC 5321, 2.3.8), which is how letters are smuggled past a server.
    pub(crate) bare_newline: bool,
}

/// Takes a letter in pieces.
pub(crate) struct Unstuffing {
    letter: Unstuffed,
    most: usize,
    at: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    LineStart,
    /// After a dot at the start of a line.
    Dot,
    /// After a dot at the start of a line and a CR.
    DotCr,
    Middle,
    Cr,
    End,
}

impl Unstuffing {
    pub(crate) fn up_to(most: usize) -> Self {
        let letter = Unstuffed {
            bytes: Vec::new(),
            too_large: false,
            bare_newline: false,
        };
        Self {
            letter,
            most,
            at: Place::LineStart,
        }
    }

    /// Takes bytes up to the end of the letter, and says how many.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> usize {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.at == Place::End {
                return at;
            }
            self.step(byte);
        }
        bytes.len()
    }

    /// The letter, once its final dot has come.
    pub(crate) fn finished(&mut self) -> Option<Unstuffed> {
        let empty = Unstuffed {
            bytes: Vec::new(),
            too_large: false,
            bare_newline: false,
        };
        (self.at == Place::End).then(|| std::mem::replace(&mut self.letter, empty))
    }

    fn step(&mut self, byte: u8) {
        self.at = match (self.at, byte) {
            (Place::LineStart, b'.') => Place::Dot,
            (Place::Dot, b'\r') => Place::DotCr,
            (Place::DotCr, b'\n') => Place::End,
            (Place::DotCr, _) => {
                // ".\r" and something else: a stuffed line that begins with a CR alone.
                self.keep(b'\r');
                self.letter.bare_newline = true;
                self.text(byte)
            }
            (Place::Cr, b'\n') => {
                self.keep(b'\n');
                Place::LineStart
            }
            (Place::Cr, _) => {
                self.letter.bare_newline = true;
                self.text(byte)
            }
            (_, _) => self.text(byte),
        };
    }

    fn text(&mut self, byte: u8) -> Place {
        self.keep(byte);
        match byte {
            b'\r' => Place::Cr,
            b'\n' => {
                self.letter.bare_newline = true;
                Place::Middle
            }
            _ => Place::Middle,
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.letter.bytes.len() < self.most {
            self.letter.bytes.push(byte);
        } else {
            self.letter.too_large = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unstuffed(pieces: &[&[u8]]) -> Option<Unstuffed> {
        let mut unstuffing = Unstuffing::up_to(1000);
        for piece in pieces {
            unstuffing.take(piece);
        }
        unstuffing.finished()
    }

    #[test]
    fn ends_at_the_dot_and_leaves_the_rest() {
        let mut unstuffing = Unstuffing::up_to(1000);
        assert_eq!(unstuffing.take(b"Hello\r\n.\r\nQUIT\r\n"), 10);
        assert_eq!(
            unstuffing.finished().map(|letter| letter.bytes),
            Some(b"Hello\r\n".to_vec())
        );
    }

    #[test]
    fn stuffed_dots_come_off_once() {
        let letter = unstuffed(&[b"..\r\n...\r\n.x\r\n.\r\n"]).expect("a whole letter");
        assert_eq!(letter.bytes, b".\r\n..\r\nx\r\n");
        assert!(!letter.bare_newline && !letter.too_large);
    }

    #[test]
    fn no_other_line_end_ends_a_letter() {
        for smuggled in [
            &b"a\n.\n"[..],
            b"a\n.\r\n",
            b"a\r\n.\n",
            b"a\r.\r",
            b"a\r\n.\r\r\n",
            b"a\r\n\0.\r\n",
        ] {
            assert_eq!(unstuffed(&[smuggled]), None, "{smuggled:?}");
            let letter = unstuffed(&[smuggled, b"\r\n.\r\n"]).expect("a whole letter");
            assert!(letter.bare_newline || smuggled.contains(&0), "{smuggled:?}");
        }
    }

    #[test]
    fn more_than_allowed_is_noticed_and_not_kept() {
        let mut unstuffing = Unstuffing::up_to(4);
        unstuffing.take(b"Hello, world\r\n.\r\n");
        let letter = unstuffing.finished().expect("a whole letter");
        assert_eq!((letter.bytes.as_slice(), letter.too_large), (&b"Hell"[..], true));
    }

    proptest! {
        #[test]
        fn stuffing_is_undone_however_it_is_cut(
            lines in proptest::collection::vec("\\.{0,3}[a-z\\.\0\u{e4}]{0,5}", 0..8),
            cut in 0_usize..60,
        ) {
            let letter: String = lines.iter().flat_map(|line| [line.as_str(), "\r\n"]).collect();
            let stuff = |line: &String| if line.starts_with('.') { format!(".{line}") } else { line.clone() };
            let stuffed: String = lines.iter().flat_map(|line| [stuff(line), "\r\n".to_owned()]).collect();
            let sent = format!("{stuffed}.\r\n").into_bytes();
            let (first, second) = sent.split_at(cut.min(sent.len()));
            let caught = unstuffed(&[first, second]).expect("a whole letter");
            prop_assert_eq!(caught.bytes, letter.into_bytes());
            prop_assert!(!caught.bare_newline);
        }
    }
}

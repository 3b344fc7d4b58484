//! Lines out of pieces, whatever the pieces are cut at.

use bytes::{Buf, Bytes, BytesMut};

/// A line with its number, from 1. Empty lines are counted and left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// What stands in it.
    Whole(u32, Bytes),
    /// It is longer than any letter; what stands in it was forgotten.
    TooLong(u32),
}

/// Cuts a stream of bytes into lines. Holds one line at most.
#[derive(Debug)]
pub struct Lines {
    longest: usize,
    number: u32,
    rest: BytesMut,
    /// So much of the rest has no line end.
    seen: usize,
    skipping: bool,
}

impl Lines {
    /// Lines of at most so many bytes.
    pub fn new(longest: usize) -> Self {
        Self {
            longest,
            number: 1,
            rest: BytesMut::new(),
            seen: 0,
            skipping: false,
        }
    }

    /// Adds a piece.
    pub fn push(&mut self, piece: &[u8]) {
        self.rest.extend_from_slice(piece);
    }

    /// The next line that has come to its end.
    pub fn next(&mut self) -> Option<Line> {
        loop {
            let end = self.rest[self.seen..].iter().position(|byte| *byte == b'\n');
            let Some(end) = end.map(|end| self.seen + end) else {
                self.seen = self.rest.len();
                if self.seen > self.longest {
                    self.skipping = true;
                    self.rest.clear();
                    self.seen = 0;
                }
                return None;
            };
            let line = self.rest.split_to(end).freeze();
            self.rest.advance(1);
            self.seen = 0;
            if let Some(line) = self.line(line) {
                return Some(line);
            }
        }
    }

    /// How many bytes are in memory.
    pub fn bytes(&self) -> usize {
        self.rest.len()
    }

    /// The last line, where it has no end.
    pub fn last(&mut self) -> Option<Line> {
        let line = self.rest.split().freeze();
        self.seen = 0;
        self.line(line)
    }

    fn line(&mut self, line: Bytes) -> Option<Line> {
        let number = self.number;
        self.number = number.saturating_add(1);
        if std::mem::take(&mut self.skipping) || line.len() > self.longest {
            return Some(Line::TooLong(number));
        }
        let empty = line.trim_ascii().is_empty();
        (!empty).then_some(Line::Whole(number, line))
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Lines};

    fn lines(longest: usize, pieces: &[&[u8]]) -> Vec<Line> {
        let mut lines = Lines::new(longest);
        let mut found = Vec::new();
        for piece in pieces {
            lines.push(piece);
            found.extend(std::iter::from_fn(|| lines.next()));
        }
        found.extend(lines.last());
        found
    }

    fn whole(number: u32, text: &str) -> Line {
        Line::Whole(number, text.to_owned().into())
    }

    #[test]
    fn lines_are_the_same_wherever_pieces_end() {
        let text = b"{1}\r\n\n  \n{22}\n{3}";
        let expected = [whole(1, "{1}\r"), whole(4, "{22}"), whole(5, "{3}")];
        for size in 1..=text.len() {
            let pieces: Vec<&[u8]> = text.chunks(size).collect();
            assert_eq!(lines(10, &pieces), expected, "{size}");
        }
        assert_eq!(lines(10, &[]), []);
        assert_eq!(lines(10, &[b"{1}\n"]), [whole(1, "{1}")]);
    }

    #[test]
    fn a_line_without_end_is_not_kept() {
        let mut unending = Lines::new(100);
        for _ in 0..1000 {
            unending.push(&[b'x'; 64]);
            assert_eq!(unending.next(), None);
            assert!(unending.rest.len() <= 100);
        }
        unending.push(b"\n{2}\n");
        assert_eq!(unending.next(), Some(Line::TooLong(1)));
        assert_eq!(unending.next(), Some(whole(2, "{2}")));
        assert_eq!(
            lines(4, &[b"12345\n1234\n"]),
            [Line::TooLong(1), whole(2, "1234")]
        );
        assert_eq!(lines(4, &[b"12345"]), [Line::TooLong(1)]);
    }
}

//! The relaxed form of header and body (RFC 6376, sections 3.4.2 and 3.4.4).

/// A field of a header, folded as it stands, without the end of its last line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    name: &'a [u8],
    value: &'a [u8],
}

impl<'a> Field<'a> {
    pub(super) fn of(line: &'a [u8]) -> Self {
        let colon = line.iter().position(|&b| b == b':').unwrap_or(line.len());
        Self {
            name: line[..colon].trim_ascii_end(),
            value: line.get(colon + 1..).unwrap_or_default(),
        }
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The name in small letters, the value on one line with single spaces.
    pub(super) fn relaxed_onto(&self, to: &mut Vec<u8>) {
        to.extend(self.name.to_ascii_lowercase());
        to.push(b':');
        let words = self
            .value
            .split(|&b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
            .filter(|word| !word.is_empty());
        for (at, word) in words.enumerate() {
            if at > 0 {
                to.push(b' ');
            }
            to.extend_from_slice(word);
        }
    }
}

/// A letter's fields in their order, and its body. None where no empty line ends the header.
pub(super) fn split(letter: &[u8]) -> Option<(Vec<Field<'_>>, &[u8])> {
    let mut fields = Vec::new();
    let mut rest = letter;
    while !rest.starts_with(b"\r\n") {
        let end = end_of_field(rest)?;
        fields.push(Field::of(&rest[..end]));
        rest = &rest[end + 2..];
    }
    Some((fields, &rest[2..]))
}

/// The first end of a line that is not followed by a line that begins with white space.
fn end_of_field(bytes: &[u8]) -> Option<usize> {
    let ends = bytes.windows(2).enumerate().filter(|(_, pair)| pair == b"\r\n");
    let mut ends = ends.map(|(at, _)| at);
    ends.find(|at| !matches!(bytes.get(at + 2), Some(b' ' | b'\t')))
}

/// Single spaces, none at the end of a line, no empty lines at the end.
pub(super) fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut relaxed = Vec::with_capacity(body.len());
    let mut empty_lines = 0;
    for line in body.split_inclusive(|&b| b == b'\n') {
        let line = line.strip_suffix(b"\r\n").unwrap_or(line);
        let end = line
            .iter()
            .rposition(|b| !matches!(b, b' ' | b'\t'))
            .map_or(0, |last| last + 1);
        if end == 0 {
            empty_lines += 1;
            continue;
        }
        for _ in 0..std::mem::take(&mut empty_lines) {
            relaxed.extend_from_slice(b"\r\n");
        }
        let mut in_space = false;
        for &byte in &line[..end] {
            let space = matches!(byte, b' ' | b'\t');
            if !space {
                relaxed.push(byte);
            } else if !in_space {
                relaxed.push(b' ');
            }
            in_space = space;
        }
        relaxed.extend_from_slice(b"\r\n");
    }
    relaxed
}

//! From the bytes after `354` to the mail (RFC 5321, 4.5.2).
//!
//! Only CRLF, dot, CRLF ends a mail. Other servers take a bare LF or CR for the end of a line, and then what one
//! server reads as text is a second mail for the next (SMTP smuggling): where one stands alone, the mail is refused.

use crate::budget::Held;

/// The least memory that is taken for a mail; it doubles as the mail grows.
const LEAST_ROOM: usize = 8 * 1024;

/// What bounds a mail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Its bytes, without what we put in front.
    pub(crate) mail: usize,
    /// Its longest line.
    pub(crate) line: usize,
    /// The bytes that are read at most, those that are thrown away included.
    pub(crate) read: usize,
}

/// Why a mail is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A CR or LF stands alone (RFC 5321, 2.3.8).
    BareNewline,
    /// A line is longer than allowed.
    Line,
    /// There is more than allowed.
    TooLarge,
    /// All mails together have no room for more.
    NoRoom,
}

/// How far a mail has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It goes on.
    More,
    /// Its final dot was there.
    Ended,
    /// It does not end, and no more of it is read.
    Endless,
}

/// A mail that is being read.
#[derive(Debug)]
pub(crate) struct Body {
    raw: Vec<u8>,
    in_front: usize,
    held: Held,
    bounds: Bounds,
    at: Place,
    /// Bytes of the line so far.
    line: usize,
    /// Bytes that were sent so far.
    read: usize,
    fault: Option<Fault>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl Body {
    /// Nothing but what we put in front; none where there is no room even for that.
    pub(crate) fn beginning(header: &str, held: Held, bounds: Bounds) -> Option<Self> {
        let mut body = Self {
            raw: Vec::new(),
            in_front: header.len(),
            held,
            bounds,
            at: Place::LineStart,
            line: 0,
            read: 0,
            fault: None,
        };
        body.store(header.as_bytes());
        body.fault.is_none().then_some(body)
    }

    /// Takes bytes up to the end of the mail and says how many.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> (usize, Progress) {
        let bytes = &bytes[..bytes.len().min(self.bounds.read - self.read)];
        let mut used = 0;
        while used < bytes.len() && self.at != Place::End {
            let rest = &bytes[used..];
            let is_text = |byte: &u8| !matches!(byte, b'\r' | b'\n');
            used += match self.at {
                Place::Middle if is_text(&rest[0]) => {
                    let text = rest.iter().take_while(|byte| is_text(byte)).count();
                    self.text(&rest[..text]);
                    text
                }
                _ => {
                    self.step(rest[0]);
                    1
                }
            };
        }
        self.read += used;
        let progress = if self.at == Place::End {
            Progress::Ended
        } else if self.read == self.bounds.read {
            Progress::Endless
        } else {
            Progress::More
        };
        (used, progress)
    }

    /// The mail, its room in memory, and how much of it we put in front; or why it is refused.
    pub(crate) fn finish(self) -> Result<(Vec<u8>, Held, usize), Fault> {
        match self.fault {
            None => Ok((self.raw, self.held, self.in_front)),
            Some(fault) => Err(fault),
        }
    }

    fn step(&mut self, byte: u8) {
        self.at = match (self.at, byte) {
            (Place::LineStart, b'.') => Place::Dot,
            (Place::Dot, b'\r') => Place::DotCr,
            (Place::DotCr, b'\n') => Place::End,
            (Place::Cr, b'\n') => {
                self.text(b"\r\n");
                self.line = 0;
                Place::LineStart
            }
            (Place::Cr | Place::DotCr, _) => {
                self.refuse(Fault::BareNewline);
                if byte == b'\r' { Place::Cr } else { Place::Middle }
            }
            (_, b'\r') => Place::Cr,
            (_, b'\n') => {
                self.refuse(Fault::BareNewline);
                Place::Middle
            }
            (_, byte) => {
                self.text(&[byte]);
                Place::Middle
            }
        };
    }

    fn text(&mut self, bytes: &[u8]) {
        if self.fault.is_some() {
            return;
        }
        let (line_left, mail_left) = (
            self.bounds.line - self.line,
            self.bounds.mail - (self.raw.len() - self.in_front),
        );
        let fits = bytes.len().min(line_left).min(mail_left);
        self.line += fits;
        self.store(&bytes[..fits]);
        if fits < bytes.len() {
            self.refuse(if mail_left <= line_left {
                Fault::TooLarge
            } else {
                Fault::Line
            });
        }
    }

    /// The room depends on the length alone, never on the pieces in which the mail came.
    fn store(&mut self, bytes: &[u8]) {
        let length = self.raw.len() + bytes.len();
        if length > self.held.bytes() || self.held.bytes() == 0 {
            let most = (self.bounds.mail + self.in_front).max(length);
            let room = length.next_power_of_two().max(LEAST_ROOM).min(most);
            if !self.held.at_least(room) {
                return self.refuse(Fault::NoRoom);
            }
            self.raw.reserve_exact(room - self.raw.len());
        }
        self.raw.extend_from_slice(bytes);
    }

    /// The first fault counts. What there is of the mail goes, and its room with it.
    fn refuse(&mut self, fault: Fault) {
        if self.fault.is_none() {
            self.fault = Some(fault);
            self.raw = Vec::new();
            self.held.release();
        }
    }
}

#[cfg(test)]
mod tests;

//! The mail sorted by what its parts are: the words of the reporting system, the machine-readable fields, the letter
//! that is returned.

mod original;

use crate::{
    limits,
    mail::{Headers, Mail, Section},
};

/// A mail's parts by their meaning.
#[derive(Debug, Default)]
pub struct Document {
    /// The reporter's own words, line by line.
    pub lines: Vec<String>,
    /// Text behind a returned letter that stood inline.
    pub after: Vec<String>,
    /// `message/delivery-status` and what looks like it, each as lines.
    pub status: Vec<Vec<String>>,
    /// `message/feedback-report`.
    pub feedback: Vec<Vec<String>>,
    /// `message/disposition-notification`.
    pub disposition: Vec<Vec<String>>,
    /// The headers of the letter that is returned.
    pub original: Option<Headers>,
    /// The original is returned whole or in part: in a part of its own or inline behind a mark.
    pub returned: bool,
    /// Something was left out.
    pub cut: bool,
}

impl Document {
    /// Sorts the parts.
    pub fn of(mail: &Mail) -> Self {
        let mut document = Self {
            cut: mail.cut,
            ..Self::default()
        };
        let has_plain = mail
            .sections
            .iter()
            .any(|s| s.kind == "text/plain" && !s.text.trim().is_empty());
        for section in &mail.sections {
            document.take(section, has_plain);
        }
        document
    }

    fn take(&mut self, section: &Section, has_plain: bool) {
        match section.kind.as_str() {
            "message/delivery-status" | "message/global-delivery-status" => {
                let lines = self.lines_of(&section.text);
                self.status.push(lines);
            }
            "message/feedback-report" => {
                let lines = self.lines_of(&section.text);
                self.feedback.push(lines);
            }
            "message/disposition-notification" | "message/global-disposition-notification" => {
                let lines = self.lines_of(&section.text);
                self.disposition.push(lines);
            }
            "message/rfc822"
            | "message/global"
            | "text/rfc822-headers"
            | "message/rfc822-headers"
            | "message/global-headers"
            | "text/rfc822"
            | "message/partial" => {
                self.returned = true;
                self.original_is(Headers::read(section.text.trim_start().as_bytes()).0);
            }
            "text/html" if has_plain => {}
            kind if kind.starts_with("text/") || kind.starts_with("message/") => self.prose(section),
            _ => {}
        }
    }

    /// Text for people; a letter may be returned in it.
    fn prose(&mut self, section: &Section) {
        let mut lines = self.lines_of(&section.text);
        if let Some(found) = original::find(&lines) {
            let headers = Headers::read(found.text.as_bytes()).0;
            if found.is_letter {
                self.returned = true;
                self.original_is(headers);
                self.after.extend(lines.drain(found.end.min(lines.len())..));
                lines.truncate(found.start);
            } else {
                self.original_is(headers);
            }
        }
        self.lines.extend(lines);
    }

    fn original_is(&mut self, headers: Headers) {
        let better = self
            .original
            .as_ref()
            .is_none_or(|old| old.all().len() < headers.all().len());
        if better && !headers.is_empty() {
            self.original = Some(headers);
        }
    }

    fn lines_of(&mut self, text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for line in text.lines() {
            if lines.len() >= limits::LINES {
                self.cut = true;
                break;
            }
            self.cut |= line.len() > limits::LINE;
            lines.push(
                line[..line.floor_char_boundary(limits::LINE)]
                    .trim_end()
                    .to_owned(),
            );
        }
        lines
    }
}

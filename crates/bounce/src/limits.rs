//! How much of a mail is looked at. What is beyond is cut, and the report says so.

/// Bytes of the whole mail.
pub const MAIL: usize = 1024 * 1024;
/// Leaf parts of a mail.
pub const PARTS: usize = 64;
/// Parts within parts.
pub const NESTING: usize = 8;
/// Fields of one block of headers.
pub const HEADERS: usize = 200;
/// Bytes of one field's value.
pub const HEADER: usize = 4096;
/// Lines of one part.
pub const LINES: usize = 5_000;
/// Bytes of one line of text.
pub const LINE: usize = 2_000;
/// Recipients of a report.
pub const RECIPIENTS: usize = 200;
/// Fields of a returned letter that are handed on.
pub const RETURNED_HEADERS: usize = 60;
/// Characters of what is shown as evidence.
pub const EVIDENCE: usize = 500;
/// Bytes of a reply's text that are handed on.
pub const TEXT: usize = 64 * 1024;
/// Bytes of what a recipient's cause is judged by.
pub const JUDGED: usize = 16 * 1024;
/// Identifiers of `References` or `In-Reply-To`.
pub const REFERENCES: usize = 50;
/// Lines of a report that are judged, where it is about one recipient.
pub const LINES_OF_REPORT: usize = 400;
/// Lines that are judged for each recipient, where there are several.
pub const LINES_OF_ONE: usize = 60;

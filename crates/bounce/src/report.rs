//! What a mail that came back says.

use model::{
    event::{Cause, Kind},
    session::EnhancedCode,
};

/// A mail, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it is.
    pub kind: Kind,
    /// Whom it is about; empty for replies.
    pub recipients: Vec<Recipient>,
    /// The letter that it returns, as far as it does.
    pub returned: Option<Returned>,
    /// Its own headers, as far as somebody needs them.
    pub head: Head,
    /// The readable text of a reply, at most 64 KiB; none for the other kinds.
    pub text: Option<String>,
    /// Something was left out, because the mail is larger than what is read.
    pub cut: bool,
    /// The type of a complaint (RFC 5965, section 7.3), in lower case: `abuse`, `not-spam`.
    pub feedback: Option<String>,
}

/// What became of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// His address; none where the mail does not tell.
    pub address: Option<String>,
    /// The enhanced status code (RFC 3463), as said in the mail.
    pub status: Option<EnhancedCode>,
    /// The reply code (RFC 5321), as said in the mail.
    pub reply_code: Option<u16>,
    /// Why; none for what was delivered and for complaints.
    pub cause: Option<Cause>,
    /// The address itself is bad for good.
    pub hard: bool,
    /// The line that said so: at most 500 characters, none of them a control.
    pub evidence: String,
    /// The server's words, as long as `evidence` at most.
    pub diagnostic: Option<String>,
    /// The host that refused, else the one that reports.
    pub reporter: Option<String>,
    /// The address that was written to, where it was passed on to another (RFC 3461, section 4.2).
    pub original_address: Option<String>,
    /// What decided the cause.
    pub rule: Option<Rule>,
}

/// What decided a cause: for tests, and to measure the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Words of a table: the rule's id, and which of its phrases.
    Phrase(&'static str, usize),
    /// Words or codes of one provider: the rule's id, and which of its phrases.
    Provider(&'static str, usize),
    /// The enhanced status code.
    Status(EnhancedCode),
    /// The reply code.
    Reply(u16),
    /// The report's form alone.
    Structure,
}

/// The letter that came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returned {
    /// Its Message-ID, without brackets.
    pub message_id: Option<String>,
    /// The id that its sender gave it in the envelope (RFC 3461, section 4.4), decoded.
    pub envelope_id: Option<String>,
    /// Its From, as written.
    pub from: Option<String>,
    /// Its To, as written.
    pub to: Option<String>,
    /// Its Subject, decoded.
    pub subject: Option<String>,
    /// Its headers as they stand, at most 60.
    pub headers: Vec<(String, String)>,
}

/// The mail's own headers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Message-ID, without brackets.
    pub message_id: Option<String>,
    /// From, decoded.
    pub from: Option<String>,
    /// To, decoded.
    pub to: Option<String>,
    /// Subject, decoded.
    pub subject: Option<String>,
    /// Date, as written.
    pub date: Option<String>,
    /// Identifiers of In-Reply-To, without brackets.
    pub in_reply_to: Vec<String>,
    /// Identifiers of References, without brackets.
    pub references: Vec<String>,
    /// It says that a machine wrote it (RFC 3834, section 5, and what is usual beside it).
    pub auto_submitted: bool,
    /// How many hosts it passed.
    pub received_count: usize,
    /// It says that its envelope has no sender (`Return-Path: <>`). Who took the mail in knows better.
    pub null_sender: bool,
    /// It came over a mailing list (RFC 2919), or says `Precedence: bulk` or `list`.
    pub from_list: bool,
}

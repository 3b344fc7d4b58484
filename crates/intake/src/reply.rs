//! What a client hears. The words say what is wrong to the person who reads them in a report, and nothing of us.

pub(crate) const OK: &str = "250 2.0.0 Ok";
pub(crate) const KEPT: &str = "250 2.6.0 Kept";
pub(crate) const SENDER_OK: &str = "250 2.1.0 Ok";
pub(crate) const RECIPIENT_OK: &str = "250 2.1.5 Ok";
pub(crate) const BYE: &str = "221 2.0.0 Bye";
pub(crate) const HELP: &str = "214 2.0.0 See RFC 5321; mail for people here is taken, no other";
pub(crate) const VERIFY: &str = "252 2.5.0 Not told; send and see";
pub(crate) const GO_AHEAD: &str = "354 End with <CRLF>.<CRLF>";
pub(crate) const START_TLS: &str = "220 2.0.0 Ready for TLS";

pub(crate) const NOT_A_COMMAND: &str = "500 5.5.2 Command not understood";
pub(crate) const NOT_OFFERED: &str = "502 5.5.1 Command not offered";
pub(crate) const NOT_HERE: &str = "500 5.5.1 This greeting belongs to another protocol";
pub(crate) const NOT_UTF8: &str = "500 5.5.2 Commands are UTF-8";
pub(crate) const LINE_TOO_LONG: &str = "500 5.5.6 Line too long, closing connection";
pub(crate) const LINE_END: &str = "500 5.5.2 Lines end in CR LF and hold neither alone, closing connection";
pub(crate) const NO_ARGUMENT: &str = "501 5.5.4 This command takes no argument";
pub(crate) const NAME_MISSING: &str = "501 5.5.4 A host name is needed";
pub(crate) const MAIL_FORM: &str = "501 5.5.4 Form: MAIL FROM:<address>";
pub(crate) const RCPT_FORM: &str = "501 5.5.4 Form: RCPT TO:<address>";
pub(crate) const SIZE_FORM: &str = "501 5.5.4 SIZE is a number";
pub(crate) const PARAMETER: &str = "555 5.5.4 Parameter not offered";
pub(crate) const HELLO_FIRST: &str = "503 5.5.1 A greeting comes first";
pub(crate) const MAIL_FIRST: &str = "503 5.5.1 MAIL comes first";
pub(crate) const MAIL_TWICE: &str = "503 5.5.1 A mail is begun already";
pub(crate) const NO_RECIPIENTS: &str = "554 5.5.1 No recipient was taken";
pub(crate) const NO_RECIPIENTS_LMTP: &str = "503 5.5.1 No recipient was taken";

pub(crate) const NOT_ASCII: &str = "553 5.6.7 The address is not ASCII, and SMTPUTF8 was not asked for";
pub(crate) const SENDER_FORM: &str = "553 5.1.7 The sender is no address";
pub(crate) const ADDRESS_FORM: &str = "553 5.1.3 The address has a form that no mailbox here has";
pub(crate) const NO_SUCH_MAILBOX: &str = "550 5.1.1 No such mailbox here";
pub(crate) const RELAY: &str = "550 5.7.1 Mail for others is not passed on";
pub(crate) const TOO_MANY_RECIPIENTS: &str = "452 4.5.3 Too many recipients, send the rest separately";
pub(crate) const RECIPIENT_LATER: &str = "451 4.3.0 It can not be told now, try again later";

pub(crate) const TOO_LARGE: &str = "552 5.3.4 The mail is too large";
pub(crate) const NO_ROOM: &str = "452 4.3.1 Too much mail at once, try again later";
pub(crate) const BARE_NEWLINE: &str = "550 5.6.11 CR or LF stands alone in the mail";
pub(crate) const DATA_LINE: &str = "554 5.6.0 A line of the mail is too long";
pub(crate) const LOOP: &str = "554 5.4.6 The mail goes round in a circle";
pub(crate) const CONTENT: &str = "554 5.6.0 The mail can not be read";
pub(crate) const POLICY: &str = "550 5.7.1 The mail is not taken";
pub(crate) const MAIL_LATER: &str = "451 4.3.0 The mail can not be kept now, try again later";

pub(crate) const TOO_FAST: &str = "452 4.7.1 Too many mails of yours, try again later";
pub(crate) const MAILS_ENOUGH: &str = "421 4.7.0 Enough mails for one connection, closing it";
pub(crate) const FAULTS: &str = "421 4.7.0 Too many errors, closing connection";
pub(crate) const COMMANDS: &str = "421 4.7.0 Too many commands, closing connection";
pub(crate) const CONNECTIONS: &str = "421 4.3.2 Too many connections, try again later";
pub(crate) const TIMEOUT: &str = "421 4.4.2 It took too long, closing connection";
pub(crate) const STOPPING: &str = "421 4.3.2 Stopping, try again later";

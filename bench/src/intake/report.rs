//! A report about a mail that did not arrive (RFC 3464), as mail servers send it.

use std::fmt::Write as _;

/// The report of this number. Lines end in CRLF, and none begins with a dot.
pub(super) fn text(number: usize, to: &str) -> String {
    let mut text = format!(
        "Date: Sun, 22 Nov 2026 10:00:00 +0000\r\nFrom: MAILER-DAEMON@mx.other.test\r\nTo: {to}\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <report.{number}@mx.other.test>\r\n\
         Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b.{number}\"\r\n\r\n\
         --b.{number}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         The mail system could not deliver your message to one recipient.\r\n\r\n\
         <customer{number}@other.test>: host mx2.other.test said: 550 5.1.1 User unknown\r\n\r\n\
         --b.{number}\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.other.test\r\n\r\n\
         Final-Recipient: rfc822; customer{number}@other.test\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n\
         --b.{number}\r\nContent-Type: message/rfc822\r\n\r\n\
         From: Kivi <{to}>\r\nTo: customer{number}@other.test\r\nSubject: Arve {number}\r\n\
         Message-ID: <letter.{number}@saatja.test>\r\n\r\n"
    );
    for line in 0..40 {
        let _ = write!(
            text,
            "Line {line}: what the letter said, in the lines that it had.\r\n"
        );
    }
    let _ = write!(text, "\r\n--b.{number}--\r\n");
    text
}

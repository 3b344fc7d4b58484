//! Where in the SMTP session a refusal came.

use crate::{rules::Stage, tokens};
use model::session::EnhancedCode;

/// Where in the session the refusal came, as Postfix, Exim, Sendmail, qmail and others say it.
pub fn stage(text: &str) -> Option<Stage> {
    const SAID: &[(Stage, &[&str])] = &[
        (
            Stage::Rcpt,
            &[
                "in reply to rcpt",
                "after rcpt",
                ">>> rcpt",
                "<<< rcpt",
                "to rcpt to",
                "(rcpt to)",
                "response to rcpt",
                "does not like recipient",
                "sent: rcpt to",
                "(state 13)",
                "(state 14)",
                "smtp command rcpt",
                "last command: rcpt",
            ],
        ),
        (
            Stage::Mail,
            &[
                "in reply to mail from",
                "after mail from",
                ">>> mail from",
                "response to mail from",
                "does not like sender",
                "sent: mail from",
                "smtp command mail from",
                "(state 9)",
                "(state 12)",
            ],
        ),
        (
            Stage::Data,
            &[
                "in reply to end of data",
                "reply to end of data",
                "in reply to data",
                "after end of data",
                "after data",
                ">>> data",
                "to end of data",
                "response to data",
                ">>> .",
                "failed after i sent the message",
                "failed on data",
                "smtp command data",
                "last command: data",
                "(state 15)",
                "(state 16)",
                "(state 17)",
                "(state 18)",
            ],
        ),
        (
            Stage::Hello,
            &[
                "in reply to ehlo",
                "in reply to helo",
                "after ehlo",
                "after helo",
                ">>> ehlo",
                ">>> helo",
                "after initial connection",
                "connected to",
                "initial server greeting",
                "in reply to initial",
            ],
        ),
    ];
    let lower = text
        .to_ascii_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    SAID.iter()
        .find(|(_, words)| words.iter().any(|word| lower.contains(word)))
        .map(|(stage, _)| *stage)
}

/// Whether a reply says an address first: `550 5.1.1 <a@b.example>`. A reply to DATA is about all recipients and names none.
pub fn echoes(lines: &[&str]) -> bool {
    lines.iter().any(|line| {
        tokens::addresses(line).first().is_some_and(|found| {
            let before = line[..found.start].trim_end_matches(['<', '(', '"', '\'', ' ', '-']);
            let last = before.rsplit([' ', '-', ':', ';']).next().unwrap_or_default();
            last.len() == 3 && last.starts_with(['4', '5']) && last.bytes().all(|b| b.is_ascii_digit())
                || last.parse::<EnhancedCode>().is_ok()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{echoes, stage};
    use crate::rules::Stage;

    #[test]
    fn as_programs_say_it() {
        assert_eq!(
            stage("said: 550 no (in reply to RCPT TO command)"),
            Some(Stage::Rcpt)
        );
        assert_eq!(stage("192.0.2.1 does not like recipient."), Some(Stage::Rcpt));
        assert_eq!(stage("refused after MAIL FROM:<a@b.example>"), Some(Stage::Mail));
        assert_eq!(
            stage("said: 554 no (in reply to\n    end of DATA command)"),
            Some(Stage::Data)
        );
        assert_eq!(stage("SMTP error after initial connection"), Some(Stage::Hello));
        assert_eq!(stage("550 no"), None);
    }

    #[test]
    fn a_reply_that_names_an_address_was_one_to_rcpt() {
        assert!(echoes(&["550 5.1.1 <a@b.example>: no"]));
        assert!(echoes(&["550-<a@b.example> no"]));
        assert!(!echoes(&["550 no such user (a@b.example)"]));
        assert!(!echoes(&["<a@b.example>: 550 no"]));
    }
}

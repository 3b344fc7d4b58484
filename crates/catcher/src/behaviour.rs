//! How a catcher answers: as a server that takes everything, or as one that refuses in a known provider's words.

mod words;

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use words::{Row, TABLE};

/// Where in the session a refusal is spoken, in place of the answer that would be due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// After the client has sent its user name and password.
    Auth,
    /// To `MAIL FROM`.
    Mail,
    /// To each `RCPT TO`.
    Rcpt,
    /// To the dot that ends the letter.
    Dot,
}

/// A refusal in a provider's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where it is spoken.
    pub stage: Stage,
    /// The reply as sent, lines parted by `\n`. `{sender}`, `{recipient}` and `{user}` stand for the session's own.
    pub reply: &'static str,
}

/// How a catcher answers.
///
/// The words are those that the providers' users report. Providers end their replies with identifiers of a server or
/// of a session, which differ each time: they are made up here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Behaviour {
    /// Takes every letter from whoever signs in rightly.
    Accept,
    /// Gmail, two-step verification is on and the account's own password was given: `534-5.7.9`.
    GmailAppPasswordRequired,
    /// Gmail, wrong password, or the account's own where none but app passwords work: `535-5.7.8`.
    GmailBadCredentials,
    /// Gmail, the day's letters are used up: `550-5.4.5` to the dot. A 5xx that clears in a day.
    GmailDailyQuota,
    /// Microsoft 365, SMTP AUTH is off for the organisation: `535 5.7.139 ... disabled for the Tenant`.
    MicrosoftTenantDisabled,
    /// Microsoft 365, SMTP AUTH is off for this mailbox: `535 5.7.139 ... disabled for the Mailbox`.
    MicrosoftMailboxDisabled,
    /// Microsoft, sign-in by password is off: `535 5.7.139 ... basic authentication is disabled`.
    MicrosoftBasicDisabled,
    /// Microsoft, wrong password: `535 5.7.139 ... the user credentials were incorrect`.
    MicrosoftWrongCredentials,
    /// Microsoft 365, a policy forbids it: `535 5.7.139 ... did not meet the criteria`.
    MicrosoftSecurityPolicy,
    /// Microsoft 365, the sign-in was skipped or did not count: `530 5.7.57` to `MAIL FROM`.
    MicrosoftNotAuthenticated,
    /// Microsoft 365, the sender is not the signed-in mailbox and there is no right to send as it: `550 5.7.60`.
    ///
    /// Exchange knows once it holds the letter's header, so it says so to the dot (as `PHPMailer`'s "DATA END command
    /// failed" and Swift Mailer's traces show), not to `MAIL FROM`.
    MicrosoftSenderNotAllowed,
    /// Microsoft 365, more than three letters at once: `432 4.3.2`, which clears by itself.
    ///
    /// Counted where the mailbox store takes the letter, so it is spoken to the dot (Python clients report it as
    /// `SMTPDataError`).
    MicrosoftTooManyConnections,
    /// mail.ee, wrong password, in the words of Postfix with Dovecot: `535 5.7.8`.
    MailEeBadPassword,
    /// mail.ee, the sender is not an address of the signed-in user: `553 5.7.1`.
    ///
    /// Spoken to `RCPT TO`, because Postfix holds a sender's refusal back until then (`smtpd_delay_reject = yes`).
    MailEeSenderMismatch,
    /// Zone, the account is blocked for its rate: `550 SMTP ACCESS DENIED`, without an enhanced code.
    ///
    /// Zone's mail server asks its abuse filter when a letter is complete, before it enters the queue, so it is
    /// spoken to the dot.
    ZoneBlocked,
    /// STARTTLS is not offered, as where someone on the way takes it out. AUTH is then offered in clear, so that a
    /// client which would fall back to plain text shows itself.
    NoStartTls,
    /// AUTH is not offered and mail is taken without, as by a relay that goes by network address.
    NoAuth,
    /// The recipient does not exist: `550 5.1.1`.
    RecipientUnknown,
    /// Greylisting: `450 4.7.1` to `RCPT TO`.
    Greylisted,
    /// Sign-in is out of order for now: `454 4.7.0`.
    TemporaryAuthFailure,
    /// Takes the connection and never says a word.
    Silent,
    /// Takes the letter, then closes without an answer to the dot: the sender cannot know. The letter is kept.
    DropAfterData,
}

impl Behaviour {
    /// Every behaviour, in the order in which a list of them reads well.
    pub const ALL: [Self; TABLE.len()] = {
        let mut all = [Self::Accept; TABLE.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = TABLE[at].0;
            at += 1;
        }
        all
    };

    /// Its stable name: lower case, parted by hyphens.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.row().1
    }

    /// The refusal it speaks, if it is one that refuses by a reply.
    #[must_use]
    pub fn refusal(self) -> Option<Refusal> {
        self.row().2.map(|(stage, reply)| Refusal { stage, reply })
    }

    /// The reply it speaks at `stage`.
    pub(crate) fn refusal_at(self, stage: Stage) -> Option<&'static str> {
        self.refusal()
            .filter(|refusal| refusal.stage == stage)
            .map(|refusal| refusal.reply)
    }

    fn row(self) -> &'static Row {
        // The table is in the order of the variants; a test holds it there.
        &TABLE[self as usize]
    }
}

impl fmt::Display for Behaviour {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.key())
    }
}

impl FromStr for Behaviour {
    type Err = UnknownBehaviour;

    fn from_str(key: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|one| one.key() == key)
            .ok_or_else(|| UnknownBehaviour(key.to_owned()))
    }
}

/// No behaviour has this key.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("no behaviour is called {0:?}")]
pub struct UnknownBehaviour(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_in_the_order_of_the_variants() {
        for (at, behaviour) in Behaviour::ALL.into_iter().enumerate() {
            assert_eq!(behaviour as usize, at, "{behaviour:?}");
            assert_eq!(behaviour.key().parse(), Ok(behaviour));
        }
        assert_eq!(
            "Gmail".parse::<Behaviour>(),
            Err(UnknownBehaviour("Gmail".to_owned()))
        );
    }

    #[test]
    fn refusals_are_well_formed_replies() {
        for refusal in Behaviour::ALL.into_iter().filter_map(Behaviour::refusal) {
            let lines: Vec<&str> = refusal.reply.split('\n').collect();
            for (at, line) in lines.iter().enumerate() {
                let (code, rest) = line.split_at(3);
                assert!(matches!(code.parse(), Ok(400..=599)), "{line}");
                assert_eq!(code, &lines[0][..3], "{line}");
                assert_eq!(rest.starts_with('-'), at + 1 < lines.len(), "{line}");
                assert!(line.len() <= 510 && line.is_ascii(), "{line}");
            }
        }
    }
}

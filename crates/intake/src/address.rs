//! Addresses of the envelope (RFC 5321, 4.1.2), taken strictly.

use model::Host;
use std::fmt;

/// The longest path, with its brackets (RFC 5321, 4.5.3.1.3).
const LONGEST_PATH: usize = 256;
/// The longest local part (RFC 5321, 4.5.3.1.1).
const LONGEST_LOCAL_PART: usize = 64;

/// An address that mail is for: a local part of letters, digits and `!`-free signs, at one of our domains.
///
/// It shows itself masked, so that it can stand in a log.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Recipient {
    local_part: String,
    domain: Host,
}

impl Recipient {
    /// What stands before the at sign, as it was written: upper and lower case are the mailbox's own business.
    #[must_use]
    pub fn local_part(&self) -> &str {
        &self.local_part
    }

    /// One of our domains.
    #[must_use]
    pub fn domain(&self) -> &Host {
        &self.domain
    }

    /// Reads what stood between the angle brackets of RCPT.
    pub(crate) fn parse(path: &str, utf8: bool, ours: &[Host]) -> Result<Self, BadRecipient> {
        if path.len() + 2 > LONGEST_PATH {
            return Err(BadRecipient::Form);
        }
        if !utf8 && !path.is_ascii() {
            return Err(BadRecipient::NotAscii);
        }
        // RFC 5321, 4.5.1: whoever runs the server can be written to without its name.
        if path.eq_ignore_ascii_case("postmaster") {
            let domain = ours.first().ok_or(BadRecipient::Elsewhere)?.clone();
            let local_part = path.to_owned();
            return Ok(Self { local_part, domain });
        }
        // A route through other servers (RFC 5321, appendix C). Nobody needs one, and it asks to relay.
        if path.starts_with('@') {
            return Err(BadRecipient::Elsewhere);
        }
        let (local_part, domain) = path.rsplit_once('@').ok_or(BadRecipient::Form)?;
        // `Host` forgives what people paste.
        if domain.ends_with('.') || domain.contains(char::is_whitespace) {
            return Err(BadRecipient::Elsewhere);
        }
        let domain = Host::parse(domain).map_err(|_| BadRecipient::Elsewhere)?;
        if !ours.contains(&domain) {
            return Err(BadRecipient::Elsewhere);
        }
        // `user%other.example@us` and `other.example!user@us` ask to relay too.
        if local_part.contains(['%', '!', '@']) {
            return Err(BadRecipient::Elsewhere);
        }
        if !is_dot_atom(local_part) {
            return Err(BadRecipient::Form);
        }
        let local_part = local_part.to_owned();
        Ok(Self { local_part, domain })
    }
}

/// The first letter and the domain.
impl fmt::Display for Recipient {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.local_part.chars().next().unwrap_or_default();
        write!(to, "{first}***@{}", self.domain)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, to)
    }
}

/// Why an address is none that mail is taken for, before anybody is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadRecipient {
    /// It is none, or one of a form that our mailboxes do not have.
    Form,
    /// It has letters that were not announced (RFC 6531).
    NotAscii,
    /// It is somebody else's: whoever says it wants us to relay.
    Elsewhere,
}

/// Atoms parted by single dots (RFC 5321, `Dot-string`; RFC 6531 adds everything beyond ASCII).
fn is_dot_atom(text: &str) -> bool {
    let is_atext = |letter: char| {
        letter.is_ascii_alphanumeric()
            || "!#$%&'*+-/=?^_`{|}~".contains(letter)
            || (!letter.is_ascii() && !letter.is_control() && !letter.is_whitespace())
    };
    text.len() <= LONGEST_LOCAL_PART
        && text
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(is_atext))
}

/// Whether what stood between the angle brackets of MAIL is an address. Nothing is ever sent there, so that it only
/// has to be harmless: one local part, perhaps quoted, and one domain or address literal.
pub(crate) fn is_sender(path: &str) -> bool {
    let Some((local_part, domain)) = path.rsplit_once('@') else {
        return false;
    };
    let inside = local_part
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let local_part_is_good = match inside {
        Some(inside) => !inside.contains(char::is_control),
        None => is_dot_atom(local_part),
    };
    let named = domain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(domain);
    let is_name =
        |letter: char| letter.is_ascii_alphanumeric() || "-._:".contains(letter) || !letter.is_ascii();
    path.len() + 2 <= LONGEST_PATH
        && local_part_is_good
        && !named.is_empty()
        && named
            .chars()
            .all(|letter| is_name(letter) && !letter.is_control() && !letter.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(path: &str) -> Result<String, BadRecipient> {
        let ours = ["event.saatja.test", "teine.saatja.test"].map(|name| Host::parse(name).unwrap());
        Recipient::parse(path, true, &ours).map(|found| format!("{}@{}", found.local_part, found.domain))
    }

    #[test]
    fn our_addresses_are_taken() {
        for (written, meant) in [
            ("kivi@event.saatja.test", "kivi@event.saatja.test"),
            ("Kivi.OU+1=x@EVENT.saatja.TEST", "Kivi.OU+1=x@event.saatja.test"),
            ("b-0a1b_2c@teine.saatja.test", "b-0a1b_2c@teine.saatja.test"),
            ("õli@event.saatja.test", "õli@event.saatja.test"),
            ("PostMaster", "PostMaster@event.saatja.test"),
        ] {
            assert_eq!(parsed(written).as_deref(), Ok(meant), "{written}");
        }
    }

    #[test]
    fn others_and_tricks_are_refused() {
        use BadRecipient::{Elsewhere, Form};
        let long = format!("{}@event.saatja.test", "a".repeat(65));
        let longest = format!("{}@event.saatja.test", "a".repeat(300));
        for (written, fault) in [
            ("kivi@other.test", Elsewhere),
            ("kivi@sub.event.saatja.test", Elsewhere),
            ("kivi@event.saatja.test.", Elsewhere),
            ("kivi@ event.saatja.test", Elsewhere),
            ("kivi@[127.0.0.1]", Elsewhere),
            ("kivi@[IPv6:::1]", Elsewhere),
            ("kivi@127.0.0.1", Elsewhere),
            ("@other.test:kivi@event.saatja.test", Elsewhere),
            ("@event.saatja.test,@other.test:kivi@event.saatja.test", Elsewhere),
            ("kivi%other.test@event.saatja.test", Elsewhere),
            ("other.test!kivi@event.saatja.test", Elsewhere),
            ("kivi@other.test@event.saatja.test", Elsewhere),
            ("\"kivi@other.test\"@event.saatja.test", Elsewhere),
            ("\"kivi\"@event.saatja.test", Form),
            ("ki vi@event.saatja.test", Form),
            (".kivi@event.saatja.test", Form),
            ("ki..vi@event.saatja.test", Form),
            ("kivi.@event.saatja.test", Form),
            ("ki\u{1}vi@event.saatja.test", Form),
            ("ki\u{85}vi@event.saatja.test", Form),
            ("ki\u{2028}vi@event.saatja.test", Form),
            ("kivi,mari@event.saatja.test", Form),
            ("@", Elsewhere),
            ("@event.saatja.test", Elsewhere),
            ("kivi@", Elsewhere),
            ("", Form),
            ("kivi", Form),
            ("abuse", Form),
            (&long, Form),
            (&longest, Form),
        ] {
            assert_eq!(parsed(written), Err(fault), "{written}");
        }
    }

    #[test]
    fn letters_beyond_ascii_have_to_be_announced() {
        let ours = [Host::parse("event.saatja.test").unwrap()];
        let taken = |utf8| Recipient::parse("õli@event.saatja.test", utf8, &ours);
        assert_eq!(taken(false), Err(BadRecipient::NotAscii));
        assert!(taken(true).is_ok());
    }

    #[test]
    fn recipients_show_themselves_masked() {
        let ours = [Host::parse("event.saatja.test").unwrap()];
        let found = Recipient::parse("kivi@event.saatja.test", false, &ours).unwrap();
        assert_eq!(
            format!("{found} {found:?}"),
            "k***@event.saatja.test k***@event.saatja.test"
        );
    }

    #[test]
    fn senders_only_have_to_be_harmless() {
        for good in [
            "MAILER-DAEMON@mx.other.test",
            "\"odd one\"@other.test",
            "a@[192.0.2.1]",
            "a@[IPv6:2001:db8::1]",
            "root@localhost",
            "jüri@näidis.test",
            "a%b@c.test",
            "under_score@under_score.test",
        ] {
            assert!(is_sender(good), "{good}");
        }
        let long = format!("{}@b.test", "a".repeat(250));
        for bad in [
            "",
            "root",
            "@b.test",
            "a@",
            "a b@c.test",
            "a@b c",
            "a\u{7f}@b.test",
            "@a.test:b@c.test",
            &long,
        ] {
            assert!(!is_sender(bad), "{bad}");
        }
    }
}

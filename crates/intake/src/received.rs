//! `Received` (RFC 5321, 4.4): the one that we put in front, and those that are there.

use crate::{Peer, Protocol};
use jiff::{Timestamp, fmt::rfc2822, tz::TimeZone};
use model::Host;
use std::net::IpAddr;

/// The longest name of a peer that is repeated (RFC 5321, 4.5.3.1.2).
const LONGEST_NAME: usize = 255;

/// What our own header says.
pub(crate) struct Trace<'a> {
    pub(crate) helo: &'a str,
    pub(crate) peer: Peer,
    pub(crate) by: &'a Host,
    pub(crate) protocol: Protocol,
    /// EHLO was said, not HELO.
    pub(crate) extended: bool,
    pub(crate) tls: bool,
    pub(crate) utf8: bool,
    pub(crate) at: Timestamp,
}

impl Trace<'_> {
    /// The header, its CRLF included. No recipient stands in it: others may see the mail.
    pub(crate) fn header(&self) -> String {
        let from = match self.peer {
            Peer::Address(IpAddr::V4(address)) => format!("([{address}])"),
            Peer::Address(IpAddr::V6(address)) => format!("([IPv6:{address}])"),
            Peer::SocketFile => "(localhost)".to_owned(),
        };
        // RFC 3848, RFC 6531 4.3.
        let word = match (self.protocol, self.utf8, self.extended) {
            (Protocol::Lmtp, false, _) => "LMTP",
            (Protocol::Lmtp, true, _) => "UTF8LMTP",
            (Protocol::Smtp, true, _) => "UTF8SMTP",
            (Protocol::Smtp, false, true) => "ESMTP",
            (Protocol::Smtp, false, false) => "SMTP",
        };
        let word = if self.tls {
            format!("{word}S")
        } else {
            word.to_owned()
        };
        let (helo, by) = (self.helo, self.by);
        // Years that RFC 2822 can not write are not reached.
        let at = rfc2822::to_string(&self.at.to_zoned(TimeZone::UTC)).unwrap_or_default();
        format!("Received: from {helo} {from}\r\n\tby {by} with {word};\r\n\t{at}\r\n")
    }
}

/// What a peer calls itself, so that it can stand in a header and in a log.
pub(crate) fn cleaned(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-._:[]".contains(letter);
    let letters = name.chars().take(LONGEST_NAME);
    letters
        .map(|letter| if is_plain(letter) { letter } else { '?' })
        .collect()
}

/// How many servers a mail says to have passed.
pub(crate) fn passed(mail: &[u8]) -> usize {
    mail.split_inclusive(|&byte| byte == b'\n')
        .take_while(|line| *line != b"\r\n")
        .filter(|line| {
            let name = line.get(..9).unwrap_or_default();
            name.eq_ignore_ascii_case(b"received:")
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(peer: Peer, helo: &str) -> String {
        let by = Host::parse("mx.saatja.test").unwrap();
        let at = "2026-11-22T10:00:00Z".parse().unwrap();
        let trace = Trace {
            helo,
            peer,
            by: &by,
            protocol: Protocol::Smtp,
            extended: true,
            tls: true,
            utf8: false,
            at,
        };
        trace.header()
    }

    #[test]
    fn the_header_has_the_form_of_the_standard() {
        assert_eq!(
            trace(Peer::Address([192, 0, 2, 1].into()), "mx.other.test"),
            "Received: from mx.other.test ([192.0.2.1])\r\n\tby mx.saatja.test with ESMTPS;\r\n\t\
             Sun, 22 Nov 2026 10:00:00 +0000\r\n"
        );
        assert!(trace(Peer::Address("2001:db8::1".parse().unwrap()), "a").contains("([IPv6:2001:db8::1])"));
        assert!(trace(Peer::SocketFile, "a").contains("from a (localhost)"));
    }

    #[test]
    fn names_of_peers_can_do_no_harm() {
        assert_eq!(cleaned("mx-1.other.test"), "mx-1.other.test");
        assert_eq!(cleaned("[IPv6:::1]"), "[IPv6:::1]");
        assert_eq!(cleaned("a(b;\u{1b}<õ"), "a?b????");
        assert_eq!(cleaned(&"a".repeat(1000)).len(), LONGEST_NAME);
    }

    #[test]
    fn servers_are_counted_in_the_head_alone() {
        assert_eq!(
            passed(b"Received: a\r\n\tb\r\nRECEIVED:c\r\nX-Received: d\r\n\r\nReceived: e\r\n"),
            2
        );
        assert_eq!(passed(b""), 0);
    }
}

//! What a server offers in its reply to EHLO (RFC 5321, section 4.1.1.1).

use super::journal::clean;
use model::session::Detail;

/// How many keywords are read.
const MOST_KEYWORDS: usize = 40;

/// Keywords that are told also before the connection is encrypted: those of submission servers. What else a
/// server may say there is nobody's business until it proved who it is.
const KNOWN: &[&str] = &[
    "8BITMIME",
    "AUTH",
    "BINARYMIME",
    "CHUNKING",
    "DELIVERBY",
    "DSN",
    "ENHANCEDSTATUSCODES",
    "ETRN",
    "FUTURERELEASE",
    "HELP",
    "LIMITS",
    "MT-PRIORITY",
    "MTRK",
    "NO-SOLICITING",
    "PIPELINING",
    "REQUIRETLS",
    "RRVS",
    "SIZE",
    "SMTPUTF8",
    "STARTTLS",
    "TURN",
    "VRFY",
    "EXPN",
    "BURL",
    "CHECKPOINT",
];

/// The offers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extensions {
    lines: Vec<String>,
    keywords: Vec<String>,
    mechanisms: Vec<String>,
    /// The largest letter in bytes (RFC 1870), where a limit is told.
    pub size: Option<u64>,
}

impl Extensions {
    /// Reads the lines of a positive reply; the first one only greets.
    #[must_use]
    pub fn read(lines: &[String]) -> Self {
        let mut offers = Self::default();
        for line in lines.iter().skip(1).take(MOST_KEYWORDS) {
            offers.take(line.trim());
        }
        offers
    }

    fn take(&mut self, line: &str) {
        let mut words = line.split_ascii_whitespace();
        let Some(first) = words.next() else { return };
        // `AUTH=` was written before RFC 2554, and is still sent beside the right form
        let (keyword, first_parameter) = first.split_once('=').unwrap_or((first, ""));
        let keyword = keyword.to_ascii_uppercase();
        match keyword.as_str() {
            "SIZE" => self.size = words.next().and_then(|n| n.parse().ok()).filter(|&n| n > 0),
            "AUTH" => self.take_mechanisms([first_parameter].into_iter().chain(words)),
            _ => {}
        }
        self.keywords.push(keyword);
        self.lines.push(clean(line));
    }

    fn take_mechanisms<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        for name in names.filter(|n| !n.is_empty()).take(MOST_KEYWORDS) {
            let name = name.to_ascii_uppercase();
            if !self.mechanisms.contains(&name) {
                self.mechanisms.push(name);
            }
        }
    }

    /// Whether this keyword is offered, written in capital letters: `PIPELINING`.
    #[must_use]
    pub fn has(&self, keyword: &str) -> bool {
        self.keywords.iter().any(|k| k == keyword)
    }

    /// Whether a SASL mechanism is offered.
    #[must_use]
    pub fn has_mechanism(&self, name: &str) -> bool {
        self.mechanisms.iter().any(|m| m == name)
    }

    /// Whether a line of the reply may be told while nobody knows who the server is.
    #[must_use]
    pub fn is_known(line: &str) -> bool {
        let keyword = line.trim_start().split([' ', '=']).next().unwrap_or_default();
        KNOWN.iter().any(|known| keyword.eq_ignore_ascii_case(known))
    }

    /// For the report: every keyword, or those that may be told before encryption.
    #[must_use]
    pub fn detail(&self, encrypted: bool) -> Detail {
        let list = self
            .lines
            .iter()
            .filter(|line| encrypted || Self::is_known(line))
            .cloned()
            .collect();
        Detail::Extensions {
            list,
            size: self.size,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Extensions;
    use model::session::Detail;

    fn read(lines: &[&str]) -> Extensions {
        Extensions::read(&lines.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn keywords_in_any_case_and_both_forms_of_auth() {
        let offers = read(&[
            "mx.example.org SIZE 5",
            "size 35882577",
            "8bitmime",
            "Auth plain Login",
            "AUTH=CRAM-MD5 PLAIN",
            "X-SECRET inner",
        ]);
        assert_eq!(offers.size, Some(35_882_577));
        assert!(
            offers.has("8BITMIME")
                && offers.has("AUTH")
                && !offers.has("PIPELINING")
                && !offers.has("MX.EXAMPLE.ORG")
        );
        assert!(
            offers.has_mechanism("PLAIN")
                && offers.has_mechanism("LOGIN")
                && offers.has_mechanism("CRAM-MD5")
        );
        assert!(!offers.has_mechanism("XOAUTH2"));
        let Detail::Extensions { list, .. } = offers.detail(false) else {
            panic!("another detail")
        };
        assert_eq!(
            list,
            [
                "size 35882577",
                "8bitmime",
                "Auth plain Login",
                "AUTH=CRAM-MD5 PLAIN"
            ]
        );
        let Detail::Extensions { list, .. } = offers.detail(true) else {
            panic!("another detail")
        };
        assert_eq!(list.len(), 5);
    }

    #[test]
    fn odd_offers_are_no_fault() {
        for (line, size) in [
            ("SIZE", None),
            ("SIZE 0", None),
            ("SIZE x", None),
            ("SIZE 99999999999999999999", None),
            ("", None),
        ] {
            assert_eq!(read(&["hi", line]).size, size, "{line}");
        }
        let auth = read(&["hi", "AUTH"]);
        assert!(auth.has("AUTH") && !auth.has_mechanism("PLAIN"));
        let many: Vec<String> = (0..1000).map(|n| format!("X{n}")).collect();
        assert_eq!(Extensions::read(&many).lines.len(), super::MOST_KEYWORDS);
    }
}

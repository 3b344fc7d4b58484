//! Addresses in a line of text.

/// An address, and where it stands in the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'x> {
    /// As written, without brackets or quotes around it.
    pub address: &'x str,
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

/// All addresses of a line, `mailto:` and URLs left out.
pub fn addresses(line: &str) -> Vec<Found<'_>> {
    let bytes = line.as_bytes();
    let mut found: Vec<Found<'_>> = Vec::new();
    for (at, _) in line.match_indices('@') {
        let least = found.last().map_or(0, |last| last.end);
        if at < least {
            continue;
        }
        let mut start = local_start(bytes, least, at);
        let mut end = at + 1 + bytes[at + 1..].iter().take_while(|&&b| in_domain(b)).count();
        while end > at + 1 && !bytes[end - 1].is_ascii_alphanumeric() && bytes[end - 1] < 0x80 {
            end -= 1;
        }
        for prefix in ["mailto:", "rfc822;", "smtp:", "rfc822:"] {
            if line.is_char_boundary(start) && line[start..at].to_ascii_lowercase().starts_with(prefix) {
                start += prefix.len();
            }
        }
        if start < at && end > at + 1 && line.is_char_boundary(start) && line.is_char_boundary(end) {
            let address = &line[start..end];
            if is_plausible(address) {
                found.push(Found { address, start, end });
            }
        }
    }
    found
}

/// Where the local part that ends at `at` begins; a quoted one may hold anything but quotes.
fn local_start(bytes: &[u8], least: usize, at: usize) -> usize {
    if at > least && bytes[at - 1] == b'"' {
        let open = bytes[least..at - 1].iter().rposition(|&b| b == b'"');
        return open.map_or(at, |open| least + open);
    }
    let mut start = at
        - bytes[least..at]
            .iter()
            .rev()
            .take_while(|&&b| in_local(b))
            .count();
    while start < at
        && matches!(
            bytes[start],
            b'\'' | b'`' | b'.' | b'*' | b'=' | b'{' | b'|' | b'/' | b'#'
        )
    {
        start += 1;
    }
    start
}

/// The characters of RFC 5321 atoms, and those that carriers allowed.
fn in_local(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80 || b"!#$%&'*+-/=?^_`{|}~.:;".contains(&b) && b != b';'
}

fn in_domain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80 || b == b'-' || b == b'.'
}

fn is_plausible(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let labels_are_good = domain
        .split('.')
        .all(|label| !label.is_empty() && label.len() <= 63);
    local.len() <= 128
        && domain.len() <= 253
        && labels_are_good
        && !local.contains("://")
        && (local.starts_with('"') || !local.ends_with(':'))
}

/// Whether a mail system speaks from this address, not a person.
pub fn is_of_a_machine(address: &str) -> bool {
    const NAMES: &[&str] = &[
        "mailsystem",
        "mmdf",
        "uucp",
        "mailadm",
        "mailadministrator",
        "mailerdemon",
        "bounce",
        "bounces",
        "mailserver",
        "noc",
        "abuse",
        "hostmaster",
        "mailer",
        "doublebounce",
        "mailmaster",
        "root",
    ];
    let local = address.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let bare: String = local.chars().filter(|c| !matches!(c, '-' | '_' | '.')).collect();
    NAMES.contains(&bare.as_str())
        || ["mailerdaemon", "postmaster", "microsoftexchange", "maildaemon"]
            .iter()
            .any(|name| bare.starts_with(name))
        || bare.ends_with("daemon")
}

#[cfg(test)]
mod tests {
    use super::{addresses, is_of_a_machine};

    fn found(line: &str) -> Vec<&str> {
        addresses(line).into_iter().map(|found| found.address).collect()
    }

    #[test]
    fn with_what_stands_around_them() {
        assert_eq!(found("<a@b.example>: 550 no"), ["a@b.example"]);
        assert_eq!(
            found("to 'a.b@c.example', d@e.example."),
            ["a.b@c.example", "d@e.example"]
        );
        assert_eq!(found("rfc822;a@b.example"), ["a@b.example"]);
        assert_eq!(found("mailto:a@b.example"), ["a@b.example"]);
        assert_eq!(found("\"a b\"@c.example"), ["\"a b\"@c.example"]);
        assert_eq!(found("õ@näide.example"), ["õ@näide.example"]);
        assert_eq!(found("@ a@ @b .@."), [] as [&str; 0]);
    }

    #[test]
    fn mail_systems() {
        for machine in [
            "MAILER-DAEMON@a.example",
            "mailer_daemon@a.example",
            "postmaster@a.example",
            "Post_Master@a.example",
        ] {
            assert!(is_of_a_machine(machine), "{machine}");
        }
        assert!(!is_of_a_machine("mari@a.example"));
    }
}

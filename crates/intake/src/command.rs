//! A command line taken apart (RFC 5321, 4.1.1). Nothing is repaired but blanks before an address, which many send.

/// What a client wants.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command<'a> {
    Hello(Hello, &'a str),
    Mail(&'a str),
    Rcpt(&'a str),
    Data,
    Reset,
    Nothing,
    Quit,
    Verify,
    Help,
    StartTls,
    /// One that takes no argument had one.
    Argument,
    /// One that is known and not offered.
    NotOffered,
    Unknown,
}

/// Which greeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hello {
    Helo,
    Ehlo,
    Lhlo,
}

impl<'a> Command<'a> {
    pub(crate) fn parse(line: &'a str) -> Self {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim_matches(' ');
        let alone = |command| if rest.is_empty() { command } else { Self::Argument };
        match word.to_ascii_uppercase().as_str() {
            "HELO" => Self::Hello(Hello::Helo, rest),
            "EHLO" => Self::Hello(Hello::Ehlo, rest),
            "LHLO" => Self::Hello(Hello::Lhlo, rest),
            "MAIL" => Self::Mail(rest),
            "RCPT" => Self::Rcpt(rest),
            "DATA" => alone(Self::Data),
            "RSET" => alone(Self::Reset),
            "QUIT" => alone(Self::Quit),
            "STARTTLS" => alone(Self::StartTls),
            "NOOP" => Self::Nothing,
            "VRFY" => Self::Verify,
            "HELP" => Self::Help,
            "AUTH" | "BDAT" | "EXPN" | "ETRN" | "TURN" | "SEND" | "SOML" | "SAML" => Self::NotOffered,
            _ => Self::Unknown,
        }
    }
}

/// The argument of MAIL or RCPT: what stood between the angle brackets, and the parameters after it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Path<'a> {
    pub(crate) inside: &'a str,
    parameters: &'a str,
}

impl<'a> Path<'a> {
    /// `keyword` is `FROM:` or `TO:`.
    pub(crate) fn parse(argument: &'a str, keyword: &str) -> Option<Self> {
        let (start, rest) = argument.split_at_checked(keyword.len())?;
        if !start.eq_ignore_ascii_case(keyword) {
            return None;
        }
        // A quoted local part may hold a `>`, which nobody uses: what comes after it is no parameter then.
        let (inside, parameters) = rest.trim_start_matches(' ').strip_prefix('<')?.split_once('>')?;
        let is_good = parameters.is_empty() || parameters.starts_with(' ');
        is_good.then_some(Self { inside, parameters })
    }

    /// `KEYWORD`, or `KEYWORD` and its value.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        let words = self.parameters.split(' ').filter(|word| !word.is_empty());
        words.map(|word| match word.split_once('=') {
            Some((keyword, value)) => (keyword, Some(value)),
            None => (word, None),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_in_any_case() {
        for (line, meant) in [
            ("EHLO mx.test", Command::Hello(Hello::Ehlo, "mx.test")),
            ("helo  mx.test ", Command::Hello(Hello::Helo, "mx.test")),
            ("lhlo", Command::Hello(Hello::Lhlo, "")),
            ("Mail FROM:<>", Command::Mail("FROM:<>")),
            ("DATA", Command::Data),
            ("DATA ", Command::Data),
            ("DATA x", Command::Argument),
            ("QUIT x", Command::Argument),
            ("NOOP x", Command::Nothing),
            ("BDAT 5 LAST", Command::NotOffered),
            ("", Command::Unknown),
            (" QUIT", Command::Unknown),
            ("QUIT\tx", Command::Unknown),
            ("GET / HTTP/1.1", Command::Unknown),
        ] {
            assert_eq!(Command::parse(line), meant, "{line}");
        }
    }

    #[test]
    fn paths_and_parameters_are_told_apart() {
        let found = Path::parse("from: <a@b.test> SIZE=12  SMTPUTF8", "FROM:").expect("a path");
        assert_eq!(found.inside, "a@b.test");
        let parameters: Vec<_> = found.parameters().collect();
        assert_eq!(parameters, [("SIZE", Some("12")), ("SMTPUTF8", None)]);
        assert_eq!(Path::parse("FROM:<>", "FROM:").map(|path| path.inside), Some(""));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for wrong in [
            "",
            "TO",
            "TO:",
            "TO:a@b",
            "TO:<a@b",
            "TO:<a@b>x",
            "TO :<a@b>",
            "FROM:<a@b>",
            "TOÕ<a@b>",
        ] {
            assert_eq!(Path::parse(wrong, "TO:"), None, "{wrong}");
        }
    }
}

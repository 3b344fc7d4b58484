//! The arguments of MAIL and RCPT (RFC 5321, 4.1.2), taken strictly: what is wrong in our own mail has to show.

use std::ops::ControlFlow;

/// Longest path (RFC 5321, 4.5.3.1.3).
const LONGEST_PATH: usize = 256;

/// An address with the parameters after it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Path<'a> {
    /// Without its angle brackets; empty for `<>`.
    pub(super) address: &'a str,
    /// `KEYWORD` or `KEYWORD=value`, in order.
    pub(super) parameters: Vec<(&'a str, Option<&'a str>)>,
}

/// Takes `FROM:<a@b> SIZE=1` apart; `keyword` is `FROM:` or `TO:`.
pub(super) fn path<'a>(argument: &'a str, keyword: &str) -> Option<Path<'a>> {
    let (start, rest) = argument.split_at_checked(keyword.len())?;
    if !start.eq_ignore_ascii_case(keyword) {
        return None;
    }
    let rest = rest.strip_prefix('<')?;
    let end = closing_bracket(rest)?;
    let (address, rest) = (&rest[..end], &rest[end + 1..]);
    if address.len() + 2 > LONGEST_PATH || !(address.is_empty() || is_address(address)) {
        return None;
    }
    if !rest.is_empty() && !rest.starts_with(' ') {
        return None;
    }
    let parameters = rest
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| match word.split_once('=') {
            Some((keyword, value)) => (keyword, Some(value)),
            None => (word, None),
        })
        .collect();
    Some(Path { address, parameters })
}

/// Where the `>` is that no quotes hide.
fn closing_bracket(text: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    let found = text.char_indices().try_for_each(|(at, letter)| {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '>' if !quoted => return ControlFlow::Break(at),
            _ => {}
        }
        ControlFlow::Continue(())
    });
    found.break_value()
}

/// A local part, an at sign and a domain, none of them empty, and no blank outside of quotes.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let quoted = local.len() >= 2 && local.starts_with('"') && local.ends_with('"');
    let forbidden = |letter: char| letter.is_control() || letter.is_whitespace();
    let local_is_good = if quoted {
        !local.contains(char::is_control)
    } else {
        !local.is_empty() && !local.contains(|letter| forbidden(letter) || "<>()[]\\,;:@\"".contains(letter))
    };
    local_is_good
        && !domain.is_empty()
        && !domain.contains(|letter| forbidden(letter) || "<>@\"".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_parameters_are_told_apart() {
        let found = path("from:<a@b.test> SIZE=12 SMTPUTF8", "FROM:").expect("a path");
        assert_eq!(found.address, "a@b.test");
        assert_eq!(found.parameters, [("SIZE", Some("12")), ("SMTPUTF8", None)]);
        assert_eq!(path("FROM:<>", "FROM:").map(|path| path.address), Some(""));
        assert_eq!(
            path(r#"TO:<"a>\" b"@c.test>"#, "TO:").map(|path| path.address),
            Some(r#""a>\" b"@c.test"#)
        );
        assert_eq!(
            path("TO:<juhan@õ.test>", "TO:").map(|path| path.address),
            Some("juhan@õ.test")
        );
        assert_eq!(
            path("TO:<a@[127.0.0.1]>", "TO:").map(|path| path.address),
            Some("a@[127.0.0.1]")
        );
    }

    #[test]
    fn what_is_no_path_is_refused() {
        let long = format!("TO:<{}@b.test>", "a".repeat(250));
        for wrong in [
            "",
            "TO",
            "TO:",
            "TO:a@b",
            "TO: <a@b>",
            "TO:<a@b",
            "TO:<a@b>x",
            "TO:<a>",
            "TO:<@b>",
            "TO:<a@>",
            "TO:<a b@c>",
            "TO:<a@b c>",
            "TO:<a@b@c>",
            "TO:<\"a@b>",
            "TO:<a\u{1}@b>",
            "FROM:<a@b>",
            "TOÕ<a@b>",
            &long,
        ] {
            assert_eq!(path(wrong, "TO:"), None, "{wrong}");
        }
    }
}

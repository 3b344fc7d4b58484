//! A password as it was pasted.

use crate::provider::PasswordKind;
use std::borrow::Cow;

/// The longest password that is taken: what fits a command line of AUTH PLAIN (RFC 4954 allows 12,288 bytes).
pub const LONGEST: usize = 1024;

/// Removes what belongs to the pasting and not to the password: line breaks around it always; every space where the
/// provider wants an app password or the text has the form in which Google and Apple show theirs.
///
/// A mailbox's own password may hold spaces, so there they stay.
#[must_use]
pub fn clean(typed: &str, kind: Option<PasswordKind>) -> Cow<'_, str> {
    let trimmed = typed.trim_matches(['\r', '\n', '\t']);
    let is_app = matches!(kind, Some(PasswordKind::AppPassword)) || has_grouped_form(trimmed);
    if is_app && trimmed.contains(char::is_whitespace) {
        return Cow::Owned(trimmed.chars().filter(|c| !c.is_whitespace()).collect());
    }
    Cow::Borrowed(trimmed)
}

/// `abcd efgh ijkl mnop`: four groups of four letters.
fn has_grouped_form(text: &str) -> bool {
    let mut groups = 0_usize;
    for group in text.split_whitespace() {
        if group.len() != 4 || !group.bytes().all(|b| b.is_ascii_lowercase()) {
            return false;
        }
        groups += 1;
    }
    groups == 4
}

/// Sixteen lower-case letters, spaces aside: the form of Google's app passwords.
pub(super) fn has_google_form(text: &str) -> bool {
    let mut letters = 0_usize;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_lowercase() {
            return false;
        }
        letters += 1;
    }
    letters == 16
}

#[cfg(test)]
mod tests {
    use super::{clean, has_google_form};
    use crate::provider::PasswordKind::{AppPassword, Mailbox};

    #[test]
    fn spaces_go_from_app_passwords_and_stay_in_others() {
        for (typed, kind, expected) in [
            ("abcd efgh ijkl mnop", Some(AppPassword), "abcdefghijklmnop"),
            ("abcd efgh ijkl mnop", None, "abcdefghijklmnop"),
            ("abcd efgh ijkl mnop", Some(Mailbox), "abcdefghijklmnop"),
            (
                "\u{a0}abcd\u{a0}efgh ijkl mnop\r\n",
                Some(AppPassword),
                "abcdefghijklmnop",
            ),
            ("my long pass phrase", Some(Mailbox), "my long pass phrase"),
            ("my long pass phrase", None, "my long pass phrase"),
            (" leading", Some(Mailbox), " leading"),
            ("secret\n", None, "secret"),
            ("Abcd efgh ijkl mnop", None, "Abcd efgh ijkl mnop"),
        ] {
            assert_eq!(clean(typed, kind), expected, "{typed:?} {kind:?}");
        }
    }

    #[test]
    fn googles_form() {
        assert!(has_google_form("abcd efgh ijkl mnop"));
        assert!(has_google_form("abcdefghijklmnop"));
        assert!(!has_google_form("abcdefghijklmno"));
        assert!(!has_google_form("Abcdefghijklmnop"));
        assert!(!has_google_form("hunter2"));
    }
}

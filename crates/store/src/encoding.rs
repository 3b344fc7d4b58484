//! Fields one after the other, so that no two lists of fields have the same bytes.

/// Bytes of named fields: each stands behind its length, so that `("ab", "c")` differs from `("a", "bc")`.
pub(crate) struct Fields(Vec<u8>);

impl Fields {
    /// Starts a list. The tag says what the list is, so that lists of different kinds never equal.
    pub(crate) fn of(tag: &str) -> Self {
        Self(Vec::with_capacity(256)).text(tag)
    }

    /// Adds bytes.
    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    /// Adds a text.
    pub(crate) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    /// Adds a number.
    pub(crate) fn number(self, number: u64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    /// Adds a text that may be missing; a missing one differs from an empty one.
    pub(crate) fn optional(self, text: Option<&str>) -> Self {
        match text {
            None => self.bytes(&[0]),
            Some(text) => self.bytes(&[1]).text(text),
        }
    }

    /// Adds a destination: server, port, encryption, user name.
    pub(crate) fn destination(self, destination: &model::settings::Destination) -> Self {
        self.text(destination.host.as_str())
            .number(u64::from(destination.port.number()))
            .text(destination.security.key())
            .optional(destination.user_name.as_deref())
    }

    /// The whole.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;
    use proptest::prelude::*;

    fn encode(parts: &[Option<String>]) -> Vec<u8> {
        parts
            .iter()
            .fold(Fields::of("t"), |fields, part| fields.optional(part.as_deref()))
            .into_bytes()
    }

    #[test]
    fn borders_and_missing_fields_count() {
        let one = |a: &str, b: &str| Fields::of("t").text(a).text(b).into_bytes();
        assert_ne!(one("ab", "c"), one("a", "bc"));
        assert_ne!(one("", "abc"), one("abc", ""));
        assert_ne!(encode(&[None]), encode(&[Some(String::new())]));
        assert_ne!(
            Fields::of("t").text("x").into_bytes(),
            Fields::of("tx").into_bytes()
        );
    }

    proptest! {
        #[test]
        fn different_lists_have_different_bytes(
            a in proptest::collection::vec(proptest::option::of("[ab\0]{0,3}"), 0..4),
            b in proptest::collection::vec(proptest::option::of("[ab\0]{0,3}"), 0..4),
        ) {
            prop_assert_eq!(a == b, encode(&a) == encode(&b));
        }
    }
}

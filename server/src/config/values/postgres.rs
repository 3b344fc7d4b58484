//! Where a PostgreSQL database is.

use serde::{Serialize, Serializer};
use std::str::FromStr;
use url::Url;

/// `postgres://user@host/database`, without a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresUrl(Url);

/// The text is no such address. No message repeats it: a password may be in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPostgresUrl {
    /// Not of the form.
    #[error("must be like postgres://user@host/database")]
    Form,
    /// With a password.
    #[error("must be without a password: that belongs into store.postgres_password_file")]
    Password,
}

impl PostgresUrl {
    /// The address with the password.
    #[must_use]
    pub fn with_password(&self, password: Option<&str>) -> String {
        let mut url = self.0.clone();
        // It can be set: the address has a host, or else a user's name could not be told from a path either.
        let _ = url.set_password(password);
        url.into()
    }
}

impl Serialize for PostgresUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

impl FromStr for PostgresUrl {
    type Err = InvalidPostgresUrl;

    fn from_str(text: &str) -> Result<Self, InvalidPostgresUrl> {
        let url = Url::parse(text).map_err(|_| InvalidPostgresUrl::Form)?;
        let in_query = |(key, _): (std::borrow::Cow<'_, str>, _)| key == "password";
        if url.password().is_some() || url.query_pairs().any(in_query) {
            return Err(InvalidPostgresUrl::Password);
        }
        let whole = matches!(url.scheme(), "postgres" | "postgresql")
            && !url.username().is_empty()
            && url.host_str().is_some_and(|host| !host.is_empty())
            && url.path().len() > 1;
        whole.then_some(Self(url)).ok_or(InvalidPostgresUrl::Form)
    }
}

#[cfg(test)]
mod tests {
    use super::PostgresUrl;

    #[test]
    fn a_password_is_put_in_and_never_read_from_it() {
        let url: PostgresUrl = "postgres://saatja@db.example.org:5433/saatja?sslmode=verify-full"
            .parse()
            .unwrap();
        assert_eq!(
            url.with_password(Some("a:b@c/d")),
            "postgres://saatja:a%3Ab%40c%2Fd@db.example.org:5433/saatja?sslmode=verify-full"
        );
        for bad in [
            "",
            "saatja",
            "postgres://",
            "postgres://db.example.org/saatja",
            "postgres://saatja@db.example.org",
            "mysql://saatja@db.example.org/saatja",
            "postgres://saatja:geheim@db.example.org/saatja",
            "postgres://saatja@db.example.org/saatja?password=geheim",
        ] {
            let error = bad.parse::<PostgresUrl>().unwrap_err().to_string();
            assert!(!error.contains("geheim"), "{bad}");
        }
    }
}

//! Values that need more than a string.

mod accent;
mod base_url;
mod families;
mod origin;
mod postgres;
mod secret;

pub use accent::Accent;
pub use base_url::BaseUrl;
pub use families::Families;
pub use origin::{Origin, WebUrl};
pub use postgres::{InvalidPostgresUrl, PostgresUrl};
pub use secret::Secret;

/// Deserialises a type from the text that its `FromStr` reads.
macro_rules! from_text {
    ($($name:ty),+) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }
    )+};
}

from_text!(Accent, BaseUrl, Origin, PostgresUrl, WebUrl);

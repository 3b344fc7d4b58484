//! What a browser or a link carries to be let in. Only hashes of it are stored.

use crate::{
    encoding::Fields,
    random::{Random, RandomError},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::zeroize::Zeroizing;
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// The SHA-256 hash under which a token is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The bytes, for storage.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The text has not the form of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a token")]
pub struct InvalidToken;

macro_rules! token {
    ($(#[$doc:meta])* $name:ident, $tag:literal) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<[u8; 32]>);

        impl $name {
            /// A new one: 32 random bytes.
            ///
            /// # Errors
            /// [`RandomError`] where there is no randomness.
            pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
                let mut bytes = Zeroizing::new([0; 32]);
                random.fill(bytes.as_mut_slice())?;
                Ok(Self(bytes))
            }

            /// The token itself, for the one who is let in: 43 characters that need no escaping in addresses and
            /// cookies. Belongs into no log.
            #[must_use]
            pub fn reveal(&self) -> String {
                URL_SAFE_NO_PAD.encode(self.0.as_slice())
            }

            /// Under which it is stored. Tokens of another kind have other hashes.
            #[must_use]
            pub fn hash(&self) -> TokenHash {
                let fields = Zeroizing::new(Fields::of($tag).bytes(self.0.as_slice()).into_bytes());
                TokenHash(Sha256::digest(&*fields).into())
            }
        }

        impl FromStr for $name {
            type Err = InvalidToken;

            fn from_str(text: &str) -> Result<Self, InvalidToken> {
                if text.len() != 43 {
                    return Err(InvalidToken);
                }
                let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidToken)?);
                let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| InvalidToken)?;
                Ok(Self(Zeroizing::new(bytes)))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

token!(
    /// What a signed-in browser carries.
    SessionToken,
    "saatja session 1"
);
token!(
    /// What a sign-in link carries, good for one use.
    LinkToken,
    "saatja sign-in link 1"
);

/// What a program carries to use the API: the word `saatja_` and 43 characters, so that tools that look for lost secrets
/// know it.
#[derive(Clone, Debug)]
pub struct ApiKeyToken(ApiKeySecret);

token!(
    /// The random part of an API key.
    ApiKeySecret,
    "saatja api key 1"
);

impl ApiKeyToken {
    const PREFIX: &'static str = "saatja_";

    /// A new one.
    ///
    /// # Errors
    /// [`RandomError`] where there is no randomness.
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        ApiKeySecret::generate(random).map(Self)
    }

    /// The token itself, for the one who will use it. Belongs into no log.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{}{}", Self::PREFIX, self.0.reveal())
    }

    /// Its last four characters, to tell keys apart.
    #[must_use]
    pub fn hint(&self) -> String {
        self.0.reveal().split_off(39)
    }

    /// Under which it is stored.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        self.0.hash()
    }
}

impl FromStr for ApiKeyToken {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        text.strip_prefix(Self::PREFIX)
            .ok_or(InvalidToken)?
            .parse()
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::{ApiKeyToken, LinkToken, SessionToken};
    use crate::random::OsRandom;

    #[test]
    fn a_token_survives_its_own_text_and_shows_itself_nowhere_else() {
        let token = SessionToken::generate(&OsRandom).unwrap();
        let text = token.reveal();
        assert_eq!(text.parse::<SessionToken>().unwrap().hash(), token.hash());
        assert_ne!(
            text.parse::<LinkToken>().unwrap().hash().as_bytes(),
            token.hash().as_bytes()
        );
        assert_eq!(format!("{token:?}"), "SessionToken(…)");
        assert_ne!(SessionToken::generate(&OsRandom).unwrap().hash(), token.hash());
    }

    #[test]
    fn an_api_key_is_known_by_its_first_word() {
        let token = ApiKeyToken::generate(&OsRandom).unwrap();
        let text = token.reveal();
        assert!(text.starts_with("saatja_") && text.ends_with(&token.hint()) && token.hint().len() == 4);
        assert_eq!(text.parse::<ApiKeyToken>().unwrap().hash(), token.hash());
        assert!(text["saatja_".len()..].parse::<ApiKeyToken>().is_err());
        assert!(!format!("{token:?}").contains(&token.hint()));
    }

    #[test]
    fn other_texts_are_no_tokens() {
        let good = SessionToken::generate(&OsRandom).unwrap().reveal();
        for bad in [
            "",
            "abc",
            &good[1..],
            &format!("{good}="),
            &format!("{good}A"),
            &"õ".repeat(21),
            &"+".repeat(43),
        ] {
            assert!(bad.parse::<SessionToken>().is_err(), "{bad}");
        }
    }
}

//! What a browser carries while its person is at the provider.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use model::PortalId;
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::json;
use std::fmt;

/// How long a person may take at the provider.
pub const PENDING_FOR: SignedDuration = SignedDuration::from_mins(10);
/// The longest cookie, in bytes. Ours have about 350.
const LONGEST: usize = 1024;

/// 96 bytes that nobody can guess, for one sign-in.
pub struct Unguessable([u8; 96]);

impl Unguessable {
    /// Draws them with `fill`, which has to fill all of the bytes it is given.
    ///
    /// # Errors
    /// What `fill` fails with.
    pub fn draw<E>(fill: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<Self, E> {
        let mut bytes = [0; 96];
        fill(&mut bytes)?;
        Ok(Self(bytes))
    }
}

/// A sign-in that was begun and not ended.
///
/// It goes into a cookie of the same browser (`__Host-`, `HttpOnly`, `SameSite=Lax`), neither encrypted nor signed. It
/// needs neither: nothing in it is a secret from that browser's own person, who could at most spoil his own sign-in;
/// other sites can not read such a cookie, or set it; and what it proves, that the answer comes back to where the
/// question was asked, is held against what the provider signed. What a person could gain by changing it, calling an
/// old sign-in a fresh one, is no gain: see [`Entered::authenticated_at`](super::Entered::authenticated_at).
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pending {
    pub(super) portal: PortalId,
    pub(super) state: Word,
    pub(super) nonce: Word,
    pub(super) verifier: Word,
    /// In seconds since 1970.
    begun_at: i64,
    pub(super) fresh: bool,
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pending({}, {})", self.portal, self.begun_at)
    }
}

/// Why a cookie is no sign-in that was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PendingError {
    /// It is something else.
    #[error("no sign-in was begun here")]
    Malformed,
    /// It was begun more than ten minutes ago.
    #[error("the sign-in took too long")]
    Expired,
}

impl Pending {
    pub(super) fn begin(portal: PortalId, unguessable: &Unguessable, now: Timestamp, fresh: bool) -> Self {
        let word = |part: usize| Word(URL_SAFE_NO_PAD.encode(&unguessable.0[part * 32..(part + 1) * 32]));
        Self {
            portal,
            state: word(0),
            nonce: word(1),
            verifier: word(2),
            begun_at: now.as_second(),
            fresh,
        }
    }

    /// The portal whose provider was asked.
    #[must_use]
    pub const fn portal(&self) -> &PortalId {
        &self.portal
    }

    /// When it was begun.
    #[must_use]
    pub fn begun_at(&self) -> Timestamp {
        Timestamp::from_second(self.begun_at).unwrap_or(Timestamp::MIN)
    }

    /// As the value of a cookie: characters that need no escaping.
    #[must_use]
    pub fn to_cookie(&self) -> String {
        let json = json!({
            "portal": self.portal.as_str(),
            "state": self.state.as_str(),
            "nonce": self.nonce.as_str(),
            "verifier": self.verifier.as_str(),
            "begun_at": self.begun_at,
            "fresh": self.fresh,
        });
        URL_SAFE_NO_PAD.encode(json.to_string())
    }

    /// From the value of a cookie.
    ///
    /// # Errors
    /// [`PendingError`] where it is none, or was begun too long ago.
    pub fn from_cookie(text: &str, now: Timestamp) -> Result<Self, PendingError> {
        if text.len() > LONGEST {
            return Err(PendingError::Malformed);
        }
        let json = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| PendingError::Malformed)?;
        let pending: Self = serde_json::from_slice(&json).map_err(|_| PendingError::Malformed)?;
        if pending.is_over(now) {
            return Err(PendingError::Expired);
        }
        Ok(pending)
    }

    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        !super::keys::is_within(self.begun_at(), now, PENDING_FOR)
    }

    /// What the provider is shown of the verifier (RFC 7636, section 4.2).
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, self.verifier.as_str().as_bytes()))
    }
}

/// 32 bytes as 43 characters.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Word(String);

impl Word {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Word {
    type Error = PendingError;

    fn try_from(text: String) -> Result<Self, PendingError> {
        match URL_SAFE_NO_PAD.decode(&text) {
            Ok(bytes) if bytes.len() == 32 => Ok(Self(text)),
            _ => Err(PendingError::Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PENDING_FOR, Pending, PendingError, Unguessable};
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    fn pending() -> (Pending, Timestamp) {
        let mut next = 0;
        let unguessable = Unguessable::draw(|bytes| {
            for byte in bytes {
                *byte = next;
                next += 1;
            }
            Ok::<_, ()>(())
        });
        let now = Timestamp::from_second(1_779_000_000).unwrap();
        let pending = Pending::begin("naidis".parse().unwrap(), &unguessable.unwrap(), now, true);
        (pending, now)
    }

    #[test]
    fn it_survives_its_cookie_for_ten_minutes() {
        let (pending, now) = pending();
        let cookie = pending.to_cookie();
        assert!(cookie.len() < 400, "{}", cookie.len());
        assert_eq!(Pending::from_cookie(&cookie, now), Ok(pending.clone()));
        let last = now + PENDING_FOR - SignedDuration::from_secs(1);
        assert_eq!(Pending::from_cookie(&cookie, last), Ok(pending));
        assert_eq!(
            Pending::from_cookie(&cookie, now + PENDING_FOR),
            Err(PendingError::Expired)
        );
        assert_eq!(
            Pending::from_cookie(&cookie, now - SignedDuration::from_secs(1)),
            Err(PendingError::Expired)
        );
    }

    #[test]
    fn its_words_differ_and_show_themselves_nowhere() {
        let (pending, _) = pending();
        assert_ne!(pending.state.as_str(), pending.nonce.as_str());
        assert_ne!(pending.state.as_str(), pending.verifier.as_str());
        assert_eq!(format!("{pending:?}"), "Pending(naidis, 1779000000)");
    }

    /// RFC 7636, appendix B.
    #[test]
    fn the_challenge_is_the_verifiers_hash() {
        let (mut pending, _) = pending();
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned();
        pending.verifier = verifier.try_into().unwrap();
        assert_eq!(pending.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn other_cookies_are_refused() {
        let (pending, now) = pending();
        let json = |change: &dyn Fn(&mut serde_json::Value)| {
            let cookie = URL_SAFE_NO_PAD.decode(pending.to_cookie()).unwrap();
            let mut json = serde_json::from_slice(&cookie).unwrap();
            change(&mut json);
            URL_SAFE_NO_PAD.encode(json.to_string())
        };
        assert!(Pending::from_cookie(&json(&|_| {}), now).is_ok());
        for bad in [
            String::new(),
            "%7B%7D".to_owned(),
            URL_SAFE_NO_PAD.encode("{}"),
            "A".repeat(2_000),
            json(&|json| json["portal"] = "../x".into()),
            json(&|json| json["state"] = "".into()),
            json(&|json| json["verifier"] = "short".into()),
            json(&|json| json["nonce"] = "õ".repeat(43).into()),
            json(&|json| json["more"] = 1.into()),
            json(&|json| json["begun_at"] = "1779000000".into()),
        ] {
            assert_eq!(
                Pending::from_cookie(&bad, now),
                Err(PendingError::Malformed),
                "{bad}"
            );
        }
        let never = json(&|json| json["begun_at"] = i64::MAX.into());
        assert_eq!(Pending::from_cookie(&never, now), Err(PendingError::Expired));
    }

    proptest! {
        #[test]
        fn no_cookie_makes_it_panic(text in "[A-Za-z0-9_-]{0,300}", json in "\\PC{0,200}") {
            let now = pending().1;
            prop_assert!(Pending::from_cookie(&text, now).is_err());
            prop_assert!(Pending::from_cookie(&URL_SAFE_NO_PAD.encode(json), now).is_err());
        }
    }
}

//! Checking a launch token.

use jiff::Timestamp;
use model::PortalId;

use super::{LONGEST_LIFE, LONGEST_TOKEN, Launch, LaunchError, LaunchKeys, TOLERANCE};
use crate::{
    Person,
    object::{Object, invalid, missing},
    person::language_of,
    token::SignedToken,
};

/// Checks launch tokens against the registered keys.
#[derive(Debug, Clone)]
pub struct LaunchVerifier {
    audience: String,
    portals: LaunchKeys,
}

impl LaunchVerifier {
    /// `audience` is what `aud` has to name: this installation's own base address, byte by byte.
    #[must_use]
    pub const fn new(audience: String, portals: LaunchKeys) -> Self {
        Self { audience, portals }
    }

    /// Checks a token at the time `now`: who signed it, for whom, when, and that it says all it has to.
    ///
    /// # Errors
    /// [`LaunchError`], for the log alone.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Launch, LaunchError> {
        let token = SignedToken::parse(token, LONGEST_TOKEN)?;
        let kid = token.key_id().ok_or(LaunchError::NoKeyId)?;
        let portal: PortalId = token
            .alleged_issuer()
            .and_then(|issuer| issuer.parse().ok())
            .filter(|portal| self.portals.has_portal(portal))
            .ok_or(LaunchError::UnknownPortal)?;
        let key = self.portals.find(&portal, kid).ok_or(LaunchError::UnknownKey)?;
        // From here on it is the portal that speaks: the key was found under the issuer's name.
        let claims = token.verify(key)?;
        if !self.is_audience(&claims)? {
            return Err(LaunchError::Audience);
        }
        let expires_at = check_times(&claims, now)?;
        Ok(Launch {
            jti: read_jti(&claims)?,
            expires_at,
            embed: claims.flag("embed")?.unwrap_or(false),
            page: match claims.text("page")? {
                None => None,
                Some(page) => Some(page.parse().map_err(|_| invalid("page"))?),
            },
            person: read_person(portal, &claims)?,
        })
    }

    /// `aud` is our name, or a list of one: a token that is good elsewhere too could be played back here by whoever
    /// got it there.
    fn is_audience(&self, claims: &Object) -> Result<bool, LaunchError> {
        let audience = claims.texts("aud")?.ok_or_else(|| missing("aud"))?;
        Ok(audience == [self.audience.as_str()])
    }
}

fn check_times(claims: &Object, now: Timestamp) -> Result<Timestamp, LaunchError> {
    let issued = claims.required_time("iat")?;
    let begins = claims.required_time("nbf")?;
    let ends = claims.required_time("exp")?;
    let refused_from = ends.checked_add(TOLERANCE).map_err(|_| invalid("exp"))?;
    let latest = now.checked_add(TOLERANCE).unwrap_or(Timestamp::MAX);
    if refused_from <= now {
        return Err(LaunchError::Expired);
    }
    if begins > latest || issued > latest {
        return Err(LaunchError::NotYetValid);
    }
    if ends <= issued || ends.duration_since(issued) > LONGEST_LIFE {
        return Err(LaunchError::Life);
    }
    Ok(refused_from)
}

fn read_jti(claims: &Object) -> Result<String, LaunchError> {
    let jti = claims.required_text("jti")?;
    let good = (1..=128).contains(&jti.len()) && jti.bytes().all(|byte| byte.is_ascii_graphic());
    good.then(|| jti.to_owned()).ok_or_else(|| invalid("jti").into())
}

fn read_person(portal: PortalId, claims: &Object) -> Result<Person, LaunchError> {
    Ok(Person {
        portal,
        company: claims.required("company")?,
        company_name: claims.required("company_name")?,
        subject: claims.required("sub")?,
        name: claims.required("name")?,
        email: claims.required("email")?,
        role: claims.required("role")?,
        language: claims.text("lang")?.and_then(language_of),
    })
}

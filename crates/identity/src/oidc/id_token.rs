//! What an ID token has to say (`OpenID` Connect Core 1.0, section 3.1.3.7).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use model::Role;
use ring::digest::{SHA256, SHA512, digest};
use serde_json::Value;

use super::{Entered, OidcError, OidcSettings, Pending, TOLERANCE};
use crate::{
    Person,
    object::{Object, missing},
    person::language_of,
    token::Algorithm,
};

/// The longest ID token, in bytes: some carry long lists of groups.
pub(super) const LONGEST_TOKEN: usize = 32 * 1024;

/// A token whose signature was right, and what it has to fit to.
pub(super) struct Question<'a> {
    pub settings: &'a OidcSettings,
    pub pending: &'a Pending,
    pub access_token: Option<&'a str>,
    pub algorithm: Algorithm,
    pub now: Timestamp,
}

impl Question<'_> {
    /// Who it is, if the claims answer this question.
    pub(super) fn judge(&self, claims: &Object) -> Result<Entered, OidcError> {
        if claims.required_text("iss")? != self.settings.issuer.as_str() {
            return Err(OidcError::Issuer);
        }
        self.check_audience(claims)?;
        self.check_times(claims)?;
        if claims.required_text("nonce")? != self.pending.nonce.as_str() {
            return Err(OidcError::Nonce);
        }
        self.check_access_token(claims)?;
        let authenticated_at = self.check_freshness(claims)?;
        check_email(claims)?;
        Ok(Entered {
            person: self.read_person(claims)?,
            authenticated_at,
        })
    }

    fn check_audience(&self, claims: &Object) -> Result<(), OidcError> {
        let own = self.settings.client_id.as_str();
        let audience = claims.texts("aud")?.ok_or_else(|| missing("aud"))?;
        let party = claims.text("azp")?;
        // Of several audiences the one that asked is named; where it is named it is us.
        let ours = audience.contains(&own) && party.map_or(audience.len() == 1, |party| party == own);
        if ours { Ok(()) } else { Err(OidcError::Audience) }
    }

    fn check_times(&self, claims: &Object) -> Result<(), OidcError> {
        let latest = self.now.checked_add(TOLERANCE).unwrap_or(Timestamp::MAX);
        let earliest = self.now.checked_sub(TOLERANCE).unwrap_or(Timestamp::MIN);
        if claims.required_time("exp")? <= earliest {
            return Err(OidcError::Expired);
        }
        let issued = claims.required_time("iat")?;
        let begins = claims.time("nbf")?;
        if issued > latest || begins.is_some_and(|begins| begins > latest) {
            return Err(OidcError::NotYetValid);
        }
        Ok(())
    }

    /// `at_hash` is the left half of the access token's hash, by the hash of the signature's algorithm; for Ed25519
    /// that is SHA-512 (section 3.1.3.6).
    fn check_access_token(&self, claims: &Object) -> Result<(), OidcError> {
        let Some(expected) = claims.text("at_hash")? else {
            return Ok(());
        };
        let hash = match self.algorithm {
            Algorithm::Es256 | Algorithm::Rs256 => &SHA256,
            Algorithm::EdDsa => &SHA512,
        };
        let token = self.access_token.ok_or(OidcError::AccessToken)?;
        let digest = digest(hash, token.as_bytes());
        let half = &digest.as_ref()[..digest.as_ref().len() / 2];
        if URL_SAFE_NO_PAD.encode(half) == expected {
            Ok(())
        } else {
            Err(OidcError::AccessToken)
        }
    }

    fn check_freshness(&self, claims: &Object) -> Result<Option<Timestamp>, OidcError> {
        let latest = self.now.checked_add(TOLERANCE).unwrap_or(Timestamp::MAX);
        let authenticated_at = claims.time("auth_time")?;
        if authenticated_at.is_some_and(|time| time > latest) {
            return Err(OidcError::NotYetValid);
        }
        if self.pending.fresh {
            let asked_at = self.pending.begun_at();
            let earliest = asked_at.checked_sub(TOLERANCE).unwrap_or(Timestamp::MIN);
            if authenticated_at.is_none_or(|time| time < earliest) {
                return Err(OidcError::NotFresh);
            }
        }
        Ok(authenticated_at)
    }

    fn read_person(&self, claims: &Object) -> Result<Person, OidcError> {
        let names = &self.settings.claims;
        let roles = claims.texts(&names.role)?.unwrap_or_default();
        Ok(Person {
            portal: self.settings.portal.clone(),
            company: claims.required(&names.company)?,
            company_name: claims.required(&names.company_name)?,
            subject: claims.required("sub")?,
            name: claims.required("name")?,
            email: claims.required("email")?,
            role: if roles.contains(&names.admin_role.as_str()) {
                Role::Admin
            } else {
                Role::User
            },
            language: claims.text("locale")?.and_then(language_of),
        })
    }
}

/// Letters go to the address, so it has to be the person's own. A provider that says nothing of it is believed, one
/// that says no is too; some say so in quotes.
fn check_email(claims: &Object) -> Result<(), OidcError> {
    match claims.get("email_verified") {
        None | Some(Value::Bool(true)) => Ok(()),
        Some(Value::String(text)) if text == "true" => Ok(()),
        Some(_) => Err(OidcError::EmailNotVerified),
    }
}

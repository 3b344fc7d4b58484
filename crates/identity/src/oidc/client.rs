//! The flow from end to end.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::{
    Callback, Entered, Http, OidcError, OidcSettings, Pending, Unguessable, authorize,
    discovery::Provider,
    exchange::exchange,
    id_token::{LONGEST_TOKEN, Question},
    keys::{KeyCache, is_within},
};
use crate::token::SignedToken;

/// How long a provider's description is good without being asked for again.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(1);

/// We, as a client of one provider. Keeps the provider's description and keys; to be made once and shared.
#[derive(Debug)]
pub struct OidcClient {
    settings: OidcSettings,
    provider: Mutex<Option<(Timestamp, Arc<Provider>)>>,
    keys: KeyCache,
}

/// A sign-in that has begun.
#[derive(Debug)]
pub struct Begun {
    /// Where the browser goes.
    pub url: Url,
    /// What it keeps until it comes back.
    pub pending: Pending,
}

impl OidcClient {
    /// A client that has asked nothing yet.
    #[must_use]
    pub fn new(settings: OidcSettings) -> Self {
        Self {
            settings,
            provider: Mutex::new(None),
            keys: KeyCache::default(),
        }
    }

    /// Begins a sign-in. With `fresh` the person has to prove again who he is, though the provider may know him.
    ///
    /// # Errors
    /// [`OidcError`] where the provider does not describe itself, or not well.
    pub async fn begin(
        &self,
        http: &dyn Http,
        unguessable: Unguessable,
        now: Timestamp,
        fresh: bool,
    ) -> Result<Begun, OidcError> {
        let provider = self.provider(http, now).await?;
        let pending = Pending::begin(self.settings.portal.clone(), &unguessable, now, fresh);
        Ok(Begun {
            url: authorize::url(&provider, &self.settings, &pending),
            pending,
        })
    }

    /// Ends a sign-in. `pending` is used up; its cookie is to be deleted, whatever comes of it.
    ///
    /// # Errors
    /// [`OidcError`], for the log alone.
    pub async fn finish(
        &self,
        http: &dyn Http,
        pending: Pending,
        callback: &Callback,
        now: Timestamp,
    ) -> Result<Entered, OidcError> {
        if *pending.portal() != self.settings.portal {
            return Err(OidcError::OtherPortal);
        }
        if pending.is_over(now) {
            return Err(OidcError::TooLate);
        }
        if callback.state != pending.state.as_str() {
            return Err(OidcError::State);
        }
        let provider = self.provider(http, now).await?;
        let code = callback.code(&self.settings.issuer, &provider)?;
        let tokens = exchange(http, &provider, &self.settings, &pending, code).await?;
        let token = SignedToken::parse(&tokens.id_token, LONGEST_TOKEN)?;
        let key = self.keys.find(http, &provider, &token, now).await?;
        let question = Question {
            settings: &self.settings,
            pending: &pending,
            access_token: tokens.access_token.as_deref(),
            algorithm: key.algorithm(),
            now,
        };
        question.judge(&token.verify(&key)?)
    }

    async fn provider(&self, http: &dyn Http, now: Timestamp) -> Result<Arc<Provider>, OidcError> {
        let known = self
            .provider
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some((fetched_at, provider)) = known
            && is_within(fetched_at, now, GOOD_FOR)
        {
            return Ok(provider);
        }
        let provider = Arc::new(Provider::fetch(http, &self.settings.issuer).await?);
        *self.provider.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&provider)));
        Ok(provider)
    }
}

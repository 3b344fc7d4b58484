//! Which addresses of the event domain there are, and whose: event mailboxes, and return paths that we signed.
//!
//! What was found is remembered for a short time, within bounds, so that who tries names one after the other asks the
//! database as little as may be.

use jiff::{SignedDuration, Timestamp};
use model::{CompanyId, EventName, Host, MessageId};
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};
use store::{Clock, ReturnPath, Store, StoreError, return_path::message_of};
use tokio::sync::Semaphore;

/// What is remembered at most, of each kind.
const MOST: usize = 10_000;
/// For how long it is remembered that a mailbox is there.
const THERE: SignedDuration = SignedDuration::from_secs(60);
/// For how long, that none is: mail to one that was made just now must not be refused.
const NOT_THERE: SignedDuration = SignedDuration::from_secs(2);
/// Questions to the store at the same time.
const AT_ONCE: usize = 8;

/// Whose an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Whose {
    /// The company.
    pub company: CompanyId,
    /// The message whose return path it is; none for an event mailbox.
    pub message: Option<MessageId>,
}

/// The addresses of the event domain.
pub struct Mailboxes {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    domain: Option<Host>,
    postmaster: Option<EventName>,
    names: Mutex<HashMap<EventName, (Option<CompanyId>, Timestamp)>>,
    messages: Mutex<HashMap<MessageId, (Option<CompanyId>, Timestamp)>>,
    paths: Mutex<HashMap<CompanyId, (ReturnPath, Timestamp)>>,
    questions: Semaphore,
}

impl Mailboxes {
    /// Those of this domain. `postmaster`: the event mailbox that gets what is for the postmaster (RFC 5321, section
    /// 4.5.1); there is none where nobody was named.
    pub fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        domain: Option<Host>,
        postmaster: Option<EventName>,
    ) -> Self {
        Self {
            store,
            clock,
            domain,
            postmaster,
            names: Mutex::default(),
            messages: Mutex::default(),
            paths: Mutex::default(),
            questions: Semaphore::new(AT_ONCE),
        }
    }

    /// The domain.
    pub fn domain(&self) -> Option<&Host> {
        self.domain.as_ref()
    }

    /// Whose this local part is. Capital letters count as small ones.
    ///
    /// # Errors
    /// The store failed.
    pub async fn whose(&self, local: &str) -> Result<Option<Whose>, StoreError> {
        let local = local.to_ascii_lowercase();
        if let Some(message) = message_of(&local) {
            return self.return_path_of(&local, message).await;
        }
        let name = match local.as_str() {
            "postmaster" => self.postmaster.clone(),
            local => local.parse().ok(),
        };
        let Some(name) = name else { return Ok(None) };
        let company = self.company_named(&name).await?;
        Ok(company.map(|company| Whose {
            company,
            message: None,
        }))
    }

    /// Whether this local part is known already, so that asking costs nothing.
    pub fn is_known(&self, local: &str) -> bool {
        let (local, now) = (local.to_ascii_lowercase(), self.clock.now());
        match (message_of(&local), local.parse::<EventName>()) {
            (Some(message), _) => known(&self.messages, &message, now).is_some(),
            (None, Ok(name)) => known(&self.names, &name, now).is_some(),
            (None, Err(_)) => true,
        }
    }

    /// Whose message this is.
    ///
    /// # Errors
    /// The store failed.
    pub async fn company_of(&self, message: MessageId) -> Result<Option<CompanyId>, StoreError> {
        let now = self.clock.now();
        if let Some(company) = known(&self.messages, &message, now) {
            return Ok(company);
        }
        let _turn = self.questions.acquire().await;
        let company = self.store.company_of_message(message).await?;
        remember(&self.messages, message, company, now + lasts(company.is_some()));
        Ok(company)
    }

    /// What signs a company's return paths; none where there is no such company.
    ///
    /// # Errors
    /// The store failed.
    pub async fn path(&self, company: CompanyId) -> Result<Option<ReturnPath>, StoreError> {
        let now = self.clock.now();
        if let Some(path) = known(&self.paths, &company, now) {
            return Ok(Some(path));
        }
        let _turn = self.questions.acquire().await;
        let path = self.store.company(company).return_path().await?;
        if let Some(path) = &path {
            remember(&self.paths, company, path.clone(), now + THERE);
        }
        Ok(path)
    }

    async fn return_path_of(&self, local: &str, message: MessageId) -> Result<Option<Whose>, StoreError> {
        let Some(company) = self.company_of(message).await? else {
            return Ok(None);
        };
        let path = self.path(company).await?;
        let ours = path.is_some_and(|path| path.is_own(local));
        Ok(ours.then_some(Whose {
            company,
            message: Some(message),
        }))
    }

    async fn company_named(&self, name: &EventName) -> Result<Option<CompanyId>, StoreError> {
        let now = self.clock.now();
        if let Some(company) = known(&self.names, name, now) {
            return Ok(company);
        }
        let _turn = self.questions.acquire().await;
        let found = self.store.event_mailbox(name).await?;
        let until = found.and_then(|mailbox| mailbox.until);
        let company = found
            .filter(|_| until.is_none_or(|until| until > now))
            .map(|mailbox| mailbox.company);
        remember(&self.names, name.clone(), company, now + lasts(company.is_some()));
        Ok(company)
    }
}

const fn lasts(there: bool) -> SignedDuration {
    if there { THERE } else { NOT_THERE }
}

fn known<K: Eq + Hash, V: Clone>(
    of: &Mutex<HashMap<K, (V, Timestamp)>>,
    key: &K,
    now: Timestamp,
) -> Option<V> {
    let of = of.lock().unwrap_or_else(PoisonError::into_inner);
    let (value, until) = of.get(key)?;
    (*until > now).then(|| value.clone())
}

fn remember<K: Eq + Hash, V>(of: &Mutex<HashMap<K, (V, Timestamp)>>, key: K, value: V, until: Timestamp) {
    let mut of = of.lock().unwrap_or_else(PoisonError::into_inner);
    if of.len() >= MOST {
        // It is cheap to ask again, and rare that there are as many.
        of.clear();
    }
    of.insert(key, (value, until));
}

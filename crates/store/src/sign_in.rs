//! Sessions of browsers, and the links that begin them.

use crate::{
    companies::Company,
    error::StoreError,
    tokens::{LinkToken, SessionToken},
    users::{Role, User},
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{DisplayName, ExternalId, Language, Mailbox, PortalId, UserId};
use std::time::Duration;

/// How much longer than it is valid a launch token is remembered: whoever looks at its end may have another clock.
pub const REMEMBERED_LONGER: Duration = Duration::from_mins(10);

/// A session that is valid now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in, as he is stored now.
    pub user: User,
    /// His company, as it is stored now.
    pub company: Company,
    /// When he signed in: some things may only be done soon after.
    pub created_at: Timestamp,
    /// The portal's page (an origin) in which the session stands embedded; none for one of its own window.
    pub embedded_in: Option<String>,
    /// When the session was last touched.
    pub last_seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Why a session or link was not created.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// There is no such user in the company.
    #[error("no such user")]
    NoSuchUser,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a sign-in link lets nobody in. For logs: a person is told the same about all of them.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// There is no such link (perhaps no longer).
    #[error("no such sign-in link")]
    Unknown,
    /// It was used already.
    #[error("the sign-in link was used already")]
    Used,
    /// Its time is over.
    #[error("the sign-in link has expired")]
    Expired,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A session before it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// How long it lasts unless it is touched.
    pub ttl: Duration,
    /// The portal's page (an origin) in which it stands embedded.
    pub embedded_in: Option<String>,
}

impl NewSession {
    /// A session of a window of its own.
    #[must_use]
    pub const fn lasting(ttl: Duration) -> Self {
        Self {
            ttl,
            embedded_in: None,
        }
    }
}

/// Somebody whom his portal lets in, as it says who he is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrant {
    /// The portal.
    pub portal: PortalId,
    /// What it calls the company.
    pub company: ExternalId,
    /// The company's name.
    pub company_name: DisplayName,
    /// What it calls the user.
    pub user: ExternalId,
    /// His name.
    pub name: DisplayName,
    /// His address.
    pub email: Mailbox,
    /// What he may do from now on.
    pub role: Role,
    /// His language; a known user keeps his where it is not said.
    pub language: Option<Language>,
}

/// Why somebody is not let in.
#[derive(Debug, thiserror::Error)]
pub enum EnterError {
    /// Another user of the company, whom the portal calls otherwise, has the address.
    #[error("another user of the company has this address")]
    EmailTaken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Letting one company's users in, and out.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Begins a session.
    async fn create_session(&self, user: UserId, session: &NewSession) -> Result<SessionToken, SignInError>;

    /// Ends all sessions of a user and says how many there were.
    async fn delete_sessions_of(&self, user: UserId) -> Result<u64, StoreError>;

    /// Makes a link that lets a user in once, within `ttl`.
    async fn create_sign_in_link(&self, user: UserId, ttl: Duration) -> Result<LinkToken, SignInError>;
}

/// What a token opens. No company is asked for: the token itself says whose it is.
#[async_trait]
pub trait SignIn: Send + Sync {
    /// The session of this token, unless it has ended.
    async fn find_session(&self, token: &SessionToken) -> Result<Option<Session>, StoreError>;

    /// Lets a session last `ttl` from now on; says whether it was still valid. Each call writes to the disk: enough
    /// once in a while, not at each request.
    async fn touch_session(&self, token: &SessionToken, ttl: Duration) -> Result<bool, StoreError>;

    /// Ends a session; nothing happens where there is none.
    async fn delete_session(&self, token: &SessionToken) -> Result<(), StoreError>;

    /// Uses a sign-in link up and says whom it lets in. Of any number of uses at once exactly one succeeds.
    async fn consume_sign_in_link(&self, token: &LinkToken) -> Result<User, LinkError>;

    /// Uses a launch token up: true for the first of any number of calls with this id, on whatever replica. The id is
    /// remembered (hashed) until the token has expired.
    async fn spend_launch(
        &self,
        portal: &PortalId,
        id: &str,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Finds the company and the user whom a portal lets in, makes those that are not there yet, and brings name,
    /// address and role up to what the portal says, in one transaction with audit entries by [`crate::Actor::Portal`]
    /// for what was made or changed. A user of the company with this address whom the portal does not call anything
    /// yet becomes this one.
    async fn enter(&self, entrant: &Entrant) -> Result<User, EnterError>;
}

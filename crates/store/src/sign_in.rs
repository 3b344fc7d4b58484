//! Sessions of browsers, and the links that begin them.

use crate::{
    error::StoreError,
    tokens::{LinkToken, SessionToken},
    users::User,
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::UserId;
use std::time::Duration;

/// A session that is valid now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in, as he is stored now.
    pub user: User,
    /// When he signed in.
    pub created_at: Timestamp,
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

/// Letting one company's users in, and out.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Begins a session that ends after `ttl` unless it is touched.
    async fn create_session(&self, user: UserId, ttl: Duration) -> Result<SessionToken, SignInError>;

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
}

//! Whether a user's settings are known to work: the last verdict, as long as it is about the settings as they are.

use crate::{error::StoreError, fingerprint::Fingerprint, settings::Owner, test_runs::TestVerdict};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{
    TestId, UserId,
    session::Stage,
    settings::{Destination, OwnServer},
};
use serde::{Deserialize, Serialize};

/// What a verdict is about, and what of it has changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The server.
    Server,
    /// The port.
    Port,
    /// The encryption.
    Security,
    /// The user name.
    UserName,
    /// The password (set anew or cleared).
    Password,
    /// The sender's address.
    Sender,
}

impl Part {
    /// The stable key of the sentence that names it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Port => "port",
            Self::Security => "security",
            Self::UserName => "user-name",
            Self::Password => "password",
            Self::Sender => "sender",
        }
    }
}

/// What is known about settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// No test came to an end yet.
    Never,
    /// There was a verdict, about other settings.
    Changed {
        /// What has changed since, at least one; the most telling first.
        what: Vec<Part>,
    },
    /// The last test passed.
    Verified {
        /// When.
        at: Timestamp,
        /// The test; none where it was deleted since.
        test: Option<TestId>,
    },
    /// The last test failed.
    Failing {
        /// When.
        at: Timestamp,
        /// The stable key of the cause.
        cause: String,
        /// Where it stopped.
        stage: Stage,
        /// The test; none where it was deleted since.
        test: Option<TestId>,
    },
}

/// Whose password was tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "owner", content = "user", rename_all = "kebab-case")]
pub enum SecretOwner {
    /// The company's.
    Company,
    /// A user's.
    User(UserId),
}

impl From<Owner> for SecretOwner {
    fn from(owner: Owner) -> Self {
        match owner {
            Owner::Company => Self::Company,
            Owner::User(user) => Self::User(user),
        }
    }
}

/// Which password was tested, without the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SecretRef {
    /// Whose.
    pub owner: SecretOwner,
    /// Its version there.
    pub version: u64,
}

/// A stored verdict: what was tested, and what came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastVerdict {
    /// The settings that were tested.
    pub server: OwnServer,
    /// The password that was tested; none where there is no sign-in.
    pub secret: Option<SecretRef>,
    /// What came out, were it still about the settings as they are.
    pub result: Verification,
}

impl Verification {
    /// What a stored verdict says about the settings as they are: their server and password; none while something is
    /// missing.
    #[must_use]
    pub fn judge(last: Option<&LastVerdict>, now: Option<&(OwnServer, Option<SecretRef>)>) -> Self {
        let (Some(last), Some((server, secret))) = (last, now) else {
            return Self::Never;
        };
        if Fingerprint::of(&last.server, last.secret.as_ref()) == Fingerprint::of(server, secret.as_ref()) {
            return last.result.clone();
        }
        Self::Changed {
            what: changed(last, server, secret.as_ref()),
        }
    }
}

fn changed(last: &LastVerdict, own: &OwnServer, secret: Option<&SecretRef>) -> Vec<Part> {
    // Taken apart by name, so that a new field of a destination can not be forgotten here.
    let Destination {
        host,
        port,
        security,
        user_name,
    } = &last.server.destination;
    let now = &own.destination;
    [
        (Part::Server, *host != now.host),
        (Part::Port, *port != now.port),
        (Part::Security, *security != now.security),
        (Part::UserName, *user_name != now.user_name),
        (Part::Password, last.secret.as_ref() != secret),
        (Part::Sender, last.server.sender != own.sender),
    ]
    .into_iter()
    .filter_map(|(part, differs)| differs.then_some(part))
    .collect()
}

/// What is learnt about the settings of one company's users. What is known is part of [`crate::UserSettings`].
#[async_trait]
pub trait VerificationStore: Send + Sync {
    /// Records what came out about settings of this fingerprint. Takes effect only where the stored settings still
    /// have it, the test is this user's, and the verdict is one (an aborted test says nothing); says whether it did.
    ///
    /// A test that ends records its own verdict ([`crate::TestStore::finish_test`]); this is for what is learnt later.
    async fn record_verdict(
        &self,
        user: UserId,
        test: TestId,
        about: &Fingerprint,
        verdict: &TestVerdict,
    ) -> Result<bool, StoreError>;
}

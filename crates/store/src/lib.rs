//! What is kept: traits by concern, and secrets sealed to their destination.
//!
//! A store is reached in two ways. What belongs to a company goes through [`Store::company`], which can not be had
//! without a company's id: no method of [`CompanyStore`] sees a row of another one. What is no company's own (signing
//! in with a token, the operator's commands, upkeep) goes through [`SignIn`], [`CompanyDirectory`] and [`Upkeep`].
//!
//! The rules that every store has to follow (when a password may be kept, what a verdict is about) are pure functions
//! here, and the suite in `conformance` (a feature) holds each store against them.

use async_trait::async_trait;
use model::CompanyId;

pub mod clock;
pub mod companies;
#[cfg(feature = "conformance")]
pub mod conformance;
mod encoding;
pub mod error;
pub mod fingerprint;
pub mod ids;
pub mod random;
pub mod secrets;
pub mod settings;
pub mod sign_in;
pub mod test_runs;
pub mod tokens;
pub mod upkeep;
pub mod users;
pub mod verification;

pub use clock::{Clock, SystemClock, TestClock};
pub use companies::{Company, CompanyDirectory};
pub use error::StoreError;
pub use fingerprint::Fingerprint;
pub use random::{OsRandom, Random, RandomError};
pub use secrets::Vault;
pub use settings::{PasswordChange, SaveError, SaveSettings, Settings, SettingsStore};
pub use sign_in::{LinkError, Session, SessionStore, SignIn, SignInError};
pub use test_runs::{TestError, TestRun, TestSnapshot, TestStore, TestVerdict};
pub use tokens::{LinkToken, SessionToken};
pub use upkeep::Upkeep;
pub use users::{CreateUserError, NewUser, Role, User, UserStore};
pub use verification::{Part, Verification, VerificationStore};

/// Everything that is kept, in one database.
#[async_trait]
pub trait Store: CompanyDirectory + SignIn + Upkeep {
    /// What belongs to one company. Whether there is such a company shows at use: it has no users.
    fn company(&self, company: CompanyId) -> Box<dyn CompanyStore>;

    /// Whether the database answers: readable, and free to be written to.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Ends all connections after what they are doing. Nothing may be asked afterwards.
    async fn close(&self);
}

/// What belongs to one company, by concern.
pub trait CompanyStore: UserStore + SettingsStore + VerificationStore + TestStore + SessionStore {
    /// The company that all of it belongs to.
    fn id(&self) -> CompanyId;
}

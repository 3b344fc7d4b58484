//! A user's settings with all that they inherit, and what is known about them.

use super::{Owner, Settings};
use crate::{
    companies::Company,
    users::User,
    verification::{LastVerdict, SecretRef, Verification},
};
use model::settings::{Account, Bases, Effective, Origin, OwnServer, Password, Stored};

/// A company with its defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanySettings {
    /// The company.
    pub company: Company,
    /// Its defaults.
    pub settings: Settings,
}

/// The sender user, as others inherit from him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderUser {
    /// Who he is.
    pub user: User,
    /// What he has set.
    pub settings: Settings,
    /// The last verdict about his settings.
    pub last_verdict: Option<LastVerdict>,
}

/// A user's settings with all that they inherit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserSettings {
    /// The user.
    pub user: User,
    /// What he has set.
    pub own: Settings,
    /// The sender user; none where there is none, and where it is this user himself.
    pub sender_user: Option<SenderUser>,
    /// The company with its defaults. [`Company::sender_user`] says whether this user is the sender user.
    pub company: CompanySettings,
    /// The last verdict about this user's settings.
    pub last_verdict: Option<LastVerdict>,
}

impl UserSettings {
    /// The user as the portal knows him.
    #[must_use]
    pub fn account(&self) -> Account {
        Account {
            name: self.user.name.clone(),
            email: self.user.email.clone(),
        }
    }

    /// Whether this is the user whose settings are the base for all.
    #[must_use]
    pub fn is_sender_user(&self) -> bool {
        self.company.company.sender_user == Some(self.user.id)
    }

    /// What counts.
    #[must_use]
    pub fn effective(&self) -> Effective {
        self.effective_with(&self.own.stored())
    }

    /// What would count with other own settings.
    #[must_use]
    pub fn effective_with(&self, own: &Stored) -> Effective {
        let (sender_user, company) = (
            self.sender_user.as_ref().map(|s| s.settings.stored()),
            self.company.settings.stored(),
        );
        let bases = Bases {
            sender_user: sender_user.as_ref(),
            company: &company,
        };
        Effective::of(&self.account(), own, bases)
    }

    /// What would count without any own settings: what a field goes back to.
    #[must_use]
    pub fn inherited(&self) -> Effective {
        self.effective_with(&Stored::default())
    }

    /// Whose password serves in these effective settings.
    #[must_use]
    pub fn password_owner(&self, effective: &Effective) -> Option<Owner> {
        let Password::Set { origin, .. } = effective.password else {
            return None;
        };
        match origin {
            Origin::Own => Some(Owner::User(self.user.id)),
            Origin::SenderUser => self.sender_user.as_ref().map(|s| Owner::User(s.user.id)),
            _ => Some(Owner::Company),
        }
    }

    /// What a verdict about these effective settings is about: the server and the password that is sent to it. None
    /// while something is missing.
    #[must_use]
    pub fn tested(&self, effective: &Effective) -> Option<(OwnServer, Option<SecretRef>)> {
        let server = effective.own_server()?;
        let secret = match effective.password {
            Password::NotNeeded => None,
            Password::Set { version, .. } => Some(SecretRef {
                owner: self.password_owner(effective)?.into(),
                version,
            }),
            Password::NeededAgain | Password::Missing => return None,
        };
        Some((server, secret))
    }

    /// What is known about the effective settings: the last verdict about them, this user's own or the sender user's
    /// about exactly the same.
    #[must_use]
    pub fn verification(&self, effective: &Effective) -> Verification {
        let now = self.tested(effective);
        let others = self.sender_user.as_ref().and_then(|s| s.last_verdict.as_ref());
        let own = Verification::judge(self.last_verdict.as_ref(), now.as_ref());
        match Verification::judge(others, now.as_ref()) {
            inherited @ (Verification::Verified { .. } | Verification::Failing { .. })
                if matches!(own, Verification::Never | Verification::Changed { .. }) =>
            {
                inherited
            }
            _ => own,
        }
    }
}

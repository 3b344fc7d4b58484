//! Settings that are edited, on a page or by a program: whose they are, what is below them, and what the rules about them
//! need to know.

use crate::state::State;
use model::{
    Host, Mailbox, Port,
    settings::{
        Account, Bases, Effective, Inherited, Origin, Password, Relay, Rules, Saved, SettingsForm, Stored,
    },
};
use store::{CompanySettings, Owner, Settings, StoreError, Trusted, UserSettings};

/// Whose settings.
pub enum Whose {
    /// A user's own.
    User(Box<UserSettings>),
    /// The company's defaults.
    Company(Box<CompanySettings>),
}

/// Settings that are edited.
pub struct Edited {
    /// Whose.
    pub whose: Whose,
    /// What the operator lends.
    pub relay: Option<Relay>,
    /// Who edits them: his address stands where a company's defaults have none.
    by: Mailbox,
    /// The servers to which an admin lets passwords travel readable.
    plain_servers: Vec<(Host, Port)>,
}

impl Edited {
    /// Over these settings.
    pub async fn over(state: &State, whose: Whose, by: Mailbox) -> Result<Self, StoreError> {
        let company = match &whose {
            Whose::User(of) => &of.company.company,
            Whose::Company(of) => &of.company,
        };
        Ok(Self {
            relay: state.relay_for(company),
            plain_servers: plain_servers(state, company.id).await?,
            by,
            whose,
        })
    }

    /// Whose they are saved as.
    pub fn owner(&self) -> Owner {
        match &self.whose {
            Whose::User(of) => Owner::User(of.user.id),
            Whose::Company(_) => Owner::Company,
        }
    }

    /// Whether others' settings are based on them.
    pub const fn is_base(&self) -> bool {
        matches!(self.whose, Whose::Company(_))
    }

    /// What is stored.
    pub const fn stored(&self) -> &Settings {
        match &self.whose {
            Whose::User(of) => &of.own,
            Whose::Company(of) => &of.settings,
        }
    }

    /// What counts.
    pub fn effective(&self) -> Effective {
        self.with(&self.stored().stored())
    }

    /// What would count if nothing were set here.
    pub fn inherited(&self) -> Effective {
        self.with(&Stored::default())
    }

    fn with(&self, own: &Stored) -> Effective {
        match &self.whose {
            Whose::User(of) => of.effective_with(own),
            Whose::Company(of) => {
                let account = Account {
                    name: of.company.name.clone(),
                    email: self.by.clone(),
                };
                let bases = Bases {
                    sender_user: None,
                    company: &Stored::default(),
                };
                let mut effective = Effective::of(&account, own, bases);
                // A company has no card in the portal: each user's own counts.
                for origin in [&mut effective.sender.origin, &mut effective.display_name.origin] {
                    if *origin == Origin::Account {
                        *origin = Origin::Default;
                    }
                }
                effective
            }
        }
    }

    /// What the rules need to know beside the form.
    pub fn rules(&self, state: &State) -> Rules {
        let inherited = self.inherited();
        let password_for = match inherited.password {
            Password::Set { .. } => inherited.destination(),
            _ => None,
        };
        Rules {
            open_ports: state.courier.policy.open_ports.clone(),
            plain_servers: self.plain_servers.clone(),
            saved: self.stored().password_for.clone().map(|destination| Saved {
                destination,
                password_set: true,
            }),
            inherited: Inherited {
                form: as_form(&inherited, self.is_base()),
                password_for,
            },
            is_base: self.is_base(),
        }
    }
}

/// The servers to which an admin of the company lets passwords travel readable, where the operator allows it at all.
async fn plain_servers(state: &State, company: model::CompanyId) -> Result<Vec<(Host, Port)>, StoreError> {
    if !state.config.security.plain_passwords {
        return Ok(Vec::new());
    }
    let exceptions = state.store.company(company).exceptions().await?;
    Ok(exceptions
        .into_iter()
        .filter_map(|exception| match exception.trusted {
            Trusted::PlainPassword { host, port } => Some((host, port)),
            Trusted::Authority { .. } | Trusted::Pin { .. } => None,
        })
        .collect())
}

/// Effective settings as a form: what counts where a field is left empty.
pub fn as_form(effective: &Effective, is_base: bool) -> SettingsForm {
    let text = |is_some: Option<String>| is_some.unwrap_or_default();
    let person = |value: String| if is_base { String::new() } else { value };
    SettingsForm {
        mode: effective.mode.value.key().to_owned(),
        address: person(effective.sender.value.to_string()),
        display_name: person(effective.display_name.value.as_str().to_owned()),
        server: text(effective.host.as_ref().map(|host| host.value.to_string())),
        port: text(effective.port.as_ref().map(|port| port.value.to_string())),
        security: text(effective.security.as_ref().map(|s| s.value.key().to_owned())),
        user_name: text(effective.user_name.value.name().map(str::to_owned)),
        ..SettingsForm::default()
    }
}

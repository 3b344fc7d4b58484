//! Whose settings are edited, with all that is below them.

use crate::{
    state::State,
    web::{Kind, Problem, SignedIn},
};
use app::pages::settings::{Below, Modes, Preview};
use model::{
    Language,
    settings::{
        Account, Bases, Effective, Inherited, MassMailing, Origin, Outgoing, Password, Relay, Rules, Saved,
        SendingMode, SettingsForm, Stored,
    },
};
use store::{CompanySettings, Owner, Settings, Trusted, UserSettings};

/// Whose settings.
pub enum Whose {
    /// The signed-in user's own.
    Own(Box<UserSettings>),
    /// His company's defaults.
    Company(Box<CompanySettings>),
}

/// What is edited, by whom, in which language.
pub struct Desk<'a> {
    pub state: &'a State,
    pub language: Language,
    pub person: &'a SignedIn,
    pub whose: Whose,
    pub relay: Option<Relay>,
    /// The servers to which an admin lets passwords travel readable.
    plain_servers: Vec<(model::Host, model::Port)>,
}

impl<'a> Desk<'a> {
    /// The signed-in user's own settings.
    pub async fn own(state: &'a State, language: Language, person: &'a SignedIn) -> Result<Self, Problem> {
        let company = state.store.company(person.user.company);
        let of = company
            .user_settings(person.user.id)
            .await?
            .ok_or(Problem(Kind::NotFound))?;
        Self::over(state, language, person, Whose::Own(Box::new(of))).await
    }

    /// The defaults of his company.
    pub async fn company(
        state: &'a State,
        language: Language,
        person: &'a SignedIn,
    ) -> Result<Self, Problem> {
        let company = state.store.company(person.user.company);
        let of = company.company_settings().await?.ok_or(Problem(Kind::NotFound))?;
        Self::over(state, language, person, Whose::Company(Box::new(of))).await
    }

    async fn over(
        state: &'a State,
        language: Language,
        person: &'a SignedIn,
        whose: Whose,
    ) -> Result<Self, Problem> {
        let company = match &whose {
            Whose::Own(of) => &of.company.company,
            Whose::Company(of) => &of.company,
        };
        let relay = state.relay_for(company);
        let plain_servers = plain_servers(state, person).await?;
        Ok(Self {
            state,
            language,
            person,
            whose,
            relay,
            plain_servers,
        })
    }

    /// The same, read anew.
    pub async fn again(&self) -> Result<Self, Problem> {
        match self.whose {
            Whose::Own(_) => Self::own(self.state, self.language, self.person).await,
            Whose::Company(_) => Self::company(self.state, self.language, self.person).await,
        }
    }

    /// Whose settings are saved.
    pub fn owner(&self) -> Owner {
        match &self.whose {
            Whose::Own(of) => Owner::User(of.user.id),
            Whose::Company(_) => Owner::Company,
        }
    }

    /// The page's address, without the language.
    pub const fn path(&self) -> &'static str {
        match self.whose {
            Whose::Own(_) => "/settings",
            Whose::Company(_) => "/company/settings",
        }
    }

    /// What is stored.
    pub const fn stored(&self) -> &Settings {
        match &self.whose {
            Whose::Own(of) => &of.own,
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
            Whose::Own(of) => of.effective_with(own),
            Whose::Company(of) => {
                let account = Account {
                    name: of.company.name.clone(),
                    email: self.person.user.email.clone(),
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

    /// The sender user's name, where he is another one.
    pub fn sender_user(&self) -> Option<String> {
        match &self.whose {
            Whose::Own(of) => of.sender_user.as_ref().map(|s| s.user.name.as_str().to_owned()),
            Whose::Company(_) => None,
        }
    }

    pub fn below(&self) -> Below {
        Below {
            effective: self.inherited(),
            sender_user: self.sender_user(),
        }
    }

    /// Which modes can be chosen.
    pub fn modes(&self) -> Modes {
        Modes {
            relay: self.relay.is_some(),
            event_mailbox: self
                .relay
                .as_ref()
                .and_then(|relay| relay.event_mailbox.as_ref())
                .map(ToString::to_string),
        }
    }

    /// What the rules need to know beside the form.
    pub fn rules(&self) -> Rules {
        let inherited = self.inherited();
        let password_for = match inherited.password {
            Password::Set { .. } => inherited.destination(),
            _ => None,
        };
        Rules {
            open_ports: self.state.courier.policy.open_ports.clone(),
            plain_servers: self.plain_servers.clone(),
            saved: self.stored().password_for.clone().map(|destination| Saved {
                destination,
                password_set: true,
            }),
            inherited: Inherited {
                form: as_form(&inherited, matches!(self.whose, Whose::Company(_))),
                password_for,
            },
            is_base: matches!(self.whose, Whose::Company(_)),
        }
    }

    /// What the recipient sees of what is saved.
    pub fn preview(&self) -> Option<Preview> {
        let Whose::Own(of) = &self.whose else { return None };
        let effective = self.effective();
        let by_portal = effective.mode.value != SendingMode::OwnServer;
        let from_sender_user = [
            effective.mode.origin,
            effective.sender.origin,
            effective.user_name.origin,
        ]
        .into_iter()
        .chain(effective.host.as_ref().map(|host| host.origin))
        .any(|origin| origin == Origin::SenderUser);
        Some(Preview {
            outgoing: Outgoing::of(&effective, self.relay.as_ref()),
            by_portal,
            sender_user: self.sender_user().filter(|_| from_sender_user),
            mass_mailing: MassMailing::of(effective.mode.value, of.company.company.mass_mailing),
        })
    }
}

/// The servers to which an admin of the company lets passwords travel readable, where the operator allows it at all.
async fn plain_servers(state: &State, person: &SignedIn) -> Result<Vec<(model::Host, model::Port)>, Problem> {
    if !state.config.security.plain_passwords {
        return Ok(Vec::new());
    }
    let exceptions = state.store.company(person.user.company).exceptions().await?;
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

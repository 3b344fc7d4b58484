//! Whose settings are saved or looked at, and the rules about them: those of the settings page.

use super::body::{PasswordWish, SettingsBody};
use crate::{
    api::{caller::Tenant, problem::Problem},
    routes::{recognise, settings::desk::as_form},
    state::State,
};
use model::{
    Host, Language, Mailbox, Port,
    provider::ProviderHint,
    settings::{
        self, Account, Bases, Checked, Effective, Field, Finding, Inherited, Layer, Password, PasswordUse,
        Rules, Saved, SendingMode, SettingsForm, Severity, Stored,
    },
};
use secrecy::SecretString;
use store::{CompanySettings, Owner, PasswordChange, Settings, Trusted, UserSettings};

/// Whose settings.
pub enum Whose {
    /// A user's own.
    User(Box<UserSettings>),
    /// The company's defaults.
    Company(Box<CompanySettings>),
}

/// What is saved or looked at.
pub struct Desk {
    whose: Whose,
    /// Which modes can be chosen.
    relay: Option<settings::Relay>,
    /// The servers to which an admin lets passwords travel readable.
    plain_servers: Vec<(Host, Port)>,
}

/// What the rules made of what was sent.
pub struct Outcome {
    /// What they found.
    pub findings: Vec<Finding>,
    /// What is to be stored, where none of it is an error.
    pub good: Option<(Layer, PasswordChange)>,
}

impl Desk {
    /// Over these settings.
    pub async fn over(state: &State, tenant: &Tenant, whose: Whose) -> Result<Self, Problem> {
        let relay = match &whose {
            Whose::User(of) => state.relay_for(&of.company.company),
            Whose::Company(of) => state.relay_for(&of.company),
        };
        let mut plain_servers = Vec::new();
        if state.config.security.plain_passwords {
            for exception in tenant.store.exceptions().await? {
                if let Trusted::PlainPassword { host, port } = exception.trusted {
                    plain_servers.push((host, port));
                }
            }
        }
        Ok(Self {
            whose,
            relay,
            plain_servers,
        })
    }

    /// Whose they are.
    pub fn owner(&self) -> Owner {
        match &self.whose {
            Whose::User(of) => Owner::User(of.user.id),
            Whose::Company(_) => Owner::Company,
        }
    }

    /// What is stored.
    pub fn stored(&self) -> &Settings {
        match &self.whose {
            Whose::User(of) => &of.own,
            Whose::Company(of) => &of.settings,
        }
    }

    const fn is_base(&self) -> bool {
        matches!(self.whose, Whose::Company(_))
    }

    /// What would count if nothing were set here.
    fn inherited(&self) -> Effective {
        match &self.whose {
            Whose::User(of) => of.inherited(),
            Whose::Company(of) => {
                let account = Account {
                    name: of.company.name.clone(),
                    // Looked at by nobody: of a base's inheritance only the server counts, and there is none.
                    email: Mailbox::parse("nobody@example.com").expect("this is an address"),
                };
                let nothing = Stored::default();
                let bases = Bases {
                    sender_user: None,
                    company: &nothing,
                };
                Effective::of(&account, &nothing, bases)
            }
        }
    }

    fn rules(&self, state: &State) -> Rules {
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

    fn is_open(&self, mode: SendingMode) -> bool {
        match mode {
            SendingMode::Portal => self.relay.is_some(),
            SendingMode::ReplyTo => self
                .relay
                .as_ref()
                .is_some_and(|relay| relay.event_mailbox.is_some()),
            SendingMode::OwnServer => true,
        }
    }

    /// Holds what was sent against all rules.
    pub async fn check(
        &self,
        state: &State,
        body: SettingsBody,
        language: Language,
    ) -> Result<Outcome, Problem> {
        body.refuse_blank()?;
        let (form, mut findings, wish) = body.into_form();
        let mut rules = self.rules(state);
        let provider = provider(state, &form.over(&rules.inherited.form), language).await;
        let provider = provider.as_ref();
        let typed = match &wish {
            PasswordWish::Set(password) => {
                settings::password::clean(password, provider.map(|provider| provider.password)).into_owned()
            }
            PasswordWish::Keep | PasswordWish::Clear => String::new(),
        };
        if matches!(wish, PasswordWish::Clear) {
            rules.saved = None;
        }
        let mut checked = settings::check(&form, &typed, provider, &rules);
        let own_server = is_own_server(&form.over(&rules.inherited.form));
        let mut server = checked.clone();
        if !own_server {
            server = self.check_idle_server(&form, &typed, provider, rules);
            findings.extend(server.findings.iter().filter(|f| is_of_server(f)).cloned());
        }
        if let Ok(mode) = form.mode.parse::<SendingMode>()
            && !self.is_open(mode)
        {
            findings.push(Finding::error("mode-closed", Field::Mode));
        }
        findings.append(&mut checked.findings);
        let place = |finding: &Finding| Field::ALL.iter().position(|field| *field == finding.field);
        findings.sort_by_key(place);
        findings.dedup();
        let refused = findings.iter().any(|finding| finding.severity == Severity::Error);
        let good = match (checked.layer, &server.layer) {
            (Some(layer), Some(of_server)) if !refused => {
                let password = Self::password(&wish, &server, typed);
                Some((layer.with_destination_of(of_server), password))
            }
            _ => None,
        };
        Ok(Outcome { findings, good })
    }

    /// The rules about a server while another mode sends: nothing has to be there, and what is there has to be right.
    /// What is stored already is not looked at again.
    fn check_idle_server(
        &self,
        form: &SettingsForm,
        typed: &str,
        provider: Option<&ProviderHint>,
        rules: Rules,
    ) -> Checked {
        let stored = SettingsForm::of(&self.stored().layer);
        let same = |field: fn(&SettingsForm) -> &String| field(form) == field(&stored);
        let unchanged = same(|f| &f.server)
            && same(|f| &f.port)
            && same(|f| &f.security)
            && same(|f| &f.user_name)
            && same(|f| &f.no_sign_in);
        if unchanged && typed.is_empty() {
            return Checked {
                findings: Vec::new(),
                layer: Some(self.stored().layer.clone()),
                settings: None,
                destination: None,
                password: if rules.saved.is_some() {
                    PasswordUse::Stored
                } else {
                    PasswordUse::None
                },
            };
        }
        let only_server = SettingsForm {
            mode: SendingMode::OwnServer.key().to_owned(),
            server: form.server.clone(),
            port: form.port.clone(),
            security: form.security.clone(),
            user_name: form.user_name.clone(),
            no_sign_in: form.no_sign_in.clone(),
            ..SettingsForm::default()
        };
        let rules = Rules {
            is_base: true,
            ..rules
        };
        settings::check(&only_server, typed, provider, &rules)
    }

    /// What happens to the stored password.
    fn password(wish: &PasswordWish, server: &Checked, typed: String) -> PasswordChange {
        match (wish, server.password, &server.destination) {
            (PasswordWish::Set(_), PasswordUse::Typed, Some(destination)) => PasswordChange::Set {
                password: SecretString::from(typed),
                entered_for: destination.clone(),
            },
            (PasswordWish::Keep, PasswordUse::Stored, _) => PasswordChange::Keep,
            _ => PasswordChange::Clear,
        }
    }
}

fn is_own_server(counts: &SettingsForm) -> bool {
    !matches!(
        counts.mode.parse(),
        Ok(SendingMode::Portal | SendingMode::ReplyTo)
    )
}

fn is_of_server(finding: &Finding) -> bool {
    matches!(
        finding.field,
        Field::Server | Field::Port | Field::Security | Field::UserName | Field::Password
    )
}

/// Whose server it is, or else whose address.
async fn provider(state: &State, counts: &SettingsForm, language: Language) -> Option<ProviderHint> {
    let mailbox = Mailbox::parse(&counts.address).ok()?;
    let of_server = Host::parse(model::host::split_pasted(&counts.server).host)
        .ok()
        .and_then(|host| recognise::of_server(state, language, &host, mailbox.domain()));
    let found = match of_server {
        Some(found) => found,
        None => recognise::with_look_up(state, language, mailbox.domain()).await,
    };
    found.recognition.provider
}

//! Whose settings are saved or looked at, and the rules about them: those of the settings page.

use super::body::{PasswordWish, SettingsBody};
pub use crate::edited::Whose;
use crate::{api::problem::Problem, edited::Edited, routes::recognise, state::State};
use model::{
    Host, Language, Mailbox,
    provider::ProviderHint,
    settings::{
        self, Checked, Field, Finding, Layer, PasswordUse, Rules, SendingMode, SettingsForm, Severity,
    },
};
use secrecy::SecretString;
use store::{Owner, PasswordChange, Settings};

/// What is saved or looked at.
pub struct Desk(Edited);

/// What the rules made of what was sent.
pub struct Outcome {
    /// What they found.
    pub findings: Vec<Finding>,
    /// What is to be stored, where none of it is an error.
    pub good: Option<(Layer, PasswordChange)>,
}

impl Desk {
    /// Over these settings.
    pub async fn over(state: &State, whose: Whose) -> Result<Self, Problem> {
        // Looked at by nobody: of what is below a company's defaults only the server counts, and there is none.
        let by = Mailbox::parse("nobody@example.com").expect("this is an address");
        Ok(Self(Edited::over(state, whose, by).await?))
    }

    /// Whose they are.
    pub fn owner(&self) -> Owner {
        self.0.owner()
    }

    /// What is stored.
    pub fn stored(&self) -> &Settings {
        self.0.stored()
    }

    fn is_open(&self, mode: SendingMode) -> bool {
        match mode {
            SendingMode::Portal => self.0.relay.is_some(),
            SendingMode::ReplyTo => self
                .0
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
        let mut rules = self.0.rules(state);
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

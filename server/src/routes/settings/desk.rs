//! Whose settings are edited, with all that is below them.

pub use crate::edited::Whose;
use crate::{
    edited::Edited,
    state::State,
    web::{Kind, Problem, SignedIn},
};
use app::pages::settings::{Below, Modes, Preview};
use model::{
    Language,
    settings::{MassMailing, Origin, Outgoing, Rules, SendingMode},
};
use std::ops::Deref;

/// What is edited, by whom, in which language.
pub struct Desk<'a> {
    pub state: &'a State,
    pub language: Language,
    pub person: &'a SignedIn,
    edited: Edited,
}

impl Deref for Desk<'_> {
    type Target = Edited;

    fn deref(&self) -> &Edited {
        &self.edited
    }
}

impl<'a> Desk<'a> {
    /// The signed-in user's own settings.
    pub async fn own(state: &'a State, language: Language, person: &'a SignedIn) -> Result<Self, Problem> {
        let company = state.store.company(person.user.company);
        let of = company
            .user_settings(person.user.id)
            .await?
            .ok_or(Problem(Kind::NotFound))?;
        Self::over(state, language, person, Whose::User(Box::new(of))).await
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
        let edited = Edited::over(state, whose, person.user.email.clone()).await?;
        Ok(Self {
            state,
            language,
            person,
            edited,
        })
    }

    /// The same, read anew.
    pub async fn again(&self) -> Result<Self, Problem> {
        match self.whose {
            Whose::User(_) => Self::own(self.state, self.language, self.person).await,
            Whose::Company(_) => Self::company(self.state, self.language, self.person).await,
        }
    }

    /// The page's address, without the language.
    pub fn path(&self) -> &'static str {
        match self.whose {
            Whose::User(_) => "/settings",
            Whose::Company(_) => "/company/settings",
        }
    }

    /// The sender user's name, where he is another one.
    pub fn sender_user(&self) -> Option<String> {
        match &self.whose {
            Whose::User(of) => of.sender_user.as_ref().map(|s| s.user.name.as_str().to_owned()),
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
        self.edited.rules(self.state)
    }

    /// What the recipient sees of what is saved.
    pub fn preview(&self) -> Option<Preview> {
        let Whose::User(of) = &self.whose else { return None };
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

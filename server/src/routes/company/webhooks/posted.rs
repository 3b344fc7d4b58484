//! The form of a webhook. A kind of message may stand in it any number of times, which the usual reader of forms does not
//! take; apart from that it is as strict.

use super::choices;
use crate::{
    routes::company::visit::{Visit, unreadable},
    state::State,
    web::{Kind, Problem},
};
use app::pages::company::{Mistake, webhooks::Typed};
use axum::{
    extract::{FromRequest, RawForm, Request},
    response::IntoResponse as _,
};
use fetch::{AddressError, FetchError, WebAddress};
use model::host::HostError;
use store::{EventKind, SaveWebhook};
use url::form_urlencoded;

/// What was posted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PostedWebhook {
    url: String,
    only_chosen: bool,
    events: Vec<EventKind>,
    /// Whether it is ticked that it gets messages.
    pub enabled: bool,
    /// The version that the person saw.
    pub version: Option<u64>,
}

impl FromRequest<State> for PostedWebhook {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &State) -> Result<Self, Problem> {
        let RawForm(bytes) = RawForm::from_request(request, state)
            .await
            .map_err(|rejection| unreadable(rejection.into_response().status()))?;
        Self::parse(&bytes).ok_or(Problem(Kind::BadRequest))
    }
}

impl PostedWebhook {
    /// Reads the form; none where a field is unknown, is there twice, or has a value that no browser sends.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (mut posted, mut seen) = (Self::default(), Vec::new());
        for (name, value) in form_urlencoded::parse(bytes) {
            if name != "event" && seen.contains(&name) {
                return None;
            }
            match (&*name, &*value) {
                ("url", url) => url.clone_into(&mut posted.url),
                ("which", "all") => posted.only_chosen = false,
                ("which", "chosen") => posted.only_chosen = true,
                ("event", kind) => posted.events.push(kind.parse().ok()?),
                ("enabled", "yes") => posted.enabled = true,
                ("version", version) => posted.version = Some(version.parse().ok()?),
                ("action", "save") => {}
                _ => return None,
            }
            seen.push(name);
        }
        Some(posted)
    }

    /// What is to be saved.
    pub fn read(&self, visit: &Visit, enabled: bool) -> Result<SaveWebhook, Vec<Mistake>> {
        let url = address(visit, &self.url);
        let nothing = self.only_chosen && self.events.is_empty();
        match url {
            Ok(url) if !nothing => Ok(SaveWebhook {
                url: url.to_string(),
                events: if self.only_chosen {
                    self.each_once()
                } else {
                    Vec::new()
                },
                enabled,
            }),
            url => {
                let mistakes = [url.err(), nothing.then_some(Mistake::EventsMissing)];
                Err(mistakes.into_iter().flatten().collect())
            }
        }
    }

    fn each_once(&self) -> Vec<EventKind> {
        EventKind::ALL
            .iter()
            .copied()
            .filter(|kind| self.events.contains(kind))
            .collect()
    }

    /// What was typed, to be shown again.
    pub fn typed(&self) -> Typed {
        Typed {
            url: self.url.clone(),
            only_chosen: self.only_chosen,
            events: choices(|kind| self.events.contains(&kind)),
        }
    }
}

/// An address that we may post to. What leads nowhere in public is told apart from what is no address.
fn address(visit: &Visit, text: &str) -> Result<WebAddress, Mistake> {
    let address = WebAddress::parse(text).map_err(mistake)?;
    match visit.state.fetcher.policy().allows(&address) {
        Ok(()) => Ok(address),
        Err(FetchError::Address(error)) => Err(mistake(error)),
        Err(_) => Err(Mistake::UrlNotAllowed),
    }
}

const fn mistake(error: AddressError) -> Mistake {
    match error {
        AddressError::Host(HostError::IpAddress | HostError::Inside | HostError::SingleLabel) => {
            Mistake::UrlNotAllowed
        }
        _ => Mistake::UrlInvalid,
    }
}

#[cfg(test)]
mod tests {
    use super::PostedWebhook;
    use store::EventKind;

    #[test]
    fn kinds_may_come_any_number_of_times_and_nothing_else_may() {
        let parse = |text: &str| PostedWebhook::parse(text.as_bytes());
        let posted = parse(
            "url=https%3A%2F%2Fa.ee%2F&which=chosen&event=settings.failing&event=settings.saved&event=settings.saved\
             &enabled=yes&version=3&action=save",
        )
        .unwrap();
        assert_eq!(posted.url, "https://a.ee/");
        assert_eq!(
            posted.each_once(),
            [EventKind::SettingsSaved, EventKind::SettingsFailing]
        );
        assert!(posted.enabled && posted.only_chosen && posted.version == Some(3));
        for bad in [
            "company=1",
            "url=a&url=b",
            "which=some",
            "event=everything",
            "enabled=1",
            "version=-1",
            "action=delete",
            "secret=whsec_AAAA",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}

//! Why letters wait or did not go out: causes, paces and holds as the pages tell them.

use super::reader::Reader;
use crate::{testing, web::Problem};
use app::pages::letters::{Cause, Group, Rate, Waiting, log::LogRow};
use model::{AccountId, message::Attempt, settings::Destination};
use providers::{Limits, Provider};
use std::collections::HashMap;
use store::{AccountStatus, Message, Route};

/// Explains a reader's letters; knows how the accounts stand that they wait for.
pub struct Explainer<'a> {
    pub reader: &'a Reader,
    accounts: HashMap<AccountId, AccountStatus>,
}

impl<'a> Explainer<'a> {
    /// For these messages. The accounts are read only where one of them waits.
    pub async fn of(reader: &'a Reader, messages: &[Message]) -> Result<Self, Problem> {
        let waits = |message: &Message| Group::of(message.state) == Group::Waiting;
        let accounts = if messages.iter().any(waits) {
            reader.store().accounts().await?
        } else {
            Vec::new()
        };
        Ok(Self::with(reader, accounts))
    }

    /// With these accounts.
    pub fn with(reader: &'a Reader, accounts: Vec<AccountStatus>) -> Self {
        Self {
            reader,
            accounts: accounts.into_iter().map(|status| (status.id, status)).collect(),
        }
    }

    /// The provider of a server.
    fn provider(&self, destination: &Destination) -> Option<&'static Provider> {
        self.reader.state.catalogue.of_destination(destination)
    }

    /// A cause that was met at this server; at the portal's where there is none. Of that nothing is told.
    pub fn cause(&self, key: &str, server: Option<&Destination>, sender: Option<&str>) -> Cause {
        let state = &self.reader.state;
        let provider = server.and_then(|server| self.provider(server));
        let meaning = state.meanings.of_cause(provider, key);
        let field = meaning.as_ref().and_then(|meaning| meaning.field);
        let step = meaning.as_ref().and_then(|meaning| meaning.guide_step);
        let of_account = meaning.as_ref().is_some_and(|meaning| meaning.account_fault);
        let user = server
            .and_then(|server| server.user_name.clone())
            .unwrap_or_default();
        Cause {
            key: key.to_owned(),
            of_account,
            provider: provider.map(|provider| provider.name.clone()),
            server: server.map(|server| (server.host.to_string(), server.port.to_string())),
            sender: sender.map_or_else(|| user.clone(), str::to_owned),
            user,
            egress: testing::egress(state),
            field,
            // Where it is the letter's own fault the provider's guide is no help, unless a step of it is named.
            guide: testing::guide_link(self.reader.language, provider, field, step)
                .filter(|_| of_account || step.is_some()),
        }
    }

    /// Why the account of this route does not work.
    pub fn fault(&self, key: &str, route: &Route) -> Cause {
        Cause {
            of_account: true,
            ..self.cause(key, server_of(route), None)
        }
    }

    /// Why an attempt did not end well.
    pub fn attempt(&self, attempt: &Attempt, sender: Option<&str>) -> Option<Cause> {
        let key = attempt.cause.as_deref()?;
        Some(self.cause(key, attempt.server.as_ref(), sender))
    }

    /// How fast an account may send, and when its next letter goes.
    pub fn pace(&self, route: &Route, when: String) -> Waiting {
        let server = server_of(route);
        let provider = server.and_then(|server| self.provider(server));
        Waiting::Pace {
            who: provider
                .map(|provider| provider.name.clone())
                .or_else(|| server.map(|server| server.host.to_string())),
            rate: provider.and_then(|provider| rate(&provider.limits)),
            when,
        }
    }

    /// Why a message waits; none for one that does not.
    pub fn waiting(&self, message: &Message) -> Option<Waiting> {
        if Group::of(message.state) != Group::Waiting {
            return None;
        }
        let (reader, now) = (self.reader, self.reader.now());
        let account = self.accounts.get(&message.account);
        let held = message
            .held
            .as_ref()
            .or_else(|| account.and_then(|account| account.held.as_ref().map(|(_, why)| why)));
        if let (Some(why), Some(account)) = (held, account) {
            return Some(Waiting::Held(self.fault(&why.cause, &account.route)));
        }
        let later = |time: &jiff::Timestamp| *time > now;
        let own = message.not_before.filter(later);
        let accounts = account.and_then(|account| account.not_before).filter(later);
        if let Some((_, why)) = account.and_then(|account| account.trouble.as_ref()) {
            let route = account.map_or(&Route::Relay, |account| &account.route);
            return Some(Waiting::Trouble {
                why: self.fault(&why.cause, route),
                when: accounts.map(|time| reader.near(time)),
            });
        }
        Some(match (own, accounts, account) {
            (Some(own), accounts, _) if accounts.is_none_or(|time| time <= own) => {
                let when = reader.near(own);
                match &message.last {
                    Some(last) => Waiting::Again {
                        why: self.attempt(last, None),
                        when,
                    },
                    None => Waiting::Planned(when),
                }
            }
            (_, Some(time), Some(account)) => self.pace(&account.route, reader.near(time)),
            _ => Waiting::Turn,
        })
    }

    /// A message as the log lists it.
    pub fn row(&self, message: &Message) -> LogRow {
        let reader = self.reader;
        let state = Group::of(message.state);
        let why = message
            .last
            .as_ref()
            .filter(|_| matches!(state, Group::Failed | Group::Bounced))
            .and_then(|last| self.attempt(last, None))
            .map(|why| why.sentence(reader.texts()));
        LogRow {
            id: message.id.to_string(),
            when: reader.moment(message.created_at),
            recipient: message.recipient.to_string(),
            subject: message.subject.clone(),
            state,
            waiting: self.waiting(message),
            why,
            user: reader.whose(message.user, message.user_name.as_str()),
        }
    }
}

/// The server of a route; none for the portal's, which is nobody's to look at.
pub const fn server_of(route: &Route) -> Option<&Destination> {
    match route {
        Route::Relay => None,
        Route::OwnServer { destination, .. } => Some(destination),
    }
}

/// The limit that people wait for: the longest distance from letter to letter, else the day's number.
fn rate(limits: &Limits) -> Option<Rate> {
    let seconds = [
        limits.letters_per_hour.map(|n| (3600 / n.max(1), Rate::Hour(n))),
        limits
            .letters_per_minute
            .map(|n| (60 / n.max(1), Rate::Minute(n))),
        limits.seconds_between_letters.map(|n| (n, Rate::Seconds(n))),
    ];
    let slowest = seconds.into_iter().flatten().max_by_key(|(seconds, _)| *seconds);
    let day = [limits.messages_per_day, limits.recipients_per_day];
    slowest
        .map(|(_, rate)| rate)
        .or_else(|| day.into_iter().flatten().min().map(Rate::Day))
}

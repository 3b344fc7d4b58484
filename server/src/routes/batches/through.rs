//! The servers that a batch goes out through, as its page shows them.

use crate::{letters::provider_of, routes::visitor::Visitor, state::State, testing};
use app::pages::{
    batches::{Stopped, Through},
    letters::Cause,
};
use providers::Provider;
use store::{AccountFault, AccountStatus, Route};

/// The provider of a route's server, where it is known.
pub fn provider<'a>(state: &'a State, route: &Route) -> Option<&'a Provider> {
    provider_of(state.catalogue, route)
}

/// A server, with how fast it takes so many letters.
pub fn through(visitor: &Visitor, account: &AccountStatus, letters: u64) -> Through {
    let provider = provider(&visitor.state, &account.route);
    let server = match &account.route {
        Route::Relay => None,
        Route::OwnServer { destination, .. } => Some(destination.host.to_string()),
    };
    Through {
        server,
        provider: provider.map(|provider| provider.name.clone()),
        why: provider
            .and_then(|provider| super::pace::estimate(provider, letters))
            .and_then(|(_, rate)| rate),
        stopped: stopped(visitor, account, provider),
    }
}

fn stopped(visitor: &Visitor, account: &AccountStatus, provider: Option<&Provider>) -> Option<Stopped> {
    let (since, why, again) = match (&account.held, &account.trouble) {
        (Some((since, why)), _) => (since, why, None),
        (None, Some((since, why))) => (since, why, account.not_before),
        (None, None) => return None,
    };
    let held = account.held.is_some();
    Some(Stopped {
        cause: of_account(&visitor.state, &account.route, provider, why),
        since: visitor.moment(*since),
        again: again
            .or_else(|| (!held).then(|| visitor.now()))
            .map(|at| visitor.moment(at)),
    })
}

fn of_account(state: &State, route: &Route, provider: Option<&Provider>, why: &AccountFault) -> Cause {
    Cause {
        of_account: true,
        ..cause(state, Some(route), provider, &why.cause)
    }
}

/// A cause with the words that its sentence may need.
pub fn cause(state: &State, route: Option<&Route>, provider: Option<&Provider>, key: &str) -> Cause {
    let destination = match route {
        Some(Route::OwnServer { destination, .. }) => Some(destination),
        Some(Route::Relay) | None => None,
    };
    Cause {
        key: key.to_owned(),
        provider: provider.map(|provider| provider.name.clone()),
        server: destination.map(|to| (to.host.to_string(), to.port.to_string())),
        user: destination
            .and_then(|to| to.user_name.clone())
            .unwrap_or_default(),
        egress: testing::egress(state),
        ..Cause::default()
    }
}

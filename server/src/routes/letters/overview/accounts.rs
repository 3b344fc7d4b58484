//! The accounts that letters wait for, as their reader may see them.

use crate::{
    routes::letters::{
        explain::{Explainer, server_of},
        held::own_route,
        reader::Reader,
    },
    web::Problem,
};
use app::pages::letters::overview::{AccountRow, AccountState};
use store::{AccountStatus, Route, SecretOwner};

/// The most that are shown.
const MOST: usize = 50;

/// Whether an account is this person's own: he signs in there himself.
fn is_own(reader: &Reader, route: &Route) -> bool {
    matches!(route, Route::OwnServer { secret: Some(SecretOwner::User(user)), .. } if *user == reader.person.user.id)
}

/// Whether he may let it be tried again: its owner, or an admin. The portal's server is the operator's.
pub fn may_retry(reader: &Reader, status: &AccountStatus) -> bool {
    let by_operator = status.held.as_ref().is_some_and(|(_, why)| why.is_by_operator());
    match status.route {
        Route::Relay => false,
        Route::OwnServer { .. } => !by_operator && (reader.is_admin() || is_own(reader, &status.route)),
    }
}

/// Those that do not work or make letters wait, the worst first. An admin sees the company's; everybody else his own, and
/// the one that his letters go out through, with how many of his wait for it.
pub async fn rows(reader: &Reader) -> Result<Vec<AccountRow>, Problem> {
    let mut accounts = reader.store().accounts().await?;
    if !reader.is_admin() {
        let route = own_route(&reader.state, &reader.person).await?;
        accounts.retain(|status| is_own(reader, &status.route) || Some(&status.route) == route.as_ref());
        let waiting = reader.store().count_messages(&reader.query()).await?.waiting;
        for status in &mut accounts {
            if !is_own(reader, &status.route) {
                status.waiting = status.waiting.min(waiting);
            }
        }
    }
    let now = reader.now();
    let rank = |status: &AccountStatus| match status {
        AccountStatus { held: Some(_), .. } => 0,
        AccountStatus { trouble: Some(_), .. } => 1,
        _ if status.waiting > 0 && status.not_before.is_some_and(|time| time > now) => 2,
        _ => 3,
    };
    accounts.retain(|status| rank(status) < 3);
    accounts.sort_by_key(|status| (rank(status), std::cmp::Reverse(status.waiting)));
    accounts.truncate(MOST);
    let explainer = Explainer::with(reader, Vec::new());
    Ok(accounts.iter().map(|status| row(&explainer, status)).collect())
}

fn row(explainer: &Explainer<'_>, status: &AccountStatus) -> AccountRow {
    let reader = explainer.reader;
    let next = status
        .not_before
        .filter(|time| *time > reader.now())
        .map(|time| reader.near(time));
    let fault = status.held.as_ref().or(status.trouble.as_ref());
    let server = server_of(&status.route);
    let state = match (&status.held, &status.trouble, next) {
        (Some((since, why)), ..) => AccountState::Held(
            reader.moment(*since).0,
            explainer.fault(&why.cause, &status.route),
        ),
        (None, Some((since, why)), next) => AccountState::Trouble(
            reader.moment(*since).0,
            explainer.fault(&why.cause, &status.route),
            next,
        ),
        (None, None, Some(when)) => AccountState::Pace(explainer.pace(&status.route, when)),
        (None, None, None) => AccountState::Works,
    };
    let settings = match &status.route {
        Route::OwnServer { .. } if is_own(reader, &status.route) => Some("/settings"),
        Route::OwnServer {
            secret: Some(SecretOwner::Company),
            ..
        } if reader.is_admin() => Some("/company/settings"),
        _ => None,
    };
    AccountRow {
        id: status.id.to_string(),
        name: server.map(|server| match &server.user_name {
            Some(user) => format!("{user} · {}", server.host),
            None => server.host.to_string(),
        }),
        server_words: fault
            .and_then(|(_, why)| why.reply.clone())
            .filter(|_| server.is_some()),
        state,
        waiting: status.waiting,
        retry: fault.is_some() && may_retry(reader, status),
        settings: settings.map(|path| reader.address(path)),
    }
}

//! Whether a person's letters wait because what they go out through does not work.

use super::{explain::Explainer, reader::Reader};
use crate::{
    state::State,
    web::{Kind, Problem, SignedIn},
};
use app::pages::settings::Held;
use delivery::route::ready;
use model::Language;
use store::{MessageQuery, Route};

/// Through what a person's letters go out now; none where nothing can.
pub async fn own_route(state: &State, person: &SignedIn) -> Result<Option<Route>, Problem> {
    let of = state
        .store
        .company(person.user.company)
        .user_settings(person.user.id)
        .await?
        .ok_or(Problem(Kind::NotFound))?;
    let relay = state.relay_for(&person.company);
    Ok(ready(&of, relay.as_ref()).ok().map(|ready| ready.route))
}

/// That the signed-in person's letters wait, and why; none where his account is not held.
pub async fn of(state: &State, language: Language, person: &SignedIn) -> Result<Option<Held>, Problem> {
    let Some(route) = own_route(state, person).await? else {
        return Ok(None);
    };
    let company = state.store.company(person.user.company);
    let accounts = company.accounts().await?;
    let held = accounts
        .into_iter()
        .find(|status| status.route == route)
        .and_then(|status| status.held);
    let Some((_, why)) = held else { return Ok(None) };
    let query = MessageQuery {
        user: Some(person.user.id),
        ..MessageQuery::default()
    };
    let reader = Reader {
        state: state.clone(),
        language,
        person: person.clone(),
    };
    let why = Explainer::with(&reader, Vec::new()).fault(&why.cause, &route);
    Ok(Some(Held {
        waiting: company.count_messages(&query).await?.waiting,
        why: why.sentence(reader.texts()),
        log: reader.address("/letters?state=waiting"),
    }))
}

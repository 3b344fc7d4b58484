//! Users as the company's pages list them: how each one's settings stand, and one page of them after another.

use super::visit::Visit;
pub use crate::routes::looked_for::searched;
use crate::web::{Kind, Problem};
use app::pages::company::{PersonLink, UserState};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{
    UserId,
    address::is_invisible,
    settings::{Effective, Outgoing, Relay, SendingMode},
};
use serde::Deserialize;
use store::{CompanyStore, StoreError, User, UserQuery, UserSettings, Verification};
use url::form_urlencoded;

/// How many users one page shows.
pub const PAGE: usize = 50;
/// How many are read at once where all of them count.
const AT_ONCE: u32 = 500;
/// The longest name in an address, in bytes: names are shorter.
const LONGEST_NAME: usize = 1000;

/// His name, leading to his page.
pub fn link(user: &User) -> PersonLink {
    PersonLink {
        id: user.id.to_string(),
        name: user.name.as_str().to_owned(),
        email: user.email.to_string(),
    }
}

/// How a user's settings stand.
pub fn standing(visit: &Visit, of: &UserSettings, effective: &Effective, relay: Option<&Relay>) -> UserState {
    if let Err(why) = Outgoing::of(effective, relay) {
        return UserState::Incomplete(why);
    }
    if effective.mode.value != SendingMode::OwnServer {
        return UserState::Portal;
    }
    match of.verification(effective) {
        Verification::Never => UserState::Never,
        Verification::Changed { what } => {
            UserState::Changed(what.first().map_or("password", |part| part.key()).to_owned())
        }
        Verification::Verified { at, .. } => UserState::Verified(visit.moment(at)),
        Verification::Failing { at, .. } => UserState::Failing(visit.moment(at)),
    }
}

/// Shows all users of the company to `see`, some at a time.
pub async fn each(
    company: &dyn CompanyStore,
    mut see: impl FnMut(UserSettings) + Send,
) -> Result<(), StoreError> {
    let mut query = UserQuery::default();
    loop {
        let some = company.user_table(&query, AT_ONCE).await?;
        let Some(last) = some.last() else { return Ok(()) };
        query.after = Some(place(last));
        some.into_iter().for_each(&mut see);
    }
}

fn place(of: &UserSettings) -> (String, UserId) {
    (of.user.name.as_str().to_owned(), of.user.id)
}

/// What the address of a list says.
#[derive(Deserialize, Default)]
pub struct Listed {
    #[serde(default)]
    search: String,
    #[serde(default)]
    after: String,
}

/// A page of a list of users.
pub struct Page {
    /// What is looked for.
    pub search: String,
    /// The users.
    pub users: Vec<UserSettings>,
    /// How many there are, or were found, where that is known.
    pub total: Option<u64>,
    /// The ways on.
    pub paging: app::pages::company::Paging,
}

impl Listed {
    /// The page that the address names, in two queries. `path` is the list's address.
    pub async fn page(self, visit: &Visit, path: &str) -> Result<Page, Problem> {
        let search = searched(&self.search);
        let query = UserQuery {
            search: (!search.is_empty()).then(|| search.clone()),
            after: if self.after.is_empty() {
                None
            } else {
                Some(read_place(&self.after)?)
            },
        };
        let company = visit.store();
        let one_more = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
        let mut users = company.user_table(&query, one_more).await?;
        let goes_on = users.len() > PAGE;
        users.truncate(PAGE);
        let total = match (search.is_empty(), query.after.is_some() || goes_on) {
            (true, _) => Some(company.count_users().await?),
            (false, false) => u64::try_from(users.len()).ok(),
            (false, true) => None,
        };
        let address = |after: Option<&UserSettings>| {
            let mut words = form_urlencoded::Serializer::new(String::new());
            if !search.is_empty() {
                words.append_pair("search", &search);
            }
            if let Some(last) = after {
                words.append_pair("after", &write_place(&place(last)));
            }
            match words.finish() {
                words if words.is_empty() => visit.address(path),
                words => format!("{}?{words}", visit.address(path)),
            }
        };
        let paging = app::pages::company::Paging {
            start: query.after.is_some().then(|| address(None)),
            next: users.last().filter(|_| goes_on).map(|last| address(Some(last))),
        };
        Ok(Page {
            search,
            users,
            total,
            paging,
        })
    }
}

/// The last user of a page as an address names him: id and name, so that the next page begins behind him also where he
/// is gone by then.
fn write_place((name, id): &(String, UserId)) -> String {
    URL_SAFE_NO_PAD.encode(format!("{id} {name}"))
}

fn read_place(text: &str) -> Result<(String, UserId), Problem> {
    let read = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let (id, name) = text.split_once(' ')?;
        let good = name.len() <= LONGEST_NAME && !name.chars().any(is_invisible);
        let id = id.parse().ok()?;
        good.then(|| (name.to_owned(), id))
    };
    read().ok_or(Problem(Kind::BadRequest))
}

#[cfg(test)]
mod tests {
    use super::{read_place, searched, write_place};
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    #[test]
    fn a_place_is_read_back_and_nothing_else_is() {
        let place = (
            "Õnne Ülo".to_owned(),
            "019a5b1e-7c00-7000-8000-000000000001".parse().unwrap(),
        );
        assert_eq!(read_place(&write_place(&place)), Ok(place.clone()));
        let nul = ("a\0b".to_owned(), place.1);
        let long = ("a".repeat(1001), place.1);
        for bad in [
            "x".to_owned(),
            "!".to_owned(),
            URL_SAFE_NO_PAD.encode("1 Mari"),
            URL_SAFE_NO_PAD.encode([0xff; 40]),
            write_place(&nul),
            write_place(&long),
        ] {
            assert!(read_place(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_looked_for_is_plain() {
        assert_eq!(searched("  ma\0ri\u{200b} "), "mari");
        assert_eq!(searched(&"õ".repeat(200)).chars().count(), 100);
    }
}

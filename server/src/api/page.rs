//! Lists, page by page: `?after=&limit=`, and where it goes on.

use super::{caller::id, problem::Problem, schema};
use axum::{
    Json,
    http::{HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::{fmt::Display, str::FromStr};
use utoipa::ToSchema;

/// How many there are on a page, unless another number is asked for.
const USUAL: u32 = 50;
/// The most on a page.
pub const MOST: u32 = 100;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// What is on it.
    items: Vec<T>,
    /// What `after` has to be for the next page; null on the last one.
    #[schema(value_type = Option<schema::Id>)]
    next: Option<String>,
}

/// Which page: where it begins, and how long it is.
#[derive(Debug)]
pub struct Wanted<C> {
    /// Behind this one.
    pub after: Option<C>,
    /// So many.
    pub limit: u32,
}

impl<C: FromStr> Wanted<C> {
    /// Reads the parameters.
    pub fn parse(after: Option<&str>, limit: Option<u32>) -> Result<Self, Problem> {
        let after = after
            .map(id)
            .transpose()
            .map_err(|_| Problem::parameter("after", "it is what next was on the page before"))?;
        let limit = limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::parameter("limit", format!("it is from 1 to {MOST}")));
        }
        Ok(Self { after, limit })
    }

    /// How many to ask the store for: one more, to see whether there is a next page.
    pub const fn with_one_more(&self) -> u32 {
        self.limit + 1
    }

    /// The page of what the store gave, with a `Link` to the next (RFC 8288).
    pub fn answer<R, T: Serialize>(
        &self,
        uri: &Uri,
        mut rows: Vec<R>,
        cursor: impl Fn(&R) -> C,
        view: impl FnMut(R) -> T,
    ) -> Response
    where
        C: Display,
    {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| cursor(row).to_string());
        let link = next.as_deref().and_then(|next| link(uri, next));
        let page = Page {
            items: rows.into_iter().map(view).collect(),
            next,
        };
        let mut response = Json(page).into_response();
        if let Some(link) = link {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }
}

/// The same address with another `after`; relative, so that a proxy in between does not matter.
fn link(uri: &Uri, next: &str) -> Option<HeaderValue> {
    let kept = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some("after"));
    let mut query: Vec<&str> = kept.collect();
    let after = format!("after={next}");
    query.push(&after);
    HeaderValue::from_str(&format!("<?{}>; rel=\"next\"", query.join("&"))).ok()
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn the_next_page_keeps_what_was_asked() {
        for (uri, expected) in [
            ("/api/v1/companies", "<?after=x>; rel=\"next\""),
            (
                "/api/v1/companies?limit=2&after=w",
                "<?limit=2&after=x>; rel=\"next\"",
            ),
        ] {
            assert_eq!(link(&uri.parse().unwrap(), "x").unwrap(), expected);
        }
    }
}

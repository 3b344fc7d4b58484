//! `POST /{language}/events/forget`: somebody says that an address is right again.

use crate::{
    routes::{company::visit::Posted, letters::reader::Reader},
    web::{Kind, Problem},
};
use axum::response::{IntoResponse, Redirect, Response};
use model::Mailbox;
use serde::Deserialize;
use store::{Actor, CompanyStore};

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    address: String,
    back: String,
}

/// Notes it, and goes back to the page that the button stands on.
pub async fn forget(reader: Reader, Posted(form): Posted<Form>) -> Result<Response, Problem> {
    let address = Mailbox::parse(&form.address).map_err(|_| Problem(Kind::BadRequest))?;
    let back = back(&form.back).ok_or(Problem(Kind::BadRequest))?;
    let said = note(&*reader.store(), &address, &reader.actor()).await?;
    let to = format!("{}?{said}", reader.address(back));
    Ok(Redirect::to(&to).into_response())
}

/// Notes it; what is then said stands in the address of the next page ([`super::bad::Heard`]).
pub async fn note(store: &dyn CompanyStore, address: &Mailbox, by: &Actor) -> Result<&'static str, Problem> {
    let noted = store.forget_bad_address(address, by).await?;
    Ok(if noted {
        "said=forgotten"
    } else {
        "said=forgotten-before"
    })
}

/// One of our own pages that has such a button, and no other address.
fn back(path: &str) -> Option<&str> {
    let mut parts = path.strip_prefix('/')?.split('/');
    let (what, id) = (parts.next()?, parts.next()?);
    let is_id = id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let rest: Vec<&str> = parts.collect();
    let known = matches!(
        (what, rest.as_slice()),
        ("events" | "batches", []) | ("compose", [] | ["preview"])
    );
    (known && is_id).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::back;

    #[test]
    fn the_way_back_leads_to_our_own_pages_alone() {
        const ID: &str = "019a0000-0000-7000-8000-000000000007";
        for path in [
            format!("/events/{ID}"),
            format!("/batches/{ID}"),
            format!("/compose/{ID}/preview"),
        ] {
            assert_eq!(back(&path), Some(path.as_str()));
        }
        for path in [
            String::new(),
            format!("/settings/{ID}"),
            format!("//evil.example/{ID}"),
            format!("/events/{ID}?said=x"),
            format!("/events/{ID}/preview"),
            format!("https://evil.example/events/{ID}"),
            "/events/../settings".to_owned(),
            format!("/compose/{ID}/send"),
        ] {
            assert_eq!(back(&path), None, "{path}");
        }
    }
}

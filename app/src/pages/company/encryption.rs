//! Exceptions from the rules about encryption, confirmed by an admin.
//!
//! **Forms**, each answered with 200 and a page that asks once more, which posts the same fields with `action=save` to
//! the same path; that is answered with 303 and [`super::Said`]:
//! - `POST /company/encryption/authority`: `pem`, button `action=preview` → [`render_add`]
//! - `POST /company/encryption/pin`: `server`, `port`, `sha256`, button `action=preview` → [`render_add`]
//! - `POST /company/encryption/plain`: `server`, `port`, `understood=yes`, button `action=preview` → [`render_add`]
//! - `GET /company/encryption/{id}/remove` → [`render_remove`], which posts `action=save` to the same path
//!
//! Where the sign-in is not fresh the forms are not there, and their routes answer with 403 and this page.

mod add;
mod ask;

pub use ask::{AddPage, Addition, RemovePage, render_add, render_remove};

use super::{Frame, Mistake, Part, Said, address, button_link};
use crate::shell::Shell;
use leptos::prelude::*;
use texts::Texts;

/// What is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trusted {
    /// A certificate authority of the company's own.
    Authority {
        /// Its name, as its certificate says it.
        name: String,
        /// From when it is valid, in words.
        from: String,
        /// Until when.
        until: String,
        /// Whether it is over.
        over: bool,
    },
    /// The key of one server.
    Pin {
        /// `server:port`.
        server: String,
        /// SHA-256 of the key, 64 hexadecimal digits.
        sha256: String,
    },
    /// A server to which a password may travel readable.
    PlainPassword {
        /// `server:port`.
        server: String,
    },
}

impl Trusted {
    fn subject(&self) -> &str {
        match self {
            Self::Authority { name, .. } => name,
            Self::Pin { server, .. } | Self::PlainPassword { server } => server,
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Authority { .. } => "authority",
            Self::Pin { .. } => "pin",
            Self::PlainPassword { .. } => "plain",
        }
    }
}

/// A confirmed exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionRow {
    /// Its id, as in addresses.
    pub id: String,
    /// What is trusted.
    pub trusted: Trusted,
    /// Who confirmed it.
    pub by: String,
    /// When, in words.
    pub when: String,
}

/// What was typed into the forms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// The certificate.
    pub pem: String,
    /// The pinned server.
    pub pin_server: String,
    /// Its port.
    pub pin_port: String,
    /// Its key's fingerprint.
    pub sha256: String,
    /// The server that takes a readable password.
    pub plain_server: String,
    /// Its port.
    pub plain_port: String,
}

/// A way to sign in again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInAgain {
    /// By an address.
    Link {
        /// What the link says.
        label: String,
        /// Where it leads.
        url: String,
    },
    /// By something to do elsewhere, as a sentence.
    Explained(String),
}

/// Whether something may be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Freshness {
    /// The sign-in is fresh.
    Fresh,
    /// One has to sign in again first, in one of these ways.
    SignInAgain(Vec<SignInAgain>),
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncryptionPage {
    /// What just happened.
    pub said: Option<Said>,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
    /// What is trusted.
    pub exceptions: Vec<ExceptionRow>,
    /// Whether something may be changed.
    pub freshness: Freshness,
    /// What was typed.
    pub typed: Typed,
    /// Whether the operator lets passwords travel readable at all.
    pub plain_allowed: bool,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: EncryptionPage) -> String {
    Frame::of(Part::Encryption, texts::texts(shell.language))
        .said(page.said)
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            let fresh = page.freshness == Freshness::Fresh;
            let change = match &page.freshness {
                Freshness::Fresh => add::forms(&page, texts),
                Freshness::SignInAgain(ways) => sign_in_again(ways, texts),
            };
            view! {
                <h2>{texts.get("encryption-list")}</h2>
                {list(&page.exceptions, fresh, texts)}
                {change}
            }
        })
}

fn list(exceptions: &[ExceptionRow], fresh: bool, texts: &Texts) -> AnyView {
    if exceptions.is_empty() {
        return view! { <p class="empty">{texts.get("encryption-empty")}</p> }.into_any();
    }
    let rows = exceptions
        .iter()
        .map(|row| exception(row, fresh, texts))
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn exception(row: &ExceptionRow, fresh: bool, texts: &Texts) -> AnyView {
    let subject = row.trusted.subject().to_owned();
    let details = match &row.trusted {
        Trusted::Authority {
            from, until, over, ..
        } => {
            let key = if *over {
                "encryption-was-valid"
            } else {
                "encryption-valid"
            };
            let words = texts.with(key, &[("from", from), ("until", until)]);
            let class = if *over { "bad-words" } else { "" };
            view! { <span class=class>{words}</span> }.into_any()
        }
        Trusted::Pin { sha256, .. } => fingerprint(sha256, texts),
        Trusted::PlainPassword { .. } => {
            view! { <span>{texts.get("encryption-plain-means")}</span> }.into_any()
        }
    };
    let remove = fresh.then(|| {
        let url = address(
            texts.language(),
            &format!("{}/{}/remove", Part::Encryption.path(), row.id),
        );
        button_link(url, texts.get("company-remove"), &subject)
    });
    view! {
        <li>
            <div>
                <h3>{subject.clone()}</h3>
                <p class="hint">{texts.get(&format!("encryption-kind-{}", row.trusted.kind()))}</p>
                <p>{details}</p>
                <p class="hint">
                    {texts.with("encryption-confirmed", &[("name", &row.by), ("when", &row.when)])}
                </p>
            </div>
            <div class="do">{remove}</div>
        </li>
    }
    .into_any()
}

fn fingerprint(sha256: &str, texts: &Texts) -> AnyView {
    view! { <span>{texts.get("encryption-fingerprint")} ": " <code>{ask::groups(sha256)}</code></span> }
        .into_any()
}

fn sign_in_again(ways: &[SignInAgain], texts: &Texts) -> AnyView {
    let ways = ways
        .iter()
        .map(|way| match way {
            SignInAgain::Link { label, url } => {
                view! { <li><a class="btn" href=url.clone()>{label.clone()}</a></li> }.into_any()
            }
            SignInAgain::Explained(words) => view! { <li>{words.clone()}</li> }.into_any(),
        })
        .collect_view();
    view! {
        <div class="box again">
            <h2>{texts.get("sign-in-again-title")}</h2>
            <p>{texts.get("sign-in-again-why")}</p>
            <ul class="ways">{ways}</ul>
        </div>
    }
    .into_any()
}

//! What is a whole company's: for its admins alone. Every page has the same frame: the company's pages in a row, what is
//! wrong or what just happened, heading, lead.
//!
//! Each file says at its top which forms are on its page: method, path (without the language), fields, buttons. A form
//! that changes something for others is posted with `action=preview` first; the answer (200) is a page that says what
//! would happen, with a form that posts the same fields and `action=save`. What is saved is answered with 303 to the
//! page and `?said=<key>` ([`Said`]); what is wrong with 422 and the same page, values kept ([`Mistake`]).

pub mod api_keys;
pub mod audit;
mod confirm;
pub mod encryption;
mod mistake;
pub mod network;
pub mod overview;
mod people;
pub mod retention;
mod said;
mod secrets;
pub mod sender_user;
pub mod user;
pub mod users;
pub mod webhooks;

pub use mistake::{Mistake, ServerForm};
pub use people::{Paging, PersonLink, SendsThrough, UserState};
pub use said::Said;
pub use secrets::Overlap;

use crate::{
    components::notice::notice,
    shell::{Place, Shell},
};
use leptos::prelude::*;
use model::Language;
use texts::Texts;

/// The company's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// How things stand.
    Overview,
    /// All users.
    Users,
    /// What holds for everyone who has chosen nothing else; the page of settings renders it.
    Settings,
    /// Whose settings are the base for all.
    SenderUser,
    /// Addresses to allow, and the event mailbox.
    Network,
    /// Exceptions from the rules about encryption.
    Encryption,
    /// Keys for the API.
    ApiKeys,
    /// Where the portal is told of what happens.
    Webhooks,
    /// How long things are kept.
    Retention,
    /// Who did what.
    Audit,
}

impl Part {
    /// All, in the order of the row.
    pub const ALL: [Self; 10] = [
        Self::Overview,
        Self::Users,
        Self::Settings,
        Self::SenderUser,
        Self::Network,
        Self::Encryption,
        Self::ApiKeys,
        Self::Webhooks,
        Self::Retention,
        Self::Audit,
    ];

    /// The page's address without the language.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/company",
            Self::Users => "/company/users",
            Self::Settings => "/company/settings",
            Self::SenderUser => "/company/sender-user",
            Self::Network => "/company/network",
            Self::Encryption => "/company/encryption",
            Self::ApiKeys => "/company/api-keys",
            Self::Webhooks => "/company/webhooks",
            Self::Retention => "/company/retention",
            Self::Audit => "/company/audit",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Users => "users",
            Self::Settings => "settings",
            Self::SenderUser => "sender-user",
            Self::Network => "network",
            Self::Encryption => "encryption",
            Self::ApiKeys => "api-keys",
            Self::Webhooks => "webhooks",
            Self::Retention => "retention",
            Self::Audit => "audit",
        }
    }
}

/// What stands around a page's own content.
struct Frame {
    part: Part,
    /// Whether this is the part's own page, not one below it.
    itself: bool,
    title: String,
    lead: Option<String>,
    said: Option<Said>,
    mistakes: Vec<Mistake>,
}

impl Frame {
    /// The frame of a part's own page, with its title and lead.
    fn of(part: Part, texts: &Texts) -> Self {
        let key = part.key();
        Self {
            part,
            itself: true,
            title: texts.get(&format!("company-{key}-title")),
            lead: Some(texts.get(&format!("company-{key}-lead"))),
            said: None,
            mistakes: Vec::new(),
        }
    }

    /// The frame of a page below a part's own.
    fn below(part: Part, title: String) -> Self {
        Self {
            part,
            itself: false,
            title,
            lead: None,
            said: None,
            mistakes: Vec::new(),
        }
    }

    /// It is the part's own page after all.
    fn itself(mut self) -> Self {
        self.itself = true;
        self
    }

    fn lead(mut self, lead: String) -> Self {
        self.lead = Some(lead);
        self
    }

    fn said(mut self, said: Option<Said>) -> Self {
        self.said = said;
        self
    }

    fn mistakes(mut self, mistakes: &[Mistake]) -> Self {
        self.mistakes = mistakes.to_vec();
        self
    }

    /// The whole document.
    fn document<V: IntoView + 'static>(
        self,
        mut shell: Shell,
        content: impl FnOnce(&'static Texts) -> V + 'static,
    ) -> String {
        let texts = texts::texts(shell.language);
        shell.title.clone_from(&self.title);
        shell.place = Place::Company;
        shell.has_errors = !self.mistakes.is_empty();
        shell.document(move || {
            let Self {
                part,
                itself,
                title,
                lead,
                said,
                mistakes,
            } = self;
            view! {
                {row(part, itself, texts)}
                {(!mistakes.is_empty()).then(|| summary(&mistakes, texts))}
                {said.map(|said| notice(said.notice(texts)))}
                <h1>{title}</h1>
                {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
                {content(texts)}
            }
        })
    }
}

/// The company's pages in a row. `itself`: this is the part's own page, not one below it.
pub fn row(here: Part, itself: bool, texts: &Texts) -> impl IntoView + use<> {
    let language = texts.language();
    let links = Part::ALL
        .into_iter()
        .map(|part| {
            let current = (part == here).then_some(if itself { "page" } else { "true" });
            view! {
                <li>
                    <a href=address(language, part.path()) aria-current=current>
                        {texts.get(&format!("company-{}", part.key()))}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="parts" aria-label=texts.get("company-nav-label")>
            <ul>{links}</ul>
        </nav>
    }
}

/// What is wrong, on top, with a link to each field; focus goes here when the page comes.
fn summary(mistakes: &[Mistake], texts: &Texts) -> impl IntoView + use<> {
    let lines = mistakes
        .iter()
        .map(|mistake| {
            view! { <li><a href=format!("#{}", mistake.field())>{mistake.sentence(texts)}</a></li> }
        })
        .collect_view();
    view! {
        <div class="summary" id="error-summary" role="alert" tabindex="-1" autofocus>
            <h2>{texts.get("error-summary-title")}</h2>
            <ul>{lines}</ul>
        </div>
    }
}

/// A page's address.
fn address(language: Language, path: &str) -> String {
    format!("/{language}{path}")
}

/// The words at a field, where something is wrong with it.
fn at(mistakes: &[Mistake], field: &str, texts: &Texts) -> Option<String> {
    mistakes
        .iter()
        .find(|mistake| mistake.field() == field)
        .map(|mistake| mistake.sentence(texts))
}

/// The version that the person saw, so that two people do not overwrite each other.
fn version_field(version: u64) -> impl IntoView {
    view! { <input type="hidden" name="version" value=version.to_string() /> }
}

/// A sentence by a key that comes from elsewhere; the key itself where there is none.
fn sentence_or_key(texts: &Texts, prefix: &str, key: &str) -> String {
    let name = format!("{prefix}-{}", key.replace(['.', '_'], "-"));
    let well_formed = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if well_formed && texts.has(&name) {
        texts.get(&name)
    } else {
        key.to_owned()
    }
}

/// A button alone in a form, with what it is about for those who do not see the line it stands on.
fn button_form(action: String, words: String, about: &str) -> impl IntoView + use<> {
    let about = format!(": {about}");
    view! {
        <form method="post" action=action>
            <button class="small">{words}<span class="away">{about}</span></button>
        </form>
    }
}

/// A link that looks like a button, with what it is about for those who do not see the line it stands on.
fn button_link(url: String, words: String, about: &str) -> impl IntoView + use<> {
    let about = format!(": {about}");
    view! { <a class="btn small" href=url>{words}<span class="away">{about}</span></a> }
}

//! The page of one provider: facts, then steps.

use super::breadcrumb;
use crate::{
    dates, markdown,
    shell::{Place, Shell},
};
use leptos::prelude::*;
use model::{
    Language, Security,
    provider::{Endpoint, PasswordSignIn, SenderRule, UserNameForm},
};
use texts::{Guide, Texts};

/// Whether sent letters appear in the mailbox's own Sent folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentCopy {
    /// They do.
    Yes,
    /// They do not.
    No,
    /// Not known.
    Unknown,
}

/// How sure the facts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// Confirmed.
    High,
    /// Likely.
    Medium,
    /// One source, or an old one.
    Low,
    /// Nobody confirms them.
    Unconfirmed,
}

impl Confidence {
    const fn key(self) -> &'static str {
        match self {
            Self::High => "help-confidence-high",
            Self::Medium => "help-confidence-medium",
            Self::Low => "help-confidence-low",
            Self::Unconfirmed => "help-confidence-unconfirmed",
        }
    }
}

/// A limit: the key of its sentence and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// `help-limit-…`.
    pub key: &'static str,
    /// The number in it.
    pub n: u64,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderPage {
    /// The provider's name.
    pub name: String,
    /// Its servers, best first.
    pub servers: Vec<Endpoint>,
    /// What it takes as user name.
    pub user_name: UserNameForm,
    /// Whether it takes a password.
    pub password_sign_in: PasswordSignIn,
    /// Which senders it lets through.
    pub sender: SenderRule,
    /// Whether sent letters appear in the Sent folder.
    pub sent_copy: SentCopy,
    /// Its limits.
    pub limits: Vec<Limit>,
    /// Its own help page.
    pub official: Option<String>,
    /// When the facts were last checked, ISO 8601.
    pub checked: String,
    /// Against what, in English.
    pub sources: Vec<String>,
    /// How sure they are.
    pub confidence: Confidence,
    /// The guide.
    pub guide: Guide,
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, page: ProviderPage) -> String {
    let language = shell.language;
    let texts = texts::texts(language);
    shell.title.clone_from(&page.guide.title);
    shell.place = Place::Help;
    shell.document(move || {
        let steps = page
            .guide
            .steps
            .iter()
            .enumerate()
            .map(|(at, step)| {
                view! {
                    <li class="step" id=step.id.as_ref().map(|id| format!("step-{id}"))>
                        <h3><i aria-hidden="true">{at + 1}</i>{step.title.clone()}</h3>
                        <p inner_html=markdown::inline(&step.text)></p>
                    </li>
                }
            })
            .collect_view();
        let notes = (!page.guide.notes.is_empty()).then(|| {
            let notes = page
                .guide
                .notes
                .iter()
                .map(|note| view! { <li inner_html=markdown::inline(note)></li> })
                .collect_view();
            view! { <h2>{texts.get("help-worth-knowing")}</h2><ul class="notes">{notes}</ul> }
        });
        view! {
            {breadcrumb(language, &page.name)}
            <h1>{page.guide.title.clone()}</h1>
            <p class="lead" inner_html=markdown::inline(&page.guide.lead)></p>
            {unsure(&page, texts)}
            {facts(&page, texts)}
            <h2>{texts.get("help-steps")}</h2>
            <ol class="guide">{steps}</ol>
            {notes}
            <p class="hint checked">{checked(&page, language, texts)}</p>
            <details class="sources">
                <summary>{texts.get("help-sources")}</summary>
                <ul lang="en">
                    {page
                        .sources
                        .iter()
                        .map(|source| view! { <li>{source.clone()}</li> })
                        .collect_view()}
                </ul>
            </details>
            <p class="actions no-print">
                <a class="btn primary" href=format!("/{language}/settings")>{texts.get("help-open-settings")}</a>
                <a class="btn" href=format!("/{language}/help")>{texts.get("help-back")}</a>
            </p>
        }
    })
}

/// Facts that nobody confirms are called so before they are read.
fn unsure(page: &ProviderPage, texts: &Texts) -> Option<impl IntoView + use<>> {
    let sure = matches!(page.confidence, Confidence::High | Confidence::Medium);
    (!sure).then(|| view! { <p class="notice warn">{texts.get(page.confidence.key())}</p> })
}

fn checked(page: &ProviderPage, language: Language, texts: &Texts) -> String {
    let date = dates::day(language, &page.checked);
    let mut text = texts.with("help-checked", &[("date", date.as_str())]);
    if matches!(page.confidence, Confidence::High | Confidence::Medium) {
        text.push(' ');
        text.push_str(&texts.get(page.confidence.key()));
    }
    text
}

fn facts(page: &ProviderPage, texts: &'static Texts) -> AnyView {
    let language = texts.language();
    let servers = page
        .servers
        .iter()
        .map(|server| {
            let security = security_words(texts, server.security);
            let port = server.port.to_string();
            let words = [
                ("server", server.host.as_str()),
                ("port", port.as_str()),
                ("security", security.as_str()),
            ];
            view! { <dd class="server">{texts.with("help-server-line", &words)}</dd> }
        })
        .collect_view();
    let user_name = match &page.user_name {
        UserNameForm::Address => texts.get("help-user-name-address"),
        UserNameForm::LocalPart => texts.get("help-user-name-local-part"),
        UserNameForm::Literal(word) => texts.with("help-user-name-literal", &[("word", word)]),
        UserNameForm::Issued => texts.get("help-user-name-issued"),
    };
    let sign_in = match &page.password_sign_in {
        PasswordSignIn::Works => None,
        PasswordSignIn::Ended(day) => Some(("help-sign-in-ended", day)),
        PasswordSignIn::OffByDefaultFrom(day) => Some(("help-sign-in-off-by-default", day)),
    }
    .map(|(key, day)| {
        let date = dates::day(language, day);
        view! { <dd class="ended">{texts.with(key, &[("date", &date)])}</dd> }
    });
    let sender = match page.sender {
        SenderRule::EqualsUserName => "help-sender-equals-user-name",
        SenderRule::AccountOrAlias => "help-sender-account-or-alias",
        SenderRule::RewrittenToAccount => "help-sender-rewritten-to-account",
        SenderRule::AnyOfDomain => "help-sender-any-of-domain",
        SenderRule::Verified => "help-sender-verified",
        SenderRule::Unknown => "help-sender-unknown",
    };
    let sent_copy = match page.sent_copy {
        SentCopy::Yes => "help-sent-copy-yes",
        SentCopy::No => "help-sent-copy-no",
        SentCopy::Unknown => "help-sent-copy-unknown",
    };
    let limits: Vec<String> = page
        .limits
        .iter()
        .map(|limit| texts.count(limit.key, "n", limit.n))
        .collect();
    let limits = if limits.is_empty() {
        texts.get("help-limit-unknown")
    } else {
        limits.join("; ")
    };
    let official = page.official.clone().map(|url| {
        view! {
            <dt>{texts.get("help-official")}</dt>
            <dd><a href=url.clone() rel="noreferrer">{url.clone()}</a></dd>
        }
    });
    view! {
        <h2 class="away">{texts.get("help-facts")}</h2>
        <dl class="kv box facts">
            <dt>{texts.get("help-server")}</dt>
            {servers}
            <dt>{texts.get("help-user-name")}</dt>
            <dd>{user_name}</dd>
            <dt>{texts.get("help-password")}</dt>
            <dd>{page.guide.password_label.clone()}</dd>
            {sign_in}
            <dt>{texts.get("help-sender")}</dt>
            <dd>{texts.get(sender)}</dd>
            <dt>{texts.get("help-sent-copy")}</dt>
            <dd>{texts.get(sent_copy)}</dd>
            <dt>{texts.get("help-limits")}</dt>
            <dd>{limits}</dd>
            {official}
        </dl>
    }
    .into_any()
}

fn security_words(texts: &Texts, security: Security) -> String {
    match security {
        Security::None => texts.get("security-none-long"),
        other => texts.get(&format!("security-{}", other.key())),
    }
}

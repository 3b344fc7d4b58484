//! Whose an address is: the catalogue's domains first, then the domain's MX.

use crate::state::State;
use app::{
    dates,
    pages::settings::{FoundView, GuideBox},
};
use model::{
    Host, Language, Mailbox,
    provider::{FoundBy, PasswordSignIn, ProviderHint, Recognition},
};
use providers::Provider;
use smtp::ResolveError;
use texts::Guide;

/// What the catalogue alone knows; asks nobody.
pub fn at_once(state: &State, language: Language, address: &str) -> FoundView {
    let Ok(mailbox) = Mailbox::parse(address) else {
        return FoundView::default();
    };
    match state.catalogue.recognise(mailbox.domain(), None) {
        Some((provider, found_by)) => view(state, language, mailbox.domain(), provider, found_by),
        // Not looked up: nothing is said about it.
        None => FoundView::default(),
    }
}

/// What the catalogue knows, or the domain's MX tells.
pub async fn with_look_up(state: &State, language: Language, domain: &Host) -> FoundView {
    if let Some((provider, found_by)) = state.catalogue.recognise(domain, None) {
        return view(state, language, domain, provider, found_by);
    }
    let (mx, undecided) = match state.courier.resolver.mx(domain).await {
        Ok(mx) => (mx, false),
        Err(ResolveError::NotFound | ResolveError::NoRecord) => (Vec::new(), false),
        Err(error) => {
            tracing::debug!(%domain, "no MX: {error}");
            (Vec::new(), true)
        }
    };
    match state.catalogue.recognise(domain, Some(&mx)) {
        Some((provider, found_by)) => view(state, language, domain, provider, found_by),
        None => FoundView {
            recognition: Recognition {
                domain: domain.to_string(),
                provider: None,
                undecided,
            },
            guide: None,
        },
    }
}

/// The provider of what is saved: the server's, whatever the address.
pub fn of_server(state: &State, language: Language, host: &Host, domain: &Host) -> Option<FoundView> {
    let provider = state.catalogue.of_settings(host, Some(domain))?;
    let found_by = if provider.has_domain(domain) {
        FoundBy::Domain
    } else {
        FoundBy::Server
    };
    Some(view(state, language, domain, provider, found_by))
}

fn view(
    state: &State,
    language: Language,
    domain: &Host,
    provider: &Provider,
    found_by: FoundBy,
) -> FoundView {
    let guide = guide(language, provider);
    FoundView {
        recognition: Recognition {
            domain: domain.to_string(),
            provider: Some(readable(state.catalogue.hint(provider, found_by), language)),
            undecided: false,
        },
        guide: guide.map(|guide| GuideBox {
            short: guide.short,
            url: format!("/{language}/help/{}", provider.slug),
            // A few minutes are not worth a sentence.
            minutes_for_200: providers::estimate(provider, 200)
                .map(|estimate| estimate.seconds.div_ceil(60))
                .filter(|minutes| *minutes >= 10),
        }),
    }
}

/// The hint with its days as they are written in the language: they stand in sentences.
fn readable(mut hint: ProviderHint, language: Language) -> ProviderHint {
    if let PasswordSignIn::Ended(day) | PasswordSignIn::OffByDefaultFrom(day) = &mut hint.password_sign_in {
        *day = dates::day(language, day);
    }
    hint
}

/// A provider's own guide, or the one for its kind of password.
pub fn guide(language: Language, provider: &Provider) -> Option<Guide> {
    use model::provider::PasswordKind;
    let texts = texts::texts(language);
    if let Some(own) = texts
        .guide(&provider.slug)
        .or_else(|| texts.guide(provider.family.as_deref()?))
    {
        return Some(own.clone());
    }
    let kind = match provider.password {
        PasswordKind::AppPassword => "_app-password",
        PasswordKind::Mailbox | PasswordKind::MailboxOrApp | PasswordKind::NoPassword => "_mailbox",
        PasswordKind::ApiKey => "_api-key",
    };
    texts.guide(kind).map(|guide| guide.naming(&provider.name))
}

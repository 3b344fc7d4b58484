//! Help: public, in both languages, from the catalogue and the guides.

use super::recognise;
use crate::{
    state::State,
    web::{Kind, MaybeSignedIn, PageLanguage, Problem, shell},
};
use app::pages::help::{self, Confidence, IndexGroup, Limit, ProviderPage, SentCopy};
use axum::{
    extract::{Path, State as Shared},
    response::Html,
};
use providers::{Group, Limits, Provider};

/// `GET /{language}/help`: all guides.
pub async fn index(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    MaybeSignedIn(person): MaybeSignedIn,
) -> Html<String> {
    let groups = [
        (Group::Estonian, "help-group-estonia"),
        (Group::Mailbox, "help-group-mailbox"),
        (Group::Relay, "help-group-relay"),
    ]
    .map(|(group, key)| IndexGroup {
        key,
        providers: state
            .catalogue
            .all()
            .iter()
            .filter(|provider| provider.group == group)
            .map(line)
            .collect(),
    });
    let shell = shell::around(&state, language, "/help", person.as_ref());
    Html(help::render_index(shell, groups.into()))
}

fn line(provider: &Provider) -> (String, String, String) {
    let domains: Vec<&str> = provider.domains.iter().take(3).map(model::Host::as_str).collect();
    (provider.slug.clone(), provider.name.clone(), domains.join(", "))
}

/// `GET /{language}/help/{slug}`: a provider's guide, or an article.
pub async fn page(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    MaybeSignedIn(person): MaybeSignedIn,
    Path((_, slug)): Path<(String, String)>,
) -> Result<Html<String>, Problem> {
    let shell = shell::around(&state, language, &format!("/help/{slug}"), person.as_ref());
    if slug == help::CAME_BACK {
        return Ok(Html(help::render_came_back(shell)));
    }
    if let Some(article) = texts::texts(language).article(&slug) {
        return Ok(Html(help::render_article(shell, article)));
    }
    let provider = state.catalogue.by_slug(&slug).ok_or(Problem(Kind::NotFound))?;
    let guide = recognise::guide(language, provider).ok_or(Problem(Kind::NotFound))?;
    let page = ProviderPage {
        name: provider.name.clone(),
        servers: provider.servers.iter().map(providers::Server::endpoint).collect(),
        user_name: provider.user_name.clone(),
        password_sign_in: provider.password_sign_in.clone(),
        sender: provider.sender,
        sent_copy: match provider.sent_copy {
            providers::SentCopy::Yes => SentCopy::Yes,
            providers::SentCopy::No => SentCopy::No,
            providers::SentCopy::Unknown => SentCopy::Unknown,
        },
        limits: limits(&provider.limits),
        official: provider.help.clone(),
        checked: provider.checked.as_str().to_owned(),
        sources: provider.sources.clone(),
        confidence: match provider.confidence {
            providers::Confidence::High => Confidence::High,
            providers::Confidence::Medium => Confidence::Medium,
            providers::Confidence::Low => Confidence::Low,
            providers::Confidence::Unconfirmed => Confidence::Unconfirmed,
        },
        guide,
    };
    Ok(Html(help::render_provider(shell, page)))
}

fn limits(limits: &Limits) -> Vec<Limit> {
    [
        ("help-limit-letters-per-hour", limits.letters_per_hour),
        ("help-limit-letters-per-minute", limits.letters_per_minute),
        ("help-limit-seconds-between", limits.seconds_between_letters),
        ("help-limit-recipients-per-day", limits.recipients_per_day),
        ("help-limit-messages-per-day", limits.messages_per_day),
        ("help-limit-recipients-per-message", limits.recipients_per_message),
        ("help-limit-connections", limits.connections),
        ("help-limit-megabytes", limits.megabytes),
    ]
    .into_iter()
    .filter_map(|(key, number)| number.map(|n| Limit { key, n: u64::from(n) }))
    .collect()
}

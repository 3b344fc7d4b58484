//! The page put together.

use crate::{
    routes::{recognise, visitor::Visitor},
    web::Problem,
};
use app::{
    components::notice::Notice,
    pages::mailbox::{self, Allowed, MailboxPage, Mistake, PATH, Trouble, Typed},
};
use axum::response::Html;
use model::{
    provider::PasswordKind,
    settings::{Destination, Effective, SendingMode},
};
use providers::Provider;
use store::UserMailbox;

/// What is on the page beside what is stored.
#[derive(Default)]
pub struct Content {
    pub notice: Option<Notice>,
    /// What was typed; none where the page fills it in.
    pub typed: Option<Typed>,
    pub mistakes: Vec<Mistake>,
    pub stopped: Option<Trouble>,
}

/// The page.
pub async fn render(visitor: &Visitor, content: Content) -> Result<Html<String>, Problem> {
    let stored = visitor.store().mailbox(visitor.person.user.id).await?;
    let effective = visitor.settings().await?.effective();
    let provider = effective.host.as_ref().and_then(|host| {
        let domain = effective.sender.value.domain();
        visitor.state.catalogue.of_settings(&host.value, Some(domain))
    });
    let filled = stored.is_none() && content.typed.is_none();
    let typed = content
        .typed
        .unwrap_or_else(|| fill(stored.as_ref(), provider, &effective));
    let guide = provider.and_then(|provider| recognise::guide(visitor.language, provider));
    let page = MailboxPage {
        notice: content.notice,
        mistakes: content.mistakes,
        stopped: content.stopped,
        allowed: stored.as_ref().map(|stored| allowed(visitor, stored)),
        own_server: effective.mode.value == SendingMode::OwnServer,
        typed,
        app_password: provider.is_some_and(|provider| provider.password == PasswordKind::AppPassword),
        guide: guide
            .and(provider)
            .map(|provider| visitor.address(&format!("/help/{}", provider.slug))),
        provider: provider
            .filter(|provider| filled && provider.reading.is_some())
            .map(|provider| provider.name.clone()),
    };
    Ok(Html(mailbox::render(visitor.shell(PATH), page)))
}

/// What stands in the form at first: what is allowed, else what is known of the provider.
fn fill(stored: Option<&UserMailbox>, provider: Option<&Provider>, effective: &Effective) -> Typed {
    if let Some(stored) = stored {
        let at = &stored.destination;
        return Typed {
            server: at.host.to_string(),
            port: at.port.to_string(),
            security: at.security.key().to_owned(),
            user_name: at.user_name.clone().unwrap_or_default(),
        };
    }
    let user_name = effective
        .destination()
        .and_then(|destination| destination.user_name.clone())
        .unwrap_or_else(|| effective.sender.value.to_string());
    match provider.and_then(|provider| provider.reading.as_ref()) {
        Some(reading) => Typed {
            server: reading.host.to_string(),
            port: reading.port.to_string(),
            security: reading.security.key().to_owned(),
            user_name,
        },
        None => Typed {
            port: "993".to_owned(),
            security: "tls".to_owned(),
            user_name,
            ..Typed::default()
        },
    }
}

fn allowed(visitor: &Visitor, stored: &UserMailbox) -> Allowed {
    let again = stored.next_look_at.is_some();
    let at = &stored.destination;
    Allowed {
        server: at.host.to_string(),
        user_name: at.user_name.clone().unwrap_or_default(),
        since: visitor.near(stored.allowed_at),
        looked_at: stored.looked_at.map(|at| visitor.near(at)),
        found: stored.found,
        found_at: stored.found_at.map(|at| visitor.near(at)),
        trouble: stored.fault.as_ref().map(|fault| {
            (
                trouble(at, &fault.key, fault.said.as_deref()),
                visitor.near(fault.since),
                again,
            )
        }),
    }
}

/// A fault as people are told of it. What the server said is shown, as it is cleaned; that an address is refused is not
/// told apart from one that does not answer.
pub fn trouble(at: &Destination, key: &str, said: Option<&str>) -> Trouble {
    Trouble {
        key: key.to_owned(),
        said: said.map(str::to_owned),
        server: at.host.to_string(),
        port: at.port.to_string(),
        user_name: at.user_name.clone().unwrap_or_default(),
    }
}

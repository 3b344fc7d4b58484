//! The settings page put together.

use super::rules;
use crate::{
    state::State,
    testing, times,
    web::{Problem, SignedIn, shell},
};
use app::{
    components::{
        badge::Mood,
        way::{Leg, Stop, WayState},
    },
    islands::settings_editor::EditorStart,
    pages::settings::{self as view, FoundView, Notice, SettingsPage, Standing, editor_phrases},
};
use axum::response::Html;
use model::{
    Language, Security,
    session::Stage,
    settings::{Checked, OwnServer, SendingMode, SettingsForm, check},
};
use store::{Settings, Verification};

/// Who looks at what.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub state: &'a State,
    pub language: Language,
    pub person: &'a SignedIn,
    pub stored: &'a Settings,
}

/// What stands in the form.
pub struct Content {
    pub mode: SendingMode,
    pub form: SettingsForm,
    pub found: FoundView,
    /// What was found when the form was sent and refused, its password included. Without it the rules are asked anew.
    pub refused: Option<Checked>,
    /// Whether the server's fields were filled in and not seen yet.
    pub filled: bool,
}

impl Content {
    pub const fn new(mode: SendingMode, form: SettingsForm, found: FoundView) -> Self {
        Self {
            mode,
            form,
            found,
            refused: None,
            filled: false,
        }
    }
}

/// What just happened, as the address says it.
pub fn said(language: Language, said: &str, server: Option<&OwnServer>) -> Option<Notice> {
    let texts = texts::texts(language);
    let words = match (said, server) {
        ("saved", _) => texts.get("notice-saved"),
        ("mode-saved", _) => texts.get("notice-mode-saved"),
        ("saved-filled", Some(server)) => {
            let destination = &server.destination;
            let port = destination.port.to_string();
            let security = security_words(texts, destination.security);
            texts.with(
                "notice-saved-filled",
                &[
                    ("server", destination.host.as_str()),
                    ("port", &port),
                    ("security", &security),
                ],
            )
        }
        _ => return None,
    };
    Some(Notice {
        mood: Mood::Good,
        words,
    })
}

/// The page.
pub async fn render(
    of: &View<'_>,
    content: Content,
    notice: Option<Notice>,
) -> Result<Html<String>, Problem> {
    let View {
        state,
        language,
        person,
        stored,
    } = *of;
    let company = state.store.company(person.user.company);
    let verification = company
        .verification(person.user.id)
        .await?
        .unwrap_or(Verification::Never);
    let latest = company.latest_test(person.user.id).await?;
    let rules = rules(state, stored);
    let provider = content.found.recognition.provider.clone();
    let submitted = content.refused.is_some();
    let checked = content
        .refused
        .unwrap_or_else(|| check(&content.form, "", provider.as_ref(), &rules));
    let running = latest.as_ref().is_some_and(|run| run.verdict.is_none());
    let test = latest.map(|run| format!("/{language}/tests/{}", run.id));
    let own = stored.mode == SendingMode::OwnServer;
    let can_test = own
        && stored
            .own_server
            .as_ref()
            .is_some_and(|s| s.destination.user_name.is_none() || stored.password_set);
    let page = SettingsPage {
        standing: Standing {
            test: test.filter(|_| own),
            ..standing(of, &verification, running)
        },
        notice,
        can_test,
        way: way(of, &content.form, &verification),
        mode: content.mode,
        version: stored.version,
        test_address: person.user.email.to_string(),
        start: EditorStart {
            recognise: format!("/api/v1/recognise?lang={language}&domain="),
            submitted,
            filled: content.filled,
            provider,
            domain: content.found.recognition.domain.clone(),
            phrases: editor_phrases(texts::texts(language)),
            rules,
        },
        form: content.form,
        checked,
        found: content.found,
    };
    Ok(Html(view::render(
        shell::around(state, language, "/settings", Some(person)),
        page,
    )))
}

fn standing(of: &View<'_>, verification: &Verification, running: bool) -> Standing {
    let texts = texts::texts(of.language);
    let at = |time| times::moment(of.language, time, &of.state.zone);
    let (mood, words) = match (of.stored.mode, &of.stored.own_server, verification) {
        _ if running => (Mood::Open, texts.get("badge-running")),
        (_, None, _) if of.stored.version == 0 => (Mood::Open, texts.get("badge-none")),
        (SendingMode::Portal | SendingMode::ReplyTo, ..) => (Mood::Plain, texts.get("badge-portal")),
        (_, None, _) => (Mood::Open, texts.get("badge-none")),
        (_, _, Verification::Never) => (Mood::Open, texts.get("badge-never")),
        (_, _, Verification::Changed { what }) => {
            let part = what.first().map_or("password", |part| part.key());
            (Mood::Open, texts.get(&format!("badge-changed-{part}")))
        }
        (_, _, Verification::Verified { at: time, .. }) => {
            (Mood::Good, texts.with("badge-verified", &[("when", &at(*time))]))
        }
        (_, _, Verification::Failing { at: time, .. }) => {
            (Mood::Bad, texts.with("badge-failing", &[("when", &at(*time))]))
        }
    };
    Standing {
        mood,
        words,
        test: None,
    }
}

fn security_words(texts: &texts::Texts, security: Security) -> String {
    match security {
        Security::None => texts.get("security-none-long"),
        other => texts.get(&format!("security-{}", other.key())),
    }
}

/// The way of a letter, with what the last test found out, as long as that is about what stands in the form.
fn way(of: &View<'_>, form: &SettingsForm, verification: &Verification) -> WayState {
    let texts = texts::texts(of.language);
    let untried = || (Leg::Open, texts.get("way-untried"));
    let works = || (Leg::Works, texts.get("way-works"));
    let stored = of.stored.own_server.as_ref().map(super::form_of);
    let (to_server, to_recipient) = match verification {
        _ if stored.as_ref() != Some(form) => (untried(), untried()),
        Verification::Verified { .. } => (works(), works()),
        Verification::Failing { stage, .. } => {
            let name = texts.get(&format!("stage-{}", stage.key())).to_lowercase();
            let stopped = (Leg::Stopped, texts.with("way-stopped", &[("stage", &name)]));
            let not_reached = (Leg::Open, texts.get("way-not-reached"));
            if *stage <= Stage::Auth {
                (stopped, not_reached)
            } else {
                (works(), stopped)
            }
        }
        Verification::Never | Verification::Changed { .. } => (untried(), untried()),
    };
    let security = form
        .security
        .parse()
        .map(|security| security_words(texts, security))
        .unwrap_or_default();
    let about: Vec<&str> = [form.port.as_str(), security.as_str()]
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect();
    let server = if form.server.is_empty() {
        texts.get("way-server")
    } else {
        form.server.clone()
    };
    WayState {
        label: texts.get("way-label"),
        stops: [
            Stop {
                name: texts.get("way-you"),
                note: testing::first_name(&of.person.user),
            },
            Stop {
                name: texts.get("way-portal"),
                note: testing::egress(of.state).into_iter().next().unwrap_or_default(),
            },
            Stop {
                name: server,
                note: about.join(" · "),
            },
            Stop {
                name: texts.get("way-recipient"),
                note: texts.get("way-recipient-note"),
            },
        ],
        legs: [(Leg::Works, texts.get("way-signed-in")), to_server, to_recipient],
    }
}

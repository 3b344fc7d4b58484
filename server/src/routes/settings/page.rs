//! The settings page put together.

use super::{
    Notice,
    content::{Content, stored_form},
    desk::{Desk, Whose},
};
use crate::{
    routes::letters,
    testing, times,
    web::{Problem, shell},
};
use app::{
    components::{
        badge::Mood,
        way::{Leg, Stop, WayState},
    },
    islands::settings_editor::EditorStart,
    pages::settings::{self as view, SettingsPage, Standing, editor_phrases},
};
use axum::response::Html;
use model::{
    Security,
    session::Stage,
    settings::{Effective, Password, SendingMode, SettingsForm, check},
};
use store::{TestRun, UserSettings, Verification};

/// What just happened, as the address says it.
pub fn said(desk: &Desk<'_>, said: &str) -> Option<Notice> {
    let texts = texts::texts(desk.language);
    let words = match (said, desk.effective().destination()) {
        ("saved", _) => texts.get("notice-saved"),
        ("mode-saved", _) => texts.get("notice-mode-saved"),
        ("saved-filled", Some(destination)) => {
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
    desk: &Desk<'_>,
    content: Content,
    notice: Option<Notice>,
) -> Result<Html<String>, Problem> {
    let (state, language) = (desk.state, desk.language);
    let texts = texts::texts(language);
    let rules = desk.rules();
    let provider = content.found.recognition.provider.clone();
    let submitted = content.refused.is_some();
    let checked = content
        .refused
        .unwrap_or_else(|| check(&content.form, "", provider.as_ref(), &rules));
    let preview = desk.preview();
    let can_test = preview.as_ref().is_some_and(|preview| preview.outgoing.is_ok());
    let (standing, way) = match &desk.whose {
        Whose::Company(_) => (None, None),
        Whose::User(of) => {
            let company = state.store.company(desk.person.user.company);
            let latest = company.latest_test(of.user.id).await?;
            let effective = desk.effective();
            let verification = of.verification(&effective);
            let standing = standing(desk, of, &effective, &verification, latest.as_ref());
            let counts = content.form.over(&rules.inherited.form);
            let unchanged = content.form == stored_form(desk);
            (Some(standing), Some(way(desk, &counts, unchanged, &verification)))
        }
    };
    let words = if standing.is_some() {
        "settings"
    } else {
        "company-settings"
    };
    let held = match &desk.whose {
        Whose::Company(_) => None,
        Whose::User(_) => letters::held::of(state, language, desk.person).await?,
    };
    let mailbox = mailbox(desk).await?;
    let page = SettingsPage {
        held,
        mailbox,
        title: texts.get(&format!("{words}-title")),
        lead: texts.get(&format!("{words}-lead")),
        action: format!("/{language}{}", desk.path()),
        below: desk.below(),
        preview,
        modes: desk.modes(),
        standing,
        notice,
        can_test,
        way,
        version: desk.stored().version,
        test_address: desk.person.user.email.to_string(),
        start: EditorStart {
            recognise: format!("/live/recognise?lang={language}&domain="),
            submitted,
            filled: content.filled,
            provider,
            domain: content.found.recognition.domain.clone(),
            phrases: editor_phrases(texts),
            rules,
        },
        form: content.form,
        checked,
        found: content.found,
    };
    Ok(Html(view::render(
        shell::around(state, language, desk.path(), Some(desk.person)),
        page,
    )))
}

/// The page of the user's own mailbox, where what comes back to his own server is, or where he has allowed it before.
async fn mailbox(desk: &Desk<'_>) -> Result<Option<String>, Problem> {
    let Whose::User(of) = &desk.whose else {
        return Ok(None);
    };
    if !desk.state.config.mailboxes.enabled {
        return Ok(None);
    }
    let wanted = desk.effective().mode.value == SendingMode::OwnServer || {
        let company = desk.state.store.company(desk.person.user.company);
        company.mailbox(of.user.id).await?.is_some()
    };
    Ok(wanted.then(|| format!("/{}{}", desk.language, app::pages::mailbox::PATH)))
}

fn standing(
    desk: &Desk<'_>,
    of: &UserSettings,
    effective: &Effective,
    verification: &Verification,
    latest: Option<&TestRun>,
) -> Standing {
    let texts = texts::texts(desk.language);
    let at = |time| times::moment(desk.language, time, &desk.state.zone);
    let running = latest.is_some_and(|run| run.verdict.is_none());
    let own_server = effective.mode.value == SendingMode::OwnServer;
    let (mood, words) = match (effective.password, verification) {
        _ if running => (Mood::Open, texts.get("badge-running")),
        _ if !own_server && desk.relay.is_none() => (Mood::Open, texts.get("badge-none")),
        _ if !own_server => (Mood::Plain, texts.get("badge-portal")),
        _ if effective.destination().is_none() => (Mood::Open, texts.get("badge-none")),
        (Password::Missing, _) => (Mood::Bad, texts.get("badge-no-password")),
        (Password::NeededAgain, _) => (Mood::Bad, texts.get("badge-password-needed-again")),
        (_, Verification::Never) => (Mood::Open, texts.get("badge-never")),
        (_, Verification::Changed { what }) => {
            let part = what.first().map_or("password", |part| part.key());
            (Mood::Open, texts.get(&format!("badge-changed-{part}")))
        }
        (_, Verification::Verified { at: time, .. }) => {
            (Mood::Good, texts.with("badge-verified", &[("when", &at(*time))]))
        }
        (_, Verification::Failing { at: time, .. }) => {
            (Mood::Bad, texts.with("badge-failing", &[("when", &at(*time))]))
        }
    };
    let test = latest
        .filter(|run| own_server || run.snapshot.mode != SendingMode::OwnServer)
        .filter(|run| run.user == of.user.id)
        .map(|run| format!("/{}/tests/{}", desk.language, run.id));
    Standing { mood, words, test }
}

fn security_words(texts: &texts::Texts, security: Security) -> String {
    match security {
        Security::None => texts.get("security-none-long"),
        other => texts.get(&format!("security-{}", other.key())),
    }
}

/// The way of a letter, with what the last test found out, as long as that is about what stands in the form.
fn way(desk: &Desk<'_>, counts: &SettingsForm, unchanged: bool, verification: &Verification) -> WayState {
    let texts = texts::texts(desk.language);
    let untried = || (Leg::Open, texts.get("way-untried"));
    let works = || (Leg::Works, texts.get("way-works"));
    let (to_server, to_recipient) = match verification {
        _ if !unchanged => (untried(), untried()),
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
    let security = counts
        .security
        .parse()
        .map(|security| security_words(texts, security))
        .unwrap_or_default();
    let about: Vec<&str> = [counts.port.as_str(), security.as_str()]
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect();
    let by_portal = matches!(
        counts.mode.parse(),
        Ok(SendingMode::Portal | SendingMode::ReplyTo)
    );
    let server = if by_portal {
        texts.get("preview-portals-server")
    } else if counts.server.is_empty() {
        texts.get("way-server")
    } else {
        counts.server.clone()
    };
    WayState {
        label: texts.get("way-label"),
        stops: [
            Stop {
                name: texts.get("way-you"),
                note: testing::first_name(&desk.person.user),
            },
            Stop {
                name: texts.get("way-portal"),
                note: testing::egress(desk.state).into_iter().next().unwrap_or_default(),
            },
            Stop {
                name: server,
                note: if by_portal {
                    String::new()
                } else {
                    about.join(" · ")
                },
            },
            Stop {
                name: texts.get("way-recipient"),
                note: texts.get("way-recipient-note"),
            },
        ],
        legs: [(Leg::Works, texts.get("way-signed-in")), to_server, to_recipient],
    }
}

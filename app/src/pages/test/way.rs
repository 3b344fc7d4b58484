//! How far the letter came, as a picture.

use super::{Progress, TestPage};
use crate::components::way::{Leg, Stop, WayState};
use model::session::Stage;
use texts::Texts;

pub(super) fn way(page: &TestPage, texts: &Texts) -> WayState {
    let destination = &page.server.destination;
    let stopped = page
        .reports
        .iter()
        .find(|report| report.fault().is_some())
        .map(|report| report.stage);
    let open = || (Leg::Open, texts.get("way-not-reached"));
    let works = || (Leg::Works, texts.get("way-works"));
    // Up to sign-in it is the way to the server; the sender, the recipient and the letter are the way on from there.
    let (to_server, to_recipient) = match (&page.progress, stopped) {
        (Progress::Passed, _) => (works(), works()),
        (Progress::Running, _) => {
            let at_server = page.reports.iter().any(|report| report.stage == Stage::Auth);
            let trying = || (Leg::Trying, texts.get("way-trying"));
            if at_server {
                (works(), trying())
            } else {
                (trying(), (Leg::Open, texts.get("way-untried")))
            }
        }
        (_, Some(stage)) => {
            let at = texts.with("way-stopped", &[("stage", &stage_name(texts, stage))]);
            if stage <= Stage::Auth {
                ((Leg::Stopped, at), open())
            } else {
                (works(), (Leg::Stopped, at))
            }
        }
        (_, None) => (open(), open()),
    };
    let security = match destination.security {
        model::Security::None => texts.get("security-none-long"),
        other => texts.get(&format!("security-{}", other.key())),
    };
    WayState {
        label: texts.get("way-label"),
        stops: [
            Stop {
                name: texts.get("way-you"),
                note: page.person.clone(),
            },
            Stop {
                name: texts.get("way-portal"),
                note: page.egress.first().cloned().unwrap_or_default(),
            },
            Stop {
                name: page.server_name(texts),
                note: if page.by_portal {
                    String::new()
                } else {
                    format!("{} · {security}", destination.port)
                },
            },
            Stop {
                name: texts.get("way-recipient"),
                note: page.recipient.clone(),
            },
        ],
        legs: [(Leg::Works, texts.get("way-signed-in")), to_server, to_recipient],
    }
}

/// A stage's name, within a sentence.
fn stage_name(texts: &Texts, stage: Stage) -> String {
    texts.get(&format!("stage-{}", stage.key())).to_lowercase()
}

//! A stored or running test as the page shows it.

use super::Live;
use crate::{state::State, times};
use app::pages::test::{Explanation, Progress, TestPage};
use model::{
    Language,
    session::{Fault, Stage},
    settings::Field,
};
use providers::Provider;
use store::{TestRun, TestVerdict, User};

/// The page's content, from what is stored, or from what is known meanwhile.
pub fn page(state: &State, language: Language, user: &User, run: TestRun, live: Option<Live>) -> TestPage {
    let provider = run.snapshot.provider.as_deref().and_then(|slug| state.catalogue.by_slug(slug));
    let (reports, transcript, other_ports, verdict) = match live {
        Some(live) => (live.reports, live.transcript, live.other_ports, live.verdict),
        None => (run.reports, run.transcript, run.other_ports, run.verdict),
    };
    let failure = reports.iter().find_map(|report| report.fault().map(|fault| (report.stage, fault)));
    let progress = match &verdict {
        None => Progress::Running,
        Some(TestVerdict::Passed { .. }) => Progress::Passed,
        Some(TestVerdict::Aborted) => Progress::Aborted,
        Some(TestVerdict::Failed { cause, .. }) => {
            Progress::Failed(explanation(state, language, provider, cause, failure))
        }
    };
    TestPage {
        id: run.id.to_string(),
        when: times::moment(language, run.finished_at.unwrap_or(run.created_at), &state.zone),
        person: first_name(user),
        recipient: run.snapshot.recipient.to_string(),
        provider: provider.map(|provider| provider.name.clone()),
        server: run.snapshot.server,
        reports,
        progress,
        other_ports,
        transcript,
        portal_note: egress(state),
    }
}

/// The first of the addresses that the program connects from.
pub fn egress(state: &State) -> String {
    state.config.network.egress.first().map(ToString::to_string).unwrap_or_default()
}

/// The first word of a person's name.
pub fn first_name(user: &User) -> String {
    user.name.as_str().split_whitespace().next().unwrap_or_default().to_owned()
}

fn explanation(
    state: &State,
    language: Language,
    provider: Option<&Provider>,
    cause: &str,
    failure: Option<(Stage, &Fault)>,
) -> Explanation {
    let meaning = failure.map(|(stage, fault)| state.meanings.explain(provider, stage, fault));
    let field = meaning.as_ref().and_then(|meaning| meaning.field);
    let guide = match (provider, field) {
        (Some(provider), Some(Field::Password | Field::UserName | Field::Address)) => {
            Some(format!("/{language}/help/{}", provider.slug))
        }
        (_, Some(Field::Port | Field::Security | Field::PlainConfirmed)) => {
            Some(format!("/{language}/help/ports-and-encryption"))
        }
        _ => None,
    };
    Explanation {
        cause: cause.to_owned(),
        field,
        guide,
        server_words: failure.and_then(|(_, fault)| fault.reply()).map(ToString::to_string),
    }
}

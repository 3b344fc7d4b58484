//! A stored or running test as the page shows it.

use super::Live;
use crate::{routes::recognise, state::State, times};
use app::pages::test::{Explanation, Progress, TestPage};
use model::{
    Language,
    session::{Detail, Fault, Stage, StageReport},
    settings::{Field, SendingMode},
};
use providers::Provider;
use store::{TestRun, TestVerdict, User};

/// The page's content, from what is stored, or from what is known meanwhile.
pub fn page(state: &State, language: Language, user: &User, run: TestRun, live: Live) -> TestPage {
    let provider = run
        .snapshot
        .provider
        .as_deref()
        .and_then(|slug| state.catalogue.by_slug(slug));
    let Live {
        reports,
        transcript,
        other_ports,
        verdict,
    } = live;
    // The operator's relay is nobody's to look at: neither its name nor what was said with it.
    let by_portal = run.snapshot.mode != SendingMode::OwnServer;
    let (transcript, other_ports) = if by_portal {
        (Vec::new(), Vec::new())
    } else {
        (transcript, other_ports)
    };
    let reports = if by_portal {
        without_details(reports)
    } else {
        without_unanswered(reports)
    };
    let failure = reports
        .iter()
        .find_map(|report| report.fault().map(|fault| (report.stage, fault)));
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
        by_portal,
        server: run.snapshot.server,
        reports,
        progress,
        other_ports,
        transcript,
        egress: egress(state),
    }
}

fn without_details(mut reports: Vec<StageReport>) -> Vec<StageReport> {
    for report in &mut reports {
        report.detail = Detail::Nothing;
    }
    reports
}

/// A name's addresses are told once something is known of them: until then, and where nobody answers at all, they are
/// left out, because an address that policy refuses shows none and must look the same.
fn without_unanswered(mut reports: Vec<StageReport>) -> Vec<StageReport> {
    let known = reports
        .iter()
        .any(|report| report.stage == Stage::Connect && report.fault() != Some(&Fault::ConnectTimeout));
    if !known {
        for report in reports.iter_mut().filter(|report| report.stage == Stage::Dns) {
            report.detail = Detail::Nothing;
        }
    }
    reports
}

/// The addresses that the program connects from, as far as the operator named them.
pub fn egress(state: &State) -> Vec<String> {
    state
        .config
        .network
        .egress
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// The first word of a person's name.
pub fn first_name(user: &User) -> String {
    user.name
        .as_str()
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Where the guide helps: the very step, or else the provider's page, or the page on ports.
pub fn guide_link(
    language: Language,
    provider: Option<&Provider>,
    field: Option<Field>,
    step: Option<&str>,
) -> Option<String> {
    if let Some(provider) = provider
        && (step.is_some() || matches!(field, Some(Field::Password | Field::UserName | Field::Address)))
    {
        let has_step = |id: &&str| {
            recognise::guide(language, provider)
                .is_some_and(|guide| guide.steps.iter().any(|step| step.id.as_deref() == Some(*id)))
        };
        let anchor = step
            .filter(has_step)
            .map(|id| format!("#step-{id}"))
            .unwrap_or_default();
        return Some(format!("/{language}/help/{}{anchor}", provider.slug));
    }
    let about_ports = matches!(field, Some(Field::Port | Field::Security));
    about_ports.then(|| format!("/{language}/help/ports-and-encryption"))
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
    let step = meaning.as_ref().and_then(|meaning| meaning.guide_step);
    let guide = guide_link(language, provider, field, step);
    Explanation {
        cause: cause.to_owned(),
        field,
        guide,
        server_words: failure
            .and_then(|(_, fault)| fault.reply())
            .map(ToString::to_string),
    }
}

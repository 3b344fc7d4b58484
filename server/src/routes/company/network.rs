//! `/{language}/company/network`: the addresses that letters come from, and the event mailbox.

use super::{
    people::each,
    visit::{Heard, Posted, Step, Visit, overtaken, with_mistakes},
};
use crate::{
    testing,
    web::{Kind, Problem, problem},
};
use app::pages::company::{
    Mistake, Said,
    network::{self, EventMailbox, NetworkPage, RenamePage},
};
use axum::{
    extract::Query,
    response::{Html, IntoResponse, Response},
};
use model::{EventName, settings::SendingMode};
use serde::Deserialize;
use store::{Company, CompanyChange, CompanyError, companies::FORMER_NAME_LASTS};

const PATH: &str = "/company/network";

/// `GET`.
pub async fn show(visit: Visit, Query(heard): Query<Heard>) -> Result<Html<String>, Problem> {
    let company = visit.company();
    let page = NetworkPage {
        said: heard.said(),
        event_name: company.event_name.as_str().to_owned(),
        ..NetworkPage::default()
    };
    Ok(Html(render(&visit, company, page)))
}

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    event_name: String,
    version: u64,
    #[serde(default)]
    action: Step,
}

/// `POST`: shows what another name of the event mailbox would change, or gives it.
pub async fn rename(visit: Visit, Posted(form): Posted<Form>) -> Result<Response, Problem> {
    let company = visit.company();
    let before = mailbox(&visit, company).ok_or(Problem(Kind::NotFound))?;
    let Ok(event_name) = form.event_name.trim().parse::<EventName>() else {
        return Ok(refused(
            &visit,
            company,
            form.event_name,
            Mistake::EventNameInvalid,
        ));
    };
    if company.version != form.version {
        return Ok(conflict(&visit, company, form.event_name));
    }
    if company.event_name == event_name {
        return Ok(visit.done(PATH, Said::NothingChanged));
    }
    if form.action == Step::Preview {
        let page = RenamePage {
            before,
            event_name: event_name.as_str().to_owned(),
            users: users_of_mailbox(&visit).await?,
            days: FORMER_NAME_LASTS.as_secs() / (24 * 60 * 60),
            version: company.version,
        };
        return Ok(Html(network::render_rename(visit.shell(PATH), page)).into_response());
    }
    let change = CompanyChange {
        event_name: Some(event_name),
        expected_version: Some(form.version),
        ..CompanyChange::default()
    };
    match visit.store().update_company(&change, &visit.actor()).await {
        Ok(_) => Ok(visit.done(PATH, Said::EventNameSaved)),
        Err(CompanyError::EventNameTaken) => {
            Ok(refused(&visit, company, form.event_name, Mistake::EventNameTaken))
        }
        Err(CompanyError::Conflict { .. }) => {
            Ok(conflict(&visit, &visit.company_now().await?, form.event_name))
        }
        Err(CompanyError::NoSuchCompany) => Err(Problem(Kind::NotFound)),
        Err(error @ (CompanyError::ExternalIdTaken | CompanyError::Store(_))) => Err(problem::broken(&error)),
    }
}

/// The company's event mailbox, where the operator has a domain for it.
fn mailbox(visit: &Visit, company: &Company) -> Option<EventMailbox> {
    let domain = visit.state.config.events.domain.as_ref()?;
    Some(EventMailbox {
        name: company.event_name.as_str().to_owned(),
        domain: domain.to_string(),
    })
}

/// How many users' letters come from the event mailbox.
async fn users_of_mailbox(visit: &Visit) -> Result<u64, Problem> {
    let mut users = 0;
    each(&*visit.store(), |of| {
        users += u64::from(of.effective().mode.value == SendingMode::ReplyTo);
    })
    .await?;
    Ok(users)
}

fn refused(visit: &Visit, company: &Company, event_name: String, mistake: Mistake) -> Response {
    let page = NetworkPage {
        mistakes: vec![mistake],
        event_name,
        ..NetworkPage::default()
    };
    with_mistakes(render(visit, company, page))
}

fn conflict(visit: &Visit, company: &Company, event_name: String) -> Response {
    let page = NetworkPage {
        said: Some(Said::Conflict),
        event_name,
        ..NetworkPage::default()
    };
    overtaken(render(visit, company, page))
}

fn render(visit: &Visit, company: &Company, page: NetworkPage) -> String {
    let page = NetworkPage {
        egress: testing::egress(&visit.state),
        event: mailbox(visit, company),
        version: company.version,
        ..page
    };
    network::render(visit.shell(PATH), page)
}

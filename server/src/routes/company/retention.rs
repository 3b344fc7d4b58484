//! `/{language}/company/retention`: how long things are kept, where that is shorter than the operator's own terms.

use super::visit::{Heard, Posted, Step, Visit, overtaken, with_mistakes};
use crate::{
    config::Config,
    web::{Kind, Problem, problem},
};
use app::{
    dates,
    pages::company::{
        Mistake, Said,
        retention::{self, RetentionPage, ShorterPage},
    },
};
use axum::{
    extract::Query,
    response::{Html, IntoResponse, Response},
};
use jiff::SignedDuration;
use serde::Deserialize;
use store::{Company, CompanyChange, CompanyError, Retention};

const PATH: &str = "/company/retention";

/// The operator's own terms, in days: the longest there are.
#[derive(Debug, Clone, Copy)]
struct Most {
    tests: u16,
    audit: u16,
}

impl Most {
    fn of(config: &Config) -> Self {
        let terms = &config.retention;
        // A month is a twelfth of a year here, as long as there is at least one day.
        let days = u32::from(terms.audit_months) * 365 / 12;
        Self {
            tests: terms.tests_days,
            audit: u16::try_from(days).unwrap_or(u16::MAX).max(1),
        }
    }
}

/// `GET`.
pub async fn show(visit: Visit, Query(heard): Query<Heard>) -> Result<Html<String>, Problem> {
    let company = visit.company();
    let text = |days: Option<u16>| days.map(|days| days.to_string()).unwrap_or_default();
    let page = RetentionPage {
        said: heard.said(),
        tests_days: text(company.retention.tests_days),
        audit_days: text(company.retention.audit_days),
        ..RetentionPage::default()
    };
    Ok(Html(render(&visit, company, page)))
}

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    #[serde(default)]
    tests_days: String,
    #[serde(default)]
    audit_days: String,
    version: u64,
    #[serde(default)]
    action: Step,
}

/// `POST`: shows what a shorter term would delete, or saves.
pub async fn change(visit: Visit, Posted(form): Posted<Form>) -> Result<Response, Problem> {
    let company = visit.company();
    let most = Most::of(&visit.state.config);
    let retention = match read(&form, most) {
        Ok(retention) => retention,
        Err(mistakes) => {
            let page = RetentionPage {
                mistakes,
                ..typed(form)
            };
            return Ok(with_mistakes(render(&visit, company, page)));
        }
    };
    if company.version != form.version {
        return Ok(conflict(&visit, company, form));
    }
    if company.retention == retention {
        return Ok(visit.done(PATH, Said::NothingChanged));
    }
    let goes = |days: Option<u16>, before: Option<u16>, most: u16| {
        let (days, before) = (days.unwrap_or(most), before.unwrap_or(most));
        (days < before).then(|| day_before(&visit, days))
    };
    let tests_before = goes(retention.tests_days, company.retention.tests_days, most.tests);
    let audit_before = goes(retention.audit_days, company.retention.audit_days, most.audit);
    if form.action == Step::Preview && (tests_before.is_some() || audit_before.is_some()) {
        let page = ShorterPage {
            tests_days: form.tests_days,
            audit_days: form.audit_days,
            tests_before,
            audit_before,
            version: company.version,
        };
        return Ok(Html(retention::render_shorter(visit.shell(PATH), page)).into_response());
    }
    let change = CompanyChange {
        retention: Some(retention),
        expected_version: Some(form.version),
        ..CompanyChange::default()
    };
    match visit.store().update_company(&change, &visit.actor()).await {
        Ok(_) => Ok(visit.done(PATH, Said::RetentionSaved)),
        Err(CompanyError::Conflict { .. }) => Ok(conflict(&visit, &visit.company_now().await?, form)),
        Err(CompanyError::NoSuchCompany) => Err(Problem(Kind::NotFound)),
        Err(error) => Err(problem::broken(&error)),
    }
}

/// What was typed: from a day up to the operator's own term, or nothing.
fn read(form: &Form, most: Most) -> Result<Retention, Vec<Mistake>> {
    let days = |text: &str, most: u16| match text.trim() {
        "" => Ok(None),
        text => match text.parse::<u16>() {
            Ok(days) if (1..=most).contains(&days) && !text.starts_with('+') => Ok(Some(days)),
            _ => Err(()),
        },
    };
    match (
        days(&form.tests_days, most.tests),
        days(&form.audit_days, most.audit),
    ) {
        (Ok(tests_days), Ok(audit_days)) => Ok(Retention {
            tests_days,
            audit_days,
        }),
        (tests, audit) => Err([
            tests.err().map(|()| Mistake::TestsDaysInvalid(most.tests)),
            audit.err().map(|()| Mistake::AuditDaysInvalid(most.audit)),
        ]
        .into_iter()
        .flatten()
        .collect()),
    }
}

/// The day on which what is kept begins, in words.
fn day_before(visit: &Visit, days: u16) -> String {
    let begin = visit.now() - SignedDuration::from_hours(24 * i64::from(days));
    let day = begin.to_zoned(visit.state.zone.clone()).date().to_string();
    dates::day(visit.language, &day)
}

fn typed(form: Form) -> RetentionPage {
    RetentionPage {
        tests_days: form.tests_days,
        audit_days: form.audit_days,
        ..RetentionPage::default()
    }
}

fn conflict(visit: &Visit, company: &Company, form: Form) -> Response {
    let page = RetentionPage {
        said: Some(Said::Conflict),
        ..typed(form)
    };
    overtaken(render(visit, company, page))
}

fn render(visit: &Visit, company: &Company, page: RetentionPage) -> String {
    let most = Most::of(&visit.state.config);
    let page = RetentionPage {
        tests_most: most.tests,
        audit_most: most.audit,
        version: company.version,
        ..page
    };
    retention::render(visit.shell(PATH), page)
}

//! A company's pages, as its admins, its other users and strangers meet them.

mod access;
mod api_keys;
mod audit;
mod defaults;
mod encryption;
mod network;
mod people;
mod retention;
mod sender_user;
mod webhooks;

use crate::support::{Answer, Browser, Program, html, people::KIVI};
use jiff::SignedDuration;
use store::{Action, AuditEntry, AuditQuery, Store as _};

/// The company's admin, signed in.
async fn admin(program: &Program) -> Browser {
    program.sign_in(KIVI).await
}

impl Program {
    /// The entries of the company's log about this, newest first.
    async fn audit(&self, action: Action) -> Vec<AuditEntry> {
        let query = AuditQuery {
            actions: vec![action],
            ..AuditQuery::default()
        };
        let people = self.people();
        let company = people.store().company(people.kivi.company);
        company.audit(&query, 1000).await.unwrap()
    }

    /// The latest one, which is by the admin.
    async fn audited(&self, action: Action) -> AuditEntry {
        let entries = self.audit(action).await;
        let entry = entries
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("nothing about {action:?}"));
        assert_eq!(entry.entry.actor.name(), "Kivi Rahn");
        entry
    }
}

impl Browser {
    /// A page's main part as text, in Estonian.
    async fn reads(&self, path: &str) -> String {
        let page = self.get(&format!("/et{path}")).await.expect(200).html();
        html::text(html::main_of(&page))
    }

    /// The version that a page's form carries.
    async fn version(&self, path: &str) -> String {
        let page = self.get(&format!("/et{path}")).await.expect(200).html();
        html::value(&page, "version").expect("the form carries its version")
    }

    /// Posts a form with the version that the page has now.
    async fn posts(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let version = self.version(path).await;
        let fields = [fields, &[("version", &version)]].concat();
        self.post(&format!("/et{path}"), &fields).await
    }
}

/// Where a form sends the browser that it took.
fn went_to(answer: Answer, place: &str) {
    let answer = answer.expect(303);
    assert_eq!(answer.location(), format!("/et/company{place}"));
}

/// The lines of the summary of what is wrong.
fn mistakes(answer: Answer) -> Vec<String> {
    let page = answer.expect(422).html();
    assert!(
        page.contains("<title>Viga: "),
        "the title says that something is wrong"
    );
    html::part(&page, "id=\"error-summary\"", "</div>")
        .split("<li>")
        .skip(1)
        .map(html::text)
        .collect()
}

/// A word that stands between two others in a page.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    text.split_once(begin)
        .and_then(|(_, rest)| rest.split_once(end))
        .unwrap_or_else(|| panic!("{begin}…{end} in {text}"))
        .0
}

/// What a page shows this once.
fn shown_once(page: &str) -> String {
    let code = html::part(page, "aria-labelledby=\"secret-label\"", "</code>");
    html::text(code.split_once('>').expect("a whole tag").1)
}

/// A session that began long ago.
async fn old_session(program: &Program) -> Browser {
    let people = program.people();
    let mut browser = program.browser();
    browser.cookie = Some(
        people
            .old_session(&people.kivi, SignedDuration::from_hours(72))
            .await,
    );
    browser
}

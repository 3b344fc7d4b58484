//! The page of a test letter: what happened, what it means, what to do; then each stage.

mod stages;
mod verdict;
mod way;

pub(super) use verdict::capitalised;

use crate::{
    components::{badge::Badge, way::Way},
    islands::live::{BODY, Live},
    render,
    shell::{Place, Shell},
};
use leptos::prelude::*;
use model::{
    Language,
    session::{OtherPort, StageReport, TranscriptLine},
    settings::{Field, OwnServer},
};

/// How far a test is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It runs.
    Running,
    /// The letter was accepted.
    Passed,
    /// It stopped.
    Failed(Explanation),
    /// The program was stopped meanwhile.
    Aborted,
}

/// What a failure means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The cause's key; its sentences are `cause-<key>`.
    pub cause: String,
    /// The field to look at.
    pub field: Option<Field>,
    /// The guide that helps: its address.
    pub guide: Option<String>,
    /// The server's own words.
    pub server_words: Option<String>,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestPage {
    /// The test's id.
    pub id: String,
    /// When it was run, in words.
    pub when: String,
    /// The signed-in person's first name.
    pub person: String,
    /// Where the letter goes.
    pub recipient: String,
    /// What was tested.
    pub server: OwnServer,
    /// Whether the operator's server was: its name is nobody's to look at.
    pub by_portal: bool,
    /// The provider's name, where it is known.
    pub provider: Option<String>,
    /// The stages so far.
    pub reports: Vec<StageReport>,
    /// How far it is.
    pub progress: Progress,
    /// What else answered on the same host.
    pub other_ports: Vec<OtherPort>,
    /// The talk, without secrets.
    pub transcript: Vec<TranscriptLine>,
    /// The IP addresses that the program connects from, as far as the operator named them.
    pub egress: Vec<String>,
}

impl TestPage {
    /// The heading, also in the window's title.
    #[must_use]
    pub fn title(&self, language: Language) -> String {
        let key = match self.progress {
            Progress::Running => "test-title-running",
            Progress::Passed => "test-title-passed",
            Progress::Failed(_) => "test-title-failed",
            Progress::Aborted => "test-title-aborted",
        };
        texts::texts(language).get(key)
    }

    /// The window's title while the page stays and only its middle changes.
    #[must_use]
    pub fn window_title(&self, language: Language) -> String {
        let texts = texts::texts(language);
        let title = self.title(language);
        let title = match self.progress {
            Progress::Failed(_) => texts.with("error-prefix", &[("title", &title)]),
            _ => title,
        };
        format!("{title} · {}", texts.get("product"))
    }

    /// The newest stage in words, for those who hear the page.
    #[must_use]
    pub fn status(&self, language: Language) -> String {
        let texts = texts::texts(language);
        self.reports.last().map_or_else(String::new, |report| {
            let outcome = match report.result {
                model::session::Outcome::Passed => "outcome-passed",
                model::session::Outcome::Skipped => "outcome-skipped",
                model::session::Outcome::Failed(_) => "outcome-failed",
            };
            format!(
                "{}: {}",
                texts.get(&format!("stage-{}", report.stage.key())),
                texts.get(outcome)
            )
        })
    }

    /// The server, as it is called.
    fn server_name(&self, texts: &texts::Texts) -> String {
        if self.by_portal {
            texts.get("preview-portals-server")
        } else {
            self.server.destination.host.to_string()
        }
    }

    /// What the test stumbled over, as a sentence; none where it did not.
    #[must_use]
    pub fn cause(&self, language: Language) -> Option<String> {
        let Progress::Failed(why) = &self.progress else {
            return None;
        };
        let words = self.words(language);
        let words: Vec<(&str, &str)> = words
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let sentence = texts::texts(language).with(&format!("cause-{}", why.cause), &words);
        Some(verdict::capitalised(sentence))
    }

    /// The words that causes may set into their sentences.
    fn words(&self, language: Language) -> Vec<(&'static str, String)> {
        let texts = texts::texts(language);
        let destination = &self.server.destination;
        let certificate = self.certificate();
        let day = |iso: &str| crate::dates::day(language, iso);
        [
            (
                "provider",
                self.provider.clone().unwrap_or_else(|| {
                    texts.with(
                        "test-unknown-provider-name",
                        &[("server", &self.server_name(texts))],
                    )
                }),
            ),
            ("server", self.server_name(texts)),
            ("port", destination.port.to_string()),
            ("user", destination.user_name.clone().unwrap_or_default()),
            ("sender", self.server.sender.to_string()),
            ("egress", self.egress.join(", ")),
            (
                "names",
                certificate.map(|c| c.names.join(", ")).unwrap_or_default(),
            ),
            (
                "until",
                certificate.map(|c| day(&c.not_after)).unwrap_or_default(),
            ),
            (
                "from",
                certificate.map(|c| day(&c.not_before)).unwrap_or_default(),
            ),
            (
                "issuer",
                certificate.map(|c| c.issuer.clone()).unwrap_or_default(),
            ),
            (
                "size",
                self.size_offered()
                    .map(|bytes| (bytes / 1_000_000).to_string())
                    .unwrap_or_default(),
            ),
        ]
        .into_iter()
        // A sentence with a hole in it reads worse than one that says what is not known.
        .map(|(name, value)| {
            if value.is_empty() {
                (name, texts.get("test-word-unknown"))
            } else {
                (name, value)
            }
        })
        .collect()
    }

    fn certificate(&self) -> Option<&model::session::Certificate> {
        self.reports.iter().find_map(|report| match &report.detail {
            model::session::Detail::Tls(tls) => tls.certificate.as_ref(),
            _ => None,
        })
    }

    fn size_offered(&self) -> Option<u64> {
        self.reports.iter().find_map(|report| match report.detail {
            model::session::Detail::Extensions { size, .. } => size,
            _ => None,
        })
    }
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, page: TestPage) -> String {
    let language = shell.language;
    shell.title = page.title(language);
    shell.has_errors = matches!(page.progress, Progress::Failed(_));
    shell.place = Place::Settings;
    shell.islands = page.progress == Progress::Running;
    shell.document(move || {
        let live = (page.progress == Progress::Running).then(|| {
            let stream = format!("/live/tests/{}?lang={language}", page.id);
            view! { <Live stream=stream /> }
        });
        view! {
            {live}
            <div id=BODY>{body(&page, language)}</div>
        }
    })
}

/// The page's middle alone, as it is sent while the test runs.
#[must_use]
pub fn render_body(page: TestPage, language: Language) -> String {
    render::html(move || body(&page, language))
}

fn body(page: &TestPage, language: Language) -> impl IntoView + use<> {
    let texts = texts::texts(language);
    let way = way::way(page, texts);
    view! {
        {verdict::head(page, texts)}
        <Way state=way />
        {verdict::what_to_do(page, texts)}
        <h2>{texts.get("test-stages")}</h2>
        {stages::stages(page, texts)}
        {verdict::other_ports(page, texts)}
        {verdict::transcript(page, texts)}
        {verdict::actions(page, texts)}
    }
}

fn badge(mood: crate::components::badge::Mood, text: String) -> impl IntoView {
    view! { <Badge mood=mood text=text /> }
}

//! Why a letter waits or did not go out, in the sentences that the page of a test has too (`locales/*/causes.ftl`).

use crate::pages::test::capitalised;
use leptos::prelude::*;
use model::settings::Field;
use texts::Texts;

/// A cause, with the words that its sentences may need.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cause {
    /// Its key; the sentences are `cause-<key>`.
    pub key: String,
    /// Whether it is the account's or its server's fault, not that of the letter.
    pub of_account: bool,
    /// The provider's name, where it is known.
    pub provider: Option<String>,
    /// The server and its port; none where it is the portal's, which is nobody's to look at.
    pub server: Option<(String, String)>,
    /// The user name there.
    pub user: String,
    /// The address that letters come from.
    pub sender: String,
    /// The addresses that the program connects from.
    pub egress: Vec<String>,
    /// The field of the settings to look at.
    pub field: Option<Field>,
    /// The guide that helps: its address.
    pub guide: Option<String>,
}

impl Cause {
    /// What happened.
    #[must_use]
    pub fn sentence(&self, texts: &Texts) -> String {
        if self.portals_own() {
            return texts.get("letters-relay-trouble");
        }
        let key = format!("cause-{}", self.key);
        if !well_formed(&key) || !texts.has(&key) {
            return texts.with("letters-cause-unknown", &[("cause", &self.key)]);
        }
        self.with_words(texts, |words| capitalised(texts.with(&key, words)))
    }

    /// What it means.
    pub(in crate::pages) fn meaning(&self, texts: &Texts) -> Option<String> {
        if self.portals_own() {
            return Some(texts.get("letters-relay-trouble-meaning"));
        }
        let key = format!("cause-{}", self.key);
        self.with_words(texts, |words| {
            texts.attribute(&key, "meaning", words).map(capitalised)
        })
    }

    /// What to do, step by step.
    pub(in crate::pages) fn steps(&self, texts: &Texts) -> Vec<String> {
        if self.portals_own() {
            return Vec::new();
        }
        let key = format!("cause-{}", self.key);
        self.with_words(texts, |words| {
            texts.steps(&key, words).into_iter().map(capitalised).collect()
        })
    }

    /// Whether it is the portal's own server that does not work: nothing that the reader could mend.
    const fn portals_own(&self) -> bool {
        self.of_account && self.server.is_none()
    }

    fn with_words<T>(&self, texts: &Texts, sentence: impl FnOnce(&[(&str, &str)]) -> T) -> T {
        let (server, port) = self
            .server
            .clone()
            .unwrap_or_else(|| (texts.get("preview-portals-server"), String::new()));
        let provider = self
            .provider
            .clone()
            .unwrap_or_else(|| texts.with("test-unknown-provider-name", &[("server", &server)]));
        let egress = self.egress.join(", ");
        let unknown = texts.get("test-word-unknown");
        let words = [
            ("provider", provider.as_str()),
            ("server", &server),
            ("port", &port),
            ("user", &self.user),
            ("sender", &self.sender),
            ("egress", &egress),
            // Known only while a test runs.
            ("names", ""),
            ("until", ""),
            ("from", ""),
            ("issuer", ""),
            ("size", ""),
        ]
        .map(|(name, value)| (name, if value.is_empty() { unknown.as_str() } else { value }));
        sentence(&words)
    }

    /// The box that explains it: meaning, steps, ways to the guide and to the settings; what the server said, folded.
    pub(in crate::pages) fn view(&self, server_words: Option<String>, texts: &Texts) -> AnyView {
        let language = texts.language();
        let steps = self.steps(texts);
        let meaning = self
            .meaning(texts)
            .map(|meaning| view! { <h2>{texts.get("test-meaning")}</h2><p>{meaning}</p> });
        let steps = (!steps.is_empty()).then(|| {
            let steps = steps
                .into_iter()
                .map(|step| view! { <li>{step}</li> })
                .collect_view();
            view! { <h2>{texts.get("test-what-to-do")}</h2><ol class="steps">{steps}</ol> }
        });
        let guide = self.guide.clone().map(
            |url| view! { <a class="btn primary" href=url target="_blank">{texts.get("test-guide")}</a> },
        );
        let field = self.field.filter(|_| self.of_account).map(|field| {
            let words = if field == Field::Password {
                texts.get("test-enter-password")
            } else {
                let field = texts.get(&format!("field-{}", field.key()));
                texts.with("test-look-field", &[("field", &field)])
            };
            view! { <a class="btn" href=format!("/{language}/settings#{}", field.key())>{words}</a> }
        });
        view! {
            <div class="why">
                {meaning} {steps} <div class="actions">{guide} {field}</div> {said(server_words, texts)}
            </div>
        }
        .into_any()
    }
}

/// The server's own words, folded.
pub(super) fn said(words: Option<String>, texts: &Texts) -> Option<AnyView> {
    words.map(|words| {
        view! {
            <details>
                <summary>{texts.get("test-server-words")}</summary>
                <pre tabindex="0">{words}</pre>
            </details>
        }
        .into_any()
    })
}

/// A cause's key comes from the store: one that is no key is no name of a sentence.
fn well_formed(key: &str) -> bool {
    key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

//! Why a mailbox could not be looked into, in words.

use leptos::prelude::*;
use texts::Texts;

/// Why a mailbox could not be looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The fault's stable key.
    pub key: String,
    /// The server's own words.
    pub said: Option<String>,
    /// The server.
    pub server: String,
    /// Its port.
    pub port: String,
    /// Who signs in there.
    pub user_name: String,
}

impl Trouble {
    /// Which sentences explain it: the faults of one group are mended in the same way.
    fn group(&self) -> &'static str {
        match self.key.as_str() {
            "destination-refused" => "destination",
            "name-not-found" | "name-without-address" | "name-lookup-failed" => "name",
            "tls-against-plain" | "plain-against-tls" | "tls-too-old" | "tls-failed" | "starttls-missing"
            | "starttls-injected" => "encryption",
            "tls-pin-mismatch" => "certificate",
            "imap-not-imap" => "not-imap",
            "imap-sign-in-missing" => "sign-in-missing",
            "imap-sign-in-refused" | "imap-sign-in-unfit" => "sign-in-refused",
            "imap-unavailable" => "unavailable",
            "imap-no-inbox" | "imap-refused" => "refused",
            key if key.starts_with("certificate-") => "certificate",
            _ => "connection",
        }
    }

    /// The id of the field at which it can be mended.
    pub(super) fn field(&self) -> &'static str {
        match self.group() {
            "sign-in-refused" => "password",
            "encryption" => "security",
            _ => "server",
        }
    }

    fn with_words<T>(&self, sentence: impl FnOnce(&str, &[(&str, &str)]) -> T) -> T {
        let key = format!("mailbox-trouble-{}", self.group());
        let words = [
            ("server", self.server.as_str()),
            ("port", &self.port),
            ("user", &self.user_name),
        ];
        sentence(&key, &words)
    }

    /// What happened.
    #[must_use]
    pub fn sentence(&self, texts: &Texts) -> String {
        self.with_words(|key, words| texts.with(key, words))
    }

    /// What happened, what it means, what to do; what the server said, folded. `below`: whether it stands below a
    /// heading of its own part of the page.
    pub(super) fn explained(&self, below: bool, texts: &Texts) -> AnyView {
        let what_to_do = texts.get("test-what-to-do");
        let what_to_do = if below {
            view! { <h3>{what_to_do}</h3> }.into_any()
        } else {
            view! { <h2>{what_to_do}</h2> }.into_any()
        };
        let meaning = self.with_words(|key, words| texts.attribute(key, "meaning", words));
        let steps = self
            .with_words(|key, words| texts.steps(key, words))
            .into_iter()
            .map(|step| view! { <li>{step}</li> })
            .collect_view();
        let said = self.said.clone().map(|words| {
            view! {
                <details>
                    <summary>{texts.get("test-server-words")}</summary>
                    <pre tabindex="0">{words}</pre>
                </details>
            }
        });
        view! {
            <div class="why">
                <p><b>{self.sentence(texts)}</b></p>
                {meaning.map(|meaning| view! { <p>{meaning}</p> })}
                {what_to_do}
                <ol class="steps">{steps}</ol>
                {said}
            </div>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::Trouble;
    use model::Language;

    #[test]
    fn every_fault_has_its_sentences_and_steps() {
        texts::load().unwrap();
        for language in Language::ALL {
            let texts = texts::texts(language);
            for key in [
                "destination-refused",
                "address-refused",
                "name-not-found",
                "connect-timeout",
                "silent-server",
                "closed",
                "tls-against-plain",
                "starttls-injected",
                "certificate-wrong-name",
                "tls-pin-mismatch",
                "imap-not-imap",
                "imap-sign-in-missing",
                "imap-sign-in-unfit",
                "imap-sign-in-refused",
                "imap-unavailable",
                "imap-no-inbox",
                "imap-refused",
                "of a newer program",
            ] {
                let trouble = Trouble {
                    key: key.to_owned(),
                    said: None,
                    server: "imap.naidis.ee".to_owned(),
                    port: "993".to_owned(),
                    user_name: "mari".to_owned(),
                };
                assert!(
                    texts.has(&format!("mailbox-trouble-{}", trouble.group())),
                    "{key}"
                );
                assert!(trouble.sentence(texts).contains("imap.naidis.ee"), "{key}");
                let steps = trouble.with_words(|key, words| texts.steps(key, words));
                assert!(!steps.is_empty(), "{key}");
            }
            // what an address policy refuses is told as what does not answer
            let of = |key: &str| Trouble {
                key: key.to_owned(),
                said: None,
                server: String::new(),
                port: String::new(),
                user_name: String::new(),
            };
            assert_eq!(
                of("address-refused").sentence(texts),
                of("connect-timeout").sentence(texts)
            );
        }
    }
}

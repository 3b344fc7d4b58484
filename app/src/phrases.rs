//! Sentences for islands. The server looks them up and hands them over; a word that is not known yet stands as `{name}`.

use model::{
    Security,
    settings::{Finding, Repair},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Sentences by key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phrases(BTreeMap<String, String>);

impl Phrases {
    /// The sentence of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.0.get(key).cloned().unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// The sentence of a key with words set in.
    #[must_use]
    pub fn with(&self, key: &str, words: &[(&str, &str)]) -> String {
        let mut text = self.get(key);
        for (name, value) in words {
            let place = ["{", name, "}"].concat();
            if let Some((before, after)) = text.split_once(&place) {
                text = [before, value, after].concat();
            }
        }
        text
    }
}

#[cfg(feature = "ssr")]
impl Phrases {
    /// Looks sentences up; `words` are the names that the island will set in itself.
    pub fn take<'a>(texts: &texts::Texts, keys: impl IntoIterator<Item = &'a str>, words: &[&str]) -> Self {
        let places: Vec<(&str, String)> = words.iter().map(|name| (*name, format!("{{{name}}}"))).collect();
        let places: Vec<(&str, &str)> = places
            .iter()
            .map(|(name, place)| (*name, place.as_str()))
            .collect();
        Self(
            keys.into_iter()
                .map(|key| (key.to_owned(), texts.with(key, &places)))
                .collect(),
        )
    }
}

/// A finding's sentence.
#[must_use]
pub fn finding_sentence(phrases: &Phrases, finding: &Finding) -> String {
    let words: Vec<(&str, &str)> = finding
        .args
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    phrases.with(&["finding-", &finding.key].concat(), &words)
}

/// What stands on a repair's button.
#[must_use]
pub fn repair_words(phrases: &Phrases, repair: &Repair) -> String {
    let key = repair.key();
    let name = |security: Security| phrases.get(&["security-", security.key()].concat());
    match repair {
        Repair::Security(security) => phrases.with(key, &[("security", &name(*security))]),
        Repair::Port(port) => phrases.with(key, &[("port", &port.to_string())]),
        Repair::PortAndSecurity(port, security) => phrases.with(
            key,
            &[("port", &port.to_string()), ("security", &name(*security))],
        ),
        Repair::Server(host) => phrases.with(key, &[("server", host.as_str())]),
        Repair::UserName(user) => phrases.with(key, &[("user", user)]),
        Repair::Address(address) => phrases.with(key, &[("address", address)]),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::Phrases;
    use model::Language;

    #[test]
    fn words_are_set_in_by_the_island() {
        let texts = texts::texts(Language::En);
        let phrases = Phrases::take(texts, ["finding-port-not-open"], &["port", "open"]);
        assert_eq!(
            phrases.with(
                "finding-port-not-open",
                &[("port", "{open}"), ("open", "25, 465")]
            ),
            "Port 25, 465 is not open here. Open are {open}."
        );
        assert_eq!(phrases.get("nothing"), "⟦nothing⟧");
    }
}

//! Guides: what a person does at his provider, in numbered steps.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The guide to one provider. Sentences may hold Markdown's bold and links.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// The page's heading.
    pub title: String,
    /// How long it takes and what is needed.
    pub lead: String,
    /// What the password is called here.
    pub password_label: String,
    /// What is worth knowing.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The guide in a few words, for the box beside the settings form.
    pub short: Vec<String>,
    /// The steps.
    pub steps: Vec<GuideStep>,
}

/// One step: one screen at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideStep {
    /// The step's key, to which the explanation of a failure can lead: `app-password`.
    #[serde(default)]
    pub id: Option<String>,
    /// What to do, in a few words.
    pub title: String,
    /// How, in a sentence or two.
    pub text: String,
}

/// An article that belongs to no provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// The page's heading.
    pub title: String,
    /// What it is about.
    pub lead: String,
    /// Its parts.
    pub sections: Vec<Section>,
}

/// A part of an article; its text is Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The part's heading.
    pub title: String,
    /// Its text.
    pub text: String,
}

#[derive(Default)]
pub(crate) struct Guides {
    guides: BTreeMap<String, Guide>,
    articles: BTreeMap<String, Article>,
}

impl Guides {
    /// A file with sections is an article, one with steps a guide.
    pub(crate) fn add(&mut self, slug: &str, content: &str) -> Result<(), toml::de::Error> {
        let table: toml::Table = toml::from_str(content)?;
        if table.contains_key("sections") {
            self.articles.insert(slug.to_owned(), toml::from_str(content)?);
        } else {
            self.guides.insert(slug.to_owned(), toml::from_str(content)?);
        }
        Ok(())
    }

    pub(crate) fn guide(&self, slug: &str) -> Option<&Guide> {
        self.guides.get(slug)
    }

    pub(crate) fn article(&self, slug: &str) -> Option<&Article> {
        self.articles.get(slug)
    }

    pub(crate) fn slugs(&self) -> impl Iterator<Item = &str> {
        self.guides.keys().map(String::as_str)
    }
}

impl Guide {
    /// The guide with the provider's name set in where it says `{ $provider }` (guides by kind of password).
    #[must_use]
    pub fn naming(&self, provider: &str) -> Self {
        let set = |text: &String| text.replace("{ $provider }", provider);
        Self {
            title: set(&self.title),
            lead: set(&self.lead),
            password_label: set(&self.password_label),
            notes: self.notes.iter().map(set).collect(),
            short: self.short.iter().map(set).collect(),
            steps: self
                .steps
                .iter()
                .map(|step| GuideStep {
                    id: step.id.clone(),
                    title: set(&step.title),
                    text: set(&step.text),
                })
                .collect(),
        }
    }
}

//! Every sentence a person reads, by key and language.
//!
//! Sentences are in `locales/<language>/*.ftl` (Fluent), guides in `locales/<language>/guides/*.toml`. Both are carried
//! in the program and read once; [`load`] is called at start, so that a broken file stops the program there and not
//! at the first reader.

mod guide;

pub use guide::{Article, Guide, GuideStep, Section};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use guide::Guides;
use model::Language;
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// What stands in the place of a sentence that does not exist. Tests look for it on every page.
pub const MISSING: char = '⟦';

/// A file of `locales/` is broken.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    /// A Fluent file has a mistake.
    #[error("locales/{language}/{file}: {problem}")]
    Sentences {
        /// The language.
        language: Language,
        /// The file's name.
        file: &'static str,
        /// What is wrong.
        problem: String,
    },
    /// A guide has a mistake.
    #[error("locales/{language}/guides/{file}: {problem}")]
    Guide {
        /// The language.
        language: Language,
        /// The file's name.
        file: &'static str,
        /// What is wrong.
        problem: toml::de::Error,
    },
}

/// All sentences and guides of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    guides: Guides,
}

static LOADED: OnceLock<Vec<Texts>> = OnceLock::new();

/// Reads every language.
///
/// # Errors
/// [`TextsError`] names the file and what is wrong with it.
pub fn load() -> Result<(), TextsError> {
    if LOADED.get().is_none() {
        let all = Language::ALL
            .into_iter()
            .map(Texts::read)
            .collect::<Result<Vec<_>, _>>()?;
        // Somebody else may have been first with the same content.
        let _ = LOADED.set(all);
    }
    Ok(())
}

/// The texts of a language.
///
/// # Panics
/// Where a file of `locales/` is broken, which [`load`] reports at start and every test finds.
#[must_use]
pub fn texts(language: Language) -> &'static Texts {
    let all = LOADED.get_or_init(|| {
        Language::ALL
            .into_iter()
            .map(|language| {
                Texts::read(language).expect("the files of locales/ were read when the program started")
            })
            .collect()
    });
    all.iter()
        .find(|texts| texts.language == language)
        .expect("every language was read")
}

impl Texts {
    fn read(language: Language) -> Result<Self, TextsError> {
        let tag = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Isolation marks around words would end up in plain-text letters and in attributes.
        bundle.set_use_isolating(false);
        let mut guides = Guides::default();
        for (_, file, content) in FILES.iter().filter(|(tag, ..)| *tag == language.tag()) {
            if let Some(slug) = file.strip_suffix(".toml") {
                guides.add(slug, content).map_err(|problem| TextsError::Guide {
                    language,
                    file,
                    problem,
                })?;
                continue;
            }
            let broken = |problem: String| TextsError::Sentences {
                language,
                file,
                problem,
            };
            let resource = FluentResource::try_new((*content).to_owned())
                .map_err(|(_, errors)| broken(format!("{errors:?}")))?;
            bundle
                .add_resource(resource)
                .map_err(|errors| broken(format!("{errors:?}")))?;
        }
        Ok(Self {
            language,
            bundle,
            guides,
        })
    }

    /// The language of these texts.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The sentence of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The sentence of a key, with words set in.
    #[must_use]
    pub fn with(&self, key: &str, words: &[(&str, &str)]) -> String {
        self.find(key, None, words).unwrap_or_else(|| self.missing(key))
    }

    /// The sentence of a key that counts something, in the number's right form.
    #[must_use]
    pub fn count(&self, key: &str, name: &str, number: u64) -> String {
        self.count_with(key, name, number, &[])
    }

    /// The same, with words set in beside the number.
    #[must_use]
    pub fn count_with(&self, key: &str, name: &str, number: u64, words: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), FluentValue::from(number));
        for (name, value) in words {
            args.set((*name).to_owned(), FluentValue::from((*value).to_owned()));
        }
        self.format(key, None, Some(&args))
            .unwrap_or_else(|| self.missing(key))
    }

    /// A sentence that belongs to another: `cause-….meaning`. None where there is none.
    #[must_use]
    pub fn attribute(&self, key: &str, attribute: &str, words: &[(&str, &str)]) -> Option<String> {
        self.find(key, Some(attribute), words)
    }

    /// The numbered sentences that belong to a key: `.step1`, `.step2` and so on.
    #[must_use]
    pub fn steps(&self, key: &str, words: &[(&str, &str)]) -> Vec<String> {
        (1..)
            .map_while(|n| self.attribute(key, &format!("step{n}"), words))
            .collect()
    }

    /// Whether there is a sentence of this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle
            .get_message(key)
            .is_some_and(|message| message.value().is_some())
    }

    /// The guide of a provider.
    #[must_use]
    pub fn guide(&self, slug: &str) -> Option<&Guide> {
        self.guides.guide(slug)
    }

    /// An article that belongs to no provider: `ports-and-encryption`.
    #[must_use]
    pub fn article(&self, slug: &str) -> Option<&Article> {
        self.guides.article(slug)
    }

    /// Guides in this language, by slug.
    pub fn guide_slugs(&self) -> impl Iterator<Item = &str> {
        self.guides.slugs()
    }

    fn find(&self, key: &str, attribute: Option<&str>, words: &[(&str, &str)]) -> Option<String> {
        let mut args = FluentArgs::with_capacity(words.len());
        for (name, value) in words {
            args.set((*name).to_owned(), FluentValue::from((*value).to_owned()));
        }
        self.format(key, attribute, Some(&args))
    }

    fn format(&self, key: &str, attribute: Option<&str>, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, args, &mut errors)
            .into_owned();
        if !errors.is_empty() {
            tracing::error!(key, attribute, ?errors, "a sentence lacks a word");
            return Some(self.missing(key));
        }
        Some(text)
    }

    fn missing(&self, key: &str) -> String {
        tracing::error!(key, language = %self.language, "there is no such sentence");
        format!("{MISSING}{key}⟧")
    }
}

#[cfg(test)]
mod tests;

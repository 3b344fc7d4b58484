//! The languages that pages, letters and help are written in.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A language in which every sentence exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Estonian.
    #[default]
    Et,
    /// English.
    En,
}

/// There are no pages in this language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such language")]
pub struct UnknownLanguage;

impl Language {
    /// All languages, in the order in which a person is offered them.
    pub const ALL: [Self; 2] = [Self::Et, Self::En];

    /// The BCP 47 tag, as in addresses and the `lang` attribute.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Et => "et",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Et => "Eesti keeles",
            Self::En => "English",
        }
    }

    /// The first language of an `Accept-Language` header (RFC 9110, section 12.5.4) that exists here, by weight.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',').take(20) {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default().trim();
            let weight = pieces
                .find_map(|p| p.trim().strip_prefix("q=")?.parse::<f32>().ok())
                .unwrap_or(1.0);
            let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
            if let Ok(language) = primary.parse::<Self>()
                && weight > 0.0
                && best.is_none_or(|(w, _)| weight > w)
            {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL
            .into_iter()
            .find(|l| l.tag() == text)
            .ok_or(UnknownLanguage)
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_heaviest_known_language_wins() {
        for (header, expected) in [
            ("et-EE,et;q=0.9,en;q=0.8", Some(Language::Et)),
            ("fr,en-GB;q=0.7,et;q=0.3", Some(Language::En)),
            ("en;q=0.2, et;q=0.9", Some(Language::Et)),
            ("et;q=0, en", Some(Language::En)),
            ("ja", None),
            ("", None),
            (";;;,,,q=", None),
        ] {
            assert_eq!(Language::from_accept_language(header), expected, "{header}");
        }
    }
}

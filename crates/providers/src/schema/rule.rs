//! One rule about what a failure means: `data/replies/<order>-<subject>.toml`.

use super::{confidence::Confidence, date::IsoDate, provider::Provider};
use model::{
    provider::PasswordKind,
    session::{EnhancedCode, Stage},
    settings::Field,
};
use serde::Deserialize;

/// When it applies, and what it means. Of all rules the first that applies is taken: files in the order of their
/// names, rules in the order in which they stand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What it means: one of [`super::CAUSES`].
    pub cause: String,
    /// Slugs and families of the providers that it is about; empty: all, also unknown ones.
    #[serde(default)]
    pub providers: Vec<String>,
    /// Only where the provider takes this kind of password.
    #[serde(default)]
    pub password: Option<PasswordKind>,
    /// The stages at which it applies; empty: all.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// The key of the fault ([`model::session::Fault::key`]); `refused` for replies.
    pub fault: String,
    /// The reply's codes; empty: all.
    #[serde(default)]
    pub codes: Vec<u16>,
    /// The reply's class, 4 or 5.
    #[serde(default)]
    pub class: Option<u16>,
    /// The reply's enhanced code.
    #[serde(default)]
    pub enhanced: Option<Enhanced>,
    /// Pieces that all stand in the reply's text, in lower case.
    #[serde(default)]
    pub text: Vec<String>,
    /// Pieces of which at least one stands in the reply's text, in lower case; empty: none is asked for.
    #[serde(default)]
    pub any_text: Vec<String>,
    /// The field of the settings at which a person has to look.
    #[serde(default)]
    pub field: Option<Field>,
    /// The step of the provider's guide that helps: one of [`super::GUIDE_STEPS`].
    #[serde(default)]
    pub guide_step: Option<String>,
    /// Whether it passes by itself. For replies, where it is left out, 4yz does and 5yz does not.
    #[serde(default)]
    pub transient: Option<bool>,
    /// Whether it is about the account or its server, so that every other letter would meet the same.
    pub account_fault: bool,
    /// After how many hours it passes, where that is known.
    #[serde(default)]
    pub clears_after_hours: Option<u32>,
    /// Who says so.
    pub source: String,
    /// How old that source is.
    pub date: IsoDate,
    /// How sure it is.
    pub confidence: Confidence,
}

impl Rule {
    /// Whether the rule is about this provider; one without providers is about every one, known or not.
    #[must_use]
    pub fn is_about(&self, provider: Option<&Provider>) -> bool {
        let named = self.providers.is_empty()
            || provider.is_some_and(|provider| self.providers.iter().any(|word| provider.answers_to(word)));
        let kind = self
            .password
            .is_none_or(|kind| provider.is_some_and(|provider| provider.password == kind));
        named && kind
    }

    /// Whether the rule's pieces stand in the text, which is in lower case with single spaces.
    #[must_use]
    pub fn fits_text(&self, text: &str) -> bool {
        self.text.iter().all(|piece| text.contains(piece.as_str()))
            && (self.any_text.is_empty() || self.any_text.iter().any(|piece| text.contains(piece.as_str())))
    }
}

/// A pattern for enhanced codes: `5.7.139`, `4.7.x`, `x.2.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Enhanced([Option<u16>; 3]);

impl Enhanced {
    /// Whether a code fits.
    #[must_use]
    pub fn fits(self, code: EnhancedCode) -> bool {
        let parts = [u16::from(code.class), code.subject, code.detail];
        self.0
            .iter()
            .zip(parts)
            .all(|(wanted, part)| wanted.is_none_or(|wanted| wanted == part))
    }

    /// Whether it fits every code that the other fits.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.0
            .iter()
            .zip(other.0)
            .all(|(mine, its)| mine.is_none() || *mine == its)
    }
}

impl TryFrom<String> for Enhanced {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const WRONG: &str = "an enhanced code is like 5.7.139, with x for any number";
        let parts: Vec<_> = text
            .split('.')
            .map(|part| {
                if part == "x" {
                    Ok(None)
                } else {
                    part.parse().map(Some)
                }
            })
            .collect();
        match parts.as_slice() {
            [Ok(class @ (None | Some(4 | 5))), Ok(subject), Ok(detail)] => {
                Ok(Self([*class, *subject, *detail]))
            }
            _ => Err(WRONG),
        }
    }
}

//! What a failure means for a person: the first rule that applies to provider, stage and fault.

use crate::{
    catalogue::{Catalogue, CatalogueError},
    embedded,
    schema::{self, CAUSES, Confidence, GUIDE_STEPS, Provider, Rule},
};
use model::{
    session::{Fault, Reply, Stage},
    settings::Field,
};
use std::{sync::OnceLock, time::Duration};

/// What a failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning<'a> {
    /// The cause, one of [`CAUSES`]: the key of its texts.
    pub cause: &'static str,
    /// The field of the settings at which a person has to look.
    pub field: Option<Field>,
    /// The step of the provider's guide that helps, one of [`GUIDE_STEPS`].
    pub guide_step: Option<&'static str>,
    /// Whether it passes by itself: the letter may be tried again without a change.
    pub transient: bool,
    /// Whether it is about the account or its server and not about this letter or recipient: every other letter would
    /// meet the same, so that they wait instead of being tried.
    pub account_fault: bool,
    /// When it passes, where that is known.
    pub clears_after: Option<Duration>,
    /// Who says so.
    pub source: &'a str,
    /// How sure it is.
    pub confidence: Confidence,
}

/// The rules, in order.
#[derive(Debug, Clone)]
pub struct Meanings {
    rules: Vec<Rule>,
}

impl Meanings {
    /// The rules that the program carries; read once.
    ///
    /// # Errors
    /// Where a data file is not right. The build has checked them all, so that this does not happen in a program that
    /// was built.
    pub fn embedded() -> Result<&'static Self, CatalogueError> {
        static EMBEDDED: OnceLock<Result<Meanings, CatalogueError>> = OnceLock::new();
        EMBEDDED
            .get_or_init(|| {
                let rules = schema::read_rules(embedded::REPLIES, Catalogue::embedded()?.all())?;
                Ok(Self { rules })
            })
            .as_ref()
            .map_err(Clone::clone)
    }

    /// What the fault means at this stage of a talk with this provider's server. `provider` is the server's
    /// ([`Catalogue::of_settings`]), not the address's. Never fails: what no rule knows is said to be unknown.
    #[must_use]
    pub fn explain(&self, provider: Option<&Provider>, stage: Stage, fault: &Fault) -> Meaning<'_> {
        let seen = Seen::new(provider, stage, fault);
        let rule = self.rules.iter().find(|rule| seen.fits(rule));
        rule.map_or_else(|| Meaning::unknown(fault), |rule| Meaning::of(rule, fault))
    }

    /// What a cause means that was found out earlier, of which only its key was kept: by the first rule that tells it of
    /// this provider. None for a key that no rule has.
    #[must_use]
    pub fn of_cause(&self, provider: Option<&Provider>, cause: &str) -> Option<Meaning<'_>> {
        let mut rules = self.rules.iter().filter(|rule| rule.cause == cause);
        let own = rules.clone().find(|rule| rule.is_about(provider));
        own.or_else(|| rules.next())
            .map(|rule| Meaning::with(rule, false))
    }
}

/// What happened, with the reply's text as rules are written.
struct Seen<'a> {
    provider: Option<&'a Provider>,
    stage: Stage,
    fault: &'static str,
    reply: Option<&'a Reply>,
    text: String,
}

impl<'a> Seen<'a> {
    fn new(provider: Option<&'a Provider>, stage: Stage, fault: &'a Fault) -> Self {
        let reply = fault.reply();
        let words = reply.map_or("", |reply| reply.text.as_str()).to_lowercase();
        let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            provider,
            stage,
            fault: fault.key(),
            reply,
            text,
        }
    }

    fn fits(&self, rule: &Rule) -> bool {
        rule.fault == self.fault
            && rule.is_about(self.provider)
            && (rule.stages.is_empty() || rule.stages.contains(&self.stage))
            && self.reply.is_none_or(|reply| self.reply_fits(rule, reply))
    }

    fn reply_fits(&self, rule: &Rule, reply: &Reply) -> bool {
        (rule.codes.is_empty() || rule.codes.contains(&reply.code))
            && rule.class.is_none_or(|class| reply.code / 100 == class)
            && rule
                .enhanced
                .is_none_or(|pattern| reply.enhanced.is_some_and(|code| pattern.fits(code)))
            && rule.fits_text(&self.text)
    }
}

impl<'a> Meaning<'a> {
    fn of(rule: &'a Rule, fault: &Fault) -> Self {
        Self::with(rule, fault.reply().is_some_and(Reply::is_transient))
    }

    /// `passes`: whether it passes by itself where the rule does not say.
    fn with(rule: &'a Rule, passes: bool) -> Self {
        Self {
            cause: known(CAUSES, &rule.cause).unwrap_or(UNKNOWN_REFUSAL),
            field: rule.field,
            guide_step: rule
                .guide_step
                .as_deref()
                .and_then(|step| known(GUIDE_STEPS, step)),
            transient: rule.transient.unwrap_or(passes),
            account_fault: rule.account_fault,
            clears_after: rule
                .clears_after_hours
                .map(|hours| Duration::from_hours(u64::from(hours))),
            source: &rule.source,
            confidence: rule.confidence,
        }
    }

    /// The build sees to it that every fault has a rule; were there none, the fault would still be told as unknown.
    fn unknown(fault: &Fault) -> Self {
        Self {
            cause: UNKNOWN_REFUSAL,
            field: None,
            guide_step: None,
            transient: fault.reply().is_some_and(Reply::is_transient),
            account_fault: false,
            clears_after: None,
            source: "",
            confidence: Confidence::Unconfirmed,
        }
    }
}

const UNKNOWN_REFUSAL: &str = "unknown-refusal";

/// The word of the list that is equal.
fn known(list: &[&'static str], word: &str) -> Option<&'static str> {
    list.iter().copied().find(|known| *known == word)
}

#[cfg(test)]
mod tests;

//! Reading the data files: every list is read and checked as a whole, or refused with the file and the reason.

use super::{
    causes::{CAUSES, GUIDE_STEPS},
    correction::Correction,
    error::{DataError, Problem},
    provider::Provider,
    provider_check,
    rule::Rule,
    rule_check,
};
use serde::{Deserialize, de::DeserializeOwned};

/// Reads all providers; `files` are slugs and texts. They come back in the order of lists.
///
/// # Errors
/// The first file that is not right, and why.
pub fn read_providers(files: &[(&str, &str)]) -> Result<Vec<Provider>, DataError> {
    let mut providers: Vec<Provider> = Vec::with_capacity(files.len());
    for (slug, text) in files {
        let file = format!("providers/{slug}.toml");
        let provider: Provider = parse(text).map_err(|problem| problem.within(&file))?;
        provider_check::check(&provider, slug).map_err(|problem| problem.within(&file))?;
        provider_check::check_beside(&provider, &providers).map_err(|problem| problem.within(&file))?;
        providers.push(provider);
    }
    for provider in &providers {
        let file = format!("providers/{}.toml", provider.slug);
        provider_check::check_wrong_hosts(provider, &providers).map_err(|problem| problem.within(file))?;
    }
    providers.sort_by(|a, b| {
        (a.group, a.rank, a.name.to_lowercase()).cmp(&(b.group, b.rank, b.name.to_lowercase()))
    });
    Ok(providers)
}

/// Reads the list of what the source pages got wrong.
///
/// # Errors
/// Where it is not right, and why.
pub fn read_corrections(text: &str, providers: &[Provider]) -> Result<Vec<Correction>, DataError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        correction: Vec<Correction>,
    }
    let check = || {
        let corrections = parse::<File>(text)?.correction;
        for correction in &corrections {
            let texts = [
                &correction.page,
                &correction.says,
                &correction.right,
                &correction.source,
            ];
            if texts.iter().any(|text| text.trim().is_empty()) {
                return Err(Problem::Empty("a text of a correction"));
            }
            if let Some(word) = &correction.provider {
                known("provider", word, |word| {
                    providers.iter().any(|provider| provider.slug == word)
                })?;
            }
        }
        Ok(corrections)
    };
    check().map_err(|problem| problem.within("corrections.toml"))
}

/// Reads all rules about replies; `files` are names and texts, in order.
///
/// # Errors
/// The first file and rule that is not right, and why; rules that are never reached; faults without a general rule.
pub fn read_rules(files: &[(&str, &str)], providers: &[Provider]) -> Result<Vec<Rule>, DataError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        rule: Vec<Rule>,
    }
    let mut places: Vec<String> = Vec::new();
    let mut rules: Vec<Rule> = Vec::new();
    for (name, text) in files {
        let file = format!("replies/{name}.toml");
        let read = parse::<File>(text).map_err(|problem| problem.within(&file))?.rule;
        for (number, rule) in (1..).zip(read) {
            let check = rule_check::check(&rule, providers)
                .and_then(|()| rule_check::check_reached(&rule, &rules, &places, providers));
            check.map_err(|problem| {
                let problem = Box::new(problem);
                Problem::Rule {
                    number,
                    cause: rule.cause.clone(),
                    problem,
                }
                .within(&file)
            })?;
            places.push(format!("rule {number} ({}) of {name}", rule.cause));
            rules.push(rule);
        }
    }
    rule_check::check_complete(&rules).map_err(|problem| problem.within("replies"))?;
    Ok(rules)
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    toml::from_str(text).map_err(|error| Problem::Form(error.to_string().trim().to_owned()))
}

/// Whether a word is known.
pub(super) fn known(kind: &'static str, word: &str, is: impl Fn(&str) -> bool) -> Result<(), Problem> {
    if is(word) {
        Ok(())
    } else {
        Err(Problem::Unknown {
            kind,
            word: word.to_owned(),
        })
    }
}

/// Whether a cause and a step of a guide are known.
pub(super) fn known_words(rule: &Rule) -> Result<(), Problem> {
    known("cause", &rule.cause, |word| CAUSES.contains(&word))?;
    rule.guide_step
        .iter()
        .try_for_each(|step| known("step", step, |word| GUIDE_STEPS.contains(&word)))
}

#[cfg(test)]
mod tests;

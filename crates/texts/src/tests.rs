use super::{FILES, Texts, texts};
use fluent_syntax::{ast, parser};
use model::{
    Language,
    event::{Cause, Clue, Distrust, Kind, Source},
    settings::Finding,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// Every message and attribute of a language, with the words that its sentence takes.
fn sentences(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (_, file, content) in FILES
        .iter()
        .filter(|(tag, name, _)| *tag == language.tag() && name.contains(".ftl"))
    {
        let resource = parser::parse(*content).unwrap_or_else(|(_, errors)| panic!("{file}: {errors:?}"));
        for entry in resource.body {
            let ast::Entry::Message(message) = entry else {
                continue;
            };
            let id = message.id.name;
            if let Some(value) = &message.value {
                assert!(
                    found.insert(id.to_owned(), words(value)).is_none(),
                    "{language}: {id} twice"
                );
            }
            for attribute in &message.attributes {
                found.insert(format!("{id}.{}", attribute.id.name), words(&attribute.value));
            }
        }
    }
    found
}

fn words(pattern: &ast::Pattern<&str>) -> BTreeSet<String> {
    format!("{pattern:?}")
        .split("VariableReference { id: Identifier { name: \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .collect()
}

#[test]
fn languages_have_the_same_sentences_with_the_same_words() {
    let [first, others @ ..] = &Language::ALL[..] else {
        panic!("a language")
    };
    let wanted = sentences(*first);
    assert!(wanted.len() > 100, "only {} sentences were found", wanted.len());
    for other in others {
        let found = sentences(*other);
        let names = |map: &BTreeMap<String, _>| map.keys().cloned().collect::<BTreeSet<_>>();
        let (left, right) = (names(&wanted), names(&found));
        assert_eq!(
            left.difference(&right).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "not in {other}"
        );
        assert_eq!(
            right.difference(&left).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "only in {other}"
        );
        for (id, words) in &wanted {
            // A cause's sentence need not name everything in every language; a page's sentence does.
            if !id.starts_with("cause-") {
                assert_eq!(Some(words), found.get(id), "{id}");
            }
        }
    }
}

#[test]
fn every_finding_has_its_sentence() {
    for language in Language::ALL {
        for key in Finding::KEYS {
            assert!(
                texts(language).has(&format!("finding-{key}")),
                "{language}: finding-{key}"
            );
        }
    }
}

#[test]
fn every_problem_of_a_letter_has_its_sentence() {
    for language in Language::ALL {
        for key in model::letter::check::KEYS {
            let key = format!("letter-problem-{key}");
            assert!(texts(language).has(&key), "{language}: {key}");
        }
    }
}

/// What people read about a letter that came back. Every cause says what it means and what to do.
#[test]
fn causes_of_what_came_back() {
    for language in Language::ALL {
        let texts = texts(language);
        let mut told = String::new();
        for cause in Cause::ALL {
            let key = format!("cause-{}", cause.of_message());
            assert!(texts.has(&key), "{language}: {key}");
            let meaning = texts.attribute(&key, "meaning", &[]);
            let steps = texts.steps(&key, &[]);
            assert!(!steps.is_empty(), "{language}: {key} has no steps");
            let meaning = meaning.unwrap_or_else(|| panic!("{language}: {key} has no meaning"));
            let _ = writeln!(told, "{}: {}\n  {meaning}", cause.key(), texts.get(&key));
            for (at, step) in steps.iter().enumerate() {
                let _ = writeln!(told, "  {}. {step}", at + 1);
            }
        }
        assert!(!told.contains(super::MISSING), "{told}");
        insta::assert_snapshot!(format!("came-back-{language}"), told);
    }
}

/// Every word that events have stands on some page.
#[test]
fn every_word_of_events_has_its_sentence() {
    let kinds = Kind::ALL.iter().flat_map(|kind| {
        ["events-kind", "events-what", "events-title"].map(|of| format!("{of}-{}", kind.key()))
    });
    let clues = Clue::ALL.iter().map(|clue| format!("events-clue-{}", clue.key()));
    let distrusts = Distrust::ALL
        .iter()
        .map(|of| format!("events-distrust-{}", of.key()));
    let sources = Source::ALL
        .iter()
        .map(|source| format!("events-source-{}", source.key()));
    for key in kinds.chain(clues).chain(distrusts).chain(sources) {
        for language in Language::ALL {
            assert!(texts(language).has(&key), "{language}: {key}");
        }
    }
}

#[test]
fn guides_exist_in_every_language_with_the_same_steps() {
    let all = |language| {
        texts(language)
            .guide_slugs()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert!(all(Language::Et).len() > 10);
    assert_eq!(all(Language::Et), all(Language::En));
    for slug in all(Language::Et) {
        let [et, en] = Language::ALL.map(|language| texts(language).guide(&slug).unwrap());
        assert_eq!(et.steps.len(), en.steps.len(), "{slug}");
        let ids = |guide: &super::Guide| guide.steps.iter().map(|step| step.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(et), ids(en), "{slug}");
        assert_eq!(et.notes.len(), en.notes.len(), "{slug}");
        assert!((1..=9).contains(&et.steps.len()), "{slug}");
        assert!(
            (1..=5).contains(&et.short.len()) && et.short.len() == en.short.len(),
            "{slug}"
        );
    }
    for language in Language::ALL {
        assert!(texts(language).article("ports-and-encryption").is_some());
    }
}

#[test]
fn what_is_missing_is_seen() {
    let texts: &Texts = texts(Language::En);
    assert_eq!(texts.get("no-such-key"), "⟦no-such-key⟧");
    assert_eq!(texts.attribute("no-such-key", "step1", &[]), None);
    assert!(!texts.has("no-such-key"));
}

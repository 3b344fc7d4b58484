//! No sentence is written for nothing, and none is missing for a word that comes from elsewhere.

use model::Language;
use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else {
            into.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

fn keys(file: &str) -> Vec<String> {
    fs::read_to_string(root().join("locales/et").join(file))
        .unwrap()
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
        .collect()
}

/// A key stands in the source as it is, or begins with what stands there before a `{`.
#[test]
fn every_sentence_is_used() {
    let mut source = String::new();
    sources(&root().join("app/src/pages"), &mut source);
    sources(&root().join("server/src/routes"), &mut source);
    source.push_str(&fs::read_to_string(root().join("app/src/shell.rs")).unwrap());
    let prefixes: Vec<&str> = source
        .split('"')
        .filter_map(|text| Some(text.split_once('{')?.0))
        .filter(|prefix| prefix.len() > 3 && prefix.ends_with('-'))
        .chain([
            "audit-",
            "audit-field-",
            "event-",
            "state-changed-",
            "webhook-result-",
        ])
        .collect();
    for file in [
        "company.ftl",
        "developers.ftl",
        "events.ftl",
        "letters.ftl",
        "sending.ftl",
    ] {
        let keys = keys(file);
        assert!(keys.len() > 20, "{file}");
        let unused: Vec<String> = keys
            .into_iter()
            .filter(|key| {
                let as_it_is = source.contains(&format!("\"{key}\""));
                !as_it_is && !prefixes.iter().any(|prefix| key.starts_with(prefix))
            })
            .collect();
        assert!(unused.is_empty(), "{file}: used nowhere: {unused:?}");
    }
}

/// The words of another crate that this one does not know: `Name = "the.word"`.
fn words_of(file: &str) -> Vec<String> {
    let source = fs::read_to_string(root().join("crates/store/src").join(file)).unwrap();
    source
        .split(" = \"")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
        .filter(|word| word.contains('.') && !word.contains(' '))
        .collect()
}

#[test]
fn every_action_and_every_kind_of_message_has_its_sentence() {
    for (file, prefix, least) in [("audit.rs", "audit", 15), ("webhooks.rs", "event", 4)] {
        let words = words_of(file);
        assert!(words.len() >= least, "{file}: {words:?}");
        for language in Language::ALL {
            for word in &words {
                let key = format!("{prefix}-{}", word.replace('.', "-"));
                assert!(texts::texts(language).has(&key), "{language}: {key}");
            }
        }
    }
}

//! The company's pages and the developers' page, in each language: full, empty, with mistakes, and with an attack in
//! every text that comes from somebody.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

mod document;
mod samples;
mod texts_used;

use document::Document;
use model::Language;
use samples::World;

fn world(language: Language, hostile: bool) -> World {
    World {
        language,
        hostile,
        style: None,
    }
}

/// Each page of each language, with attacks and without.
fn each(check: impl Fn(&str, &Document)) {
    for language in Language::ALL {
        for hostile in [false, true] {
            for sample in samples::all(&world(language, hostile)) {
                let name = format!("{language} {} (hostile: {hostile})", sample.name);
                check(&name, &Document::read(&sample.html));
            }
        }
    }
}

#[test]
fn every_sentence_is_there() {
    each(|name, page| assert!(!page.html.contains(texts::MISSING), "{name}"));
}

#[test]
fn nothing_that_somebody_wrote_becomes_part_of_the_page() {
    each(|name, page| {
        assert_eq!(page.tags("script").count(), 0, "{name}");
        assert_eq!(page.tags("img").count(), 0, "{name}");
        for tag in &page.tags {
            for (attribute, _) in &tag.attributes {
                assert!(
                    attribute != "style" && !attribute.starts_with("on"),
                    "{name}: {tag:?}"
                );
            }
        }
    });
}

#[test]
fn every_field_has_its_name_and_every_button_its_words() {
    each(|name, page| {
        let labels: Vec<&str> = page.tags("label").filter_map(|label| label.get("for")).collect();
        for field in page.fields() {
            let id = field.get("id").unwrap_or_else(|| panic!("{name}: {field:?}"));
            assert!(labels.contains(&id), "{name}: nothing names {id}");
            assert!(field.get("name").is_some_and(|n| !n.is_empty()), "{name}: {id}");
        }
        for words in page.buttons() {
            assert!(!words.trim().is_empty(), "{name}: a button without words");
        }
    });
}

#[test]
fn ids_are_there_once_and_what_is_referred_to_exists() {
    each(|name, page| {
        let mut ids: Vec<&str> = page.tags.iter().filter_map(|tag| tag.get("id")).collect();
        ids.sort_unstable();
        for pair in ids.windows(2) {
            assert!(pair[0] != pair[1], "{name}: {} is there twice", pair[0]);
        }
        for tag in &page.tags {
            let described = tag.get("aria-describedby").into_iter();
            let labelled = tag.get("aria-labelledby").into_iter();
            for id in described.chain(labelled).flat_map(str::split_whitespace) {
                assert!(ids.contains(&id), "{name}: there is no {id}");
            }
            if let Some(id) = tag.get("href").and_then(|url| url.strip_prefix('#')) {
                assert!(ids.contains(&id), "{name}: a link to #{id} leads nowhere");
            }
        }
    });
}

#[test]
fn headings_come_in_their_order() {
    each(|name, page| {
        let headings = page.headings();
        assert_eq!(headings.iter().filter(|level| **level == 1).count(), 1, "{name}");
        // What is wrong stands above all else and has a heading of its own.
        let in_summary = usize::from(page.has_errors());
        assert_eq!(headings[in_summary], 1, "{name}: {headings:?}");
        for pair in headings[in_summary..].windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{name}: {headings:?}");
        }
    });
}

#[test]
fn mistakes_are_said_in_the_title_on_top_and_at_the_field() {
    for language in Language::ALL {
        for sample in samples::all(&world(language, false)) {
            let page = Document::read(&sample.html);
            let title = page.title();
            let prefix = texts::texts(language).with("error-prefix", &[("title", "")]);
            assert_eq!(
                title.starts_with(prefix.trim()),
                page.has_errors(),
                "{}: {title}",
                sample.name
            );
            if sample.name.ends_with("-error") {
                assert!(page.has_errors(), "{}", sample.name);
                let at_fields = page.with_class("finding").count();
                assert!(at_fields >= 1, "{}", sample.name);
            }
        }
    }
}

#[test]
fn where_one_is_is_marked_once() {
    each(|name, page| {
        let marked = page
            .tags("a")
            .filter(|link| link.get("aria-current").is_some())
            .count();
        let expected = match name {
            name if name.contains("developers") => 0,
            // The state that the list is narrowed to is marked too.
            name if name.contains("came-back-help") => 1,
            // The kind that the list is narrowed to is marked too, and the cause.
            name if name.contains("events ") || name.contains("events-set-aside ") => 3,
            name if name.contains("events-filtered ") => 4,
            name if name.contains("letters-log ") || name.contains("letters-log-filtered") => 3,
            _ => 2,
        };
        assert_eq!(marked, expected, "{name}");
    });
}

#[test]
fn users_do_not_see_the_companys_pages() {
    use app::{pages::message, shell::Shell};
    use model::Role;
    let shown = |role: Role| {
        let mut shell: Shell = world(Language::En, false).shell("/settings");
        if let Some(person) = &mut shell.person {
            person.role = role;
        }
        let page = message::render(shell, message::Message::from_key(Language::En, "not-found"));
        page.contains("href=\"/en/company\"")
    };
    assert!(shown(Role::Admin) && !shown(Role::User));
}

#[test]
fn every_mistake_and_every_notice_has_its_sentence() {
    use app::pages::company::{Mistake, Said};
    for language in Language::ALL {
        let texts = texts::texts(language);
        for mistake in Mistake::EACH {
            let sentence = mistake.sentence(texts);
            assert!(!sentence.contains(texts::MISSING), "{mistake:?}");
        }
        for said in Said::ALL {
            assert!(texts.has(&format!("said-{}", said.key())), "{said:?}");
            assert_eq!(Said::from_key(said.key()), Some(*said));
        }
        assert_eq!(Said::from_key("<script>"), None);
    }
}

#[test]
fn every_mistake_and_every_notice_about_letters_has_its_sentence() {
    use app::pages::letters::{Mistake, Said};
    for language in Language::ALL {
        let texts = texts::texts(language);
        for mistake in Mistake::EACH {
            let sentence = mistake.sentence(texts);
            assert!(!sentence.contains(texts::MISSING), "{mistake:?}");
        }
        for said in Said::ALL {
            assert!(texts.has(&format!("letters-said-{}", said.key())), "{said:?}");
            assert_eq!(Said::from_key(said.key()), Some(*said));
        }
        assert_eq!(Said::from_key("<script>"), None);
    }
}

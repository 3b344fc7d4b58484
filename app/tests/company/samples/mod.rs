//! Every page of a company with data: full, empty, with mistakes. For tests, and to be looked at (`examples/company_pages.rs`).

mod batches;
mod compose;
mod events;
mod letters;
mod people;
mod programs;
mod records;

use app::{
    assets::{AssetFile, Assets},
    shell::{Person, Place, Shell},
};
use model::{Language, Role};

/// A rendered page.
pub struct Sample {
    /// Its name, as a file's.
    pub name: &'static str,
    /// The document.
    pub html: String,
}

/// What samples are made for.
#[derive(Clone)]
pub struct World {
    /// The language.
    pub language: Language,
    /// Whether every text that comes from somebody is an attack.
    pub hostile: bool,
    /// Where the style is, for eyes.
    pub style: Option<String>,
}

/// What an attacker would write.
pub const ATTACK: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

impl World {
    /// A text that came from somebody.
    pub fn text(&self, text: &str) -> String {
        if self.hostile {
            format!("{text}{ATTACK}")
        } else {
            text.to_owned()
        }
    }

    pub fn shell(&self, path: &str) -> Shell {
        Shell {
            language: self.language,
            title: String::new(),
            has_errors: false,
            place: Place::Elsewhere,
            person: Some(Person {
                name: self.text("Mari Maasikas"),
                company: self.text("Näidis OÜ"),
                role: Role::Admin,
            }),
            path: path.to_owned(),
            islands: false,
            without_script: None,
            demo: false,
            portal: None,
            frame: None,
            assets: Assets {
                style: self.style.clone().map(|url| AssetFile {
                    url,
                    integrity: String::new(),
                }),
                islands: None,
                embed: None,
            },
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "for the fields that may be empty")]
fn some(world: &World, text: &str) -> Option<String> {
    Some(world.text(text))
}

/// All of them.
pub fn all(world: &World) -> Vec<Sample> {
    let mut samples = people::samples(world);
    samples.extend(programs::samples(world));
    samples.extend(records::samples(world));
    samples.extend(letters::samples(world));
    samples.extend(compose::samples(world));
    samples.extend(batches::samples(world));
    samples.extend(events::samples(world));
    samples
}

//! Writes every page of a company, in each language, into a folder, to be looked at:
//! `cargo run -p app --features ssr --example company_pages -- FOLDER STYLE-SHEET`.

#![expect(clippy::unwrap_used, reason = "the samples are the tests' own")]

#[path = "../tests/company/samples/mod.rs"]
mod samples;

use model::Language;
use samples::World;
use std::{env, fs, io, path::PathBuf};

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "pages".to_owned()));
    let style = arguments.next();
    fs::create_dir_all(&folder)?;
    for language in Language::ALL {
        let world = World {
            language,
            hostile: false,
            style: style.clone(),
        };
        for sample in samples::all(&world) {
            fs::write(
                folder.join(format!("{language}-{}.html", sample.name)),
                sample.html,
            )?;
        }
    }
    Ok(())
}

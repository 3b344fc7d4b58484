//! Checks every data file with the library's own schema, and lists them for embedding. A bad file stops the build with
//! its name and the reason.

#[path = "src/schema/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the library uses the rest")]
mod schema;

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// A file's name without its ending, and its text.
type File = (String, String);

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=data");
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            println!("cargo::error={}", reason.replace('\n', " | "));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let data = Path::new("data");
    let providers = files(&data.join("providers"))?;
    let replies = files(&data.join("replies"))?;
    let corrections = read(&data.join("corrections.toml"))?;

    let known = schema::read_providers(&borrowed(&providers)).map_err(|error| error.to_string())?;
    schema::read_rules(&borrowed(&replies), &known).map_err(|error| error.to_string())?;
    schema::read_corrections(&corrections, &known).map_err(|error| error.to_string())?;

    let mut code = String::new();
    list(&mut code, "PROVIDERS", "providers", &providers);
    list(&mut code, "REPLIES", "replies", &replies);
    let _ = writeln!(
        code,
        "pub const CORRECTIONS: &str = {};",
        include("corrections.toml")
    );
    let out = env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .ok_or("OUT_DIR is not set")?;
    fs::write(out.join("embedded.rs"), code).map_err(|error| format!("embedded.rs: {error}"))
}

/// All TOML files of a folder, by name.
fn files(folder: &Path) -> Result<Vec<File>, String> {
    let failed = |error: io::Error| format!("{}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        match (
            path.extension().and_then(|end| end.to_str()),
            path.file_stem().and_then(|stem| stem.to_str()),
        ) {
            (Some("toml"), Some(stem)) => files.push((stem.to_owned(), read(&path)?)),
            _ => return Err(format!("{}: only .toml files belong here", path.display())),
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn borrowed(files: &[File]) -> Vec<(&str, &str)> {
    files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}

fn list(code: &mut String, name: &str, folder: &str, files: &[File]) {
    let _ = writeln!(code, "pub const {name}: &[(&str, &str)] = &[");
    for (stem, _) in files {
        let _ = writeln!(
            code,
            "    ({stem:?}, {}),",
            include(&format!("{folder}/{stem}.toml"))
        );
    }
    let _ = writeln!(code, "];");
}

fn include(file: &str) -> String {
    format!(
        "include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))",
        format!("/data/{file}")
    )
}

//! Lists the files of `locales/`, so that the program carries them in itself.

use std::{
    env, fs,
    io::{self, Write},
    path::Path,
};

fn main() -> io::Result<()> {
    let locales = Path::new("../../locales").canonicalize()?;
    println!("cargo:rerun-if-changed={}", locales.display());
    let mut list = b"pub(crate) static FILES: &[(&str, &str, &str)] = &[\n".to_vec();
    for language in sorted(&locales)? {
        println!("cargo:rerun-if-changed={}", locales.join(&language).display());
        for folder in ["", "guides"] {
            let path = locales.join(&language).join(folder);
            if !path.is_dir() {
                continue;
            }
            println!("cargo:rerun-if-changed={}", path.display());
            for name in sorted(&path)? {
                let file = path.join(&name);
                if file.extension().is_some_and(|end| end == "ftl" || end == "toml") {
                    println!("cargo:rerun-if-changed={}", file.display());
                    let file = file.to_string_lossy();
                    writeln!(list, "    ({language:?}, {name:?}, include_str!({file:?})),")?;
                }
            }
        }
    }
    list.extend(b"];\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&out).join("files.rs"), list)
}

fn sorted(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

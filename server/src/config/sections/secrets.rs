//! Secrets that stand in the configuration or in a file of their own.

use super::super::values::Secret;
use secrecy::ExposeSecret;
use std::{fs, path::Path};

/// The secret of a key: its value, or the first line of the file that `<key>_file` names.
///
/// # Errors
/// A sentence that names the key, where the file can not be read or is empty.
pub fn find(key: &str, value: Option<&Secret>, file: Option<&Path>) -> Result<Option<Secret>, String> {
    match (value, file) {
        (Some(value), _) => Ok(Some(value.clone())),
        (None, Some(file)) => read(file)
            .map(Some)
            .map_err(|error| format!("{key}_file: {}: {error}", file.display())),
        (None, None) => Ok(None),
    }
}

fn read(file: &Path) -> Result<Secret, String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let first = text.lines().next().unwrap_or_default();
    Secret::new(first.to_owned()).map_err(|error| format!("the first line {error}"))
}

/// The text of a secret, for the one place that uses it.
pub fn text(secret: &Secret) -> &str {
    secret.get().expose_secret()
}

/// Refuses a secret that is given twice.
pub fn only_one(key: &str, (value, file): (bool, bool)) -> Result<(), String> {
    if value && file {
        return Err(format!("{key} and {key}_file: only one of them"));
    }
    Ok(())
}

//! The operator's configuration: one TOML file, each key overridable by the environment (`SAATJA_NETWORK__EHLO=…`).
//! docs/configuration.md and docs/saatja.example.toml tell of each key; tests hold both against these defaults.

mod sections;
mod values;

pub use sections::{Config, Log, LogFormat};

use figment::{
    Figment,
    providers::{Env, Format, Toml},
};
use std::path::{Path, PathBuf};

/// The configuration can not be used. Each message names the key.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is not there.
    #[error("there is no configuration file {0}")]
    NoFile(PathBuf),
    /// A key has a wrong value, or there is no such key.
    #[error("{0}")]
    Value(String),
}

/// Reads the file, then the environment over it.
///
/// # Errors
/// [`ConfigError`] names the file or the key.
pub fn read(file: Option<&Path>) -> Result<Config, ConfigError> {
    let mut figment = Figment::new();
    if let Some(file) = file {
        if !file.is_file() {
            return Err(ConfigError::NoFile(file.to_owned()));
        }
        figment = figment.merge(Toml::file_exact(file));
    }
    from_figment(&figment.merge(Env::prefixed("SAATJA_").ignore(&["cache", "config"]).split("__")))
}

/// Reads a text as if it were the file.
#[cfg(test)]
fn read_text(text: &str) -> Result<Config, ConfigError> {
    from_figment(&Figment::new().merge(Toml::string(text)))
}

fn from_figment(figment: &Figment) -> Result<Config, ConfigError> {
    let config: Config = figment.extract().map_err(|error| {
        let lines: Vec<String> = error
            .into_iter()
            .map(|one| {
                let key = if one.path.is_empty() {
                    String::new()
                } else {
                    format!("{}: ", one.path.join("."))
                };
                let place = one
                    .metadata
                    .as_ref()
                    .map(
                        |m| match m.source.as_ref().and_then(|source| source.file_path()) {
                            Some(file) => format!(" (in {})", file.display()),
                            None => format!(" (in {})", m.name),
                        },
                    )
                    .unwrap_or_default();
                format!("{key}{}{place}", one.kind)
            })
            .collect();
        ConfigError::Value(lines.join("\n"))
    })?;
    config.check().map_err(ConfigError::Value)?;
    Ok(config)
}

#[cfg(test)]
mod tests;

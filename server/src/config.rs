//! The operator's configuration: one TOML file, each key overridable by the environment (`SAATJA_NETWORK__EHLO=…`).
//! docs/configuration.md and docs/saatja.example.toml tell of each key; tests hold both against these defaults.

mod sections;
mod values;

pub use sections::{Config, Delivery, Dkim, Inbound, Log, LogFormat, Oidc, Portal};
pub use values::{Accent, InvalidPostgresUrl, Origin, PostgresUrl};

use figment::{
    Figment,
    providers::{Env, Format, Toml},
};
use std::path::{Path, PathBuf};

/// Secrets that the environment may bring: the variable without `SAATJA_`, and the key. They are taken as they are;
/// other variables are read as TOML is, where `0123` is a number.
const SECRETS: [(&str, &str); 2] = [
    ("store__postgres_password", "store.postgres_password"),
    ("relay__password", "relay.password"),
];

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
    let secrets = SECRETS.map(|(variable, _)| variable);
    let others = Env::prefixed("SAATJA_")
        .ignore(&["cache", "config"])
        .ignore(&secrets);
    figment = figment.merge(others.split("__"));
    for (variable, key) in SECRETS {
        let name = format!("SAATJA_{}", variable.to_uppercase());
        if let Some(value) = std::env::var_os(&name) {
            let value = value
                .into_string()
                .map_err(|_| ConfigError::Value(format!("{key}: {name} is not UTF-8")))?;
            figment = figment.merge((key, value));
        }
    }
    from_figment(&figment)
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

//! The form as it is posted. Unknown fields are refused: nobody sets a company, a role or a verdict from here.

use model::settings::SettingsForm;
use serde::Deserialize;

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Posted {
    pub mode: String,
    pub version: u64,
    #[serde(default)]
    address: String,
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    server: String,
    #[serde(default)]
    port: String,
    #[serde(default)]
    security: String,
    #[serde(default)]
    user_name: String,
    #[serde(default)]
    plain_confirmed: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    repair: String,
}

/// Which button was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Save.
    Save,
    /// Save and send a test letter.
    Test,
    /// Find the server from the address.
    Find,
    /// Make the repair of the finding with this key.
    Repair(String),
}

impl Posted {
    pub fn form(&self) -> SettingsForm {
        SettingsForm {
            address: self.address.clone(),
            display_name: self.display_name.clone(),
            server: self.server.clone(),
            port: self.port.clone(),
            security: self.security.clone(),
            user_name: self.user_name.clone(),
            plain_confirmed: self.plain_confirmed.clone(),
        }
    }

    pub fn password(&self) -> String {
        self.password.clone()
    }

    pub fn action(&self) -> Action {
        if !self.repair.is_empty() {
            return Action::Repair(self.repair.clone());
        }
        match self.action.as_str() {
            "test" => Action::Test,
            "find" => Action::Find,
            _ => Action::Save,
        }
    }
}

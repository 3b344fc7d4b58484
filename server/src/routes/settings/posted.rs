//! The form as it is posted. Unknown fields are refused: nobody sets a company, a role or a verdict from here.

use model::settings::{Field, SettingsForm};
use serde::Deserialize;

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Posted {
    pub version: u64,
    #[serde(default)]
    mode: String,
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
    no_sign_in: String,
    #[serde(default)]
    copy: String,
    #[serde(default)]
    no_copy: String,
    #[serde(default)]
    blind_copy: String,
    #[serde(default)]
    no_blind_copy: String,
    #[serde(default)]
    documents: String,
    #[serde(default)]
    attachments: String,
    #[serde(default)]
    edit: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    repair: String,
    #[serde(default)]
    back: String,
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
    /// Empty a field, so that what is inherited counts again.
    Back(Field),
}

impl Posted {
    /// What was typed, the password and which button was pressed.
    pub fn into_parts(self) -> (SettingsForm, String, Action) {
        let action = self.action();
        let form = SettingsForm {
            mode: self.mode,
            address: self.address,
            display_name: self.display_name,
            server: self.server,
            port: self.port,
            security: self.security,
            user_name: self.user_name,
            no_sign_in: self.no_sign_in,
            copy: self.copy,
            no_copy: self.no_copy,
            blind_copy: self.blind_copy,
            no_blind_copy: self.no_blind_copy,
            documents: self.documents,
            attachments: self.attachments,
            edit: self.edit,
        };
        (form, self.password, action)
    }

    fn action(&self) -> Action {
        if !self.repair.is_empty() {
            return Action::Repair(self.repair.clone());
        }
        if let Ok(field) = self.back.parse() {
            return Action::Back(field);
        }
        match self.action.as_str() {
            "test" => Action::Test,
            "find" => Action::Find,
            _ => Action::Save,
        }
    }
}

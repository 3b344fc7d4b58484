//! A layer as it is sent. Texts come as they are, so that the rules about them are those of the settings page, with the
//! same findings.

use crate::api::{
    body::whole,
    problem::{FieldError, Problem},
    schema,
};
use model::{
    Port, Security,
    settings::{
        Documents, Field, Finding, SendingMode, SettingsForm,
        form::{NO, YES},
    },
};
use serde::{Deserialize, Deserializer};
use std::fmt;
use utoipa::ToSchema;

/// The most addresses of one copy field.
const MOST_COPIES: usize = 5;

/// The whole layer: what is null or missing is inherited afterwards.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SaveSettings, example = json!({
    "mode": "own-server", "host": "smtp.gmail.com", "port": 465, "security": "tls", "user_name": "mari@naidis.ee",
    "password": "abcd efgh ijkl mnop", "sender": "mari@naidis.ee", "copy": ["arhiiv@naidis.ee"]
}))]
pub struct SettingsBody {
    /// Whose server sends.
    #[schema(value_type = Option<schema::ModeWord>)]
    mode: Option<SendingMode>,
    /// The server.
    #[schema(value_type = Option<schema::TypedHost>)]
    host: Option<String>,
    /// The port; one of those that the operator opened.
    #[serde(default, deserialize_with = "whole")]
    #[schema(value_type = Option<schema::PortNumber>)]
    port: Option<Port>,
    /// The encryption.
    #[schema(value_type = Option<schema::SecurityWord>)]
    security: Option<Security>,
    /// The user name; the empty text: the server wants no sign-in.
    #[schema(value_type = Option<schema::TypedUserName>)]
    user_name: Option<String>,
    /// The sender's address.
    #[schema(value_type = Option<schema::TypedEmail>)]
    sender: Option<String>,
    /// The name before it.
    #[schema(value_type = Option<schema::TypedName>)]
    display_name: Option<String>,
    /// Who gets a copy of each letter; the empty list: nobody.
    #[schema(value_type = Option<Vec<schema::TypedEmail>>, max_items = 5)]
    copy: Option<Vec<String>>,
    /// Who gets a blind copy of each letter; the empty list: nobody.
    #[schema(value_type = Option<Vec<schema::TypedEmail>>, max_items = 5)]
    blind_copy: Option<Vec<String>>,
    /// How documents go out.
    #[schema(value_type = Option<schema::DocumentsWord>)]
    documents: Option<Documents>,
    /// Whether the documents' own attachments go with them.
    attachments: Option<bool>,
    /// Whether a letter is shown to be edited before it is sent.
    edit: Option<bool>,
    /// The password: a text is stored in place of the one that is there, null deletes it, missing keeps it. It is kept
    /// for exactly this server, port, encryption and user name, and is never given back. At most 1024 bytes.
    #[serde(default, deserialize_with = "wish")]
    #[schema(value_type = Option<String>, min_length = 1, format = Password, write_only)]
    password: PasswordWish,
}

/// What happens to the stored password.
#[derive(Default)]
pub enum PasswordWish {
    /// Nothing.
    #[default]
    Keep,
    /// It is deleted.
    Clear,
    /// This one takes its place.
    Set(String),
}

fn wish<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PasswordWish, D::Error> {
    let password = Option::deserialize(deserializer)?;
    Ok(password.map_or(PasswordWish::Clear, PasswordWish::Set))
}

impl fmt::Debug for SettingsBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SettingsBody").finish_non_exhaustive()
    }
}

impl SettingsBody {
    /// Refuses texts that say nothing: what is to be inherited is null, not blank.
    pub fn refuse_blank(&self) -> Result<(), Problem> {
        for (name, text) in [
            ("host", &self.host),
            ("sender", &self.sender),
            ("display_name", &self.display_name),
        ] {
            if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
                return Err(blank(name));
            }
        }
        if self
            .user_name
            .as_ref()
            .is_some_and(|name| !name.is_empty() && name.trim().is_empty())
        {
            return Err(blank("user_name"));
        }
        if matches!(&self.password, PasswordWish::Set(password) if password.is_empty()) {
            return Err(blank("password"));
        }
        for (name, list) in [("copy", &self.copy), ("blind_copy", &self.blind_copy)] {
            let Some(list) = list else { continue };
            if list.len() > MOST_COPIES {
                let detail = format!("at most {MOST_COPIES} addresses");
                return Err(Problem::invalid(FieldError::field(name, detail)));
            }
            if list.iter().any(|text| text.trim().is_empty()) {
                return Err(blank(name));
            }
        }
        Ok(())
    }

    /// What the form would hold if a person had typed this, what is wrong about it that a form can not hold, and the
    /// password.
    pub fn into_form(self) -> (SettingsForm, Vec<Finding>, PasswordWish) {
        let mut findings = Vec::new();
        if let Some(host) = &self.host
            && model::host::split_pasted(host).host != host.trim()
        {
            // A person may paste a port or a scheme with it; a program has its own fields for them.
            findings.push(Finding::error("server-form", Field::Server));
        }
        let (copy, no_copy) = list(self.copy, Field::Copy, &mut findings);
        let (blind_copy, no_blind_copy) = list(self.blind_copy, Field::BlindCopy, &mut findings);
        let form = SettingsForm {
            mode: word(self.mode.map(SendingMode::key)),
            address: self.sender.unwrap_or_default(),
            display_name: self.display_name.unwrap_or_default(),
            server: self.host.unwrap_or_default(),
            port: self.port.map(|port: Port| port.to_string()).unwrap_or_default(),
            security: word(self.security.map(Security::key)),
            no_sign_in: word(
                self.user_name
                    .as_deref()
                    .filter(|name| name.is_empty())
                    .map(|_| YES),
            ),
            user_name: self.user_name.unwrap_or_default(),
            copy,
            no_copy,
            blind_copy,
            no_blind_copy,
            documents: word(self.documents.map(Documents::key)),
            attachments: choice(self.attachments),
            edit: choice(self.edit),
        };
        (form, findings, self.password)
    }
}

fn blank(name: &str) -> Problem {
    Problem::invalid(FieldError::field(name, "it is blank; null inherits"))
}

fn word(word: Option<&str>) -> String {
    word.unwrap_or_default().to_owned()
}

fn choice(set: Option<bool>) -> String {
    word(set.map(|is| if is { YES } else { NO }))
}

/// The text of a copy field, and the word of the box beside it.
fn list(addresses: Option<Vec<String>>, field: Field, findings: &mut Vec<Finding>) -> (String, String) {
    let Some(addresses) = addresses else {
        return Default::default();
    };
    if addresses.is_empty() {
        return (String::new(), YES.to_owned());
    }
    let several = |text: &&String| text.trim().contains([',', ';', ' ', '\t', '\n', '\r']);
    if let Some(text) = addresses.iter().find(several) {
        findings.push(Finding::error("copy-address", field).arg("text", text));
    }
    (addresses.join(", "), String::new())
}

//! A letter as it is sent: fields as they are, to be checked all at once.

use crate::api::{body::Object, schema};
use serde::Deserialize;
use utoipa::ToSchema;

/// A letter to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLetter, example = json!({
    "to": [{"name": "Mari Maasikas", "address": "mari@naidis.ee"}], "subject": "Arve 17",
    "text": "Tere!\n\nArve on lisatud.\n",
    "attachments": [{"name": "arve-17.pdf", "media_type": "application/pdf", "content": "JVBERi0xLjcK"}],
    "reference": "arve-17"
}))]
pub struct LetterBody {
    /// Everybody in `To`; at least one.
    #[schema(value_type = Vec<AddresseeBody>, min_items = 1)]
    pub to: Vec<Object<AddresseeBody>>,
    /// Everybody in `Cc`.
    #[serde(default)]
    #[schema(value_type = Vec<schema::TypedEmail>, required = false)]
    pub copy: Vec<String>,
    /// Who gets a copy without the others seeing it.
    #[serde(default)]
    #[schema(value_type = Vec<schema::TypedEmail>, required = false)]
    pub blind_copy: Vec<String>,
    /// The subject: one line of at most 250 characters.
    #[serde(default)]
    #[schema(required = false)]
    pub subject: String,
    /// The text. Where there is none it is made of the HTML.
    #[serde(default)]
    pub text: Option<String>,
    /// The HTML.
    #[serde(default)]
    pub html: Option<String>,
    /// The files.
    #[serde(default)]
    #[schema(value_type = Vec<AttachmentBody>, required = false)]
    pub attachments: Vec<Object<AttachmentBody>>,
    /// Your own name for it: it is found by it.
    #[serde(default)]
    #[schema(value_type = Option<schema::ExternalId>)]
    pub reference: Option<String>,
    /// Not before this time; within a year.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    pub send_at: Option<String>,
    /// When it is given up, where servers put it off until then; without it, after the operator's time.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    pub deadline: Option<String>,
    /// The message that did not go out and that this letter takes the place of; not in a batch.
    #[serde(default)]
    #[schema(value_type = Option<schema::Id>)]
    pub replaces: Option<String>,
}

/// Somebody in `To`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Addressee)]
pub struct AddresseeBody {
    /// The name before the address.
    #[serde(default)]
    #[schema(value_type = Option<schema::TypedName>)]
    pub name: Option<String>,
    /// The address.
    #[schema(value_type = schema::TypedEmail)]
    pub address: String,
}

/// A file: by its `hash`, where its bytes were put to `/blobs/{sha256}` before, or with its `content`. One of the two.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAttachment)]
pub struct AttachmentBody {
    /// What the recipient's program saves it as.
    #[schema(value_type = schema::FileNameText)]
    pub name: String,
    /// What it is: `application/pdf`. Without it, bytes.
    #[serde(default)]
    #[schema(value_type = Option<schema::MediaTypeText>)]
    pub media_type: Option<String>,
    /// The SHA-256 of its bytes.
    #[serde(default)]
    #[schema(value_type = Option<schema::Sha256Text>)]
    pub hash: Option<String>,
    /// Its bytes, as base64 (RFC 4648, section 4).
    #[serde(default)]
    #[schema(content_encoding = "base64")]
    pub content: Option<String>,
}

//! The fields of a layer, as answers show them.

use crate::api::schema;
use model::{
    DisplayName, Host, Mailbox, Port, Security,
    settings::{Copies, Documents, Layer, SendingMode, UserName},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What is set. A field that is null is inherited.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LayerFields {
    /// Whose server sends.
    #[schema(value_type = Option<schema::ModeWord>)]
    mode: Option<SendingMode>,
    /// The server.
    #[schema(value_type = Option<schema::HostName>)]
    host: Option<Host>,
    /// The port.
    #[schema(value_type = Option<schema::PortNumber>)]
    port: Option<Port>,
    /// The encryption.
    #[schema(value_type = Option<schema::SecurityWord>)]
    security: Option<Security>,
    /// The user name; the empty text: no sign-in.
    #[schema(value_type = Option<schema::UserNameText>)]
    user_name: Option<UserName>,
    /// The sender's address.
    #[schema(value_type = Option<schema::Email>)]
    sender: Option<Mailbox>,
    /// The name before it.
    #[schema(value_type = Option<schema::Name>)]
    display_name: Option<DisplayName>,
    /// Who gets a copy of each letter; the empty list: nobody.
    #[schema(value_type = Option<Vec<schema::Email>>, max_items = 5)]
    copy: Option<Copies>,
    /// Who gets a blind copy of each letter; the empty list: nobody.
    #[schema(value_type = Option<Vec<schema::Email>>, max_items = 5)]
    blind_copy: Option<Copies>,
    /// How documents go out.
    #[schema(value_type = Option<schema::DocumentsWord>)]
    documents: Option<Documents>,
    /// Whether the documents' own attachments go with them.
    attachments: Option<bool>,
    /// Whether a letter is shown to be edited before it is sent.
    edit: Option<bool>,
}

impl LayerFields {
    pub fn of(layer: &Layer) -> Self {
        let Layer {
            mode,
            host,
            port,
            security,
            user_name,
            sender,
            display_name,
            copy,
            blind_copy,
            documents,
            attachments,
            edit,
        } = layer.clone();
        Self {
            mode,
            host,
            port,
            security,
            user_name,
            sender,
            display_name,
            copy,
            blind_copy,
            documents,
            attachments,
            edit,
        }
    }
}

//! `GET /companies/{company_id}/users/{user_id}/settings/effective`.

use crate::{
    api::{
        caller::{SettingsOf, UserPath},
        schema,
    },
    state::State,
};
use axum::{Json, extract::State as Shared};
use jiff::Timestamp;
use model::{
    DisplayName, Host, Mailbox, Port, Security, TestId, UserId,
    session::Stage,
    settings::{
        Copies, Destination, Documents, Effective, MassMailing, Origin, Outgoing, Password, SendingMode,
        UserName, Valued,
    },
};
use serde::Serialize;
use store::Verification;
use utoipa::ToSchema;

macro_rules! valued {
    ($($(#[$doc:meta])* $name:ident: $type:ty as $schema:ty;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Serialize, ToSchema)]
        pub struct $name {
            /// The value.
            #[schema(value_type = $schema)]
            value: $type,
            /// Where it comes from.
            #[schema(value_type = schema::OriginWord)]
            origin: Origin,
        }

        impl From<Valued<$type>> for $name {
            fn from(valued: Valued<$type>) -> Self {
                Self { value: valued.value, origin: valued.origin }
            }
        }
    )+};
}

valued! {
    /// A mode and where it comes from.
    EffectiveMode: SendingMode as schema::ModeWord;
    /// A server and where it comes from.
    EffectiveHost: Host as schema::HostName;
    /// A port and where it comes from.
    EffectivePort: Port as schema::PortNumber;
    /// An encryption and where it comes from.
    EffectiveSecurity: Security as schema::SecurityWord;
    /// A user name and where it comes from.
    EffectiveUserName: UserName as schema::UserNameText;
    /// An address and where it comes from.
    EffectiveSender: Mailbox as schema::Email;
    /// A name and where it comes from.
    EffectiveDisplayName: DisplayName as schema::Name;
    /// Addresses and where they come from.
    EffectiveCopies: Copies as Vec<schema::Email>;
    /// A way of documents and where it comes from.
    EffectiveDocuments: Documents as schema::DocumentsWord;
    /// A choice and where it comes from.
    EffectiveChoice: bool as bool;
}

/// Whose password serves.
#[derive(Debug, Serialize, ToSchema)]
pub struct EffectivePassword {
    /// `not-needed`: no sign-in; `set`: there is one for exactly this server; `needed-again`: there is one, entered for
    /// another server, port, encryption or user name; `missing`.
    #[schema(value_type = String, pattern = "^(not-needed|set|needed-again|missing)$")]
    state: &'static str,
    /// Whose, where it is set.
    #[schema(value_type = Option<schema::OriginWord>)]
    origin: Option<Origin>,
}

/// What is known about the settings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Verification)]
pub struct VerificationView {
    /// `never` tested, `changed` since the last test, `verified`, `failing`.
    #[schema(value_type = String, pattern = "^(never|changed|verified|failing)$")]
    state: &'static str,
    /// What has changed since the last test.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    changed: Vec<&'static str>,
    /// When it was tested.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Time>, nullable = false)]
    at: Option<Timestamp>,
    /// The stable word of the cause, where it is failing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    cause: Option<String>,
    /// Where the test stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::StageWord>, nullable = false)]
    stage: Option<Stage>,
    /// The test, where it is still there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Id>, nullable = false)]
    test_id: Option<TestId>,
}

/// Where letters are handed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServerView {
    /// The server.
    #[schema(value_type = schema::HostName)]
    host: Host,
    /// The port.
    #[schema(value_type = schema::PortNumber)]
    port: Port,
    /// The encryption.
    #[schema(value_type = schema::SecurityWord)]
    security: Security,
    /// The user name; null: no sign-in.
    user_name: Option<String>,
}

impl From<Destination> for ServerView {
    fn from(destination: Destination) -> Self {
        Self {
            host: destination.host,
            port: destination.port,
            security: destination.security,
            user_name: destination.user_name,
        }
    }
}

/// What a letter is like for its recipient, and for the server that takes it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Outgoing)]
pub struct OutgoingView {
    /// The name that the recipient sees.
    #[schema(value_type = schema::Name)]
    from_name: DisplayName,
    /// The address that he sees.
    #[schema(value_type = schema::Email)]
    from: Mailbox,
    /// Where his answer goes, where that is not the same.
    #[schema(value_type = Option<schema::Email>)]
    reply_to: Option<Mailbox>,
    /// Where a letter that can not be delivered comes back to.
    #[schema(value_type = schema::Email)]
    envelope_sender: Mailbox,
    /// The user's own server; null where the operator's sends.
    server: Option<ServerView>,
}

/// A user's settings as they count.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EffectiveSettings)]
pub struct EffectiveView {
    mode: EffectiveMode,
    /// Null where nobody has set one.
    host: Option<EffectiveHost>,
    /// Null where nobody has set one.
    port: Option<EffectivePort>,
    /// Null where nobody has set one.
    security: Option<EffectiveSecurity>,
    user_name: EffectiveUserName,
    sender: EffectiveSender,
    display_name: EffectiveDisplayName,
    copy: EffectiveCopies,
    blind_copy: EffectiveCopies,
    documents: EffectiveDocuments,
    attachments: EffectiveChoice,
    edit: EffectiveChoice,
    password: EffectivePassword,
    verification: VerificationView,
    /// The sender user from whom he inherits; null where there is none, and where it is himself.
    #[schema(value_type = Option<schema::Id>)]
    sender_user_id: Option<UserId>,
    /// What a letter is like; null where none can go out.
    outgoing: Option<OutgoingView>,
    /// Why none can go out: `no-relay`, `no-event-mailbox`, `no-server`, `no-password`, `password-needed-again`.
    not_ready: Option<&'static str>,
    /// Whether mass mailing is open, and by what: `by-own-server`, `by-company`, `closed`.
    #[schema(value_type = String, pattern = "^(by-own-server|by-company|closed)$")]
    mass_mailing: &'static str,
}

/// Read a user's effective settings
///
/// Each field with its value and where it comes from; whose password serves; what is known about the settings; what a
/// letter is like for its recipient.
#[utoipa::path(
    get, path = "/companies/{company_id}/users/{user_id}/settings/effective", operation_id = "readEffectiveSettings",
    tag = "settings", params(UserPath),
    responses((status = 200, description = "What counts.", body = EffectiveView))
)]
pub async fn effective(Shared(state): Shared<State>, found: SettingsOf) -> Json<EffectiveView> {
    let of = &found.of;
    let effective = of.effective();
    let relay = state.relay_for(&of.company.company);
    let by_portal = effective.mode.value != SendingMode::OwnServer;
    let outgoing = Outgoing::of(&effective, relay.as_ref());
    let mass_mailing = MassMailing::of(effective.mode.value, of.company.company.mass_mailing).key();
    let not_ready = outgoing.as_ref().err().map(|why| why.key());
    let outgoing = outgoing.ok().map(|outgoing| OutgoingView {
        from_name: outgoing.from_name,
        from: outgoing.from,
        reply_to: outgoing.reply_to,
        envelope_sender: outgoing.envelope_sender,
        // The operator's own server is nobody else's to look at.
        server: (!by_portal).then(|| outgoing.destination.into()),
    });
    let verification = verification(of.verification(&effective));
    let password = password(&effective);
    Json(EffectiveView {
        mode: effective.mode.into(),
        host: effective.host.map(Into::into),
        port: effective.port.map(Into::into),
        security: effective.security.map(Into::into),
        user_name: effective.user_name.into(),
        sender: effective.sender.into(),
        display_name: effective.display_name.into(),
        copy: effective.copy.into(),
        blind_copy: effective.blind_copy.into(),
        documents: effective.documents.into(),
        attachments: effective.attachments.into(),
        edit: effective.edit.into(),
        password,
        verification,
        sender_user_id: of.sender_user.as_ref().map(|sender| sender.user.id),
        outgoing,
        not_ready,
        mass_mailing,
    })
}

fn password(effective: &Effective) -> EffectivePassword {
    let (state, origin) = match effective.password {
        Password::NotNeeded => ("not-needed", None),
        Password::Set { origin, .. } => ("set", Some(origin)),
        Password::NeededAgain => ("needed-again", None),
        Password::Missing => ("missing", None),
    };
    EffectivePassword { state, origin }
}

fn verification(verification: Verification) -> VerificationView {
    let nothing = VerificationView {
        state: "never",
        changed: Vec::new(),
        at: None,
        cause: None,
        stage: None,
        test_id: None,
    };
    match verification {
        Verification::Never => nothing,
        Verification::Changed { what } => VerificationView {
            state: "changed",
            changed: what.into_iter().map(store::Part::key).collect(),
            ..nothing
        },
        Verification::Verified { at, test } => VerificationView {
            state: "verified",
            at: Some(at),
            test_id: test,
            ..nothing
        },
        Verification::Failing {
            at,
            cause,
            stage,
            test,
        } => VerificationView {
            state: "failing",
            at: Some(at),
            cause: Some(cause),
            stage: Some(stage),
            test_id: test,
            ..nothing
        },
    }
}

//! What an answer says that could not be what was asked for: `application/problem+json` (RFC 9457).

use super::schema;
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use store::StoreError;
use utoipa::ToSchema;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $status:ident, $title:literal;)+) => {
        /// What is wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $name,)+
        }

        impl Kind {
            /// All there are.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable word at the end of the problem's `type`.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }

            /// The answer's status.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)+ }
            }

            /// The same sentence each time.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }
        }
    };
}

kinds! {
    /// The body is no JSON.
    Malformed = "malformed", BAD_REQUEST, "The body can not be read as JSON.";
    /// Something behind the question mark.
    Parameter = "invalid-parameter", BAD_REQUEST, "A parameter is not as it should be.";
    /// No key was sent.
    KeyMissing = "key-missing", UNAUTHORIZED, "An API key is needed: Authorization: Bearer saatja_…";
    /// It opens nothing (any more).
    KeyNotValid = "key-not-valid", UNAUTHORIZED, "The API key is not valid, or has ended.";
    /// The header that lets something be handed over once is missing.
    IdempotencyKeyNeeded = "idempotency-key-needed", BAD_REQUEST, "The header Idempotency-Key is needed: 1 to 200 visible ASCII characters.";
    /// Mass mailing is closed to the user.
    MassMailingClosed = "mass-mailing-closed", FORBIDDEN, "Mass mailing is closed: a server of one's own opens it.";
    /// A company's key is not enough.
    PortalKeyNeeded = "portal-key-needed", FORBIDDEN, "This needs a key of the portal.";
    /// There is no such thing, or it is not this key's to see.
    NotFound = "not-found", NOT_FOUND, "There is no such thing.";
    /// Nothing of this kind can be done there.
    Method = "method-not-allowed", METHOD_NOT_ALLOWED, "This can not be done here; Allow says what can.";
    /// Another user has the address.
    EmailTaken = "email-taken", CONFLICT, "Another user of the company has this address.";
    /// Another company or user has the external id.
    ExternalIdTaken = "external-id-taken", CONFLICT, "This external id is taken.";
    /// Another company has, or had, the event mailbox.
    EventNameTaken = "event-name-taken", CONFLICT, "Another company has, or had, this event mailbox.";
    /// He can not be deleted.
    IsSenderUser = "is-sender-user", CONFLICT, "The user is the sender user: make it another one, or nobody, first.";
    /// A person could not bring it about either.
    TooManyKeys = "too-many-api-keys", CONFLICT, "There are as many API keys as there may be.";
    /// The same of webhooks.
    TooManyWebhooks = "too-many-webhooks", CONFLICT, "There are as many webhooks as there may be.";
    /// A test letter can not go out with these settings.
    NotReady = "not-ready", CONFLICT, "With these settings no letter can go out.";
    /// The header that lets something be handed over once was used for something else.
    IdempotencyKeyReused = "idempotency-key-reused", CONFLICT, "The Idempotency-Key was used for something else.";
    /// Somebody, or the queue, was faster.
    WrongState = "wrong-state", CONFLICT, "In the state that it is in now this can not be done.";
    /// What a letter said was deleted after its time.
    ContentGone = "content-gone", CONFLICT, "What the letter said was deleted after its time.";
    /// The same of drafts.
    TooManyDrafts = "too-many-drafts", CONFLICT, "The user has as many drafts as he may.";
    /// The same of their bytes.
    DraftsFull = "drafts-full", CONFLICT, "The user's drafts take as many bytes as they may.";
    /// The same of files that were uploaded ahead.
    FilesFull = "files-full", CONFLICT, "The company's files that no letter has yet take as many bytes as they may.";
    /// The stored password does not open.
    PasswordUnreadable = "password-unreadable", CONFLICT, "The stored password can not be opened: enter it again.";
    /// What counts below was changed meanwhile.
    DestinationChanged = "destination-changed", CONFLICT, "The server that counts was changed in between: nothing was saved.";
    /// Somebody else saved.
    VersionChanged = "version-changed", PRECONDITION_FAILED, "It was changed in between: read it again.";
    /// The body is too large.
    TooLarge = "too-large", PAYLOAD_TOO_LARGE, "The body is too large.";
    /// The batch has too many letters.
    TooManyLetters = "too-many-letters", PAYLOAD_TOO_LARGE, "The batch has too many letters.";
    /// The body is something else than JSON.
    MediaType = "media-type", UNSUPPORTED_MEDIA_TYPE, "The body has to be of another media type: application/json, unless it is told otherwise.";
    /// A field is not as it should be.
    Invalid = "invalid", UNPROCESSABLE_ENTITY, "A field is not as it should be.";
    /// The rules about settings found errors.
    Validation = "validation", UNPROCESSABLE_ENTITY, "The settings can not be saved like this.";
    /// A letter can not be sent.
    LetterNotValid = "letter-not-valid", UNPROCESSABLE_ENTITY, "The letter can not be sent like this.";
    /// A batch without letters.
    BatchEmpty = "batch-empty", UNPROCESSABLE_ENTITY, "There is no letter in the batch.";
    /// The bytes are other ones.
    HashMismatch = "hash-mismatch", UNPROCESSABLE_ENTITY, "The bytes have another SHA-256 than the address says.";
    /// It came to nobody.
    NoSuchMailbox = "no-such-mailbox", UNPROCESSABLE_ENTITY, "The mail is to no address of the key's companies.";
    /// If-Match is missing.
    VersionNeeded = "version-needed", PRECONDITION_REQUIRED, "If-Match is needed, with the ETag of what was read.";
    /// It took too long to arrive.
    TooSlow = "too-slow", REQUEST_TIMEOUT, "The body came too slowly.";
    /// There is no room for a large body now.
    Busy = "busy", SERVICE_UNAVAILABLE, "Too many large requests are being read; Retry-After says when to come back.";
    /// The store failed.
    NotKept = "not-kept", SERVICE_UNAVAILABLE, "The mail could not be kept now: bring it again.";
    /// Too often.
    TooMany = "too-many-requests", TOO_MANY_REQUESTS, "Too many requests; Retry-After says when to go on.";
    /// The limits on test letters.
    TooManyTests = "too-many-tests", TOO_MANY_REQUESTS, "Too many test letters within an hour.";
    /// Our own mistake.
    Broken = "broken", INTERNAL_SERVER_ERROR, "Something broke; it is in the program's log.";
}

/// What is wrong with a field or a parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Where it is in the body: a JSON pointer (RFC 6901). Empty for the body as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pointer: Option<String>,
    /// The parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub parameter: Option<String>,
    /// The field's name, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub field: Option<String>,
    /// What is wrong, for the one who wrote the program.
    pub detail: String,
}

impl FieldError {
    /// A field at the top of the body.
    pub fn field(name: &str, detail: impl Into<String>) -> Self {
        Self {
            pointer: Some(format!("/{name}")),
            parameter: None,
            field: Some(name.to_owned()),
            detail: detail.into(),
        }
    }

    /// A parameter.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        Self {
            pointer: None,
            parameter: Some(name.to_owned()),
            field: None,
            detail: detail.into(),
        }
    }
}

/// A problem (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "urn:saatja:problem:not-found", "title": "There is no such thing.", "status": 404
}))]
pub struct Body {
    /// What is wrong; it stays the same in all versions.
    #[serde(rename = "type")]
    #[schema(value_type = schema::ProblemType)]
    kind: String,
    /// The same in a sentence.
    title: &'static str,
    /// The answer's status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What is to be said about this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    detail: Option<String>,
    /// The fields or parameters that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// What the rules about settings found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    findings: Vec<super::settings::FindingView>,
    /// What is wrong with the letter, or with letters of the batch.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    problems: Vec<super::letters::FaultView>,
}

/// A request that can not be answered as it was meant.
#[derive(Debug)]
pub struct Problem(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    detail: Option<String>,
    errors: Vec<FieldError>,
    findings: Vec<super::settings::FindingView>,
    problems: Vec<super::letters::FaultView>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            detail: None,
            errors: Vec::new(),
            findings: Vec::new(),
            problems: Vec::new(),
            headers: Vec::new(),
        }))
    }
}

impl Problem {
    /// What is wrong.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The fields or parameters that are wrong.
    pub fn errors(&self) -> &[FieldError] {
        &self.0.errors
    }

    /// What is to be said about this one.
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// A field of the body that is not as it should be.
    pub fn invalid(error: FieldError) -> Self {
        Self::from(Kind::Invalid).with_error(error)
    }

    /// A parameter that is not as it should be.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        Self::from(Kind::Parameter).with_error(FieldError::parameter(name, detail))
    }

    /// With what is to be said about this one.
    pub fn saying(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// With a field that is wrong.
    pub fn with_error(mut self, error: FieldError) -> Self {
        self.0.errors.push(error);
        self
    }

    /// With what the rules found.
    pub fn with_findings(mut self, findings: Vec<super::settings::FindingView>) -> Self {
        self.0.findings = findings;
        self
    }

    /// With what is wrong with letters.
    pub fn with_problems(mut self, problems: Vec<super::letters::FaultView>) -> Self {
        self.0.problems = problems;
        self
    }

    /// With a header; one that can not be written is left out.
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers.push((name, value));
        }
        self
    }

    /// Our own mistake: written into the log with what caused it, told without.
    pub fn broken(error: &dyn std::error::Error) -> Self {
        let mut causes = String::new();
        let mut next = error.source();
        while let Some(cause) = next {
            causes.push_str(": ");
            causes.push_str(&cause.to_string());
            next = cause.source();
        }
        tracing::error!("{error}{causes}");
        Kind::Broken.into()
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::broken(&error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Inner {
            kind,
            detail,
            errors,
            findings,
            problems,
            headers,
        } = *self.0;
        let body = Body {
            kind: schema::ProblemType::of(kind),
            title: kind.title(),
            status: kind.status().as_u16(),
            detail,
            errors,
            findings,
            problems,
        };
        let mut response = (kind.status(), axum::Json(body)).into_response();
        let own = response.headers_mut();
        own.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if kind.status() == StatusCode::UNAUTHORIZED {
            own.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        own.extend(headers);
        response
    }
}

impl schema::ProblemType {
    /// The whole `type` of a problem.
    pub fn of(kind: Kind) -> String {
        format!("{}{}", Self::PREFIX, kind.key())
    }

    const PREFIX: &'static str = "urn:saatja:problem:";

    /// All types there are.
    pub fn all() -> Vec<String> {
        Kind::ALL.iter().map(|kind| Self::of(*kind)).collect()
    }
}

/// No page of the API has such an address.
pub async fn not_found() -> Problem {
    Kind::NotFound.into()
}

/// The address has other methods; axum adds `Allow`.
pub async fn method() -> Problem {
    Kind::Method.into()
}

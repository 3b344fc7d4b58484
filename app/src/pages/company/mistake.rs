//! What can be wrong with the forms of a company's pages: at which field, in which sentence.

use texts::Texts;

/// Which form a server and port were typed into: the page of encryption has two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerForm {
    /// For a pinned key.
    Pin,
    /// For a password that travels readable.
    Plain,
}

/// Something is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// Nobody was chosen as sender user, not even "nobody".
    SenderUserMissing,
    /// The one chosen is no user of the company any more.
    SenderUserGone,
    /// The text can not name an event mailbox.
    EventNameInvalid,
    /// Another company has, or had, the event mailbox.
    EventNameTaken,
    /// The text is no certificate in PEM.
    AuthorityUnreadable,
    /// There are several certificates in the text.
    AuthoritySeveral,
    /// The certificate may not issue others.
    AuthorityIsNone,
    /// The certificate is over, or not yet valid.
    AuthorityOver,
    /// A private key was pasted. It was not kept.
    AuthorityPrivateKey,
    /// The authority is there already.
    AuthorityAlready,
    /// The text names no server that can be reached.
    ServerInvalid(ServerForm),
    /// The text is no port, or one that is not open.
    PortInvalid(ServerForm),
    /// The text is no SHA-256 fingerprint.
    PinInvalid,
    /// A key is pinned for this server and port already.
    PinAlready,
    /// It was not said that it is understood what a readable password means.
    PlainNotUnderstood,
    /// The server and port are there already.
    PlainAlready,
    /// There are too many exceptions: how many there may be.
    TooManyExceptions(u32),
    /// The key has no name, or one of more than 80 characters.
    KeyNameInvalid,
    /// The days are no number from 1 to 3650.
    KeyDaysInvalid,
    /// There are too many keys: how many there may be.
    TooManyKeys(u32),
    /// It was not said how long the old key or secret holds.
    OverlapMissing,
    /// The text is no `https` address.
    UrlInvalid,
    /// The address leads to where we do not send, or to nowhere.
    UrlNotAllowed,
    /// Chosen kinds of messages are wanted, and none is chosen.
    EventsMissing,
    /// There are too many webhooks: how many there may be.
    TooManyWebhooks(u32),
    /// The days for test results are no number from 1 to this.
    TestsDaysInvalid(u16),
    /// The days for the log are no number from 1 to this.
    AuditDaysInvalid(u16),
    /// No user of the company has this name or address.
    PersonUnknown,
    /// Several users have this name, or this in their names.
    PersonSeveral,
    /// The text is no day.
    FromInvalid,
    /// The text is no day.
    UntilInvalid,
    /// The last day is before the first.
    UntilBeforeFrom,
}

impl Mistake {
    /// One of each, for tests.
    pub const EACH: &'static [Self] = &[
        Self::SenderUserMissing,
        Self::SenderUserGone,
        Self::EventNameInvalid,
        Self::EventNameTaken,
        Self::AuthorityUnreadable,
        Self::AuthoritySeveral,
        Self::AuthorityIsNone,
        Self::AuthorityOver,
        Self::AuthorityPrivateKey,
        Self::AuthorityAlready,
        Self::ServerInvalid(ServerForm::Pin),
        Self::ServerInvalid(ServerForm::Plain),
        Self::PortInvalid(ServerForm::Pin),
        Self::PortInvalid(ServerForm::Plain),
        Self::PinInvalid,
        Self::PinAlready,
        Self::PlainNotUnderstood,
        Self::PlainAlready,
        Self::TooManyExceptions(100),
        Self::KeyNameInvalid,
        Self::KeyDaysInvalid,
        Self::TooManyKeys(50),
        Self::OverlapMissing,
        Self::UrlInvalid,
        Self::UrlNotAllowed,
        Self::EventsMissing,
        Self::TooManyWebhooks(20),
        Self::TestsDaysInvalid(400),
        Self::AuditDaysInvalid(730),
        Self::PersonUnknown,
        Self::PersonSeveral,
        Self::FromInvalid,
        Self::UntilInvalid,
        Self::UntilBeforeFrom,
    ];

    /// The id of the field that it is about.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::SenderUserMissing | Self::SenderUserGone => "user",
            Self::EventNameInvalid | Self::EventNameTaken => "event-name",
            Self::AuthorityUnreadable
            | Self::AuthoritySeveral
            | Self::AuthorityIsNone
            | Self::AuthorityOver
            | Self::AuthorityPrivateKey
            | Self::AuthorityAlready
            | Self::TooManyExceptions(_) => "pem",
            Self::ServerInvalid(ServerForm::Pin) | Self::PinAlready => "pin-server",
            Self::ServerInvalid(ServerForm::Plain) | Self::PlainAlready => "plain-server",
            Self::PortInvalid(ServerForm::Pin) => "pin-port",
            Self::PortInvalid(ServerForm::Plain) => "plain-port",
            Self::PinInvalid => "sha256",
            Self::PlainNotUnderstood => "understood",
            Self::KeyNameInvalid | Self::TooManyKeys(_) => "name",
            Self::KeyDaysInvalid => "days",
            Self::OverlapMissing => "overlap",
            Self::UrlInvalid | Self::UrlNotAllowed | Self::TooManyWebhooks(_) => "url",
            Self::EventsMissing => "event",
            Self::TestsDaysInvalid(_) => "tests-days",
            Self::AuditDaysInvalid(_) => "audit-days",
            Self::PersonUnknown | Self::PersonSeveral => "person",
            Self::FromInvalid => "from",
            Self::UntilInvalid | Self::UntilBeforeFrom => "until",
        }
    }

    const fn key(&self) -> &'static str {
        match self {
            Self::SenderUserMissing => "sender-user-missing",
            Self::SenderUserGone => "sender-user-gone",
            Self::EventNameInvalid => "event-name-invalid",
            Self::EventNameTaken => "event-name-taken",
            Self::AuthorityUnreadable => "authority-unreadable",
            Self::AuthoritySeveral => "authority-several",
            Self::AuthorityIsNone => "authority-is-none",
            Self::AuthorityOver => "authority-over",
            Self::AuthorityPrivateKey => "authority-private-key",
            Self::AuthorityAlready => "authority-already",
            Self::ServerInvalid(_) => "server-invalid",
            Self::PortInvalid(_) => "port-invalid",
            Self::PinInvalid => "pin-invalid",
            Self::PinAlready => "pin-already",
            Self::PlainNotUnderstood => "plain-not-understood",
            Self::PlainAlready => "plain-already",
            Self::TooManyExceptions(_) => "too-many-exceptions",
            Self::KeyNameInvalid => "key-name-invalid",
            Self::KeyDaysInvalid => "key-days-invalid",
            Self::TooManyKeys(_) => "too-many-keys",
            Self::OverlapMissing => "overlap-missing",
            Self::UrlInvalid => "url-invalid",
            Self::UrlNotAllowed => "url-not-allowed",
            Self::EventsMissing => "events-missing",
            Self::TooManyWebhooks(_) => "too-many-webhooks",
            Self::TestsDaysInvalid(_) => "tests-days-invalid",
            Self::AuditDaysInvalid(_) => "audit-days-invalid",
            Self::PersonUnknown => "person-unknown",
            Self::PersonSeveral => "person-several",
            Self::FromInvalid => "from-invalid",
            Self::UntilInvalid => "until-invalid",
            Self::UntilBeforeFrom => "until-before-from",
        }
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn sentence(&self, texts: &Texts) -> String {
        let most = match self {
            Self::TooManyExceptions(most) | Self::TooManyKeys(most) | Self::TooManyWebhooks(most) => {
                most.to_string()
            }
            Self::TestsDaysInvalid(most) | Self::AuditDaysInvalid(most) => most.to_string(),
            _ => String::new(),
        };
        texts.with(&format!("mistake-{}", self.key()), &[("most", &most)])
    }
}

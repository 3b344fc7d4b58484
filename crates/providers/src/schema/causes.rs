//! The causes that replies are told apart by, and those that the queue adds; their texts are in `locales/`.

/// Every cause that a rule about replies has: the stable keys of the texts.
pub const CAUSES: &[&str] = &[
    // Before a server speaks.
    "destination-refused",
    "address-refused",
    "name-not-found",
    "name-without-address",
    "name-lookup-failed",
    "connect-refused",
    "connect-timeout",
    "connect-unreachable",
    "silent-server",
    "silent-wants-tls",
    // Encryption.
    "tls-against-plain",
    "plain-against-tls",
    "tls-too-old",
    "certificate-expired",
    "certificate-not-yet-valid",
    "certificate-wrong-name",
    "certificate-self-signed",
    "certificate-unknown-issuer",
    "certificate-revoked",
    "certificate-unusable",
    "tls-pin-mismatch",
    "tls-failed",
    "starttls-missing",
    "starttls-injected",
    // What the server offers, and how the talk broke off.
    "auth-missing",
    "auth-mechanism",
    "utf8-missing",
    "too-large",
    "closed",
    "timeout",
    "not-smtp",
    "in-doubt",
    // Sign-in.
    "wrong-credentials",
    "wrong-credentials-app-password-likely",
    "gmail-wrong-credentials",
    "mail-ee-wrong-credentials",
    "app-password-required",
    "microsoft-smtp-auth-disabled-tenant",
    "microsoft-smtp-auth-disabled-mailbox",
    "microsoft-basic-auth-disabled",
    "microsoft-wrong-credentials",
    "microsoft-security-policy",
    "microsoft-not-signed-in",
    "outlook-com-password-ended",
    "gmail-too-many-logins",
    "gmail-starttls-first",
    "auth-required",
    "auth-too-weak",
    "auth-temporary",
    "password-transition",
    "encryption-required",
    "account-blocked",
    "zone-access-denied",
    // Sender.
    "microsoft-sender-not-allowed",
    "zoho-sender-not-allowed",
    "sender-not-allowed",
    "sender-mailbox-full",
    // How much.
    "microsoft-too-many-connections",
    "too-many-connections",
    "gmail-daily-quota",
    "icloud-daily-quota",
    "quota-exceeded",
    // Recipient and letter.
    "recipient-refused",
    "recipient-refused-relay",
    "greylisted",
    "mailbox-full-recipient",
    "message-too-large",
    "content-refused-spam",
    // Everything else.
    "temporary",
    "unknown-refusal",
];

/// Causes that no server's reply has: the queue itself finds them.
pub const QUEUE_CAUSES: &[&str] = &[
    // A message's.
    "deadline-passed",
    "letter-not-written",
    "no-way-to-send",
    // An account's.
    "settings-incomplete",
    "password-unreadable",
    "held-by-operator",
];

/// The steps of a guide to which a cause can point; a guide that has the step gives it this id.
pub const GUIDE_STEPS: &[&str] = &[
    // Make an app password.
    "app-password",
    // Switch two-step sign-in on, which app passwords need.
    "two-step",
    // Let programs send: "Authenticated SMTP", "IMAP/POP3/SMTP".
    "smtp-access",
    // Sign in at the provider instead of with a password.
    "oauth2",
    // Server, port and encryption.
    "server",
    // The sender's address.
    "sender",
    // How much may be sent.
    "limits",
];

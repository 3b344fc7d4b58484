//! What each behaviour is called, where it refuses, and in which words.

use super::{Behaviour, Stage};

/// Behaviour, its key, its refusal if it has one.
pub(super) type Row = (Behaviour, &'static str, Option<(Stage, &'static str)>);

/// In the order of the variants.
pub(super) const TABLE: [Row; 22] = [
    (Behaviour::Accept, "accept", None),
    (
        Behaviour::GmailAppPasswordRequired,
        "gmail-app-password-required",
        Some((Stage::Auth, GMAIL_APP_PASSWORD)),
    ),
    (
        Behaviour::GmailBadCredentials,
        "gmail-bad-credentials",
        Some((Stage::Auth, GMAIL_BAD_CREDENTIALS)),
    ),
    (
        Behaviour::GmailDailyQuota,
        "gmail-daily-quota",
        Some((Stage::Dot, GMAIL_DAILY_QUOTA)),
    ),
    (
        Behaviour::MicrosoftTenantDisabled,
        "microsoft-tenant-disabled",
        Some((Stage::Auth, MICROSOFT_TENANT)),
    ),
    (
        Behaviour::MicrosoftMailboxDisabled,
        "microsoft-mailbox-disabled",
        Some((Stage::Auth, MICROSOFT_MAILBOX)),
    ),
    (
        Behaviour::MicrosoftBasicDisabled,
        "microsoft-basic-disabled",
        Some((Stage::Auth, MICROSOFT_BASIC)),
    ),
    (
        Behaviour::MicrosoftWrongCredentials,
        "microsoft-wrong-credentials",
        Some((Stage::Auth, MICROSOFT_CREDENTIALS)),
    ),
    (
        Behaviour::MicrosoftSecurityPolicy,
        "microsoft-security-policy",
        Some((Stage::Auth, MICROSOFT_POLICY)),
    ),
    (
        Behaviour::MicrosoftNotAuthenticated,
        "microsoft-not-authenticated",
        Some((Stage::Mail, MICROSOFT_ANONYMOUS)),
    ),
    (
        Behaviour::MicrosoftSenderNotAllowed,
        "microsoft-sender-not-allowed",
        Some((Stage::Dot, MICROSOFT_SENDER)),
    ),
    (
        Behaviour::MicrosoftTooManyConnections,
        "microsoft-too-many-connections",
        Some((Stage::Dot, MICROSOFT_CONNECTIONS)),
    ),
    (
        Behaviour::MailEeBadPassword,
        "mail-ee-bad-password",
        Some((Stage::Auth, MAIL_EE_BAD_PASSWORD)),
    ),
    (
        Behaviour::MailEeSenderMismatch,
        "mail-ee-sender-mismatch",
        Some((Stage::Rcpt, MAIL_EE_SENDER)),
    ),
    (
        Behaviour::ZoneBlocked,
        "zone-blocked",
        Some((Stage::Dot, ZONE_BLOCKED)),
    ),
    (Behaviour::NoStartTls, "no-starttls", None),
    (Behaviour::NoAuth, "no-auth", None),
    (
        Behaviour::RecipientUnknown,
        "recipient-unknown",
        Some((Stage::Rcpt, RECIPIENT_UNKNOWN)),
    ),
    (
        Behaviour::Greylisted,
        "greylisted",
        Some((Stage::Rcpt, GREYLISTED)),
    ),
    (
        Behaviour::TemporaryAuthFailure,
        "temporary-auth-failure",
        Some((Stage::Auth, TEMPORARY_AUTH_FAILURE)),
    ),
    (Behaviour::Silent, "silent", None),
    (Behaviour::DropAfterData, "drop-after-data", None),
];

const GMAIL_APP_PASSWORD: &str = "\
534-5.7.9 Application-specific password required. For more information, go to
534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor 4fb4d7f45d1cf-demo - gsmtp";
const GMAIL_BAD_CREDENTIALS: &str = "\
535-5.7.8 Username and Password not accepted. For more information, go to
535 5.7.8  https://support.google.com/mail/?p=BadCredentials 4fb4d7f45d1cf-demo - gsmtp";
const GMAIL_DAILY_QUOTA: &str = "\
550-5.4.5 Daily user sending limit exceeded. For more information on Gmail
550-5.4.5 sending limits go to
550 5.4.5  https://support.google.com/a/answer/166852 4fb4d7f45d1cf-demo - gsmtp";
const MICROSOFT_TENANT: &str = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled \
    for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [DEMO.PROD.OUTLOOK.COM]";
const MICROSOFT_MAILBOX: &str = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled \
    for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information. [DEMO.PROD.OUTLOOK.COM]";
const MICROSOFT_BASIC: &str =
    "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [DEMO.PROD.OUTLOOK.COM]";
const MICROSOFT_CREDENTIALS: &str =
    "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. [DEMO.PROD.OUTLOOK.COM]";
const MICROSOFT_POLICY: &str = "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria \
    to be authenticated successfully. Contact your administrator. [DEMO.PROD.OUTLOOK.COM]";
const MICROSOFT_ANONYMOUS: &str = "530 5.7.57 Client not authenticated to send mail. [DEMO.PROD.OUTLOOK.COM]";
const MICROSOFT_SENDER: &str =
    "550 5.7.60 SMTP; Client does not have permissions to send as this sender [DEMO.PROD.OUTLOOK.COM]";
const MICROSOFT_CONNECTIONS: &str = "432 4.3.2 Concurrent connections limit exceeded. Visit \
    https://aka.ms/concurrent_sending for more information. [Hostname=DEMO.PROD.OUTLOOK.COM]";
const MAIL_EE_BAD_PASSWORD: &str = "535 5.7.8 Error: authentication failed: (reason unavailable)";
const MAIL_EE_SENDER: &str = "553 5.7.1 <{sender}>: Sender address rejected: not owned by user {user}";
const ZONE_BLOCKED: &str =
    "550 SMTP ACCESS DENIED - ABUSE PREVENTION HAS TRIGGERED A BAN DUE TO REACHED RATE LIMITS.";
const RECIPIENT_UNKNOWN: &str =
    "550 5.1.1 <{recipient}>: Recipient address rejected: User unknown in local recipient table";
const GREYLISTED: &str = "450 4.7.1 <{recipient}>: Recipient address rejected: Greylisted, try again later";
const TEMPORARY_AUTH_FAILURE: &str = "454 4.7.0 Temporary authentication failure";

//! Servers that nothing is known of: RFC 4954, RFC 5321, RFC 3463 and common words.

use super::{Field, Stage, cause, explain};
use Stage::{Accepted, Auth, Data, Greeting, MailFrom, RcptTo, Tls};

#[test]
fn sign_in() {
    for (said, wanted, field) in [
        (
            "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6",
            "wrong-credentials",
            Some(Field::Password),
        ),
        (
            "535 Incorrect authentication data",
            "wrong-credentials",
            Some(Field::Password),
        ),
        (
            "538 5.7.11 Encryption required",
            "encryption-required",
            Some(Field::Security),
        ),
        (
            "530 5.7.0 Must issue a STARTTLS command first",
            "encryption-required",
            Some(Field::Security),
        ),
        (
            "534 5.7.9 Authentication mechanism is too weak",
            "auth-too-weak",
            Some(Field::Password),
        ),
        (
            "504 5.5.4 Unrecognized authentication type",
            "auth-mechanism",
            Some(Field::Password),
        ),
        (
            "503 5.5.1 Error: authentication not enabled",
            "auth-missing",
            Some(Field::Security),
        ),
        (
            "502 5.5.1 Error: command not implemented",
            "auth-missing",
            Some(Field::Security),
        ),
        (
            "454 4.7.0 Temporary authentication failure",
            "auth-temporary",
            None,
        ),
        ("525 5.7.13 User account disabled", "account-blocked", None),
        (
            "535 5.7.8 Your account has been suspended",
            "account-blocked",
            None,
        ),
        (
            "421 4.7.0 too many connections from your IP",
            "too-many-connections",
            None,
        ),
        (
            "535 SMTP is disabled in the settings of this account",
            "wrong-credentials",
            Some(Field::Password),
        ),
        ("571 strange", "unknown-refusal", Some(Field::Password)),
    ] {
        let meaning = explain("", Auth, said);
        assert_eq!((meaning.cause, meaning.field), (wanted, field), "{said}");
    }
}

#[test]
fn providers_that_take_app_passwords_alone() {
    for known in ["yahoo", "icloud", "fastmail", "inbox-lv", "aol"] {
        assert_eq!(
            cause(known, Auth, "535 5.7.8 no"),
            "wrong-credentials-app-password-likely",
            "{known}"
        );
    }
    for known in ["zone", "veebimajutus", "web-de", "mailbox-org", "sendgrid"] {
        assert_eq!(cause(known, Auth, "535 5.7.8 no"), "wrong-credentials", "{known}");
    }
}

#[test]
fn sender_and_recipient() {
    for (stage, said, wanted) in [
        (MailFrom, "530 5.7.0 Authentication required", "auth-required"),
        (
            RcptTo,
            "553 5.7.1 <a@b.ee>: Sender address rejected: not logged in",
            "auth-required",
        ),
        (
            RcptTo,
            "553 5.7.1 <a@b.ee>: Sender address rejected: not owned by user c",
            "sender-not-allowed",
        ),
        (
            MailFrom,
            "550-Requested action not taken|550 Sender address is not allowed.",
            "sender-not-allowed",
        ),
        (
            Accepted,
            "554 Message rejected: Email address is not verified.",
            "sender-not-allowed",
        ),
        (MailFrom, "550 5.7.1 No", "sender-not-allowed"),
        (
            RcptTo,
            "554 5.7.1 <a@b.ee>: Relay access denied",
            "recipient-refused-relay",
        ),
        (
            RcptTo,
            "454 4.7.1 <a@b.ee>: Relay access denied",
            "recipient-refused-relay",
        ),
        (RcptTo, "550 5.7.1 Unable to relay", "recipient-refused-relay"),
        (
            RcptTo,
            "450 4.2.0 <a@b.ee>: Recipient address rejected: Greylisted",
            "greylisted",
        ),
        (RcptTo, "451 4.7.1 Please try again later", "greylisted"),
        (RcptTo, "550 5.1.1 User unknown", "recipient-refused"),
        (RcptTo, "550 No", "unknown-refusal"),
        (RcptTo, "550 5.7.1 Blocked by policy", "unknown-refusal"),
        (RcptTo, "550 No such user here", "recipient-refused"),
        (
            RcptTo,
            "550 5.4.1 Recipient address rejected: Access denied",
            "recipient-refused",
        ),
        (
            RcptTo,
            "450 4.7.1 Client host rejected: cannot find your hostname",
            "temporary",
        ),
        (
            RcptTo,
            "550 5.2.1 The email account that you tried to reach is disabled",
            "recipient-refused",
        ),
        (
            RcptTo,
            "452 4.2.2 The recipient's inbox is out of storage space",
            "mailbox-full-recipient",
        ),
        (Accepted, "550 5.1.1 no such mailbox", "recipient-refused"),
    ] {
        assert_eq!(cause("", stage, said), wanted, "{said}");
    }
}

#[test]
fn the_letter_and_the_rest() {
    for (stage, said, wanted) in [
        (
            MailFrom,
            "552 5.3.4 Message size exceeds fixed limit",
            "message-too-large",
        ),
        (Accepted, "552 5.2.3 Message too long", "message-too-large"),
        (MailFrom, "552 too much", "message-too-large"),
        (
            Accepted,
            "552 5.7.0 blocked: its content is a potential security issue",
            "unknown-refusal",
        ),
        (
            Accepted,
            "554 5.7.1 This message has been classified as SPAM",
            "content-refused-spam",
        ),
        (
            Accepted,
            "550-5.7.26 Unauthenticated email is not accepted|550 5.7.26 DMARC",
            "content-refused-spam",
        ),
        (MailFrom, "421 4.3.2 Service shutting down", "temporary"),
        (MailFrom, "451 4.3.0 Try later", "temporary"),
        (Greeting, "421 too busy", "temporary"),
        (
            Tls,
            "454 4.7.0 TLS not available due to local problem",
            "temporary",
        ),
        (Tls, "502 5.5.1 no", "starttls-missing"),
        (Greeting, "554 no SMTP service here", "unknown-refusal"),
        (Accepted, "554 5.0.0 No", "unknown-refusal"),
        (Data, "250 yes, or no?", "unknown-refusal"),
    ] {
        assert_eq!(cause("", stage, said), wanted, "{said}");
    }
}

#[test]
fn who_waits() {
    for (stage, said, account, transient) in [
        (RcptTo, "550 5.1.1 User unknown", false, false),
        (RcptTo, "450 4.2.0 Greylisted", false, true),
        (Accepted, "554 5.6.0 strange", false, false),
        (MailFrom, "421 closing", true, true),
        (
            MailFrom,
            "553 5.7.1 Sender address rejected: not owned by user x",
            true,
            false,
        ),
        (RcptTo, "454 4.7.1 Relay access denied", true, false),
        (Greeting, "554 go away", true, false),
    ] {
        let meaning = explain("", stage, said);
        assert_eq!(
            (meaning.account_fault, meaning.transient),
            (account, transient),
            "{said}"
        );
    }
}

#[test]
fn words_are_compared_without_case_and_spacing() {
    assert_eq!(
        cause("", Accepted, "554 Email  Address IS not   verified"),
        "sender-not-allowed"
    );
}

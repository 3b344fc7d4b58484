//! Gmail, Zone, mail.ee, Zoho, iCloud.

use super::{Duration, Field, Stage, cause, explain};
use Stage::{Accepted, Auth, Data, MailFrom, RcptTo};

const DAY: Duration = Duration::from_hours(24);
const BAD: &str = "535-5.7.8 Username and Password not accepted. For more information, go to|\
                   535 5.7.8  https://support.google.com/mail/?p=BadCredentials x - gsmtp";

#[test]
fn gmail_sign_in() {
    for known in ["gmail", "google-workspace"] {
        for (said, wanted) in [
            (
                "534-5.7.9 Application-specific password required. For more information, go to|\
                 534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp",
                "app-password-required",
            ),
            (
                "534-5.7.9 Please log in with your web browser and then try again. For more|\
                 534-5.7.9 information, go to|534 5.7.9 https://support.google.com/mail/?p=WebLoginRequired",
                "gmail-wrong-credentials",
            ),
            (BAD, "gmail-wrong-credentials"),
            (
                "454 4.7.0 Too many login attempts, please try again later.",
                "gmail-too-many-logins",
            ),
            (
                "454 4.7.0 Cannot authenticate due to temporary system problem.",
                "auth-temporary",
            ),
        ] {
            let meaning = explain(known, Auth, said);
            assert_eq!(meaning.cause, wanted, "{said}");
            assert!(meaning.account_fault, "{said}");
            assert_eq!(meaning.transient, said.starts_with('4'), "{said}");
        }
    }
    assert_eq!(
        cause("", Auth, BAD),
        "gmail-wrong-credentials",
        "known by its help page's address"
    );
    assert_eq!(
        cause("", Auth, "534 5.7.9 Mechanism too weak"),
        "auth-too-weak",
        "RFC 4954's 534 5.7.9"
    );
}

#[test]
fn gmail_wants_starttls() {
    let starttls = "530 5.7.0 Must issue a STARTTLS command first. x - gsmtp";
    assert_eq!(cause("gmail", MailFrom, starttls), "gmail-starttls-first");
    assert_eq!(cause("", MailFrom, starttls), "encryption-required");
    assert_eq!(explain("gmail", MailFrom, starttls).field, Some(Field::Security));
}

#[test]
fn quotas_pass_by_themselves_also_with_5yz() {
    let relay = "google-workspace-relay";
    let apple =
        "550 5.7.1 mari@icloud.com: You have exceeded your daily sending limit. Please try again later.";
    for (known, stage, said, wanted, clears) in [
        (
            "gmail",
            RcptTo,
            "550 5.4.5 Daily user sending limit exceeded.",
            "gmail-daily-quota",
            Some(DAY),
        ),
        (
            "gmail",
            Accepted,
            "550-5.4.5 Daily user sending quota exceeded.|550 5.4.5 x",
            "gmail-daily-quota",
            Some(DAY),
        ),
        (
            "",
            RcptTo,
            "550 5.4.5 Daily user sending limit exceeded.",
            "gmail-daily-quota",
            Some(DAY),
        ),
        (
            relay,
            RcptTo,
            "550 5.4.5 Daily SMTP relay limit exceeded for user.",
            "gmail-daily-quota",
            Some(DAY),
        ),
        (
            relay,
            RcptTo,
            "450 4.2.1 Peak SMTP relay limit exceeded for customer.",
            "quota-exceeded",
            None,
        ),
        ("icloud", Accepted, apple, "icloud-daily-quota", Some(DAY)),
        (
            "icloud",
            MailFrom,
            "452 4.2.0 Limit reached",
            "icloud-daily-quota",
            Some(DAY),
        ),
        ("", Data, "550 5.7.1 Hourly limit reached", "quota-exceeded", None),
    ] {
        let meaning = explain(known, stage, said);
        assert_eq!((meaning.cause, meaning.clears_after), (wanted, clears), "{said}");
        assert!(meaning.transient && meaning.account_fault, "{said}");
    }
    let refused = explain(
        relay,
        MailFrom,
        "550 5.7.1 Invalid credentials for relay [192.0.2.1]",
    );
    assert_eq!((refused.cause, refused.transient), ("sender-not-allowed", false));
}

#[test]
fn zone() {
    for (stage, said) in [
        (Auth, "535 SMTP ACCESS DENIED"),
        (MailFrom, "550 5.7.1 SMTP ACCESS DENIED"),
        (
            Accepted,
            "550 SMTP ACCESS DENIED - ABUSE PREVENTION HAS TRIGGERED A BAN DUE TO REACHED RATE LIMITS.",
        ),
        (Data, "421 SMTP ACCESS DENIED"),
    ] {
        let meaning = explain("zone", stage, said);
        assert_eq!(meaning.cause, "zone-access-denied", "{said}");
        assert!(
            meaning.account_fault && !meaning.transient,
            "only Zone's support lifts it"
        );
    }
    let elsewhere = "535 5.7.8 SMTP access denied for this account";
    assert_eq!(
        cause("", Auth, elsewhere),
        "wrong-credentials",
        "another program's words"
    );
}

#[test]
fn mail_ee_and_zoho() {
    assert_eq!(
        cause("mail-ee", Auth, "535 5.7.8 Error: authentication failed"),
        "mail-ee-wrong-credentials"
    );
    assert_eq!(
        cause("mail-ee", Auth, "454 4.7.0 Temporary authentication failure"),
        "auth-temporary"
    );
    for known in ["zoho-eu", "zoho-pro-com", ""] {
        let meaning = explain(known, Data, "553 Relaying disallowed as info@firma.ee");
        assert_eq!(
            (meaning.cause, meaning.field),
            ("zoho-sender-not-allowed", Some(Field::Address))
        );
    }
    assert_eq!(
        cause("zoho-eu", RcptTo, "553 Relaying disallowed"),
        "zoho-sender-not-allowed"
    );
}

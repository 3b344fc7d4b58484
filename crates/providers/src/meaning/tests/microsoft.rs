//! 535 5.7.139 and its relatives.

use super::{Field, Stage, cause, explain};

const HOST: &str = "[HE1PR0301CA0001.eurprd03.prod.outlook.com 2026-11-22T10:00:00.000Z 08DE0000AAAA0000]";

#[test]
fn the_five_forms_of_535_5_7_139() {
    const VISIT: &str = "Visit https://aka.ms/smtp_auth_disabled for more information.";
    for (said, wanted) in [
        (
            format!("SmtpClientAuthentication is disabled for the Tenant. {VISIT}"),
            "microsoft-smtp-auth-disabled-tenant",
        ),
        (
            format!("SmtpClientAuthentication is disabled for the Mailbox. {VISIT}"),
            "microsoft-smtp-auth-disabled-mailbox",
        ),
        (
            "basic authentication is disabled.".to_owned(),
            "microsoft-basic-auth-disabled",
        ),
        (
            "the user credentials were incorrect.".to_owned(),
            "microsoft-wrong-credentials",
        ),
        (
            "the request did not meet the criteria to be authenticated successfully.".to_owned(),
            "microsoft-security-policy",
        ),
        (
            "user is locked by your organization's security defaults policy.".to_owned(),
            "microsoft-security-policy",
        ),
        ("the moon is in the wrong house.".to_owned(), "unknown-refusal"),
    ] {
        let said = format!("535 5.7.139 Authentication unsuccessful, {said} {HOST}");
        for known in ["microsoft-365", ""] {
            let meaning = explain(known, Stage::Auth, &said);
            assert_eq!(meaning.cause, wanted, "{known}: {said}");
            assert!(meaning.account_fault && !meaning.transient, "{said}");
            assert_eq!(meaning.field, Some(Field::Password), "{said}");
        }
        assert_eq!(
            cause("outlook-com", Stage::Auth, &said),
            "outlook-com-password-ended",
            "{said}"
        );
    }
}

#[test]
fn other_refused_sign_ins() {
    let old = format!("535 5.7.3 Authentication unsuccessful {HOST}");
    assert_eq!(
        cause("microsoft-365", Stage::Auth, &old),
        "microsoft-wrong-credentials"
    );
    assert_eq!(
        cause("outlook-com", Stage::Auth, &old),
        "outlook-com-password-ended"
    );
    assert_eq!(
        cause("", Stage::Auth, &old),
        "wrong-credentials",
        "Exchange in a company's own house"
    );
}

#[test]
fn not_signed_in() {
    for said in [
        "530 5.7.57 Client not authenticated to send mail.",
        "530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM",
    ] {
        for stage in [Stage::MailFrom, Stage::RcptTo, Stage::Data] {
            assert_eq!(cause("microsoft-365", stage, said), "microsoft-not-signed-in");
            assert_eq!(cause("", stage, said), "microsoft-not-signed-in");
        }
    }
    let both = "530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication \
                unsuccessful, SmtpClientAuthentication is disabled for the Tenant.";
    assert_eq!(
        cause("microsoft-365", Stage::MailFrom, both),
        "microsoft-smtp-auth-disabled-tenant"
    );
}

#[test]
fn the_sender() {
    for said in [
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        "550 5.7.1 Client does not have permissions to send as this sender",
        "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed",
        "554 5.2.252 SendAsDenied; mari@firma.ee not allowed to send as info@firma.ee",
    ] {
        let meaning = explain("microsoft-365", Stage::Accepted, said);
        assert_eq!(meaning.cause, "microsoft-sender-not-allowed", "{said}");
        assert_eq!(meaning.field, Some(Field::Address));
        assert!(!meaning.transient);
    }
}

#[test]
fn mailboxes_and_connections() {
    let full = "554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException.MapiException";
    assert_eq!(
        cause("microsoft-365", Stage::Accepted, full),
        "sender-mailbox-full"
    );
    assert_eq!(cause("", Stage::Accepted, full), "sender-mailbox-full");
    assert_eq!(
        cause("microsoft-365", Stage::RcptTo, "554 5.2.2 mailbox full"),
        "mailbox-full-recipient"
    );
    let quota = "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed";
    assert_eq!(cause("microsoft-365", Stage::Accepted, quota), "quota-exceeded");
    for said in [
        "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending",
        "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded.",
    ] {
        for known in ["microsoft-365", "outlook-com", ""] {
            let meaning = explain(known, Stage::MailFrom, said);
            assert_eq!(meaning.cause, "microsoft-too-many-connections", "{known}: {said}");
            assert!(meaning.transient);
        }
    }
}

/// One enhanced code, two providers, two meanings.
#[test]
fn trap_5_7_30() {
    let basic = "550 5.7.30 Basic authentication is not supported for Client Submission.";
    for known in ["microsoft-365", ""] {
        assert_eq!(
            cause(known, Stage::Auth, basic),
            "microsoft-basic-auth-disabled",
            "{known}"
        );
    }
    assert_eq!(
        cause("microsoft-365", Stage::Auth, "550 5.7.30 No."),
        "microsoft-basic-auth-disabled"
    );
    assert_eq!(
        cause("outlook-com", Stage::Auth, basic),
        "outlook-com-password-ended"
    );
    let dkim =
        "550-5.7.30 This mail has been blocked because DKIM authentication didn't pass.|550 5.7.30 see";
    assert_eq!(cause("gmail", Stage::Accepted, dkim), "content-refused-spam");
    assert_eq!(cause("", Stage::Accepted, dkim), "content-refused-spam");
}

/// One code, two meanings: the enhanced code tells them apart.
#[test]
fn trap_432() {
    let transition = "432 4.7.12 A password transition is needed";
    for known in ["", "microsoft-365", "zone"] {
        assert_eq!(
            cause(known, Stage::Auth, transition),
            "password-transition",
            "{known}"
        );
    }
    assert!(
        !explain("", Stage::Auth, transition).transient,
        "it takes a person"
    );
    assert_eq!(
        cause("microsoft-365", Stage::Auth, "432 4.3.2 Slow down"),
        "microsoft-too-many-connections"
    );
    assert_eq!(
        cause("", Stage::Auth, "432 4.3.2 Slow down"),
        "too-many-connections"
    );
}

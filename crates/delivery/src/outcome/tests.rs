use super::{Account, Circumstances, Fate, Outcome, judge};
use model::session::{CertificateFault, Fault, Reply, Stage};
use providers::{Catalogue, Meanings};
use smtp::Failure;
use std::time::Duration;

const OWN: Circumstances = Circumstances {
    relay: false,
    own_account: true,
    letters: 0,
};

fn of(slug: Option<&str>, stage: Stage, fault: Fault, who: Circumstances) -> Outcome {
    let catalogue = Catalogue::embedded().unwrap();
    let provider = slug.map(|slug| catalogue.by_slug(slug).unwrap());
    let meaning = Meanings::embedded().unwrap().explain(provider, stage, &fault);
    judge(&Failure { stage, fault }, &meaning, who)
}

fn reply(line: &str) -> Fault {
    let (code, text) = line.split_at(3);
    Fault::Refused(Reply::from_lines(code.parse().unwrap(), [text]))
}

#[test]
fn what_is_wrong_before_the_letter_is_the_accounts() {
    let (trouble, held) = (Account::Trouble(None), Account::Held);
    for (stage, fault, account) in [
        (Stage::Connect, Fault::ConnectRefused, trouble),
        (Stage::Connect, Fault::ConnectTimeout, trouble),
        (Stage::Dns, Fault::NameNotFound, trouble),
        (Stage::Dns, Fault::NameLookupFailed, trouble),
        (Stage::Greeting, Fault::SilentServer, trouble),
        (Stage::Greeting, reply("421 too busy"), trouble),
        (Stage::Greeting, reply("454 later"), trouble),
        (Stage::Greeting, Fault::Closed, trouble),
        (Stage::Auth, reply("454 4.7.0 temporary"), trouble),
        (Stage::Auth, Fault::Timeout, trouble),
        (Stage::Auth, reply("535 5.7.8 no"), held),
        (Stage::Auth, Fault::AuthMissing, held),
        (Stage::Tls, Fault::Certificate(CertificateFault::Expired), held),
        (Stage::Tls, Fault::PinMismatch, held),
        (Stage::Tls, Fault::StartTlsMissing, held),
        (Stage::Policy, Fault::DestinationRefused, held),
        (Stage::Connect, Fault::AddressRefused, held),
    ] {
        let outcome = of(None, stage, fault.clone(), OWN);
        assert_eq!(outcome.account, account, "{stage:?} {fault:?}");
        assert_eq!(outcome.message, Fate::Waits, "{stage:?} {fault:?}");
        // The operator's relay is never held: nobody in the company could let it go.
        let relay = Circumstances { relay: true, ..OWN };
        assert_eq!(
            of(None, stage, fault.clone(), relay).account,
            trouble,
            "{stage:?} {fault:?}"
        );
    }
}

#[test]
fn replies_about_a_recipient_are_his_messages_own() {
    for (stage, line, fate) in [
        (Stage::RcptTo, "550 5.1.1 no such user", Fate::Failed),
        (Stage::RcptTo, "450 4.2.0 later", Fate::Later(None)),
        (
            Stage::RcptTo,
            "450 4.7.1 Greylisted, try again",
            Fate::Later(None),
        ),
        (Stage::Accepted, "451 4.3.0 later", Fate::Later(None)),
        (Stage::Accepted, "554 5.7.1 looks like spam", Fate::Failed),
        (Stage::Data, "552 5.3.4 too large", Fate::Failed),
    ] {
        let outcome = of(None, stage, reply(line), OWN);
        assert_eq!(
            (outcome.message, outcome.account),
            (fate, Account::Works),
            "{line}"
        );
        assert!(!outcome.slower, "{line}");
    }
}

#[test]
fn quotas_that_clear_by_themselves_defer_though_they_are_5xx() {
    let day = Some(Duration::from_hours(24));
    for (slug, line) in [
        ("gmail", "550 5.4.5 Daily user sending limit exceeded."),
        ("icloud", "550 5.7.1 sending limit reached"),
    ] {
        let outcome = of(Some(slug), Stage::Accepted, reply(line), OWN);
        assert_eq!(outcome.message, Fate::Later(day), "{line}");
        assert_eq!(outcome.account, Account::Trouble(day), "{line}");
    }
}

#[test]
fn servers_that_ask_to_go_slower() {
    for (letters, stage, line, slower) in [
        (
            0,
            Stage::Accepted,
            "432 4.3.2 Concurrent connections limit exceeded",
            true,
        ),
        (5, Stage::MailFrom, "421 4.7.0 Too many messages", true),
        (0, Stage::MailFrom, "421 busy", true),
        (5, Stage::MailFrom, "421 closing", false),
        (5, Stage::RcptTo, "450 4.7.28 unusual rate", true),
        (5, Stage::RcptTo, "450 4.7.1 Greylisted, try again", false),
        (5, Stage::RcptTo, "450 4.2.1 busy", false),
    ] {
        let outcome = of(None, stage, reply(line), Circumstances { letters, ..OWN });
        assert_eq!(outcome.slower, slower, "{line}");
        assert!(matches!(outcome.message, Fate::Later(None)), "{line}");
    }
}

#[test]
fn a_refused_sender_stops_his_own_account_and_nobody_elses() {
    let line = "550 5.7.60 SMTP; Client does not have permissions to send as this sender";
    let judged = |who| {
        let outcome = of(None, Stage::Accepted, reply(line), who);
        (outcome.message, outcome.account)
    };
    assert_eq!(judged(OWN), (Fate::Waits, Account::Held));
    let shared = Circumstances {
        own_account: false,
        ..OWN
    };
    assert_eq!(judged(shared), (Fate::Failed, Account::Works));
    let relay = Circumstances { relay: true, ..OWN };
    assert_eq!(judged(relay), (Fate::Failed, Account::Works));
    // That nobody has signed in is everybody's fault.
    let line = "530 5.7.0 Authentication required";
    assert_eq!(
        of(None, Stage::MailFrom, reply(line), shared).account,
        Account::Held
    );
}

#[test]
fn what_breaks_off_is_tried_again_and_what_is_open_is_not() {
    for (stage, fault, fate) in [
        (Stage::MailFrom, Fault::Closed, Fate::Later(None)),
        (Stage::RcptTo, Fault::Timeout, Fate::Later(None)),
        (Stage::Data, Fault::Closed, Fate::Later(None)),
        (Stage::Accepted, Fault::InDoubt, Fate::InDoubt),
    ] {
        let outcome = of(None, stage, fault.clone(), OWN);
        assert_eq!(outcome.message, fate, "{stage:?} {fault:?}");
        assert_eq!(outcome.account, Account::TroubleUnlessProven);
    }
    assert_eq!(
        of(None, Stage::MailFrom, Fault::TooLarge, OWN).message,
        Fate::Failed
    );
}

use super::{Candidate, Judged, effect, judge};
use crate::{Named, NewEvent};
use model::{
    LetterId, MessageId,
    event::{Cause, Clue, Distrust, Kind},
    message::MessageState,
};
use uuid::Uuid;

fn id(number: u128) -> MessageId {
    MessageId::from_uuid(Uuid::from_u128(number))
}

fn message(number: u128, recipient: &str, state: MessageState, attempts: u32) -> Candidate {
    Candidate {
        id: id(number),
        state,
        attempts,
        recipient_key: recipient.to_owned(),
    }
}

fn bounce(clue: Option<Clue>, recipient: Option<&str>) -> NewEvent {
    let named = |clue| match clue {
        Clue::MessageId => Named::Letter(LetterId::from_uuid(Uuid::from_u128(9))),
        _ => Named::Message(id(1)),
    };
    NewEvent {
        kind: Kind::Bounce,
        cause: Some(Cause::NoSuchAddress),
        hard: true,
        status: None,
        reply_code: None,
        evidence: String::new(),
        reporter: None,
        recipient: recipient.map(str::to_owned),
        names: clue.map(|clue| (clue, named(clue))),
        distrust: None,
    }
}

#[test]
fn a_signature_is_believed_whatever_the_address_was_passed_on_to() {
    let sent = [message(1, "mari@klient.ee", MessageState::Sent, 1)];
    for recipient in [None, Some("Mari@Klient.ee"), Some("mari@uus.ee")] {
        let judged = judge(&bounce(Some(Clue::ReturnPath), recipient), &sent, false);
        assert_eq!(judged, Judged::About(id(1), None), "{recipient:?}");
    }
}

#[test]
fn a_message_id_needs_the_recipient_too() {
    let two = [
        message(1, "mari@klient.ee", MessageState::Sent, 1),
        message(2, "jyri@klient.ee", MessageState::Sent, 1),
    ];
    let judged =
        |recipient, found: &[Candidate]| judge(&bounce(Some(Clue::MessageId), recipient), found, false);
    assert_eq!(judged(Some("jyri@klient.ee"), &two), Judged::About(id(2), None));
    assert_eq!(
        judged(Some("muu@klient.ee"), &two),
        Judged::Nothing(Some(Distrust::OtherRecipient))
    );
    assert_eq!(
        judged(None, &two),
        Judged::Nothing(Some(Distrust::OtherRecipient))
    );
    assert_eq!(
        judged(None, &two[..1]),
        Judged::About(id(1), Some(Distrust::OtherRecipient))
    );
    assert_eq!(
        judged(Some("muu@klient.ee"), &two[..1]),
        Judged::About(id(1), Some(Distrust::OtherRecipient))
    );
}

#[test]
fn what_is_forged_is_shown_and_not_believed() {
    let sent = [message(1, "mari@klient.ee", MessageState::Sent, 1)];
    let mut forged = bounce(Some(Clue::ReturnPath), None);
    forged.distrust = Some(Distrust::Signature);
    assert_eq!(
        judge(&forged, &sent, false),
        Judged::About(id(1), Some(Distrust::Signature))
    );
    assert_eq!(
        judge(&forged, &[], true),
        Judged::Nothing(Some(Distrust::Signature)),
        "of another company nothing is told"
    );
    let other = bounce(Some(Clue::MessageId), Some("mari@klient.ee"));
    assert_eq!(
        judge(&other, &[], true),
        Judged::Nothing(Some(Distrust::OtherCompany))
    );
    assert_eq!(
        judge(&other, &[], false),
        Judged::Nothing(Some(Distrust::NoLetter))
    );
    assert_eq!(
        judge(&bounce(None, None), &[], false),
        Judged::Nothing(Some(Distrust::NoLetter))
    );
}

#[test]
fn a_reply_needs_no_letter() {
    let mut reply = bounce(None, None);
    reply.kind = Kind::RealReply;
    assert_eq!(judge(&reply, &[], false), Judged::Nothing(None));
    let two = [
        message(1, "mari@klient.ee", MessageState::Sent, 1),
        message(2, "jyri@klient.ee", MessageState::Sent, 1),
    ];
    let mut reply = bounce(Some(Clue::MessageId), Some("kolmas@klient.ee"));
    reply.kind = Kind::AutomaticReply;
    assert_eq!(judge(&reply, &two, false), Judged::About(id(1), None));
}

#[test]
fn what_was_never_sent_can_not_come_back() {
    use MessageState::{Bounced, Canceled, Failed, InDoubt, Leased, Paused, Queued, Sending, Sent};
    let judged = |state, attempts| {
        let found = [message(1, "mari@klient.ee", state, attempts)];
        judge(&bounce(Some(Clue::ReturnPath), None), &found, false)
    };
    for state in [Queued, Leased, Paused, Canceled] {
        assert_eq!(
            judged(state, 0),
            Judged::About(id(1), Some(Distrust::NotSent)),
            "{state:?}"
        );
        assert_eq!(judged(state, 1), Judged::About(id(1), None), "{state:?}");
    }
    for state in [Sent, Bounced, Failed, InDoubt] {
        assert_eq!(judged(state, 1), Judged::About(id(1), None), "{state:?}");
    }
    assert_eq!(judged(Sending, 1), Judged::TooEarly);
    assert_eq!(judged(Sending, 0), Judged::TooEarly);
}

#[test]
fn what_an_event_changes() {
    use MessageState::{Bounced, InDoubt, Sent};
    for &state in MessageState::ALL {
        for &kind in Kind::ALL {
            let expected = match (kind, state) {
                (Kind::Bounce, Sent | InDoubt) => Some(Bounced),
                (Kind::Delivered | Kind::Delayed, InDoubt) => Some(Sent),
                _ => None,
            };
            assert_eq!(effect(kind, state), expected, "{kind:?} {state:?}");
        }
    }
}

//! What has to be noticed is noticed.

use super::{HandedOver, Outcome, Verdict};
use jiff::Timestamp;
use model::{
    AccountId, LetterId, MessageId, UserId,
    message::{MessageState, RecipientRole},
};
use std::collections::HashMap;
use store::Message;

fn message(to: &str, state: MessageState) -> Message {
    let id = "0198f1d2-0000-7000-8000-000000000001";
    Message {
        id: id.parse::<MessageId>().unwrap(),
        letter: id.parse::<LetterId>().unwrap(),
        batch: None,
        user: id.parse::<UserId>().unwrap(),
        user_name: "Mari".parse().unwrap(),
        recipient: to.parse().unwrap(),
        role: RecipientRole::To,
        subject: String::new(),
        reference: None,
        state,
        attempts: 1,
        not_before: None,
        last: None,
        created_at: Timestamp::UNIX_EPOCH,
        changed_at: Timestamp::UNIX_EPOCH,
        account: id.parse::<AccountId>().unwrap(),
        held: None,
    }
}

/// Lost, duplicate, wrong.
fn found(verdict: &Verdict) -> (usize, usize, usize) {
    (verdict.lost.len(), verdict.duplicates.len(), verdict.wrong.len())
}

#[test]
fn states_and_copies_have_to_fit() {
    use MessageState::{Failed, InDoubt, Leased, Queued, Sending, Sent};
    let cases = [
        (Sent, 1, 1, (0, 0, 0)),
        (Sent, 0, 1, (1, 0, 0)),
        (Sent, 2, 1, (0, 1, 0)),
        // A person wanted it once more, and that is in its history.
        (Sent, 2, 2, (0, 0, 0)),
        (InDoubt, 0, 1, (0, 0, 0)),
        (InDoubt, 1, 1, (0, 0, 0)),
        (InDoubt, 2, 1, (0, 1, 0)),
        (Failed, 0, 1, (0, 0, 0)),
        (Failed, 1, 1, (0, 0, 1)),
        (Queued, 0, 1, (0, 0, 0)),
        (Queued, 1, 1, (0, 0, 1)),
        (Leased, 0, 1, (0, 0, 1)),
        (Sending, 0, 1, (0, 0, 1)),
    ];
    for (state, copies, allowed, expected) in cases {
        let mut verdict = Verdict::default();
        verdict.message(&message("kivi@saatja.test", state), copies, allowed);
        assert_eq!(found(&verdict), expected, "{state:?} {copies} {allowed}");
        assert_eq!(verdict.is_good(), expected == (0, 0, 0));
    }
}

#[test]
fn requests_are_there_as_a_whole_or_not_at_all() {
    let to = ["a@saatja.test", "b@saatja.test"];
    for (there, outcome, expected) in [
        (2, Outcome::Accepted, (0, 0, 0)),
        (1, Outcome::Accepted, (1, 0, 0)),
        (0, Outcome::Accepted, (1, 0, 0)),
        (2, Outcome::Unanswered, (0, 0, 0)),
        (0, Outcome::Unanswered, (0, 0, 0)),
        (1, Outcome::Unanswered, (0, 0, 1)),
    ] {
        let mut request = HandedOver::new("key".to_owned(), 0, to.map(str::to_owned).to_vec());
        request.outcome = outcome;
        let messages = to[..there].iter().map(|to| message(to, MessageState::Sent));
        let messages: HashMap<_, _> = messages
            .map(|message| (message.recipient.to_string(), vec![message]))
            .collect();
        let mut verdict = Verdict::default();
        verdict.request(&request, &messages);
        assert_eq!(found(&verdict), expected, "{there} {outcome:?}");
    }
}

//! The protocol without sockets: whole conversations, in any pieces.

mod commands;
mod mails;
mod pieces;
mod trial;

use intake::Protocol;
use trial::{Outcome, Trial, limits};

/// Says lines after the greeting that the protocol has.
fn say(protocol: Protocol, lines: &str) -> Outcome {
    let hello = match protocol {
        Protocol::Smtp => "EHLO mx.other.test\r\n",
        Protocol::Lmtp => "LHLO mx.other.test\r\n",
    };
    let said = format!("{hello}{}", lines.replace('\n', "\r\n"));
    Trial::of(protocol, limits()).run(said.as_bytes(), &[])
}

/// The codes of the replies to SMTP lines, without greeting and EHLO: `250 2.1.0`.
fn codes(lines: &str) -> Vec<String> {
    replies_to(&say(Protocol::Smtp, lines))
}

fn replies_to(outcome: &Outcome) -> Vec<String> {
    let lines = outcome
        .replies
        .lines()
        .filter(|line| line.as_bytes()[3] == b' ')
        .skip(2);
    lines
        .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .map(|code| code.replace(" End", ""))
        .collect()
}

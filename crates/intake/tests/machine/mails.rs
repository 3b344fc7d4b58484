//! Mails: what is taken, what is not, and what is said then.

use crate::{
    replies_to, say,
    trial::{End, Outcome, Trial, limits},
};
use intake::Protocol;

const ENVELOPE: &str = "MAIL FROM:<>\nRCPT TO:<kivi@event.saatja.test>\nDATA\n";

/// After the envelope; bytes as they are.
fn send(protocol: Protocol, recipients: usize, data: &[u8]) -> Outcome {
    let hello = if protocol == Protocol::Smtp {
        "EHLO"
    } else {
        "LHLO"
    };
    let rcpt = "RCPT TO:<kivi@event.saatja.test>\r\n".repeat(recipients);
    let start = format!("{hello} mx.other.test\r\nMAIL FROM:<>\r\n{rcpt}DATA\r\n");
    Trial::of(protocol, limits()).run(&[start.as_bytes(), data].concat(), &[])
}

#[test]
fn a_mail_is_handed_over_with_our_header_in_front() {
    let outcome = say(
        Protocol::Smtp,
        &format!("{ENVELOPE}Subject: x\n\n..dot\n.\nQUIT\n"),
    );
    let [mail] = &outcome.mails[..] else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        String::from_utf8_lossy(&mail.raw),
        "Received: from mx.other.test ([192.0.2.1])\r\n\tby mx.saatja.test with ESMTP;\r\n\t\
         Thu, 1 Jan 1970 00:00:00 +0000\r\nSubject: x\r\n\r\n.dot\r\n"
    );
    assert_eq!(
        (&mail.envelope_sender, mail.recipients.len(), mail.tls),
        (&None, 1, false)
    );
    assert_eq!(replies_to(&outcome)[2..], ["354", "250 2.6.0", "221 2.0.0"]);
}

#[test]
fn debugging_a_mail_shows_no_address_and_no_text() {
    let outcome = say(Protocol::Smtp, &ENVELOPE.replace("<>", "<mari@other.test>"));
    assert!(outcome.mails.is_empty());
    let lines = format!(
        "{}Subject: secret\n.\n",
        ENVELOPE.replace("<>", "<mari@other.test>")
    );
    let shown = format!("{:?}", say(Protocol::Smtp, &lines).mails);
    for hidden in ["mari", "kivi", "secret"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}

#[test]
fn lmtp_answers_for_each_recipient() {
    for (text, code) in [
        ("x", "250 2.6.0"),
        ("virus", "554 5.6.0"),
        ("full", "451 4.3.0"),
        ("a\nb", "550 5.6.11"),
    ] {
        let data = format!("{text}\r\n.\r\n");
        let lmtp = replies_to(&send(Protocol::Lmtp, 2, data.as_bytes()));
        assert_eq!(lmtp[3..], ["354", code, code], "{text:?}");
        let smtp = replies_to(&send(Protocol::Smtp, 2, data.as_bytes()));
        assert_eq!(smtp[3..], ["354", code], "{text:?}");
    }
    let nobody = say(Protocol::Lmtp, "MAIL FROM:<>\nDATA\n");
    assert_eq!(replies_to(&nobody), ["250 2.1.0", "503 5.5.1"], "RFC 2033, 4.2");
}

#[test]
fn nothing_but_cr_lf_dot_cr_lf_ends_a_mail() {
    for smuggled in [
        "\n.\n",
        "\n.\r\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\r",
        "\r\n.\n",
        "\r\n.\r\r\n",
        "\r\n\0.\r\n",
    ] {
        let second = "MAIL FROM:<>\r\nRCPT TO:<kivi@event.saatja.test>\r\nDATA\r\nsecond\r\n.\r\n";
        let data = format!("first{smuggled}{second}");
        let outcome = send(Protocol::Smtp, 1, data.as_bytes());
        let data_replies = outcome.replies.matches("\r\n354 ").count();
        assert_eq!(data_replies, 1, "{smuggled:?}: {}", outcome.replies);
        if smuggled.contains('\0') {
            assert_eq!(outcome.mails.len(), 1, "a NUL is no line end, and no fault");
        } else {
            assert!(outcome.mails.is_empty(), "{smuggled:?}");
            assert!(
                outcome
                    .replies
                    .ends_with("550 5.6.11 CR or LF stands alone in the mail\r\n")
            );
        }
    }
}

#[test]
fn mails_that_are_too_large_are_read_to_their_end_up_to_a_bound() {
    let lines = |count: usize| [b"1234567890123\r\n".repeat(count), b".\r\nNOOP\r\n".to_vec()].concat();
    let fits = send(Protocol::Smtp, 1, &lines(20));
    assert_eq!(fits.mails.len(), 1);
    let large = send(Protocol::Smtp, 1, &lines(21));
    assert_eq!(replies_to(&large)[2..], ["354", "552 5.3.4", "250 2.0.0"]);
    let endless = send(Protocol::Smtp, 1, &lines(200));
    assert_eq!(replies_to(&endless)[2..], ["354", "552 5.3.4"]);
    assert_eq!(endless.end, End::Closed);
    for outcome in [large, endless] {
        assert!(outcome.mails.is_empty());
    }
}

#[test]
fn lines_of_mails_are_bounded() {
    let line = |length: usize| [b"x".repeat(length), b"\r\n.\r\n".to_vec()].concat();
    assert_eq!(send(Protocol::Smtp, 1, &line(38)).mails.len(), 1);
    assert_eq!(
        replies_to(&send(Protocol::Smtp, 1, &line(39)))[2..],
        ["354", "554 5.6.0"]
    );
}

#[test]
fn mails_that_go_round_in_a_circle_are_refused() {
    let mut limits = limits();
    limits.mail = 100_000;
    let trial = Trial::of(Protocol::Smtp, limits);
    for (passed, taken) in [(50, true), (51, false)] {
        let head = "Received: by a\r\n".repeat(passed);
        let said = format!(
            "EHLO a\r\n{}{head}\r\nReceived: x\r\n.\r\n",
            ENVELOPE.replace('\n', "\r\n")
        );
        let outcome = trial.run(said.as_bytes(), &[]);
        assert_eq!(outcome.mails.len(), usize::from(taken), "{passed}");
        assert_eq!(outcome.replies.contains("554 5.4.6"), !taken, "{passed}");
    }
}

#[test]
fn recipients_and_mails_are_counted() {
    let three =
        "MAIL FROM:<>\n".to_owned() + &"RCPT TO:<kivi@event.saatja.test>\n".repeat(3) + "DATA\nx\n.\n";
    let outcome = say(Protocol::Smtp, &three);
    assert_eq!(
        replies_to(&outcome),
        [
            "250 2.1.0",
            "250 2.1.5",
            "250 2.1.5",
            "452 4.5.3",
            "354",
            "250 2.6.0"
        ]
    );
    assert_eq!(outcome.mails[0].recipients.len(), 2);
    let outcome = say(Protocol::Smtp, &format!("{ENVELOPE}x\n.\n").repeat(4));
    assert_eq!((outcome.mails.len(), outcome.end), (3, End::Closed));
    assert!(
        outcome
            .replies
            .ends_with("421 4.7.0 Enough mails for one connection, closing it\r\n")
    );
}

#[test]
fn memory_that_is_used_up_is_said_before_and_within_a_mail() {
    let mut limits = limits();
    (limits.mail, limits.memory) = (100_000, 20_000);
    let trial = Trial::of(Protocol::Smtp, limits.clone());
    let start = format!("EHLO a\r\n{}", ENVELOPE.replace('\n', "\r\n"));
    let long = "1234567890\r\n".repeat(2000) + ".\r\nNOOP\r\n";
    let outcome = trial.run((start.clone() + &long).as_bytes(), &[]);
    assert_eq!(replies_to(&outcome)[2..], ["354", "452 4.3.1", "250 2.0.0"]);
    assert_eq!(
        trial
            .run((start.clone() + "x\r\n.\r\n").as_bytes(), &[])
            .mails
            .len(),
        1,
        "it was given back"
    );
    limits.memory = 1000;
    let outcome = Trial::of(Protocol::Smtp, limits).run(start.as_bytes(), &[]);
    assert_eq!(replies_to(&outcome)[2..], ["452 4.3.1"], "said instead of 354");
}

#[test]
fn a_question_that_is_not_answered_is_tried_later() {
    use intake::machine::Step;
    let mut machine = Trial::of(Protocol::Smtp, limits()).machine();
    let now = jiff::Timestamp::UNIX_EPOCH;
    machine.take(b"EHLO a\r\nMAIL FROM:<>\r\n");
    assert!(matches!(machine.step(now), Step::MaySend));
    assert!(matches!(machine.step(now), Step::Read));
    assert!(
        machine
            .replies()
            .ends_with(b"452 4.7.1 Too many mails of yours, try again later\r\n")
    );
}

#[test]
fn a_stop_lets_a_mail_come_to_its_end_and_nothing_else() {
    use intake::{Answer, Delivered, machine::Step};
    let now = jiff::Timestamp::UNIX_EPOCH;
    let mut idle = Trial::of(Protocol::Smtp, limits()).machine();
    idle.take(b"EHLO a\r\nNOOP\r\n");
    idle.stop();
    assert!(matches!(idle.step(now), Step::Close));
    assert!(
        idle.replies()
            .ends_with(b"ESMTP\r\n421 4.3.2 Stopping, try again later\r\n")
    );

    let mut busy = Trial::of(Protocol::Smtp, limits()).machine();
    busy.take(b"EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<kivi@event.saatja.test>\r\nDATA\r\nx\r\n");
    assert!(matches!(busy.step(now), Step::MaySend));
    busy.may_send(true);
    assert!(matches!(busy.step(now), Step::Recipient(_)));
    busy.answer(Answer::Taken);
    assert!(matches!(busy.step(now), Step::Read) && busy.is_in_mail());
    busy.stop();
    busy.take(b".\r\nMAIL FROM:<>\r\n");
    assert!(matches!(busy.step(now), Step::Mail(_)));
    busy.delivered(Delivered::Kept);
    assert!(matches!(busy.step(now), Step::Close));
    assert!(
        busy.replies()
            .ends_with(b"250 2.6.0 Kept\r\n421 4.3.2 Stopping, try again later\r\n")
    );
}

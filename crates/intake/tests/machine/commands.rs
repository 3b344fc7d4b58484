//! Commands and their replies.

use crate::{
    codes, say,
    trial::{End, Trial, limits},
};
use intake::Protocol;

#[test]
fn the_greeting_offers_what_there_is_and_nothing_else() {
    let said = say(Protocol::Smtp, "").replies;
    assert_eq!(
        said,
        "220 mx.saatja.test ESMTP\r\n250-mx.saatja.test\r\n250-PIPELINING\r\n250-SIZE 300\r\n250-8BITMIME\r\n\
         250-SMTPUTF8\r\n250-STARTTLS\r\n250 ENHANCEDSTATUSCODES\r\n"
    );
    let plain = Trial::of(Protocol::Smtp, limits())
        .run(b"HELO a\r\n", &[])
        .replies;
    assert_eq!(plain, "220 mx.saatja.test ESMTP\r\n250 mx.saatja.test\r\n");
    let lmtp = say(Protocol::Lmtp, "").replies;
    assert!(lmtp.starts_with("220 mx.saatja.test LMTP\r\n250-"), "{lmtp}");
}

#[test]
fn each_protocol_has_its_own_greeting() {
    for (protocol, greeting, code) in [
        (Protocol::Smtp, "EHLO a", "250"),
        (Protocol::Smtp, "HELO a", "250"),
        (Protocol::Smtp, "LHLO a", "500 5.5.1"),
        (Protocol::Lmtp, "LHLO a", "250"),
        (Protocol::Lmtp, "EHLO a", "500 5.5.1"),
        (Protocol::Lmtp, "HELO a", "500 5.5.1"),
        (Protocol::Smtp, "EHLO", "501 5.5.4"),
        (Protocol::Smtp, "EHLO a b", "501 5.5.4"),
    ] {
        let said = Trial::of(protocol, limits())
            .run(format!("{greeting}\r\n").as_bytes(), &[])
            .replies;
        let reply = said.lines().nth(1).unwrap();
        assert!(reply.starts_with(code), "{greeting}: {reply}");
    }
}

#[test]
fn commands_have_their_order() {
    let unannounced = Trial::of(Protocol::Smtp, limits())
        .run(b"MAIL FROM:<>\r\n", &[])
        .replies;
    assert!(unannounced.contains("\r\n503 5.5.1"), "{unannounced}");
    assert_eq!(codes("RCPT TO:<kivi@event.saatja.test>\nDATA"), ["503 5.5.1"]);
    assert_eq!(
        codes("RCPT TO:<kivi@event.saatja.test>\nDATA\n"),
        ["503 5.5.1", "503 5.5.1"]
    );
    assert_eq!(codes("MAIL FROM:<>\nMAIL FROM:<>\n"), ["250 2.1.0", "503 5.5.1"]);
    assert_eq!(codes("MAIL FROM:<>\nDATA\n"), ["250 2.1.0", "554 5.5.1"]);
    assert_eq!(
        codes("MAIL FROM:<>\nRSET\nMAIL FROM:<>\n"),
        ["250 2.1.0", "250 2.0.0", "250 2.1.0"]
    );
    let twice = "MAIL FROM:<>\nEHLO again\nMAIL FROM:<>\n";
    assert_eq!(
        codes(twice),
        ["250 2.1.0", "250 ENHANCEDSTATUSCODES", "250 2.1.0"]
    );
}

#[test]
fn the_other_commands_are_answered() {
    for (command, code) in [
        ("NOOP", "250 2.0.0"),
        ("NOOP anything", "250 2.0.0"),
        ("RSET", "250 2.0.0"),
        ("VRFY kivi", "252 2.5.0"),
        ("HELP", "214 2.0.0"),
        ("EXPN list", "502 5.5.1"),
        ("ETRN a", "502 5.5.1"),
        ("BDAT 5 LAST", "502 5.5.1"),
        ("AUTH PLAIN AAAA", "502 5.5.1"),
        ("XCLIENT NAME=a", "500 5.5.2"),
        ("GET / HTTP/1.1", "500 5.5.2"),
        ("", "500 5.5.2"),
        ("RSET now", "501 5.5.4"),
        ("STARTTLS now", "501 5.5.4"),
        ("QUIT", "221 2.0.0"),
    ] {
        let said = codes(&format!("{command}\n"));
        assert_eq!(said, [code], "{command}");
    }
    assert_eq!(say(Protocol::Smtp, "QUIT\nNOOP\n").end, End::Closed);
}

#[test]
fn senders_and_their_parameters_are_read() {
    for (argument, code) in [
        ("FROM:<>", "250 2.1.0"),
        ("FROM: <>", "250 2.1.0"),
        ("from:<MAILER-DAEMON@mx.other.test>", "250 2.1.0"),
        ("FROM:<> SIZE=300", "250 2.1.0"),
        ("FROM:<> SIZE=301", "552 5.3.4"),
        ("FROM:<> SIZE=99999999999999999999", "552 5.3.4"),
        ("FROM:<> SIZE=-1", "501 5.5.4"),
        ("FROM:<> SIZE=", "501 5.5.4"),
        ("FROM:<> SIZE", "555 5.5.4"),
        ("FROM:<> BODY=8bitmime", "250 2.1.0"),
        ("FROM:<> BODY=BINARYMIME", "555 5.5.4"),
        ("FROM:<jüri@näidis.test> SMTPUTF8", "250 2.1.0"),
        ("FROM:<jüri@näidis.test>", "553 5.6.7"),
        ("FROM:<> RET=HDRS", "555 5.5.4"),
        ("FROM:<root>", "553 5.1.7"),
        ("FROM:<@a.test:b@c.test>", "553 5.1.7"),
        ("FROM:a@b.test", "501 5.5.4"),
        ("FROM:<a@b.test", "501 5.5.4"),
        ("TO:<a@b.test>", "501 5.5.4"),
    ] {
        assert_eq!(codes(&format!("MAIL {argument}\n")), [code], "{argument}");
    }
}

#[test]
fn recipients_are_ours_or_refused() {
    for (argument, code) in [
        ("TO:<kivi@event.saatja.test>", "250 2.1.5"),
        ("TO:<kivi@EVENT.saatja.test>", "250 2.1.5"),
        ("TO:<nobody@event.saatja.test>", "550 5.1.1"),
        ("TO:<later@event.saatja.test>", "451 4.3.0"),
        ("TO:<kivi@other.test>", "550 5.7.1"),
        ("TO:<@other.test:kivi@event.saatja.test>", "550 5.7.1"),
        ("TO:<kivi%other.test@event.saatja.test>", "550 5.7.1"),
        ("TO:<other.test!kivi@event.saatja.test>", "550 5.7.1"),
        ("TO:<\"kivi@other.test\"@event.saatja.test>", "550 5.7.1"),
        ("TO:<\"kivi\"@event.saatja.test>", "553 5.1.3"),
        ("TO:<kivi@[127.0.0.1]>", "550 5.7.1"),
        ("TO:<kivi@[IPv6:::1]>", "550 5.7.1"),
        ("TO:<>", "553 5.1.3"),
        ("TO:<kivi>", "553 5.1.3"),
        ("TO:<postmaster>", "550 5.1.1"),
        ("TO:<õli@event.saatja.test>", "553 5.6.7"),
        ("TO:<kivi@event.saatja.test> NOTIFY=NEVER", "555 5.5.4"),
        ("TO:kivi@event.saatja.test", "501 5.5.4"),
    ] {
        let said = codes(&format!("MAIL FROM:<>\nRCPT {argument}\n"));
        assert_eq!(said, ["250 2.1.0", code], "{argument}");
    }
}

#[test]
fn lines_that_do_not_end_in_cr_lf_end_the_conversation() {
    for wrong in [
        "NOOP\n",
        "NOOP\rQUIT\r\n",
        "NO\rOP\r\n",
        "NOOP\r\r\n",
        "\n",
        "MAIL FROM:<a\rb@c.test>\r\n",
    ] {
        let said = format!("EHLO a\r\n{wrong}NOOP\r\n");
        let outcome = Trial::of(Protocol::Smtp, limits()).run(said.as_bytes(), &[]);
        let last = outcome.replies.lines().last().unwrap();
        assert!(
            last.starts_with("500 5.5.2 Lines end in CR LF"),
            "{wrong:?}: {last}"
        );
        assert_eq!(outcome.end, End::Closed, "{wrong:?}");
    }
}

#[test]
fn lines_are_bounded_and_text() {
    let trial = Trial::of(Protocol::Smtp, limits());
    let run = |line: &[u8]| trial.run(line, &[]);
    let longest = [&b"EHLO "[..], &b"a".repeat(73), b"\r\n"].concat();
    assert_eq!(run(&longest).end, End::Open);
    let longer = [&b"EHLO "[..], &b"a".repeat(74), b"\r\n"].concat();
    for long in [&longer, &b"a".repeat(80), &b"a".repeat(100_000)] {
        let outcome = run(long);
        assert!(outcome.replies.contains("500 5.5.6"), "{}", outcome.replies);
        assert_eq!(outcome.end, End::Closed);
    }
    for odd in [&b"NOOP \xff\r\n"[..], b"NOOP \0\r\n"] {
        assert!(run(odd).replies.contains("500 5.5.2"));
    }
}

#[test]
fn errors_and_commands_are_counted() {
    let outcome = say(Protocol::Smtp, &"WRONG\n".repeat(7));
    assert!(
        outcome.replies.ends_with(
            "500 5.5.2 Command not understood\r\n421 4.7.0 Too many errors, closing connection\r\n"
        )
    );
    assert_eq!(
        (outcome.replies.matches("500 ").count(), outcome.end),
        (6, End::Closed)
    );
    let guesses = "MAIL FROM:<>\n".to_owned() + &"RCPT TO:<guess@event.saatja.test>\n".repeat(7);
    let outcome = say(Protocol::Smtp, &guesses);
    assert_eq!(
        (outcome.replies.matches("550 ").count(), outcome.end),
        (6, End::Closed)
    );
    let outcome = say(Protocol::Lmtp, &guesses);
    assert_eq!(
        (outcome.replies.matches("550 ").count(), outcome.end),
        (7, End::Open),
        "our own server guesses for others"
    );
    let outcome = say(Protocol::Smtp, &"NOOP\n".repeat(50));
    assert!(
        outcome
            .replies
            .ends_with("421 4.7.0 Too many commands, closing connection\r\n")
    );
    assert_eq!(outcome.replies.matches("250 2.0.0").count(), 39);
}

#[test]
fn what_is_said_in_clear_behind_starttls_is_forgotten() {
    use intake::machine::Step;
    let injected = b"EHLO a\r\nMAIL FROM:<>\r\nSTARTTLS\r\nMAIL FROM:<thief@other.test>\r\n";
    let outcome = Trial::of(Protocol::Smtp, limits()).run(injected, &[]);
    assert_eq!(outcome.end, End::StartTls);
    assert!(
        outcome
            .replies
            .ends_with("250 2.1.0 Ok\r\n220 2.0.0 Ready for TLS\r\n")
    );

    let mut machine = Trial::of(Protocol::Smtp, limits()).machine();
    let now = jiff::Timestamp::UNIX_EPOCH;
    machine.take(injected);
    let mut step = machine.step(now);
    while matches!(step, Step::MaySend) {
        machine.may_send(true);
        step = machine.step(now);
    }
    assert!(matches!(step, Step::StartTls));
    machine.replies().clear();
    machine.encrypted();
    assert!(matches!(machine.step(now), Step::Read));
    assert!(machine.replies().is_empty(), "nothing was left to be answered");
    machine.take(b"MAIL FROM:<>\r\nSTARTTLS\r\nEHLO a\r\n");
    assert!(matches!(machine.step(now), Step::Read));
    let said = String::from_utf8_lossy(machine.replies()).into_owned();
    assert!(
        said.starts_with("503 5.5.1 A greeting comes first\r\n502 5.5.1"),
        "{said}"
    );
    assert!(!said.contains("STARTTLS"), "{said}");
}

#[test]
fn a_mail_that_is_kept_makes_up_for_errors() {
    let mail = "MAIL FROM:<>\nRCPT TO:<kivi@event.saatja.test>\nDATA\nx\n.\n";
    let errors = "WRONG\n".repeat(5);
    let outcome = say(Protocol::Smtp, &format!("{errors}{mail}{errors}"));
    assert_eq!((outcome.mails.len(), outcome.end), (1, End::Open));
    let commands = "NOOP\n".repeat(30);
    let outcome = say(Protocol::Smtp, &format!("{commands}{mail}{commands}"));
    assert_eq!((outcome.mails.len(), outcome.end), (1, End::Open));
    let refused = mail.replace('x', "virus");
    assert_eq!(
        say(Protocol::Smtp, &format!("{errors}{refused}")).end,
        End::Closed
    );
}

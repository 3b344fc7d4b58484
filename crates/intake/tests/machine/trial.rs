//! A whole conversation with the machine, in pieces of any length; and what has to hold of any conversation. The fuzz
//! target uses it too, so that it names nothing but the crate and the standard library.

use intake::{
    Answer, Config, Delivered, Limits, Mail, Peer, Protocol, Refusal,
    machine::{House, Machine, Step, Visit},
};
use std::sync::Arc;

/// What a conversation came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// All that was said.
    pub replies: String,
    /// All that was handed over.
    pub mails: Vec<Mail>,
    /// How it stood after the last byte.
    pub end: End,
}

#[derive(Debug, PartialEq, Eq)]
pub enum End {
    Open,
    Closed,
    /// What comes next would be TLS.
    StartTls,
}

/// Small enough to be reached.
pub fn limits() -> Limits {
    Limits {
        command_line: 80,
        data_line: 40,
        mail: 300,
        thrown_away: 200,
        recipients: 2,
        commands: 40,
        faults: 6,
        mails: 3,
        ..Limits::default()
    }
}

/// Mail is taken for `kivi`, perhaps later for `later`, and for nobody else; mails that say `virus` are refused, those
/// that say `full` perhaps kept later.
pub struct Trial {
    house: Arc<House>,
    visit: Visit,
}

impl Trial {
    pub fn of(protocol: Protocol, limits: Limits) -> Self {
        let domain = "event.saatja.test".parse().expect("a name");
        let clock = Arc::new(|| jiff::Timestamp::UNIX_EPOCH);
        let mut config = Config::new("mx.saatja.test".parse().expect("a name"), vec![domain], clock);
        config.limits = limits;
        let visit = Visit {
            protocol,
            peer: Peer::Address([192, 0, 2, 1].into()),
            trusted: protocol == Protocol::Lmtp,
            offers_tls: true,
        };
        Self {
            house: Arc::new(House::new(&config)),
            visit,
        }
    }

    /// A machine of its own.
    pub fn machine(&self) -> Machine {
        Machine::new(Arc::clone(&self.house), self.visit)
    }

    /// Says `bytes` in these pieces, the last of them over and over.
    pub fn run(&self, mut bytes: &[u8], pieces: &[usize]) -> Outcome {
        let mut machine = self.machine();
        let (mut replies, mut mails) = (Vec::new(), Vec::new());
        let mut pieces = pieces.iter();
        let mut piece = usize::MAX;
        let end = loop {
            let step = machine.step(jiff::Timestamp::UNIX_EPOCH);
            replies.append(machine.replies());
            match step {
                Step::Read if bytes.is_empty() => break End::Open,
                Step::Read => {
                    piece = pieces.next().map_or(piece, |piece| *piece).clamp(1, bytes.len());
                    machine.take(&bytes[..piece]);
                    bytes = &bytes[piece..];
                }
                Step::MaySend => machine.may_send(true),
                Step::Recipient(recipient) => machine.answer(match recipient.local_part() {
                    "kivi" => Answer::Taken,
                    "later" => Answer::TryLater,
                    _ => Answer::NoSuchMailbox,
                }),
                Step::Mail(mail) => {
                    let says = |word: &[u8]| mail.raw.windows(word.len()).any(|part| part == word);
                    machine.delivered(match () {
                        () if says(b"virus") => Delivered::Refused(Refusal::Content),
                        () if says(b"full") => Delivered::TryLater,
                        () => Delivered::Kept,
                    });
                    mails.push(*mail);
                }
                Step::StartTls => break End::StartTls,
                Step::Close => break End::Closed,
            }
        };
        let replies = String::from_utf8(replies).expect("replies are UTF-8");
        Outcome { replies, mails, end }
    }
}

/// What has to hold whatever was said.
pub fn check(said: &[u8], outcome: &Outcome) {
    assert!(outcome.replies.ends_with("\r\n"));
    for line in outcome.replies.split_terminator("\r\n") {
        let is_reply = line.len() >= 4
            && line.len() <= 510
            && line.is_char_boundary(3)
            && line[..3]
                .parse::<u16>()
                .is_ok_and(|code| (200..=599).contains(&code))
            && matches!(line.as_bytes()[3], b' ' | b'-')
            && !line.contains(char::is_control);
        assert!(is_reply, "{line:?}");
    }
    for mail in &outcome.mails {
        assert!(!mail.recipients.is_empty() && mail.recipients.len() <= limits().recipients);
        let text = &mail.raw[mail.own_header..];
        assert!(text.len() <= limits().mail);
        assert!(text.is_empty() || text.ends_with(b"\r\n"));
        let alone = text.iter().enumerate().any(|(at, byte)| match byte {
            b'\r' => text.get(at + 1) != Some(&b'\n'),
            b'\n' => at == 0 || text[at - 1] != b'\r',
            _ => false,
        });
        assert!(!alone, "CR or LF alone: {text:?}");
        assert!(was_sent(said, text), "a mail that nobody sent: {text:?}");
    }
}

/// Whether these lines stand in what was said, from the start of a line up to CRLF, dot, CRLF, each as it is or with
/// one dot more.
fn was_sent(said: &[u8], text: &[u8]) -> bool {
    let wanted = lines(text);
    let said = lines(said);
    let is = |sent: &&[u8], wanted: &&[u8]| sent == wanted || sent.strip_prefix(b".") == Some(wanted);
    said.windows(wanted.len() + 2).any(|part| {
        let (body, dot) = (&part[1..part.len() - 1], part[part.len() - 1]);
        dot == b"." && body.iter().zip(&wanted).all(|(sent, wanted)| is(sent, wanted))
    })
}

/// Parted by CRLF; what comes after the last of them is none.
fn lines(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    while let Some(end) = bytes.windows(2).position(|pair| pair == b"\r\n") {
        lines.push(&bytes[..end]);
        bytes = &bytes[end + 2..];
    }
    lines
}

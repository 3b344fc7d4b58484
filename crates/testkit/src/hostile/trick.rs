//! What a hostile server does in place of the answer that is due.

use std::time::Duration;

use super::script::Step;

/// What a hostile server does in place of the answer that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trick {
    /// Nothing, while the connection stays open.
    Silence,
    /// The good answer, one byte at a time, with this rest before each; then silence.
    Drip(Duration),
    /// A line that never ends.
    EndlessLine,
    /// A reply of lines without end.
    EndlessReply,
    /// A challenge (`334`), and another after each line of the client.
    EndlessChallenges,
    /// The good answer, and with it the answers to commands that were not given yet, all of them good news.
    RepliesAhead,
    /// A web server's answer.
    Http,
    /// An answer's code, and behind it bytes that are not UTF-8.
    NotUtf8,
    /// A refusal with terminal control sequences in it.
    ControlSequences,
    /// A refusal with HTML in it.
    Script,
    /// A NUL byte in a good answer.
    Nul,
    /// A line that is no reply at all.
    Gibberish,
    /// A reply whose lines bear different codes.
    MixedCodes,
    /// An answer line that ends in LF alone.
    BareNewline,
    /// This refusal.
    Refusal(&'static str),
    /// The connection is closed in order.
    Close,
    /// The connection is reset.
    Reset,
}

impl Trick {
    /// All of them but refusals; drips rest for a tenth of a second.
    pub const ALL: [Self; 16] = [
        Self::Silence,
        Self::Drip(Duration::from_millis(100)),
        Self::EndlessLine,
        Self::EndlessReply,
        Self::EndlessChallenges,
        Self::RepliesAhead,
        Self::Http,
        Self::NotUtf8,
        Self::ControlSequences,
        Self::Script,
        Self::Nul,
        Self::Gibberish,
        Self::MixedCodes,
        Self::BareNewline,
        Self::Close,
        Self::Reset,
    ];

    /// The steps of it, given the good answer.
    pub(super) fn steps(self, answer: &[Step]) -> Vec<Step> {
        let said = |bytes: &[u8]| vec![Step::Send(bytes.to_vec()), Step::Silence];
        match self {
            Self::Silence => vec![Step::Silence],
            Self::Drip(rest) => vec![Step::Drip(bytes_of(answer), rest), Step::Silence],
            Self::EndlessLine => vec![Step::Send(b"250 ".to_vec()), Step::Flood(vec![b'x'; 4096])],
            Self::EndlessReply => vec![Step::Flood(b"250-and so on\r\n".repeat(256))],
            Self::EndlessChallenges => {
                let challenge = Step::reply("334 bW9yZQ==");
                vec![challenge.clone(), Step::Loop(vec![Step::ExpectAny, challenge])]
            }
            Self::RepliesAhead => {
                let ahead = b"235 2.7.0 Ok\r\n250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 Go\r\n250 2.0.0 Queued\r\n";
                said(&[bytes_of(answer), ahead.to_vec()].concat())
            }
            Self::Http => said(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html>\r\n"),
            Self::NotUtf8 => said(b"550 5.7.1 \xff\xfe\xc3\x28 \xe9t\xe9\r\n"),
            Self::ControlSequences => said(b"550 5.7.1 \x1b[31mred\x1b]0;title\x07\x1b[2J\x08\x9b\r\n"),
            Self::Script => said(b"550 5.7.1 <script>alert(1)</script><img src=x onerror=alert(2)>\"'&\r\n"),
            Self::Nul => said(b"250 2.0.0 O\0k\r\n"),
            Self::Gibberish => said(b"nonsense\r\n"),
            Self::MixedCodes => said(b"250-one\r\n550-two\r\n235 three\r\n"),
            Self::BareNewline => said(b"250 2.0.0 Ok\n"),
            Self::Refusal(reply) => vec![Step::reply(reply), Step::Silence],
            Self::Close => vec![Step::Close],
            Self::Reset => vec![Step::Reset],
        }
    }
}

fn bytes_of(answer: &[Step]) -> Vec<u8> {
    let bytes = answer.iter().map(|step| match step {
        Step::Send(bytes) => bytes.as_slice(),
        _ => &[],
    });
    bytes.collect::<Vec<_>>().concat()
}

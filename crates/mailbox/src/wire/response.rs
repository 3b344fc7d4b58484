//! What a server says (RFC 9051, section 7).

use super::tokens::{Token, tokens};
use crate::fault::clean;

/// A response as it was read: lines, and the literals between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A line without its end.
    Line(Vec<u8>),
    /// A literal.
    Literal(Vec<u8>),
}

/// How a command ended, or what a server says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Ok,
    /// Not done.
    No,
    /// Not understood.
    Bad,
    /// The server hangs up.
    Bye,
    /// The server takes us for signed in.
    PreAuth,
}

/// What stands in brackets behind a status.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Code {
    /// The word, in upper case; empty where there is none.
    pub name: String,
    /// What follows it.
    pub rest: Vec<u8>,
}

/// One response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// A command's answer, or (without a tag) a remark.
    Status {
        /// The command that it answers.
        tag: Option<String>,
        /// How.
        status: Status,
        /// In brackets.
        code: Code,
        /// The words, cleaned.
        text: String,
    },
    /// Data: the words behind the asterisk.
    Data(Vec<Token>),
    /// The server waits for more of the command; what it says to it.
    GoOn(Vec<u8>),
}

/// Whether a line is a status: its text is free, and an announcement of a literal in it is none.
pub fn is_status(line: &[u8]) -> bool {
    line.starts_with(b"+") || status(line).is_some()
}

/// Tag, status and what follows.
fn status(line: &[u8]) -> Option<(&[u8], Status, &[u8])> {
    let (tag, rest) = split(line);
    let (word, rest) = split(rest);
    let status = match word.to_ascii_uppercase().as_slice() {
        b"OK" => Status::Ok,
        b"NO" => Status::No,
        b"BAD" => Status::Bad,
        b"BYE" => Status::Bye,
        b"PREAUTH" => Status::PreAuth,
        _ => return None,
    };
    Some((tag, status, rest))
}

fn split(line: &[u8]) -> (&[u8], &[u8]) {
    match line.iter().position(|&b| b == b' ') {
        Some(at) => (&line[..at], &line[at + 1..]),
        None => (line, &[]),
    }
}

/// Reads a response; none where it is none.
pub fn parse(mut pieces: Vec<Piece>) -> Option<Response> {
    let Some(Piece::Line(first)) = pieces.first_mut() else {
        return None;
    };
    if let Some(rest) = first.strip_prefix(b"+") {
        return Some(Response::GoOn(rest.trim_ascii().to_vec()));
    }
    if let Some((tag, status, rest)) = status(first) {
        let (code, text) = code(rest);
        let tag = match tag {
            b"*" => None,
            tag => Some(String::from_utf8(tag.to_vec()).ok()?),
        };
        if tag.is_some() && !matches!(status, Status::Ok | Status::No | Status::Bad) {
            return None;
        }
        return Some(Response::Status {
            tag,
            status,
            code,
            text: clean(text),
        });
    }
    let rest = first.strip_prefix(b"* ")?.to_vec();
    *first = rest;
    tokens(pieces).map(Response::Data)
}

/// The code in brackets, and the words behind it.
fn code(rest: &[u8]) -> (Code, &[u8]) {
    let Some(inside) = rest.strip_prefix(b"[") else {
        return (Code::default(), rest);
    };
    let Some(end) = inside.iter().position(|&b| b == b']') else {
        return (Code::default(), rest);
    };
    let (name, arguments) = split(&inside[..end]);
    let code = Code {
        name: String::from_utf8_lossy(name).to_ascii_uppercase(),
        rest: arguments.to_vec(),
    };
    (code, inside[end + 1..].trim_ascii_start())
}

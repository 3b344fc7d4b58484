//! The parts of a response: words, texts, parentheses.

use super::response::Piece;

/// The most parts of one response; a SEARCH has one a mail.
const MOST_TOKENS: usize = 20_000;
/// The deepest parentheses.
const DEEPEST: usize = 8;

/// A part of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A word, as `FLAGS` or `BODY[HEADER.FIELDS (FROM)]<0>`.
    Word(Vec<u8>),
    /// A quoted text, or a literal.
    Text(Vec<u8>),
    /// What stands in parentheses.
    List(Vec<Token>),
}

impl Token {
    /// Whether it is this word, the case of letters apart.
    pub fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own.eq_ignore_ascii_case(word.as_bytes()))
    }

    /// Whether it is a word that begins so, the case of letters apart.
    pub fn begins(&self, with: &str) -> bool {
        let with = with.as_bytes();
        matches!(self, Self::Word(own) if own.get(..with.len()).is_some_and(|own| own.eq_ignore_ascii_case(with)))
    }

    /// The number that it is.
    pub fn number(&self) -> Option<u32> {
        match self {
            Self::Word(word) => number(word),
            _ => None,
        }
    }
}

/// A number of RFC 9051: digits alone, below 2^32.
pub fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// The size of the literal that a line announces at its end (`{12}`).
pub fn literal_size(line: &[u8]) -> Option<usize> {
    let line = line.strip_suffix(b"}")?;
    let begin = line.iter().rposition(|&b| b == b'{')?;
    number(&line[begin + 1..]).and_then(|size| usize::try_from(size).ok())
}

/// Takes a response apart; none where its parentheses or quotes do not match.
pub fn tokens(pieces: Vec<Piece>) -> Option<Vec<Token>> {
    let mut open: Vec<Vec<Token>> = vec![Vec::new()];
    let mut count = 0;
    let last = pieces.len().saturating_sub(1);
    for (place, piece) in pieces.into_iter().enumerate() {
        match piece {
            Piece::Literal(text) => open.last_mut()?.push(Token::Text(text)),
            Piece::Line(line) => {
                let mut rest: &[u8] = &line;
                if place < last {
                    // without the announcement of the literal that follows
                    rest = &rest[..rest.iter().rposition(|&b| b == b'{')?];
                    rest = rest.strip_suffix(b"~").unwrap_or(rest);
                }
                words(rest, &mut open, &mut count)?;
            }
        }
    }
    let all = open.pop()?;
    open.is_empty().then_some(all)
}

fn words(mut rest: &[u8], open: &mut Vec<Vec<Token>>, count: &mut usize) -> Option<()> {
    while let Some(&first) = rest.first() {
        *count += 1;
        if *count > MOST_TOKENS {
            return None;
        }
        match first {
            b' ' => rest = &rest[1..],
            b'(' if open.len() < DEEPEST => {
                open.push(Vec::new());
                rest = &rest[1..];
            }
            b'(' => return None,
            b')' => {
                let list = open.pop()?;
                open.last_mut()?.push(Token::List(list));
                rest = &rest[1..];
            }
            b'"' => {
                let (text, after) = quoted(&rest[1..])?;
                open.last_mut()?.push(Token::Text(text));
                rest = after;
            }
            _ => {
                let end = end_of_word(rest)?;
                open.last_mut()?.push(Token::Word(rest[..end].to_vec()));
                rest = &rest[end..];
            }
        }
    }
    Some(())
}

/// A quoted text behind its first quote, and what follows it.
fn quoted(rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut text = Vec::new();
    let mut bytes = rest.iter().enumerate();
    while let Some((at, &byte)) = bytes.next() {
        match byte {
            b'"' => return Some((text, &rest[at + 1..])),
            b'\\' => text.push(*bytes.next()?.1),
            other => text.push(other),
        }
    }
    None
}

/// Where a word ends. What stands in brackets belongs to it, blanks and parentheses too.
fn end_of_word(rest: &[u8]) -> Option<usize> {
    let mut in_brackets = false;
    for (at, &byte) in rest.iter().enumerate() {
        match byte {
            b'[' => in_brackets = true,
            b']' => in_brackets = false,
            b' ' | b'(' | b')' | b'"' if !in_brackets => return Some(at),
            _ => {}
        }
    }
    (!in_brackets).then_some(rest.len())
}

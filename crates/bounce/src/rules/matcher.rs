//! Many phrases at once, in one pass over the text.

use aho_corasick::{AhoCorasick, BuildError, MatchKind};

/// Bytes that `…` stands for at most.
const GAP: usize = 60;

/// Phrases, each of one piece or more.
#[derive(Debug)]
pub struct Matcher {
    automaton: AhoCorasick,
    /// For each pattern: whether its ends have to be ends of words, and where it is used.
    pieces: Vec<Piece>,
    lengths: Vec<usize>,
}

#[derive(Debug)]
struct Piece {
    open: bool,
    phrase: usize,
    at: usize,
}

/// A phrase that is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Which, in the order that they were given.
    pub phrase: usize,
    /// Its first byte.
    pub start: usize,
    /// The byte behind its last.
    pub end: usize,
}

impl Matcher {
    /// Phrases as they stand in the tables.
    ///
    /// # Errors
    /// There are too many of them.
    pub fn new<'x>(phrases: impl IntoIterator<Item = &'x str>) -> Result<Self, BuildError> {
        let (mut patterns, mut pieces, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
        for (phrase, text) in phrases.into_iter().enumerate() {
            let mut length = 0;
            for piece in text.split('…').map(str::trim) {
                let open = piece.ends_with('*');
                patterns.push(piece.trim_end_matches('*'));
                pieces.push(Piece {
                    open,
                    phrase,
                    at: length,
                });
                length += 1;
            }
            lengths.push(length);
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(patterns)?;
        Ok(Self {
            automaton,
            pieces,
            lengths,
        })
    }

    /// Each phrase that is there, once, where it is first complete.
    pub fn find(&self, text: &str) -> Vec<Match> {
        // For each phrase of several pieces: how many were seen, where the first began, where the last ended.
        let mut seen: Vec<(usize, usize, usize)> = vec![(0, 0, 0); self.lengths.len()];
        let mut found = Vec::new();
        for hit in self.automaton.find_overlapping_iter(text) {
            let piece = &self.pieces[hit.pattern().as_usize()];
            if !ends_words(text.as_bytes(), hit.start(), hit.end(), piece.open) {
                continue;
            }
            let (count, start, end) = &mut seen[piece.phrase];
            let length = self.lengths[piece.phrase];
            if *count >= length {
                continue;
            }
            if piece.at == *count && (piece.at == 0 || hit.start() >= *end && hit.start() - *end <= GAP) {
                if piece.at == 0 {
                    *start = hit.start();
                }
                *count += 1;
                *end = hit.end();
            } else if piece.at == 0 {
                (*count, *start, *end) = (1, hit.start(), hit.end());
            } else {
                continue;
            }
            if *count == length {
                found.push(Match {
                    phrase: piece.phrase,
                    start: *start,
                    end: *end,
                });
            }
        }
        found
    }
}

/// A Latin letter or digit may not go on with one of its kind; other scripts have no such ends.
fn ends_words(text: &[u8], start: usize, end: usize, open: bool) -> bool {
    let joined = |left: Option<&u8>, right: Option<&u8>| {
        left.is_some_and(u8::is_ascii_alphanumeric) && right.is_some_and(u8::is_ascii_alphanumeric)
    };
    let before = start.checked_sub(1).and_then(|at| text.get(at));
    !joined(before, text.get(start)) && (open || !joined(text.get(end - 1), text.get(end)))
}

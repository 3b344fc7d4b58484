//! Text as the rules see it.

/// Text in lower case with single spaces, which knows from which line each part came.
#[derive(Debug, Default)]
pub struct Normal {
    /// Begins and ends with a space, so that words have an end everywhere.
    pub text: String,
    /// Where each line begins in it.
    starts: Vec<usize>,
}

impl Normal {
    /// Joins lines as a sentence goes on over them. The codes that a reply repeats on each of its lines
    /// (RFC 5321, section 4.2.1) are left out.
    pub fn of<'x>(lines: impl IntoIterator<Item = &'x str>, longest: usize) -> Self {
        let mut normal = Self {
            text: String::from(" "),
            starts: Vec::new(),
        };
        for line in lines {
            normal.starts.push(normal.text.len());
            if normal.text.len() < longest {
                normal.push(line);
            }
        }
        normal
    }

    fn push(&mut self, line: &str) {
        let line = line.trim_start_matches(['>', '<', '|', ' ', '\t']);
        let mut words = line.split_whitespace().peekable();
        while let Some(word) = words.next() {
            if is_continued_code(word) {
                continue;
            }
            if is_reply_code(word) && words.peek().is_some_and(|next| is_status(next)) {
                words.next();
                continue;
            }
            // `550-no` begins a word of text.
            let word = match word.as_bytes() {
                [a, b, c, b'-', rest @ ..]
                    if [a, b, c].iter().all(|b| b.is_ascii_digit()) && !rest.is_empty() =>
                {
                    &word[4..]
                }
                _ => word,
            };
            for c in word.chars() {
                match c {
                    '’' | '‘' | '`' | '´' => self.text.push('\''),
                    c if c.is_control() => {}
                    c if c.is_ascii() => self.text.push(c.to_ascii_lowercase()),
                    c => self.text.extend(c.to_lowercase()),
                }
            }
            self.text.push(' ');
        }
    }

    /// Which line this byte came from.
    pub fn line_at(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|&start| start <= byte)
            .saturating_sub(1)
    }
}

/// `550-5.1.1` or `550-`.
fn is_continued_code(word: &str) -> bool {
    word.split_once('-')
        .is_some_and(|(code, rest)| is_reply_code(code) && (rest.is_empty() || is_status(rest)))
}

fn is_reply_code(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()) && word.starts_with(['2', '4', '5'])
}

fn is_status(word: &str) -> bool {
    word.parse::<model::session::EnhancedCode>().is_ok()
}

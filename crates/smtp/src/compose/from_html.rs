//! The text that stands beside HTML, for programs and people that read no HTML. What it makes of one HTML may never
//! change: see [`super::letter()`].

mod entities;
#[cfg(test)]
mod tests;

use entities::decoded;

/// Elements whose content is not read.
const UNREAD: [&str; 5] = ["script", "style", "head", "title", "template"];
/// Elements with an empty line around them.
const PARAGRAPHS: [&str; 13] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "pre",
];
/// Elements that begin a line.
const LINES: [&str; 13] = [
    "div", "tr", "li", "section", "article", "header", "footer", "main", "address", "dt", "dd", "hr", "form",
];
/// The longest address of a link that is told.
const LONGEST_LINK: usize = 500;

/// Text without tags: entities decoded, paragraphs and lines kept, the address of a link behind its words.
#[must_use]
pub fn text_of(html: &str) -> String {
    let mut text = Text::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.words(&rest[..at]);
        rest = &rest[at..];
        let Some(tag) = Tag::read(rest) else {
            // no tag after all
            text.words("<");
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if !tag.closes && UNREAD.contains(&tag.name.as_str()) {
            rest = behind(rest, &tag.name);
        } else {
            text.tag(&tag);
        }
    }
    text.words(rest);
    text.out
}

/// What comes behind the end of an element that is not read.
fn behind<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let end = from + at;
        let word = rest.as_bytes().get(end + 2..end + 2 + name.len());
        if word.is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes())) {
            let close = rest[end..].find('>').map_or(rest.len(), |at| end + at + 1);
            return &rest[close..];
        }
        from = end + 2;
    }
    ""
}

/// A tag, a comment or a declaration; the latter two have no name.
#[derive(Default)]
struct Tag {
    name: String,
    closes: bool,
    length: usize,
    href: Option<String>,
    alt: Option<String>,
}

impl Tag {
    /// Reads what begins with `<`. One that does not end goes to the end of the text.
    fn read(html: &str) -> Option<Self> {
        if let Some(comment) = html.strip_prefix("<!--") {
            let length = comment.find("-->").map_or(html.len(), |at| at + 7);
            return Some(Self {
                length,
                ..Self::default()
            });
        }
        let inner = &html[1..];
        let (closes, begin) = if inner.starts_with('/') {
            (true, 2)
        } else {
            (false, 1)
        };
        let first = html[begin..].chars().next()?;
        if !(first.is_ascii_alphabetic() || (matches!(first, '!' | '?') && !closes)) {
            return None;
        }
        let name_end = html[begin..]
            .find(|c: char| !c.is_ascii_alphanumeric())
            .map_or(html.len(), |at| begin + at);
        let mut tag = Self {
            name: html[begin..name_end].to_ascii_lowercase(),
            closes,
            ..Self::default()
        };
        let attributes = &html[name_end..];
        let end = attributes_end(attributes);
        tag.length = (name_end + end + 1).min(html.len());
        let attributes = &attributes[..end];
        match tag.name.as_str() {
            "a" if !closes => tag.href = attribute(attributes, "href"),
            "img" => tag.alt = attribute(attributes, "alt"),
            _ => {}
        }
        Some(tag)
    }
}

/// Where the tag's `>` is, which may stand in quotes before; the end of the text where it has none.
fn attributes_end(text: &str) -> usize {
    let mut quote = None;
    for (at, b) in text.bytes().enumerate() {
        match (quote, b) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(open), b) if open == b => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// The value of an attribute in quotes or without.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (found, after) = rest.split_at(end);
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            // an attribute without value, or nothing that could be one
            rest = if end == 0 { "" } else { after };
            continue;
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value
                .split_once(|c: char| c.is_ascii_whitespace())
                .unwrap_or((value, "")),
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(decoded(value).trim().to_owned());
        }
        rest = after.trim_start();
    }
    None
}

/// The text so far.
#[derive(Default)]
struct Text {
    out: String,
    /// How many line breaks come before the next word.
    breaks: usize,
    /// Whether a blank does.
    blank: bool,
    /// The open link: its address, and where its words begin.
    link: Option<(String, usize)>,
}

impl Text {
    fn words(&mut self, html: &str) {
        let text = decoded(html);
        if text.starts_with(is_blank) {
            self.blank = true;
        }
        for word in text.split(is_blank).filter(|word| !word.is_empty()) {
            self.push(word);
            self.blank = true;
        }
        self.blank = text.ends_with(is_blank) || (self.blank && text.is_empty());
    }

    fn push(&mut self, word: &str) {
        if self.out.is_empty() {
            // nothing stands before the first word
        } else if self.breaks > 0 {
            self.out.push_str(&"\n\n"[..self.breaks.min(2)]);
        } else if self.blank {
            self.out.push(' ');
        }
        (self.breaks, self.blank) = (0, false);
        self.out.push_str(word);
    }

    fn tag(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        if PARAGRAPHS.contains(&name) {
            self.breaks = 2;
        } else if LINES.contains(&name) {
            self.breaks = self.breaks.max(1);
        }
        match name {
            "br" => self.breaks += 1,
            "td" | "th" => self.blank = true,
            "li" if !tag.closes => {
                self.push("-");
                self.blank = true;
            }
            "a" if tag.closes => self.end_link(),
            "a" => self.link = tag.href.clone().map(|href| (href, self.out.len())),
            "img" => {
                if let Some(alt) = &tag.alt {
                    let blank = std::mem::replace(&mut self.blank, true);
                    self.words(alt);
                    self.blank |= blank;
                }
            }
            _ => {}
        }
    }

    /// The address behind the words, where it leads out of the letter and the words do not say it.
    fn end_link(&mut self) {
        let Some((href, from)) = self.link.take() else {
            return;
        };
        let words = self.out[from..].trim();
        let lower = href.to_ascii_lowercase();
        let leads_out = ["http://", "https://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| lower.starts_with(scheme));
        let shown = href.strip_prefix("mailto:").unwrap_or(&href);
        if leads_out
            && href.len() <= LONGEST_LINK
            && words != shown
            && words != href
            && !href.contains(|c: char| is_blank(c) || c.is_control() || matches!(c, '<' | '>'))
        {
            let link = format!("<{shown}>");
            self.blank = true;
            self.push(&link);
        }
    }
}

/// What HTML takes for one blank, however much of it there is; a no-break space is told from it by nobody here.
fn is_blank(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{a0}'
}

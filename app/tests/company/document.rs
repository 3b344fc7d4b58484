//! As much of HTML as the tests ask about. The pages are our own: each tag is closed, each value quoted.

/// An opening tag.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(attribute, _)| attribute == name)
            .map(|(_, value)| value.as_str())
    }

    fn has_class(&self, class: &str) -> bool {
        self.get("class")
            .is_some_and(|classes| classes.split_whitespace().any(|one| one == class))
    }
}

/// A page.
pub struct Document {
    pub html: String,
    pub tags: Vec<Tag>,
}

impl Document {
    pub fn read(html: &str) -> Self {
        let mut tags = Vec::new();
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            rest = &rest[at + 1..];
            if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let (tag, after) = tag(rest);
                tags.push(tag);
                rest = after;
            }
        }
        Self {
            html: html.to_owned(),
            tags,
        }
    }

    pub fn tags(&self, name: &str) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(move |tag| tag.name == name)
    }

    pub fn with_class(&self, class: &str) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(move |tag| tag.has_class(class))
    }

    /// What is filled in by a person.
    pub fn fields(&self) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(|tag| match tag.name.as_str() {
            "input" => tag.get("type") != Some("hidden"),
            "select" | "textarea" => true,
            _ => false,
        })
    }

    /// The words on buttons, tags left out.
    pub fn buttons(&self) -> impl Iterator<Item = String> {
        self.html.split("<button").skip(1).filter_map(|rest| {
            let (inside, _) = rest.split_once('>')?.1.split_once("</button>")?;
            let words = inside
                .split('<')
                .map(|part| part.rsplit('>').next().unwrap_or_default());
            Some(words.collect())
        })
    }

    /// The headings' levels, in their order.
    pub fn headings(&self) -> Vec<usize> {
        self.tags
            .iter()
            .filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok())
            .collect()
    }

    pub fn has_errors(&self) -> bool {
        self.tags.iter().any(|tag| tag.get("id") == Some("error-summary"))
    }

    pub fn title(&self) -> &str {
        let (_, rest) = self.html.split_once("<title>").unwrap();
        rest.split_once("</title>").unwrap().0
    }
}

/// The tag that the text begins with, and what follows it.
fn tag(text: &str) -> (Tag, &str) {
    let end = text
        .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            rest = after;
            break;
        }
        if rest.is_empty() {
            break;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=' || c == '>')
            .unwrap_or(rest.len());
        // Something that no page of ours has, an attribute without a name: passed over, to be found by its tag.
        if end == 0 {
            rest = &rest[1..];
            continue;
        }
        let (attribute, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(after) => after.split_once('"').expect("a value has an end"),
            None => ("", after),
        };
        attributes.push((attribute.to_ascii_lowercase(), value.to_owned()));
        rest = after;
    }
    let name = name.to_ascii_lowercase();
    (Tag { name, attributes }, rest)
}

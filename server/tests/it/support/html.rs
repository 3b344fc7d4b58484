//! What a page says, without its tags.

/// The words of a page or of a part of it, one line a block.
pub fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(begin) = rest.find('<') {
        out.push_str(&decoded(&rest[..begin]));
        rest = &rest[begin..];
        // Comments are the renderer's own marks between pieces of text.
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else {
            rest.find('>').map(|at| at + 1)
        };
        let tag = &rest[..end.unwrap_or(rest.len())];
        rest = &rest[tag.len()..];
        let name = tag
            .trim_start_matches(['<', '/'])
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        if ["script", "style", "title"].contains(&name) && !tag.starts_with("</") {
            let end = format!("</{name}>");
            rest = rest.find(&end).map_or("", |at| &rest[at + end.len()..]);
        }
        match (name, tag.starts_with("</")) {
            ("li", false) => out.push_str("\n- "),
            ("h1", false) => out.push_str("\n# "),
            ("h2", false) => out.push_str("\n## "),
            (
                "p" | "div" | "li" | "h1" | "h2" | "ol" | "ul" | "form" | "label" | "details" | "summary"
                | "pre" | "fieldset",
                _,
            ) => {
                out.push('\n');
            }
            _ => {}
        }
    }
    out.push_str(&decoded(rest));
    let lines: Vec<&str> = out
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && *line != "-")
        .collect();
    lines.join("\n")
}

/// Text with its character references resolved.
pub fn decoded(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The part of a page from `begin` up to `end`; empty where there is none.
pub fn part<'a>(html: &'a str, begin: &str, end: &str) -> &'a str {
    let Some(at) = html.find(begin) else { return "" };
    let rest = &html[at..];
    rest[begin.len()..]
        .find(end)
        .map_or(rest, |to| &rest[..begin.len() + to])
}

/// The main part of a page, without bar and foot.
pub fn main_of(html: &str) -> &str {
    part(html, "<main", "</main>")
}

/// What stands in a text field.
pub fn value(html: &str, name: &str) -> Option<String> {
    let input = html.split("<input").skip(1).find(|input| {
        let input = part(input, "", ">");
        input.contains(&format!("name=\"{name}\""))
            && (!input.contains("type=\"radio\"") || input.contains("checked"))
    })?;
    let input = part(input, "", ">");
    let value = input.split(" value=\"").nth(1)?;
    Some(decoded(value.split('"').next()?))
}

/// The head, the meaning and the steps of a test's page.
pub fn verdict(html: &str) -> String {
    let head = part(html, "<h1", "</h1>");
    let lead = part(html, "<p class=\"lead\"", "</p>");
    let why = part(html, "<div class=\"why", "<div class=\"actions\"");
    text(&format!("{head}{lead}{why}"))
}

/// The stage at which a test stopped, and the stages before it.
pub fn stages(html: &str) -> Vec<(String, String)> {
    part(html, "<ol class=\"line\"", "</ol>")
        .split("<li class=\"")
        .skip(1)
        .map(|item| {
            let class = item.split('"').next().unwrap_or_default();
            (class.to_owned(), text(part(item, "<b>", "</b>")))
        })
        .collect()
}

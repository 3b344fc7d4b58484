//! Our own texts' Markdown as HTML. Raw HTML in it is shown as text, so that a mistake in a guide stays a mistake.

use pulldown_cmark::{Event, Options, Parser, html};

/// Paragraphs, lists, tables.
#[must_use]
pub fn block(text: &str) -> String {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        other => other,
    });
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, events);
    out
}

/// Bold and links within one sentence.
#[must_use]
pub fn inline(text: &str) -> String {
    let html = block(text);
    let html = html.trim();
    html.strip_prefix("<p>")
        .and_then(|rest| rest.strip_suffix("</p>"))
        .unwrap_or(html)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{block, inline};

    #[test]
    fn bold_and_links_are_kept_and_html_is_text() {
        assert_eq!(inline("Vajutage **Loo**."), "Vajutage <strong>Loo</strong>.");
        assert_eq!(
            inline("[abi](https://example.org)"),
            "<a href=\"https://example.org\">abi</a>"
        );
        assert!(!inline("<script>alert(1)</script>").contains("<script"));
        assert!(block("<img src=x onerror=y>").contains("&lt;img"));
        assert!(block("|a|b|\n|-|-|\n|1|2|").contains("<td>1</td>"));
    }
}

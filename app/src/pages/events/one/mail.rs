//! The mail itself: what a reply says, the headers that came back, and all of it as text. Nothing of it is ever HTML of
//! ours.

use super::{EventPage, event_path};
use leptos::prelude::*;
use texts::Texts;

/// A text, and whether it was cut.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shortened {
    /// The text, without what is not seen.
    pub text: String,
    /// There is more.
    pub cut: bool,
}

/// The mail, as far as it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailView {
    /// It was deleted after its time.
    Gone,
    /// It speaks of others' letters too: an admin sees it.
    OthersToo,
    /// It is there.
    There {
        /// What a reply says.
        reply: Option<Shortened>,
        /// The headers of the letter that came back.
        returned: Vec<(String, String)>,
        /// There are more of them.
        returned_cut: bool,
        /// All of it.
        whole: Shortened,
    },
}

/// What a reply says.
pub(super) fn reply(page: &EventPage, texts: &Texts) -> Option<AnyView> {
    let MailView::There {
        reply: Some(reply), ..
    } = &page.mail
    else {
        return None;
    };
    Some(
        view! {
            <h2>{texts.get("events-reply")}</h2>
            <div class="box said">{reply.text.clone()}</div>
            {cut(reply.cut, texts)}
        }
        .into_any(),
    )
}

/// The rest of the mail.
pub(super) fn view(page: &EventPage, texts: &Texts) -> AnyView {
    let (returned, returned_cut, whole) = match &page.mail {
        MailView::Gone => return left_out("events-mail-gone", texts),
        MailView::OthersToo => return left_out("events-mail-others", texts),
        MailView::There {
            returned,
            returned_cut,
            whole,
            ..
        } => (returned, *returned_cut, whole),
    };
    let download = format!("/{}{}/mail.eml", texts.language(), event_path(&page.id));
    view! {
        {headers(returned, returned_cut, texts)}
        <h2>{texts.get("events-mail")}</h2>
        <p class="hint">{texts.get("events-mail-about")}</p>
        <details class="source">
            <summary>{texts.get("events-mail-open")}</summary>
            <pre tabindex="0">{whole.text.clone()}</pre>
            {cut(whole.cut, texts)}
        </details>
        <form method="post" action=download class="actions">
            <button>{texts.get("events-mail-download")}</button>
            <small>{page.size.clone()}</small>
        </form>
    }
    .into_any()
}

fn left_out(key: &str, texts: &Texts) -> AnyView {
    view! { <h2>{texts.get("events-mail")}</h2><p class="empty">{texts.get(key)}</p> }.into_any()
}

fn cut(cut: bool, texts: &Texts) -> Option<AnyView> {
    cut.then(|| view! { <p class="hint">{texts.get("events-mail-cut")}</p> }.into_any())
}

fn headers(headers: &[(String, String)], cut: bool, texts: &Texts) -> Option<AnyView> {
    if headers.is_empty() {
        return None;
    }
    let rows = headers
        .iter()
        .map(|(name, value)| {
            view! { <tr><th scope="row">{name.clone()}</th><td>{value.clone()}</td></tr> }
        })
        .collect_view();
    let number = headers.len().to_string();
    let cut = cut.then(|| {
        view! { <p class="hint">{texts.with("events-returned-cut", &[("n", &number)])}</p> }
    });
    Some(
        view! {
            <h2>{texts.get("events-returned")}</h2>
            <p class="hint">{texts.get("events-returned-about")}</p>
            <details class="source">
                <summary>{texts.get("events-returned-open")}</summary>
                <table class="headers">
                    <thead>
                        <tr>
                            <th scope="col">{texts.get("events-header")}</th>
                            <th scope="col">{texts.get("events-value")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {cut}
            </details>
        }
        .into_any(),
    )
}

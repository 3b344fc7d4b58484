//! What can be done with a message.

use super::MessagePage;
use crate::{
    components::entry::{Entry, Typing},
    pages::letters::{Group, at, hidden},
};
use leptos::prelude::*;
use texts::Texts;

/// The causes that say that the recipient's address is not there.
const WRONG_ADDRESS: [&str; 4] = [
    "recipient-refused",
    "returned-no-such-address",
    "returned-no-such-domain",
    "returned-inactive",
];

pub(super) fn view(page: &MessagePage, texts: &Texts) -> Option<AnyView> {
    let acts = page.acts;
    // Where the address is wrong the same letter would only come back again.
    let wrong_address = acts.mend
        && page
            .why
            .as_ref()
            .is_some_and(|why| WRONG_ADDRESS.contains(&why.key.as_str()));
    let buttons = [
        (acts.settle, "sent", "one-act-arrived", false),
        (
            acts.resend,
            "resend",
            "one-act-resend",
            !acts.settle && !wrong_address,
        ),
        (acts.settle, "failed", "one-act-not-arrived", false),
        (acts.cancel, "cancel", "one-act-cancel", false),
    ];
    if !acts.mend && buttons.iter().all(|(there, ..)| !there) {
        return None;
    }
    let path = format!("/{}{}", texts.language(), super::super::message_path(&page.id));
    let version = || hidden(vec![("version", page.version.to_string())]);
    let plain = buttons.iter().any(|(there, ..)| *there).then(|| {
        let buttons = buttons
            .into_iter()
            .filter(|(there, ..)| *there)
            .map(|(_, action, key, first)| {
                let class = first.then_some("primary");
                view! { <button class=class name="action" value=action>{texts.get(key)}</button> }
            })
            .collect_view();
        let hint = match page.state {
            Group::InDoubt => Some("one-act-doubt-hint"),
            Group::Failed | Group::Bounced | Group::Canceled if acts.resend => Some("one-act-resend-hint"),
            _ => None,
        };
        view! {
            <form method="post" action=path.clone()>
                {version()}
                <div class="actions">{buttons}</div>
                {hint.map(|key| view! { <p class="hint">{texts.get(key)}</p> })}
            </form>
        }
    });
    let mend = acts.mend.then(|| mend(page, wrong_address, path.clone(), texts));
    Some(if wrong_address {
        view! { {mend} {plain} }.into_any()
    } else {
        view! { {plain} {mend} }.into_any()
    })
}

/// A form for the right address; folded unless it is `wanted`, or something is wrong with what was typed.
fn mend(page: &MessagePage, wanted: bool, path: String, texts: &Texts) -> AnyView {
    let mistake = at(&page.mistakes, "address", texts);
    let open = wanted || mistake.is_some();
    let field = Entry::new("address", texts.get("one-mend-address"), Typing::Code)
        .hint(texts.get("one-mend-hint"))
        .value(&page.address)
        .mistake(mistake)
        .view();
    view! {
        <details class="add" open=open>
            <summary>{texts.get("one-mend")}</summary>
            <form method="post" action=path>
                {hidden(vec![("version", page.version.to_string())])} {field}
                <div class="actions">
                    <button class="primary" name="action" value="mend">{texts.get("one-mend-button")}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}

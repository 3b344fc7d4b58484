//! What the recipient sees, and what the server sees.

use leptos::prelude::*;
use model::settings::{MassMailing, NotReady, Outgoing};
use texts::Texts;

/// What is saved, as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The letter's head and envelope, or why nothing goes out.
    pub outgoing: Result<Outgoing, NotReady>,
    /// Whether the server is the operator's: its name is nobody's to look at.
    pub by_portal: bool,
    /// The sender user's name, where settings of his count.
    pub sender_user: Option<String>,
    /// Whether mass mailing is open.
    pub mass_mailing: MassMailing,
}

impl Preview {
    /// The box beside the form.
    pub(super) fn view(&self, texts: &Texts) -> AnyView {
        let words = self.head(texts);
        let mass_mailing = texts.get(&format!("mass-mailing-{}", self.mass_mailing.key()));
        view! {
            <section class="box preview" aria-labelledby="preview-title">
                <h2 id="preview-title">{texts.get("preview-title")}</h2>
                {words}
                <p class="hint">{mass_mailing}</p>
            </section>
        }
        .into_any()
    }

    /// The letter's head and envelope, or why nothing goes out.
    pub(in crate::pages) fn head(&self, texts: &Texts) -> AnyView {
        match &self.outgoing {
            Ok(outgoing) => self.letter(outgoing, texts),
            Err(why) => {
                view! { <p class="hint">{texts.get(&format!("preview-{}", why.key()))}</p> }.into_any()
            }
        }
    }

    fn letter(&self, outgoing: &Outgoing, texts: &Texts) -> AnyView {
        let row = |key: &str, value: String| {
            view! {
                <dt>{texts.get(key)}</dt>
                <dd>{value}</dd>
            }
        };
        let list = |key: &'static str, copies: &[model::Mailbox]| {
            let words: Vec<String> = copies.iter().map(ToString::to_string).collect();
            (!words.is_empty()).then(|| row(key, words.join(", ")))
        };
        let from = format!("{} <{}>", outgoing.from_name.as_str(), outgoing.from);
        let reply_to = outgoing.reply_to.as_ref().unwrap_or(&outgoing.from).to_string();
        let destination = &outgoing.destination;
        let server = if self.by_portal {
            texts.get("preview-portals-server")
        } else {
            format!("{}:{}", destination.host, destination.port)
        };
        let login = (!self.by_portal).then(|| {
            let name = destination.user_name.clone();
            row("preview-login", name.unwrap_or_else(|| texts.get("no-sign-in")))
        });
        let sender_user = self
            .sender_user
            .clone()
            .map(|name| row("preview-sender-user", name));
        view! {
            <dl class="kv">
                {row("preview-from", from)} {row("preview-reply-to", reply_to)}
                {list("preview-copy", &outgoing.copy)} {list("preview-blind-copy", &outgoing.blind_copy)}
                {sender_user}
            </dl>
            <details>
                <summary>{texts.get("preview-envelope")}</summary>
                <dl class="kv">
                    {row("preview-envelope-sender", outgoing.envelope_sender.to_string())}
                    {row("preview-server", server)} {login}
                </dl>
            </details>
        }
        .into_any()
    }
}

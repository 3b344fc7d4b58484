//! That letters did not reach an address, said before the next one goes there. It is a warning alone: nobody is kept from
//! sending.
//!
//! **Form**: `POST /events/forget` with `address` and `back` (the page that it stands on, without the language): the address
//! is right again. On a letter that is being written it is a button of that form instead, `action=forget:<address>`, so that
//! nothing typed is lost.

use crate::{
    components::{badge::Mood, notice::Notice},
    pages::letters::{Cause, hidden},
};
use leptos::prelude::*;
use texts::Texts;

/// An address that letters did not reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The address.
    pub address: String,
    /// How often they did not.
    pub times: u64,
    /// When that was last, in words.
    pub last: String,
    /// Why.
    pub cause: Cause,
    /// What came back from there; or, where it was refused at once, the letters to it.
    pub url: String,
    /// Whether it was refused at once, and nothing came back.
    pub refused: bool,
}

/// What is known of the addresses that the next letters go to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BadAddresses {
    /// The first of them.
    pub rows: Vec<BadRow>,
    /// How many there are; of a batch: how many letters go to one of them.
    pub number: u64,
    /// How many addresses there are beside those listed.
    pub more: u64,
    /// How many letters were looked through, where that is not all of them.
    pub looked: Option<u64>,
}

/// An address was said to be right again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgotten {
    /// It was noted.
    Now,
    /// There was no warning about it any more.
    Before,
}

impl Forgotten {
    /// That it happened.
    #[must_use]
    pub fn notice(self, texts: &Texts) -> Notice {
        let (mood, key) = match self {
            Self::Now => (Mood::Good, "bad-said-forgotten"),
            Self::Before => (Mood::Plain, "bad-said-known"),
        };
        Notice {
            mood,
            words: texts.get(key),
        }
    }
}

/// Where the button stands.
#[derive(Debug, Clone, Copy)]
enum Button<'a> {
    /// In a form of its own, on this page.
    Own(&'a str),
    /// In the form around it.
    Around,
}

impl BadAddresses {
    /// On a page that has no form around it: a preview.
    pub(in crate::pages) fn on_page(&self, back: &str, texts: &Texts) -> Option<AnyView> {
        let title = texts.count("bad-title", "n", self.number);
        self.view(title, Button::Own(back), texts)
    }

    /// Within the form of a letter that is being written.
    pub(in crate::pages) fn in_form(&self, texts: &Texts) -> Option<AnyView> {
        let title = texts.count("bad-title", "n", self.number);
        self.view(title, Button::Around, texts)
    }

    /// On a batch's page: so many of all its letters.
    pub(in crate::pages) fn of_batch(&self, all: u64, back: &str, texts: &Texts) -> Option<AnyView> {
        let words = [("all", all.to_string())];
        let words = words.each_ref().map(|(name, value)| (*name, value.as_str()));
        let title = texts.count_with("bad-title-of", "n", self.number, &words);
        self.view(title, Button::Own(back), texts)
    }

    /// At an event: what it is about stands there already.
    pub(super) fn at_event(&self, back: &str, texts: &Texts) -> Option<AnyView> {
        let row = self.rows.first()?;
        Some(
            view! {
                <div class="bad-address">
                    <p>{texts.get("bad-noted")} " " {times(row, texts)}</p>
                    {button(row, Button::Own(back), texts)}
                </div>
            }
            .into_any(),
        )
    }

    fn view(&self, title: String, place: Button<'_>, texts: &Texts) -> Option<AnyView> {
        if self.rows.is_empty() {
            return None;
        }
        let rows = self.rows.iter().map(|row| line(row, place, texts)).collect_view();
        let more = (self.more > 0).then(|| view! { <p>{texts.count("bad-more", "n", self.more)}</p> });
        let looked = self
            .looked
            .map(|n| view! { <p class="hint">{texts.count("bad-looked", "n", n)}</p> });
        Some(
            view! {
                <section class="bad-addresses" aria-labelledby="bad-addresses">
                    <h2 id="bad-addresses">{title}</h2>
                    <p>{texts.get("bad-about")}</p>
                    <ul>{rows}</ul>
                    {more}
                    {looked}
                </section>
            }
            .into_any(),
        )
    }
}

fn times(row: &BadRow, texts: &Texts) -> String {
    texts.count_with("bad-times", "n", row.times, &[("when", &row.last)])
}

fn line(row: &BadRow, place: Button<'_>, texts: &Texts) -> AnyView {
    let about = format!(": {}", row.address);
    let seen = texts.get(if row.refused {
        "batch-see-letters"
    } else {
        "bad-events"
    });
    view! {
        <li>
            <div>
                <b class="any">{row.address.clone()}</b>
                <p>{row.cause.sentence(texts)} " " {times(row, texts)}</p>
                <a href=row.url.clone()>{seen}<span class="away">{about}</span></a>
            </div>
            {button(row, place, texts)}
        </li>
    }
    .into_any()
}

fn button(row: &BadRow, place: Button<'_>, texts: &Texts) -> AnyView {
    let about = format!(": {}", row.address);
    let words = view! { {texts.get("bad-forget")}<span class="away">{about}</span> };
    match place {
        Button::Around => {
            let value = format!("forget:{}", row.address);
            view! { <button class="small" name="action" value=value>{words}</button> }.into_any()
        }
        Button::Own(back) => {
            let action = format!("/{}/events/forget", texts.language());
            let fields = vec![("address", row.address.clone()), ("back", back.to_owned())];
            view! {
                <form method="post" action=action>
                    {hidden(fields)} <button class="small">{words}</button>
                </form>
            }
            .into_any()
        }
    }
}

//! The last days as bars, drawn here: an SVG without script and without inline style, and a table behind it.

use super::Day;
use crate::{
    components::table::{Table, cell},
    pages::letters::{Counts, Group},
};
use leptos::prelude::*;
use texts::Texts;

/// The picture's height, in its own units; a bar with its gap is 10 wide.
const HEIGHT: u64 = 100;

/// A layer of a bar, from below.
#[derive(Clone, Copy)]
struct Layer {
    class: &'static str,
    key: &'static str,
    of: fn(&Counts) -> u64,
}

const LAYERS: [Layer; 5] = [
    Layer {
        class: "sent",
        key: "letters-state-sent",
        of: |counts| counts.get(Group::Sent),
    },
    Layer {
        class: "open",
        key: "days-open",
        of: Counts::open,
    },
    Layer {
        class: "doubt",
        key: "letters-state-in-doubt",
        of: |counts| counts.get(Group::InDoubt),
    },
    Layer {
        class: "bounced",
        key: "letters-state-bounced",
        of: |counts| counts.get(Group::Bounced),
    },
    Layer {
        class: "failed",
        key: "letters-state-failed",
        of: |counts| counts.get(Group::Failed),
    },
];

/// What stands in a bar: those that somebody canceled do not.
fn shown(counts: &Counts) -> u64 {
    LAYERS.iter().map(|layer| (layer.of)(counts)).sum()
}

pub(super) fn view(days: &[Day], texts: &Texts) -> AnyView {
    let most = days.iter().map(|day| shown(&day.counts)).max().unwrap_or(0);
    let (Some(first), Some(last), true) = (days.first(), days.last(), most > 0) else {
        return view! {
            <h2>{texts.get("days-title")}</h2>
            <p class="empty">{texts.get("days-empty")}</p>
        }
        .into_any();
    };
    let bars = days
        .iter()
        .enumerate()
        .map(|(at, day)| bar(at as u64, day, most))
        .collect_view();
    let legend = LAYERS
        .map(|layer| {
            let number: u64 = days.iter().map(|day| (layer.of)(&day.counts)).sum();
            (number > 0).then(|| {
                view! {
                    <li>
                        <svg viewBox="0 0 10 10" aria-hidden="true">
                            <rect class=layer.class width="10" height="10" rx="2" />
                        </svg>
                        {texts.get(layer.key)}
                    </li>
                }
            })
        })
        .collect_view();
    let sum: u64 = days.iter().map(|day| shown(&day.counts)).sum();
    let about = texts.with(
        "days-about",
        &[
            ("from", &first.words),
            ("until", &last.words),
            ("n", &sum.to_string()),
            ("most", &most.to_string()),
        ],
    );
    let box_of = format!("0 0 {} {HEIGHT}", days.len() * 10 - 2);
    view! {
        <h2>{texts.get("days-title")}</h2>
        <figure class="days">
            <figcaption>
                <ul>{legend}</ul>
                <span>{texts.count("days-most", "n", most)}</span>
            </figcaption>
            <svg class="bars" viewBox=box_of preserveAspectRatio="none" role="img" aria-label=about>
                {bars}
            </svg>
            <p class="ends" aria-hidden="true">
                <span>{first.words.clone()}</span>
                <span>{last.words.clone()}</span>
            </p>
            <details>
                <summary>{texts.get("days-table")}</summary>
                {table(days, texts)}
            </details>
        </figure>
    }
    .into_any()
}

/// One day: its layers on each other. A layer that is there at all is high enough to be seen.
fn bar(at: u64, day: &Day, most: u64) -> AnyView {
    let mut top = HEIGHT;
    let layers = LAYERS
        .map(|layer| {
            let number = (layer.of)(&day.counts);
            let height = match number {
                0 => 0,
                number => (number * HEIGHT / most).max(2).min(top),
            };
            top -= height;
            (number > 0).then(|| {
                view! {
                    <rect
                        class=layer.class
                        x=(at * 10).to_string()
                        y=top.to_string()
                        width="8"
                        height=height.to_string()
                    />
                }
            })
        })
        .collect_view();
    let floor = (shown(&day.counts) == 0).then(|| {
        view! { <rect class="none" x=(at * 10).to_string() y=(HEIGHT - 1).to_string() width="8" height="1" /> }
    });
    view! { {layers} {floor} }.into_any()
}

/// The same in numbers, the latest day first.
fn table(days: &[Day], texts: &Texts) -> AnyView {
    let columns = std::iter::once(texts.get("days-day"))
        .chain(LAYERS.iter().map(|layer| texts.get(layer.key)))
        .collect();
    let rows = days
        .iter()
        .rev()
        .map(|day| {
            let words = day.words.clone();
            let name = if day.counts.all() > 0 {
                view! { <a href=day.url.clone()>{words}</a> }.into_any()
            } else {
                cell(words)
            };
            std::iter::once(name)
                .chain(
                    LAYERS
                        .iter()
                        .map(|layer| cell((layer.of)(&day.counts).to_string())),
                )
                .collect()
        })
        .collect();
    Table {
        label: texts.get("days-title"),
        columns,
        rows,
    }
    .view()
}

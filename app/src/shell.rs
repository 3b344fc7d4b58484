//! What stands around every page: head, bar, main, foot.

use crate::{assets::Assets, render};
use leptos::prelude::*;
use model::{Language, Role};
use texts::Texts;

/// Which part of the product a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// All letters and what became of each.
    Letters,
    /// What came back about them.
    Events,
    /// How the sending goes: days, accounts.
    Overview,
    /// Mass mailings.
    Batches,
    /// Letters that are not finished.
    Drafts,
    /// A new letter.
    Compose,
    /// The settings and tests.
    Settings,
    /// What is the whole company's; for its admins.
    Company,
    /// The help.
    Help,
    /// The demo's caught letters.
    Demo,
    /// None of them.
    Elsewhere,
}

impl Place {
    /// What is about letters, in the order of the row that stands on each of these pages: address and name.
    const SENDING: [(Self, &str, &str); 6] = [
        (Self::Letters, "/letters", "nav-letters"),
        (Self::Events, "/events", "nav-events"),
        (Self::Overview, "/overview", "nav-overview"),
        (Self::Batches, "/batches", "nav-batches"),
        (Self::Drafts, "/drafts", "nav-drafts"),
        (Self::Compose, "/compose", "nav-compose"),
    ];

    fn is_sending(self) -> bool {
        Self::SENDING.iter().any(|(place, ..)| *place == self)
    }
}

/// What the shell shows of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// His name.
    pub name: String,
    /// His company's.
    pub company: String,
    /// What he may do: admins see the company's pages.
    pub role: Role,
}

/// How the page is shown as the portal's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Portal {
    /// What people know it as.
    pub name: String,
    /// Where they go back to.
    pub url: Option<String>,
    /// The address of its logo.
    pub logo: Option<String>,
    /// The address of the style sheet with its colours.
    pub theme: Option<String>,
}

/// A page that stands inside another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The origin of the page around it, which is told how high this one is; none where it is not known.
    pub around: Option<String>,
}

/// Everything about a page but its content.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The language.
    pub language: Language,
    /// The window's title, without the product's name.
    pub title: String,
    /// Whether the page tells of mistakes: said first in the title.
    pub has_errors: bool,
    /// Where in the product it is.
    pub place: Place,
    /// Who is signed in.
    pub person: Option<Person>,
    /// The same page in another language: its path without the language, `/settings`.
    pub path: String,
    /// Whether islands are on the page.
    pub islands: bool,
    /// Where the page goes by itself at once where no script runs: to a page that waits for the result.
    pub without_script: Option<String>,
    /// Whether this is a demo.
    pub demo: bool,
    /// Whose it looks like.
    pub portal: Option<Portal>,
    /// Whether it stands inside another page: then without what that page shows already.
    pub frame: Option<Frame>,
    /// Script and style.
    pub assets: Assets,
}

impl Shell {
    /// The window's title.
    #[must_use]
    pub fn window_title(&self) -> String {
        let texts = texts::texts(self.language);
        let title = if self.has_errors {
            texts.with("error-prefix", &[("title", &self.title)])
        } else {
            self.title.clone()
        };
        format!("{title} · {}", texts.get("product"))
    }

    /// The whole document.
    pub fn document<V: IntoView + 'static>(self, content: impl FnOnce() -> V + 'static) -> String {
        let mut html = String::from("<!doctype html>");
        html.push_str(&render::html(move || document(self, content)));
        html
    }
}

fn document<V: IntoView + 'static>(shell: Shell, content: impl FnOnce() -> V) -> impl IntoView {
    let texts = texts::texts(shell.language);
    let title = shell.window_title();
    let style = shell.assets.style.clone().map(|file| {
        view! { <link rel="stylesheet" href=file.url integrity=file.integrity crossorigin="anonymous" /> }
    });
    let islands = shell.assets.islands.clone().filter(|_| shell.islands).map(|files| {
        view! {
            <link rel="preload" href=files.wasm.url r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
            <link rel="modulepreload" href=files.glue.url integrity=files.glue.integrity crossorigin="anonymous" />
            <script type="module" src=files.start.url integrity=files.start.integrity crossorigin="anonymous"></script>
        }
    });
    let theme = shell
        .portal
        .as_ref()
        .and_then(|portal| portal.theme.clone())
        .map(|url| view! { <link rel="stylesheet" href=url /> });
    let embedding = shell
        .frame
        .as_ref()
        .and_then(|frame| embedding(frame, &shell.assets));
    view! {
        <html lang=shell.language.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>{title}</title>
                <link rel="icon" href="data:," />
                {style}
                {theme}
                {islands}
                {embedding}
                {shell
                    .without_script
                    .clone()
                    .map(|url| {
                        view! {
                            <noscript>
                                <meta http-equiv="refresh" content=format!("0; url={url}") />
                            </noscript>
                        }
                    })}
            </head>
            <body>
                <a class="skip-link" href="#content">
                    {texts.get("skip-to-content")}
                </a>
                {header(&shell, texts)}
                <main id="content" tabindex="-1">
                    {sending_row(&shell, texts)} {content()}
                </main>
                {shell
                    .frame
                    .is_none()
                    .then(|| {
                        view! {
                            <footer>
                                <p>{texts.get("product")} " · " {texts.get("footer-note")}</p>
                            </footer>
                        }
                    })}
            </body>
        </html>
    }
}

/// What tells the page around this one how high it is.
fn embedding(frame: &Frame, assets: &Assets) -> Option<AnyView> {
    let around = frame.around.clone()?;
    let file = assets.embed.clone()?;
    Some(
        view! {
            <meta name="saatja-embedded-in" content=around />
            <script type="module" src=file.url integrity=file.integrity crossorigin="anonymous"></script>
        }
        .into_any(),
    )
}

/// The bar; inside another page only the ways to our own pages, and for a stranger nothing.
fn header(shell: &Shell, texts: &'static Texts) -> Option<AnyView> {
    if shell.frame.is_some() {
        return shell.person.is_some().then(|| {
            view! {
                <header>
                    <div class="bar inside">{ways(shell, texts)}</div>
                </header>
            }
            .into_any()
        });
    }
    Some(
        view! {
            <header>
                {bar(shell, texts)} {shell.demo.then(|| demo_banner(shell.language, texts))}
            </header>
        }
        .into_any(),
    )
}

fn demo_banner(language: Language, texts: &Texts) -> AnyView {
    view! {
        <p class="demo">
            {texts.get("demo-banner")} " "
            <a href=format!("/{language}/demo/letters")>{texts.get("demo-banner-link")}</a>
        </p>
    }
    .into_any()
}

fn ways(shell: &Shell, texts: &'static Texts) -> AnyView {
    let language = shell.language;
    let link = |place: Place, path: &str, key: &str| {
        let current = (shell.place == place).then_some("page");
        view! { <a href=format!("/{language}{path}") aria-current=current>{texts.get(key)}</a> }
    };
    // One entry for all that is about letters: the others stand in a row on those pages, so that a phone's bar stays short.
    let letters = || {
        let current = shell.place.is_sending().then_some("true");
        view! { <a href=format!("/{language}/letters") aria-current=current>{texts.get("nav-letters")}</a> }
    };
    let admin = shell
        .person
        .as_ref()
        .is_some_and(|person| person.role == Role::Admin);
    view! {
        <nav aria-label=texts.get("nav-label")>
            {shell.person.is_some().then(letters)}
            {shell.person.is_some().then(|| link(Place::Settings, "/settings", "nav-settings"))}
            {admin.then(|| link(Place::Company, "/company", "nav-company"))}
            {link(Place::Help, "/help", "nav-help")}
            {shell.demo.then(|| link(Place::Demo, "/demo/letters", "nav-demo"))}
        </nav>
    }
    .into_any()
}

/// The pages about letters in a row, on each of them. A page below one of them marks that one.
fn sending_row(shell: &Shell, texts: &Texts) -> Option<AnyView> {
    if shell.person.is_none() || !shell.place.is_sending() {
        return None;
    }
    let language = shell.language;
    let links = Place::SENDING
        .into_iter()
        .map(|(place, path, key)| {
            let itself = if shell.path == path { "page" } else { "true" };
            let current = (place == shell.place).then_some(itself);
            view! { <li><a href=format!("/{language}{path}") aria-current=current>{texts.get(key)}</a></li> }
        })
        .collect_view();
    Some(
        view! {
            <nav class="parts" aria-label=texts.get("nav-sending-label")>
                <ul>{links}</ul>
            </nav>
        }
        .into_any(),
    )
}

/// The portal's logo and name, with the way back to it.
fn brand(portal: &Portal) -> AnyView {
    let logo = portal
        .logo
        .clone()
        .map(|url| view! { <img src=url alt="" height="28" /> });
    let name = portal.name.clone();
    match portal.url.clone() {
        Some(url) => view! { <a class="brand" href=url>{logo} {name}</a> }.into_any(),
        None => view! { <span class="brand">{logo} {name}</span> }.into_any(),
    }
}

fn bar(shell: &Shell, texts: &'static Texts) -> AnyView {
    let language = shell.language;
    let brand = shell.portal.as_ref().map(brand);
    // A stranger at a portal's page sees the portal's name alone.
    let name = match &shell.person {
        Some(person) => Some(person.company.clone()),
        None => brand.is_none().then(|| texts.get("product")),
    };
    let others = Language::ALL
        .into_iter()
        .filter(|other| *other != language)
        .map(|other| {
            view! {
                <a href=format!("/{other}{}", shell.path) lang=other.tag() hreflang=other.tag()>
                    {other.own_name()}
                </a>
            }
        })
        .collect_view();
    let person = shell.person.as_ref().map(|person| {
        view! {
            <span>{texts.with("signed-in-as", &[("name", &person.name)])}</span>
            <form method="post" action=format!("/{language}/sign-out")>
                <button class="link">{texts.get("sign-out")}</button>
            </form>
        }
    });
    view! {
        <div class="bar">
            {brand} {name.map(|name| view! { <b>{name}</b> })}
            {ways(shell, texts)}
            <div class="who">{person} {others}</div>
        </div>
    }
    .into_any()
}

//! What stands around the content of a page of letters: what is wrong or just happened, heading, lead.

use super::Mistake;
use crate::{
    components::notice::{Notice, notice},
    shell::{Place, Shell},
};
use leptos::prelude::*;
use texts::Texts;

/// The pages of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All letters.
    Log,
    /// How things stand, with the last days as a picture.
    Overview,
    /// Letters of which nobody knows whether they arrived.
    Doubt,
    /// What came back about them.
    Events,
}

impl Part {
    /// The page's address without the language.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Log => "/letters",
            Self::Overview => "/overview",
            Self::Doubt => "/letters/in-doubt",
            Self::Events => "/events",
        }
    }

    const fn place(self) -> Place {
        match self {
            Self::Log | Self::Doubt => Place::Letters,
            Self::Overview => Place::Overview,
            Self::Events => Place::Events,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Overview => "overview",
            Self::Doubt => "doubt",
            Self::Events => "events",
        }
    }
}

/// What stands around a page's own content.
pub(in crate::pages) struct Frame {
    part: Part,
    title: String,
    badge: Option<AnyView>,
    lead: Option<String>,
    notice: Option<Notice>,
    mistakes: Vec<Mistake>,
}

impl Frame {
    /// The frame of a part's own page, with its title and lead.
    pub(in crate::pages) fn of(part: Part, texts: &Texts) -> Self {
        let key = part.key();
        Self {
            part,
            title: texts.get(&format!("letters-{key}-title")),
            badge: None,
            lead: Some(texts.get(&format!("letters-{key}-lead"))),
            notice: None,
            mistakes: Vec::new(),
        }
    }

    /// The frame of a page below a part's own; an empty lead is none.
    pub(in crate::pages) fn below(part: Part, title: String, lead: String) -> Self {
        Self {
            part,
            title,
            badge: None,
            lead: Some(lead).filter(|lead| !lead.is_empty()),
            notice: None,
            mistakes: Vec::new(),
        }
    }

    pub(in crate::pages) fn title(mut self, title: String) -> Self {
        self.title = title;
        self
    }

    pub(in crate::pages) fn badge(mut self, badge: AnyView) -> Self {
        self.badge = Some(badge);
        self
    }

    pub(in crate::pages) fn notice(mut self, notice: Option<Notice>) -> Self {
        self.notice = notice;
        self
    }

    pub(in crate::pages) fn mistakes(mut self, mistakes: &[Mistake]) -> Self {
        self.mistakes = mistakes.to_vec();
        self
    }

    /// The whole document.
    pub(in crate::pages) fn document<V: IntoView + 'static>(
        self,
        mut shell: Shell,
        content: impl FnOnce(&'static Texts) -> V + 'static,
    ) -> String {
        let texts = texts::texts(shell.language);
        shell.title.clone_from(&self.title);
        shell.place = self.part.place();
        shell.has_errors = !self.mistakes.is_empty();
        shell.document(move || {
            let mistakes = self.mistakes;
            view! {
                {(!mistakes.is_empty()).then(|| summary(&mistakes, texts))}
                {self.notice.map(notice)}
                {self.badge}
                <h1>{self.title}</h1>
                {self.lead.map(|lead| view! { <p class="lead">{lead}</p> })}
                {content(texts)}
            }
        })
    }
}

/// What is wrong, on top, with a link to each field; focus goes here when the page comes.
fn summary(mistakes: &[Mistake], texts: &Texts) -> impl IntoView + use<> {
    let lines = mistakes
        .iter()
        .map(|mistake| view! { <li><a href=format!("#{}", mistake.field())>{mistake.sentence(texts)}</a></li> })
        .collect_view();
    view! {
        <div class="summary" id="error-summary" role="alert" tabindex="-1" autofocus>
            <h2>{texts.get("error-summary-title")}</h2>
            <ul>{lines}</ul>
        </div>
    }
}

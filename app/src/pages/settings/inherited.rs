//! What counts where a field is left empty, and from whom it comes.

use model::settings::{Effective, Field, Origin, Password, UserName, Valued};
use texts::Texts;

/// The layers below what stands in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Below {
    /// What would count if nothing were set here.
    pub effective: Effective,
    /// The sender user's name, where there is one and it is not this user.
    pub sender_user: Option<String>,
}

/// One inherited value, in words.
pub(super) struct Line {
    /// Who has set it.
    pub who: String,
    /// The value.
    pub value: String,
    /// Whether it is the person's own card in the portal.
    of_account: bool,
}

impl Line {
    /// Whether it only says what stands in the field anyway.
    pub fn is(&self, typed: &str) -> bool {
        self.of_account && self.value == typed
    }
}

impl Below {
    /// Who an origin is, in words.
    #[must_use]
    pub fn who(&self, origin: Origin, texts: &Texts) -> String {
        match (origin, &self.sender_user) {
            (Origin::SenderUser, Some(name)) => name.clone(),
            (other, _) => texts.get(&format!("origin-{}", other.key())),
        }
    }

    /// The inherited value of a field, where somebody has set one.
    pub(super) fn line(&self, field: Field, texts: &Texts) -> Option<Line> {
        let of = &self.effective;
        let (origin, value) = match field {
            Field::Mode => (
                of.mode.origin,
                texts.get(&format!("mode-{}", of.mode.value.key())),
            ),
            Field::Address => text(&of.sender),
            Field::DisplayName => (of.display_name.origin, of.display_name.value.as_str().to_owned()),
            Field::Server => text(of.host.as_ref()?),
            Field::Port => text(of.port.as_ref()?),
            Field::Security => {
                let security = of.security.as_ref()?;
                (
                    security.origin,
                    texts.get(&format!("security-{}", security.value.key())),
                )
            }
            Field::UserName => {
                let name = match &of.user_name.value {
                    UserName::NoSignIn => texts.get("no-sign-in"),
                    UserName::Named(name) => name.clone(),
                };
                (of.user_name.origin, name)
            }
            Field::Password => return None,
            Field::Copy => copies(&of.copy, texts),
            Field::BlindCopy => copies(&of.blind_copy, texts),
            Field::Documents => (
                of.documents.origin,
                texts.get(&format!("documents-{}", of.documents.value.key())),
            ),
            Field::Attachments => choice("attachments", &of.attachments, texts),
            Field::Edit => choice("edit", &of.edit, texts),
        };
        (origin != Origin::Default).then(|| Line {
            who: self.who(origin, texts),
            value,
            of_account: origin == Origin::Account,
        })
    }

    /// Whether anybody below the account has set a mode.
    pub(super) const fn sets_mode(&self) -> bool {
        matches!(self.effective.mode.origin, Origin::SenderUser | Origin::Company)
    }

    /// Who entered the password that would serve.
    pub(super) fn password_from(&self, texts: &Texts) -> Option<String> {
        match self.effective.password {
            Password::Set { origin, .. } => Some(self.who(origin, texts)),
            _ => None,
        }
    }
}

fn text<T: ToString>(valued: &Valued<T>) -> (Origin, String) {
    (valued.origin, valued.value.to_string())
}

fn copies(valued: &Valued<model::settings::Copies>, texts: &Texts) -> (Origin, String) {
    let words = if valued.value.is_empty() {
        texts.get("copy-nobody")
    } else {
        valued.value.to_string()
    };
    (valued.origin, words)
}

fn choice(field: &str, valued: &Valued<bool>, texts: &Texts) -> (Origin, String) {
    let word = if valued.value { "yes" } else { "no" };
    (valued.origin, texts.get(&format!("{field}-{word}")))
}

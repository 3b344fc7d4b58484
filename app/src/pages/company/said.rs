//! What just happened, as the address says it: `?said=<key>`.

use crate::components::{badge::Mood, notice::Notice};
use texts::Texts;

macro_rules! said {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $mood:ident;)+) => {
        /// What just happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Said {
            $($(#[$doc])* $name,)+
        }

        impl Said {
            /// All there are.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in the address; the sentence is `said-<key>`.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }

            const fn mood(self) -> Mood {
                match self {
                    $(Self::$name => Mood::$mood,)+
                }
            }
        }
    };
}

said! {
    /// Another user, or nobody, is the sender user now.
    SenderUserSaved = "sender-user-saved", Good;
    /// The user chosen is the sender user already.
    SenderUserSame = "sender-user-same", Plain;
    /// The event mailbox has a new name.
    EventNameSaved = "event-name-saved", Good;
    /// An exception was added.
    ExceptionAdded = "exception-added", Good;
    /// An exception was taken away.
    ExceptionRemoved = "exception-removed", Good;
    /// A key was ended.
    KeyRevoked = "key-revoked", Good;
    /// A webhook was changed.
    WebhookSaved = "webhook-saved", Good;
    /// A webhook was removed.
    WebhookDeleted = "webhook-deleted", Good;
    /// A message to try the webhook is on its way.
    WebhookTested = "webhook-tested", Good;
    /// A message is tried again.
    MessageResent = "message-resent", Good;
    /// The terms were saved.
    RetentionSaved = "retention-saved", Good;
    /// Nothing was different from what is saved.
    NothingChanged = "nothing-changed", Plain;
    /// Somebody saved in between: the page shows what counts now. With status 409, not after a 303.
    Conflict = "conflict", Open;
    /// What was to be changed is gone.
    Gone = "gone", Open;
}

impl Said {
    /// What the word in the address names; none where it names nothing that is ever said.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|said| said.key() == key)
    }

    pub(super) fn notice(self, texts: &Texts) -> Notice {
        Notice {
            mood: self.mood(),
            words: texts.get(&format!("said-{}", self.key())),
        }
    }
}

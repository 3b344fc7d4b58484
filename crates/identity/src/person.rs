//! The one who is let in, as the portal describes him.

use model::{DisplayName, ExternalId, Language, Mailbox, PortalId, Role};

/// What a portal says about the one who comes in. It is said anew each time, so that a role taken away there is gone
/// here at the next entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The portal that vouches for all of this.
    pub portal: PortalId,
    /// The portal's own name for his company.
    pub company: ExternalId,
    /// What his company is called.
    pub company_name: DisplayName,
    /// The portal's own name for him.
    pub subject: ExternalId,
    /// What he is called.
    pub name: DisplayName,
    /// His address.
    pub email: Mailbox,
    /// What he may do.
    pub role: Role,
    /// The language he reads, where it was told and is one of ours.
    pub language: Option<Language>,
}

/// The language of a tag such as "et" or "et-EE" (BCP 47), if we have it. A language that we do not have is no reason
/// to keep anybody out.
pub(crate) fn language_of(tag: &str) -> Option<Language> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    primary.to_ascii_lowercase().parse().ok()
}

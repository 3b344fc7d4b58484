//! The catalogue for other programs: `saatja providers --json`.

use crate::{
    catalogue::Catalogue,
    schema::{Correction, Provider},
};
use serde::Serialize;

/// The catalogue as JSON. Field names and words stay as they are; new ones may be added. A change that could break a
/// reader raises [`Self::SCHEMA`].
#[derive(Debug, Clone, Copy, Serialize)]
pub struct CatalogueView<'a> {
    /// The version of this form.
    pub schema: u32,
    /// All providers, in the order of lists.
    pub providers: &'a [Provider],
    /// What the source pages got wrong.
    pub corrections: &'a [Correction],
}

impl CatalogueView<'_> {
    /// The version of the form.
    pub const SCHEMA: u32 = 1;
}

impl Catalogue {
    /// The catalogue for other programs.
    #[must_use]
    pub fn view(&self) -> CatalogueView<'_> {
        CatalogueView {
            schema: CatalogueView::SCHEMA,
            providers: self.all(),
            corrections: self.corrections(),
        }
    }
}

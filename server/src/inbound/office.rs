//! What passing on replies needs of this program.

use crate::state::State;
use ::inbound::Office;
use model::{DisplayName, settings};
use store::{Company, User};

/// The longest name of a writer, so that the company's stands beside it whole.
const LONGEST: usize = 50;

/// This program.
pub struct LentOffice(pub State);

impl Office for LentOffice {
    fn relay_for(&self, company: &Company) -> Option<settings::Relay> {
        self.0.relay_for(company)
    }

    fn name_of(&self, writer: &str, company: &Company, reader: &User) -> DisplayName {
        let short = |name: &str| name.chars().take(LONGEST).collect::<String>();
        let words = [
            ("writer", short(writer)),
            ("company", short(company.name.as_str())),
        ];
        let words = words.each_ref().map(|(name, value)| (*name, value.as_str()));
        let name = texts::texts(reader.language).with("passed-on-from", &words);
        DisplayName::parse(&name).unwrap_or_else(|_| company.name.clone())
    }

    fn without_original(&self, reader: &User) -> String {
        texts::texts(reader.language).get("passed-on-without")
    }

    fn wake(&self) {
        self.0.delivery.wake();
    }
}

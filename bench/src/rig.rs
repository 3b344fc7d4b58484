//! What measurements and chaos have in common: a fresh store with people in it, the built program over it, letters, and
//! what processes use.

mod api;
mod letters;
mod people;
mod place;
pub(crate) mod process;
mod random;
mod saatja;

pub use api::{Api, Said};
use letters::letter_json;
pub use letters::{batch_lines, new_letter};
pub use people::{People, Sender, fill, idle_company};
pub use place::{Kind, Place, postgres_section};
pub use process::{Ran, Usage, memory, run_to_end, usage, used_since};
pub use random::Dice;
pub use saatja::{Saatja, Told, host};

//! Measurements of the built program, printed as Markdown, and chaos: the program is killed, frozen and cut off while it
//! sends, and every letter is accounted for. Ratios within one run mean something; absolute figures are this machine's.
//! Every load is bounded in time and goes to loopback only.

pub mod bounces;
pub mod chaos;
pub mod copy_store;
pub mod delivery;
pub mod intake;
mod load;
pub mod pages;
mod program;
pub mod rig;
pub mod settings_scale;
pub mod verdicts;

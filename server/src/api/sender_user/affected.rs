//! Whom another sender user would affect, and how.

use model::{
    UserId,
    settings::{Bases, Change, Effective, Stored},
};
use store::UserSettings;

/// What would be different for a user if `new` (a user with what he has stored, or nobody) were the sender user.
pub fn changes(of: &UserSettings, new: Option<(UserId, &Stored)>) -> Vec<Change> {
    let own = of.own.stored();
    let company = of.company.settings.stored();
    let bases = Bases {
        sender_user: new.filter(|(id, _)| *id != of.user.id).map(|(_, stored)| stored),
        company: &company,
    };
    Change::between(&of.effective(), &Effective::of(&of.account(), &own, bases))
}

//! What every store has to do, as tests that each of them runs: one function a concern, which panics where the store
//! does otherwise.

#![expect(
    clippy::unwrap_used,
    reason = "these are tests; they are no unit tests only because other crates run them"
)]

mod bench;
mod companies;
mod isolation;
mod passwords;
mod settings;
mod sign_in;
mod test_runs;
mod users;
mod verification;

pub use bench::{Bench, own_server, save};

use crate::{Store, clock::TestClock};
use async_trait::async_trait;
use std::sync::Arc;

/// Makes places for databases.
#[async_trait]
pub trait Factory: Send + Sync {
    /// A new, empty place.
    async fn place(&self) -> Box<dyn Place>;
}

/// A place for one database, deleted when it is dropped.
#[async_trait]
pub trait Place: Send + Sync {
    /// Opens the database there, which may be open already: as another replica, or a program beside the server.
    async fn open(&self, clock: Arc<TestClock>) -> Arc<dyn Store>;
}

macro_rules! concerns {
    ($($(#[$doc:meta])* $concern:ident: $($case:ident),+ $(,)?;)+) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// Where the store does otherwise.
        pub async fn $concern(factory: &dyn Factory) {
            $(
                println!(concat!(stringify!($concern), "::", stringify!($case)));
                $concern::$case(&Bench::new(factory).await).await;
            )+
        }
    )+};
}

concerns! {
    /// Companies are created, found, and keep their keys through a rotation.
    companies: are_created_and_found, survive_being_closed;
    /// Users are created and found, addresses are unique in a company.
    users: are_created_and_found, addresses_are_unique_in_a_company, belong_to_a_company_that_exists;
    /// Settings are saved as a whole or not at all.
    settings: are_the_default_ones_at_first, come_back_as_they_were_saved, of_nobody_are_none,
        keep_the_own_server_in_other_modes, are_not_saved_over_anothers, are_saved_once_by_two_at_a_time,
        change_nothing_when_refused;
    /// Passwords stay with the destination that they were entered for.
    passwords: are_given_for_their_destination_alone, never_go_elsewhere, are_replaced_and_cleared, may_be_any_text;
    /// A verdict is about what was tested, and about nothing else.
    verification: is_never_at_first, follows_the_tests, ends_with_any_change, comes_back_with_the_same_settings,
        is_not_touched_by_a_test_of_other_settings, takes_no_foreign_or_aborted_verdict, outlives_the_test,
        is_kept_by_what_no_server_sees;
    /// Runs of tests grow, end once, and are counted.
    test_runs: come_back_as_they_grew, end_once, latest_is_the_last_started, are_counted, left_over_are_aborted,
        old_are_deleted, need_a_user;
    /// Sessions and links let in whom they were made for, as long as they were made for.
    sign_in: sessions_let_in_until_they_end, touched_sessions_last_longer, sessions_end_on_demand,
        sessions_show_the_user_as_he_is, links_let_in_once, links_expire, of_many_at_once_one_gets_in,
        ended_ones_are_deleted, need_a_user;
    /// One company sees nothing of another.
    isolation: of_users_and_settings, of_tests_and_verdicts, of_sessions;
}

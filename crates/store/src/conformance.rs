//! What every store has to do, as tests that each of them runs: one function a concern, which panics where the store
//! does otherwise.

#![expect(
    clippy::unwrap_used,
    reason = "these are tests; they are no unit tests only because other crates run them"
)]

mod acceptance;
mod accounts;
mod api_keys;
mod audit;
mod bad_addresses;
mod batch_ends;
mod batches;
mod bench;
mod bounces;
mod companies;
mod decisions;
mod delivery;
mod drafts;
mod event_log;
mod events;
mod exceptions;
mod holds;
mod inbox;
mod inheritance;
mod isolation;
mod launches;
mod leases;
mod letter_retention;
mod limits;
mod mailboxes;
mod message_log;
mod pacing;
mod passwords;
mod post;
mod queue;
mod retention;
mod returned;
mod settings;
mod sign_in;
mod staging;
mod taking;
mod test_runs;
mod transfer;
mod users;
mod verification;
mod webhooks;

pub use bench::{Bench, new_user, own_server, save};

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
    (($dollar:tt) $($(#[$doc:meta])* $concern:ident: $($case:ident),+ $(,)?;)+) => {
        $(
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
        )+

        /// A test of each concern, over what makes places for the store's databases: no store can leave one out.
        #[macro_export]
        macro_rules! every_concern {
            ($dollar factory:expr) => {
                $(
                    #[tokio::test(flavor = "multi_thread")]
                    async fn $concern() {
                        $crate::conformance::$concern(&$dollar factory).await;
                    }
                )+
            };
        }
    };
}

concerns! {
    ($)
    /// Companies are created, changed, found, and take everything along when they go.
    companies: are_created_and_found, are_changed, are_changed_once_by_two_at_a_time,
        event_mailboxes_are_never_anothers, made_at_once_have_mailboxes_of_their_own, survive_being_closed,
        take_everything_along, sign_in_tells_whose_user;
    /// Users are created, changed and found, addresses are unique in a company, the sender user stays.
    users: are_created_and_found, addresses_are_unique_in_a_company, of_two_at_once_one_gets_the_address, are_changed,
        are_deleted_but_for_the_sender_user, belong_to_a_company_that_exists;
    /// Settings are saved as a whole or not at all.
    settings: are_none_at_first, come_back_as_they_were_saved, of_nobody_are_none, are_not_saved_over_anothers,
        are_saved_once_by_two_at_a_time, change_nothing_when_refused, are_not_written_where_nothing_changes,
        name_a_sender_user, of_all_users_are_a_table;
    /// What a user has not set comes from the sender user and the company.
    inheritance: one_users_settings_serve_all, the_company_stands_below_all,
        own_user_name_and_password_go_to_the_inherited_server, a_password_for_a_server_that_moved_is_refused,
        a_server_that_moves_at_this_moment_gets_no_password, verdicts_are_inherited,
        modes_without_a_server_need_none;
    /// Passwords stay with the destination that they were entered for.
    passwords: are_given_for_their_destination_alone, never_go_elsewhere, are_replaced_and_cleared, need_a_user_name,
        may_be_any_text;
    /// A verdict is about what was tested, and about nothing else.
    verification: is_never_at_first, follows_the_tests, ends_with_any_change, comes_back_with_the_same_settings,
        is_not_touched_by_a_test_of_other_settings, is_not_about_the_operators_relay,
        takes_no_foreign_or_aborted_verdict, outlives_the_test, is_kept_by_what_no_server_sees;
    /// Runs of tests grow, end once, are limited, and are held to be lost when nobody goes on with them.
    test_runs: come_back_as_they_grew, end_once, latest_is_the_last_started, are_limited,
        of_many_at_once_no_more_start_than_may, lost_ones_are_aborted, say_when_a_server_last_took_a_letter,
        need_a_user;
    /// Sessions and links let in whom they were made for, as long as they were made for.
    sign_in: sessions_let_in_until_they_end, touched_sessions_last_longer, sessions_end_on_demand,
        sessions_show_the_user_as_he_is, links_let_in_once, links_expire, of_many_at_once_one_gets_in,
        ended_ones_are_deleted, need_a_user;
    /// Portals let in whom they say, once a launch.
    launches: are_spent_once, let_in_who_was_never_here, bring_up_to_what_the_portal_says,
        find_who_was_made_by_address, of_many_at_once_make_one_user;
    /// The audit log tells of each change once, is read by what is asked, and holds no secret.
    audit: tells_of_each_change_once_and_never_a_password, is_read_by_what_is_asked,
        entries_stay_until_their_time_is_over, tells_who_deleted_a_user_afterwards;
    /// Keys for the API open their scope, until they end.
    api_keys: open_what_they_were_made_for, are_seen_in_their_scope_alone, end_at_their_time,
        are_replaced_with_time_to_change, are_ended_at_once, note_their_use_by_the_minute, are_not_too_many;
    /// Limits are counted together.
    limits: let_a_burst_through_and_then_an_even_flow, are_counted_together_by_all;
    /// Exceptions are added once and removed.
    exceptions: are_added_and_removed, are_there_once, are_not_too_many;
    /// Webhooks are told of what happened, and of nothing that did not.
    webhooks: are_added_changed_and_removed, are_not_too_many, are_told_of_what_they_want_to_know,
        are_told_nothing_of_what_was_refused, can_be_tried;
    /// Messages to webhooks are given out once at a time, until they are settled.
    queue: gives_out_what_is_due_oldest_first, gives_one_webhook_two_at_once, gives_each_to_one_alone,
        tries_again_later, gives_nothing_to_a_webhook_that_is_given_up, gives_a_new_address_nothing_old,
        signs_with_both_secrets_for_a_while;
    /// What is old goes, by the operator's term or the company's shorter one.
    retention: of_tests_is_the_shorter_term, of_the_audit_log_is_the_shorter_term,
        of_messages_counts_from_when_they_were_settled;
    /// One company sees nothing of another.
    isolation: of_users_and_settings, of_tests_and_verdicts, of_sessions, of_the_audit_log,
        of_exceptions_and_webhooks, of_letters, of_events;
    /// Letters are accepted whole or not at all, and once.
    acceptance: is_whole_or_not_at_all, is_once_under_a_key, of_many_at_once_is_one, of_a_draft_ends_it,
        of_a_mended_letter_names_the_old_one, replaces_what_did_not_arrive_and_once, of_files_keeps_each_once,
        of_files_counts_those_that_no_letter_has, ends_with_the_user_and_the_company;
    /// Batches are handed over part by part, and seen as a whole.
    staging: shows_a_batch_as_a_whole, is_once_under_a_key, that_is_dropped_is_nothing;
    /// Messages go from state to state as the table says.
    delivery: steps_are_those_of_the_table, letters_come_out_as_they_were_handed_over,
        attempts_are_counted_and_noted, many_steps_are_told_apart, webhooks_are_told_with_it, is_counted;
    /// Messages are taken in their order, at their account's pace, and once.
    taking: the_oldest_goes_first, no_more_is_taken_than_memory_holds, a_turn_that_ends_gives_back, is_waited_for,
        of_many_at_once_each_takes_its_own, keeps_the_pace_of_providers,
        keeps_a_days_number_and_goes_slower_when_asked;
    /// The pace is that of all programs together, also where one is gone, limits change or the clock is set back.
    pacing: counts_from_when_a_letter_came, gives_back_what_was_not_tried, puts_off_without_a_trace,
        tells_of_connections, catches_up_with_a_clock_that_was_set_back, catches_up_with_limits_that_were_raised;
    /// What the operator holds he alone lets go.
    holds: of_the_operator_take_the_place_of_a_fault, of_the_operator_are_not_ended_by_a_turn,
        of_the_program_end_without_an_entry;
    /// An account is leased by one at a time, companies take turns, and what a dead worker left is recovered.
    leases: are_of_one_at_a_time, that_run_out_are_recovered, that_run_out_know_what_people_decided,
        go_round_the_companies, are_given_once_to_many_at_once, leave_out_trouble_where_asked;
    /// Accounts that do not work wait, and are told of.
    accounts: are_held_until_somebody_changes_something, that_are_held_stop_the_clocks, that_are_held_are_told_of_once,
        are_tried_again_by_their_company, change_for_what_waits;
    /// Batches are stopped, go on, and are started by a person.
    batches: are_stopped_and_go_on, are_stopped_for_good, are_stopped_with_what_was_sent_again_alone,
        that_wait_for_a_person_are_started_by_one, are_listed_newest_first;
    /// Batches are finished once, and go on where some of them are sent again.
    batch_ends: come_once, begin_anew_where_what_failed_is_sent_again, come_where_the_last_message_is_canceled;
    /// The log of messages is searched and counted.
    message_log: is_searched, is_narrowed_down_and_read_in_pages, is_counted_and_filtered_by_state,
        tells_of_days_as_the_clock_on_the_wall;
    /// What people decide about a message is done once, where it can be.
    decisions: are_taken_where_they_can_be, to_send_again_keep_the_bytes, of_two_at_once_are_one;
    /// Mailboxes are looked into where their users allow it, by one at a time.
    mailboxes: are_allowed_and_stopped, keep_their_place_with_another_password_alone, open_for_their_destination_alone,
        are_given_to_one_alone, of_one_host_are_few_at_once, that_fail_wait, go_with_their_user, are_their_companys_alone;
    /// Drafts are kept as they were typed, for their user alone.
    drafts: are_saved_as_they_were_typed, are_listed_without_what_is_written, are_begun_once, are_their_users_alone, are_not_too_many;
    /// Mails that come in are taken in once, and judged by what they name.
    events: of_each_kind_are_kept_as_they_were_read, that_are_not_believed_change_nothing,
        that_come_again_are_counted, of_two_at_once_are_one, that_come_too_early_come_again,
        of_one_mail_are_each_about_its_recipient, say_whose_a_message_and_a_letter_is;
    /// What comes back changes its message, and is told with it.
    bounces: bring_a_message_back, without_a_cause_are_of_an_unknown_one, of_what_came_back_change_nothing,
        settle_what_was_in_doubt, are_told_to_webhooks, leave_a_batch_finished, can_be_sent_again_or_mended;
    /// Addresses that letters do not reach are remembered until somebody says otherwise.
    bad_addresses: are_noted_at_hard_bounces, are_noted_where_they_are_refused_at_once, are_forgotten_by_people;
    /// A company's event mailbox: its names, replies that are passed on, and what is kept how long.
    inbox: is_reached_by_its_name_and_for_a_while_by_the_one_before, passes_replies_on, is_emptied_after_its_time,
        goes_with_its_company, outlives_letters;
    /// Events are searched, narrowed down, counted and shown.
    event_log: is_searched, is_narrowed_down, is_read_in_pages, is_counted, shows_one_with_its_mail;
    /// What letters say goes soon, what became of them later.
    letter_retention: of_content_counts_from_the_end, of_files_is_that_of_who_needs_them, of_results_is_longer;
}

/// Everything moves from one store to another, which may be of another kind, and is the same there.
///
/// # Panics
/// Where one of the stores does otherwise.
pub async fn transfer(from: &dyn Factory, to: &dyn Factory) {
    transfer::copies_everything(&Bench::new(from).await, &Bench::new(to).await).await;
    transfer::takes_a_batch_as_a_whole(&Bench::new(from).await, &Bench::new(to).await).await;
}

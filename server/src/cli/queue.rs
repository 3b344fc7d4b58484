//! `saatja queue …`.

use clap::{Args, Subcommand, ValueEnum};
use model::{AccountId, CompanyId, MessageId};

/// What to do with the queue. All of it works while servers run on the same database.
#[derive(Debug, Subcommand)]
pub enum QueueCommand {
    /// Print the accounts with what waits on each, and why those that are held are; then how much waits in all.
    List {
        /// Print the messages in doubt instead: those of which nobody knows whether they arrived.
        #[arg(long)]
        in_doubt: bool,
    },
    /// Hold an account: nothing is sent through it until it is released.
    Hold {
        /// Which.
        account: AccountId,
    },
    /// Let an account that is held, or does not work just now, be tried again.
    Release {
        /// Which.
        account: AccountId,
    },
    /// Decide about messages in doubt.
    Settle(SettleArgs),
}

/// Which messages in doubt, and as what they are settled.
#[derive(Debug, Args)]
pub struct SettleArgs {
    /// One message, by its id.
    #[arg(long, required_unless_present = "account", conflicts_with = "account")]
    pub message: Option<MessageId>,
    /// All of an account, by its id.
    #[arg(long)]
    pub account: Option<AccountId>,
    /// The company they belong to; without it all companies are searched.
    #[arg(long)]
    pub company: Option<CompanyId>,
    /// What becomes of them.
    #[arg(long = "as")]
    pub wanted: SettleAs,
}

/// What becomes of a message in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SettleAs {
    /// It has arrived.
    Sent,
    /// It has not, and need not.
    Failed,
    /// It is sent once more; the recipient may get two.
    Resend,
}

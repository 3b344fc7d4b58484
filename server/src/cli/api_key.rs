//! `saatja api-key …`.

use clap::{Args, Subcommand};
use model::{ApiKeyId, CompanyId, PortalId};

/// What to do with keys for the API.
#[derive(Debug, Subcommand)]
pub enum ApiKeyCommand {
    /// Make a key and print it, alone, on standard output. It is shown here and never again.
    Add(AddApiKeyArgs),
    /// Print the keys: id, last characters, name, when they end.
    List(ApiKeyScope),
    /// End a key at once.
    Revoke {
        /// Whose.
        #[command(flatten)]
        scope: ApiKeyScope,
        /// Which.
        id: ApiKeyId,
    },
}

/// What keys open.
#[derive(Debug, Args)]
pub struct ApiKeyScope {
    /// The portal: one of the configuration.
    #[arg(long, default_value = PortalId::LONE)]
    pub portal: PortalId,
    /// One company of it alone, by its id.
    #[arg(long)]
    pub company: Option<CompanyId>,
}

/// Which key to make.
#[derive(Debug, Args)]
pub struct AddApiKeyArgs {
    /// What it opens.
    #[command(flatten)]
    pub scope: ApiKeyScope,
    /// What people call it.
    pub name: String,
    /// Days after which it ends; without it, never.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub days: Option<u32>,
}

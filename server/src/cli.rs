//! The command line.

mod api_key;
mod queue;

pub use api_key::{AddApiKeyArgs, ApiKeyCommand, ApiKeyScope};
pub use queue::{QueueCommand, SettleArgs, SettleAs};

use crate::store::Place;
use ::store::KeyId;
use clap::{Args, Parser, Subcommand};
use model::{DisplayName, Host, Language, Mailbox, PortalId, Security};
use std::{net::SocketAddr, path::PathBuf};

/// Saatja: the outgoing-mail part of cloud accounting portals.
#[derive(Debug, Parser)]
#[command(name = "saatja", version, propagate_version = true)]
pub struct Cli {
    /// The configuration file. Each key can be overridden by the environment: `SAATJA_SERVER__LISTEN`=…
    #[arg(long, short, global = true, env = "SAATJA_CONFIG")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve pages until stopped.
    Serve,
    /// Read the configuration, say what is wrong with it, or print it with all defaults.
    CheckConfig,
    /// Add a user, and his company where it is not there yet.
    AddUser(AddUserArgs),
    /// Print a link that signs a user in, once.
    SignInLink {
        /// The user's email address.
        user: Mailbox,
        /// His company's name, where several have a user of this address.
        #[arg(long)]
        company: Option<String>,
    },
    /// Print the catalogue of mail providers.
    Providers {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Keys for the API: add, list, revoke. The first one of an installation is made here.
    #[command(subcommand)]
    ApiKey(ApiKeyCommand),
    /// Change the keys that passwords are sealed with, while the program serves: add, activate, rewrap, remove.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// The queue of letters, while the program serves or not: list, hold, release, settle.
    #[command(subcommand)]
    Queue(QueueCommand),
    /// Bring the database up to date. The program does the same when it starts to serve.
    Migrate,
    /// Copy everything from one database to another, empty one: from SQLite to PostgreSQL, or back.
    #[command(after_help = COPY_STORE_CODES)]
    CopyStore(CopyStoreArgs),
    /// Read mails that came back, and print one JSON line a file: what it is, whom it is about, and why. Needs no
    /// configuration.
    Bounce {
        /// The mails, as they came; - for standard input.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Test a mail server, stage by stage, with the code that sends. Ends with 0 only where the letter was accepted.
    Diagnose(DiagnoseArgs),
}

const COPY_STORE_CODES: &str = "\
Exit codes: 0 copied, and compared; 1 failed, run it again to go on; 3 there is nothing to copy; 4 --to holds something \
else; 5 a program uses one of the two; 6 store.keys does not fit; 7 the two differ after the copy.";

/// A step of a rotation.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Print the keys, oldest first, and how many companies need each.
    List,
    /// Add a new key. It seals nothing yet.
    Add,
    /// Let a key seal what is new.
    Activate {
        /// Which.
        id: KeyId,
    },
    /// Wrap what older keys have wrapped by the active one. May be cut short and run again.
    Rewrap,
    /// Remove a key that nothing needs any more.
    Remove {
        /// Which.
        id: KeyId,
    },
}

/// What to copy. Servers have to be stopped; the key file stays the same.
#[derive(Debug, Args)]
pub struct CopyStoreArgs {
    /// The database to read: `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
    #[arg(long)]
    pub from: Place,
    /// The empty database to write to.
    #[arg(long)]
    pub to: Place,
    /// The file that holds PostgreSQL's password, in its first line; else the configuration's, where it names the same
    /// database.
    #[arg(long)]
    pub password_file: Option<PathBuf>,
    /// How many rows are written at a time.
    #[arg(long, default_value_t = 500, hide = true, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub batch: u32,
}

/// Whom to add.
#[derive(Debug, Args)]
pub struct AddUserArgs {
    /// His email address; test letters go there.
    pub user: Mailbox,
    /// His company's name.
    #[arg(long)]
    pub company: DisplayName,
    /// His company's portal, where the configuration has several.
    #[arg(long)]
    pub portal: Option<PortalId>,
    /// His own name.
    #[arg(long)]
    pub name: DisplayName,
    /// The language of his pages: et or en.
    #[arg(long, default_value = "et")]
    pub language: Language,
    /// Make him an administrator of the company.
    #[arg(long)]
    pub admin: bool,
}

/// What to test.
#[derive(Debug, Args)]
pub struct DiagnoseArgs {
    /// The server: HOST:PORT.
    #[arg(long, value_parser = host_and_port)]
    pub server: (Host, model::Port),
    /// The encryption: tls (implicit), starttls or none.
    #[arg(long)]
    pub security: Security,
    /// The user name; without it there is no sign-in.
    #[arg(long, requires = "password_file")]
    pub username: Option<String>,
    /// The file that holds the password, in its first line; - for standard input.
    #[arg(long, requires = "username")]
    pub password_file: Option<PathBuf>,
    /// The sender's address.
    #[arg(long)]
    pub from: Mailbox,
    /// The recipient's address.
    #[arg(long)]
    pub to: Mailbox,
    /// A certificate authority (PEM) to trust beside the public ones.
    #[arg(long)]
    pub ca: Vec<PathBuf>,
    /// A range of addresses to allow beside those of the Internet: 127.0.0.0/8.
    #[arg(long)]
    pub allow_network: Vec<smtp::network::Cidr>,
    /// Connect there instead of where DNS says.
    #[arg(long)]
    pub connect_to: Option<SocketAddr>,
    /// Let the password travel without encryption (with --security none).
    #[arg(long)]
    pub plain_password: bool,
    /// One JSON object a line: one a stage, then the verdict.
    #[arg(long)]
    pub json: bool,
}

fn host_and_port(text: &str) -> Result<(Host, model::Port), String> {
    let pasted = model::host::split_pasted(text);
    let host = Host::parse(pasted.host).map_err(|error| format!("the server's name: {error}"))?;
    let port = pasted.port.ok_or("a port is missing: HOST:PORT")?;
    Ok((host, port))
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_password_comes_from_a_file_only() {
        let begin = [
            "saatja",
            "diagnose",
            "--server",
            "a.example.org:465",
            "--security",
            "tls",
            "--from",
            "a@b.ee",
            "--to",
            "c@d.ee",
        ];
        assert!(Cli::try_parse_from(begin).is_ok());
        assert!(Cli::try_parse_from(begin.iter().chain(&["--username", "a"])).is_err());
        assert!(Cli::try_parse_from(begin.iter().chain(&["--password", "x"])).is_err());
        assert!(
            Cli::try_parse_from(begin.iter().chain(&["--username", "a", "--password-file", "-"])).is_ok()
        );
    }
}

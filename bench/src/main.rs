//! The command line of the measurements. `script/bench` builds everything and names the program last.

use anyhow::{Context, ensure};
use bench::{
    bounces,
    chaos::{Chaos, Via},
    copy_store,
    delivery::{self, Part},
    intake, pages,
    rig::Kind,
    settings_scale, verdicts,
};
use clap::{Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf};

#[derive(Parser)]
#[command(name = "bench", about = "Measurements and chaos")]
struct Cli {
    /// The built program.
    #[arg(long, env = "SAATJA_PROGRAM", global = true)]
    program: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Pages beside a bare handler, and how long a test's verdict takes.
    Pages,
    /// 10,000 companies from SQLite to PostgreSQL and back.
    CopyStore,
    /// Effective settings and the table of users in a company of 10,000, on both stores.
    SettingsScale,
    /// Letters a second, processor time and memory, beside other senders.
    Delivery {
        /// One part alone.
        #[arg(value_enum, default_value = "all")]
        part: Part,
        /// Letters that each sender sends.
        #[arg(long, default_value_t = 20_000)]
        letters: usize,
        /// The longest queue.
        #[arg(long, default_value_t = 100_000)]
        longest: usize,
        /// One database alone.
        #[arg(long, value_enum)]
        store: Option<Kind>,
        /// The file that all figures are written to, as JSON.
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// Kills the program again and again while it accepts and sends, and accounts for every letter.
    Chaos {
        /// The database.
        #[arg(long, value_enum, default_value = "sqlite")]
        store: Kind,
        /// How often the program is killed.
        #[arg(long, default_value_t = 500)]
        rounds: usize,
        /// Letters of a round; with several replicas: of the mailing.
        #[arg(long)]
        letters: Option<usize>,
        /// What decides when, and which letters are refused.
        #[arg(long)]
        seed: Option<u64>,
        /// How letters are handed over.
        #[arg(long, value_enum, default_value = "api")]
        via: Via,
        /// Programs on one database: each is killed and frozen once, and the database restarted.
        #[arg(long, default_value_t = 1)]
        replicas: usize,
    },
    /// Reports about mail through the listener, beside Postfix's smtp-sink.
    Intake {
        /// Mails of each row.
        #[arg(long, default_value_t = 100_000)]
        mails: usize,
        /// Connections at once.
        #[arg(long, default_value_t = 20)]
        connections: usize,
        /// A listener that runs already: the program's.
        #[arg(long, requires = "to")]
        at: Option<SocketAddr>,
        /// It speaks LMTP.
        #[arg(long)]
        lmtp: bool,
        /// Its process, whose processor time and memory are told.
        #[arg(long)]
        process: Option<u32>,
        /// A mailbox that it has.
        #[arg(long)]
        to: Option<String>,
    },
    /// Sending while reports come back: 100,000 an hour, and as many as come.
    Storm {
        /// Letters that are sent in each run.
        #[arg(long, default_value_t = 20_000)]
        letters: usize,
        /// The database.
        #[arg(long, value_enum, default_value = "sqlite")]
        store: Kind,
    },
    /// How well mails that came back are read: a folder of mails with `labels.tsv` (file, recipient, status, reply code,
    /// reason, hard, feedback type).
    Bounces {
        /// The folder.
        #[arg(env = "SAATJA_BOUNCES")]
        folder: PathBuf,
    },
    /// A process of its own, so that its processor time can be told from the client's.
    #[command(hide = true)]
    Bare { port: u16 },
    /// The same for mail.
    #[command(hide = true)]
    NullIntake {
        port: u16,
        #[arg(long)]
        lmtp: bool,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let program = || cli.program.context("--program is missing: the path of saatja");
    match cli.command {
        Command::Bare { port } => pages::serve_bare(port).await,
        Command::NullIntake { port, lmtp } => intake::serve_null(port, lmtp).await,
        Command::Storm { letters, store } => intake::run_storm(&program()?, store, letters).await,
        Command::Intake {
            mails,
            connections,
            at,
            lmtp,
            process,
            to,
        } => {
            let at = at.zip(to).map(|(address, to)| intake::Running {
                address,
                lmtp,
                process,
                to,
            });
            let plan = intake::Plan {
                mails,
                connections,
                at,
            };
            intake::run(&plan).await
        }
        Command::Bounces { folder } => Ok(bounces::run(&folder)?),
        Command::CopyStore => copy_store::run(&program()?).await,
        Command::SettingsScale => settings_scale::run(&program()?).await,
        Command::Pages => {
            println!("## Pages\n");
            pages::run(&program()?).await?;
            println!("\n## Test verdicts\n");
            verdicts::run().await
        }
        Command::Delivery {
            part,
            letters,
            longest,
            store,
            json,
        } => {
            let plan = delivery::Plan {
                program: if part == Part::Others {
                    PathBuf::new()
                } else {
                    program()?
                },
                letters,
                longest,
                stores: store.map_or_else(|| vec![Kind::Sqlite, Kind::Postgres], |store| vec![store]),
            };
            delivery::run(&plan, part, json.as_deref()).await
        }
        Command::Chaos {
            store,
            rounds,
            letters,
            seed,
            via,
            replicas,
        } => {
            let letters = letters.unwrap_or(if replicas > 1 { 20_000 } else { 60 });
            let seed = seed.map_or_else(a_seed, Ok)?;
            let chaos = Chaos {
                program: program()?,
                kind: store,
                rounds,
                letters,
                seed,
                via,
                replicas,
            };
            let verdict = chaos.run().await?;
            println!("\n{verdict}");
            ensure!(verdict.is_good(), "with seed {seed} something is wrong");
            Ok(())
        }
    }
}

/// Any seed: it is printed.
fn a_seed() -> anyhow::Result<u64> {
    use store::Random;
    let mut bytes = [0; 4];
    store::OsRandom.fill(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes).into())
}

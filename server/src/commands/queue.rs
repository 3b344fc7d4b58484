//! `saatja queue list|hold|release|settle`: the operator's hand on the queue, while servers run or not.

use crate::{
    cli::{QueueCommand, SettleArgs, SettleAs},
    config::Config,
    store::open,
};
use anyhow::{Context, bail};
use model::{AccountId, CompanyId, MessageId, message::MessageState, session::Stage, settings::Destination};
use std::{
    io::{self, Write},
    process::ExitCode,
};
use store::{
    AccountFault, AccountStatus, Actor, Decision, DecisionError, Message, MessageQuery, Route, Store,
};

/// How many are read at once.
const AT_ONCE: u32 = 500;

/// Does it.
pub async fn run(config: &Config, command: QueueCommand) -> anyhow::Result<ExitCode> {
    let opened = open(config).await?.store;
    let done = act(&*opened, command).await;
    opened.close().await;
    done?;
    Ok(ExitCode::SUCCESS)
}

async fn act(store: &dyn Store, command: QueueCommand) -> anyhow::Result<()> {
    match command {
        QueueCommand::List { in_doubt: false } => list(store).await,
        QueueCommand::List { in_doubt: true } => list_in_doubt(store).await,
        QueueCommand::Hold { account } => hold(store, account).await,
        QueueCommand::Release { account } => release(store, account).await,
        QueueCommand::Settle(args) => settle(store, args).await,
    }
}

async fn list(store: &dyn Store) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    let mut after = None;
    loop {
        let accounts = store.queue_accounts(after, AT_ONCE).await?;
        let Some(last) = accounts.last() else { break };
        after = Some(last.id);
        for account in &accounts {
            writeln!(
                out,
                "{}  company {}  {}  {} waiting  {}",
                account.id,
                account.company,
                through(&account.route),
                account.waiting,
                state(account)
            )?;
        }
    }
    let counts = store.queue_counts().await?;
    let of: Vec<String> = counts
        .by_state
        .iter()
        .map(|(state, count)| format!("{count} {}", state.key()))
        .collect();
    let all = if of.is_empty() {
        "nothing waits".to_owned()
    } else {
        of.join(", ")
    };
    eprintln!("{all}; {} accounts held", counts.held_accounts);
    Ok(())
}

/// The server and who signs in there, as the operator may see it.
fn through(route: &Route) -> String {
    match route {
        Route::Relay => "relay".to_owned(),
        Route::OwnServer { destination, .. } => {
            let Destination {
                host,
                port,
                user_name,
                ..
            } = destination;
            match user_name {
                Some(name) => format!("{host}:{port} as {}", name.escape_debug()),
                None => format!("{host}:{port}"),
            }
        }
    }
}

fn state(account: &AccountStatus) -> String {
    let why = |why: &AccountFault| match &why.reply {
        Some(reply) => format!("{} ({})", why.cause, reply.escape_debug()),
        None => why.cause.clone(),
    };
    match (&account.held, &account.trouble, account.not_before) {
        (Some((since, fault)), ..) => format!("held since {since}: {}", why(fault)),
        (None, Some((since, fault)), _) => format!("in trouble since {since}: {}", why(fault)),
        (None, None, Some(at)) => format!("not before {at}"),
        (None, None, None) => "works".to_owned(),
    }
}

async fn hold(store: &dyn Store, account: AccountId) -> anyhow::Result<()> {
    let why = AccountFault {
        cause: AccountFault::BY_OPERATOR.to_owned(),
        stage: Stage::Policy,
        reply: None,
        secret_version: None,
    };
    if !store.hold_account(account, &why, &Actor::Operator).await? {
        bail!("there is no account {account} that could be held");
    }
    eprintln!("{account} is held; what is being sent just now comes to its end");
    Ok(())
}

async fn release(store: &dyn Store, account: AccountId) -> anyhow::Result<()> {
    if !store.release_account(account, &Actor::Operator).await? {
        bail!("there is no account {account} that is held or in trouble");
    }
    eprintln!("{account} is tried again");
    Ok(())
}

async fn list_in_doubt(store: &dyn Store) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    for company in companies(store, None).await? {
        for message in in_doubt(store, company).await? {
            writeln!(
                out,
                "{}  company {company}  account {}  {}  {}",
                message.id, message.account, message.recipient, message.changed_at
            )?;
        }
    }
    Ok(())
}

async fn settle(store: &dyn Store, args: SettleArgs) -> anyhow::Result<()> {
    let decision = match args.wanted {
        SettleAs::Sent => Decision::SettleSent,
        SettleAs::Failed => Decision::SettleFailed,
        SettleAs::Resend => Decision::Resend,
    };
    let companies = companies(store, args.company).await?;
    let settled = match (args.message, args.account) {
        (Some(message), _) => settle_one(store, &companies, message, &decision).await?,
        (None, Some(account)) => settle_account(store, &companies, account, &decision).await?,
        (None, None) => bail!("which ones: --message or --account"),
    };
    eprintln!("{settled} settled");
    Ok(())
}

async fn settle_one(
    store: &dyn Store,
    companies: &[CompanyId],
    message: MessageId,
    decision: &Decision,
) -> anyhow::Result<u64> {
    for company in companies {
        let company = store.company(*company);
        let Some(found) = company.find_message(message).await? else {
            continue;
        };
        // A failed one could be sent again too, but that is not what this is for.
        if found.message.state != MessageState::InDoubt {
            bail!("{message} is not in doubt: it is {}", found.message.state.key());
        }
        let version = Some(found.version);
        company
            .decide(message, decision.clone(), version, &Actor::Operator)
            .await?;
        return Ok(1);
    }
    bail!("there is no message {message}")
}

/// Those that somebody else settles meanwhile are left to him.
async fn settle_account(
    store: &dyn Store,
    companies: &[CompanyId],
    account: AccountId,
    decision: &Decision,
) -> anyhow::Result<u64> {
    let mut settled = 0;
    for id in companies {
        let company = store.company(*id);
        let of_account = in_doubt(store, *id).await?.into_iter();
        for message in of_account.filter(|message| message.account == account) {
            let done = company.decide(message.id, decision.clone(), None, &Actor::Operator);
            match done.await {
                Ok(()) => settled += 1,
                Err(DecisionError::State | DecisionError::NotFound) => {}
                Err(DecisionError::ContentGone) => {
                    eprintln!("{}: what it says was deleted after its time", message.id);
                }
                Err(error @ DecisionError::Store(_)) => {
                    return Err(error).context(message.id.to_string());
                }
            }
        }
        if settled > 0 {
            // An account belongs to one company.
            break;
        }
    }
    Ok(settled)
}

/// One company's messages in doubt, oldest first.
async fn in_doubt(store: &dyn Store, company: CompanyId) -> anyhow::Result<Vec<Message>> {
    let company = store.company(company);
    let mut all: Vec<Message> = Vec::new();
    loop {
        let query = MessageQuery {
            states: vec![MessageState::InDoubt],
            after: all.last().map(|message| message.id),
            oldest_first: true,
            ..MessageQuery::default()
        };
        let some = company.messages(&query, AT_ONCE).await?;
        if some.is_empty() {
            return Ok(all);
        }
        all.extend(some);
    }
}

/// The one that was named, or all of them.
async fn companies(store: &dyn Store, only: Option<CompanyId>) -> anyhow::Result<Vec<CompanyId>> {
    if let Some(only) = only {
        return Ok(vec![only]);
    }
    let mut all: Vec<CompanyId> = Vec::new();
    loop {
        let some = store.list_companies(None, all.last().copied(), AT_ONCE).await?;
        if some.is_empty() {
            return Ok(all);
        }
        all.extend(some.into_iter().map(|company| company.id));
    }
}

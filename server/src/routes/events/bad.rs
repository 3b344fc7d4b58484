//! Addresses that letters did not reach, as pages warn of them before the next letter goes there.

use crate::{
    routes::{letters::reader::Reader, visitor::Visitor},
    web::Problem,
};
use app::pages::{
    events::{BadAddresses, BadRow, Forgotten},
    letters::Cause,
};
use jiff::Timestamp;
use model::{BatchId, Mailbox};
use serde::Deserialize;
use std::collections::HashSet;
use store::{BadAddress, CompanyStore, MessageQuery};
use url::form_urlencoded;

/// How many addresses are asked about at once.
const AT_ONCE: usize = 500;
/// How many letters of a batch are looked through.
const LOOKED: usize = 10_000;
/// How many addresses a batch's page lists.
const LISTED: usize = 20;

/// What was said about an address, as the page's address says it after the button was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Heard {
    said: String,
}

impl Heard {
    /// That an address is right again.
    pub fn forgotten(&self) -> Option<Forgotten> {
        match self.said.as_str() {
            "forgotten" => Some(Forgotten::Now),
            "forgotten-before" => Some(Forgotten::Before),
            _ => None,
        }
    }
}

/// For a page of letters.
pub async fn of_reader(reader: &Reader, addresses: &[Mailbox]) -> Result<BadAddresses, Problem> {
    let bad = ask(&*reader.store(), addresses).await?;
    Ok(shown(bad, |path| reader.address(path), |time| reader.near(time)))
}

/// For a page of a person's own letters. All are listed: a letter has no more recipients than can be read.
pub async fn of_visitor(visitor: &Visitor, addresses: &[Mailbox]) -> Result<BadAddresses, Problem> {
    let bad = ask(&*visitor.store(), addresses).await?;
    Ok(shown(
        bad,
        |path| visitor.address(path),
        |time| visitor.near(time),
    ))
}

/// Whether letters did not reach one of these addresses, and the person was not told of it yet.
pub async fn untold(visitor: &Visitor, addresses: &[Mailbox], told: &[Mailbox]) -> Result<bool, Problem> {
    let bad = ask(&*visitor.store(), addresses).await?;
    let knows = |bad: &BadAddress| told.iter().any(|of| of.is_same_as(bad.address.as_str()));
    Ok(!bad.iter().all(knows))
}

/// For a batch that nobody started yet; letters behind the first [`LOOKED`] are not looked at. `number` counts letters.
pub async fn of_batch(visitor: &Visitor, batch: BatchId) -> Result<BadAddresses, Problem> {
    let store = visitor.store();
    let mut query = MessageQuery {
        batch: Some(batch),
        ..MessageQuery::default()
    };
    let (mut found, mut letters, mut looked, mut known) = (Vec::new(), 0, 0, HashSet::new());
    let mut all = false;
    while !all && looked < LOOKED {
        let at_once = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
        let messages = store.messages(&query, at_once).await?;
        all = messages.len() < AT_ONCE;
        looked += messages.len();
        query.after = messages.last().map(|last| last.id);
        let addresses: Vec<Mailbox> = messages.into_iter().map(|message| message.recipient).collect();
        let bad = store.bad_addresses(&addresses).await?;
        let is_bad = |address: &Mailbox| bad.iter().any(|of| of.address.is_same_as(address.as_str()));
        letters += addresses.iter().filter(|address| is_bad(address)).count();
        found.extend(
            bad.into_iter()
                .filter(|of| known.insert(of.address.as_str().to_lowercase())),
        );
    }
    found.sort_by_key(|bad| std::cmp::Reverse(bad.last_at));
    found.truncate(LISTED);
    let bad = shown(found, |path| visitor.address(path), |time| visitor.near(time));
    let more = known.len().saturating_sub(bad.rows.len()) as u64;
    Ok(BadAddresses {
        number: letters as u64,
        more,
        looked: (!all).then_some(looked as u64),
        ..bad
    })
}

async fn ask(store: &dyn CompanyStore, addresses: &[Mailbox]) -> Result<Vec<BadAddress>, Problem> {
    let mut found: Vec<BadAddress> = Vec::new();
    for some in addresses.chunks(AT_ONCE) {
        for bad in store.bad_addresses(some).await? {
            if !found.iter().any(|of| of.address.is_same_as(bad.address.as_str())) {
                found.push(bad);
            }
        }
    }
    // As they were asked for.
    let place = |bad: &BadAddress| {
        addresses
            .iter()
            .position(|address| address.is_same_as(bad.address.as_str()))
    };
    found.sort_by_key(place);
    Ok(found)
}

fn shown(
    bad: Vec<BadAddress>,
    address: impl Fn(&str) -> String,
    near: impl Fn(Timestamp) -> String,
) -> BadAddresses {
    let rows: Vec<BadRow> = bad
        .into_iter()
        .map(|bad| {
            let words = form_urlencoded::Serializer::new(String::new())
                .append_pair("search", bad.address.as_str())
                .finish();
            // What was refused at once did not come back: it stands in the log.
            let refused = !bad.cause.starts_with("returned-");
            let list = if refused { "/letters" } else { "/events" };
            BadRow {
                url: format!("{}?{words}", address(list)),
                refused,
                address: bad.address.to_string(),
                times: bad.times,
                last: near(bad.last_at),
                cause: Cause {
                    key: bad.cause,
                    ..Cause::default()
                },
            }
        })
        .collect();
    BadAddresses {
        number: rows.len() as u64,
        rows,
        more: 0,
        looked: None,
    }
}

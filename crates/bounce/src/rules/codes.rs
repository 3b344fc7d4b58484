//! What codes tell by themselves: `data/codes.toml`.

use super::{
    schema::{CodesFile, Hard, RawCode},
    table::read,
};
use model::{event::Cause, session::EnhancedCode};
use std::{collections::HashMap, sync::LazyLock};

/// What a code tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// Why.
    pub cause: Cause,
    /// Whether the address is bad for good.
    pub hard: Hard,
    /// The lower, the surer.
    pub rank: u8,
}

static CODES: LazyLock<(HashMap<String, Meaning>, HashMap<String, Meaning>)> = LazyLock::new(|| {
    let file: CodesFile = read(include_str!("../../data/codes.toml"));
    (map(file.status), map(file.reply))
});

fn map(codes: Vec<RawCode>) -> HashMap<String, Meaning> {
    let mut map = HashMap::new();
    for raw in codes {
        debug_assert!(!raw.source.is_empty());
        let meaning = Meaning {
            cause: raw.cause,
            hard: raw.hard.unwrap_or_else(|| by_cause(raw.cause)),
            rank: raw.rank,
        };
        for code in raw.codes {
            map.insert(code, meaning);
        }
    }
    map
}

/// Whether an address with this cause is bad for good, where a rule says nothing.
pub fn by_cause(cause: Cause) -> Hard {
    match cause {
        Cause::NoSuchAddress | Cause::NoSuchDomain => Hard::Always,
        _ => Hard::Never,
    }
}

/// What a status code tells: with its class first, then without.
pub fn status_meaning(code: EnhancedCode) -> Option<Meaning> {
    let any = format!("x.{}.{}", code.subject, code.detail);
    CODES
        .0
        .get(&code.to_string())
        .or_else(|| CODES.0.get(&any))
        .copied()
}

/// What a reply code tells.
pub fn reply_meaning(code: u16) -> Option<Meaning> {
    let any = format!("{}xx", code / 100);
    CODES
        .1
        .get(&code.to_string())
        .or_else(|| CODES.1.get(&any))
        .copied()
}

/// What the bounce categories of `PowerMTA` tell (its user's guide).
pub fn category_meaning(category: &str) -> Option<(Cause, Hard)> {
    let cause = match category {
        "bad-mailbox" => Cause::NoSuchAddress,
        "bad-domain" => Cause::NoSuchDomain,
        "inactive-mailbox" => Cause::Inactive,
        "quota-issues" => Cause::MailboxFull,
        "relaying-issues" | "invalid-sender" => Cause::RefusedSender,
        "spam-related" | "virus-related" | "content-related" => Cause::RefusedContent,
        "policy-related" => Cause::RefusedPolicy,
        "routing-errors"
        | "no-answer-from-host"
        | "message-expired"
        | "bad-connection"
        | "bad-configuration"
        | "protocol-errors" => Cause::Temporary,
        _ => return None,
    };
    Some((cause, by_cause(cause)))
}

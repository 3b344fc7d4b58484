//! Who gets which answer.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use hickory_proto::rr::rdata::{A, AAAA, CNAME, MX};
use hickory_proto::rr::{Name, RData, Record, RecordType};

/// What a query gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// These records. An empty list means: the name is there, but nothing of this type.
    Records(Vec<RData>),
    /// The name does not exist.
    NxDomain,
    /// The server cannot tell.
    ServFail,
    /// The server will not tell.
    Refused,
    /// No answer at all.
    Silence,
}

impl Answer {
    /// These addresses, A or AAAA each by its kind.
    #[must_use]
    pub fn addresses(addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        let data = |address| match address {
            IpAddr::V4(address) => RData::A(A(address)),
            IpAddr::V6(address) => RData::AAAA(AAAA(address)),
        };
        Self::Records(addresses.into_iter().map(data).collect())
    }
}

/// Names, and what is answered about them. A name that is not in it does not exist.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    /// `None` stands for every type that has no entry of its own.
    entries: HashMap<(Name, Option<RecordType>), Entry>,
    ttl: u32,
}

#[derive(Clone, Debug)]
struct Entry {
    answers: Vec<Answer>,
    asked: usize,
}

impl Entry {
    /// The answer to this query; the last one serves all that follow.
    fn next(&mut self) -> Answer {
        let answer = self
            .answers
            .get(self.asked)
            .or(self.answers.last())
            .cloned()
            .unwrap_or(Answer::Silence);
        self.asked += 1;
        answer
    }
}

/// A chain of names longer than this is a loop.
const LONGEST_CHAIN: usize = 40;

impl Zones {
    /// No names; records may not be kept (TTL 0).
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records may be kept for so many seconds.
    #[must_use]
    pub fn ttl(mut self, seconds: u32) -> Self {
        self.ttl = seconds;
        self
    }

    /// The IPv4 addresses of a name.
    #[must_use]
    pub fn a(self, name: &str, addresses: &[Ipv4Addr]) -> Self {
        let answer = Answer::addresses(addresses.iter().copied().map(IpAddr::from));
        self.answers(name, RecordType::A, vec![answer])
    }

    /// The IPv6 addresses of a name.
    #[must_use]
    pub fn aaaa(self, name: &str, addresses: &[Ipv6Addr]) -> Self {
        let answer = Answer::addresses(addresses.iter().copied().map(IpAddr::from));
        self.answers(name, RecordType::AAAA, vec![answer])
    }

    /// A name that stands for another. The answer goes on with what is here about that other.
    #[must_use]
    pub fn cname(self, name: &str, target: &str) -> Self {
        let answer = Answer::Records(vec![RData::CNAME(CNAME(name_of(target)))]);
        self.answers(name, RecordType::CNAME, vec![answer])
    }

    /// The mail exchangers of a name, each with its preference.
    #[must_use]
    pub fn mx(self, name: &str, exchangers: &[(u16, &str)]) -> Self {
        let record =
            |&(preference, exchange): &(u16, &str)| RData::MX(MX::new(preference, name_of(exchange)));
        let answer = Answer::Records(exchangers.iter().map(record).collect());
        self.answers(name, RecordType::MX, vec![answer])
    }

    /// What the first, the second, ... query for this name and type get; the last answer serves all that follow.
    #[must_use]
    pub fn answers(mut self, name: &str, kind: RecordType, answers: Vec<Answer>) -> Self {
        self.entries
            .insert((name_of(name), Some(kind)), Entry { answers, asked: 0 });
        self
    }

    /// What a query for this name gets, whatever its type, unless that type has an entry of its own.
    #[must_use]
    pub fn always(mut self, name: &str, answer: Answer) -> Self {
        self.entries.insert(
            (name_of(name), None),
            Entry {
                answers: vec![answer],
                asked: 0,
            },
        );
        self
    }

    /// The answer to one query, with chains of names followed, as records that bear their names.
    pub(super) fn ask(&mut self, name: &Name, kind: RecordType) -> Result<Vec<Record>, Answer> {
        let mut records = Vec::new();
        let mut name = folded(name);
        for _ in 0..LONGEST_CHAIN {
            let data = match self.entry(&name, kind).map(Entry::next) {
                Some(Answer::Records(data)) => data,
                Some(other) => return Err(other),
                None => match self.entry(&name, RecordType::CNAME).map(Entry::next) {
                    Some(Answer::Records(data)) => data,
                    Some(other) => return Err(other),
                    None if records.is_empty() && !self.knows(&name) => return Err(Answer::NxDomain),
                    None => return Ok(records),
                },
            };
            records.extend(
                data.iter()
                    .map(|one| Record::from_rdata(name.clone(), self.ttl, one.clone())),
            );
            match data.into_iter().next() {
                Some(RData::CNAME(CNAME(target))) if kind != RecordType::CNAME => name = folded(&target),
                _ => return Ok(records),
            }
        }
        Ok(records)
    }

    fn entry(&mut self, name: &Name, kind: RecordType) -> Option<&mut Entry> {
        let own = (name.clone(), Some(kind));
        let key = if self.entries.contains_key(&own) {
            own
        } else {
            (name.clone(), None)
        };
        self.entries.get_mut(&key)
    }

    fn knows(&self, name: &Name) -> bool {
        self.entries.keys().any(|(known, _)| known == name)
    }
}

fn name_of(text: &str) -> Name {
    let mut name = Name::from_str(text).expect("a test writes names that are names");
    name.set_fqdn(true);
    folded(&name)
}

fn folded(name: &Name) -> Name {
    name.to_lowercase()
}

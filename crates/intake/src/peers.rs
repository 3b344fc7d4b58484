//! How much each peer may ask for.

use crate::{Limits, Peer};
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

const MINUTE: Duration = Duration::from_mins(1);
/// Peers whose rate is known at most. A stranger's is forgotten as soon as he has rested; where even then more are
/// known, others are let through, as more would only be known of an attacker who has all the addresses he wants.
const MOST_KNOWN: usize = 20_000;

/// Everybody who is connected, and who was a moment ago.
#[derive(Debug)]
pub(crate) struct Peers {
    connections: usize,
    connections_per_peer: usize,
    /// Between two mails of a peer, on average.
    interval: Duration,
    now: Mutex<Now>,
}

#[derive(Debug, Default)]
struct Now {
    strangers: usize,
    trusted: usize,
    connected: HashMap<Key, usize>,
    /// When the mails that a peer sent are paid for (GCRA).
    paid: HashMap<Key, Instant>,
}

/// What counts as one peer: an IPv4 address, or an IPv6 network of 64 bits, which one customer has to himself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key(IpAddr);

impl Key {
    fn of(address: IpAddr) -> Self {
        Self(match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (!0 << 64))),
        })
    }
}

impl Peers {
    pub(crate) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            connections: limits.connections,
            connections_per_peer: limits.connections_per_peer,
            interval: MINUTE / limits.mails_per_minute.max(1),
            now: Mutex::default(),
        })
    }

    /// A place for a connection, until it is dropped; none where there are too many.
    pub(crate) fn enter(self: &Arc<Self>, peer: Peer, trusted: bool) -> Option<Place> {
        let mut now = self.lock();
        let key = match peer {
            Peer::Address(address) if !trusted => {
                let key = Key::of(address);
                let his = now.connected.get(&key).copied().unwrap_or_default();
                if now.strangers >= self.connections || his >= self.connections_per_peer {
                    return None;
                }
                now.strangers += 1;
                now.connected.insert(key, his + 1);
                Some(key)
            }
            _ => {
                if now.trusted >= self.connections {
                    return None;
                }
                now.trusted += 1;
                None
            }
        };
        let peers = Arc::clone(self);
        Some(Place { peers, key })
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        // Nothing that is done under the lock can panic half way.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection's place.
#[derive(Debug)]
pub(crate) struct Place {
    peers: Arc<Peers>,
    /// None: trusted.
    key: Option<Key>,
}

impl Place {
    /// Whether another mail may come now; it is counted then.
    pub(crate) fn may_send(&self, at: Instant) -> bool {
        let Some(key) = self.key else { return true };
        let interval = self.peers.interval;
        let mut now = self.peers.lock();
        let paid = now.paid.get(&key).copied().unwrap_or(at).max(at);
        if paid + interval > at + MINUTE {
            return false;
        }
        if now.paid.len() >= MOST_KNOWN && !now.paid.contains_key(&key) {
            now.paid.retain(|_, paid| *paid > at);
            if now.paid.len() >= MOST_KNOWN {
                return true;
            }
        }
        now.paid.insert(key, paid + interval);
        true
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut now = self.peers.lock();
        let Some(key) = self.key else {
            now.trusted -= 1;
            return;
        };
        now.strangers -= 1;
        if let Some(his) = now.connected.get_mut(&key) {
            *his -= 1;
            if *his == 0 {
                now.connected.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(address: &str) -> Peer {
        Peer::Address(address.parse().unwrap())
    }

    #[test]
    fn places_are_counted_by_peer_and_in_all() {
        let peers = Peers::new(&Limits {
            connections: 3,
            connections_per_peer: 2,
            ..Limits::default()
        });
        let enter = |address| peers.enter(peer(address), false);
        let first = enter("192.0.2.1");
        let _second = enter("192.0.2.1");
        assert!(first.is_some() && enter("192.0.2.1").is_none(), "two of one peer");
        let _third = enter("2001:db8::1");
        assert!(enter("192.0.2.2").is_none(), "three in all");
        let ours = peers.enter(peer("192.0.2.1"), true);
        assert!(ours.is_some(), "strangers do not shut our own out");
        drop(first);
        assert!(enter("192.0.2.1").is_some());
    }

    #[test]
    fn an_ipv6_network_is_one_peer() {
        let peers = Peers::new(&Limits {
            connections_per_peer: 1,
            ..Limits::default()
        });
        let _first = peers.enter(peer("2001:db8:0:1::1"), false);
        assert!(peers.enter(peer("2001:db8:0:1:ffff::2"), false).is_none());
        assert!(peers.enter(peer("2001:db8:0:2::1"), false).is_some());
    }

    #[test]
    fn nothing_is_left_of_peers_that_are_gone() {
        let peers = Peers::new(&Limits::default());
        for number in 0..1000_u32 {
            drop(peers.enter(Peer::Address(IpAddr::V4(number.into())), false));
        }
        let now = peers.lock();
        assert_eq!((now.connected.len(), now.strangers), (0, 0));
    }

    #[test]
    fn mails_come_at_once_after_a_rest_and_then_at_the_rate() {
        let peers = Peers::new(&Limits {
            mails_per_minute: 60,
            ..Limits::default()
        });
        let place = peers.enter(peer("192.0.2.1"), false).unwrap();
        let begin = Instant::now();
        let at = |millis| begin + Duration::from_millis(millis);
        assert!((0..60).all(|_| place.may_send(begin)));
        assert!(!place.may_send(begin) && !place.may_send(at(900)));
        assert!(place.may_send(at(1000)) && !place.may_send(at(1500)));
        let other = peers.enter(peer("192.0.2.2"), false).unwrap();
        assert!(other.may_send(begin), "others are not held up");
        let ours = peers.enter(peer("192.0.2.1"), true).unwrap();
        assert!((0..100).all(|_| ours.may_send(begin)), "our own server is not");
    }

    #[test]
    fn rates_of_peers_that_rested_are_forgotten() {
        let peers = Peers::new(&Limits {
            connections: usize::MAX,
            ..Limits::default()
        });
        let begin = Instant::now();
        for number in 0..u32::try_from(MOST_KNOWN).unwrap() + 10 {
            let place = peers
                .enter(Peer::Address(IpAddr::V4(number.into())), false)
                .unwrap();
            assert!(place.may_send(begin));
        }
        assert_eq!(peers.lock().paid.len(), MOST_KNOWN);
        let place = peers.enter(peer("203.0.113.1"), false).unwrap();
        assert!(place.may_send(begin + MINUTE));
        assert_eq!(peers.lock().paid.len(), 1);
    }
}

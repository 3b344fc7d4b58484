//! How a counting server behaves: decided by a seed, so that the same run is had again.

use std::time::Duration;

/// How it behaves. Shares are in thousandths. The fate of a transaction is decided by the seed, the recipient and how
/// often he was tried, so that it does not depend on what happens at the same time.
#[derive(Debug, Clone, Default)]
pub struct Manner {
    /// What decides.
    pub seed: u64,
    /// How long each flight of answers takes.
    pub delay: Duration,
    /// How its answers leave.
    pub flow: Flow,
    /// Recipients who are refused for good, half of them at RCPT and half after the dot.
    pub refused: u16,
    /// Recipients who are refused for now, half of them at RCPT and half after the dot.
    pub refused_for_now: u16,
    /// How often those are refused before they are taken.
    pub for_now_times: u32,
    /// Transactions in which the connection is cut, in one of four places.
    pub cut: u16,
}

/// How answers leave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Flow {
    /// At once.
    #[default]
    Normal,
    /// Never: it listens, and says nothing.
    Silent,
    /// A byte at a time, this far apart.
    Drip(Duration),
}

/// Where a connection is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// In the content: nothing was taken.
    InContent,
    /// After the dot; nothing was taken, and no answer is given.
    Lost,
    /// After the dot; the letter was taken, and no answer is given.
    Taken,
    /// Behind the last 250.
    Answered,
}

/// What becomes of one transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Taken,
    RefusedAtRcpt(u16),
    RefusedAtDot(u16),
    Cut(Cut),
}

impl Manner {
    /// What becomes of the transaction that tries this recipient for the `tries`-th time, from 1.
    pub(super) fn fate(&self, recipient: &str, tries: u32) -> Fate {
        let of_recipient = hash(self.seed, recipient.as_bytes());
        let part = |hash: u64| u16::try_from(hash % 1000).unwrap_or_default();
        let place = part(of_recipient);
        let at = |code| {
            if of_recipient >> 32 & 1 == 0 {
                Fate::RefusedAtRcpt(code)
            } else {
                Fate::RefusedAtDot(code)
            }
        };
        if place < self.refused {
            return at(550);
        }
        if place < self.refused + self.refused_for_now && tries <= self.for_now_times {
            return at(451);
        }
        let of_try = hash(of_recipient, &tries.to_le_bytes());
        if part(of_try) < self.cut {
            let cuts = [Cut::InContent, Cut::Lost, Cut::Taken, Cut::Answered];
            return Fate::Cut(cuts[usize::from(part(of_try >> 32) % 4)]);
        }
        Fate::Taken
    }
}

/// FNV-1a, then mixed (the end of `SplitMix64`): the same on each machine.
fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut hash = seed ^ 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ hash >> 31
}

#[cfg(test)]
mod tests {
    use super::{Cut, Fate, Manner};

    #[test]
    fn shares_are_about_what_was_asked_for_and_stay() {
        let manner = Manner {
            seed: 7,
            refused: 50,
            refused_for_now: 200,
            for_now_times: 2,
            cut: 100,
            ..Manner::default()
        };
        let fates = |tries| {
            (0..10_000)
                .map(|n| manner.fate(&format!("r{n}@naidis.ee"), tries))
                .collect::<Vec<_>>()
        };
        let first = fates(1);
        assert_eq!(first, fates(1));
        let share = |fates: &[Fate], of: fn(&Fate) -> bool| fates.iter().filter(|fate| of(fate)).count();
        let for_good = |fate: &Fate| matches!(fate, Fate::RefusedAtRcpt(550) | Fate::RefusedAtDot(550));
        let for_now = |fate: &Fate| matches!(fate, Fate::RefusedAtRcpt(451) | Fate::RefusedAtDot(451));
        assert!((400..600).contains(&share(&first, for_good)));
        assert!((1800..2200).contains(&share(&first, for_now)));
        assert_eq!(share(&fates(3), for_now), 0);
        assert_eq!(share(&fates(3), for_good), share(&first, for_good));
        for cut in [Cut::InContent, Cut::Lost, Cut::Taken, Cut::Answered] {
            let count = first.iter().filter(|fate| **fate == Fate::Cut(cut)).count();
            assert!((120..260).contains(&count), "{cut:?} {count}");
        }
    }
}

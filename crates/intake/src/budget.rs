//! The memory that all mails share.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// Bytes that may be held.
#[derive(Debug)]
pub(crate) struct Budget {
    left: AtomicUsize,
}

impl Budget {
    pub(crate) fn of(bytes: usize) -> Arc<Self> {
        let left = AtomicUsize::new(bytes);
        Arc::new(Self { left })
    }

    /// Holds nothing yet.
    pub(crate) fn held(self: &Arc<Self>) -> Held {
        Held {
            budget: Arc::clone(self),
            bytes: 0,
        }
    }

    #[cfg(test)]
    pub(crate) fn left(&self) -> usize {
        self.left.load(Ordering::Relaxed)
    }
}

/// A part of the budget, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Held {
    /// Holds at least so much in all; false where there is not enough left, and then as much as before.
    pub(crate) fn at_least(&mut self, bytes: usize) -> bool {
        let more = bytes.saturating_sub(self.bytes);
        let took = self
            .budget
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(more)
            });
        if took.is_ok() {
            self.bytes += more;
        }
        took.is_ok()
    }

    /// Holds nothing any more.
    pub(crate) fn release(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        self.budget.left.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.release();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_missing_until_it_is_dropped() {
        let budget = Budget::of(100);
        let mut first = budget.held();
        assert!(first.at_least(60) && first.at_least(50));
        let mut second = budget.held();
        assert!(!second.at_least(41));
        assert_eq!((first.bytes(), second.bytes(), budget.left()), (60, 0, 40));
        drop(first);
        assert!(second.at_least(100));
        drop(second);
        assert_eq!(budget.left(), 100);
    }
}

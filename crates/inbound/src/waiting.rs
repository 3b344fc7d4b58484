//! For which letters a mail waits until they have their answer: one mail a letter, so that many mails about one that
//! takes long cost nothing.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};
use store::Named;

/// The letters that are waited for.
#[derive(Debug, Default)]
pub struct Waiting(Mutex<HashSet<Named>>);

/// Somebody waits, as long as this is held.
#[derive(Debug)]
pub struct Waits<'a>(&'a Waiting, Named);

impl Waiting {
    /// Begins to wait; none where somebody does already.
    pub fn begin(&self, named: Named) -> Option<Waits<'_>> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !waiting.insert(named) {
            return None;
        }
        Some(Waits(self, named))
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        let mut waiting = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.remove(&self.1);
    }
}

#[cfg(test)]
mod tests {
    use super::Waiting;
    use store::Named;

    #[test]
    fn one_waits_for_one_letter() {
        let letter = Named::Letter("019e34a9-be00-7ff7-a7c6-ef7fac2dcfc9".parse().unwrap());
        let waiting = Waiting::default();
        let first = waiting.begin(letter);
        assert!(first.is_some() && waiting.begin(letter).is_none());
        drop(first);
        assert!(waiting.begin(letter).is_some());
    }
}

//! Whether messages still belong to the account that they wait for: their users' settings may have changed since.

use super::{Turn, attempt::Ended};
use crate::{retry, route};
use jiff::SignedDuration;
use model::{LetterId, UserId, settings::SendingMode};
use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
};
use store::{Route, SecretOwner, Step, StoreError, Taken, TakenMessage};

/// Messages that are looked at where the account itself does not work.
const LOOKED_AT: u32 = 50;
/// After so long messages are looked at again whose user can send nothing now and belongs nowhere.
const HOMELESS: SignedDuration = SignedDuration::from_hours(1);

/// What is said of such a message while it waits, and when it was waited for too long.
const WAITS_FOR_SETTINGS: &str = "settings-incomplete";
const NO_WAY_TO_SEND: &str = "no-way-to-send";

/// Where a user's messages belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Belongs {
    /// Here.
    Here,
    /// Here, and nothing can be sent with his settings: they wait here until that is mended.
    HereNotReady,
    /// To another account.
    Elsewhere(Route),
    /// Nowhere now.
    Nowhere,
}

/// What is known of the users of this turn.
#[derive(Debug, Default)]
pub(super) struct Owners(Mutex<HashMap<UserId, Belongs>>);

impl Turn {
    /// Where this user's messages belong; asked once a turn.
    async fn belongs(&self, user: UserId) -> Result<Belongs, StoreError> {
        let known = |owners: &Owners| {
            owners
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get(&user)
                .cloned()
        };
        if let Some(known) = known(&self.owners) {
            return Ok(known);
        }
        let found = self.look_up(user).await?;
        let mut all = self.owners.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(user, found.clone());
        Ok(found)
    }

    async fn look_up(&self, user: UserId) -> Result<Belongs, StoreError> {
        let Some(of) = self.company.user_settings(user).await? else {
            return Ok(Belongs::Nowhere);
        };
        let relay = self.shared.outside.relay_for(&of.company.company);
        let here = &self.leased.route;
        Ok(match route::ready(&of, relay.as_ref()) {
            Ok(ready) if ready.route == *here => Belongs::Here,
            Ok(ready) => Belongs::Elsewhere(ready.route),
            // An account of his own, through which nothing can go yet, so that others do not wait with him.
            Err(_) => {
                let destination = of.effective().destination().or_else(|| match here {
                    Route::OwnServer { destination, .. } => Some(destination.clone()),
                    Route::Relay => None,
                });
                match destination {
                    None => Belongs::Nowhere,
                    Some(destination) => {
                        let secret = Some(SecretOwner::User(user));
                        let own = Route::OwnServer { destination, secret };
                        if own == *here {
                            Belongs::HereNotReady
                        } else {
                            Belongs::Elsewhere(own)
                        }
                    }
                }
            }
        })
    }

    /// The messages that belong here. The others go back and to where they belong. `ours`: letters that go out from the
    /// event mailbox, through the relay: whatever their users send through by now, no other server would take them.
    ///
    /// # Errors
    /// The store failed: what was taken is released with the turn.
    pub(super) async fn sort(
        &self,
        messages: Vec<TakenMessage>,
        ours: &HashSet<LetterId>,
    ) -> Result<Vec<TakenMessage>, StoreError> {
        let (mut here, mut away, mut steps) =
            (Vec::with_capacity(messages.len()), HashSet::new(), Vec::new());
        for message in messages {
            if ours.contains(&message.letter) {
                here.push(message);
                continue;
            }
            match self.belongs(message.user).await? {
                Belongs::Here => here.push(message),
                Belongs::HereNotReady => {
                    self.hold_incomplete();
                    steps.push((message, Step::Back));
                }
                Belongs::Elsewhere(route) => {
                    away.insert((message.user, route));
                    steps.push((message, Step::Back));
                }
                Belongs::Nowhere => {
                    let step = self.homeless(&message);
                    steps.push((message, step));
                }
            }
        }
        let mut made = Vec::with_capacity(steps.len());
        for (message, step) in steps {
            made.push(self.handed_over(&message, step).await);
        }
        for made in made {
            // One that was not made is somebody else's by now.
            let _ = made.await;
        }
        let (company, account) = (self.leased.lease.company, self.leased.lease.account);
        for (user, route) in away {
            let moved = self
                .shared
                .outside
                .store()
                .reroute(company, user, Some(account), &route)
                .await?;
            tracing::info!(%account, moved, "messages go another way: their user's settings were changed");
        }
        Ok(here)
    }

    /// A message whose user can send nothing now: it waits for as long as others are tried, and fails then. Only the first
    /// of these times is noted.
    fn homeless(&self, message: &TakenMessage) -> Step {
        let outside = &self.shared.outside;
        let now = outside.clock().now();
        let ended = Ended {
            message,
            began_at: now,
        };
        let not_before = retry::later(now, HOMELESS, outside.random());
        let waits_since =
            (message.cause.as_deref() == Some(WAITS_FOR_SETTINGS)).then_some(message.changed_at);
        match waits_since {
            None => self.waits(&ended, WAITS_FOR_SETTINGS, not_before),
            Some(since) if now.duration_since(since) >= self.patience() => {
                self.failed(&ended, NO_WAY_TO_SEND)
            }
            Some(_) => Step::Later { not_before },
        }
    }

    /// The letters that go out from the event mailbox.
    pub(super) fn event_mailbox_letters(&self, taken: &Taken) -> HashSet<LetterId> {
        let letters = taken.letters.iter().filter(|_| self.is_relay());
        letters
            .filter(|(_, _, letter)| letter.head.mode == SendingMode::ReplyTo)
            .map(|(id, ..)| *id)
            .collect()
    }

    /// Finds messages that need not wait for this account, which does not work.
    pub(super) async fn find_strays(&self) {
        let store = self.shared.outside.store();
        let sorted = match store
            .take_messages(self.leased.lease, &self.limits, LOOKED_AT)
            .await
        {
            Ok(taken) => {
                let ours = self.event_mailbox_letters(&taken);
                self.sort(taken.messages, &ours).await.map(drop)
            }
            Err(error) => Err(error),
        };
        if let Err(error) = sorted {
            tracing::error!(account = %self.leased.lease.account, "messages could not be looked at: {error}");
        }
    }
}

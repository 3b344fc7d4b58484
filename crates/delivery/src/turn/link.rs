//! Sessions of a turn: from those that were kept, or new ones.

use super::Turn;
use crate::{access::Access, pool::Link};
use smtp::{Failure, Journal, SmtpSession};
use std::sync::atomic::Ordering;
use tokio::sync::OwnedSemaphorePermit;

impl Turn {
    /// The turn's first session; none where there is none, which the verdict then says.
    pub(super) async fn first_link(&self, access: &Access) -> Option<Link> {
        if let Some(link) = self.kept().await {
            return Some(link);
        }
        let place = if access.relay {
            self.shared.place_at_relay().await?
        } else {
            self.place().await?
        };
        self.open(access, place).await
    }

    /// One more session; none where there is none to be had, which is no fault while another one works. `instead`: of
    /// one that is about to be closed.
    pub(super) async fn another_link(&self, access: &Access, instead: bool) -> Option<Link> {
        if let Some(link) = self.kept().await {
            return Some(link);
        }
        let place = if !access.relay {
            self.place().await?
        } else if instead {
            self.shared
                .next_place_at_relay(access.courier.deadlines.quit)
                .await?
        } else {
            self.shared.another_place_at_relay()?
        };
        self.open(access, place).await
    }

    /// A place at the account's own server. A turn has no more senders than there are, so that the longest wait is for
    /// a session that is being closed.
    async fn place(&self) -> Option<OwnedSemaphorePermit> {
        let places = self.places();
        tokio::select! {
            place = places.acquire_owned() => place.ok(),
            () = self.shared.stopped() => None,
        }
    }

    async fn kept(&self) -> Option<Link> {
        let link = self.shared.pool.take(self.key()).await?;
        self.links.fetch_add(1, Ordering::Relaxed);
        Some(link)
    }

    async fn open(&self, access: &Access, place: OwnedSemaphorePermit) -> Option<Link> {
        let mut journal = Journal::silent();
        let connected = tokio::select! {
            connected = connect(access, place, &mut journal) => connected,
            () = self.shared.stopped() => return None,
        };
        match connected {
            Ok((session, place)) => {
                self.shared.metrics.session_opened();
                self.links.fetch_add(1, Ordering::Relaxed);
                let metrics = self.shared.metrics.clone();
                Some(Link::new(session, journal, self.key(), metrics, place))
            }
            Err(failure) => {
                self.shared.metrics.session_failed();
                tracing::debug!(account = %self.leased.lease.account, "no session: {failure}");
                // While another one works it is no fault: the server takes no more of them.
                if self.links.load(Ordering::Relaxed) == 0 {
                    self.judge(&failure, None, 0);
                }
                None
            }
        }
    }
}

async fn connect(
    access: &Access,
    place: OwnedSemaphorePermit,
    journal: &mut Journal,
) -> Result<(SmtpSession, OwnedSemaphorePermit), Failure> {
    let to = &access.destination;
    let mut session = SmtpSession::open(&access.courier, to, access.plain_allowed, journal).await?;
    match session
        .sign_in(to.user_name.as_deref(), access.password.as_ref(), journal)
        .await
    {
        Ok(()) => Ok((session, place)),
        Err(failure) => {
            session.quit_from(place);
            Err(failure)
        }
    }
}

//! Sessions of a turn: from those that were kept, or new ones.

use super::Turn;
use crate::{access::Access, pool::Link};
use smtp::{Failure, Journal, SmtpSession};
use std::sync::atomic::Ordering;
use tokio::sync::OwnedSemaphorePermit;

impl Turn {
    /// The turn's first session; none where there is none, which the verdict then says.
    pub(super) async fn first_link(&self, access: &Access) -> Option<Link> {
        if let Some(link) = self.kept(access).await {
            return Some(link);
        }
        let place = if access.relay {
            Some(self.shared.place_at_relay().await?)
        } else {
            None
        };
        self.open(access, place).await
    }

    /// One more session; none where there is none to be had, which is no fault while another one works.
    pub(super) async fn another_link(&self, access: &Access) -> Option<Link> {
        if let Some(link) = self.kept(access).await {
            return Some(link);
        }
        let place = if access.relay {
            Some(self.shared.another_place_at_relay()?)
        } else {
            None
        };
        self.open(access, place).await
    }

    async fn kept(&self, access: &Access) -> Option<Link> {
        let link = self.shared.pool.take(self.key(access)).await?;
        self.links.fetch_add(1, Ordering::Relaxed);
        Some(link)
    }

    async fn open(&self, access: &Access, place: Option<OwnedSemaphorePermit>) -> Option<Link> {
        let mut journal = Journal::silent();
        let connected = tokio::select! {
            connected = connect(access, &mut journal) => connected,
            () = self.shared.stopped() => return None,
        };
        match connected {
            Ok(session) => {
                self.shared.metrics.session_opened();
                self.links.fetch_add(1, Ordering::Relaxed);
                let metrics = self.shared.metrics.clone();
                Some(Link::new(session, journal, self.key(access), metrics, place))
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

async fn connect(access: &Access, journal: &mut Journal) -> Result<SmtpSession, Failure> {
    let to = &access.destination;
    let mut session = SmtpSession::open(&access.courier, to, access.plain_allowed, journal).await?;
    match session
        .sign_in(to.user_name.as_deref(), access.password.as_ref(), journal)
        .await
    {
        Ok(()) => Ok(session),
        Err(failure) => {
            session.quit();
            Err(failure)
        }
    }
}

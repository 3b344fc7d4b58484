//! One look into a mailbox: what is new since the last one, which of it are reports, and those handed over.

use crate::{
    fault::Fault,
    report::is_report,
    session::{HEADERS_AT_ONCE, Opened, Session, Wanted},
};
use async_trait::async_trait;
use jiff::civil::Date;
use model::{CompanyId, UserId};
use store::MailboxPlace;

/// How many numbers are searched at once: mails that were deleted since leave gaps.
const WINDOW: u32 = 5_000;
/// How many windows one look searches at most.
const MOST_WINDOWS: u32 = 40;
/// How many new mails one look goes through at most; the next one goes on behind them.
const MOST_MAILS: usize = 5_000;
/// How many reports one look fetches at most.
pub const MOST_REPORTS: usize = 100;

/// What takes reports in.
#[async_trait]
pub trait Deliver: Send + Sync {
    /// Takes a report that came to a user's mailbox: its first MiB, as it is there. The same report may come again.
    async fn mail(&self, company: CompanyId, user: UserId, raw: Vec<u8>) -> Taken;
}

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is stored: it is not fetched again.
    Kept,
    /// It is about none of our letters, and nothing of it is stored: it is not fetched again.
    NotOurs,
    /// Not now: it is fetched again.
    TryLater,
}

/// Where a look begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct From {
    /// How far the mailbox was looked through; none: not at all.
    pub place: Option<MailboxPlace>,
    /// Mails from before this day are none of ours, where there is no such place or it is of another numbering.
    pub since: Date,
}

/// Who asked for a look: takes the reports, and is told how far it came.
#[async_trait]
pub trait Delivered: Send {
    /// Takes a report.
    async fn report(&mut self, raw: Vec<u8>) -> Taken;

    /// Everything up to this place was looked at, and so many reports kept since the last time. Says whether to go on.
    async fn reached(&mut self, place: MailboxPlace, kept: u32) -> bool;
}

/// How a look ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// At the end of the mailbox.
    Through,
    /// Before it: there is more.
    More,
    /// At a report that could not be taken now.
    Later,
    /// Where the one who asked for it wanted no more.
    Stopped,
}

/// Looks through the INBOX of a session that is signed in. Nothing in it is changed but for our own mark at reports
/// that were kept, where the server keeps marks; no mail counts as read, none but reports is fetched.
///
/// # Errors
/// [`Fault`]; what was reached until then has been told.
pub async fn look(session: &mut Session, from: From, to: &mut dyn Delivered) -> Result<Look, Fault> {
    let opened = session.examine().await?;
    let mut looking = Looking {
        session,
        to,
        opened,
        kept: Vec::new(),
        fetched: 0,
        mails: 0,
    };
    let looked = match from.place {
        Some(place) if place.uid_validity == opened.uid_validity => looking.behind(place.last_uid).await?,
        _ => looking.since(from.since).await?,
    };
    let Looking { kept, .. } = looking;
    mark(session, opened, &kept).await;
    Ok(looked)
}

/// Marks what was kept. That is for the mailbox's owner to see; where it can not be done, nothing is lost.
async fn mark(session: &mut Session, opened: Opened, kept: &[u32]) {
    if kept.is_empty() {
        return;
    }
    match session.open_for_marks().await {
        Ok((again, true)) if again.uid_validity == opened.uid_validity => {}
        _ => return,
    }
    for &uid in kept {
        if session.mark(uid).await.is_err() {
            return;
        }
    }
}

struct Looking<'a> {
    session: &'a mut Session,
    to: &'a mut dyn Delivered,
    opened: Opened,
    /// The reports that were kept.
    kept: Vec<u32>,
    /// How many were fetched.
    fetched: usize,
    /// How many mails were looked at.
    mails: usize,
}

impl Looking<'_> {
    /// The first look: what came on this day and since.
    async fn since(&mut self, day: Date) -> Result<Look, Fault> {
        let uids = if self.opened.mails == 0 {
            Vec::new()
        } else {
            self.session.search(Wanted::Since(day)).await?
        };
        let end = self.opened.uid_next.map_or(0, |next| next - 1);
        let end = end.max(uids.last().copied().unwrap_or(0));
        match self.through(&uids).await? {
            Look::Through if self.reached(end, 0).await => Ok(Look::Through),
            Look::Through => Ok(Look::Stopped),
            other => Ok(other),
        }
    }

    /// What came behind this number.
    async fn behind(&mut self, last: u32) -> Result<Look, Fault> {
        let mut last = last;
        for _ in 0..MOST_WINDOWS {
            let Some(first) = last.checked_add(1) else {
                return Ok(Look::Through);
            };
            let end = match self.opened.uid_next {
                Some(next) if first >= next => return Ok(Look::Through),
                Some(next) => Some(last.saturating_add(WINDOW).min(next - 1)),
                None => None,
            };
            let wanted = Wanted::Numbers { first, last: end };
            let uids = self.session.search(wanted).await?;
            match self.through(&uids).await? {
                Look::Through => {}
                other => return Ok(other),
            }
            let Some(end) = end.or_else(|| uids.last().copied()) else {
                return Ok(Look::Through);
            };
            if end > uids.last().copied().unwrap_or(last) && !self.reached(end, 0).await {
                return Ok(Look::Stopped);
            }
            if self.opened.uid_next.is_none() {
                return Ok(Look::Through);
            }
            last = end;
        }
        Ok(Look::More)
    }

    /// These mails, in order.
    async fn through(&mut self, uids: &[u32]) -> Result<Look, Fault> {
        for some in uids.chunks(HEADERS_AT_ONCE) {
            if self.mails >= MOST_MAILS {
                return Ok(Look::More);
            }
            self.mails += some.len();
            let headers = self.session.headers(some).await?;
            for header in headers.iter().filter(|header| is_report(&header.fields)) {
                if self.fetched >= MOST_REPORTS {
                    return Ok(Look::More);
                }
                let Some(raw) = self.session.mail(header.uid).await? else {
                    continue;
                };
                self.fetched += 1;
                let kept = match self.to.report(raw).await {
                    Taken::Kept => {
                        self.kept.push(header.uid);
                        1
                    }
                    Taken::NotOurs => 0,
                    Taken::TryLater => return Ok(Look::Later),
                };
                if !self.reached(header.uid, kept).await {
                    return Ok(Look::Stopped);
                }
            }
            if let Some(&last) = some.last()
                && !self.reached(last, 0).await
            {
                return Ok(Look::Stopped);
            }
        }
        Ok(Look::Through)
    }

    async fn reached(&mut self, last_uid: u32, kept: u32) -> bool {
        let place = MailboxPlace {
            uid_validity: self.opened.uid_validity,
            last_uid,
        };
        self.to.reached(place, kept).await
    }
}

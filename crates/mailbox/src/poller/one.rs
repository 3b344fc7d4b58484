//! One mailbox, from its lease to what is noted of it.

use super::{Poller, trust::client_for};
use crate::{
    fault::Fault,
    look::{Delivered, From, Look, Taken, look},
    open::Client,
    session::{Login, Opened},
};
use async_trait::async_trait;
use jiff::{Span, Timestamp, civil::Date, tz::TimeZone};
use model::settings::Destination;
use std::time::Duration;
use store::{CompanyStore, DueMailbox, Looked, MailboxPlace, StoreError};

/// The longest time between two tries of a mailbox that does not work.
const LONGEST_WAIT: Duration = Duration::from_hours(6);

pub struct One {
    poller: Poller,
    mailbox: DueMailbox,
}

impl One {
    pub fn new(poller: Poller, mailbox: DueMailbox) -> Self {
        Self { poller, mailbox }
    }

    pub async fn run(self) {
        let (company, user) = (self.mailbox.company, self.mailbox.user);
        let looked = match self.look().await {
            Ok(looked) => looked,
            Err(error) => return tracing::error!(%company, %user, "a mailbox was left: {error}"),
        };
        if let Looked::Failed { key, next, .. } = &looked {
            tracing::info!(%company, %user, fault = key, held = next.is_none(), "a mailbox could not be looked into");
        }
        if let Err(error) = self.poller.store.settle_mailbox(&self.mailbox, &looked).await {
            tracing::error!(%company, %user, "what became of a mailbox was not noted: {error}");
        }
    }

    async fn look(&self) -> Result<Looked, StoreError> {
        let company = self.poller.store.company(self.mailbox.company);
        let client = client_for(&self.poller.client, &*company).await?;
        let fault = match self.with(&client).await {
            Ok(Look::Through | Look::Stopped) => return Ok(self.well(self.poller.polling.every)),
            // Nothing is wrong with the mailbox: what is left comes soon, and after the others.
            Ok(Look::More | Look::Later) => return Ok(self.well(Duration::from_mins(1))),
            Err(fault) => fault,
        };
        let wait = wait(self.poller.polling.every, self.mailbox.failures);
        Ok(Looked::Failed {
            key: fault.key().to_owned(),
            said: fault.said().map(str::to_owned),
            next: (!fault.holds()).then(|| self.after(wait)),
        })
    }

    async fn with(&self, client: &Client) -> Result<Look, Fault> {
        let from = From {
            place: self.mailbox.place,
            since: first_day(&self.mailbox),
        };
        let mut to = Told { one: self };
        let login = Login::Password(self.mailbox.password.clone());
        let mut session = client.open(&self.mailbox.destination).await?;
        session
            .sign_in(user_name(&self.mailbox.destination), &login)
            .await?;
        let looked = look(&mut session, from, &mut to).await?;
        session.log_out().await;
        Ok(looked)
    }

    fn well(&self, next: Duration) -> Looked {
        Looked::Well {
            next: self.after(next),
        }
    }

    fn after(&self, wait: Duration) -> Timestamp {
        let now = self.poller.clock.now();
        now.checked_add(wait).unwrap_or(now)
    }
}

/// Takes reports for one mailbox.
struct Told<'a> {
    one: &'a One,
}

#[async_trait]
impl Delivered for Told<'_> {
    async fn report(&mut self, raw: Vec<u8>) -> Taken {
        let mailbox = &self.one.mailbox;
        self.one
            .poller
            .deliver
            .mail(mailbox.company, mailbox.user, raw)
            .await
    }

    async fn reached(&mut self, place: MailboxPlace, kept: u32) -> bool {
        let store = &self.one.poller.store;
        match store.mailbox_reached(&self.one.mailbox, place, kept).await {
            Ok(still_ours) => still_ours,
            Err(error) => {
                tracing::error!("how far a mailbox was looked through was not noted: {error}");
                false
            }
        }
    }
}

/// Twice as long after each failure.
fn wait(every: Duration, failures: u32) -> Duration {
    every
        .saturating_mul(1 << failures.min(10))
        .clamp(every, LONGEST_WAIT.max(every))
}

/// The day from which on mails are looked at where the numbering is new: that of the permission, or, where the server
/// has numbered its mails anew, the day before the last look: the server's calendar may be behind. What comes a second
/// time is known by who takes it.
fn first_day(mailbox: &DueMailbox) -> Date {
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    match mailbox.looked_at {
        Some(looked) if mailbox.place.is_some() => {
            let before = day(looked).saturating_sub(Span::new().days(1));
            before.max(day(mailbox.allowed_at))
        }
        _ => day(mailbox.allowed_at),
    }
}

fn user_name(destination: &Destination) -> &str {
    destination.user_name.as_deref().unwrap_or_default()
}

/// Signs in to a mailbox and opens its INBOX for reading, for a person who waits for the answer: the same session that
/// is looked through later.
///
/// # Errors
/// The store's outside, the mailbox's inside.
pub async fn check(
    client: &Client,
    company: &dyn CompanyStore,
    destination: &Destination,
    login: &Login,
) -> Result<Result<Opened, Fault>, StoreError> {
    let client = client_for(client, company).await?;
    let checked = async {
        let mut session = client.open(destination).await?;
        session.sign_in(user_name(destination), login).await?;
        let opened = session.examine().await?;
        session.log_out().await;
        Ok(opened)
    };
    Ok(checked.await)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_WAIT, wait};
    use std::time::Duration;

    #[test]
    fn a_mailbox_that_does_not_work_is_tried_less_and_less_often() {
        let every = Duration::from_mins(5);
        let waits: Vec<_> = (0..4)
            .map(|failures| wait(every, failures).as_secs() / 60)
            .collect();
        assert_eq!(waits, [5, 10, 20, 40]);
        assert_eq!(wait(every, 30), LONGEST_WAIT);
        let rarely = Duration::from_hours(12);
        assert_eq!(wait(rarely, 30), rarely);
    }
}

//! What came back: inbound mails and events.

mod addresses;
mod filter;
mod list;
mod names;
mod one;
mod pass_on;
mod take_in;
mod write;

pub(crate) use addresses::note_refused;

use crate::{PostgresStore, company::Company};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{CompanyId, EventId, EventName, InboundId, LetterId, Mailbox, MessageId};
use store::{
    Actor, BadAddress, Event, EventCounts, EventDetail, EventMailbox, EventQuery, EventStore, Inbox, Named,
    NewInbound, PassedOn, StoreError, TakenIn, ToPassOn,
};

#[async_trait]
impl Inbox for PostgresStore {
    async fn company_of_message(&self, message: MessageId) -> Result<Option<CompanyId>, StoreError> {
        names::company_of_message(&self.database, message).await
    }

    async fn is_being_sent(&self, named: Named) -> Result<bool, StoreError> {
        names::is_being_sent(&self.database, named).await
    }

    async fn company_of_letter(&self, letter: LetterId) -> Result<Option<CompanyId>, StoreError> {
        names::company_of_letter(&self.database, letter).await
    }

    async fn event_mailbox(&self, name: &EventName) -> Result<Option<EventMailbox>, StoreError> {
        names::event_mailbox(&self.database, name).await
    }

    async fn take_in(&self, mails: &[NewInbound]) -> Result<Vec<TakenIn>, StoreError> {
        take_in::take_in(&self.database, mails).await
    }

    async fn to_pass_on(&self, limit: u32) -> Result<Vec<ToPassOn>, StoreError> {
        pass_on::to_pass_on(&self.database, limit).await
    }

    async fn passed_on(&self, company: CompanyId, mail: InboundId, what: PassedOn) -> Result<(), StoreError> {
        pass_on::passed_on(&self.database, company, mail, what).await
    }

    async fn pass_on_later(
        &self,
        company: CompanyId,
        mail: InboundId,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        pass_on::later(&self.database, company, mail, until).await
    }

    async fn delete_inbound_before(
        &self,
        raw_before: Timestamp,
        events_before: Timestamp,
        limit: u32,
    ) -> Result<u64, StoreError> {
        crate::upkeep::delete_inbound_before(&self.database, raw_before, events_before, limit).await
    }
}

#[async_trait]
impl EventStore for Company {
    async fn events(&self, query: &EventQuery, limit: u32) -> Result<Vec<Event>, StoreError> {
        list::events(self, query, limit).await
    }

    async fn count_events(&self, query: &EventQuery) -> Result<EventCounts, StoreError> {
        list::count(self, query).await
    }

    async fn find_event(&self, id: EventId) -> Result<Option<EventDetail>, StoreError> {
        one::find(self, id).await
    }

    async fn bad_addresses(&self, addresses: &[Mailbox]) -> Result<Vec<BadAddress>, StoreError> {
        addresses::of_these(self, addresses).await
    }

    async fn forget_bad_address(&self, address: &Mailbox, by: &Actor) -> Result<bool, StoreError> {
        addresses::forget(self, address, by).await
    }
}

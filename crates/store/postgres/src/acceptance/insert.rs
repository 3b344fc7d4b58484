//! New letters and their messages, many in a statement a table.

use super::blobs;
use crate::{
    columns::{failed, micros, number, to_json},
    company::Company,
    queue::{accounts_for, keep_users},
};
use jiff::Timestamp;
use model::{LetterId, MessageId, message::MessageState};
use sqlx::PgConnection;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{
    AcceptError, AcceptedLetter, NewLetter, StoreError,
    rows::{name_key, route_json},
};
use uuid::Uuid;

/// The batch that letters are added to, and how many it has.
pub(super) type InBatch = Option<(Uuid, u64)>;

/// What letters need besides themselves.
pub(super) struct Around {
    /// The accounts, by their routes.
    pub(super) accounts: BTreeMap<String, Uuid>,
    users: HashMap<Uuid, String>,
}

/// Keeps users and files that letters need, and makes their accounts. The company is kept.
pub(super) async fn around(
    company: &Company,
    connection: &mut PgConnection,
    letters: &[NewLetter],
) -> Result<Around, AcceptError> {
    let wanted: BTreeSet<Uuid> = letters.iter().map(|new| *new.user.as_uuid()).collect();
    let wanted = Vec::from_iter(wanted);
    let users = keep_users(connection, company.id, &wanted).await?;
    if users.len() < wanted.len() {
        return Err(AcceptError::NoSuchUser);
    }
    blobs::need(company, connection, letters).await?;
    let routes: Result<BTreeSet<String>, StoreError> =
        letters.iter().map(|new| route_json(&new.route)).collect();
    let accounts = accounts_for(&company.database, connection, company.id, routes?).await?;
    let users = users.into_iter().collect();
    Ok(Around { accounts, users })
}

/// Writes letters with their messages, which are in this state.
pub(super) async fn insert(
    company: &Company,
    connection: &mut PgConnection,
    letters: &[NewLetter],
    (around, batch, state): (&Around, InBatch, &str),
    now: Timestamp,
) -> Result<Vec<AcceptedLetter>, StoreError> {
    let mut new = Letters::default();
    let mut messages = Messages::default();
    let mut accepted = Vec::with_capacity(letters.len());
    for letter in letters {
        let id = company.database.new_id()?;
        // Who is not there is found by `around`: his letters are not accepted.
        let user_name = around.users.get(letter.user.as_uuid());
        let user_name = user_name.ok_or(StoreError::Damaged { what: "user" })?;
        new.add(id, letter, user_name.clone())?;
        let account = around.accounts.get(&route_json(&letter.route)?);
        let account = *account.ok_or(StoreError::Damaged { what: "route" })?;
        let first = messages.ids.len();
        for recipient in 0..letter.recipients.len() {
            let message = company.database.new_id()?;
            messages.add(message, (id, account), letter, recipient, now);
        }
        let ids = messages.ids[first..].iter().copied().map(MessageId::from_uuid);
        accepted.push(AcceptedLetter {
            id: LetterId::from_uuid(id),
            messages: ids
                .zip(letter.recipients.iter().map(|(to, _)| to.clone()))
                .collect(),
        });
    }
    new.write(company, connection, batch, now).await?;
    messages
        .write(company, connection, (batch.map(|(id, _)| id), state), now)
        .await?;
    Ok(accepted)
}

#[derive(Default)]
struct Letters {
    ids: Vec<Uuid>,
    users: Vec<Uuid>,
    user_names: Vec<String>,
    subjects: Vec<String>,
    subject_keys: Vec<String>,
    references: Vec<Option<String>>,
    bodies: Vec<String>,
    /// Which letter needs which file.
    files: BTreeSet<(Uuid, Vec<u8>)>,
}

impl Letters {
    fn add(&mut self, id: Uuid, new: &NewLetter, user_name: String) -> Result<(), StoreError> {
        let subject = new.letter.subject.as_str();
        self.ids.push(id);
        self.users.push(*new.user.as_uuid());
        self.user_names.push(user_name);
        self.subjects.push(subject.to_owned());
        self.subject_keys.push(name_key(subject));
        let reference = new.reference.as_ref();
        self.references
            .push(reference.map(|reference| reference.as_str().to_owned()));
        self.bodies.push(to_json("letter", &new.letter)?);
        let files = new.letter.content.attachments.iter();
        self.files
            .extend(files.map(|file| (id, file.hash.as_bytes().to_vec())));
        Ok(())
    }

    async fn write(
        &self,
        company: &Company,
        connection: &mut PgConnection,
        batch: InBatch,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (letters, files): (Vec<Uuid>, Vec<Vec<u8>>) = self.files.iter().cloned().unzip();
        sqlx::query!(
            "WITH s AS (
                SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
                    WITH ORDINALITY AS s (id, user_id, user_name, subject, subject_key, reference, body, place)
            ), l AS (
                INSERT INTO letters (id, company_id, user_id, user_name, batch_id, number, subject, subject_key,
                    reference, body_size, created_at)
                SELECT id, $1, user_id, user_name, $9, $10 + place, subject, subject_key, reference,
                    octet_length(body), $11 FROM s
            )
            INSERT INTO letter_bodies (letter_id, body) SELECT id, body FROM s",
            company.uuid(),
            &self.ids,
            &self.users,
            &self.user_names,
            &self.subjects,
            &self.subject_keys,
            &self.references as &[Option<String>],
            &self.bodies,
            batch.map(|(id, _)| id),
            number(batch.map_or(0, |(_, before)| before)),
            micros(now)
        )
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
        if letters.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "INSERT INTO letter_blobs (letter_id, hash, company_id)
            SELECT letter, hash, $1 FROM unnest($2::uuid[], $3::bytea[]) AS s (letter, hash)",
            company.uuid(),
            &letters,
            &files
        )
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(failed)
    }
}

#[derive(Default)]
struct Messages {
    ids: Vec<Uuid>,
    users: Vec<Uuid>,
    letters: Vec<Uuid>,
    accounts: Vec<Uuid>,
    roles: Vec<String>,
    recipients: Vec<String>,
    recipient_keys: Vec<String>,
    not_before: Vec<i64>,
    deadlines: Vec<Option<i64>>,
    replaces: Vec<Option<Uuid>>,
}

impl Messages {
    fn add(
        &mut self,
        id: Uuid,
        (letter, account): (Uuid, Uuid),
        new: &NewLetter,
        place: usize,
        now: Timestamp,
    ) {
        let (recipient, role) = &new.recipients[place];
        self.ids.push(id);
        self.users.push(*new.user.as_uuid());
        self.letters.push(letter);
        self.accounts.push(account);
        self.roles.push(role.key().to_owned());
        self.recipients.push(recipient.as_str().to_owned());
        self.recipient_keys.push(name_key(recipient.as_str()));
        self.not_before
            .push(new.not_before.map_or(micros(now), |at| micros(at.max(now))));
        self.deadlines.push(new.deadline.map(micros));
        let replaces = new.replaces.filter(|_| place == 0);
        self.replaces.push(replaces.map(|message| *message.as_uuid()));
    }

    async fn write(
        &self,
        company: &Company,
        connection: &mut PgConnection,
        (batch, state): (Option<Uuid>, &str),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let staged = state != MessageState::Queued.key();
        let nothing = vec![None; self.ids.len()];
        let replaces = if staged { &nothing } else { &self.replaces };
        sqlx::query!(
            "INSERT INTO messages (id, company_id, user_id, letter_id, batch_id, account_id, role, recipient,
                recipient_key, state, attempts, not_before, deadline, history, replaces, alone, created_at, changed_at,
                version)
            SELECT id, $1, user_id, letter, $12, account, role, recipient, recipient_key, $13, 0, not_before, deadline,
                '', replaces, false, $14, $14, 1
            FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::bigint[],
                $10::bigint[], $11::uuid[])
                AS s (id, user_id, letter, account, role, recipient, recipient_key, not_before, deadline, replaces)",
            company.uuid(),
            &self.ids,
            &self.users,
            &self.letters,
            &self.accounts,
            &self.roles,
            &self.recipients,
            &self.recipient_keys,
            &self.not_before,
            &self.deadlines as &[Option<i64>],
            replaces as &[Option<Uuid>],
            batch,
            state,
            micros(now)
        )
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(failed)
    }
}

//! Letters and their messages, written with a few statements for all of them.

use super::blobs;
use crate::{
    columns::{failed, micros, to_json},
    company::Company,
    queue::{account_of, hex},
};
use jiff::Timestamp;
use model::{BatchId, ExternalId, LetterId, MessageId, message::MessageState};
use serde::Serialize;
use sqlx::SqliteConnection;
use std::collections::{BTreeSet, HashMap};
use store::{AcceptError, AcceptedLetter, NewLetter, Route, StoreError, rows::name_key};
use uuid::Uuid;

/// Where letters belong.
pub(super) struct Place<'a> {
    /// The state of their messages; none: of a batch that is still handed over.
    pub(super) state: Option<MessageState>,
    /// Their batch, and how many it had before.
    pub(super) batch: Option<(BatchId, i64)>,
    /// Whether what they take the place of is noted.
    pub(super) replacing: bool,
    pub(super) part: &'a Company,
    pub(super) now: Timestamp,
}

/// What was written.
pub(super) struct Written {
    pub(super) letters: Vec<AcceptedLetter>,
    /// The accounts that they go out through.
    pub(super) accounts: Vec<Uuid>,
}

#[derive(Serialize)]
struct LetterColumns<'a> {
    #[serde(skip)]
    uuid: Uuid,
    id: String,
    user: String,
    user_name: &'a str,
    number: i64,
    subject: &'a str,
    subject_key: String,
    reference: Option<&'a str>,
    size: usize,
    #[serde(skip)]
    body: String,
}

#[derive(Serialize)]
struct MessageColumns<'a> {
    id: String,
    user: String,
    letter: String,
    account: String,
    role: &'static str,
    recipient: &'a str,
    recipient_key: String,
    not_before: i64,
    deadline: Option<i64>,
    replaces: Option<String>,
}

/// Writes letters with their messages and what they need: users who are there, files that are there, accounts.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    place: &Place<'_>,
    letters: &[NewLetter],
) -> Result<Written, AcceptError> {
    let company = place.part.uuid();
    let names = user_names(connection, company, letters).await?;
    let files = letters.iter().flat_map(|new| &new.letter.content.attachments);
    blobs::check(connection, company, files).await?;
    let mut accounts = HashMap::<&Route, Uuid>::new();
    for new in letters {
        if !accounts.contains_key(&new.route) {
            let account = account_of(&place.part.database, connection, place.part.id, &new.route).await?;
            accounts.insert(&new.route, account);
        }
    }
    let (mut letter_rows, mut message_rows, mut file_rows) = (Vec::new(), Vec::new(), Vec::new());
    let mut accepted = Vec::with_capacity(letters.len());
    let first = place.batch.map_or(1, |(_, before)| before + 1);
    for (new, number) in letters.iter().zip(first..) {
        let id = place.part.database.new_id()?;
        let row = letter_columns(new, &id, number, &names)?;
        let files: BTreeSet<_> = new
            .letter
            .content
            .attachments
            .iter()
            .map(|file| file.hash)
            .collect();
        file_rows.extend(files.into_iter().map(|hash| (row.id.clone(), hash)));
        let mut messages = Vec::with_capacity(new.recipients.len());
        for (recipient, role) in &new.recipients {
            let message = place.part.database.new_id()?;
            let first = messages.is_empty() && place.replacing;
            let replaces = new.replaces.filter(|_| first);
            message_rows.push(MessageColumns {
                id: hex(&message),
                user: row.user.clone(),
                letter: row.id.clone(),
                account: hex(&accounts[&new.route]),
                role: role.key(),
                recipient: recipient.as_str(),
                recipient_key: name_key(recipient.as_str()),
                not_before: micros(new.not_before.map_or(place.now, |at| at.max(place.now))),
                deadline: new.deadline.map(micros),
                replaces: replaces.map(|id| hex(id.as_uuid())),
            });
            messages.push((MessageId::from_uuid(message), recipient.clone()));
        }
        letter_rows.push(row);
        accepted.push(AcceptedLetter {
            id: LetterId::from_uuid(id),
            messages,
        });
    }
    insert_letters(connection, place, &letter_rows).await?;
    insert_files(connection, company, &file_rows).await?;
    insert_messages(connection, place, &message_rows).await?;
    Ok(Written {
        letters: accepted,
        accounts: accounts.into_values().collect(),
    })
}

fn letter_columns<'a>(
    new: &'a NewLetter,
    id: &Uuid,
    number: i64,
    names: &'a HashMap<Uuid, String>,
) -> Result<LetterColumns<'a>, AcceptError> {
    let body = to_json("letter", &new.letter)?;
    let user = new.user.as_uuid();
    let subject = new.letter.subject.as_str();
    Ok(LetterColumns {
        uuid: *id,
        id: hex(id),
        user: hex(user),
        user_name: names.get(user).ok_or(AcceptError::NoSuchUser)?,
        number,
        subject,
        subject_key: name_key(subject),
        reference: new.reference.as_ref().map(ExternalId::as_str),
        size: body.len(),
        body,
    })
}

/// The names of the users whose letters these are: each has to be there.
async fn user_names(
    connection: &mut SqliteConnection,
    company: &Uuid,
    letters: &[NewLetter],
) -> Result<HashMap<Uuid, String>, AcceptError> {
    let users: BTreeSet<&Uuid> = letters.iter().map(|new| new.user.as_uuid()).collect();
    let wanted = users.len();
    let users = crate::queue::hex_list(users)?;
    let names: HashMap<Uuid, String> = sqlx::query!(
        r#"SELECT u.id AS "id: Uuid", u.name FROM json_each(?2) s
            CROSS JOIN users u ON u.company_id = ?1 AND u.id = unhex(s.value)"#,
        company,
        users
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?
    .into_iter()
    .map(|row| (row.id, row.name))
    .collect();
    if names.len() < wanted {
        blobs::check_company(connection, company).await?;
        return Err(AcceptError::NoSuchUser);
    }
    Ok(names)
}

async fn insert_letters(
    connection: &mut SqliteConnection,
    place: &Place<'_>,
    rows: &[LetterColumns<'_>],
) -> Result<(), StoreError> {
    let (company, now) = (place.part.uuid(), micros(place.now));
    let batch = place.batch.map(|(batch, _)| *batch.as_uuid());
    let (bodies, rows) = (rows, to_json("letters", rows)?);
    sqlx::query!(
        "INSERT INTO letters (id, company_id, user_id, user_name, batch_id, number, subject, subject_key, reference,
            body_size, created_at)
        SELECT unhex(value ->> 'id'), ?2, unhex(value ->> 'user'), value ->> 'user_name', ?3, value ->> 'number',
            value ->> 'subject', value ->> 'subject_key', value ->> 'reference', value ->> 'size', ?4
        FROM json_each(?1)",
        rows,
        company,
        batch,
        now
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    for row in bodies {
        let id = row.uuid;
        // One by one: to take them out of JSON costs more than to ask again.
        sqlx::query!(
            "INSERT INTO letter_bodies (letter_id, body) VALUES (?, ?)",
            id,
            row.body
        )
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    }
    Ok(())
}

async fn insert_files(
    connection: &mut SqliteConnection,
    company: &Uuid,
    rows: &[(String, model::letter::BlobHash)],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = to_json("files", rows)?;
    sqlx::query!(
        "INSERT INTO letter_blobs (letter_id, hash, company_id)
        SELECT unhex(value ->> 0), unhex(value ->> 1), ?2 FROM json_each(?1)",
        rows,
        company
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

async fn insert_messages(
    connection: &mut SqliteConnection,
    place: &Place<'_>,
    rows: &[MessageColumns<'_>],
) -> Result<(), StoreError> {
    let (company, now) = (place.part.uuid(), micros(place.now));
    let batch = place.batch.map(|(batch, _)| *batch.as_uuid());
    let state = place.state.map_or("staged", MessageState::key);
    let rows = to_json("messages", rows)?;
    sqlx::query!(
        "INSERT INTO messages (id, company_id, user_id, letter_id, batch_id, account_id, role, recipient,
            recipient_key, state, attempts, not_before, deadline, history, replaces, alone, created_at, changed_at,
            version)
        SELECT unhex(value ->> 'id'), ?2, unhex(value ->> 'user'), unhex(value ->> 'letter'), ?3,
            unhex(value ->> 'account'), value ->> 'role', value ->> 'recipient', value ->> 'recipient_key', ?4, 0,
            value ->> 'not_before', value ->> 'deadline', '', unhex(value ->> 'replaces'), 0, ?5, ?5, 1
        FROM json_each(?1)",
        rows,
        company,
        batch,
        state,
        now
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

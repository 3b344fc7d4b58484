//! What is fetched: few header fields of each new mail, and the whole of those that are reports. Never so that the
//! mail counts as read (`BODY.PEEK`).

use super::{Session, done};
use crate::{
    fault::Fault,
    report,
    wire::{Response, Token},
};

/// The header fields that are asked for may have so many bytes; what is more is cut off by the server.
const LARGEST_HEADER: u32 = 8 * 1024;
/// How many mails' header fields are asked for at once.
pub const HEADERS_AT_ONCE: usize = 50;
/// How much of a report is fetched: what a report says is in its beginning, what it gives back behind that.
pub const LARGEST_MAIL: u32 = 1024 * 1024;
/// What a server may say beside the bytes that were asked for.
const BESIDE: usize = 64 * 1024;

/// What was asked of one mail to see whether it is a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its number.
    pub uid: u32,
    /// The fields that were asked for ([`report::FIELDS`]), and no others.
    pub fields: Vec<u8>,
}

impl Session {
    /// The fields of at most [`HEADERS_AT_ONCE`] mails, for those that are still there.
    ///
    /// # Errors
    /// [`Fault`], as the server has it.
    pub async fn headers(&mut self, uids: &[u32]) -> Result<Vec<Header>, Fault> {
        let uids = &uids[..uids.len().min(HEADERS_AT_ONCE)];
        if uids.is_empty() {
            return Ok(Vec::new());
        }
        let set: Vec<String> = uids.iter().map(u32::to_string).collect();
        let command = format!(
            "UID FETCH {} (UID BODY.PEEK[HEADER.FIELDS ({})]<0.{LARGEST_HEADER}>)",
            set.join(","),
            report::FIELDS.join(" ")
        );
        let largest = usize_of(LARGEST_HEADER);
        let most = uids.len() * largest + BESIDE;
        let mut headers = Vec::new();
        let tag = self.wire.say(&command, most, largest).await?;
        let answer = self
            .wire
            .answer(&tag, |response| {
                if let Some((uid, fields)) = fetched(response)
                    && uids.contains(&uid)
                    && !headers.iter().any(|known: &Header| known.uid == uid)
                {
                    headers.push(Header { uid, fields });
                }
                Ok(())
            })
            .await?;
        done(answer)?;
        headers.sort_unstable_by_key(|header| header.uid);
        Ok(headers)
    }

    /// The first MiB of a mail; none where it is gone.
    ///
    /// # Errors
    /// [`Fault`], as the server has it.
    pub async fn mail(&mut self, uid: u32) -> Result<Option<Vec<u8>>, Fault> {
        let command = format!("UID FETCH {uid} (UID BODY.PEEK[]<0.{LARGEST_MAIL}>)");
        let largest = usize_of(LARGEST_MAIL);
        let mut mail = None;
        let tag = self.wire.say(&command, largest + BESIDE, largest).await?;
        let answer = self
            .wire
            .answer(&tag, |response| {
                if let Some((of, whole)) = fetched(response)
                    && of == uid
                {
                    mail = Some(whole);
                }
                Ok(())
            })
            .await?;
        done(answer)?;
        Ok(mail)
    }
}

/// The number and the text of `* 12 FETCH (UID 34 BODY[…] {n}…)`, in any order. A mail that went away in between has
/// NIL for a text.
fn fetched(response: Response) -> Option<(u32, Vec<u8>)> {
    let Response::Data(mut data) = response else {
        return None;
    };
    let is_fetch = matches!(data.as_slice(), [number, word, Token::List(_)]
        if number.number().is_some() && word.is("FETCH"));
    let Some(Token::List(items)) = data.pop().filter(|_| is_fetch) else {
        return None;
    };
    let (mut uid, mut text) = (None, None);
    let mut items = items.into_iter();
    while let (Some(name), Some(value)) = (items.next(), items.next()) {
        if name.is("UID") {
            uid = value.number();
        } else if name.begins("BODY[")
            && let Token::Text(bytes) = value
        {
            text = Some(bytes);
        }
    }
    uid.zip(text)
}

fn usize_of(size: u32) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}

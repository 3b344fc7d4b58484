//! Sign-in with an OAuth token: XOAUTH2 and OAUTHBEARER (RFC 7628).

use super::{Credentials, LONGEST_COMMAND, Mechanism};
use crate::{
    guard::RawReply,
    session::{
        SmtpSession,
        journal::Journal,
        secrets::{bearer_blob, xoauth2_blob},
        talk::meaning,
    },
};
use base64::{
    Engine,
    alphabet::STANDARD as ALPHABET,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use model::session::{Fault, Reply};
use secrecy::{ExposeSecret, zeroize::Zeroizing};

/// How much of a server's status is kept, so that its words in the refusal still fit behind it.
const LONGEST_STATUS: usize = 90;

/// With and without padding: not every server writes it.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl SmtpSession {
    /// The message in the command's line if it fits there (RFC 4954, section 4), else after the server's empty
    /// question. A question that is not empty is the reason of a refusal that comes once it is answered.
    pub(super) async fn bearer(
        &mut self,
        mechanism: Mechanism,
        who: &Credentials<'_>,
        journal: &mut Journal,
    ) -> Result<Reply, Fault> {
        let token = who.secret.expose_secret();
        // the answer to the reason: nothing in XOAUTH2, ^A in OAUTHBEARER (RFC 7628, section 3.2.3)
        let (blob, noted) = match mechanism {
            Mechanism::OAuthBearer => (bearer_blob(who.user_name, token), "AQ=="),
            _ => (xoauth2_blob(who.user_name, token), ""),
        };
        let name = mechanism.name();
        let command = Zeroizing::new(format!("AUTH {name} {}", blob.as_str()));
        let mut raw = if command.len() <= LONGEST_COMMAND {
            self.token_line(&command, &format!("AUTH {name} ***"), journal)
                .await?
        } else {
            let bare = format!("AUTH {name}");
            self.token_line(&bare, &bare, journal).await?
        };
        // also where a server overlooked the message in the command and asks for it
        if raw.code == 334 && is_empty(&raw) {
            raw = self.token_line(&blob, "***", journal).await?;
        }
        if raw.code != 334 {
            return Ok(journal.reply(&raw));
        }
        let status = status(&raw, journal);
        let mut refusal = self.token_line(noted, noted, journal).await?;
        if refusal.code >= 400 {
            refusal.lines.insert(0, status);
        }
        Ok(journal.reply(&refusal))
    }

    /// Sends a line and writes down another. A question is not written down: in its base64 a token could hide.
    async fn token_line(
        &mut self,
        line: &str,
        shown: &str,
        journal: &mut Journal,
    ) -> Result<RawReply, Fault> {
        journal.we_said(shown);
        let line = Zeroizing::new(format!("{line}\r\n"));
        self.talk.say(&line, journal).await?;
        let wait = self.talk.deadlines.command;
        let raw = self.talk.hear_raw(wait).await.map_err(meaning)?;
        journal.server_said(&raw, |_, _| raw.code != 334);
        Ok(raw)
    }
}

fn is_empty(question: &RawReply) -> bool {
    question.lines.iter().all(|line| line.trim().is_empty())
}

/// The reason for people, as JSON: without secrets, cut. What is no base64 stands as it came.
fn status(question: &RawReply, journal: &Journal) -> String {
    let said = question.lines.concat();
    let decoded = LENIENT.decode(said.trim());
    let status = decoded.map_or(said, |bytes| String::from_utf8_lossy(&bytes).into_owned());
    let status = journal.hide(&status);
    let words: Vec<&str> = status.split_whitespace().collect();
    let mut status = words.join(" ");
    if let Some((end, _)) = status.char_indices().nth(LONGEST_STATUS) {
        status.truncate(end);
        status.push('…');
    }
    status
}

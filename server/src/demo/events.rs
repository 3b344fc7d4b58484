//! What came back about the demo's letters, one of each kind that people meet, so that the pages of events are not empty.
//! Taken in as what the event mailbox gets; the mails are written here.

use model::{
    Mailbox,
    event::{Cause, Clue, Distrust, Kind, Source},
};
use sha2::{Digest, Sha256};
use store::{CompanyStore, Message, MessageQuery, Named, NewEvent, NewInbound, Store, TakenIn, User};

/// What came, about the letter to whom.
struct Sample {
    to: &'static str,
    kind: Kind,
    cause: Option<Cause>,
    hard: bool,
    codes: Option<(u16, &'static str)>,
    /// What the other server said, or what somebody wrote.
    words: &'static str,
    forged: bool,
}

const PLAIN: Sample = Sample {
    to: "",
    kind: Kind::Bounce,
    cause: None,
    hard: false,
    codes: None,
    words: "",
    forged: false,
};

const EVENTS: [Sample; 8] = [
    Sample {
        to: "info@jalgratas.example",
        cause: Some(Cause::MailboxFull),
        codes: Some((552, "5.2.2")),
        words: "552 5.2.2 <info@jalgratas.example>: the mailbox is over its quota",
        ..PLAIN
    },
    Sample {
        to: "kontor@leivakoda.example",
        cause: Some(Cause::RefusedContent),
        codes: Some((554, "5.7.1")),
        words: "554 5.7.1 this message looks like spam to our filter (score 9.1)",
        ..PLAIN
    },
    Sample {
        to: "info@pilliroog.example",
        kind: Kind::Delayed,
        cause: Some(Cause::Temporary),
        codes: Some((451, "4.4.1")),
        words: "451 4.4.1 mx.pilliroog.example does not answer; trying again for 4 more days",
        ..PLAIN
    },
    Sample {
        to: "arved@metsatee.example",
        kind: Kind::AutomaticReply,
        words: "Tere!\r\n\r\nOlen puhkusel 30. novembrini. Kiiretes asjades kirjutage kontor@metsatee.example.\r\n\r\nRein",
        ..PLAIN
    },
    Sample {
        to: "info@kaseke.example",
        kind: Kind::RealReply,
        words: "Tere!\r\n\r\nSaime arve kätte, aitäh. Palun lisage järgmisele meie tellimuse number.\r\n\r\nTiiu",
        ..PLAIN
    },
    Sample {
        to: "teade@lumi.example",
        cause: Some(Cause::NoSuchAddress),
        hard: true,
        codes: Some((550, "5.1.1")),
        words: "550 5.1.1 <teade@lumi.example>: there is no such mailbox here",
        ..PLAIN
    },
    Sample {
        to: "accounts@copper-kettle.example",
        cause: Some(Cause::Inactive),
        hard: true,
        codes: Some((550, "5.2.1")),
        words: "550 5.2.1 this mailbox is closed; write to office@copper-kettle.example",
        ..PLAIN
    },
    Sample {
        to: "raamatupidaja@lumi.example",
        cause: Some(Cause::NoSuchAddress),
        hard: true,
        codes: Some((550, "5.1.1")),
        words: "550 5.1.1 user unknown",
        forged: true,
        ..PLAIN
    },
];

/// Makes them, about letters of this user.
pub async fn create(store: &dyn Store, user: &User) -> anyhow::Result<()> {
    let company = store.company(user.company);
    for sample in &EVENTS {
        let Some(message) = letter_to(&*company, sample.to).await? else {
            continue;
        };
        let taken_in = store.take_in(&[mail(user, &message, sample)?]).await?;
        anyhow::ensure!(
            matches!(taken_in.as_slice(), [TakenIn::Kept { .. }]),
            "the event about {} was not kept: {taken_in:?}",
            sample.to
        );
    }
    Ok(())
}

/// The newest letter to somebody that was sent.
async fn letter_to(company: &dyn CompanyStore, to: &str) -> anyhow::Result<Option<Message>> {
    let query = MessageQuery {
        states: vec![model::message::MessageState::Sent],
        search: Some(to.to_owned()),
        ..MessageQuery::default()
    };
    Ok(company.messages(&query, 1).await?.pop())
}

fn mail(user: &User, message: &Message, sample: &Sample) -> anyhow::Result<NewInbound> {
    let to: Mailbox = sample.to.parse()?;
    let host = format!("mx.{}", to.domain());
    let (sender, subject, raw) = if sample.codes.is_some() {
        let sender = format!("Mail Delivery System <MAILER-DAEMON@{host}>");
        let subject = match sample.kind {
            Kind::Delayed => "Your letter is delayed",
            _ => "Your letter could not be delivered",
        };
        let raw = report(user, message, sample, &host, (&sender, subject));
        (sender, subject.to_owned(), raw)
    } else {
        let subject = match sample.kind {
            Kind::AutomaticReply => "Automaatvastus: olen puhkusel".to_owned(),
            _ => format!("Re: {}", message.subject),
        };
        let raw = reply(user, message, sample, &subject);
        (to.to_string(), subject, raw)
    };
    let raw = raw.into_bytes();
    Ok(NewInbound {
        company: user.company,
        source: Source::Smtp,
        envelope_sender: None,
        envelope_recipient: None,
        sender: Some(sender),
        subject,
        message_id: None,
        size: raw.len() as u64,
        digest: Sha256::digest(&raw).into(),
        raw: Some(raw),
        user: None,
        pass_on: false,
        events: vec![NewEvent {
            kind: sample.kind,
            cause: sample.cause,
            hard: sample.hard,
            status: sample.codes.and_then(|(_, status)| status.parse().ok()),
            reply_code: sample.codes.map(|(code, _)| code),
            evidence: sample.codes.map(|_| sample.words.to_owned()).unwrap_or_default(),
            reporter: sample.codes.map(|_| host),
            recipient: Some(to.to_string()),
            names: Some((
                if sample.codes.is_some() {
                    Clue::ReturnPath
                } else {
                    Clue::MessageId
                },
                Named::Message(message.id),
            )),
            distrust: sample.forged.then_some(Distrust::Signature),
        }],
    })
}

/// A report of the form of RFC 3464.
fn report(
    user: &User,
    message: &Message,
    sample: &Sample,
    host: &str,
    (from, subject): (&str, &str),
) -> String {
    let (to, words) = (sample.to, sample.words);
    let status = sample.codes.map_or("5.0.0", |(_, status)| status);
    let (action, text) = match sample.kind {
        Kind::Delayed => ("delayed", "could not be delivered yet. It is tried again"),
        _ => ("failed", "could not be delivered"),
    };
    format!(
        "From: {from}\r\nTo: {sender}\r\nSubject: {subject}\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"demo-{id}\"\r\n\r\n\
         --demo-{id}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         This is the mail server {host}.\r\n\r\nYour letter to <{to}> {text}:\r\n\r\n    {words}\r\n\r\n\
         --demo-{id}\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; {host}\r\n\r\n\
         Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {words}\r\n\r\n\
         --demo-{id}\r\nContent-Type: text/rfc822-headers\r\n\r\n\
         Received: from portal.naidis.ee by {host} with ESMTPS\r\nFrom: {sender}\r\nTo: {to}\r\n\
         Subject: {letter}\r\nMessage-ID: <{id}@portal.naidis.ee>\r\n\r\n--demo-{id}--\r\n",
        sender = user.email,
        id = message.id,
        letter = message.subject,
    )
}

/// What somebody, or a program of his, wrote.
fn reply(user: &User, message: &Message, sample: &Sample, subject: &str) -> String {
    let automatic = match sample.kind {
        Kind::AutomaticReply => "Auto-Submitted: auto-replied\r\n",
        _ => "",
    };
    format!(
        "From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nIn-Reply-To: <{id}@portal.naidis.ee>\r\n{automatic}\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         {words}\r\n",
        from = sample.to,
        to = user.email,
        id = message.id,
        words = sample.words,
    )
}

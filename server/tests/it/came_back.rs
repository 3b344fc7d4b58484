//! What came back, on its pages: the list, one event, at the letter and the batch, the warnings. Who sees what.

mod list;
mod one;
mod warning;

use crate::{
    letters::stage::{Fate, Stage, own},
    support::{Browser, html},
};
use model::{
    BatchId, CompanyId, EventId, MessageId,
    event::{Cause, Clue, Distrust, Kind, Source},
};
use sha2::{Digest as _, Sha256};
use store::{Inbox as _, Named, NewEvent, NewInbound, TakenIn, User};

/// A page's main part as text, in Estonian.
async fn reads(browser: &Browser, path: &str) -> String {
    let page = browser.get(&format!("/et{path}")).await.expect(200).html();
    html::text(html::main_of(&page))
}

/// A report of the usual form about a letter that came back.
fn report(to: &str) -> String {
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.kliendid.ee>\r\n\
         To: bounce@event.saatja.test\r\n\
         Subject: Undelivered Mail Returned to Sender\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"edge\"\r\n\r\n\
         --edge\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         <script>alert(1)</script> Your letter \u{202e}did not arrive.\r\n\
         --edge\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.kliendid.ee\r\n\r\n\
         Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\
         --edge\r\nContent-Type: text/rfc822-headers\r\n\r\n\
         Subject: Arve <b>tagasi</b>\r\nX-Returned-By: mx.kliendid.ee\r\n\
         --edge--\r\n"
    )
}

/// An event about a message, believed by its signed return path.
fn about(message: MessageId, to: &str, kind: Kind, cause: Option<Cause>) -> NewEvent {
    NewEvent {
        kind,
        cause,
        hard: cause == Some(Cause::NoSuchAddress),
        status: Some("5.1.1".parse().unwrap()),
        reply_code: Some(550),
        evidence: "550 5.1.1 <b>no such user</b>".to_owned(),
        reporter: Some("mx.kliendid.ee".to_owned()),
        recipient: Some(to.to_owned()),
        names: Some((Clue::ReturnPath, Named::Message(message))),
        distrust: None,
    }
}

/// A mail with these events.
fn mail(company: CompanyId, raw: &str, events: Vec<NewEvent>) -> NewInbound {
    let said = format!("{events:?}");
    NewInbound {
        company,
        source: Source::Smtp,
        envelope_sender: None,
        envelope_recipient: Some("bounce@event.saatja.test".to_owned()),
        sender: Some("Mail Delivery System <MAILER-DAEMON@mx.kliendid.ee>".to_owned()),
        subject: "=Undelivered Mail".to_owned(),
        message_id: None,
        size: raw.len() as u64,
        digest: Sha256::digest(format!("{raw}{said}")).into(),
        raw: Some(raw.to_owned().into_bytes()),
        user: None,
        pass_on: false,
        events,
    }
}

/// Takes a mail in, and gives its events.
async fn takes_in(stage: &Stage, mail: NewInbound) -> Vec<EventId> {
    match &stage.people.store().take_in(&[mail]).await.unwrap()[..] {
        [TakenIn::Kept { events, .. }] => events.clone(),
        other => panic!("{other:?}"),
    }
}

/// A letter of a user that was sent and came back.
async fn came_back(
    stage: &Stage,
    user: &User,
    to: &str,
    subject: &str,
    cause: Cause,
) -> (MessageId, EventId) {
    let message = stage
        .ended(user, to, subject, own(user, "smtp.naidis.ee"), Fate::Sent)
        .await;
    let event = about(message, to, Kind::Bounce, Some(cause));
    let events = takes_in(stage, mail(user.company, &report(to), vec![event])).await;
    (message, events[0])
}

/// The same event, not believed.
async fn forged(stage: &Stage, user: &User, message: MessageId, to: &str) -> EventId {
    let event = NewEvent {
        distrust: Some(Distrust::Signature),
        ..about(message, to, Kind::Bounce, Some(Cause::Inactive))
    };
    takes_in(stage, mail(user.company, &report(to), vec![event])).await[0]
}

/// A batch that nobody started, with a letter to an address that letters did not reach.
async fn batch_to(stage: &Stage, user: &User, to: &str) -> BatchId {
    use crate::letters::stage::letter;
    use store::{Actor, Idempotency, NewBatch, Store as _};
    let company = stage.people.store().company(user.company);
    let batch = NewBatch {
        user: user.id,
        name: "Novembri arved".to_owned(),
        reference: None,
        paused: true,
    };
    let id = company.stage_batch(&batch).await.unwrap();
    let letters = [
        letter(user, to, "Arve", own(user, "smtp.naidis.ee")),
        letter(user, "teine@kliendid.ee", "Arve", own(user, "smtp.naidis.ee")),
    ];
    company.stage_letters(id, &letters).await.unwrap();
    let key = Idempotency {
        key: "batch".to_owned(),
        digest: [1; 32],
    };
    company.accept_batch(id, &key, &Actor::Operator).await.unwrap();
    id
}

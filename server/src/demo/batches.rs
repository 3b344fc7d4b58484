//! Two mass mailings of the demo's company: one in the middle, which somebody paused, and one that waits to be started. No
//! letter of them leaves.

use super::{
    fate::{self, Fate},
    letters::{no_limit, plain},
};
use model::{BatchId, settings::Destination};
use sha2::{Digest, Sha256};
use std::time::Duration;
use store::{
    Actor, BatchDecision, Clock, CompanyStore, Decision, Idempotency, NewBatch, NewLetter, Release, Route,
    Store, User,
};

/// Whom the invoices go to, and what became of those that went out before the batch was paused.
const INVOICES: [(&str, Option<Fate>); 20] = [
    ("info@aiandikeskus.example", Some(Fate::Sent)),
    ("arved@allika-talu.example", Some(Fate::Sent)),
    ("raamatupidaja@hoburaud.example", Some(Fate::Sent)),
    ("info@jalgratas.example", Some(Fate::Sent)),
    ("myyk@kadakas.example", Some(Fate::Sent)),
    (
        "arved@kuuse-ja-pojad.example",
        Some(Fate::Failed(
            "recipient-refused",
            550,
            "5.1.1 <arved@kuuse-ja-pojad.example>: Recipient address rejected: User unknown",
        )),
    ),
    ("kontor@leivakoda.example", Some(Fate::Sent)),
    ("info@linnuaed.example", Some(Fate::Sent)),
    ("arved@meremark.example", Some(Fate::Sent)),
    ("juhatus@mesitaru.example", Some(Fate::Sent)),
    (
        "info@nahkhiir.example",
        Some(Fate::Failed(
            "mailbox-full-recipient",
            552,
            "5.2.2 <info@nahkhiir.example>: Mailbox full",
        )),
    ),
    ("arved@paadisild.example", Some(Fate::Sent)),
    ("info@pilliroog.example", Some(Fate::Sent)),
    ("raamatupidaja@rukkivihk.example", Some(Fate::Sent)),
    ("info@saepuru.example", Some(Fate::Sent)),
    ("arved@tuuleveski.example", None),
    ("info@ulukikeskus.example", None),
    ("kontor@vaarikas.example", None),
    ("arved@ykssarvik.example", None),
    ("info@oeoetulp.example", None),
];

/// Whom the greeting is for.
const GREETINGS: [&str; 6] = [
    "office@birchwood.example",
    "accounts@copper-kettle.example",
    "hello@harbour-lights.example",
    "info@northern-knits.example",
    "orders@paper-mill.example",
    "team@stone-bridge.example",
];

/// Makes them, of this user.
pub async fn create(
    store: &dyn Store,
    clock: &dyn Clock,
    user: &User,
    server: &Destination,
) -> anyhow::Result<()> {
    let route = Route::OwnServer {
        destination: server.clone(),
        secret: None,
    };
    let company = store.company(user.company);
    let mut letters = Vec::new();
    for ((to, _), number) in INVOICES.into_iter().zip(901..) {
        let subject = format!("Arve nr {number}");
        let text = "Tere!\n\nSaadame teile septembri arve. Maksetähtaeg on 14 päeva.\n\nNäidis OÜ";
        letters.push(plain(user, &route, to, &subject, text)?);
    }
    let invoices = hand_over(&*company, user, "Arved, september", false, &letters).await?;
    some_go_out(store, clock, server).await?;
    company
        .decide_batch(invoices, BatchDecision::Pause, &Actor::Operator)
        .await?;
    cancel_last(&*company, invoices).await?;

    let mut letters = Vec::new();
    for to in GREETINGS {
        let text =
            "Hello!\n\nWe are closed from 23 December to 2 January. Thank you for this year!\n\nNäidis OÜ";
        letters.push(plain(user, &route, to, "Our holiday opening hours", text)?);
    }
    hand_over(&*company, user, "Holiday opening hours", true, &letters).await?;
    Ok(())
}

async fn hand_over(
    company: &dyn CompanyStore,
    user: &User,
    name: &str,
    paused: bool,
    letters: &[NewLetter],
) -> anyhow::Result<BatchId> {
    let batch = NewBatch {
        user: user.id,
        name: name.to_owned(),
        reference: None,
        paused,
    };
    let batch = company.stage_batch(&batch).await?;
    company.stage_letters(batch, letters).await?;
    let key = Idempotency {
        key: format!("demo {name}"),
        digest: Sha256::digest(name).into(),
    };
    company.accept_batch(batch, &key, &Actor::Operator).await?;
    Ok(batch)
}

/// Those that have a fate meet it.
async fn some_go_out(store: &dyn Store, clock: &dyn Clock, server: &Destination) -> anyhow::Result<()> {
    let fates: Vec<Fate> = INVOICES.iter().filter_map(|(_, fate)| *fate).collect();
    let most = u32::try_from(fates.len())?;
    for account in store.lease_accounts(1, Duration::from_mins(1), false).await? {
        let lease = account.lease;
        let taken = store.take_messages(lease, &no_limit(), most).await?;
        for (message, fate) in taken.messages.iter().zip(&fates) {
            fate::end(store, lease, message.id, *fate, (server, clock.now())).await?;
        }
        store.release(lease, &Release::default()).await?;
    }
    Ok(())
}

/// One of those that wait is not wanted any more.
async fn cancel_last(company: &dyn CompanyStore, batch: BatchId) -> anyhow::Result<()> {
    let query = store::MessageQuery {
        batch: Some(batch),
        ..store::MessageQuery::default()
    };
    // Newest first.
    if let Some(message) = company.messages(&query, 1).await?.first() {
        company
            .decide(message.id, Decision::Cancel, None, &Actor::Operator)
            .await?;
    }
    Ok(())
}

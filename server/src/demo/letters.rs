//! A few letters of the demo's company, one in each state that people meet, so that the log is not empty. They are made
//! through the queue as any others, before it runs; none of them leaves.

use super::fate::{self, Fate};
use jiff::SignedDuration;
use model::{
    Host, Mailbox, Port, Security,
    letter::{Addressee, Content, Letter, LetterHead, Subject},
    message::RecipientRole,
    settings::{Destination, SendingMode},
};
use std::time::Duration;
use store::{Actor, Clock, NewLetter, PaceLimits, Release, Route, Store, User};

/// Recipient, subject, text, fate; without one it goes in some hours.
type Sample = (&'static str, &'static str, &'static str, Option<Fate>);

const LETTERS: [Sample; 8] = [
    (
        "info@kaseke.example",
        "Arve nr 1038",
        "Tere!\n\nSaadame teile oktoobri arve. Maksetähtaeg on 14 päeva.\n\nNäidis OÜ",
        Some(Fate::Sent),
    ),
    (
        "arved@metsatee.example",
        "Arve nr 1039",
        "Tere!\n\nSaadame teile oktoobri arve.\n\nNäidis OÜ",
        Some(Fate::Sent),
    ),
    (
        "raamatupidaja@lumi.example",
        "Arve nr 1040",
        "Tere!\n\nSaadame teile oktoobri arve.\n\nNäidis OÜ",
        Some(Fate::Sent),
    ),
    (
        "info@kasseke.example",
        "Arve nr 1041",
        "Tere!\n\nSaadame teile novembri arve.\n\nNäidis OÜ",
        Some(Fate::Failed(
            "recipient-refused",
            550,
            "5.1.1 <info@kasseke.example>: Recipient address rejected: User unknown",
        )),
    ),
    (
        "juhataja@rukkilill.example",
        "Meeldetuletus: arve nr 1022",
        "Tere!\n\nArve nr 1022 on veel tasumata.\n\nNäidis OÜ",
        Some(Fate::InDoubt),
    ),
    (
        "arved@metsatee.example",
        "Arve nr 1042",
        "Tere!\n\nSaadame teile novembri arve.\n\nNäidis OÜ",
        None,
    ),
    (
        "teade@lumi.example",
        "Lahtiolekuajad pühade ajal",
        "Tere!\n\nPühade ajal oleme suletud.\n\nNäidis OÜ",
        Some(Fate::Sent),
    ),
    (
        "accounts@copper-kettle.example",
        "Invoice 1043",
        "Hello!\n\nPlease find our invoice for October below. It is due in 14 days.\n\nNäidis OÜ",
        Some(Fate::Sent),
    ),
];

/// The server that they went through.
pub fn server(user: &User) -> anyhow::Result<Destination> {
    Ok(Destination {
        host: Host::parse("smtp.gmail.com")?,
        port: "465".parse::<Port>()?,
        security: Security::Tls,
        user_name: Some(user.email.to_string()),
    })
}

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
    for (to, subject, text, fate) in LETTERS {
        let mut letter = plain(user, &route, to, subject, text)?;
        if fate.is_none() {
            letter.not_before = Some(clock.now() + SignedDuration::from_hours(20));
        }
        one(store, clock, &letter, (user, fate), server).await?;
    }
    Ok(())
}

/// A letter of text alone.
pub fn plain(user: &User, route: &Route, to: &str, subject: &str, text: &str) -> anyhow::Result<NewLetter> {
    let recipient: Mailbox = to.parse()?;
    Ok(NewLetter {
        user: user.id,
        route: route.clone(),
        letter: Letter {
            head: LetterHead {
                mode: SendingMode::OwnServer,
                from_name: user.name.clone(),
                from: user.email.clone(),
                reply_to: None,
                envelope_sender: user.email.clone(),
                to: vec![Addressee {
                    name: None,
                    address: recipient.clone(),
                }],
                copy: Vec::new(),
            },
            subject: Subject::parse(subject)?,
            content: Content {
                text: Some(text.to_owned()),
                ..Content::default()
            },
        },
        recipients: vec![(recipient, RecipientRole::To)],
        reference: None,
        deadline: None,
        not_before: None,
        replaces: None,
    })
}

/// As fast as can be.
pub fn no_limit() -> PaceLimits {
    PaceLimits {
        interval: None,
        per_day: None,
    }
}

async fn one(
    store: &dyn Store,
    clock: &dyn Clock,
    letter: &NewLetter,
    (user, fate): (&User, Option<Fate>),
    server: &Destination,
) -> anyhow::Result<()> {
    let accepted = store
        .company(user.company)
        .accept(std::slice::from_ref(letter), None, None, &Actor::Operator)
        .await?;
    let message = accepted
        .letters
        .first()
        .and_then(|letter| letter.messages.first());
    let (Some((message, _)), Some(fate)) = (message, fate) else {
        return Ok(());
    };
    for account in store.lease_accounts(1, Duration::from_mins(1), false).await? {
        let lease = account.lease;
        store.take_messages(lease, &no_limit(), 1).await?;
        fate::end(store, lease, *message, fate, (server, clock.now())).await?;
        store.release(lease, &Release::default()).await?;
    }
    Ok(())
}

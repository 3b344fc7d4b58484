//! A few letters of the demo's company, one in each state that people meet, so that the log is not empty. They are made
//! through the queue as any others, before it runs; none of them leaves.

use jiff::SignedDuration;
use model::{
    Host, Mailbox, Port, Security,
    letter::{Addressee, Content, Letter, LetterHead, Subject},
    message::{Attempt, AttemptResult, RecipientRole},
    session::Stage,
    settings::{Destination, SendingMode},
};
use std::time::Duration;
use store::{Actor, Advance, Clock, NewLetter, PaceLimits, Release, Route, Step, Store, User};

/// What became of a letter.
#[derive(Clone, Copy)]
enum Fate {
    Sent,
    /// Of this cause, with this answer.
    Failed(&'static str, u16, &'static str),
    InDoubt,
    /// It goes in a day.
    Planned,
}

/// Recipient, subject, text, fate.
type Sample = (&'static str, &'static str, &'static str, Fate);

const LETTERS: [Sample; 7] = [
    (
        "info@kaseke.example",
        "Arve nr 1038",
        "Tere!\n\nSaadame teile oktoobri arve. Maksetähtaeg on 14 päeva.\n\nNäidis OÜ",
        Fate::Sent,
    ),
    (
        "arved@metsatee.example",
        "Arve nr 1039",
        "Tere!\n\nSaadame teile oktoobri arve.\n\nNäidis OÜ",
        Fate::Sent,
    ),
    (
        "raamatupidaja@lumi.example",
        "Arve nr 1040",
        "Tere!\n\nSaadame teile oktoobri arve.\n\nNäidis OÜ",
        Fate::Sent,
    ),
    (
        "info@kasseke.example",
        "Arve nr 1041",
        "Tere!\n\nSaadame teile novembri arve.\n\nNäidis OÜ",
        Fate::Failed(
            "recipient-refused",
            550,
            "5.1.1 <info@kasseke.example>: Recipient address rejected: User unknown",
        ),
    ),
    (
        "juhataja@rukkilill.example",
        "Meeldetuletus: arve nr 1022",
        "Tere!\n\nArve nr 1022 on veel tasumata.\n\nNäidis OÜ",
        Fate::InDoubt,
    ),
    (
        "arved@metsatee.example",
        "Arve nr 1042",
        "Tere!\n\nSaadame teile novembri arve.\n\nNäidis OÜ",
        Fate::Planned,
    ),
    (
        "teade@lumi.example",
        "Lahtiolekuajad pühade ajal",
        "Tere!\n\nPühade ajal oleme suletud.\n\nNäidis OÜ",
        Fate::Sent,
    ),
];

/// The server that they went through.
fn destination(user: &User) -> anyhow::Result<Destination> {
    Ok(Destination {
        host: Host::parse("smtp.gmail.com")?,
        port: "465".parse::<Port>()?,
        security: Security::Tls,
        user_name: Some(user.email.to_string()),
    })
}

/// Makes them, of this user.
pub async fn create(store: &dyn Store, clock: &dyn Clock, user: &User) -> anyhow::Result<()> {
    let route = Route::OwnServer {
        destination: destination(user)?,
        secret: None,
    };
    for (to, subject, text, fate) in LETTERS {
        one(store, clock, user, &route, (to, subject, text, fate)).await?;
    }
    Ok(())
}

async fn one(
    store: &dyn Store,
    clock: &dyn Clock,
    user: &User,
    route: &Route,
    (to, subject, text, fate): Sample,
) -> anyhow::Result<()> {
    let now = clock.now();
    let recipient: Mailbox = to.parse()?;
    let letter = NewLetter {
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
        not_before: matches!(fate, Fate::Planned).then(|| now + SignedDuration::from_hours(20)),
        replaces: None,
    };
    let accepted = store
        .company(user.company)
        .accept(&[letter], None, None, &Actor::Operator)
        .await?;
    let message = accepted
        .letters
        .first()
        .and_then(|letter| letter.messages.first());
    let (Some((message, _)), false) = (message, matches!(fate, Fate::Planned)) else {
        return Ok(());
    };
    let attempt = |result, cause: Option<&str>, code, text: Option<&str>| Attempt {
        number: 1,
        began_at: now.as_microsecond(),
        ended_at: now.as_microsecond(),
        result,
        server: match route {
            Route::Relay => None,
            Route::OwnServer { destination, .. } => Some(destination.clone()),
        },
        stage: Some(match result {
            AttemptResult::Failed => Stage::RcptTo,
            AttemptResult::InDoubt => Stage::Data,
            _ => Stage::Accepted,
        }),
        cause: cause.map(str::to_owned),
        code,
        enhanced: None,
        text: text.map(str::to_owned),
        by: None,
        next_at: None,
    };
    let step = match fate {
        Fate::Failed(cause, code, text) => Step::Failed {
            attempt: attempt(AttemptResult::Failed, Some(cause), Some(code), Some(text)),
        },
        Fate::InDoubt => Step::InDoubt {
            attempt: attempt(AttemptResult::InDoubt, Some("in-doubt"), None, None),
        },
        Fate::Sent | Fate::Planned => Step::Sent {
            attempt: attempt(AttemptResult::Sent, None, Some(250), Some("2.0.0 OK")),
        },
    };
    let no_limit = PaceLimits {
        interval: None,
        per_day: None,
    };
    for account in store.lease_accounts(1, Duration::from_mins(1), false).await? {
        let lease = account.lease;
        store.take_messages(lease, &no_limit, 1).await?;
        for step in [Step::Sending, step.clone()] {
            let advance = Advance {
                lease,
                message: *message,
                step,
            };
            store.advance(&[advance]).await?;
        }
        store.release(lease, &Release::default()).await?;
    }
    Ok(())
}

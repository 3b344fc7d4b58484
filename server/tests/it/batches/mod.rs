//! Mass mailings, as a browser without script meets their pages, and the stream that the island follows. What the queue
//! does is done here by hand: the program itself sends nothing.

mod course;
mod rights;
mod stream;

use crate::support::{Browser, Program, Setup, html};
use jiff::SignedDuration;
use model::{
    BatchId, Mailbox,
    letter::{Addressee, Content, Letter, LetterHead, Subject},
    message::{Attempt, AttemptResult, RecipientRole},
    session::Stage,
    settings::{Destination, SendingMode},
};
use std::time::Duration;
use store::{
    AccountFault, AccountNow, Actor, Advance, Idempotency, NewBatch, NewLetter, PaceLimits, Queue as _,
    Release, Route, Step, Store as _, User,
};

const LEASE: Duration = Duration::from_mins(1);

async fn program() -> Program {
    Setup::new()
        .await
        .set("delivery", "enabled = false")
        .start()
        .await
}

fn mail_ee() -> Route {
    Route::OwnServer {
        destination: Destination {
            host: model::Host::parse("mail.mail.ee").unwrap(),
            port: "465".parse().unwrap(),
            security: model::Security::Tls,
            user_name: Some("mari@mail.ee".to_owned()),
        },
        secret: None,
    }
}

fn letter(user: &User, route: &Route, number: usize) -> NewLetter {
    let to: Mailbox = format!("klient{number}@klient.ee").parse().unwrap();
    let from: Mailbox = "mari@mail.ee".parse().unwrap();
    NewLetter {
        user: user.id,
        route: route.clone(),
        letter: Letter {
            head: LetterHead {
                mode: SendingMode::OwnServer,
                from_name: user.name.clone(),
                from: from.clone(),
                reply_to: None,
                envelope_sender: from,
                to: vec![Addressee {
                    name: None,
                    address: to.clone(),
                }],
                copy: Vec::new(),
            },
            subject: Subject::parse(&format!("Arve {number}")).unwrap(),
            content: Content {
                text: Some("Tere!".to_owned()),
                ..Content::default()
            },
        },
        recipients: vec![(to, RecipientRole::To)],
        reference: None,
        deadline: None,
        not_before: None,
        replaces: None,
    }
}

/// What the queue does with a letter.
#[derive(Clone, Copy)]
enum End {
    Sent,
    Failed(&'static str),
    InDoubt,
}

impl Program {
    /// A batch that waits for a person to start it.
    async fn batch(&self, user: &User, route: &Route, letters: usize) -> BatchId {
        let company = self.people().store().company(user.company);
        let batch = NewBatch {
            user: user.id,
            name: format!("Arved <b>{letters}</b>"),
            reference: None,
            paused: true,
        };
        let id = company.stage_batch(&batch).await.unwrap();
        let letters: Vec<NewLetter> = (0..letters).map(|number| letter(user, route, number)).collect();
        for some in letters.chunks(500) {
            company.stage_letters(id, some).await.unwrap();
        }
        let key = Idempotency {
            key: format!("batch-{id}"),
            digest: [1; 32],
        };
        company
            .accept_batch(id, &key, &Actor::Operator)
            .await
            .unwrap()
            .batch
            .unwrap()
    }

    /// Takes as many letters as there are ends, and brings each to its end.
    async fn sends(&self, ends: &[End]) {
        self.sends_and_then(ends, AccountNow::Works).await;
    }

    async fn sends_and_then(&self, ends: &[End], now: AccountNow) {
        let store = self.people().store();
        let leased = store.lease_accounts(1, LEASE, false).await.unwrap();
        let lease = leased.first().expect("an account with something to send").lease;
        let most = u32::try_from(ends.len()).unwrap();
        let taken = store
            .take_messages(lease, &PaceLimits::default(), most)
            .await
            .unwrap();
        assert_eq!(taken.messages.len(), ends.len());
        for (message, end) in taken.messages.iter().zip(ends) {
            for step in [Step::Sending, step(*end)] {
                let advance = Advance {
                    lease,
                    message: message.id,
                    step,
                };
                assert_eq!(store.advance(&[advance]).await.unwrap(), [true]);
            }
        }
        let release = Release {
            account: now,
            ..Release::default()
        };
        assert!(store.release(lease, &release).await.unwrap());
    }
}

fn step(end: End) -> Step {
    let now = now();
    let (result, cause) = match end {
        End::Sent => (AttemptResult::Sent, None),
        End::Failed(cause) => (AttemptResult::Failed, Some(cause.to_owned())),
        End::InDoubt => (AttemptResult::InDoubt, None),
    };
    let attempt = Attempt {
        number: 1,
        began_at: now,
        ended_at: now,
        result,
        server: None,
        stage: None,
        cause,
        code: None,
        enhanced: None,
        text: None,
        by: None,
        next_at: None,
    };
    match end {
        End::Sent => Step::Sent { attempt },
        End::Failed(_) => Step::Failed { attempt },
        End::InDoubt => Step::InDoubt { attempt },
    }
}

fn now() -> i64 {
    use store::Clock as _;
    (store::SystemClock.now() - SignedDuration::from_secs(1)).as_microsecond()
}

fn held() -> AccountNow {
    AccountNow::Held {
        why: AccountFault {
            cause: "wrong-credentials".to_owned(),
            stage: Stage::Auth,
            reply: None,
            secret_version: None,
        },
    }
}

fn path(batch: BatchId) -> String {
    format!("/et/batches/{batch}")
}

impl Browser {
    /// The words of a batch's page.
    async fn reads_batch(&self, batch: BatchId) -> String {
        let page = self.get(&path(batch)).await.expect(200).html();
        html::text(html::main_of(&page))
    }

    /// Presses a button; gives the word that the next page says.
    async fn presses(&self, batch: BatchId, action: &str) -> String {
        let answer = match action {
            "cancel" => self.post(&format!("{}/cancel", path(batch)), &[]).await,
            _ => self.post(&path(batch), &[("action", action)]).await,
        };
        let answer = answer.expect(303);
        let (to, said) = answer.location().split_once("?said=").expect("a word");
        assert_eq!(to, path(batch));
        said.to_owned()
    }
}

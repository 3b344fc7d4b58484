//! Letters in every state, made before the program opens its database, so that nothing of them is sent meanwhile.

use crate::support::{People, Program, Setup};
use jiff::SignedDuration;
use model::{
    BatchId, DisplayName, MessageId,
    letter::{Addressee, Attachment, BlobHash, Content, Letter, LetterHead, Subject},
    message::{Attempt, AttemptResult, RecipientRole},
    session::Stage as At,
    settings::{Destination, SendingMode},
};
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use store::{
    AccountFault, AccountNow, Actor, Advance, Clock as _, Idempotency, Lease, NewBatch, NewLetter,
    PaceLimits, Queue as _, Release, Route, SecretOwner, Step, Store as _, SystemClock, User,
};

/// The portal's relay said this; nobody may read it.
pub const RELAYS_WORDS: &str = "550 relay.operator.example says no";

/// A letter of a user to somebody, in one of the states.
pub struct Stage {
    pub setup: Setup,
    pub people: People,
}

/// Which server a letter goes through.
pub fn own(user: &User, host: &str) -> Route {
    Route::OwnServer {
        destination: Destination {
            host: host.parse().unwrap(),
            port: "465".parse().unwrap(),
            security: model::Security::Tls,
            user_name: Some(user.email.to_string()),
        },
        secret: Some(SecretOwner::User(user.id)),
    }
}

/// A letter with a file.
pub fn letter(user: &User, to: &str, subject: &str, route: Route) -> NewLetter {
    NewLetter {
        user: user.id,
        route,
        letter: Letter {
            head: LetterHead {
                mode: SendingMode::OwnServer,
                from_name: DisplayName::parse("Näidis OÜ").unwrap(),
                from: user.email.clone(),
                reply_to: None,
                envelope_sender: user.email.clone(),
                to: vec![Addressee {
                    name: None,
                    address: to.parse().unwrap(),
                }],
                copy: Vec::new(),
            },
            subject: Subject::parse(subject).unwrap(),
            content: Content {
                text: None,
                html: Some("<p>Tere!</p><script>alert(1)</script><img src=x onerror=alert(2)>".to_owned()),
                attachments: vec![Attachment {
                    name: "arve õ.html".parse().unwrap(),
                    media_type: "text/html".parse().unwrap(),
                    hash: BlobHash::from_bytes(Sha256::digest(FILE).into()),
                    size: FILE.len() as u64,
                }],
                ..Content::default()
            },
        },
        recipients: vec![(to.parse().unwrap(), RecipientRole::To)],
        reference: None,
        deadline: None,
        not_before: None,
        replaces: None,
    }
}

/// The file's bytes.
pub const FILE: &[u8] = b"<script>alert(1)</script>";

const NO_LIMIT: PaceLimits = PaceLimits {
    interval: None,
    per_day: None,
};

fn attempt(result: AttemptResult, cause: Option<&str>, route: &Route, text: &str) -> Attempt {
    let now = SystemClock.now().as_microsecond();
    Attempt {
        number: 1,
        began_at: now,
        ended_at: now,
        result,
        server: match route {
            Route::Relay => None,
            Route::OwnServer { destination, .. } => Some(destination.clone()),
        },
        stage: Some(At::RcptTo),
        cause: cause.map(str::to_owned),
        code: Some(550),
        enhanced: None,
        text: Some(text.to_owned()),
        by: None,
        next_at: None,
    }
}

/// What becomes of a letter.
#[derive(Clone, Copy)]
pub enum Fate {
    Sent,
    Failed,
    InDoubt,
}

impl Stage {
    pub async fn new() -> Self {
        Self::over(Setup::new().await).await
    }

    pub async fn over(setup: Setup) -> Self {
        let people = People::create(&setup).await;
        for user in [&people.mari, &people.tiina] {
            let company = people.store().company(user.company);
            company
                .put_blob(&BlobHash::from_bytes(Sha256::digest(FILE).into()), FILE)
                .await
                .unwrap();
        }
        Self { setup, people }
    }

    pub async fn start(self) -> Program {
        self.setup.start_with(Some(self.people)).await
    }

    /// Accepts a letter of a user.
    pub async fn accept(&self, user: &User, letter: NewLetter) -> MessageId {
        let company = self.people.store().company(user.company);
        let accepted = company
            .accept(&[letter], None, None, &Actor::Operator)
            .await
            .unwrap();
        accepted.letters[0].messages[0].0
    }

    /// Leases the account that has something to send.
    async fn lease(&self) -> (Lease, Route) {
        let store = self.people.store();
        let mut leased = store
            .lease_accounts(1, Duration::from_mins(1), false)
            .await
            .unwrap();
        let account = leased.pop().expect("an account has something to send");
        (account.lease, account.route)
    }

    /// Accepts a letter and lets it come to this end.
    pub async fn ended(&self, user: &User, to: &str, subject: &str, route: Route, fate: Fate) -> MessageId {
        let message = self.accept(user, letter(user, to, subject, route.clone())).await;
        let (lease, _) = self.lease().await;
        let store = self.people.store();
        let taken = store.take_messages(lease, &NO_LIMIT, 10).await.unwrap();
        assert_eq!(taken.messages.len(), 1);
        let text = match route {
            Route::Relay => RELAYS_WORDS,
            Route::OwnServer { .. } => "no <b>such</b> user here",
        };
        let step = match fate {
            Fate::Sent => Step::Sent {
                attempt: attempt(AttemptResult::Sent, None, &route, "queued"),
            },
            Fate::Failed => Step::Failed {
                attempt: attempt(AttemptResult::Failed, Some("recipient-refused"), &route, text),
            },
            Fate::InDoubt => Step::InDoubt {
                attempt: attempt(AttemptResult::InDoubt, Some("in-doubt"), &route, ""),
            },
        };
        for step in [Step::Sending, step] {
            let advance = Advance { lease, message, step };
            assert_eq!(store.advance(&[advance]).await.unwrap(), [true]);
        }
        assert!(store.release(lease, &Release::default()).await.unwrap());
        message
    }

    /// A batch whose letters were all sent: its id, and each message with its recipient.
    pub async fn sent_batch(
        &self,
        user: &User,
        name: &str,
        to: &[&str],
    ) -> (BatchId, Vec<(MessageId, String)>) {
        let company = self.people.store().company(user.company);
        let batch = NewBatch {
            user: user.id,
            name: name.to_owned(),
            reference: None,
            paused: false,
        };
        let id = company.stage_batch(&batch).await.unwrap();
        let route = own(user, "smtp.naidis.ee");
        let letters: Vec<NewLetter> = to
            .iter()
            .map(|to| letter(user, to, "Arve", route.clone()))
            .collect();
        company.stage_letters(id, &letters).await.unwrap();
        let key = Idempotency {
            key: name.to_owned(),
            digest: [2; 32],
        };
        company.accept_batch(id, &key, &Actor::Operator).await.unwrap();
        let (lease, _) = self.lease().await;
        let store = self.people.store();
        let taken = store.take_messages(lease, &NO_LIMIT, 10).await.unwrap();
        assert_eq!(taken.messages.len(), to.len());
        let query = store::MessageQuery {
            batch: Some(id),
            ..store::MessageQuery::default()
        };
        let mut messages = Vec::new();
        for message in company.messages(&query, 10).await.unwrap() {
            let attempt = attempt(AttemptResult::Sent, None, &route, "queued");
            for step in [Step::Sending, Step::Sent { attempt }] {
                let advance = Advance {
                    lease,
                    message: message.id,
                    step,
                };
                assert_eq!(store.advance(&[advance]).await.unwrap(), [true]);
            }
            messages.push((message.id, message.recipient.to_string()));
        }
        assert!(store.release(lease, &Release::default()).await.unwrap());
        messages.sort_by(|a, b| a.1.cmp(&b.1));
        (id, messages)
    }

    /// Accepts a letter whose account is then held.
    pub async fn held(&self, user: &User, to: &str, route: Route, cause: &str) -> MessageId {
        let message = self
            .accept(user, letter(user, to, "Arve kinni", route.clone()))
            .await;
        let (lease, leased) = self.lease().await;
        assert_eq!(leased, route);
        let held = Release {
            account: AccountNow::Held {
                why: AccountFault {
                    cause: cause.to_owned(),
                    stage: At::Auth,
                    reply: Some(match route {
                        Route::Relay => RELAYS_WORDS.to_owned(),
                        Route::OwnServer { .. } => "535 5.7.8 bad credentials".to_owned(),
                    }),
                    secret_version: None,
                },
            },
            ..Release::default()
        };
        assert!(self.people.store().release(lease, &held).await.unwrap());
        message
    }

    /// Accepts a letter that does not go before a day from now.
    pub async fn planned(&self, user: &User, to: &str, subject: &str, route: Route) -> MessageId {
        let planned = NewLetter {
            not_before: Some(SystemClock.now() + SignedDuration::from_hours(240)),
            ..letter(user, to, subject, route)
        };
        self.accept(user, planned).await
    }

    /// A batch that nobody started, with one letter.
    pub async fn batch(&self, user: &User, name: &str, route: Route) -> BatchId {
        let company = self.people.store().company(user.company);
        let batch = NewBatch {
            user: user.id,
            name: name.to_owned(),
            reference: None,
            paused: true,
        };
        let id = company.stage_batch(&batch).await.unwrap();
        let letters = [letter(user, "mass@kliendid.ee", "Uudiskiri", route)];
        company.stage_letters(id, &letters).await.unwrap();
        let key = Idempotency {
            key: "batch".to_owned(),
            digest: [1; 32],
        };
        company.accept_batch(id, &key, &Actor::Operator).await.unwrap();
        id
    }
}

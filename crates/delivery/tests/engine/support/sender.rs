//! A company with one user, and what he hands over.

use super::{BY, LONG, own_route, recipient};
use model::{
    BatchId, DisplayName, Language, Mailbox, MessageId,
    letter::{Addressee, Content, Letter, LetterHead, Subject},
    message::{MessageState, RecipientRole},
    settings::{Destination, Layer, SendingMode, UserName},
};
use secrecy::SecretString;
use std::sync::Mutex;
use store::{
    CompanyStore, Idempotency, MessageQuery, NewBatch, NewLetter, NewUser, Owner, PasswordChange, Role,
    Route, SaveSettings, StateCounts, User,
};
use testkit::wait::wait_until;

pub struct Sender {
    pub company: Box<dyn CompanyStore>,
    pub user: User,
    pub route: Route,
}

impl Sender {
    pub async fn of(company: Box<dyn CompanyStore>, email: &str, to: &Destination) -> Self {
        let user = NewUser {
            external_id: None,
            name: DisplayName::parse("Mari Maasikas").unwrap(),
            email: Mailbox::parse(email).unwrap(),
            role: Role::User,
            language: Language::Et,
        };
        let user = company.create_user(&user, &BY).await.unwrap();
        let route = own_route(to, user.id);
        Self { company, user, route }
    }

    pub async fn save(&self, to: &Destination, password: Option<&str>) {
        let layer = Layer {
            mode: Some(SendingMode::OwnServer),
            host: Some(to.host.clone()),
            port: Some(to.port),
            security: Some(to.security),
            user_name: Some(to.user_name.clone().map_or(UserName::NoSignIn, UserName::Named)),
            sender: Some(self.user.email.clone()),
            ..Layer::default()
        };
        let password = password.map_or(PasswordChange::Clear, |password| PasswordChange::Set {
            password: SecretString::from(password),
            entered_for: to.clone(),
        });
        let change = SaveSettings {
            layer,
            password,
            expected_version: None,
        };
        self.company
            .save_settings(Owner::User(self.user.id), change, &BY)
            .await
            .unwrap();
    }

    pub fn letter(&self, to: &str) -> NewLetter {
        let recipient = Mailbox::parse(to).unwrap();
        let from = self.user.email.clone();
        NewLetter {
            user: self.user.id,
            route: self.route.clone(),
            letter: Letter {
                head: LetterHead {
                    mode: SendingMode::OwnServer,
                    from_name: DisplayName::parse("Näidis OÜ").unwrap(),
                    from: from.clone(),
                    reply_to: None,
                    envelope_sender: from,
                    to: vec![Addressee {
                        name: None,
                        address: recipient.clone(),
                    }],
                    copy: Vec::new(),
                },
                subject: Subject::parse(&format!("Arve {to}")).unwrap(),
                content: Content {
                    text: Some("Tere!\n\nLisatud on arve.\n".to_owned()),
                    ..Content::default()
                },
            },
            recipients: vec![(recipient, RecipientRole::To)],
            reference: None,
            deadline: None,
            not_before: None,
            replaces: None,
        }
    }

    /// A batch of so many letters, each to somebody else.
    pub async fn batch(&self, letters: usize) -> BatchId {
        self.new_batch(letters, false).await
    }

    /// The same, which waits for a person.
    pub async fn paused_batch(&self, letters: usize) -> BatchId {
        self.new_batch(letters, true).await
    }

    async fn new_batch(&self, letters: usize, paused: bool) -> BatchId {
        let batch = NewBatch {
            user: self.user.id,
            name: "Arved".to_owned(),
            reference: None,
            paused,
        };
        let id = self.company.stage_batch(&batch).await.unwrap();
        let all: Vec<_> = (0..letters).map(|n| self.letter(&recipient(n))).collect();
        for some in all.chunks(500) {
            self.company.stage_letters(id, some).await.unwrap();
        }
        let key = Idempotency {
            key: id.to_string(),
            digest: [1; 32],
        };
        self.company.accept_batch(id, &key, &BY).await.unwrap();
        id
    }

    pub async fn one(&self, letter: NewLetter) -> MessageId {
        let accepted = self.company.accept(&[letter], None, None, &BY).await.unwrap();
        accepted.letters[0].messages[0].0
    }

    pub async fn counts(&self) -> StateCounts {
        self.company
            .count_messages(&MessageQuery::default())
            .await
            .unwrap()
    }

    pub async fn wait_for(&self, what: &str, enough: impl Fn(&StateCounts) -> bool) -> StateCounts {
        let counts = Mutex::new(StateCounts::default());
        wait_until(what, LONG, async || {
            let now = self.counts().await;
            *counts.lock().unwrap() = now;
            enough(&now)
        })
        .await;
        counts.into_inner().unwrap()
    }

    pub async fn state(&self, id: MessageId) -> MessageState {
        self.company
            .find_message(id)
            .await
            .unwrap()
            .unwrap()
            .message
            .state
    }
}

//! A database with a company whose letters were sent, and what takes mails in for it.

use inbound::{Arrival, EnvelopeSender, Limits, Mailboxes, Nap, PassOn, Received, Receiver};
use model::{
    CompanyId, DisplayName, Host, Language, LetterId, Mailbox, MessageId, UserId,
    event::Source,
    letter::{Addressee, Content, Letter, LetterHead, Subject},
    message::{Attempt, AttemptResult, MessageState, RecipientRole},
    settings::{self, Destination, SendingMode},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use store::{
    Actor, Advance, Clock, Company, CompanyChange, CompanyDirectory as _, CompanyStore, Event, EventQuery,
    NewCompany, NewLetter, NewUser, OsRandom, PaceLimits, Queue as _, Release, Role, Route, Step, Store,
    TestClock, User, Vault,
};
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use tokio::sync::Semaphore;

pub const DOMAIN: &str = "event.saatja.test";
pub const KLIENT: &str = "mari@klient.test";

/// All of it.
pub struct Bench {
    _folder: TempDir,
    pub store: Arc<SqliteStore>,
    pub clock: Arc<TestClock>,
    pub receiver: Receiver,
    /// How often somebody waited for a letter's answer.
    pub naps: Arc<AtomicU32>,
    /// Lets him go on: one permit for each time.
    pub gate: Arc<Semaphore>,
    pub company: CompanyId,
    pub mari: User,
}

pub fn plenty() -> Limits {
    Limits {
        kept_bytes_a_day: 100_000_000,
        unsigned_an_hour: 10_000,
        passed_on_bytes: 5_000_000,
        readers: 1,
    }
}

impl Bench {
    pub async fn new() -> Self {
        Self::with(plenty(), None).await
    }

    pub async fn with(limits: Limits, postmaster: Option<&str>) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(TestClock::default());
        let vault = Vault::open(&folder.path().join("keys"), Arc::new(OsRandom)).unwrap();
        let database = folder.path().join("saatja.db");
        let store = SqliteStore::open(&database, vault, clock.clone(), Arc::new(OsRandom))
            .await
            .unwrap();
        let store = Arc::new(store);
        let naps = Arc::new(AtomicU32::new(0));
        let gate = Arc::new(Semaphore::new(0));
        let (counted, kept) = (naps.clone(), gate.clone());
        let nap: Nap = Arc::new(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            let gate = kept.clone();
            Box::pin(async move { gate.acquire().await.unwrap().forget() })
        });
        let domain = Host::parse(DOMAIN).unwrap();
        let postmaster = postmaster.map(|name| name.parse().unwrap());
        let mailboxes = Mailboxes::new(store.clone(), clock.clone(), Some(domain), postmaster);
        let (receiver, sorter) =
            Receiver::new(store.clone(), clock.clone(), nap, Arc::new(mailboxes), limits);
        tokio::spawn(sorter.run());
        let (company, mari) = company(&store, "Näidis OÜ", "naidis").await;
        Self {
            _folder: folder,
            store,
            clock,
            receiver,
            naps,
            gate,
            company,
            mari,
        }
    }

    pub fn of(&self, company: CompanyId) -> Box<dyn CompanyStore> {
        self.store.company(company)
    }

    /// A letter of this user's, accepted and not sent.
    pub async fn accepted(&self, user: &User, to: &[&str]) -> (LetterId, Vec<MessageId>) {
        let company = self.of(user.company);
        let letter = letter(user.id, to);
        let accepted = company
            .accept(&[letter], None, None, &Actor::Operator)
            .await
            .unwrap();
        let letter = &accepted.letters[0];
        (letter.id, letter.messages.iter().map(|(id, _)| *id).collect())
    }

    /// All messages that wait, on their way: what is returned brings them to their end.
    pub async fn sending(&self) -> Vec<Advance> {
        let lease = Duration::from_mins(5);
        let account = self
            .store
            .lease_accounts(1, lease, false)
            .await
            .unwrap()
            .remove(0);
        let taken = self
            .store
            .take_messages(account.lease, &PaceLimits::default(), 100)
            .await
            .unwrap();
        let step = |message, step| Advance {
            lease: account.lease,
            message,
            step,
        };
        let begin: Vec<_> = taken
            .messages
            .iter()
            .map(|one| step(one.id, Step::Sending))
            .collect();
        assert!(
            self.store
                .advance(&begin)
                .await
                .unwrap()
                .into_iter()
                .all(|made| made)
        );
        let attempt = attempt(&*self.clock);
        let sent = |id| Step::Sent {
            attempt: Attempt {
                number: id,
                ..attempt.clone()
            },
        };
        taken.messages.iter().map(|one| step(one.id, sent(1))).collect()
    }

    pub async fn finish(&self, steps: &[Advance]) {
        assert!(
            self.store
                .advance(steps)
                .await
                .unwrap()
                .into_iter()
                .all(|made| made)
        );
        let release = Release::default();
        self.store.release(steps[0].lease, &release).await.unwrap();
    }

    /// A letter that was sent.
    pub async fn sent(&self, user: &User, to: &[&str]) -> (LetterId, Vec<MessageId>) {
        let accepted = self.accepted(user, to).await;
        let steps = self.sending().await;
        self.finish(&steps).await;
        accepted
    }

    pub async fn return_path(&self, company: CompanyId, message: MessageId) -> String {
        let path = self.of(company).return_path().await.unwrap().unwrap();
        format!("{}@{DOMAIN}", path.local(message))
    }

    pub async fn state(&self, company: CompanyId, message: MessageId) -> MessageState {
        let found = self.of(company).find_message(message).await.unwrap().unwrap();
        found.message.state
    }

    pub async fn events(&self, company: CompanyId) -> Vec<Event> {
        self.of(company)
            .events(&EventQuery::default(), 1000)
            .await
            .unwrap()
    }

    /// Hands a mail over that came to this address, without a sender.
    pub async fn report(&self, to: &str, mail: impl Into<Vec<u8>>) -> Received {
        self.arrive(self.company, Some(to), EnvelopeSender::Null, mail)
            .await
    }

    pub async fn arrive(
        &self,
        company: CompanyId,
        to: Option<&str>,
        sender: EnvelopeSender,
        mail: impl Into<Vec<u8>>,
    ) -> Received {
        let arrival = Arrival {
            source: Source::Smtp,
            company,
            user: None,
            envelope_sender: sender,
            envelope_recipient: to.map(|to| Mailbox::parse(to).unwrap()),
            raw: mail.into().into(),
        };
        self.receiver.receive(arrival).await
    }

    pub fn pass_on(&self, office: Arc<Office>) -> PassOn {
        PassOn::new(self.store.clone(), self.clock.clone(), office, &self.receiver)
    }
}

/// A company with this event mailbox and an admin.
pub async fn company(store: &SqliteStore, called: &str, mailbox: &str) -> (CompanyId, User) {
    let new = NewCompany::lone(DisplayName::parse(called).unwrap());
    let company = store.create_company(&new, &Actor::Operator).await.unwrap().id;
    let change = CompanyChange {
        event_name: Some(mailbox.parse().unwrap()),
        ..CompanyChange::default()
    };
    let of = store.company(company);
    of.update_company(&change, &Actor::Operator).await.unwrap();
    let user = user(&*of, mailbox, Role::Admin).await;
    (company, user)
}

pub async fn user(company: &dyn CompanyStore, name: &str, role: Role) -> User {
    let user = NewUser {
        external_id: None,
        name: DisplayName::parse(name).unwrap(),
        email: Mailbox::parse(&format!("{name}@ettevote.test")).unwrap(),
        role,
        language: Language::Et,
    };
    company.create_user(&user, &Actor::Operator).await.unwrap()
}

pub fn letter(user: UserId, to: &[&str]) -> NewLetter {
    let to: Vec<Mailbox> = to.iter().map(|to| Mailbox::parse(to).unwrap()).collect();
    let from = Mailbox::parse(&format!("naidis@{DOMAIN}")).unwrap();
    let addressee = |address: &Mailbox| Addressee {
        name: None,
        address: address.clone(),
    };
    NewLetter {
        user,
        route: Route::Relay,
        letter: Letter {
            head: LetterHead {
                mode: SendingMode::ReplyTo,
                from_name: DisplayName::parse("Näidis OÜ").unwrap(),
                from: from.clone(),
                reply_to: None,
                envelope_sender: from,
                to: to.iter().map(addressee).collect(),
                copy: Vec::new(),
            },
            subject: Subject::parse("Arve 17").unwrap(),
            content: Content {
                text: Some("Tere!".to_owned()),
                ..Content::default()
            },
        },
        recipients: to.into_iter().map(|to| (to, RecipientRole::To)).collect(),
        reference: None,
        deadline: None,
        not_before: None,
        replaces: None,
    }
}

fn attempt(clock: &dyn Clock) -> Attempt {
    let now = clock.now().as_microsecond();
    Attempt {
        number: 1,
        began_at: now,
        ended_at: now,
        result: AttemptResult::Sent,
        server: None,
        stage: None,
        cause: None,
        code: Some(250),
        enhanced: None,
        text: None,
        by: None,
        next_at: None,
    }
}

/// A report that a letter did not reach this address (RFC 3464). `more`: further fields of the report; `returned`: the
/// head of the letter.
pub fn dsn(to: &str, recipient: &str, more: &str, returned: &str) -> String {
    let text = format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.klient.test>\nTo: <{to}>\nSubject: Undelivered Mail Returned to Sender\n\
         Date: Sun, 22 Nov 2026 10:00:00 +0000\nMessage-ID: <20261122.{}@mx.klient.test>\nAuto-Submitted: auto-replied\n\
         MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"x\"\n\n\
         --x\nContent-Type: text/plain\n\nThe mail could not be delivered.\n\n\
         --x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.klient.test\n{more}\n\
         Final-Recipient: rfc822; {recipient}\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: Recipient address rejected: User unknown\n\n\
         --x\nContent-Type: text/rfc822-headers\n\n{returned}\n--x--\n",
        to.len() * 31 + recipient.len()
    );
    text.replace('\n', "\r\n")
}

/// What a person answered.
pub fn reply(to: &str, more: &str) -> String {
    format!(
        "From: Mari Maasikas <{KLIENT}>\r\nTo: <{to}>\r\nSubject: Re: Arve 17\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n\
         Message-ID: <abc.1@klient.test>\r\n{more}MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nMakstud, aitah!\r\n"
    )
}

/// What the program would lend.
#[derive(Default)]
pub struct Office {
    pub no_relay: bool,
    pub woken: AtomicU32,
}

impl inbound::Office for Office {
    fn relay_for(&self, company: &Company) -> Option<settings::Relay> {
        let relay = settings::Relay {
            destination: Destination {
                host: Host::parse("relay.saatja.test").unwrap(),
                port: "587".parse().unwrap(),
                security: model::Security::StartTls,
                user_name: None,
            },
            event_mailbox: Mailbox::parse(&format!("{}@{DOMAIN}", company.event_name.as_str())).ok(),
        };
        (!self.no_relay).then_some(relay)
    }

    fn name_of(&self, writer: &str, company: &Company, _: &User) -> DisplayName {
        DisplayName::parse(&format!("{writer} ({})", company.name)).unwrap()
    }

    fn without_original(&self, _: &User) -> String {
        "(too large)".to_owned()
    }

    fn wake(&self) {
        self.woken.fetch_add(1, Ordering::SeqCst);
    }
}

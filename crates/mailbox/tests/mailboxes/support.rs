//! Clients, mails and what takes them.

use async_trait::async_trait;
use mailbox::{Client, Deadlines, Deliver, Delivered, Fault, Login, Session, Taken, allowed_ports};
use model::{
    CompanyId, Host, UserId,
    port::{Port, Security},
    settings::Destination,
};
use network::{ConnectTo, NetworkPolicy, ResolveError, Resolver, Trust};
use secrecy::SecretString;
use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex},
    time::Duration,
};
use store::MailboxPlace;
use testkit::{
    certificates::{Certificate, Certificates, HOST},
    imap::Imap,
    mail_server::{PASSWORD, USER},
};

/// Nothing is looked up: every test says where its connections go.
#[derive(Debug)]
pub struct NoNames;

#[async_trait]
impl Resolver for NoNames {
    async fn addresses(&self, _: &Host) -> Result<Vec<IpAddr>, ResolveError> {
        Err(ResolveError::Failed)
    }

    async fn mx(&self, _: &Host) -> Result<Vec<Host>, ResolveError> {
        Err(ResolveError::Failed)
    }
}

/// Long enough for a busy machine, short enough to wait for.
pub fn short() -> Deadlines {
    Deadlines {
        connect: Duration::from_secs(3),
        tls: Duration::from_secs(4),
        greeting: Duration::from_secs(2),
        command: Duration::from_secs(2),
        trickle: Duration::from_secs(1),
        literal: Duration::from_secs(1),
        logout: Duration::from_millis(500),
        session: Duration::from_secs(20),
    }
}

/// A client that trusts these certificates and reaches the test's host at this address, whatever the port.
pub fn client(certificates: &Certificates, to: SocketAddr, deadlines: Deadlines) -> Client {
    let connect_to = [Port::IMAP, Port::IMAPS].map(|port| ConnectTo {
        host: host(),
        port,
        to,
    });
    let policy = NetworkPolicy {
        open_ports: allowed_ports([]),
        allow: vec!["127.0.0.0/8".parse().unwrap()],
        connect_to: connect_to.to_vec(),
        ..NetworkPolicy::default()
    };
    Client {
        policy: Arc::new(policy),
        resolver: Arc::new(NoNames),
        trust: Arc::new(Trust::with_roots(&[certificates.ca_pem().as_bytes().to_vec()]).unwrap()),
        deadlines,
    }
}

pub fn host() -> Host {
    Host::parse(HOST).unwrap()
}

pub fn destination(security: Security) -> Destination {
    Destination {
        host: host(),
        port: if security == Security::Tls {
            Port::IMAPS
        } else {
            Port::IMAP
        },
        security,
        user_name: Some(USER.to_owned()),
    }
}

pub fn password(password: &str) -> Login {
    Login::Password(SecretString::from(password))
}

/// A real server, and a client that reaches it with implicit TLS.
pub struct Bench {
    pub server: Imap,
    pub client: Client,
    pub certificates: Certificates,
}

impl Bench {
    pub async fn start() -> Self {
        Self::with(Certificate::Valid).await
    }

    pub async fn with(certificate: Certificate) -> Self {
        let certificates = Certificates::new();
        let server = Imap::start(&certificates.identity(certificate)).await;
        // a real server on a busy machine gets its time
        let client = client(&certificates, server.doors().tls, Deadlines::polling());
        Self {
            server,
            client,
            certificates,
        }
    }

    pub async fn signed_in(&self) -> Session {
        let mut session = self.client.open(&destination(Security::Tls)).await.unwrap();
        session.sign_in(USER, &password(PASSWORD)).await.unwrap();
        session
    }

    /// One look from a place on, as somebody who keeps all.
    pub async fn look(&self, place: Option<MailboxPlace>) -> Keeper {
        let mut keeper = Keeper::default();
        self.look_for(place, &mut keeper).await;
        keeper
    }

    pub async fn look_for(&self, place: Option<MailboxPlace>, keeper: &mut Keeper) {
        let mut session = self.signed_in().await;
        let from = mailbox::look::From {
            place,
            since: today(),
        };
        mailbox::look(&mut session, from, keeper).await.unwrap();
        session.log_out().await;
    }
}

/// The day of the server: its mails have just come.
pub fn today() -> jiff::civil::Date {
    testkit::clock::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .yesterday()
        .unwrap()
}

/// Keeps reports.
#[derive(Default)]
pub struct Keeper {
    pub kept: Vec<String>,
    pub place: Option<MailboxPlace>,
    pub counted: u32,
    /// Takes none for now.
    pub refuses: bool,
}

#[async_trait]
impl Delivered for Keeper {
    async fn report(&mut self, raw: Vec<u8>) -> Taken {
        if self.refuses {
            return Taken::TryLater;
        }
        self.kept.push(String::from_utf8(raw).unwrap());
        Taken::Kept
    }

    async fn reached(&mut self, place: MailboxPlace, kept: u32) -> bool {
        self.place = Some(place);
        self.counted += kept;
        true
    }
}

/// What takes reports of all mailboxes.
#[derive(Default)]
pub struct Desk(pub Mutex<Vec<(UserId, String)>>);

#[async_trait]
impl Deliver for Desk {
    async fn mail(&self, _: CompanyId, user: UserId, raw: Vec<u8>) -> Taken {
        self.0
            .lock()
            .unwrap()
            .push((user, String::from_utf8(raw).unwrap()));
        Taken::Kept
    }
}

/// A delivery report about a letter with this number.
pub fn report(number: u32) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\n\
         To: {USER}\n\
         Subject: Undelivered Mail Returned to Sender\n\
         Message-ID: <report-{number}@mx.example.org>\n\
         MIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"b\"\n\
         \n--b\nContent-Type: text/plain\n\nIt did not arrive.\n\
         --b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example.org\n\n\
         Final-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\n--b--\n"
    )
}

/// A person's mail, which is nobody else's affair.
pub fn private(number: u32) -> String {
    format!(
        "From: Jüri <jyri@example.org>\nTo: {USER}\nSubject: Between us {number}\n\
         Message-ID: <private-{number}@example.org>\n\nThe secret of number {number}.\n"
    )
}

/// How a session with this server goes as far as its sign-in.
pub async fn sign_in(client: &Client, security: Security) -> Result<(), Fault> {
    let mut session = client.open(&destination(security)).await?;
    session.sign_in(USER, &password(PASSWORD)).await
}

//! A good server's side of a conversation, up to where it turns bad.

use catcher::Identity;

use super::script::{Script, Step};
use super::trick::Trick;

/// How the conversation is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// Plain text.
    Plain,
    /// Plain text, then TLS.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

impl Transport {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Plain, Self::StartTls, Self::Tls];
}

/// Whose answer it is that a conversation turns bad instead of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The greeting.
    Greeting,
    /// The first EHLO.
    Ehlo,
    /// The command STARTTLS.
    StartTls,
    /// The TLS handshake: the client's first message.
    Handshake,
    /// The EHLO inside of TLS.
    EhloInTls,
    /// The sign-in.
    Auth,
    /// MAIL.
    Mail,
    /// RCPT.
    Rcpt,
    /// DATA.
    Data,
    /// The dot that ends the letter.
    Dot,
    /// QUIT.
    Quit,
}

impl Phase {
    /// All of them, in the order that they have with STARTTLS.
    pub const ALL: [Self; 11] = [
        Self::Greeting,
        Self::Ehlo,
        Self::StartTls,
        Self::Handshake,
        Self::EhloInTls,
        Self::Auth,
        Self::Mail,
        Self::Rcpt,
        Self::Data,
        Self::Dot,
        Self::Quit,
    ];

    /// The phases that a conversation over this transport has, in their order.
    #[must_use]
    pub fn of(transport: Transport) -> Vec<Self> {
        let mut phases = Self::ALL.to_vec();
        if transport != Transport::StartTls {
            phases.retain(|phase| !matches!(phase, Self::StartTls | Self::Handshake | Self::EhloInTls));
        }
        if transport == Transport::Tls {
            phases.insert(0, Self::Handshake);
        }
        phases
    }
}

/// A good server's side of a conversation.
#[derive(Clone)]
pub struct Conversation {
    transport: Transport,
    identity: Identity,
    extensions: Vec<String>,
    offers_starttls: bool,
    takes_sign_in: bool,
    after_starttls: Vec<u8>,
}

impl Conversation {
    /// A conversation with a client that signs in and sends one letter.
    #[must_use]
    pub fn over(transport: Transport, identity: &Identity) -> Self {
        Self {
            transport,
            identity: identity.clone(),
            extensions: ["SIZE 35882577", "8BITMIME", "ENHANCEDSTATUSCODES"]
                .map(str::to_owned)
                .to_vec(),
            offers_starttls: transport == Transport::StartTls,
            takes_sign_in: true,
            after_starttls: Vec::new(),
        }
    }

    /// The client does not sign in, and AUTH is not offered.
    #[must_use]
    pub fn without_sign_in(mut self) -> Self {
        self.takes_sign_in = false;
        self
    }

    /// Offers this too in the answer to EHLO, as in `PIPELINING`.
    #[must_use]
    pub fn offering(mut self, extension: &str) -> Self {
        self.extensions.push(extension.to_owned());
        self
    }

    /// STARTTLS is not offered, as where someone on the way takes it out; AUTH is, and whoever goes on in plain text
    /// is served.
    #[must_use]
    pub fn without_starttls(mut self) -> Self {
        self.transport = Transport::Plain;
        self.offers_starttls = false;
        self
    }

    /// Sends these bytes in clear right behind the `220` that answers STARTTLS, in the same packet.
    #[must_use]
    pub fn injecting(mut self, bytes: &[u8]) -> Self {
        self.after_starttls = bytes.to_vec();
        self
    }

    /// Plays well to the end.
    #[must_use]
    pub fn well(&self) -> Script {
        Script::new(
            self.steps()
                .into_iter()
                .flat_map(|(_, question, answer)| [question, answer].concat())
                .collect(),
        )
    }

    /// Plays well up to `phase`, and there a trick instead of the answer that is due.
    ///
    /// Panics where the transport has no such phase.
    #[must_use]
    pub fn turning(&self, phase: Phase, trick: Trick) -> Script {
        let mut played = Vec::new();
        for (at, question, answer) in self.steps() {
            played.extend(question);
            if at == phase {
                played.extend(trick.steps(&answer));
                return Script::new(played);
            }
            played.extend(answer);
        }
        panic!("{phase:?} does not come over {:?}", self.transport);
    }

    /// Each phase with what is waited for in it and what is answered.
    fn steps(&self) -> Vec<(Phase, Vec<Step>, Vec<Step>)> {
        use Phase::{Auth, Data, Dot, Ehlo, EhloInTls, Greeting, Handshake, Mail, Quit, Rcpt};
        let expect = |line| vec![Step::Expect(line)];
        let reply = |line| vec![Step::reply(line)];
        let start_tls = || vec![Step::StartTls(self.identity.clone())];
        let mut steps = Vec::new();
        if self.transport == Transport::Tls {
            steps.push((Handshake, Vec::new(), start_tls()));
        }
        steps.push((Greeting, Vec::new(), reply("220 hostile.saatja.test ESMTP")));
        steps.push((
            Ehlo,
            expect("EHLO"),
            vec![self.ehlo(self.transport == Transport::Tls)],
        ));
        if self.transport == Transport::StartTls {
            let ready = [
                b"220 2.0.0 Ready to start TLS\r\n",
                self.after_starttls.as_slice(),
            ]
            .concat();
            steps.push((Phase::StartTls, expect("STARTTLS"), vec![Step::Send(ready)]));
            steps.push((Handshake, Vec::new(), start_tls()));
            steps.push((EhloInTls, expect("EHLO"), vec![self.ehlo(true)]));
        }
        if self.takes_sign_in {
            steps.push((
                Auth,
                vec![Step::TakeSignIn],
                reply("235 2.7.0 Authentication successful"),
            ));
        }
        steps.push((Mail, expect("MAIL FROM:"), reply("250 2.1.0 Ok")));
        steps.push((Rcpt, expect("RCPT TO:"), reply("250 2.1.5 Ok")));
        steps.push((Data, expect("DATA"), reply("354 End data with <CR><LF>.<CR><LF>")));
        steps.push((
            Dot,
            vec![Step::TakeLetter],
            reply("250 2.0.0 Ok: queued as HOSTILE"),
        ));
        steps.push((Quit, expect("QUIT"), reply("221 2.0.0 Bye")));
        steps
    }

    fn ehlo(&self, protected: bool) -> Step {
        let mut lines = vec!["hostile.saatja.test".to_owned()];
        lines.extend(self.extensions.iter().cloned());
        if self.offers_starttls && !protected {
            lines.push("STARTTLS".to_owned());
        }
        // In clear only where there will be nothing better: a client that falls back shall show itself.
        if self.takes_sign_in && (protected || self.transport == Transport::Plain) {
            lines.push("AUTH PLAIN LOGIN".to_owned());
        }
        let last = lines.len() - 1;
        let line =
            |(at, line): (usize, &String)| format!("250{}{line}\r\n", if at == last { ' ' } else { '-' });
        Step::Send(
            lines
                .iter()
                .enumerate()
                .map(line)
                .collect::<String>()
                .into_bytes(),
        )
    }
}

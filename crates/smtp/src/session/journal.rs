//! What happened, as it happens: a report a stage, and the talk without secrets.

use super::secrets::Secrets;
use crate::guard::RawReply;
use model::{
    address::is_invisible,
    session::{Detail, Fault, OtherPort, Outcome, Reply, Side, Stage, StageReport, TranscriptLine},
};
use network::CheckedAddresses;
use secrecy::SecretString;
use std::fmt;
use tokio::{
    sync::{mpsc::UnboundedSender, watch},
    time::Instant,
};

/// How many lines of the talk are kept.
const MOST_LINES: usize = 200;
/// How many characters of a line are kept.
const LONGEST_LINE: usize = 200;

/// Something that an observer is told while the session runs.
#[expect(clippy::large_enum_variant, reason = "nearly every event is the large one")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A stage has ended.
    Stage(StageReport),
    /// Another port was tried.
    OtherPort(OtherPort),
}

/// Where a session stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", stage.key(), fault.key())]
pub struct Failure {
    /// At which stage.
    pub stage: Stage,
    /// Why.
    pub fault: Fault,
}

/// How far a session has come, for who waits beside it.
#[derive(Debug, Clone, Default)]
pub(crate) enum Phase {
    /// Nothing was dialled yet.
    #[default]
    Before,
    /// These addresses are being dialled.
    Dialling(CheckedAddresses),
    /// The connection is there, and the server has not said anything yet.
    Listening(CheckedAddresses),
    /// The server spoke.
    Talking,
    /// It came to an end there, and something else should be tried: the same port with TLS too, or other
    /// ports only.
    Stuck {
        /// Whether the port itself may want TLS.
        may_want_tls: bool,
    },
}

/// Collects what happened and tells an observer.
#[derive(Debug)]
pub struct Journal {
    observer: Option<UnboundedSender<Event>>,
    phase: Option<watch::Sender<Phase>>,
    reports: Vec<StageReport>,
    transcript: Vec<TranscriptLine>,
    secrets: Secrets,
    since: Instant,
    silent: bool,
}

impl Default for Journal {
    fn default() -> Self {
        Self::new(None)
    }
}

impl Journal {
    /// A journal that begins now. An observer that went away is no fault.
    #[must_use]
    pub fn new(observer: Option<UnboundedSender<Event>>) -> Self {
        Self {
            observer,
            phase: None,
            reports: Vec::new(),
            transcript: Vec::new(),
            secrets: Secrets::default(),
            since: Instant::now(),
            silent: false,
        }
    }

    /// A journal that keeps neither reports nor talk, for many letters over one session: what is to be known of them
    /// stands in each result. It is the same from the opening on for all of them, because it knows the password and
    /// takes it out of the server's replies.
    #[must_use]
    pub fn silent() -> Self {
        Self {
            silent: true,
            ..Self::new(None)
        }
    }

    /// The reports so far.
    #[must_use]
    pub fn reports(&self) -> &[StageReport] {
        &self.reports
    }

    /// Reports and talk.
    #[must_use]
    pub fn into_parts(mut self) -> (Vec<StageReport>, Vec<TranscriptLine>) {
        (
            std::mem::take(&mut self.reports),
            std::mem::take(&mut self.transcript),
        )
    }

    /// Lets somebody watch how far the session has come.
    pub(crate) fn watched(&mut self) -> watch::Receiver<Phase> {
        let (sender, receiver) = watch::channel(Phase::Before);
        self.phase = Some(sender);
        receiver
    }

    pub(crate) fn phase(&self, phase: Phase) {
        if let Some(sender) = &self.phase {
            sender.send_replace(phase);
        }
    }

    /// From here on this password is taken out of everything that the server says.
    pub(crate) fn keep_secret(&mut self, user_name: &str, password: &SecretString) {
        self.secrets.learn(user_name, password);
    }

    /// The same for a token.
    pub(crate) fn keep_token(&mut self, user_name: &str, token: &SecretString) {
        self.secrets.learn_token(user_name, token);
    }

    /// The text without secrets.
    pub(crate) fn hide(&self, text: &str) -> String {
        self.secrets.hide(text)
    }

    pub(crate) fn passed(&mut self, stage: Stage, detail: Detail) {
        self.report(stage, Outcome::Passed, detail);
    }

    pub(crate) fn skipped(&mut self, stage: Stage) {
        self.report(stage, Outcome::Skipped, Detail::Nothing);
    }

    pub(crate) fn failed(&mut self, stage: Stage, fault: Fault, detail: Detail) -> Failure {
        self.report(stage, Outcome::Failed(fault.clone()), detail);
        Failure { stage, fault }
    }

    /// A stage passed with this reply.
    pub(crate) fn answered(&mut self, stage: Stage, raw: &RawReply) {
        if !self.silent {
            let text = self.reply(raw).to_string();
            self.passed(stage, Detail::Answer { text });
        }
    }

    fn report(&mut self, stage: Stage, result: Outcome, detail: Detail) {
        if self.silent {
            return;
        }
        let now = Instant::now();
        let ms = u64::try_from((now - self.since).as_millis()).unwrap_or(u64::MAX);
        self.since = now;
        let report = StageReport {
            stage,
            result,
            ms,
            detail,
        };
        let fault = report.fault().map(Fault::key);
        tracing::debug!(stage = stage.key(), ms, fault, "stage ended");
        self.tell(Event::Stage(report.clone()));
        self.reports.push(report);
    }

    pub(crate) fn tell(&self, event: Event) {
        if let Some(observer) = &self.observer {
            // the observer may have stopped listening
            let _ = observer.send(event);
        }
    }

    /// The server's reply for people: without secrets, cleaned, cut.
    pub(crate) fn reply(&self, raw: &RawReply) -> Reply {
        let lines: Vec<String> = raw.lines.iter().map(|line| self.secrets.hide(line)).collect();
        let mut reply = Reply::from_lines(raw.code, lines.iter().map(String::as_str));
        reply.text = self.secrets.hide(&reply.text);
        reply
    }

    /// A line of ours; what is secret was left out by who wrote it.
    pub(crate) fn we_said(&mut self, text: impl fmt::Display) {
        if !self.silent {
            let text = self.secrets.hide(&text.to_string());
            self.line(Side::Client, &text);
        }
    }

    /// The server's reply, line by line. `shown` chooses which lines are written down; of the others the code
    /// alone is.
    pub(crate) fn server_said(&mut self, raw: &RawReply, shown: impl Fn(usize, &str) -> bool) {
        if self.silent {
            return;
        }
        let last = raw.lines.len().saturating_sub(1);
        for (number, text) in raw.lines.iter().enumerate() {
            let mark = if number == last { ' ' } else { '-' };
            let text = if shown(number, text) {
                self.secrets.hide(text)
            } else {
                "…".to_owned()
            };
            self.line(Side::Server, &format!("{}{mark}{text}", raw.code));
        }
    }

    fn line(&mut self, side: Side, text: &str) {
        if self.transcript.len() < MOST_LINES {
            self.transcript.push(TranscriptLine {
                side,
                text: clean(text),
            });
        }
    }
}

/// Cut, and what is not seen replaced by a dot.
pub(crate) fn clean(text: &str) -> String {
    let text = text.trim_end();
    let mut clean: String = text
        .chars()
        .take(LONGEST_LINE)
        .map(|c| if is_invisible(c) { '.' } else { c })
        .collect();
    if text.chars().nth(LONGEST_LINE).is_some() {
        clean.push('…');
    }
    clean
}

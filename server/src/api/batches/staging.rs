//! Letters of a batch on their way into the store: some at a time, all of them or none.

use crate::{
    api::{
        body,
        letters::{FaultView, Files, LetterBody, Opened},
        problem::{Kind, Problem},
    },
    letters::Sender,
    state::State,
};
use model::{BatchId, CompanyId, Language, letter::Limits};
use std::sync::Arc;
use store::{CompanyStore, NewBatch, NewLetter, Store};

/// Letters that are written at once.
const AT_ONCE: usize = 200;
/// And fewer where they are so many bytes.
const BYTES_AT_ONCE: usize = 8 * 1024 * 1024;
/// Mistakes that are told.
pub const MOST_FAULTS: usize = 20;

/// A batch that is being handed over. Dropped without being accepted, it leaves nothing behind.
pub struct Staging {
    store: Arc<dyn Store>,
    company: CompanyId,
    own: Box<dyn CompanyStore>,
    sender: Sender,
    limits: Limits,
    language: Language,
    /// What was begun in the store and is neither accepted nor dropped.
    begun: Option<BatchId>,
    files: Files,
    opened: Vec<(u32, Opened)>,
    bytes: usize,
    letters: u32,
    faults: Vec<FaultView>,
}

impl Staging {
    /// Begins.
    pub async fn begin(
        state: &State,
        company: CompanyId,
        batch: &NewBatch,
        sender: Sender,
        language: Language,
    ) -> Result<Self, Problem> {
        let own = state.store.company(company);
        let begun = own.stage_batch(batch).await?;
        Ok(Self {
            store: state.store.clone(),
            company,
            own,
            sender,
            limits: state.config.delivery.limits(),
            language,
            begun: Some(begun),
            files: Files::default(),
            opened: Vec::new(),
            bytes: 0,
            letters: 0,
            faults: Vec::new(),
        })
    }

    /// How many bytes of letters are in memory.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether there are as many mistakes as are told.
    pub fn is_hopeless(&self) -> bool {
        self.faults.len() >= MOST_FAULTS
    }

    /// Notes a line that is no letter.
    pub fn refuse(&mut self, faults: Vec<FaultView>) {
        let room = MOST_FAULTS.saturating_sub(self.faults.len());
        self.faults.extend(faults.into_iter().take(room));
    }

    /// Takes a line; what is wrong with it is noted.
    pub async fn add(&mut self, line: u32, json: &[u8], now: jiff::Timestamp) -> Result<(), Problem> {
        self.letters += 1;
        if self.letters > self.limits.batch_letters {
            let most = format!("At most {} letters.", self.limits.batch_letters);
            return Err(Problem::from(Kind::TooManyLetters).saying(most));
        }
        match letter(json) {
            Ok(letter) => self.opened.push((line, letter.open(now).in_batch())),
            Err(problem) => self.refuse(FaultView::unreadable(&problem, line)),
        }
        self.bytes += json.len();
        if self.opened.len() >= AT_ONCE || self.bytes >= BYTES_AT_ONCE {
            self.flush().await?;
        }
        Ok(())
    }

    /// Checks what was taken since the last time, and writes it while nothing is wrong.
    async fn flush(&mut self) -> Result<(), Problem> {
        self.bytes = 0;
        let opened = std::mem::take(&mut self.opened);
        let named = opened.iter().flat_map(|(_, letter)| letter.named());
        let named: Vec<_> = named.collect();
        self.files.look_up(&*self.own, named.into_iter()).await?;
        let mut letters: Vec<NewLetter> = Vec::with_capacity(opened.len());
        for (line, letter) in opened {
            let ready = match letter.check(&self.files, &self.limits) {
                Ok(ready) => ready,
                Err(problems) => {
                    let faults = problems.into_iter();
                    let faults = faults.map(|fault| FaultView::of(fault, Some(line), self.language));
                    let faults = faults.take(MOST_FAULTS).collect();
                    self.refuse(faults);
                    continue;
                }
            };
            if !self.faults.is_empty() {
                continue;
            }
            for (hash, bytes) in ready.inline {
                self.files.keep(&*self.own, hash, &bytes).await?;
            }
            letters.push(self.sender.letter(ready.checked, ready.extra));
        }
        match self.begun {
            Some(batch) if self.faults.is_empty() && !letters.is_empty() => {
                self.own.stage_letters(batch, &letters).await?;
            }
            Some(batch) if !self.faults.is_empty() => {
                self.own.drop_staged(batch).await?;
                self.begun = None;
            }
            _ => {}
        }
        Ok(())
    }

    /// All lines were there: the batch that may be accepted now, or what is wrong.
    pub async fn finish(&mut self) -> Result<Result<BatchId, Vec<FaultView>>, Problem> {
        self.flush().await?;
        if !self.faults.is_empty() {
            let mut faults = std::mem::take(&mut self.faults);
            faults.sort_by_key(|fault| fault.line);
            return Ok(Err(faults));
        }
        Ok(Ok(self.begun.ok_or(Kind::BatchEmpty)?))
    }

    /// It was accepted: nothing is to be dropped any more.
    pub fn accepted(mut self) {
        self.begun = None;
    }
}

/// A letter's line. Where it can not be read it is read once more, slower, to say why.
fn letter(json: &[u8]) -> Result<LetterBody, Problem> {
    let object = json.trim_ascii_start().first() == Some(&b'{');
    match serde_json::from_slice(json) {
        Ok(letter) if object => Ok(letter),
        _ => body::read(json),
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let Some(batch) = self.begun.take() else { return };
        let (store, company) = (self.store.clone(), self.company);
        // Who handed it over has gone; upkeep would find it in an hour.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = store.company(company).drop_staged(batch).await {
                    tracing::warn!(%batch, %error, "a batch that was cut short is dropped later");
                }
            });
        }
    }
}

//! Takes mails in together: what has gathered while the last transaction ran goes into the next one, so that a flood of
//! reports makes few transactions and a lone mail waits for nothing.

use std::sync::Arc;
use store::{Inbox, NewInbound, Store, StoreError, TakenIn};
use tokio::sync::{mpsc, oneshot};

/// Mails in one transaction at most.
const MOST: usize = 64;
/// Bytes of what they say, in one transaction: more wait for the next.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Mails that wait for it at most: who has more waits.
const ROOM: usize = 64;

/// Hands mails over.
#[derive(Debug, Clone)]
pub struct Gatherer(mpsc::Sender<Asked>);

#[derive(Debug)]
struct Asked {
    mail: Box<NewInbound>,
    answer: oneshot::Sender<(Box<NewInbound>, Option<TakenIn>)>,
}

impl Gatherer {
    /// One, and what does its work: it ends when all who could hand something over are gone.
    pub fn new(store: Arc<dyn Store>) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (sender, receiver) = mpsc::channel(ROOM);
        (Self(sender), run(store, receiver))
    }

    /// What became of a mail; none where the store failed. The mail comes back with it.
    pub async fn take_in(&self, mail: Box<NewInbound>) -> Option<(Box<NewInbound>, Option<TakenIn>)> {
        let (answer, heard) = oneshot::channel();
        self.0.send(Asked { mail, answer }).await.ok()?;
        heard.await.ok()
    }
}

async fn run(store: Arc<dyn Store>, mut receiver: mpsc::Receiver<Asked>) {
    let mut waiting: Vec<Asked> = Vec::with_capacity(MOST);
    let mut fails = false;
    loop {
        if waiting.is_empty() && receiver.recv_many(&mut waiting, MOST).await == 0 {
            return;
        }
        while let (true, Ok(asked)) = (waiting.len() < MOST, receiver.try_recv()) {
            waiting.push(asked);
        }
        let rest = waiting.split_off(fit(&waiting));
        let (mails, answers): (Vec<_>, Vec<_>) = std::mem::replace(&mut waiting, rest)
            .into_iter()
            .map(|asked| (*asked.mail, asked.answer))
            .unzip();
        let taken: Vec<Option<TakenIn>> = match take_in(&*store, &mails).await {
            Ok(taken) => {
                if std::mem::take(&mut fails) {
                    tracing::info!("mails that come in are kept again");
                }
                taken.into_iter().map(Some).collect()
            }
            Err(error) => {
                // While it goes on only the first time is told, and nothing is tried one by one.
                if std::mem::replace(&mut fails, true) {
                    vec![None; mails.len()]
                } else {
                    tracing::error!(
                        mails = mails.len(),
                        "mails that came in could not be kept: {error}"
                    );
                    let taken = one_by_one(&*store, &mails).await;
                    fails = taken.iter().all(Option::is_none);
                    taken
                }
            }
        };
        for ((mail, answer), taken) in mails.into_iter().zip(answers).zip(taken) {
            // Who asked may have gone: he asks again, and hears that it was here before.
            let _ = answer.send((Box::new(mail), taken));
        }
    }
}

async fn take_in(store: &dyn Store, mails: &[NewInbound]) -> Result<Vec<TakenIn>, StoreError> {
    let taken = Inbox::take_in(store, mails).await?;
    let whole = taken.len() == mails.len();
    whole.then_some(taken).ok_or(StoreError::Damaged {
        what: "answer to mails",
    })
}

/// Each in a transaction of its own: one that can not be kept holds up none of the others.
async fn one_by_one(store: &dyn Store, mails: &[NewInbound]) -> Vec<Option<TakenIn>> {
    let mut taken = Vec::with_capacity(mails.len());
    for mail in mails {
        let one = take_in(store, std::slice::from_ref(mail)).await.ok();
        taken.push(one.and_then(|mut one| one.pop()));
    }
    taken
}

/// How many of them go together: at least one.
fn fit(waiting: &[Asked]) -> usize {
    let mut bytes = 0;
    let fits = waiting.iter().take_while(|asked| {
        bytes += asked.mail.raw.as_ref().map_or(0, Vec::len);
        bytes <= MOST_BYTES
    });
    fits.count().max(1)
}

//! What a failure is to the message and to the account.

use model::{
    session::{Fault, Reply, Stage},
    settings::Field,
};
use providers::Meaning;
use smtp::Failure;
use std::time::Duration;

/// What becomes of the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is tried again later; not before this is over, where that is known.
    Later(Option<Duration>),
    /// It is not tried again.
    Failed,
    /// Nobody knows.
    InDoubt,
    /// It was the account's fault: the message waits for it.
    Waits,
}

/// What it says about the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// It works: the fault is this message's own.
    Works,
    /// It does not work for now; for this long, where that is known.
    Trouble(Option<Duration>),
    /// As [`Self::Trouble`], but for an account through which something went in this turn: it works.
    TroubleUnlessProven,
    /// It does not work until somebody changes something.
    Held,
}

/// What a failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// For the message that was being sent, where it came so far.
    pub message: Fate,
    /// For its account.
    pub account: Account,
    /// The server asked to go slower.
    pub slower: bool,
}

/// Who sends through whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// Through the operator's relay: nobody in the company can mend anything there.
    pub relay: bool,
    /// The account is the sender's own; otherwise others send through it too, with addresses of their own.
    pub own_account: bool,
    /// How many letters the server took in this session.
    pub letters: u32,
}

/// What it is.
#[must_use]
pub fn judge(failure: &Failure, meaning: &Meaning<'_>, who: Circumstances) -> Outcome {
    if failure.stage <= Stage::Auth {
        return opening(failure, meaning, who);
    }
    let over = |message, account| Outcome {
        message,
        account,
        slower: false,
    };
    match &failure.fault {
        Fault::InDoubt => over(Fate::InDoubt, Account::TroubleUnlessProven),
        // The letter asks for more than this server can.
        Fault::Utf8Missing | Fault::TooLarge => over(Fate::Failed, Account::Works),
        Fault::Refused(reply) => Outcome {
            slower: asks_to_go_slower(reply, meaning, who),
            ..refused(reply, meaning, who)
        },
        _ => over(Fate::Later(None), Account::TroubleUnlessProven),
    }
}

/// No session came about: no message was touched.
fn opening(failure: &Failure, meaning: &Meaning<'_>, who: Circumstances) -> Outcome {
    let passes = meaning.transient
        || who.relay
        || matches!(
            failure.fault,
            Fault::NameNotFound
                | Fault::NameWithoutAddress
                | Fault::NameLookupFailed
                | Fault::NotSmtp
                | Fault::Closed
                | Fault::Timeout
        );
    let reply = failure.fault.reply();
    Outcome {
        message: Fate::Waits,
        account: if passes {
            Account::Trouble(meaning.clears_after)
        } else {
            Account::Held
        },
        slower: reply.is_some_and(|reply| asks_to_go_slower(reply, meaning, who)),
    }
}

fn refused(reply: &Reply, meaning: &Meaning<'_>, who: Circumstances) -> Outcome {
    let outcome = |message, account| Outcome {
        message,
        account,
        slower: false,
    };
    if meaning.transient || reply.is_transient() && !meaning.account_fault {
        let account = match (meaning.account_fault, meaning.clears_after) {
            (true, Some(clears)) => Account::Trouble(Some(clears)),
            (true, None) => Account::TroubleUnlessProven,
            // 421 is about the connection, whatever it was an answer to.
            (false, _) if reply.code == 421 => Account::TroubleUnlessProven,
            (false, _) => Account::Works,
        };
        return outcome(Fate::Later(meaning.clears_after), account);
    }
    if !meaning.account_fault {
        return outcome(Fate::Failed, Account::Works);
    }
    let about_sender = meaning.field == Some(Field::Address);
    match (about_sender, who) {
        // Others can go on: it is this sender's address that the server does not take.
        (
            true,
            Circumstances { relay: true, .. }
            | Circumstances {
                own_account: false, ..
            },
        ) => outcome(Fate::Failed, Account::Works),
        (_, Circumstances { relay: true, .. }) => outcome(Fate::Waits, Account::Trouble(None)),
        _ => outcome(Fate::Waits, Account::Held),
    }
}

/// 421, 432 and 450 4.7.x. Not greylisting, which is about the recipient; nor the goodbye of a server that takes so and
/// so many letters a session.
fn asks_to_go_slower(reply: &Reply, meaning: &Meaning<'_>, who: Circumstances) -> bool {
    if meaning.cause == "greylisted" {
        return false;
    }
    let policy = reply.enhanced.is_some_and(|code| {
        code.class == 4 && (code.subject == 7 || (code.subject == 3 && code.detail == 2))
    });
    match reply.code {
        421 => who.letters == 0 || policy || (meaning.account_fault && meaning.cause != "temporary"),
        432 => true,
        450 => policy,
        _ => false,
    }
}

#[cfg(test)]
mod tests;

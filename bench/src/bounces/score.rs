//! Counting.

use super::labels::{Label, Mail};
use bounce::{Recipient, Rule};
use model::event::{Cause, Kind};
use std::fmt;

/// How many are right.
#[derive(Debug, Default)]
pub struct Score {
    /// Recipients with labels.
    pub recipients: usize,
    kind: usize,
    cause: (usize, usize),
    hard: (usize, usize),
    status: (usize, usize),
    reply: (usize, usize),
    number: usize,
    mails: usize,
    /// For each cause: expected, said, both.
    causes: Vec<[usize; 3]>,
    /// What was read otherwise.
    pub wrong: Vec<Wrong>,
    /// For each recipient: the mail's place in the list, what decided, and whether the cause is right.
    pub decided: Vec<(usize, Option<Rule>, bool)>,
}

/// A recipient that was read otherwise than labelled.
#[derive(Debug)]
pub struct Wrong(String);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Score {
    /// Reads all mails. `skip` says which rules are left out for which mail.
    pub fn of(mails: &[Mail], skip: &dyn Fn(&Mail, Rule) -> bool) -> Self {
        let mut score = Self {
            causes: vec![[0; 3]; Cause::ALL.len()],
            ..Self::default()
        };
        for (at, mail) in mails.iter().enumerate() {
            let report = bounce::read_without(&mail.raw, &|rule| skip(mail, rule));
            score.mails += 1;
            score.number += usize::from(report.recipients.len() == mail.labels.len());
            for (label, recipient) in mail
                .labels
                .iter()
                .zip(report.recipients.iter().map(Some).chain(std::iter::repeat(None)))
            {
                score.count(at, mail, label, report.kind, recipient);
            }
        }
        score
    }

    fn count(&mut self, at: usize, mail: &Mail, label: &Label, kind: Kind, got: Option<&Recipient>) {
        self.recipients += 1;
        let right_kind = kind == label.kind || kind == Kind::Delayed && label.kind == Kind::Bounce;
        self.kind += usize::from(right_kind);
        let said = got.and_then(|got| got.cause);
        if let Some(expected) = label.cause {
            self.causes[expected as usize][0] += 1;
            if let Some(said) = said {
                self.causes[said as usize][1] += 1;
                self.causes[said as usize][2] += usize::from(said == expected);
            }
            add(&mut self.cause, said == label.cause);
        }
        let hard = got.is_some_and(|got| got.hard);
        add(&mut self.hard, hard == label.hard);
        let status = got.and_then(|got| got.status).map(|status| status.to_string());
        if label.status.is_some() {
            add(&mut self.status, status == label.status);
        }
        let reply = got.and_then(|got| got.reply_code);
        if label.reply_code.is_some() {
            add(&mut self.reply, reply == label.reply_code);
        }
        let right = said == label.cause && right_kind;
        self.decided.push((at, got.and_then(|got| got.rule), right));
        if !right || hard != label.hard {
            self.wrong.push(Wrong(format!(
                "{}: {} ({}, {}), got {} {} {} by {:?}: {}",
                mail.file,
                label.cause.map_or(label.kind.key(), Cause::key),
                label.reason,
                if label.hard { "hard" } else { "soft" },
                kind.key(),
                said.map_or("-", Cause::key),
                if hard { "hard" } else { "soft" },
                got.and_then(|got| got.rule),
                got.map_or("no recipient", |got| &got.evidence)
                    .chars()
                    .take(160)
                    .collect::<String>(),
            )));
        }
    }

    /// Right causes and all.
    #[must_use]
    pub fn cause(&self) -> (usize, usize) {
        self.cause
    }

    /// Right hard and soft, and all.
    #[must_use]
    pub fn hard(&self) -> (usize, usize) {
        self.hard
    }
}

fn add((right, all): &mut (usize, usize), is_right: bool) {
    *right += usize::from(is_right);
    *all += 1;
}

/// `7 of 8 (87.5 %)`.
pub fn share((right, all): (usize, usize)) -> String {
    #[expect(clippy::cast_precision_loss, reason = "for a table")]
    let percent = right as f64 * 100.0 / all.max(1) as f64;
    format!("{right} of {all} ({percent:.1} %)")
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | right |\n|---|---|")?;
        writeln!(f, "| kind | {} |", share((self.kind, self.recipients)))?;
        writeln!(f, "| cause | {} |", share(self.cause))?;
        writeln!(f, "| hard or soft | {} |", share(self.hard))?;
        writeln!(
            f,
            "| status code, where the label's is one | {} |",
            share(self.status)
        )?;
        writeln!(f, "| reply code | {} |", share(self.reply))?;
        writeln!(
            f,
            "| number of recipients | {} |\n",
            share((self.number, self.mails))
        )?;
        writeln!(f, "| cause | precision | recall |\n|---|---|---|")?;
        for cause in Cause::ALL {
            let [expected, said, both] = self.causes[*cause as usize];
            writeln!(
                f,
                "| {} | {} | {} |",
                cause.key(),
                share((both, said)),
                share((both, expected))
            )?;
        }
        Ok(())
    }
}

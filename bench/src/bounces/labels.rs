//! The folder: mails, and what others say about them.

use model::event::{Cause, Kind};
use std::{collections::BTreeMap, fs, io, path::Path};

/// A mail and its labels.
#[derive(Debug)]
pub struct Mail {
    /// The file's name.
    pub file: String,
    /// As it came.
    pub raw: Vec<u8>,
    /// One a recipient.
    pub labels: Vec<Label>,
}

impl Mail {
    /// The reporting host: what stands between the name's first and last dash, with the first word.
    #[must_use]
    pub fn host(&self) -> &str {
        let stem = self
            .file
            .rsplit_once('-')
            .map_or(self.file.as_str(), |(stem, _)| stem);
        stem.split_once('-').map_or(stem, |(_, host)| host)
    }
}

/// What is said about one recipient.
#[derive(Debug, Clone)]
pub struct Label {
    /// The kind; [`Kind::Bounce`] for warnings too, which the labels do not tell apart.
    pub kind: Kind,
    /// The cause, for bounces.
    pub cause: Option<Cause>,
    /// The address is bad for good.
    pub hard: bool,
    /// The status code; none for those that the labels' makers made up.
    pub status: Option<String>,
    /// The reply code.
    pub reply_code: Option<u16>,
    /// Their own word.
    pub reason: String,
}

/// All mails of a folder, by name.
///
/// # Errors
/// A file can not be read, or a label is not understood.
pub fn read_folder(folder: &Path) -> io::Result<Vec<Mail>> {
    let mut labels: BTreeMap<String, Vec<Label>> = BTreeMap::new();
    for line in fs::read_to_string(folder.join("labels.tsv"))?.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [file, _, status, reply, reason, hard, ..] = fields.as_slice() else {
            return Err(io::Error::other(format!("labels.tsv: {line}")));
        };
        let (kind, cause) =
            meaning(reason).ok_or_else(|| io::Error::other(format!("unknown reason {reason}")))?;
        labels.entry((*file).to_owned()).or_default().push(Label {
            kind,
            cause,
            hard: *hard == "true",
            status: (!status.is_empty() && !status.contains(".0.9")).then(|| (*status).to_owned()),
            reply_code: reply.parse().ok(),
            reason: (*reason).to_owned(),
        });
    }
    labels
        .into_iter()
        .map(|(file, labels)| {
            Ok(Mail {
                raw: fs::read(folder.join(&file))?,
                file,
                labels,
            })
        })
        .collect()
}

/// Sisimai's reasons in our words.
fn meaning(reason: &str) -> Option<(Kind, Option<Cause>)> {
    let cause = match reason {
        "feedback" => return Some((Kind::FeedbackLoop, None)),
        "vacation" => return Some((Kind::AutomaticReply, None)),
        "delivered" => return Some((Kind::Delivered, None)),
        "userunknown" => Cause::NoSuchAddress,
        "hostunknown" | "notaccept" => Cause::NoSuchDomain,
        "mailboxfull" => Cause::MailboxFull,
        "suspend" | "hasmoved" => Cause::Inactive,
        "rejected" | "blocked" | "badreputation" | "requireptr" | "authfailure" | "norelaying"
        | "failedstarttls" => Cause::RefusedSender,
        "spamdetected" | "virusdetected" | "contenterror" | "mesgtoobig" | "exceedlimit" => {
            Cause::RefusedContent
        }
        "filtered" | "policyviolation" | "securityerror" | "notcompliantrfc" | "syntaxerror" => {
            Cause::RefusedPolicy
        }
        "expired" | "networkerror" | "systemerror" | "systemfull" | "toomanyconn" | "speeding"
        | "ratelimited" | "mailererror" => Cause::Temporary,
        "onhold" | "undefined" => Cause::Unknown,
        _ => return None,
    };
    Some((Kind::Bounce, Some(cause)))
}

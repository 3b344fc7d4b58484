//! Letters that were not delivered, or not yet.

use super::{
    Scene,
    words::{clean, first_reply, lines},
};
use crate::{
    free_text,
    judge::{Claim, judge},
    limits,
    report::Recipient,
    structure::{Action, Group},
    tokens,
};
use model::event::Kind;

impl Scene<'_> {
    /// Whom a letter did not reach, and why.
    pub fn refused(&self, kind: Kind) -> Vec<Recipient> {
        let wanted = if kind == Kind::Delayed {
            Action::Delayed
        } else {
            Action::Failed
        };
        let groups: Vec<&Group> = self
            .status
            .groups
            .iter()
            .filter(|group| {
                group.action.is_none_or(|action| {
                    action == wanted || kind == Kind::Bounce && action == Action::Delayed
                })
            })
            .collect();
        let mut recipients: Vec<Recipient> = groups
            .iter()
            .map(|group| self.of_group(group, groups.len()))
            .collect();
        if recipients.is_empty() || recipients.iter().all(|r| r.address.is_none()) {
            let named = self.of_text();
            if recipients.is_empty() || !named.is_empty() {
                recipients = merge(&recipients, named);
            }
        }
        if recipients.is_empty() {
            recipients.push(self.recipient(
                None,
                None,
                &Claim {
                    own: lines(&self.document.lines),
                    ..self.claim(None)
                },
            ));
        }
        if kind == Kind::Delayed {
            for recipient in &mut recipients {
                recipient.hard = false;
            }
        }
        recipients
    }

    fn claim(&self, address: Option<&str>) -> Claim<'_> {
        let mut hosts: Vec<String> = Vec::new();
        hosts.extend(self.status.reporter.iter().map(|host| host.to_ascii_lowercase()));
        hosts.extend(
            address
                .and_then(|address| address.rsplit_once('@'))
                .map(|(_, domain)| domain.to_ascii_lowercase()),
        );
        let from = self.head.from.as_deref().unwrap_or_default();
        hosts.extend(
            tokens::addresses(from)
                .iter()
                .filter_map(|f| f.address.rsplit_once('@'))
                .map(|(_, d)| d.to_ascii_lowercase()),
        );
        Claim {
            hosts,
            ..Claim::default()
        }
    }

    fn of_group(&self, group: &Group, groups: usize) -> Recipient {
        let mut claim = self.claim(group.address.as_deref().or(group.original_address.as_deref()));
        claim.status = group.status;
        claim.own.extend(group.diagnostic.as_deref());
        claim.own.extend(group.status_comment.as_deref());
        claim.category = group.category.as_deref();
        claim
            .hosts
            .extend(group.remote.iter().map(|host| host.to_ascii_lowercase()));
        let about = group.address.as_deref().filter(|_| groups > 1);
        claim.wide = match about {
            None => lines(&self.document.lines),
            Some(address) => self
                .document
                .lines
                .iter()
                .map(String::as_str)
                .filter(|line| line.contains(address))
                .take(limits::LINES_OF_ONE)
                .collect(),
        };
        let original = group
            .original_address
            .clone()
            .filter(|original| Some(original) != group.address.as_ref());
        let mut recipient = self.recipient(group.address.clone(), original, &claim);
        recipient.diagnostic = group.diagnostic.as_deref().map(clean);
        recipient.reporter = group.remote.clone().or_else(|| self.status.reporter.clone());
        recipient
    }

    /// The recipients that the text names.
    pub fn of_text(&self) -> Vec<Recipient> {
        let all = |header: Option<&str>| -> Vec<String> {
            header
                .map(|value| {
                    tokens::addresses(value)
                        .into_iter()
                        .map(|f| f.address.to_owned())
                        .collect()
                })
                .unwrap_or_default()
        };
        let original = self.document.original.as_ref();
        let of = |name: &str| all(original.and_then(|headers| headers.raw(name)));
        let failed = all(self.mail.headers.raw("X-Failed-Recipients"));
        let mut senders = of("From");
        senders.extend(of("Return-Path"));
        senders.extend(all(self.mail.headers.raw("To")));
        let mut written_to = of("To");
        written_to.extend(of("Cc"));
        let named = free_text::recipients(self.document, &failed, &senders, &written_to);
        let alone = named.len() == 1;
        named
            .into_iter()
            .map(|one| {
                let mut claim = self.claim(Some(&one.address));
                for range in &one.lines {
                    claim.own.extend(
                        self.document
                            .lines
                            .get(range.clone())
                            .unwrap_or_default()
                            .iter()
                            .map(String::as_str),
                    );
                }
                claim.own.truncate(if alone {
                    limits::LINES_OF_REPORT
                } else {
                    limits::LINES_OF_ONE
                });
                if alone {
                    claim.wide = lines(&self.document.lines);
                    claim
                        .wide
                        .extend(lines(&self.document.after).into_iter().take(60));
                }
                self.recipient(Some(one.address), one.original_address, &claim)
            })
            .collect()
    }

    fn recipient(
        &self,
        address: Option<String>,
        original_address: Option<String>,
        claim: &Claim<'_>,
    ) -> Recipient {
        let mut claim = Claim {
            own: claim.own.clone(),
            wide: claim.wide.clone(),
            status: claim.status,
            category: claim.category,
            hosts: claim.hosts.clone(),
        };
        claim.own.truncate(limits::LINES_OF_REPORT);
        claim.wide.truncate(limits::LINES_OF_REPORT);
        let text = claim
            .own
            .iter()
            .chain(&claim.wide)
            .copied()
            .take(80)
            .collect::<Vec<_>>()
            .join("\n");
        let named = tokens::hosts(&text);
        claim.hosts.extend(named);
        let verdict = judge(&claim, self.skip);
        let evidence = verdict
            .evidence
            .or_else(|| first_reply(&claim))
            .unwrap_or_default();
        let evidence = clean(&evidence);
        Recipient {
            address,
            status: verdict.status,
            reply_code: verdict.reply,
            cause: Some(verdict.cause),
            hard: verdict.hard,
            diagnostic: (!evidence.is_empty()).then(|| evidence.clone()),
            evidence,
            reporter: self.status.reporter.clone(),
            original_address,
            rule: Some(verdict.rule),
        }
    }
}

/// Fields without an address get the one that the text names.
fn merge(fields: &[Recipient], mut named: Vec<Recipient>) -> Vec<Recipient> {
    if let ([field], [name]) = (fields, named.as_mut_slice()) {
        let mut whole = field.clone();
        whole.address = name.address.take();
        return vec![whole];
    }
    named
}

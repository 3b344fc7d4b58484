//! Why: from the words and codes that are about one recipient.

mod session;

use crate::{
    limits,
    report::Rule,
    rules::{self, Hard, Normal, Stage},
    tokens,
};
use model::{event::Cause, session::EnhancedCode};
use session::{echoes, stage};

/// What is known of one recipient's refusal.
#[derive(Debug, Default)]
pub struct Claim<'x> {
    /// What is surely about him: the diagnostic, or his lines.
    pub own: Vec<&'x str>,
    /// The rest of the report's words.
    pub wide: Vec<&'x str>,
    /// The status of the report's fields.
    pub status: Option<EnhancedCode>,
    /// The reporter's own word for the cause.
    pub category: Option<&'x str>,
    /// Hosts and domains that took part, in lower case.
    pub hosts: Vec<String>,
}

/// What it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Why.
    pub cause: Cause,
    /// The address is bad for good.
    pub hard: bool,
    /// What decided.
    pub rule: Rule,
    /// The line that did.
    pub evidence: Option<String>,
    /// The most exact status code that is said.
    pub status: Option<EnhancedCode>,
    /// The reply code.
    pub reply: Option<u16>,
}

/// How much less words count that may be about another recipient, or about nothing.
const WIDE: u8 = 12;

/// The rank of a reporter's own word for the cause.
const CATEGORY: u8 = 16;

struct Best {
    key: (u8, u8, usize),
    cause: Cause,
    hard: Hard,
    rule: Rule,
    evidence: Option<String>,
}

/// Weighs everything: the lowest rank wins, then words before codes, then what is said first. Rules for which `skip`
/// says yes are left out.
pub fn judge(claim: &Claim<'_>, skip: &dyn Fn(Rule) -> bool) -> Verdict {
    let own = claim.own.join("\n");
    let wide = claim.wide.join("\n");
    let or_wide = |own: Vec<EnhancedCode>| {
        if own.is_empty() && claim.status.is_none_or(is_empty) {
            tokens::enhanced_codes(&wide)
        } else {
            own
        }
    };
    let mut codes = or_wide(tokens::enhanced_codes(&own));
    let mut replies = tokens::reply_codes(&own);
    if replies.is_empty() {
        replies = tokens::reply_codes(&wide);
    }
    codes.retain(|code| code.class != 2);
    let status = best_status(claim.status, &codes);
    let reply = replies.first().copied();

    let mut best: Option<Best> = None;
    let all_codes: Vec<EnhancedCode> = claim
        .status
        .into_iter()
        .chain(codes.iter().copied())
        .take(20)
        .collect();
    let scene = Scene {
        hosts: &claim.hosts,
        codes: &all_codes,
        replies: &replies,
        stage: stage(&own).or_else(|| stage(&wide)),
        echoes: echoes(&claim.own),
        skip,
    };
    if let Some((cause, hard)) = claim.category.and_then(rules::category_meaning) {
        best = Some(Best {
            key: (CATEGORY, 0, 0),
            cause,
            hard,
            rule: Rule::Structure,
            evidence: None,
        });
    }
    words(&claim.own, 0, &scene, &mut best);
    words(&claim.wide, WIDE, &scene, &mut best);
    codes_alone(&scene, &mut best);

    let transient = status.map_or(reply.is_some_and(|reply| reply < 500), |status| status.class == 4);
    match best {
        Some(best) => Verdict {
            cause: best.cause,
            hard: match best.hard {
                Hard::Always => true,
                Hard::Never => false,
                Hard::WhenPermanent => !transient,
            },
            rule: best.rule,
            evidence: best.evidence,
            status,
            reply,
        },
        None => Verdict {
            cause: Cause::Unknown,
            hard: false,
            rule: Rule::Structure,
            evidence: None,
            status,
            reply,
        },
    }
}

struct Scene<'x> {
    hosts: &'x [String],
    codes: &'x [EnhancedCode],
    replies: &'x [u16],
    stage: Option<Stage>,
    /// A reply begins with an address, as those to RCPT do.
    echoes: bool,
    skip: &'x dyn Fn(Rule) -> bool,
}

impl Scene<'_> {
    fn fits(&self, cue: &rules::Cue) -> bool {
        let host = cue.hosts.is_empty()
            || cue
                .hosts
                .iter()
                .any(|end| self.hosts.iter().any(|host| is_within(host, end)));
        let status = cue.status.is_empty()
            || self
                .codes
                .iter()
                .any(|code| cue.status.iter().any(|known| *known == code.to_string()));
        let reply = cue.reply.is_empty() || self.replies.iter().any(|reply| cue.reply.contains(reply));
        let reply = reply && (!cue.no_reply || self.replies.is_empty());
        host && status && reply && cue.stage.is_none_or(|stage| Some(stage) == self.stage)
    }

    /// Words that filters use too are believed only where something confirms them.
    fn confirmed(&self, cue: &rules::Cue) -> (Cause, Hard) {
        let is_confirmed = self.stage == Some(Stage::Rcpt)
            || self.stage.is_none() && self.echoes
            || self.replies.is_empty()
            || self.codes.iter().any(|code| code.subject == 1);
        match cue.unconfirmed {
            Some(cause) if !is_confirmed => (cause, Hard::Never),
            _ => (cue.cause, cue.hard),
        }
    }
}

fn is_within(host: &str, end: &str) -> bool {
    host.strip_suffix(end)
        .is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

fn words(lines: &[&str], less: u8, scene: &Scene<'_>, best: &mut Option<Best>) {
    let normal = Normal::of(lines.iter().copied(), limits::JUDGED);
    for (cue, at, hit) in rules::causes().find(&normal.text) {
        let rule = if cue.hosts.is_empty() {
            Rule::Phrase(cue.id, at)
        } else {
            Rule::Provider(cue.id, at)
        };
        let key = (cue.rank.saturating_add(less), 0, hit.start);
        if best.as_ref().is_some_and(|best| best.key <= key) || !scene.fits(cue) || (scene.skip)(rule) {
            continue;
        }
        let (first, last) = (
            normal.line_at(hit.start),
            normal.line_at(hit.end.saturating_sub(1)),
        );
        let evidence = lines.get(first..=last.max(first)).map(|lines| lines.join(" "));
        let (cause, hard) = scene.confirmed(cue);
        *best = Some(Best {
            key,
            cause,
            hard,
            rule,
            evidence,
        });
    }
}

fn codes_alone(scene: &Scene<'_>, best: &mut Option<Best>) {
    let mut offer = |key, cause, hard, rule| {
        if best.as_ref().is_none_or(|best| key < best.key) && !(scene.skip)(rule) {
            *best = Some(Best {
                key,
                cause,
                hard,
                rule,
                evidence: None,
            });
        }
    };
    for cue in rules::causes()
        .cues
        .iter()
        .filter(|cue| !cue.has_words && scene.fits(cue))
    {
        offer((cue.rank, 1, 0), cue.cause, cue.hard, Rule::Provider(cue.id, 0));
    }
    for (at, code) in scene.codes.iter().enumerate() {
        if let Some(meaning) = rules::status_meaning(*code) {
            offer(
                (meaning.rank, 2, at),
                meaning.cause,
                meaning.hard,
                Rule::Status(*code),
            );
        }
    }
    for (at, reply) in scene.replies.iter().take(20).enumerate() {
        if let Some(meaning) = rules::reply_meaning(*reply) {
            offer(
                (meaning.rank, 3, at),
                meaning.cause,
                meaning.hard,
                Rule::Reply(*reply),
            );
        }
    }
}

/// The first code that the server itself said, where it says something; else the fields' status.
fn best_status(field: Option<EnhancedCode>, said: &[EnhancedCode]) -> Option<EnhancedCode> {
    let exact = said.iter().copied().find(|code| !is_empty(*code));
    match field {
        Some(field) if !is_empty(field) => exact
            .filter(|exact| exact.class == field.class && replaces(field))
            .or(Some(field)),
        field => exact.or(field).or(said.first().copied()),
    }
}

/// Reporters write 5.1.1 for whatever was refused in reply to RCPT.
fn replaces(field: EnhancedCode) -> bool {
    (field.subject, field.detail) == (1, 1)
}

/// `5.0.0` says no more than its first digit.
fn is_empty(code: EnhancedCode) -> bool {
    code.subject == 0 && code.detail == 0
}

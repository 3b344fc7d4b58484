//! The pages that ask once more, before an exception is added or taken away.

use super::{super::confirm::Confirm, ExceptionRow, Part, Trusted};
use crate::shell::Shell;
use texts::Texts;

/// What is to be added, with what is posted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// What would be trusted.
    pub trusted: Trusted,
    /// Field `pem`, as it was typed; empty with the others.
    pub pem: String,
    /// Fields `server` and `port`; empty with an authority.
    pub server: String,
    /// See `server`.
    pub port: String,
}

/// Everything on the page that asks before adding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddPage {
    /// What is to be added.
    pub addition: Addition,
    /// How many users send through this server, or, with an authority, through a server of their own.
    pub users: u64,
}

/// The page.
#[must_use]
pub fn render_add(shell: Shell, page: AddPage) -> String {
    let texts = texts::texts(shell.language);
    let AddPage { addition, users } = page;
    let kind = addition.trusted.kind();
    let mut fields = Vec::new();
    match &addition.trusted {
        Trusted::Authority { .. } => fields.push(("pem", addition.pem)),
        Trusted::Pin { sha256, .. } => {
            fields.extend([("server", addition.server), ("port", addition.port)]);
            fields.push(("sha256", sha256.clone()));
        }
        Trusted::PlainPassword { .. } => {
            fields.extend([("server", addition.server), ("port", addition.port)]);
            fields.push(("understood", "yes".to_owned()));
        }
    }
    Confirm {
        part: Part::Encryption,
        title: texts.get(&format!("encryption-ask-{kind}")),
        facts: facts(&addition.trusted, texts),
        effects: vec![
            texts.get(&format!("encryption-ask-{kind}-effect")),
            texts.count("encryption-ask-users", "n", users),
        ],
        warning: matches!(addition.trusted, Trusted::PlainPassword { .. })
            .then(|| texts.get("encryption-plain-warning")),
        path: format!("/company/encryption/{kind}"),
        fields,
        button: texts.get("encryption-confirm"),
        loses: matches!(addition.trusted, Trusted::PlainPassword { .. }),
    }
    .document(shell)
}

fn facts(trusted: &Trusted, texts: &Texts) -> Vec<(String, String)> {
    let server = |server: &str| (texts.get("column-server"), server.to_owned());
    match trusted {
        Trusted::Authority {
            name, from, until, ..
        } => vec![
            (texts.get("encryption-kind-authority"), name.clone()),
            (
                texts.get("encryption-validity"),
                texts.with("encryption-valid", &[("from", from), ("until", until)]),
            ),
        ],
        Trusted::Pin { server: name, sha256 } => {
            vec![
                server(name),
                (texts.get("encryption-fingerprint"), groups(sha256)),
            ]
        }
        Trusted::PlainPassword { server: name } => vec![server(name)],
    }
}

/// In groups of four, to be compared by eye.
pub(super) fn groups(sha256: &str) -> String {
    sha256
        .as_bytes()
        .chunks(4)
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Everything on the page that asks before taking away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovePage {
    /// What is to be taken away.
    pub exception: ExceptionRow,
    /// How many users send through this server, or, with an authority, through a server of their own.
    pub users: u64,
}

/// The page.
#[must_use]
pub fn render_remove(shell: Shell, page: RemovePage) -> String {
    let texts = texts::texts(shell.language);
    let RemovePage { exception, users } = page;
    let mut facts = facts(&exception.trusted, texts);
    facts.push((
        texts.get("column-created"),
        texts.with(
            "encryption-confirmed",
            &[("name", &exception.by), ("when", &exception.when)],
        ),
    ));
    Confirm {
        part: Part::Encryption,
        title: texts.with(
            "encryption-remove-title",
            &[("name", exception.trusted.subject())],
        ),
        facts,
        effects: vec![
            texts.get(&format!("encryption-remove-{}", exception.trusted.kind())),
            texts.count("encryption-ask-users", "n", users),
        ],
        warning: None,
        path: format!("/company/encryption/{}/remove", exception.id),
        fields: Vec::new(),
        button: texts.get("company-remove"),
        loses: true,
    }
    .document(shell)
}

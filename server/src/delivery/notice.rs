//! The letter to the owner of an account that is held. It goes through the portal's relay, as every other letter: the
//! queue keeps it, and the key under which it is accepted makes it come once.

use crate::{state::State, testing};
use model::{
    Language,
    letter::{Addressee, Content, Letter, LetterHead, Subject},
    message::RecipientRole,
    settings::SendingMode,
};
use sha2::{Digest, Sha256};
use store::{
    AcceptError, Actor, CompanyStore, HeldAccount, Idempotency, NewLetter, Role, Route, SecretOwner,
    StoreError, User,
};

/// Users that are read at once.
const AT_ONCE: u32 = 200;
/// Admins who are told at most.
const MOST: usize = 20;

/// Tells an account's owner, or the company's admins where it is the company's. Says whether that is done; where the
/// portal has no relay, or no mailbox to write from, pages and webhooks are all there is.
pub async fn tell(state: &State, held: &HeldAccount) -> Result<bool, StoreError> {
    let company = state.store.company(held.company);
    let Some(profile) = company.company().await? else {
        return Ok(true);
    };
    let Some(from) = state.relay_for(&profile).and_then(|relay| relay.event_mailbox) else {
        return Ok(true);
    };
    let mut letters = Vec::new();
    for owner in owners(&*company, held).await? {
        let about = LetterHead {
            // It comes from the event mailbox and goes through the relay, whatever its reader sends through.
            mode: SendingMode::ReplyTo,
            from_name: profile.name.clone(),
            from: from.clone(),
            reply_to: None,
            envelope_sender: from.clone(),
            to: vec![Addressee {
                name: Some(owner.name.clone()),
                address: owner.email.clone(),
            }],
            copy: Vec::new(),
        };
        let (subject, text) = words(state, &owner, held);
        letters.push(NewLetter {
            user: owner.id,
            route: Route::Relay,
            letter: Letter {
                head: about,
                subject,
                content: Content {
                    text: Some(text),
                    ..Content::default()
                },
            },
            recipients: vec![(owner.email, RecipientRole::To)],
            reference: None,
            deadline: None,
            not_before: None,
            replaces: None,
        });
    }
    if letters.is_empty() {
        return Ok(true);
    }
    // No program's key holds a space: none can be this one.
    let key = format!("held {} {}", held.account, held.since.as_microsecond());
    let key = Idempotency {
        digest: Sha256::digest(&key).into(),
        key,
    };
    match company.accept(&letters, Some(&key), None, &Actor::Program).await {
        Ok(_) => Ok(true),
        Err(AcceptError::Store(error)) => Err(error),
        // A person who was deleted meanwhile: those who are left are told the next time.
        Err(error) => {
            tracing::warn!(account = %held.account, "the letter about a held account was not accepted: {error}");
            Ok(false)
        }
    }
}

async fn owners(company: &dyn CompanyStore, held: &HeldAccount) -> Result<Vec<User>, StoreError> {
    if let Route::OwnServer {
        secret: Some(SecretOwner::User(user)),
        ..
    } = held.route
        && let Some(user) = company.find_user(user).await?
    {
        return Ok(vec![user]);
    }
    let (mut admins, mut after) = (Vec::new(), None);
    loop {
        let users = company.list_users(after, AT_ONCE).await?;
        let Some(last) = users.last() else { break };
        after = Some(last.id);
        admins.extend(users.into_iter().filter(|user| user.role == Role::Admin));
        if admins.len() >= MOST {
            break;
        }
    }
    admins.truncate(MOST);
    Ok(admins)
}

fn words(state: &State, owner: &User, held: &HeldAccount) -> (Subject, String) {
    let language: Language = owner.language;
    let texts = texts::texts(language);
    let unknown = texts.get("test-word-unknown");
    let (server, port, user) = match &held.route {
        Route::Relay => (texts.get("preview-portals-server"), String::new(), String::new()),
        Route::OwnServer { destination, .. } => (
            destination.host.to_string(),
            destination.port.to_string(),
            destination.user_name.clone().unwrap_or_default(),
        ),
    };
    let provider = match &held.route {
        Route::Relay => None,
        Route::OwnServer { destination, .. } => state.catalogue.of_destination(destination),
    };
    let provider = provider.map_or_else(
        || texts.with("test-unknown-provider-name", &[("server", &server)]),
        |provider| provider.name.clone(),
    );
    let egress = testing::egress(state).join(", ");
    let known = |text: &'static str, value: &str| {
        let value = if value.is_empty() { &unknown } else { value };
        (text, value.to_owned())
    };
    let words = [
        known("provider", &provider),
        known("server", &server),
        known("port", &port),
        known("user", &user),
        known("sender", owner.email.as_str()),
        known("egress", &egress),
        known("names", ""),
        known("until", ""),
        known("from", ""),
        known("issuer", ""),
        known("size", ""),
    ];
    let words: Vec<(&str, &str)> = words
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let key = format!("cause-{}", held.why.cause);
    let steps: Vec<String> = (1..)
        .zip(texts.steps(&key, &words))
        .map(|(number, step)| format!("{number}. {step}"))
        .collect();
    let link = format!("{}/{language}/settings", state.config.server.base_url);
    let body = texts.with(
        "held-body",
        &[
            ("what", &texts.with(&key, &words)),
            (
                "meaning",
                &texts.attribute(&key, "meaning", &words).unwrap_or_default(),
            ),
            ("steps", &steps.join("\n")),
            ("link", &link),
        ],
    );
    let subject = texts.with("held-subject", &[("server", &server)]);
    // A server's name is one line; were it not, the letter would go without a subject and not be kept back.
    (Subject::parse(&subject).unwrap_or_default(), body)
}

//! Letters that the program itself sends out of its queue, and what it tells the owner of a server that refuses.

use crate::{
    api::client::start,
    support::{
        Setup,
        people::MARI,
        servers::{PASSWORD, Servers, Typed},
    },
};
use mail_parser::{MessageParser, MimeHeaders as _};
use model::{
    DisplayName, Mailbox, Security,
    letter::{Addressee, Content, Letter, LetterHead, Subject},
    message::RecipientRole,
    settings::{Destination, SendingMode},
};
use serde_json::json;
use std::collections::HashMap;
use store::{Actor, NewLetter, Route, SecretOwner, Store, User};
use testkit::{certificates::Certificates, wait::PATIENCE};

const SERVER: &str = "mail.saatja.test";
const RELAY: &str = "relay.saatja.test";

pub fn letter(user: &User, to: &str) -> NewLetter {
    let recipient = Mailbox::parse(to).unwrap();
    NewLetter {
        user: user.id,
        route: Route::OwnServer {
            destination: Destination {
                host: SERVER.parse().unwrap(),
                port: "465".parse().unwrap(),
                security: Security::Tls,
                user_name: Some(MARI.to_owned()),
            },
            secret: Some(SecretOwner::User(user.id)),
        },
        letter: Letter {
            head: LetterHead {
                mode: SendingMode::OwnServer,
                from_name: DisplayName::parse("Mari Maasikas").unwrap(),
                from: user.email.clone(),
                reply_to: None,
                envelope_sender: user.email.clone(),
                to: vec![Addressee {
                    name: None,
                    address: recipient.clone(),
                }],
                copy: Vec::new(),
            },
            subject: Subject::parse("Arve nr 1").unwrap(),
            content: Content {
                text: Some("Tere!".to_owned()),
                ..Content::default()
            },
        },
        recipients: vec![(recipient, RecipientRole::To)],
        reference: None,
        deadline: None,
        not_before: None,
        replaces: None,
    }
}

/// The server refuses the password: the letter waits, Mari gets one letter that says what to do, and with the right
/// password everything goes out.
#[tokio::test]
async fn the_owner_of_a_server_that_refuses_is_told_once_and_nothing_is_lost() {
    let certificates = Certificates::new();
    let own = Servers::with(&certificates, &[SERVER], |config| {
        config.accounts = Some(HashMap::from([(MARI.to_owned(), PASSWORD.to_owned())]));
    })
    .await;
    let relay = Servers::start(&certificates, &[RELAY]).await;
    let program = Setup::new()
        .await
        .trust(&certificates)
        .dial(&format!("{SERVER}:465"), own.tls())
        .dial(&format!("{RELAY}:465"), relay.tls())
        .set("relay", &format!("host = \"{RELAY}\""))
        .set("relay", "port = 465")
        .set("relay", "security = \"tls\"")
        .set("relay", "user_name = \"portal\"")
        .set("relay", "password = \"p\"")
        .set("events", "domain = \"event.saatja.test\"")
        .start()
        .await;
    let browser = program.sign_in(MARI).await;
    browser
        .save_well(Typed::new(MARI, SERVER).with("password", "wrong"))
        .await;
    let mari = &program.people().mari;
    let company = program.people().store().company(mari.company);
    let letters = [letter(mari, "ostja@mujal.ee"), letter(mari, "teine@mujal.ee")];
    company
        .accept(&letters, None, None, &Actor::Operator)
        .await
        .unwrap();

    let told = relay.catcher.wait_for_letters(1, PATIENCE).await.unwrap();
    assert_eq!(told[0].envelope_to, [MARI]);
    let (local, domain) = told[0].envelope_from.split_once('@').unwrap();
    assert_eq!(domain, "event.saatja.test");
    assert!(local.starts_with("b-"), "{local}");
    let parsed = MessageParser::default().parse(&told[0].bytes).unwrap();
    assert!(
        parsed.subject().unwrap().contains(SERVER),
        "{:?}",
        parsed.subject()
    );
    let text = parsed.body_text(0).unwrap();
    let link = format!("http://{}/et/settings", program.address());
    for part in ["Mida teha:", "1. ", &link] {
        assert!(text.contains(part), "{part} in {text}");
    }
    for hole in ["⟦", "{ $", "Mida see tähendab: \n"] {
        assert!(!text.contains(hole), "{hole} in {text}");
    }
    assert_eq!(own.catcher.letters().len(), 0);

    browser.save_well(Typed::new(MARI, SERVER)).await;
    let sent = own.catcher.wait_for_letters(2, PATIENCE).await.unwrap();
    let mut to: Vec<_> = sent
        .iter()
        .flat_map(|letter| letter.envelope_to.clone())
        .collect();
    to.sort();
    assert_eq!(to, ["ostja@mujal.ee", "teine@mujal.ee"]);
    assert_eq!(relay.catcher.letters().len(), 1, "told once");
}

/// A letter that is nothing but its files: handed over by the API, sent, and found whole by who reads it.
#[tokio::test]
async fn a_letter_may_be_its_files_alone() {
    let certificates = Certificates::new();
    let own = Servers::start(&certificates, &[SERVER]).await;
    let setup = Setup::new()
        .await
        .trust(&certificates)
        .dial(&format!("{SERVER}:465"), own.tls());
    let (_program, portal) = start(setup).await;
    let company = portal.company("Failid OÜ").await;
    let user = portal.user(&company, "mari").await;
    let server = json!({
        "mode": "own-server", "host": SERVER, "port": 465, "security": "tls", "user_name": MARI, "password": PASSWORD
    });
    portal.save(&user, &server).await;
    let files = [
        ("arve.pdf", "application/pdf", "JVBERi0xLjcK", &b"%PDF-1.7\n"[..]),
        ("õun ja öö.xml", "application/xml", "PGEvPg==", b"<a/>"),
    ];
    let attachments: Vec<_> = files
        .iter()
        .map(|(name, media_type, content, _)| json!({ "name": name, "media_type": media_type, "content": content }))
        .collect();
    for number in [1, 2] {
        let letter = json!({
            "to": [{ "address": "ostja@mujal.ee" }], "subject": "Arve 17", "attachments": attachments[..number]
        });
        let key = format!("files-{number}");
        portal.letter(&user, &key, &letter).await.expect(201);
        let caught = own.catcher.wait_for_letters(number, PATIENCE).await.unwrap();
        let parsed = MessageParser::default().parse(&caught[number - 1].bytes).unwrap();
        assert_eq!(parsed.subject(), Some("Arve 17"));
        let found: Vec<_> = parsed
            .attachments()
            .map(|file| {
                (
                    file.attachment_name().unwrap().to_owned(),
                    file.contents().to_vec(),
                )
            })
            .collect();
        let expected: Vec<_> = files[..number]
            .iter()
            .map(|(name, _, _, bytes)| ((*name).to_owned(), bytes.to_vec()))
            .collect();
        assert_eq!(found, expected);
        let bytes = String::from_utf8_lossy(&caught[number - 1].bytes);
        let text = parsed.body_text(0).unwrap_or_default();
        assert_eq!(text.trim(), "", "{bytes}");
        assert!(bytes.is_ascii(), "{bytes}");
    }
}

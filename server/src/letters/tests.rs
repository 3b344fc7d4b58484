use super::{Extra, Sender};
use delivery::route::Ready;
use model::{
    Mailbox, UserId,
    letter::{
        Limits,
        check::{CheckedLetter, RawAddressee, RawLetter, check},
    },
    message::RecipientRole::{self, BlindCopy, Copy, To},
    settings::{Destination, MassMailing, Outgoing, SendingMode},
};
use store::Route;

fn mailbox(text: &str) -> Mailbox {
    text.parse().unwrap()
}

fn mailboxes(all: &[&str]) -> Vec<Mailbox> {
    all.iter().map(|text| mailbox(text)).collect()
}

/// A sender whose settings have these copies.
fn sender(copy: &[&str], blind_copy: &[&str]) -> Sender {
    let destination = Destination {
        host: "smtp.naidis.ee".parse().unwrap(),
        port: model::Port::new(465).unwrap(),
        security: model::Security::Tls,
        user_name: None,
    };
    Sender {
        user: "019a5b1e-7c00-7000-8000-000000000002".parse::<UserId>().unwrap(),
        mass_mailing: MassMailing::ByOwnServer,
        ready: Ready {
            mode: SendingMode::OwnServer,
            outgoing: Outgoing {
                from_name: "Mari".parse().unwrap(),
                from: mailbox("mari@naidis.ee"),
                reply_to: None,
                envelope_sender: mailbox("mari@naidis.ee"),
                destination: destination.clone(),
                copy: mailboxes(copy),
                blind_copy: mailboxes(blind_copy),
            },
            route: Route::OwnServer {
                destination,
                secret: None,
            },
        },
    }
}

fn letter(to: &[&str], copy: &[&str], blind_copy: &[&str]) -> CheckedLetter {
    let raw = RawLetter {
        to: to
            .iter()
            .map(|address| RawAddressee {
                name: None,
                address: (*address).to_owned(),
            })
            .collect(),
        copy: copy.iter().map(|text| (*text).to_owned()).collect(),
        blind_copy: blind_copy.iter().map(|text| (*text).to_owned()).collect(),
        text: Some("Tere!".to_owned()),
        ..RawLetter::default()
    };
    check(&raw, &Limits::default()).unwrap()
}

#[test]
fn copies_of_the_settings_reach_everybody_once_and_blind_ones_stand_nowhere() {
    let sender = sender(
        &["arhiiv@naidis.ee", "kati@klient.ee", "salaja@naidis.ee"],
        &["vaikne@naidis.ee", "ARHIIV@naidis.ee"],
    );
    let checked = letter(&["Kati@klient.ee"], &["jaan@klient.ee"], &["salaja@naidis.ee"]);
    let new = sender.letter(checked, Extra::default());
    let recipients: Vec<(&str, RecipientRole)> = new
        .recipients
        .iter()
        .map(|(address, role)| (address.as_str(), *role))
        .collect();
    assert_eq!(
        recipients,
        [
            ("Kati@klient.ee", To),
            ("jaan@klient.ee", Copy),
            ("salaja@naidis.ee", BlindCopy),
            ("arhiiv@naidis.ee", Copy),
            ("vaikne@naidis.ee", BlindCopy),
        ]
    );
    // Who was named as a blind copy stays one, also where the settings name him openly.
    assert_eq!(
        new.letter.head.copy,
        mailboxes(&["jaan@klient.ee", "arhiiv@naidis.ee"])
    );
    assert_eq!(new.letter.head.to[0].address, mailbox("Kati@klient.ee"));
}

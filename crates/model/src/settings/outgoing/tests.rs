use super::{MassMailing, NotReady, Outgoing, Relay};
use crate::{
    Host, Mailbox, Security,
    address::DisplayName,
    settings::{
        Destination, SendingMode,
        effective::{Account, Bases, Effective, Stored},
        layer::{Copies, Layer},
    },
};

fn mailbox(text: &str) -> Mailbox {
    Mailbox::parse(text).unwrap()
}

fn relay() -> Relay {
    Relay {
        destination: Destination {
            host: Host::parse("relay.portaal.ee").unwrap(),
            port: "587".parse().unwrap(),
            security: Security::StartTls,
            user_name: None,
        },
        event_mailbox: Some(mailbox("naidis@event.portaal.ee")),
    }
}

fn with(layer: Layer) -> Effective {
    let account = Account {
        name: DisplayName::parse("Mari Maasikas").unwrap(),
        email: mailbox("mari@naidis.ee"),
    };
    let own = Stored { layer, secret: None };
    let bases = Bases {
        sender_user: None,
        company: &Stored::default(),
    };
    Effective::of(&account, &own, bases)
}

fn mode(mode: SendingMode) -> Layer {
    Layer {
        mode: Some(mode),
        ..Layer::default()
    }
}

#[test]
fn by_default_the_portals_server_sends_and_from_is_the_users_address() {
    let letter = Outgoing::of(&with(Layer::default()), Some(&relay())).unwrap();
    assert_eq!(letter.from.as_str(), "mari@naidis.ee");
    assert_eq!(letter.from_name.as_str(), "Mari Maasikas");
    assert_eq!(letter.reply_to, None);
    assert_eq!(letter.envelope_sender, letter.from);
    assert_eq!(letter.destination, relay().destination);
}

#[test]
fn in_reply_to_mode_the_event_mailbox_sends_and_answers_go_to_the_user() {
    let letter = Outgoing::of(&with(mode(SendingMode::ReplyTo)), Some(&relay())).unwrap();
    assert_eq!(letter.from.as_str(), "naidis@event.portaal.ee");
    assert_eq!(letter.reply_to, Some(mailbox("mari@naidis.ee")));
    // What can not be delivered comes back to the event mailbox.
    assert_eq!(letter.envelope_sender, letter.from);
}

#[test]
fn the_own_server_takes_the_letter_as_the_users() {
    let layer = Layer {
        host: Some(Host::parse("smtp.naidis.ee").unwrap()),
        port: Some("587".parse().unwrap()),
        security: Some(Security::StartTls),
        sender: Some(mailbox("arved@naidis.ee")),
        copy: Some(Copies::parse("arhiiv@naidis.ee").unwrap()),
        blind_copy: Some(Copies::parse("juht@naidis.ee").unwrap()),
        ..mode(SendingMode::OwnServer)
    };
    let letter = Outgoing::of(&with(layer), None).unwrap();
    assert_eq!(letter.destination.host.as_str(), "smtp.naidis.ee");
    assert_eq!(letter.from.as_str(), "arved@naidis.ee");
    assert_eq!(letter.copy, [mailbox("arhiiv@naidis.ee")]);
    assert_eq!(letter.blind_copy, [mailbox("juht@naidis.ee")]);
}

#[test]
fn what_is_missing_is_named() {
    let mut relay = relay();
    assert_eq!(
        Outgoing::of(&with(Layer::default()), None),
        Err(NotReady::NoRelay)
    );
    relay.event_mailbox = None;
    let reply_to = with(mode(SendingMode::ReplyTo));
    assert_eq!(
        Outgoing::of(&reply_to, Some(&relay)),
        Err(NotReady::NoEventMailbox)
    );
    let own = mode(SendingMode::OwnServer);
    assert_eq!(Outgoing::of(&with(own.clone()), None), Err(NotReady::NoServer));
    let named = Layer {
        host: Some(Host::parse("smtp.naidis.ee").unwrap()),
        port: Some("587".parse().unwrap()),
        security: Some(Security::StartTls),
        user_name: Some("mari".parse().unwrap()),
        ..own
    };
    assert_eq!(Outgoing::of(&with(named), None), Err(NotReady::NoPassword));
}

#[test]
fn an_own_server_opens_mass_mailing() {
    for (mode, given, expected) in [
        (SendingMode::OwnServer, false, MassMailing::ByOwnServer),
        (SendingMode::OwnServer, true, MassMailing::ByOwnServer),
        (SendingMode::Portal, true, MassMailing::ByCompany),
        (SendingMode::ReplyTo, true, MassMailing::ByCompany),
        (SendingMode::Portal, false, MassMailing::Closed),
        (SendingMode::ReplyTo, false, MassMailing::Closed),
    ] {
        assert_eq!(MassMailing::of(mode, given), expected);
    }
    assert!(!MassMailing::Closed.is_open() && MassMailing::ByCompany.is_open());
}

use super::{
    bench::Bench,
    post::{accept, accept_one, advance, end_all, lease, listen, new_letter, sent, state, take, told},
    returned::{
        all, bounce_by_letter, bounce_of, detail, ended, event, kept, kept_one, mail, signed, take_in,
    },
};
use crate::{Named, NewEvent, Step, TakenIn};
use futures_util::future::join;
use model::{
    CompanyId, LetterId, MessageId,
    event::{Cause, Clue, Distrust, Kind},
    message::{MessageState, RecipientRole},
};
use uuid::Uuid;

pub(super) async fn of_each_kind_are_kept_as_they_were_read(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let message = ended(bench, &*company, &user, sent).await;
    for (number, kind) in Kind::ALL.iter().enumerate() {
        let new = NewEvent {
            cause: Some(Cause::ALL[number]),
            ..bounce_of(message)
        };
        let new = NewEvent { kind: *kind, ..new };
        let event = kept_one(bench, &*company, kind.key(), new).await;
        assert_eq!((event.kind, event.cause), (*kind, Some(Cause::ALL[number])));
        assert_eq!((event.hard, event.reply_code), (true, Some(550)));
        assert_eq!(event.status.unwrap().to_string(), "5.1.1");
        assert_eq!(event.evidence, "550 5.1.1 nobody here, õ");
        assert_eq!(event.reporter.as_deref(), Some("mx.mujal.ee"));
        assert_eq!(event.recipient.as_deref(), Some("saaja@mujal.ee"));
        assert_eq!(event.message, Some((message, "Arve nr 1".to_owned())));
        assert_eq!(event.user, Some((user.id, user.name.clone())));
        assert_eq!((event.clue, event.distrust), (Some(Clue::ReturnPath), None));
        assert_eq!(event.changed, *kind == Kind::Bounce);
        assert_eq!((event.subject.as_str(), event.batch), (kind.key(), None));
    }
    for kind in [Kind::AutomaticReply, Kind::RealReply] {
        let text = format!("{} about nothing", kind.key());
        let event = kept_one(bench, &*company, &text, event(kind)).await;
        assert_eq!((event.message, event.user, event.distrust), (None, None, None));
    }
    assert_eq!(all(&*company).await.len(), Kind::ALL.len() + 2);
}

pub(super) async fn that_are_not_believed_change_nothing(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let hook = listen(&*company).await;
    let message = ended(bench, &*company, &user, sent).await;
    let letter = detail(&*company, message).await.message.letter;
    let waiting = accept_one(&*company, &user).await;
    let stranger = bench.company("Võõras AS").await;
    let their_user = bench.user(stranger, "paha@mujal.ee").await;
    let theirs = accept_one(&*bench.store.company(stranger), &their_user).await;
    let before = told(&*company, &hook).await;
    let unknown = LetterId::from_uuid(Uuid::from_u128(7));
    let forged = NewEvent {
        distrust: Some(Distrust::Signature),
        ..bounce_of(message)
    };
    for (number, (new, distrust, shown)) in [
        (forged.clone(), Distrust::Signature, Some(message)),
        (
            NewEvent {
                names: None,
                ..forged
            },
            Distrust::Signature,
            None,
        ),
        (bounce_of(theirs), Distrust::OtherCompany, None),
        (bounce_of(waiting), Distrust::NotSent, Some(waiting)),
        (
            bounce_by_letter(letter, "muu@mujal.ee"),
            Distrust::OtherRecipient,
            Some(message),
        ),
        (event(Kind::Bounce), Distrust::NoLetter, None),
        (
            bounce_by_letter(unknown, "saaja@mujal.ee"),
            Distrust::NoLetter,
            None,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let recipient = new.recipient.clone();
        let event = kept_one(bench, &*company, &number.to_string(), new).await;
        assert_eq!(event.distrust, Some(distrust), "{number}");
        assert!(!event.changed, "{number}");
        assert_eq!(event.message.map(|(id, _)| id), shown, "{number}");
        let expected = shown.map(|_| "saaja@mujal.ee".to_owned()).or(recipient);
        assert_eq!(event.recipient, expected, "{number}");
    }
    assert_eq!(state(&*company, message).await, MessageState::Sent);
    assert_eq!(state(&*company, waiting).await, MessageState::Queued);
    assert_eq!(
        state(&*bench.store.company(stranger), theirs).await,
        MessageState::Queued
    );
    assert_eq!(told(&*company, &hook).await, before);
    let address = super::post::mailbox("saaja@mujal.ee");
    assert!(company.bad_addresses(&[address]).await.unwrap().is_empty());
}

pub(super) async fn that_come_again_are_counted(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let hook = listen(&*company).await;
    let message = ended(bench, &*company, &user, sent).await;
    let bounce = mail(company.id(), "bounce", vec![bounce_of(message)]);
    // Twice in one call, and then again and again.
    let taken = bench
        .store
        .take_in(&[bounce.clone(), bounce.clone()])
        .await
        .unwrap();
    let TakenIn::Kept { mail: id, events } = &taken[0] else {
        panic!("{taken:?}")
    };
    assert_eq!(taken[1], TakenIn::Replayed { mail: *id });
    let (after, heard) = (detail(&*company, message).await, told(&*company, &hook).await);
    for _ in 0..3 {
        bench.pass(60);
        assert_eq!(take_in(bench, &bounce).await, TakenIn::Replayed { mail: *id });
    }
    let found = company.find_event(events[0]).await.unwrap().unwrap();
    assert_eq!(found.times, 5);
    assert_eq!(all(&*company).await.len(), 1);
    assert_eq!(detail(&*company, message).await, after);
    assert_eq!(told(&*company, &hook).await, heard);
    // The same bytes are another mail at another company.
    let other = bench.company("Teine OÜ").await;
    let elsewhere = kept(bench, &mail(other, "bounce", vec![event(Kind::RealReply)])).await;
    assert_eq!(elsewhere.len(), 1);
}

pub(super) async fn of_two_at_once_are_one(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let letters: Vec<_> = (0..20)
        .map(|number| new_letter(&user, &format!("a{number}@mujal.ee")))
        .collect();
    let messages = accept(&*company, &letters).await;
    assert_eq!(end_all(bench, sent).await, 20);
    let mails: Vec<_> = messages
        .iter()
        .map(|message| mail(company.id(), &message.to_string(), vec![bounce_of(*message)]))
        .collect();
    let backwards: Vec<_> = mails.iter().rev().cloned().collect();
    let second = bench.second().await;
    let (one, two) = join(bench.store.take_in(&mails), second.take_in(&backwards)).await;
    let (one, mut two) = (one.unwrap(), two.unwrap());
    two.reverse();
    for (one, two) in one.into_iter().zip(two) {
        let is_kept = |taken: &TakenIn| matches!(taken, TakenIn::Kept { .. });
        assert_ne!(is_kept(&one), is_kept(&two), "{one:?} {two:?}");
        let id = |taken: TakenIn| match taken {
            TakenIn::Kept { mail, .. } | TakenIn::Replayed { mail } => mail,
            other => panic!("{other:?}"),
        };
        assert_eq!(id(one), id(two));
    }
    assert_eq!(all(&*company).await.len(), 20);
    for message in messages {
        let detail = detail(&*company, message).await;
        assert_eq!(detail.message.state, MessageState::Bounced);
        assert_eq!(detail.history.len(), 2);
    }
}

pub(super) async fn that_come_too_early_come_again(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let done = ended(bench, &*company, &user, sent).await;
    let message = accept_one(&*company, &user).await;
    let lease = lease(bench).await;
    take(&*bench.store, lease).await;
    assert!(advance(&*bench.store, lease, message, Step::Sending).await);
    let early = mail(company.id(), "early", vec![bounce_of(done), bounce_of(message)]);
    let gone = CompanyId::from_uuid(Uuid::nil());
    let mails = [
        early.clone(),
        mail(gone, "gone", vec![event(Kind::RealReply)]),
        mail(company.id(), "other", vec![event(Kind::RealReply)]),
        early.clone(),
    ];
    for again in [false, true] {
        let taken = bench.store.take_in(&mails).await.unwrap();
        assert_eq!(taken[0], TakenIn::TooEarly);
        assert_eq!(taken[1], TakenIn::NoSuchCompany);
        assert_eq!(matches!(taken[2], TakenIn::Replayed { .. }), again, "{taken:?}");
        assert_eq!(taken[3], TakenIn::TooEarly);
        assert_eq!(all(&*company).await.len(), 1, "nothing of it is kept");
        assert_eq!(state(&*company, done).await, MessageState::Sent);
    }
    let letter = detail(&*company, message).await.message.letter;
    let named = [Named::Message(message), Named::Letter(letter)];
    let being_sent = async |named| bench.store.is_being_sent(named).await.unwrap();
    for named in named {
        assert!(being_sent(named).await, "{named:?}");
    }
    assert!(!being_sent(Named::Message(done)).await);
    assert!(advance(&*bench.store, lease, message, sent(bench)).await);
    for named in named {
        assert!(!being_sent(named).await, "{named:?}");
    }
    assert_eq!(kept(bench, &early).await.len(), 2);
    for message in [done, message] {
        assert_eq!(state(&*company, message).await, MessageState::Bounced);
    }
    assert!(bench.store.take_in(&[]).await.unwrap().is_empty());
}

pub(super) async fn of_one_mail_are_each_about_its_recipient(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let mut letter = new_letter(&user, "Õie@Mujal.ee");
    for to in ["b@mujal.ee", "c@mujal.ee"] {
        let recipient = super::post::mailbox(to);
        letter.letter.head.to.push(model::letter::Addressee {
            name: None,
            address: recipient.clone(),
        });
        letter.recipients.push((recipient, RecipientRole::To));
    }
    let messages = accept(&*company, &[letter]).await;
    assert_eq!(end_all(bench, sent).await, 3);
    let letter = detail(&*company, messages[0]).await.message.letter;
    let events = vec![
        bounce_by_letter(letter, "õie@mujal.ee"),
        NewEvent {
            kind: Kind::Delayed,
            ..bounce_by_letter(letter, "b@mujal.ee")
        },
        bounce_by_letter(letter, "muu@mujal.ee"),
        bounce_of(messages[2]),
    ];
    let ids = kept(bench, &mail(company.id(), "report", events)).await;
    assert!(ids.is_sorted());
    let found = company.find_event(ids[0]).await.unwrap().unwrap();
    assert_eq!(found.event.recipient.as_deref(), Some("Õie@mujal.ee"));
    assert_eq!(found.named_recipient, None, "but for the case it is the same");
    let others: Vec<_> = found.others.iter().map(|other| other.id).collect();
    assert_eq!(others, ids[1..]);
    let about = |at: usize| found.others[at - 1].message.as_ref().map(|(id, _)| *id);
    assert_eq!(
        [about(1), about(2), about(3)],
        [Some(messages[1]), None, Some(messages[2])]
    );
    assert_eq!(found.others[1].distrust, Some(Distrust::OtherRecipient));
    assert_eq!(found.others[1].recipient.as_deref(), Some("muu@mujal.ee"));
    assert_eq!(
        super::post::states(&*company, &messages).await,
        [MessageState::Bounced, MessageState::Sent, MessageState::Bounced]
    );
    // An address that was passed on to another one is told beside the message's.
    let passed = NewEvent {
        recipient: Some("uus@mujal.ee".to_owned()),
        ..signed(Kind::Bounce, messages[1])
    };
    let ids = kept(bench, &mail(company.id(), "passed on", vec![passed])).await;
    let found = company.find_event(ids[0]).await.unwrap().unwrap();
    assert_eq!(found.event.recipient.as_deref(), Some("b@mujal.ee"));
    assert_eq!(found.named_recipient.as_deref(), Some("uus@mujal.ee"));
}

pub(super) async fn say_whose_a_message_and_a_letter_is(bench: &Bench) {
    let (company, user) = bench.company_with_user().await;
    let message = accept_one(&*company, &user).await;
    let letter = detail(&*company, message).await.message.letter;
    let store = &bench.store;
    let mine = Some(company.id());
    assert_eq!(store.company_of_message(message).await.unwrap(), mine);
    assert_eq!(store.company_of_letter(letter).await.unwrap(), mine);
    let unknown = Uuid::from_u128(7);
    let message = MessageId::from_uuid(unknown);
    assert_eq!(store.company_of_message(message).await.unwrap(), None);
    let letter = LetterId::from_uuid(unknown);
    assert_eq!(store.company_of_letter(letter).await.unwrap(), None);
    let named = NewEvent {
        names: Some((Clue::EnvelopeId, Named::Message(message))),
        ..event(Kind::Delivered)
    };
    let event = kept_one(bench, &*company, "unknown", named).await;
    assert_eq!(event.distrust, Some(Distrust::NoLetter));
}

//! One event, and the letter that it is about.

use super::{about, came_back, forged, mail, reads, report, takes_in};
use crate::{
    letters::stage::{Fate, Stage, own},
    support::people::{KIVI, MARI},
};
use model::{
    MessageId,
    event::{Cause, Kind},
    message::MessageState,
};
use store::{Action, AuditQuery, Inbox as _, NewInbound, PassedOn, Store as _};

async fn state_of(stage: &Stage, message: MessageId) -> MessageState {
    let company = stage.people.store().company(stage.people.mari.company);
    let found = company.find_message(message).await.unwrap().unwrap();
    found.message.state
}

#[tokio::test]
async fn an_event_says_what_happened_and_what_to_do() {
    let stage = Stage::new().await;
    let mari = stage.people.mari.clone();
    let (message, event) = came_back(&stage, &mari, "a@kliendid.ee", "Arve 1", Cause::NoSuchAddress).await;
    assert_eq!(state_of(&stage, message).await, MessageState::Bounced);
    let program = stage.start().await;
    let browser = program.sign_in(MARI).await;
    let page = reads(&browser, &format!("/events/{event}")).await;
    for words in [
        "# Kiri tuli tagasi",
        "Sellist saaja aadressi ei ole.",
        "## Mida see tähendab",
        "## Mida teha",
        "- Vaadake aadress täht-tähelt üle",
        "550 · 5.1.1",
        "550 5.1.1 <b>no such user</b>",
        "mx.kliendid.ee",
        "mille oleme allkirjastanud",
        "sündmuste postkastist",
        "X-Returned-By",
        "Arve <b>tagasi</b>",
        "<script>alert(1)</script> Your letter ⟨U+202E⟩did not arrive.",
        "Enne järgmist kirja sellele aadressile hoiatame",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let html = browser
        .get(&format!("/et/events/{event}"))
        .await
        .expect(200)
        .html();
    assert!(!html.contains("<script") && !html.contains('\u{202e}') && !html.contains("<b>no such"));
    assert!(html.contains(&format!("/et/letters/{message}")));
    assert!(html.contains("/et/help/what-came-back#no-such-address"));
    let english = browser
        .get(&format!("/en/events/{event}"))
        .await
        .expect(200)
        .html();
    assert!(english.contains("The recipient’s address does not exist."));
    // At the letter: why, what to do, and the way here.
    let letter = reads(&browser, &format!("/letters/{message}")).await;
    for words in [
        "# Kiri tuli tagasi",
        "Sellist saaja aadressi ei ole.",
        "Mis selle kirja kohta tagasi tuli",
        "Õige aadress",
    ] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    // In the log, by state and by cause.
    let log = reads(&browser, "/letters?state=bounced&cause=returned-no-such-address").await;
    assert!(
        log.contains("a@kliendid.ee") && log.contains("Tuli tagasi 1"),
        "{log}"
    );
    // And the overview counts it.
    let overview = reads(&browser, "/overview").await;
    assert!(
        overview.contains("Miks kirjad viimasel ajal tagasi tulid"),
        "{overview}"
    );
    assert!(overview.contains("Tuli tagasi: 1"), "{overview}");
}

#[tokio::test]
async fn what_is_not_believed_says_so_and_changed_nothing() {
    let stage = Stage::new().await;
    let mari = stage.people.mari.clone();
    let message = stage
        .ended(
            &mari,
            "a@kliendid.ee",
            "Arve 1",
            own(&mari, "smtp.naidis.ee"),
            Fate::Sent,
        )
        .await;
    let event = forged(&stage, &mari, message, "a@kliendid.ee").await;
    assert_eq!(state_of(&stage, message).await, MessageState::Sent);
    let program = stage.start().await;
    let browser = program.sign_in(MARI).await;
    let page = reads(&browser, &format!("/events/{event}")).await;
    for words in [
        "# Teade jäeti kõrvale",
        "Seda teadet me ei usu",
        "Sellepärast ei muutnud see midagi",
        "Väidetav põhjus",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(
        !page.contains("Mida teha") && !page.contains("hoiatame"),
        "{page}"
    );
    let letter = reads(&browser, &format!("/letters/{message}")).await;
    assert!(
        letter.contains("# Kiri on saadetud") && letter.contains("Kõrvale jäetud"),
        "{letter}"
    );
}

#[tokio::test]
async fn a_mail_is_saved_as_it_came_and_never_shown_as_a_page() {
    let stage = Stage::new().await;
    let mari = stage.people.mari.clone();
    let (_, event) = came_back(&stage, &mari, "a@kliendid.ee", "Arve 1", Cause::Unknown).await;
    let program = stage.start().await;
    let browser = program.sign_in(MARI).await;
    let answer = browser
        .post(&format!("/et/events/{event}/mail.eml"), &[])
        .await
        .expect(200);
    assert_eq!(answer.body, report("a@kliendid.ee").into_bytes());
    for (name, value) in [
        ("content-type", "message/rfc822"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        (
            "content-disposition",
            &format!("attachment; filename=\"saatja-{event}.eml\""),
        ),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    let people = program.people();
    let query = AuditQuery {
        actions: vec![Action::EventDownloaded],
        ..AuditQuery::default()
    };
    let entries = people
        .store()
        .company(mari.company)
        .audit(&query, 10)
        .await
        .unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].entry.subject, "a@kliendid.ee");
    // After its time the mail is gone, and what became of the letter stays.
    let later = "2090-01-01T00:00:00Z".parse().unwrap();
    let never = "2000-01-01T00:00:00Z".parse().unwrap();
    people
        .store()
        .delete_inbound_before(later, never, 100)
        .await
        .unwrap();
    let page = reads(&browser, &format!("/events/{event}")).await;
    assert!(
        page.contains("tähtaja möödudes kustutatud") && page.contains("550"),
        "{page}"
    );
    assert!(!page.contains(".eml"), "{page}");
    browser
        .post(&format!("/et/events/{event}/mail.eml"), &[])
        .await
        .expect(404);
}

#[tokio::test]
async fn a_mail_about_colleagues_letters_too_is_the_admins_to_read() {
    let stage = Stage::new().await;
    let (mari, kivi) = (stage.people.mari.clone(), stage.people.kivi.clone());
    let server = |user| own(user, "smtp.naidis.ee");
    let hers = stage
        .ended(&mari, "a@kliendid.ee", "Arve 1", server(&mari), Fate::Sent)
        .await;
    let his = stage
        .ended(&kivi, "b@kliendid.ee", "Saladus", server(&kivi), Fate::Sent)
        .await;
    let events = vec![
        about(hers, "a@kliendid.ee", Kind::Bounce, Some(Cause::MailboxFull)),
        about(his, "b@kliendid.ee", Kind::Bounce, Some(Cause::MailboxFull)),
    ];
    let raw = format!("{}\r\nb@kliendid.ee", report("a@kliendid.ee"));
    let events = takes_in(&stage, mail(mari.company, &raw, events)).await;
    let program = stage.start().await;
    let browser = program.sign_in(MARI).await;
    let page = reads(&browser, &format!("/events/{}", events[0])).await;
    assert!(
        page.contains("ainult administraator") && !page.contains("b@kliendid.ee"),
        "{page}"
    );
    browser
        .post(&format!("/et/events/{}/mail.eml", events[0]), &[])
        .await
        .expect(404);
    let admin = program.sign_in(KIVI).await;
    let page = reads(&admin, &format!("/events/{}", events[0])).await;
    assert!(
        page.contains("Sama teade räägib ka neist") && page.contains("b@kliendid.ee"),
        "{page}"
    );
}

#[tokio::test]
async fn a_reply_says_whether_it_was_passed_on() {
    let stage = Stage::new().await;
    let mari = stage.people.mari.clone();
    let message = stage
        .ended(
            &mari,
            "a@kliendid.ee",
            "Arve 1",
            own(&mari, "smtp.naidis.ee"),
            Fate::Sent,
        )
        .await;
    let raw = "From: a@kliendid.ee\r\nTo: naidis@event.saatja.test\r\nSubject: Re: Arve 1\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\r\nTere! Palun uut arvet.\r\n";
    let reply = NewInbound {
        subject: "Re: Arve 1".to_owned(),
        sender: Some("a@kliendid.ee".to_owned()),
        pass_on: true,
        ..mail(
            mari.company,
            raw,
            vec![about(message, "a@kliendid.ee", Kind::RealReply, None)],
        )
    };
    let event = takes_in(&stage, reply).await[0];
    let waiting = stage.people.store().to_pass_on(10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    stage
        .people
        .store()
        .passed_on(mari.company, waiting[0].mail, PassedOn::NoRelay)
        .await
        .unwrap();
    let program = stage.start().await;
    let browser = program.sign_in(MARI).await;
    let page = reads(&browser, &format!("/events/{event}")).await;
    for words in [
        "# Kirjale vastati",
        "Tere! Palun uut arvet.",
        "portaali server ei saada praegu kirju",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[tokio::test]
async fn the_help_tells_every_cause_in_both_languages() {
    let program = Stage::new().await.start().await;
    for language in ["et", "en"] {
        let page = program
            .browser()
            .get(&format!("/{language}/help/what-came-back"))
            .await
            .expect(200)
            .html();
        for cause in Cause::ALL {
            assert!(
                page.contains(&format!("id=\"{}\"", cause.key())),
                "{language}: {cause:?}"
            );
        }
        assert!(!page.contains("<script") && !page.contains('⟦'));
        let index = program
            .browser()
            .get(&format!("/{language}/help"))
            .await
            .expect(200)
            .html();
        assert!(index.contains("/help/what-came-back"));
    }
}

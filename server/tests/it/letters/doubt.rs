//! Letters in doubt: told of, and decided about by their owner.

use super::{
    mistakes, reads,
    stage::{Fate, Stage, own},
};
use crate::support::{
    Browser,
    people::{KIVI, MARI, TIINA},
};
use model::MessageId;

const PAGE: &str = "/et/letters/in-doubt";

/// A letter as the form names it.
async fn named(browser: &Browser, id: MessageId) -> String {
    let page = browser.get(PAGE).await.expect(200).html();
    let begin = page.find(&format!("value=\"{id}:")).expect("it is in the list") + 7;
    page[begin..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn they_are_decided_about_one_by_one_or_together() {
    let stage = Stage::new().await;
    let mari = &stage.people.mari;
    let mut ids = Vec::new();
    for number in 0..4 {
        let (to, route) = (format!("k{number}@kliendid.ee"), own(mari, "smtp.naidis.ee"));
        ids.push(stage.ended(mari, &to, "Arve", route, Fate::InDoubt).await);
    }
    let program = stage.start().await;
    let (mari, tiina) = (program.sign_in(MARI).await, program.sign_in(TIINA).await);
    let log = reads(&mari, "/letters").await;
    assert!(log.contains("4 kirja kohta ei ole teada"), "{log}");
    assert!(
        reads(&tiina, "/letters/in-doubt")
            .await
            .contains("Selliseid kirju ei ole")
    );
    assert!(
        reads(&program.sign_in(KIVI).await, "/letters/in-doubt")
            .await
            .contains("k0@kliendid.ee")
    );

    let said = mistakes(mari.post(PAGE, &[("action", "sent")]).await);
    assert!(said.contains("Märkige vähemalt üks kiri"), "{said}");
    let mut names = Vec::new();
    for id in &ids {
        names.push(named(&mari, *id).await);
    }
    let one = format!("failed:{}", names[0]);
    tiina.post(PAGE, &[("one", &one)]).await.expect(404);
    // The button of one letter is about that one, whichever are chosen.
    let answer = mari
        .post(PAGE, &[("message", &names[1]), ("one", &one)])
        .await
        .expect(303);
    assert_eq!(
        answer.location(),
        format!("{PAGE}?said=settled-failed&n=1&missed=0")
    );
    assert!(
        reads(&mari, &format!("/letters/{}", ids[0]))
            .await
            .contains("Kiri ei läinud teele")
    );
    assert!(
        reads(&mari, &format!("/letters/{}", ids[1]))
            .await
            .contains("Ei ole teada")
    );
    // The first one is decided about already: the other one is all the same.
    let chosen = [
        ("message", names[0].as_str()),
        ("message", &names[1]),
        ("action", "sent"),
    ];
    let answer = mari.post(PAGE, &chosen).await.expect(303);
    assert_eq!(
        answer.location(),
        format!("{PAGE}?said=settled-sent&n=1&missed=1")
    );
    let told = reads(&mari, "/letters/in-doubt?said=settled-sent&n=1&missed=1").await;
    assert!(
        told.contains("1 kiri loetakse saadetuks. 1 kirja kohta oli keegi juba otsustanud."),
        "{told}"
    );
    let page = reads(&mari, &format!("/letters/{}", ids[1])).await;
    assert!(
        page.contains("Kiri on saadetud") && page.contains("Mari Maasikas otsustas"),
        "{page}"
    );
    let chosen = [
        ("message", names[2].as_str()),
        ("message", &names[3]),
        ("action", "resend"),
    ];
    mari.post(PAGE, &chosen).await.expect(303);
    assert!(
        reads(&mari, "/letters/in-doubt")
            .await
            .contains("Selliseid kirju ei ole")
    );
    for bad in [
        vec![("action", "delete")],
        vec![("message", "x"), ("action", "sent")],
        vec![("one", "sent")],
    ] {
        mari.post(PAGE, &bad).await.expect(400);
    }
}

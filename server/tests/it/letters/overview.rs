//! How things stand, and what may be done about it.

use super::{
    reads,
    stage::{Fate, RELAYS_WORDS, Stage, own},
};
use crate::support::{
    html,
    people::{KIVI, MARI, TIINA},
    servers::Typed,
};
use store::Route;

#[tokio::test]
async fn days_accounts_and_failures_are_told() {
    let stage = Stage::new().await;
    let (mari, kivi) = (&stage.people.mari, &stage.people.kivi);
    stage
        .ended(
            mari,
            "a@kliendid.ee",
            "Arve",
            own(mari, "smtp.naidis.ee"),
            Fate::Sent,
        )
        .await;
    stage
        .ended(
            mari,
            "b@kliendid.ee",
            "Arve",
            own(mari, "smtp.naidis.ee"),
            Fate::Failed,
        )
        .await;
    stage
        .held(kivi, "c@kliendid.ee", Route::Relay, "wrong-credentials")
        .await;
    stage
        .held(
            mari,
            "d@kliendid.ee",
            own(mari, "smtp.gmail.com"),
            "gmail-wrong-credentials",
        )
        .await;
    let program = stage.start().await;
    let (mari, kivi) = (program.sign_in(MARI).await, program.sign_in(KIVI).await);
    let page = reads(&kivi, "/overview").await;
    for words in [
        "Näidis OÜ: ülevaade",
        "mari@naidis.ee · smtp.gmail.com",
        "Gmail ei võtnud salasõna vastu",
        "535 5.7.8 bad credentials",
        "Portaali server ei saada praegu kirju välja",
        "Saaja aadressi ei ole olemas",
        "Ootab 1 kiri",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(
        !page.contains(RELAYS_WORDS) && !page.contains("relay.operator"),
        "{page}"
    );
    let page = mari.get("/et/overview").await.expect(200).html();
    assert!(!page.contains("style="), "the policy lets no style in");
    let text = html::text(html::main_of(&page));
    assert!(
        text.contains("smtp.gmail.com") && !text.contains("Portaali server ei saada"),
        "{text}"
    );
    let today = html::text(html::part(&page, "<dl class=\"tiles\">", "</div>"));
    assert!(today.contains("Täna") && today.contains('1'), "{today}");

    // Nobody but the owner and an admin lets it be tried again; the relay nobody here does.
    let account = html::value(&page, "account").expect("a held account can be tried again");
    let tiina = program.sign_in(TIINA).await;
    let answer = tiina
        .post("/et/overview/retry", &[("account", &account)])
        .await
        .expect(303);
    assert!(answer.location().ends_with("said=nothing-held"));
    assert!(reads(&mari, "/overview").await.contains("Kinni alates"));
    let answer = mari
        .post("/et/overview/retry", &[("account", &account)])
        .await
        .expect(303);
    assert_eq!(answer.location(), "/et/overview?said=retried");
    mari.post("/et/overview/retry", &[("account", "x")])
        .await
        .expect(404);
}

#[tokio::test]
async fn the_settings_page_says_that_letters_wait() {
    let stage = Stage::new().await;
    let route = own(&stage.people.mari, "smtp.gmail.com");
    let program = stage.start().await;
    let mari = program.sign_in(MARI).await;
    assert!(!reads(&mari, "/settings").await.contains("Kirjad ootavad"));
    mari.save_well(Typed::new(MARI, "smtp.gmail.com")).await;
    // The account of just these settings is held.
    let people = program.people();
    hold(people, &route).await;
    let page = reads(&mari, "/settings").await;
    assert!(
        page.contains("Kirjad ootavad") && page.contains("1 kiri ootab."),
        "{page}"
    );
}

async fn hold(people: &crate::support::People, route: &Route) {
    use model::session::Stage as At;
    use store::{AccountFault, Actor, Queue as _, Store as _};
    let company = people.store().company(people.mari.company);
    let of = company.user_settings(people.mari.id).await.unwrap().unwrap();
    let ready = delivery::route::ready(&of, None).unwrap();
    assert_eq!(&ready.route, route);
    let mut letter = super::stage::letter(&people.mari, "a@kliendid.ee", "Arve", ready.route);
    letter.not_before = Some("2090-01-01T00:00:00Z".parse().unwrap());
    company
        .accept(&[letter], None, None, &Actor::Operator)
        .await
        .unwrap();
    let account = company.accounts().await.unwrap()[0].id;
    let why = AccountFault {
        cause: "gmail-wrong-credentials".to_owned(),
        stage: At::Auth,
        reply: None,
        secret_version: None,
    };
    let held = people.store().hold_account(account, &why, &Actor::Operator);
    assert!(held.await.unwrap());
}

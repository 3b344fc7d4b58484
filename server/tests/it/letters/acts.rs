//! Send again, mend, cancel: done once, by whom they may be done, and not over what somebody else did.

use super::{
    mistakes, reads,
    stage::{Fate, Stage, own},
    version,
};
use crate::support::{
    Setup,
    people::{KIVI, MARI, TIINA},
    servers::Typed,
};

#[tokio::test]
async fn a_failed_letter_is_sent_again_once() {
    let stage = Stage::new().await;
    let mari = &stage.people.mari;
    let id = stage
        .ended(
            mari,
            "a@kliendid.ee",
            "Arve",
            own(mari, "smtp.naidis.ee"),
            Fate::Failed,
        )
        .await;
    let program = stage.start().await;
    let (mari, tiina) = (program.sign_in(MARI).await, program.sign_in(TIINA).await);
    let path = format!("/et/letters/{id}");
    let seen = version(&mari, &path).await;
    let fields = [("version", seen.as_str()), ("action", "resend")];
    tiina.post(&path, &fields).await.expect(404);
    let answer = mari.post(&path, &fields).await.expect(303);
    assert_eq!(answer.location(), format!("{path}?said=resent"));
    assert!(
        reads(&mari, &format!("/letters/{id}?said=resent"))
            .await
            .contains("uuesti teele")
    );
    let again = mari.post(&path, &fields).await.expect(409).html();
    assert!(again.contains("Keegi jõudis ette"), "{again}");
    let page = reads(&mari, &format!("/letters/{id}")).await;
    assert_eq!(
        page.matches("Mari Maasikas palus uuesti saata").count(),
        1,
        "{page}"
    );
    for bad in [
        vec![("version", "1")],
        vec![("version", "x"), ("action", "resend")],
        vec![("version", "1"), ("action", "delete")],
        vec![("version", "1"), ("action", "resend"), ("more", "1")],
    ] {
        mari.post(&path, &bad).await.expect(400);
    }
}

#[tokio::test]
async fn what_waits_is_canceled() {
    let stage = Stage::new().await;
    let mari = &stage.people.mari;
    let id = stage
        .planned(mari, "a@kliendid.ee", "Arve", own(mari, "smtp.naidis.ee"))
        .await;
    let program = stage.start().await;
    let kivi = program.sign_in(KIVI).await;
    let path = format!("/et/letters/{id}");
    let seen = version(&kivi, &path).await;
    let fields = [("version", seen.as_str()), ("action", "cancel")];
    kivi.post(&path, &fields).await.expect(303);
    let page = reads(&kivi, &format!("/letters/{id}")).await;
    assert!(
        page.contains("Kiri on tühistatud") && page.contains("Saada uuesti"),
        "{page}"
    );
    assert!(!page.contains("Ära saada"), "{page}");
}

#[tokio::test]
async fn a_letter_to_a_wrong_address_goes_to_the_right_one() {
    let stage = Stage::over(Setup::new().await).await;
    let mari = &stage.people.mari;
    let id = stage
        .ended(
            mari,
            "vale@kliendid.ee",
            "Arve",
            own(mari, "smtp.naidis.ee"),
            Fate::Failed,
        )
        .await;
    let program = stage.start().await;
    let mari = program.sign_in(MARI).await;
    let path = format!("/et/letters/{id}");
    let seen = version(&mari, &path).await;
    let mend = async |address: &str| {
        let fields = [
            ("version", seen.as_str()),
            ("action", "mend"),
            ("address", address),
        ];
        mari.post(&path, &fields).await
    };
    for (address, words) in [
        ("", "Kirjutage saaja õige aadress"),
        ("kliendid.ee", "üks @"),
        ("a@b", "pärast @-märki"),
        ("Vale@Kliendid.ee", "sama aadress"),
    ] {
        let said = mistakes(mend(address).await);
        assert!(said.contains(words), "{address}: {said}");
    }
    // With no settings nothing goes out.
    let refused = mend("oige@kliendid.ee").await.expect(409).html();
    assert!(refused.contains("Praeguste seadetega"), "{refused}");
    mari.save_well(Typed::new(MARI, "smtp.naidis.ee")).await;
    let answer = mend("oige@kliendid.ee").await.expect(303);
    let to = answer.location().to_owned();
    assert!(
        to.starts_with("/et/letters/") && to.ends_with("?said=mended") && !to.contains(&id.to_string()),
        "{to}"
    );
    let new = mari.get(&to).await.expect(200).html();
    for words in [
        "oige@kliendid.ee",
        "Arve",
        "See kiri saadeti teise asemel",
        "arve õ.html",
    ] {
        assert!(new.contains(words), "{words}: {new}");
    }
    let old = reads(&mari, &format!("/letters/{id}")).await;
    assert!(
        old.contains("parandatud aadressile") && !old.contains("Saada uuesti"),
        "{old}"
    );
    // The same again makes no third letter.
    let again = mend("oige@kliendid.ee").await;
    assert!(matches!(again.status, 303 | 409), "{}", again.status);
    assert_eq!(mend("muu@kliendid.ee").await.status, 409);
    assert!(!reads(&mari, "/letters").await.contains("muu@kliendid.ee"));
}

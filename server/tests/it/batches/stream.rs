//! What the page of a running batch is sent.

use super::{End, mail_ee, path, program};
use crate::support::people::{KIVI, MARI};

fn events(batch: model::BatchId, phase: &str) -> String {
    format!("{}/events?phase={phase}", path(batch))
}

#[tokio::test]
async fn each_change_is_sent_until_the_end() {
    let program = program().await;
    let mari = program.sign_in(MARI).await;
    let batch = program.batch(&program.people().mari, &mail_ee(), 4).await;
    mari.presses(batch, "start").await;
    let mut stream = mari.stream(&events(batch, "running")).await;
    assert_eq!(stream.status, 200);
    let first = stream.event().await.expect("how it stands");
    assert!(first["html"].as_str().unwrap().contains("0 %"));
    assert_eq!(first["done"], false);
    assert!(first["title"].as_str().unwrap().starts_with("0 % · Arved"));

    program.sends(&[End::Sent]).await;
    let second = stream.event().await.expect("one is sent");
    assert!(second["html"].as_str().unwrap().contains("25 %"), "{second}");
    assert_eq!(second["status"], "Saadan: 20 %");

    // Who comes again, or comes later, or looks on too, is told how it stands now.
    drop(stream);
    program.sends(&[End::Sent]).await;
    let kivi = program.sign_in(KIVI).await;
    for browser in [&mari, &kivi] {
        let mut stream = browser.stream(&events(batch, "running")).await;
        let now = stream.event().await.expect("how it stands");
        assert!(now["html"].as_str().unwrap().contains("50 %"));
    }
    let mut stream = mari.stream(&events(batch, "running")).await;
    stream.event().await.expect("how it stands");
    program
        .sends(&[End::Sent, End::Failed("recipient-refused")])
        .await;
    let last = stream.event().await.expect("the end");
    assert_eq!(last["done"], true);
    let html = last["html"].as_str().unwrap();
    assert!(
        html.contains("over") && html.contains("value=\"resend\""),
        "{html}"
    );
    assert!(stream.event().await.is_none(), "nothing comes behind the end");
    // A browser that was away at the end is told of it.
    let mut late = mari.stream(&events(batch, "running")).await;
    assert_eq!(late.event().await.expect("the end")["done"], true);
    assert!(late.event().await.is_none());
}

#[tokio::test]
async fn a_page_with_other_buttons_than_it_should_have_is_told_to_load_anew() {
    let program = program().await;
    let mari = program.sign_in(MARI).await;
    let kivi = program.sign_in(KIVI).await;
    let batch = program.batch(&program.people().mari, &mail_ee(), 4).await;
    mari.presses(batch, "start").await;
    let mut stream = mari.stream(&events(batch, "running")).await;
    stream.event().await.expect("how it stands");
    kivi.presses(batch, "pause").await;
    assert!(stream.event().await.is_none(), "the stream ends");
    // An event source gives up at a 204, and the page loads itself.
    assert_eq!(mari.get(&events(batch, "running")).await.status, 204);
    let mut stream = mari.stream(&events(batch, "paused")).await;
    assert!(stream.event().await.is_some());
    for odd in ["", "?phase=running&x=1"] {
        let path = format!("{}/events{odd}", path(batch));
        assert_eq!(mari.get(&path).await.status, 400, "{odd}");
    }
}

//! The program stops.

use crate::support::{KIVI, Running};
use std::time::Duration;
use testkit::client::Client;

const STOPPING: &str = "421 4.3.2 Stopping, try again later";

async fn in_mail(intake: &Running) -> Client {
    let mut client = intake.client().await;
    client
        .send(format!("MAIL FROM:<>\r\nRCPT TO:<{KIVI}>\r\nDATA\r\n"))
        .await;
    for _ in 0..3 {
        client.reply().await;
    }
    client.send("half\r\n").await;
    client
}

#[tokio::test]
async fn mails_that_come_are_taken_to_their_end() {
    let intake = Running::start(|_| {}).await;
    let mut idle = intake.client().await;
    let mut begun = intake.client().await;
    assert!(begun.command("MAIL FROM:<>").await.starts_with("250 "));
    let mut busy = in_mail(&intake).await;
    intake.ask_to_stop();
    for client in [&mut idle, &mut begun] {
        assert_eq!(client.reply().await, STOPPING);
        assert!(client.rest().await.is_empty());
    }
    assert_eq!(busy.command("whole\r\n.").await, "250 2.6.0 Kept");
    assert_eq!(busy.reply().await, STOPPING);
    assert_eq!(intake.mails().len(), 1);
    drop((idle, begun, busy));
    intake.stopped().await;
}

#[tokio::test]
async fn mails_that_do_not_end_in_time_are_cut_off() {
    let intake = Running::start(|config| config.limits.stop = Duration::from_millis(100)).await;
    let mut slow = in_mail(&intake).await;
    intake.ask_to_stop();
    assert_eq!(slow.reply().await, STOPPING);
    assert!(slow.rest().await.is_empty());
    assert!(intake.mails().is_empty());
    drop(slow);
    intake.stopped().await;
}

#[tokio::test]
async fn a_mail_that_is_not_kept_in_time_may_come_again() {
    let intake = Running::start(|config| config.limits.stop = Duration::from_millis(100)).await;
    intake.kept.gate.forget_permits(usize::MAX);
    let mut client = in_mail(&intake).await;
    client.send(".\r\n").await;
    intake
        .kept
        .arrived
        .subscribe()
        .wait_for(|arrived| *arrived == 1)
        .await
        .unwrap();
    intake.ask_to_stop();
    assert!(client.reply().await.starts_with("451 4.3.0 "));
    assert_eq!(client.reply().await, STOPPING);
    drop(client);
    intake.stopped().await;
}

#[tokio::test]
async fn nobody_is_let_in_any_more() {
    let intake = Running::start(|_| {}).await;
    let address = intake.address(intake::Protocol::Smtp);
    let busy = in_mail(&intake).await;
    intake.ask_to_stop();
    let closed = async || std::net::TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err();
    testkit::wait::wait_until("the door is closed", testkit::wait::PATIENCE, closed).await;
    drop(busy);
    intake.stopped().await;
}

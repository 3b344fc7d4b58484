//! Many connections with large mails hold no more memory than they are allowed together, and others are served. A
//! program of its own, as it measures the whole process.

use async_trait::async_trait;
use intake::{
    Answer, Config, Delivered, Door, Intake, Mail, Peer, Place, Protocol, Reception, Recipient, Refused,
};
use std::{fs, net::SocketAddr, sync::Arc};
use testkit::{
    client::Client,
    clock,
    wait::{PATIENCE, wait_until},
};
use tokio::sync::watch;

const MIB: usize = 1024 * 1024;
const CONNECTIONS: usize = 100;
const KIVI: &str = "kivi@event.saatja.test";

struct Forgets;

#[async_trait]
impl Reception for Forgets {
    async fn recipient(&self, _: &Recipient, _: Peer, _: bool) -> Answer {
        Answer::Taken
    }

    async fn mail(&self, _: Mail) -> Delivered {
        Delivered::Kept
    }
}

/// The most memory that this process ever had.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next());
    kib.and_then(|kib| kib.parse::<usize>().ok()).expect("a number") * 1024
}

#[tokio::test]
async fn a_hundred_large_mails_share_sixteen_mebibytes() {
    let domain = "event.saatja.test".parse().expect("a name");
    let mut config = Config::new(
        "mx.saatja.test".parse().expect("a name"),
        vec![domain],
        clock::real(),
    );
    config.doors = vec![Door::tcp(Protocol::Smtp, SocketAddr::from(([127, 0, 0, 1], 0)))];
    config.limits.memory = 16 * MIB;
    config.limits.mail = 8 * MIB;
    config.limits.connections_per_peer = CONNECTIONS + 1;
    let intake = Intake::open(config).await.expect("it starts");
    let Place::Tcp(address) = intake.doors()[0].place else {
        panic!("a TCP door")
    };
    let metrics = intake.metrics();
    let (_running, stop) = watch::channel(false);
    tokio::spawn(intake.serve(Arc::new(Forgets), stop));

    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut client = Client::connect(address).await;
        client.reply().await;
        client.command("EHLO client.test").await;
        client
            .send(format!("MAIL FROM:<>\r\nRCPT TO:<{KIVI}>\r\nDATA\r\n"))
            .await;
        for _ in 0..3 {
            client.reply().await;
        }
        clients.push(client);
    }
    let before = peak();
    let block = [b"x".repeat(998), b"\r\n".to_vec()].concat().repeat(64);
    for _ in 0..32 {
        for client in &mut clients {
            client.send(&block).await;
        }
    }
    // 200 MB were sent, in mails that nobody has ended.
    let mut kept = 0;
    for client in &mut clients {
        match client.command(".").await.as_str() {
            "250 2.6.0 Kept" => kept += 1,
            refused => assert!(refused.starts_with("452 4.3.1 "), "{refused}"),
        }
    }
    let grown = (peak() - before) / MIB;
    assert!(
        grown < 40,
        "{grown} MiB for 16 MiB of mails and {CONNECTIONS} connections"
    );
    assert!((1..=8).contains(&kept), "{kept} mails of 2 MiB fit into 16");
    assert_eq!(
        metrics.snapshot().refused(Refused::Memory),
        (CONNECTIONS - kept) as u64
    );
    let mut one_more = Client::connect(address).await;
    one_more.reply().await;
    one_more.command("EHLO client.test").await;
    assert_eq!(one_more.deliver("", KIVI, b"x\r\n").await, "250 2.6.0 Kept");
    drop((clients, one_more));
    wait_until("all have gone", PATIENCE, async || {
        metrics.snapshot().connections_now == 0
    })
    .await;
}

//! A relay, and servers behind it that do not take letters: what they say comes back to whoever sent.

use testkit::{
    catcher::Catcher,
    client::Client,
    exchange::{DovecotLmtp, EximExchanger, Next, PostfixExchanger, Recipients},
    ports::free_port,
    recorder::recorder,
};

const BACK: &str = "b-1@events.test";

struct Exchange {
    relay: PostfixExchanger,
    recorder: Catcher,
    // They run as long as they are held.
    behind: (PostfixExchanger, EximExchanger, DovecotLmtp),
}

async fn exchange() -> Exchange {
    let recorder = recorder().await;
    let back = recorder.addresses()[0].address;
    let dovecot = DovecotLmtp::start(&["mari@boxes.test"], 2_000).await;
    let exim = EximExchanger::start("spam.test", "gone.test", back).await;
    let behind = PostfixExchanger::start(
        "mx.saatja.test",
        &[
            ("known.test", Next::Discard),
            ("boxes.test", Next::Lmtp(dovecot.address())),
            ("events.test", Next::Smtp(back)),
        ],
        Recipients::These(&["mari@known.test", "mari@boxes.test"]),
    )
    .await;
    let relay = PostfixExchanger::start(
        "relay.saatja.test",
        &[
            ("known.test", Next::Smtp(behind.address())),
            ("boxes.test", Next::Smtp(behind.address())),
            ("direct.test", Next::Lmtp(dovecot.address())),
            ("spam.test", Next::Smtp(exim.address())),
            ("gone.test", Next::Smtp(exim.address())),
            ("closed.test", Next::Smtp(free_port().address())),
            ("events.test", Next::Smtp(back)),
        ],
        Recipients::Anybody,
    )
    .await;
    Exchange {
        relay,
        recorder,
        behind: (behind, exim, dovecot),
    }
}

impl Exchange {
    async fn send(&self, to: &str, bytes: usize) {
        let mut client = Client::connect(self.relay.address()).await;
        client.reply().await;
        client.command("EHLO test").await;
        let filling = "lorem ipsum\r\n".repeat(bytes / 13);
        let letter = format!("From: <{BACK}>\r\nTo: <{to}>\r\nSubject: Arve 7\r\n\r\n{filling}");
        let answer = client.deliver(BACK, to, letter.as_bytes()).await;
        assert!(answer.starts_with("250"), "{answer}");
    }

    /// What came back about this recipient.
    async fn back(&self, number: usize) -> String {
        let letters = self
            .recorder
            .wait_for_letters(number, testkit::wait::PATIENCE)
            .await
            .unwrap_or_else(|error| {
                let (behind, exim, dovecot) = &self.behind;
                let logs = [self.relay.logs(), behind.logs(), exim.logs(), dovecot.logs()];
                panic!("{error}\n{}", logs.concat())
            });
        let last = letters.last().expect("at least one");
        assert_eq!(last.envelope_to, [BACK], "{last:?}");
        String::from_utf8_lossy(&last.bytes).into_owned()
    }
}

#[tokio::test]
async fn what_is_refused_comes_back() {
    let exchange = exchange().await;
    let cases = [
        ("nobody@known.test", "User unknown in relay recipient table"),
        ("mari@spam.test", "Message rejected as spam by content filter"),
        ("mari@gone.test", "no such user here"),
        ("nobody@direct.test", "User doesn't exist"),
        ("mari@boxes.test", "Quota exceeded"),
    ];
    for (at, (to, said)) in cases.into_iter().enumerate() {
        exchange.send(to, 4_000).await;
        let back = exchange.back(at + 1).await;
        assert!(back.contains(to) && back.contains(said), "{to}: {back}");
        assert!(
            back.contains("MAILER-DAEMON") || back.contains("Mailer-Daemon"),
            "{back}"
        );
    }
    exchange.send("mari@known.test", 100).await;
}

//! The short form of `script/bench chaos`: killed again and again while it accepts and sends, on both stores; every
//! letter is accounted for.

use bench::{
    chaos::{Chaos, Via},
    rig::Kind,
};

async fn ten_rounds(kind: Kind, seed: u64) {
    let chaos = Chaos {
        program: env!("CARGO_BIN_EXE_saatja").into(),
        kind,
        rounds: 10,
        letters: 40,
        seed,
        via: Via::Api,
        replicas: 1,
    };
    let verdict = chaos.run().await.expect("the program comes to rest");
    assert!(verdict.is_good(), "{verdict}");
    assert!(verdict.sent > 100, "{verdict}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_letter_is_lost_or_doubled_on_sqlite() {
    ten_rounds(Kind::Sqlite, 20_261_122).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_letter_is_lost_or_doubled_on_postgresql() {
    ten_rounds(Kind::Postgres, 20_261_123).await;
}

//! Round trips a letter, where an answer takes 20 ms.

use super::{
    CONNECTIONS, Plan,
    report::Report,
    saatja::{self, Accepted, To},
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use testkit::{
    client::Client,
    tally::{Door, Manner, Options, Tally},
};

const ROUND_TRIP: Duration = Duration::from_millis(20);
const LETTERS: usize = 2_000;

pub(super) async fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    report.table(
        "Answers that take 20 ms",
        "2,000 letters over 10 connections; round trips a letter: time x connections / letters / 20 ms.",
        "store",
        &[
            "letters/s",
            "round trips a letter",
            "a round trip by NOOP, ms",
            "such round trips a letter",
        ],
    );
    for kind in plan.stores.iter().copied() {
        let manner = Manner {
            delay: ROUND_TRIP,
            ..Manner::default()
        };
        let options = Options {
            manner,
            ..Options::default()
        };
        let tally = Tally::start(options).await?;
        let address = tally.address(Door::Plain);
        let real = round_trip(address).await;
        let to = To::plain(address);
        let measured = saatja::send(&plan.program, kind, LETTERS, to, Accepted::Before).await?;
        let rate = saatja::rate(LETTERS, measured.took);
        let round_trips = |each: Duration| f64::from(CONNECTIONS) / rate / each.as_secs_f64();
        let values = [
            rate,
            round_trips(ROUND_TRIP),
            real.as_secs_f64() * 1000.0,
            round_trips(real),
        ];
        report.row(kind.name(), &values.map(Some));
    }
    Ok(())
}

/// What a round trip really takes there: timers are late, and so are busy machines.
async fn round_trip(address: SocketAddr) -> Duration {
    const ASKED: u32 = 50;
    let mut client = Client::connect(address).await;
    client.reply().await;
    let begin = Instant::now();
    for _ in 0..ASKED {
        client.command("NOOP").await;
    }
    begin.elapsed() / ASKED
}

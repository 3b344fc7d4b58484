//! Two programs on one PostgreSQL: each is killed, each is frozen for longer than its lease, and the database is
//! restarted, while they send one mailing.

use super::{
    Chaos, LEASE, Verdict,
    hand_over::{HandedOver, Outcome},
    letters_life, verify,
};
use crate::rig::{Api, Kind, People, Place, Saatja, Told, fill};
use anyhow::{Context, bail, ensure};
use model::Security;
use rustix::process::Signal;
use std::time::{Duration, Instant};
use testkit::tally::{Door, Manner, Options, Tally};
use tokio::time::sleep;

/// Servers, one a sender.
const SERVERS: usize = 8;
/// How long everything may take.
const PATIENCE: Duration = Duration::from_mins(10);

pub(super) async fn run(chaos: &Chaos) -> anyhow::Result<Verdict> {
    ensure!(
        chaos.kind == Kind::Postgres,
        "several programs share a database on PostgreSQL alone"
    );
    let mut place = Place::new(Kind::Postgres, false).await?;
    let people = fill(&place.store, SERVERS, Security::None).await?;
    let manner = Manner {
        seed: chaos.seed,
        delay: Duration::from_millis(30),
        refused: 50,
        refused_for_now: 5,
        for_now_times: 1,
        ..Manner::default()
    };
    let options = Options {
        manner,
        record: Some(place.at("received")),
        ..Options::default()
    };
    let tally = Tally::start(options).await?;
    let told = Told {
        dial: Told::dialling(0..SERVERS, Security::None, tally.address(Door::Plain)),
        delivery: vec![format!("lease_seconds = {}", LEASE.as_secs())],
        ..Told::default()
    };
    let mut programs = Vec::new();
    for number in 0..chaos.replicas {
        let mut program = Saatja::new(&chaos.program, &place, &format!("saatja{number}"), &told)?;
        program.start().await?;
        programs.push(program);
    }
    let begin = Instant::now();
    let api = Api {
        address: programs[0].address(),
        key: people.key.clone(),
        company: people.company,
    };
    let handed_over = hand_over(chaos, &api, &people).await?;
    println!(
        "seed {}, {} letters accepted after {:.1?}",
        chaos.seed,
        chaos.letters,
        begin.elapsed()
    );

    let all = u64::try_from(chaos.letters)?;
    let second = chaos.replicas - 1;
    reach(&tally, all / 10).await?;
    println!("{:.1?}: the first is killed and started again", begin.elapsed());
    programs[0].kill()?;
    programs[0].start().await?;
    reach(&tally, all * 25 / 100).await?;
    freeze(&programs[second], begin).await?;
    reach(&tally, all * 45 / 100).await?;
    println!("{:.1?}: the second is killed and started again", begin.elapsed());
    programs[second].kill()?;
    programs[second].start().await?;
    reach(&tally, all * 55 / 100).await?;
    freeze(&programs[0], begin).await?;
    reach(&tally, all * 75 / 100).await?;
    println!("{:.1?}: the database is restarted", begin.elapsed());
    let database = place.postgres.as_mut().context("the database")?;
    database.stop();
    database.start_again().await;

    letters_life::rest(&place, &people, PATIENCE).await?;
    println!("{:.1?}: at rest", begin.elapsed());
    for program in &mut programs {
        program.stop().await?;
    }
    let mut verdict = verify::verify(&place, &people, &handed_over, &tally).await?;
    for program in &programs {
        let log = program.log();
        let panics = log.lines().filter(|line| line.contains("panicked"));
        verdict.wrong.extend(panics.map(str::to_owned));
    }
    Ok(verdict)
}

async fn hand_over(chaos: &Chaos, api: &Api, people: &People) -> anyhow::Result<Vec<HandedOver>> {
    let mut all = Vec::new();
    for sender in 0..SERVERS {
        let own = (sender..chaos.letters).step_by(SERVERS);
        let to = own.map(|number| format!("r{number}@kliendid.ee")).collect();
        let request = HandedOver::new(format!("batch-{sender}"), sender, to);
        let request = request.over_api(api, people).await?;
        ensure!(
            request.outcome == Outcome::Accepted,
            "{} was not accepted",
            request.key
        );
        all.push(request);
    }
    Ok(all)
}

/// Waits until so many copies have arrived.
async fn reach(tally: &Tally, copies: u64) -> anyhow::Result<()> {
    let (mut last, mut moved) = (0, Instant::now());
    loop {
        let there = tally.count().copies();
        if there >= copies {
            return Ok(());
        }
        if there > last {
            (last, moved) = (there, Instant::now());
        }
        if moved.elapsed() > LEASE * 6 {
            bail!(
                "nothing has arrived for {:?}: {there} of {copies}",
                moved.elapsed()
            );
        }
        sleep(Duration::from_millis(20)).await;
    }
}

/// Freezes a program for longer than its lease.
async fn freeze(program: &Saatja, begin: Instant) -> anyhow::Result<()> {
    println!("{:.1?}: one is frozen", begin.elapsed());
    program.signal(Signal::STOP)?;
    sleep(LEASE + Duration::from_secs(3)).await;
    program.signal(Signal::CONT)?;
    println!("{:.1?}: it goes on", begin.elapsed());
    Ok(())
}

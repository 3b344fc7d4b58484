//! Round after round: letters are handed over, the program is killed at a moment somewhere in their life, and started
//! again.

use super::{
    Chaos, LEASE, Verdict,
    hand_over::{HandedOver, Outcome, Via},
    letters_life, verify,
};
use crate::rig::{Api, Dice, People, Place, Saatja, Told, fill};
use model::Security;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use testkit::tally::{Door, Manner, Options, Tally};
use tokio::{task::JoinSet, time::sleep};

/// Servers, one a sender: a round has its own, as the leases of the rounds before it have to run out first.
const SERVERS: usize = 50;
/// Rounds that nobody disturbs, to see how long a round's letters live.
const UNDISTURBED: usize = 2;
/// How long everything may take to come to rest in the end.
const PATIENCE: Duration = Duration::from_mins(5);

struct Rig<'a> {
    chaos: &'a Chaos,
    place: Arc<Place>,
    people: Arc<People>,
    tally: Tally,
    saatja: Saatja,
    dice: Dice,
    handed_over: Vec<HandedOver>,
}

/// How long a round's letters live.
#[derive(Debug, Clone, Copy)]
struct Life {
    /// Until all were accepted.
    accepted: Duration,
    /// Until the last one arrived.
    whole: Duration,
}

/// Where in the life of its letters the program was killed, in how many rounds.
#[derive(Debug, Default)]
struct Moments {
    while_handing_over: usize,
    before_sending: usize,
    while_sending: usize,
    afterwards: usize,
}

pub(super) async fn run(chaos: &Chaos) -> anyhow::Result<Verdict> {
    let mut rig = Rig::start(chaos).await?;
    let begin = Instant::now();
    // The first round is slower: everything is new.
    let mut life = rig.undisturbed(0).await?;
    for round in 1..UNDISTURBED {
        life = rig.undisturbed(round).await?;
    }
    println!(
        "{}: seed {}, {} rounds of {} letters, which are accepted within {} ms and live for {} ms",
        chaos.kind.name(),
        chaos.seed,
        chaos.rounds,
        chaos.letters,
        life.accepted.as_millis(),
        life.whole.as_millis()
    );
    let mut moments = Moments::default();
    for round in 0..chaos.rounds {
        rig.round(UNDISTURBED + round, life, &mut moments).await?;
        if (round + 1) % 50 == 0 {
            println!("{} rounds, {} s", round + 1, begin.elapsed().as_secs());
        }
    }
    letters_life::rest(&rig.place, &rig.people, PATIENCE).await?;
    rig.saatja.stop().await?;
    let mut verdict = verify::verify(&rig.place, &rig.people, &rig.handed_over, &rig.tally).await?;
    let log = rig.saatja.log();
    let panics = log.lines().filter(|line| line.contains("panicked"));
    verdict.wrong.extend(panics.map(str::to_owned));
    println!(
        "killed while handing over {}, before the first letter left {}, while sending {}, afterwards {}; {} s",
        moments.while_handing_over,
        moments.before_sending,
        moments.while_sending,
        moments.afterwards,
        begin.elapsed().as_secs()
    );
    Ok(verdict)
}

impl<'a> Rig<'a> {
    async fn start(chaos: &'a Chaos) -> anyhow::Result<Self> {
        let place = Place::new(chaos.kind, false).await?;
        let people = fill(&place.store, SERVERS, Security::None).await?;
        let manner = Manner {
            seed: chaos.seed,
            delay: Duration::from_millis(3),
            refused: 50,
            refused_for_now: 30,
            for_now_times: 1,
            cut: 5,
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
        let mut saatja = Saatja::new(&chaos.program, &place, "saatja", &told)?;
        saatja.start().await?;
        Ok(Self {
            chaos,
            place: Arc::new(place),
            people: Arc::new(people),
            tally,
            saatja,
            dice: Dice::new(chaos.seed),
            handed_over: Vec::new(),
        })
    }

    /// What a round hands over: a batch, and some letters by themselves.
    fn plan(&self, round: usize) -> Vec<HandedOver> {
        let singles = self.chaos.letters / 6;
        let to = |number: usize| format!("r{round}.{number}@kliendid.ee");
        let sender = round % SERVERS;
        let mut plan: Vec<_> = (0..singles)
            .map(|number| HandedOver::new(format!("single-{round}-{number}"), sender, vec![to(number)]))
            .collect();
        let batch = (singles..self.chaos.letters).map(to).collect();
        plan.push(HandedOver::new(format!("batch-{round}"), sender, batch));
        plan
    }

    /// Begins to hand all of it over at once.
    fn hand_over(&self, plan: Vec<HandedOver>) -> JoinSet<anyhow::Result<HandedOver>> {
        let api = Api {
            address: self.saatja.address(),
            key: self.people.key.clone(),
            company: self.people.company,
        };
        let mut tasks = JoinSet::new();
        for request in plan {
            let (api, place, people) = (api.clone(), self.place.clone(), self.people.clone());
            let via = self.chaos.via;
            tasks.spawn(async move {
                match via {
                    Via::Api => request.over_api(&api, &people).await,
                    Via::Store => request.into_store(&place, &people).await,
                }
            });
        }
        tasks
    }

    async fn handed_over(&self, plan: Vec<HandedOver>) -> anyhow::Result<Vec<HandedOver>> {
        self.hand_over(plan).join_all().await.into_iter().collect()
    }

    /// A round that nobody disturbs.
    async fn undisturbed(&mut self, round: usize) -> anyhow::Result<Life> {
        let begin = Instant::now();
        let done = self.handed_over(self.plan(round)).await?;
        let accepted = begin.elapsed();
        let unanswered = done.iter().find(|request| request.outcome == Outcome::Unanswered);
        anyhow::ensure!(
            unanswered.is_none(),
            "not accepted: {unanswered:?}\n{}",
            self.saatja.log()
        );
        self.handed_over.extend(done);
        letters_life::rest(&self.place, &self.people, PATIENCE).await?;
        // Looking whether all is at rest has its own step; the server knows better when the last one came.
        let last = self
            .tally
            .count()
            .between()
            .map(|(_, last)| last.saturating_duration_since(begin));
        Ok(Life {
            accepted,
            whole: last.unwrap_or_else(|| begin.elapsed()),
        })
    }

    async fn round(&mut self, round: usize, life: Life, moments: &mut Moments) -> anyhow::Result<()> {
        let before = self.tally.count().copies();
        // A third of the kills is for acceptance, which is the shorter part of their life.
        let span = if self.dice.below(3) == 0 {
            life.accepted
        } else {
            life.whole
        };
        let moment = span.mul_f64(1.05 * self.dice.share());
        let tasks = self.hand_over(self.plan(round));
        sleep(moment).await;
        self.saatja.kill()?;
        let arrived = self.tally.count().copies() - before;
        let done: Vec<_> = tasks
            .join_all()
            .await
            .into_iter()
            .collect::<anyhow::Result<_>>()?;
        let (answered, unanswered): (Vec<_>, Vec<_>) = done
            .into_iter()
            .partition(|request| request.outcome == Outcome::Accepted);
        // About as many as can arrive: one in twenty is refused.
        match (unanswered.len(), usize::try_from(arrived)?) {
            (1.., _) => moments.while_handing_over += 1,
            (0, 0) => moments.before_sending += 1,
            (0, some) if some < self.chaos.letters * 9 / 10 => moments.while_sending += 1,
            _ => moments.afterwards += 1,
        }
        self.handed_over.extend(answered);
        self.saatja.start().await?;
        if self.dice.below(10) == 0 {
            // It may die again over what it finds.
            sleep(Duration::from_millis(self.dice.below(200))).await;
            self.saatja.kill()?;
            self.saatja.start().await?;
        }
        // A portal asks again with the same key, or never.
        let (again, never): (Vec<_>, Vec<_>) = unanswered.into_iter().partition(|_| self.dice.below(2) == 0);
        let again = self.handed_over(again).await?;
        let refused = again
            .iter()
            .find(|request| request.outcome == Outcome::Unanswered);
        anyhow::ensure!(
            refused.is_none(),
            "not accepted the second time: {refused:?}\n{}",
            self.saatja.log()
        );
        self.handed_over.extend(again);
        self.handed_over.extend(never);
        Ok(())
    }
}

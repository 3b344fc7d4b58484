//! A program that dies at one of the places of `failpoint.rs`, and what is left of its letters then: the table of states
//! in the design. A test's child is the program; the test goes on in its place.

use crate::support::{Kind, LONG, Place, Sender, World, open_door, pacing, recipient};
use delivery::Pacing;
use jiff::SignedDuration;
use model::{MessageId, message::MessageState};
use std::{
    env,
    os::unix::process::ExitStatusExt as _,
    process::{Output, Stdio},
    sync::Arc,
};
use store::MessageQuery;
use testkit::{
    certificates::Certificates,
    tally::{self, Door, Tally},
    wait::wait_until,
};
use tokio::process::Command;

/// In the child's environment: where the server is, and how many sessions it may open.
const SERVER: &str = "SAATJA_TEST_SERVER";
const SESSIONS: &str = "SAATJA_TEST_SESSIONS";
const HOST: &str = "s.saatja.test";
const SIGABRT: i32 = 6;
/// Letters of the tests with one session.
const FEW: usize = 12;
/// Letters of the others.
const MANY: usize = 60;

on_both_stores! {
    after_claim_everything_waits,
    before_the_sending_commit_nothing_is_being_sent,
    after_the_sending_commit_one_is_being_sent_though_nothing_left,
    in_the_body_one_is_being_sent_and_was_not_taken,
    after_the_dot_nobody_knows,
    after_the_250_it_was_taken_though_nobody_noted_it,
    after_the_result_commit_it_is_sent,
    in_the_middle_of_many_sessions_each_letter_is_accounted_for,
    what_commits_breaks_off_and_the_engine_ends,
}

async fn after_claim_everything_waits(kind: Kind) {
    let left = Left::behind(kind, "after-claim=return", 1, FEW).await;
    assert_eq!(left.states(), [FEW, 0, 0, 0]);
    assert_eq!(left.copies, 0);
    assert_eq!(left.world.store.queue_counts().await.unwrap().leased_accounts, 1);
    left.goes_on(0).await;
}

async fn before_the_sending_commit_nothing_is_being_sent(kind: Kind) {
    let left = Left::behind(kind, "before-sending-commit=return", 1, FEW).await;
    assert_eq!(left.states(), [0, FEW, 0, 0]);
    assert_eq!(left.copies, 0);
    left.goes_on(0).await;
}

async fn after_the_sending_commit_one_is_being_sent_though_nothing_left(kind: Kind) {
    let left = Left::behind(kind, "after-sending-commit=return", 1, FEW).await;
    assert_eq!(left.states(), [0, FEW - 1, 1, 0]);
    assert_eq!(left.copies, 0);
    assert_eq!(left.goes_on(1).await, 0);
}

async fn in_the_body_one_is_being_sent_and_was_not_taken(kind: Kind) {
    let left = Left::behind(kind, "in-body=return", 1, FEW).await;
    assert_eq!(left.states(), [0, FEW - 1, 1, 0]);
    assert_eq!(left.copies, 0);
    assert_eq!(left.goes_on(1).await, 0);
}

async fn after_the_dot_nobody_knows(kind: Kind) {
    let left = Left::behind(kind, "after-dot=return", 1, FEW).await;
    assert_eq!(left.states(), [0, FEW - 1, 1, 0]);
    assert!(left.goes_on(1).await <= 1);
}

async fn after_the_250_it_was_taken_though_nobody_noted_it(kind: Kind) {
    let left = Left::behind(kind, "after-250=return", 1, FEW).await;
    assert_eq!(left.states(), [0, FEW - 1, 1, 0]);
    assert_eq!(left.copies, 1);
    assert_eq!(left.goes_on(1).await, 1);
}

async fn after_the_result_commit_it_is_sent(kind: Kind) {
    let left = Left::behind(kind, "after-result-commit=return", 1, FEW).await;
    let [queued, leased, sending, sent] = left.states();
    // The next one's step may have been in the same commit.
    assert_eq!((queued, leased + sending, sent), (0, FEW - 1, 1));
    assert!(sending <= 1, "{sending}");
    left.goes_on(sending).await;
}

/// The same places, each when it is passed for the sixth time, with four sessions at work.
async fn in_the_middle_of_many_sessions_each_letter_is_accounted_for(kind: Kind) {
    for place in [
        "before-sending-commit",
        "after-sending-commit",
        "in-body",
        "after-dot",
        "after-250",
        "after-result-commit",
    ] {
        let left = Left::behind(kind, &format!("{place}=5*off->return"), 4, MANY).await;
        let [queued, leased, sending, sent] = left.states();
        assert_eq!(queued + leased + sending + sent, MANY, "{place}");
        assert!(sending <= 4 && sent < MANY, "{place}: {:?}", left.states());
        left.goes_on(sending).await;
    }
}

/// What a dead program left behind.
struct Left {
    world: World,
    sender: Sender,
    server: Tally,
    letters: usize,
    /// Copies that the server had taken by then.
    copies: u64,
    states: [usize; 4],
    were_sending: Vec<MessageId>,
}

impl Left {
    /// Lets a program send so many letters until it dies at the place that this says.
    async fn behind(kind: Kind, failpoint: &str, sessions: u16, letters: usize) -> Self {
        let program = (failpoint, "failpoints::the_program");
        Self::behind_program(kind, program, (sessions, letters), |ended| {
            ended.status.signal() == Some(SIGABRT)
        })
        .await
    }

    /// The same of a program, which ends as it should.
    async fn behind_program(
        kind: Kind,
        (failpoint, name): (&str, &str),
        (sessions, letters): (u16, usize),
        as_it_should: fn(&Output) -> bool,
    ) -> Self {
        let server = Tally::start(tally::Options::default()).await.unwrap();
        let address = server.address(Door::Plain);
        let world = World::new(kind, Certificates::new(), &[(HOST, 587, address)], None).await;
        let sender = world.sender("Näidis OÜ", open_door(HOST, 587), None).await;
        sender.batch(letters).await;
        let mut program = Command::new(env::current_exe().unwrap());
        world.place.hand_to(&mut program);
        program
            .args(["--exact", name, "--ignored", "--nocapture"])
            .env("FAILPOINTS", failpoint)
            .env(SERVER, address.to_string())
            .env(SESSIONS, sessions.to_string())
            .stdin(Stdio::null())
            .kill_on_drop(true);
        let output = tokio::time::timeout(LONG, program.output())
            .await
            .unwrap()
            .unwrap();
        assert!(as_it_should(&output), "{failpoint}: {output:?}");
        let mut left = Self {
            copies: server.count().copies(),
            world,
            sender,
            server,
            letters,
            states: [0; 4],
            were_sending: Vec::new(),
        };
        for (id, state) in left.messages().await {
            let place = match state {
                MessageState::Queued => 0,
                MessageState::Leased => 1,
                MessageState::Sending => {
                    left.were_sending.push(id);
                    2
                }
                MessageState::Sent => 3,
                other => panic!("{failpoint}: {id} is {other:?}"),
            };
            left.states[place] += 1;
        }
        left
    }

    /// How many messages were queued, leased, being sent and sent.
    fn states(&self) -> [usize; 4] {
        self.states
    }

    async fn messages(&self) -> Vec<(MessageId, MessageState)> {
        let all = self
            .sender
            .company
            .messages(&MessageQuery::default(), 1000)
            .await
            .unwrap();
        assert_eq!(all.len(), self.letters);
        all.into_iter()
            .map(|message| (message.id, message.state))
            .collect()
    }

    /// Another program takes over when the lease is over. Says how many copies of those in doubt were taken.
    async fn goes_on(self, in_doubt: usize) -> u64 {
        self.world.clock.pass(SignedDuration::from_secs(61));
        let running = self.world.engine(pacing());
        let all = u64::try_from(self.letters).unwrap();
        let in_doubt = u64::try_from(in_doubt).unwrap();
        let end = |counts: &store::StateCounts| counts.sent + counts.in_doubt == all;
        let counts = self.sender.wait_for("all are sent or in doubt", end).await;
        assert_eq!(counts.in_doubt, in_doubt, "{counts:?}");
        // Days go by: what is in doubt stays so. A letter that was handed over behind it went past it.
        self.world.clock.pass(SignedDuration::from_hours(72));
        let last = self.sender.letter("viimane@mujal.ee");
        let last = self.sender.one(last).await;
        wait_until("the last one is sent", LONG, async || {
            self.sender.state(last).await == MessageState::Sent
        })
        .await;
        running.stop().await;
        let mut in_doubt = 0;
        for n in 0..self.letters {
            let received = self.server.count().of(&recipient(n));
            assert!(received.copies() <= 1, "{n}: {received:?}");
        }
        for id in &self.were_sending {
            let detail = self.sender.company.find_message(*id).await.unwrap().unwrap();
            assert_eq!(detail.message.state, MessageState::InDoubt);
            let recipient = detail.message.recipient.to_string();
            in_doubt += u64::from(self.server.count().of(&recipient).copies());
        }
        // The others have one each, as none has two.
        let others = all - u64::try_from(self.were_sending.len()).unwrap();
        assert_eq!(self.server.count().copies(), others + in_doubt + 1);
        in_doubt
    }
}

/// It does not go on without sending anything: whoever runs it hears of it, and the next one goes on.
async fn what_commits_breaks_off_and_the_engine_ends(kind: Kind) {
    let program = (
        "before-sending-commit=1*panic",
        "failpoints::the_program_that_breaks_off",
    );
    let left = Left::behind_program(kind, program, (1, FEW), |ended| {
        ended.status.success() && String::from_utf8_lossy(&ended.stdout).contains("1 passed")
    })
    .await;
    assert_eq!(left.states(), [FEW, 0, 0, 0], "it gave its account back");
    assert_eq!(left.copies, 0);
    left.goes_on(0).await;
}

/// What that test starts.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "it is the program that another test starts"]
async fn the_program_that_breaks_off() {
    let Some(place) = Place::of_parent() else { return };
    let address = env::var(SERVER).unwrap().parse().unwrap();
    let doors = [(HOST, 587, address)];
    let world = World::at(Arc::new(place), Arc::default(), Certificates::new(), &doors, None).await;
    let error = world.engine(pacing()).ended().await.unwrap_err();
    assert!(error.to_string().contains("commits"), "{error}");
}

/// What these tests start: it sends what is there, until it dies.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "it is the program that other tests start"]
async fn the_program() {
    let Some(place) = Place::of_parent() else { return };
    let address = env::var(SERVER).unwrap().parse().unwrap();
    let sessions = env::var(SESSIONS).unwrap().parse().unwrap();
    let doors = [(HOST, 587, address)];
    let world = World::at(Arc::new(place), Arc::default(), Certificates::new(), &doors, None).await;
    let running = world.engine(Pacing {
        connections_per_account: sessions,
        ..pacing()
    });
    // Where it does not die the test has given up by then.
    let _ = tokio::time::timeout(LONG, std::future::pending::<()>()).await;
    running.stop().await;
}

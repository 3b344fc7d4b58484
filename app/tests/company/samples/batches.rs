//! Mass mailings: the list, and one before it starts, while it runs, held, and after.

use super::{Sample, World, some};
use app::pages::{
    batches::{self, BatchPage, BatchRow, BatchesPage, Counts, Phase, Stopped, Through},
    company::Paging,
    events::BadAddresses,
    letters::{Cause, Rate},
};

const BATCH: &str = "01990000-0000-7000-8000-0000000000ba";

fn counts(sent: u64, failed: u64, in_doubt: u64, waiting: u64) -> Counts {
    Counts {
        waiting,
        sent,
        bounced: 0,
        failed,
        in_doubt,
        canceled: 0,
    }
}

fn cause(w: &World, key: &str) -> Cause {
    Cause {
        key: key.to_owned(),
        provider: some(w, "Mail.ee"),
        server: Some((w.text("mail.mail.ee"), "465".to_owned())),
        user: w.text("mari@mail.ee"),
        ..Cause::default()
    }
}

fn mail_ee(w: &World) -> Through {
    Through {
        server: some(w, "mail.mail.ee"),
        provider: some(w, "Mail.ee"),
        why: Some(Rate::Hour(15)),
        stopped: None,
    }
}

fn page(w: &World, phase: Phase, counts: Counts) -> BatchPage {
    BatchPage {
        id: BATCH.to_owned(),
        name: w.text("Arved, november 2026"),
        notice: None,
        person: None,
        accepted: w.text("22.11.2026 kell 10:14"),
        phase,
        counts,
        through: vec![mail_ee(w)],
        left: Some((52_560, w.text("23.11.2026 kell 00:50"))),
        per_hour: None,
        reply_to_is_faster: false,
        causes: Vec::new(),
        returned: Vec::new(),
        bad: BadAddresses::default(),
        ended: None,
    }
}

/// Letters that came back: after the end, while it runs; and addresses that letters did not reach, before the start.
fn came_back(w: &World) -> [(&'static str, BatchPage); 3] {
    let returned = |n| {
        vec![
            (cause(w, "returned-no-such-address"), n),
            (cause(w, "returned-unknown"), 1),
        ]
    };
    let came_back = BatchPage {
        returned: returned(11),
        counts: Counts {
            bounced: 12,
            ..counts(208, 0, 0, 0)
        },
        ended: some(w, "23.11.2026 kell 00:50"),
        left: None,
        ..page(w, Phase::Done, counts(0, 0, 0, 0))
    };
    let coming_back = BatchPage {
        returned: returned(1),
        counts: Counts {
            bounced: 2,
            ..counts(98, 0, 0, 120)
        },
        ..page(w, Phase::Running, counts(0, 0, 0, 0))
    };
    let warned = BatchPage {
        bad: super::events::bad(w, 7, Some(10_000)),
        ..page(w, Phase::NotStarted, counts(0, 0, 0, 220))
    };
    [
        ("batch-came-back", came_back),
        ("batch-coming-back", coming_back),
        ("batch-warned", warned),
    ]
}

pub(super) fn samples(w: &World) -> Vec<Sample> {
    let one = |name, page: BatchPage| Sample {
        name,
        html: batches::render_one(w.shell(&format!("/batches/{BATCH}")), page),
    };
    let row = |name: &str, phase, counts, person: Option<&str>| BatchRow {
        id: BATCH.to_owned(),
        name: w.text(name),
        person: person.map(|name| w.text(name)),
        accepted: w.text("22.11.2026 kell 10:14"),
        phase,
        counts,
    };
    let listed = BatchesPage {
        batches: vec![
            row(
                "Arved, november 2026",
                Phase::NotStarted,
                counts(0, 0, 0, 220),
                None,
            ),
            row(
                "Jõulutervitus",
                Phase::Running,
                counts(98, 2, 0, 120),
                Some("Kivi Rahn"),
            ),
            row("Hinnamuutus", Phase::Paused, counts(10, 0, 0, 20), None),
            row("Arved, oktoober 2026", Phase::Done, counts(217, 3, 0, 0), None),
            row("Arved, september 2026", Phase::Done, counts(220, 0, 0, 0), None),
            row("Teade", Phase::Canceled, counts(1, 0, 1, 0), None),
        ],
        paging: Paging {
            start: None,
            next: Some(format!("/{}/batches?after={BATCH}", w.language)),
        },
    };
    let before = BatchPage {
        reply_to_is_faster: true,
        ..page(w, Phase::NotStarted, counts(0, 0, 0, 220))
    };
    let running = BatchPage {
        per_hour: Some(15),
        person: some(w, "Kivi Rahn"),
        ..page(w, Phase::Running, counts(98, 2, 0, 120))
    };
    let held = BatchPage {
        through: vec![Through {
            stopped: Some(Stopped {
                cause: cause(w, "wrong-credentials"),
                since: w.text("22.11.2026 kell 11:00"),
                again: None,
            }),
            ..mail_ee(w)
        }],
        ..page(w, Phase::Running, counts(98, 0, 0, 122))
    };
    let trouble = BatchPage {
        through: vec![Through {
            stopped: Some(Stopped {
                cause: cause(w, "connect-timeout"),
                since: w.text("22.11.2026 kell 11:00"),
                again: some(w, "22.11.2026 kell 11:05"),
            }),
            ..Through::default()
        }],
        left: None,
        ..page(w, Phase::Paused, counts(98, 0, 0, 122))
    };
    let after = BatchPage {
        causes: vec![(cause(w, "recipient-refused"), 2), (cause(w, "unknown-key"), 1)],
        ended: some(w, "23.11.2026 kell 00:50"),
        left: None,
        ..page(w, Phase::Done, counts(216, 3, 1, 0))
    };
    let unknown = BatchPage {
        through: vec![Through::default()],
        left: None,
        ..page(w, Phase::NotStarted, counts(0, 0, 0, 220))
    };
    let mut samples = vec![
        Sample {
            name: "batches",
            html: batches::render(w.shell("/batches"), listed),
        },
        Sample {
            name: "batches-empty",
            html: batches::render(w.shell("/batches"), BatchesPage::default()),
        },
        one("batch-before", before),
        one("batch-before-portal", unknown),
        one("batch-running", running),
        one("batch-held", held),
        one("batch-trouble", trouble),
        one("batch-after", after),
        one("batch-canceled", page(w, Phase::Canceled, counts(98, 0, 0, 0))),
    ];
    samples.extend(came_back(w).map(|(name, page)| one(name, page)));
    samples
}

//! What came back: the list, one event of each kind, what is not believed, the warnings, and the help.

use super::{Sample, World, some};
use app::pages::{
    company::Paging,
    events::{
        AtLetter, BadAddresses, BadRow, Forgotten, Shown,
        list::{self, Chip, EventRow, Filter, ListPage},
        one::{self, EventPage, MailView, Other, PassedOn, Shortened},
    },
    help,
    letters::{self, Mistake},
};
use model::event::{Cause, Clue, Distrust, Kind, Source};

const ID: &str = "019a0000-0000-7000-8000-0000000000e7";

fn moment(w: &World) -> (String, String) {
    (w.text("23.11.2026 kell 08:02"), "2026-11-23T06:02:00Z".to_owned())
}

/// Addresses that letters did not reach.
pub(super) fn bad(w: &World, more: u64, looked: Option<u64>) -> BadAddresses {
    let row = |address: &str, times, cause: &str| BadRow {
        address: w.text(address),
        times,
        last: w.text("eile kell 8:02"),
        cause: letters::Cause {
            key: w.text(cause),
            ..letters::Cause::default()
        },
        url: w.text("/et/events?search=jaan"),
        refused: cause == "recipient-refused",
    };
    BadAddresses {
        rows: vec![
            row("jaan@klient.ee", 1, "returned-no-such-address"),
            row("kati@klient.ee", 3, "recipient-refused"),
        ],
        number: 2 + more,
        more,
        looked,
    }
}

/// What came back about one letter.
pub(super) fn at_letter(w: &World) -> Vec<AtLetter> {
    let event = |kind, cause, distrust| AtLetter {
        id: ID.to_owned(),
        kind,
        cause,
        distrust,
        subject: w.text("Automaatne vastus: puhkusel"),
        when: moment(w),
    };
    vec![
        event(Kind::Bounce, Some(Cause::MailboxFull), None),
        event(
            Kind::Bounce,
            Some(Cause::NoSuchAddress),
            Some(Distrust::Signature),
        ),
        event(Kind::AutomaticReply, None, None),
    ]
}

fn rows(w: &World) -> Vec<EventRow> {
    let row = |kind, cause, distrust| EventRow {
        id: ID.to_owned(),
        when: moment(w),
        kind,
        cause,
        distrust,
        who: some(w, "klient@kliendifirma.ee"),
        subject: w.text("Undelivered Mail Returned to Sender"),
        letter: Some((ID.to_owned(), w.text("Arve nr 1042"))),
        user: some(w, "Mari Maasikas"),
    };
    let mut rows: Vec<EventRow> = Cause::ALL
        .iter()
        .map(|cause| row(Kind::Bounce, Some(*cause), None))
        .collect();
    rows.extend(Kind::ALL.iter().map(|kind| row(*kind, None, None)));
    rows.extend(
        Distrust::ALL
            .iter()
            .map(|distrust| row(Kind::Bounce, Some(Cause::Unknown), Some(*distrust))),
    );
    rows.push(EventRow {
        who: None,
        letter: None,
        user: None,
        subject: String::new(),
        ..row(Kind::RealReply, None, None)
    });
    rows
}

fn lists(w: &World) -> Vec<Sample> {
    let kind = |what, number| Chip {
        what,
        number,
        url: w.text("/et/events?kind=1"),
    };
    let cause = |what, number| Chip {
        what,
        number,
        url: w.text("/et/events?cause=1"),
    };
    let kinds: Vec<_> = [kind(Shown::Believed, 32)]
        .into_iter()
        .chain(Kind::ALL.iter().map(|of| kind(Shown::Kind(*of), 5)))
        .chain([kind(Shown::SetAside, 2)])
        .collect();
    let page = ListPage {
        all_users: true,
        kinds,
        causes: vec![cause(Cause::NoSuchAddress, 4), cause(Cause::MailboxFull, 1)],
        rows: rows(w),
        paging: Paging {
            start: None,
            next: some(w, "/et/events?after=7"),
        },
        ..ListPage::default()
    };
    let found = ListPage {
        filter: Filter {
            shown: Shown::Kind(Kind::Bounce),
            cause: Some(Cause::MailboxFull),
            search: w.text("klient"),
            person: w.text("Mari"),
            from: w.text("2026-11-22"),
            until: w.text("2026-11-01"),
            letter: w.text(ID),
            batch: w.text(ID),
        },
        letter: some(w, "/et/events"),
        batch: Some((w.text("Novembri arved"), w.text("/et/events"))),
        ..page.clone()
    };
    let set_aside = ListPage {
        filter: Filter {
            shown: Shown::SetAside,
            ..Filter::default()
        },
        ..page.clone()
    };
    let wrong = ListPage {
        mistakes: vec![Mistake::PersonUnknown, Mistake::UntilBeforeFrom],
        kinds: Vec::new(),
        causes: Vec::new(),
        rows: Vec::new(),
        paging: Paging::default(),
        ..found.clone()
    };
    let nothing = ListPage {
        mistakes: Vec::new(),
        ..wrong.clone()
    };
    let render = |name, page| Sample {
        name,
        html: list::render(w.shell("/events"), page),
    };
    vec![
        render("events", page),
        render("events-filtered", found),
        render("events-set-aside", set_aside),
        render("events-list-error", wrong),
        render("events-nothing-found", nothing),
        render("events-empty", ListPage::default()),
    ]
}

fn event(w: &World, kind: Kind) -> EventPage {
    EventPage {
        id: ID.to_owned(),
        forgotten: None,
        kind,
        cause: None,
        hard: false,
        distrust: None,
        changed: false,
        recipient: some(w, "klient@kliendifirma.ee"),
        named_recipient: some(w, "raamatupidaja@kliendifirma.ee"),
        letter: Some((ID.to_owned(), w.text("Arve nr 1042"))),
        batch: Some((w.text("Novembri arved"), "/et/batches/7".to_owned())),
        user: some(w, "Mari Maasikas"),
        reporter: some(w, "mx1.kliendifirma.ee"),
        status: some(w, "5.1.1"),
        reply_code: Some(550),
        evidence: w.text("550 5.1.1 <klient@kliendifirma.ee>: Recipient address rejected: User unknown"),
        clue: Some(Clue::ReturnPath),
        source: Source::Smtp,
        sender: some(w, "Mail Delivery System <MAILER-DAEMON@mx1.kliendifirma.ee>"),
        subject: w.text("Undelivered Mail Returned to Sender"),
        when: moment(w),
        size: "6 kB".to_owned(),
        times: 1,
        passed_on: None,
        mail: MailView::There {
            reply: None,
            returned: vec![
                (w.text("Subject"), w.text("Arve nr 1042")),
                (w.text("Message-ID"), w.text("<019a@event.portaal.ee>")),
            ],
            returned_cut: true,
            whole: Shortened {
                text: w.text("Received: from mx1\n\nThis is the mail system."),
                cut: true,
            },
        },
        others: vec![Other {
            id: ID.to_owned(),
            who: some(w, "teine@kliendifirma.ee"),
            kind,
            cause: None,
            distrust: None,
        }],
        bad: BadAddresses::default(),
    }
}

fn events(w: &World) -> Vec<Sample> {
    let render = |name, page| Sample {
        name,
        html: one::render(w.shell("/events/7"), page),
    };
    let mut samples = Vec::new();
    for cause in Cause::ALL {
        let page = EventPage {
            cause: Some(*cause),
            hard: true,
            changed: true,
            bad: bad(w, 0, None),
            forgotten: Some(Forgotten::Before),
            ..event(w, Kind::Bounce)
        };
        samples.push(render("events-one-bounce", page));
    }
    for distrust in Distrust::ALL {
        let page = EventPage {
            cause: Some(Cause::NoSuchAddress),
            distrust: Some(*distrust),
            times: 3,
            letter: None,
            recipient: None,
            forgotten: Some(Forgotten::Now),
            ..event(w, Kind::Bounce)
        };
        samples.push(render("events-one-set-aside", page));
    }
    for kind in Kind::ALL {
        samples.push(render("events-one-kind", event(w, *kind)));
    }
    for (clue, source) in [(Clue::EnvelopeId, Source::Api), (Clue::MessageId, Source::Imap)] {
        let page = EventPage {
            clue: Some(clue),
            source,
            mail: MailView::Gone,
            others: Vec::new(),
            ..event(w, Kind::Delayed)
        };
        samples.push(render("events-one-gone", page));
    }
    let passed_on = [
        PassedOn::Waits,
        PassedOn::To(w.text("mari@naidis.ee"), w.text("/et/letters/7")),
        PassedOn::Not("events-passed-on-nobody"),
        PassedOn::Not("events-passed-on-no-relay"),
        PassedOn::Not("events-passed-on-not-possible"),
    ];
    for passed_on in passed_on {
        let page = EventPage {
            passed_on: Some(passed_on),
            mail: MailView::There {
                reply: Some(Shortened {
                    text: w.text("Tere!\n\nPalun saatke arve uuesti."),
                    cut: true,
                }),
                returned: Vec::new(),
                returned_cut: false,
                whole: Shortened::default(),
            },
            ..event(w, Kind::RealReply)
        };
        samples.push(render("events-one-reply", page));
    }
    let others_too = EventPage {
        mail: MailView::OthersToo,
        ..event(w, Kind::Bounce)
    };
    samples.push(render("events-one-others-too", others_too));
    samples
}

pub(super) fn samples(w: &World) -> Vec<Sample> {
    let mut samples = lists(w);
    samples.extend(events(w));
    samples.push(Sample {
        name: "came-back-help",
        html: help::render_came_back(w.shell("/help/what-came-back")),
    });
    samples
}
